package chart

import (
	"fmt"
	"math"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Bullets is indicators beside each other, the newest figure of each against its own target: a bar, an upright tick at
// the target, and a word. The bars have one colour: whether a single figure meets its target may be chance. Hidden figures are a dashed box of a fixed length.
func Bullets(f Figure, parts []Part, w Width) (Option, error) { return bullets(f, partsOf(parts), w) }

func bullets(f Figure, parts []partPoints, w Width) (Option, error) {
	if len(parts) == 0 {
		return Option{}, fmt.Errorf("chart %s: there are no figures", f.ID)
	}
	width, row, thick := 680, 46, 18
	left, right, top, bottom := 20, 190, 8, 8
	if w == Narrow {
		width, row, left, right, top = 320, 58, 4, 12, 26
	}
	var names []string
	for _, p := range parts {
		names = append(names, p.name)
		if w == Wide {
			left = max(left, min(textWidth(p.name)*13/12+4, 220)+16)
		}
	}
	var bars, ticks []any
	var readings []Reading
	for i, p := range parts {
		newest := point{percent: value{mark: "x", text: "[x]"}}
		if len(p.points) > 0 {
			newest = p.points[len(p.points)-1]
		}
		v, word := newest.percent, ""
		own := Figure{Better: p.better, Target: p.target}
		yes, known := meets(own, []point{newest})
		switch {
		case known && yes:
			word = "✓ meets " + strconv.Itoa(*p.target) + "%"
		case known:
			word = "✗ misses " + strconv.Itoa(*p.target) + "%"
		case p.target == nil:
			word = "no target"
		}
		d := object{"value": v.n, "itemStyle": object{"color": hex("line")}}
		text := strconv.Itoa(v.n) + "%"
		box := object{"color": hex("paper"), "borderColor": hex("hidden"), "borderType": "dashed", "borderWidth": 1}
		switch {
		case v.shown:
		case v.ranged:
			d["value"], d["itemStyle"], text, word = v.high, box, v.text, ""
		case v.mark == "c":
			d["value"], d["itemStyle"], text, word = 8, box, "[c]", "hidden"
		default:
			d["value"], d["itemStyle"], text, word = 0, object{"color": "none"}, v.text, ""
		}
		label := object{"show": true, "position": []any{width - left - right + 10, thick/2 - 7}, "formatter": "{v|" + plain(text) + "}{m|" + plain(word) + "}"}
		if w == Narrow {
			room := width - left - right - textWidth(text+word)*13/12 - 24
			label["position"] = []any{0, -20}
			label["formatter"] = "{n|" + plain(fit(p.name, room*12/13)) + "}" + label["formatter"].(string)
		}
		d["label"] = label
		bars = append(bars, d)
		if p.target != nil {
			ticks = append(ticks, object{"value": []any{min(*p.target, 100), i}, "symbol": "rect", "symbolSize": []any{3, thick + 10}, "itemStyle": object{"color": hex("ink"), "opacity": 1}})
		}
		words := p.name + ": " + text
		if v.mark == "c" {
			words = p.name + ": hidden to protect children's privacy"
		} else if word != "" {
			words += ", " + word
		}
		readings = append(readings, Reading{0, i, plain(sentence(words))})
	}
	chart := charts.NewBar()
	chart.SetXAxis(names)
	chart.SetGlobalOptions(charts.WithAnimation(false),
		charts.WithGridOpts(opts.Grid{Left: px(left), Right: px(right), Top: px(top), Bottom: px(bottom)}),
		charts.WithTooltipOpts(opts.Tooltip{Trigger: "item"}))
	chart.AddSeries("Newest figure", nil, charts.WithSeriesOpts(func(s *charts.SingleSeries) {
		s.Data, s.BarWidth = bars, strconv.Itoa(thick)
	}))
	if len(ticks) > 0 {
		marks := charts.NewScatter()
		marks.AddSeries("Target", nil, charts.WithSeriesOpts(func(s *charts.SingleSeries) { s.Data = ticks }))
		chart.Overlap(marks)
	}
	chart.Validate()
	m, err := tidy(chart.JSON())
	if err != nil {
		return Option{}, fmt.Errorf("chart %s: %w", f.ID, err)
	}
	sideways(m, names, left, w)
	for _, s := range m["series"].([]any) {
		part(s.(object), "label")["rich"] = object{
			"n": object{"color": hex("ink"), "fontSize": 13, "padding": []any{0, 8, 0, 0}},
			"v": object{"color": hex("ink"), "fontSize": 14, "fontWeight": "bold"},
			"m": object{"color": hex("muted"), "fontSize": 12, "padding": []any{0, 0, 0, 9}},
		}
	}
	o, err := pack(f.ID, m, width, top+bottom+row*len(parts))
	o.Readings = readings
	return o, err
}

// BulletsTable is the newest figure of each part beside its target.
func BulletsTable(f Figure, parts []Part) Table {
	out := Table{Caption: f.title(), Columns: []string{"Indicator", "Period", "Counted", "Of", "Percentage", "Target"}, Numeric: []bool{false, false, true, true, true, true}}
	for _, p := range partsOf(parts) {
		if len(p.points) == 0 {
			continue
		}
		x := p.points[len(p.points)-1]
		target := "none"
		if p.target != nil {
			target = strconv.Itoa(*p.target) + "%"
			if p.better == "lower" {
				target = "at most " + target
			}
		}
		out.Rows = append(out.Rows, []string{p.name, long(x.from, x.to, p.stock), x.part.text, x.base.text, x.percent.text, target})
		out.Marks = append(out.Marks, []string{"", "", x.part.mark, x.base.mark, x.percent.mark, ""})
	}
	return out
}

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
	sideways(m, names, left, Wide)
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
