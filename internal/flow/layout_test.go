package flow

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// rect is a place that something else may not enter.
type rect struct{ x, y, w, h float64 }

// meets says whether two rectangles share more than an edge.
func (a rect) meets(b rect) bool {
	return a.x+a.w > b.x+0.01 && b.x+b.w > a.x+0.01 && a.y+a.h > b.y+0.01 && b.y+b.h > a.y+0.01
}

func (a rect) holds(b rect) bool {
	return a.x <= b.x && a.y <= b.y && a.x+a.w >= b.x+b.w && a.y+a.h >= b.y+b.h
}

// stroke is one straight part of a line as a rectangle without breadth.
func stroke(p, q Point) rect {
	return rect{min(p.X, q.X) - 0.02, min(p.Y, q.Y) - 0.02, math.Abs(p.X-q.X) + 0.04, math.Abs(p.Y-q.Y) + 0.04}
}

func (b Box) rect() rect { return rect{b.X, b.Y, b.W, b.H} }

// onOutline says whether a point lies on the outline of a box.
func onOutline(b Box, p Point) bool {
	near := func(a, b float64) bool { return math.Abs(a-b) < 0.1 }
	mid := Point{b.X + b.W/2, b.Y + b.H/2}
	if near(p.Y, b.Y) || near(p.Y, b.Y+b.H) {
		return math.Abs(p.X-mid.X) <= b.W/2-corner(b.Kind, b.H)+0.1
	}
	if p.Y < b.Y || p.Y > b.Y+b.H {
		return false
	}
	return near(p.X, b.X+inset(b.Kind, true, b.H, p.Y-mid.Y)) || near(p.X, b.X+b.W-inset(b.Kind, false, b.H, p.Y-mid.Y))
}

// sound names everything that is wrong with a drawing.
func sound(g *Graph, d *Drawing) (wrong []string) {
	bad := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	sheet := rect{0, 0, d.W, d.H}
	box := map[int]Box{}
	for i, b := range d.Boxes {
		if b.Number != i+1 {
			bad("box %d has the number %d", i, b.Number)
		}
		if !sheet.holds(b.rect()) {
			bad("box %s is off the sheet", g.Nodes[b.Node].ID)
		}
		for _, c := range d.Boxes[:i] {
			if b.rect().meets(c.rect()) {
				bad("boxes %s and %s overlap", g.Nodes[b.Node].ID, g.Nodes[c.Node].ID)
			}
		}
		box[b.Node] = b
	}
	if len(box) != len(g.Nodes) || len(d.Lines) != len(g.Edges) {
		bad("%d boxes and %d lines for %d steps and %d links", len(box), len(d.Lines), len(g.Nodes), len(g.Edges))
	}

	parent := map[string]string{}
	for _, l := range g.Lanes {
		parent[l.ID] = l.Parent
	}
	within := func(lane, outer string) bool {
		for ; lane != ""; lane = parent[lane] {
			if lane == outer {
				return true
			}
		}
		return false
	}
	for i, f := range d.Frames {
		id := g.Lanes[f.Lane].ID
		r := rect{f.X, f.Y, f.W, f.H}
		title := rect{f.TitleX, f.TitleY, f.TitleW, f.TitleH}
		if !sheet.holds(r) || !r.holds(title) {
			bad("lane %s is off the sheet or its title out of it", id)
		}
		for _, b := range d.Boxes {
			if in := within(g.Nodes[b.Node].Lane, id); in && !r.holds(b.rect()) || !in && r.meets(b.rect()) {
				bad("box %s and lane %s: inside is %v", g.Nodes[b.Node].ID, id, in)
			}
			if title.meets(b.rect()) {
				bad("box %s stands on the title of lane %s", g.Nodes[b.Node].ID, id)
			}
		}
		for _, h := range d.Frames[:i] {
			other := g.Lanes[h.Lane].ID
			if o := (rect{h.X, h.Y, h.W, h.H}); within(id, other) && !o.holds(r) || !within(id, other) && !within(other, id) && o.meets(r) {
				bad("lanes %s and %s", other, id)
			}
			if title.meets(rect{h.TitleX, h.TitleY, h.TitleW, h.TitleH}) {
				bad("the titles of lanes %s and %s overlap", other, id)
			}
		}
		for _, l := range d.Labels {
			if title.meets(rect{l.X, l.Y, l.W, l.H}) {
				bad("an answer stands on the title of lane %s", id)
			}
		}
	}
	for i, l := range d.Labels {
		r := rect{l.X, l.Y, l.W, l.H}
		if !sheet.holds(r) {
			bad("answer %d is off the sheet", l.Edge)
		}
		for _, b := range d.Boxes {
			if r.meets(b.rect()) {
				bad("answer %d stands on box %s", l.Edge, g.Nodes[b.Node].ID)
			}
		}
		for _, m := range d.Labels[:i] {
			if r.meets(rect{m.X, m.Y, m.W, m.H}) {
				bad("answers %d and %d overlap", l.Edge, m.Edge)
			}
		}
	}

	for _, l := range d.Lines {
		e := g.Edges[l.Edge]
		name := fmt.Sprintf("link %d %s to %s", l.Edge, e.From, e.To)
		var from, to Box
		for _, b := range d.Boxes {
			if g.Nodes[b.Node].ID == e.From {
				from = b
			}
			if g.Nodes[b.Node].ID == e.To {
				to = b
			}
		}
		last := l.Pieces[len(l.Pieces)-1]
		if !onOutline(from, l.Pieces[0][0]) {
			bad("%s does not begin at its box", name)
		}
		if !onOutline(to, last[len(last)-1]) {
			bad("%s does not touch its target", name)
		}
		if a := last[len(last)-2]; math.Abs(a.X-last[len(last)-1].X)+math.Abs(a.Y-last[len(last)-1].Y) < headLength {
			bad("%s has no room for its arrow", name)
		}
		for _, piece := range l.Pieces {
			for i := 1; i < len(piece); i++ {
				p, q := piece[i-1], piece[i]
				if p.X != q.X && p.Y != q.Y {
					bad("%s is slanting", name)
				}
				s := stroke(p, q)
				if !sheet.holds(s) {
					bad("%s leaves the sheet", name)
				}
				for _, b := range d.Boxes {
					// Its own boxes it may touch, and enter where their outline is not their rectangle.
					own := b.Number == from.Number && p == l.Pieces[0][0] || b.Number == to.Number && q == last[len(last)-1]
					if !own && s.meets(b.rect()) {
						bad("%s goes through box %s", name, g.Nodes[b.Node].ID)
					}
				}
				for _, m := range d.Labels {
					if s.meets(rect{m.X, m.Y, m.W, m.H}) {
						bad("%s goes through answer %d", name, m.Edge)
					}
				}
				for _, f := range d.Frames {
					if s.meets(rect{f.TitleX, f.TitleY, f.TitleW, f.TitleH}) {
						bad("%s goes through the title of lane %s", name, g.Lanes[f.Lane].ID)
					}
				}
			}
		}
	}
	return wrong
}

// plans are all the ways in which a chart is laid out.
var plans = map[string]Plan{"wide": Wide, "narrow": Narrow, "bare": {Text: 90, Answer: 60, Title: 60, Lanes: true, Tight: 1},
	"sheet": {Text: 240, Answer: 150, Width: 900, Tight: 60, Dense: true}}

func checkDrawings(t *testing.T, name string, g *Graph) {
	t.Helper()
	for _, p := range []string{"wide", "narrow", "bare"} {
		d := Layout(g, plans[p])
		wrong := sound(g, d)
		for _, w := range wrong[:min(len(wrong), 8)] {
			t.Errorf("%s, %s: %s", name, p, w)
		}
		picture := Picture{ID: "x", TitleID: "x-title", Title: g.Title}
		one, two := d.Inline(g, picture), Layout(g, plans[p]).Inline(g, picture)
		if !bytes.Equal(one, two) {
			t.Errorf("%s, %s: two drawings differ", name, p)
		}
		if bytes.Contains(one, []byte("NaN")) || bytes.Contains(one, []byte("style=")) {
			t.Errorf("%s, %s: the picture holds NaN or a style attribute", name, p)
		}
		for r := xml.NewDecoder(bytes.NewReader(d.Standalone(g, Poster{Title: "A", Descr: "B"}))); ; {
			if _, err := r.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s, %s: %v", name, p, err)
			}
		}
	}
}

var mermaidBlock = regexp.MustCompile("(?s)```mermaid\n(.*?)```")

// ownCharts are those of the content folder.
func ownCharts(t testing.TB) map[string]*Graph {
	t.Helper()
	charts := map[string]*Graph{}
	files, err := filepath.Glob("../../content/*/flowcharts/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range mermaidBlock.FindAllStringSubmatch(string(text), -1) {
			if g, _ := Parse(m[1], fence); g != nil {
				charts[fmt.Sprintf("%s %d", f, i)] = g
			}
		}
	}
	if len(charts) == 0 {
		t.Fatal("no charts found")
	}
	return charts
}

func TestLayoutOfOurCharts(t *testing.T) {
	for name, g := range ownCharts(t) {
		checkDrawings(t, name, g)
		if w := Fit(g, Narrow).W; w > 420 {
			t.Errorf("%s: the narrow drawing is %v wide, more than 420", name, w)
		}
		for p, plan := range plans {
			for _, two := range alike(Layout(g, plan)) {
				t.Errorf("%s, %s: links %d and %d look like one", name, p, two[0], two[1])
			}
		}
	}
}

// alike finds links that run on top of each other for more than a pixel.
func alike(d *Drawing) (found [][2]int) {
	type stroke struct {
		edge        int
		across      bool
		at, low, hi float64
	}
	var all []stroke
	for _, l := range d.Lines {
		for _, piece := range l.Pieces {
			for i := 1; i < len(piece); i++ {
				p, q := piece[i-1], piece[i]
				s := stroke{l.Edge, p.Y == q.Y, p.X, min(p.Y, q.Y), max(p.Y, q.Y)}
				if s.across {
					s.at, s.low, s.hi = p.Y, min(p.X, q.X), max(p.X, q.X)
				}
				for _, o := range all {
					if o.edge != s.edge && o.across == s.across && math.Abs(o.at-s.at) < 4 && min(o.hi, s.hi)-max(o.low, s.low) > 1 {
						found = append(found, [2]int{o.edge, s.edge})
					}
				}
				all = append(all, s)
			}
		}
	}
	return found
}

// chance is a small generator (Knuth's MMIX constants), so that a failing chart can be named by its seed.
type chance uint64

func (c *chance) below(n int) int {
	*c = *c*6364136223846793005 + 1442695040888963407
	return int(*c>>33) % n
}

// randomGraph has lanes in lanes, loops, links to itself, links that run side by side, and parts that hang together
// with nothing.
func randomGraph(seed, nodes, edges int) *Graph {
	c := chance(seed)
	for range 4 {
		c.below(2)
	}
	words := strings.Fields("child review plan court family within meeting of the is a permanence social worker long-term care? home decide panel")
	phrase := func(most int) string {
		var s []string
		for range 1 + c.below(most) {
			s = append(s, words[c.below(len(words))])
		}
		return strings.Join(s, " ")
	}
	g := &Graph{ID: "r", Title: "Random"}
	for i := range c.below(6) {
		l := Lane{ID: fmt.Sprintf("L%d", i), Title: phrase(6)}
		if i > 0 && c.below(3) == 0 {
			l.Parent = g.Lanes[c.below(i)].ID
		}
		g.Lanes = append(g.Lanes, l)
	}
	kinds := []Kind{Action, Action, Question, Question, Outcome, Timescale, Note, Start}
	for i := range nodes {
		n := Node{ID: fmt.Sprintf("n%d", i), Kind: kinds[c.below(len(kinds))], Text: phrase(14)}
		if len(g.Lanes) > 0 && c.below(4) > 0 {
			n.Lane = g.Lanes[c.below(len(g.Lanes))].ID
		}
		g.Nodes = append(g.Nodes, n)
	}
	for range edges {
		a := c.below(nodes)
		b := min(nodes-1, a+1+c.below(4))
		if c.below(5) == 0 {
			b = c.below(nodes)
		}
		e := Edge{From: g.Nodes[a].ID, To: g.Nodes[b].ID, Kind: []EdgeKind{Normal, Normal, Exception, Main}[c.below(4)], Arrow: []Arrow{ArrowTo, ArrowTo, ArrowTo, ArrowBoth, ArrowNone}[c.below(5)]}
		if c.below(2) == 0 {
			e.Answer = phrase(4)
		}
		g.Edges = append(g.Edges, e)
	}
	return g
}

func TestLayoutOfRandomCharts(t *testing.T) {
	for seed := range 60 {
		nodes := 1 + seed%37
		checkDrawings(t, fmt.Sprintf("seed %d", seed), randomGraph(seed, nodes, nodes*(seed%5+2)/3))
		if t.Failed() {
			return
		}
	}
}

// bands is a chart of all ages: five lanes of eleven steps, with loops and shared outcomes.
func bands() *Graph {
	var b strings.Builder
	b.WriteString("flowchart TD\naccTitle: All ages\naccDescr: Every band\ns([Child is looked after]) --> age{How old is the child?}\n")
	for i, band := range []string{"Under 2", "2 to 4", "5 to 9", "10 to 15", "16 and over"} {
		fmt.Fprintf(&b, "subgraph b%d [%s]\n", i, band)
		fmt.Fprintf(&b, "a%[1]d{Is the child safe to remain in the current placement?} -->|Yes| c%[1]d[Complete the child's permanence report]\na%[1]d -->|No| d%[1]d[Convene a permanence planning meeting with the family]\n", i)
		fmt.Fprintf(&b, "c%[1]d --> t%[1]d>Within 10 working days]\nt%[1]d --> q%[1]d{Does the child want to stay where they are?}\nd%[1]d --> q%[1]d\n", i)
		fmt.Fprintf(&b, "q%[1]d -->|Yes| r%[1]d[Refer to the family group conference service]\nq%[1]d -->|No| u%[1]d[Arrange life story work and later-life letter]\nu%[1]d -.->|Plan changes| a%[1]d\n", i)
		fmt.Fprintf(&b, "r%[1]d --> v%[1]d[Ask legal services for advice about the application]\nu%[1]d --> w%[1]d[Agree the family time plan]\nend\nage -->|%[2]s| a%[1]d\n", i, band)
		fmt.Fprintf(&b, "v%[1]d --> x%[1]d([Outcome %[1]d])\nw%[1]d --> y%[1]d[Record management oversight]\ny%[1]d --> z[Share the plan]\n", i)
	}
	b.WriteString("z --> last([Reviewed every six months])\n")
	g, found := Parse(b.String(), fence)
	if g == nil {
		panic(fmt.Sprint(found))
	}
	return g
}

func TestLayoutOfAllAges(t *testing.T) {
	g := bands()
	if n := len(g.Nodes); n < 55 || n > 65 {
		t.Fatalf("%d steps", n)
	}
	checkDrawings(t, "all ages", g)
	best := time.Hour
	for range 5 {
		began := time.Now()
		Layout(g, Wide).Inline(g, Picture{ID: "x", TitleID: "x-title"})
		best = min(best, time.Since(began))
	}
	t.Logf("%d steps in %v", len(g.Nodes), best)
	if best > 60*time.Millisecond*slack {
		t.Errorf("a chart of %d steps takes %v", len(g.Nodes), best)
	}
}

// slack is for machines that do other work at the same time.
const slack = 4

// The largest charts that the parser lets through are drawn in good time.
func TestLayoutDoesNotHang(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time, for most of a minute on a machine that does other work")
	}
	for _, c := range []struct{ nodes, edges int }{{MaxNodes, MaxNodes * 3 / 2}, {MaxNodes, MaxEdges}} {
		g := randomGraph(7, c.nodes, c.edges)
		for name, plan := range map[string]Plan{"wide": Wide, "narrow": Narrow} {
			if name == "narrow" && c.edges == MaxEdges {
				continue // as long again, and no different
			}
			began := time.Now()
			d := Layout(g, plan)
			took := time.Since(began)
			t.Logf("%d steps, %d links, %s: %v, %d strokes", c.nodes, c.edges, name, took, len(d.Lines))
			if took > 5*time.Second*slack {
				t.Errorf("%d steps and %d links take %v", c.nodes, c.edges, took)
			}
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text string
		most float64
		want []string
	}{
		{"", 100, []string{""}},
		{"Yes", 100, []string{"Yes"}},
		{"one two three four", 1000, []string{"one two three four"}},
		// Greedy would leave "four" alone; the lines are evened out.
		{"one two three four", textWidth("one two three", 15, false) + 0.1, []string{"one two", "three four"}},
		{"one\ntwo", 1000, []string{"one", "two"}},
		{"pre-proceedings", textWidth("pre-proceedi", 15, false), []string{"pre-", "proceedings"}},
		{"Limit: 14 months", textWidth("Limit: 14 mo", 15, false), []string{"Limit:", "14 months"}},
		{"iiiiii", textWidth("iii", 15, false) + 0.1, []string{"iii", "iii"}},
	} {
		if got := wrap(c.text, c.most, 15, false); !slices.Equal(got, c.want) {
			t.Errorf("wrap(%q, %.0f) = %q, want %q", c.text, c.most, got, c.want)
		}
	}
}

// Widths from Arial's table: i is 455, space 569, W 1933 of 2048 units; bold i is 569.
func TestTextWidth(t *testing.T) {
	for _, c := range []struct {
		text string
		bold bool
		want float64
	}{
		{"", false, 0},
		{"i", false, 455},
		{"i", true, 569},
		{"W i", false, 1933 + 569 + 455},
		{"–", false, 1139},
		{"漢", false, 2048},
	} {
		want := c.want / 2048 * 10 * allowance
		if got := textWidth(c.text, 10, c.bold); math.Abs(got-want) > 1e-9 {
			t.Errorf("textWidth(%q, bold %v) = %v, want %v", c.text, c.bold, got, want)
		}
	}
}

func TestNetwork(t *testing.T) {
	// a before b and c, both before d, a long way from a to d that is dear: b and c stand anywhere between.
	w := &network{n: 4}
	w.arc(0, 1, 1, 1)
	w.arc(1, 3, 1, 5)
	w.arc(0, 2, 1, 5)
	w.arc(2, 3, 1, 1)
	w.arc(0, 3, 4, 1)
	if got := w.solve(100); !slices.Equal(got[:4], []int{0, 3, 1, 4}) {
		t.Errorf("positions are %v, want [0 3 1 4]", got)
	}
	// Parts that nothing joins.
	w = &network{n: 3}
	w.arc(0, 1, 2, 1)
	got := w.solve(100)
	if got[1]-got[0] != 2 {
		t.Errorf("positions are %v", got)
	}
}

func TestPicture(t *testing.T) {
	g, found := Parse("flowchart TD\naccTitle: A & b\naccDescr: D\ns([Start & go]) --> q{Stay where they are?}\nq -->|Yes| o([Home])\nq -.->|No| s\nclick o \"home.md\"\n", fence)
	if g == nil {
		t.Fatal(found)
	}
	p := Picture{ID: "c", TitleID: "c-t", Title: g.Title, Class: "k", Href: func(n *Node) string {
		if n.Link != nil {
			return "home.html"
		}
		return ""
	}}
	inline := string(Layout(g, Wide).Inline(g, p))
	for _, want := range []string{`role="group" aria-labelledby="c-t"`, `<title id="c-t">A &amp; b</title>`, `<g aria-hidden="true">`,
		`<a class="wm-fd-link" href="home.html"><rect class="wm-fd-outcome"`, `Start &amp; go</tspan>`, `class="wm-fd-exception"`} {
		if !strings.Contains(inline, want) {
			t.Errorf("the picture lacks %s:\n%s", want, inline)
		}
	}
	if i, j := strings.Index(inline, ">1 </text>"), strings.Index(inline, ">3 </text>"); i < 0 || j < i {
		t.Errorf("steps do not stand in their order")
	}
}

// A chart of about 60 steps from its source to the picture, wide and narrow, as a page shows it; and laid out for paper.
func BenchmarkChartOf60Steps(b *testing.B) {
	g := bands()
	for _, plan := range []struct {
		name string
		of   Plan
	}{{"wide", Wide}, {"narrow", Narrow}} {
		b.Run(plan.name, func(b *testing.B) {
			for b.Loop() {
				Fit(g, plan.of).Inline(g, Picture{ID: "x", TitleID: "x-title"})
			}
		})
	}
	b.Run("sheet", func(b *testing.B) {
		for b.Loop() {
			FitSheet(g, nil, Sheet{W: 642, H: 880, Text: 10})
		}
	})
}

// The project's own charts, read and drawn in every form. The figure is for all of them together.
func BenchmarkOurCharts(b *testing.B) {
	charts := ownCharts(b)
	for b.Loop() {
		for _, g := range charts {
			Lint(g)
			for _, plan := range []Plan{Wide, Narrow} {
				Fit(g, plan).Inline(g, Picture{ID: "x", TitleID: "x-title"})
			}
			FitSheet(g, nil, Sheet{W: 642, H: 880, Text: 10})
		}
	}
}
