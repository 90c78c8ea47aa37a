package indicator

import (
	"slices"

	"waymark/internal/rowset"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

// tally is what is counted over some rows, before it becomes a cell: what can be added up from period to period.
type tally struct {
	base, part                 int
	baseChildren, partChildren int
	lateChildren, lateRows     int
	values                     *spread // of a median; nil otherwise
}

// add takes another period in. Children who had events are not linked between periods; see Cell.
func (t *tally) add(o tally) {
	t.base += o.base
	t.part += o.part
	t.baseChildren = max(t.baseChildren, o.baseChildren)
	t.partChildren = max(t.partChildren, o.partChildren)
	t.lateChildren = max(t.lateChildren, o.lateChildren)
	t.lateRows += o.lateRows
	if o.values == nil {
		return
	}
	if t.values == nil {
		t.values = &spread{low: o.values.low, counts: make([]int, len(o.values.counts))}
	}
	t.values.add(*o.values)
}

func (t tally) cell(window []tracker.Period, category string) Cell {
	c := Cell{Window: names(window), Category: category, Base: t.base, Part: t.part,
		BaseChildren: t.baseChildren, PartChildren: t.partChildren, LateChildren: t.lateChildren, LateRows: t.lateRows}
	if t.values != nil {
		c.LowerQuartile, c.Median, c.UpperQuartile = t.values.quartiles()
	}
	return c
}

// taker takes tallies of one indicator from one store.
type taker struct {
	def       *site.Indicator
	masks     *masker
	of, part  rowset.Set
	over, sum tracker.Column           // for events
	value     tracker.Column           // for a median
	whole     map[tracker.Period]tally // each period without a breakdown, once it is taken
}

// newTaker needs a definition that has been checked: see validate.
func newTaker(def *site.Indicator, r rule, masks *masker) *taker {
	t := &taker{def: def, masks: masks, of: masks.of(r.of), whole: map[tracker.Period]tally{}}
	switch def.Measure() {
	case site.MeasureEvents:
		t.over, _ = masks.store.Column(def.Events.Over)
		t.sum, _ = masks.store.Column(def.Events.Sum)
	case site.MeasureMedian:
		t.value, _ = masks.store.Column(def.Median.Column)
	default:
		t.part = t.of.And(masks.of(r.met))
	}
	return t
}

// take counts a period's rows, or those of them that are in a mask.
func (t *taker) take(only *rowset.Set, p tracker.Period) tally {
	from, to := t.masks.store.Rows(p)
	var out tally
	of := t.of
	if t.def.Measure() == site.MeasureShare {
		if only == nil {
			return tally{base: of.Count(from, to), part: t.part.Count(from, to)}
		}
		return tally{base: of.CountBoth(*only, from, to), part: t.part.CountBoth(*only, from, to)}
	}
	if t.def.Measure() == site.MeasureMedian {
		values := newSpread(t.value.Field)
		out.values = &values
	}
	of.Each(from, to, func(row int) {
		switch {
		case only != nil && !only.Has(row):
		case out.values == nil:
			due, done := number(t.over, row), number(t.sum, row)
			out.base += due
			out.part += done
			out.baseChildren += min(due, 1)
			out.partChildren += min(done, 1)
			out.lateChildren += min(max(due-done, 0), 1)
			out.lateRows = out.lateChildren
		case !t.value.Missing(row):
			out.values.put(int(t.value.Ints[row]))
			out.base++
		}
	})
	return out
}

// firstBroken is a row of events with more done than were due; -1 when there is none.
func (t *taker) firstBroken() int {
	found := -1
	if t.def.Measure() == site.MeasureEvents {
		t.of.Each(0, t.masks.store.Len(), func(row int) {
			if found < 0 && number(t.sum, row) > number(t.over, row) {
				found = row
			}
		})
	}
	return found
}

// number is a cell of events: an empty one is none.
func number(col tracker.Column, row int) int {
	if v := col.Ints[row]; v != tracker.MissingInt {
		return int(v)
	}
	return 0
}

// strays are the values of a dimension's column that its categories do not hold, among the rows of `of` in a
// window, in order; an empty cell is "".
func (t *taker) strays(dim *site.Dimension, window []tracker.Period) []string {
	held := rowset.New(t.masks.store.Len())
	for _, c := range dim.Categories {
		held = held.Or(t.masks.category(dim, c))
	}
	col, _ := t.masks.store.Column(dim.Column)
	outside := t.of.And(held.Not())
	var out []string
	for _, p := range window {
		from, to := t.masks.store.Rows(p)
		outside.Each(from, to, func(row int) {
			if v := col.Text(row); !slices.Contains(out, v) {
				out = append(out, v)
			}
		})
	}
	slices.Sort(out)
	return out
}

// periodOf names the period that a row belongs to.
func periodOf(store *tracker.Store, row int) string {
	for _, p := range store.Periods() {
		if from, to := store.Rows(p); from <= row && row < to {
			return p.String()
		}
	}
	return "no period"
}
