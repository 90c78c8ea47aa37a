package spc

import "math"

// Phase is a stretch of a series with a mean and limits of its own.
type Phase struct {
	From, To int // indexes in the series; To is not in the phase
	Chart        // its Points are those of the stretch
}

// Phases cuts a series before each of the given indexes and analyses every stretch by itself: mean, limits and
// rules start anew. A series is rebased only for a known change of the process, with a day and a reason; to
// rebase because the chart looks better afterwards hides the very change the chart is for. Indexes outside the
// series, and those that do not rise, are left out. A series without values has no phases.
func Phases(values []float64, starts []int, o Options) []Phase {
	if len(values) == 0 {
		return nil
	}
	var out []Phase
	from := 0
	cut := func(to int) {
		out = append(out, Phase{from, to, Limits(values[from:to], o)})
		from = to
	}
	for _, s := range starts {
		if s > from && s < len(values) {
			cut(s)
		}
	}
	cut(len(values))
	return out
}

// baseline is the stretch that mean and limits come from: up to and including the n-th shown value.
func baseline(values []float64, n int) []float64 {
	if n <= 0 {
		return values
	}
	for i, v := range values {
		if !math.IsNaN(v) {
			if n--; n == 0 {
				return values[:i+1]
			}
		}
	}
	return values
}
