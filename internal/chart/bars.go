package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"waymark/internal/disclose"
	"waymark/internal/site"
	"waymark/internal/spc"
)

// Bar is the chart of one period by category: horizontal bars with their figures beside them. A hidden
// figure is a pale dashed box of a fixed length with its mark; a range is a dashed box up to its upper end.
// categories gives the words of category ids.
func Bar(f Figure, t disclose.Table, categories map[string]string, w Width) (Option, error) {
	return bar(f.of(t), pointsOf(t), categories, w)
}

func bar(f Figure, points []point, categories map[string]string, w Width) (Option, error) {
	// A category that is shown to hold nobody has a line in the table and no bar.
	points = slices.DeleteFunc(slices.Clone(points), func(p point) bool { return p.category != "" && p.base.shown && p.base.n == 0 })
	if len(points) == 0 {
		return Option{}, fmt.Errorf("chart %s: there are no figures", f.ID)
	}
	var refs []reference
	if f.Target != nil {
		refs = append(refs, reference{at: float64(*f.Target), text: fmt.Sprintf("Target %d%%", *f.Target)})
	}
	_, top100 := axis(highest(points, refs))
	left, right, top, bottom := 20, 118, 10, 12
	row, thick := 40, 22
	width := 680
	if w == Narrow {
		width, left, right = 320, 4, 12
		row, thick, top = 52, 18, 24
	}
	if len(refs) > 0 {
		top += 20
	}
	var names []string
	var values, offsets []any
	hasOffset := false
	var readings []Reading
	for i, p := range points {
		name := categoryName(f, p.category, categories)
		names = append(names, name)
		if w == Wide {
			left = max(left, min(textWidth(name)*13/12+4, 190)+16)
		}
		v := p.percent
		colour := "line"
		if p.category == "" {
			colour = "common"
		}
		d := object{"value": v.n, "itemStyle": object{"color": hex(colour)}}
		box := object{"color": hex("paper"), "borderColor": hex("hidden"), "borderType": "dashed", "borderWidth": 1}
		low := 0
		text, detail := strconv.Itoa(v.n)+"%", ""
		if v.shown && p.part.shown && p.base.shown {
			detail = fmt.Sprintf("%d of %d", p.part.n, p.base.n)
		}
		switch {
		case v.shown:
		case v.ranged:
			low = v.low
			d["value"], d["itemStyle"], text = v.high-v.low, box, v.text
			if p.base.shown {
				detail = fmt.Sprintf("of %d", p.base.n)
			}
		case v.mark == "c":
			// The length means nothing, so it is the same in every chart and short.
			d["value"], d["itemStyle"], text, detail = math.Round(float64(top100)*8)/100, box, "[c]", "hidden"
		default:
			d["value"], d["itemStyle"], text = 0, object{"color": "none"}, v.text
		}
		hasOffset = hasOffset || low > 0
		offsets = append(offsets, low)
		label := object{"show": true, "position": "right", "distance": 8, "textBorderWidth": 0}
		before := ""
		if w == Narrow {
			// One line above the bar: the detail goes first when it does not fit, since the table has it.
			room := width - left - right - textWidth(text)*14/12*11/10 - 8
			if textWidth(name)*13/12+textWidth(detail)+8 > room {
				detail = ""
			}
			before = "{n|" + plain(fit(name, room*12/13)) + "}"
			label["position"] = []any{0, -20}
		}
		label["formatter"] = before + "{v|" + plain(text) + "}"
		if detail != "" {
			label["formatter"] = before + "{v|" + plain(text) + "}{m|" + plain(detail) + "}"
		}
		d["label"] = label
		values = append(values, d)
		words := strings.TrimSpace(fmt.Sprintf("%s: %s %s", name, text, detail))
		if v.mark == "c" {
			words = name + ": hidden to protect children's privacy"
		}
		readings = append(readings, Reading{0, i, plain(sentence(words))})
	}
	height := top + bottom + row*len(points)

	chart := charts.NewBar()
	chart.SetXAxis(names)
	chart.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithGridOpts(opts.Grid{Left: px(left), Right: px(right), Top: px(top), Bottom: px(bottom)}),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "item", Formatter: "{b}"}),
	)
	if hasOffset {
		chart.AddSeries("start of the range", nil, charts.WithSeriesOpts(func(s *charts.SingleSeries) {
			s.Data, s.Stack, s.BarWidth = offsets, "one", strconv.Itoa(thick)
			s.ItemStyle = &opts.ItemStyle{Color: "none"}
		}))
	}
	chart.AddSeries(f.title(), nil, charts.WithSeriesOpts(func(s *charts.SingleSeries) {
		s.Data, s.Stack, s.BarWidth = values, "one", strconv.Itoa(thick)
		for _, r := range refs {
			s.MarkLines = &opts.MarkLines{Data: []any{object{"xAxis": r.at, "name": r.text,
				"lineStyle": object{"color": hex("target"), "type": "dotted", "width": 2},
				"label": object{"show": true, "formatter": r.text, "position": "start", "distance": 5, "color": hex("target"),
					"fontWeight": "bold", "fontSize": 12, "align": alignAt(r.at, top100)}}}}
			s.MarkLines.Symbol = []string{"none", "none"}
		}
	}))
	chart.Validate()

	m, err := tidy(chart.JSON())
	if err != nil {
		return Option{}, fmt.Errorf("chart %s: %w", f.ID, err)
	}
	sideways(m, names, left, top100, w)
	// Spaces between the parts would be lost in SVG, so they are padding. The halo keeps the target line off.
	rich := object{
		"n": object{"color": hex("ink"), "fontSize": 13, "padding": []any{0, 8, 0, 0}},
		"v": object{"color": hex("ink"), "fontSize": 14, "fontWeight": "bold"},
		"m": object{"color": hex("muted"), "fontSize": 12, "padding": []any{0, 0, 0, 9}},
	}
	if len(refs) > 0 {
		for _, style := range rich {
			style.(object)["textBorderColor"], style.(object)["textBorderWidth"] = hex("paper"), 6
		}
	}
	for _, s := range m["series"].([]any) {
		part(s.(object), "label")["rich"] = rich
		if lines, ok := s.(object)["markLine"].(object); ok {
			lines["z"] = 1 // behind bars and figures
		}
	}
	o, err := pack(f.ID, m, width, height)
	for i := range readings {
		if hasOffset {
			readings[i].Series = 1
		}
	}
	o.Readings = readings
	return o, err
}

// alignAt keeps the label of an upright line inside the drawing.
func alignAt(at float64, top int) string {
	if at > 0.8*float64(top) {
		return "right"
	}
	return "center"
}

func categoryName(f Figure, id string, categories map[string]string) string {
	if id == "" {
		return "All " + f.noun()
	}
	if words, ok := categories[id]; ok {
		return words
	}
	return id
}

// BreakdownFinding says which groups differ from all by more than chance: those whose own interval (Wilson, 95%)
// leaves the figure of all out. Groups are not ranked, since most differences between small groups are chance. It is
// empty when the figure of all is hidden.
func BreakdownFinding(f Figure, t disclose.Table, categories map[string]string) string {
	if isDuration(t) || t.Measure() == site.MeasureEvents { // events of one child hang together
		return ""
	}
	return breakdownFinding(f.of(t), pointsOf(t), categories)
}

func breakdownFinding(f Figure, points []point, categories map[string]string) string {
	var all *point
	for i := range points {
		if points[i].category == "" {
			all = &points[i]
		}
	}
	if all == nil || !all.percent.shown || !all.part.shown || !all.base.shown || all.base.n == 0 {
		return ""
	}
	overall := 100 * float64(all.part.n) / float64(all.base.n)
	var higher, lower []string
	judged, hidden := 0, 0
	for _, p := range points {
		switch {
		case p.category == "" || p.base.shown && p.base.n == 0:
		case !p.percent.shown || !p.part.shown || !p.base.shown:
			hidden++
		default:
			judged++
			low, high := spc.Wilson(p.part.n, p.base.n, spc.Z95)
			words := fmt.Sprintf("%s (%d%%, %d of %d)", categoryName(f, p.category, categories), p.percent.n, p.part.n, p.base.n)
			if 100*low > overall {
				higher = append(higher, words)
			} else if 100*high < overall {
				lower = append(lower, words)
			}
		}
	}
	text := fmt.Sprintf("%s: %d%% of all.", when(all.from, all.to, f.stock), all.percent.n)
	if len(higher) > 0 {
		text += " Clearly higher: " + strings.Join(higher, "; ") + "."
	}
	if len(lower) > 0 {
		text += " Clearly lower: " + strings.Join(lower, "; ") + "."
	}
	switch rest := judged - len(higher) - len(lower); {
	case judged == 0:
	case rest == judged:
		text += " No group differs from all by more than chance explains."
	case rest > 0:
		text += " The others differ from all by no more than chance explains."
	}
	if hidden > 0 {
		text += fmt.Sprintf(" %s cannot be compared, because the figures are hidden or given as a range.", groups(hidden))
	}
	return text
}

func groups(n int) string {
	if n == 1 {
		return "1 group"
	}
	return fmt.Sprintf("%d groups", n)
}
