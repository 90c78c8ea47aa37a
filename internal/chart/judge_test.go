package chart

import (
	"testing"

	"waymark/internal/spc"
)

// The sixteen steady figures have a mean of 41.9 and limits of about 33 and 50, as in the test of Finding.
func TestJudge(t *testing.T) {
	series := func(last value) []point { return quarters(append(append([]value{}, steady...), last)...) }
	figure := func(better string, percent int) Figure {
		f := Figure{ID: "x", stock: true, Better: better}
		if percent >= 0 {
			f.Target = &percent
		}
		return f
	}
	for _, c := range []struct {
		name      string
		figure    Figure
		points    []point
		judged    bool
		kind      string
		assurance spc.Assurance
	}{
		{"too few", figure("higher", 40), quarters(steady[:6]...), false, "", spc.None},
		{"a hidden figure", figure("higher", 40), series(secret), false, "", spc.None},
		{"ordinary, no target", figure("higher", -1), series(pct(42)), true, "common", spc.None},
		{"target above the limits", figure("higher", 90), series(pct(42)), true, "common", spc.Fails},
		{"target below the limits", figure("higher", 10), series(pct(42)), true, "common", spc.Passes},
		{"target inside the limits", figure("higher", 42), series(pct(42)), true, "common", spc.HitAndMiss},
		{"lower is better", figure("lower", 10), series(pct(42)), true, "common", spc.Fails},
		{"far above", figure("higher", -1), series(pct(90)), true, "improvement", spc.None},
		{"far above, lower is better", figure("lower", -1), series(pct(90)), true, "concern", spc.None},
		{"far above, neutral", figure("neutral", 10), series(pct(90)), true, "neutral", spc.None},
	} {
		got := judge(c.figure, c.points)
		if got.Judged != c.judged || got.Variation.Kind != c.kind || got.Assurance != c.assurance {
			t.Errorf("%s: got %+v", c.name, got)
		}
	}
}

func TestMeets(t *testing.T) {
	for _, c := range []struct {
		name         string
		better       string
		target       int
		newest       point
		meets, known bool
	}{
		{"above", "higher", 48, year("2025-Q3", "2026-Q2", 49, 100, pct(49)), true, true},
		{"on it", "higher", 49, year("2025-Q3", "2026-Q2", 49, 100, pct(49)), true, true},
		// 41 of 84 is 48.8%, shown as 49%.
		{"rounding hides a miss", "higher", 49, year("2025-Q3", "2026-Q2", 41, 84, pct(49)), false, true},
		{"above where lower is better", "lower", 10, year("2025-Q3", "2026-Q2", 11, 100, pct(11)), false, true},
		{"under where lower is better", "lower", 10, year("2025-Q3", "2026-Q2", 9, 100, pct(9)), true, true},
		{"hidden", "higher", 49, year("2025-Q3", "2026-Q2", 0, 0, secret), false, false},
		{"neutral", "neutral", 49, year("2025-Q3", "2026-Q2", 49, 100, pct(49)), false, false},
	} {
		yes, known := meets(Figure{Better: c.better, Target: &c.target}, []point{c.newest})
		if yes != c.meets || known != c.known {
			t.Errorf("%s: got %v, %v", c.name, yes, known)
		}
	}
	if _, known := meets(Figure{Better: "higher"}, []point{year("2025-Q3", "2026-Q2", 49, 100, pct(49))}); known {
		t.Error("a figure without a target meets none")
	}
}

func TestWhyASeriesIsNotJudged(t *testing.T) {
	rolling := quarters(steady...)
	for i := 3; i < len(rolling); i++ {
		rolling[i].from = rolling[i-3].to
	}
	changed := Figure{Changes: []Change{{From: "2026-Q1", Words: "New panel"}}}
	for _, tt := range []struct {
		figure Figure
		points []point
		want   string
	}{
		{Figure{}, quarters(steady[:6]...), "Fewer than 7 figures so far."},
		{Figure{}, rolling, "Neighbouring figures share children, because their periods overlap."},
		{Figure{}, quarters(append([]value{secret, secret, secret, secret}, steady[4:]...)...), "More than a fifth of the figures are hidden or missing."},
		{changed, quarters(steady...), "Fewer than 7 figures since the last known change."},
		{Figure{}, quarters(append(append([]value{}, steady...), secret)...), "The newest figure is hidden or missing."},
		{Figure{}, quarters(steady...), ""},
	} {
		if got := judge(tt.figure, tt.points).Why; got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
