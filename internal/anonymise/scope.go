package anonymise

import (
	"slices"

	"waymark/internal/care"
	"waymark/internal/dates"
)

// life is a child with what is worked out once for each look.
type life struct {
	*care.Child
	periods []care.CarePeriod
	pre     []care.PreProceedings
}

// people are the children of an export, whose lives are worked out when they are asked for and not kept: an export
// of a region has a million children, and their periods of care would be in memory twice.
type people struct {
	children []care.Child
	source   Source
}

// each gives the lives in the order of the children.
func (p people) each(yield func(life) bool) {
	for i := range p.children {
		l := life{Child: &p.children[i]}
		l.periods, _ = care.CarePeriods(l.Child)
		if p.source.has(noPrePL) {
			l.pre = preProceedings(l.Child, l.periods)
		}
		if !yield(l) {
			return
		}
	}
}

// survey counts what the rules doubt about the histories, and the children who can be in no period.
func (p people) survey(t *tally) {
	for l := range p.each {
		_, doubts := care.CarePeriods(l.Child)
		for _, period := range l.periods {
			_, more := care.Spells(period)
			doubts = append(doubts, more...)
		}
		for _, d := range doubts {
			t.doubts[d.Kind]++
		}
		if l.never() {
			t.never++
		}
	}
}

// preProceedings are the times under the Public Law Outline. Where the export does not record them, they are taken
// to begin with the legal planning meeting that led to them, and to end with the next application or the next
// period of care. For a child whose cohort is recorded as pre_proceedings and who had no such meeting, they begin
// on the day the authority stepped in. Without either day nothing is known.
func preProceedings(c *care.Child, periods []care.CarePeriod) []care.PreProceedings {
	if len(c.PreProceedings) > 0 {
		return c.PreProceedings
	}
	end := func(start care.Date) care.Date {
		var ends []care.Date
		for _, p := range periods {
			if p.Start >= start {
				ends = append(ends, p.Start)
			}
		}
		for _, p := range c.Proceedings {
			if p.Issued >= start {
				ends = append(ends, p.Issued)
			}
		}
		return dates.Earliest(ends...)
	}
	var out []care.PreProceedings
	for _, e := range c.Events {
		if e.Kind == care.LegalPlanningMeeting && e.On != 0 {
			out = append(out, care.PreProceedings{Start: e.On, End: end(e.On)})
		}
	}
	recorded := c.Cohort == care.InPreProceedings
	if len(out) == 0 && recorded && c.InterventionStart != 0 {
		return []care.PreProceedings{{Start: c.InterventionStart, End: end(c.InterventionStart)}}
	}
	// A legal planning meeting need not lead anywhere. It did when care or an application followed, or when the
	// child is recorded as being in pre-proceedings still.
	return slices.DeleteFunc(out, func(p care.PreProceedings) bool { return p.End == 0 && !recorded })
}

// stay is why a child is in the file of a period, and the days that the columns look from.
type stay struct {
	cohort care.Cohort
	care   care.CarePeriod // zero in pre-proceedings; of a child at home, the one that ended
	since  care.Date       // start of care, or of pre-proceedings
	// day is the last day on which the row's state holds: the last day of the period, or of care.
	day care.Date
	// until is the day to count durations to: the last day of the period, or the day care ended.
	until care.Date
}

// in says whether and why a child is in scope of the days from first to last.
//
//   - in_care: looked after at the end of the last day;
//   - left_care: otherwise, care ended on one of the days; by the last time when there are two;
//   - pre_proceedings: otherwise, and pre-proceedings are open at the end of the last day;
//   - at_home: otherwise, the child went home from care before the first day, and on one of the days the months were
//     over after which that counts as permanence, or the year after which it is asked whether the child came back.
//     Without such a row a return home could never count: it is confirmed when the child has left every other cohort.
//
// A child who left care and is in pre-proceedings again has left care. A child who left and came back is in care. A
// child at home who is in pre-proceedings again is there; a return home confirmed in that very period is not counted.
func (l life) in(first, last care.Date, limits care.Limits) (stay, bool) {
	if p, ok := care.PeriodOn(l.periods, last); ok {
		return stay{care.InCare, p, p.Start, last, last}, true
	}
	if p, ok := care.LastEnded(l.periods, first, last); ok {
		return stay{care.LeftCare, p, p.Start, p.End.AddDays(-1), p.End}, true
	}
	if since, ok := care.InPreProceedingsOn(l.pre, last); ok {
		return stay{care.InPreProceedings, care.CarePeriod{}, since, last, last}, true
	}
	if p, ok := care.HomeSince(l.Child, l.periods, limits, first, last); ok {
		return stay{care.AtHome, p, p.Start, last, last}, true
	}
	return stay{}, false
}

// never says that no day of the record could ever put the child into a file.
func (l life) never() bool { return len(l.periods) == 0 && len(l.pre) == 0 }
