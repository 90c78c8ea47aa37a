package disclose

import (
	"slices"
)

// The child who is alone in a hidden cell, and so knows more than other readers.

// alone lists the children who are alone in a hidden cell, as what each of them knows.
func (b *block) alone() [][]int32 {
	var out [][]int32
	if !b.policy.Singletons {
		return nil
	}
	for i := range b.counts {
		c := &b.counts[i]
		if c.value != 1 || b.part[i] < 0 || !c.shown && c.role != roleRest {
			continue
		}
		knows := []int32{int32(i)}
		switch c.role {
		case roleBase, roleChildren: // the one child knows what they met: parts and rests are 0 or 1, and theirs
			for _, p := range c.parts {
				knows = append(knows, p)
			}
			knows = append(knows, b.restsOf(int32(i), -1)...)
		case rolePart: // where the base is shown, the rest is known with the part, and the other way round
			for _, base := range c.bases {
				if !b.unknown(base) {
					knows = append(knows, b.restsOf(base, int32(i))...)
				}
			}
		case roleRest:
			for _, e := range b.of[i] {
				if t := b.eqs[e]; len(t) == 3 && slices.ContainsFunc(t, func(o term) bool { return b.counts[o.at].shown && !b.unknown(o.at) }) {
					for _, o := range t {
						if b.unknown(o.at) && b.counts[o.at].shown {
							knows = append(knows, o.at)
						}
					}
				}
			}
		}
		slices.Sort(knows)
		knows = slices.Compact(knows)
		out = append(out, knows)
	}
	return out
}

// restsOf lists the rests of a base: all, or that of one part.
func (b *block) restsOf(base, part int32) []int32 {
	var out []int32
	for _, e := range b.of[base] {
		t := b.eqs[e]
		if len(t) != 3 || part >= 0 && !slices.ContainsFunc(t, func(o term) bool { return o.at == part }) {
			continue
		}
		for _, o := range t {
			if b.counts[o.at].role == roleRest {
				out = append(out, o.at)
			}
		}
	}
	return out
}

// singletons finds what such a child could work out exactly.
func (b *block) singletons() []weak {
	var out []weak
	byPart := make([][]int32, len(b.parts))
	for _, i := range b.asks {
		if p := b.part[i]; p >= 0 {
			byPart[p] = append(byPart[p], i)
		}
	}
	moves := make([]bool, len(b.counts))
	for _, knows := range b.alone() {
		id := b.part[knows[0]]
		asks := byPart[id]
		if len(asks) <= 1 {
			continue
		}
		own := b.own(knows)
		for _, v := range b.parts[id] {
			moves[v] = false
		}
		for _, v := range knows {
			b.known[v] = true
		}
		for _, k := range b.live[id] {
			b.freedBy(&b.paths[k], moves)
		}
		for _, g := range asks {
			if !moves[g] && !b.known[g] && !own[g] && !b.walkKnowing(g, knows, moves) {
				out = append(out, weak{count: g, knows: knows, need: 2})
			}
		}
		for _, v := range knows {
			b.known[v] = false
		}
	}
	return out
}

// freedBy marks what moves on an open path, if what is known stays.
func (b *block) freedBy(p *path, moves []bool) {
	for n, v := range p.vars {
		if b.known[v] && p.from[n]+p.units*p.change[n] != 0 {
			return
		}
	}
	for n, v := range p.vars {
		if p.from[n]+p.units*p.change[n] != 0 {
			moves[v] = true
		}
	}
}

// walkKnowing looks for another value of g while what is known stays.
func (b *block) walkKnowing(g int32, knows []int32, moves []bool) bool {
	w := b.walker(b.part[g])
	type saved struct{ at, lo, hi int64 }
	var undo []saved
	for _, v := range knows {
		if k := w.find(v); k >= 0 {
			undo = append(undo, saved{int64(k), w.lo[k], w.hi[k]})
			w.lo[k], w.hi[k] = w.truth[k], w.truth[k]
		}
	}
	defer func() {
		for _, u := range undo {
			w.lo[u.at], w.hi[u.at] = u.lo, u.hi
		}
		w.reset()
	}()
	for _, dir := range [2]int64{1, -1} {
		b.stats.Walks++
		w.reset()
		w.push(w.find(g), dir, 1, func(change []term, units int64) {
			b.freedBy(b.found(w, change, units), moves)
		})
		if moves[g] {
			return true
		}
	}
	return false
}
