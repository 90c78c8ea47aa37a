package flow

import (
	"slices"
)

// slot is a place in a row where an item may be put: before cell, or in it before its n-th item.
type slot struct {
	cell, within int
	flat         int // number of items before it
	strange      int // lanes around it that the link has no business in
}

// reinsert takes a link out of all the rows that it passes and puts it back where it crosses least, the best way
// through all rows at once by dynamic programming. A link that leads back changes sides by it.
func (l *layout) reinsert(k int) {
	e := &l.wires[k]
	first, last := 1, len(e.chain)-2
	if e.back {
		first, last = 0, len(e.chain)-1
	}
	if e.self || first > last {
		return
	}
	slots := make([][]slot, len(e.chain))
	for n := first; n <= last; n++ {
		l.takeOut(e.chain[n])
		node := e.top
		if n == len(e.chain)-1 {
			node = e.end
		}
		slots[n] = l.slotsFor(e.chain[n], node)
	}

	const crossing = 1000
	cost := make([][]int, len(e.chain))
	from := make([][]int, len(e.chain))
	for n := first; n <= last; n++ {
		cost[n], from[n] = make([]int, len(slots[n])), make([]int, len(slots[n]))
	}
	// left and right bounds of what stands left and right of the link in a row
	bounds := func(n, s int) (lo, hi int) {
		if slots[n] == nil {
			at := l.items[e.chain[n]].pos
			return at, at + 1
		}
		return slots[n][s].flat, slots[n][s].flat
	}
	for n := 1; n < len(e.chain); n++ {
		grid, wideA, wideB := l.grid(l.items[e.chain[n-1]].row)
		count := func(a, b int) int { return grid[a*(wideB+1)+b] }
		for t := range max(1, len(slots[n])) {
			lo2, hi2 := bounds(n, t)
			best, least := 0, -1
			for s := range max(1, len(slots[n-1])) {
				lo1, hi1 := bounds(n-1, s)
				c := crossing * (count(lo1, wideB) - count(lo1, hi2) + count(wideA, lo2) - count(hi1, lo2))
				aside := 100*lo1/(wideA+1) - 100*lo2/(wideB+1)
				c += max(aside, -aside)
				if slots[n-1] != nil {
					c += cost[n-1][s]
				}
				if least < 0 || c < least {
					best, least = s, c
				}
			}
			if slots[n] != nil {
				cost[n][t], from[n][t] = least+crossing*slots[n][t].strange, best
			} else if slots[n-1] != nil { // the lower box
				l.putBack(e.chain, slots, from, n-1, best)
			}
		}
	}
	if e.back {
		n := len(e.chain) - 1
		best := 0
		for t := range cost[n] {
			if cost[n][t] < cost[n][best] {
				best = t
			}
		}
		l.putBack(e.chain, slots, from, n, best)
	}
}

// grid counts the links below row r that begin before a and end before b, for all a and b.
func (l *layout) grid(r int) (grid []int, wideA, wideB int) {
	size := func(r int) (n int) {
		for _, c := range l.rows[r].cells {
			n += len(c)
		}
		return n
	}
	wideA, wideB = size(r), size(r+1)
	grid = make([]int, (wideA+1)*(wideB+1))
	for _, c := range l.rows[r].cells {
		for _, i := range c {
			for _, k := range l.items[i].down {
				if b := l.items[l.segs[k].lower].pos; b >= 0 {
					grid[(l.items[i].pos+1)*(wideB+1)+b+1]++
				}
			}
		}
	}
	for a := 1; a <= wideA; a++ {
		for b := 1; b <= wideB; b++ {
			grid[a*(wideB+1)+b] += grid[(a-1)*(wideB+1)+b] + grid[a*(wideB+1)+b-1] - grid[(a-1)*(wideB+1)+b-1]
		}
	}
	return grid, wideA, wideB
}

func (l *layout) takeOut(i int) {
	row := &l.rows[l.items[i].row]
	c := slices.IndexFunc(row.cells, func(c []int) bool { return slices.Contains(c, i) })
	if len(row.cells[c]) == 1 {
		row.cells = slices.Delete(row.cells, c, c+1)
	} else {
		row.cells[c] = slices.DeleteFunc(row.cells[c], func(x int) bool { return x == i })
	}
	l.place(l.items[i].row)
	l.items[i].pos = -1
}

// slotsFor lists where an item may stand: the end of a link that leads back beside its box, any other anywhere but
// before the title of a lane.
func (l *layout) slotsFor(i, node int) (slots []slot) {
	flat := 0
	var around []int
	box := l.boxes[node].item
	cells := l.rows[l.items[i].row].cells
	for c, cell := range cells {
		switch {
		case l.items[i].kind != aSide:
			if l.items[cell[0]].kind != aTitle {
				slots = append(slots, slot{cell: c, within: -1, flat: flat, strange: l.strange(l.items[i].of, around)})
			}
		case slices.Contains(cell, box):
			for w := len(cell); w >= 0; w-- { // the right side first: it wins when both are alike
				if !l.boxes[node].loops || w <= slices.Index(cell, box) {
					slots = append(slots, slot{cell: c, within: w, flat: flat + w})
				}
			}
		}
		flat += len(cell)
		switch it := &l.items[cell[0]]; it.kind {
		case aWallLeft:
			around = append(around, it.of)
		case aWallRight:
			around = around[:len(around)-1]
		}
	}
	if l.items[i].kind != aSide {
		slots = append(slots, slot{cell: len(cells), within: -1, flat: flat})
	}
	return slots
}

// putBack follows the best way up from slot s of the n-th item.
func (l *layout) putBack(chain []int, slots [][]slot, from [][]int, n, s int) {
	for ; n >= 0 && slots[n] != nil; n-- {
		row := &l.rows[l.items[chain[n]].row]
		at := slots[n][s]
		if at.within < 0 {
			row.cells = slices.Insert(row.cells, at.cell, []int{chain[n]})
		} else {
			row.cells[at.cell] = slices.Insert(row.cells[at.cell], at.within, chain[n])
		}
		l.place(l.items[chain[n]].row)
		s = from[n][s]
	}
}
