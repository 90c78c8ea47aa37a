// Package indicator counts: it turns the tracker's rows and the indicators' definitions into tables of
// counts. It is pure, and what it returns is not publishable: a Table holds true numbers of children, and
// only package disclose may turn it into something that a page can show.
//
// # Terms
//
// An indicator has a base (the children it applies to, `of`) and a part (those of the base who also meet
// `met`). Both are named populations: the same population id is the same count in every indicator.
//
// A stock is counted in one quarter, at its end. A flow is counted over the quarters of its window: with a
// window of 4, a cell sums the four quarters that end with the one it is named after, and there is a cell
// only where all four follow each other and are held.
//
// # Order of work
//
//  1. Check definitions: words from the lists, ids that exist, one meaning for each population id.
//  2. Compile the two conditions of each indicator against the tracker's columns (condition.go).
//  3. Run the indicator's worked cases through the same compiled conditions (cases.go).
//  4. Count: one mask a condition over all rows, one pass over the rows of each period.
//
// Anything wrong in a definition is a finding at the YAML file, and that indicator has no table. An indicator
// whose standard the authority does not set (`none`) is unmeasured: it has no table either, and a reason.
package indicator

import (
	"iter"
	"strings"

	"waymark/internal/diag"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

// The names of the checks in findings.
const (
	checkDefinition = "indicator-definition"
	checkExpression = "indicator-expression"
	checkCase       = "indicator-case"
	checkSum        = "indicator-sum"
)

// Table is the counts of one indicator: over time, or by the categories of one dimension in one window.
type Table struct {
	ID        string // "<indicator>", or "<indicator>/<dimension>/<last period of the window>"
	Indicator string
	Dimension string // "" over time
	Kind      string // "stock" or "flow"
	// Categories lists the dimension's category ids in its order, complete; nil over time.
	Categories []string
	Measure    site.Measure // what Base and Part of its cells count
	// BasePopulation and PartPopulation are the ids of what is counted; the same count has the same id everywhere.
	BasePopulation string
	PartPopulation string
	// Cells are in order of time; in a breakdown, the total first and then one for each category.
	Cells []Cell
}

// Cell is one pair of true counts. Part is never more than Base.
//
// For events, Base and Part count events, BaseChildren and PartChildren the children they come from. For a
// median, Base counts the children with a value, Part is 0, and the three values are those of the column.
type Cell struct {
	Window   []string // the periods it covers, oldest first
	Category string   // "" for all
	Base     int
	Part     int

	BaseChildren, PartChildren           int
	Median, LowerQuartile, UpperQuartile float64
}

// Unmeasured is an indicator that this authority does not measure.
type Unmeasured struct {
	Indicator string
	Reason    string // the standard's own words for setting none
}

// Result is everything Compute counted.
type Result struct {
	Tables     []Table // in the order of the site's indicators; over time before breakdowns
	Unmeasured []Unmeasured
}

// Compute checks the site's indicators and counts the rows of a store, which may hold no periods but must not
// be nil. Findings of severity Error mean that the result is not complete; tables that are returned are sound all the same.
func Compute(s *site.Site, store *tracker.Store, findings *diag.List) Result {
	columns := store.Schema()
	sound := validate(s, columns, findings)
	masks := masker{store: store, done: map[string][]bool{}}

	var out Result
	for _, def := range s.Indicators {
		limit := 0
		if std := s.Standards[def.Standard]; std != nil {
			limit = std.Amount
		}
		compiled, ok := compileIndicator(s, def, columns, limit, findings)
		if std := s.Standards[def.Standard]; std != nil && std.None != "" {
			out.Unmeasured = append(out.Unmeasured, Unmeasured{Indicator: def.ID, Reason: std.None})
			continue
		}
		if !ok {
			continue
		}
		if !runCases(def, compiled, columns, limit, findings) || !sound[def] {
			continue
		}
		out.Tables = append(out.Tables, count(s, def, compiled, &masks, findings)...)
	}
	return out
}

// pair is an indicator's two conditions, compiled.
type pair struct{ of, met condition }

func compileIndicator(s *site.Site, def *site.Indicator, columns *tracker.Schema, limit int, findings *diag.List) (pair, bool) {
	var p pair
	ok := true
	for _, c := range []struct {
		name  string
		where string
		into  *condition
	}{{"of", def.Of.Where, &p.of}, {"met", def.Met.Where, &p.met}} {
		if strings.TrimSpace(c.where) == "" {
			ok = false // validate has said so
			continue
		}
		compiled, problem := compile(c.where, columns, def.Standard != "", limit)
		if problem != nil {
			at := placeIn(s, def, "$."+c.name+".where", problem.line, problem.column)
			findings.Errorf(checkExpression, at.File, at.Line, at.Column, problem.hint, "%s.where: %s", c.name, problem.message)
			ok = false
			continue
		}
		*c.into = compiled
	}
	return p, ok
}

// masker evaluates each different condition once over all rows.
type masker struct {
	store *tracker.Store
	done  map[string][]bool // by source and limit
}

func (m *masker) of(c condition) []bool {
	if mask, ok := m.done[c.key]; ok {
		return mask
	}
	test := c.bind(m.store)
	mask := make([]bool, m.store.Len())
	for row := range mask {
		mask[row] = test(row)
	}
	m.done[c.key] = mask
	return mask
}

func count(s *site.Site, def *site.Indicator, compiled pair, masks *masker, findings *diag.List) []Table {
	of, met := masks.of(compiled.of), masks.of(compiled.met)
	windows := windowsOf(masks.store.Periods(), max(def.Window, 1))

	table := Table{
		ID: def.ID, Indicator: def.ID, Kind: def.Kind,
		BasePopulation: def.Of.Population, PartPopulation: def.Met.Population,
	}
	over := table
	for _, window := range windows {
		cell := Cell{Window: names(window)}
		for row := range rowsOf(masks.store, window) {
			if of[row] {
				cell.Base++
				if met[row] {
					cell.Part++
				}
			}
		}
		over.Cells = append(over.Cells, cell)
	}
	tables := []Table{over}
	if len(windows) == 0 {
		return tables
	}

	newest := windows[len(windows)-1]
	end := newest[len(newest)-1].String()
	for _, id := range def.Breakdowns {
		dim := s.Dimensions[id]
		col, _ := masks.store.Column(dim.Column) // validate has seen it
		byDim := table
		byDim.ID = strings.Join([]string{def.ID, id, end}, "/")
		byDim.Dimension = id
		byDim.Cells = []Cell{over.Cells[len(over.Cells)-1]}
		cellOf := map[string]int{} // by column value
		for _, c := range dim.Categories {
			byDim.Categories = append(byDim.Categories, c.ID)
			byDim.Cells = append(byDim.Cells, Cell{Window: names(newest), Category: c.ID})
			for _, v := range c.Of {
				cellOf[v] = len(byDim.Cells) - 1
			}
		}
		stray := map[string]bool{}
		for row := range rowsOf(masks.store, newest) {
			if !of[row] {
				continue
			}
			k, ok := cellOf[col.Text(row)]
			if !ok {
				stray[col.Text(row)] = true
				continue
			}
			byDim.Cells[k].Base++
			if met[row] {
				byDim.Cells[k].Part++
			}
		}
		if len(stray) > 0 {
			// D07. The figures themselves are not named: a message is not a released table.
			findings.Errorf(checkSum, dim.At.File, dim.At.Line, dim.At.Column,
				"add "+quoted(site.SortedIDs(stray))+" to one of the categories of "+id,
				"the categories of %s do not add up to the total of %s in %s", id, def.ID, end)
			continue
		}
		tables = append(tables, byDim)
	}
	return tables
}

// rowsOf yields the rows of all periods of a window.
func rowsOf(store *tracker.Store, window []tracker.Period) iter.Seq[int] {
	return func(yield func(int) bool) {
		for _, p := range window {
			from, to := store.Rows(p)
			for row := from; row < to; row++ {
				if !yield(row) {
					return
				}
			}
		}
	}
}

func names(window []tracker.Period) []string {
	out := make([]string, len(window))
	for i, p := range window {
		out[i] = p.String()
	}
	return out
}

// windowsOf lists every run of periods that follow each other and last the given number of quarters, oldest
// first. A missing period leaves out each window that would need it: a sum over fewer would look like a fall. A
// site that works by the month has a figure each month; a window of 4 quarters is then twelve of them.
func windowsOf(periods []tracker.Period, quarters int) [][]tracker.Period {
	n := quarters
	if len(periods) > 0 && periods[0].Monthly() && quarters > 1 {
		n = 3 * quarters
	}
	var out [][]tracker.Period
	for i := n; i <= len(periods); i++ {
		window := periods[i-n : i]
		if window[0].Add(n-1) == window[n-1] {
			out = append(out, window)
		}
	}
	return out
}
