package main

import (
	"slices"

	"waymark/internal/care"
)

// An export holds the children who are in care or in pre-proceedings on a day, and those who left care in the 15
// months before it: a year after a return home it is asked whether the child came back, and that day lies in the quarter.
const keptAfterCare = year + 92

// export is what the tracker held about the families at the end of a day: nothing of what came later, and the
// words that a tracker overwrites (age band, service, how brothers and sisters live) as they were on that day.
func export(families []*family, on care.Date) []care.Child {
	var out []care.Child
	for _, f := range families {
		for _, l := range f.children {
			if c, ok := l.on(on, f); ok {
				out = append(out, c)
			}
		}
	}
	return out
}

// stayOn is the stay that had begun last by a day.
func (l *life) stayOn(on care.Date) *stay {
	var last *stay
	for _, s := range l.stays {
		if s.start <= on {
			last = s
		}
	}
	return last
}

func (l *life) on(on care.Date, f *family) (care.Child, bool) {
	s := l.stayOn(on)
	c := l.record
	row := on // the day that service and age are about
	switch {
	case s != nil && s.end > on:
		c.Cohort = care.InCare
	case s != nil && s.end+keptAfterCare > on:
		c.Cohort, row = care.LeftCare, s.end-1
	case s == nil && l.edge.Start != 0 && l.edge.Start <= on && on < l.edge.End:
		c.Cohort = care.InPreProceedings
	default:
		return care.Child{}, false
	}
	c.AgeBand = care.AgeBandAt(l.birth, min(on, row+1))
	c.Service, c.Siblings = care.ChildrenInCare, ""
	if s == nil || s.issued != 0 && s.issued <= row && row < s.concluded || row-s.start < 150 {
		c.Service = care.AssessmentAndCourt
	}
	if s != nil && row >= l.birth.Birthday(16) {
		c.Service = care.LeavingCareService
	}
	if c.Cohort == care.InCare {
		c.Siblings = l.together(on, f)
	}
	c.Episodes = upTo(c.Episodes, func(e care.Episode) (care.Episode, bool) {
		if forget(&e.End, on) {
			e.Ceased, e.Changed = "", ""
		}
		return e, e.Start <= on
	})
	c.Reviews = upTo(c.Reviews, func(r care.Review) (care.Review, bool) { return r, r.Held <= on })
	c.Plans = upTo(c.Plans, func(p care.Plan) (care.Plan, bool) {
		if forget(&p.AgreedOn, on) {
			p.AgreedAt = ""
		}
		forget(&p.EndedOn, on)
		return p, p.Recorded <= on
	})
	c.Meetings = upTo(c.Meetings, func(m care.Meeting) (care.Meeting, bool) { return m, m.Held <= on })
	c.Assessments = upTo(c.Assessments, func(a care.Assessment) (care.Assessment, bool) {
		if forget(&a.End, on) {
			a.Outcome = ""
		}
		return a, a.Start <= on
	})
	c.Proceedings = upTo(c.Proceedings, func(p care.Proceedings) (care.Proceedings, bool) {
		if forget(&p.Concluded, on) {
			p.Outcome = ""
		}
		return p, p.Issued <= on
	})
	c.Adoptions = upTo(c.Adoptions, func(a care.Adoption) (care.Adoption, bool) {
		first := a.Decided
		for _, d := range []*care.Date{&a.Decided, &a.PlacementOrder, &a.Matched, &a.Placed, &a.Ordered, &a.Reversed, &a.FosteredFrom} {
			forget(d, on)
		}
		if a.Reversed == 0 {
			a.ReversedReason = ""
		}
		if a.Placed == 0 { // nobody knew yet who would adopt
			a.FosterCarer, a.FosteredFrom = "", 0
		}
		return a, first <= on
	})
	c.Achieved = upTo(c.Achieved, func(a care.PermanenceAchieved) (care.PermanenceAchieved, bool) { return a, a.On <= on })
	c.Conferences = upTo(c.Conferences, func(f care.FamilyGroupConference) (care.FamilyGroupConference, bool) {
		forget(&f.Held, on)
		return f, f.Offered <= on
	})
	c.LifeStory = upTo(c.LifeStory, func(s care.LifeStory) (care.LifeStory, bool) { return s, s.On <= on })
	c.Disputes = upTo(c.Disputes, func(d care.Dispute) (care.Dispute, bool) {
		if forget(&d.Resolved, on) {
			d.Outcome = ""
		}
		return d, d.Raised <= on
	})
	c.Workers = upTo(c.Workers, func(w care.SocialWorker) (care.SocialWorker, bool) {
		forget(&w.End, on)
		return w, w.Start <= on
	})
	c.Events = upTo(c.Events, func(e care.Event) (care.Event, bool) { return e, e.On <= on })
	return c, true
}

// upTo makes a new list of what was known, as it was known.
func upTo[T any](list []T, was func(T) (T, bool)) []T {
	out := make([]T, 0, len(list))
	for _, e := range list {
		if e, ok := was(e); ok {
			out = append(out, e)
		}
	}
	return slices.Clip(out)
}

// forget takes out a day that was still to come, and says that it did.
func forget(d *care.Date, on care.Date) bool {
	if *d <= on {
		return false
	}
	*d = 0
	return true
}

// together is how the child lives with brothers and sisters in care, by addresses.
func (l *life) together(on care.Date, f *family) care.SiblingsTogether {
	var others []care.Episode
	for _, o := range f.children {
		if e, ok := o.placedOn(on); ok && o != l {
			others = append(others, e)
		}
	}
	own, _ := l.placedOn(on)
	return care.TogetherWith(own, others)
}

func (l *life) placedOn(on care.Date) (care.Episode, bool) {
	for _, e := range l.record.Episodes {
		if e.Start <= on && on < e.End {
			return e, true
		}
	}
	return care.Episode{}, false
}
