package care

// unplanned are the reasons for a change of placement that nobody had planned for the child: an allegation, standards
// of care, approval removed, the carer's request for whichever reason, the authority's own request, and closure or
// resignation. This project's choice from REASON_PLACE_CHANGE; the child's own request (CHILD), a step of the care
// plan (CARPL), a change of status only (PLACE), custody and "other" are not among them.
var unplanned = map[ChangeCode]bool{"ALLEG": true, "STAND": true, "APPRR": true, "CREQB": true, "CREQO": true, "LAREQ": true, "CLOSE": true}

// Unplanned says that a placement that ended for this reason ended without a plan.
func (c ChangeCode) Unplanned() bool { return unplanned[c] }

// EndCounts are placements that ended in a period because the child moved to another carer.
type EndCounts struct {
	Ended     int // with a reason
	Unplanned int
	Unknown   int // without one; in neither of the others
}

// PlacementsEnded counts the spells of one period of care that ended from first to last while care went on. The day a
// spell ended is the day of the move. Leaving care is no such end, nor is a change with the same carer, nor an
// absence with a return; time in temporary placements only is no placement.
func PlacementsEnded(p CarePeriod, first, last Date) EndCounts {
	var n EndCounts
	for _, s := range moved(p) {
		switch {
		case !s.End.Within(first, last):
		case s.Changed == "":
			n.Unknown++
		default:
			n.Ended++
			if s.Changed.Unplanned() {
				n.Unplanned++
			}
		}
	}
	return n
}

// moved are the spells that another followed.
func moved(p CarePeriod) []Spell {
	spells, _ := Spells(p)
	var out []Spell
	for i, s := range spells {
		if i+1 < len(spells) && !s.Temporary {
			out = append(out, s)
		}
	}
	return out
}

// How long before and after an unplanned end a disruption meeting counts for it. The boroughs' papers set no time:
// Merton's asks for the meeting when a placement is at risk, which is before the end. This project's choice.
const (
	DisruptionWeeksBefore = 13
	DisruptionWeeksAfter  = 8
)

// DisruptionMeetings counts the unplanned ends whose eight weeks for a meeting ran out from first to last, and those
// of them for which a disruption meeting was held from 13 weeks before the end to eight weeks after it, both days
// included. An end counts in the period in which its time is up, so that one in the last days of a period is not
// counted as having had no meeting. One meeting may serve two ends. Only while the child is looked after on that day.
func DisruptionMeetings(c *Child, p CarePeriod, first, last Date) (due, held int) {
	for _, s := range moved(p) {
		until := s.End.AddDays(7 * DisruptionWeeksAfter)
		if !s.Changed.Unplanned() || !until.Within(first, last) || !p.On(until) {
			continue
		}
		due++
		if c.happened(DisruptionMeeting, s.End.AddDays(-7*DisruptionWeeksBefore), until) {
			held++
		}
	}
	return due, held
}

// StayingPut is whether a young person who came of age in foster care had an agreement to stay.
type StayingPut string

const (
	AgreedInTime      StayingPut = "agreed-before-18"
	NotAgreedInTime   StayingPut = "not-agreed-before-18"
	NoStayingPutDue   StayingPut = "not-applicable"
	StayingPutUnknown StayingPut = "not-known"
)

// StayingPutOn says whether the agreement was dated before the day care ended, for a young person whose care ended
// from first to last by coming of age in a foster placement (U1 to U6).
//
// By coming of age: with the 18th birthday, which ends care at the latest; or, from a source without dates of birth,
// with E17, E5 or E6 and an age of 16 or over. An agreement of the birthday itself is not before it. Not known
// where the source keeps no such events.
func StayingPutOn(c *Child, p CarePeriod, kept bool, first, last Date) StayingPut {
	if !p.EndedWithin(first, last) {
		return NoStayingPutDue
	}
	if e, ok := PlacementOn(p, p.End.AddDays(-1)); !ok || !e.Placement.Fostering() || !cameOfAge(c, p) {
		return NoStayingPutDue
	}
	switch {
	case !kept:
		return StayingPutUnknown
	case c.happened(StayingPutAgreed, p.Start, p.End.AddDays(-1)):
		return AgreedInTime
	}
	return NotAgreedInTime
}

func cameOfAge(c *Child, p CarePeriod) bool {
	if c.Birth != 0 {
		return p.Turned18
	}
	return c.AgeBand == From16 && (p.EndedBy == "E17" || p.EndedBy == "E5" || p.EndedBy == "E6")
}
