package ssda903

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"waymark/internal/care"
	"waymark/internal/dates"
)

// assemble puts a child together from what the modules said.
func (r *reader) assemble(k *kid) {
	header, episodes := r.files["Header"], r.files["Episodes"]
	if k.headerRows == 0 {
		r.odd(episodes, k.Episodes[0].Row, "ssda903-no-header", func() (string, string) {
			return "the child of this episode has no row in Header", "sex, age and ethnicity of the child are not known"
		})
	}
	if len(k.Episodes) == 0 {
		r.odd(header, k.Row, "ssda903-no-episode", func() (string, string) {
			return "the child of this row has no episode", "without one the child counts as not looked after"
		})
	}
	if r.files["UASC"] != nil && k.UASC.Flag == care.NotKnown {
		k.UASC.Flag = care.No // the module lists every child who was
	}
	r.onceEach(k)
	for _, e := range k.Episodes {
		from, to := CollectionYear(e.Start), CollectionYear(e.End)
		if e.End == 0 {
			to = max(from, r.years.last())
		}
		r.questionYear(episodes, e.Row, "PLACE", string(e.Placement), placeCodes, from, to)
	}
	k.Adoptions = courses(k)
}

// questionYear reports a code that was not on the list in any year from the one to the other, with a year to
// spare on both sides, for published lists differ by one. It is kept all the same: history is never refused.
func (r *reader) questionYear(f *file, n int, column, code string, l codeList, from, to int) {
	p, ok := l.codes[code]
	if !ok || from == 0 || to == 0 {
		return
	}
	when := ""
	switch {
	case p.from != 0 && to < p.from-1:
		when = "from the return of " + strconv.Itoa(p.from) + " on"
	case p.to != 0 && from > p.to+1:
		when = "until the return of " + strconv.Itoa(p.to)
	default:
		return
	}
	r.book.row(r.severity(), rule{f.path, "ssda903-code-year", column}, n, func() (string, string) {
		return fmt.Sprintf("cell %s: %s %s is a code of the return %s, and the dates of this row are not", f.name(column, n), column, code, when), "it is kept as it is; check the dates"
	})
}

// onceEach takes out episodes that are there twice. With a YEAR column, of the episodes that start on one day
// those of the latest return stay: it says how they ended and has their corrections. Without, a row that says the
// same as another goes, and one that is open where another with the same codes has ended goes too: two returns were
// put into one file, and the first did not know the end yet.
func (r *reader) onceEach(k *kid) {
	f := r.files["Episodes"]
	if k.episodeYears != nil {
		latest := map[care.Date]int16{}
		for i, e := range k.Episodes {
			latest[e.Start] = max(latest[e.Start], k.episodeYears[i])
		}
		var kept []care.Episode
		for i, e := range k.Episodes {
			if k.episodeYears[i] == latest[e.Start] {
				kept = append(kept, e)
			}
		}
		k.Episodes, k.episodeYears = kept, nil
	}
	slices.SortStableFunc(k.Episodes, func(a, b care.Episode) int {
		return cmp.Or(a.Start.Compare(b.Start), compareEnds(a.End, b.End))
	})
	kept := k.Episodes[:0]
	for _, e := range k.Episodes {
		twin := -1
		for i := len(kept) - 1; i >= 0 && kept[i].Start == e.Start && twin < 0; i-- {
			if x := kept[i]; x.Why == e.Why && x.Legal == e.Legal && x.Placement == e.Placement && x.Provider == e.Provider &&
				(x.Place == e.Place || x.Place == "" || e.Place == "") && (x.End == e.End && x.Ceased == e.Ceased || e.End == 0 && x.End > x.Start) {
				twin = i
			}
		}
		if twin < 0 || e.Start == 0 {
			kept = append(kept, e)
			continue
		}
		// Ended ones come first in the order, so e says no more than its twin.
		other := kept[twin].Row
		r.lost[Loss{Module: "Episodes", Why: "ssda903-episode-twice"}]++
		r.odd(f, e.Row, "ssda903-episode-twice", func() (string, string) {
			if e.End == 0 && kept[twin].End != 0 {
				return fmt.Sprintf("this episode is open, and row %d has the same one with an end; this row is left out", other),
					"two returns may have been put into one file: the older did not know the end yet"
			}
			return fmt.Sprintf("this episode is in row %d already; this row is left out", other), "each episode has one row"
		})
	}
	k.Episodes = slices.Clip(kept)
}

// compareEnds puts an open end last.
func compareEnds(a, b care.Date) int {
	if (a == 0) != (b == 0) {
		return -a.Compare(b)
	}
	return a.Compare(b)
}

// courses are the child's courses of planning for adoption, in order.
//
// The return tells them in four places. DATE_PLACED, in spite of its name, is the decision that the child should
// be placed, and so is DATE_INT; the day of the placement order is the start of the first episode under one
// (LS E1); the child was placed on the first day of the first episode with PLACE A3 to A6; and the order is the
// end of the episode that ceased with E11 or E12.
//
// Edges. A decision that was reversed and taken again makes two courses, parted by the day of the reversal, or
// else of the second decision. A placement order of the first holds in the second unless there is a new one. A
// row of AD1 belongs to the course with its decision day, or to the last. Episodes alone make a course without a
// decision, unless they belong to one.
func courses(k *kid) []care.Adoption {
	var out []care.Adoption
	for _, d := range k.decisions {
		out = append(out, care.Adoption{Decided: d.decided, Reversed: d.reversed, ReversedReason: d.reason, FosterCarer: care.NotKnown})
	}
	slices.SortStableFunc(out, func(a, b care.Adoption) int {
		return cmp.Or(a.Decided.Compare(b.Decided), compareEnds(a.Reversed, b.Reversed))
	})
	for _, a := range k.adoptions {
		i := slices.IndexFunc(out, func(x care.Adoption) bool { return x.Decided == a.decided })
		switch {
		case i < 0 && len(k.decisions) > 0:
			i = len(out) - 1
		case i < 0:
			out = append(out, care.Adoption{Decided: a.decided})
			i = len(out) - 1
		}
		out[i].Matched, out[i].FosterCarer = a.matched, a.fosterCarer
	}
	slices.SortStableFunc(out, func(a, b care.Adoption) int { return a.Decided.Compare(b.Decided) })
	if len(out) == 0 {
		out = append(out, care.Adoption{FosterCarer: care.NotKnown})
	}
	for i := range out {
		var from, to care.Date // of the course, for the facts that episodes tell; zero is no bound
		if i > 0 {
			if from = out[i-1].Reversed; from == 0 {
				from = out[i].Decided
			}
		}
		if i+1 < len(out) {
			if to = out[i].Reversed; to == 0 {
				to = out[i+1].Decided
			}
		}
		inside := func(d care.Date) bool { return d != 0 && d >= from && (to == 0 || d < to) }
		a := &out[i]
		var before care.Episode
		for _, e := range k.Episodes { // in order
			// Under the same order, or still placed, the episode begins nothing: only a legal status or a carer changed.
			goesOn := i > 0 && before.End == e.Start && before.Start != 0
			legal, adoptive := goesOn && before.Legal == "E1", goesOn && before.Placement.Adoptive()
			before = e
			if e.Legal == "E1" && !legal && inside(e.Start) {
				a.PlacementOrder = dates.Earliest(a.PlacementOrder, e.Start)
			}
			if e.Placement.Adoptive() && !adoptive && inside(e.Start) {
				a.Placed = dates.Earliest(a.Placed, e.Start)
			}
			if (e.Ceased == "E11" || e.Ceased == "E12") && inside(e.End) {
				a.Ordered = dates.Earliest(a.Ordered, e.End)
			}
		}
		if i > 0 && a.PlacementOrder == 0 {
			a.PlacementOrder = out[i-1].PlacementOrder
		}
	}
	if len(k.decisions)+len(k.adoptions) == 0 && out[0].PlacementOrder == 0 && out[0].Placed == 0 && out[0].Ordered == 0 {
		return nil
	}
	return out
}
