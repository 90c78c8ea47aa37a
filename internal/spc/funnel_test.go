package spc

import (
	"math"
	"testing"
)

func close4(a, b float64) bool { return math.Abs(a-b) < 0.00005 }

// England in 2025: 8,500 of 81,770 children had three or more placements in the year, p = 0.10395 (counts
// published by the Department for Education). The limits for the sizes of Merton and Havering by the formula.
func TestFunnelGolden(t *testing.T) {
	f := NewFunnel(8500.0/81770, nil, false)
	for _, tt := range []struct {
		base      int
		z         float64
		low, high float64
	}{
		{145, Z95, 0.0597, 0.1586},
		{145, Z998, 0.0395, 0.1944},
		{268, Z95, 0.0703, 0.1432},
		{268, Z998, 0.0537, 0.1683},
	} {
		low, high := f.Limits(tt.base, tt.z)
		if !close4(low, tt.low) || !close4(high, tt.high) {
			t.Errorf("%d at %g: %.4f to %.4f, want %.4f to %.4f", tt.base, tt.z, low, high, tt.low, tt.high)
		}
	}
	for name, a := range map[string]Area{"Merton": {10, 145}, "Havering": {31, 268}} {
		if got := f.Outside(a); got != 0 {
			t.Errorf("%s is at level %d: both lie inside", name, got)
		}
	}
	// 24/145 is 0.1655, between 0.1586 and 0.1944; 29/145 is 0.2; 8/145 is 0.0552; 5/145 is 0.0345.
	for part, want := range map[int]int{24: 1, 29: 2, 8: -1, 5: -2} {
		if got := f.Outside(Area{part, 145}); got != want {
			t.Errorf("%d of 145: level %d, want %d", part, got, want)
		}
	}
	if low, _ := f.Limits(4, Z998); low != 0 {
		t.Errorf("the lower limit of four is %g: it is cut at 0", low)
	}
	if low, high := f.Limits(0, Z95); low != 0 || high != 1 {
		t.Errorf("nobody: %g to %g", low, high)
	}
}

// Around one half, four groups of 100: z of 30, 40, 60 and 70 is (asin √0.3 - asin √0.5) × 20 = -4.115, -2.014,
// 2.014, 4.115. The 10th centile is -4.115 + 0.3 × 2.102 = -3.485, so the squares are 12.143 + 4.054, twice: 32.395.
// w = 400 each: τ² = (32.395 - 3) / (1600 - 400) = 0.024496.
func TestOverdispersion(t *testing.T) {
	areas := []Area{{30, 100}, {40, 100}, {60, 100}, {70, 100}}
	f := NewFunnel(0.5, areas, true)
	if math.Abs(f.Tau2-0.024496) > 0.000001 {
		t.Errorf("τ² = %.6f", f.Tau2)
	}
	if NewFunnel(0.5, areas, false).Tau2 != 0 {
		t.Error("not asked for, and yet there")
	}
	if tau := NewFunnel(0.5, []Area{{49, 100}, {50, 100}, {51, 100}}, true).Tau2; tau != 0 {
		t.Errorf("areas closer than chance: τ² = %g", tau)
	}
	if tau := NewFunnel(0.5, []Area{{0, 0}, {3, 0}}, true).Tau2; tau != 0 {
		t.Errorf("areas without children: τ² = %g", tau)
	}
}

// By the formula, recomputed by hand: 10/145 has centre 0.0800 and half 0.0422; none of ten reaches 0.2775.
func TestWilson(t *testing.T) {
	for _, tt := range []struct {
		part, base int
		low, high  float64
	}{
		{10, 145, 0.0379, 0.1223},
		{31, 268, 0.0827, 0.1595},
		{0, 10, 0, 0.2775},
		{10, 10, 0.7225, 1},
		{0, 0, 0, 1},
	} {
		low, high := Wilson(tt.part, tt.base, Z95)
		if !close4(low, tt.low) || !close4(high, tt.high) {
			t.Errorf("%d of %d: %.4f to %.4f, want %.4f to %.4f", tt.part, tt.base, low, high, tt.low, tt.high)
		}
	}
}
