package care

import "waymark/internal/dates"

// PlanningMeetingDue says whether regular permanence planning meetings are expected of a child on a day: the
// child is in care or in pre-proceedings since start, permanence has not been achieved, and one whole interval
// has passed. A new entrant inside the first interval (six weeks: days 0 to 41) is not due yet; on day 42 the
// first meeting should have been held. Never where an authority sets no interval.
func PlanningMeetingDue(start, at Date, achieved bool, limits Limits) bool {
	return limits.MeetingWeeks > 0 && start != 0 && at != 0 && !achieved && dates.DaysBetween(start, at) >= 7*limits.MeetingWeeks
}

// WeeksSinceMeeting is the weeks from the last planning meeting on or before a day to that day, rounded up, so
// that 6 means within six weeks: 42 days are 6, 43 are 7, and a meeting on the day itself is 0. Not known when
// none was held by then. It is not the clock of statutory visits.
func WeeksSinceMeeting(meetings []Meeting, at Date) Count {
	var last Date
	for _, m := range meetings {
		if m.Held <= at {
			last = max(last, m.Held)
		}
	}
	if last == 0 {
		return Count{}
	}
	return Known(dates.WeeksRoundedUp(last, at))
}

// MeetingsWithin counts the planning meetings held from first to last, and those with the independent reviewing
// officer present. Two rows of one day are one meeting, with the officer when either says so.
func MeetingsWithin(meetings []Meeting, first, last Date) (held, withIRO int) {
	iro := map[Date]bool{}
	for _, m := range meetings {
		if m.Held.Within(first, last) {
			iro[m.Held] = iro[m.Held] || m.IRO == Yes
		}
	}
	for _, present := range iro {
		if present {
			withIRO++
		}
	}
	return len(iro), withIRO
}
