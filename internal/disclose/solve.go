package disclose

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// solve decides every block, in parallel, and returns the tables to drop before it is called again; none: all is decided.
func (r *Result) solve(memo map[string]result) map[string]bool {
	blocks := r.sys.split()
	results := make([]result, len(blocks))
	keys := make([]string, len(blocks))
	next := make(chan int)
	var done sync.WaitGroup
	var lock sync.Mutex
	for range max(1, runtime.GOMAXPROCS(0)) {
		done.Add(1)
		go func() {
			defer done.Done()
			for n := range next {
				b := blocks[n]
				b.oneByOne = r.in.asWritten
				keys[n] = b.hash()
				lock.Lock()
				got, ok := memo[keys[n]]
				lock.Unlock()
				if !ok && r.in.Store != nil && !r.in.asWritten {
					if raw, found := r.in.Store.Get(keys[n]); found {
						got, ok = b.recall(raw)
					}
				}
				if !ok {
					got = b.solveBest()
					if r.in.Store != nil && !r.in.asWritten {
						r.in.Store.Put(keys[n], got.bytes())
					}
					lock.Lock()
					r.Report.Solved++
					lock.Unlock()
				}
				lock.Lock()
				memo[keys[n]] = got
				lock.Unlock()
				results[n] = got
			}
		}()
	}
	// Largest first, so that none is left to be waited for.
	order := make([]int, len(blocks))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return len(blocks[b].counts) - len(blocks[a].counts) })
	for _, n := range order {
		next <- n
	}
	close(next)
	done.Wait()

	drop := map[string]bool{}
	for _, got := range results {
		for _, t := range got.Drop {
			if !r.decided.dropped[t] && r.isBreakdown(t) {
				drop[t] = true
			}
		}
	}
	if len(drop) > 0 {
		return drop
	}
	r.Report.Audited, r.Report.Blocks = 0, len(blocks)
	withheld := map[string]map[string]bool{} // windows of a table
	for n, got := range results {
		b := blocks[n]
		r.Report.Stats.Rounds = max(r.Report.Stats.Rounds, got.Stats.Rounds)
		r.Report.Stats.Walks += got.Stats.Walks
		r.Report.Stats.Trials += got.Stats.Trials
		r.Report.Stats.Largest = max(r.Report.Stats.Largest, got.Stats.Largest)
		for i := range b.counts {
			c := &b.counts[i]
			k := c.key
			if c.need > 0 && len(got.Lost) == 0 && got.TooBig == 0 {
				r.Report.Audited++
			}
			r.least[k], r.most[k] = int(got.Least[i]), int(got.Most[i])
			r.other[k] = int(got.Other[i])
			if got.Hidden[i] == whyShown {
				continue
			}
			r.decided.hidden[k] = got.Hidden[i]
			if got.Hidden[i] == whyWithheld {
				for _, t := range c.tables {
					if c.key.At != "" || r.isBreakdown(t) {
						continue
					}
					if withheld[t] == nil {
						withheld[t] = map[string]bool{}
					}
					withheld[t][k.Window] = true
				}
			}
			if f := got.Because[i]; f >= 0 && int(f) < len(b.counts) {
				r.decided.because[k] = b.counts[f].key
			}
		}
		if len(got.Lost) == 0 && got.TooBig == 0 {
			b.hidden, b.noBand = got.Hidden, got.NoBand
			for i := range b.counts {
				if b.banded(int32(i)) {
					low, high := b.bandOf(int32(i))
					r.decided.bands[b.counts[i].key] = [2]int{low, high}
				}
			}
		}
		if got.TooBig > 0 {
			r.tell(Message{Code: "D02", Level: LevelError, Text: fmt.Sprintf(
				"%d counts are linked in one block (limit %d): %s. Publish fewer crossed tables, or raise disclosure.max_component.",
				got.TooBig, r.in.Policy.MaxComponent, strings.Join(b.tables(), ", "))})
		}
		for _, i := range got.Lost {
			c := b.counts[i]
			r.tell(Message{Code: "D01", Level: LevelError, Table: first(c.tables), Text: fmt.Sprintf(
				"%s: %s cannot be protected: every other figure in its tables is already hidden. %s.",
				first(c.tables), c.key, remedyFor(c.key))})
		}
	}
	r.tellWithheld(withheld)
	return nil
}

// solveBest decides a block, for all its failing counts together. Where that worked, it is tried once more with the cheapest
// partner at a time, which now and then finds a better set; that may take about as much work as the first way, counted in walks and not in
// time, so that the result is the same on every machine. What gives more figures is kept.
func (b *block) solveBest() result {
	if b.oneByOne {
		return b.solve()
	}
	first := b.solve()
	if len(first.Drop) > 0 || len(first.Lost) > 0 || first.TooBig > 0 {
		return first
	}
	again := newBlock(b.policy, b.counts, b.eqs)
	again.oneByOne = true
	again.mostWork = 2*(first.Stats.Walks+first.Stats.Trials) + 200
	second := again.solve()
	if len(second.Drop) > 0 || len(second.Lost) > 0 || second.TooBig > 0 || b.figuresLost(second) >= b.figuresLost(first) {
		return first
	}
	return second
}

// figuresLost weighs what a result hides: a range tells less than a number, and a total is worth a breakdown.
func (b *block) figuresLost(r result) int {
	n := 0
	for i := range b.counts {
		if c := &b.counts[i]; r.Hidden[i] != whyShown {
			n += 2
			if c.key.At == "" && (r.Hidden[i] == whyProtects || r.Hidden[i] == whyWithheld) {
				n += 100
			}
			if r.NoBand[i] {
				n++
			}
		}
	}
	return n
}

func (r *Result) isBreakdown(table string) bool {
	for _, t := range r.in.Tables {
		if t.ID == table {
			return t.Dimension != ""
		}
	}
	return false
}

// remedyFor is what may help where a count cannot be protected.
func remedyFor(k Key) string {
	var out []string
	for a := range strings.SplitSeq(k.At, "+") {
		if d, _, ok := strings.Cut(a, "="); ok {
			out = append(out, d)
		}
	}
	if len(out) == 0 {
		return "Count the indicator over a longer window, give it a wider population, or take it out"
	}
	return "Merge categories of " + strings.Join(out, " and ") + " or drop the breakdown"
}

func (b *block) tables() []string {
	all := map[string]bool{}
	for _, c := range b.counts {
		for _, t := range c.tables {
			all[t] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// split divides a system into blocks: counts joined by equations. In each, counts are in order of their keys and equations
// in order of their counts, so that the order of tables changes nothing. Blocks without a small count need no decision
// and are left out.
func (s *system) split() []*block {
	parent := make([]int32, len(s.counts))
	for i := range parent {
		parent[i] = int32(i)
	}
	find := func(i int32) int32 {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for _, e := range s.eqs {
		for _, t := range e[1:] {
			parent[find(t.at)] = find(e[0].at)
		}
	}
	for i := range s.counts { // parts are hidden with their bases
		for _, p := range s.counts[i].parts {
			parent[find(p)] = find(int32(i))
		}
	}
	order := make([]int32, len(s.counts))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return s.counts[a].key.compare(s.counts[b].key) })
	var members [][]int32
	blockOf := map[int32]int{}
	local := make([]int32, len(s.counts))
	for _, i := range order {
		root := find(i)
		n, ok := blockOf[root]
		if !ok {
			n = len(members)
			blockOf[root] = n
			members = append(members, nil)
		}
		local[i] = int32(len(members[n]))
		members[n] = append(members[n], i)
	}
	eqs := make([][][]term, len(members))
	for _, e := range s.eqs {
		terms := make([]term, len(e))
		for k, t := range e {
			terms[k] = term{local[t.at], t.sign}
		}
		slices.SortFunc(terms, func(a, b term) int { return int(a.at - b.at) })
		n := blockOf[find(e[0].at)]
		eqs[n] = append(eqs[n], terms)
	}
	var out []*block
	for n, list := range members {
		asks := false
		counts := make([]count, len(list))
		for k, i := range list {
			c := s.counts[i]
			asks = asks || c.need > 0 || c.small
			c.bases, c.parts = slices.Clone(c.bases), slices.Clone(c.parts)
			for x := range c.bases {
				c.bases[x] = local[c.bases[x]]
			}
			for x := range c.parts {
				c.parts[x] = local[c.parts[x]]
			}
			counts[k] = c
		}
		if !asks {
			continue
		}
		slices.SortFunc(eqs[n], func(a, b []term) int {
			return slices.CompareFunc(a, b, func(x, y term) int { return (int(x.at)-int(y.at))*4 + int(x.sign-y.sign) })
		})
		out = append(out, newBlock(s.policy, counts, eqs[n]))
	}
	return out
}

// hash is of everything that a block is decided from.
func (b *block) hash() string {
	var buf bytes.Buffer
	num := func(n ...int64) {
		var tmp [binary.MaxVarintLen64]byte
		for _, v := range n {
			buf.Write(tmp[:binary.PutVarint(tmp[:], v)])
		}
	}
	flag := func(v ...bool) {
		for _, f := range v {
			if f {
				buf.WriteByte(1)
			} else {
				buf.WriteByte(0)
			}
		}
	}
	p := b.policy
	fmt.Fprintf(&buf, "waymark block %d %+v\n", methodVersion, p)
	for i := range b.counts {
		c := &b.counts[i]
		fmt.Fprintf(&buf, "%q%q%q%q", c.key.Population, c.key.Window, c.key.At, c.tables)
		num(int64(c.value), int64(c.role), int64(c.need), int64(c.ways), int64(c.toldLow), int64(c.toldHigh))
		flag(c.shown, c.known, c.small, c.none, c.sensitive, c.hint, c.mixed)
		for _, x := range c.bases {
			num(int64(x))
		}
		num(-1)
		for _, x := range c.parts {
			num(int64(x))
		}
		num(-1)
	}
	for _, e := range b.eqs {
		for _, t := range e {
			num(int64(t.at), t.sign)
		}
		num(-1)
	}
	sum := sha256.Sum256(buf.Bytes())
	return fmt.Sprintf("%x", sum[:])
}
