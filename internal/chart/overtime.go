package chart

import (
	"fmt"
	"math"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"waymark/internal/disclose"
)

// Line is the chart of a series over time. A hidden figure is a pale dashed column from top to bottom,
// which says nothing about its height; a range is a dashed box from its lower to its upper end. Neither is joined.
func Line(f Figure, t disclose.Table, w Width) (Option, error) {
	if isDuration(t) {
		return durationLine(f.of(t), pointsOf(t), w)
	}
	return line(f.of(t), pointsOf(t), w)
}

func line(f Figure, points []point, w Width) (Option, error) {
	if len(points) == 0 {
		return Option{}, fmt.Errorf("chart %s: there are no figures", f.ID)
	}
	width, height := 680, 360
	left, right, top, bottom := 46, 24, 26, 34
	if w == Narrow {
		width, height = 320, 300
		left, right, top, bottom = 40, 16, 26, 30
	}
	process, hasLimits := f.analyse(points)
	changes := f.changesIn(points)
	if len(changes) > 0 {
		top += 14 // for their words
	}
	refs := references(f, process)
	if w == Wide {
		for _, r := range refs {
			right = max(right, textWidth(r.text)+16)
		}
	}
	plotWidth, plotHeight := width-left-right, height-top-bottom
	step, top100 := axis(highest(points, refs))
	slot := float64(plotWidth) / float64(len(points))

	// Columns that are not values: a hidden figure, a range (which begins at its offset), no figure at all.
	var names []string
	var shown, offsets, hidden, ranges, empty []any
	var anyHidden, anyRange, anyEmpty bool
	blank := "-"
	for i, p := range points {
		names = append(names, short(p.to))
		v := p.percent
		box := object{"color": hex("paper"), "borderColor": hex("hidden"), "borderType": "dashed", "borderWidth": 1}
		note := object{"show": slot >= 16, "color": hex("muted"), "fontSize": 11}
		var value, offset, secret, band, nothing any = blank, blank, blank, blank, blank
		switch {
		case v.shown:
			value = f.datum(points, i, process, w)
		case v.ranged:
			anyRange = true
			note["show"], note["formatter"], note["position"] = slot >= 30, shorter(v.text), "top"
			offset, band = v.low, object{"value": v.high - v.low, "itemStyle": box, "label": note}
			if v.low > 0 {
				note["position"] = "insideBottom"
			}
		case v.mark == "c":
			anyHidden = true
			note["formatter"], note["position"] = "[c]", "inside"
			secret = object{"value": top100, "itemStyle": box, "label": note}
		default:
			anyEmpty = true
			note["formatter"], note["position"] = plain(v.text), "top"
			nothing = object{"value": 0, "itemStyle": object{"color": "none"}, "label": note}
		}
		shown, offsets, hidden = append(shown, value), append(offsets, offset), append(hidden, secret)
		ranges, empty = append(ranges, band), append(empty, nothing)
	}

	chart := charts.NewLine()
	chart.SetXAxis(names)
	chart.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithGridOpts(opts.Grid{Left: px(left), Right: px(right), Top: px(top), Bottom: px(bottom)}),
		charts.WithXAxisOpts(opts.XAxis{Type: "category", AxisLabel: &opts.AxisLabel{Color: hex("muted"), Margin: 10}}),
		charts.WithYAxisOpts(opts.YAxis{
			Type: "value", Min: 0, Max: top100, MinInterval: float64(step), MaxInterval: float64(step),
			AxisLabel: &opts.AxisLabel{Formatter: "{value}%", Color: hex("muted"), Margin: 10},
			SplitLine: &opts.SplitLine{LineStyle: &opts.LineStyle{Color: hex("grid")}},
		}),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "axis"}),
	)
	colour := hex("line")
	if hasLimits {
		colour = hex("common")
	}
	lines := markLines(refs, w, plot{float64(plotWidth), float64(plotHeight), float64(top100), points, f.labelled(points)})
	lines = append(lines, changeLines(changes, w, slot, len(points))...)
	for i, run := range runs(shown, changes) {
		chart.AddSeries(f.title(), nil, charts.WithSeriesOpts(func(s *charts.SingleSeries) {
			s.Data = run
			s.LineStyle = &opts.LineStyle{Color: colour, Width: 2}
			s.ItemStyle = &opts.ItemStyle{Color: colour}
			if i == 0 && len(lines) > 0 {
				s.MarkLines = &opts.MarkLines{Data: lines}
				s.MarkLines.Symbol = []string{"none", "none"}
			}
		}))
	}
	for _, l := range process.levels(len(points)) {
		chart.AddSeries(l.name, nil, charts.WithSeriesOpts(func(s *charts.SingleSeries) {
			s.Data = l.data
			s.Symbol = "none"
			s.LineStyle = &opts.LineStyle{Color: hex(l.colour), Width: 1, Type: l.dash}
		}))
	}
	boxes := charts.NewBar()
	column := int(math.Round(min(slot*0.7, 30)))
	addColumns(boxes, "start of a range", column, offsets, anyRange)
	addColumns(boxes, "Given as a range to protect privacy", column, ranges, anyRange)
	addColumns(boxes, "Hidden to protect privacy", column, hidden, anyHidden)
	addColumns(boxes, "No figure", column, empty, anyEmpty)
	chart.Overlap(boxes)
	chart.Validate()

	m, err := tidy(chart.JSON())
	if err != nil {
		return Option{}, fmt.Errorf("chart %s: %w", f.ID, err)
	}
	timeAxes(m, len(points), plotWidth, step)
	o, err := pack(f.ID, m, width, height)
	o.zoom = len(points) >= zoomFrom
	for i := range points {
		o.Readings = append(o.Readings, Reading{0, i, f.reading(points, i, process)})
	}
	return o, err
}

// timeAxes styles the axes of a chart over time: as many periods are named as there is room for.
func timeAxes[N int | float64](m object, periods, width int, step N) {
	x, y := part(m, "xAxis", 0), part(m, "yAxis", 0)
	label := part(x, "axisLabel")
	label["customValues"] = thin(periods, width, textWidth("Mmm 00")+14)
	label["hideOverlap"] = false
	part(x, "axisLine")["lineStyle"] = object{"color": hex("limit")}
	part(y, "axisLine")["show"] = false
	y["interval"] = step
}

// datum is one shown point: its symbol, and a label when it is the newest figure, or the newest point of a
// kind that needs a word.
func (f Figure) datum(points []point, i int, process process, w Width) object {
	v := points[i].percent
	colour, symbol, size := "line", "circle", 8
	if p, ok := process.at(i); ok {
		colour, symbol, size = token(p, f.Better)
	}
	if w == Narrow && len(points) > 16 {
		size = max(size-1, 6)
	}
	d := object{"value": v.n, "symbol": symbol, "symbolSize": size,
		"itemStyle": object{"color": hex(colour), "borderColor": hex("paper"), "borderWidth": 1}}
	if i == f.labelled(points) {
		ink := colour
		if colour == "common" || colour == "line" {
			ink = "ink"
		}
		label := object{"show": true, "formatter": strconv.Itoa(v.n) + "%", "position": "top", "distance": 7,
			"color": hex(ink), "fontWeight": "bold", "fontSize": 14, "textBorderColor": hex("paper"), "textBorderWidth": 4}
		// Below the line when the line comes down to the point: above, the line would cross the number.
		if i > 0 && points[i-1].percent.shown && points[i-1].percent.n > v.n && v.n > 12 {
			label["position"] = "bottom"
		}
		d["label"] = label
	}
	return d
}

// labelled is the index of the newest point when it is shown, or -1: an older figure is not given the place
// of a hidden new one.
func (f Figure) labelled(points []point) int {
	if points[len(points)-1].percent.shown {
		return len(points) - 1
	}
	return -1
}

// addColumns adds a series of marks that are not values, when there are any.
func addColumns(c *charts.Bar, name string, width int, data []any, wanted bool) {
	if !wanted {
		return
	}
	c.AddSeries(name, nil, charts.WithSeriesOpts(func(s *charts.SingleSeries) {
		s.Data, s.Stack, s.BarWidth = data, "columns", strconv.Itoa(width)
		s.ItemStyle = &opts.ItemStyle{Color: "none"}
		s.SeriesTooltip = &opts.SeriesTooltip{Formatter: "{a}"}
	}))
}

func (f Figure) title() string {
	if f.Title == "" {
		return f.ID
	}
	return f.Title
}

// runs cuts the values where the definition changed, so that no line joins figures that count different things.
func runs(values []any, changes []changeAt) [][]any {
	out := [][]any{{}}
	for i, v := range values {
		for _, c := range changes {
			if c.index == i && c.Definition {
				next := make([]any, i)
				for k := range next {
					next[k] = "-"
				}
				out = append(out, next)
			}
		}
		for k := range out {
			if k == len(out)-1 {
				out[k] = append(out[k], v)
			} else {
				out[k] = append(out[k], "-")
			}
		}
	}
	return out
}
