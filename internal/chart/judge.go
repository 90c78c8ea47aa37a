package chart

import (
	"waymark/internal/disclose"
	"waymark/internal/spc"
)

// Judgement is what process limits say of the newest figure of a series. Judged is false when the series cannot
// bear limits (see analyse): then nothing is known of change, and nothing of whether a target will be met.
type Judgement struct {
	Judged      bool
	Provisional bool // fewer figures than limits need to settle
	Variation   spc.Variation
	Assurance   spc.Assurance // spc.None without a target
}

// Judge reads the newest figure against the limits that the chart over time draws.
func Judge(f Figure, t disclose.Table) Judgement { return judge(f.of(t), pointsOf(t)) }

func judge(f Figure, points []point) Judgement {
	p, _ := f.analyse(points)
	if !p.judged() {
		return Judgement{}
	}
	c := p.last()
	better := spc.ParseBetter(f.Better)
	j := Judgement{Judged: true, Provisional: c.Trial, Variation: c.Variation(better)}
	if !points[len(points)-1].percent.shown {
		return Judgement{} // an older figure is not given the place of a hidden one
	}
	if f.Target != nil {
		j.Assurance = c.Assurance(float64(*f.Target), better)
	}
	return j
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
