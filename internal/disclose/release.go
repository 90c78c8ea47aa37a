package disclose

import (
	"fmt"
	"slices"
	"strings"

	"waymark/internal/indicator"
	"waymark/internal/site"
)

// Released is the figures that may be published. Only Release and ReleaseWith make one with figures in it; the
// zero Released is empty.
type Released struct {
	tables []Table
	policy Policy
	tested Tested
}

// Table is one released table.
type Table struct {
	id, indicator, dimension, kind, base, part, unit string
	counts                                           site.Subject
	measure                                          site.Measure
	categories                                       []string
	rows                                             []Row
	windows                                          [][]string // of each row
	breaks                                           []Break
}

// Break is a place in a series from which it counts something else. It holds no figure.
type Break struct {
	Period string // the first that is counted in the new way
	Reason string
}

// Breaks are the places where a series over time begins to count something else, oldest first.
func (t Table) Breaks() []Break { return slices.Clone(t.breaks) }

// Row is one line of a released table.
type Row struct {
	From, To string // first and last period of the window
	Category string // "" is the total
	Base     Value
	Part     Value
	Percent  Value
	Children Value // whom the events of Base come from; not applicable to other measures

	Median, LowerQuartile, UpperQuartile Value // of a duration, in the table's unit; not applicable to other measures
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

// Measure is what the figures are: shares of children, shares of events, or medians.
func (t Table) Measure() site.Measure { return t.measure }

// Counts says whose counts they are: of children, of staff or of meetings.
func (t Table) Counts() site.Subject { return t.counts }

// Unit is "child", "event", "member of staff" or "meeting" for counts; for medians it is what the duration is measured in.
func (t Table) Unit() string { return t.unit }

// Populations are the ids of who is counted and of who meets it.
func (t Table) Populations() (base, part string) { return t.base, t.part }

// Rows are in order of time; in a breakdown, the total first and then the categories in their order.
func (t Table) Rows() []Row { return slices.Clone(t.rows) }

// Input is everything that a release is decided from.
type Input struct {
	Policy Policy
	Tables []indicator.Table // what is to be published

	// Never holds tables that were counted and are not to be published: single periods of rolling windows, besides those in
	// the tables' own Quarters. They may be left out; a period is then any number that agrees with the sums it is part of,
	// which is what the reader knows too.
	Never     []indicator.Table
	Subsets   []Subset          // populations inside others, by definition or found by FindSubsets: what the audit takes a reader to know
	Defined   []Subset          // those that are so by definition: the only ones that are published
	Sensitive map[string]bool   // indicators that never print 0% or 100%
	Units     map[string]string // of the durations of median indicators whose table names none: "days", "weeks", "months"
	Ledger    *Ledger           // what earlier releases showed; nil: there is no file
	Release   string            // the name of this release, "2026-Q2"
	Accept    string            // the reason to contradict the ledger; "" does not
	Store     Store             // solved blocks of earlier builds; nil: none
	asWritten bool              // solve by the letter of the rules, for comparison
}

// Result is a release with what is known about how it came about. It holds true counts inside: pages are
// given Released and nothing else.
type Result struct {
	Released Released
	Report   Report

	in       Input
	sys      *system
	decided  decisions
	other    map[Key]int // a witness: other values of hidden counts
	least    map[Key]int
	most     map[Key]int
	tables   []indicator.Table
	meetings []indicator.Table // shown as they are; see setAside
}

// decisions are what the figures are made from, besides the counts. They hold no true count that is hidden.
type decisions struct {
	hidden  map[Key]why
	because map[Key]Key
	bands   map[Key][2]int
	dropped map[string]bool
}

// Release decides what may be published, without a ledger.
func Release(policy Policy, tables []indicator.Table) (Released, Report) {
	r := ReleaseWith(Input{Policy: policy, Tables: tables})
	return r.Released, r.Report
}

// ReleaseWith decides what may be published. It and Release are the only makers of figures. A policy that Check
// refuses is a bug of the caller, as is a cell with a part larger than its base: both panic, so that nothing is published.
// Messages of level error in the report mean that the site must not be published; what is not proved is hidden all the same.
func ReleaseWith(in Input) Result {
	if err := in.Policy.Check(); err != nil {
		panic("disclose: the policy was not checked: " + err.Error())
	}
	tables := slices.Clone(in.Tables)
	slices.SortFunc(tables, func(a, b indicator.Table) int { return strings.Compare(a.ID, b.ID) })
	for i, t := range tables {
		if i > 0 && tables[i-1].ID == t.ID {
			panic("disclose: two tables are called " + t.ID)
		}
		for _, c := range t.Cells {
			if c.Part < 0 || c.Part > c.Base || len(c.Window) == 0 || t.PartPopulation == "" && c.Part != 0 || c.BaseChildren > c.Base || c.PartChildren > c.Part {
				panic(fmt.Sprintf("disclose: table %s has a cell that is not a base and a part of it in a window", t.ID))
			}
		}
		if t.Dimension != "" && (len(t.Cells) == 0 || t.Cells[0].Category != "") {
			panic("disclose: the breakdown " + t.ID + " does not start with its total")
		}
	}
	tables, meetings := setAside(tables)
	in.Tables = tables
	r := Result{in: in, meetings: meetings, decided: decisions{hidden: map[Key]why{}, because: map[Key]Key{}, bands: map[Key][2]int{}, dropped: map[string]bool{}},
		other: map[Key]int{}, least: map[Key]int{}, most: map[Key]int{}}
	if in.Policy.Policy != "suppress" {
		r.tables = tables
		r.publish()
		return r
	}
	r.checkLedger(tables)
	tables = r.stepByYear(tables)
	memo := map[string]result{}
	for {
		r.sys = buildSystem(&r.in, tables)
		kept := r.dropFew(tables)
		if len(kept) < len(tables) {
			tables = kept
			continue
		}
		if drop := r.solve(memo); len(drop) > 0 {
			tables = slices.DeleteFunc(slices.Clone(tables), func(t indicator.Table) bool {
				if drop[t.ID] {
					r.drop(t, 0, 0)
				}
				return drop[t.ID]
			})
			continue
		}
		break
	}
	r.tables = tables
	r.tell(r.sys.faults...)
	r.nearlySame()
	r.publish()
	r.adviseGroups()
	return r
}

func (r *Result) tell(m ...Message) { r.Report.Messages = append(r.Report.Messages, m...) }

// stepByYear keeps, of the breakdowns of a flow, those whose windows do not overlap: the ones published before, then the newest.
func (r *Result) stepByYear(tables []indicator.Table) []indicator.Table {
	if r.in.Policy.BreakdownStep != "year" {
		return tables
	}
	type series struct{ indicator, dimension string }
	taken := map[series][][]string{}
	drop := map[string]bool{}
	byEnd := slices.Clone(tables)
	slices.SortStableFunc(byEnd, func(a, b indicator.Table) int {
		return strings.Compare(endOf(b), endOf(a))
	})
	for _, before := range []bool{true, false} {
		for _, t := range byEnd {
			if t.Dimension == "" || t.Kind != "flow" || len(t.Cells) == 0 || len(t.Cells[0].Window) < 2 {
				continue
			}
			s := series{t.Indicator, t.Dimension}
			w := t.Cells[0].Window
			told := r.in.Ledger.windowsOf(t.BasePopulation, t.Dimension)
			if slices.Contains(told, windowText(w)) != before {
				continue
			}
			clash := slices.ContainsFunc(taken[s], func(o []string) bool { return overlap(o, w) })
			if !before {
				clash = clash || slices.ContainsFunc(told, func(text string) bool { return overlapsText(text, w) })
			}
			if clash {
				drop[t.ID] = true
				r.Report.Overlapping = append(r.Report.Overlapping, t.ID)
				r.tell(Message{Code: "D25", Level: LevelWarning, Table: t.ID,
					Text: fmt.Sprintf("Overlapping windows with breakdowns: %s. Published by year instead.", t.BasePopulation)})
				continue
			}
			taken[s] = append(taken[s], w)
		}
	}
	return slices.DeleteFunc(slices.Clone(tables), func(t indicator.Table) bool { return drop[t.ID] })
}

// endOf is the last period of a table's window; "" for a table without cells, as of a site without period files.
func endOf(t indicator.Table) string {
	if len(t.Cells) == 0 || len(t.Cells[0].Window) == 0 {
		return ""
	}
	w := t.Cells[0].Window
	return w[len(w)-1]
}

// dropFew takes out breakdowns of which most would be hidden: they are not worth their risk.
func (r *Result) dropFew(tables []indicator.Table) []indicator.Table {
	s := r.sys
	b := &builder{system: s, in: &r.in, alias: r.in.aliases()}
	var kept []indicator.Table
	for _, t := range tables {
		if t.Dimension == "" {
			kept = append(kept, t)
			continue
		}
		if slices.Contains(r.in.Ledger.windowsOf(t.BasePopulation, t.Dimension), windowText(t.Cells[0].Window)) {
			kept = append(kept, t) // readers have some of it already: taking it off the site protects nobody, and the audit must see it
			continue
		}
		full := 1 + strings.Count(t.Dimension, "*")
		bases, smallBases, smallParts := 0, 0, 0
		hiddenTotal := false
		for _, c := range t.Cells {
			base := &s.counts[s.byKey[b.key(t.BasePopulation, t, c)]]
			if base.ways == 0 && base.small {
				hiddenTotal = true
			}
			if base.ways != full || c.Base == 0 {
				continue
			}
			bases++
			if base.small {
				smallBases++
			}
			if t.PartPopulation != "" && t.Measure != site.MeasureMedian {
				if part := &s.counts[s.byKey[b.key(t.PartPopulation, t, c)]]; base.small || part.small {
					smallParts++
				}
			}
		}
		if hiddenTotal || float64(smallBases) > r.in.Policy.DropBaseOver*float64(bases) || float64(smallParts) > r.in.Policy.DropPartOver*float64(bases) {
			r.drop(t, max(smallBases, smallParts), bases)
			continue
		}
		kept = append(kept, t)
	}
	return kept
}

func (r *Result) drop(t indicator.Table, few, of int) {
	r.decided.dropped[t.ID] = true
	r.Report.Dropped = append(r.Report.Dropped, Dropped{Table: t.ID, Indicator: t.Indicator, Dimension: t.Dimension})
	text := fmt.Sprintf("%s: too few children to break down by %s (%d of %d groups are small). Not published.", t.ID, t.Dimension, few, of)
	if of == 0 {
		text = fmt.Sprintf("%s: too few children to break down by %s (it cannot be protected). Not published.", t.ID, t.Dimension)
	}
	r.tell(Message{Code: "D20", Level: LevelWarning, Table: t.ID, Text: text})
}

// nearlySame warns of populations that differ by few: one of them loses its figures. Once for each pair, with the first period.
func (r *Result) nearlySame() {
	s := r.sys
	type pair struct{ wide, narrow string }
	type close struct {
		pair
		window, table string
		more          int
	}
	at := map[pair]int{}
	var found []close
	for i, e := range s.eqs {
		if s.eqKind[i] != "nested" || len(e) != 3 {
			continue
		}
		wide, narrow, outside := s.counts[e[0].at], s.counts[e[1].at], s.counts[e[2].at]
		if outside.need == 0 || wide.key.At != "" {
			continue
		}
		p := pair{wide.key.Population, narrow.key.Population}
		if n, ok := at[p]; ok {
			found[n].more++
			continue
		}
		at[p] = len(found)
		found = append(found, close{p, wide.key.Window, first(narrow.tables), 0})
	}
	for _, c := range found {
		when := c.window
		if c.more > 0 {
			when += fmt.Sprintf(" and in %d more %s", c.more, plural(c.more, "period", "periods"))
		}
		r.tell(Message{Code: "D22", Level: LevelWarning, Table: c.table, Text: fmt.Sprintf(
			"%s and %s differ by fewer than %d children in %s. Use the same population for both, or one of them will lose its figures.",
			c.wide, c.narrow, r.in.Policy.MinCount, when)})
	}
}

// publish makes the figures from the counts and the decisions.
func (r *Result) publish() {
	r.Released = r.figures(r.tables)
	r.Released.policy = r.in.Policy
	r.count()
	r.sumUp()
}

func (r *Result) keyOf(population string, t indicator.Table, c indicator.Cell, alias map[string]string) Key {
	b := &builder{in: &r.in, alias: alias}
	return b.key(population, t, c)
}

func (r *Result) figures(tables []indicator.Table) Released {
	alias := r.in.aliases()
	near := r.relatives()
	out := Released{policy: r.in.Policy}
	tables = slices.Concat(tables, r.meetings)
	slices.SortStableFunc(tables, func(a, b indicator.Table) int { return strings.Compare(a.ID, b.ID) })
	for _, t := range tables {
		if r.decided.dropped[t.ID] {
			continue
		}
		table := Table{id: t.ID, indicator: t.Indicator, dimension: t.Dimension, kind: t.Kind, base: t.BasePopulation, part: t.PartPopulation,
			measure: t.Measure, categories: t.Categories, unit: "child", counts: t.Counts}
		for _, b := range t.Breaks {
			table.breaks = append(table.breaks, Break(b))
		}
		if table.measure == "" {
			table.measure = site.MeasureShare
		}
		switch {
		case t.Counts == site.Staff:
			table.unit = "member of staff"
		case t.Counts == site.Meetings:
			table.unit = "meeting"
		}
		switch table.measure {
		case site.MeasureEvents:
			table.unit = "event"
		case site.MeasureMedian:
			if table.unit = t.Unit; table.unit == "" {
				table.unit = r.in.Units[t.Indicator]
			}
		}
		for _, c := range t.Cells {
			row := Row{From: c.Window[0], To: c.Window[len(c.Window)-1], Category: c.Category,
				Children: mark(notApplicable), Median: mark(notApplicable), LowerQuartile: mark(notApplicable), UpperQuartile: mark(notApplicable)}
			base := r.keyOf(t.BasePopulation, t, c, alias)
			parts := t.PartPopulation != "" && t.Measure != site.MeasureMedian
			part := r.keyOf(t.PartPopulation, t, c, alias)
			row.Base, row.Part, row.Percent = r.show(base, part, c, parts)
			switch t.Measure {
			case site.MeasureEvents:
				row.Children = numberValue(c.BaseChildren)
				if r.decided.hidden[r.keyOf(t.BasePopulation+childrenOf, t, c, alias)] != whyShown {
					row.Children = mark(hidden)
				}
			case site.MeasureMedian:
				row.Median, row.LowerQuartile, row.UpperQuartile = r.median(base, c, table.unit, near, first(t.PartReads))
			}
			table.rows = append(table.rows, row)
			table.windows = append(table.windows, slices.Clone(c.Window))
		}
		out.tables = append(out.tables, table)
	}
	return out
}

// show turns a decided cell into figures. Nothing of a hidden count is read here but whether it is hidden.
func (r *Result) show(baseKey, partKey Key, c indicator.Cell, parts bool) (base, part, percent Value) {
	p := r.in.Policy
	switch {
	case r.decided.hidden[baseKey] != whyShown && !parts:
		return mark(hidden), mark(notApplicable), mark(notApplicable)
	case r.decided.hidden[baseKey] != whyShown:
		return mark(hidden), mark(hidden), mark(hidden)
	case !parts || c.Base == 0:
		return numberValue(c.Base), mark(notApplicable), mark(notApplicable)
	}
	if b, ok := r.decided.bands[partKey]; ok {
		part, percent = bandValue(b[0], b[1]), percentBand(b[0], b[1], c.Base)
	} else if r.decided.hidden[partKey] != whyShown {
		part, percent = mark(hidden), mark(hidden)
	} else if c.Base < p.MinBase && p.Policy != "off" {
		part, percent = numberValue(c.Part), mark(unreliable)
	} else {
		part, percent = numberValue(c.Part), percentValue(c.Part, c.Base)
	}
	return numberValue(c.Base), part, percent
}

// count fills the report.
func (r *Result) count() {
	rep := &r.Report
	rep.Tables = len(r.Released.tables)
	alias := r.in.aliases()
	seen := map[Key]bool{}
	tally := func(k Key, v Value) {
		if seen[k] {
			return
		}
		seen[k] = true
		switch {
		case v.kind == number:
			rep.Shown++
		case v.kind == band:
			rep.Bands++
		case v.kind == hidden && (r.decided.hidden[k] == whySmall || r.decided.hidden[k] == whyNone):
			rep.Small++
		case v.kind == hidden:
			rep.Protect++
		}
		if v.kind == hidden || v.kind == band {
			h := Hidden{Key: k.String(), Reason: r.decided.hidden[k].String(), Range: v.kind == band}
			if b, ok := r.decided.because[k]; ok {
				h.For = b.String()
			}
			rep.Hidden = append(rep.Hidden, h)
		}
	}
	for _, t := range r.tables {
		i := slices.IndexFunc(r.Released.tables, func(o Table) bool { return o.id == t.ID })
		if i < 0 {
			continue
		}
		for n, c := range t.Cells {
			row := r.Released.tables[i].rows[n]
			tally(r.keyOf(t.BasePopulation, t, c, alias), row.Base)
			if t.PartPopulation != "" && t.Measure != site.MeasureMedian {
				tally(r.keyOf(t.PartPopulation, t, c, alias), row.Part)
			}
			if t.Measure == site.MeasureEvents {
				tally(r.keyOf(t.BasePopulation+childrenOf, t, c, alias), row.Children)
			}
		}
	}
	slices.SortFunc(rep.Hidden, func(a, b Hidden) int { return strings.Compare(a.Key, b.Key) })
	slices.SortFunc(rep.Dropped, func(a, b Dropped) int { return strings.Compare(a.Table, b.Table) })
}
