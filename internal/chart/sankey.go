package chart

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"waymark/internal/disclose"
)

// link is one band of a flow: so many from here to there.
type link struct {
	from, to string
	n        int
	colour   string
}

// Flow is a Sankey diagram from each category of a breakdown to those who met the condition and those who did not:
// from plan to outcome. It is drawn only when every count is released; otherwise the error is an HiddenError, since a
// band that is missing could be found from the widths of the others. done and not name the two outcomes.
func Flow(f Figure, t disclose.Table, categories map[string]string, done, not string, w Width) (Option, error) {
	return flow(f.of(t), pointsOf(t), categories, done, not, w)
}

func flow(f Figure, points []point, categories map[string]string, done, not string, w Width) (Option, error) {
	var links []link
	for _, p := range points {
		if p.category == "" || p.base.shown && p.base.n == 0 {
			continue
		}
		if !p.base.shown || !p.part.shown {
			return Option{}, &HiddenError{"The way from plan to outcome is not drawn, because at least one group is hidden to protect children's privacy, and the widths of the others would give it away. The table shows what can be shown."}
		}
		name := categoryName(f, p.category, categories)
		links = append(links, link{name, done, p.part.n, "part-b"}, link{name, not, p.base.n - p.part.n, "part-e"})
	}
	return sankey(f, links, []string{done, not}, "", w)
}

// FlowParts is the one-way form: from all who are counted to each part, in the newest period.
func FlowParts(f Figure, parts []Part, whole string, w Width) (Option, error) {
	return flowParts(f, partsOf(parts), whole, w)
}

func flowParts(f Figure, parts []partPoints, all string, w Width) (Option, error) {
	if len(parts) == 0 || len(parts[0].points) == 0 {
		return Option{}, fmt.Errorf("chart %s: there are no figures", f.ID)
	}
	newest := parts[0].points[len(parts[0].points)-1]
	if !whole(parts, newest.to) {
		return Option{}, &HiddenError{"The newest period is not drawn, because at least one way out of care is hidden to protect children's privacy, and the widths of the others would give it away."}
	}
	var links []link
	var right []string
	sum := 0
	for k, p := range parts {
		x, _ := p.at(newest.to)
		links = append(links, link{all, p.name, x.part.n, shades[k%len(shades)].fill})
		right = append(right, p.name)
		sum += x.part.n
	}
	between := ": "
	if w == Narrow {
		between = "\n"
	}
	return sankey(f, links, right, fmt.Sprintf("%s%s%d of %d", plain(fit(all, 150)), between, sum, newest.base.n), w)
}

// sankey draws links in their order; bands of nobody are left out. source is the label of the only node on the left,
// instead of its name and number.
func sankey(f Figure, links []link, right []string, source string, w Width) (Option, error) {
	width, height, inset := 680, 120, 8
	if w == Narrow {
		width, height = 320, 160
	}
	total := map[string]int{}
	var left []string
	drawn := links[:0:0]
	for _, l := range links {
		if l.n == 0 {
			continue
		}
		if total[l.from] == 0 {
			left = append(left, l.from)
		}
		total[l.from] += l.n
		total[l.to] += l.n
		drawn = append(drawn, l)
	}
	if len(drawn) == 0 {
		return Option{}, fmt.Errorf("chart %s: there is nobody to draw", f.ID)
	}
	height += 46 * max(len(left), len(right))
	taken := 0
	for line := range strings.SplitSeq(source, "\n") {
		taken = max(taken, textWidth(line))
	}
	for _, name := range left {
		if source == "" {
			taken = max(taken, min(textWidth(name), width/2-40))
		}
	}
	var nodes []any
	id := map[string]string{} // a category and an outcome may have the same words
	add := func(name, side string) {
		if total[name] == 0 {
			return
		}
		key := side + name
		id[key] = fmt.Sprintf("%d. %s", len(nodes)+1, plain(name))
		position, room := "right", width/2-40
		if side == "to " {
			position, room = "left", width-taken-130
		}
		text := plain(fit(name, room)) + "  " + strconv.Itoa(total[name])
		if side == "from " && source != "" {
			text = source
		}
		nodes = append(nodes, object{"name": id[key], "itemStyle": object{"color": hex("line"), "borderWidth": 0},
			"label": object{"show": true, "position": position, "distance": 8, "formatter": text,
				"color": hex("ink"), "fontSize": 12, "textBorderColor": hex("paper"), "textBorderWidth": 3}})
	}
	for _, name := range left {
		add(name, "from ")
	}
	for _, name := range right {
		add(name, "to ")
	}
	var data []any
	var readings []Reading
	for i, l := range drawn {
		data = append(data, object{"source": id["from "+l.from], "target": id["to "+l.to], "value": l.n,
			"lineStyle": object{"color": hex(l.colour), "opacity": 0.55, "curveness": 0.5}})
		readings = append(readings, Reading{0, i, plain(fmt.Sprintf("%s to %s: %d.", l.from, lower(l.to), l.n))})
	}
	chart := charts.NewSankey()
	chart.SetGlobalOptions(charts.WithAnimation(false), charts.WithTooltipOpts(opts.Tooltip{Trigger: "item"}))
	chart.AddSeries(f.title(), nil, nil, charts.WithSeriesOpts(func(s *charts.SingleSeries) { s.Data = nodes }))
	chart.Validate()
	m, err := tidy(chart.JSON())
	if err != nil {
		return Option{}, fmt.Errorf("chart %s: %w", f.ID, err)
	}
	s := m["series"].([]any)[0].(object)
	s["data"], s["links"] = nodes, data
	s["layoutIterations"] = 0 // keeps our order
	s["nodeWidth"], s["nodeGap"], s["draggable"] = 10, 14, false
	s["left"], s["right"], s["top"], s["bottom"] = inset, inset, 8, 8
	o, err := pack(f.ID, m, width, height)
	o.Readings = readings
	return o, err
}
