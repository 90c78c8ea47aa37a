package disclose

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/indicator"
	"waymark/internal/site"
)

// Middle values in the ledger. The kind of a line is the name of the value. Its key is that of the base, then the columns that the duration is worked out
// from, since a group may have several, and the unit: "adopted 2025-Q3..2026-Q2 of order_on+placed_on in weeks". The value is rounded as it was shown.

// middleKinds are the kinds of lines for middle values, in the order in which a cell gives them.
var middleKinds = [3]string{"median", "lower-quartile", "upper-quartile"}

// middle is one shown middle value's place in the ledger.
type middle struct{ kind, key string }

// wellFormedMiddle says whether a line of the ledger names a middle value and gives it.
func (x line) wellFormedMiddle() bool {
	_, err := strconv.Atoi(x.value)
	return err == nil && strings.Contains(x.key, " ")
}

// middles is the last line of each middle value.
func (l *Ledger) middles() map[middle]line {
	out := map[middle]line{}
	if l != nil {
		for _, x := range l.lines {
			if slices.Contains(middleKinds[:], x.kind) {
				out[middle{x.kind, x.key}] = x
			}
		}
	}
	return out
}

// middleKey names the durations of a table's base, as the ledger does.
func middleKey(base Key, t indicator.Table, unit string) string {
	name := strings.Join(t.PartReads, "+")
	if name == "" {
		name = t.Indicator
	}
	key := base.String() + " of " + name
	if unit != "" {
		key += " in " + unit
	}
	return key
}

// unitOf is what a table's durations are measured in.
func (r *Result) unitOf(t indicator.Table) string {
	if t.Unit != "" {
		return t.Unit
	}
	return r.in.Units[t.Indicator]
}

// checkMiddles compares the middle values of closed periods with those that were published (D06). What is not published now is not told.
func (r *Result) checkMiddles(tables []indicator.Table, alias map[string]string, level Level) {
	told := r.in.Ledger.middles()
	if len(told) == 0 || r.in.Policy.Revisions == "restate" {
		return
	}
	done := map[middle]bool{}
	for _, t := range tables {
		if t.Measure != site.MeasureMedian {
			continue
		}
		unit := r.unitOf(t)
		step := stepOf(r.in.Policy.MedianUnit, unit)
		for _, c := range t.Cells {
			key := middleKey(r.keyOf(t.BasePopulation, t, c, alias), t, unit)
			for n, v := range [3]float64{c.Median, c.LowerQuartile, c.UpperQuartile} {
				m := middle{middleKinds[n], key}
				was, ok := told[m]
				if !ok || done[m] || was.value == strconv.Itoa(toStep(v, step)) {
					continue
				}
				done[m] = true
				r.tell(Message{Code: "D06", Level: level, Table: t.ID, Text: fmt.Sprintf(
					"The %s of %s was published as %s in release %s and is now another number. Use revisions: restate, or keep the old file.",
					strings.ReplaceAll(m.kind, "-", " "), strings.Replace(m.key, " of ", ", of ", 1), was.value, was.release)})
			}
		}
	}
}

// nextMiddles gives write the lines of middle values that are shown and that the ledger does not hold yet, by key.
func (r Result) nextMiddles(write func(...string)) {
	told := r.in.Ledger.middles()
	columns := map[string][]string{} // of a table
	for _, t := range r.in.Tables {
		columns[t.ID] = t.PartReads
	}
	alias := r.in.aliases()
	shown := map[middle]string{}
	for _, t := range r.Released.tables {
		for i, row := range t.rows {
			it := indicator.Table{Indicator: t.indicator, Dimension: t.dimension, PartReads: columns[t.id]}
			key := middleKey(r.keyOf(t.base, it, indicator.Cell{Window: t.windows[i], Category: row.Category}, alias), it, t.unit)
			for n, v := range [3]Value{row.Median, row.LowerQuartile, row.UpperQuartile} {
				if value, ok := v.Number(); ok {
					shown[middle{middleKinds[n], key}] = strconv.Itoa(value)
				}
			}
		}
	}
	var order []middle
	for m := range shown {
		order = append(order, m)
	}
	slices.SortFunc(order, func(a, b middle) int {
		if a.key != b.key {
			return strings.Compare(a.key, b.key)
		}
		return slices.Index(middleKinds[:], a.kind) - slices.Index(middleKinds[:], b.kind)
	})
	for _, m := range order {
		if was, ok := told[m]; !ok || was.value != shown[m] {
			write(r.in.Release, m.kind, m.key, shown[m], "")
		}
	}
}
