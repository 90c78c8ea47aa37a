package main

// columns in the order of data/common/tracker.schema.json; a test holds them equal.
var columns = []string{
	"cohort", "age_band", "sex", "ethnicity_group", "disability", "uasc", "sibling_group", "siblings_together", "service", "legal_status",
	"in_proceedings", "plan", "parallel_plan", "placement", "provider", "in_authority", "over_20_miles", "started_in_period",
	"months_looked_after", "previous_permanence", "permanence_achieved", "permanence_in_period", "permanence_route", "months_to_permanence",
	"care_end_reason", "plan_agreed", "first_reviews_due", "first_reviews_on_time", "second_reviews_due", "second_reviews_on_time",
	"later_reviews_due", "later_reviews_on_time", "second_review_plan", "planning_meeting_due", "weeks_since_planning_meeting",
	"planning_meetings_held", "planning_meetings_with_iro", "assessments_completed", "assessments_in_time", "assessment_open_weeks",
	"weeks_in_proceedings", "proceedings_concluded", "placements_12_months", "months_same_carer", "family_group_conference", "life_story",
	"disputes_raised", "social_workers_12_months",
}

// quarter asks what a tracker would hold at its end.
type quarter struct{ from, to day }

func (q quarter) in(d day) bool { return q.from <= d && d <= q.to }

var routeOf = map[string]string{
	"home": "return-home", "guardian": "special-guardianship", "arrangements": "child-arrangements-order",
	"adopted": "adoption", "fostered": "long-term-fostering", "residential": "residential",
}

// row is nil when the child is not in scope. Rows are built by name and laid out once, so that no column can slip.
func (q quarter) row(a authority, c *child) []string {
	if c.start > q.to || c.end < q.from {
		return nil
	}
	left := c.end <= q.to
	on := q.to // the day that the row is about
	if left {
		on = c.end - 1
	}
	v := q.common(c, on)
	v["cohort"], v["care_end_reason"] = "in_care", "none"
	if left {
		v["cohort"], v["care_end_reason"] = "left_care", c.endReason
	}
	until := on
	if left {
		until = c.end // orders are made on the day that care ends
	}
	open := c.issued > 0 && c.issued <= until && c.concluded > until
	concluded := c.issued > 0 && q.in(c.concluded) && c.concluded <= until
	v["in_proceedings"], v["proceedings_concluded"] = yesNo(open), yesNo(concluded)
	if open {
		v["weeks_in_proceedings"] = number(weeksUp(c.issued, until))
	} else if concluded {
		v["weeks_in_proceedings"] = number(weeksUp(c.issued, c.concluded))
	}

	v["legal_status"] = "section-20"
	switch {
	case c.remand:
		v["legal_status"] = "remand"
	case c.issued > 0 && c.issued <= on && on < c.concluded:
		v["legal_status"] = "interim-care-order"
	case c.issued > 0 && c.concluded <= on && c.career == "adopted":
		v["legal_status"] = "placement-order"
	case c.issued > 0 && c.concluded <= on:
		v["legal_status"] = "care-order"
	}
	v["service"] = "children-in-care"
	switch {
	case on >= c.birthday(16):
		v["service"] = "leaving-care"
	case open || on-c.start < 150:
		v["service"] = "assessment-and-court"
	}

	v["plan"], v["plan_agreed"] = c.firstPlan, "no"
	if c.agreed <= on {
		v["plan"], v["plan_agreed"] = c.plan, "yes"
	}
	if (open || v["plan_agreed"] == "no") && c.parallel != v["plan"] && v["plan"] != "none" {
		v["parallel_plan"] = c.parallel
	}

	achieved := c.achieved > 0 && c.achieved <= until
	v["permanence_achieved"], v["permanence_in_period"] = yesNo(achieved), yesNo(achieved && q.in(c.achieved))
	if achieved {
		v["permanence_route"] = routeOf[c.career]
		v["months_to_permanence"] = number(monthsUp(c.start, c.achieved))
	}

	v["started_in_period"] = yesNo(q.in(c.start))
	v["months_looked_after"] = number(months(c.start, on))
	v["previous_permanence"] = c.previous
	q.reviews(c, on, v)
	v["planning_meeting_due"] = yesNo(!left && !achieved && on-c.start >= 42)

	done, inTime := 0, 0
	for _, s := range c.assessments {
		if q.in(s.to) && s.to <= on {
			done++
			if s.to-s.from <= 98 {
				inTime++
			}
		} else if s.from <= on && on < s.to {
			v["assessment_open_weeks"] = number(weeksUp(s.from, on))
		}
	}
	v["assessments_completed"], v["assessments_in_time"] = number(done), number(inTime)

	q.placements(c, on, v)
	if on >= c.storyFrom {
		v["life_story"] = c.story
	}
	return layOut(v)
}

// preProceedings is nil when the case is not open at the end of the quarter.
func (q quarter) preProceedings(a authority, c *child) []string {
	if c.start > q.to || c.end <= q.to {
		return nil
	}
	v := q.common(c, q.to)
	v["cohort"], v["service"], v["plan"] = "pre_proceedings", "assessment-and-court", c.plan
	v["planning_meeting_due"] = yesNo(q.to-c.start >= 42)
	v["previous_permanence"] = "not-known"
	return layOut(v)
}

// common holds what every row has, and what a row has when nothing else is said.
func (q quarter) common(c *child, on day) map[string]string {
	v := map[string]string{
		"sex": c.sex, "ethnicity_group": c.ethnicity, "disability": c.disability, "uasc": yesNo(c.uasc),
		"sibling_group": yesNo(c.siblings), "siblings_together": c.together, "family_group_conference": c.conference,
		"legal_status": "none", "in_proceedings": "no", "parallel_plan": "none", "placement": "not-applicable", "provider": "not-applicable",
		"in_authority": "not-applicable", "over_20_miles": "not-applicable", "started_in_period": "no", "months_looked_after": "0",
		"permanence_achieved": "no", "permanence_in_period": "no", "permanence_route": "none", "care_end_reason": "none", "plan_agreed": "no",
		"first_reviews_due": "0", "first_reviews_on_time": "0", "second_reviews_due": "0", "second_reviews_on_time": "0",
		"later_reviews_due": "0", "later_reviews_on_time": "0", "second_review_plan": "not-due",
		"assessments_completed": "0", "assessments_in_time": "0", "proceedings_concluded": "no",
		"placements_12_months": "0", "life_story": "none",
	}
	switch {
	case on < c.birthday(2):
		v["age_band"] = "under-2"
	case on < c.birthday(5):
		v["age_band"] = "2-to-4"
	case on < c.birthday(10):
		v["age_band"] = "5-to-9"
	case on < c.birthday(16):
		v["age_band"] = "10-to-15"
	default:
		v["age_band"] = "16-and-over"
	}
	held, withIRO := 0, 0
	for _, m := range c.meetings {
		if m.on > on {
			break
		}
		v["weeks_since_planning_meeting"] = number(min(weeksUp(m.on, on), 104))
		if q.in(m.on) {
			held++
			if m.iro {
				withIRO++
			}
		}
	}
	v["planning_meetings_held"], v["planning_meetings_with_iro"] = number(held), number(withIRO)
	workers := 1
	for _, d := range c.workers {
		if d <= on && d > on-year {
			workers++
		}
	}
	v["social_workers_12_months"] = number(workers)
	disputes := 0
	for _, d := range c.disputes {
		if q.in(d) && d <= on {
			disputes++
		}
	}
	v["disputes_raised"] = number(disputes)
	return v
}

func (q quarter) reviews(c *child, on day, v map[string]string) {
	names := []string{"first", "second", "later"}
	var due, onTime [3]int
	for _, r := range c.reviews {
		if !q.in(r.due) || r.due > on {
			continue
		}
		n := min(r.number, 3) - 1
		due[n]++
		if r.held <= r.due {
			onTime[n]++
		}
	}
	for n, name := range names {
		v[name+"_reviews_due"], v[name+"_reviews_on_time"] = number(due[n]), number(onTime[n])
	}
	if due[1] > 0 {
		v["second_review_plan"] = "not-in-time"
		if c.agreedInTime {
			v["second_review_plan"] = "agreed-in-time"
		}
	}
}

func (q quarter) placements(c *child, on day, v map[string]string) {
	in12 := 0
	var last placement
	for i, p := range c.placements {
		if p.from > on {
			break
		}
		last = p
		// Open at any time in the 12 months: the next had not begun before they did.
		if i+1 == len(c.placements) || c.placements[i+1].from > on-year {
			in12++
		}
	}
	v["placement"], v["provider"], v["in_authority"], v["over_20_miles"] = last.kind, last.provider, last.inside, last.far
	v["placements_12_months"] = number(in12)
	v["months_same_carer"] = number(months(last.from, on))
}

func layOut(v map[string]string) []string {
	row := make([]string, len(columns))
	for i, name := range columns {
		row[i] = v[name]
		delete(v, name)
	}
	if len(v) > 0 {
		panic("a value has no column")
	}
	return row
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
