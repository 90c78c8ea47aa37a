package indicator

import (
	"slices"
	"time"

	"waymark/internal/site"
	"waymark/internal/tracker"
)

// Break is a place in a series from which it counts something else: figures before and after are not one series.
type Break struct {
	Period string // the first that is counted in the new way: "2025-Q2"
	Reason string // what changed, in the words of the definition's version
}

// breaksOf lists the breaks that lie inside the periods held. A version marked as a break counts from the first
// period that begins on its day or later: one that its day cuts in two was counted in the old way for a part of it, so
// it stays with what came before. A break before the first period, or after the last, parts nothing.
func breaksOf(def *site.Indicator, periods []tracker.Period) []Break {
	var out []Break
	for _, v := range def.Versions {
		from, err := time.Parse(time.DateOnly, v.From)
		if !v.Break || err != nil { // validate has said so
			continue
		}
		i := slices.IndexFunc(periods, func(p tracker.Period) bool { return !p.Start().Before(from) })
		if i > 0 {
			out = append(out, Break{Period: periods[i].String(), Reason: v.Change})
		}
	}
	return out
}

// unbroken leaves out windows that lie across a break: their sum would be of two things.
func unbroken(windows [][]tracker.Period, breaks []Break) [][]tracker.Period {
	return slices.DeleteFunc(windows, func(window []tracker.Period) bool {
		return slices.ContainsFunc(breaks, func(b Break) bool {
			return slices.ContainsFunc(window[1:], func(p tracker.Period) bool { return p.String() == b.Period })
		})
	})
}
