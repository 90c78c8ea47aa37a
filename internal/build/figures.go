package build

import (
	"cmp"
	"context"

	"waymark/internal/benchmark"
	"waymark/internal/chart"
	"waymark/internal/diag"
	"waymark/internal/disclose"
	"waymark/internal/site"
)

// SiteFigures is everything released of one site, in words, for commands that print it instead of making pages.
type SiteFigures struct {
	ID         string             `json:"site"`
	Indicators []IndicatorFigures `json:"indicators"`
}

// IndicatorFigures is one indicator with its released figures.
type IndicatorFigures struct {
	ID       string        `json:"id"`
	Title    string        `json:"title"`
	Theme    string        `json:"theme"`
	Question string        `json:"question"`
	Of       string        `json:"of"`       // who it counts
	Met      string        `json:"met"`      // what counts
	Where    []string      `json:"where"`    // how both are counted, as written in the definition
	Standard string        `json:"standard"` // the timescale it measures, in words; "" when none
	Source   string        `json:"source"`   // where the timescale comes from
	File     string        `json:"file"`     // where it is defined
	Version  string        `json:"version"`  // newest version of the definition
	State    string        `json:"state"`    // of the newest figure: "shown", "range", "hidden", "none", "not measured"
	Reason   string        `json:"reason,omitempty"`
	Finding  string        `json:"finding,omitempty"`
	Tables   []FigureTable `json:"tables,omitempty"` // over time first, then breakdowns
}

// FigureTable is a released table as readers see it: numbers, ranges or marks.
type FigureTable struct {
	Dimension string      `json:"dimension,omitempty"` // title; "" over time
	By        string      `json:"by,omitempty"`        // id of the dimension
	Rows      []FigureRow `json:"rows"`
}

// FigureRow is one row of a released table.
type FigureRow struct {
	Period   string `json:"period"` // "2026-Q2"
	Words    string `json:"words"`  // "30 June 2026"
	Category string `json:"category,omitempty"`
	Base     string `json:"base"`
	Part     string `json:"part"`
	Percent  string `json:"percent"`
	Median   string `json:"median,omitempty"` // of a duration, with its unit: "31 weeks"
}

// Figure is what a row says: the percentage, or the middle value of a duration.
func (r FigureRow) Figure() string { return cmp.Or(r.Median, r.Percent) }

// Counted is how many of the base count; a duration has no such number.
func (r FigureRow) Counted() string {
	if r.Median != "" {
		return "-"
	}
	return r.Part
}

// Figures counts and releases the figures of the sites and draws nothing. Like Build it collects what is wrong
// in the sources as findings.
func Figures(ctx context.Context, o Options) ([]SiteFigures, []diag.Finding, error) {
	var findings diag.List
	config := site.ReadConfig(o.Project, &findings)
	if config == nil {
		return nil, findings.Sorted(), nil
	}
	chosen, err := choose(config, o.Only)
	if err != nil {
		return nil, findings.Sorted(), err
	}
	policy, ok := readPolicy(config, &findings)
	if !ok {
		return nil, findings.Sorted(), nil
	}
	var out []SiteFigures
	for _, c := range chosen {
		if err := ctx.Err(); err != nil {
			return nil, findings.Sorted(), err
		}
		s := site.Load(o.Project, c, &findings)
		counted := release(s, policy, o, &findings)
		b := &builder{site: s, benchmarks: benchmark.Load(s, &findings), released: counted.released, unmeasured: counted.unmeasured}
		figures := SiteFigures{ID: s.ID}
		for _, def := range s.Indicators {
			figures.Indicators = append(figures.Indicators, b.figuresOf(def))
		}
		out = append(out, figures)
	}
	return out, findings.Sorted(), nil
}

func (b *builder) figuresOf(def *site.Indicator) IndicatorFigures {
	out := IndicatorFigures{ID: def.ID, Title: def.Title, Theme: def.Theme, Question: def.Question, Of: def.Of.Words, File: def.At.File,
		Where: []string{def.Of.Where}}
	switch {
	case def.Log != nil:
		out.Met, out.Where = def.Met.Words, []string{"due and done of " + def.Log.Measure + " in the service log"}
	case def.Measure() == site.MeasureEvents:
		out.Met, out.Where = def.Events.Words, append(out.Where, def.Events.Sum+" of "+def.Events.Over)
	case def.Measure() == site.MeasureMedian:
		out.Met, out.Where = "the middle value, in "+def.Median.Unit, append(out.Where, "median of "+def.Median.Column)
	default:
		out.Met, out.Where = def.Met.Words, append(out.Where, def.Met.Where)
	}
	if standard := b.site.Standards[def.Standard]; standard != nil {
		out.Standard = standard.Words
		out.Source = cmp.Or(standard.Basis, "basis not given")
		if law := b.site.Laws[standard.Source.Law]; law != nil {
			out.Source += ": " + law.Title
		} else if document := b.site.Documents[standard.Source.Document]; document != nil {
			out.Source += ": " + document.Title
		}
	}
	if n := len(def.Versions); n > 0 {
		out.Version = def.Versions[n-1].From
	}
	series, ok := b.released.Table(def.ID)
	if !ok || len(series.Rows()) == 0 {
		out.State, out.Reason = "not measured", cmp.Or(b.unmeasured[def.ID], "there are no tracker figures to count yet")
		return out
	}
	shown := &shownIndicator{def: def}
	b.describe(shown, b.figure(def), series)
	out.Finding = shown.finding
	out.Tables = append(out.Tables, b.tableOf(series))
	rows := out.Tables[0].Rows
	newest := series.Rows()[len(rows)-1]
	out.State = stateOf(newest.Percent)
	if series.Measure() == site.MeasureMedian {
		out.State = stateOf(newest.Median)
	}
	for _, t := range b.released.Breakdowns(def.ID) {
		out.Tables = append(out.Tables, b.tableOf(t))
	}
	return out
}

// stateOf names what a reader is given for a figure.
func stateOf(v disclose.Value) string {
	if _, ok := v.Number(); ok {
		return "shown"
	}
	if _, _, ok := v.Range(); ok {
		return "range"
	}
	if v.Mark() == "c" {
		return "hidden"
	}
	return "none"
}

func (b *builder) tableOf(t disclose.Table) FigureTable {
	out := FigureTable{By: t.Dimension()}
	names := map[string]string{"": ""}
	if dimension := b.site.Dimensions[t.Dimension()]; dimension != nil {
		out.Dimension = dimension.Title
		names[""] = "all"
		for _, c := range dimension.Categories {
			names[c.ID] = c.Title
		}
	}
	breaks := t.Breaks()
	for i, r := range t.Rows() {
		row := FigureRow{Period: r.To, Words: windowWords(r.From, r.To, t.Kind() == "stock"), Category: names[r.Category],
			Base: r.Base.Text(), Part: r.Part.Text(), Percent: r.Percent.Text()}
		if t.Measure() == site.MeasureMedian {
			row.Median = chart.Duration(r.Median, t.Unit())
		}
		// Ids of periods of one length are in the order of time.
		for len(breaks) > 0 && breaks[0].Period <= r.To {
			if breaks = breaks[1:]; i > 0 {
				row.Words += ", from here on counted in a new way"
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
