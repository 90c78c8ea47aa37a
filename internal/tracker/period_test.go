package tracker

import "testing"

func mustParse(t testing.TB, s string) Period {
	t.Helper()
	p, err := ParsePeriod(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPeriod(t *testing.T) {
	for _, c := range []struct{ period, prev, next, start, end, words, endWords string }{
		{"2026-Q2", "2026-Q1", "2026-Q3", "2026-04-01", "2026-06-30", "April to June 2026", "30 June 2026"},
		{"2026-Q1", "2025-Q4", "2026-Q2", "2026-01-01", "2026-03-31", "January to March 2026", "31 March 2026"},
		{"2025-Q4", "2025-Q3", "2026-Q1", "2025-10-01", "2025-12-31", "October to December 2025", "31 December 2025"},
		{"2024-02", "2024-01", "2024-03", "2024-02-01", "2024-02-29", "February 2024", "29 February 2024"},
		{"2025-12", "2025-11", "2026-01", "2025-12-01", "2025-12-31", "December 2025", "31 December 2025"},
	} {
		p := mustParse(t, c.period)
		got := []string{p.String(), p.Prev().String(), p.Next().String(), p.Start().Format("2006-01-02"), p.End().Format("2006-01-02"), p.Words(), p.EndWords()}
		for i, want := range []string{c.period, c.prev, c.next, c.start, c.end, c.words, c.endWords} {
			if got[i] != want {
				t.Errorf("%s: got %q, want %q", c.period, got[i], want)
			}
		}
		if p.Next().Prev() != p || p.Compare(p.Next()) >= 0 || p.Compare(p.Prev()) <= 0 || p.Compare(p) != 0 {
			t.Errorf("%s is not in order with its neighbours", c.period)
		}
	}
	if got := mustParse(t, "2026-Q2").Add(-9).String(); got != "2024-Q1" {
		t.Errorf("nine quarters before 2026-Q2 is %s", got)
	}
	if got := SpanWords(mustParse(t, "2025-Q3"), mustParse(t, "2026-Q2")); got != "July 2025 to June 2026" {
		t.Errorf("span is %q", got)
	}
	if (Period{}).IsZero() != true || mustParse(t, "2026-Q2").IsZero() {
		t.Error("only the zero period is none")
	}
	for _, s := range []string{"", "2026", "2026-Q0", "2026-Q5", "2026-q2", "2026-00", "2026-13", "1989-Q4", "+026-Q1", "2026_Q2", "2026-Q2 ", "2026-+1", "2200-01"} {
		if p, err := ParsePeriod(s); err == nil {
			t.Errorf("%q was read as %s", s, p)
		}
	}
}

// FuzzParsePeriod: what is read is written the same.
func FuzzParsePeriod(f *testing.F) {
	f.Add("2026-Q2")
	f.Add("2026-06")
	f.Fuzz(func(t *testing.T, s string) {
		if p, err := ParsePeriod(s); err == nil && (p.String() != s || p.End().Before(p.Start())) {
			t.Errorf("%q became %s", s, p)
		}
	})
}
