package chart

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"waymark/internal/disclose"
	"waymark/internal/spc"
)

// Width is one of the two shapes that every chart is drawn in. Scaling one drawing down to a phone would
// give letters of six pixels.
type Width int

// The widths: 680 pixels, and 320 for windows of 320 to 640 pixels.
const (
	Wide Width = iota
	Narrow
)

// Option is a chart as ECharts reads it. The bytes have sorted keys: equal charts are equal bytes.
type Option struct {
	JSON          []byte
	Width, Height int
}

// object is a piece of an option that the types of go-echarts cannot express.
type object = map[string]any

// Line is the chart of a series over time. A hidden figure is a pale dashed column from top to bottom,
// which says nothing about its height; a range is a dashed box from its lower to its upper end. Neither is joined.
func Line(f Figure, t disclose.Table, w Width) (Option, error) {
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
	process, hasLimits := analyse(points)
	refs := references(f, process, hasLimits)
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
			value = f.datum(points, i, process, hasLimits, w)
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
	chart.AddSeries(f.title(), nil, charts.WithSeriesOpts(func(s *charts.SingleSeries) {
		s.Data = shown
		s.LineStyle = &opts.LineStyle{Color: colour, Width: 2}
		s.ItemStyle = &opts.ItemStyle{Color: colour}
		if len(refs) > 0 {
			s.MarkLines = &opts.MarkLines{Data: markLines(refs, w, plot{float64(plotWidth), float64(plotHeight), float64(top100), points, f.labelled(points)})}
			s.MarkLines.Symbol = []string{"none", "none"}
		}
	}))
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
	label := part(part(m, "xAxis", 0), "axisLabel")
	label["customValues"] = thin(len(points), plotWidth, textWidth("Mmm 00")+14)
	label["hideOverlap"] = false
	part(part(m, "xAxis", 0), "axisLine")["lineStyle"] = object{"color": hex("limit")}
	part(part(m, "yAxis", 0), "axisLine")["show"] = false
	part(m, "yAxis", 0)["interval"] = step
	return pack(f.ID, m, width, height)
}

// datum is one shown point: its symbol, and a label when it is the newest figure, or the newest point of a
// kind that needs a word.
func (f Figure) datum(points []point, i int, process spc.Chart, hasLimits bool, w Width) object {
	v := points[i].percent
	colour, symbol, size := "line", "circle", 8
	if hasLimits {
		colour, symbol, size = token(process.Points[i], f.Better)
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

// reference is a level that is drawn across the chart.
type reference struct {
	at     float64
	text   string
	colour string
	dash   string // "solid", "dashed" or "dotted"
	width  float64
	always bool // labelled in the narrow drawing too
}

// references lists the levels of a chart. Limits are clipped to what a percentage can be.
func references(f Figure, c spc.Chart, hasLimits bool) []reference {
	var out []reference
	if hasLimits {
		up, low := math.Min(c.Upper, 100), math.Max(c.Lower, 0)
		out = append(out, reference{c.Mean, "mean " + round(c.Mean), "muted", "solid", 1, false})
		if c.Upper <= 100 {
			out = append(out, reference{up, "upper limit " + round(up), "limit", "dashed", 1, false})
		}
		if c.Lower >= 0 {
			out = append(out, reference{low, "lower limit " + round(low), "limit", "dashed", 1, false})
		}
	}
	if f.Target != nil {
		out = append(out, reference{float64(*f.Target), fmt.Sprintf("Target %d%%", *f.Target), "target", "dotted", 2, true})
	}
	if f.Benchmark != nil {
		out = append(out, reference{f.Benchmark.Percent, fit(plain(f.Benchmark.Name), 130) + " " + round(f.Benchmark.Percent), "bench", "dashed", 1.5, true})
	}
	return out
}

func round(x float64) string { return strconv.Itoa(int(math.Round(x))) + "%" }

// plot is where values lie in a drawing: what the placing of labels needs to know.
type plot struct {
	width, height float64 // of the plot in pixels
	top           float64 // the end of the axis
	points        []point
	newest        int // the point that has a label, or -1
}

func (p plot) y(percent float64) float64 { return p.height - percent*p.height/p.top }

// markLines draws the references. Beside the plot (wide), labels that would overlap are pushed apart. Inside
// it (narrow), each takes the place along its line where it hides the least.
func markLines(refs []reference, w Width, p plot) []any {
	order := make([]int, len(refs))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return refs[order[a]].at > refs[order[b]].at })
	shift := spread(refs, order, p)
	var taken []rect
	var out []any
	for _, i := range order {
		r := refs[i]
		label := object{"show": true, "formatter": r.text, "color": hex(r.colour), "fontSize": 12}
		if r.colour == "limit" {
			label["color"] = hex("muted") // a line may be paler than letters
		}
		if r.always {
			label["fontWeight"] = "bold"
		}
		switch {
		case w == Wide:
			label["position"], label["distance"], label["offset"] = "end", 6, []any{0, math.Round(shift[i]*10) / 10}
		case r.always:
			var box rect
			label["position"], label["offset"], box = p.place(r, taken)
			taken = append(taken, box)
			label["distance"] = []any{3, 3}
			label["textBorderColor"], label["textBorderWidth"] = hex("paper"), 3
		default:
			label["show"] = false
		}
		out = append(out, object{"yAxis": math.Round(r.at*10) / 10, "name": r.text,
			"lineStyle": object{"color": hex(r.colour), "type": r.dash, "width": r.width}, "label": label})
	}
	return out
}

// spread says how far each label moves up (negative) or down, so that neighbours are a line of text apart.
func spread(refs []reference, order []int, p plot) []float64 {
	const lineHeight = 14
	shift := make([]float64, len(refs))
	for range 20 { // settles long before, with at most five labels
		for k := 1; k < len(order); k++ {
			above, below := order[k-1], order[k]
			gap := p.y(refs[below].at) + shift[below] - p.y(refs[above].at) - shift[above]
			if gap < lineHeight {
				shift[above] -= (lineHeight - gap) / 2
				shift[below] += (lineHeight - gap) / 2
			}
		}
	}
	return shift
}

type rect struct{ x0, y0, x1, y1 float64 }

func (r rect) holds(x, y float64) bool { return x >= r.x0 && x <= r.x1 && y >= r.y0 && y <= r.y1 }

func (r rect) meets(o rect) bool { return r.x0 < o.x1 && o.x0 < r.x1 && r.y0 < o.y1 && o.y0 < r.y1 }

// place tries the places along a line and takes the first with the least behind it: at either end or in the
// middle, above or below, and up to two lines of text further off.
func (p plot) place(r reference, taken []rect) (position string, offset []any, box rect) {
	wide := float64(textWidth(r.text)) * 1.1 // bold
	line := p.y(r.at)
	least := math.Inf(1)
	for _, away := range []float64{0, 13, 26} {
		for _, side := range []string{"Start", "End", "Middle"} {
			for _, level := range []string{"Top", "Bottom"} {
				try := rect{0, line - 17 - away, wide + 4, line - 2 - away}
				shift := -away
				switch side {
				case "End":
					try.x0, try.x1 = p.width-wide-4, p.width
				case "Middle":
					try.x0, try.x1 = p.width/2-wide/2, p.width/2+wide/2
				}
				if level == "Bottom" {
					try.y0, try.y1 = line+2+away, line+17+away
					shift = away
				}
				if cost := p.cost(try, taken) + away/6; cost < least {
					least, position, offset, box = cost, "inside"+side+level, []any{0, shift}, try
				}
			}
		}
	}
	return position, offset, box
}

// cost counts what a box would lie on: the line of the values, the newest label, other labels.
func (p plot) cost(box rect, taken []rect) float64 {
	cost := 0.0
	for _, t := range taken {
		if box.meets(t) {
			cost += 100
		}
	}
	if box.y1 > p.height || box.y0 < -20 {
		cost += 100
	}
	slot := p.width / float64(len(p.points))
	at := func(i int) (x, y float64) { return slot * (float64(i) + 0.5), p.y(float64(p.points[i].percent.n)) }
	for i := range p.points {
		if !p.points[i].percent.shown {
			continue
		}
		x, y := at(i)
		if box.holds(x, y) {
			cost += 3
		}
		if i == p.newest && box.meets(rect{x - 18, y - 24, x + 18, y + 24}) {
			cost += 50
		}
		if i > 0 && p.points[i-1].percent.shown {
			px, py := at(i - 1)
			for _, part := range []float64{0.25, 0.5, 0.75} {
				if box.holds(px+(x-px)*part, py+(y-py)*part) {
					cost++
				}
			}
		}
	}
	return cost
}

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
	for _, p := range points {
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
	// The axes change places; a typed axis of go-echarts loses its categories then, so both are written here.
	m["xAxis"] = []any{object{"type": "value", "min": 0, "max": top100, "show": false}}
	y := object{"type": "category", "inverse": true, "data": toAny(names),
		"axisTick": object{"show": false}, "axisLine": object{"lineStyle": object{"color": hex("limit")}},
		"axisLabel": object{"color": hex("ink"), "margin": 12, "width": left - 16, "overflow": "break", "interval": 0, "fontSize": 13}}
	if w == Narrow {
		y["axisLabel"], y["axisLine"] = object{"show": false}, object{"show": false}
	}
	m["yAxis"] = []any{y}
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
	return pack(f.ID, m, width, height)
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

// Components and series that scripts/charts.js of the theme bundles. ECharts leaves out others in silence,
// so they are refused.
var (
	inBundle = words("animation aria axisPointer color dataset grid legend series textStyle tooltip visualMap xAxis yAxis")
	seriesOK = words("bar boxplot custom gauge heatmap line sankey scatter")
)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// tidy takes what go-echarts made through JSON, and sets what its types cannot say.
func tidy(chart map[string]any) (object, error) {
	raw, err := json.Marshal(chart)
	if err != nil {
		return nil, fmt.Errorf("write the option: %w", err)
	}
	// A chart must be pure data. go-echarts puts the source of a function in a string between these.
	if bytes.Contains(raw, []byte("__f__")) {
		return nil, fmt.Errorf("the option holds a function")
	}
	var m object
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&m); err != nil {
		return nil, fmt.Errorf("read the option back: %w", err)
	}
	delete(m, "title")
	delete(m, "toolbox")
	delete(m, "legend") // lines are labelled where they end
	delete(m, "color")  // every mark has a colour of its own
	m["animation"] = false
	m["textStyle"] = object{"fontFamily": "Arial, Helvetica, sans-serif", "fontSize": 12, "color": hex("ink")}
	m["tooltip"] = merge(m["tooltip"], object{"renderMode": "richText", "confine": true})
	for key := range m {
		if !inBundle[key] {
			return nil, fmt.Errorf("%q is not in the bundle", key)
		}
	}
	for _, name := range []string{"xAxis", "yAxis"} {
		for i := range m[name].([]any) {
			axis := part(m, name, i)
			axis["axisTick"] = object{"show": false}
			axis["axisLine"] = merge(axis["axisLine"], object{"onZero": false})
			label := part(axis, "axisLabel")
			label["fontSize"] = 12
			delete(label, "showMinLabel") // null means automatic; so does nothing
			delete(label, "showMaxLabel")
		}
	}
	for _, s := range m["series"].([]any) {
		series := s.(object)
		kind, _ := series["type"].(string)
		if !seriesOK[kind] {
			return nil, fmt.Errorf("series of type %q are not in the bundle", kind)
		}
		if series["data"] == nil {
			series["data"] = []any{}
		}
		series["clip"] = false
		series["silent"] = false
		if kind == "line" {
			// Otherwise a symbol goes when the axis label below it goes: the point that gives concern vanished at
			// 320 pixels while the line stayed.
			series["showAllSymbol"] = true
			series["connectNulls"] = false
			series["z"] = 4
		}
		if lines, ok := series["markLine"].(object); ok {
			lines["silent"] = true
			lines["animation"] = false
		}
	}
	return m, nil
}

func pack(id string, m object, width, height int) (Option, error) {
	raw, err := json.Marshal(m) // escapes <, > and &: safe in a script block
	if err != nil {
		return Option{}, fmt.Errorf("chart %s: write the option: %w", id, err)
	}
	return Option{JSON: raw, Width: width, Height: height}, nil
}

// part is a piece of an option, made when it is missing: part(m, "xAxis", 0), part(m, "tooltip").
func part(m object, key string, index ...int) object {
	if len(index) > 0 {
		return m[key].([]any)[index[0]].(object)
	}
	sub, ok := m[key].(object)
	if !ok {
		sub = object{}
		m[key] = sub
	}
	return sub
}

func merge(old any, more object) object {
	m, ok := old.(object)
	if !ok {
		m = object{}
	}
	for k, v := range more {
		m[k] = v
	}
	return m
}

func toAny(s []string) []any {
	var out []any
	for _, x := range s {
		out = append(out, x)
	}
	return out
}

func px(n int) string { return strconv.Itoa(n) }

// plain takes out of a text what ECharts reads as a placeholder.
func plain(s string) string { return strings.NewReplacer("{", "(", "}", ")", "|", "/").Replace(s) }

// shorter is a range in few letters, for narrow columns: "under 13%" is "<13%".
func shorter(s string) string {
	s = plain(s)
	if rest, ok := strings.CutPrefix(s, "under "); ok {
		return "<" + rest
	}
	if rest, ok := strings.CutPrefix(s, "over "); ok {
		return ">" + rest
	}
	return s
}

func (f Figure) title() string {
	if f.Title == "" {
		return f.ID
	}
	return f.Title
}

// highest is the largest percentage that is drawn.
func highest(points []point, refs []reference) float64 {
	top := 0.0
	for _, p := range points {
		switch {
		case p.percent.shown:
			top = math.Max(top, float64(p.percent.n))
		case p.percent.ranged:
			top = math.Max(top, float64(p.percent.high))
		}
	}
	for _, r := range refs {
		top = math.Max(top, r.at)
	}
	return top
}

// axis is the end and the step of an axis that starts at zero and holds the highest value: few round steps,
// and never beyond 100, since these are percentages.
func axis(highest float64) (step, top int) {
	for _, a := range []struct{ step, top int }{{2, 10}, {5, 20}, {5, 25}, {10, 40}, {10, 60}, {20, 80}} {
		if highest <= float64(a.top)*0.98 {
			return a.step, a.top
		}
	}
	return 20, 100
}

// thin chooses the axis labels that fit, always with the newest: indexes, ascending, evenly spaced.
func thin(n, plotWidth, labelWidth int) []any {
	slot := float64(plotWidth) / float64(n)
	every := max(1, int(math.Ceil(float64(labelWidth)/slot)))
	for _, nice := range []int{1, 2, 4, 8, 12, 16, 20, 24, 40} { // whole years of quarters, so that seasons line up
		if nice >= every {
			every = nice
			break
		}
	}
	var out []any
	for i := (n - 1) % every; i < n; i += every {
		out = append(out, i)
	}
	return out
}

// fit shortens a text to so many pixels, at a word when there is one.
func fit(s string, room int) string {
	if textWidth(s) <= room {
		return s
	}
	runes := []rune(s)
	for len(runes) > 1 && textWidth(string(runes))+8 > room {
		runes = runes[:len(runes)-1]
	}
	cut := string(runes)
	if i := strings.LastIndex(cut, " "); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,") + "\u2026"
}

// textWidth is about the width of a text in Arial of 12 pixels, rather over than under.
func textWidth(s string) int {
	sum := 0.0
	for _, r := range s {
		switch {
		case strings.ContainsRune("ijl.,:;'|! I()[]ftr-/", r):
			sum += 3.9
		case strings.ContainsRune("mwMW%@", r):
			sum += 10.7
		case r >= 'A' && r <= 'Z':
			sum += 8.6
		default:
			sum += 6.8
		}
	}
	return int(math.Ceil(sum))
}
