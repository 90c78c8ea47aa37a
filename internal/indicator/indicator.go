// Package indicator counts: it turns the tracker's rows and the indicators' definitions into tables of
// counts. It is pure, and what it returns is not publishable: a Table holds true numbers of children, and
// only package disclose may turn it into something that a page can show.
//
// # Terms
//
// An indicator has one of three measures. A share has a base (the children it applies to, `of`) and a part
// (those of the base who also meet `met`). Events sum two columns over the rows of `of`: how many were due, and how
// many of those were done; one child may have several. A median is the middle value of a column, with its
// quartiles, over the rows of `of` that have a value.
//
// Base and part are named populations: the same population id is the same count in every indicator. For
// events the base is events.population and the part <events.population>_done. A median has no part.
//
// A stock is counted in one quarter, at its end. A flow is counted over the quarters of its window: with a
// window of 4, a cell takes the four quarters that end with the one it is named after together, and there is
// a cell only where all four follow each other and are held.
//
// # Order of work
//
//  1. Check definitions: words from the lists, ids that exist, one meaning for each population id.
//  2. Compile the conditions of each indicator against the tracker's columns (condition.go).
//  3. Run the indicator's worked cases through the same compiled conditions (cases.go).
//  4. Answer each comparison for all rows as a mask of bits (mask.go).
//  5. Take each period's rows together, then the periods of each window (tally.go, middle.go).
//
// Anything wrong in a definition is a finding at the YAML file, and that indicator has no table. An indicator
// whose standard the authority does not set (`none`) is unmeasured: it has no table either, and a reason.
package indicator

import (
	"strings"

	"waymark/internal/diag"
	"waymark/internal/rowset"
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
	Unit       string       // of the values of a median: "weeks"; "" for counts
	// BasePopulation and PartPopulation are the ids of what is counted; the same count has the same id
	// everywhere. A median has no PartPopulation.
	BasePopulation string
	PartPopulation string
	// BaseReads and PartReads are the columns that say who is in the two, sorted; of a median PartReads is the column of its values. A
	// median tells something about every count that is decided by the same column.
	BaseReads, PartReads []string
	// Counts says whose counts they are. Those that are not of children stand in no relation to any that are.
	Counts site.Subject
	// Breaks are where the series begins to count something else, oldest first. No window lies across one.
	Breaks []Break
	// Cells are in order of time; in a breakdown, the total first and then one for each category.
	Cells []Cell

	// Quarters are the single periods that the windows of a flow are made of, for the gate alone: neighbouring
	// windows differ by two quarters, so what is shown of windows has to be tried against the quarters. They
	// are never shown. Over time there is a cell for each period held, in order of time; in a breakdown, for
	// each period of its window, the total first and then one for each category. Each has a Window of one
	// period. Nil for a stock, and for a flow over one period: there the cells are the periods themselves.
	Quarters []Cell
}

// Cell is one pair of true counts. Part is never more than Base.
//
// For events, Base and Part count events, BaseChildren and PartChildren the children they come from: those with
// an event due, and those with one done. LateChildren are those with one due that was not done. Rows are not linked from one period to
// the next, so over a window these are those of its largest period: never more than the children there really were. LateRows
// adds the last up over the periods: never fewer. For a share all of Base and Part are children, and the four are 0.
//
// For a median, Base counts the children with a value, Part is 0, and the three values are those of the column;
// they mean nothing when Base is 0.
type Cell struct {
	Window   []string // the periods it covers, oldest first
	Category string   // "" for all
	Base     int
	Part     int

	BaseChildren, PartChildren           int
	LateChildren, LateRows               int
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
	// Populations says of each population of children which rows are in it, over all periods: from it the gate
	// sees which populations lie inside others. Populations of events are not here.
	Populations map[string]rowset.Set
	// Inside says which of them lie in others by definition, whoever the children are.
	Inside []Inside
}

// Compute checks the site's indicators and counts the rows of a store, which may hold no periods but must not
// be nil. Findings of severity Error mean that the result is not complete; tables that are returned are sound all the same.
func Compute(s *site.Site, store *tracker.Store, findings *diag.List) Result {
	columns := store.Schema()
	sound := validate(s, columns, findings)
	masks := newMasker(store)
	meanings := map[string]meaning{}

	var out Result
	for _, def := range s.Indicators {
		limit := 0
		if std := s.Standards[def.Standard]; std != nil {
			limit = std.Amount
		}
		if def.Log != nil {
			if std := s.Standards[def.Standard]; std != nil && std.None != "" {
				out.Unmeasured = append(out.Unmeasured, Unmeasured{Indicator: def.ID, Reason: std.None})
			} else if logCases(def, findings) && sound[def] {
				out.Tables = append(out.Tables, countLog(def, store.Log())...)
			}
			continue
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
		out.Tables = append(out.Tables, count(s, def, compiled, masks, findings)...)
		if out.Populations == nil {
			out.Populations = map[string]rowset.Set{}
		}
		switch of := masks.of(compiled.of); def.Measure() {
		case site.MeasureShare:
			out.Populations[def.Of.Population] = of
			out.Populations[def.Met.Population] = of.And(masks.of(compiled.met))
			meanings[def.Of.Population] = meaningOf("", compiled.of)
			meanings[def.Met.Population] = meaningOf("", compiled.of, compiled.met)
		case site.MeasureMedian: // its base is the children who have a value
			column, _ := store.Column(def.Median.Column)
			valued := rowset.New(store.Len())
			of.Each(0, store.Len(), func(row int) {
				if !column.Missing(row) {
					valued.Put(row)
				}
			})
			out.Populations[def.Of.Population] = valued
			meanings[def.Of.Population] = meaningOf(def.Median.Column, compiled.of)
		}
	}
	out.Inside = nested(meanings)
	return out
}

// rule is what an indicator counts, compiled.
type rule struct {
	of, met condition // met only for a share
}

// compileIndicator reports problems as findings; false when there are any.
func compileIndicator(s *site.Site, def *site.Indicator, columns *tracker.Schema, limit int, findings *diag.List) (rule, bool) {
	var r rule
	ok := true
	read := func(name, where string, into *condition) {
		if strings.TrimSpace(where) == "" {
			ok = false // validate has said so
			return
		}
		compiled, problem := compile(where, columns, def.Standard != "", limit)
		if problem != nil {
			at := placeIn(s, def, "$."+name+".where", problem.line, problem.column)
			findings.Errorf(checkExpression, at.File, at.Line, at.Column, problem.hint, "%s.where: %s", name, problem.message)
			ok = false
			return
		}
		*into = compiled
	}
	read("of", def.Of.Where, &r.of)
	switch def.Measure() {
	case site.MeasureEvents:
		ok = ok && isNumber(columns, def.Events.Over) && isNumber(columns, def.Events.Sum)
	case site.MeasureMedian:
		ok = ok && isNumber(columns, def.Median.Column)
	default:
		read("met", def.Met.Where, &r.met)
	}
	return r, ok
}

// isNumber is whether a column can be summed; validate has said why not.
func isNumber(columns *tracker.Schema, name string) bool {
	f, ok := columns.Field(name)
	return ok && f.Number && f.Min >= 0
}

// count makes the tables of an indicator. A row that makes no sense, or that is in no category, is a finding,
// and the table it belongs to is left out.
func count(s *site.Site, def *site.Indicator, r rule, masks *masker, findings *diag.List) []Table {
	store := masks.store
	t := newTaker(def, r, masks)
	if bad := t.firstBroken(); bad >= 0 {
		findings.Errorf(checkSum, def.At.File, def.At.Line, def.At.Column, "mend the period file, or the two columns of events",
			"%s: a row of %s has more %s than %s", def.ID, periodOf(store, bad), def.Events.Sum, def.Events.Over)
		return nil
	}
	base, part := populations(def)
	table := Table{ID: def.ID, Indicator: def.ID, Kind: def.Kind, Measure: def.Measure(), BasePopulation: base, PartPopulation: part,
		BaseReads: r.of.reads(), PartReads: r.met.reads()}
	if def.Median != nil {
		table.Unit, table.PartReads = def.Median.Unit, []string{def.Median.Column}
	}
	periods := store.Periods()
	table.Breaks = breaksOf(def, periods)
	windows := unbroken(windowsOf(periods, max(def.Window, 1)), table.Breaks)
	over := table
	for _, p := range periods {
		t.whole[p] = t.take(nil, p)
		if def.Kind == "flow" && def.Window > 1 {
			over.Quarters = append(over.Quarters, t.whole[p].cell([]tracker.Period{p}, ""))
		}
	}
	for _, window := range windows {
		var sum tally
		for _, p := range window {
			sum.add(t.whole[p])
		}
		over.Cells = append(over.Cells, sum.cell(window, ""))
	}
	tables := []Table{over}
	if len(windows) == 0 {
		return tables
	}
	for _, id := range def.Breakdowns {
		if by, ok := breakDown(table, over, s.Dimensions[id], t, windows[len(windows)-1], findings); ok {
			tables = append(tables, by)
		}
	}
	return tables
}

// breakDown divides the newest window by a dimension.
func breakDown(table, over Table, dim *site.Dimension, t *taker, window []tracker.Period, findings *diag.List) (Table, bool) {
	end := window[len(window)-1].String()
	table.ID = strings.Join([]string{table.Indicator, dim.ID, end}, "/")
	table.Dimension, table.Breaks = dim.ID, nil // one window has none
	table.Cells = []Cell{over.Cells[len(over.Cells)-1]}
	for _, c := range dim.Categories {
		table.Categories = append(table.Categories, c.ID)
	}
	if stray := t.strays(dim, window); len(stray) > 0 {
		// D07. The figures themselves are not named: a message is not a released table.
		findings.Errorf(checkSum, dim.At.File, dim.At.Line, dim.At.Column,
			"add "+quoted(stray)+" to one of the categories of "+dim.ID,
			"the categories of %s do not add up to the total of %s in %s", dim.ID, table.Indicator, end)
		return Table{}, false
	}
	sums := make([]tally, len(dim.Categories))
	var quarters []Cell
	for _, p := range window {
		one := []tracker.Period{p}
		quarters = append(quarters, t.whole[p].cell(one, ""))
		for i, c := range dim.Categories {
			in := t.masks.category(dim, c)
			sum := t.take(&in, p)
			sums[i].add(sum)
			quarters = append(quarters, sum.cell(one, c.ID))
		}
	}
	for i, c := range dim.Categories {
		table.Cells = append(table.Cells, sums[i].cell(window, c.ID))
	}
	if over.Quarters != nil {
		table.Quarters = quarters
	}
	return table, true
}

// populations are the ids of what an indicator counts.
func populations(def *site.Indicator) (base, part string) {
	switch def.Measure() {
	case site.MeasureEvents:
		return def.Events.Population, def.Events.Population + "_done"
	case site.MeasureMedian:
		return def.Of.Population, ""
	}
	return def.Of.Population, def.Met.Population
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
