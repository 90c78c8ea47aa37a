package disclose

import (
	"slices"
)

// What is proved about the counts of a block: what can still move, and the straight lines of witnesses on which it does.

// settle finds what can still move, after something was hidden or shown: unknown counts that are not the only one of
// an equation, in components; and which of the paths found so far are still open to a reader.
func (b *block) settle() {
	n := len(b.counts)
	left := make([]int32, len(b.eqs))
	free := make([]bool, n)
	for i := range n {
		free[i] = b.unknown(int32(i))
	}
	var todo []int32
	for e, terms := range b.eqs {
		for _, t := range terms {
			if free[t.at] {
				left[e]++
			}
		}
		if left[e] == 1 {
			todo = append(todo, int32(e))
		}
	}
	for len(todo) > 0 {
		e := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, t := range b.eqs[e] {
			if !free[t.at] {
				continue
			}
			free[t.at] = false
			for _, other := range b.of[t.at] {
				left[other]--
				if left[other] == 1 {
					todo = append(todo, other)
				}
			}
		}
	}
	b.part = make([]int32, n)
	for i := range b.part {
		b.part[i] = -1
	}
	b.parts = b.parts[:0:0]
	for i := range n {
		if !free[i] || b.part[i] >= 0 {
			continue
		}
		id := int32(len(b.parts))
		members := []int32{int32(i)}
		b.part[i] = id
		for k := 0; k < len(members); k++ {
			for _, e := range b.of[members[k]] {
				for _, t := range b.eqs[e] {
					if free[t.at] && b.part[t.at] < 0 {
						b.part[t.at] = id
						members = append(members, t.at)
					}
				}
			}
		}
		slices.Sort(members)
		b.parts = append(b.parts, members)
	}
	b.walkers = map[int32]*walker{}
	b.live = make([][]int32, len(b.parts))
	b.least, b.most = make([]int64, n), make([]int64, n)
	for i := range n {
		b.least[i], b.most[i] = int64(b.counts[i].value), int64(b.counts[i].value)
	}
	for k := range b.paths {
		if p := &b.paths[k]; b.open(p) {
			b.learn(p)
			id := b.part[p.vars[0]]
			b.live[id] = append(b.live[id], int32(k))
		}
	}
}

// open says that all figures on a path agree with what is shown now.
func (b *block) open(p *path) bool {
	for k, v := range p.vars {
		if b.part[v] < 0 {
			return false
		}
		lo, hi := b.bounds(v)
		start := int64(b.counts[v].value) + p.from[k]
		end := start + p.units*p.change[k]
		if min(start, end) < lo || max(start, end) > hi {
			return false
		}
	}
	return true
}

// learn widens what is proved. True if it did.
func (b *block) learn(p *path) bool {
	more := false
	for k, v := range p.vars {
		d := p.change[k]
		if d == 0 {
			continue
		}
		start := int64(b.counts[v].value) + p.from[k]
		for _, end := range [2]int64{start + d*p.units, start + d} {
			inside := start >= b.least[v] && start <= b.most[v]
			if !(inside && (d == 1 || d == -1)) && (end < b.least[v]-1 || end > b.most[v]+1) {
				continue
			}
			if end < b.least[v] {
				b.least[v], more = end, true
			}
			if end > b.most[v] {
				b.most[v], more = end, true
			}
		}
	}
	return more
}

// walker of a component.
func (b *block) walker(id int32) *walker {
	if w := b.walkers[id]; w != nil {
		return w
	}
	w := b.build(b.parts[id])
	b.walkers[id] = w
	return w
}

func (b *block) build(members []int32) *walker {
	n := len(members)
	truth, lo, hi := make([]int64, n), make([]int64, n), make([]int64, n)
	for k, v := range members {
		b.stamp[v] = int32(k) + 1
		truth[k] = int64(b.counts[v].value)
		lo[k], hi[k] = b.bounds(v)
	}
	b.eqMark++
	var eqs [][]term
	for _, v := range members {
		for _, e := range b.of[v] {
			if b.eqStamp[e] == b.eqMark {
				continue
			}
			b.eqStamp[e] = b.eqMark
			terms := make([]term, 0, len(b.eqs[e]))
			for _, t := range b.eqs[e] {
				if k := b.stamp[t.at]; k > 0 {
					terms = append(terms, term{k - 1, t.sign})
				}
			}
			eqs = append(eqs, terms)
		}
	}
	for _, v := range members {
		b.stamp[v] = 0
	}
	b.stats.Components++
	b.stats.Largest = max(b.stats.Largest, n)
	return newWalker(members, truth, lo, hi, eqs)
}

// width is how many values are proved for a count, next to each other.
func (b *block) width(i int32) int { return int(b.most[i] - b.least[i] + 1) }

// walk tries to prove the values a count needs.
func (b *block) walk(i int32, need int) {
	if b.part[i] < 0 {
		return
	}
	w := b.walker(b.part[i])
	f := w.find(i)
	for _, dir := range [2]int64{1, -1} {
		if b.width(i) >= need {
			return
		}
		b.stats.Walks++
		w.reset()
		w.push(f, dir, int64(need-1), func(change []term, units int64) { b.found(w, change, units) })
		if b.width(i) >= need {
			return
		}
		w.reset()
	}
}

// keep stores a step as a path.
func (b *block) keep(w *walker, change []term, units int64) {
	p := path{units: units}
	for _, t := range change {
		w.turn[t.at] = t.sign
	}
	for k := range w.vars {
		end, c := w.x[k]-w.truth[k], w.turn[k]
		if end == 0 && c == 0 {
			continue
		}
		w.turn[k] = 0
		p.vars = append(p.vars, w.vars[k])
		p.from = append(p.from, end-c*units)
		p.change = append(p.change, c)
	}
	b.paths = append(b.paths, p)
}

// found stores a step of a walk among what is hidden now, where it counts at once.
func (b *block) found(w *walker, change []term, units int64) *path {
	b.keep(w, change, units)
	k := len(b.paths) - 1
	p := &b.paths[k]
	b.learn(p)
	id := b.part[p.vars[0]]
	b.live[id] = append(b.live[id], int32(k))
	return p
}

// audit finds every count that has too few values.
func (b *block) audit() []weak {
	var out []weak
	for _, i := range b.asks {
		need := b.counts[i].need
		if b.width(i) < need {
			b.walk(i, need)
		}
		if b.width(i) < need {
			out = append(out, weak{count: i, need: need})
		}
	}
	return out
}
