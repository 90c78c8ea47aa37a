package care

import (
	"fmt"
	"strings"
	"testing"
)

func reviews(held ...string) []Review {
	var list []Review
	for _, h := range held {
		list = append(list, Review{Held: day(h)})
	}
	return list
}

func TestReviewsDue(t *testing.T) {
	cal, limits := calendar(t), DefaultLimits()
	for _, c := range []struct {
		name     string
		episodes string
		held     []string
		at       string
		want     string // number due held; ...
	}{
		{"none held", "2026-06-01 - S C1 U6 -", nil, "2026-06-30", "1 2026-06-29 -"},
		{"first held early", "2026-06-01 - S C1 U6 -", []string{"2026-06-15"}, "2026-06-30", "1 2026-06-29 2026-06-15; 2 2026-09-15 -"},
		{"first held late, the clock runs from the day it was held", "2026-06-01 - S C1 U6 -", []string{"2026-07-31"}, "2026-12-31", "1 2026-06-29 2026-07-31; 2 2026-10-31 -"},
		{"chain, months clamped", "2025-08-01 - S C1 U6 -", []string{"2026-05-31", "2025-08-29", "2025-11-29"}, "2026-12-31",
			"1 2025-09-01 2025-08-29; 2 2025-11-29 2025-11-29; 3 2026-05-29 2026-05-31; 4 2026-11-30 -"},
		{"the summer bank holiday moves the day", "2025-08-04 - S C1 U6 -", nil, "2025-08-05", "1 2025-09-02 -"},
		{"held later than we look", "2026-06-01 - S C1 U6 -", []string{"2026-06-29"}, "2026-06-28", "1 2026-06-29 -"},
		{"held on the day we look", "2026-06-01 - S C1 U6 -", []string{"2026-06-29"}, "2026-06-29", "1 2026-06-29 2026-06-29; 2 2026-09-29 -"},
		{"two rows of one day", "2026-06-01 - S C1 U6 -", []string{"2026-06-15", "2026-06-15"}, "2026-06-30", "1 2026-06-29 2026-06-15; 2 2026-09-15 -"},
		{"before care and on the day it ended", "2026-06-01 2026-06-20 S C1 U6 E4A", []string{"2026-05-31", "2026-06-20"}, "2026-06-30", "1 2026-06-29 -"},
		{"outside the calendar", "2031-01-06 - S C1 U6 -", []string{"2031-01-20"}, "2031-02-01", "1 - 2031-01-20; 2 2031-04-20 -"},
	} {
		t.Run(c.name, func(t *testing.T) {
			who := child(c.episodes)
			who.Reviews = reviews(c.held...)
			chain, ok := ReviewsDue(who, one(t, who), cal, limits, day(c.at))
			var got []string
			for _, r := range chain {
				words := fmt.Sprintf("%d %s %s", r.Number, r.Due, r.Held)
				words = strings.ReplaceAll(words, "  ", " - ")
				if r.Held == 0 {
					words += "-"
				}
				got = append(got, words)
			}
			if s := strings.Join(got, "; "); s != c.want || !ok {
				t.Errorf("%q, %v; want %q", s, ok, c.want)
			}
		})
	}

	who := child("2025-01-06 - S C1 U6 -")
	who.Partial.Reviews = true
	if chain, ok := ReviewsDue(who, one(t, who), cal, limits, day("2026-06-30")); !ok || len(chain) != 1 || !chain[0].Overdue(day("2025-02-04")) || chain[0].Overdue(day("2025-02-03")) {
		t.Errorf("partial, none held: %+v, %v", chain, ok) // 6 January + 20 working days is 3 February 2025
	}
	who.Reviews = reviews("2026-05-01")
	if chain, ok := ReviewsDue(who, one(t, who), cal, limits, day("2026-06-30")); ok || chain != nil {
		t.Errorf("partial, the latest held: %+v, %v", chain, ok)
	}

	// A new period of care starts a new chain; each sees its own reviews.
	who = child("2025-01-06 2025-03-01 S V2 U6 E4A", "2025-06-02 - S V2 U6 -")
	who.Reviews = reviews("2025-01-20", "2025-06-16")
	periods, _ := CarePeriods(who)
	for i, want := range []string{"[{1 2025-02-03 2025-01-20} {2 2025-04-20 }]", "[{1 2025-06-30 2025-06-16} {2 2025-09-16 }]"} {
		if chain, _ := ReviewsDue(who, periods[i], cal, limits, day("2025-06-30")); fmt.Sprint(chain) != want {
			t.Errorf("period %d: %v, want %s", i+1, chain, want)
		}
	}
}

func TestCountReviews(t *testing.T) {
	who := child("2025-08-01 2026-05-29 S C1 U6 E4A")
	p := one(t, who)
	chain := []ReviewDue{
		{1, day("2025-09-01"), day("2025-08-29")},
		{2, day("2025-11-29"), day("2025-12-01")}, // two days late
		{3, day("2026-01-31"), day("2026-01-10")},
		{4, day("2026-02-28"), day("2026-02-28")}, // on the last day in time
		{5, day("2026-03-31"), 0},
		{6, day("2026-05-29"), 0}, // due on the day care ended: not due
		{7, 0, day("2026-02-01")}, // no due day
	}
	for _, c := range []struct {
		first, last string
		want        ReviewCounts
	}{
		{"2025-07-01", "2025-09-30", ReviewCounts{FirstDue: 1, FirstInTime: 1}},
		{"2025-10-01", "2025-12-31", ReviewCounts{SecondDue: 1}},
		{"2026-01-01", "2026-03-31", ReviewCounts{LaterDue: 3, LaterInTime: 2}},
		{"2026-04-01", "2026-06-30", ReviewCounts{}},
		{"2025-11-29", "2025-11-29", ReviewCounts{SecondDue: 1}},
		{"2025-11-30", "2025-12-30", ReviewCounts{}}, // held in it, due before
	} {
		if got := CountReviews(chain, p, day(c.first), day(c.last)); got != c.want {
			t.Errorf("%s to %s: %+v, want %+v", c.first, c.last, got, c.want)
		}
	}
	if r := chain[1]; !r.Overdue(day("2025-11-30")) || r.Overdue(day("2025-11-29")) || r.Overdue(day("2025-12-01")) || r.InTime() {
		t.Error("overdue: edges")
	}
}

func TestPlanBySecondReview(t *testing.T) {
	who := child("2026-01-05 - S C1 U6 -")
	p := one(t, who)
	first, last := day("2026-04-01"), day("2026-06-30")
	for _, c := range []struct {
		name      string
		due, held string
		plans     []Plan
		want      SecondReviewPlan
	}{
		{"agreed at the review", "2026-04-30", "2026-04-28", []Plan{{Option: PlanAdoption, Role: MainPlan, AgreedOn: day("2026-04-28")}}, PlanInTime},
		{"agreed the day after", "2026-04-30", "2026-04-28", []Plan{{Option: PlanAdoption, Role: MainPlan, AgreedOn: day("2026-04-29")}}, PlanNotInTime},
		{"review late, inside four months", "2026-04-30", "2026-05-05", []Plan{{Option: PlanAdoption, AgreedOn: day("2026-05-05")}}, PlanInTime},
		{"review late, past four months", "2026-04-30", "2026-05-06", []Plan{{Option: PlanAdoption, AgreedOn: day("2026-05-06")}}, PlanNotInTime},
		{"review not held, agreed by the due day", "2026-04-30", "", []Plan{{Option: PlanAdoption, AgreedOn: day("2026-04-30")}}, PlanInTime},
		{"review not held, agreed later", "2026-04-30", "", []Plan{{Option: PlanAdoption, AgreedOn: day("2026-05-01")}}, PlanNotInTime},
		{"a parallel plan is not enough", "2026-04-30", "2026-04-28", []Plan{{Option: PlanAdoption, Role: ParallelPlan, AgreedOn: day("2026-02-01")}}, PlanNotInTime},
		{"never agreed", "2026-04-30", "2026-04-28", []Plan{{Option: PlanAdoption, Role: MainPlan}}, PlanNotInTime},
		{"no plan", "2026-04-30", "2026-04-28", nil, PlanNotInTime},
		{"agreed in pre-proceedings", "2026-04-30", "2026-04-28", []Plan{{Option: PlanAdoption, AgreedOn: day("2025-12-01")}}, PlanInTime},
		{"of an earlier period of care", "2026-04-30", "2026-04-28", []Plan{{Option: PlanReturnHome, AgreedOn: day("2024-12-01"), EndedOn: day("2025-02-01")}}, PlanNotInTime},
		{"due in the next quarter", "2026-07-01", "2026-06-28", []Plan{{Option: PlanAdoption, AgreedOn: day("2026-02-01")}}, PlanNotDue},
	} {
		who.Plans = c.plans
		chain := []ReviewDue{{1, day("2026-02-02"), day("2026-01-30")}, {2, day(c.due), day(c.held)}}
		if got := PlanBySecondReview(who, p, chain, DefaultLimits(), first, last); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestPlans(t *testing.T) {
	plans := []Plan{
		{Option: PlanReturnHome, Role: MainPlan, AgreedOn: day("2025-03-01"), EndedOn: day("2025-09-01")},
		{Option: PlanAdoption, Role: MainPlan, Recorded: day("2025-09-01"), AgreedOn: day("2025-10-01")},
		{Option: PlanSpecialGuardian, Role: ParallelPlan, Recorded: day("2025-02-01")},
		{Option: PlanLongTermFostering, Role: ContingencyPlan},
		{Option: NoPlan, Role: MainPlan, Recorded: day("2025-12-01")},
	}
	for _, c := range []struct {
		at                          string
		main, parallel, contingency PlanOption
		agreed                      bool
	}{
		{"2025-01-31", NoPlan, NoPlan, PlanLongTermFostering, false},
		{"2025-03-01", PlanReturnHome, PlanSpecialGuardian, PlanLongTermFostering, true},
		{"2025-08-31", PlanReturnHome, PlanSpecialGuardian, PlanLongTermFostering, true},
		{"2025-09-01", PlanAdoption, PlanSpecialGuardian, PlanLongTermFostering, false},
		{"2025-10-01", PlanAdoption, PlanSpecialGuardian, PlanLongTermFostering, true},
		{"2026-01-01", PlanAdoption, PlanSpecialGuardian, PlanLongTermFostering, true},
	} {
		at := day(c.at)
		got := []PlanOption{OptionOn(plans, MainPlan, at), OptionOn(plans, ParallelPlan, at), OptionOn(plans, ContingencyPlan, at)}
		if got[0] != c.main || got[1] != c.parallel || got[2] != c.contingency || PlanAgreedOn(plans, at) != c.agreed {
			t.Errorf("on %s: %v, agreed %v", c.at, got, PlanAgreedOn(plans, at))
		}
	}
}

func TestPlanningMeetings(t *testing.T) {
	limits := DefaultLimits()
	start := day("2026-01-01")
	for at, want := range map[string]bool{"2026-02-11": false, "2026-02-12": true, "2025-12-31": false, "": false} { // day 41, day 42
		if got := PlanningMeetingDue(start, day(at), false, limits); got != want {
			t.Errorf("due on %q: %v", at, got)
		}
	}
	if PlanningMeetingDue(start, day("2026-06-30"), true, limits) || PlanningMeetingDue(0, day("2026-06-30"), false, limits) {
		t.Error("due after permanence, or without a start")
	}
	limits.MeetingWeeks = 0
	if PlanningMeetingDue(start, day("2026-06-30"), false, limits) {
		t.Error("due though no interval is set")
	}
	meetings := []Meeting{{Held: day("2026-05-19"), IRO: Yes}, {Held: day("2026-04-01")}, {Held: day("2026-05-19"), IRO: No}, {Held: day("2026-07-01"), IRO: Yes}, {}}
	for at, want := range map[string]Count{"2026-06-30": Known(6), "2026-05-19": Known(0), "2026-05-18": Known(7), "2026-03-31": {}, "2026-07-02": Known(1)} { // 42 days; 0; 47
		if got := WeeksSinceMeeting(meetings, day(at)); got != want {
			t.Errorf("weeks since the last meeting on %s: %v, want %v", at, got, want)
		}
	}
	if held, iro := MeetingsWithin(meetings, day("2026-04-01"), day("2026-06-30")); held != 2 || iro != 1 {
		t.Errorf("%d held, %d with the reviewing officer", held, iro)
	}
}

func TestAssessments(t *testing.T) {
	list := []Assessment{
		{SpecialGuardian, day("2026-01-01"), day("2026-04-09"), ""},  // 98 days
		{ConnectedPerson, day("2026-01-01"), day("2026-04-10"), ""},  // 99
		{OtherAssessment, day("2026-01-01"), day("2026-04-02"), ""},  // not of the family
		{FamilyAndFriends, 0, day("2026-05-01"), ""},                 // nobody knows since when
		{FamilyAndFriends, day("2026-05-03"), day("2026-05-01"), ""}, // ends before it starts
		{SpecialGuardian, day("2026-05-01"), day("2026-07-01"), ""},
		{SpecialGuardian, day("2026-06-16"), 0, ""},
	}
	if got, want := AssessmentsWithin(list, DefaultLimits(), day("2026-04-01"), day("2026-06-30")), (AssessmentCounts{Completed: 2, InTime: 1, Unknown: 2}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	for at, want := range map[string]Count{"2026-04-09": Known(14), "2026-06-30": Known(9), "2026-07-01": Known(3), "2025-12-31": {}} { // 98, 60, 15 days
		if got := OpenAssessmentWeeks(list, day(at)); got != want {
			t.Errorf("open on %s: %v, want %v", at, got, want)
		}
	}
}

func TestProceedings(t *testing.T) {
	list := []Proceedings{
		{Issued: day("2026-01-05"), Concluded: day("2026-07-06")}, // 182 days
		{Issued: day("2026-02-01"), Concluded: day("2026-08-10")}, // 190
		{Issued: day("2027-01-01")},
		{Concluded: day("2028-01-10")}, // nobody knows when it was issued
	}
	for _, c := range []struct {
		first, last   string
		in, concluded bool
		weeks         Count
	}{
		{"2025-10-01", "2025-12-31", false, false, Count{}},
		{"2026-01-01", "2026-03-31", true, false, Known(13)}, // 85 days
		{"2026-04-01", "2026-07-05", true, false, Known(26)}, // 181
		{"2026-07-01", "2026-07-31", true, false, Known(26)}, // the first concluded, the second is open: 180 days
		{"2026-07-01", "2026-09-30", false, true, Known(28)}, // 190 days are 27 weeks and a day
		{"2026-10-01", "2026-12-31", false, false, Count{}},
		{"2027-01-01", "2027-01-01", true, false, Known(0)},
	} {
		first, last := day(c.first), day(c.last)
		if in, done, weeks := InProceedings(list, last), ProceedingsConcluded(list, first, last), WeeksInProceedings(list, first, last); in != c.in || done != c.concluded || weeks != c.weeks {
			t.Errorf("%s to %s: %v, %v, %v", c.first, c.last, in, done, weeks)
		}
	}
	if got := WeeksInProceedings(list[3:], day("2028-01-01"), day("2028-03-31")); got.Known {
		t.Errorf("no day of issue: %v", got)
	}
	if got := WeeksInProceedings(list[:1], day("2026-07-01"), day("2026-09-30")); got != Known(26) {
		t.Errorf("182 days are %v weeks, want 26", got)
	}
	if since, ok := InPreProceedingsOn([]PreProceedings{{day("2026-01-01"), day("2026-03-01")}, {day("2026-05-01"), 0}}, day("2026-06-30")); !ok || since != day("2026-05-01") {
		t.Errorf("pre-proceedings since %v, %v", since, ok)
	}
	if _, ok := InPreProceedingsOn([]PreProceedings{{day("2026-01-01"), day("2026-03-01")}}, day("2026-03-01")); ok {
		t.Error("pre-proceedings on the day they ended")
	}
}
