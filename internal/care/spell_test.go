package care

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"waymark/internal/dates"
)

func TestSpells(t *testing.T) {
	for _, c := range []struct {
		name     string
		episodes []string
		want     string // start placement(s); ...
		doubts   []DoubtKind
	}{
		{"S, P and B are new", []string{
			"2025-01-01 2025-02-01 S V2 U6 X1",
			"2025-02-01 2025-03-01 P V2 K2 X1",
			"2025-03-01 - B C2 U4 -"}, "2025-01-01 U6; 2025-02-01 K2; 2025-03-01 U4", nil},
		{"L, T and U continue", []string{
			"2025-01-01 2025-02-01 S V2 U6 X1",
			"2025-02-01 2025-03-01 L C1 U6 X1",
			"2025-03-01 2025-04-01 T C1 U6 X1",
			"2025-04-01 - U C2 U4 -"}, "2025-01-01 U6 U6 U6 U4", nil},
		{"hospital and back", []string{
			"2025-01-01 2025-02-01 S V2 U6/PR1 X1",
			"2025-02-01 2025-02-10 P V2 T1 X1",
			"2025-02-10 - P V2 U6/PR1 -"}, "2025-01-01 U6 U6", nil},
		{"hospital and elsewhere", []string{
			"2025-01-01 2025-02-01 S V2 U6/PR1 X1",
			"2025-02-01 2025-02-10 P V2 T1 X1",
			"2025-02-10 - P V2 U6/PR4 -"}, "2025-01-01 U6; 2025-02-10 U6", nil},
		{"holiday and another address of the same kind", []string{
			"2025-01-01 2025-02-01 S V2 U6/PR1/a X1",
			"2025-02-01 2025-02-10 P V2 T3 X1",
			"2025-02-10 - P V2 U6/PR1/b -"}, "2025-01-01 U6; 2025-02-10 U6", nil},
		{"back in a new house of the same carer", []string{
			"2025-01-01 2025-02-01 S V2 U6/PR1/a X1",
			"2025-02-01 2025-02-10 P V2 T1 X1",
			"2025-02-10 - T V2 U6/PR1/b -"}, "2025-01-01 U6 U6", nil},
		{"legal status changes in hospital", []string{
			"2025-01-01 2025-02-01 S V2 U6 X1",
			"2025-02-01 2025-02-05 P V2 T1 X1",
			"2025-02-05 2025-02-10 L C1 T1 X1",
			"2025-02-10 - P C1 U6 -"}, "2025-01-01 U6 U6", nil},
		{"still away", []string{
			"2025-01-01 2025-02-01 S V2 U6 X1",
			"2025-02-01 - P V2 T1 -"}, "2025-01-01 U6", nil},
		{"temporary at the start", []string{
			"2025-01-01 2025-02-01 S V2 T0 X1",
			"2025-02-01 - P V2 U6 -"}, "2025-01-01 temporary; 2025-02-01 U6", []DoubtKind{TemporaryFirst}},
		{"adopted by present carers", []string{
			"2025-01-01 2025-02-01 S C1 U6 X1",
			"2025-02-01 - U E1 A5 -"}, "2025-01-01 U6 A5", nil},
		{"adopted by present carers, written S", []string{
			"2025-01-01 2025-02-01 S C1 U6 X1",
			"2025-02-01 - S E1 A3 -"}, "2025-01-01 U6 A3", nil},
		{"adopted by present carers, written P", []string{
			"2025-01-01 2025-02-01 S C1 U6 X1",
			"2025-02-01 - P E1 A5 -"}, "2025-01-01 U6; 2025-02-01 A5", []DoubtKind{CarerContradicted}},
		{"adopted by others", []string{
			"2025-01-01 2025-02-01 S C1 U6 X1",
			"2025-02-01 - B E1 A6 -"}, "2025-01-01 U6; 2025-02-01 A6", nil},
		{"a placement of no day between", []string{
			"2025-01-01 2025-02-01 S C1 U6 X1",
			"2025-02-01 2025-02-01 P C1 K2 X1",
			"2025-02-01 - T C1 K2 -"}, "2025-01-01 U6; 2025-02-01 K2", nil},
		{"no RNE, same", []string{
			"2025-01-01 2025-02-01 - C1 U6/PR1 X1",
			"2025-02-01 - - C2 U6/PR1 -"}, "2025-01-01 U6 U6", nil},
		{"no RNE, another", []string{
			"2025-01-01 2025-02-01 - C1 U6 X1",
			"2025-02-01 - - C2 K2 -"}, "2025-01-01 U6; 2025-02-01 K2", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := one(t, child(c.episodes...))
			spells, doubts := Spells(p)
			var got []string
			for i, s := range spells {
				words := s.Start.String()
				for _, e := range s.Episodes {
					words += " " + string(e.Placement)
				}
				if s.Temporary {
					words += " temporary"
				}
				got = append(got, words)
				if i+1 < len(spells) && s.End != spells[i+1].Start {
					t.Errorf("spell %d ends on %s, the next starts on %s", i, s.End, spells[i+1].Start)
				}
			}
			if s := strings.Join(got, "; "); s != c.want {
				t.Errorf("spells %q, want %q", s, c.want)
			}
			var kinds []DoubtKind
			for _, d := range doubts {
				kinds = append(kinds, d.Kind)
			}
			if !slices.Equal(kinds, c.doubts) {
				t.Errorf("doubts %v, want %v", kinds, c.doubts)
			}
		})
	}
}

func TestPlacements12Months(t *testing.T) {
	c := child(
		"2024-01-01 2025-07-01 S C2 U6 X1", // ends on the first day of the window
		"2025-07-01 2025-07-02 P C2 K2 X1", // one night
		"2025-07-02 2025-07-02 P C2 R1 X1", // no night
		"2025-07-02 2026-06-30 P C2 U4 X1",
		"2026-06-30 - P C2 U6 -") // starts on the last day
	p := one(t, c)
	for at, want := range map[string]Count{
		"2026-06-30": Known(3), // K2, U4, U6: the first ended on 1 July 2025, the day the window starts
		"2026-06-29": Known(3), // U6 (open on 30 June 2025), K2, U4
		"2025-06-30": Known(1),
		"2025-07-01": Known(2),
		"2025-07-02": Known(3), // R1 lasted no night
		"2023-12-31": Known(0),
		"":           {},
	} {
		if got := Placements12Months(c, p, day(at)); got != want {
			t.Errorf("12 months to %s: %v, want %v", at, got, want)
		}
	}
	// February ends on 28 or 29 days: the window starts on 1 March either way.
	if yearTo(day("2025-02-28")) != day("2024-03-01") || yearTo(day("2024-02-29")) != day("2023-03-01") || yearTo(day("2026-06-30")) != day("2025-07-01") {
		t.Error("start of the window")
	}
	// Care ended: the window ends with it.
	c = child("2025-01-01 2025-02-01 S C2 U6 X1", "2025-02-01 2025-03-01 P C2 U4 E4A")
	if got := Placements12Months(c, one(t, c), day("2026-06-30")); got != Known(2) {
		t.Errorf("after care ended: %v", got)
	}
	c = child("2025-01-01 2025-02-01 S C2 - X1", "2025-02-01 - P C2 U4 -")
	c.Partial.Episodes, c.Counted = true, Counted{Known(4), day("2026-06-30")}
	p = one(t, c)
	if got := Placements12Months(c, p, day("2026-06-30")); got != Known(4) {
		t.Errorf("partial, counted by the source: %v", got)
	}
	if got := Placements12Months(c, p, day("2026-03-31")); got.Known {
		t.Errorf("partial, another day: %v", got)
	}
}

func TestSameCarer(t *testing.T) {
	p := one(t, child(
		"2025-01-01 2025-02-01 S C1 U6 X1",
		"2025-02-01 2025-03-01 P C1 U6/PR1 X1",
		"2025-03-01 2025-03-10 P C1 T1 X1",
		"2025-03-10 2025-05-01 P C1 U6/PR1 X1",
		"2025-05-01 2026-01-31 U E1 A5/PR1 E12"))
	for at, want := range map[string]Count{
		"2025-01-31": Known(0), "2025-02-01": Known(0), "2025-03-05": Known(1), "2025-12-31": Known(10),
		"2026-01-31": Known(11), "2026-06-30": Known(11), "2024-12-31": {},
	} {
		if got := MonthsSameCarer(p, day(at)); got != want {
			t.Errorf("on %s: %v, want %v", at, got, want)
		}
	}
	for at, want := range map[string]PlacementCode{"2025-01-05": "U6", "2025-03-05": "U6", "2025-06-01": "A5", "2026-06-30": "A5", "2024-12-31": ""} {
		if got, _ := PlacementOn(p, day(at)); got.Placement != want {
			t.Errorf("placed on %s: %q, want %q", at, got.Placement, want)
		}
	}
	p = one(t, child("2025-01-01 - S V2 T4 -"))
	if e, ok := PlacementOn(p, day("2025-01-02")); !ok || e.Placement != "T4" || MonthsSameCarer(p, day("2025-03-02")).Known {
		t.Errorf("temporary with nothing behind: %+v", e)
	}
	p = one(t, child("2025-01-01 - S V2 - -"))
	if MonthsSameCarer(p, day("2025-03-02")).Known {
		t.Error("no placement recorded, and yet a carer")
	}
}

// FuzzSpells makes episodes of any shape from bytes and checks what must hold for all of them.
func FuzzSpells(f *testing.F) {
	f.Add([]byte{0, 10, 0, 1, 0, 10, 5, 3, 2, 0, 15, 9, 1, 1, 1})
	f.Add([]byte{9, 1, 1, 11, 2, 10, 0, 2, 0, 0, 10, 0, 3, 4, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		whys := []NewEpisode{"S", "P", "L", "T", "U", "B", ""}
		places := []PlacementCode{"U6", "U4", "T1", "K2", "A5", "T0", "", "P1"}
		ceased := []CeasedCode{"X1", "X1", "E4A", "", "E17"}
		c := &Child{}
		if len(data) > 200 {
			data = data[:200]
		}
		start := day("2020-01-01")
		if len(data) > 0 && data[0] > 128 {
			c.Birth = start.AddMonths(-18*12 + int(data[0]) - 128)
		}
		for len(data) >= 5 {
			e := Episode{Start: start.AddDays(int(data[0])), Why: whys[int(data[2])%len(whys)], Legal: "C2", Placement: places[int(data[3])%len(places)], Ceased: ceased[int(data[4])%len(ceased)]}
			if data[4] > 240 {
				e.Legal = "V4"
			}
			if data[1] != 255 {
				e.End = e.Start.AddDays(int(data[1])%40 - 1)
			}
			c.Episodes = append(c.Episodes, e)
			start, data = start.AddDays(int(data[1])%40-1), data[5:]
		}
		before := fmt.Sprint(c.Episodes)
		periods, _ := CarePeriods(c)
		if fmt.Sprint(c.Episodes) != before {
			t.Fatal("the child was changed")
		}
		var last Date
		for i, p := range periods {
			if p.Start < last || p.End != 0 && p.End <= p.Start || p.End == 0 && i+1 < len(periods) {
				t.Fatalf("period %d, %s to %s, behind %s", i, p.Start, p.End, last)
			}
			if eighteen := c.Birth.Birthday(18); eighteen != 0 && (p.End == 0 || p.End > eighteen) {
				t.Fatalf("period %d goes on past the 18th birthday", i)
			}
			last = p.End
			at := p.Start
			for _, e := range p.Episodes {
				if e.Start != at || e.End != 0 && e.End < e.Start {
					t.Fatalf("episode of %s to %s, where the last ended on %s", e.Start, e.End, at)
				}
				at = e.End
			}
			if at != p.End {
				t.Fatalf("episodes end on %s, the period on %s", at, p.End)
			}
			spells, _ := Spells(p)
			at = p.Start
			for _, s := range spells {
				if s.Start != at || s.End != 0 && s.End <= s.Start {
					t.Fatalf("spell of %s to %s, where the last ended on %s", s.Start, s.End, at)
				}
				at = s.End
			}
			if at != p.End {
				t.Fatalf("spells end on %s, the period on %s", at, p.End)
			}
			// Every day with a placement that is not temporary is in the spell that holds that very episode.
			for _, e := range p.Episodes {
				if e.End == e.Start || e.Placement.Temporary() {
					continue
				}
				s, ok := SpellOn(spells, e.Start)
				held, _ := s.EpisodeOn(e.Start)
				if !ok || held != e || s.End != 0 && (e.End == 0 || e.End > s.End) {
					t.Fatalf("%+v is not in its spell %+v", e, s)
				}
			}
		}
		// What a rule says about a day is about that day and the days before it.
		for _, p := range periods {
			for _, at := range []Date{p.Start, p.Start.AddDays(40), p.Start.AddMonths(7), p.End} {
				if m, ok := PermanenceOn(c, periods, p, DefaultLimits(), at); ok && (m.On < p.Start || m.Confirmed < m.On || m.Confirmed > at) {
					t.Fatalf("permanent on %s: %+v, in care since %s", at, m, p.Start)
				}
				if n := MonthsSameCarer(p, at); n.N < 0 || n.N > p.Months(at) {
					t.Fatalf("on %s: %d months with the same carer, %d looked after", at, n.N, p.Months(at))
				}
				if n := Placements12Months(c, p, at); n.Known && p.On(at) && (n.N < 1 || n.N > len(p.Episodes)) {
					t.Fatalf("on %s: %d placements in %d episodes", at, n.N, len(p.Episodes))
				}
				if a, ok := AdoptionOn(c, p, at); ok && dates.Latest(a.Placed, a.Ordered, a.PlacementOrder) > at {
					t.Fatalf("on %s: %+v", at, a)
				}
			}
		}
		// Nobody who is looked after in the raw record on a day is lost, short breaks and the time after the
		// 18th birthday apart.
		for _, e := range c.Episodes {
			if e.Legal.ShortBreak() || e.End != 0 && e.End <= e.Start || c.Birth != 0 && e.Start >= c.Birth.Birthday(18) {
				continue
			}
			if _, ok := PeriodOn(periods, e.Start); !ok {
				t.Fatalf("not looked after on %s: %+v in %+v", e.Start, e, periods)
			}
		}
	})
}
