package flow

import (
	"cmp"
	"slices"
)

// spreadPorts gives the links at the top and bottom of every box their places, in the order of what they lead to,
// so that links of one box do not cross each other.
func (l *layout) spreadPorts() {
	for i := range l.boxes {
		b := &l.boxes[i]
		it := &l.items[b.item]
		slices.SortStableFunc(it.down, func(a, c int) int {
			return cmp.Or(l.items[l.segs[a].lower].pos-l.items[l.segs[c].lower].pos, l.segs[a].edge-l.segs[c].edge)
		})
		slices.SortStableFunc(it.up, func(a, c int) int {
			return cmp.Or(l.items[l.segs[a].upper].pos-l.items[l.segs[c].upper].pos, l.segs[a].edge-l.segs[c].edge)
		})
		gap := portGap
		if l.g.Nodes[i].Kind == Question {
			gap = 2 * portGap
		}
		for n, k := range it.down {
			l.segs[k].from = spread(n, len(it.down), gap, b.flat)
		}
		for n, k := range it.up {
			l.segs[k].to = spread(n, len(it.up), portGap, b.flat)
		}
	}
}

// spread is the place of the n-th of several around the middle, gap apart when there is room.
func spread(n, of, gap, half int) int {
	if of < 2 {
		return 0
	}
	gap = min(gap, 2*half/(of-1))
	return n*gap - gap*(of-1)/2
}

// apart is the least distance between two items that stand beside each other.
func (l *layout) apart(i, j int) int {
	a, b := &l.items[i], &l.items[j]
	if a.kind > b.kind {
		a, b = b, a
	}
	switch {
	case a.kind == aBox && b.kind == aBox:
		return 28
	case a.kind == aBox && b.kind == aSide:
		return 22
	case a.kind == aBox && (b.kind == aWallLeft || b.kind == aWallRight), a.kind == aTitle, b.kind == aTitle:
		return lanePad
	case a.kind == aBox:
		return 18
	case a.kind == aWallLeft && b.kind == aWallRight, a.kind == aWallRight && b.kind == aWallRight, a.kind == aWallLeft && b.kind == aWallLeft:
		return lanePad
	}
	return 13
}

// placeAcross finds x for every item. Items of a row keep their order and distance; both walls of a lane are one
// unknown for all the rows that it passes, so a lane is a rectangle by construction.
func (l *layout) placeAcross() {
	w := &network{n: len(l.items)}
	id := make([]int, len(l.items)) // of the unknown
	walls := make([][2]int, len(l.lanes))
	for i := range walls {
		walls[i] = [2]int{-1, -1}
	}
	for i := range l.items {
		id[i] = i
		if it := &l.items[i]; l.isWall(i) {
			s := int(it.kind - aWallLeft)
			if walls[it.of][s] < 0 {
				walls[it.of][s] = i
			}
			id[i] = walls[it.of][s]
		}
	}
	// The edges of the whole drawing: how dear its width is depends on the plan.
	low, high := w.n, w.n+1
	w.n += 2
	w.n++ // a vertex that is as far from the left edge as the right one is, and at least as the plan allows
	w.arc(low, high+1, l.plan.Width-2*margin, l.plan.Tight)
	w.arc(high, high+1, 0, 0)
	for r := range l.rows {
		before := -1
		for _, c := range l.rows[r].cells {
			for _, i := range c {
				if before < 0 {
					w.arc(low, id[i], l.items[i].l, 0)
				}
				if before >= 0 && id[before] != id[i] {
					weight := 0
					if l.items[i].kind == aSide || l.items[before].kind == aSide {
						weight = 1
					}
					w.arc(id[before], id[i], l.items[before].r+l.apart(before, i)+l.items[i].l, weight)
				}
				if l.items[i].kind == aTitle {
					w.arc(walls[l.items[i].of][0], i, lanePad+l.items[i].l, 50)
				}
				before = i
			}
		}
		w.arc(id[before], high, l.items[before].r, 0)
	}
	for i := range l.lanes {
		if l.lanes[i].last >= 0 {
			w.arc(walls[i][0], walls[i][1], 2*lanePad+l.lanes[i].tw, 6)
		}
	}
	// A link costs the distance between its ends, more where it only passes: bends there are the least necessary.
	for _, s := range l.segs {
		if s.edge < 0 {
			continue
		}
		a, b := l.items[s.upper].kind, l.items[s.lower].kind
		weight := 8
		switch {
		case a != aBox && b != aBox:
			weight = 16
		case b != aBox: // the bend is best where the link sets out: then its answer stands above the step it leads to
			weight = 4
		}
		if l.g.Edges[s.edge].Kind == Exception {
			weight /= 2
		}
		if l.g.Edges[s.edge].Kind == Main {
			weight *= 2
		}
		w.n++
		w.arc(w.n-1, id[s.upper], -s.from, weight)
		w.arc(w.n-1, id[s.lower], -s.to, weight)
	}
	// The chart begins at the left when it might as well begin elsewhere: there it is seen without scrolling.
	w.arc(low, l.boxes[l.nodeOf(1)].item, 0, 1)
	pos := w.solve(pivotLimit(len(w.arcs)))
	for i := range l.items {
		l.items[i].x = pos[id[i]]
	}
	for i := range l.lanes {
		if l.lanes[i].last >= 0 {
			l.lanes[i].wall = [2]int{pos[walls[i][0]], pos[walls[i][1]]}
		}
	}
}

// straighten moves a port along its box where that takes a small bend out of a link.
func (l *layout) straighten() {
	const most, least = 26, 13
	for i := range l.boxes {
		b := &l.boxes[i]
		it := &l.items[b.item]
		for _, down := range [2]bool{true, false} {
			segs := it.up
			if down {
				segs = it.down
			}
			port := func(k int) *int {
				if down {
					return &l.segs[k].from
				}
				return &l.segs[k].to
			}
			for n, k := range segs {
				s := &l.segs[k]
				bend := l.items[s.lower].x + s.to - l.items[s.upper].x - s.from
				if !down {
					bend = -bend
				}
				to := *port(k) + bend
				if bend == 0 || bend > most || bend < -most || to > b.flat || to < -b.flat ||
					n > 0 && to-*port(segs[n-1]) < least || n+1 < len(segs) && *port(segs[n+1])-to < least {
					continue
				}
				*port(k) = to
			}
		}
	}
}

// untwist moves a port aside where two links change places exactly: each would come down where the other sets out, and
// no order of the two could keep them from lying on each other.
func (l *layout) untwist() {
	byRow := make([][]int, len(l.rows))
	for k, s := range l.segs {
		if s.edge >= 0 {
			r := l.items[s.upper].row
			byRow[r] = append(byRow[r], k)
		}
	}
	for _, segs := range byRow {
		for n, k := range segs {
			for _, m := range segs[:min(n, toolong)] {
				a, b := &l.segs[k], &l.segs[m]
				apart := func() bool {
					return !near(l.items[a.upper].x+a.from, l.items[b.lower].x+b.to) || !near(l.items[b.upper].x+b.from, l.items[a.lower].x+a.to)
				}
				if !apart() {
					_ = l.nudge(a.upper, k, true) || l.nudge(b.upper, m, true) || l.nudge(a.lower, k, false) || l.nudge(b.lower, m, false)
				}
			}
		}
	}
}

// near says whether two lines at these x would be taken for one.
func near(a, b int) bool { return a-b < nearby && b-a < nearby }

// nudge moves the port of a link at the bottom, or at the top, of a box a little to either side, if there is room.
func (l *layout) nudge(i, k int, bottom bool) bool {
	it := &l.items[i]
	if it.kind != aBox {
		return false
	}
	const by, least = nearby + 2, 11
	segs := it.up
	if bottom {
		segs = it.down
	}
	port := func(k int) *int {
		if bottom {
			return &l.segs[k].from
		}
		return &l.segs[k].to
	}
	for _, to := range [2]int{*port(k) - by, *port(k) + by} {
		free := to <= l.boxes[it.of].flat && to >= -l.boxes[it.of].flat
		for _, m := range segs {
			if d := *port(m) - to; m != k && d < least && d > -least {
				free = false
			}
		}
		if free {
			*port(k) = to
			return true
		}
	}
	return false
}

// placeDown adds up the heights of rows and of the channels between them.
func (l *layout) placeDown() {
	for i := range l.items {
		it := &l.items[i]
		h := 0
		switch it.kind {
		case aBox:
			h = l.boxes[it.of].h
		case aLabel:
			h = l.wires[it.of].lh
		case aTitle:
			h = l.lanes[it.of].th
		}
		l.rows[it.row].h = max(l.rows[it.row].h, h)
	}
	y := margin
	if len(l.rows) > 0 && l.rows[0].begins > 0 {
		y += frameAbove
	}
	for r := range l.rows {
		l.rows[r].top = y
		y += l.rows[r].h
		if r+1 < len(l.rows) {
			y += l.channel(r)
		}
	}
}

const (
	frameAbove  = 8  // between a lane's frame and its title
	frameClear  = 8  // between a lane's frame and a line that runs along it
	aboveTracks = 10 // between a row and the first line that runs along it
)

// channel is the height between row r and the next.
func (l *layout) channel(r int) int {
	a, b := &l.rows[r], &l.rows[r+1]
	least, spare := 14, 0
	if l.plan.Dense {
		spare = 5
	}
	switch {
	case b.kind == boxRow && a.kind == boxRow:
		least = 34 - 2*spare
	case b.kind == boxRow:
		least = 20
	}
	least -= spare
	h := l.belowFrames(r)
	if b.begins > 0 {
		h += frameAbove + frameClear
	}
	if a.tracks > 0 {
		last := 9 - spare
		if b.kind == boxRow {
			last += headLength
		}
		least = max(least, aboveTracks+(a.tracks-1)*trackGap+last)
	}
	return h + least
}

// belowFrames is the room that lanes take that end at a row.
func (l *layout) belowFrames(r int) int {
	if l.rows[r].ends == 0 {
		return 0
	}
	return l.rows[r].ends * lanePad
}
