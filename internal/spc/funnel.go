package spc

import (
	"math"
	"slices"
)

// Area is one area's figure in a funnel: part of base.
type Area struct{ Part, Base int }

// Funnel tells whether an area differs from the others by more than its size explains. The limits are those of
// a proportion on the arcsine scale, where its variance depends on the size of the group alone:
//
//	s      = 1 / (2√n)
//	limits = sin²(asin √p ± z √(s² + τ²))         clipped to 0 and 1
//
// p is the overall proportion, n the area's base, z 1.959964 (95%) or 3.090232 (99.8%). τ² is 0 unless the
// areas are known to differ for reasons of their own (overdispersion):
//
//	z(i) = (asin √p(i) - asin √p) / s(i)           those beyond the 10th and 90th centile brought to them
//	φ    = Σ z(i)² / k
//	τ²   = max(0, (k φ - (k - 1)) / (Σw - Σw²/Σw)) w = 1 / s²
//
// Source: D. Spiegelhalter, Funnel plots for comparing institutional performance, 2005, and Handling
// over-dispersion of performance indicators, 2005; the R package FunnelPlotR computes the same.
type Funnel struct {
	Centre float64 // p
	Tau2   float64 // τ²
}

// NewFunnel makes the limits around an overall proportion. With overdispersion, τ² comes from the areas, of
// which there should be many: with ten neighbours it is a rough guess.
func NewFunnel(centre float64, areas []Area, overdispersion bool) Funnel {
	f := Funnel{Centre: centre}
	if !overdispersion || len(areas) < 2 {
		return f
	}
	var zs []float64
	var w, w2 float64
	for _, a := range areas {
		if a.Base <= 0 {
			continue
		}
		s := 1 / (2 * math.Sqrt(float64(a.Base)))
		zs = append(zs, (angle(float64(a.Part)/float64(a.Base))-angle(centre))/s)
		w += 1 / (s * s)
		w2 += 1 / (s * s * s * s)
	}
	k := float64(len(zs))
	if k < 2 || w-w2/w <= 0 {
		return f
	}
	sum := 0.0
	for _, z := range winsorised(zs, 0.1) {
		sum += z * z
	}
	f.Tau2 = math.Max(0, (sum-(k-1))/(w-w2/w)) // sum = k φ
	return f
}

// Limits are the two ends for a group of so many, as proportions.
func (f Funnel) Limits(base int, z float64) (low, high float64) {
	if base <= 0 {
		return 0, 1
	}
	width := z * math.Sqrt(1/(4*float64(base))+f.Tau2)
	low, high = angle(f.Centre)-width, angle(f.Centre)+width
	return square(math.Max(low, 0)), square(math.Min(high, math.Pi/2))
}

// Outside says how an area lies: 0 within the 95% limits, 1 between them and the 99.8% limits, 2 beyond those;
// negative when it is low.
func (f Funnel) Outside(a Area) int {
	if a.Base <= 0 {
		return 0
	}
	p := float64(a.Part) / float64(a.Base)
	for i, z := range []float64{Z998, Z95} {
		switch low, high := f.Limits(a.Base, z); {
		case p > high:
			return 2 - i
		case p < low:
			return i - 2
		}
	}
	return 0
}

func angle(p float64) float64 { return math.Asin(math.Sqrt(math.Min(math.Max(p, 0), 1))) }

func square(angle float64) float64 { return math.Pow(math.Sin(angle), 2) }

// winsorised brings the values beyond the given share at either end to the centile there (linear between
// neighbours, type 7 of R).
func winsorised(values []float64, share float64) []float64 {
	sorted := slices.Sorted(slices.Values(values))
	centile := func(q float64) float64 {
		at := q * float64(len(sorted)-1)
		i := int(at)
		if i+1 == len(sorted) {
			return sorted[i]
		}
		return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
	}
	low, high := centile(share), centile(1-share)
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = math.Min(math.Max(v, low), high)
	}
	return out
}
