package chart

import (
	"fmt"
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
	sideways(m, names, left, 100, w)
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
