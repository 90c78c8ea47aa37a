package chart

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"waymark/internal/disclose"
)

// Part is one of several indicators in one chart.
type Part struct {
	Name   string
	Target *int // percent
	Better string
	Table  disclose.Table
}

// partPoints is a part with its figures as this package uses them.
type partPoints struct {
	name   string
	target *int
	better string
	points []point
	stock  bool
}

func partsOf(parts []Part) []partPoints {
	var out []partPoints
	for _, p := range parts {
		out = append(out, partPoints{p.Name, p.Target, p.Better, pointsOf(p.Table), p.Table.Kind() == "stock"})
	}
	return out
}

// at is a part's figure of a period.
func (p partPoints) at(to string) (point, bool) {
	for _, x := range p.points {
		if x.to == to {
			return x, true
		}
	}
	return point{}, false
}

// shades are the colours of parts side by side, and of the figures on them; they differ in grey as well.
var shades = []struct{ fill, text string }{{"part-a", "paper"}, {"part-b", "ink"}, {"part-c", "part-ink"}, {"part-d", "paper"}, {"part-e", "ink"}}

const mostRows = 6 // periods in a stack

// apart lists the periods of a series that share no child's event with each other, newest first.
func apart(points []point, most int) []point {
	var out []point
	for i := len(points) - 1; i >= 0 && len(out) < most; i-- {
		if len(out) > 0 {
			to, from := parsePeriod(points[i].to), parsePeriod(out[len(out)-1].from)
			if !to.ok || !from.ok || to.index() >= from.year*12+from.start-1 {
				continue
			}
		}
		out = append(out, points[i])
	}
	return out
}

// whole says whether every part of a period is shown. One that is hidden could be seen from what the others leave,
// and a stack without it would show it as nothing.
func whole(parts []partPoints, to string) bool {
	for _, p := range parts {
		if x, ok := p.at(to); !ok || !x.percent.shown || !x.part.shown || !x.base.shown || x.base.n == 0 {
			return false
		}
	}
	return true
}

// HiddenError says why there is no picture. Its text is for readers.
type HiddenError struct{ Words string }

func (e *HiddenError) Error() string { return e.Words }

// Routes is parts of one whole over time: a stacked bar for each of up to six periods that do not overlap, newest at the
// top. What no part counts is left empty: it is not a figure that was released. A period with a hidden part is not
// drawn, and says so; when that is every period, the error is an HiddenError.
func Routes(f Figure, parts []Part, w Width) (Option, error) { return routes(f, partsOf(parts), w) }

func routes(f Figure, parts []partPoints, w Width) (Option, error) {
	if len(parts) == 0 || len(parts[0].points) == 0 {
		return Option{}, fmt.Errorf("chart %s: there are no figures", f.ID)
	}
	if len(parts) > len(shades) {
		return Option{}, fmt.Errorf("chart %s: a stack has at most %d parts, and there are %d", f.ID, len(shades), len(parts))
	}
	f.stock = parts[0].stock
	rows := apart(parts[0].points, mostRows)
	drawn := false
	for _, r := range rows {
		drawn = drawn || whole(parts, r.to)
	}
	if !drawn {
		return Option{}, &HiddenError{"The parts are not drawn side by side, because in every period at least one of them is hidden to protect children's privacy."}
	}
	width, row, thick := 680, 46, 30
	left, right, bottom := 20, 60, 6
	if w == Narrow {
		width, row, thick, left, right = 320, 56, 24, 2, 2
	}
	var names []string
	for _, r := range rows {
		name := long(r.from, r.to, f.stock)
		names = append(names, name)
		if w == Wide {
			left = max(left, min(textWidth(name)*13/12, 190)+16)
		}
	}
	legend, lines := legendOf(parts, width)
	top := 2 + 26*lines
	if w == Narrow {
		top += 14
	}
	plotWidth := float64(width - left - right)

	chart := charts.NewBar()
	chart.SetXAxis(names)
	chart.SetGlobalOptions(charts.WithAnimation(false),
		charts.WithGridOpts(opts.Grid{Left: px(left), Right: px(right), Top: px(top), Bottom: px(bottom)}),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "item"}))
	var readings []Reading
	for k, p := range parts {
		var data []any
		for i, r := range rows {
			x, _ := p.at(r.to)
			if !whole(parts, r.to) {
				data = append(data, "-")
				continue
			}
			share := 100 * float64(x.part.n) / float64(x.base.n)
			data = append(data, object{"value": math.Round(share*10) / 10,
				"label": object{"show": share/100*plotWidth >= 30, "formatter": strconv.Itoa(x.percent.n) + "%", "position": "inside", "color": hex(shades[k].text), "fontWeight": "bold", "fontSize": 12, "textBorderWidth": 0}})
			readings = append(readings, Reading{k, i, plain(fmt.Sprintf("%s, %s: %d%%, %d of %d.", capital(names[i]), p.name, x.percent.n, x.part.n, x.base.n))})
		}
		chart.AddSeries(p.name, nil, charts.WithSeriesOpts(func(s *charts.SingleSeries) {
			s.Data, s.Stack, s.BarWidth = data, "whole", strconv.Itoa(thick)
			s.ItemStyle = &opts.ItemStyle{Color: hex(shades[k].fill), BorderColor: hex("paper"), BorderWidth: 1}
		}))
	}
	// The period above its bar where it is narrow; beside each bar, of how many; and a box in place of a bar.
	var notes []any
	anyNote := false
	for i, r := range rows {
		if !whole(parts, r.to) {
			anyNote = true
			words := "[c] not drawn: a part is hidden"
			notes = append(notes, object{"value": 100, "itemStyle": object{"color": hex("paper"), "borderColor": hex("hidden"), "borderType": "dashed", "borderWidth": 1},
				"label": object{"show": true, "formatter": words, "position": "inside", "color": hex("muted"), "fontSize": 12, "textBorderWidth": 0}})
			readings = append(readings, Reading{len(parts), i, plain(capital(names[i]) + ": not drawn, because a part is hidden to protect children's privacy.")})
			continue
		}
		notes = append(notes, "-")
	}
	if anyNote {
		chart.AddSeries("Not drawn", nil, charts.WithSeriesOpts(func(s *charts.SingleSeries) {
			s.Data, s.Stack, s.BarWidth = notes, "whole", strconv.Itoa(thick)
		}))
	}
	var counts []any
	for i, r := range rows {
		text := ""
		if r.base.shown {
			text = "of " + strconv.Itoa(r.base.n)
		}
		label := object{"show": true, "formatter": text, "position": []any{int(plotWidth) + 8, thick/2 - 6}, "color": hex("muted"), "fontSize": 12, "textBorderWidth": 0}
		if w == Narrow {
			label["formatter"], label["position"], label["color"] = strings.TrimSuffix(capital(names[i])+", "+text, ", "), []any{0, -18}, hex("ink")
		}
		counts = append(counts, object{"value": 0, "label": label})
	}
	chart.AddSeries("of", nil, charts.WithSeriesOpts(func(s *charts.SingleSeries) {
		s.Data, s.BarWidth, s.BarGap = counts, strconv.Itoa(thick), "-100%"
		s.ItemStyle = &opts.ItemStyle{Color: "none"}
	}))
	chart.Validate()
	m, err := tidy(chart.JSON())
	if err != nil {
		return Option{}, fmt.Errorf("chart %s: %w", f.ID, err)
	}
	sideways(m, names, left, 100, w)
	m["legend"] = legend
	o, err := pack(f.ID, m, width, top+bottom+row*len(rows))
	o.Readings = readings
	return o, err
}

// sideways turns a bar chart of percentages up to top so that its categories go down. A typed axis of go-echarts
// loses its categories when the axes change places, so both are written here.
func sideways(m object, names []string, left, top int, w Width) {
	m["xAxis"] = []any{object{"type": "value", "min": 0, "max": top, "show": false}}
	y := object{"type": "category", "inverse": true, "data": toAny(names),
		"axisTick": object{"show": false}, "axisLine": object{"lineStyle": object{"color": hex("limit")}},
		"axisLabel": object{"color": hex("ink"), "margin": 12, "width": left - 16, "overflow": "break", "interval": 0, "fontSize": 13}}
	if w == Narrow {
		y["axisLabel"], y["axisLine"] = object{"show": false}, object{"show": false}
	}
	m["yAxis"] = []any{y}
}

// legendOf names the parts above the bars, and says how many lines that takes.
func legendOf(parts []partPoints, width int) (object, int) {
	lines, used := 1, 0
	var names []any
	for _, p := range parts {
		names = append(names, object{"name": p.name, "icon": "rect"})
		if need := textWidth(p.name)*15/16 + 12 + 5 + 14; used > 0 && used+need > width {
			lines, used = lines+1, need
		} else {
			used += need
		}
	}
	return object{"data": names, "left": 0, "top": 0, "padding": 2, "itemGap": 14, "itemWidth": 12, "itemHeight": 12, "selectedMode": false,
		"borderColor": hex("paper"), "itemStyle": object{"borderWidth": 0, "borderColor": hex("paper")},
		"textStyle": object{"color": hex("ink"), "fontSize": 12, "width": width - 30, "overflow": "truncate"}}, lines
}

// PartsTable is the figures of parts over time, newest first: the same periods that a stack or a heatmap draws.
func PartsTable(f Figure, parts []Part) Table {
	ps := partsOf(parts)
	out := Table{Caption: f.title(), Columns: []string{"Period"}, Numeric: []bool{false}}
	for _, p := range ps {
		out.Columns, out.Numeric = append(out.Columns, p.name), append(out.Numeric, true)
	}
	if len(ps) == 0 {
		return out
	}
	for i := len(ps[0].points) - 1; i >= 0; i-- {
		r := ps[0].points[i]
		row, marks := []string{long(r.from, r.to, ps[0].stock)}, []string{""}
		for _, p := range ps {
			x, ok := p.at(r.to)
			if !ok {
				x.percent = value{mark: "x", text: "[x]"}
			}
			row, marks = append(row, x.percent.text), append(marks, x.percent.mark)
		}
		out.Rows, out.Marks = append(out.Rows, row), append(out.Marks, marks)
	}
	return out
}
