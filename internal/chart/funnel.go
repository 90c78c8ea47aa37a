package chart

import (
	"fmt"
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"waymark/internal/spc"
)

// Area is an area's published figure: part of base.
type Area struct {
	Name       string
	Part, Base int
	Own        bool // the authority's own
}

// Comparators are published figures of one year. They are not released by this site: their publisher has protected
// them, and marks in place of a count leave the area out.
type Comparators struct {
	Country Area   // the whole that the limits are drawn around
	Areas   []Area // the authority and its neighbours
	Period  string // "year to March 2025"
}

// Funnel sets areas against what their size explains: a point for each, and the 95% and 99.8% limits around the
// whole country's proportion (package spc). The authority's own point has its name; others only outside the limits.
func Funnel(f Figure, c Comparators, w Width) (Option, error) {
	if c.Country.Base <= 0 || len(c.Areas) == 0 {
		return Option{}, fmt.Errorf("chart %s: there are no published counts to compare", f.ID)
	}
	limits := spc.NewFunnel(float64(c.Country.Part)/float64(c.Country.Base), nil, false)
	most, top := 0, 0.0
	for _, a := range c.Areas {
		most = max(most, a.Base)
		top = math.Max(top, share(a))
	}
	end := niceAbove(most)
	from := max(5, end/50)
	_, high := limits.Limits(max(from, end/12), spc.Z998)
	step, top100 := axis(math.Max(top, 100*high))
	width, height := 680, 380
	left, right, above, bottom := 46, 86, 16, 50
	if w == Narrow {
		width, height = 320, 320
		left, right, above = 40, 16, 16
	}

	chart := charts.NewScatter()
	chart.SetGlobalOptions(charts.WithAnimation(false),
		charts.WithGridOpts(opts.Grid{Left: px(left), Right: px(right), Top: px(above), Bottom: px(bottom)}),
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Min: 0, Max: end, Name: "Children counted", NameLocation: "middle", NameGap: 28,
			AxisLabel: &opts.AxisLabel{Color: hex("muted"), Margin: 10}, SplitLine: &opts.SplitLine{Show: opts.Bool(false)}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", Min: 0, Max: top100, MinInterval: float64(step), MaxInterval: float64(step),
			AxisLabel: &opts.AxisLabel{Formatter: "{value}%", Color: hex("muted"), Margin: 10},
			SplitLine: &opts.SplitLine{LineStyle: &opts.LineStyle{Color: hex("grid")}}}),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "item"}))
	var data []any
	var readings []Reading
	for i, a := range c.Areas {
		out := limits.Outside(spc.Area{Part: a.Part, Base: a.Base})
		colour, symbol, size := "common", "circle", 9
		if out != 0 {
			colour, symbol, size = "line", "triangle", 12
		}
		d := object{"value": []any{a.Base, math.Round(share(a)*10) / 10}, "name": a.Name}
		label := object{"show": false}
		if a.Own || out != 0 {
			label = object{"show": true, "formatter": plain(fit(a.Name, 140)), "position": "top", "distance": 6, "color": hex("ink"), "fontSize": 12,
				"textBorderColor": hex("paper"), "textBorderWidth": 3}
			if float64(a.Base) > 0.8*float64(end) {
				label["position"] = "left"
			}
		}
		if a.Own {
			colour, symbol, size = "improve", "rect", 11
			label["fontWeight"] = "bold"
		}
		d["symbol"], d["symbolSize"], d["label"] = symbol, size, label
		d["itemStyle"] = object{"color": hex(colour), "borderColor": hex("paper"), "borderWidth": 1, "opacity": 1}
		data = append(data, d)
		readings = append(readings, Reading{0, i, plain(fmt.Sprintf("%s: %s, %d of %d. %s", a.Name, percentOf(a), a.Part, a.Base, capital(outsideWords(out))+"."))})
	}
	chart.AddSeries("Areas", nil, charts.WithSeriesOpts(func(s *charts.SingleSeries) { s.Data = data }))
	lines := charts.NewLine()
	line := func(name, colour, dash string, width float32, at func(n int) float64, text string) {
		var data []any
		for k := 0; k <= 40; k++ {
			n := from + (end-from)*k*k/1600 // closer together where the lines bend
			if y := 100 * at(n); y <= float64(top100) {
				data = append(data, []any{n, math.Round(y*100) / 100})
			}
		}
		lines.AddSeries(name, nil, charts.WithSeriesOpts(func(s *charts.SingleSeries) {
			s.Data, s.Symbol = data, "none"
			s.LineStyle = &opts.LineStyle{Color: hex(colour), Width: width, Type: dash}
			if w == Wide && text != "" && len(data) > 0 {
				s.MarkLines = &opts.MarkLines{Data: []any{object{"yAxis": data[len(data)-1].([]any)[1], "name": name, "lineStyle": object{"color": "none"},
					"label": object{"show": true, "formatter": text, "position": "end", "distance": 6, "color": hex("muted"), "fontSize": 11}}}}
				s.MarkLines.Symbol = []string{"none", "none"}
			}
		}))
	}
	limit := func(z float64, upper bool) func(int) float64 {
		return func(n int) float64 {
			low, high := limits.Limits(n, z)
			if upper {
				return high
			}
			return low
		}
	}
	line("99.8% limit", "limit", "solid", 1, limit(spc.Z998, true), "99.8%")
	line("95% limit", "limit", "dashed", 1, limit(spc.Z95, true), "95%")
	line(c.Country.Name, "bench", "solid", 1.5, func(int) float64 { return limits.Centre }, plain(c.Country.Name)+" "+percentOf(c.Country))
	line("95% limit", "limit", "dashed", 1, limit(spc.Z95, false), "95%")
	line("99.8% limit", "limit", "solid", 1, limit(spc.Z998, false), "99.8%")
	chart.Overlap(lines)
	chart.Validate()
	m, err := tidy(chart.JSON())
	if err != nil {
		return Option{}, fmt.Errorf("chart %s: %w", f.ID, err)
	}
	part(m, "yAxis", 0)["interval"] = step
	part(part(m, "yAxis", 0), "axisLine")["show"] = false
	x := part(m, "xAxis", 0)
	x["nameTextStyle"] = object{"color": hex("muted"), "fontSize": 12}
	x["splitNumber"] = 4
	part(x, "axisLine")["lineStyle"] = object{"color": hex("limit")}
	m["series"].([]any)[0].(object)["z"] = 5
	o, err := pack(f.ID, m, width, height)
	o.Readings = readings
	return o, err
}

func share(a Area) float64 { return 100 * float64(a.Part) / float64(max(a.Base, 1)) }

func percentOf(a Area) string { return round(share(a)) }

func outsideWords(level int) string {
	switch level {
	case 1:
		return "higher than its size explains, with some doubt"
	case 2:
		return "higher than its size explains"
	case -1:
		return "lower than its size explains, with some doubt"
	case -2:
		return "lower than its size explains"
	}
	return "no clear difference from the whole country"
}

// FunnelFinding says how the authority's own published figure lies, and how many others lie outside the limits.
func FunnelFinding(c Comparators) string {
	limits := spc.NewFunnel(float64(c.Country.Part)/float64(max(c.Country.Base, 1)), nil, false)
	text, outside, others := "", 0, 0
	for _, a := range c.Areas {
		level := limits.Outside(spc.Area{Part: a.Part, Base: a.Base})
		if a.Own {
			text = fmt.Sprintf("Published for the %s: %s, %d of %d in %s; %s, %s.", c.Period, percentOf(a), a.Part, a.Base, a.Name, c.Country.Name, percentOf(c.Country))
			switch {
			case level == 0:
				text += " For an area of this size that is no clear difference."
			default:
				text += " That is " + outsideWords(level) + "."
			}
			continue
		}
		others++
		if level != 0 {
			outside++
		}
	}
	if others > 0 {
		text += fmt.Sprintf(" Of %d similar areas, %d lie outside the 95%% limits; about one in twenty would by chance alone.", others, outside)
	}
	return text
}

// FunnelTable is the points of a funnel.
func FunnelTable(f Figure, c Comparators) Table {
	limits := spc.NewFunnel(float64(c.Country.Part)/float64(max(c.Country.Base, 1)), nil, false)
	out := Table{Caption: f.title() + ", " + c.Period, Columns: []string{"Area", "Counted", "Of", "Percentage", "95% limits for its size"}, Numeric: []bool{false, true, true, true, true}}
	for _, a := range c.Areas {
		low, high := limits.Limits(a.Base, spc.Z95)
		out.Rows = append(out.Rows, []string{a.Name, fmt.Sprint(a.Part), fmt.Sprint(a.Base), percentOf(a), round(100*low) + " to " + round(100*high)})
	}
	return out
}

// FunnelKey explains the drawing.
func FunnelKey(c Comparators) string {
	return "Each point is an area as published. Line: " + c.Country.Name + ". Dashed lines: the range in which nineteen of twenty areas would lie if they differed by chance alone; outer lines: all but one in five hundred. Square: this authority. Triangle: outside."
}

// niceAbove is a round number that leaves some room above n.
func niceAbove(n int) int {
	for size := 1; ; size *= 10 {
		for _, k := range []int{10, 12, 15, 20, 25, 30, 40, 50, 60, 80} {
			if k*size*100 >= n*105 {
				return k * size
			}
		}
	}
}
