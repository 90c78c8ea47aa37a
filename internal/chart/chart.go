// Package chart draws released figures and says in words what they show.
//
// A chart is one go-echarts definition. While a site is built, its option is drawn to SVG by ECharts itself,
// which runs in a JavaScript engine inside this program; when a reader asks for it, the same option and the
// same ECharts draw the live chart in the page. Nothing here can show what was not released: every number
// comes from a disclose.Table, and a hidden figure is a mark without a number already in the option.
//
// Terms. A Figure is what is known about an indicator besides its numbers. An Option is a chart as JSON with
// its size. A Drawing is the cleaned SVG, once for inside a page and once as a file of its own. A Drawer
// keeps the engines and the cache.
//
// The order of work: Line, Bar or another form makes an Option for each width; Drawer.Draw makes its Drawing;
// Finding, DataTable, CSV and Spark say the same in other forms and need no engine; Option.Live is what the page's
// script draws the live chart from.
//
//	option.go    a chart as JSON, tidy pass                  palette.go   colours as reserved tokens
//	overtime.go  a series over time                          process.go   limits and changes of a series
//	reference.go levels across it and their labels           judge.go     what limits say of the newest figure
//	bars.go      one period by category                      sentence.go  findings in words
//	distribution.go, duration.go  medians in all forms       contradict.go  comments against findings
//	stack.go     parts of one whole over time                table.go     data table and CSV
//	sankey.go    from groups to outcomes                     breaks.go    series whose definition changed
//	funnel.go    areas by their size                         spark.go     small line for lists
//	bullets.go   rows against targets                        live.go      the live chart, figures in words
//	heatmap.go   indicators by period
//	engine.go    ECharts in QuickJS, pool                    svg.go       clean-up of ECharts' SVG
//	cache.go     finished drawings on disk                   text.go      widths of letters
package chart

import (
	"sort"

	"waymark/internal/disclose"
	"waymark/internal/site"
)

// Figure is what a chart, a sentence and a table need to know about an indicator besides its numbers.
type Figure struct {
	ID         string // of the indicator
	Title      string
	Noun       string     // what is counted, plural: "children" when empty
	Did        string     // what the part did, past tense: "reached a permanent home within 14 months"; may be empty
	Better     string     // "higher", "lower" or "neutral"
	Target     *int       // percent
	Limit      *int       // of a duration: the standard, in the unit of the figures
	LimitWords string     // "Limit 14 months"
	Benchmark  *Benchmark // newest published figure of others
	Process    Process    // how a series is judged
	Changes    []Change   // known changes of the work or of the definition

	stock  bool   // counted at the end of a period, not over it; from the table
	events bool   // counts events, of which one child may have several; from the table
	unit   string // of a duration: "weeks"; from the table
}

// Benchmark is one published figure that is shown beside an authority's own.
type Benchmark struct {
	Name    string // "England"
	Period  string // "year to March 2025"
	Percent float64
}

// of takes from a table what it knows itself.
func (f Figure) of(t disclose.Table) Figure {
	f.stock = t.Kind() == "stock"
	f.events = t.Measure() == site.MeasureEvents
	if isDuration(t) {
		f.unit = t.Unit()
	}
	// Changes of the definition come first: at one place they count for more than changes of the work.
	var changes []Change
	for _, b := range t.Breaks() {
		changes = append(changes, Change{From: b.Period, Words: b.Reason, Definition: true})
	}
	f.Changes = append(changes, f.Changes...)
	if f.ID == "" {
		f.ID = t.Indicator()
	}
	return f
}

func (f Figure) noun() string {
	if f.Noun == "" {
		return "children"
	}
	return f.Noun
}

// value is one released figure as this package uses it: a number, a range, or a mark.
type value struct {
	shown  bool
	n      int // when shown
	ranged bool
	low    int // when ranged
	high   int
	mark   string // "c", "z" and so on; "" when shown
	text   string // as readers see it: "49%", "[c]"
	csv    string // as programs see it: "49", "c"
}

// point is one row of a released table.
type point struct {
	from, to, category   string
	base, part, percent  value
	median, lower, upper value // of a duration
	children             value // behind events
}

func valueOf(v disclose.Value) value {
	out := value{mark: v.Mark(), text: v.Text(), csv: v.CSV()}
	out.n, out.shown = v.Number()
	if !out.shown {
		out.low, out.high, out.ranged = v.Range()
	}
	return out
}

// pointsOf reads a table's rows. Rows over time are put in the order of time; categories keep their order.
func pointsOf(t disclose.Table) []point {
	var out []point
	for _, r := range t.Rows() {
		out = append(out, point{from: r.From, to: r.To, category: r.Category,
			base: valueOf(r.Base), part: valueOf(r.Part), percent: valueOf(r.Percent),
			median: valueOf(r.Median), lower: valueOf(r.LowerQuartile), upper: valueOf(r.UpperQuartile), children: valueOf(r.Children)})
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].to < out[j].to })
	return out
}

// period is the time period of a point for programs: "2026-Q2", or an interval, "2025-Q3/2026-Q2".
func (p point) period() string {
	if p.from != "" && p.from != p.to {
		return p.from + "/" + p.to
	}
	return p.to
}

// categoryID is the category of a point for programs.
func (p point) categoryID() string {
	if p.category == "" {
		return "total"
	}
	return p.category
}
