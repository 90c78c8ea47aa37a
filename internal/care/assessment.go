package care

import "waymark/internal/dates"

// ofFamily says that the 14 weeks are for this assessment.
func (a Assessment) ofFamily() bool {
	return a.Type == ConnectedPerson || a.Type == SpecialGuardian || a.Type == FamilyAndFriends
}

// AssessmentCounts are assessments of connected persons and special guardians that were completed in a period.
type AssessmentCounts struct {
	Completed, InTime int
	Unknown           int // completed, but nobody knows when they started; in neither of the others
}

// AssessmentsWithin counts those completed from first to last, and those of them completed within the limit: 14
// weeks are 98 days, so the 98th day after the start is in time. An end before its start is as if the start were
// not known.
func AssessmentsWithin(assessments []Assessment, limits Limits, first, last Date) AssessmentCounts {
	var n AssessmentCounts
	for _, a := range assessments {
		switch {
		case !a.ofFamily() || !a.End.Within(first, last):
		case a.Start == 0 || a.End < a.Start:
			n.Unknown++
		default:
			n.Completed++
			if dates.DaysBetween(a.Start, a.End) <= 7*limits.AssessmentWeeks {
				n.InTime++
			}
		}
	}
	return n
}

// OpenAssessmentWeeks is how long the oldest unfinished assessment had been open at the end of a day, in weeks
// rounded up: 14 is within the limit, 15 past it. One completed on that day is not open. Not known when none is.
func OpenAssessmentWeeks(assessments []Assessment, at Date) Count {
	var oldest Date
	for _, a := range assessments {
		if a.ofFamily() && a.Start != 0 && a.Start <= at && (a.End == 0 || a.End > at) {
			oldest = dates.Earliest(oldest, a.Start)
		}
	}
	if oldest == 0 {
		return Count{}
	}
	return Known(dates.WeeksRoundedUp(oldest, at))
}
