package flow

import "slices"

// rank puts every step into a row below all that lead to it, so that links are short together.
func (l *layout) rank() {
	n := len(l.boxes)
	w := &network{n: n}
	for k, e := range l.wires {
		if e.self {
			continue
		}
		weight := 2
		if l.g.Edges[k].Kind == Exception || e.back {
			weight = 1
		}
		w.arc(e.top, e.end, 1, weight)
	}
	// The steps that a chart begins with stand at its top; a note that hangs on a step may stand anywhere.
	ways := newWays(l.g)
	root := w.n
	w.n++
	for i := range n {
		if !ways.marker[i] {
			w.arc(root, i, 1, 0)
		}
	}
	if l.steps[0].Node != "" {
		for i, node := range l.g.Nodes {
			if node.ID == l.steps[0].Node {
				w.arc(root, i, 1, 4*len(l.wires)+1)
			}
		}
	}
	pos := w.solve(pivotLimit(len(w.arcs)))
	least := slices.Min(pos[:n])
	for i := range n {
		l.boxes[i].rank = pos[i] - least
	}
	if l.plan.Abreast > 0 {
		l.thin(l.plan.Abreast)
	}
	for i := range l.boxes {
		b := &l.boxes[i]
		l.ranks = max(l.ranks, b.rank+1)
		for at := b.lane; at >= 0; at = l.lanes[at].parent {
			l.lanes[at].first, l.lanes[at].last = min(l.lanes[at].first, b.rank), max(l.lanes[at].last, b.rank)
		}
	}
}

// pivotLimit bounds the work on charts that are far larger than anyone can read.
func pivotLimit(arcs int) int {
	if arcs > 4000 {
		return 4_000_000 / arcs
	}
	return 20 * arcs
}

// thin moves steps down until no row of a lane has more than most boxes: outcomes first, for nothing follows them,
// then the steps that the outline has later. Steps without a lane count as those of one more.
func (l *layout) thin(most int) {
	n := len(l.boxes)
	out := make([][]int, n)
	for _, e := range l.wires {
		if !e.self {
			out[e.top] = append(out[e.top], e.end)
		}
	}
	tallest := 0
	for i := range n {
		tallest = max(tallest, l.boxes[i].rank)
	}
	var push func(i, rank int)
	push = func(i, rank int) {
		if l.boxes[i].rank >= rank {
			return
		}
		l.boxes[i].rank = rank
		tallest = max(tallest, rank)
		for _, to := range out[i] {
			push(to, rank+1)
		}
	}
	for r := 0; r <= tallest; r++ {
		for lane := -1; lane < len(l.lanes); lane++ {
			var row []int
			for i := range n {
				if l.boxes[i].rank == r && l.boxes[i].lane == lane {
					row = append(row, i)
				}
			}
			if len(row) <= most {
				continue
			}
			slices.SortStableFunc(row, func(a, b int) int {
				if (len(out[a]) == 0) != (len(out[b]) == 0) {
					if len(out[a]) == 0 {
						return 1
					}
					return -1
				}
				return l.number[a] - l.number[b]
			})
			for _, i := range row[most:] {
				push(i, r+1)
			}
		}
	}
}
