package care

import "waymark/internal/dates"

// Permanence is how a child reached a permanent home.
type Permanence struct {
	Route Route
	// On is the day on which the child came to that home for good: the order, the confirmed match, the agreement,
	// or the day the child went home. Months to permanence are counted to it.
	On Date
	// Confirmed is the first day on which that could be known. It is On, save for a return home: that is
	// permanent only when it has lasted, six months later.
	Confirmed Date
}

// PermanenceOn is the permanence that a child has on a day, from one period of care.
//
// Definition (this project's, a setting of the standard; the boroughs' documents give none):
//
//   - adoption: the period of care ended with E11 or E12;
//   - special guardianship: with E45 to E48, or the older E43 and E44; child arrangements order: with E41;
//   - long-term fostering: the child lives in a matched long-term foster placement (U1, U4); since the first day
//     of that code with these carers;
//   - residential: the main plan is residential care, it has been agreed, and the child lives in residential
//     care (K1, K2, R1 to R5, S1); since the later of the agreement and the day the child moved in;
//   - return home: the child went home (E4A, E4B, E13) and has not come back into care for six months; or, as a
//     setting, has been placed with parents (P1) for six months under an order. Time with parents before the
//     order was discharged counts towards the six months.
//
// A day of permanence that the authority's tracker recorded itself stands for fostering, residential care and
// return home, for which the return has no code of agreement. Orders are taken from the record of care, which
// the courts' orders end; a recorded order without that end counts as well.
//
// Edges. Permanence can be lost: a child who moves from the long-term carers, whose plan is changed, or who
// comes back into care is waiting again. A recorded day counts while the child lives with the carer of that day.
// A child who turns 18 has not thereby reached permanence. Six months are calendar months, clamped: home on
// 31 August is confirmed on 28 February; back in care on that day, it did not last.
//
// The order of asking is: what ended care; what was recorded; what the placement says.
func PermanenceOn(c *Child, periods []CarePeriod, p CarePeriod, limits Limits, at Date) (Permanence, bool) {
	if at == 0 || p.Start > at {
		return Permanence{}, false
	}
	spells, _ := Spells(p)
	if p.End != 0 && p.End <= at {
		return permanenceAfter(c, periods, p, spells, limits, at)
	}
	spell, ok := SpellOn(spells, at)
	if !ok {
		return Permanence{}, false
	}
	if found, ok := recordedPermanence(c, p, spell, at); ok {
		return found, true
	}
	e, ok := spell.EpisodeOn(at)
	switch {
	case !ok:
	case e.Placement.LongTermFoster():
		return certain(ByLongTermFoster, longTermSince(spell, at)), true
	case e.Placement.Group() == Residential:
		if plan, ok := PlanOn(c.Plans, MainPlan, at); ok && plan.Option == PlanResidential && plan.AgreedOn != 0 && plan.AgreedOn <= at {
			return certain(ByResidential, dates.Latest(plan.AgreedOn, spell.Start)), true
		}
	case e.Placement == "P1" && limits.AtHomeCounts:
		home := Permanence{ByReturnHome, atHomeSince(spell, at), 0}
		if home.Confirmed = home.On.AddMonths(limits.ReturnHomeMonths); home.Confirmed != 0 && home.Confirmed <= at {
			return home, true
		}
	}
	return Permanence{}, false
}

// permanenceAfter answers for a day on which the period of care had ended.
func permanenceAfter(c *Child, periods []CarePeriod, p CarePeriod, spells []Spell, limits Limits, at Date) (Permanence, bool) {
	switch p.EndedBy.End() {
	case EndedAdopted:
		return certain(ByAdoption, p.End), true
	case EndedGuardianship:
		return certain(BySpecialGuardian, p.End), true
	case EndedArrangementsOrder:
		return certain(ByArrangements, p.End), true
	}
	back := Returned(periods, p)
	if back != 0 && back <= at {
		return Permanence{}, false // whatever home it was, the child is in care again
	}
	// Recorded since the end of care: an order whose code is missing, or a return home that the authority confirmed.
	for _, r := range c.Achieved {
		if r.On >= p.End && r.On <= at && r.Route != "" && r.Route != NotAchieved {
			return certain(r.Route, r.On), true
		}
	}
	if !p.EndedBy.Home() {
		// A home that was permanent until the 18th birthday, or in which the child stays as an adult, stays so.
		if !p.Turned18 && p.EndedBy.End() != EndedStayed {
			return Permanence{}, false
		}
		open := p
		open.End, open.EndedBy = 0, ""
		return PermanenceOn(c, periods, open, limits, p.End.AddDays(-1))
	}
	home := Permanence{ByReturnHome, p.End, 0}
	if e, ok := PlacementOn(p, p.End.AddDays(-1)); ok && e.Placement == "P1" && limits.AtHomeCounts {
		home.On = atHomeSince(spells[len(spells)-1], p.End.AddDays(-1))
	}
	home.Confirmed = home.On.AddMonths(limits.ReturnHomeMonths)
	if home.Confirmed == 0 || home.Confirmed > at {
		return Permanence{}, false
	}
	return home, true
}

// recordedPermanence is the last day recorded in the period of care, by the day to look from, while the child
// still lives with the carer of that day.
func recordedPermanence(c *Child, p CarePeriod, spell Spell, at Date) (Permanence, bool) {
	var last PermanenceAchieved
	for _, r := range c.Achieved {
		if r.On >= p.Start && r.On <= at && r.On > last.On && r.Route != "" && r.Route != NotAchieved {
			last = r
		}
	}
	if last.On == 0 || last.On < spell.Start {
		return Permanence{}, false
	}
	return certain(last.Route, last.On), true
}

func certain(route Route, on Date) Permanence { return Permanence{route, on, on} }

// longTermSince is the first day of the unbroken run of long-term codes that holds on a day.
func longTermSince(s Spell, at Date) Date {
	return runSince(s, at, PlacementCode.LongTermFoster)
}

// atHomeSince is the first day of the unbroken run with parents that holds on a day.
func atHomeSince(s Spell, at Date) Date {
	return runSince(s, at, func(p PlacementCode) bool { return p == "P1" })
}

func runSince(s Spell, at Date, is func(PlacementCode) bool) Date {
	var since Date
	for _, e := range s.Episodes {
		switch {
		case e.Start > at:
			return since
		case !is(e.Placement):
			since = 0
		case since == 0:
			since = e.Start
		}
	}
	return since
}

// Months is the calendar months from the start of the period of care to the day of permanence, rounded up, so
// that 14 means within 14 months.
func (m Permanence) Months(p CarePeriod) int { return dates.MonthsRoundedUp(p.Start, m.On) }
