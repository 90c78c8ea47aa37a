package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// durationLine is a duration over time: the median as a line, and behind each the middle half of the children as a
// box from the lower to the upper quartile, where the quartiles are released. No child is drawn alone. A hidden
// figure is a pale dashed column, as in line; it joins nothing.
func durationLine(f Figure, points []point, w Width) (Option, error) {
	if len(points) == 0 {
		return Option{}, fmt.Errorf("chart %s: there are no figures", f.ID)
	}
	width, height := 680, 320
	left, right, top, bottom := 46, 40, 36, 34
	if w == Narrow {
		width, height = 320, 280
		left, right, top, bottom = 36, 16, 36, 30
	}
	name := capital(f.unit)
	if f.Limit != nil && w == Wide {
		right = textWidth(f.LimitWords)*11/10 + 16
	} else if f.Limit != nil {
		name += ". Dotted line: " + lower(f.LimitWords) // beside the plot there is no room
	}
	step, end := durationAxis(points)
	if f.Limit != nil && *f.Limit >= end {
		step, end = durationAxis(append([]point{{median: value{shown: true, n: *f.Limit}}}, points...))
	}
	slot := float64(width-left-right) / float64(len(points))
	var names []string
	var shown, secret, empty, from, half []any
	var anyHidden, anyEmpty, anyHalf bool
	for i, p := range points {
		names = append(names, short(p.to))
		var value, box, nothing, offset, middle any = "-", "-", "-", "-", "-"
		if p.median.shown && p.lower.shown && p.upper.shown {
			anyHalf = true
			offset, middle = p.lower.n, object{"value": p.upper.n - p.lower.n,
				"itemStyle": object{"color": hex("grid"), "borderColor": hex("limit"), "borderWidth": 1}}
		}
		from, half = append(from, offset), append(half, middle)
		switch v := p.median; {
		case v.shown:
			d := object{"value": v.n, "symbol": "circle", "symbolSize": 8,
				"itemStyle": object{"color": hex("line"), "borderColor": hex("paper"), "borderWidth": 1}}
			if i == len(points)-1 && w == Wide {
				d["label"] = object{"show": true, "formatter": strconv.Itoa(v.n), "position": "right", "distance": 8, "color": hex("ink"),
					"fontWeight": "bold", "fontSize": 14, "textBorderColor": hex("paper"), "textBorderWidth": 4}
			} else if i == len(points)-1 {
				d["label"] = object{"show": true, "formatter": strconv.Itoa(v.n), "position": "top", "distance": 7, "color": hex("ink"),
					"fontWeight": "bold", "fontSize": 14, "textBorderColor": hex("paper"), "textBorderWidth": 4}
			}
			value = d
		case v.mark == "c":
			anyHidden = true
			box = object{"value": end, "label": object{"show": slot >= 16, "color": hex("muted"), "fontSize": 11, "formatter": "[c]", "position": "inside"},
				"itemStyle": object{"color": hex("paper"), "borderColor": hex("hidden"), "borderType": "dashed", "borderWidth": 1}}
		default:
			anyEmpty = true
			nothing = object{"value": 0, "itemStyle": object{"color": "none"},
				"label": object{"show": slot >= 16, "color": hex("muted"), "fontSize": 11, "formatter": plain(v.text), "position": "top"}}
		}
		shown, secret, empty = append(shown, value), append(secret, box), append(empty, nothing)
	}
	chart := charts.NewLine()
	chart.SetXAxis(names)
	chart.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithGridOpts(opts.Grid{Left: px(left), Right: px(right), Top: px(top), Bottom: px(bottom)}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", AxisLabel: &opts.AxisLabel{Color: hex("muted"), Margin: 10}}),
		charts.WithYAxisOpts(opts.YAxis{
			Type: "value", Min: 0, Max: end, MinInterval: float64(step), MaxInterval: float64(step),
			Name:      name,
			AxisLabel: &opts.AxisLabel{Color: hex("muted"), Margin: 10},
			SplitLine: &opts.SplitLine{LineStyle: &opts.LineStyle{Color: hex("grid")}},
		}),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "axis"}),
	)
	changes := f.changesIn(points)
	lines := changeLines(changes, w, slot, len(points))
	if f.Limit != nil {
		label := object{"show": w == Wide, "formatter": plain(f.LimitWords), "position": "end", "distance": 8, "color": hex("target"), "fontWeight": "bold", "fontSize": 12}
		lines = append(lines, object{"yAxis": *f.Limit, "name": f.LimitWords, "label": label,
			"lineStyle": object{"color": hex("target"), "type": "dotted", "width": 2}})
	}
	for i, run := range runs(shown, changes) {
		chart.AddSeries(f.title(), nil, charts.WithSeriesOpts(func(s *charts.SingleSeries) {
			s.Data = run
			s.LineStyle = &opts.LineStyle{Color: hex("line"), Width: 2}
			s.ItemStyle = &opts.ItemStyle{Color: hex("line")}
			if i == 0 && len(lines) > 0 {
				s.MarkLines = &opts.MarkLines{Data: lines}
				s.MarkLines.Symbol = []string{"none", "none"}
			}
		}))
	}
	boxes := charts.NewBar()
	column := int(math.Round(min(slot*0.7, 30)))
	addColumns(boxes, "start of the middle half", column, from, anyHalf)
	addColumns(boxes, "Middle half", column, half, anyHalf)
	addColumns(boxes, "Hidden to protect privacy", column, secret, anyHidden)
	addColumns(boxes, "No figure", column, empty, anyEmpty)
	chart.Overlap(boxes)
	chart.Validate()
	m, err := tidy(chart.JSON())
	if err != nil {
		return Option{}, fmt.Errorf("chart %s: %w", f.ID, err)
	}
	timeAxes(m, len(points), width-left-right, step)
	part(m, "yAxis", 0)["nameTextStyle"] = object{"color": hex("muted"), "fontSize": 12, "align": "left", "padding": []any{0, 0, 0, 10 - left}}
	o, err := pack(f.ID, m, width, height)
	o.zoom = len(points) >= zoomFrom
	for i, p := range points {
		o.Readings = append(o.Readings, Reading{0, i, f.durationReading(p)})
	}
	return o, err
}

// durationReading is one period in words.
func (f Figure) durationReading(p point) string {
	at := capital(long(p.from, p.to, f.stock)) + ": "
	switch v := p.median; {
	case v.shown && p.lower.shown && p.upper.shown:
		return plain(fmt.Sprintf("%smiddle value %d %s; for the middle half %d to %d.", at, v.n, unitFor(v.n, f.unit), p.lower.n, p.upper.n))
	case v.shown:
		return plain(fmt.Sprintf("%smiddle value %d %s.", at, v.n, unitFor(v.n, f.unit)))
	case v.mark == "c":
		return plain(at + "hidden to protect children's privacy.")
	}
	return plain(at + "no figure (" + p.median.text + ").")
}

// hasHalves says whether the middle half is drawn anywhere.
func hasHalves(points []point) bool {
	for _, p := range points {
		if p.median.shown && p.lower.shown && p.upper.shown {
			return true
		}
	}
	return false
}

// durationKey explains what the drawing of a duration shows.
func (f Figure) durationKey(points []point) string {
	text := ""
	if hasHalves(points) {
		text = "Line and points: the middle value. Pale box: the middle half, from the figure that a quarter stay below to the one that a quarter go beyond."
	}
	text = strings.TrimSpace(text + " " + f.changesKey(points))
	for _, p := range points {
		if p.median.mark == "c" {
			return strings.TrimSpace(text + " A dashed box: the exact figure is hidden to protect children's privacy.")
		}
	}
	return text
}
