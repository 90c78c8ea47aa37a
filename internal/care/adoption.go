package care

import "waymark/internal/dates"

// AdoptionOn is what was known on a day about the adoption of a child in one period of care: the latest course
// of planning, filled up from the episodes.
//
// What comes from where. Decided, Matched and Reversed are recorded. Without a column of its own, the placement
// order is the start of the first episode with legal status E1 (or D1, a freeing order); the day placed is the
// start of the first episode with placement A3 to A6 since the decision; the adoption order is the end of the
// episode with E11 or E12; fostered-from is the start of the spell of a child placed with present carers (A3,
// A5). A recorded day goes before a derived one.
//
// Trap: the column DATE_PLACED of the return is the decision that the child should be placed (it equals DATE_INT,
// rule 523), not the placement. It belongs in Decided.
//
// Days after the day to look from are taken out. False when nothing about adoption was known by then.
func AdoptionOn(c *Child, p CarePeriod, at Date) (Adoption, bool) {
	var a Adoption
	for _, course := range c.Adoptions {
		course = course.upTo(at)
		first := dates.Earliest(course.Decided, course.PlacementOrder, course.Matched, course.Placed)
		if first == 0 || first < p.Start || p.End != 0 && first > p.End {
			continue
		}
		if a.began() == 0 || course.began() > a.began() {
			a = course
		}
	}
	spells, _ := Spells(p)
	var ordered, placed, fostered Date
	for _, s := range spells {
		for _, e := range s.Episodes {
			if e.Legal.FreesForAdoption() {
				ordered = dates.Earliest(ordered, e.Start)
			}
			if placed == 0 && e.Placement.Adoptive() && e.Start >= a.Decided {
				placed = e.Start
				if e.Placement.AdoptiveWithCarer() && s.Start < e.Start {
					fostered = s.Start
				}
			}
		}
	}
	fill := func(d *Date, derived Date) {
		if *d == 0 && derived <= at {
			*d = derived
		}
	}
	fill(&a.PlacementOrder, ordered)
	fill(&a.Placed, placed)
	if a.Placed != 0 {
		fill(&a.FosteredFrom, fostered)
		if a.FosterCarer != No && fostered != 0 {
			a.FosterCarer = Yes
		}
	}
	if p.EndedBy.End() == EndedAdopted {
		fill(&a.Ordered, p.End)
	}
	return a, dates.Latest(a.Decided, a.PlacementOrder, a.Matched, a.Placed, a.Ordered) != 0
}

// upTo is what was known about the course on a day.
func (a Adoption) upTo(at Date) Adoption {
	for _, d := range []*Date{&a.Decided, &a.PlacementOrder, &a.Matched, &a.Placed, &a.Ordered, &a.Reversed, &a.FosteredFrom} {
		if *d > at {
			*d = 0
		}
	}
	return a
}

// began is the day that courses of one child are told apart by.
func (a Adoption) began() Date {
	return dates.Earliest(a.Decided, a.PlacementOrder, a.Matched, a.Placed)
}

// AdoptionStages are the lengths of the steps of an adoption, in days. A stage is known when both its days are
// and they are in order; averages leave out the children whose stage is not known, and say how many there are.
type AdoptionStages struct {
	EntryToDecision  Count
	DecisionToMatch  Count
	MatchToPlaced    Count
	PlacedToAdopted  Count
	EntryToAdopted   Count
	EntryToPlaced    Count // scorecard measure A1
	EntryToMovedIn   Count // scorecard measure A10
	OrderToMatch     Count // scorecard measure A2
	MatchBeforeOrder bool  // OrderToMatch is 0 for that reason
}

// Stages measures an adoption from the start of the latest period of care.
//
// A1 is the days from entering care to moving in with the adopters. A10 is the same, save that for a child
// adopted by their foster carers the clock stops on the day the child moved in with them as a foster child; it is
// 0 when care began with those carers. Where a source says that the adopters fostered the child and not since
// when, A10 is not known rather than taken from A1.
//
// A2 is the days from the placement order to the match, and 0 when the match was made before the order. Left out
// (not known): children with no placement or freeing order, and children who were not placed for adoption before
// the adoption order.
//
// The scorecards count children adopted in the year; the caller chooses whom to count.
func (a Adoption) Stages(p CarePeriod) AdoptionStages {
	s := AdoptionStages{
		EntryToDecision: stage(p.Start, a.Decided),
		DecisionToMatch: stage(a.Decided, a.Matched),
		MatchToPlaced:   stage(a.Matched, a.Placed),
		PlacedToAdopted: stage(a.Placed, a.Ordered),
		EntryToAdopted:  stage(p.Start, a.Ordered),
		EntryToPlaced:   stage(p.Start, a.Placed),
	}
	s.EntryToMovedIn = s.EntryToPlaced
	if a.FosterCarer == Yes && a.Placed != 0 {
		s.EntryToMovedIn = Count{}
		if from := max(a.FosteredFrom, p.Start); a.FosteredFrom != 0 && from <= a.Placed {
			s.EntryToMovedIn = stage(p.Start, from)
		}
	}
	placedFirst := a.Placed != 0 && (a.Ordered == 0 || a.Placed < a.Ordered)
	if a.PlacementOrder != 0 && a.Matched != 0 && placedFirst {
		if s.OrderToMatch = stage(a.PlacementOrder, a.Matched); !s.OrderToMatch.Known {
			s.OrderToMatch, s.MatchBeforeOrder = Known(0), true
		}
	}
	return s
}

func stage(from, to Date) Count {
	if from == 0 || to == 0 || to < from {
		return Count{}
	}
	return Known(dates.DaysBetween(from, to))
}

// Waiting says that the child was waiting to be placed for adoption at the end of a day: a placement order had
// been made, the child had not been placed, the decision had not been reversed, and care had not ended.
func (a Adoption) Waiting(p CarePeriod, at Date) bool {
	by := func(d Date) bool { return d != 0 && d <= at }
	return p.On(at) && by(a.PlacementOrder) && !by(a.Placed) && !by(a.Reversed) && !by(a.Ordered)
}
