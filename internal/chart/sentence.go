package chart

import (
	"fmt"
	"math"
	"strconv"

	"waymark/internal/disclose"
	"waymark/internal/spc"
)

// Finding says in a few sentences what a series over time shows. It uses released figures only and keeps
// these rules:
//
//  1. The newest figure comes first, with its count: "In the year to June 2026, 41 of 83 children (49%) ...".
//  2. A newest figure that is not shown is said to be hidden (or to be a range, or not to exist), and nothing
//     is compared with it: an older figure does not take its place.
//  3. A difference from earlier is called a change only when process limits say so. Within the limits it is
//     ordinary variation. Without limits (too few points, a hidden one, periods that overlap) the figure of a
//     year before is given, and it is said that nothing can be told from the difference.
//  4. The target is compared exactly, by the counts when they are shown, not by rounded percentages.
//  5. Where there are limits, they say whether the target will be met as things are; provisional limits are
//     called so. Where there are none, the interval of the newest figure (Wilson, 95%) says how much chance
//     alone leaves open.
//  6. A published figure of others is context, not a rank: higher or lower when it lies outside that interval (or
//     more than three points away, when the counts are hidden).
func Finding(f Figure, t disclose.Table) string {
	if isDuration(t) {
		return durationFinding(f.of(t), durationsOf(t))
	}
	return finding(f.of(t), pointsOf(t))
}

func finding(f Figure, points []point) string {
	if len(points) == 0 {
		return "There are no figures yet."
	}
	last := points[len(points)-1]
	text, comparable := f.newest(last)
	if !comparable {
		return text
	}
	text += f.change(points)
	text += f.againstTarget(last)
	text += f.assured(points)
	text += f.beside(last)
	return text
}

// newest is rule 1 and 2; comparable is whether there is a number to go on with.
func (f Figure) newest(p point) (text string, comparable bool) {
	at := when(p.from, p.to, f.stock)
	did := f.Did
	if did == "" {
		did = "counted"
	}
	v := p.percent
	switch {
	case v.shown && p.part.shown && p.base.shown:
		return fmt.Sprintf("%s, %d of %d %s (%d%%) %s.", at, p.part.n, p.base.n, f.noun(), v.n, did), true
	case v.shown:
		return fmt.Sprintf("%s, %d%% of %s %s.", at, v.n, f.noun(), did), true
	case v.ranged:
		return fmt.Sprintf("%s, the figure was %s. The exact number is hidden to protect children's privacy.", at, v.text), false
	case v.mark == "c":
		return fmt.Sprintf("The newest figure, for %s, is hidden to protect children's privacy.", long(p.from, p.to, f.stock)), false
	case v.mark == "low" && p.part.shown && p.base.shown:
		return fmt.Sprintf("%s, %d of %d %s (under 1%%) %s.", at, p.part.n, p.base.n, f.noun(), did), false
	case v.mark == "u" && p.part.shown && p.base.shown:
		return fmt.Sprintf("%s, %d of %d %s %s: too few for a percentage.", at, p.part.n, p.base.n, f.noun(), did), false
	case v.mark == "z":
		return fmt.Sprintf("%s, there were no %s to count, so there is no percentage.", at, f.noun()), false
	}
	return fmt.Sprintf("There is no figure for %s.", long(p.from, p.to, f.stock)), false
}

// change is rule 3.
func (f Figure) change(points []point) string {
	last := points[len(points)-1]
	before, found := f.yearBefore(points)
	earlier := ""
	if found {
		earlier = fmt.Sprintf(" A year before it was %d%%", before.percent.n)
	}
	process, _ := f.analyse(points)
	switch {
	case process.judged():
		v := process.last().Variation(spc.ParseBetter(f.Better))
		if v.Kind == "common" {
			if found && before.percent.n != last.percent.n {
				return earlier + ". The difference is too close to call: ordinary variation."
			}
			return " It is within ordinary variation."
		}
		way := "higher"
		if v.Side < 0 {
			way = "lower"
		}
		if v.Rule == spc.Shift {
			// The run is what stands out; the newest figure alone may well have come back.
			side := map[int]string{1: "above", -1: "below"}[v.Side]
			judged := map[string]string{"improvement": " and an improvement", "concern": " and a concern"}[v.Kind]
			return fmt.Sprintf(" At least seven figures in a row, this one included, lie %s the mean: more than ordinary variation%s.", side, judged)
		}
		meaning := map[string]string{"improvement": ", an improvement", "concern": ", a concern"}[v.Kind]
		return fmt.Sprintf(" This is %s than ordinary variation explains%s: %s.", way, meaning, reason(v.Rule, v.Side))
	case found && before.percent.n == last.percent.n:
		return earlier + " too."
	case found:
		return earlier + ". There are too few separate figures to say whether that is a change."
	}
	return " There are too few separate figures to say whether it is changing."
}

// reason is a rule in words, for every rule but the shift.
func reason(r spc.Rule, side int) string {
	switch r {
	case spc.Astronomical:
		return "it lies outside the process limits"
	case spc.Trend:
		if side < 0 {
			return "seven figures in a row have fallen"
		}
		return "seven figures in a row have risen"
	}
	return "two of three figures in a row lie near a process limit"
}

// yearBefore finds the shown figure that ends twelve months before the newest, unless the definition has changed
// since.
func (f Figure) yearBefore(points []point) (point, bool) {
	last := parsePeriod(points[len(points)-1].to)
	if !last.ok {
		return point{}, false
	}
	since := 0
	for _, c := range f.changesIn(points) {
		if c.Definition {
			since = c.index
		}
	}
	for _, p := range points[since : len(points)-1] {
		if at := parsePeriod(p.to); at.ok && at.index() == last.index()-12 && p.percent.shown {
			return p, true
		}
	}
	return point{}, false
}

// againstTarget is rule 4. With no direction there is nothing to meet.
func (f Figure) againstTarget(p point) string {
	if f.Target == nil || (f.Better != "higher" && f.Better != "lower") {
		return ""
	}
	target := *f.Target
	over := p.percent.n - target // rounded, for words
	exact := over                // only the sign is used
	if p.part.shown && p.base.shown && p.base.n > 0 {
		exact = 100*p.part.n - target*p.base.n
	}
	what := fmt.Sprintf("the target of %d%%", target)
	short := exact < 0
	side := "below"
	if f.Better == "lower" {
		what = fmt.Sprintf("the target of at most %d%%", target)
		short = exact > 0
		side = "above"
	}
	switch {
	case !short:
		return " It meets " + what + "."
	case over == 0:
		return " It is just " + side + " " + what + "."
	case over == 1 || over == -1:
		return " It is 1 percentage point " + side + " " + what + "."
	}
	return fmt.Sprintf(" It is %d percentage points %s %s.", int(math.Abs(float64(over))), side, what)
}

// assured is rule 5: how strong the evidence is.
func (f Figure) assured(points []point) string {
	last := points[len(points)-1]
	process, _ := f.analyse(points)
	if !process.judged() {
		// Events of one child hang together, so an interval as of separate ones would be too narrow.
		if f.events || !last.part.shown || !last.base.shown || last.base.n == 0 {
			return ""
		}
		low, high := spc.Wilson(last.part.n, last.base.n, spc.Z95)
		return fmt.Sprintf(" In a group of %d, an underlying rate from %s to %s would fit.", last.base.n, round(100*low), round(100*high))
	}
	text := ""
	if f.Target != nil {
		if words := process.last().Assurance(float64(*f.Target), spc.ParseBetter(f.Better)).Text(); words != "" {
			text = " As limits stand, " + words + "."
		}
	}
	if process.last().Trial {
		text += fmt.Sprintf(" The limits are provisional: they rest on %s.", figures(count(process.last())))
	}
	return text
}

// beside is rule 6.
func (f Figure) beside(p point) string {
	if f.Benchmark == nil {
		return ""
	}
	b := f.Benchmark
	name := b.Name
	if b.Period != "" {
		name += " (" + b.Period + ")"
	}
	low, high := float64(p.percent.n)-3, float64(p.percent.n)+3
	how := "close to this one"
	if !f.events && p.part.shown && p.base.shown && p.base.n > 0 {
		low, high = spc.Wilson(p.part.n, p.base.n, spc.Z95)
		low, high, how = 100*low, 100*high, "not clearly different from this one"
	}
	switch {
	case b.Percent > high:
		how = "higher than this one"
	case b.Percent < low:
		how = "lower than this one"
	}
	return fmt.Sprintf(" For context, the published figure for %s is %s%%, %s.", name,
		strconv.FormatFloat(math.Round(b.Percent*10)/10, 'f', -1, 64), how)
}
