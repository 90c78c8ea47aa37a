package flow

import "math"

// network finds whole numbers pos[v] that keep pos[to] - pos[from] >= least for every arc and make the sum of
// weight * (pos[to] - pos[from]) as small as possible: the network simplex of Gansner, Koutsofios, North and Vo,
// "A technique for drawing directed graphs", IEEE Transactions on Software Engineering 19 (1993). Ranks and
// horizontal places are both such a problem. The arcs must not form a cycle.
//
// A tree of tight arcs spans the graph; an arc of the tree whose cut value is negative is exchanged for the tightest
// one that joins the two halves the other way. Every tree is a legal answer, so the work may stop at any pivot.
type network struct {
	n    int
	arcs []arc

	pos       []int
	in, out   [][]int // arcs by vertex
	tree      []bool  // by arc
	cut       []int   // by arc
	treeArcs  []int
	slot      []int // of a tree arc in treeArcs
	near      [][]int
	parent    []int // arc to the parent, -1 at the root
	low, lim  []int
	byLim     []int // vertex by lim
	searchPos int
}

type arc struct{ from, to, least, weight int }

// arc adds a constraint.
func (w *network) arc(from, to, least, weight int) {
	w.arcs = append(w.arcs, arc{from, to, least, weight})
}

// solve returns the positions, the smallest being 0. It pivots at most pivots times.
func (w *network) solve(pivots int) []int {
	w.connect()
	w.in, w.out = make([][]int, w.n), make([][]int, w.n)
	for k, a := range w.arcs {
		w.out[a.from] = append(w.out[a.from], k)
		w.in[a.to] = append(w.in[a.to], k)
	}
	w.feasible()
	if pivots > 0 && w.n > 1 {
		w.span()
		w.number(0, -1, 0)
		w.cutValues()
		for range pivots {
			leave := w.leaving()
			if leave < 0 {
				break
			}
			w.exchange(leave, w.entering(leave))
		}
	}
	least := math.MaxInt
	for _, x := range w.pos {
		least = min(least, x)
	}
	for v := range w.pos {
		w.pos[v] -= least
	}
	return w.pos
}

// connect joins parts that no arc joins, so that one tree can span all.
func (w *network) connect() {
	group := make([]int, w.n)
	for v := range group {
		group[v] = v
	}
	find := func(v int) int {
		for group[v] != v {
			group[v] = group[group[v]]
			v = group[v]
		}
		return v
	}
	for _, a := range w.arcs {
		group[find(a.from)] = find(a.to)
	}
	root := -1
	for v := range group {
		if find(v) != v {
			continue
		}
		if root >= 0 {
			// From a vertex without arcs in either part: a new vertex before both.
			w.n++
			w.pos = append(w.pos, 0)
			w.arc(w.n-1, root, 0, 0)
			w.arc(w.n-1, v, 0, 0)
			root = w.n - 1
		} else {
			root = v
		}
	}
}

// feasible sets every vertex as early as its arcs allow, in topological order.
func (w *network) feasible() {
	w.pos = make([]int, w.n)
	waits := make([]int, w.n)
	for _, a := range w.arcs {
		waits[a.to]++
	}
	var ready []int
	for v := range w.n {
		if waits[v] == 0 {
			ready = append(ready, v)
		}
	}
	done := 0
	for ; done < len(ready); done++ {
		v := ready[done]
		for _, k := range w.out[v] {
			a := w.arcs[k]
			w.pos[a.to] = max(w.pos[a.to], w.pos[v]+a.least)
			if waits[a.to]--; waits[a.to] == 0 {
				ready = append(ready, a.to)
			}
		}
	}
	if done < w.n {
		panic("flow: the constraints of the layout go round in a circle")
	}
	// A vertex without arcs that lead to it comes as late as it can, next to what follows it.
	for i := len(ready) - 1; i >= 0; i-- {
		v := ready[i]
		if len(w.in[v]) > 0 || len(w.out[v]) == 0 {
			continue
		}
		late := math.MaxInt
		for _, k := range w.out[v] {
			late = min(late, w.pos[w.arcs[k].to]-w.arcs[k].least)
		}
		w.pos[v] = late
	}
}

func (w *network) slack(k int) int {
	a := w.arcs[k]
	return w.pos[a.to] - w.pos[a.from] - a.least
}

// span grows tight trees and joins the smallest one to its nearest neighbour until one is left.
func (w *network) span() {
	w.tree = make([]bool, len(w.arcs))
	w.slot = make([]int, len(w.arcs))
	w.near = make([][]int, w.n)
	group := make([]int, w.n)
	members := make([][]int, w.n)
	for v := range group {
		group[v], members[v] = v, []int{v}
	}
	join := func(k int) {
		a := w.arcs[k]
		from, to := group[a.from], group[a.to]
		if len(members[from]) < len(members[to]) {
			from, to = to, from
		}
		for _, v := range members[to] {
			group[v] = from
		}
		members[from] = append(members[from], members[to]...)
		members[to] = nil
		w.tree[k] = true
		w.slot[k] = len(w.treeArcs)
		w.treeArcs = append(w.treeArcs, k)
		w.near[a.from] = append(w.near[a.from], k)
		w.near[a.to] = append(w.near[a.to], k)
	}
	for k := range w.arcs {
		if w.slack(k) == 0 && group[w.arcs[k].from] != group[w.arcs[k].to] {
			join(k)
		}
	}
	// Parts wait in a queue; each in turn is moved until it touches its nearest neighbour.
	for queue := 0; len(w.treeArcs) < w.n-1; queue = (queue + 1) % w.n {
		if len(members[queue]) == 0 || 2*len(members[queue]) > w.n {
			continue
		}
		best, least := -1, math.MaxInt
		for _, v := range members[queue] {
			for _, arcs := range [2][]int{w.in[v], w.out[v]} {
				for _, k := range arcs {
					if group[w.arcs[k].from] != group[w.arcs[k].to] {
						if s := w.slack(k); s < least {
							best, least = k, s
						}
					}
				}
			}
		}
		if group[w.arcs[best].to] == queue {
			least = -least
		}
		for _, v := range members[queue] {
			w.pos[v] += least
		}
		join(best)
	}
}

// number gives the vertices of the tree under v their numbers in postorder; low is the smallest below each.
func (w *network) number(v, parent, next int) {
	if w.low == nil {
		w.low, w.lim, w.parent, w.byLim = make([]int, w.n), make([]int, w.n), make([]int, w.n), make([]int, w.n)
	}
	type frame struct{ v, next int }
	w.parent[v], w.low[v] = parent, next
	stack := []frame{{v, 0}}
	for len(stack) > 0 {
		f := &stack[len(stack)-1]
		if f.next < len(w.near[f.v]) {
			k := w.near[f.v][f.next]
			f.next++
			if k == w.parent[f.v] {
				continue
			}
			u := w.other(k, f.v)
			w.parent[u], w.low[u] = k, next
			stack = append(stack, frame{u, 0})
			continue
		}
		w.lim[f.v] = next
		w.byLim[next] = f.v
		next++
		stack = stack[:len(stack)-1]
	}
}

func (w *network) other(k, v int) int {
	if w.arcs[k].from == v {
		return w.arcs[k].to
	}
	return w.arcs[k].from
}

// below says whether u is in the subtree of v.
func (w *network) below(u, v int) bool { return w.low[v] <= w.lim[u] && w.lim[u] <= w.lim[v] }

// cutValues works from the leaves up: the cut value of an arc is the weight of what crosses from its tail's half to
// its head's, less what crosses the other way.
func (w *network) cutValues() {
	w.cut = make([]int, len(w.arcs))
	for _, v := range w.byLim {
		p := w.parent[v]
		if p < 0 {
			continue
		}
		sum := 0 // of what leaves the half of v, less what enters it
		for _, k := range w.out[v] {
			if k == p {
				sum += w.arcs[k].weight
			} else if w.tree[k] {
				sum += w.arcs[k].weight - w.cut[k] // v's own, and what the child's half sends
			} else {
				sum += w.arcs[k].weight
			}
		}
		for _, k := range w.in[v] {
			if k == p {
				sum -= w.arcs[k].weight
			} else if w.tree[k] {
				sum += w.cut[k] - w.arcs[k].weight
			} else {
				sum -= w.arcs[k].weight
			}
		}
		if w.arcs[p].from == v {
			w.cut[p] = sum
		} else {
			w.cut[p] = -sum
		}
	}
}

// leaving looks on from where it stopped for a tree arc with a negative cut value, and takes the most negative of
// a few.
func (w *network) leaving() int {
	best, seen := -1, 0
	for range w.treeArcs {
		k := w.treeArcs[w.searchPos]
		w.searchPos = (w.searchPos + 1) % len(w.treeArcs)
		if w.cut[k] < 0 {
			if best < 0 || w.cut[k] < w.cut[best] {
				best = k
			}
			if seen++; seen >= 30 {
				break
			}
		}
	}
	return best
}

// entering finds the tightest arc that leads from the half of the leaving arc's head to that of its tail.
func (w *network) entering(leave int) int {
	a := w.arcs[leave]
	v, outward := a.to, true // the lower end, and which way its half must be left
	if w.lim[a.from] < w.lim[a.to] {
		v, outward = a.from, false
	}
	best, least := -1, math.MaxInt
	for i := w.low[v]; i <= w.lim[v]; i++ {
		u := w.byLim[i]
		arcs := w.in[u]
		if outward {
			arcs = w.out[u]
		}
		for _, k := range arcs {
			if w.tree[k] || w.below(w.other(k, u), v) {
				continue
			}
			if s := w.slack(k); s < least {
				best, least = k, s
			}
		}
		if least == 0 {
			break
		}
	}
	return best
}

func (w *network) exchange(leave, enter int) {
	a, f := w.arcs[leave], w.arcs[enter]
	if move := w.slack(enter); move > 0 {
		v, by := a.to, move
		if w.lim[a.from] < w.lim[a.to] {
			v, by = a.from, -move
		}
		for i := w.low[v]; i <= w.lim[v]; i++ {
			w.pos[w.byLim[i]] += by
		}
	}
	cut := w.cut[leave]
	top := w.climb(f.from, f.to, cut, true)
	w.climb(f.to, f.from, cut, false)
	w.cut[enter], w.cut[leave] = -cut, 0

	w.tree[leave], w.tree[enter] = false, true
	w.slot[enter] = w.slot[leave]
	w.treeArcs[w.slot[enter]] = enter
	w.unlink(a.from, leave)
	w.unlink(a.to, leave)
	w.near[f.from] = append(w.near[f.from], enter)
	w.near[f.to] = append(w.near[f.to], enter)
	w.number(top, w.parent[top], w.low[top])
}

// climb adds the leaving arc's cut value along the path from v to where it meets that from u.
func (w *network) climb(v, u, cut int, forward bool) int {
	for !w.below(u, v) {
		k := w.parent[v]
		if (w.arcs[k].from == v) == forward {
			w.cut[k] += cut
		} else {
			w.cut[k] -= cut
		}
		v = w.other(k, v)
	}
	return v
}

func (w *network) unlink(v, k int) {
	near := w.near[v]
	for i := range near {
		if near[i] == k {
			w.near[v] = append(near[:i], near[i+1:]...)
			return
		}
	}
}
