package build

import (
	"fmt"
	"html/template"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/disclose"
	"waymark/internal/markdown"
	"waymark/internal/site"
	"waymark/internal/spc"
	"waymark/internal/theme"
)

// standing is how an indicator stood at the end of a period, from figures released for that period and the
// ones before it. It is what lists, tiles and sheets say of an indicator.
type standing struct {
	*shownIndicator
	figure chart.Figure
	last   disclose.Row
	change theme.SignalView
	target theme.SignalView
}

// standingAt is an indicator as it stood at the end of a period; "" is the newest.
func (b *builder) standingAt(def *site.Indicator, period string) standing {
	newest := b.shown[def.ID]
	series, ok := b.released.Table(def.ID)
	if !newest.measured || !ok {
		return standing{shownIndicator: newest, change: theme.SignalView{Why: newest.unmeasured}}
	}
	shown, f := newest, b.figure(def)
	if period != "" {
		series = series.Until(period)
		f.Benchmark = nil // the newest figure of others is not of that time
		shown = &shownIndicator{def: def, unmeasured: "There were no figures yet."}
		if len(series.Rows()) == 0 {
			return standing{shownIndicator: shown, change: theme.SignalView{Why: shown.unmeasured}}
		}
		shown.measured, shown.unmeasured = true, ""
		b.describe(shown, f, series)
	}
	rows := series.Rows()
	s := standing{shownIndicator: shown, figure: f, last: rows[len(rows)-1]}
	judged := chart.Judge(f, series)
	s.change = changeSignal(judged)
	s.target = targetSignal(f, series, judged)
	return s
}

func cannotTell(why string) theme.SignalView {
	return theme.SignalView{Kind: "unknown", Words: "Change unclear", Why: why}
}

// changeSignal says whether the newest figure differs from those before by more than ordinary variation.
func changeSignal(j chart.Judgement) theme.SignalView {
	if !j.Judged {
		return cannotTell(j.Why)
	}
	v := j.Variation
	signal := theme.SignalView{Up: v.Side > 0, Why: v.Rule.String()}
	if j.Provisional {
		signal.Why += "; the limits are provisional"
	}
	switch v.Kind {
	case "improvement":
		signal.Kind, signal.Words = "better", "Better"
	case "concern":
		signal.Kind, signal.Words = "worse", "Worse"
	case "neutral":
		signal.Kind, signal.Words = "changed", "Lower"
		if signal.Up {
			signal.Words = "Higher"
		}
	default:
		signal.Kind, signal.Words, signal.Up = "steady", "No real change", false
	}
	return signal
}

// targetSignal says how an indicator stands to its target: what will happen if nothing changes where limits
// can say so, and otherwise only whether the newest figure meets it.
func targetSignal(f chart.Figure, series disclose.Table, j chart.Judgement) theme.SignalView {
	why := ""
	if j.Provisional {
		why = "the limits are provisional"
	}
	switch j.Assurance {
	case spc.Passes:
		return theme.SignalView{Kind: "passes", Words: "Target will be met as things are", Why: why}
	case spc.Fails:
		return theme.SignalView{Kind: "fails", Words: "Target will be missed unless something changes", Why: why}
	case spc.HitAndMiss:
		return theme.SignalView{Kind: "chance", Words: "Target met or missed by chance", Why: why}
	}
	switch meets, known := chart.Meets(f, series); {
	case !known && f.Target != nil && f.Better != "neutral":
		return theme.SignalView{Kind: "unknown", Words: "Cannot be compared"}
	case !known:
		return theme.SignalView{}
	case meets:
		return theme.SignalView{Kind: "met", Words: "Target met now"}
	}
	return theme.SignalView{Kind: "missed", Words: "Target missed now"}
}

// view is the standing in one line for a page published at from.
func (s standing) view(from string) theme.FigureView {
	v := theme.FigureView{Title: s.def.Title, Question: s.def.Question, Href: site.Relative(from, markdown.IndicatorOut(s.def.ID)),
		Value: s.value, Hidden: s.hidden, Period: s.period, Finding: s.finding, Theme: capital(s.def.Theme), Spark: template.HTML(s.spark),
		Change: s.change, Target: s.target}
	if !s.measured {
		v.Value, v.Hidden, v.Finding = "Not measured", true, s.unmeasured
	}
	return v
}

// counts is "33 of 108", when both counts are shown.
func (s standing) counts() string {
	part, known := s.last.Part.Number()
	base, knownBase := s.last.Base.Number()
	if !s.measured || !known || !knownBase {
		return ""
	}
	return fmt.Sprintf("%d of %d", part, base)
}

// aim is the target in a table: "100%", "at most 12%".
func (s standing) aim() string {
	if s.def.Target == nil {
		return ""
	}
	words := fmt.Sprintf("%d%%", s.def.Target.Percent)
	if s.def.Better == "lower" {
		words = "at most " + words
	}
	return words
}

// tally says how many indicators there are and how they move: "7 indicators: 1 worse, 6 without real change."
func tally(all []standing) string {
	count := map[string]int{}
	for _, s := range all {
		count[s.change.Kind]++
	}
	var parts []string
	for _, p := range []struct{ kind, words string }{
		{"worse", "worse"}, {"better", "better"}, {"changed", "changed"}, {"steady", "without real change"}, {"unknown", "not to be judged yet"}, {"", "not measured"},
	} {
		if n := count[p.kind]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, p.words))
		}
	}
	noun := "indicators"
	if len(all) == 1 {
		noun = "indicator"
	}
	return fmt.Sprintf("%d %s: %s.", len(all), noun, strings.Join(parts, ", "))
}
