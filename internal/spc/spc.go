// Package spc tells a real change from noise in a series of figures: limits, rules and the words for them.
//
// It is pure arithmetic on float64s. It knows nothing of children, indicators or disclosure: the caller
// gives it released figures only, in order of time. A figure that is not shown is math.NaN(): it enters no
// sum, the moving range across it is left out, and a run does not reach over it.
//
//	spc.go     limits and rules           phase.go    fixed baselines, rebased phases
//	icon.go    what the newest point and a target say, in words
//	funnel.go  limits for one period over many areas     wilson.go  interval of one percentage
//
// The chart is the XmR chart (individuals and moving range) in the form NHS England calls "making data count":
//
//	mean   = sum(x) / n
//	MR(i)  = |x(i) - x(i-1)|              i = 2..n
//	avgMR  = sum(MR) / (n - 1)
//	limits = mean ± 2.66 × avgMR          2.66 = 3 / 1.128, Shewhart's d2 for ranges of two
//	near   = mean ± 2/3 × 2.66 × avgMR    "two sigma"
//
// Source: D. Wheeler, Understanding Variation; the formulas, rules and their order are those of the NHS-R
// Community package NHSRplotthedots, against whose published example the tests check.
//
// Limits are not clipped to 0 and 100 here: a drawing may clip the line, the sums must not.
//
// Do not run it on overlapping windows (a rolling year each quarter): neighbours share three quarters of
// their children, so runs and trends appear that are not there. A count on a day each quarter is weaker in
// the same way, since most children are there on the next day too: say so beside the chart.
package spc

import "math"

const (
	factor = 2.66  // limits, in average moving ranges
	screen = 3.267 // D4 for ranges of two: a moving range at or past this multiple is itself an outlier

	// Enough is the number of points from which limits are no longer called trial limits. With fewer, one
	// new point moves the limits visibly.
	Enough = 12

	// Fewest is the number of points below which limits tell nothing: with fewer than a run has, no rule but
	// one can apply. Limits are computed all the same; the caller decides whether to draw them.
	Fewest = run

	run = 7 // points in a shift or a trend
)

// Options chooses between readings of the method that are both in use. The zero value is the default.
type Options struct {
	// Screen leaves moving ranges of 3.267 averages or more out of the average, once. The mean keeps all
	// points. On in the R package, off in the NHS spreadsheet; off here.
	Screen bool

	// TwoOfThree is how the rule treats a point beyond the process limit.
	TwoOfThree TwoOfThree

	// Equal is how a trend treats two equal neighbours.
	Equal Equal

	// FixAfter computes mean and limits from the first so many shown points; later points are judged against
	// them and move nothing. 0 uses all points. Fewer points than that: all of them, as trial limits.
	FixAfter int
}

// TwoOfThree names the two readings of the two-of-three rule.
type TwoOfThree int

const (
	// BeyondCounts: a point beyond the process limit is also beyond the near limit, so it counts. The NHS
	// tools do so since November 2023. The default.
	BeyondCounts TwoOfThree = iota
	// BetweenOnly: only points between the near limit and the process limit count, as in the R package.
	BetweenOnly
)

// Equal names the two readings of equal neighbours in a trend.
type Equal int

const (
	// EqualBreaks: a trend ends at two equal neighbours, as in the R package. The default.
	EqualBreaks Equal = iota
	// EqualSkipped: the second of two equal neighbours neither adds to a trend nor ends it.
	EqualSkipped
)

// Rule is the reason why a point is not just noise. When several apply, the first in this order is kept.
type Rule int

// The rules, strongest first after Common.
const (
	Common       Rule = iota // no rule: the variation that is always there
	Astronomical             // beyond a process limit
	Trend                    // seven points, each above (or each below) the one before
	TwoInThree               // two of three neighbours beyond the near limit, all three on that side of the mean
	Shift                    // seven points on one side of the mean
)

var ruleWords = [...]string{
	Common:       "within the usual range",
	Astronomical: "outside the limits",
	Trend:        "seven points in a row in one direction",
	TwoInThree:   "two of three points close to a limit",
	Shift:        "seven points in a row on one side of the average",
}

func (r Rule) String() string { return ruleWords[r] }

// Point is one value and what the rules say about it.
type Point struct {
	Value float64
	Rule  Rule
	Side  int // where a special point lies or goes: 1 high or rising, -1 low or falling, 0 for Common
}

// Chart is a series with its limits.
type Chart struct {
	Points    []Point
	Mean      float64
	Range     float64 // average moving range, after screening if that was asked for
	Lower     float64 // process limits
	Upper     float64
	NearLower float64
	NearUpper float64
	Trial     bool // fewer than Enough points: the limits will still move
}

// Limits analyses a series. With no shown value the chart is empty of limits; with one, both limits are the
// value, as there is no moving range; a series of equal values has limits on its mean and no special points.
func Limits(values []float64, o Options) Chart {
	basis := baseline(values, o.FixAfter)
	c := Chart{Trial: shown(basis) < Enough}
	if len(values) == 0 {
		return c
	}
	c.Mean = mean(basis)
	c.Range = averageRange(basis, o.Screen)
	c.Lower, c.Upper = c.Mean-factor*c.Range, c.Mean+factor*c.Range
	c.NearLower, c.NearUpper = c.Mean-factor*c.Range*2/3, c.Mean+factor*c.Range*2/3

	c.Points = make([]Point, len(values))
	for i, v := range values {
		c.Points[i].Value = v
	}
	// Weakest first, so that a stronger rule overwrites a weaker one.
	c.shift()
	c.twoOfThree(o.TwoOfThree)
	c.trend(o.Equal)
	c.astronomical()
	return c
}

// mean is that of the shown values; 0 of none.
func mean(values []float64) float64 {
	sum, n := 0.0, 0.0
	for _, v := range values {
		if !math.IsNaN(v) {
			sum += v
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / n
}

func shown(values []float64) int {
	n := 0
	for _, v := range values {
		if !math.IsNaN(v) {
			n++
		}
	}
	return n
}

func averageRange(values []float64, screened bool) float64 {
	var ranges []float64
	for i := 1; i < len(values); i++ {
		if r := math.Abs(values[i] - values[i-1]); !math.IsNaN(r) {
			ranges = append(ranges, r)
		}
	}
	average := mean(ranges)
	if !screened {
		return average
	}
	var kept []float64
	for _, r := range ranges {
		if r < screen*average {
			kept = append(kept, r)
		}
	}
	if len(kept) == 0 { // all ranges are 0: nothing is smaller than 0
		return average
	}
	return mean(kept)
}

// side is 1 above the mean, -1 below it, 0 on it.
func (c *Chart) side(v float64) int {
	switch {
	case v > c.Mean:
		return 1
	case v < c.Mean:
		return -1
	}
	return 0
}

func (c *Chart) mark(from, to int, r Rule, side int) {
	for i := from; i < to; i++ {
		c.Points[i].Rule, c.Points[i].Side = r, side
	}
}

// astronomical marks points strictly beyond a limit; a point on the limit is inside.
func (c *Chart) astronomical() {
	for i, p := range c.Points {
		if p.Value > c.Upper {
			c.mark(i, i+1, Astronomical, 1)
		}
		if p.Value < c.Lower {
			c.mark(i, i+1, Astronomical, -1)
		}
	}
}

// trend marks all points of a run of at least seven that only rises or only falls.
func (c *Chart) trend(equal Equal) {
	start, way, points := 0, 0, 1 // of the run being followed
	end := func(i int) {
		if way != 0 && points >= run {
			c.mark(start, i, Trend, way)
		}
	}
	for i := 1; i < len(c.Points); i++ {
		d := c.Points[i].Value - c.Points[i-1].Value
		now := 0
		switch {
		case d > 0:
			now = 1
		case d < 0:
			now = -1
		case d == 0 && equal == EqualSkipped && way != 0:
			continue
		}
		if now == way {
			points++
			continue
		}
		end(i)
		start, way, points = i-1, now, 2
	}
	end(len(c.Points))
}

// shift marks all points of a run of at least seven strictly on one side of the mean.
func (c *Chart) shift() {
	start, side := 0, 0
	for i := 0; i <= len(c.Points); i++ {
		now := 0
		if i < len(c.Points) {
			now = c.side(c.Points[i].Value)
		}
		if now != side || i == len(c.Points) {
			if side != 0 && i-start >= run {
				c.mark(start, i, Shift, side)
			}
			start, side = i, now
		}
	}
}

// twoOfThree marks the points beyond the near limit where three neighbours lie on one side of the mean and
// at least two of them are beyond it.
func (c *Chart) twoOfThree(variant TwoOfThree) {
	beyond := func(v float64, side int) bool {
		near, far := v > c.NearUpper, v > c.Upper
		if side < 0 {
			near, far = v < c.NearLower, v < c.Lower
		}
		return near && (variant == BeyondCounts || !far)
	}
	for i := 0; i+3 <= len(c.Points); i++ {
		three := c.Points[i : i+3]
		side := c.side(three[0].Value)
		if side == 0 || c.side(three[1].Value) != side || c.side(three[2].Value) != side {
			continue
		}
		var hit []int
		for k, p := range three {
			if beyond(p.Value, side) {
				hit = append(hit, i+k)
			}
		}
		if len(hit) < 2 {
			continue
		}
		for _, k := range hit {
			c.mark(k, k+1, TwoInThree, side)
		}
	}
}
