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

// eventsOfFew marks events that come from few children, though they may be many: those due, those done, and those that were not. The last are
// never shown, so less is asked of them where a window takes several periods together, whose rows are not linked: three
// children for certain (those of the fullest period), as a rest must keep three values, and min_count of them period by period.
func (b *builder) eventsOfFew(base, part int32, c indicator.Cell) {
	few := func(n int) bool { return n > 0 && n < b.policy.MinCount }
	if few(c.BaseChildren) {
		b.counts[base].small = true
	}
	if few(c.PartChildren) {
		b.counts[part].small = true
	}
	if c.LateRows > 0 && (c.LateRows < b.policy.MinCount || c.LateChildren < min(3, b.policy.MinCount)) {
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

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

const unbounded = 1 << 40
