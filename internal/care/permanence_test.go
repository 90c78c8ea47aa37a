package care

import "testing"

func TestPermanence(t *testing.T) {
	residential := []Plan{{Option: PlanResidential, Role: MainPlan, AgreedOn: day("2025-05-01")}}
	for _, c := range []struct {
		name     string
		episodes []string
		plans    []Plan
		recorded []PermanenceAchieved
		at       string
		route    Route // "" for not achieved
		on, conf string
		months   int
	}{
		{"waiting", []string{"2025-01-10 - S C1 U6 -"}, nil, nil, "2026-06-30", "", "", "", 0},
		{"adopted", []string{"2025-01-10 2026-03-10 S C1 A6 E12"}, nil, nil, "2026-03-10", ByAdoption, "2026-03-10", "2026-03-10", 14},
		{"adopted tomorrow", []string{"2025-01-10 2026-03-10 S C1 A6 E11"}, nil, nil, "2026-03-09", "", "", "", 0},
		{"special guardianship, one day past 14 months", []string{"2025-01-10 2026-03-11 S C1 U6 E46"}, nil, nil, "2026-06-30", BySpecialGuardian, "2026-03-11", "2026-03-11", 15},
		{"special guardianship, old code", []string{"2015-01-10 2015-03-10 S C1 U6 E43"}, nil, nil, "2026-06-30", BySpecialGuardian, "2015-03-10", "2015-03-10", 2},
		{"arrangements order", []string{"2025-01-10 2025-12-10 S C1 U3 E41"}, nil, nil, "2026-06-30", ByArrangements, "2025-12-10", "2025-12-10", 11},
		{"long-term match with present carers", []string{"2025-01-10 2025-06-01 S C1 U6 X1", "2025-06-01 2025-08-01 T C1 U4 X1", "2025-08-01 - L C2 U4 -"}, nil, nil,
			"2026-06-30", ByLongTermFoster, "2025-06-01", "2025-06-01", 5},
		{"match tomorrow", []string{"2025-01-10 2025-06-01 S C1 U6 X1", "2025-06-01 - T C1 U4 -"}, nil, nil, "2025-05-31", "", "", "", 0},
		{"match lost", []string{"2025-01-10 2025-06-01 S C1 U4 X1", "2025-06-01 - P C1 U6 -"}, nil, nil, "2026-06-30", "", "", "", 0},
		{"matched again", []string{"2025-01-10 2025-06-01 S C1 U4 X1", "2025-06-01 - P C1 U1 -"}, nil, nil, "2026-06-30", ByLongTermFoster, "2025-06-01", "2025-06-01", 5},
		{"long-term carers, child in hospital", []string{"2025-01-10 2025-06-01 S C1 U4 X1", "2025-06-01 - P C1 T1 -"}, nil, nil, "2025-06-30", ByLongTermFoster, "2025-01-10", "2025-01-10", 0},
		{"residential, agreed after the move", []string{"2025-01-10 - S C2 K2 -"}, residential, nil, "2026-06-30", ByResidential, "2025-05-01", "2025-05-01", 4},
		{"residential, moved after the agreement", []string{"2025-01-10 2025-07-01 S C2 U6 X1", "2025-07-01 - P C2 K2 -"}, residential, nil, "2026-06-30", ByResidential, "2025-07-01", "2025-07-01", 6},
		{"residential plan, foster home", []string{"2025-01-10 - S C2 U6 -"}, residential, nil, "2026-06-30", "", "", "", 0},
		{"residential home, no plan", []string{"2025-01-10 - S C2 K2 -"}, nil, nil, "2026-06-30", "", "", "", 0},
		{"home, not yet six months", []string{"2025-01-10 2025-08-31 S V2 U6 E4A"}, nil, nil, "2026-02-27", "", "", "", 0},
		{"home, six months", []string{"2025-01-10 2025-08-31 S V2 U6 E4A"}, nil, nil, "2026-02-28", ByReturnHome, "2025-08-31", "2026-02-28", 8},
		{"home, to relatives", []string{"2025-01-10 2025-08-31 S V2 U6 E13"}, nil, nil, "2026-06-30", ByReturnHome, "2025-08-31", "2026-02-28", 8},
		{"home, back on the day", []string{"2025-01-10 2025-08-31 S V2 U6 E4B", "2026-02-28 - S V2 U6 -"}, nil, nil, "2026-02-28", "", "", "", 0},
		{"home, back later", []string{"2025-01-10 2025-08-31 S V2 U6 E4A", "2026-05-01 - S V2 U6 -"}, nil, nil, "2026-06-30", "", "", "", 0},
		{"home, looked at before the return", []string{"2025-01-10 2025-08-31 S V2 U6 E4A", "2026-05-01 - S V2 U6 -"}, nil, nil, "2026-04-30", ByReturnHome, "2025-08-31", "2026-02-28", 8},
		{"with parents, six months", []string{"2025-01-10 2025-06-15 S C1 U6 X1", "2025-06-15 - B C2 P1 -"}, nil, nil, "2025-12-15", ByReturnHome, "2025-06-15", "2025-12-15", 6},
		{"with parents, a day less", []string{"2025-01-10 2025-06-15 S C1 U6 X1", "2025-06-15 - B C2 P1 -"}, nil, nil, "2025-12-14", "", "", "", 0},
		{"with parents, then discharged", []string{"2025-01-10 2025-06-15 S C1 U6 X1", "2025-06-15 2025-10-01 B C2 P1 E4A"}, nil, nil, "2025-12-15", ByReturnHome, "2025-06-15", "2025-12-15", 6},
		{"recorded by the tracker", []string{"2025-01-10 - S C2 U6 -"}, nil, []PermanenceAchieved{{day("2025-09-01"), ByLongTermFoster}}, "2026-06-30", ByLongTermFoster, "2025-09-01", "2025-09-01", 8},
		{"recorded later than we look", []string{"2025-01-10 - S C2 U6 -"}, nil, []PermanenceAchieved{{day("2025-09-01"), ByLongTermFoster}}, "2025-08-31", "", "", "", 0},
		{"recorded, moved since", []string{"2025-01-10 2025-10-01 S C2 U6 X1", "2025-10-01 - P C2 U6 -"}, nil, []PermanenceAchieved{{day("2025-09-01"), ByLongTermFoster}}, "2026-06-30", "", "", "", 0},
		{"recorded of an earlier period", []string{"2025-10-01 - S C2 U6 -"}, nil, []PermanenceAchieved{{day("2025-09-01"), ByLongTermFoster}}, "2026-06-30", "", "", "", 0},
		{"recorded order, no code", []string{"2025-01-10 2025-10-01 S C2 U3 E8"}, nil, []PermanenceAchieved{{day("2025-10-01"), BySpecialGuardian}}, "2026-06-30", BySpecialGuardian, "2025-10-01", "2025-10-01", 9},
		{"recorded without a route", []string{"2025-01-10 - S C2 U6 -"}, nil, []PermanenceAchieved{{day("2025-09-01"), ""}}, "2026-06-30", "", "", "", 0},
		{"stays with long-term carers at 18", []string{"2015-01-10 2015-06-01 S C2 U6 X1", "2015-06-01 2026-02-10 T C2 U4 E17"}, nil, nil, "2026-03-31", ByLongTermFoster, "2015-06-01", "2015-06-01", 5},
		{"independent at 17", []string{"2015-01-10 2026-02-10 S C2 U4 E5"}, nil, nil, "2026-03-31", "", "", "", 0},
		{"not in care yet", []string{"2025-01-10 - S C2 U4 -"}, nil, nil, "2025-01-09", "", "", "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			who := child(c.episodes...)
			who.Plans, who.Achieved = c.plans, c.recorded
			periods, _ := CarePeriods(who)
			p := periods[0]
			if q, ok := PeriodOn(periods, day(c.at)); ok {
				p = q
			}
			got, ok := PermanenceOn(who, periods, p, DefaultLimits(), day(c.at))
			if ok != (c.route != "") || got.Route != c.route || got.On.String() != c.on || got.Confirmed.String() != c.conf {
				t.Fatalf("%v %s %s %s; want %s %s %s", ok, got.Route, got.On, got.Confirmed, c.route, c.on, c.conf)
			}
			if ok && got.Months(p) != c.months {
				t.Errorf("%d months, want %d", got.Months(p), c.months)
			}
		})
	}

	// The first period, asked about after the child has come back, is permanent no more.
	who := child("2025-01-10 2025-08-31 S V2 U6 E4A", "2026-05-01 - S V2 U6 -")
	periods, _ := CarePeriods(who)
	if _, ok := PermanenceOn(who, periods, periods[0], DefaultLimits(), day("2026-06-30")); ok {
		t.Error("back in care, and yet permanent")
	}
	// The setting: a placement with parents is no return home.
	who = child("2025-01-10 - S C2 P1 -")
	periods, _ = CarePeriods(who)
	limits := DefaultLimits()
	limits.AtHomeCounts = false
	if _, ok := PermanenceOn(who, periods, periods[0], limits, day("2026-06-30")); ok {
		t.Error("with parents counts against the setting")
	}
}

func TestAdoption(t *testing.T) {
	who := child(
		"2024-01-10 2024-07-01 S C1 U6 X1",
		"2024-07-01 2024-12-01 L E1 U6 X1",
		"2024-12-01 2025-09-01 P E1 A6 E12")
	who.Adoptions = []Adoption{{Decided: day("2024-05-09"), Matched: day("2024-11-08")}}
	p := one(t, who)
	a, ok := AdoptionOn(who, p, day("2025-12-31"))
	if !ok || a.PlacementOrder != day("2024-07-01") || a.Placed != day("2024-12-01") || a.Ordered != day("2025-09-01") || a.FosteredFrom != 0 {
		t.Fatalf("%+v", a)
	}
	// 10 January to 9 May 2024 is 120 days, in a leap year.
	want := AdoptionStages{
		EntryToDecision: Known(120), DecisionToMatch: Known(183), MatchToPlaced: Known(23), PlacedToAdopted: Known(274),
		EntryToAdopted: Known(600), EntryToPlaced: Known(326), EntryToMovedIn: Known(326), OrderToMatch: Known(130),
	}
	if got := a.Stages(p); got != want {
		t.Errorf("stages %+v, want %+v", got, want)
	}
	for at, w := range map[string]bool{"2024-06-30": false, "2024-07-01": true, "2024-11-30": true, "2024-12-01": false} {
		b, _ := AdoptionOn(who, p, day(at))
		if b.Waiting(p, day(at)) != w {
			t.Errorf("waiting on %s: %v", at, !w)
		}
	}
	if b, _ := AdoptionOn(who, p, day("2024-11-07")); b.Matched != 0 || b.Placed != 0 || b.Ordered != 0 {
		t.Errorf("known before it happened: %+v", b)
	}
	if _, ok := AdoptionOn(who, p, day("2024-05-08")); ok {
		t.Error("something known before the decision")
	}

	// Adopted by the foster carers of the first day: A10 is 0, A1 is not; matched before the order: A2 is 0.
	who = child("2024-01-10 2024-07-01 S C1 U5 X1", "2024-07-01 2024-12-01 U E1 A5 E12")
	who.Adoptions = []Adoption{{Decided: day("2024-05-09"), Matched: day("2024-06-01"), FosterCarer: Yes}}
	p = one(t, who)
	a, _ = AdoptionOn(who, p, day("2025-12-31"))
	if s := a.Stages(p); s.EntryToPlaced != Known(173) || s.EntryToMovedIn != Known(0) || s.OrderToMatch != Known(0) || !s.MatchBeforeOrder {
		t.Errorf("%+v, %+v", a, s)
	}
	// The source says they were not the foster carers: A10 is A1.
	who.Adoptions[0].FosterCarer = No
	if a, _ = AdoptionOn(who, p, day("2025-12-31")); a.Stages(p).EntryToMovedIn != Known(173) {
		t.Errorf("%+v", a)
	}
	// By foster carers, and nobody knows since when.
	if s := (Adoption{Placed: day("2024-07-01"), FosterCarer: Yes}).Stages(p); s.EntryToMovedIn.Known || s.EntryToPlaced != Known(173) {
		t.Errorf("%+v", s)
	}
	// Left out of A2: no order; never placed; placed on the day of the adoption order.
	for name, a := range map[string]Adoption{
		"no order":     {Matched: day("2024-06-01"), Placed: day("2024-07-01")},
		"never placed": {PlacementOrder: day("2024-05-01"), Matched: day("2024-06-01"), Ordered: day("2024-12-01")},
		"placed late":  {PlacementOrder: day("2024-05-01"), Matched: day("2024-06-01"), Placed: day("2024-12-01"), Ordered: day("2024-12-01")},
		"no match":     {PlacementOrder: day("2024-05-01"), Placed: day("2024-11-01"), Ordered: day("2024-12-01")},
	} {
		if s := a.Stages(p); s.OrderToMatch.Known {
			t.Errorf("%s: A2 is %v", name, s.OrderToMatch)
		}
	}
	// A reversed course, then a new one: the new one's placement is the one after its decision.
	who = child("2023-01-10 2023-06-01 S E1 U6 X1", "2023-06-01 2023-09-01 P E1 A6 X1", "2023-09-01 2024-06-01 P E1 U6 X1", "2024-06-01 - P E1 A6 -")
	who.Adoptions = []Adoption{{Decided: day("2024-01-05")}, {Decided: day("2023-03-01"), Reversed: day("2023-10-01"), ReversedReason: "RD1"}}
	p = one(t, who)
	if a, _ := AdoptionOn(who, p, day("2024-12-31")); a.Decided != day("2024-01-05") || a.Placed != day("2024-06-01") || a.Reversed != 0 {
		t.Errorf("second course %+v", a)
	}
	if a, _ := AdoptionOn(who, p, day("2023-12-31")); a.Reversed != day("2023-10-01") || a.Placed != day("2023-06-01") || a.Waiting(p, day("2023-12-31")) {
		t.Errorf("first course %+v", a)
	}
	// Out of order: not a length.
	if s := (Adoption{Decided: day("2022-01-01")}).Stages(p); s.EntryToDecision.Known {
		t.Error("a decision before care started has a length")
	}
}

func TestStates(t *testing.T) {
	at := day("2026-06-30")
	c := &Child{UASC: UASC{Yes, day("2026-06-30")}}
	if c.UASCOn(at) != No || c.UASCOn(day("2026-06-29")) != Yes || (&Child{}).UASCOn(at) != No {
		t.Error("unaccompanied: the day the status ends does not count")
	}
	c.Workers = []SocialWorker{
		{"a", day("2024-01-01"), day("2025-07-01"), ""}, // ended on the first day of the window
		{"b", day("2025-07-01"), day("2025-07-01"), ""}, // no day
		{"c", day("2025-06-01"), day("2025-07-02"), ""},
		{"d", day("2025-07-02"), day("2026-06-30"), ""},
		{"c", day("2026-06-30"), 0, ""}, // back again
		{"e", day("2026-07-01"), 0, ""},
	}
	if got := Workers12Months(c, at); got != Known(2) {
		t.Errorf("%v workers, want 2", got)
	}
	c.Partial.Workers = true
	if Workers12Months(c, at).Known || Workers12Months(&Child{}, at).Known {
		t.Error("workers counted from nothing")
	}
	if ConferenceOn(c, at) != ConferenceNotKnown || LifeStoryOn(c, at) != LifeStoryNotKnown {
		t.Error("a source that keeps none says none")
	}
	c.Kept = Kept{true, true}
	if ConferenceOn(c, at) != NoConference || LifeStoryOn(c, at) != NoLifeStory {
		t.Error("none")
	}
	c.Conferences = []FamilyGroupConference{{Offered: day("2026-01-01"), Held: day("2026-06-30")}, {Offered: day("2026-02-01")}}
	if ConferenceOn(c, at) != ConferenceHeld || ConferenceOn(c, day("2026-06-29")) != ConferenceOffered || ConferenceOn(c, day("2025-12-31")) != NoConference {
		t.Error("conference by day")
	}
	c.LifeStory = []LifeStory{{On: day("2025-07-01")}}
	if LifeStoryOn(c, at) != LifeStoryCurrent || LifeStoryOn(c, day("2026-07-01")) != LifeStoryStarted || LifeStoryOn(c, day("2025-06-30")) != NoLifeStory {
		t.Error("life story by day")
	}
	if n := DisputesRaised([]Dispute{{Raised: day("2026-04-01")}, {Raised: day("2026-06-30")}, {Raised: day("2026-07-01")}, {}}, day("2026-04-01"), at); n != 2 {
		t.Errorf("%d disputes", n)
	}
	for _, k := range []struct {
		own    string
		others []string
		want   SiblingsTogether
	}{
		{"a", nil, NoSiblings}, {"a", []string{"a", "a"}, AllTogether}, {"a", []string{"a", "b"}, SomeTogether}, {"a", []string{"b", "c"}, Apart},
		{"a", []string{"a", ""}, TogetherUnsettled}, {"a", []string{"b", ""}, TogetherUnsettled}, {"", []string{"a"}, TogetherUnsettled},
		{"a", []string{"a", "b", ""}, SomeTogether}, // whatever the third address is
	} {
		var others []Episode
		for _, o := range k.others {
			others = append(others, Episode{Place: o})
		}
		if got := TogetherWith(Episode{Place: k.own}, others); got != k.want {
			t.Errorf("%q with %q: %q, want %q", k.own, k.others, got, k.want)
		}
	}
}
