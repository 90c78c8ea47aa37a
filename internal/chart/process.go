package chart

import (
	"fmt"
	"math"
	"strings"

	"waymark/internal/disclose"
	"waymark/internal/spc"
)

// Process says how the figures over time are judged. The zero value is the default of package spc: all points,
// nothing screened, points beyond a limit count in two of three, equal points end a trend.
type Process struct {
	FixAfter   int // limits from the first so many figures of a phase; 0: from all
	Screen     bool
	TwoOfThree spc.TwoOfThree
	Equal      spc.Equal
}

func (p Process) options() spc.Options {
	return spc.Options{Screen: p.Screen, TwoOfThree: p.TwoOfThree, Equal: p.Equal, FixAfter: p.FixAfter}
}

// Change is a known change, from which on the limits start anew.
type Change struct {
	From       string // the first period after it: "2024-Q1"
	Words      string // what changed, and why: "The tracking meeting became weekly"
	Definition bool   // figures before and after count different things, so that the line does not join them
}

// mostHidden is the largest share of figures that may be hidden in a series with limits. With more of them the
// sums rest on those that happened not to be small.
const mostHidden = 0.2

// process is a series with its limits.
type process struct {
	phases []spc.Phase
}

// last is the newest phase, whose limits the newest figure is read against.
func (p process) last() spc.Phase { return p.phases[len(p.phases)-1] }

// bears says whether a phase is long enough for its limits to be drawn.
func bears(p spc.Phase) bool { return count(p) >= spc.Fewest }

func count(p spc.Phase) int {
	n := 0
	for _, x := range p.Points {
		if !math.IsNaN(x.Value) {
			n++
		}
	}
	return n
}

// judged says whether the newest figure can be read against limits.
func (p process) judged() bool { return len(p.phases) > 0 && bears(p.last()) }

// at is what the rules say of a figure.
func (p process) at(i int) (spc.Point, bool) {
	for _, phase := range p.phases {
		if i >= phase.From && i < phase.To {
			return phase.Points[i-phase.From], bears(phase)
		}
	}
	return spc.Point{}, false
}

// analyse returns process limits when the series can bear them: periods that do not overlap (a rolling year
// each quarter shares three quarters with its neighbour, so runs would appear that are not there), few of them
// hidden, and a phase that is long enough. The sums use the released figures only, so limits tell nothing more.
func (f Figure) analyse(points []point) (process, bool) {
	var values []float64
	hidden := 0
	for i, p := range points {
		from, to := parsePeriod(p.from), parsePeriod(p.to)
		if !from.ok || !to.ok {
			return process{}, false
		}
		if i > 0 && overlap(points[i-1], p) {
			return process{}, false
		}
		if p.percent.shown {
			values = append(values, float64(p.percent.n))
		} else {
			values = append(values, math.NaN())
			hidden++
		}
	}
	if float64(hidden) > mostHidden*float64(len(points)) {
		return process{}, false
	}
	var starts []int
	for _, c := range f.changesIn(points) {
		starts = append(starts, c.index)
	}
	p := process{phases: spc.Phases(values, starts, f.Process.options())}
	for _, phase := range p.phases {
		if bears(phase) {
			return p, true
		}
	}
	return process{}, false
}

// overlap says whether a period begins before the one that is before it has ended.
func overlap(before, p point) bool {
	from, to := parsePeriod(p.from), parsePeriod(before.to)
	return from.ok && to.ok && from.year*12+from.start-1 <= to.index()
}

// changeAt is a change at its place in a series.
type changeAt struct {
	Change
	index  int    // of the first figure after it
	letter string // its mark in the drawing
}

// changesIn finds the places of the changes, in the order of time; those before the second figure and after
// the last have none.
func (f Figure) changesIn(points []point) []changeAt {
	var out []changeAt
	for i := 1; i < len(points); i++ {
		before, here := parsePeriod(points[i-1].to), parsePeriod(points[i].to)
		for _, c := range f.Changes {
			at := parsePeriod(c.From)
			if at.ok && before.ok && here.ok && at.index() > before.index() && at.index() <= here.index() {
				out = append(out, changeAt{c, i, string(rune('A' + len(out)%26))})
				break
			}
		}
	}
	return out
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
		return f.of(t).durationKey(pointsOf(t))
	}
	return key(f.of(t), pointsOf(t))
}

func key(f Figure, points []point) string {
	var text []string
	process, limits := f.analyse(points)
	if limits {
		text = append(text, processKey(f, process))
	}
	if words := f.changesKey(points); words != "" {
		text = append(text, words)
	}
	hidden := 0
	for _, p := range points {
		if p.percent.mark == "c" || p.percent.ranged {
			hidden++
		}
	}
	if hidden > 0 {
		text = append(text, "A dashed box: the exact figure is hidden to protect children's privacy.")
	}
	if !limits && len(points) >= spc.Enough && float64(hidden) > mostHidden*float64(len(points)) {
		text = append(text, "So many are hidden that no limits of ordinary variation are drawn.")
	}
	return strings.Join(text, " ")
}

// changesKey explains the upright lines where the definition changed. Those where the work changed have an author and
// a page, so that they stand in a list of their own; see Marked.
func (f Figure) changesKey(points []point) string {
	var text []string
	for _, c := range f.changesIn(points) {
		if c.Definition {
			text = append(text, fmt.Sprintf("%s, from %s: %s Figures before and after count different things and are not compared.", c.letter, c.since(), sentence(c.Words)))
		}
	}
	return strings.Join(text, " ")
}

func (c Change) since() string {
	p := parsePeriod(c.From)
	return fmt.Sprintf("%s %d", monthNames[p.start], p.year)
}

// Marked names the changes of the work as the drawing marks them: from "2024-Q3" to "A, from July 2024". A change that
// is not in the drawing is not here.
func Marked(f Figure, t disclose.Table) map[string]string { return f.of(t).marked(pointsOf(t)) }

func (f Figure) marked(points []point) map[string]string {
	out := map[string]string{}
	for _, c := range f.changesIn(points) {
		if !c.Definition {
			out[c.From] = c.letter + ", from " + c.since()
		}
	}
	return out
}

// sentence ends a text with a full stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

func processKey(f Figure, p process) string {
	seen := map[string]bool{}
	for _, phase := range p.phases {
		for _, x := range phase.Points {
			if !math.IsNaN(x.Value) && bears(phase) {
				colour, _, _ := token(x, f.Better)
				seen[colour] = true
			}
		}
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
	last := p.last()
	switch n := count(last); {
	case !bears(last):
		text += fmt.Sprintf(" The newest stretch has only %s, too few for limits of its own.", figures(n))
	case f.Process.FixAfter > 0 && n > f.Process.FixAfter:
		text += fmt.Sprintf(" The limits are those of the first %s; later ones are judged against them.", figures(f.Process.FixAfter))
	case last.Trial:
		text += fmt.Sprintf(" The limits are provisional: they rest on %s, and settle with %d.", figures(n), spc.Enough)
	}
	if f.stock {
		text += " Many children are counted on several of these days, so stretches on one side of the mean come more easily than the rules assume."
	}
	return text
}

func figures(n int) string {
	if n == 1 {
		return "1 figure"
	}
	return fmt.Sprintf("%d figures", n)
}
