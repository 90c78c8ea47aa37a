package spc

import "math"

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

// Variation reads the newest shown point of the chart. It does not depend on any target.
func (c Chart) Variation(better Better) Variation {
	var last Point
	for _, p := range c.Points {
		if !math.IsNaN(p.Value) {
			last = p
		}
	}
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
		return "the target will be met at some times and missed at others, by chance"
	case Fails:
		return "the target will not be met unless something changes"
	}
	return ""
}

// Assurance compares a target with the limits. A target on a limit is inside them. Fewer than two points
// have no limits, so they assure nothing.
func (c Chart) Assurance(target float64, better Better) Assurance {
	shown := 0
	for _, p := range c.Points {
		if !math.IsNaN(p.Value) {
			shown++
		}
	}
	if shown < 2 || better == Neutral {
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
