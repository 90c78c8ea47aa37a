package main

import (
	"slices"

	"waymark/internal/care"
	"waymark/internal/dates"
)

// later throws what a tracker notes beside the course of care itself: updates of plans and documents, what was
// considered again, how placements that broke down were looked at, panels, agreements to stay put. It has dice of
// its own, so that the courses of care do not depend on it. Amounts are days; chances are in parts per thousand.
func (m *maker) later(f *family) {
	for n, l := range f.children {
		r := newDice(m.a.seed+1, l.serial)
		if r.yes(90) {
			l.record.RiskFlag = "" // nobody asked yet
		}
		for i := range l.record.Reviews { // some come and say nothing
			if l.record.Reviews[i].Participation == "PN1" && r.yes(55) {
				l.record.Reviews[i].Participation = "PN4"
			}
		}
		for _, s := range l.stays {
			m.carePlan(r, l, s)
			m.documents(r, l, s)
			m.reconsider(r, l, s)
			m.disruptions(r, l, s)
			m.panels(r, l, s)
			if s.end == l.birth.Birthday(18) && s.moves[len(s.moves)-1].code.Fostering() && r.yes(690) {
				m.note(l, s, care.StayingPutAgreed, s.end-days(r.uniform(between{-40, 240})))
			}
		}
		if len(f.children) > 1 && n == 0 && r.yes(620) { // one assessment for all of them
			s := l.stays[0]
			on := s.start + days(r.uniform(between{20, 240}))
			for _, o := range f.children {
				m.note(o, o.stays[0], care.TogetherApartAssessed, on)
			}
		}
	}
	for _, l := range f.children {
		slices.SortStableFunc(l.record.Events, func(a, b care.Event) int { return a.On.Compare(b.On) })
	}
}

// note records an event of a stay on the working day before it, unless care has ended by then.
func (m *maker) note(l *life, s *stay, kind care.EventKind, on care.Date) {
	if on = m.workingDay(on); on >= s.start && on < s.end {
		l.record.Events = append(l.record.Events, care.Event{Kind: kind, On: on, Outcome: usualOutcome[kind]})
	}
}

var usualOutcome = map[care.EventKind]string{
	care.StayingPutAgreed: "agreed", care.DisruptionMeeting: "held", care.CarePlanUpdated: "updated", care.Chronology: "updated", care.Genogram: "updated",
	care.PermanenceReport: "completed", care.GuardianshipConsidered: "completed", care.ReunificationReassessed: "completed",
}

// carePlan is written when care begins, and after most reviews within ten days.
func (m *maker) carePlan(r *dice, l *life, s *stay) {
	m.note(l, s, care.CarePlanUpdated, s.start+days(r.uniform(between{2, 12})))
	for _, review := range l.record.Reviews {
		if review.Held >= s.start && review.Held < s.end && r.yes(860) {
			on := review.Held
			if !r.yes(350) {
				on += days(r.uniform(between{1, 10}))
			}
			for !m.calendar.WorkingDay(on) { // never before the review
				on++
			}
			m.note(l, s, care.CarePlanUpdated, on)
		}
	}
}

// documents are begun in the first months, and kept up or not.
func (m *maker) documents(r *dice, l *life, s *stay) {
	for _, kind := range []care.EventKind{care.Chronology, care.Genogram} {
		pace := between{150, 360}
		if !r.yes(700) {
			pace = between{330, 800}
		}
		for d := s.start + days(r.uniform(between{10, 120})); d < s.end; d += days(r.uniform(pace)) {
			m.note(l, s, kind, d)
		}
	}
	if s.adoption.Decided != 0 { // the report is written for the decision, and brought up to date while the child waits
		for d := s.adoption.Decided - days(r.uniform(between{10, 60})); d < dates.Latest(s.adoption.Placed, s.adoption.Reversed); d += days(r.uniform(between{200, 480})) {
			m.note(l, s, care.PermanenceReport, d)
		}
	}
}

// reconsider throws when going home, and a guardianship of settled carers, were thought of again.
func (m *maker) reconsider(r *dice, l *life, s *stay) {
	pace := between{200, 380}
	if !r.yes(600) {
		pace = between{350, 900}
	}
	for d := s.start + days(r.uniform(between{250, 420})); d < s.end; d += days(r.uniform(pace)) {
		m.note(l, s, care.ReunificationReassessed, d)
	}
	if r.yes(720) {
		for d := s.start + days(r.uniform(between{500, 900})); d < s.end; d += days(r.uniform(between{240, 520})) {
			m.note(l, s, care.GuardianshipConsidered, d)
		}
	}
}

// disruptions throws the meetings about placements that ended without a plan, mostly after they had.
func (m *maker) disruptions(r *dice, l *life, s *stay) {
	for _, move := range s.moves[1:] {
		if move.why == care.PlacementChange && move.changed.Unplanned() && r.yes(640) {
			m.note(l, s, care.DisruptionMeeting, move.from+days(r.uniform(between{-25, 50})))
		}
	}
}

// panels throws the arrival at the panel that follows care proceedings, of authorities that have several.
func (m *maker) panels(r *dice, l *life, s *stay) {
	if !m.a.panels || s.issued == 0 || s.concluded >= s.end {
		return
	}
	m.note(l, s, care.TrackingPanelIn, s.issued+days(r.uniform(between{7, 28})))
	after := r.uniform(between{3, 27})
	if !r.yes(780) {
		after = r.uniform(between{30, 90})
	}
	m.note(l, s, care.TrackingPanelOut, s.concluded+days(after-1))
	m.note(l, s, care.TrackingPanelIn, s.concluded+days(after))
}
