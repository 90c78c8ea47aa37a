package disclose

import (
	"cmp"
	"slices"
)

// How a block is decided: hide, audit, hide more, show again what turns out not to be needed.

// result is what was decided about a block. Drop names breakdowns that must go before the block is tried again.
type result struct {
	Hidden  []why
	Because []int32
	NoBand  []bool
	Least   []int64 // of counts with a need: the values that are proved
	Most    []int64
	Other   []int64 // a whole other set of figures, hidden counts changed where they can be
	Drop    []string
	Lost    []int32 // counts that cannot be protected: the block shows nothing
	TooBig  int     // size of a component over the limit
	Stats   stats
}

// solve hides what must be hidden.
func (b *block) solve() result {
	for {
		failing, failed := b.protect()
		if failed == nil {
			break
		}
		if len(failed.Lost) == 0 || b.mostWork > 0 || slices.ContainsFunc(failing, b.told) {
			return *failed
		}
		if !b.withhold(failing) {
			if b.last {
				return *failed
			}
			b.last = true
		}
	}
	b.giveBack()
	b.prune()
	return b.done()
}

// protect hides until nothing fails. failed is how it ended if it could not, for the counts in failing.
func (b *block) protect() (failing []weak, failed *result) {
	rounds := 100
	if b.oneByOne {
		rounds = 1000
	}
	giveUp := func(failing []weak) ([]weak, *result) {
		r := b.giveUp(failing)
		return failing, &r
	}
	for begun := b.stats.Rounds; ; {
		b.settle()
		for _, members := range b.parts {
			if len(members) > b.policy.MaxComponent {
				r := b.fail(result{TooBig: len(members)})
				return nil, &r
			}
		}
		failing := b.audit()
		if len(failing) == 0 {
			failing = b.singletons()
		}
		if len(failing) == 0 {
			return nil, nil
		}
		b.stats.Rounds++
		if b.stats.Rounds-begun > rounds || b.mostWork > 0 && b.stats.Walks > b.mostWork {
			return giveUp(failing)
		}
		changed := map[int32]bool{} // equations
		for _, f := range failing {
			if slices.ContainsFunc(b.of[f.count], func(e int32) bool { return changed[e] }) {
				continue
			}
			picks, ok, needed := b.choose(f)
			if !ok {
				return giveUp([]weak{f})
			}
			if !needed {
				continue
			}
			for _, c := range picks {
				b.hide(c, f.count)
				for _, e := range b.of[c.count] {
					changed[e] = true
				}
			}
			if b.oneByOne && f.knows != nil {
				break
			}
		}
	}
}

// prune shows again what turned out not to be needed, dearest first. A path that was found with more hidden is a
// witness still where nothing on it is shown again, so most of the proof stands.
func (b *block) prune() {
	var all []candidate
	for i := range b.chosen {
		all = append(all, candidate{count: i, cost: b.cost(i)})
	}
	for i, no := range b.noBand {
		if no {
			all = append(all, candidate{count: int32(i), band: true, cost: 12})
		}
	}
	slices.SortFunc(all, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(y.cost, x.cost), b.counts[x.count].key.compare(b.counts[y.count].key))
	})
	for _, c := range all {
		because := b.chosen[c.count]
		b.undo(c)
		b.settle()
		if b.passes() {
			b.stats.Pruned++
			continue
		}
		b.hide(c, because)
	}
	b.settle()
	b.audit()
}

// passes is the audit that stops at the first failure.
func (b *block) passes() bool {
	for _, i := range b.asks {
		if need := b.counts[i].need; b.width(i) < need {
			b.walk(i, need)
			if b.width(i) < need {
				return false
			}
		}
	}
	return len(b.singletons()) == 0
}

// giveUp says which breakdowns to drop: those of the count that cannot be protected, or with most failing counts.
func (b *block) giveUp(failing []weak) result {
	score := map[string]int{}
	for _, f := range failing {
		for _, t := range b.breakdownsOf(f.count) {
			score[t]++
		}
	}
	best := ""
	for t, n := range score {
		if best == "" || n > score[best] || n == score[best] && t < best {
			best = t
		}
	}
	var lost []int32
	for _, f := range failing {
		if best == "" || b.told(f) {
			lost = append(lost, f.count)
		}
	}
	if len(lost) == 0 {
		return b.fail(result{Drop: []string{best}})
	}
	return b.fail(result{Lost: lost})
}

// told says that earlier releases alone give a count away: it has too few values even if all that can be hidden is.
func (b *block) told(f weak) bool {
	if !slices.ContainsFunc(b.counts, func(c count) bool { return c.known }) {
		return false
	}
	hidden, noBand := b.hidden, b.noBand
	b.hidden, b.noBand = make([]why, len(b.counts)), make([]bool, len(b.counts))
	for i := range b.counts {
		b.noBand[i] = true
		if b.counts[i].shown {
			b.hidden[i] = whyProtects
		}
	}
	got := b.gain(weak{count: f.count, need: f.need})
	b.hidden, b.noBand = hidden, noBand
	return got < f.need
}

// breakdownsOf lists the tables by a dimension that a count is in. An outside is in those of its wider population.
func (b *block) breakdownsOf(i int32) []string {
	if b.counts[i].key.At == "" {
		return nil
	}
	return b.counts[i].tables
}

// fail hides everything: what is not proved is not shown.
func (b *block) fail(r result) result {
	r.Hidden, r.Because, r.NoBand = make([]why, len(b.counts)), make([]int32, len(b.counts)), make([]bool, len(b.counts))
	r.Least, r.Most, r.Other = make([]int64, len(b.counts)), make([]int64, len(b.counts)), make([]int64, len(b.counts))
	for i := range b.counts {
		r.Least[i], r.Most[i], r.Other[i] = int64(b.counts[i].value), int64(b.counts[i].value), int64(b.counts[i].value)
		r.NoBand[i] = true
		r.Because[i] = -1
		if b.counts[i].shown {
			r.Hidden[i] = whyProtects
		}
	}
	r.Stats = b.stats
	return r
}

// done reports what was decided, with another set of figures for the canary: in each component, the path whose end
// changes the most hidden counts.
func (b *block) done() result {
	r := result{Hidden: b.hidden, Because: b.because, NoBand: b.noBand, Least: b.least, Most: b.most, Stats: b.stats}
	r.Other = make([]int64, len(b.counts))
	for i := range b.counts {
		r.Other[i] = int64(b.counts[i].value)
	}
	best, size := make([]int, len(b.parts)), make([]int, len(b.parts))
	for k := range b.paths {
		p := &b.paths[k]
		if len(p.vars) == 0 || !b.open(p) {
			continue
		}
		moved := 0
		for n, v := range p.vars {
			if b.counts[v].shown && p.from[n]+p.units*p.change[n] != 0 {
				moved++
			}
		}
		if id := b.part[p.vars[0]]; moved > size[id] {
			best[id], size[id] = k, moved
		}
	}
	for id := range b.parts {
		if size[id] == 0 {
			continue
		}
		p := &b.paths[best[id]]
		for n, v := range p.vars {
			r.Other[v] += p.from[n] + p.units*p.change[n]
		}
	}
	return r
}
