package care

import "testing"

// Days were counted with a calendar in hand. The second quarter of 2026 runs from 1 April to 30 June.
var (
	q2First = day("2026-04-01")
	q2Last  = day("2026-06-30")
)

func TestParticipationWithin(t *testing.T) {
	review := func(held, code string) Review { return Review{Held: day(held), Participation: Participation(code)} }
	for _, c := range []struct {
		name    string
		birth   string
		reviews []Review
		want    ParticipationCounts
	}{
		{"none held", "", nil, ParticipationCounts{}},
		{"spoke", "", []Review{review("2026-05-01", "PN1")}, ParticipationCounts{Asked: 1, TookPart: 1}},
		{"first and last day of the quarter", "", []Review{review("2026-04-01", "PN2"), review("2026-06-30", "PN6")}, ParticipationCounts{Asked: 2, TookPart: 2}},
		{"the days beside it", "", []Review{review("2026-03-31", "PN2"), review("2026-07-01", "PN6")}, ParticipationCounts{}},
		{"came and said nothing", "", []Review{review("2026-05-01", "PN4")}, ParticipationCounts{Asked: 1, TookPart: 1, Silent: 1}},
		{"absent, views not brought", "", []Review{review("2026-05-01", "PN7")}, ParticipationCounts{Asked: 1}},
		{"under four, no day of birth", "", []Review{review("2026-05-01", "PN0")}, ParticipationCounts{}},
		{"the day before the fourth birthday", "2022-05-02", []Review{review("2026-05-01", "PN0")}, ParticipationCounts{}},
		{"the fourth birthday", "2022-05-01", []Review{review("2026-05-01", "PN1")}, ParticipationCounts{Asked: 1, TookPart: 1}},
		{"four, and coded as under four", "2022-05-01", []Review{review("2026-05-01", "PN0")}, ParticipationCounts{Unknown: 1}},
		{"no code", "2015-05-01", []Review{review("2026-05-01", "")}, ParticipationCounts{Unknown: 1}},
		{"two rows of one day", "", []Review{review("2026-05-01", ""), review("2026-05-01", "PN5")}, ParticipationCounts{Asked: 1, TookPart: 1}},
		{"before care", "", []Review{review("2025-12-01", "PN1")}, ParticipationCounts{}},
	} {
		child := child("2026-01-05 - S C2 U6 -")
		child.Birth, child.Reviews = day(c.birth), c.reviews
		if got := ParticipationWithin(child, one(t, child), q2First, q2Last); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestHomeFollowUp(t *testing.T) {
	for _, c := range []struct {
		name     string
		episodes []string
		want     FollowUp
		row      bool // of a child who is at home, in the quarter
	}{
		{"in care throughout", []string{"2025-01-05 - S C2 U6 -"}, NoFollowUpDue, false},
		{"home a year before the first day", []string{"2025-01-05 2025-04-01 S V2 U6 E4A"}, StayedHome, true},
		{"home a year before the last day", []string{"2025-01-05 2025-06-30 S V2 U6 E4B"}, StayedHome, true},
		{"a day too late", []string{"2025-01-05 2025-07-01 S V2 U6 E4B"}, NoFollowUpDue, false},
		{"to relatives without responsibility", []string{"2025-01-05 2025-05-10 S V2 U6 E13"}, StayedHome, true},
		{"another way out", []string{"2025-01-05 2025-05-10 S V2 U6 E8"}, NoFollowUpDue, false},
		{"back the day before", []string{"2025-01-05 2025-05-10 S V2 U6 E4A", "2026-05-09 - S V2 U6 -"}, CameBack, false},
		{"back on the day", []string{"2025-01-05 2025-05-10 S V2 U6 E4A", "2026-05-10 - S V2 U6 -"}, StayedHome, false},
		{"back, and home again", []string{"2025-01-05 2025-05-10 S V2 U6 E4A", "2025-08-01 2025-11-01 S V2 U6 E4A"}, CameBack, true},
		// Home on 2 November 2025: the six months are over on 2 May 2026.
		{"six months over", []string{"2025-01-05 2025-11-02 S V2 U6 E4A"}, NoFollowUpDue, true},
		{"six months over a day before", []string{"2025-01-05 2025-09-30 S V2 U6 E4A"}, NoFollowUpDue, false},
		{"six months not over", []string{"2025-01-05 2025-12-31 S V2 U6 E4A"}, NoFollowUpDue, true}, // clamped: 30 June
		{"six months over a day after", []string{"2025-01-05 2026-01-01 S V2 U6 E4A"}, NoFollowUpDue, false},
	} {
		child := child(c.episodes...)
		periods, _ := CarePeriods(child)
		if got := HomeFollowUp(periods, q2First, q2Last); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if _, row := HomeSince(child, periods, DefaultLimits(), q2First, q2Last); row != c.row {
			t.Errorf("%s: a row is %v, want %v", c.name, row, c.row)
		}
	}
	latest := child("2025-01-05 2025-05-10 S V2 U6 E4A")
	latest.Partial.Episodes = true
	partial, _ := CarePeriods(latest)
	if got := HomeFollowUp(partial, q2First, q2Last); got != NoFollowUpDue {
		t.Errorf("a record of the latest period of care only: %s", got)
	}
	leap := child("2023-05-01 2024-02-29 S V2 U6 E4A")
	periods, _ := CarePeriods(leap)
	if got := HomeFollowUp(periods, day("2025-02-28"), day("2025-02-28")); got != StayedHome {
		t.Errorf("home on 29 February: %s on 28 February a year later", got)
	}
}

func TestPlacementsEnded(t *testing.T) {
	c := child(
		"2025-01-05 2026-04-01 S C2 U6 X1",
		"2026-04-01 2026-05-01 P C2 U6 X1",
		"2026-05-01 2026-05-10 P C2 T3 X1", // the carer's holiday
		"2026-05-10 2026-06-01 P C2 U6 X1",
		"2026-06-01 2026-06-30 P C2 K2 X1",
		"2026-06-30 - P C2 U6 -",
	)
	for i, reason := range []ChangeCode{"CREQB", "OTHER", "OTHER", "CARPL", ""} {
		c.Episodes[i].Changed = reason
	}
	// Ends on 1 April (carer's request), 1 June (the care plan; the holiday is none) and 30 June (nobody wrote why).
	want := EndCounts{Ended: 2, Unplanned: 1, Unknown: 1}
	if got := PlacementsEnded(one(t, c), q2First, q2Last); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := PlacementsEnded(one(t, c), day("2026-04-02"), day("2026-05-31")); got != (EndCounts{}) {
		t.Errorf("between: %+v", got)
	}
	left := child("2025-01-05 2026-05-01 S C2 U6 E4B")
	left.Episodes[0].Changed = "ALLEG"
	if got := PlacementsEnded(one(t, left), q2First, q2Last); got != (EndCounts{}) {
		t.Errorf("leaving care: %+v", got)
	}
}

// An unplanned end on 10 March 2026: eight weeks later is 5 May, 13 weeks earlier is 9 December 2025.
func TestDisruptionMeetings(t *testing.T) {
	for _, c := range []struct {
		name      string
		reason    ChangeCode
		end       string // of care
		meeting   string
		due, held int
	}{
		{"none held", "CREQO", "", "", 1, 0},
		{"on the last day", "CREQO", "", "2026-05-05", 1, 1},
		{"a day late", "CREQO", "", "2026-05-06", 1, 0},
		{"when it was at risk", "CREQO", "", "2025-12-09", 1, 1},
		{"a day too early", "CREQO", "", "2025-12-08", 1, 0},
		{"planned", "CARPL", "", "2026-03-10", 0, 0},
		{"care ended first", "CREQO", "2026-05-05", "2026-03-12", 0, 0},
	} {
		ceased := "-"
		if c.end != "" {
			ceased = "E4A"
		} else {
			c.end = "-"
		}
		child := child("2025-01-05 2026-03-10 S C2 U6 X1", "2026-03-10 "+c.end+" P C2 U6 "+ceased)
		child.Episodes[0].Changed = c.reason
		child.Events = []Event{{Kind: DisruptionMeeting, On: day(c.meeting)}}
		if due, held := DisruptionMeetings(child, one(t, child), q2First, q2Last); due != c.due || held != c.held {
			t.Errorf("%s: %d of %d, want %d of %d", c.name, held, due, c.held, c.due)
		}
	}
}

func TestStayingPut(t *testing.T) {
	for _, c := range []struct {
		name, birth, place, end, ceased, agreed string
		band                                    AgeBand
		kept                                    bool
		want                                    StayingPut
	}{
		{"agreed the day before", "2008-05-15", "U6", "2026-05-15", "E17", "2026-05-14", "", true, AgreedInTime},
		{"agreed on the birthday", "2008-05-15", "U6", "2026-05-15", "E17", "2026-05-15", "", true, NotAgreedInTime},
		{"never agreed", "2008-05-15", "U1", "2026-05-15", "E8", "", "", true, NotAgreedInTime},
		{"left before the birthday", "2008-05-15", "U6", "2026-05-14", "E5", "2026-05-01", "", true, NoStayingPutDue},
		{"from a children's home", "2008-05-15", "K2", "2026-05-15", "E5", "", "", true, NoStayingPutDue},
		{"in another quarter", "2008-07-01", "U6", "2026-07-01", "E17", "2026-05-01", "", true, NoStayingPutDue},
		{"no day of birth, stayed on", "", "U4", "2026-05-15", "E17", "2026-05-01", From16, true, AgreedInTime},
		{"no day of birth, reason that says nothing", "", "U4", "2026-05-15", "E8", "2026-05-01", From16, true, NoStayingPutDue},
		{"no day of birth, too young", "", "U4", "2026-05-15", "E17", "", From10To15, true, NoStayingPutDue},
		{"the source has no events", "2008-05-15", "U6", "2026-05-15", "E17", "", "", false, StayingPutUnknown},
	} {
		child := child("2020-01-05 " + c.end + " S C2 " + c.place + " " + c.ceased)
		child.Birth, child.AgeBand = day(c.birth), c.band
		child.Events = []Event{{Kind: StayingPutAgreed, On: day(c.agreed)}}
		if got := StayingPutOn(child, one(t, child), c.kept, q2First, q2Last); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// The year to 30 June 2026 begins on 1 July 2025.
func TestInYearTo(t *testing.T) {
	for on, want := range map[string]Tri{"": No, "2025-06-30": No, "2025-07-01": Yes, "2026-06-30": Yes, "2026-07-01": No} {
		c := &Child{Events: []Event{{Kind: Chronology, On: day(on)}}}
		if got := InYearTo(c, Chronology, q2Last); got != want {
			t.Errorf("%q: %s, want %s", on, got, want)
		}
		if InYearTo(c, Genogram, q2Last) != No {
			t.Errorf("%q: another document counts", on)
		}
	}
}

// With the carer since 29 February 2024: two years are over on 28 February 2026.
func TestGuardianshipConsidered(t *testing.T) {
	limits := DefaultLimits()
	for on, want := range map[string]Tri{"": No, "2026-02-27": No, "2026-02-28": Yes, "2026-06-30": Yes, "2026-07-01": No} {
		c := child("2023-01-05 2024-02-29 S C2 U6 X1", "2024-02-29 - P C2 U6 -")
		c.Events = []Event{{Kind: GuardianshipConsidered, On: day(on)}}
		if got := GuardianshipConsideredOn(c, one(t, c), limits, q2Last); got != want {
			t.Errorf("%q: %s, want %s", on, got, want)
		}
	}
	limits.SettledYears = 0 // none set: since the day the child moved in
	c := child("2023-01-05 2024-02-29 S C2 U6 X1", "2024-02-29 - P C2 U6 -")
	c.Events = []Event{{Kind: GuardianshipConsidered, On: day("2024-03-01")}}
	if got := GuardianshipConsideredOn(c, one(t, c), limits, q2Last); got != Yes {
		t.Errorf("no length set: %s", got)
	}
}

func TestCarePlanCurrent(t *testing.T) {
	for _, c := range []struct {
		name    string
		reviews []string
		updated string
		want    Tri
	}{
		{"no review, no plan", nil, "", No},
		{"no review, a plan since care began", nil, "2026-01-05", Yes},
		{"no review, a plan from before", nil, "2026-01-04", No},
		{"on the day of the review", []string{"2026-02-01", "2026-05-01"}, "2026-05-01", Yes},
		{"since the review before the last", []string{"2026-02-01", "2026-05-01"}, "2026-04-30", No},
		{"a review after the day", []string{"2026-02-01", "2026-07-01"}, "2026-02-10", Yes},
	} {
		child := child("2026-01-05 - S C2 U6 -")
		for _, r := range c.reviews {
			child.Reviews = append(child.Reviews, Review{Held: day(r)})
		}
		child.Events = []Event{{Kind: CarePlanUpdated, On: day(c.updated)}}
		if got := CarePlanCurrent(child, one(t, child), q2Last); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// The final order on 10 March 2026, and four weeks: due on 7 April.
func TestPanelTransfer(t *testing.T) {
	for _, c := range []struct {
		name, in, careEnd string
		weeks             int
		plan              PlanOption
		want              Transfer
	}{
		{"never", "", "", 4, PlanLongTermFostering, TransferLate},
		{"on the day of the order", "2026-03-10", "", 4, PlanLongTermFostering, TransferOnTime},
		{"on the last day", "2026-04-07", "", 4, PlanLongTermFostering, TransferOnTime},
		{"a day late", "2026-04-08", "", 4, PlanLongTermFostering, TransferLate},
		{"the earlier panel", "2026-03-09", "", 4, PlanLongTermFostering, TransferLate},
		{"stays with the panel for adoption", "", "", 4, PlanAdoption, NoTransferDue},
		{"care ended first", "", "2026-04-07", 4, PlanLongTermFostering, NoTransferDue},
		{"children do not pass between panels", "", "", 0, PlanLongTermFostering, NoTransferDue},
		{"not due yet", "", "", 17, PlanLongTermFostering, NoTransferDue},
	} {
		end, ceased := "-", "-"
		if c.careEnd != "" {
			end, ceased = c.careEnd, "E4A"
		}
		child := child("2025-06-05 " + end + " S C2 U6 " + ceased)
		child.Proceedings = []Proceedings{{Issued: day("2025-06-05"), Concluded: day("2026-03-10")}}
		child.Plans = []Plan{{Option: c.plan, Role: MainPlan}}
		child.Events = []Event{{Kind: TrackingPanelIn, On: day("2025-06-20")}, {Kind: TrackingPanelIn, On: day(c.in)}}
		limits := DefaultLimits()
		limits.TransferWeeks = c.weeks
		if got := PanelTransfer(child, one(t, child), limits, q2First, q2Last); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestWeeksToSettle(t *testing.T) {
	for _, c := range []struct {
		raised, resolved string
		want             Count
	}{
		{"2026-04-01", "2026-04-01", Known(0)},
		{"2026-03-01", "2026-04-01", Known(5)}, // 31 days
		{"2026-03-04", "2026-04-01", Known(4)}, // 28 days
		{"", "2026-04-01", Count{}},
		{"2026-04-01", "", Count{}},
		{"2026-02-01", "2026-03-31", Count{}},
	} {
		if got := WeeksToSettle([]Dispute{{Raised: day(c.raised), Resolved: day(c.resolved)}}, q2First, q2Last); got != c.want {
			t.Errorf("%s to %s: %v, want %v", c.raised, c.resolved, got, c.want)
		}
	}
}

// The two years to 30 June 2026 begin on 1 July 2024.
func TestPlacements24Months(t *testing.T) {
	c := child("2023-01-05 2024-07-01 S C2 U6 X1", "2024-07-01 2025-03-01 P C2 U6 X1", "2025-03-01 - P C2 U6 -")
	if got := Placements24Months(one(t, c), q2Last); got != Known(2) {
		t.Errorf("ended on the first day: %v, want 2", got)
	}
	c.Episodes[0].End, c.Episodes[1].Start = day("2024-07-02"), day("2024-07-02")
	if got := Placements24Months(one(t, c), q2Last); got != Known(3) {
		t.Errorf("open on the first day: %v, want 3", got)
	}
}
