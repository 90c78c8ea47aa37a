package flow

import (
	"math"
	"slices"
)

// trace turns what has been placed into the drawing.
func (l *layout) trace() {
	d := &Drawing{Size: textSize}
	for _, s := range l.steps {
		i := l.nodeOf(s.Number)
		b := &l.boxes[i]
		x, y := float64(l.items[b.item].x), l.middle(b.item)
		d.Boxes = append(d.Boxes, Box{Node: i, Number: s.Number, Kind: s.Kind, Lines: b.lines,
			X: x - float64(b.w)/2, Y: y - float64(b.h)/2, W: float64(b.w), H: float64(b.h)})
	}
	for depth := range len(l.lanes) {
		for i := range l.lanes {
			if l.lanes[i].depth == depth && l.lanes[i].last >= 0 {
				d.Frames = append(d.Frames, l.frame(i))
			}
		}
	}
	ports := l.sidePorts()
	loops := map[int]float64{}
	for k := range l.wires {
		e := &l.wires[k]
		arrow := l.g.Edges[k].Arrow
		line := Line{Edge: k, Kind: l.g.Edges[k].Kind, Back: e.back || e.self, Head: arrow != ArrowNone, Tail: arrow == ArrowBoth}
		if e.self {
			line.Pieces = [][]Point{l.traceLoop(d, k, loops)}
		} else {
			line.Pieces = l.traceWire(d, k, ports)
		}
		d.Lines = append(d.Lines, line)
	}
	l.shift(d)
	l.drawing = d
}

func (l *layout) middle(i int) float64 {
	r := &l.rows[l.items[i].row]
	return float64(r.top) + float64(r.h)/2
}

func (l *layout) frame(i int) Frame {
	la := &l.lanes[i]
	f := Frame{Lane: i, Depth: la.depth, Title: la.title, X: float64(la.wall[0]), W: float64(la.wall[1] - la.wall[0])}
	for k := range l.items {
		it := &l.items[k]
		if it.of != i || it.kind != aTitle && it.kind != aWallLeft {
			continue
		}
		r := &l.rows[it.row]
		if it.kind == aTitle {
			f.Y = float64(r.top - frameAbove)
			f.TitleX, f.TitleY = float64(it.x-it.l), float64(r.top)
			f.TitleW, f.TitleH = float64(la.tw), float64(la.th)
		} else if r.kind == boxRow && r.rank == la.last {
			within := 0 // lanes around this one that end at the same row
			for p := la.parent; p >= 0; p = l.lanes[p].parent {
				if l.lanes[p].last == la.last {
					within++
				}
			}
			f.H = float64(r.top+r.h+lanePad*(r.ends-within)) - f.Y
		}
	}
	return f
}

// sidePorts gives the height, from the middle of its box, of every end at a side. From the top: links that go up,
// the nearest first, then links that go down, the nearest last; so none crosses another of the same box.
func (l *layout) sidePorts() map[int]float64 {
	ports := map[int]float64{}
	for r := range l.rows {
		for _, cell := range l.rows[r].cells {
			if len(cell) < 2 {
				continue
			}
			box := slices.IndexFunc(cell, func(i int) bool { return l.items[i].kind == aBox })
			for s := range 2 {
				var up, down []int
				for n := 1; ; n++ {
					at := box + n
					if s == 1 {
						at = box - n
					}
					if at < 0 || at >= len(cell) {
						break
					}
					if i := cell[at]; len(l.items[i].up) > 0 {
						up = append(up, i)
					} else {
						down = slices.Insert(down, 0, i)
					}
				}
				all := append(up, down...)
				gap := math.Min(12, (float64(l.boxes[l.items[cell[box]].of].h)-12)/float64(max(1, len(all)-1)))
				for n, i := range all {
					ports[i] = (float64(n) - float64(len(all)-1)/2) * gap
				}
			}
		}
	}
	return ports
}

// traceWire follows a link from its upper to its lower box, and turns it round when it leads back.
func (l *layout) traceWire(d *Drawing, k int, ports map[int]float64) (pieces [][]Point) {
	e := &l.wires[k]
	var points []Point
	side := func(n int) (atBox, turn Point) {
		i := e.chain[0]
		node := e.top
		if n == 1 {
			i, node = e.chain[len(e.chain)-1], e.end
		}
		b := &l.boxes[node]
		dy := ports[i]
		onLeft := e.side[n] == left
		reach := float64(b.w)/2 - inset(l.g.Nodes[node].Kind, onLeft, float64(b.h), dy)
		if onLeft {
			reach = -reach
		}
		y := l.middle(b.item) + dy
		return Point{float64(l.items[b.item].x) + reach, y}, Point{float64(l.items[i].x), y}
	}
	if e.back {
		a, b := side(0)
		points = append(points, a, b)
	}
	for n := 1; n < len(e.chain); n++ {
		upper, lower := e.chain[n-1], e.chain[n]
		s := l.segs[l.segBetween(k, upper, lower)]
		xa, xb := float64(l.items[upper].x+s.from), float64(l.items[lower].x+s.to)
		r := l.items[upper].row
		if n == 1 && !e.back {
			b := &l.boxes[e.top]
			points = append(points, Point{xa, l.middle(b.item) + float64(b.h)/2})
		}
		if xa != xb {
			y := l.trackY(r, k)
			points = append(points, Point{xa, y}, Point{xb, y})
		}
		if l.items[lower].kind == aLabel {
			y, half := l.middle(lower), float64(e.lh)/2
			points = append(points, Point{xb, y - half - 1})
			pieces = append(pieces, tidy(points))
			points = []Point{{xb, y + half + 1}}
			d.Labels = append(d.Labels, Label{Edge: k, X: xb - float64(e.lw)/2, Y: y - half, W: float64(e.lw), H: float64(e.lh), Lines: e.label})
		}
		if n == len(e.chain)-1 {
			if e.back {
				a, b := side(1)
				points = append(points, b, a)
			} else {
				b := &l.boxes[e.end]
				points = append(points, Point{xb, l.middle(b.item) - float64(b.h)/2})
			}
		}
	}
	pieces = append(pieces, tidy(points))
	if e.back {
		slices.Reverse(pieces)
		for _, p := range pieces {
			slices.Reverse(p)
		}
	}
	return pieces
}

func (l *layout) segBetween(edge, upper, lower int) int {
	for _, k := range l.items[upper].down {
		if l.segs[k].edge == edge && l.segs[k].lower == lower {
			return k
		}
	}
	panic("flow: a link is broken between two rows")
}

// tidy leaves out points that lie on the straight way.
func tidy(points []Point) []Point {
	out := points[:0:0]
	for _, p := range points {
		if n := len(out); n > 0 && out[n-1] == p {
			continue
		}
		if n := len(out); n > 1 && (out[n-1].X == p.X && out[n-2].X == p.X || out[n-1].Y == p.Y && out[n-2].Y == p.Y) {
			out[n-1] = p
			continue
		}
		out = append(out, p)
	}
	return out
}

// traceLoop draws a link from a box to itself at its right.
func (l *layout) traceLoop(d *Drawing, k int, used map[int]float64) []Point {
	e := &l.wires[k]
	b := &l.boxes[e.top]
	band := float64(max(24, e.lh+8))
	x, y := float64(l.items[b.item].x), l.middle(b.item)-float64(b.h)/2+used[e.top]+band/2
	used[e.top] += band
	at := func(y float64) float64 {
		return x + float64(b.w)/2 - inset(l.g.Nodes[e.top].Kind, false, float64(b.h), y-l.middle(b.item))
	}
	out := x + float64(b.w)/2 + 18
	if e.label != nil {
		d.Labels = append(d.Labels, Label{Edge: k, X: out + 4, Y: y - float64(e.lh)/2, W: float64(e.lw), H: float64(e.lh), Lines: e.label})
	}
	return []Point{{at(y + 6), y + 6}, {out, y + 6}, {out, y - 6}, {at(y - 6), y - 6}}
}

// shift moves everything so that the drawing begins at the margin, and measures it.
func (l *layout) shift(d *Drawing) {
	low, high, bottom := math.Inf(1), math.Inf(-1), 0.0
	reach := func(x, y, w, h float64) {
		low, high, bottom = math.Min(low, x), math.Max(high, x+w), math.Max(bottom, y+h)
	}
	for _, b := range d.Boxes {
		reach(b.X, b.Y, b.W, b.H)
	}
	for _, f := range d.Frames {
		reach(f.X, f.Y, f.W, f.H)
	}
	for _, x := range d.Labels {
		reach(x.X, x.Y, x.W, x.H)
	}
	for _, line := range d.Lines {
		for _, p := range line.Pieces {
			for _, q := range p {
				reach(q.X, q.Y, 0, 0)
			}
		}
	}
	by := margin - low
	for i := range d.Boxes {
		d.Boxes[i].X += by
	}
	for i := range d.Frames {
		d.Frames[i].X += by
		d.Frames[i].TitleX += by
	}
	for i := range d.Labels {
		d.Labels[i].X += by
	}
	for _, line := range d.Lines {
		for _, p := range line.Pieces {
			for i := range p {
				p[i].X += by
			}
		}
	}
	d.W, d.H = high-low+2*margin, bottom+margin
}
