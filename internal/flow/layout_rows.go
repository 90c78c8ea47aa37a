package flow

// row is a band across the drawing. A rank of boxes is one row; the titles of lanes that begin there stand in rows
// above it, the answers of links that begin or arrive there in one below.
type row struct {
	kind   rowKind
	rank   int
	cells  [][]int // items from left to right; a box and the links at its sides are one cell
	top, h int
	begins int // deepest nesting of lanes that begin here, plus one; 0: none
	ends   int // lanes within lanes that end here
	// Of the channel below:
	jogs   []jog
	tracks int
}

type rowKind int

const (
	titleRow rowKind = iota
	boxRow
	labelRow
)

// item is anything that has a place in a row.
type item struct {
	kind itemKind
	of   int // node, edge or lane
	row  int
	l, r int // how far it reaches from its x
	x    int
	key  float64
	pos  int   // place in the row, counted over all cells
	up   []int // segs to the row above and below
	down []int
}

type itemKind int

const (
	aBox   itemKind = iota
	aPass           // a link passes through the row
	aSide           // a link that leads back turns up beside its box
	aLabel          // an answer, with its link through it
	aTitle
	aWallLeft
	aWallRight
)

// seg joins items of two rows that follow each other; a wall of a lane is such a chain too.
type seg struct {
	edge         int // -1: a wall
	upper, lower int
	from, to     int // places of the ports, from the middle of the item
}

func (l *layout) addItem(kind itemKind, of, row, left, right int) int {
	l.items = append(l.items, item{kind: kind, of: of, row: row, l: left, r: right})
	return len(l.items) - 1
}

func (l *layout) join(edge, upper, lower int) {
	k := len(l.segs)
	l.segs = append(l.segs, seg{edge: edge, upper: upper, lower: lower})
	l.items[upper].down = append(l.items[upper].down, k)
	l.items[lower].up = append(l.items[lower].up, k)
}

// makeRows lists the rows from top to bottom and puts every box, label, title and passing link into its row.
func (l *layout) makeRows() {
	hasLabels := make([]bool, l.ranks+1)
	labelRank := func(e *wire) int { // the row of labels below this rank
		if e.back {
			return l.boxes[e.end].rank - 1 // next to where it begins
		}
		return l.boxes[e.top].rank
	}
	for k := range l.wires {
		if e := &l.wires[k]; e.label != nil && !e.self {
			hasLabels[labelRank(e)] = true
		}
	}
	boxAt, labelAt := make([]int, l.ranks), make([]int, l.ranks)
	titleAt := make([]int, len(l.lanes))
	for r := range l.ranks {
		for depth := range len(l.lanes) {
			any := false
			for i := range l.lanes {
				if la := &l.lanes[i]; la.first == r && la.depth == depth && la.last >= 0 {
					titleAt[i], any = len(l.rows), true
				}
			}
			if any {
				l.rows = append(l.rows, row{kind: titleRow, rank: r, begins: depth + 1})
			}
		}
		boxAt[r] = len(l.rows)
		l.rows = append(l.rows, row{kind: boxRow, rank: r})
		if hasLabels[r] {
			labelAt[r] = len(l.rows)
			l.rows = append(l.rows, row{kind: labelRow, rank: r})
		}
	}

	for _, s := range l.steps {
		i := l.nodeOf(s.Number)
		b := &l.boxes[i]
		b.item = l.addItem(aBox, i, boxAt[b.rank], b.w/2, b.w/2)
	}
	for i := range l.lanes {
		la := &l.lanes[i]
		if la.last < 0 {
			continue
		}
		from, to := titleAt[i], boxAt[la.last]
		nested := 0
		for d := i; d >= 0; d = l.lanes[d].parent {
			if l.lanes[d].last == la.last {
				nested++
			}
		}
		l.rows[to].ends = max(l.rows[to].ends, nested)
		l.addItem(aTitle, i, from, la.tw/2, la.tw/2)
		before := [2]int{-1, -1}
		for r := from; r <= to; r++ {
			for s, kind := range [2]itemKind{aWallLeft, aWallRight} {
				wall := l.addItem(kind, i, r, 0, 0)
				if before[s] >= 0 {
					l.join(-1, before[s], wall)
				}
				before[s] = wall
			}
		}
	}
	for k := range l.wires {
		e := &l.wires[k]
		if e.self {
			l.loop(k)
			continue
		}
		from, to := boxAt[l.boxes[e.top].rank], boxAt[l.boxes[e.end].rank]
		label := -1
		if e.label != nil {
			label = labelAt[labelRank(e)]
		}
		add := func(kind itemKind, r, half int) {
			i := l.addItem(kind, k, r, half, half)
			if len(e.chain) > 0 {
				l.join(k, e.chain[len(e.chain)-1], i)
			}
			e.chain = append(e.chain, i)
		}
		if e.back {
			add(aSide, from, 0)
		} else {
			e.chain = append(e.chain, l.boxes[e.top].item)
		}
		for r := from + 1; r < to; r++ {
			if r == label {
				add(aLabel, r, e.lw/2)
			} else {
				add(aPass, r, 0)
			}
		}
		if e.back {
			add(aSide, to, 0)
		} else {
			l.join(k, e.chain[len(e.chain)-1], l.boxes[e.end].item)
			e.chain = append(e.chain, l.boxes[e.end].item)
		}
	}
}

// loop makes room at the right of a box for a link to itself.
func (l *layout) loop(k int) {
	e := &l.wires[k]
	l.items[l.boxes[e.top].item].r += 24 + e.lw
}

func (l *layout) nodeOf(number int) int {
	for i, n := range l.number {
		if n == number {
			return i
		}
	}
	panic("flow: the outline has a step that the chart has not")
}
