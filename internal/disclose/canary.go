package disclose

import (
	"slices"

	"waymark/internal/indicator"
	"waymark/internal/site"
)

// Canary is this release with the true values of hidden counts exchanged for those of a witness: whole other figures that
// agree with everything shown. The tables go with it, for code that is given both. A site built from it must be the same
// byte for byte; where it is not, a hidden value has found a way out. changed is the number of cells that differ: if it is 0 the
// test has no force.
func (r Result) Canary() (out Result, tables []indicator.Table, changed int) {
	out = r
	if r.sys != nil { // what is made later from the result must not see a true value either
		sys := *r.sys
		sys.counts = slices.Clone(sys.counts)
		for i := range sys.counts {
			if v, ok := r.other[sys.counts[i].key]; ok {
				sys.counts[i].value = v
			}
		}
		out.sys = &sys
	}
	alias := r.in.aliases()
	for _, t := range r.tables {
		other := t
		other.Cells = slices.Clone(t.Cells)
		for i, c := range t.Cells {
			cell := &other.Cells[i]
			base := r.keyOf(t.BasePopulation, t, c, alias)
			if v, ok := r.other[base]; ok {
				cell.Base = v
			}
			if t.PartPopulation != "" && t.Measure != site.MeasureMedian {
				if v, ok := r.other[r.keyOf(t.PartPopulation, t, c, alias)]; ok {
					cell.Part = v
				}
			}
			if t.Measure == site.MeasureEvents {
				if v, ok := r.other[r.keyOf(t.BasePopulation+childrenOf, t, c, alias)]; ok {
					cell.BaseChildren = v
				}
				cell.PartChildren = min(cell.PartChildren, cell.Part, cell.BaseChildren)
			}
			if t.Measure == site.MeasureMedian {
				hide := r.decided.hidden[base] != whyShown || c.Base < r.in.Policy.MedianMin
				if hide {
					cell.Median += 1000
				}
				if hide || c.Base < r.in.Policy.QuartileMin {
					cell.LowerQuartile += 1000
					cell.UpperQuartile += 1000
				}
			}
			if cell.Base != c.Base || cell.Part != c.Part || cell.BaseChildren != c.BaseChildren || cell.Median != c.Median || cell.LowerQuartile != c.LowerQuartile {
				changed++
			}
		}
		tables = append(tables, other)
	}
	out.tables = tables
	out.Released = out.figures(tables)
	out.Released.tested = r.Released.tested
	return out, tables, changed
}
