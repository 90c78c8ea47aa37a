package care

import (
	"cmp"
	"slices"

	"waymark/internal/dates"
)

// CarePeriod is one unbroken time of being looked after.
type CarePeriod struct {
	// End is the first day on which the child is not looked after any more. Care that is open ends at the latest
	// with the 18th birthday, so with a known date of birth End may lie ahead; it is zero only without one. Ask
	// On and EndedWithin rather than whether End is zero.
	Start, End Date
	// EndedBy is the code of the last episode; empty when the record has none, as while it is open.
	EndedBy CeasedCode
	// Turned18 says that the period ends with the 18th birthday, whatever the record says.
	Turned18 bool
	// Open says that the record has no end. See LeftOpen.
	Open bool
	// Episodes are in order and mended: they touch, do not overlap, lie inside the period, and each but an open
	// last one has an end. Those that lasted no day are among them.
	Episodes []Episode
	// Partial says that the source knew the start and the latest state only.
	Partial bool
}

// CarePeriods finds the periods of care of a child, in order.
//
// Definition: from an episode that starts care (RNE S), or the first there is, to the first episode that ceased
// for a reason other than X1. Looked after means accommodated for more than 24 hours, or under a care or
// placement order (Local Authority Interactive Tool), so a period of no whole day is left out.
//
// Edges. Periods that are one day apart are two. Care that ends and starts again on one day, without X1, is two
// and a doubt. Short breaks (V3, V4) are left out before anything else; a child who comes from them into care
// starts on the day of the first other episode, whatever its RNE. Care ends with the 18th birthday: the day
// before is the last looked after. An open episode with another behind it ends where that starts; the same
// period goes on, unless the next one says S.
//
// Missing. An episode without a start is left out. An end without a reason goes on when the next episode starts
// that day, and ends the period otherwise. Without a date of birth nothing is cut at 18.
func CarePeriods(c *Child) ([]CarePeriod, []Doubt) {
	var doubts []Doubt
	doubt := func(kind DoubtKind, e Episode, on Date) {
		doubts = append(doubts, Doubt{kind, e.Row, on})
	}
	eighteen := c.Birth.Birthday(18)
	var episodes []Episode
	for _, e := range c.Episodes {
		switch {
		case e.Legal.ShortBreak():
			continue
		case e.Start == 0:
			doubt(NoStart, e, e.End)
			continue
		case e.Start.Before(c.Birth):
			doubt(BornAfter, e, e.Start)
		}
		if e.End.Before(e.Start) {
			doubt(EndBeforeStart, e, e.Start)
			e.End = e.Start
		}
		episodes = append(episodes, e)
	}
	// An episode that lasted no day comes before the one that follows it on the same day. Of two open ones, or
	// two with the same days, the order of the file stands.
	slices.SortStableFunc(episodes, func(a, b Episode) int {
		return cmp.Or(a.Start.Compare(b.Start), endForSorting(a).Compare(endForSorting(b)))
	})

	var periods []CarePeriod
	var now *CarePeriod // the period that is being built, nil between two
	for i, e := range episodes {
		if eighteen != 0 && e.Start >= eighteen {
			doubt(PastEighteen, e, e.Start)
			now = nil
			continue
		}
		if now == nil {
			periods = append(periods, CarePeriod{Start: e.Start, Partial: c.Partial.Episodes})
			now = &periods[len(periods)-1]
			if i == 0 && e.Why != StartedCare && e.Why != NewEpisodeNotKnown && !c.Partial.Episodes && !afterShortBreak(c, e) {
				doubt(FirstNotStart, e, e.Start)
			}
		}

		// Does care go on with the next episode? Ask before cutting at 18, which ends everything.
		var next *Episode
		if i+1 < len(episodes) {
			next = &episodes[i+1]
		}
		goesOn := false
		switch {
		case next == nil:
			if e.End != 0 && e.Ceased == Continues {
				doubt(ContinuesNowhere, e, e.End)
			}
		case e.End == 0:
			doubt(NotClosed, e, e.Start)
			e.End = next.Start
			goesOn = next.Why != StartedCare
		case next.Start < e.End:
			doubt(Overlap, *next, next.Start)
			// The two hold at once, so the child was looked after throughout. What ends later is kept from being
			// lost: the next episode is given the later end when it ends inside this one.
			if next.End != 0 && next.End < e.End {
				next.End, next.Ceased = e.End, e.Ceased
			}
			e.End, e.Ceased = next.Start, Continues
			goesOn = true
		case next.Start == e.End:
			switch {
			case e.Ceased == Continues || e.Ceased == "":
				goesOn = true
				if e.Ceased == "" {
					doubt(NoReason, e, e.End)
				}
				if next.Why == StartedCare {
					doubt(StartInside, *next, next.Start)
				}
			default:
				doubt(SameDayRestart, *next, next.Start)
			}
		case e.Ceased == Continues:
			doubt(ContinuesNowhere, e, e.End)
		}
		if !goesOn && e.End != 0 && e.Ceased == "" {
			doubt(NoReason, e, e.End)
		}

		now.Open = e.End == 0
		if eighteen != 0 && (e.End == 0 || e.End >= eighteen) {
			if e.End > eighteen {
				doubt(PastEighteen, e, eighteen)
			}
			e.End, goesOn, now.Turned18 = eighteen, false, true
		}
		now.Episodes = append(now.Episodes, e)
		if !goesOn && e.End != 0 {
			now.End = e.End
			if e.Ceased != Continues {
				now.EndedBy = e.Ceased
			}
			now = nil
		}
	}
	return slices.DeleteFunc(periods, func(p CarePeriod) bool {
		if p.End == p.Start {
			doubt(NoWholeDay, p.Episodes[0], p.Start)
			return true
		}
		return false
	}), doubts
}

// endForSorting puts an open episode after one that ended.
func endForSorting(e Episode) Date {
	if e.End == 0 {
		return dates.LastDate
	}
	return e.End
}

// afterShortBreak says that a short break of the child ended on the day that e starts.
func afterShortBreak(c *Child, e Episode) bool {
	return slices.ContainsFunc(c.Episodes, func(s Episode) bool { return s.Legal.ShortBreak() && s.End == e.Start })
}

// On says that the child was looked after on that day, at its end: the start counts, the day care ended does not.
func (p CarePeriod) On(d Date) bool {
	return d != 0 && p.Start <= d && (p.End == 0 || p.End > d)
}

// LeftOpen says that the 18th birthday had come by that day, and the record has not been closed.
func (p CarePeriod) LeftOpen(at Date) bool { return p.Open && p.Turned18 && at != 0 && p.End <= at }

// Overlaps says that the child was looked after on at least one day from first to last, both included.
func (p CarePeriod) Overlaps(first, last Date) bool {
	return first != 0 && last != 0 && p.Start <= last && (p.End == 0 || p.End > first)
}

// Days is how many days of the period lie before the day to look from, at most to its end.
func (p CarePeriod) Days(at Date) int { return max(dates.DaysBetween(p.Start, p.until(at)), 0) }

// until is the earlier of the day to look from and the end of care.
func (p CarePeriod) until(at Date) Date { return dates.Earliest(at, p.End) }

// EndedWithin says that care ended on a day from first to last.
func (p CarePeriod) EndedWithin(first, last Date) bool { return p.End.Within(first, last) }

// StartedWithin says that the period of care began on a day from first to last.
func (p CarePeriod) StartedWithin(first, last Date) bool { return p.Start.Within(first, last) }

// Months is the completed calendar months from the start of the period of care to the day to look from, or to
// the day care ended. 0 when that day lies before the start.
func (p CarePeriod) Months(at Date) int { return max(dates.MonthsBetween(p.Start, p.until(at)), 0) }

// HowEnded is how care had ended by that day, in the tracker's words: NotEnded while it had not, and "other" when
// it ended with the 18th birthday or without a reason that is known.
func (p CarePeriod) HowEnded(at Date) CareEnd {
	if p.End == 0 || at == 0 || p.End > at {
		return NotEnded
	}
	if end := p.EndedBy.End(); end != "" {
		return end
	}
	return EndedOther
}

// LegalOn is the legal status on a day of the period; on or after its end, the last one before. Empty before
// the start. An episode of no day counts only when nothing else holds.
func (p CarePeriod) LegalOn(d Date) LegalStatus {
	e, _ := p.EpisodeOn(d)
	return e.Legal
}

// EpisodeOn is the episode that holds on a day, or the last before the day when care has ended.
func (p CarePeriod) EpisodeOn(d Date) (Episode, bool) {
	var found Episode
	ok := false
	for _, e := range p.Episodes {
		if d == 0 || e.Start > d {
			break
		}
		if e.End != e.Start || !ok {
			found, ok = e, true
		}
	}
	return found, ok
}

// PeriodOn is the period of care that a day lies in.
func PeriodOn(periods []CarePeriod, d Date) (CarePeriod, bool) {
	for _, p := range periods {
		if p.On(d) {
			return p, true
		}
	}
	return CarePeriod{}, false
}

// LastEnded is the period of care that ended last from first to last. A child who left twice is counted once,
// by the last time; whether the child is back in care is for the caller to ask first.
func LastEnded(periods []CarePeriod, first, last Date) (CarePeriod, bool) {
	for _, p := range slices.Backward(periods) {
		if p.EndedWithin(first, last) {
			return p, true
		}
	}
	return CarePeriod{}, false
}

// Returned is the first day of the next period of care after p; zero when the child has not come back.
func Returned(periods []CarePeriod, p CarePeriod) Date {
	if p.End == 0 {
		return 0
	}
	for _, q := range periods {
		if q.Start >= p.End {
			return q.Start
		}
	}
	return 0
}
