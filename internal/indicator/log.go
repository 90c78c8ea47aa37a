package indicator

import (
	"fmt"
	"slices"
	"strconv"

	"waymark/internal/diag"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

// countLog makes the table of an indicator of the service log: of what was due in the periods of a window, what was
// done. There is none without an entry for a whole window.
func countLog(def *site.Indicator, log []tracker.LogEntry) []Table {
	entries := map[tracker.Period]tracker.LogEntry{}
	var periods []tracker.Period
	for _, e := range log {
		if e.Measure == def.Log.Measure {
			entries[e.Period] = e
			periods = append(periods, e.Period)
		}
	}
	slices.SortFunc(periods, tracker.Period.Compare)
	table := Table{ID: def.ID, Indicator: def.ID, Kind: def.Kind, Measure: site.MeasureShare, Counts: def.Log.Counts,
		BasePopulation: def.Of.Population, PartPopulation: def.Met.Population, Breaks: breaksOf(def, periods)}
	cell := func(window []tracker.Period) Cell {
		c := Cell{Window: names(window)}
		for _, p := range window {
			c.Base += entries[p].Due
			c.Part += entries[p].Done
		}
		return c
	}
	for _, window := range unbroken(windowsOf(periods, max(def.Window, 1)), table.Breaks) {
		table.Cells = append(table.Cells, cell(window))
	}
	if def.Kind == "flow" && def.Window > 1 {
		for _, p := range periods {
			table.Quarters = append(table.Quarters, cell([]tracker.Period{p}))
		}
	}
	if len(table.Cells) == 0 {
		return nil
	}
	return []Table{table}
}

// logCases runs the worked cases of such an indicator, whose rows have due and done.
func logCases(def *site.Indicator, findings *diag.List) bool {
	ok := true
	for i, example := range def.Cases {
		fail := func(hint, format string, args ...any) {
			findings.Errorf(checkCase, def.At.File, def.At.Line, def.At.Column, hint, "case %d (%s): %s", i+1, example.Title, fmt.Sprintf(format, args...))
			ok = false
		}
		var answer site.Case
		for _, row := range example.Rows {
			due, wrong := strconv.Atoi(fmt.Sprint(row["due"]))
			done, alsoWrong := strconv.Atoi(fmt.Sprint(row["done"]))
			if wrong != nil || alsoWrong != nil || len(row) != 2 || done < 0 || done > due {
				fail("write rows such as {due: 3, done: 2}", "a row of the service log has due and done, and no more done than due")
				break
			}
			answer.Base += due
			answer.Part += done
		}
		if ok && (answer.Base != example.Base || answer.Part != example.Part) {
			fail("correct the case or the definition: they are shown side by side on the indicator's page", "expected %s, got %s", def.Answer(example), def.Answer(answer))
		}
	}
	return ok
}
