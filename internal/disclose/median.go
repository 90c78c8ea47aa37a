package disclose

import (
	"math"
	"slices"

	"waymark/internal/indicator"
)

// A median is not a count, and no sum holds it. But it is a statement about counts: "the middle value is 31 weeks" says that at least half
// of the children took 31 weeks or less, and at least half 31 or more. Beside a share over the same children ("within 26 weeks")
// it halves what a hidden part may be. So a median is published only where
//
//   - its base is shown and at least median_min,
//   - nothing that is published for the same window and category about the same children is hidden: the parts of its base, the populations around
//     it of which it is at least half, and, of other populations inside it or inside those, the ones decided by the column of the durations,
//   - where one of these is given as a range (0 to t-1, or all but that many), the base is at least 2 t: half of the base then lies outside
//     the range, and the median tells on which side the part is and no more. For quartiles it is 4 t.
//
// Both follow from figures and marks that are shown, so the mark of a median tells nothing new.
//
// What remains: with an odd base the median is, to a week, how long one child took, without saying which. A reader who knows one child
// learns nothing of another from it. Whoever knows all children of a base but one may narrow that one down; that is the worker who knows a
// whole team, against whom nothing here protects. Medians of rolling windows that overlap share their children; the quarters
// between them are audited as counts, so that no reader can say that exactly one known child came or went.

// median gives the three values of a duration, rounded to median_unit days, or to the unit that it is measured in where that is longer.
func (r *Result) median(base Key, c indicator.Cell, unit string, near relatives, column string) (median, lower, upper Value) {
	p := r.in.Policy
	if r.decided.hidden[base] != whyShown {
		return mark(hidden), mark(hidden), mark(hidden)
	}
	if c.Base == 0 {
		return mark(notApplicable), mark(notApplicable), mark(notApplicable)
	}
	medianMin, quartileMin := p.MedianMin, p.QuartileMin
	if p.Policy == "off" {
		medianMin, quartileMin = 1, 1
	}
	if c.Base < medianMin {
		return mark(unreliable), mark(unreliable), mark(unreliable)
	}
	secret, ranged := near.of(r, base, column)
	if secret || ranged && c.Base < 2*p.MinCount {
		return mark(hidden), mark(hidden), mark(hidden)
	}
	step := stepOf(p.MedianUnit, unit)
	round := func(v float64) Value { return numberValue(toStep(v, step)) }
	switch {
	case c.Base < quartileMin:
		return round(c.Median), mark(unreliable), mark(unreliable)
	case ranged && c.Base < 4*p.MinCount:
		return round(c.Median), mark(hidden), mark(hidden)
	}
	return round(c.Median), round(c.LowerQuartile), round(c.UpperQuartile)
}

// toStep rounds a duration to a whole number of steps.
func toStep(v float64, step int) int { return int(math.Floor(v/float64(step)+0.5)) * step }

// stepOf is what a duration is rounded to, in its own unit, for a setting in days: 7 days are 7 days, a week, a month.
func stepOf(days int, unit string) int {
	switch unit {
	case "weeks":
		return max(1, (days+3)/7)
	case "months":
		return max(1, (days+15)/30)
	}
	return max(1, days)
}

// relatives are the counts of a system that lie inside each other at the same window and category.
type relatives struct {
	narrower, wider map[int32][]int32
	parts           map[int32][]int32   // of an indicator with this base
	reads           map[string][]string // columns that decide who is in a population
}

func (r *Result) relatives() relatives {
	out := relatives{map[int32][]int32{}, map[int32][]int32{}, map[int32][]int32{}, map[string][]string{}}
	if r.sys == nil {
		return out
	}
	b := &builder{in: &r.in, alias: r.in.aliases()}
	for _, t := range r.in.Tables {
		base := b.name(t.BasePopulation)
		out.reads[base] = append(out.reads[base], t.BaseReads...)
		if t.PartPopulation != "" {
			part := b.name(t.PartPopulation)
			out.reads[part] = append(append(out.reads[part], t.PartReads...), t.BaseReads...)
		}
	}
	for n, e := range r.sys.eqs {
		if k := r.sys.eqKind[n]; k != "rest" && k != "nested" || len(e) != 3 {
			continue
		}
		wide, narrow := e[0].at, e[1].at // and the difference, which is never shown
		out.narrower[wide] = append(out.narrower[wide], narrow)
		out.wider[narrow] = append(out.wider[narrow], wide)
		if r.sys.eqKind[n] == "rest" {
			out.parts[wide] = append(out.parts[wide], narrow)
		}
	}
	return out
}

// of says whether a count about the same children is hidden, or given as a range.
func (near relatives) of(r *Result, base Key, column string) (secret, ranged bool) {
	if r.sys == nil {
		return false, false
	}
	from, ok := r.sys.byKey[base]
	if !ok {
		return false, false
	}
	seen, todo := map[int32]bool{from: true}, map[int32]bool{}
	inside := func(i int32) { // of populations inside others, those that are decided by the durations
		list := slices.Clone(near.narrower[i])
		visited := map[int32]bool{}
		for len(list) > 0 {
			n := list[0]
			list = list[1:]
			if visited[n] {
				continue
			}
			visited[n] = true
			if slices.Contains(near.reads[r.sys.counts[n].key.Population], column) || slices.Contains(near.parts[from], n) {
				todo[n] = true
			}
			list = append(list, near.narrower[n]...)
		}
	}
	inside(from)
	var around func(i int32)
	around = func(i int32) {
		for _, w := range near.wider[i] {
			if seen[w] {
				continue
			}
			// Asked of figures that are shown only: a hidden one counts as close.
			if r.decided.hidden[r.sys.counts[w].key] == whyShown && 2*r.sys.counts[from].value < r.sys.counts[w].value {
				continue
			}
			seen[w] = true
			inside(w)
			around(w)
		}
	}
	around(from)
	for n := range todo {
		seen[n] = true
	}
	for i := range seen {
		c := &r.sys.counts[i]
		if !c.shown || r.decided.hidden[c.key] == whyShown {
			continue
		}
		if _, ok := r.decided.bands[c.key]; ok {
			ranged = true
		} else {
			secret = true
		}
	}
	return secret, ranged
}
