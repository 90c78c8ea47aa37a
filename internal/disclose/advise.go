package disclose

import (
	"fmt"
	"slices"

	"waymark/internal/indicator"
)

// adviseGroups says which two categories of a breakdown to merge where much of it is hidden, or it was dropped (D21). Only neighbours in the
// order of the dimension are tried, since ages must lie side by side, and each pair with the table alone, which is quick and near
// enough for advice.
func (r *Result) adviseGroups() {
	advised := map[string]bool{}
	for _, t := range r.in.Tables {
		if t.Dimension == "" || len(t.Categories) < 3 || len(t.Categories) > 10 || advised[t.Indicator+" "+t.Dimension] || slices.Contains(r.Report.Overlapping, t.ID) {
			continue
		}
		dropped := r.decided.dropped[t.ID]
		hid, of := r.hiddenIn(t.ID)
		if dropped {
			hid, of = 2*len(t.Categories), 2*len(t.Categories)
		}
		if of == 0 || hid*10 < of*4 {
			continue
		}
		best, fewest := [2]string{}, hid
		for i, a := range t.Categories {
			if i+1 < len(t.Categories) {
				b := t.Categories[i+1]
				merged := merge(t, a, b)
				alone := Input{Policy: r.in.Policy, Tables: []indicator.Table{merged}, Sensitive: r.in.Sensitive}
				alone.Policy.Relations = nil
				if n, ok := alone.hiddenAlone(); ok && n < fewest {
					best, fewest = [2]string{a, b}, n
				}
			}
		}
		if fewest == hid {
			continue
		}
		advised[t.Indicator+" "+t.Dimension] = true
		r.tell(Message{Code: "D21", Level: LevelWarning, Table: t.ID, Text: fmt.Sprintf(
			"%s: %d%% of its breakdown is hidden. Groups for %s would help: merging %s and %s hides %d fewer figures.",
			t.Indicator, 100*hid/of, t.Dimension, best[0], best[1], hid-fewest)})
	}
}

func (r *Result) hiddenIn(table string) (hid, of int) {
	t, ok := r.Released.Table(table)
	if !ok {
		return 0, 0
	}
	for _, row := range t.rows {
		if row.Category == "" {
			continue
		}
		for _, v := range []Value{row.Base, row.Part} {
			switch v.kind {
			case hidden:
				hid++
				of++
			case number, band:
				of++
			}
		}
	}
	return hid, of
}

// hiddenAlone is the number of hidden figures if a table stood by itself; false if it would be dropped.
func (in Input) hiddenAlone() (int, bool) {
	r := Result{in: in, decided: decisions{hidden: map[Key]why{}, because: map[Key]Key{}, bands: map[Key][2]int{}, dropped: map[string]bool{}},
		other: map[Key]int{}, least: map[Key]int{}, most: map[Key]int{}}
	r.sys = buildSystem(&r.in, in.Tables)
	if len(r.dropFew(in.Tables)) == 0 || len(r.solve(map[string]result{})) > 0 {
		return 0, false
	}
	r.tables = in.Tables
	r.publish()
	hid, _ := r.hiddenIn(in.Tables[0].ID)
	return hid, true
}

// merge puts two categories together.
func merge(t indicator.Table, a, b string) indicator.Table {
	out := t
	out.Categories, out.Cells = nil, nil
	at := -1
	for _, c := range t.Categories {
		if c != b {
			out.Categories = append(out.Categories, c)
		}
	}
	for _, c := range t.Cells {
		if c.Category == b && at >= 0 {
			to := &out.Cells[at]
			to.Base += c.Base
			to.Part += c.Part
			to.BaseChildren += c.BaseChildren
			to.PartChildren += c.PartChildren
			to.LateChildren += c.LateChildren
			to.LateRows += c.LateRows
			continue
		}
		if c.Category == a {
			at = len(out.Cells)
		}
		out.Cells = append(out.Cells, c)
	}
	return out
}
