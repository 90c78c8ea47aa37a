package disclose

import (
	"cmp"
	"slices"
)

// why a count is hidden.
type why uint8

const (
	whyShown why = iota
	whySmall
	whyNone     // none or all of a small base, or of a sensitive indicator
	whyFollows  // its base is hidden
	whyProtects // another count
)

// block is counts joined by equations, while they are being protected. It is decided alone: nothing outside it matters.
type block struct {
	policy Policy
	counts []count
	eqs    [][]term
	of     [][]int32 // equations of each count
	asks   []int32   // counts with a need

	// What is decided.
	chosen  map[int32]int32 // hidden to protect another
	noBand  []bool          // ranges withdrawn
	hidden  []why
	because []int32

	// What is proved: paths of witnesses, and for each count the values next to each other around the true one.
	paths         []path
	least, most   []int64
	part          []int32 // component of each unknown count; -1 known or pinned
	parts         [][]int32
	walkers       map[int32]*walker // by component
	live          [][]int32         // paths that are open now, by component
	stamp         []int32           // scratch of build: local index + 1
	eqStamp       []int32
	eqMark        int32
	known         []bool // scratch: what a child knows
	stats         stats
	oneByOne      bool // the method as written in the rules, for comparison: one partner a round
	mostWork      int  // walks after which to give up; 0: no limit
	tryCandidates int
}

type stats struct{ Rounds, Walks, Trials, Pruned, Components, Largest int }

// path is a straight line of witnesses: truth + from + k change, for k from 0 to units. Only what differs is held.
type path struct {
	vars         []int32
	from, change []int64
	units        int64
}

func newBlock(policy Policy, counts []count, eqs [][]term) *block {
	b := &block{policy: policy, counts: counts, eqs: eqs, chosen: map[int32]int32{}, noBand: make([]bool, len(counts)),
		of: make([][]int32, len(counts)), tryCandidates: 8}
	for e, terms := range eqs {
		for _, t := range terms {
			b.of[t.at] = append(b.of[t.at], int32(e))
		}
	}
	for i := range counts {
		if counts[i].need > 0 {
			b.asks = append(b.asks, int32(i))
		}
	}
	b.stamp, b.eqStamp, b.known = make([]int32, len(counts)), make([]int32, len(eqs)), make([]bool, len(counts))
	b.close()
	return b
}

// close finds everything that is hidden from what is small and what was chosen: a hidden base hides its parts.
func (b *block) close() {
	b.hidden = make([]why, len(b.counts))
	b.because = make([]int32, len(b.counts))
	var todo []int32
	hide := func(i int32, w why, because int32) {
		if b.counts[i].shown && b.hidden[i] == whyShown {
			b.hidden[i], b.because[i] = w, because
			todo = append(todo, i)
		}
	}
	for i := range b.counts {
		c := &b.counts[i]
		if c.small && c.none {
			hide(int32(i), whyNone, -1)
		} else if c.small {
			hide(int32(i), whySmall, -1)
		}
	}
	for i := range b.counts {
		if f, ok := b.chosen[int32(i)]; ok {
			hide(int32(i), whyProtects, f)
		}
	}
	for len(todo) > 0 {
		i := todo[0]
		todo = todo[1:]
		for _, p := range b.counts[i].parts {
			hide(p, whyFollows, i)
		}
	}
}

// unknown says that a reader is not told the number.
func (b *block) unknown(i int32) bool {
	c := &b.counts[i]
	return !c.known && (!c.shown || b.hidden[i] != whyShown)
}

// banded says that a range is shown in place of a part.
func (b *block) banded(i int32) bool {
	c := &b.counts[i]
	if !b.policy.Bands || c.role != rolePart || c.mixed || len(c.bases) != 1 || !c.small || b.noBand[i] || b.hidden[i] == whyShown {
		return false
	}
	base := &b.counts[c.bases[0]]
	if b.hidden[c.bases[0]] != whyShown || base.value < b.policy.MinBase {
		return false
	}
	t := b.policy.MinCount
	return c.value < t || base.value-c.value < t
}

// bandOf is the published range of a banded part.
func (b *block) bandOf(i int32) (low, high int) {
	c := &b.counts[i]
	base, t := b.counts[c.bases[0]].value, b.policy.MinCount
	if c.value < t {
		return 0, t - 1
	}
	return base - t + 1, base
}

// bounds is what a reader who knows the rules can say of an unknown count by itself. Hidden bases are at least 1, as 0 is
// shown. A part of a base large enough for a percentage is not 0, as that would be shown; a range tells the same of its
// other end. Both hold only where the indicator is not marked sensitive.
func (b *block) bounds(i int32) (lo, hi int64) {
	c := &b.counts[i]
	hi = unbounded
	if !c.shown {
		return 0, hi
	}
	switch c.role {
	case roleBase, roleChildren:
		if b.policy.Zeros == "show" {
			lo = 1
		}
	case rolePart:
		if b.banded(i) {
			l, h := b.bandOf(i)
			if !c.sensitive {
				if l == 0 {
					l = 1
				} else {
					h--
				}
			}
			lo, hi = int64(l), int64(h)
		} else if !c.sensitive && len(c.bases) == 1 && b.hidden[c.bases[0]] == whyShown && b.counts[c.bases[0]].value >= b.policy.MinBase {
			lo = 1
		}
	}
	if c.toldHigh >= 0 {
		lo, hi = max(lo, int64(c.toldLow)), min(hi, int64(c.toldHigh))
	}
	return min(lo, int64(c.value)), max(hi, int64(c.value))
}

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

// weak is a count with too few values, for any reader or for one child who is alone in a cell.
type weak struct {
	count int32
	knows []int32 // what the child knows; nil for any reader
	need  int
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
			if !moves[g] && !b.known[g] && !b.walkKnowing(g, knows, moves) {
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
	rounds := 100
	if b.oneByOne {
		rounds = 1000
	}
	for {
		b.settle()
		for _, members := range b.parts {
			if len(members) > b.policy.MaxComponent {
				return b.fail(result{TooBig: len(members)})
			}
		}
		failing := b.audit()
		if len(failing) == 0 {
			failing = b.singletons()
		}
		if len(failing) == 0 {
			break
		}
		b.stats.Rounds++
		if b.stats.Rounds > rounds || b.mostWork > 0 && b.stats.Walks > b.mostWork {
			return b.giveUp(failing)
		}
		changed := map[int32]bool{} // equations
		for _, f := range failing {
			if slices.ContainsFunc(b.of[f.count], func(e int32) bool { return changed[e] }) {
				continue
			}
			picks, ok, needed := b.choose(f)
			if !ok {
				return b.giveUp([]weak{f})
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
	b.prune()
	return b.done()
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
