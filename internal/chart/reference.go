package chart

import (
	"fmt"
	"math"
	"sort"
	"strconv"
)

// reference is a level that is drawn across the chart.
type reference struct {
	at     float64
	text   string
	colour string
	dash   string // "solid", "dashed" or "dotted"
	width  float64
	always bool // labelled in the narrow drawing too
	unseen bool // only its name is drawn
}

// references lists the levels of a chart. Limits beyond what a percentage can be are left out. Of a series in
// phases only the names of the newest limits are here; their lines are drawn as far as each phase goes.
func references(f Figure, p process) []reference {
	var out []reference
	if p.judged() {
		c := p.last()
		only := len(p.phases) == 1
		add := func(at float64, name, colour, dash string) {
			if at >= 0 && at <= 100 {
				out = append(out, reference{at: at, text: name + " " + round(at), colour: colour, dash: dash, width: 1, unseen: !only})
			}
		}
		add(c.Mean, "mean", "muted", "solid")
		add(c.Upper, "upper limit", "limit", "dashed")
		add(c.Lower, "lower limit", "limit", "dashed")
	}
	if f.Target != nil {
		out = append(out, reference{float64(*f.Target), fmt.Sprintf("Target %d%%", *f.Target), "target", "dotted", 2, true, false})
	}
	if f.Benchmark != nil {
		out = append(out, reference{f.Benchmark.Percent, fit(plain(f.Benchmark.Name), 130) + " " + round(f.Benchmark.Percent), "bench", "dashed", 1.5, true, false})
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
		line := object{"color": hex(r.colour), "type": r.dash, "width": r.width}
		if r.unseen {
			line = object{"color": "none"}
		}
		out = append(out, object{"yAxis": math.Round(r.at*10) / 10, "name": r.text, "lineStyle": line, "label": label})
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

// level is a mean or a limit as far as its phase goes.
type level struct {
	name, colour, dash string
	data               []any
}

// levels are the lines of the phases, when there are several. A limit beyond what a percentage can be is not
// drawn; a phase that is too short has none.
func (p process) levels(n int) []level {
	if len(p.phases) < 2 {
		return nil
	}
	var out []level
	for _, phase := range p.phases {
		if !bears(phase) {
			continue
		}
		for _, l := range []struct {
			name, colour, dash string
			at                 float64
		}{{"mean", "muted", "solid", phase.Mean}, {"upper limit", "limit", "dashed", phase.Upper}, {"lower limit", "limit", "dashed", phase.Lower}} {
			if l.at < 0 || l.at > 100 {
				continue
			}
			data := make([]any, n)
			for i := range data {
				data[i] = "-"
				if i >= phase.From && i < phase.To {
					data[i] = math.Round(l.at*10) / 10
				}
			}
			out = append(out, level{l.name, l.colour, l.dash, data})
		}
	}
	return out
}

// changeLines marks where a change was: an upright line with its letter, and its words where there is room.
func changeLines(changes []changeAt, w Width, slot float64, n int) []any {
	var out []any
	for i, c := range changes {
		next := n
		if i+1 < len(changes) {
			next = changes[i+1].index
		}
		text := c.letter
		if full := c.letter + ": " + plain(c.Words); w == Wide && float64(textWidth(full)) < slot*(float64(next-c.index)+0.4) {
			text = full
		}
		out = append(out, object{"xAxis": c.index, "name": plain(c.Words),
			"lineStyle": object{"color": hex("muted"), "type": "solid", "width": 1},
			"label": object{"show": true, "formatter": text, "position": "end", "distance": 4, "align": "left", "offset": []any{-4, 0},
				"color": hex("ink"), "fontSize": 12}})
	}
	return out
}
