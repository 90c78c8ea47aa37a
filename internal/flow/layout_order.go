package flow

import (
	"cmp"
	"slices"
)

// order decides what stands left of what in every row: first as the outline and the order of the lanes have it,
// then by sweeps down and up, in which every item goes to the mean place of its neighbours (Sugiyama, Tagawa and
// Toda 1981), by exchanges of neighbours, and by taking out one link after the other and putting it back where it
// crosses least. The best of all orders seen is kept.
//
// Walls stay in the order in which the lanes were written, so a row is a list of gaps between walls. A box may
// stand only in the gap that is directly within its lane; a link may pass anywhere.
func (l *layout) order() {
	l.firstKeys()
	for r := range l.rows {
		l.arrange(r, true)
	}
	large := len(l.segs) > 3000
	rounds, sweeps := 3, 8
	if large {
		rounds, sweeps = 1, 2
	}
	best, kept := l.crossings(), l.keep()
	note := func() {
		if n := l.crossings(); n < best {
			best, kept = n, l.keep()
		}
	}
	for range rounds {
		for s := range sweeps {
			down := s%2 == 0
			for i := range l.rows {
				r := i
				if !down {
					r = len(l.rows) - 1 - i
				}
				l.meanKeys(r, down)
				l.arrange(r, false)
			}
			if !large {
				l.exchangeNeighbours()
			}
			note()
		}
		l.restore(kept)
		kept = l.keep() // what is restored is worked on
		for range 2 {
			if large {
				break
			}
			for k := range l.wires {
				l.reinsert(k)
			}
			l.exchangeNeighbours()
			note()
		}
	}
	l.restore(kept)
	l.readSides()
}

// firstKeys places everything by lane and step.
func (l *layout) firstKeys() {
	const lane = 1000.0
	column := make([]float64, len(l.lanes))
	for i := range l.lanes {
		column[i] = float64(i + 1)
	}
	boxColumn := make([]float64, len(l.boxes))
	for _, s := range l.steps {
		i := l.nodeOf(s.Number)
		b := &l.boxes[i]
		if b.lane >= 0 {
			boxColumn[i] = column[b.lane]
			continue
		}
		for k := range l.wires { // beside what leads to it
			if e := &l.wires[k]; e.end == i && !e.self && l.number[e.top] < s.Number {
				boxColumn[i] = boxColumn[e.top]
				break
			}
		}
	}
	for i := range l.items {
		it := &l.items[i]
		switch it.kind {
		case aBox:
			it.key = boxColumn[it.of]*lane + float64(l.number[it.of])
		case aTitle, aWallLeft:
			it.key = column[it.of] * lane
		case aWallRight:
			last := it.of
			for d := range l.lanes {
				if l.lanes[d].inside[it.of] {
					last = max(last, d)
				}
			}
			it.key = column[last]*lane + lane - 1
		}
	}
	for k := range l.wires {
		e := &l.wires[k]
		for n, i := range e.chain {
			if l.items[i].kind == aBox {
				continue
			}
			a, b := l.items[l.boxes[e.top].item].key, l.items[l.boxes[e.end].item].key
			t := float64(n) / float64(len(e.chain))
			if e.back {
				a, b = a+0.5, b+0.5
			} else {
				b += 0.2 // after the box that stands there in its own right
			}
			l.items[i].key = a + (b-a)*t
		}
	}
}

// arrange sorts a row by the keys of its items. With first it makes the cells.
func (l *layout) arrange(r int, first bool) {
	row := &l.rows[r]
	var cells [][]int
	var walls []int
	if first {
		row.cells = nil
		for i := range l.items {
			switch it := &l.items[i]; {
			case it.row != r || it.kind == aSide:
			case it.kind == aWallLeft || it.kind == aWallRight:
				walls = append(walls, i)
			default:
				cells = append(cells, []int{i})
			}
		}
		walls = l.wallOrder(walls)
		for k := range l.wires {
			e := &l.wires[k]
			if !e.back {
				continue
			}
			for n, end := range [2]int{e.chain[0], e.chain[len(e.chain)-1]} {
				if l.items[end].row != r {
					continue
				}
				node := e.top
				if n == 1 {
					node = e.end
				}
				for c := range cells {
					if slices.Contains(cells[c], l.boxes[node].item) {
						if l.boxes[node].loops {
							cells[c] = slices.Insert(cells[c], 0, end)
						} else {
							cells[c] = append(cells[c], end)
						}
					}
				}
			}
		}
	} else {
		for _, c := range row.cells {
			if l.isWall(c[0]) {
				walls = append(walls, c[0])
			} else {
				cells = append(cells, c)
			}
		}
	}

	// The walls keep their order: keys that would turn it round become equal to the one before.
	high := 0.0
	for n, i := range walls {
		if n > 0 {
			l.items[i].key = max(l.items[i].key, high)
		}
		high = l.items[i].key
	}
	gap := make([][][]int, len(walls)+1)
	slices.SortStableFunc(cells, func(a, b []int) int { return cmp.Compare(l.cellKey(a), l.cellKey(b)) })
	for _, c := range cells {
		main := l.mainOf(c)
		g := l.gapFor(main, l.cellKey(c), walls)
		gap[g] = append(gap[g], c)
	}
	row.cells = row.cells[:0]
	for g := range gap {
		for pass := range 2 { // titles first
			for _, c := range gap[g] {
				if (l.items[c[0]].kind == aTitle) == (pass == 0) {
					row.cells = append(row.cells, c)
				}
			}
		}
		if g < len(walls) {
			row.cells = append(row.cells, []int{walls[g]})
		}
	}
	l.place(r)
}

// wallOrder sorts the walls of a row as brackets: lanes side by side in source order, inner ones within outer ones.
func (l *layout) wallOrder(walls []int) (sorted []int) {
	find := func(kind itemKind, lane int) int {
		for _, i := range walls {
			if l.items[i].kind == kind && l.items[i].of == lane {
				return i
			}
		}
		return -1
	}
	var visit func(parent int)
	visit = func(parent int) {
		for i := range l.lanes {
			if l.lanes[i].parent != parent {
				continue
			}
			a, b := find(aWallLeft, i), find(aWallRight, i)
			if a >= 0 {
				sorted = append(sorted, a)
			}
			visit(i)
			if b >= 0 {
				sorted = append(sorted, b)
			}
		}
	}
	visit(-1)
	return sorted
}

func (l *layout) isWall(i int) bool {
	return l.items[i].kind == aWallLeft || l.items[i].kind == aWallRight
}

// mainOf is the box of a cell, or its only item.
func (l *layout) mainOf(cell []int) int {
	for _, i := range cell {
		if l.items[i].kind != aSide {
			return i
		}
	}
	return cell[0]
}

func (l *layout) cellKey(cell []int) float64 { return l.items[l.mainOf(cell)].key }

// gapFor finds the gap between walls where an item with this key belongs: gap g is left of wall g.
func (l *layout) gapFor(i int, key float64, walls []int) int {
	lane := -2 // anywhere
	switch it := &l.items[i]; it.kind {
	case aBox:
		lane = l.boxes[it.of].lane
	case aTitle:
		lane = it.of
	}
	inside, best := -1, -1
	bestOff := 0.0
	for g := 0; g <= len(walls); g++ {
		if lane == -2 || inside == lane {
			off := 0.0
			if g > 0 {
				off = max(off, l.items[walls[g-1]].key-key)
			}
			if g < len(walls) {
				off = max(off, key-l.items[walls[g]].key)
			}
			if l.items[i].kind == aTitle {
				off = float64(g)
			}
			if best < 0 || off < bestOff {
				best, bestOff = g, off
			}
		}
		if g < len(walls) {
			if w := &l.items[walls[g]]; w.kind == aWallLeft {
				inside = w.of
			} else {
				inside = l.lanes[w.of].parent
			}
		}
	}
	if best < 0 {
		panic("flow: a box has no place in its lane")
	}
	return best
}

// place numbers the items of a row.
func (l *layout) place(r int) {
	n := 0
	for _, c := range l.rows[r].cells {
		for _, i := range c {
			l.items[i].pos = n
			n++
		}
	}
}

// meanKeys gives the items of a row the mean place of their neighbours in the row above, or below; what has none
// keeps its place between those beside it.
func (l *layout) meanKeys(r int, above bool) {
	cells := l.rows[r].cells
	known := make([]bool, len(cells))
	for c, cell := range cells {
		sum, n := 0.0, 0
		for _, i := range cell {
			segs := l.items[i].down
			if above {
				segs = l.items[i].up
			}
			for _, k := range segs {
				other := l.segs[k].lower
				if above {
					other = l.segs[k].upper
				}
				sum += float64(l.items[other].pos)
				n++
			}
		}
		if n > 0 {
			known[c] = true
			l.items[l.mainOf(cell)].key = sum / float64(n)
		}
	}
	for c := range cells {
		if known[c] {
			continue
		}
		before, after := c-1, c+1
		for before >= 0 && !known[before] {
			before--
		}
		for after < len(cells) && !known[after] {
			after++
		}
		key := 0.0
		switch {
		case before >= 0 && after < len(cells):
			a, b := l.cellKey(cells[before]), l.cellKey(cells[after])
			key = a + (b-a)*float64(c-before)/float64(after-before)
		case before >= 0:
			key = l.cellKey(cells[before]) + 0.01*float64(c-before)
		case after < len(cells):
			key = l.cellKey(cells[after]) - 0.01*float64(after-c)
		}
		l.items[l.mainOf(cells[c])].key = key
	}
}

func (l *layout) keep() [][][]int {
	kept := make([][][]int, len(l.rows))
	for r := range l.rows {
		for _, c := range l.rows[r].cells {
			kept[r] = append(kept[r], slices.Clone(c))
		}
	}
	return kept
}

func (l *layout) restore(kept [][][]int) {
	for r := range l.rows {
		l.rows[r].cells = kept[r]
		l.place(r)
	}
}

// readSides notes at which side of its box every end came to stand.
func (l *layout) readSides() {
	for k := range l.wires {
		e := &l.wires[k]
		if !e.back {
			continue
		}
		for n, i := range [2]int{e.chain[0], e.chain[len(e.chain)-1]} {
			node := [2]int{e.top, e.end}[n]
			if l.items[i].pos < l.items[l.boxes[node].item].pos {
				e.side[n] = left
			}
		}
	}
}
