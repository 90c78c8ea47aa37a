package chart

import (
	"fmt"

	"waymark/internal/disclose"
	"waymark/internal/spc"
)

// Judgement is what process limits say of the newest figure of a series. Judged is false when the series cannot
// bear limits (see analyse): then nothing is known of change, and nothing of whether a target will be met.
type Judgement struct {
	Judged      bool
	Why         string // in a sentence, why not
	Provisional bool   // fewer figures than limits need to settle
	Variation   spc.Variation
	Assurance   spc.Assurance // spc.None without a target
}

// Judge reads the newest figure against the limits that the chart over time draws.
func Judge(f Figure, t disclose.Table) Judgement { return judge(f.of(t), pointsOf(t)) }

func judge(f Figure, points []point) Judgement {
	p, _ := f.analyse(points)
	if !p.judged() {
		return Judgement{Why: f.unjudged(points, p)}
	}
	c := p.last()
	better := spc.ParseBetter(f.Better)
	j := Judgement{Judged: true, Provisional: c.Trial, Variation: c.Variation(better)}
	if !points[len(points)-1].percent.shown {
		return Judgement{Why: "The newest figure is hidden or missing."} // an older one is not given its place
	}
	if f.Target != nil {
		j.Assurance = c.Assurance(float64(*f.Target), better)
	}
	return j
}

// unjudged says why a series has no limits for its newest figure, in the order in which analyse looks.
func (f Figure) unjudged(points []point, p process) string {
	hidden := 0
	for i, x := range points {
		if i > 0 && overlap(points[i-1], x) {
			return "Neighbouring figures share children, because their periods overlap."
		}
		if !x.percent.shown {
			hidden++
		}
	}
	switch {
	case f.unit != "":
		return "Limits of ordinary variation are for percentages, not for durations."
	case len(points) >= spc.Fewest && float64(hidden) > mostHidden*float64(len(points)):
		return "More than a fifth of the figures are hidden or missing."
	case len(p.phases) > 1:
		return fmt.Sprintf("Fewer than %d figures since the last known change.", spc.Fewest)
	}
	return fmt.Sprintf("Fewer than %d figures so far.", spc.Fewest)
}

// Meets says whether the newest figure meets the target, by the counts when they are shown. known is false
// when there is no target, no direction, or no newest figure to compare.
func Meets(f Figure, t disclose.Table) (yes, known bool) { return meets(f, pointsOf(t)) }

func meets(f Figure, points []point) (yes, known bool) {
	if len(points) == 0 || f.Target == nil || (f.Better != "higher" && f.Better != "lower") {
		return false, false
	}
	p := points[len(points)-1]
	if !p.percent.shown {
		return false, false
	}
	over := p.percent.n - *f.Target
	if p.part.shown && p.base.shown && p.base.n > 0 {
		over = 100*p.part.n - *f.Target*p.base.n
	}
	return over == 0 || (over > 0) == (f.Better == "higher"), true
}
