package build

import (
	"cmp"
	"context"
	"fmt"
	"html/template"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/disclose"
	"waymark/internal/output"
	"waymark/internal/site"
	"waymark/internal/spc"
	"waymark/internal/theme"
)

// shownChart is one chart in all its forms.
type shownChart struct {
	id, form, title, finding, note, problem string
	source                                  string // whose figures these are; "" for the authority's own

	indicator    *site.Indicator
	marked       map[string]string                       // known changes of the work as the drawing marks them, by their period
	option       func(chart.Width) (chart.Option, error) // nil: there is no picture, and problem says why
	wide, narrow picture
	table        chart.Table
	csvPath      string // "" when the figures are downloaded with another chart
	csv          []byte
}

// picture is a drawing and what the live chart is made from.
type picture struct {
	chart.Drawing
	live []byte
}

// charts lists every chart of an indicator in the order of its page.
func (s *shownIndicator) charts() []*shownChart {
	if s.overTime == nil {
		return nil
	}
	out := append([]*shownChart{s.overTime}, s.breakdowns...)
	return append(out, s.further...)
}

// drawCharts prepares what is released of every indicator and draws the charts.
func (b *builder) drawCharts(ctx context.Context, workers int) error {
	b.shown = map[string]*shownIndicator{}
	for _, def := range b.site.Indicators {
		b.shown[def.ID] = b.prepare(def)
	}
	var charts []*shownChart
	for _, def := range b.site.Indicators {
		shown := b.shown[def.ID]
		if shown.measured {
			b.further(shown)
		}
		for _, c := range shown.charts() {
			if c.option != nil {
				charts = append(charts, c)
			}
		}
	}
	b.charts = len(charts)
	return each(ctx, workers, 2*len(charts), func(i int) error {
		if i%2 == 0 {
			return b.draw(charts[i/2], chart.Wide, &charts[i/2].wide)
		}
		return b.draw(charts[i/2], chart.Narrow, &charts[i/2].narrow)
	})
}

// prepare makes the series over time and the breakdowns of an indicator, without drawing.
func (b *builder) prepare(def *site.Indicator) *shownIndicator {
	shown := &shownIndicator{def: def}
	if reason := b.unmeasured[def.ID]; reason != "" {
		shown.unmeasured = strings.TrimRight(strings.TrimSpace(reason), ".") + ". Until one is set there is nothing to measure against."
	}
	series, ok := b.released.Table(def.ID)
	if !ok || len(series.Rows()) == 0 {
		if shown.unmeasured == "" {
			shown.unmeasured = "There are no tracker figures to count yet."
		}
		return shown
	}
	shown.measured = true
	f := b.figure(def)
	b.describe(shown, f, series)
	shown.overTime = &shownChart{id: def.ID, form: chart.FormOf(f, series), indicator: def, title: def.Title + ", over time", finding: shown.finding, note: noteOf(def, f, series),
		marked: chart.Marked(f, series), table: chart.DataTable(f, series, "", nil), csvPath: csvPath(series), csv: chart.CSV(series),
		option: func(w chart.Width) (chart.Option, error) { return chart.Line(f, series, w) }}

	for _, t := range b.released.Breakdowns(def.ID) {
		dimension := b.site.Dimensions[t.Dimension()]
		names := categoryNames(dimension)
		by := &shownChart{id: def.ID + "-by-" + dimension.ID, form: "bars", indicator: def, finding: chart.BreakdownFinding(f, t, names), title: def.Title + ", by " + strings.ToLower(dimension.Title),
			table: chart.DataTable(f, t, dimension.Title, names), csvPath: csvPath(t), csv: chart.CSV(t)}
		if t.Measure() != site.MeasureMedian { // of a duration the table says it all
			by.option = func(w chart.Width) (chart.Option, error) { return chart.Bar(f, t, names, w) }
		}
		shown.breakdowns = append(shown.breakdowns, by)
	}
	for _, d := range b.dropped {
		if dimension := b.site.Dimensions[d.Dimension]; d.Indicator == def.ID && dimension != nil {
			words := strings.ToLower(dimension.Title)
			shown.breakdowns = append(shown.breakdowns, &shownChart{id: def.ID + "-by-" + dimension.ID, form: "bars", indicator: def,
				title: def.Title + ", by " + words, problem: d.Text(words)})
		}
	}
	return shown
}

func categoryNames(d *site.Dimension) map[string]string {
	names := map[string]string{}
	for _, c := range d.Categories {
		names[c.ID] = c.Title
	}
	return names
}

// draw makes one of the two drawings of a chart. One that fails costs its picture and nothing else.
func (b *builder) draw(c *shownChart, w chart.Width, into *picture) error {
	id := "chart-" + c.id + "-wide"
	if w == chart.Narrow {
		id = "chart-" + c.id + "-narrow"
	}
	option, err := c.option(w)
	if err == nil {
		into.live = option.Live()
		into.Drawing, err = b.look.drawer.Draw(option, chart.Label{ID: id, Title: c.title, Desc: cmp.Or(c.finding, "The same figures are in the table below."), From: cmp.Or(c.source, b.source())})
	}
	if err != nil {
		// The page keeps its table: a picture is never worth the figures.
		b.findings.Warnf("chart", c.indicator.At.File, 0, 0, "the page shows the table instead", "the chart %s could not be drawn: %v", c.id, err)
		b.mu.Lock()
		c.problem = "The picture could not be drawn. The table holds the same figures."
		b.mu.Unlock()
	}
	return nil
}

// publish writes the downloads of a chart: its figures, and its picture with colours of its own.
func (c *shownChart) publish(sink output.Sink) error {
	if c.csvPath != "" {
		if err := sink.Write(c.csvPath, c.csv); err != nil {
			return err
		}
	}
	if c.pictured() {
		return sink.Write(c.svgPath(), c.wide.File)
	}
	return nil
}

func (c *shownChart) pictured() bool { return c.problem == "" && len(c.wide.File) > 0 }

func (c *shownChart) svgPath() string { return "data/" + c.id + ".svg" }

// noteOf explains the points, shapes and lines of a chart over time.
func noteOf(def *site.Indicator, f chart.Figure, series disclose.Table) string {
	key := chart.Key(f, series)
	if def.Kind == "flow" && def.Window > 1 {
		key = strings.TrimSpace(fmt.Sprintf("Each point counts the %d quarters up to the month named, so neighbouring points share children. ", def.Window) + key)
	}
	return key
}

// figure is what package chart needs to know of an indicator.
func (b *builder) figure(def *site.Indicator) chart.Figure {
	f := chart.Figure{ID: def.ID, Title: def.Title, Noun: def.Noun, Did: def.Did, Better: def.Better, Process: processOf(def.Process)}
	for _, r := range def.Process.Rebase {
		f.Changes = append(f.Changes, chart.Change{From: r.From, Words: r.Reason})
	}
	if s := b.site.Standards[def.Standard]; s != nil && s.None == "" && def.Median != nil && s.Unit == def.Median.Unit && s.Amount > 0 {
		f.Limit, f.LimitWords = &s.Amount, fmt.Sprintf("Timescale %d %s", s.Amount, s.Unit)
	}
	if def.Target != nil {
		f.Target = &def.Target.Percent
	}
	f.Benchmark = b.beside(def)
	return f
}

func processOf(p site.Process) chart.Process {
	out := chart.Process{FixAfter: p.FixAfter, Screen: p.Screen}
	if p.TwoOf == site.TwoOfThree[1] {
		out.TwoOfThree = spc.BetweenOnly
	}
	if p.Equal == site.EqualPoints[1] {
		out.Equal = spc.EqualSkipped
	}
	return out
}

// chartView is a chart for a page published at from.
func (b *builder) chartView(shown *shownIndicator, c *shownChart, from string) theme.ChartView {
	v := theme.ChartView{ID: "figure-" + c.id, Indicator: shown.def.ID, Form: c.form, Title: c.title, Finding: c.finding, Problem: c.problem,
		Table: theme.TableView{Caption: c.table.Caption, Columns: c.table.Columns, Numeric: c.table.Numeric, Rows: c.table.Rows, Marks: c.table.Marks},
		Note:  c.note}
	if v.Marks = marksNote(c.table, b.released.Policy()); v.Marks != "" {
		if page := b.tree.Page(figuresPage); page != nil {
			v.MarksHref = site.Relative(from, page.Out)
		}
	}
	if c.csvPath != "" {
		v.CSV, v.CSVBytes = site.Relative(from, c.csvPath), len(c.csv)
	}
	if c.pictured() {
		v.Wide, v.Narrow = template.HTML(c.wide.Inline), template.HTML(c.narrow.Inline)
		v.SVG = site.Relative(from, c.svgPath())
		if bundle, ok := b.look.theme.AssetPath("charts.js"); ok {
			v.Live = template.JS(chart.LivePair(c.wide.live, c.narrow.live))
			v.Source = cmp.Or(c.source, b.source())
			v.Bundle = site.Relative(from, bundle)
		}
	}
	for _, r := range shown.def.Process.Rebase {
		since, ok := c.marked[r.From]
		if !ok {
			continue
		}
		view := theme.LinkView{Text: since, Summary: strings.TrimRight(strings.TrimSpace(r.Reason), ".") + "."}
		if role := b.site.Roles[r.Author]; role != nil {
			view.Note = role.Title
		}
		if to := b.tree.Page(r.Page); to != nil {
			view.Href = site.Relative(from, to.Out)
		} else if r.Page != "" {
			b.findings.Errorf("chart", shown.def.At.File, shown.def.At.Line, 0, "write the path of a page below content, such as guidance/index.md", "%s: the change from %s names the page %s, which is not there", shown.def.ID, r.From, r.Page)
		}
		v.Changes = append(v.Changes, view)
	}
	return v
}

// source is the line that goes with a picture that leaves the page.
func (b *builder) source() string {
	text := "Source: " + b.site.Authority + "."
	if d := b.site.Demonstration; d != nil {
		text += " " + strings.TrimSpace(d.Data)
	}
	return text
}
