package flow

import (
	"math"
)

// Drawing is a flowchart with a place for everything, in pixels from the top left corner. It says what is where,
// not what it looks like.
type Drawing struct {
	W, H   float64
	Boxes  []Box   // in the order of the outline
	Lines  []Line  // in source order
	Labels []Label // of the answers, in source order
	Frames []Frame // of the lanes, outer before inner
	Size   float64 // of the text in boxes
}

// Box is one step.
type Box struct {
	Node       int // index in Graph.Nodes
	Number     int // of the step in the outline
	Kind       Kind
	X, Y, W, H float64
	Lines      []string
}

// Line is one link. Where its answer stands the line is broken, so it has one piece or more.
type Line struct {
	Edge       int // index in Graph.Edges
	Kind       EdgeKind
	Pieces     [][]Point // in the direction of the link, each with two points or more
	Tail, Head bool      // arrowheads at the first and at the last point
	Back       bool      // leads up the page
}

// Point is a place.
type Point struct{ X, Y float64 }

// Label is an answer beside a line's middle, or rather in its gap.
type Label struct {
	Edge       int
	X, Y, W, H float64
	Lines      []string
}

// Frame is the box around a lane, with its title in the top left corner.
type Frame struct {
	Lane           int // index in Graph.Lanes
	Depth          int // 0: not in another lane
	X, Y, W, H     float64
	Title          []string
	TitleX, TitleY float64 // top left of the title's text
	TitleW, TitleH float64
}

// What the drawing is made of, in pixels.
const (
	textSize   = 15.0
	lineHeight = 19.0
	labelSize  = 13.0
	labelLine  = 17.0
	titleLine  = 17.0
	numberSize = 11.0
	margin     = 8
	lanePad    = 14 // between a lane's frame and what is in it
	trackGap   = 11 // between parallel lines
	portGap    = 20 // between lines at one side of a box
	headLength = 8  // of an arrow
)

// Layout places a chart. Charts run from the top of the page to its end whatever their direction: a page is
// read that way, and a chart that runs to the right is as wide as it has steps. The same chart and plan give the
// same drawing to the last digit.
func Layout(g *Graph, plan Plan) *Drawing {
	if len(g.Nodes) == 0 {
		return &Drawing{Size: textSize}
	}
	l := &layout{g: g, plan: plan, steps: Outline(g)}
	for _, phase := range [...]func(){
		l.readEdges,    // which links lead back up the page
		l.measure,      // text to lines, lines to boxes
		l.rank,         // which row each box stands in, by network simplex
		l.makeRows,     // rows of titles, boxes and answers; long links get a place in every row they pass
		l.order,        // from left to right, by the mean place of neighbours; sides of links that lead back
		l.spreadPorts,  // where the other links leave and enter
		l.placeAcross,  // x by network simplex; the walls of lanes are constraints
		l.flatten,      // staircases of links
		l.straighten,   // small bends that moving a port can spare
		l.untwist,      // links that change places exactly
		l.chooseTracks, // heights of what runs across between two rows
		l.placeDown,    // y by adding up
		l.trace,        // links to lines
	} {
		phase()
	}
	return l.drawing
}

// layout is the work on one drawing.
type layout struct {
	g     *Graph
	plan  Plan
	steps []Step

	number []int // of the step, by node
	boxes  []box
	wires  []wire
	lanes  []column
	rows   []row
	items  []item
	segs   []seg

	ranks   int
	drawing *Drawing
}

// box is a step on its way to a place.
type box struct {
	lines []string
	w, h  int
	lane  int // innermost lane drawn, -1 for none
	rank  int
	item  int
	loops bool // has links to itself, which stand at its right
	// How far the top and bottom are flat, from the middle.
	flat int
}

// wire is an edge on its way to a line.
type wire struct {
	top, end int // nodes: the upper one and the lower one
	back     bool
	self     bool
	label    []string
	lw, lh   int
	chain    []int // items from top to end
	side     [2]side
}

// side is where a link that leads back meets its upper and its lower box.
type side int

const (
	right side = iota
	left
)

type column struct {
	parent, depth int
	first, last   int // ranks; first > last when nothing is in it
	title         []string
	tw, th        int
	wall          [2]int // numbers of the walls, left and right
	inside        []bool // lanes that this one is inside of, and itself
}

func (l *layout) words(s string) string {
	if l.plan.Words != nil {
		s = l.plan.Words(s)
	}
	return s
}

// readEdges follows the outline: what it calls a way back is drawn as one.
func (l *layout) readEdges() {
	at := map[string]int{}
	for i, n := range l.g.Nodes {
		at[n.ID] = i
	}
	l.number = make([]int, len(l.g.Nodes))
	for _, s := range l.steps {
		l.number[at[s.Node]] = s.Number
	}
	out := make([][]int, len(l.g.Nodes))
	l.wires = make([]wire, len(l.g.Edges))
	for k, e := range l.g.Edges {
		l.wires[k] = wire{top: at[e.From], end: at[e.To], self: e.From == e.To}
		out[at[e.From]] = append(out[at[e.From]], k)
	}
	// Depth first in the order of the outline; a link to a step still open closes a circle.
	const open, done = 1, 2
	state := make([]int, len(l.g.Nodes))
	var visit func(i int)
	visit = func(i int) { // at most MaxNodes deep
		state[i] = open
		for _, k := range out[i] {
			e := &l.wires[k]
			switch to := e.end; {
			case e.self:
			case state[to] == open:
				e.top, e.end, e.back = to, i, true
			case state[to] == 0:
				visit(to)
			}
		}
		state[i] = done
	}
	for _, s := range l.steps {
		if i := at[s.Node]; state[i] == 0 {
			visit(i)
		}
	}
}

// measure wraps every text and sizes its box.
func (l *layout) measure() {
	ports := make([][2]int, len(l.g.Nodes)) // links at the top and at the bottom
	sides, loops := make([]int, len(l.g.Nodes)), make([]float64, len(l.g.Nodes))
	for _, e := range l.wires {
		switch {
		case e.self:
		case e.back:
			sides[e.top]++
			sides[e.end]++
		default:
			ports[e.top][1]++
			ports[e.end][0]++
		}
	}
	for k := range l.wires {
		e := &l.wires[k]
		if answer := l.words(l.g.Edges[k].Answer); answer != "" {
			e.label = wrap(answer, l.plan.Answer, labelSize, true)
			e.lw, e.lh = even(widest(e.label, labelSize, true)+4), int(float64(len(e.label))*labelLine)
		}
		if e.self {
			loops[e.top] += float64(max(24, e.lh+8))
		}
	}
	l.boxes = make([]box, len(l.g.Nodes))
	for i, n := range l.g.Nodes {
		text := l.words(n.Text)
		most := l.plan.Text
		lines := wrap(text, most, textSize, false)
		w := widest(lines, textSize, false)
		if len(lines) > 4 && l.plan.Lanes { // rather wide than tall
			lines = wrap(text, most*1.2, textSize, false)
			w = widest(lines, textSize, false)
		}
		h := float64(len(lines))*lineHeight + 18
		if l.plan.Dense {
			h -= 8
		}
		h = max(h, float64(sides[i])*12+12, loops[i])
		w += 2 * l.padding(n.Kind)
		flat := 2*corner(n.Kind, float64(even(h))) + 8
		need := float64(max(ports[i][0], ports[i][1])-1)*14 + flat
		w = max(w, need, 72)
		b := box{lines: lines, w: even(w), h: even(h), lane: -1, loops: loops[i] > 0}
		b.flat = int((float64(b.w) - flat) / 2)
		l.boxes[i] = b
	}
	l.lanes = make([]column, len(l.g.Lanes))
	at := map[string]int{"": -1}
	for i, s := range l.g.Lanes {
		at[s.ID] = i
		la := &l.lanes[i]
		la.parent = at[s.Parent]
		la.first, la.last = math.MaxInt, -1
		la.inside = make([]bool, len(l.g.Lanes))
		if la.parent >= 0 {
			copy(la.inside, l.lanes[la.parent].inside)
			la.depth = l.lanes[la.parent].depth + 1
		}
		la.inside[i] = true
		la.title = wrap(l.words(s.Title), max(l.plan.Title, 60), labelSize, true)
		la.tw, la.th = even(widest(la.title, labelSize, true)), int(float64(len(la.title))*titleLine)
	}
	if l.plan.Lanes {
		for i, n := range l.g.Nodes {
			l.boxes[i].lane = at[n.Lane]
		}
	}
}

// padding is the room at either side of a text, which on the left holds the number of the step.
func (l *layout) padding(k Kind) float64 {
	p := 20.0
	switch {
	case k == Question || k == Timescale:
		p += 7
	case k == Outcome || k == Start:
		p += 3
	}
	return p
}

// corner is how much of its top edge a shape loses at each end.
func corner(k Kind, h float64) float64 {
	switch k {
	case Question:
		return 16
	case Start, Outcome:
		return pillRadius(h)
	}
	return 4
}

func pillRadius(h float64) float64 { return math.Min(h/2, 26) }

// inset is how far a shape's outline lies inside its box at a height dy from the middle. Lines end on the outline.
func inset(k Kind, onLeft bool, h, dy float64) float64 {
	dy = math.Abs(dy)
	switch k {
	case Question:
		return 16 * dy / (h / 2)
	case Start, Outcome:
		r := pillRadius(h)
		if in := dy - (h/2 - r); in > 0 {
			return r - math.Sqrt(math.Max(0, r*r-in*in))
		}
	case Timescale:
		if onLeft {
			return 10 * (1 - dy/(h/2))
		}
	}
	return 0
}

func even(w float64) int { return 2 * int(math.Ceil(w/2)) }
