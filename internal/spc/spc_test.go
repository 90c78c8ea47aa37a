package spc

import (
	"math"
	"slices"
	"testing"
)

func near(a, b float64) bool { return math.Abs(a-b) < 0.00006 }

// The example of the NHSRplotthedots vignette, recomputed by hand: the 18 values sum to 35; the 17 moving
// ranges sum to 32. Two of them, 8 and 9, are at least 3.267 × 32/17 = 6.1497; the other 15 sum to 15.
func TestGolden(t *testing.T) {
	data := []float64{1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1}
	for _, tt := range []struct {
		name                       string
		screen                     bool
		mean, ranges, lower, upper float64
	}{
		{"all ranges", false, 1.9444, 1.8824, -3.0626, 6.9515},
		{"screened", true, 1.9444, 1, -0.7156, 4.6044},
	} {
		c := Limits(data, Options{Screen: tt.screen})
		if !near(c.Mean, tt.mean) || !near(c.Range, tt.ranges) || !near(c.Lower, tt.lower) || !near(c.Upper, tt.upper) {
			t.Errorf("%s: mean %.4f range %.4f limits %.4f %.4f", tt.name, c.Mean, c.Range, c.Lower, c.Upper)
		}
		if c.Points[4].Rule != Astronomical || c.Points[4].Side != 1 {
			t.Errorf("%s: the 10 is %v", tt.name, c.Points[4])
		}
		if c.Trial {
			t.Errorf("%s: 18 points are not trial limits", tt.name)
		}
	}
}

func rules(c Chart) []Rule {
	var out []Rule
	for _, p := range c.Points {
		out = append(out, p.Rule)
	}
	return out
}

func TestRules(t *testing.T) {
	const o, a, tr, two, sh = Common, Astronomical, Trend, TwoInThree, Shift
	for _, tt := range []struct {
		name   string
		values []float64
		want   []Rule
	}{
		{"nothing", nil, nil},
		{"one point", []float64{4}, []Rule{o}},
		{"all equal: no range, no rule", []float64{3, 3, 3, 3, 3, 3, 3, 3}, []Rule{o, o, o, o, o, o, o, o}},
		// Mean 4, ranges 1: limits 1.34 and 6.66. The ends, 1 and 7, are outside, and that rule is the stronger.
		{"seven rising", []float64{1, 2, 3, 4, 5, 6, 7}, []Rule{a, tr, tr, tr, tr, tr, a}},
		{"seven falling", []float64{7, 6, 5, 4, 3, 2, 1}, []Rule{a, tr, tr, tr, tr, tr, a}},
		// Mean 3.5: limits 0.84 and 6.16, near 1.727 and 5.273: only one of three is beyond the near limit.
		{"six rising is no trend", []float64{1, 2, 3, 4, 5, 6}, []Rule{o, o, o, o, o, o}},
		// Mean 4, range 6/7 = 0.857: limits 1.72 and 6.28, near 2.48 and 5.52. Neither run has seven points, but
		// two of the first three (1, 2) and of the last three (6, 7) are beyond the near limits.
		{"an equal pair ends a trend", []float64{1, 2, 3, 4, 4, 5, 6, 7}, []Rule{a, two, o, o, o, o, two, a}},
		// Mean 0, ranges all 2: limits ±5.32, near ±3.55.
		{"seven above, seven below", []float64{1, 3, 1, 3, 1, 3, 1, -1, -3, -1, -3, -1, -3, -1}, []Rule{sh, sh, sh, sh, sh, sh, sh, sh, sh, sh, sh, sh, sh, sh}},
		// The same with the fourth point on the mean (and its mirror): runs of three only.
		{"a point on the mean ends a shift", []float64{1, 3, 1, 0, 1, 3, 1, -1, -3, -1, 0, -1, -3, -1}, []Rule{o, o, o, o, o, o, o, o, o, o, o, o, o, o}},
	} {
		if got := rules(Limits(tt.values, Options{})); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

// Sixteen values 0, 1, 0, 1... then 2, 4, 3, 1. Sum 18 of 20: mean 0.9; ranges 15 + 1+2+1+2 = 21 of 19:
// 1.1053; near limit 2.86, limit 3.84. So 4 is outside, 3 is between, and 2, 4, 3 are on one side.
func TestTwoOfThreeVariants(t *testing.T) {
	data := []float64{0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 2, 4, 3, 1}
	for _, tt := range []struct {
		variant TwoOfThree
		want    []Rule // of the last four
	}{
		{BeyondCounts, []Rule{Common, Astronomical, TwoInThree, Common}},
		{BetweenOnly, []Rule{Common, Astronomical, Common, Common}},
	} {
		if got := rules(Limits(data, Options{TwoOfThree: tt.variant}))[16:]; !slices.Equal(got, tt.want) {
			t.Errorf("variant %d: got %v, want %v", tt.variant, got, tt.want)
		}
	}
}

func TestTrial(t *testing.T) {
	for n, want := range map[int]bool{0: true, 1: true, 11: true, 12: false} {
		if got := Limits(make([]float64, n), Options{}).Trial; got != want {
			t.Errorf("%d points: trial %v", n, got)
		}
	}
}

func TestVariation(t *testing.T) {
	rising := Limits([]float64{1, 2, 3, 4, 5, 6, 7}, Options{})
	falling := Limits([]float64{7, 6, 5, 4, 3, 2, 1}, Options{})
	flat := Limits([]float64{1, 2, 1, 2}, Options{})
	for _, tt := range []struct {
		name   string
		chart  Chart
		better Better
		kind   string
		side   int
	}{
		{"up is good", rising, Higher, "improvement", 1},
		{"up is bad", rising, Lower, "concern", 1},
		{"up is neither", rising, Neutral, "neutral", 1},
		{"down is bad", falling, Higher, "concern", -1},
		{"down is good", falling, Lower, "improvement", -1},
		{"noise", flat, Higher, "common", 0},
		{"nothing", Chart{}, Higher, "common", 0},
	} {
		v := tt.chart.Variation(tt.better)
		if v.Kind != tt.kind || v.Side != tt.side {
			t.Errorf("%s: got %s %d, want %s %d", tt.name, v.Kind, v.Side, tt.kind, tt.side)
		}
		if v.Text() == "" {
			t.Errorf("%s: no words", tt.name)
		}
	}
}

// Values 1, 2, 1, 2: mean 1.5, ranges 1: limits -1.16 and 4.16.
func TestAssurance(t *testing.T) {
	c := Limits([]float64{1, 2, 1, 2}, Options{})
	for _, tt := range []struct {
		target float64
		better Better
		want   Assurance
	}{
		{5, Higher, Fails},
		{5, Lower, Passes},
		{-2, Higher, Passes},
		{-2, Lower, Fails},
		{2, Higher, HitAndMiss},
		{c.Upper, Higher, HitAndMiss},
		{5, Neutral, None},
	} {
		if got := c.Assurance(tt.target, tt.better); got != tt.want {
			t.Errorf("target %g: got %q, want %q", tt.target, got, tt.want)
		}
	}
	if got := Limits([]float64{1}, Options{}).Assurance(5, Higher); got != None {
		t.Errorf("one point assures %q", got)
	}
}

func TestParseBetter(t *testing.T) {
	for s, want := range map[string]Better{"higher": Higher, "lower": Lower, "neutral": Neutral, "": Neutral} {
		if got := ParseBetter(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}
