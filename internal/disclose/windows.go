package disclose

import (
	"cmp"
	"slices"
	"strings"
)

// The single periods behind windows that overlap.

// windows adds the single periods of windows that overlap. They are counts that no page shows. Their true values are
// those of Input.Never, or else any that agree with the windows: a period is only asked whether it can be more
// than one number, and if it can be one only, then that is the truth.
func (b *builder) windows() {
	type series struct{ population, at string }
	group := map[series][]int32{}
	var order []series
	for i, c := range b.counts {
		if c.role > roleRest && c.role != roleKnown || c.role == roleChildren || b.kinds[c.key.Population] == "stock" {
			continue // children are not added up over periods: one child may be in several
		}
		if strings.HasSuffix(c.key.Population, childrenOf) || len(c.window) == 0 {
			continue
		}
		s := series{c.key.Population, c.key.At}
		if group[s] == nil {
			order = append(order, s)
		}
		group[s] = append(group[s], int32(i))
	}
	slices.SortFunc(order, func(a, c series) int {
		return cmp.Or(strings.Compare(a.population, c.population), strings.Compare(a.at, c.at))
	})
	var added []int32
	for _, s := range order {
		link := map[string]bool{} // periods of windows that overlap others
		all := group[s]
		for _, i := range all {
			for _, j := range all {
				if i != j && overlap(b.counts[i].window, b.counts[j].window) {
					for _, p := range b.counts[i].window {
						link[p] = true
					}
				}
			}
		}
		if len(link) == 0 {
			continue
		}
		for _, i := range all {
			w := b.counts[i].window
			if len(w) < 2 || !link[w[0]] {
				continue
			}
			terms := []term{{i, 1}}
			for _, p := range w {
				k := Key{s.population, p, s.at}
				j, ok := b.byKey[k]
				if !ok {
					value, has := b.truth[k]
					if !has {
						value = -1 // to be found
					}
					j = b.note(k, []string{p}, value, roleQuarter, false, first(b.counts[i].tables))
					added = append(added, j)
				}
				terms = append(terms, term{j, -1})
			}
			b.eqs = append(b.eqs, terms) // checked below, when all values are known
			b.eqKind = append(b.eqKind, "window")
		}
	}
	// base = part + rest in each period too.
	for _, j := range added {
		c := b.counts[j]
		base, part, ok := strings.Cut(c.key.Population, "~")
		if !ok {
			continue
		}
		wide, ok1 := b.byKey[Key{base, c.key.Window, c.key.At}]
		narrow, ok2 := b.byKey[Key{part, c.key.Window, c.key.At}]
		if ok1 && ok2 {
			b.eqs = append(b.eqs, []term{{wide, 1}, {narrow, -1}, {j, -1}})
			b.eqKind = append(b.eqKind, "rest")
		}
	}
	b.fillPeriods(added)
}

func overlap(a, c []string) bool {
	for _, p := range a {
		if slices.Contains(c, p) {
			return true
		}
	}
	return false
}

// fillPeriods gives values to single periods. What is known is used if it adds up; the others are found by walking from
// "all periods are 0, and an error term in each equation makes up for it" to "no error term is left".
func (b *builder) fillPeriods(added []int32) {
	for _, j := range added { // a rest is known when base and part are
		c := &b.counts[j]
		if base, part, ok := strings.Cut(c.key.Population, "~"); ok && c.value < 0 {
			x, okx := b.truth[Key{base, c.key.Window, c.key.At}]
			y, oky := b.truth[Key{part, c.key.Window, c.key.At}]
			if okx && oky && x >= y {
				c.value = x - y
			}
		}
	}
	whole := true
	for _, e := range b.eqs {
		sum := int64(0)
		for _, t := range e {
			if b.counts[t.at].value < 0 {
				whole = false
			}
			sum += t.sign * int64(b.counts[t.at].value)
		}
		whole = whole && sum == 0
	}
	if whole {
		return
	}
	local := map[int32]int32{}
	for n, j := range added {
		local[j] = int32(n)
	}
	var eqs [][]term
	var gap []int64
	for _, e := range b.eqs {
		var mine []term
		rest := int64(0)
		for _, t := range e {
			if n, ok := local[t.at]; ok {
				mine = append(mine, term{n, t.sign})
			} else {
				rest += t.sign * int64(b.counts[t.at].value)
			}
		}
		if len(mine) > 0 {
			eqs = append(eqs, mine)
			gap = append(gap, rest)
		}
	}
	n := len(added)
	size := n + len(eqs)
	vars := make([]int32, size)
	truth, lo, hi := make([]int64, size), make([]int64, size), make([]int64, size)
	for i := range vars {
		vars[i] = int32(i)
		hi[i] = unbounded
	}
	for e, g := range gap {
		// terms + gap = 0 with all periods 0: the error term takes -gap, with the sign that makes it positive.
		sign := int64(1)
		if g > 0 {
			sign = -1
		}
		eqs[e] = append(eqs[e], term{int32(n + e), sign})
		truth[n+e], hi[n+e] = abs64(g), abs64(g)
	}
	w := newWalker(vars, truth, lo, hi, eqs)
	for e := range gap {
		w.push(int32(n+e), -1, w.x[n+e], func([]term, int64) {})
		w.hi[n+e] = w.x[n+e]
	}
	bad := map[int32]bool{}
	for e := range gap {
		if w.x[n+e] != 0 || w.broken {
			for _, t := range eqs[e] {
				if int(t.at) < n {
					bad[added[t.at]] = true
				}
			}
		}
	}
	for i, j := range added {
		b.counts[j].value = int(w.x[i])
	}
	if len(bad) > 0 {
		// No such periods exist: the windows contradict each other. Their equations cannot hold for any reader.
		kept, kinds := b.eqs[:0], b.eqKind[:0]
		for i, e := range b.eqs {
			sum := int64(0)
			for _, t := range e {
				sum += t.sign * int64(b.counts[t.at].value)
			}
			if sum != 0 {
				b.fault(LevelError, first(b.counts[e[0].at].tables), "D07", "Figures do not add up: the windows of %s contradict each other. Check the definition of %s.", b.counts[e[0].at].key, b.counts[e[0].at].key.Population)
				continue
			}
			kept, kinds = append(kept, e), append(kinds, b.eqKind[i])
		}
		b.eqs, b.eqKind = kept, kinds
	}
}
