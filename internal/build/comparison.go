package build

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"waymark/internal/benchmark"
	"waymark/internal/chart"
	"waymark/internal/site"
	"waymark/internal/theme"
	"waymark/internal/tracker"
)

// beside is the published figure of England that a chart and a sentence of an indicator may set beside its own: only a
// share, beside a share.
func (b *builder) beside(def *site.Indicator) *chart.Benchmark {
	c := b.benchmarks.For(b.site, def)
	if c == nil || c.Measure.Unit != benchmark.UnitPercent || def.Measure() == site.MeasureMedian {
		return nil
	}
	percent, ok := c.England.Value.Number()
	if !ok {
		return nil
	}
	return &chart.Benchmark{Name: c.England.Area, Period: fmt.Sprintf("year to March %d", c.Year), Percent: percent}
}

// local is what the indicator's newest released figure says of its time, for the note on what is not alike.
func (b *builder) local(def *site.Indicator) benchmark.Local {
	l := benchmark.Local{Indicator: def, Name: b.site.Name, Invented: b.site.Demonstration != nil}
	series, ok := b.released.Table(def.ID)
	if !ok {
		return l
	}
	from, to := "", ""
	for _, r := range series.Rows() {
		if r.To > to {
			from, to = r.From, r.To
		}
	}
	last, err := tracker.ParsePeriod(to)
	if err != nil {
		return l
	}
	l.Words, l.End = windowWords(from, to, series.Kind() == "stock"), last.End()
	return l
}

// comparisonView is the section "Compared with others" of an indicator's page; nil when nothing is published beside it.
func (b *builder) comparisonView(def *site.Indicator) *theme.ComparisonView {
	c := b.benchmarks.For(b.site, def)
	if c == nil {
		return nil
	}
	m := c.Measure
	when := fmt.Sprintf("on 31 March %d", c.Year)
	if m.Counted == "year" {
		when = fmt.Sprintf("in the year to 31 March %d", c.Year)
	}
	what := map[string]string{benchmark.UnitPercent: "Percentage", benchmark.UnitRate: "For every 10,000 children", benchmark.UnitMonths: "Average time"}[m.Unit]
	v := &theme.ComparisonView{Title: m.Title, When: when, Unlike: c.Unlike(b.local(def)),
		Table: theme.TableView{Caption: m.Title + ": " + m.Of + ", " + when, Columns: []string{"Area", what}, Numeric: []bool{false, true}}}

	marks := map[string]bool{}
	cell := func(value benchmark.Value, unit string) (text, mark string) {
		mark = value.Symbol()
		if mark != "" {
			marks[mark] = true
		} else if !value.Published() {
			mark = "none"
		}
		return value.Text(unit), mark
	}
	counts := c.England.Part.Published() && c.England.Base.Published()
	if counts {
		v.Table.Columns, v.Table.Numeric = append(v.Table.Columns, "Children"), append(v.Table.Numeric, true)
	}
	row := func(name string, f benchmark.Figure) {
		text, mark := cell(f.Value, m.Unit)
		cells, own := []string{name, text}, []string{"", mark}
		if counts {
			part, mark := cell(f.Part, "")
			base, mark2 := cell(f.Base, "")
			cells, own = append(cells, part+" of "+base), append(own, cmp.Or(mark, mark2))
		}
		v.Table.Rows, v.Table.Marks = append(v.Table.Rows, cells), append(v.Table.Marks, own)
	}
	if c.Authority.Value.Published() {
		row(c.Authority.Area+", as published", c.Authority)
	}
	row(c.England.Area, c.England)
	if c.Region.Value.Published() {
		row(c.Region.Area, c.Region)
	}
	if c.Authority.Value.Published() { // a measure of England alone has no neighbours to show
		for _, n := range c.Neighbours {
			name := n.Area
			if n.Closeness != "" {
				name += " (" + strings.ToLower(n.Closeness) + ")"
			}
			row(name, n.Figure)
		}
	}
	if c.Mean.N > 0 {
		v.Mean = fmt.Sprintf("Statistical neighbours with a published figure, %d of %d: %s. That is the %s.", c.Mean.N, c.Mean.Of, c.Mean.Text(m.Unit), c.Mean.Method)
	}
	if len(c.Years) > 1 {
		v.Years = &theme.ChartView{Title: m.Title + ", year by year", Table: yearsTable(c, cell)}
	}
	v.Sources = append(v.Sources, sourceView(m.Source))
	if c.Mean.Of > 0 && c.ModelSource != nil && c.Authority.Value.Published() {
		model := sourceView(c.ModelSource)
		model.Note = fmt.Sprintf("Model of %d. %s", c.Model, strings.Join(c.ModelSource.Footnotes, " "))
		v.Sources = append(v.Sources, model)
	}
	for _, mark := range []string{"c", "k", "low", "u", "x", "z"} {
		if marks[mark] {
			words := "[" + mark + "] " + benchmark.Symbols[mark]
			if mark == "k" {
				words = "[low] " + benchmark.Symbols[mark]
			}
			if !slices.Contains(v.Marks, words) {
				v.Marks = append(v.Marks, words)
			}
		}
	}
	return v
}

// yearsTable is the series of the area, its region and England, newest first.
func yearsTable(c *benchmark.Comparison, cell func(benchmark.Value, string) (string, string)) theme.TableView {
	t := theme.TableView{Caption: c.Measure.Title + ", year by year", Columns: []string{"Year to 31 March"}, Numeric: []bool{false}}
	pick := []func(benchmark.Year) benchmark.Figure{
		func(y benchmark.Year) benchmark.Figure { return y.Authority },
		func(y benchmark.Year) benchmark.Figure { return y.England },
		func(y benchmark.Year) benchmark.Figure { return y.Region },
	}
	var shown []func(benchmark.Year) benchmark.Figure
	for i, f := range pick {
		newest := f(c.Years[len(c.Years)-1])
		if !newest.Value.Published() {
			continue
		}
		name := newest.Area
		if i == 0 {
			name += ", as published"
		}
		t.Columns, t.Numeric = append(t.Columns, name), append(t.Numeric, true)
		shown = append(shown, f)
	}
	for i := range c.Years {
		y := c.Years[len(c.Years)-1-i]
		row, marks := []string{fmt.Sprint(y.Year)}, []string{""}
		for _, f := range shown {
			text, mark := cell(f(y).Value, c.Measure.Unit)
			row, marks = append(row, text), append(marks, mark)
		}
		t.Rows, t.Marks = append(t.Rows, row), append(t.Marks, marks)
	}
	return t
}

func sourceView(s *benchmark.Source) theme.LinkView {
	return theme.LinkView{Text: s.Title, Href: s.URL, Summary: fmt.Sprintf("%s, release %s, %s", s.Publisher, s.Release, s.Licence), Note: strings.Join(s.Footnotes, " ")}
}
