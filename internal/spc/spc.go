// Package spc tells a real change from noise in a series of figures: limits, rules and the words for them.
//
// It is pure arithmetic on float64s. It knows nothing of children, indicators or disclosure: the caller
// gives it released figures only, in order of time, without gaps.
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
// their children, so runs and trends appear that are not there.
package spc

import "math"

const (
	factor = 2.66  // limits, in average moving ranges
	screen = 3.267 // D4 for ranges of two: a moving range at or past this multiple is itself an outlier

	// Enough is the number of points from which limits are no longer called trial limits. With fewer, one
	// new point moves the limits visibly.
	Enough = 12

	run = 7 // points in a shift or a trend
)

// Options chooses between readings of the method that are both in use. The zero value is the default.
type Options struct {
	// Screen leaves moving ranges of 3.267 averages or more out of the average, once. The mean keeps all
	// points. On in the R package, off in the NHS spreadsheet; off here.
	Screen bool

	// TwoOfThree is how the rule treats a point beyond the process limit.
	TwoOfThree TwoOfThree
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

// Limits analyses a series. With no values the chart is empty; with one, both limits are the value, as there
// is no moving range; a series of equal values has limits on its mean and no special points.
func Limits(values []float64, o Options) Chart {
	c := Chart{Trial: len(values) < Enough}
	if len(values) == 0 {
		return c
	}
	c.Mean = mean(values)
	c.Range = averageRange(values, o.Screen)
	c.Lower, c.Upper = c.Mean-factor*c.Range, c.Mean+factor*c.Range
	c.NearLower, c.NearUpper = c.Mean-factor*c.Range*2/3, c.Mean+factor*c.Range*2/3

	c.Points = make([]Point, len(values))
	for i, v := range values {
		c.Points[i].Value = v
	}
	// Weakest first, so that a stronger rule overwrites a weaker one.
	c.shift()
	c.twoOfThree(o.TwoOfThree)
	c.trend()
	c.astronomical()
	return c
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

func averageRange(values []float64, screened bool) float64 {
	if len(values) < 2 {
		return 0
	}
	ranges := make([]float64, 0, len(values)-1)
	for i := 1; i < len(values); i++ {
		ranges = append(ranges, math.Abs(values[i]-values[i-1]))
	}
	average := mean(ranges)
	if !screened {
		return average
	}
	kept := ranges[:0]
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

// trend marks all points of a run of at least seven that only rises or only falls. Equal neighbours end a run.
func (c *Chart) trend() {
	start, way := 0, 0
	for i := 1; i <= len(c.Points); i++ {
		now := 0
		if i < len(c.Points) {
			switch d := c.Points[i].Value - c.Points[i-1].Value; {
			case d > 0:
				now = 1
			case d < 0:
				now = -1
			}
		}
		if now != way || i == len(c.Points) {
			if way != 0 && i-start >= run {
				c.mark(start, i, Trend, way)
			}
			start, way = i-1, now
		}
	}
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

// Better is the direction of improvement.
type Better int

// The directions.
const (
	Neutral Better = iota
	Higher
	Lower
)

// ParseBetter reads "higher", "lower" or "neutral"; anything else is Neutral.
func ParseBetter(s string) Better {
	switch s {
	case "higher":
		return Higher
	case "lower":
		return Lower
	}
	return Neutral
}

// Variation is what the newest point says.
type Variation struct {
	Kind string // "common", "improvement", "concern" or "neutral"
	Side int    // 1 high or rising, -1 low or falling, 0 for "common"
	Rule Rule
}

// Variation reads the newest point of the chart. It does not depend on any target.
func (c Chart) Variation(better Better) Variation {
	if len(c.Points) == 0 {
		return Variation{Kind: "common"}
	}
	last := c.Points[len(c.Points)-1]
	v := Variation{Kind: "common", Side: last.Side, Rule: last.Rule}
	switch {
	case last.Rule == Common:
	case better == Neutral:
		v.Kind = "neutral"
	case (better == Higher) == (last.Side > 0):
		v.Kind = "improvement"
	default:
		v.Kind = "concern"
	}
	return v
}

// Text is the variation in words, complete without colour or icon.
func (v Variation) Text() string {
	way := "high"
	if v.Side < 0 {
		way = "low"
	}
	if v.Rule == Trend {
		way = map[bool]string{true: "rising", false: "falling"}[v.Side > 0]
	}
	switch v.Kind {
	case "improvement":
		return "a real improvement (" + way + "): " + v.Rule.String()
	case "concern":
		return "a real change for the worse (" + way + "): " + v.Rule.String()
	case "neutral":
		return "a real change (" + way + "): " + v.Rule.String()
	}
	return "no real change: the newest figure is " + Common.String()
}

// Assurance says whether the process, left as it is, meets a target.
type Assurance string

// The assurances. None: there is no target, no direction, or too little data.
const (
	None       Assurance = ""
	Passes     Assurance = "passes"
	HitAndMiss Assurance = "hit and miss"
	Fails      Assurance = "fails"
)

// Text is the assurance in words.
func (a Assurance) Text() string {
	switch a {
	case Passes:
		return "the target will be met as things are"
	case HitAndMiss:
		return "the target will be met in some quarters and missed in others, by chance"
	case Fails:
		return "the target will not be met unless something changes"
	}
	return ""
}

// Assurance compares a target with the limits. A target on a limit is inside them. Fewer than two points
// have no limits, so they assure nothing.
func (c Chart) Assurance(target float64, better Better) Assurance {
	if len(c.Points) < 2 || better == Neutral {
		return None
	}
	above, below := target > c.Upper, target < c.Lower
	if better == Lower {
		above, below = below, above
	}
	switch {
	case above:
		return Fails
	case below:
		return Passes
	}
	return HitAndMiss
}
