package spc

import (
	"math"
	"slices"
	"testing"
)

// Two levels: 1, 3, 1, 3 (mean 2, ranges 2: limits -3.32 and 7.32) and 11, 13, 11, 13 (the same, ten higher).
func TestPhases(t *testing.T) {
	values := []float64{1, 3, 1, 3, 11, 13, 11, 13}
	got := Phases(values, []int{4}, Options{})
	if len(got) != 2 || got[0].From != 0 || got[0].To != 4 || got[1].From != 4 || got[1].To != 8 {
		t.Fatalf("phases %+v", got)
	}
	for i, mean := range []float64{2, 12} {
		if !near(got[i].Mean, mean) || !near(got[i].Lower, mean-5.32) || !near(got[i].Upper, mean+5.32) {
			t.Errorf("phase %d: mean %g, limits %g and %g", i, got[i].Mean, got[i].Lower, got[i].Upper)
		}
	}
	for _, tt := range []struct {
		name   string
		starts []int
		want   []int // where phases begin
	}{
		{"none", nil, []int{0}},
		{"outside", []int{0, -1, 8, 99}, []int{0}},
		{"falling", []int{5, 3}, []int{0, 5}},
		{"twice", []int{5, 5}, []int{0, 5}},
	} {
		var begins []int
		for _, p := range Phases(values, tt.starts, Options{}) {
			begins = append(begins, p.From)
		}
		if !slices.Equal(begins, tt.want) {
			t.Errorf("%s: phases begin at %v, want %v", tt.name, begins, tt.want)
		}
	}
	if got := Phases(nil, []int{1}, Options{}); got != nil {
		t.Errorf("no values: %v", got)
	}
}

// Fixed after four: 1, 3, 1, 3 as above, so that 9 is beyond 7.32; from all eight points it is not: the mean is
// 33/8 = 4.125 and the ranges 2, 2, 2, 2, 4, 4, 2 make 18/7 = 2.571, so the upper limit is 10.97.
func TestFixedBaseline(t *testing.T) {
	values := []float64{1, 3, 1, 3, 5, 9, 5, 6}
	all := Limits(values, Options{})
	fixed := Limits(values, Options{FixAfter: 4})
	if !near(fixed.Mean, 2) || !near(fixed.Upper, 7.32) || !fixed.Trial {
		t.Errorf("mean %g, upper %g, trial %v", fixed.Mean, fixed.Upper, fixed.Trial)
	}
	if fixed.Points[5].Rule != Astronomical || all.Points[5].Rule == Astronomical {
		t.Errorf("the 9 is %v, and %v without a fixed baseline", fixed.Points[5], all.Points[5])
	}
	if more := Limits(append(values, 90), Options{FixAfter: 4}); !near(more.Upper, fixed.Upper) {
		t.Errorf("a new point moved a fixed limit to %g", more.Upper)
	}
	if short := Limits(values, Options{FixAfter: 20}); !near(short.Mean, all.Mean) {
		t.Errorf("with fewer points than are asked for, all count: mean %g", short.Mean)
	}
	twelve := Limits(make([]float64, 16), Options{FixAfter: 12})
	if twelve.Trial {
		t.Error("limits from twelve points are not trial limits")
	}
}

// A value that is not shown enters nothing: 1, 3, -, 1, 3 has mean 2 and two ranges of 2; the step across the
// gap is not one of them. Six rising, a gap and one more are no trend, nor seven on one side with a gap a shift.
func TestGaps(t *testing.T) {
	gap := math.NaN()
	c := Limits([]float64{1, 3, gap, 1, 3}, Options{})
	if !near(c.Mean, 2) || !near(c.Range, 2) {
		t.Errorf("mean %g, range %g", c.Mean, c.Range)
	}
	if c.Points[2].Rule != Common {
		t.Errorf("a gap is %v", c.Points[2])
	}
	for _, p := range Limits([]float64{1, 2, 3, 4, 5, 6, gap, 7}, Options{}).Points {
		if p.Rule == Trend {
			t.Error("a trend reaches over a gap")
		}
	}
	for _, p := range Limits([]float64{1, 3, 1, gap, 1, 3, 1, 3, -1, -3, -1, gap, -3, -1, -3, -1}, Options{}).Points {
		if p.Rule == Shift {
			t.Error("a shift reaches over a gap")
		}
	}
	if v := Limits([]float64{1, 2, 3, 4, 5, 6, 7, gap}, Options{}).Variation(Higher); v.Kind != "improvement" {
		t.Errorf("the newest shown point is %v", v)
	}
	if empty := Limits([]float64{gap, gap}, Options{}); empty.Mean != 0 || !empty.Trial {
		t.Errorf("nothing shown: %+v", empty)
	}
}

// Mean 4, range 6/7: see TestRules. With equal neighbours passed over, 1 to 7 is seven points rising.
func TestEqualPointsInATrend(t *testing.T) {
	values := []float64{1, 2, 3, 4, 4, 5, 6, 7}
	trend := func(o Options) (n int) {
		for _, p := range Limits(values, o).Points {
			if p.Rule == Trend {
				n++
			}
		}
		return n
	}
	if n := trend(Options{}); n != 0 {
		t.Errorf("equal neighbours end a trend, yet %d points are one", n)
	}
	if n := trend(Options{Equal: EqualSkipped}); n != 6 { // the first and last are beyond the limits, which is stronger
		t.Errorf("%d points are a trend, want 6", n)
	}
	six := Limits([]float64{1, 2, 3, 3, 4, 5, 6}, Options{Equal: EqualSkipped})
	for _, p := range six.Points {
		if p.Rule == Trend {
			t.Error("an equal neighbour was counted: six different values are no trend")
		}
	}
}
