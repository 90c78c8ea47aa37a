package chart

import (
	"strings"
	"testing"

	"waymark/internal/disclose"
	"waymark/internal/indicator"
	"waymark/internal/site"
)

// From true counts through the gate to everything this package makes: a count that the gate hides is in none
// of it. The hidden counts are of a base that no shown figure uses, so that they can be looked for.
func TestHiddenCountsAreInNothing(t *testing.T) {
	cell := func(period string, base, part int) indicator.Cell {
		return indicator.Cell{Window: []string{period}, Base: base, Part: part}
	}
	released, _ := disclose.Release(disclose.DefaultPolicy(), []indicator.Table{{
		ID: "moves", Indicator: "moves", Kind: "stock", BasePopulation: "in_care", PartPopulation: "moved",
		Cells: []indicator.Cell{cell("2025-Q3", 200, 60), cell("2025-Q4", 210, 42), cell("2026-Q1", 197, 3), cell("2026-Q2", 202, 101)},
	}})
	table, ok := released.Table("moves")
	if !ok {
		t.Fatal("the table was not released")
	}
	f := Figure{Title: "Moves", Did: "moved", Better: "lower", Target: target(10)}
	o, err := Line(f, table, Wide)
	d := draw(t, o, err)
	text := string(o.JSON) + string(d.Inline) + string(CSV(table)) + Spark(table) + Finding(f, table)
	for _, row := range DataTable(f, table, "", nil).Rows {
		text += strings.Join(row, " ")
	}
	// 3 of 197 is 1.5%, so 2% of it; 0 to 5 of 197 is under 3%.
	for _, bad := range []string{`"value":2,`, `"value":1.5`, ",3,", " 3 ", "[2]"} {
		if strings.Contains(text, bad) {
			t.Errorf("%q is in what was made", bad)
		}
	}
	if want := "time_period,base,part,percent\n2025-Q3,200,60,30\n2025-Q4,210,42,20\n2026-Q1,197,c,c\n2026-Q2,202,101,50\n"; string(CSV(table)) != want {
		t.Errorf("got %s, want %s", CSV(table), want)
	}
	if got, want := Finding(f, table), "On 30 June 2026, 101 of 202 children (50%) moved. There are too few separate figures to say whether it is changing. It is 40 percentage points above the target of at most 10%. In a group of 202, an underlying rate from 43% to 57% would fit."; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := key(f.of(table), pointsOf(table)); !strings.Contains(got, "dashed box") {
		t.Errorf("key %q does not explain the box", got)
	}
}

// Of events, the table and the CSV say how many children are behind them, as data/published.json does.
func TestEventsNameTheirChildren(t *testing.T) {
	released, _ := disclose.Release(disclose.DefaultPolicy(), []indicator.Table{{ID: "reviews", Indicator: "reviews", Kind: "flow", Measure: site.MeasureEvents, BasePopulation: "due", PartPopulation: "due_done",
		Cells: []indicator.Cell{
			{Window: []string{"2026-Q1"}, Base: 60, Part: 40, BaseChildren: 50, PartChildren: 35, LateChildren: 18, LateRows: 18},
			{Window: []string{"2026-Q2"}, Base: 60, Part: 40, BaseChildren: 4, PartChildren: 4, LateChildren: 4, LateRows: 4}}}})
	table, _ := released.Table("reviews")
	if got, want := string(CSV(table)), "time_period,base,part,percent,children\n2026-Q1,60,40,67,50\n2026-Q2,c,c,c,c\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	data := DataTable(Figure{Title: "Reviews", Noun: "reviews"}, table, "", nil)
	if got := strings.Join(data.Columns, "|") + " / " + strings.Join(data.Rows[1], "|"); got != "Period|Counted|Of|Percentage|Children behind them / January to March 2026|40|60|67%|50" {
		t.Errorf("got %s", got)
	}
}
