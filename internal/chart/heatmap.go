package chart

import (
	"fmt"
	"math"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Heatmap is indicators by period, with the number in each cell and a shade for it: the shade is for the eye alone and
// judges nothing. Hidden cells are dashed boxes with their mark. Narrow, it has the newest four periods only.
func Heatmap(f Figure, parts []Part, w Width) (Option, error) { return heatmap(f, partsOf(parts), w) }

func heatmap(f Figure, parts []partPoints, w Width) (Option, error) {
	if len(parts) == 0 || len(parts[0].points) == 0 {
		return Option{}, fmt.Errorf("chart %s: there are no figures", f.ID)
	}
	width, left, right, top, bottom, row, most := 680, 20, 8, 8, 34, 40, 8
	if w == Narrow {
		width, left, most, row = 320, 20, 4, 46
	}
	periods := parts[0].points
	periods = periods[max(0, len(periods)-most):]
	var names, columns []string
	room := 200
	if w == Narrow {
		room = 108
	}
	for _, p := range parts {
		names = append(names, p.name)
		left = max(left, min(textWidth(p.name)*13/12+4, room)+14)
	}
	for _, p := range periods {
		columns = append(columns, short(p.to))
	}
	cell := float64(width-left-right) / float64(len(periods))
	var data []any
	var readings []Reading
	for i, p := range parts {
		for k, at := range periods {
			x, ok := p.at(at.to)
			if !ok {
				x.percent = value{mark: "x", text: "[x]"}
			}
			v := x.percent
			shade, ink := heat(v.n)
			style := object{"color": hex(shade), "opacity": 1}
			text := strconv.Itoa(v.n) + "%"
			if !v.shown {
				style, ink, text = object{"color": hex("paper"), "borderColor": hex("hidden"), "borderType": "dashed", "borderWidth": 1, "opacity": 1}, "muted", shorter(v.text)
			}
			data = append(data, object{"value": []any{k, i}, "symbol": "rect", "symbolSize": []any{math.Floor(cell) - 3, row - 4}, "itemStyle": style,
				"label": object{"show": true, "formatter": text, "position": "inside", "color": hex(ink), "fontSize": 12, "fontWeight": "bold", "textBorderWidth": 0}})
			words := fmt.Sprintf("%s, %s: %s", p.name, long(at.from, at.to, p.stock), v.text)
			if v.mark == "c" {
				words = fmt.Sprintf("%s, %s: hidden to protect children's privacy", p.name, long(at.from, at.to, p.stock))
			}
			readings = append(readings, Reading{0, len(data) - 1, plain(sentence(words))})
		}
	}
	chart := charts.NewScatter()
	chart.SetXAxis(columns)
	chart.SetGlobalOptions(charts.WithAnimation(false),
		charts.WithGridOpts(opts.Grid{Left: px(left), Right: px(right), Top: px(top), Bottom: px(bottom)}),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "item"}))
	chart.AddSeries(f.title(), nil, charts.WithSeriesOpts(func(s *charts.SingleSeries) { s.Data = data }))
	chart.Validate()
	m, err := tidy(chart.JSON())
	if err != nil {
		return Option{}, fmt.Errorf("chart %s: %w", f.ID, err)
	}
	sideways(m, names, left, 100, Wide)
	m["xAxis"] = []any{object{"type": "category", "data": toAny(columns), "axisTick": object{"show": false}, "axisLine": object{"show": false},
		"axisLabel": object{"color": hex("muted"), "fontSize": 12, "interval": 0}}}
	m["yAxis"].([]any)[0].(object)["axisLine"] = object{"show": false}
	m["yAxis"].([]any)[0].(object)["axisLabel"].(object)["fontSize"] = 12
	o, err := pack(f.ID, m, width, top+bottom+row*len(parts))
	o.Readings = readings
	return o, err
}

// heat is the shade of a cell and the ink on it.
func heat(percent int) (shade, ink string) {
	switch {
	case percent < 25:
		return "heat-a", "ink"
	case percent < 50:
		return "heat-b", "ink"
	case percent < 75:
		return "heat-c", "ink"
	}
	return "heat-d", "paper"
}
