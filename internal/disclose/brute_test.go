package disclose

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"waymark/internal/indicator"
)

// reader is somebody who has the whole site and all the time in the world. It knows nothing of package disclose but
// what is printed: shown numbers, ranges, and the rules. Its sums are written again here, apart from those of buildSystem.
type reader struct {
	index map[string]int
	names []string
	lo    []int
	hi    []int
	truth []int
	sums  [][]term
	steps int
}

func newReader() *reader { return &reader{index: map[string]int{}} }

func (r *reader) add(name string, truth, lo, hi int) int {
	i, ok := r.index[name]
	if !ok {
		i = len(r.names)
		r.index[name] = i
		r.names = append(r.names, name)
		r.lo, r.hi, r.truth = append(r.lo, lo), append(r.hi, hi), append(r.truth, truth)
	}
	r.lo[i], r.hi[i] = max(r.lo[i], lo), min(r.hi[i], hi)
	if truth < r.lo[i] || truth > r.hi[i] || truth != r.truth[i] {
		panic("the reader is told something false about " + name)
	}
	return i
}

func (r *reader) sum(whole int, parts ...int) {
	s := []term{{int32(whole), 1}}
	for _, p := range parts {
		s = append(s, term{int32(p), -1})
	}
	r.sums = append(r.sums, s)
}

// can says whether all sums can hold with the bounds, by trying every whole number, smallest range first.
func (r *reader) can(lo, hi []int) bool {
	lo, hi = slices.Clone(lo), slices.Clone(hi)
	for changed := true; changed; {
		changed = false
		for _, s := range r.sums {
			a, z := 0, 0
			for _, t := range s {
				if t.sign > 0 {
					a, z = a+lo[t.at], z+hi[t.at]
				} else {
					a, z = a-hi[t.at], z-lo[t.at]
				}
			}
			if a > 0 || z < 0 {
				return false
			}
			for _, t := range s { // sum of the others is in [a-own, z-own]
				if t.sign > 0 {
					if n := -(a - lo[t.at]); n < hi[t.at] {
						hi[t.at], changed = n, true
					}
					if n := -(z - hi[t.at]); n > lo[t.at] {
						lo[t.at], changed = n, true
					}
				} else {
					if n := z + lo[t.at]; n < hi[t.at] {
						hi[t.at], changed = n, true
					}
					if n := a + hi[t.at]; n > lo[t.at] {
						lo[t.at], changed = n, true
					}
				}
				if lo[t.at] > hi[t.at] {
					return false
				}
				a, z = 0, 0
				for _, u := range s {
					if u.sign > 0 {
						a, z = a+lo[u.at], z+hi[u.at]
					} else {
						a, z = a-hi[u.at], z-lo[u.at]
					}
				}
			}
		}
	}
	pick := -1
	for i := range lo {
		if lo[i] < hi[i] && (pick < 0 || hi[i]-lo[i] < hi[pick]-lo[pick]) {
			pick = i
		}
	}
	if pick < 0 {
		return true
	}
	if r.steps++; r.steps > mostSteps {
		return true // given up: the caller looks at steps
	}
	for v := lo[pick]; v <= hi[pick]; v++ {
		a, z := slices.Clone(lo), slices.Clone(hi)
		a[pick], z[pick] = v, v
		if r.can(a, z) {
			return true
		}
	}
	return false
}

// values counts what a count can be, up to enough. Known counts stay as they are.
func (r *reader) values(i, enough int, knows []int) int {
	lo, hi := slices.Clone(r.lo), slices.Clone(r.hi)
	for _, k := range knows {
		lo[k], hi[k] = r.truth[k], r.truth[k]
	}
	n := 0
	for d := 0; n < enough && d <= 60; d++ {
		for _, v := range []int{r.truth[i] + d, r.truth[i] - d} {
			if v < lo[i] || v > hi[i] || d == 0 && n > 0 {
				continue
			}
			a, z := slices.Clone(lo), slices.Clone(hi)
			a[i], z[i] = v, v
			if r.can(a, z) {
				n++
			}
		}
	}
	return n
}

const (
	readerMost = 60   // no count of the random samples is larger
	mostSteps  = 4000 // after which a sample is given up: it is not counted as checked
)

// see takes what is released of tables, and their sums.
func (r *reader) see(p Policy, tables []indicator.Table, released Released, inside [][2]string) (small map[int]int, alone [][]int) {
	small = map[int]int{}
	type cellAt struct{ base, part, rest int }
	at := map[string]cellAt{}
	baseCount := map[string]int{}
	few := func(n int) bool { return n > 0 && n < p.MinCount }
	values := p.minValues()
	for _, t := range tables {
		out, ok := released.Table(t.ID)
		if !ok {
			continue
		}
		for n, row := range out.Rows() {
			c := t.Cells[n]
			name := func(population string) string {
				d := t.Dimension
				if c.Category == "" {
					d = ""
				}
				return fmt.Sprint(population, c.Window, d, c.Category)
			}
			see := func(population string, v Value, truth, lo, hi int) int {
				if x, ok := v.Number(); ok {
					lo, hi = x, x
				} else if l, h, ok := v.Range(); ok {
					lo, hi = max(lo, l), min(hi, h)
				}
				return r.add(name(population), truth, lo, hi)
			}
			least := 1
			if p.Zeros == "hide" {
				least = 0
			}
			base := see(t.BasePopulation, row.Base, c.Base, least*min(1, max(c.Base, b2i(row.Base.kind == hidden))), readerMost)
			if few(c.Base) {
				small[base] = values
			}
			baseCount[name(t.BasePopulation)] = base
			now := cellAt{base: base, part: -1, rest: -1}
			if t.PartPopulation != "" {
				lo, hi := 0, readerMost
				if shown, ok := row.Base.Number(); ok {
					hi = shown
					if _, _, band := row.Part.Range(); band {
						lo, hi = 1, shown-1
					} else if row.Part.kind == hidden && shown >= p.MinBase {
						lo = 1
					}
				}
				if row.Part.Mark() == "z" {
					lo, hi = 0, 0
				}
				now.part = see(t.PartPopulation, row.Part, c.Part, lo, hi)
				now.rest = r.add(name(t.BasePopulation+" without "+t.PartPopulation), c.Base-c.Part, 0, readerMost)
				r.sum(base, now.part, now.rest)
				whole := t.Cells[0]
				extreme := c.Base > 0 && c.Base < p.MinBase && (c.Part == 0 || c.Part == c.Base)
				if c.Category != "" && whole.Base >= p.MinBase && (whole.Part == 0 && c.Part == 0 || whole.Part == whole.Base && c.Part == c.Base) {
					extreme = false
				}
				if few(c.Part) || few(c.Base-c.Part) || extreme {
					small[now.part] = values
				}
				if few(c.Base-c.Part) || extreme {
					small[now.rest] = max(small[now.rest], min(3, values))
				}
			}
			at[t.ID+"|"+fmt.Sprint(c.Window)+c.Category] = now
		}
		if t.Dimension != "" {
			total := at[t.ID+"|"+fmt.Sprint(t.Cells[0].Window)]
			var bases, parts []int
			for _, c := range t.Cells[1:] {
				x := at[t.ID+"|"+fmt.Sprint(c.Window)+c.Category]
				bases, parts = append(bases, x.base), append(parts, x.part)
			}
			r.sum(total.base, bases...)
			if t.PartPopulation != "" {
				r.sum(total.part, parts...)
			}
		}
	}
	for _, x := range inside { // narrow, wide
		for name, n := range baseCount {
			if len(name) > len(x[0]) && name[:len(x[0])] == x[0] {
				if w, ok := baseCount[x[1]+name[len(x[0]):]]; ok {
					o := r.add(name+" outside", r.truth[w]-r.truth[n], 0, readerMost)
					r.sum(w, n, o)
					if few(r.truth[o]) {
						small[o] = min(3, values)
					}
				}
			}
		}
	}
	// A child alone in a hidden cell knows it, and if it is a base what the one child met.
	for _, x := range at {
		if x.part >= 0 {
			for _, i := range []int{x.part, x.rest} {
				switch {
				case r.truth[i] == 1 && r.lo[i] < r.hi[i] && r.lo[x.base] == r.hi[x.base]:
					alone = append(alone, []int{i, x.part, x.rest}) // the other is known with it
				case r.truth[i] == 1 && r.lo[i] < r.hi[i]:
					alone = append(alone, []int{i})
				}
			}
		}
	}
	for _, base := range baseCount {
		if r.truth[base] == 1 && r.lo[base] < r.hi[base] {
			knows := []int{base}
			for _, x := range at {
				if x.base == base && x.part >= 0 {
					knows = append(knows, x.part, x.rest)
				}
			}
			alone = append(alone, knows)
		}
	}
	return small, alone
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// attackAll looks for a count that can be narrowed. undecided is true when it took too long.
func (r *reader) attackAll(small map[int]int, alone [][]int) (problem string, undecided bool) {
	ids := make([]int, 0, len(small))
	for i := range small {
		ids = append(ids, i)
	}
	slices.Sort(ids)
	for _, i := range ids {
		if got := r.values(i, small[i], nil); got < small[i] {
			return fmt.Sprintf("%s has %d values of %d", r.names[i], got, small[i]), r.steps > mostSteps
		}
	}
	for _, knows := range alone {
		for _, i := range ids {
			if !slices.Contains(knows, i) && r.values(i, 2, knows) < 2 {
				return fmt.Sprintf("%s is known to the child in %s", r.names[i], r.names[knows[0]]), r.steps > mostSteps
			}
		}
	}
	return "", r.steps > mostSteps
}

// TestLinkedTablesCannotBeWorkedOut releases small random sets of tables that are linked: two dimensions of the same
// children, two indicators with one base, a population inside another.
func TestLinkedTablesCannotBeWorkedOut(t *testing.T) {
	checked, hidden, dropped, undecided := 0, 0, 0, 0
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 3))
		in := linked(rng)
		in.Policy = loose(in.Policy)
		in.Policy.Bands = seed%3 != 0
		result := ReleaseWith(in)
		if len(result.Report.Errors()) > 0 {
			for _, m := range result.Report.Errors() {
				if m.Code != "D01" {
					t.Fatalf("seed %d: %v", seed, m)
				}
			}
		}
		var inside [][2]string
		for _, s := range in.Subsets {
			inside = append(inside, [2]string{s.Narrow, s.Wide})
		}
		r := newReader()
		small, alone := r.see(in.Policy, in.Tables, result.Released, inside)
		dropped += len(result.Report.Dropped)
		hidden += result.Report.Small + result.Report.Protect
		problem, late := r.attackAll(small, alone)
		if late {
			undecided++
			continue
		}
		checked++
		if problem != "" {
			t.Errorf("seed %d: %s", seed, problem)
			for _, table := range result.Released.Tables() {
				t.Log(table.ID(), rowsText(table.Rows()))
			}
			if t.Failed() {
				return
			}
		}
	}
	t.Logf("%d sets checked, %d undecided, %d hidden, %d dropped", checked, undecided, hidden, dropped)
	if checked < 60 || hidden < 300 {
		t.Errorf("only %d sets with %d hidden counts were checked: the test has lost its force", checked, hidden)
	}
}

func linked(rng *rand.Rand) Input {
	type child struct {
		a, b             int
		inside, met, too bool
	}
	var children []child
	na, nb := 2+rng.IntN(3), 2+rng.IntN(2)
	few := rng.IntN(3) == 0
	for range 12 + rng.IntN(25) {
		a := rng.IntN(na)
		if few && rng.IntN(3) > 0 {
			a = 0
		}
		children = append(children, child{a, rng.IntN(nb), rng.IntN(4) > 0, rng.IntN(3) == 0, rng.IntN(2) == 0})
	}
	in := Input{Policy: DefaultPolicy(), Subsets: []Subset{{"sub", "all"}}}
	add := func(id, base, part string, inBase, inPart func(child) bool) {
		for _, dim := range []string{"", "a", "b"} {
			t := indicator.Table{ID: id, Indicator: id, Kind: "stock", Dimension: dim, BasePopulation: base, PartPopulation: part,
				Cells: []indicator.Cell{{Window: quarter}}}
			n := 0
			if dim != "" {
				t.ID += "/" + dim + "/2026-Q2"
				n = map[string]int{"a": na, "b": nb}[dim]
			}
			for c := range n {
				t.Categories = append(t.Categories, fmt.Sprint(dim, c))
				t.Cells = append(t.Cells, indicator.Cell{Window: quarter, Category: fmt.Sprint(dim, c)})
			}
			for _, c := range children {
				if !inBase(c) {
					continue
				}
				cells := []int{0}
				if dim != "" {
					cells = append(cells, 1+map[string]int{"a": c.a, "b": c.b}[dim])
				}
				for _, k := range cells {
					t.Cells[k].Base++
					if part != "" && inPart(c) {
						t.Cells[k].Part++
					}
				}
			}
			in.Tables = append(in.Tables, t)
		}
	}
	all := func(child) bool { return true }
	sub := func(c child) bool { return c.inside }
	add("i", "all", "met", all, func(c child) bool { return c.met })
	add("j", "sub", "submet", sub, func(c child) bool { return c.too })
	if rng.IntN(2) == 0 {
		add("k", "all", "too", all, func(c child) bool { return c.too })
	}
	return in
}

// TestAuditMissesNothing audits blocks of which any counts are hidden, not those that protect: what the reader can narrow too
// far, the audit must fail.
func TestAuditMissesNothing(t *testing.T) {
	failed, passed, strict := 0, 0, 0
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 5))
		in := linked(rng)
		if seed%2 == 0 {
			in = rolling(rng)
		}
		s := buildSystem(&in, in.Tables)
		blocks := s.split()
		for _, b := range blocks {
			for i := range b.counts {
				if b.counts[i].shown && rng.IntN(3) == 0 {
					b.chosen[int32(i)] = -1
				}
				b.noBand[i] = rng.IntN(2) == 0
			}
			b.close()
			b.settle()
			fails := map[int32]bool{}
			for _, f := range b.audit() {
				fails[f.count] = true
			}
			var singles []weak
			if len(fails) == 0 {
				singles = b.singletons()
			}
			r := newReader()
			for i := range b.counts {
				c := &b.counts[i]
				lo, hi := c.value, c.value
				if b.unknown(int32(i)) {
					l, h := b.bounds(int32(i))
					lo, hi = int(l), int(min(h, readerMost))
				}
				r.add(c.key.String()+fmt.Sprint(i), c.value, lo, hi)
			}
			r.sums = b.eqs
			for _, i := range b.asks {
				need := b.counts[i].need
				got := r.values(int(i), need, nil)
				if r.steps > mostSteps {
					break
				}
				switch {
				case got < need && !fails[i]:
					t.Fatalf("seed %d: %s has %d values of %d and the audit passes it", seed, b.counts[i].key, got, need)
				case got >= need && fails[i]:
					strict++
				case fails[i]:
					failed++
				default:
					passed++
				}
			}
			if len(fails) > 0 || r.steps > mostSteps {
				continue
			}
			for _, knows := range b.alone() {
				var k []int
				for _, v := range knows {
					k = append(k, int(v))
				}
				for _, i := range b.asks {
					if slices.Contains(knows, i) || b.part[i] != b.part[knows[0]] {
						continue
					}
					known := r.values(int(i), 2, k) < 2 // knows[0] is in the component
					said := slices.ContainsFunc(singles, func(w weak) bool { return w.count == i && slices.Equal(w.knows, knows) })
					if known && !said {
						t.Fatalf("seed %d: %s is known to a child, and the audit passes it", seed, b.counts[i].key)
					}
				}
			}
		}
	}
	t.Logf("%d rightly failed, %d rightly passed, %d failed that a reader could not narrow", failed, passed, strict)
	if failed < 100 || passed < 100 || strict*20 > failed+passed {
		t.Errorf("%d failed, %d passed, %d too strict", failed, passed, strict)
	}
}

// rolling is events by quarter, published as rolling sums of three quarters.
func rolling(rng *rand.Rand) Input {
	in := Input{Policy: DefaultPolicy()}
	table := indicator.Table{ID: "r", Indicator: "r", Kind: "flow", BasePopulation: "events", PartPopulation: "intime"}
	never := table
	never.ID = "never"
	n := 5 + rng.IntN(3)
	var bases, parts []int
	for q := range n {
		base := rng.IntN(7)
		bases, parts = append(bases, base), append(parts, rng.IntN(base+1))
		never.Cells = append(never.Cells, indicator.Cell{Window: []string{fmt.Sprintf("2024-%02d", q+1)}, Base: base, Part: parts[q]})
		if q >= 2 {
			c := indicator.Cell{Window: []string{fmt.Sprintf("2024-%02d", q-1), fmt.Sprintf("2024-%02d", q), fmt.Sprintf("2024-%02d", q+1)}}
			for k := q - 2; k <= q; k++ {
				c.Base += bases[k]
				c.Part += parts[k]
			}
			table.Cells = append(table.Cells, c)
		}
	}
	in.Tables = []indicator.Table{table}
	if rng.IntN(2) == 0 {
		in.Never = []indicator.Table{never}
	}
	return in
}
