package disclose

import (
	"fmt"
	"slices"
	"strings"

	"waymark/internal/indicator"
)

// Released is the figures that may be published. Only Release makes one with figures in it; the zero
// Released is empty.
type Released struct {
	tables []Table
	policy Policy
}

// Table is one released table.
type Table struct {
	id, indicator, dimension, kind, base, part string
	rows                                       []Row
}

// Row is one line of a released table.
type Row struct {
	From, To string // first and last period of the window
	Category string // "" is the total
	Base     Value
	Part     Value
	Percent  Value
}

// Tables lists the released tables by id.
func (r Released) Tables() []Table { return slices.Clone(r.tables) }

// Table finds one. A breakdown that was dropped is not there.
func (r Released) Table(id string) (Table, bool) {
	for _, t := range r.tables {
		if t.id == id {
			return t, true
		}
	}
	return Table{}, false
}

// Breakdowns lists the released breakdowns of an indicator, by id.
func (r Released) Breakdowns(indicator string) []Table {
	var out []Table
	for _, t := range r.tables {
		if t.indicator == indicator && t.dimension != "" {
			out = append(out, t)
		}
	}
	return out
}

// Policy is what the figures were released under.
func (r Released) Policy() Policy { return r.policy }

// ID is "<indicator>", or "<indicator>/<dimension>/<last period>".
func (t Table) ID() string { return t.id }

// Indicator is the id of the indicator.
func (t Table) Indicator() string { return t.indicator }

// Dimension is the id of the dimension; "" for a table over time.
func (t Table) Dimension() string { return t.dimension }

// Kind is "stock" or "flow".
func (t Table) Kind() string { return t.kind }

// Populations are the ids of who is counted and of who meets it.
func (t Table) Populations() (base, part string) { return t.base, t.part }

// Rows are in order of time; in a breakdown, the total first and then the categories in their order.
func (t Table) Rows() []Row { return slices.Clone(t.rows) }

// key is the identity of a count.
type key string

func keyOf(population, dimension string, c indicator.Cell) key {
	if c.Category == "" {
		dimension = "" // the total of a breakdown is the total over time
	}
	return key(strings.Join([]string{population, strings.Join(c.Window, "+"), dimension, c.Category}, "|"))
}

// reason why a count is hidden.
type reason uint8

const (
	shown reason = iota
	small
	protects
)

// gate is the state of one release: true counts, and what is decided about them.
type gate struct {
	policy  Policy
	tables  []indicator.Table // by id, without the dropped
	clash   map[key]bool      // one key, two values: a fault in the definitions, so hidden
	mixed   map[key]bool      // a part that is also a base, or has two bases: no band
	hidden  map[key]reason
	noBand  map[key]bool
	dropped []Dropped
}

// Release decides what may be published. It is the only maker of figures. A policy that Check refuses is a
// bug of the caller, as is a cell with a part larger than its base: both panic, so that nothing is published.
func Release(policy Policy, tables []indicator.Table) (Released, Report) {
	if err := policy.Check(); err != nil {
		panic("disclose: the policy was not checked: " + err.Error())
	}
	g := &gate{policy: policy, tables: slices.Clone(tables)}
	slices.SortFunc(g.tables, func(a, b indicator.Table) int { return strings.Compare(a.ID, b.ID) })
	for i, t := range g.tables {
		if i > 0 && g.tables[i-1].ID == t.ID {
			panic("disclose: two tables are called " + t.ID)
		}
		for _, c := range t.Cells {
			if c.Part < 0 || c.Part > c.Base || len(c.Window) == 0 || t.PartPopulation == "" && c.Part != 0 {
				panic(fmt.Sprintf("disclose: table %s has a cell that is not a base and a part of it in a window", t.ID))
			}
		}
		if t.Dimension != "" && (len(t.Cells) == 0 || t.Cells[0].Category != "") {
			panic("disclose: the breakdown " + t.ID + " does not start with its total")
		}
	}
	if policy.Policy == "suppress" {
		for !g.settle() {
		}
	}
	return g.publish()
}

// settle decides about all tables. False: a breakdown was dropped, and all must be decided again without it.
// Each turn drops one at least, so this ends.
func (g *gate) settle() bool {
	g.learn()
	if g.drop(g.tooFew) {
		return false
	}
	for changed := true; changed; {
		changed = false
		failed := map[string]bool{}
		for _, t := range g.tables {
			more, ok := g.protect(t)
			changed = changed || more
			if !ok {
				failed[t.ID] = true
				break
			}
		}
		if g.drop(func(t indicator.Table) bool { return failed[t.ID] }) {
			return false
		}
	}
	return true
}

// learn finds the keys, and hides what is small.
func (g *gate) learn() {
	g.clash, g.mixed = map[key]bool{}, map[key]bool{}
	g.hidden, g.noBand = map[key]reason{}, map[key]bool{}
	values, baseOf, isBase := map[key]int{}, map[key]key{}, map[key]bool{}
	note := func(k key, n int) {
		if old, ok := values[k]; ok && old != n {
			g.clash[k] = true
		}
		values[k] = n
	}
	g.each(func(t indicator.Table, c indicator.Cell) {
		base := keyOf(t.BasePopulation, t.Dimension, c)
		note(base, c.Base)
		isBase[base] = true
		if g.policy.smallBase(c.Base) {
			g.hidden[base] = small
		}
		if t.PartPopulation == "" {
			return
		}
		part := keyOf(t.PartPopulation, t.Dimension, c)
		note(part, c.Part)
		if old, ok := baseOf[part]; ok && old != base {
			g.mixed[part] = true
		}
		baseOf[part] = base
		if g.policy.smallPart(c.Part, c.Base) {
			g.hidden[part] = small
		}
	})
	for part := range baseOf {
		if isBase[part] {
			g.mixed[part] = true
		}
	}
	for k := range g.clash {
		if g.hidden[k] == shown {
			g.hidden[k] = protects
		}
	}
}

func (g *gate) each(do func(indicator.Table, indicator.Cell)) {
	for _, t := range g.tables {
		for _, c := range t.Cells {
			do(t, c)
		}
	}
}

// tooFew is the rule of shape: most cells would be hidden, so the whole breakdown is not worth its risk.
func (g *gate) tooFew(t indicator.Table) bool {
	if t.Dimension == "" {
		return false
	}
	if g.hidden[keyOf(t.BasePopulation, t.Dimension, t.Cells[0])] != shown {
		return true // a breakdown of a hidden total
	}
	bases, smallBases, smallParts := 0, 0, 0
	for _, c := range t.Cells[1:] {
		if c.Base == 0 {
			continue
		}
		bases++
		if g.policy.smallBase(c.Base) {
			smallBases++
		}
		if t.PartPopulation != "" && (g.policy.smallBase(c.Base) || g.policy.smallPart(c.Part, c.Base)) {
			smallParts++
		}
	}
	return float64(smallBases) > g.policy.DropBaseOver*float64(bases) ||
		float64(smallParts) > g.policy.DropPartOver*float64(bases)
}

// drop takes out the tables that answer to a rule, and says whether there were any.
func (g *gate) drop(rule func(indicator.Table) bool) bool {
	kept := g.tables[:0:0]
	for _, t := range g.tables {
		if rule(t) {
			g.dropped = append(g.dropped, Dropped{Table: t.ID, Indicator: t.Indicator, Dimension: t.Dimension})
			continue
		}
		kept = append(kept, t)
	}
	some := len(kept) < len(g.tables)
	g.tables = kept
	return some
}

// look is a cell with what is decided so far.
func (g *gate) look(t indicator.Table, c indicator.Cell) cell {
	out := cell{category: c.Category, base: c.Base, part: c.Part}
	out.hideBase = g.hidden[keyOf(t.BasePopulation, t.Dimension, c)] != shown
	if t.PartPopulation == "" {
		return out
	}
	part := keyOf(t.PartPopulation, t.Dimension, c)
	out.hidePart = out.hideBase || g.hidden[part] != shown
	out.band = g.policy.Bands && out.hidePart && !out.hideBase && c.Base >= g.policy.MinBase &&
		g.hidden[part] == small && g.policy.smallPart(c.Part, c.Base) && !g.noBand[part] && !g.mixed[part] && !g.clash[part]
	out.givenPart, out.givenBand = out.hidePart, out.band
	return out
}

// protect makes one table safe, and tells all others. ok is false when it cannot be done.
func (g *gate) protect(t indicator.Table) (changed, ok bool) {
	set := func(k key, r reason) {
		if g.hidden[k] == shown {
			g.hidden[k] = r
			changed = true
		}
	}
	follow := func(c indicator.Cell) { // a hidden base hides its part everywhere
		if r := g.hidden[keyOf(t.BasePopulation, t.Dimension, c)]; r != shown && t.PartPopulation != "" {
			set(keyOf(t.PartPopulation, t.Dimension, c), r)
		}
	}
	for _, c := range t.Cells {
		follow(c)
	}
	if t.Dimension == "" {
		return changed, true // lone pairs: the primary rule is all there is
	}

	o := &oneway{policy: g.policy, low: 1, parts: t.PartPopulation != ""}
	if g.policy.Zeros == "hide" {
		o.low = 0
	}
	o.total = g.look(t, t.Cells[0])
	if o.total.hideBase {
		return changed, false
	}
	if !o.parts {
		o.total.hidePart = true // no parts at all: nothing is known of them
	}
	for _, c := range t.Cells[1:] {
		o.cells = append(o.cells, g.look(t, c))
	}
	if !o.protect() {
		return changed, false
	}
	for i, c := range t.Cells {
		done := o.total
		if i > 0 {
			done = o.cells[i-1]
		}
		part := keyOf(t.PartPopulation, t.Dimension, c)
		if done.hideBase {
			set(keyOf(t.BasePopulation, t.Dimension, c), protects)
		}
		if o.parts && done.chosePart {
			set(part, protects)
		}
		if done.choseBand && !g.noBand[part] {
			g.noBand[part] = true
			changed = true
		}
		follow(c)
	}
	return changed, true
}

// publish makes the figures. After it, the true counts are not referred to.
func (g *gate) publish() (Released, Report) {
	out := Released{policy: g.policy}
	report := Report{Dropped: g.dropped, Tables: len(g.tables)}
	seen := map[key]bool{}
	tally := func(k key, v Value) {
		if seen[k] {
			return
		}
		seen[k] = true
		switch {
		case v.kind == number:
			report.Shown++
		case v.kind == band:
			report.Bands++
		case v.kind == hidden && g.hidden[k] == small:
			report.Small++
		case v.kind == hidden:
			report.Protect++
		}
	}
	for _, t := range g.tables {
		table := Table{id: t.ID, indicator: t.Indicator, dimension: t.Dimension, kind: t.Kind, base: t.BasePopulation, part: t.PartPopulation}
		for _, c := range t.Cells {
			row := Row{From: c.Window[0], To: c.Window[len(c.Window)-1], Category: c.Category}
			row.Base, row.Part, row.Percent = g.show(g.look(t, c), t.PartPopulation != "")
			tally(keyOf(t.BasePopulation, t.Dimension, c), row.Base)
			if t.PartPopulation != "" {
				tally(keyOf(t.PartPopulation, t.Dimension, c), row.Part)
			}
			table.rows = append(table.rows, row)
		}
		out.tables = append(out.tables, table)
	}
	slices.SortFunc(report.Dropped, func(a, b Dropped) int { return strings.Compare(a.Table, b.Table) })
	return out, report
}

// show turns a decided cell into figures.
func (g *gate) show(c cell, parts bool) (base, part, percent Value) {
	switch {
	case c.hideBase && !parts:
		return mark(hidden), mark(notApplicable), mark(notApplicable)
	case c.hideBase:
		return mark(hidden), mark(hidden), mark(hidden)
	case !parts || c.base == 0:
		return numberValue(c.base), mark(notApplicable), mark(notApplicable)
	case c.band:
		low, high := 0, g.policy.MinCount-1
		if c.part >= g.policy.MinCount {
			low, high = c.base-g.policy.MinCount+1, c.base
		}
		part, percent = bandValue(low, high), percentBand(low, high, c.base)
	case c.hidePart:
		part, percent = mark(hidden), mark(hidden)
	case c.base < g.policy.MinBase && g.policy.Policy != "off":
		part, percent = numberValue(c.part), mark(unreliable)
	default:
		part, percent = numberValue(c.part), percentValue(c.part, c.base)
	}
	return numberValue(c.base), part, percent
}
