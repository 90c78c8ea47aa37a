package disclose

import (
	"cmp"
	"slices"
)

// oneway is a breakdown by one dimension with its total, while it is being protected. The total's base is
// shown: a breakdown of a hidden total is dropped before it comes here.
//
// # What a reader knows
//
// Cells i with base b, part p, rest r = b - p, all at least 0; the total's B = Σb; and when the total's part
// is shown also P = Σp (so R = Σr). A shown base or part is fixed. A hidden base is at least low (1, as zeros are shown). A part
// inside a band is inside it; and not 0 or all, because those would be shown where the base is large enough for a band.
//
// # How many values are possible
//
// This is a transportation problem with two rows (parts, rests) and a column for each cell. Its matrix is
// totally unimodular, so the whole numbers that one count can take, all other hidden counts moving freely,
// have no gaps, and one value is possible exactly if the rest of the problem can be filled. With
//
//	U         the cells whose base is hidden
//	V         the cells whose base is shown and whose part is hidden
//	rem       the total's base less all shown bases: what the cells of U have together
//	[L, H]    least and most that the parts of V sum to
//	[lo, hi]  least and most that P can be, less the shown parts
//
// rem can be split between parts and rests as one likes, as long as each cell of U has low in all. So if the
// count in question takes x parts, the rest can be filled exactly if U still has enough and some s in [L, H] has
// lo - rem <= x + s <= hi.
type oneway struct {
	policy Policy
	low    int
	total  cell
	cells  []cell
	parts  bool // the table has parts; otherwise it is bases alone
}

// cell is one row of a breakdown, true counts and what is decided about them.
type cell struct {
	category   string
	base, part int
	hideBase   bool
	hidePart   bool // also true where the base is hidden
	band       bool // hidePart, and the range is shown
	choseBase  bool // hidden here to protect another count
	chosePart  bool
	choseBand  bool // the band was withdrawn here
	givenPart  bool // hidePart and band as they were before this table chose anything
	givenBand  bool
}

// The three counts of a cell.
type which int

const (
	theBase which = iota
	thePart
	theRest
)

// smallBase, smallPart: the primary rule, see the package comment.
func (p Policy) smallBase(base int) bool {
	return base > 0 && base < p.MinCount || base == 0 && p.Zeros == "hide"
}

func (p Policy) smallPart(part, base int) bool {
	rest := base - part
	if part > 0 && part < p.MinCount || rest > 0 && rest < p.MinCount {
		return true
	}
	return base > 0 && base < p.MinBase && (part == 0 || rest == 0)
}

// need is how many values must stay possible for a hidden count; 0 when it may become known. Fewer are
// asked of a rest, which is never shown itself.
func (p Policy) need(w which, c cell) int {
	small := func(n int) bool {
		return n > 0 && n < p.MinCount || c.base > 0 && c.base < p.MinBase && (n == 0 || n == c.base)
	}
	switch {
	case w == theBase && c.hideBase && p.smallBase(c.base):
		return p.minValues()
	case w == thePart && c.hidePart && small(c.part):
		return p.minValues()
	case w == theRest && c.hidePart && small(c.base-c.part):
		return min(3, p.minValues())
	}
	return 0
}

// bandOf is the range of a part inside its band that a reader who knows the rules is left with.
func (p Policy) bandOf(c cell) (low, high int) {
	if c.part < p.MinCount {
		return 1, p.MinCount - 1
	}
	return c.base - p.MinCount + 1, c.base - 1
}

// interval is the range of the part of a cell whose base is shown.
func (o *oneway) interval(c cell) (low, high int) {
	switch {
	case !c.hidePart:
		return c.part, c.part
	case c.band:
		return o.policy.bandOf(c)
	}
	return 0, c.base
}

// possible counts the values that one count of a cell can have, up to enough. Index -1 is the total.
func (o *oneway) possible(index int, w which, enough int) int {
	var open, l, h, rem int // sums over the other cells; open counts those of U
	lo, hi := o.interval(o.total)
	rem = o.total.base
	for i, c := range o.cells {
		if c.hideBase {
			if i != index {
				open++
			}
			continue
		}
		rem -= c.base
		if !c.hidePart {
			lo, hi = lo-c.part, hi-c.part
			continue
		}
		if i != index {
			a, b := o.interval(c)
			l, h = l+a, h+b
		}
	}
	// fits: x parts and y rests in a cell of U, or (with y = 0 and inU false) x parts in a cell of V.
	fits := func(x, y int, inU bool) bool {
		left := rem
		if inU {
			left -= x + y
		}
		if left < open*o.low || open == 0 && left != 0 {
			return false
		}
		return max(x+l, lo-left) <= min(x+h, hi)
	}

	var truth int
	var feasible func(v int) bool
	switch {
	case index < 0:
		truth = o.total.part
		if w == theRest {
			truth = o.total.base - o.total.part
		}
		a, b := o.interval(o.total)
		shown := a - lo // parts of fully shown cells
		feasible = func(v int) bool {
			if w == theRest {
				v = o.total.base - v
			}
			return a <= v && v <= b && l <= v-shown && v-shown <= h+rem
		}
	case !o.cells[index].hideBase:
		c := o.cells[index]
		a, b := o.interval(c)
		truth = c.part
		if w == theRest {
			truth = c.base - c.part
		}
		feasible = func(v int) bool {
			if w == theRest {
				v = c.base - v
			}
			return a <= v && v <= b && fits(v, 0, false)
		}
	case w == theBase:
		truth = o.cells[index].base
		feasible = func(b int) bool {
			left := rem - b
			if b < o.low || left < open*o.low || open == 0 && left != 0 {
				return false
			}
			// x runs from 0 to b with the rest of b as rests.
			return max(l, lo-left) <= min(b+h, hi)
		}
	default:
		c := o.cells[index]
		truth = c.part
		if w == theRest {
			truth = c.base - c.part
		}
		feasible = func(v int) bool {
			if v < 0 {
				return false
			}
			other := max(0, o.low-v) // the fewest of the other kind leave the most freedom
			if open == 0 {
				other = rem - v // the only open cell takes what is left
			}
			if other < 0 || v+other < o.low {
				return false
			}
			if w == theRest {
				return fits(other, v, true)
			}
			return fits(v, other, true)
		}
	}
	if !feasible(truth) {
		return 0
	}
	n := 1
	for v := truth - 1; n < enough && feasible(v); v-- {
		n++
	}
	for v := truth + 1; n < enough && feasible(v); v++ {
		n++
	}
	return n
}

// weak is a count that has too few values.
type weak struct {
	index int // -1: the total
	w     which
	need  int
	knows int // the cell that the reader knows as well, being the one child in it; -1 for any reader
}

// failing finds the first count that has too few values for any reader, bases first, as hiding a base hides
// most. If there is none, it looks for a singleton: a child who is alone in a hidden cell, part or rest knows
// that cell, and must not be able to work out another small count exactly.
func (o *oneway) failing() (weak, bool) {
	if f, found := o.failingFor(-1); found {
		return f, true
	}
	for i, c := range o.cells {
		alone := c.hideBase && c.base == 1 || o.parts && c.hidePart && (c.part == 1 || c.base-c.part == 1)
		if !alone {
			continue
		}
		if f, found := o.failingFor(i); found {
			return f, true
		}
	}
	return weak{}, false
}

func (o *oneway) failingFor(knows int) (weak, bool) {
	kinds := []which{theBase, thePart, theRest}
	if !o.parts {
		kinds = kinds[:1]
	}
	seen := o.as(knows)
	for _, w := range kinds {
		for i := -1; i < len(seen.cells); i++ {
			if w == theBase && i < 0 {
				continue
			}
			need := o.policy.need(w, *seen.at(i))
			if knows >= 0 {
				need = min(need, 2)
			}
			if need > 0 && seen.possible(i, w, need) < need {
				return weak{i, w, need, knows}, true
			}
		}
	}
	return weak{}, false
}

// as is the table as the child in a cell sees it: of that cell they know what they are alone in. For
// simplicity they are taken to know all of it, which protects more, not less.
func (o *oneway) as(knows int) *oneway {
	if knows < 0 {
		return o
	}
	view := *o
	view.cells = slices.Clone(o.cells)
	c := &view.cells[knows]
	c.hideBase, c.hidePart, c.band = false, false, false
	return &view
}

// values counts what a weak count can be, up to what it needs.
func (o *oneway) values(f weak) int { return o.as(f.knows).possible(f.index, f.w, f.need) }

// choice is one thing that can be hidden to protect another.
type choice struct {
	cost  float64
	index int // -1: the total, only for a band
	act   act
}

// act is what is done to the cell.
type act int

const (
	hideBase act = iota // and its part with it
	hidePart
	withdrawBand
)

func (o *oneway) at(index int) *cell {
	if index < 0 {
		return &o.total
	}
	return &o.cells[index]
}

func (o *oneway) hide(c choice) {
	cell := o.at(c.index)
	switch c.act {
	case hideBase:
		cell.hideBase, cell.hidePart, cell.band, cell.choseBase = true, true, false, true
	case hidePart:
		cell.hidePart, cell.chosePart = true, true
	case withdrawBand:
		cell.band, cell.choseBand = false, true
	}
}

// undo shows again what hide hid. A base that comes back brings its part and band as they were given, unless
// they were chosen as well.
func (o *oneway) undo(c choice) {
	cell := o.at(c.index)
	switch c.act {
	case hideBase:
		cell.hideBase, cell.choseBase = false, false
	case hidePart:
		cell.chosePart = false
	case withdrawBand:
		cell.choseBand = false
	}
	cell.hidePart = cell.hideBase || cell.chosePart || cell.givenPart
	cell.band = cell.givenBand && !cell.hideBase && !cell.choseBand
}

// choices lists what may be hidden for the sake of a count, cheapest first, ties by category. A base takes its part along, so
// it costs most; a shown 0 hardly helps, so it comes last; totals are never chosen.
func (o *oneway) choices(w which) []choice {
	var out []choice
	for i, c := range o.cells {
		if c.hideBase || c.base == 0 {
			continue
		}
		out = append(out, choice{35 + 1.5*float64(c.base), i, hideBase})
		if w == theBase {
			continue
		}
		switch {
		case c.band:
			out = append(out, choice{12, i, withdrawBand})
		case !c.hidePart && c.part > 0:
			out = append(out, choice{5 + float64(c.part)/2, i, hidePart})
		case !c.hidePart:
			out = append(out, choice{1000, i, hidePart})
		}
	}
	if w != theBase && o.total.band {
		out = append(out, choice{12, -1, withdrawBand})
	}
	category := func(c choice) string {
		if c.index < 0 {
			return ""
		}
		return o.cells[c.index].category
	}
	slices.SortStableFunc(out, func(a, b choice) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(category(a), category(b)), cmp.Compare(a.act, b.act))
	})
	return out
}

// protect hides what else must be hidden. False means that it cannot be done.
func (o *oneway) protect() bool {
	var done []choice
	for {
		f, found := o.failing()
		if !found {
			break
		}
		all := o.choices(f.w)
		if len(all) == 0 {
			return false
		}
		// The cheapest that gives the count more values; else the cheapest, as two may help where one does not.
		before := o.values(f)
		pick := all[0]
		for _, c := range all {
			saved := *o.at(c.index)
			o.hide(c)
			more := o.values(f) > before
			*o.at(c.index) = saved
			if more {
				pick = c
				break
			}
		}
		o.hide(pick)
		done = append(done, pick)
	}
	// Dearest first: what turned out not to be needed is shown again.
	slices.SortStableFunc(done, func(a, b choice) int { return cmp.Compare(b.cost, a.cost) })
	for _, c := range done {
		saved := *o.at(c.index)
		o.undo(c)
		if _, found := o.failing(); found {
			*o.at(c.index) = saved
		}
	}
	return true
}
