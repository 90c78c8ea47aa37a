package chart

import (
	"strings"

	"waymark/internal/disclose"
	"waymark/internal/spc"
)

// analyse returns process limits when the series can bear them: every figure shown, enough of them, and no
// period counted twice (a rolling year each quarter shares three quarters with its neighbour, so runs would
// appear that are not there). The sums use the released figures only, so limits tell nothing more.
func analyse(points []point) (spc.Chart, bool) {
	if len(points) < spc.Enough {
		return spc.Chart{}, false
	}
	var values []float64
	for i, p := range points {
		from, to := parsePeriod(p.from), parsePeriod(p.to)
		if !p.percent.shown || !from.ok || !to.ok {
			return spc.Chart{}, false
		}
		if i > 0 && from.year*12+from.start-1 <= parsePeriod(points[i-1].to).index() {
			return spc.Chart{}, false
		}
		values = append(values, float64(p.percent.n))
	}
	return spc.Limits(values, spc.Options{}), true
}

// token names the colour and the symbol of a point: a shape of its own for each meaning, not colour alone.
func token(p spc.Point, better string) (colour, symbol string, size int) {
	if p.Rule == spc.Common {
		return "common", "circle", 7
	}
	wanted := map[spc.Better]int{spc.Higher: 1, spc.Lower: -1}[spc.ParseBetter(better)]
	switch {
	case wanted == 0:
		return "line", "triangle", 10
	case p.Side == wanted:
		return "improve", "rect", 9
	}
	return "concern", "diamond", 12
}

// Key says what the shapes and lines of a chart over time mean, for the note below it; "" when the chart has
// nothing that needs it.
func Key(f Figure, t disclose.Table) string {
	if isDuration(t) {
		for _, p := range pointsOf(t) {
			if p.median.mark == "c" {
				return "A dashed box: the exact figure is hidden to protect children's privacy."
			}
		}
		return ""
	}
	return key(f.of(t), pointsOf(t))
}

func key(f Figure, points []point) string {
	var text []string
	if c, ok := analyse(points); ok {
		text = append(text, processKey(f, c))
	}
	for _, p := range points {
		if p.percent.mark == "c" || p.percent.ranged {
			text = append(text, "A dashed box: the exact figure is hidden to protect children's privacy.")
			break
		}
	}
	return strings.Join(text, " ")
}

func processKey(f Figure, c spc.Chart) string {
	seen := map[string]bool{}
	for _, p := range c.Points {
		colour, _, _ := token(p, f.Better)
		seen[colour] = true
	}
	text := "Solid line: mean. Dashed lines: the range of ordinary variation."
	if seen["common"] {
		text += " Grey circle: ordinary variation."
	}
	if seen["improve"] {
		text += " Blue square: an improvement beyond it."
	}
	if seen["concern"] {
		text += " Orange diamond: a concern beyond it."
	}
	if seen["line"] {
		text += " Triangle: a change beyond it."
	}
	return text
}
