package care

// HomeMonths is how long after a return home it is asked whether the child came back into care. Research on
// returns from care counts a year (see the indicator's page), and so do the published cohorts.
const HomeMonths = 12

// FollowUp is what became of a return home after a year.
type FollowUp string

const (
	CameBack      FollowUp = "came-back"
	StayedHome    FollowUp = "stayed-home"
	NoFollowUpDue FollowUp = "not-due"
)

// HomeFollowUp says, for the days from first to last, whether the first anniversary of a return home lies among
// them, and whether the child had come back into care before it.
//
// Definition: a return home is a period of care that ended with E4A, E4B or E13. The cohort is lagged: it is those
// who went home a year before, so that everybody in it has had the whole year in which to come back.
//
// Edges. The year is 12 calendar months, clamped: home on 29 February, asked on 28 February. A child who is back in
// care on the anniversary itself has had the year at home. Of two anniversaries the later return is taken: children
// are counted, not returns. A child who turns 18 in the year cannot come back and counts as having stayed.
//
// From a partial record, which holds the latest period of care alone, nothing is asked: those who came back would be
// missing from it, and everybody in it would have stayed.
func HomeFollowUp(periods []CarePeriod, first, last Date) FollowUp {
	answer := NoFollowUpDue
	for _, p := range periods {
		due := p.End.AddMonths(HomeMonths)
		if p.Partial || !p.EndedBy.Home() || !due.Within(first, last) {
			continue
		}
		answer = StayedHome
		if back := Returned(periods, p); back != 0 && back < due {
			answer = CameBack
		}
	}
	return answer
}

// HomeSince says whether a child who is not looked after is to be looked at again from first to last because of a
// return home: the last one was confirmed as permanence then, or a year since one was over. It gives the last period
// of care, which ended before first.
func HomeSince(c *Child, periods []CarePeriod, limits Limits, first, last Date) (CarePeriod, bool) {
	if len(periods) == 0 {
		return CarePeriod{}, false
	}
	p := periods[len(periods)-1]
	if p.End == 0 || p.End >= first {
		return CarePeriod{}, false
	}
	if HomeFollowUp(periods, first, last) != NoFollowUpDue {
		return p, true
	}
	found, ok := PermanenceOn(c, periods, p, limits, last)
	return p, ok && found.Route == ByReturnHome && found.Confirmed.Within(first, last)
}
