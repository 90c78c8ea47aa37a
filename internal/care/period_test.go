package care

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// episodes reads lines of "start end RNE LS PLACE REC", "-" for what is not known. A provider may follow the
// placement after a slash, and an address after another: "U4/PR1/a".
func episodes(lines ...string) []Episode {
	var list []Episode
	for i, line := range lines {
		f := strings.Fields(strings.ReplaceAll(line, "-\t", "- "))
		if len(f) != 6 {
			panic(fmt.Sprintf("%q is not six words", line))
		}
		for j := range f {
			if f[j] == "-" {
				f[j] = ""
			}
		}
		place := append(strings.Split(f[4], "/"), "", "")
		list = append(list, Episode{
			Row: i + 2, Start: day(f[0]), End: day(f[1]), Why: NewEpisode(f[2]), Legal: LegalStatus(f[3]),
			Placement: PlacementCode(place[0]), Provider: ProviderCode(place[1]), Place: place[2], Ceased: CeasedCode(f[5]),
		})
	}
	return list
}

func child(lines ...string) *Child { return &Child{Episodes: episodes(lines...)} }

// one is the only period of care of a child.
func one(t *testing.T, c *Child) CarePeriod {
	t.Helper()
	periods, _ := CarePeriods(c)
	if len(periods) != 1 {
		t.Fatalf("%d periods of care, want 1: %+v", len(periods), periods)
	}
	return periods[0]
}

func TestCarePeriods(t *testing.T) {
	for _, c := range []struct {
		name     string
		birth    string
		episodes []string
		want     string // start end reason episodes; ...
		doubts   []DoubtKind
	}{
		{"none", "", nil, "", nil},
		{"open", "", []string{"2026-01-05 - S C1 U6 -"}, "2026-01-05 - - 1", nil},
		{"touching, out of order", "", []string{
			"2026-02-01 - L C2 U6 -",
			"2026-01-05 2026-02-01 S C1 U6 X1"}, "2026-01-05 - - 2", nil},
		{"ended", "", []string{
			"2026-01-05 2026-02-01 S C1 U6 X1",
			"2026-02-01 2026-03-01 P C1 U4 E4A"}, "2026-01-05 2026-03-01 E4A 2", nil},
		{"one day apart is two", "", []string{
			"2026-01-05 2026-02-01 S V2 U6 E4A",
			"2026-02-02 - S V2 U6 -"}, "2026-01-05 2026-02-01 E4A 1; 2026-02-02 - - 1", nil},
		{"same day without X1 is two and a doubt", "", []string{
			"2026-01-05 2026-02-01 S V2 U6 E4A",
			"2026-02-01 - S V2 U6 -"}, "2026-01-05 2026-02-01 E4A 1; 2026-02-01 - - 1", []DoubtKind{SameDayRestart}},
		{"X1 and S on one day goes on", "", []string{
			"2026-01-05 2026-02-01 S V2 U6 X1",
			"2026-02-01 - S C1 U6 -"}, "2026-01-05 - - 2", []DoubtKind{StartInside}},
		{"X1 into a gap ends it", "", []string{
			"2026-01-05 2026-02-01 S V2 U6 X1",
			"2026-02-03 - P V2 U4 -"}, "2026-01-05 2026-02-01 - 1; 2026-02-03 - - 1", []DoubtKind{ContinuesNowhere}},
		{"X1 at the end of the record", "", []string{"2026-01-05 2026-02-01 S V2 U6 X1"}, "2026-01-05 2026-02-01 - 1", []DoubtKind{ContinuesNowhere}},
		{"not closed", "", []string{
			"2026-01-05 - S V2 U6 -",
			"2026-02-01 - P V2 U4 -"}, "2026-01-05 - - 2", []DoubtKind{NotClosed}},
		{"not closed before a new start", "", []string{
			"2026-01-05 - S V2 U6 -",
			"2026-02-01 - S V2 U4 -"}, "2026-01-05 2026-02-01 - 1; 2026-02-01 - - 1", []DoubtKind{NotClosed, NoReason}},
		{"overlap", "", []string{
			"2026-01-05 2026-02-10 S V2 U6 X1",
			"2026-02-01 2026-03-01 P V2 U4 E4A"}, "2026-01-05 2026-03-01 E4A 2", []DoubtKind{Overlap}},
		{"one inside another keeps the later end", "", []string{
			"2026-01-05 2026-03-01 S V2 U6 E4A",
			"2026-02-01 2026-02-10 P V2 U4 E4B"}, "2026-01-05 2026-03-01 E4A 2", []DoubtKind{Overlap}},
		{"no reason at the end", "", []string{"2026-01-05 2026-02-01 S V2 U6 -"}, "2026-01-05 2026-02-01 - 1", []DoubtKind{NoReason}},
		{"short breaks are out", "", []string{
			"2025-01-05 2025-01-07 S V4 R3 E4A",
			"2025-03-01 - S V3 U6 -"}, "", nil},
		{"from short breaks into care", "", []string{
			"2025-01-05 2025-01-07 S V4 U6 X1",
			"2025-01-07 - L V2 U6 -"}, "2025-01-07 - - 1", nil},
		{"first known is no start", "", []string{"2025-01-07 - P C2 U6 -"}, "2025-01-07 - - 1", []DoubtKind{FirstNotStart}},
		{"18th birthday ends it", "2008-02-10", []string{"2020-01-05 - S C2 U4 -"}, "2020-01-05 2026-02-10 - 1", nil},
		{"ended on the 18th birthday", "2008-02-10", []string{"2020-01-05 2026-02-10 S C2 U4 E17"}, "2020-01-05 2026-02-10 E17 1", nil},
		{"ended after it", "2008-02-10", []string{"2020-01-05 2026-02-12 S C2 U4 E17"}, "2020-01-05 2026-02-10 E17 1", []DoubtKind{PastEighteen}},
		{"starts on it", "2008-02-10", []string{"2026-02-10 - S V2 U4 -"}, "", []DoubtKind{PastEighteen}},
		{"no whole day", "", []string{"2026-02-10 2026-02-10 S L1 U6 E4B"}, "", []DoubtKind{NoWholeDay}},
		{"a placement of no day inside", "", []string{
			"2026-01-05 2026-01-05 S V2 U6 X1",
			"2026-01-05 2026-02-05 P V2 U4 E4A"}, "2026-01-05 2026-02-05 E4A 2", nil},
		{"end before start", "", []string{"2026-02-10 2026-02-01 S V2 U6 E4B"}, "", []DoubtKind{EndBeforeStart, NoWholeDay}},
		{"no start", "", []string{"- 2026-02-01 S V2 U6 E4B"}, "", []DoubtKind{NoStart}},
		{"born after", "2026-01-06", []string{"2026-01-05 - S V2 U6 -"}, "2026-01-05 2044-01-06 - 1", []DoubtKind{BornAfter}},
	} {
		t.Run(c.name, func(t *testing.T) {
			who := child(c.episodes...)
			who.Birth = day(c.birth)
			periods, doubts := CarePeriods(who)
			var got []string
			for _, p := range periods {
				words := []string{p.Start.String(), p.End.String(), string(p.EndedBy), fmt.Sprint(len(p.Episodes))}
				for i := range words {
					if words[i] == "" {
						words[i] = "-"
					}
				}
				got = append(got, strings.Join(words, " "))
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("periods %q, want %q", s, c.want)
			}
			var kinds []DoubtKind
			for _, d := range doubts {
				kinds = append(kinds, d.Kind)
				if message, hint := d.Kind.Words(); message == "" || hint == "" {
					t.Errorf("%s has no words", d.Kind)
				}
				if d.Row < 2 || d.Row > len(c.episodes)+1 {
					t.Errorf("%s names row %d", d.Kind, d.Row)
				}
			}
			if !slices.Equal(kinds, c.doubts) {
				t.Errorf("doubts %v, want %v", kinds, c.doubts)
			}
		})
	}
}

func TestLookedAfterOn(t *testing.T) {
	c := child(
		"2025-01-10 2025-03-10 S V2 U6 E4A",
		"2025-03-20 2025-05-01 S C1 U6 X1",
		"2025-05-01 2025-05-20 L C2 U6 E45",
		"2025-07-01 - S V2 R1 -")
	periods, doubts := CarePeriods(c)
	if len(periods) != 3 || len(doubts) != 0 {
		t.Fatalf("%d periods, doubts %v", len(periods), doubts)
	}
	for _, k := range []struct {
		on    string
		start string
	}{
		{"2025-01-09", ""}, {"2025-01-10", "2025-01-10"}, {"2025-03-09", "2025-01-10"}, {"2025-03-10", ""}, {"2025-03-20", "2025-03-20"},
		{"2025-05-19", "2025-03-20"}, {"2025-05-20", ""}, {"2026-06-30", "2025-07-01"}, {"", ""},
	} {
		if p, ok := PeriodOn(periods, day(k.on)); p.Start.String() != k.start || ok != (k.start != "") {
			t.Errorf("on %s: period of %s, want %q", k.on, p.Start, k.start)
		}
	}
	if periods[0].Overlaps(day("2025-03-10"), day("2025-03-15")) || !periods[0].Overlaps(day("2025-03-09"), day("2025-03-15")) || !periods[0].Overlaps(day("2025-01-01"), day("2025-01-10")) {
		t.Error("looked after in a span of days: edges")
	}
	// Left twice in the half year: the last time counts.
	if p, ok := LastEnded(periods, day("2025-01-01"), day("2025-06-30")); !ok || p.EndedBy != "E45" {
		t.Errorf("last ended %+v", p)
	}
	if p, ok := LastEnded(periods, day("2025-01-01"), day("2025-03-10")); !ok || p.EndedBy != "E4A" {
		t.Errorf("the day care ended is in the span: %+v", p)
	}
	if _, ok := LastEnded(periods, day("2025-03-11"), day("2025-05-19")); ok {
		t.Error("ended on neither day")
	}
	if Returned(periods, periods[0]) != day("2025-03-20") || Returned(periods, periods[1]) != day("2025-07-01") || Returned(periods, periods[2]) != 0 {
		t.Error("day of return")
	}
	p := periods[1]
	for on, want := range map[string]LegalStatus{"2025-03-19": "", "2025-04-30": "C1", "2025-05-01": "C2", "2025-05-20": "C2", "2025-09-01": "C2"} {
		if got := p.LegalOn(day(on)); got != want {
			t.Errorf("legal status on %s: %q, want %q", on, got, want)
		}
	}
	if p.HowEnded(day("2025-05-19")) != NotEnded || p.HowEnded(day("2025-05-20")) != EndedGuardianship || periods[2].HowEnded(day("2026-01-01")) != NotEnded {
		t.Error("how care ended: edges")
	}
	if p.Months(day("2025-05-19")) != 1 || p.Months(day("2025-12-31")) != 2 || p.Months(day("2025-03-01")) != 0 || p.Days(day("2025-03-21")) != 1 {
		t.Error("months looked after") // to the day care ended, 20 May: two whole months
	}
	if !p.StartedWithin(day("2025-03-20"), day("2025-03-20")) || p.StartedWithin(day("2025-03-21"), day("2025-04-30")) {
		t.Error("started within")
	}
}

func TestChildIsNotPrinted(t *testing.T) {
	c := &Child{Key: "SECRET-1", Row: 12, Birth: day("2015-05-05")}
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		for _, v := range []any{c, *c, []*Child{c}, []Child{*c}, Export{Children: []*Child{c}}} {
			if got := fmt.Sprintf(format, v); strings.Contains(got, "SECRET") || strings.Contains(got, "2015") {
				t.Errorf("%s prints %s", format, got)
			}
		}
	}
	if c.String() != "the child of row 12" {
		t.Error(c)
	}
}

func TestEighteen(t *testing.T) {
	c := child("2020-01-05 2024-03-01 S C2 U6 X1", "2024-03-01 - P C2 U4 -")
	c.Birth = day("2008-02-29") // 18 on 1 March 2026: no 29 February that year
	p := one(t, c)
	if !p.On(day("2026-02-28")) || p.On(day("2026-03-01")) || !p.EndedWithin(day("2026-01-01"), day("2026-03-31")) {
		t.Errorf("looked after until %s", p.End)
	}
	if p.LeftOpen(day("2026-02-28")) || !p.LeftOpen(day("2026-03-01")) || p.HowEnded(day("2026-02-28")) != NotEnded || p.HowEnded(day("2026-03-31")) != EndedOther {
		t.Error("a record left open at 18")
	}
	if p.Months(day("2026-06-30")) != 73 { // 5 January 2020 to 1 March 2026
		t.Errorf("%d months looked after", p.Months(day("2026-06-30")))
	}
	c.Episodes[1].End, c.Episodes[1].Ceased = day("2026-03-01"), "E17"
	if p = one(t, c); p.LeftOpen(day("2026-06-30")) || !p.Turned18 || p.HowEnded(day("2026-03-01")) != EndedStayed {
		t.Error("a record closed at 18")
	}
}

func TestCodeGroups(t *testing.T) {
	for codes, want := range map[string]CareEnd{
		"E11 E12": EndedAdopted, "E43 E44 E45 E46 E47 E48": EndedGuardianship, "E41": EndedArrangementsOrder, "E4A": EndedHomePlanned, "E4B": EndedHomeUnplanned,
		"E17": EndedStayed, "E5 E6": EndedIndependent, "E2 E3 E7 E8 E9 E13 E14 E15 E16": EndedOther, "X1": NotEnded, "E99 E": "",
	} {
		for _, code := range strings.Fields(codes) {
			if got := CeasedCode(code).End(); got != want {
				t.Errorf("%s ends care as %q, want %q", code, got, want)
			}
		}
	}
	for codes, want := range map[string]PlacementGroup{
		"U1 U2 U3": KinshipFoster, "U4 U5 U6": Foster, "A3 A4 A5 A6": PlacedForAdoption, "P1": WithParents, "K1 K2 R1 R2 R3 R5 S1": Residential,
		"K3 H5 P2": Supported, "P3 Z1 Z11 Z12 Z13 Z14 T0 T1 T2 T3 T4": OtherPlacement, "U7 k3 A1": "",
	} {
		for _, code := range strings.Fields(codes) {
			p := PlacementCode(code)
			if got := p.Group(); got != want {
				t.Errorf("%s is %q, want %q", code, got, want)
			}
			if p.Temporary() != (code[0] == 'T') || p.LongTermFoster() != (code == "U1" || code == "U4") || p.AdoptiveWithCarer() != (code == "A3" || code == "A5") || p.Fostering() != (want == KinshipFoster || want == Foster) {
				t.Errorf("%s: kinds", code)
			}
		}
	}
	for codes, want := range map[string]LegalGroup{"C1": InterimCareOrder, "C2": CareOrder, "E1": PlacementOrder, "V2": Section20, "J1 J2 J3": Remand, "D1 L1 L2 L3": OtherLegal, "V3 V4 X": ""} {
		for _, code := range strings.Fields(codes) {
			if got := LegalStatus(code).Group(); got != want {
				t.Errorf("%s is %q, want %q", code, got, want)
			}
		}
	}
	for code, want := range map[ProviderCode]ProviderGroup{"PR0": NoProvider, "PR1": OwnProvider, "PR2": OtherProvider, "PR5": OtherProvider, "": NoProvider, "PR9": ""} {
		if got := code.Group(); got != want {
			t.Errorf("%s is %q, want %q", code, got, want)
		}
	}
	groups := map[EthnicityGroup]int{}
	for _, code := range strings.Fields("WBRI WIRI WOTH WIRT WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT") {
		g, ok := EthnicityGroupOf(code)
		if !ok {
			t.Errorf("%s is not known", code)
		}
		groups[g]++
	}
	if want := (map[EthnicityGroup]int{White: 5, Mixed: 4, Asian: 5, Black: 3, OtherEthnicity: 1, EthnicityNotKnown: 2}); fmt.Sprint(groups) != fmt.Sprint(want) {
		t.Errorf("ethnic groups %v, want %v", groups, want)
	}
	if g, ok := EthnicityGroupOf("wbri"); ok || g != EthnicityNotKnown {
		t.Errorf("lower case: %v, %v", g, ok)
	}
	for code, want := range map[string]Sex{"1": Male, "2": Female, "M": Male, "F": Female, "U": SexNotKnown} {
		if got, ok := SexOf(code); got != want || !ok {
			t.Errorf("sex %s is %q, %v", code, got, ok)
		}
	}
	if _, ok := SexOf("3"); ok {
		t.Error("sex 3")
	}
	for code, want := range map[PreviousPermanence]Tri{"P1": Yes, "P2": Yes, "P3": Yes, "P4": Yes, "yes": Yes, "Z1": No, "": NotKnown} {
		if got := code.Answer(); got != want {
			t.Errorf("previous permanence %q: %s, want %s", code, got, want)
		}
	}
	for code, want := range map[Participation]Tri{"PN0": NotKnown, "PN1": Yes, "PN4": Yes, "PN6": Yes, "PN7": No, "": NotKnown} {
		if got := code.Took(); got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
	if DistanceOf(20) != UpTo20Miles || DistanceOf(20.1) != Over20Miles || DistanceOf(0) != UpTo20Miles || DistanceOf(-1) != DistanceNotKnown {
		t.Error("distance bands")
	}
}
