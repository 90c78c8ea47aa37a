package rawtracker

import (
	"slices"
	"strings"

	"waymark/internal/care"
)

// event is one row of the events table. Outcomes are words of a list, several joined by a plus sign.
type event struct {
	kind     string
	on       care.Date
	outcomes []string
	row      int
}

// kind is an event that may be written, and the outcomes that it may have. The order is the order of two events
// of one day when they are written: what begins comes before what ends.
type kind struct {
	name     string
	outcomes []string
}

var (
	reviewCodes = []string{"PN0", "PN1", "PN2", "PN3", "PN4", "PN5", "PN6", "PN7"}
	reversals   = []string{"RD1", "RD2", "RD3", "RD4"}
	assessments = []string{string(care.ConnectedPerson), string(care.SpecialGuardian), string(care.FamilyAndFriends), string(care.OtherAssessment)}
	results     = []string{"positive", "negative", "withdrawn"}
	orders      = []string{"care-order", "placement-order", "special-guardianship", "child-arrangements-order", "supervision-order", "no-order", "withdrawn", "other"}
	routes      = []string{string(care.ByReturnHome), string(care.BySpecialGuardian), string(care.ByArrangements), string(care.ByAdoption), string(care.ByLongTermFoster), string(care.ByResidential)}
	settled     = []string{"upheld", "not-upheld", "withdrawn"}
	// Why an earlier period of care ended, in the codes of the return; the children table has the last one's.
	endings = []string{"E11", "E12", "E13", "E14", "E15", "E16", "E17", "E2", "E3", "E41", "E43", "E44", "E45", "E46", "E47", "E48", "E4A", "E4B", "E5", "E6", "E7", "E8", "E9"}
	usual   = []string{"held", "completed", "updated", "agreed", "not-agreed", "positive", "negative", "together", "apart"}
)

var kinds = []kind{
	{"court_issue", nil},
	{"court_final", orders},
	{"adm_decision", append([]string{"reversed"}, reversals...)},
	{"placement_order", nil},
	{"match", nil},
	{"placed", []string{"early-permanence", "foster-carer"}},
	{"order", nil},
	{"ppm_initial", []string{"iro-present", "iro-absent"}},
	{"ppm", []string{"iro-present", "iro-absent"}},
	{"review", append([]string{"plan-agreed", "plan-not-agreed"}, reviewCodes...)},
	{"fgc", []string{"offered", "held", "declined"}},
	{"assessment_start", assessments},
	{"assessment_end", append(slices.Clone(assessments), results...)},
	{"drp_raised", nil},
	{"drp_resolved", settled},
	{"life_story", []string{"started", "updated"}},
	{"permanence_achieved", routes},
	{careEnded, endings},
	{string(care.TrackingPanelIn), usual},
	{string(care.TrackingPanelOut), usual},
	{string(care.LegalPlanningMeeting), usual},
	{string(care.DisruptionMeeting), usual},
	{string(care.GuardianshipConsidered), usual},
	{string(care.ReunificationReassessed), usual},
	{string(care.PermanenceReport), usual},
	{string(care.Chronology), usual},
	{string(care.Genogram), usual},
	{string(care.TogetherApartAssessed), usual},
	{string(care.StayingPutAgreed), usual},
	{string(care.CarePlanUpdated), usual},
}

// careEnded is the end of an earlier period of care. The last one's is in the children table.
const careEnded = "care_ended"

// Events are the names of the events table, in the order in which events of one day are written.
func Events() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.name
	}
	return names
}

// Outcomes are the outcomes that an event may have; nil when it has none.
func Outcomes(event string) []string {
	for _, k := range kinds {
		if k.name == event {
			return slices.Clone(k.outcomes)
		}
	}
	return nil
}

func (rd *reader) event(r row) {
	_, n := r.of()
	if n == nil {
		return
	}
	e := event{kind: word(r, "event", Events()), on: r.day("date"), row: r.n + 1}
	if e.kind == "" || e.on == 0 {
		r.log.Warn(r.place("event"), "event", "name the event and its day", "the event has no kind or no day; the row was left out")
		rd.out.Counts.LeftOut++
		return
	}
	allowed := Outcomes(e.kind)
	if text := r.text("outcome"); text != "" {
		for part := range strings.SplitSeq(text, "+") {
			part = strings.TrimSpace(part)
			i := slices.IndexFunc(allowed, func(a string) bool { return strings.EqualFold(a, part) })
			switch {
			case i >= 0:
				e.outcomes = append(e.outcomes, allowed[i])
			case allowed == nil:
				r.wrong("outcome", text, "empty, as the event "+e.kind+" has no outcomes", "remove it")
			default:
				r.wrong("outcome", part, "an outcome of the event "+e.kind, "write one of: "+strings.Join(allowed, ", "))
			}
		}
	}
	n.events = append(n.events, e)
	rd.out.Counts.Events++
}

func (e event) has(outcome string) bool { return slices.Contains(e.outcomes, outcome) }

// one is the outcome that is in a list; empty when none is.
func (e event) one(list []string) string {
	for _, o := range e.outcomes {
		if slices.Contains(list, o) {
			return o
		}
	}
	return ""
}

// into puts the event where package care keeps it. Events come in order of their days. What ends something ends
// the first of its kind that is still open; an end without a beginning stands alone.
func (e event) into(c *care.Child) {
	switch e.kind {
	case "ppm_initial", "ppm":
		m := care.Meeting{Held: e.on, Initial: e.kind == "ppm_initial", IRO: care.NotKnown}
		switch {
		case e.has("iro-present"):
			m.IRO = care.Yes
		case e.has("iro-absent"):
			m.IRO = care.No
		}
		c.Meetings = append(c.Meetings, m)
	case "review":
		c.Reviews = append(c.Reviews, care.Review{Row: e.row, Held: e.on, Participation: care.Participation(e.one(reviewCodes)), Outcome: e.one([]string{"plan-agreed", "plan-not-agreed"})})
	case "court_issue":
		c.Proceedings = append(c.Proceedings, care.Proceedings{Issued: e.on})
	case "court_final":
		p := first(&c.Proceedings, func(p care.Proceedings) bool { return p.Concluded == 0 })
		p.Concluded, p.Outcome = e.on, e.one(orders)
	case "fgc":
		switch {
		case e.has("offered"):
			c.Conferences = append(c.Conferences, care.FamilyGroupConference{Offered: e.on})
		case e.has("declined"):
			c.Conferences = append(c.Conferences, care.FamilyGroupConference{Offered: e.on, Outcome: "declined"})
		default: // held, or nothing said
			first(&c.Conferences, func(f care.FamilyGroupConference) bool { return f.Held == 0 && f.Outcome == "" }).Held = e.on
		}
	case "assessment_start":
		c.Assessments = append(c.Assessments, care.Assessment{Type: assessmentType(e.one(assessments)), Start: e.on})
	case "assessment_end":
		kind := care.AssessmentType(e.one(assessments))
		a := first(&c.Assessments, func(a care.Assessment) bool { return a.End == 0 && (kind == "" || a.Type == kind) })
		if a.Start == 0 {
			a.Type = assessmentType(string(kind))
		}
		a.End, a.Outcome = e.on, e.one(results)
	case "adm_decision":
		if e.has("reversed") || e.one(reversals) != "" {
			a := last(&c.Adoptions, func(a care.Adoption) bool { return a.Reversed == 0 && a.Ordered == 0 })
			a.Reversed, a.ReversedReason = e.on, care.ReversedCode(e.one(reversals))
			return
		}
		last(&c.Adoptions, open(func(a care.Adoption) care.Date { return a.Decided })).Decided = e.on
	case "placement_order":
		last(&c.Adoptions, open(func(a care.Adoption) care.Date { return a.PlacementOrder })).PlacementOrder = e.on
	case "match":
		last(&c.Adoptions, open(func(a care.Adoption) care.Date { return a.Matched })).Matched = e.on
	case "placed":
		if e.has("early-permanence") {
			last(&c.Adoptions, open(func(a care.Adoption) care.Date { return a.FosteredFrom })).FosteredFrom = e.on
			return
		}
		a := last(&c.Adoptions, open(func(a care.Adoption) care.Date { return a.Placed }))
		if a.Placed = e.on; e.has("foster-carer") {
			a.FosterCarer = care.Yes
		}
	case "order":
		last(&c.Adoptions, open(func(a care.Adoption) care.Date { return a.Ordered })).Ordered = e.on
	case "drp_raised":
		c.Disputes = append(c.Disputes, care.Dispute{Raised: e.on})
	case "drp_resolved":
		d := first(&c.Disputes, func(d care.Dispute) bool { return d.Resolved == 0 })
		d.Resolved, d.Outcome = e.on, e.one(settled)
	case "life_story":
		c.LifeStory = append(c.LifeStory, care.LifeStory{On: e.on, Outcome: e.one([]string{"started", "updated"})})
	case careEnded:
		for i, p := range c.Episodes {
			if p.End == e.on && p.Ceased == "E8" && e.one(endings) != "" {
				c.Episodes[i].Ceased = care.CeasedCode(e.one(endings))
			}
		}
	case "permanence_achieved":
		c.Achieved = append(c.Achieved, care.PermanenceAchieved{On: e.on, Route: care.Route(e.one(routes))})
	default:
		c.Events = append(c.Events, care.Event{Kind: care.EventKind(e.kind), On: e.on, Outcome: e.one(usual)})
	}
}

// assessmentType of an assessment that does not say which is "other": the 14 weeks are not for it.
func assessmentType(s string) care.AssessmentType {
	if s == "" {
		return care.OtherAssessment
	}
	return care.AssessmentType(s)
}

// open says that a course of adoption is not over and one of its days is not set: the next event belongs to it.
func open(day func(care.Adoption) care.Date) func(care.Adoption) bool {
	return func(a care.Adoption) bool { return a.Reversed == 0 && a.Ordered == 0 && day(a) == 0 }
}

// first is the first element that fits, or a new one at the end.
func first[T any](list *[]T, fits func(T) bool) *T {
	if i := slices.IndexFunc(*list, fits); i >= 0 {
		return &(*list)[i]
	}
	*list = append(*list, *new(T))
	return &(*list)[len(*list)-1]
}

// last is the last element if it fits, or a new one at the end.
func last[T any](list *[]T, fits func(T) bool) *T {
	if n := len(*list); n > 0 && fits((*list)[n-1]) {
		return &(*list)[n-1]
	}
	*list = append(*list, *new(T))
	return &(*list)[len(*list)-1]
}
