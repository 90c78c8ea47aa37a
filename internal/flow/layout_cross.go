package flow

import (
	"cmp"
	"slices"
)

// crossings counts the links that cross between rows, with walls as links, and the rows that links spend in lanes
// of neither of their steps.
func (l *layout) crossings() int {
	sum := 0
	var around []int
	for r := range l.rows {
		sum += l.crossingsBelow(r)
		around = around[:0]
		for _, c := range l.rows[r].cells {
			i := c[0]
			switch it := &l.items[i]; it.kind {
			case aWallLeft:
				around = append(around, it.of)
			case aWallRight:
				around = around[:len(around)-1]
			case aPass, aLabel:
				sum += l.strange(it.of, around)
			}
		}
	}
	return sum
}

// strange counts the lanes around a place that a link has no business in.
func (l *layout) strange(k int, around []int) (n int) {
	e := &l.wires[k]
	for _, lane := range around {
		a, b := l.boxes[e.top].lane, l.boxes[e.end].lane
		if (a < 0 || !l.lanes[a].inside[lane]) && (b < 0 || !l.lanes[b].inside[lane]) {
			n++
		}
	}
	return n
}

func (l *layout) crossingsBelow(r int) int {
	type pair struct{ a, b int }
	var pairs []pair
	wide := 0
	for _, c := range l.rows[r].cells {
		for _, i := range c {
			for _, k := range l.items[i].down {
				b := l.items[l.segs[k].lower].pos
				pairs = append(pairs, pair{l.items[i].pos, b})
				wide = max(wide, b)
			}
		}
	}
	slices.SortFunc(pairs, func(p, q pair) int { return cmp.Or(p.a-q.a, p.b-q.b) })
	// How many before reach further right: a tree of sums over places (Barth, Juenger and Mutzel 2002).
	tree := make([]int, wide+2)
	sum := 0
	for n, p := range pairs {
		atMost := 0
		for i := p.b + 1; i > 0; i -= i & -i {
			atMost += tree[i]
		}
		sum += n - atMost
		for i := p.b + 1; i < len(tree); i += i & -i {
			tree[i]++
		}
	}
	return sum
}

// exchangeNeighbours swaps cells beside each other as long as that saves crossings.
func (l *layout) exchangeNeighbours() {
	for range 6 {
		better := false
		for r := range l.rows {
			cells := l.rows[r].cells
			for c := 0; c+1 < len(cells); c++ {
				if !l.mayExchange(cells[c], cells[c+1]) {
					continue
				}
				if l.crossed(cells[c], cells[c+1]) > l.crossed(cells[c+1], cells[c]) {
					cells[c], cells[c+1] = cells[c+1], cells[c]
					l.place(r)
					better = true
				}
			}
		}
		if !better {
			return
		}
	}
}

func (l *layout) mayExchange(a, b []int) bool {
	free := func(c []int) bool {
		k := l.items[c[0]].kind
		return k == aPass || k == aLabel
	}
	switch {
	case l.items[a[0]].kind == aTitle || l.items[b[0]].kind == aTitle:
		return false
	case l.isWall(a[0]):
		return free(b)
	case l.isWall(b[0]):
		return free(a)
	}
	return true
}

// crossed counts the crossings between the links of two cells when a stands left of b.
func (l *layout) crossed(a, b []int) int {
	sum := 0
	for _, i := range a {
		for _, j := range b {
			for _, k := range l.items[i].up {
				for _, m := range l.items[j].up {
					if l.items[l.segs[k].upper].pos > l.items[l.segs[m].upper].pos {
						sum++
					}
				}
			}
			for _, k := range l.items[i].down {
				for _, m := range l.items[j].down {
					if l.items[l.segs[k].lower].pos > l.items[l.segs[m].lower].pos {
						sum++
					}
				}
			}
		}
	}
	return sum
}
