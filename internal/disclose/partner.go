package disclose

import (
	"cmp"
	"slices"
)

// Which figure to hide for the sake of another.

// candidate is a count that may be hidden, or a range that may be withdrawn, for the sake of another.
type candidate struct {
	count int32
	band  bool
	cost  float64
}

// cost of hiding a count, as in the rules.
func (b *block) cost(i int32) float64 {
	c := &b.counts[i]
	cost := 35 + 1.5*float64(c.value)
	if c.role == rolePart {
		cost = 5 + float64(c.value)/2
	}
	if !b.oneByOne { // a base takes all its parts along, not one: each that is still shown is a figure lost
		for n, p := range c.parts {
			if n > 0 && b.hidden[p] == whyShown {
				cost += 30
			}
		}
	}
	if c.ways >= 2 {
		cost *= 0.5
	}
	if c.key.At == "" {
		cost += 2000
	}
	for _, e := range b.of[i] {
		second := false
		for _, t := range b.eqs[e] {
			if t.at != i && b.unknown(t.at) {
				second = true
				break
			}
		}
		if !second {
			cost += 40
		}
	}
	low := int64(0)
	if c.role != rolePart && b.policy.Zeros == "show" {
		low = 1
	}
	if int64(c.value)-low < int64(b.policy.minValues()-1) {
		cost += 10
	}
	if c.hint {
		cost *= 0.6
	}
	return cost
}

// candidates lists what may help a count, cheapest first, ties by key. It looks in the equations of the count, then in
// those of the unknown counts in them, three equations far.
func (b *block) candidates(f weak) []candidate {
	depth := map[int32]int{f.count: 0}
	queue := []int32{f.count}
	best := map[candidate]float64{}
	add := func(c candidate, d int) {
		cost := c.cost * (1 + float64(d)/2)
		c.cost = 0
		if old, ok := best[c]; !ok || cost < old {
			best[c] = cost
		}
	}
	seen := map[int32]bool{}
	for n := 0; n < len(queue); n++ {
		i := queue[n]
		d := depth[i]
		if b.banded(i) {
			add(candidate{count: i, band: true, cost: 12}, d)
		}
		if d == 4 || d >= 2 && len(best) >= 12 {
			continue
		}
		for _, e := range b.of[i] {
			if seen[e] {
				continue
			}
			seen[e] = true
			for _, t := range b.eqs[e] {
				c := &b.counts[t.at]
				switch {
				case b.unknown(t.at) || c.known && !c.shown:
					if _, ok := depth[t.at]; !ok && !c.known && !slices.Contains(f.knows, t.at) {
						depth[t.at] = d + 1
						queue = append(queue, t.at)
					}
				case c.key.At == "" && b.counts[f.count].key.At != "" && !b.oneByOne:
					// A borough's total is worth more than a breakdown of it: the breakdown is dropped first.
				case c.shown && !c.known && c.value > 0 && b.hidden[t.at] == whyShown:
					add(candidate{count: t.at, cost: b.cost(t.at)}, d)
				}
			}
		}
	}
	out := make([]candidate, 0, len(best))
	for c, cost := range best {
		c.cost = cost
		out = append(out, c)
	}
	slices.SortFunc(out, func(x, y candidate) int {
		band := func(c candidate) int {
			if c.band {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(x.cost, y.cost), b.counts[x.count].key.compare(b.counts[y.count].key), cmp.Compare(band(x), band(y)))
	})
	return out
}

// hide does what a candidate says, undo takes it back.
func (b *block) hide(c candidate, because int32) {
	if c.band {
		b.noBand[c.count] = true
		return
	}
	b.chosen[c.count] = because
	b.close()
}

func (b *block) undo(c candidate) {
	if c.band {
		b.noBand[c.count] = false
		return
	}
	delete(b.chosen, c.count)
	b.close()
}

// try hides a candidate for a moment, without the search through the whole block that hide makes.
func (b *block) try(c candidate) (undo func()) {
	if c.band {
		b.noBand[c.count] = true
		return func() { b.noBand[c.count] = false }
	}
	todo := []int32{c.count}
	for n := 0; n < len(todo); n++ {
		b.hidden[todo[n]] = whyProtects
		for _, p := range b.counts[todo[n]].parts {
			if b.counts[p].shown && b.hidden[p] == whyShown {
				b.hidden[p] = whyFollows
				todo = append(todo, p)
			}
		}
	}
	return func() {
		for _, i := range todo {
			b.hidden[i] = whyShown
		}
	}
}

// gain is how many values a weak count would have with what is hidden now, looking only at the counts near it.
func (b *block) gain(f weak) int {
	members := b.near(f.count)
	if len(members) == 0 {
		return 1
	}
	w := b.build(members)
	for _, v := range f.knows {
		if k := w.find(v); k >= 0 {
			w.lo[k], w.hi[k] = w.truth[k], w.truth[k]
		}
	}
	k := w.find(f.count)
	low, high := w.truth[k], w.truth[k]
	b.stats.Trials++
	for _, dir := range [2]int64{1, -1} {
		if int(high-low) >= f.need-1 {
			break
		}
		w.reset()
		w.push(k, dir, int64(f.need-1), func(change []term, units int64) {
			low, high = min(low, w.x[k]), max(high, w.x[k])
			b.keep(w, change, units)
		})
	}
	return int(high - low + 1)
}

// near is the component of a count as it would be now, without settling the whole block.
func (b *block) near(f int32) []int32 {
	if !b.unknown(f) {
		return nil
	}
	b.stamp[f] = 1
	members := []int32{f}
	for n := 0; n < len(members); n++ {
		for _, e := range b.of[members[n]] {
			for _, t := range b.eqs[e] {
				if b.stamp[t.at] == 0 && b.unknown(t.at) {
					b.stamp[t.at] = 1
					members = append(members, t.at)
				}
			}
		}
	}
	for _, v := range members {
		b.stamp[v] = 0
	}
	slices.Sort(members)
	return members
}

// choose picks a candidate: the cheapest that gives the count all it needs among the first few, or else more than it has,
// or else the cheapest, as two may help where one does not. ok is
// false when there is nothing left to hide.
func (b *block) choose(f weak) (picks []candidate, ok, needed bool) {
	before := 0
	if !b.oneByOne {
		if before = b.gain(f); before >= f.need {
			return nil, true, false // what was hidden for another in this round is enough
		}
	}
	all := b.candidates(f)
	if len(all) == 0 {
		return nil, false, false
	}
	if b.oneByOne {
		return all[:1], true, true
	}
	paths := len(b.paths)
	at, most := -1, before
	for n, c := range all[:min(len(all), b.tryCandidates)] {
		undo := b.try(c)
		got := b.gain(f)
		undo()
		if got > most {
			at, most = n, got
			if got >= f.need {
				break
			}
		}
		b.paths = b.paths[:paths]
	}
	if at < 0 && b.counts[f.count].ways >= 2 {
		if four := b.rectangle(f.count); four != nil {
			return four, true, true
		}
	}
	return all[max(at, 0) : max(at, 0)+1], true, true
}

// rectangle finds the cheapest four cells of a two-way table, f among them, that can move together: a partner in its row,
// one in its column, and the cell where those meet. Ties go to the lowest keys.
func (b *block) rectangle(f int32) []candidate {
	var best []candidate
	bestCost := 0.0
	usable := func(i int32) bool {
		c := &b.counts[i]
		return i != f && c.ways >= 2 && !c.known && (b.unknown(i) || c.shown && c.value > 0)
	}
	for n, e1 := range b.of[f] {
		for _, e2 := range b.of[f][n+1:] {
			for _, a := range b.eqs[e1] {
				if !usable(a.at) {
					continue
				}
				for _, z := range b.eqs[e2] {
					if !usable(z.at) || a.at == z.at {
						continue
					}
					for _, e3 := range b.of[a.at] {
						if e3 == e1 {
							continue
						}
						for _, d := range b.eqs[e3] {
							if !usable(d.at) || d.at == a.at || d.at == z.at || !slices.ContainsFunc(b.of[z.at], func(e int32) bool {
								return e != e2 && e != e3 && slices.ContainsFunc(b.eqs[e], func(o term) bool { return o.at == d.at })
							}) {
								continue
							}
							var set []candidate
							cost := 0.0
							for _, i := range []int32{a.at, z.at, d.at} {
								if !b.unknown(i) {
									set = append(set, candidate{count: i})
									cost += 35 + 1.5*float64(b.counts[i].value)
								}
							}
							slices.SortFunc(set, func(x, y candidate) int { return b.counts[x.count].key.compare(b.counts[y.count].key) })
							if len(set) == 0 {
								continue
							}
							lower := best == nil || cost < bestCost || cost == bestCost && slices.CompareFunc(set, best, func(x, y candidate) int {
								return b.counts[x.count].key.compare(b.counts[y.count].key)
							}) < 0
							if lower {
								best, bestCost = set, cost
							}
						}
					}
				}
			}
		}
	}
	return best
}
