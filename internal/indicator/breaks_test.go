package indicator

import (
	"fmt"
	"slices"
	"testing"

	"waymark/internal/site"
	"waymark/internal/tracker"
)

func quarters(t *testing.T, names ...string) []tracker.Period {
	t.Helper()
	var out []tracker.Period
	for _, name := range names {
		p, err := tracker.ParsePeriod(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func TestBreaksOf(t *testing.T) {
	held := quarters(t, "2025-Q1", "2025-Q2", "2025-Q4")
	for _, c := range []struct {
		from  string
		marks bool
		want  string
	}{
		{"2025-04-01", true, "2025-Q2"}, // the first day of a quarter
		{"2025-04-02", true, "2025-Q4"}, // the second day: that quarter is mixed, and the next is not held
		{"2025-10-01", true, "2025-Q4"}, // the last quarter held
		{"2025-01-01", true, ""},        // nothing before it
		{"2025-11-01", true, ""},        // nothing behind it
		{"2025-04-01", false, ""},       // a change that was carried through all periods
		{"in the spring", true, ""},     // refused elsewhere
	} {
		def := &site.Indicator{Versions: []site.Version{{From: "2020-01-01"}, {From: c.from, Change: "another count", Break: c.marks}}}
		var got string
		for _, b := range breaksOf(def, held) {
			got += b.Period
			if b.Reason != "another count" {
				t.Errorf("%s: the reason is %q", c.from, b.Reason)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.from, got, c.want)
		}
	}
}

// Of eight quarters, with a break at the sixth: a rolling year ends with the fourth and the fifth, and none after
// that, for the next whole one would end with the ninth.
func TestUnbroken(t *testing.T) {
	held := quarters(t, "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1")
	ends := func(windows [][]tracker.Period) string {
		var out []string
		for _, w := range windows {
			out = append(out, w[len(w)-1].String())
		}
		return fmt.Sprint(out)
	}
	at := []Break{{Period: "2025-Q2"}}
	if got := ends(unbroken(windowsOf(held, 4), at)); got != "[2024-Q4 2025-Q1 2026-Q1]" {
		t.Errorf("rolling years end with %s", got)
	}
	if got := unbroken(windowsOf(held, 1), at); len(got) != len(held) {
		t.Errorf("%d single quarters of %d are left", len(got), len(held))
	}
	if got := unbroken(windowsOf(held, 4), nil); !slices.EqualFunc(got, windowsOf(held, 4), slices.Equal) {
		t.Errorf("without a break: %s", ends(got))
	}
}
