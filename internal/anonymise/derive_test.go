package anonymise

import (
	"os"
	"slices"
	"testing"

	"waymark/internal/care"
	"waymark/internal/dates"
	"waymark/internal/diag"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

// merton is an authority with the project's own schema, bank holidays and standards.
func merton(t testing.TB) *Authority { return project(t, "merton") }

func project(t testing.TB, id string) *Authority {
	t.Helper()
	var ignored, findings diag.List
	s := site.Load(os.DirFS("../.."), site.SiteConfig{ID: id, Layers: []string{"common", id}}, &ignored)
	a := Load(s, &findings)
	if a == nil {
		t.Fatalf("%v", findings.Sorted())
	}
	return a
}

func day(s string) care.Date {
	d, err := dates.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func period(s string) tracker.Period {
	p, err := tracker.ParsePeriod(s)
	if err != nil {
		panic(err)
	}
	return p
}

// spell is an episode; the code of an episode that goes on is X1.
func spell(why, legal, place, start, end, ceased string) care.Episode {
	return care.Episode{Why: care.NewEpisode(why), Legal: care.LegalStatus(legal), Placement: care.PlacementCode(place), Provider: "PR1",
		Start: day(start), End: day(end), Ceased: care.CeasedCode(ceased), InAuthority: care.Yes, Distance: care.UpTo20Miles}
}

// one is a girl of ten, in care with foster carers under a care order since 10 April 2025.
func one(change func(c *care.Child)) care.Child {
	c := care.Child{
		Birth: day("2015-12-01"), Sex: care.Female, EthnicityGroup: care.Black, Disability: care.No, PreviousPermanence: care.NoPreviousPermanence,
		Service: care.ChildrenInCare, Kept: care.Kept{Conferences: true, LifeStory: true},
		Episodes: []care.Episode{spell("S", "C2", "U6", "2025-04-10", "", "")},
		Plans:    []care.Plan{{Option: care.PlanLongTermFostering, Role: care.MainPlan, AgreedOn: day("2025-08-01")}},
	}
	if change != nil {
		change(&c)
	}
	return c
}

type cells map[string]string

// Each row was worked out with a calendar in hand. Quarter 2 of 2026 runs from 1 April to 30 June.
func TestRows(t *testing.T) {
	a := merton(t)
	for _, c := range []struct {
		name   string
		period string
		child  care.Child
		want   cells // nil: in no file
	}{
		{"in care for fourteen months and twenty days", "2026-Q2", one(nil), cells{
			"cohort": "in_care", "age_band": "10-to-15", "sex": "female", "ethnicity_group": "black", "disability": "no", "uasc": "no",
			"legal_status": "care-order", "plan": "long-term-fostering", "parallel_plan": "none", "plan_agreed": "yes", "placement": "foster", "provider": "own",
			"in_authority": "yes", "over_20_miles": "no", "started_in_period": "no", "months_looked_after": "14", "previous_permanence": "no",
			"permanence_achieved": "no", "permanence_route": "none", "months_to_permanence": "", "care_end_reason": "none",
			"placements_12_months": "1", "months_same_carer": "14", "planning_meeting_due": "yes", "weeks_since_planning_meeting": "",
			"in_proceedings": "no", "weeks_in_proceedings": "", "family_group_conference": "none", "life_story": "none", "service": "children-in-care",
		}},
		{"care ended on the last day of the quarter", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C2", "U3", "2025-04-10", "2026-06-30", "E45")}
		}), cells{
			"cohort": "left_care", "placement": "kinship-foster", "care_end_reason": "special-guardianship", "permanence_achieved": "yes", "permanence_in_period": "yes",
			"permanence_route": "special-guardianship", "months_to_permanence": "15", "months_looked_after": "14", "planning_meeting_due": "no",
		}},
		{"care ended the day after", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C2", "U3", "2025-04-10", "2026-07-01", "E45")}
		}), cells{"cohort": "in_care", "care_end_reason": "none", "permanence_achieved": "no"}},
		{"care ended the day before the quarter", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C2", "U3", "2025-04-10", "2026-03-31", "E45")}
		}), nil},
		{"left and came back in the quarter", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C2", "U6", "2025-04-10", "2026-04-20", "E4A"), spell("S", "V2", "U6", "2026-06-01", "", "")}
		}), cells{"cohort": "in_care", "started_in_period": "yes", "months_looked_after": "0", "legal_status": "section-20"}},
		{"left twice in the quarter", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C2", "U6", "2025-04-10", "2026-04-20", "E4A"), spell("S", "V2", "U6", "2026-05-01", "2026-06-10", "E4B")}
		}), cells{"cohort": "left_care", "care_end_reason": "returned-home-unplanned", "months_looked_after": "1"}},
		{"turned 18 and the record was left open", "2026-Q2", one(func(c *care.Child) { c.Birth = day("2008-05-15") }), cells{
			"cohort": "left_care", "age_band": "16-and-over", "care_end_reason": "other", "months_looked_after": "13",
		}},
		{"born on 29 February, two on 1 March", "2026-02", one(func(c *care.Child) {
			c.Birth = day("2024-02-29")
		}), cells{"age_band": "under-2"}},
		{"short breaks are not care", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "V4", "U6", "2025-04-10", "", "")}
		}), nil},

		// Entered on Tuesday 31 March 2026; 3 and 6 April are bank holidays, so the 20th working day is 30 April.
		// 31 March and three months is 30 June, for June has no 31st.
		{"first review on its last day", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C2", "U6", "2026-03-31", "", "")}
			c.Reviews = []care.Review{{Held: day("2026-04-30")}}
		}), cells{"first_reviews_due": "1", "first_reviews_on_time": "1", "second_reviews_due": "0", "second_review_plan": "not-due", "started_in_period": "no", "months_looked_after": "3"}},
		{"first review a day late", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C2", "U6", "2026-03-31", "", "")}
			c.Reviews = []care.Review{{Held: day("2026-05-01")}}
		}), cells{"first_reviews_due": "1", "first_reviews_on_time": "0"}},
		// The review before was held on 31 August: six months later is 28 February 2026.
		{"a later review on the last of February", "2026-Q1", one(func(c *care.Child) {
			c.Reviews = []care.Review{{Held: day("2025-05-01")}, {Held: day("2025-08-31")}, {Held: day("2026-02-28")}}
		}), cells{"later_reviews_due": "1", "later_reviews_on_time": "1"}},
		// First review 1 February: the second is due on 1 May, four months after entry on 10 May.
		{"plan agreed at a second review that is in time", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C2", "U6", "2026-01-10", "", "")}
			c.Reviews = []care.Review{{Held: day("2026-02-01")}, {Held: day("2026-05-01")}}
			c.Plans = []care.Plan{{Option: care.PlanReturnHome, Role: care.MainPlan, AgreedOn: day("2026-05-01")}}
		}), cells{"second_reviews_due": "1", "second_reviews_on_time": "1", "second_review_plan": "agreed-in-time", "plan_agreed": "yes"}},
		{"that plan was given up in the same quarter, and no other made", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C2", "U6", "2026-01-10", "", "")}
			c.Reviews = []care.Review{{Held: day("2026-02-01")}, {Held: day("2026-05-01")}}
			c.Plans = []care.Plan{{Option: care.PlanReturnHome, Role: care.MainPlan, AgreedOn: day("2026-05-01"), EndedOn: day("2026-06-01")}}
		}), cells{"second_review_plan": "agreed-in-time", "plan_agreed": "yes", "plan": "return-home"}},
		{"a parallel plan beside no other is the plan", "2026-Q2", one(func(c *care.Child) {
			c.Plans = []care.Plan{{Option: care.PlanAdoption, Role: care.ParallelPlan, AgreedOn: day("2026-06-30")}}
		}), cells{"plan": "adoption", "parallel_plan": "none", "plan_agreed": "yes"}},

		{"matched with long-term carers after thirteen months to the day", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C2", "U6", "2025-04-10", "2026-05-10", "X1"), spell("T", "C2", "U4", "2026-05-10", "", "")}
		}), cells{"permanence_achieved": "yes", "permanence_in_period": "yes", "permanence_route": "long-term-fostering", "months_to_permanence": "13",
			"planning_meeting_due": "no", "placements_12_months": "1", "months_same_carer": "14"}},
		{"an order is recorded and care goes on", "2026-Q2", one(func(c *care.Child) {
			c.Achieved = []care.PermanenceAchieved{{On: day("2026-06-01"), Route: care.BySpecialGuardian}}
		}), cells{"permanence_achieved": "no", "permanence_route": "none", "months_to_permanence": ""}},
		{"three placements, the first still open in the year", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C2", "U6", "2025-04-10", "2025-07-02", "X1"), spell("P", "C2", "U6", "2025-07-02", "2026-03-01", "X1"), spell("P", "C2", "K2", "2026-03-01", "", "")}
		}), cells{"placements_12_months": "3", "placement": "residential", "months_same_carer": "3"}},
		{"the first placement ended on the first day of the year", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C2", "U6", "2025-04-10", "2025-07-01", "X1"), spell("P", "C2", "U6", "2025-07-01", "2026-03-01", "X1"), spell("P", "C2", "K2", "2026-03-01", "", "")}
		}), cells{"placements_12_months": "2"}},

		{"pre-proceedings for 42 days since the legal planning meeting", "2026-Q2", one(func(c *care.Child) {
			c.Episodes, c.Cohort = nil, care.InPreProceedings
			c.Events = []care.Event{{Kind: care.LegalPlanningMeeting, On: day("2026-05-19")}}
		}), cells{"cohort": "pre_proceedings", "planning_meeting_due": "yes", "placement": "not-applicable", "legal_status": "none", "months_looked_after": "0",
			"placements_12_months": "0", "months_same_carer": "", "provider": "not-applicable", "in_authority": "not-applicable", "over_20_miles": "not-applicable"}},
		{"for 41", "2026-Q2", one(func(c *care.Child) {
			c.Episodes, c.Cohort = nil, care.InPreProceedings
			c.Events = []care.Event{{Kind: care.LegalPlanningMeeting, On: day("2026-05-20")}}
		}), cells{"planning_meeting_due": "no"}},
		{"pre-proceedings of a child not born yet", "2026-Q2", one(func(c *care.Child) {
			c.Episodes, c.Birth, c.PreProceedings = nil, day("2026-08-20"), []care.PreProceedings{{Start: day("2026-06-01")}}
		}), cells{"cohort": "pre_proceedings", "age_band": "under-2"}},
		{"the quarter in which pre-proceedings led to care", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C1", "U6", "2026-05-01", "", "")}
			c.Events = []care.Event{{Kind: care.LegalPlanningMeeting, On: day("2026-02-01")}}
		}), cells{"cohort": "in_care", "legal_status": "interim-care-order"}},
		{"the quarter before", "2026-Q1", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C1", "U6", "2026-05-01", "", "")}
			c.Events = []care.Event{{Kind: care.LegalPlanningMeeting, On: day("2026-02-01")}}
		}), cells{"cohort": "pre_proceedings", "months_looked_after": "0"}},
		{"a legal planning meeting that led nowhere", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = nil
			c.Events = []care.Event{{Kind: care.LegalPlanningMeeting, On: day("2026-02-01")}}
		}), nil},
		{"the authority stepped in after the quarter", "2026-Q1", one(func(c *care.Child) {
			c.Episodes, c.Cohort, c.InterventionStart = nil, care.InPreProceedings, day("2026-04-01")
		}), nil},

		// 1 January to 30 June are 180 days: 26 weeks, begun.
		{"before the court for 26 weeks", "2026-Q2", one(func(c *care.Child) {
			c.Proceedings = []care.Proceedings{{Issued: day("2026-01-01"), Concluded: day("2026-07-02")}}
		}), cells{"in_proceedings": "yes", "weeks_in_proceedings": "26", "proceedings_concluded": "no"}},
		{"concluded, and nobody knows when it was issued", "2026-Q2", one(func(c *care.Child) {
			c.Proceedings = []care.Proceedings{{Concluded: day("2026-05-02")}}
		}), cells{"in_proceedings": "no", "weeks_in_proceedings": "", "proceedings_concluded": "no"}},
		{"planning meetings, one with the reviewing officer", "2026-Q2", one(func(c *care.Child) {
			c.Meetings = []care.Meeting{{Held: day("2026-03-31")}, {Held: day("2026-04-01"), IRO: care.Yes}, {Held: day("2026-05-18")}, {Held: day("2026-07-01")}}
		}), cells{"planning_meetings_held": "2", "planning_meetings_with_iro": "1", "weeks_since_planning_meeting": "7"}},

		{"fifteen years in care are written as ten", "2026-Q2", one(func(c *care.Child) {
			c.Birth = day("2009-12-01")
			c.Episodes = []care.Episode{spell("S", "C2", "U6", "2011-01-10", "", "")}
		}), cells{"months_looked_after": "120", "months_same_carer": "120", "age_band": "16-and-over"}},
		{"a recorded band that is too young for the time in care", "2026-Q2", one(func(c *care.Child) {
			c.Birth, c.AgeBand = 0, care.Under2
			c.Episodes = []care.Episode{spell("S", "C2", "U6", "2024-06-01", "", "")}
		}), cells{"months_looked_after": "24", "age_band": "under-2"}},
		{"by a month", "2026-Q2", one(func(c *care.Child) {
			c.Birth, c.AgeBand = 0, care.Under2
			c.Episodes = []care.Episode{spell("S", "C2", "U6", "2024-05-31", "", "")}
		}), cells{"months_looked_after": "25", "age_band": "2-to-4"}},
		{"nothing is known but care", "2026-Q2", care.Child{Episodes: []care.Episode{{Start: day("2026-06-01")}}}, cells{
			"cohort": "in_care", "age_band": "not-known", "sex": "not-known", "ethnicity_group": "not-known", "disability": "not-known", "legal_status": "other",
			"placement": "other", "in_authority": "not-applicable", "over_20_miles": "not-applicable", "previous_permanence": "not-known", "placements_12_months": "1",
			"months_same_carer": "0", "family_group_conference": "not-known", "life_story": "not-known", "plan": "none", "planning_meeting_due": "no",
		}},
		// Home on 20 October 2025: six months later is 20 April 2026, and permanence took six months and ten days.
		{"a return home that has lasted six months", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "V2", "U6", "2025-04-10", "2025-10-20", "E4A")}
		}), cells{"cohort": "at_home", "permanence_achieved": "yes", "permanence_in_period": "yes", "permanence_route": "return-home", "months_to_permanence": "7",
			"return_home_follow_up": "not-due", "placement": "not-applicable", "legal_status": "none", "months_looked_after": "0", "months_same_carer": "", "placements_12_months": "0",
			"care_end_reason": "none", "planning_meeting_due": "no", "started_in_period": "no", "first_reviews_due": "0", "second_review_plan": "not-due"}},
		{"the quarter before it had", "2026-Q1", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "V2", "U6", "2025-04-10", "2025-10-20", "E4A")}
		}), nil},
		{"a year after it", "2026-Q4", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "V2", "U6", "2025-04-10", "2025-10-20", "E4A")}
		}), cells{"cohort": "at_home", "permanence_achieved": "yes", "permanence_in_period": "no", "return_home_follow_up": "stayed-home"}},
		{"back in care before the year was over", "2026-Q4", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "V2", "U6", "2025-04-10", "2025-10-20", "E4A"), spell("S", "V2", "U6", "2026-05-01", "", "")}
		}), cells{"cohort": "in_care", "return_home_follow_up": "came-back", "permanence_achieved": "no"}},
		{"back in care, and home again", "2026-Q4", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "V2", "U6", "2025-04-10", "2025-10-20", "E4A"), spell("S", "V2", "U6", "2026-05-01", "2026-07-15", "E4B")}
		}), cells{"cohort": "at_home", "return_home_follow_up": "came-back", "permanence_achieved": "no"}},

		// Placement order 1 December 2025, matched 1 March, moved in 1 April 2026: 10 April 2025 and 12 months is later.
		{"moved in with adopters", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C1", "U6", "2025-04-10", "2025-12-01", "X1"), spell("L", "E1", "U6", "2025-12-01", "2026-04-01", "X1"), spell("P", "E1", "A6", "2026-04-01", "", "")}
			c.Adoptions = []care.Adoption{{Decided: day("2025-11-01"), PlacementOrder: day("2025-12-01"), Matched: day("2026-03-01"), Placed: day("2026-04-01")}}
		}), cells{"placement": "placed-for-adoption", "months_to_adopters": "12", "weeks_to_adopters": "", "weeks_order_to_match": "", "months_since_placement_order": ""}},
		{"waiting for adopters", "2026-Q1", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C1", "U6", "2025-04-10", "2025-12-01", "X1"), spell("L", "E1", "U6", "2025-12-01", "2026-04-01", "X1"), spell("P", "E1", "A6", "2026-04-01", "", "")}
		}), cells{"months_to_adopters": "", "months_since_placement_order": "3"}},
		{"adoption is no longer the plan", "2026-Q1", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "E1", "U6", "2025-04-10", "", "")}
			c.Adoptions = []care.Adoption{{Decided: day("2025-05-01"), PlacementOrder: day("2025-06-01"), Reversed: day("2026-03-31")}}
		}), cells{"months_since_placement_order": ""}},
		// 10 April 2025 to 1 February 2026 are 297 days, to 10 July 2025 91; the match came before the order.
		{"adopted by foster carers", "2026-Q2", one(func(c *care.Child) {
			c.Episodes = []care.Episode{spell("S", "C1", "U6", "2025-04-10", "2025-07-10", "X1"), spell("B", "E1", "U6", "2025-07-10", "2026-02-01", "X1"), spell("T", "E1", "A5", "2026-02-01", "2026-06-30", "E12")}
			c.Adoptions = []care.Adoption{{Decided: day("2025-06-01"), PlacementOrder: day("2025-07-10"), Matched: day("2025-07-09"), Placed: day("2026-02-01"), FosterCarer: care.Yes}}
		}), cells{"care_end_reason": "adopted", "weeks_to_adopters": "42", "weeks_to_moving_in": "13", "weeks_order_to_match": "0", "months_to_adopters": "", "months_to_permanence": "15"}},

		{"documents, plan and what was considered", "2026-Q2", one(func(c *care.Child) {
			c.RiskFlag = care.No
			c.Events = []care.Event{{Kind: care.Chronology, On: day("2025-07-01")}, {Kind: care.Genogram, On: day("2025-06-30")}, {Kind: care.PermanenceReport, On: day("2026-06-30")},
				{Kind: care.ReunificationReassessed, On: day("2026-01-10")}, {Kind: care.TogetherApartAssessed, On: day("2024-01-01")}, {Kind: care.CarePlanUpdated, On: day("2026-02-01")}}
		}), cells{"risk_recorded": "yes", "chronology_current": "yes", "genogram_current": "no", "permanence_report_current": "yes", "reunification_reassessed": "yes",
			"together_or_apart_assessed": "yes", "care_plan_current": "yes", "guardianship_considered": "no", "staying_put": "not-applicable", "panel_transfer": "not-due"}},
		{"no risk is recorded either way", "2026-Q2", one(nil), cells{"risk_recorded": "no", "care_plan_current": "no", "placements_24_months": "1", "placements_ended": "0"}},

		{"inside the authority and far away", "2026-Q2", one(func(c *care.Child) { c.Episodes[0].Distance = care.Over20Miles }),
			cells{"in_authority": "yes", "over_20_miles": "not-applicable"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, _ := Rows([]care.Child{c.child}, period(c.period), Tracker, a)
			if (len(rows) == 1) != (c.want != nil) {
				t.Fatalf("%d rows", len(rows))
			}
			for column, want := range c.want {
				i := slices.Index(a.Schema.Names(), column)
				if i < 0 || rows[0][i] != want {
					t.Errorf("%s is %q, want %q", column, rows[0][max(i, 0)], want)
				}
			}
			if c.want != nil {
				if found := tracker.Check("row.csv", write(a.Schema, rows), a.Schema); len(found) > 0 {
					t.Errorf("the row breaks the rules of period files: %v", found)
				}
			}
		})
	}
}

// Every column of the project's schema has a rule, every rule a column, and every stand-in is a value of it.
func TestColumnsAreThoseOfTheSchema(t *testing.T) {
	schema := merton(t).Schema
	var names []string
	for _, c := range columns {
		names = append(names, c.name)
	}
	if !slices.Equal(names, schema.Names()) {
		t.Errorf("the rules are for\n%v\nand the schema has\n%v", names, schema.Names())
	}
	for column, word := range standIns {
		if f, ok := schema.Field(column); !ok || !allowed(f, word) {
			t.Errorf("%q is no value of %s", word, column)
		}
	}
	for column, top := range topCodes {
		if f, ok := schema.Field(column); !ok || !f.Number || top > f.Max {
			t.Errorf("%s cannot hold %d", column, top)
		}
	}
}

// Brothers and sisters: two with one carer, one elsewhere, one at home, and one who left.
func TestSiblings(t *testing.T) {
	a := merton(t)
	at := func(place string) care.Child {
		return one(func(c *care.Child) { c.SiblingGroup, c.Episodes[0].Place = "s-1", place })
	}
	home := one(func(c *care.Child) {
		c.SiblingGroup, c.Episodes, c.PreProceedings = "s-2", nil, []care.PreProceedings{{Start: day("2026-06-01")}}
	})
	for _, c := range []struct {
		name     string
		children []care.Child
		want     [2]string // of the first
	}{
		{"two with one carer", []care.Child{at("a"), at("a")}, [2]string{"yes", "all"}},
		{"and one elsewhere", []care.Child{at("a"), at("a"), at("b")}, [2]string{"yes", "some"}},
		{"with none", []care.Child{at("a"), at("b")}, [2]string{"yes", "apart"}},
		{"address missing", []care.Child{at("a"), at("")}, [2]string{"yes", "apart"}},
		{"the only one of its group in the file", []care.Child{at("a"), home}, [2]string{"no", "not-applicable"}},
		{"the other is at home", []care.Child{one(func(c *care.Child) { c.SiblingGroup = "s-2" }), home}, [2]string{"yes", "apart"}},
		{"the other left care", []care.Child{at("a"), one(func(c *care.Child) {
			c.SiblingGroup = "s-1"
			c.Episodes = []care.Episode{spell("S", "C2", "U3", "2025-04-10", "2026-06-01", "E45")}
		})}, [2]string{"no", "not-applicable"}},
		{"recorded", []care.Child{one(func(c *care.Child) { c.Siblings = care.SomeTogether })}, [2]string{"yes", "some"}},
	} {
		rows, _ := Rows(c.children, period("2026-Q2"), Tracker, a)
		names := a.Schema.Names()
		got := [2]string{rows[0][slices.Index(names, "sibling_group")], rows[0][slices.Index(names, "siblings_together")]}
		if got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// What a kind of export never holds is nobody's failing: nothing is due, so nothing is late.
func TestWhatASourceLacksIsNotCounted(t *testing.T) {
	a := merton(t)
	child := one(func(c *care.Child) {
		c.Plans = nil
		c.Episodes = []care.Episode{spell("S", "C2", "U6", "2026-01-10", "", "")}
		c.Reviews = []care.Review{{Held: day("2026-02-01")}}
	})
	names := a.Schema.Names()
	for _, c := range []struct {
		source Source
		want   cells
	}{
		{Tracker, cells{"planning_meeting_due": "yes", "second_reviews_due": "1", "second_review_plan": "not-in-time"}},
		{SSDA903, cells{"planning_meeting_due": "no", "second_reviews_due": "0", "second_review_plan": "not-due", "sibling_group": "no"}},
	} {
		rows, _ := Rows([]care.Child{child}, period("2026-Q2"), c.source, a)
		for column, want := range c.want {
			if got := rows[0][slices.Index(names, column)]; got != want {
				t.Errorf("%s: %s is %q, want %q", c.source.Name, column, got, want)
			}
		}
	}
	// Annex A: the latest review only, and a count of placements made three days after the quarter.
	child.Partial = care.Partial{Episodes: true, Reviews: true, Workers: true}
	child.Reviews = nil
	child.Counted = care.Counted{Placements12Months: care.Known(4), On: day("2026-07-03")}
	rows, unknown := Rows([]care.Child{child}, period("2026-Q2"), AnnexA, a)
	for column, want := range (cells{"first_reviews_due": "0", "second_reviews_due": "0", "placements_12_months": "4", "social_workers_12_months": "0"}) {
		if got := rows[0][slices.Index(names, column)]; got != want {
			t.Errorf("Annex A: %s is %q, want %q", column, got, want)
		}
	}
	if !slices.ContainsFunc(unknown.Fields, func(f Field) bool { return f.Column == "first_reviews_due" && f.Why == string(onlyLatest) && f.N == 1 }) {
		t.Errorf("first_reviews_due is not counted among what is not known: %v", unknown.Fields)
	}
}

// An export without a single review or plan holds neither, whatever its kind: nobody is late.
func TestNarrowed(t *testing.T) {
	child := one(nil)
	for _, c := range []struct {
		children       []care.Child
		plans, reviews bool
	}{
		{[]care.Child{child}, true, false},
		{[]care.Child{child, one(func(c *care.Child) { c.Plans, c.Reviews = nil, []care.Review{{Held: day("2026-05-01")}} })}, true, true},
		{[]care.Child{one(func(c *care.Child) { c.Plans = nil })}, false, false},
	} {
		got := narrowed(Tracker, c.children)
		if got.has(noPlans) != c.plans || got.has(noReviews) != c.reviews {
			t.Errorf("%d children: %v", len(c.children), got.lacks)
		}
	}
	if narrowed(SSDA903, []care.Child{child}).has(noPlans) || !Tracker.has(noReviews) {
		t.Error("a kind of export gained or lost something")
	}
}

// Havering sets no interval for planning meetings, so none is ever due.
func TestNoIntervalIsNeverDue(t *testing.T) {
	a := project(t, "havering")
	rows, _ := Rows([]care.Child{one(nil)}, period("2026-Q2"), Tracker, a)
	if got := rows[0][slices.Index(a.Schema.Names(), "planning_meeting_due")]; got != "no" {
		t.Errorf("planning_meeting_due is %q", got)
	}
}
