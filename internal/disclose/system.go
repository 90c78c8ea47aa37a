package disclose

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"waymark/internal/indicator"
	"waymark/internal/site"
)

// Key is the identity of a count: the same key is one count wherever it is shown.
type Key struct {
	Population string // counts of the children whom events come from end in "/children"
	Window     string // "2026-Q2", or "2025-Q3..2026-Q2"
	At         string // "age-band=under-5", dimensions in order, joined by "+"; "" is everyone
}

// String is the key as the ledger and `explain` write it: "in_care 2026-Q2 age-band=under-5".
func (k Key) String() string { return strings.TrimRight(k.Population+" "+k.Window+" "+k.At, " ") }

func (k Key) compare(o Key) int {
	return cmp.Or(strings.Compare(k.Population, o.Population), strings.Compare(k.Window, o.Window), strings.Compare(k.At, o.At))
}

func windowText(window []string) string {
	if len(window) == 1 {
		return window[0]
	}
	return window[0] + ".." + window[len(window)-1]
}

const childrenOf = "/children"

// role is what a count is in its equations. A count that is a base anywhere is a base.
type role uint8

const (
	roleBase     role = iota
	rolePart          // shown, of a base
	roleChildren      // shown: the children whom a base of events comes from
	roleRest          // base - part; never shown, as are those that follow
	roleOutside       // wider - narrower
	roleQuarter       // of overlapping windows
	roleExtra         // events - children: second and later events of the same child
	roleKnown         // in the ledger, and no longer on the site
)

// count is one number that is shown somewhere, or that a reader could work out.
type count struct {
	key    Key
	window []string
	value  int
	role   role
	shown  bool // planned for display
	known  bool // an earlier release shows it
	small  bool // hidden, or must not become known
	none   bool // small as "none" or "all" only: a band may not be given for it unless it is sensitive
	need   int  // values that must stay possible
	ways   int  // dimensions of its key

	sensitive bool
	hint      bool    // the same key is small in the period before or after
	bases     []int32 // of a part
	parts     []int32 // of a base: hidden with it
	mixed     bool    // no band
	toldLow   int     // an earlier release gave a range
	toldHigh  int
	tables    []string // that it belongs to, sorted
}

// never says that a count is in the system and on no page.
func (c *count) never() bool { return !c.shown }

// system is all counts of a site and the equations between them: sum of sign times count is 0.
type system struct {
	policy Policy
	counts []count
	eqs    [][]term
	eqKind []string // what each says, for people: "margin age-band", "rest", "nested", "window", "events", "relation"
	byKey  map[Key]int32
	faults []Message
}

// Subset says that every child of one population is in another, by definition or in every record.
type Subset struct{ Narrow, Wide string }

// builder collects a system.
type builder struct {
	*system
	in    *Input
	alias map[string]string
	seen  map[string]bool // equations
	clash map[Key]bool
	truth map[Key]int // counted and never shown, by key
	kinds map[string]string
	rest  map[[2]string]bool // base and part populations that have rests
}

// buildSystem makes the system of some tables.
func buildSystem(in *Input, tables []indicator.Table) *system {
	b := &builder{system: &system{policy: in.Policy, byKey: map[Key]int32{}}, in: in, alias: in.aliases(), seen: map[string]bool{},
		clash: map[Key]bool{}, truth: map[Key]int{}, kinds: map[string]string{}, rest: map[[2]string]bool{}}
	never := slices.Clone(in.Never)
	for _, t := range in.Tables { // also of tables that were dropped: a period's number is the same
		if len(t.Quarters) > 0 {
			t.Cells = t.Quarters
			never = append(never, t)
		}
	}
	for _, t := range never {
		for _, c := range t.Cells {
			b.truth[b.key(t.BasePopulation, t, c)] = c.Base
			if t.PartPopulation != "" {
				b.truth[b.key(t.PartPopulation, t, c)] = c.Part
			}
		}
	}
	for _, t := range tables {
		b.table(t)
	}
	b.ledger()
	b.margins(tables)
	b.subsets()
	b.windows()
	b.relations()
	b.smallness()
	return b.system
}

func (b *builder) name(population string) string {
	if a, ok := b.alias[population]; ok {
		return a
	}
	return population
}

// at reads the categories of a cell: a two-way table has the dimension "a*b" and the categories "x*y", "x*", "*y".
func at(t indicator.Table, c indicator.Cell) []string {
	if t.Dimension == "" || c.Category == "" {
		return nil
	}
	dims, cats := strings.Split(t.Dimension, "*"), strings.Split(c.Category, "*")
	var out []string
	for i, d := range dims {
		if i < len(cats) && cats[i] != "" {
			out = append(out, d+"="+cats[i])
		}
	}
	slices.Sort(out)
	return out
}

func (b *builder) key(population string, t indicator.Table, c indicator.Cell) Key {
	return Key{Population: b.name(population), Window: windowText(c.Window), At: strings.Join(at(t, c), "+")}
}

// note adds a count, or finds it.
func (b *builder) note(k Key, window []string, value int, r role, shown bool, table string) int32 {
	i, ok := b.byKey[k]
	if !ok {
		i = int32(len(b.counts))
		b.byKey[k] = i
		b.counts = append(b.counts, count{key: k, window: window, value: value, role: r, ways: ways(k), toldHigh: -1})
	}
	c := &b.counts[i]
	if c.value != value {
		b.clash[k] = true // one key, two values: a fault in the definitions; smallness hides it
		b.fault(LevelError, table, "D07", "Figures do not add up: %s has two values. Check the definition of %s.", k, k.Population)
	}
	if ok && r != c.role {
		if r == roleBase && c.role == rolePart || r == rolePart && c.role == roleBase {
			c.role, c.mixed = roleBase, true
		} else if shown && !c.shown {
			c.role = r
		}
	}
	c.shown = c.shown || shown
	if table != "" && !slices.Contains(c.tables, table) {
		c.tables = append(c.tables, table)
	}
	return i
}

func ways(k Key) int {
	if k.At == "" {
		return 0
	}
	return 1 + strings.Count(k.At, "+")
}

func restName(base, part string) string { return base + "~" + part }

func (b *builder) table(t indicator.Table) {
	b.kinds[b.name(t.BasePopulation)] = t.Kind
	for _, c := range t.Cells {
		base := b.note(b.key(t.BasePopulation, t, c), c.Window, c.Base, roleBase, true, t.ID)
		if b.in.Sensitive[t.Indicator] {
			b.counts[base].sensitive = true
		}
		if t.Measure == site.MeasureEvents {
			b.kinds[b.name(t.BasePopulation)+childrenOf] = t.Kind
			kids := b.note(b.key(t.BasePopulation+childrenOf, t, c), c.Window, c.BaseChildren, roleChildren, true, t.ID)
			more := b.note(b.key(t.BasePopulation+"/more", t, c), c.Window, c.Base-c.BaseChildren, roleExtra, false, t.ID)
			b.equation("events", term{base, 1}, term{kids, -1}, term{more, -1})
		}
		if t.PartPopulation == "" || t.Measure == site.MeasureMedian {
			continue
		}
		b.kinds[b.name(t.PartPopulation)] = t.Kind
		part := b.note(b.key(t.PartPopulation, t, c), c.Window, c.Part, rolePart, true, t.ID)
		if b.in.Sensitive[t.Indicator] {
			b.counts[part].sensitive = true
		}
		if part == base {
			continue // the same population: met by all
		}
		p := &b.counts[part]
		if !slices.Contains(p.bases, base) {
			p.bases = append(p.bases, base)
			p.mixed = p.mixed || len(p.bases) > 1
			b.counts[base].parts = append(b.counts[base].parts, part)
		}
		b.difference(base, part, roleRest, t.ID, "rest")
		b.rest[[2]string{b.name(t.BasePopulation), b.name(t.PartPopulation)}] = true
		if t.Measure == site.MeasureEvents {
			b.eventsOfFew(base, part, c)
		}
	}
}

// eventsOfFew marks events that come from few children, though they may be many: those due, those done, and those that were not.
func (b *builder) eventsOfFew(base, part int32, c indicator.Cell) {
	few := func(n int) bool { return n > 0 && n < b.policy.MinCount }
	if few(c.BaseChildren) {
		b.counts[base].small = true
	}
	if few(c.PartChildren) {
		b.counts[part].small = true
	}
	if few(c.LateChildren) {
		b.counts[part].small = true
		k := Key{restName(b.counts[base].key.Population, b.counts[part].key.Population), b.counts[base].key.Window, b.counts[base].key.At}
		if rest, ok := b.byKey[k]; ok {
			b.counts[rest].small, b.counts[rest].need = true, min(3, b.policy.minValues())
		}
	}
}

// difference adds wide = narrow + outside.
func (b *builder) difference(wide, narrow int32, r role, table, kind string) {
	w, n := b.counts[wide], b.counts[narrow]
	k := Key{restName(w.key.Population, n.key.Population), w.key.Window, w.key.At}
	if w.value < n.value {
		b.fault(LevelError, table, "D07", "Figures do not add up: %s is less than %s, which is a part of it. Check the definition of %s.", w.key, n.key, n.key.Population)
		return
	}
	if _, ok := b.byKey[k]; ok {
		return
	}
	i := b.note(k, w.window, w.value-n.value, r, false, table)
	b.counts[i].tables = slices.Clone(w.tables)
	b.equation(kind, term{wide, 1}, term{narrow, -1}, term{i, -1})
}

// equation adds one, once, if it is true: what is not true is a fault of the definitions, not of the reader's arithmetic.
func (b *builder) equation(kind string, terms ...term) bool {
	sum := int64(0)
	ids := make([]string, len(terms))
	for i, t := range terms {
		sum += t.sign * int64(b.counts[t.at].value)
		ids[i] = fmt.Sprint(t.at, "*", t.sign)
	}
	if sum != 0 {
		return false
	}
	slices.Sort(ids)
	id := strings.Join(ids, " ")
	if !b.seen[id] {
		b.seen[id] = true
		b.eqs = append(b.eqs, terms)
		b.eqKind = append(b.eqKind, kind)
	}
	return true
}

func (b *builder) fault(level Level, table, code, format string, args ...any) {
	m := Message{Code: code, Level: level, Table: table, Text: fmt.Sprintf(format, args...)}
	if !slices.Contains(b.faults, m) {
		b.faults = append(b.faults, m)
	}
}

// ledger marks what earlier releases showed.
func (b *builder) ledger() {
	if b.in.Ledger == nil {
		return
	}
	for _, e := range b.in.Ledger.newest() {
		i, ok := b.byKey[e.Key]
		switch {
		case ok && e.isRange():
			c := &b.counts[i]
			if c.value >= e.Low && c.value <= e.High {
				c.toldLow, c.toldHigh = e.Low, e.High
			}
		case ok && b.counts[i].value == e.Low:
			b.counts[i].known = true
		case ok: // contradicts: Ledger.check has said so, and the newer value is what counts
		case !e.isRange():
			i := b.note(e.Key, e.window(), e.Low, roleKnown, false, "")
			b.counts[i].known = true
		}
	}
}

// margins adds the sums over the categories of one dimension, for every key that has them all.
func (b *builder) margins(tables []indicator.Table) {
	for _, t := range tables {
		if t.Dimension == "" {
			continue
		}
		dims := strings.Split(t.Dimension, "*")
		cats := make(map[string][]string, len(dims))
		for _, c := range t.Cells {
			for _, a := range at(t, c) {
				d, _, _ := strings.Cut(a, "=")
				if !slices.Contains(cats[d], a) {
					cats[d] = append(cats[d], a)
				}
			}
		}
		populations := []string{b.name(t.BasePopulation)}
		if t.PartPopulation != "" && t.Measure != site.MeasureMedian {
			populations = append(populations, b.name(t.PartPopulation))
		}
		if t.Measure == site.MeasureEvents {
			populations = append(populations, b.name(t.BasePopulation+childrenOf))
		}
		for _, population := range populations {
			for _, c := range t.Cells {
				of := at(t, c)
				for _, d := range dims {
					if !b.margin(population, c.Window, of, d, cats[d]) && !strings.HasSuffix(population, childrenOf) {
						b.fault(LevelError, t.ID, "D07", "Figures do not add up: the categories of %s do not sum to %s. Check the definition of %s.",
							d, Key{population, windowText(c.Window), strings.Join(of, "+")}, population)
					}
				}
			}
		}
	}
}

// margin is false when the sum is not what the whole is.
func (b *builder) margin(population string, window []string, of []string, dim string, cats []string) bool {
	for _, a := range of {
		if strings.HasPrefix(a, dim+"=") {
			return true
		}
	}
	w := windowText(window)
	whole, ok := b.byKey[Key{population, w, strings.Join(of, "+")}]
	if !ok {
		return true
	}
	terms := []term{{whole, 1}}
	for _, c := range cats {
		all := append(slices.Clone(of), c)
		slices.Sort(all)
		i, ok := b.byKey[Key{population, w, strings.Join(all, "+")}]
		if !ok {
			return true
		}
		terms = append(terms, term{i, -1})
	}
	return b.equation("sum over "+dim, terms...)
}

// aliases gives one name to populations that are in each other.
func (in *Input) aliases() map[string]string {
	out := map[string]string{}
	all := map[Subset]bool{}
	for _, s := range in.Subsets {
		all[s] = true
	}
	for _, s := range in.Subsets {
		if s.Narrow != s.Wide && all[Subset{s.Wide, s.Narrow}] {
			a, z := min(s.Narrow, s.Wide), max(s.Narrow, s.Wide)
			for {
				first, ok := out[z]
				if !ok {
					out[z] = a
					break
				}
				if first == a {
					break
				}
				a, z = min(first, a), max(first, a)
			}
		}
	}
	for k := range out {
		for {
			next, ok := out[out[k]]
			if !ok {
				break
			}
			out[k] = next
		}
	}
	return out
}

// nests lists the pairs of nested populations by their names, without those that follow from others.
func (b *builder) nests() []Subset {
	direct := map[Subset]bool{}
	for _, s := range b.in.Subsets {
		if n, w := b.name(s.Narrow), b.name(s.Wide); n != w {
			direct[Subset{n, w}] = true
		}
	}
	parts := map[Subset]bool{}
	for p := range b.rest {
		if p[0] != p[1] {
			parts[Subset{p[1], p[0]}] = true
		}
	}
	both := map[Subset]bool{}
	for s := range direct {
		both[s] = true
	}
	for s := range parts {
		both[s] = true
	}
	up := map[string][]string{}
	for s := range both {
		up[s.Narrow] = append(up[s.Narrow], s.Wide)
	}
	var reach func(from, to string, depth int) bool
	reach = func(from, to string, depth int) bool {
		for _, w := range up[from] {
			if w == to || depth < len(up) && reach(w, to, depth+1) {
				return true
			}
		}
		return false
	}
	var out []Subset
	for s := range direct {
		follows := parts[s]
		for _, w := range up[s.Narrow] {
			if w != s.Wide && reach(w, s.Wide, 0) && !reach(w, s.Narrow, 0) {
				follows = true
			}
		}
		if !follows {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, c Subset) int {
		return cmp.Or(strings.Compare(a.Narrow, c.Narrow), strings.Compare(a.Wide, c.Wide))
	})
	return out
}

// subsets adds wider = narrower + outside wherever both are counted. A step that is not counted at a key (say, by a
// dimension) is stepped over: the next wider population that is counted there is taken.
func (b *builder) subsets() {
	up := map[string][]string{}
	for _, s := range b.nests() {
		up[s.Narrow] = append(up[s.Narrow], s.Wide)
	}
	var pairs [][2]string
	for p := range b.rest {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, c [2]string) int { return cmp.Or(strings.Compare(a[0], c[0]), strings.Compare(a[1], c[1])) })
	for _, p := range pairs {
		if p[0] != p[1] && !slices.Contains(up[p[1]], p[0]) {
			up[p[1]] = append(up[p[1]], p[0])
		}
	}
	for i := range len(b.counts) {
		c := b.counts[i]
		if c.role > roleChildren {
			continue
		}
		todo, done := slices.Clone(up[c.key.Population]), map[string]bool{c.key.Population: true}
		for len(todo) > 0 {
			wide := todo[0]
			todo = todo[1:]
			if done[wide] {
				continue
			}
			done[wide] = true
			if w, ok := b.byKey[Key{wide, c.key.Window, c.key.At}]; ok {
				b.difference(w, int32(i), roleOutside, first(c.tables), "nested")
				continue
			}
			todo = append(todo, up[wide]...)
		}
	}
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

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

// relations adds what the configuration says, at every period and key where all its terms are counted.
func (b *builder) relations() {
	if len(b.policy.Relations) == 0 {
		return
	}
	var periods []string
	for _, c := range b.counts {
		if len(c.window) == 1 && !slices.Contains(periods, c.window[0]) {
			periods = append(periods, c.window[0])
		}
	}
	slices.Sort(periods)
	ats := map[string]bool{}
	var atList []string
	for _, c := range b.counts {
		if !ats[c.key.At] {
			ats[c.key.At] = true
			atList = append(atList, c.key.At)
		}
	}
	slices.Sort(atList)
	for _, r := range b.policy.Relations {
		for p := range periods {
			for _, a := range atList {
				var terms []term
				for _, t := range r.Terms {
					if p-t.Back < 0 {
						break
					}
					i, ok := b.byKey[Key{b.name(t.Population), periods[p-t.Back], a}]
					if !ok {
						break
					}
					terms = append(terms, term{i, int64(t.Times)})
				}
				if len(terms) == len(r.Terms) && !b.equation("relation", terms...) {
					b.fault(LevelError, "", "D07", "Figures do not add up: a relation does not hold for %s in %s. Check disclosure.relations.", r.Terms[0].Population, periods[p])
				}
			}
		}
	}
}

// smallness says which counts are small, and how many values each must keep.
func (b *builder) smallness() {
	p := b.policy
	few := func(n int) bool { return n > 0 && n < p.MinCount }
	values := p.minValues()
	allOrNone := func(base, part *count) bool {
		if part.value != 0 && part.value != base.value || base.value == 0 {
			return false
		}
		if part.sensitive {
			return true
		}
		if base.value >= p.MinBase {
			return false
		}
		// Where everyone is shown to be all or none, a category tells nothing more.
		if base.key.At != "" {
			wb, ok1 := b.byKey[Key{base.key.Population, base.key.Window, ""}]
			wp, ok2 := b.byKey[Key{part.key.Population, part.key.Window, ""}]
			if ok1 && ok2 && b.counts[wb].value >= p.MinBase && (b.counts[wp].value == 0) == (part.value == 0) &&
				(b.counts[wp].value == 0 || b.counts[wp].value == b.counts[wb].value) {
				return false
			}
		}
		return true
	}
	for i := range b.counts {
		c := &b.counts[i]
		switch c.role {
		case roleBase, roleChildren:
			if few(c.value) || c.value == 0 && p.Zeros == "hide" || b.clash[c.key] {
				c.small = true
			}
		case rolePart:
			if few(c.value) || b.clash[c.key] {
				c.small = true
			}
		case roleOutside:
			if few(c.value) {
				c.need = min(3, values)
			}
		case roleQuarter:
			if few(c.value) {
				c.need = min(2, values)
			}
		}
		if c.small && c.shown {
			c.need = values
		}
	}
	// Rests are of pairs: base, part.
	for i := range b.counts {
		part := &b.counts[i]
		for _, bi := range part.bases {
			base := &b.counts[bi]
			ri, ok := b.byKey[Key{restName(base.key.Population, part.key.Population), base.key.Window, base.key.At}]
			if !ok {
				continue
			}
			rest := &b.counts[ri]
			extreme := allOrNone(base, part)
			if few(rest.value) || extreme {
				rest.small, rest.need = true, min(3, values)
				if !few(part.value) && !few(rest.value) {
					part.none = true
				}
				part.small, part.need = true, values
			}
		}
	}
	// Events and the children they come from are hidden together.
	for i := range b.counts {
		c := &b.counts[i]
		if c.role != roleChildren {
			continue
		}
		e, ok := b.byKey[Key{strings.TrimSuffix(c.key.Population, childrenOf), c.key.Window, c.key.At}]
		if !ok {
			continue
		}
		if events := &b.counts[e]; c.small || events.small && few(events.value) {
			events.small, events.need = true, values
			c.small, c.need = true, values
		}
	}
	for i := range b.counts {
		slices.Sort(b.counts[i].tables)
	}
	b.hints()
}

// hints marks counts whose key is small in a period beside theirs: hiding the same rows in every quarter reads better and
// gives less away. What was small is used, not what was hidden, so that no quarter waits for another.
func (b *builder) hints() {
	type series struct{ population, at string }
	by := map[series][]int32{}
	for i, c := range b.counts {
		if c.shown {
			s := series{c.key.Population, c.key.At}
			by[s] = append(by[s], int32(i))
		}
	}
	for _, list := range by {
		slices.SortFunc(list, func(x, y int32) int { return strings.Compare(b.counts[x].key.Window, b.counts[y].key.Window) })
		for n, i := range list {
			if n > 0 && b.counts[list[n-1]].small || n+1 < len(list) && b.counts[list[n+1]].small {
				b.counts[i].hint = true
			}
		}
	}
}

const unbounded = 1 << 40
