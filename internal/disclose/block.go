package disclose

// why a count is hidden.
type why uint8

const (
	whyShown why = iota
	whySmall
	whyNone     // none or all of a small base, or of a sensitive indicator
	whyFollows  // its base is hidden
	whyProtects // another count
	whyWithheld // with its whole window, to protect another count
)

// block is counts joined by equations, while they are being protected. It is decided alone: nothing outside it matters.
type block struct {
	policy Policy
	counts []count
	eqs    [][]term
	of     [][]int32 // equations of each count
	asks   []int32   // counts with a need

	// What is decided.
	chosen   map[int32]int32 // hidden to protect another
	noBand   []bool          // ranges withdrawn
	last     bool            // nothing is left to hide: what a child alone would learn about itself only is no failure
	withheld map[int32]int32 // hidden with their window, to protect another
	hidden   []why
	because  []int32

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
	b := &block{policy: policy, counts: counts, eqs: eqs, chosen: map[int32]int32{}, withheld: map[int32]int32{}, noBand: make([]bool, len(counts)),
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
		if f, ok := b.withheld[int32(i)]; ok {
			hide(int32(i), whyWithheld, f)
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

// weak is a count with too few values, for any reader or for one child who is alone in a cell.
type weak struct {
	count int32
	knows []int32 // what the child knows; nil for any reader
	need  int
}
