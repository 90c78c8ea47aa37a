package flow

import "math"

// flatten takes steps out of links that go aside little by little. A staircase is as long as one bend, so the simplex
// does not mind it, and a reader does. Every stretch of a link that stands upright between two bends to the same side is
// moved onto the stretch before or after it, where there is room in all its rows. Nothing gets longer by it, and each
// move leaves a bend less, so it ends.
func (l *layout) flatten() {
	beside := l.besides()
	room := [2]int{math.MaxInt, math.MinInt} // the drawing gets no wider by it
	for i := range l.items {
		room[0], room[1] = min(room[0], l.items[i].x-l.items[i].l), max(room[1], l.items[i].x+l.items[i].r)
	}
	for again := true; again; {
		again = false
		for k := range l.wires {
			for l.flattenWire(k, beside, room) {
				again = true
			}
		}
	}
}

// besides are the items left and right of every item in its row; -1 where there is none.
func (l *layout) besides() [][2]int {
	beside := make([][2]int, len(l.items))
	for r := range l.rows {
		before := -1
		for _, cell := range l.rows[r].cells {
			for _, i := range cell {
				beside[i] = [2]int{before, -1}
				if before >= 0 {
					beside[before][1] = i
				}
				before = i
			}
		}
	}
	return beside
}

// flattenWire makes one move in a link, if there is one.
func (l *layout) flattenWire(k int, beside [][2]int, room [2]int) bool {
	e := &l.wires[k]
	if e.self || len(e.chain) < 3 {
		return false
	}
	// Only what is free moves: the items between two boxes, or all of a link that leads back.
	first, last := 1, len(e.chain)-2
	if e.back {
		first, last = 0, len(e.chain)-1
	}
	x := func(n int) int { return l.items[e.chain[n]].x }
	// What lies before the first and behind the last: the port of a box, or the side of one.
	end := func(n int) int {
		if e.back {
			node := e.top
			if n > 0 {
				node = e.end
			}
			return l.items[l.boxes[node].item].x
		}
		if n == 0 {
			return x(0) + l.segs[l.segBetween(k, e.chain[0], e.chain[1])].from
		}
		return x(n) + l.segs[l.segBetween(k, e.chain[n-1], e.chain[n])].to
	}
	for from := first; from <= last; {
		to := from
		for to < last && x(to+1) == x(from) {
			to++
		}
		before, after := end(0), end(len(e.chain)-1)
		if from > first {
			before = x(from - 1)
		}
		if to < last {
			after = x(to + 1)
		}
		at := x(from)
		if before < at && at < after || after < at && at < before {
			// The side of a box is no stretch to move onto: the link has to leave it.
			if (!e.back || to < last) && l.moves(e.chain[from:to+1], after, beside, room) || (!e.back || from > first) && l.moves(e.chain[from:to+1], before, beside, room) {
				return true
			}
		}
		from = to + 1
	}
	return false
}

// moves puts items of several rows at x, if all of them find room there between those beside them.
func (l *layout) moves(items []int, x int, beside [][2]int, room [2]int) bool {
	for _, i := range items {
		if x-l.items[i].l < room[0] || x+l.items[i].r > room[1] {
			return false
		}
		if b := beside[i][0]; b >= 0 && x < l.items[b].x+l.items[b].r+l.apart(b, i)+l.items[i].l {
			return false
		}
		if b := beside[i][1]; b >= 0 && l.items[b].x < x+l.items[i].r+l.apart(i, b)+l.items[b].l {
			return false
		}
	}
	for _, i := range items {
		l.items[i].x = x
	}
	return true
}
