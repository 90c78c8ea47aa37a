package build

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"waymark/internal/benchmark"
	"waymark/internal/chart"
	"waymark/internal/site"
)

// further makes the charts that a definition asks for, besides the one over time and the breakdowns. One that cannot
// be drawn without telling what is hidden has a sentence and its table instead.
func (b *builder) further(shown *shownIndicator) {
	def := shown.def
	used := map[string]int{}
	for _, d := range def.Charts {
		c := &shownChart{id: def.ID + "-" + d.Form, form: d.Form, indicator: def}
		if used[d.Form]++; used[d.Form] > 1 {
			c.id += fmt.Sprint("-", used[d.Form])
		}
		f := b.figure(def)
		f.Title = cmp.Or(d.Title, def.Title)
		c.title = f.Title
		switch d.Form {
		case "funnel":
			b.funnel(c, f, def)
		case "routes", "bullets", "heatmap":
			b.together(c, f, d)
		case "flow":
			b.flow(c, f, def, d)
		}
		if c.option == nil && c.problem == "" {
			continue // nothing is released or published to draw from
		}
		if c.option != nil {
			// Whether anything may be drawn shows when it is tried; the words are for readers.
			var hidden *chart.HiddenError
			if _, err := c.option(chart.Wide); errors.As(err, &hidden) {
				c.option, c.problem = nil, hidden.Words
			}
		}
		shown.further = append(shown.further, c)
	}
}

// funnel sets the published figures of the authority and its neighbours around England's.
func (b *builder) funnel(c *shownChart, f chart.Figure, def *site.Indicator) {
	compared := b.benchmarks.For(b.site, def)
	if compared == nil || compared.Measure.Unit != benchmark.UnitPercent {
		return
	}
	area := func(name string, figure benchmark.Figure) (chart.Area, bool) {
		part, ok := figure.Part.Count()
		base, also := figure.Base.Count()
		return chart.Area{Name: name, Part: part, Base: base}, ok && also && base > 0
	}
	set := chart.Comparators{Period: fmt.Sprintf("year to March %d", compared.Year)}
	country, ok := area(compared.England.Area, compared.England)
	if !ok {
		return
	}
	set.Country = country
	if own, ok := area(compared.Authority.Area, compared.Authority); ok {
		own.Own = true
		set.Areas = append(set.Areas, own)
	}
	for _, n := range compared.Neighbours {
		if other, ok := area(n.Area, n.Figure); ok {
			set.Areas = append(set.Areas, other)
		}
	}
	if len(set.Areas) == 0 {
		return
	}
	c.title = f.Title + ", " + b.site.Name + " and similar areas"
	c.finding, c.note = chart.FunnelFinding(set), chart.FunnelKey(set)
	c.source = fmt.Sprintf("Source: %s, %s.", compared.Measure.Source.Publisher, compared.Measure.Source.Title)
	c.table = chart.FunnelTable(f, set)
	c.option = func(w chart.Width) (chart.Option, error) { return chart.Funnel(f, set, w) }
}

// together draws several indicators in one chart.
func (b *builder) together(c *shownChart, f chart.Figure, d site.Drawing) {
	parts := b.parts(d)
	if len(parts) < 2 {
		return
	}
	switch d.Form {
	case "routes":
		c.title = cmp.Or(d.Title, f.Title+", beside the other ways")
		c.note = "Each bar is a stretch of time of its own. What none of the parts counts is left blank. A bar with a hidden part is not drawn, since the others would give it away."
		c.table = chart.PartsTable(f, parts)
		c.option = func(w chart.Width) (chart.Option, error) { return chart.Routes(f, parts, w) }
	case "bullets":
		c.title = cmp.Or(d.Title, f.Title+", beside related indicators")
		c.note = "Upright mark: the target. A single figure may meet or miss its target by chance; the charts over time show what is more than that."
		c.table = chart.BulletsTable(f, parts)
		c.option = func(w chart.Width) (chart.Option, error) { return chart.Bullets(f, parts, w) }
	case "heatmap":
		c.title = cmp.Or(d.Title, f.Title+", beside related indicators over time")
		c.note = "Darker cells are higher percentages; whether higher is better differs between the rows."
		c.table = chart.PartsTable(f, parts)
		c.option = func(w chart.Width) (chart.Option, error) { return chart.Heatmap(f, parts, w) }
	}
}

// flow draws from each category to its outcome, or from all to each part.
func (b *builder) flow(c *shownChart, f chart.Figure, def *site.Indicator, d site.Drawing) {
	if len(d.Parts) > 0 {
		parts := b.parts(d)
		if len(parts) < 2 {
			return
		}
		c.title = cmp.Or(d.Title, f.Title+", and the other ways")
		all := capital(f.Noun)
		c.table = chart.PartsTable(f, parts)
		c.option = func(w chart.Width) (chart.Option, error) { return chart.FlowParts(f, parts, all, w) }
		return
	}
	dimension := b.site.Dimensions[d.By]
	for _, t := range b.released.Breakdowns(def.ID) {
		if t.Dimension() != d.By || dimension == nil {
			continue
		}
		names := categoryNames(dimension)
		c.title = cmp.Or(d.Title, f.Title+", from "+strings.ToLower(dimension.Title)+" to outcome")
		c.table = chart.DataTable(f, t, dimension.Title, names)
		done, not := capital(def.Did), "Not so"
		c.option = func(w chart.Width) (chart.Option, error) { return chart.Flow(f, t, names, done, not, w) }
	}
}

// parts are the released series of the indicators that a drawing names, in its order.
func (b *builder) parts(d site.Drawing) []chart.Part {
	var out []chart.Part
	for _, id := range d.Parts {
		def := b.site.Indicator(id)
		table, ok := b.released.Table(id)
		if def == nil || !ok || len(table.Rows()) == 0 {
			continue
		}
		p := chart.Part{Name: def.Title, Better: def.Better, Table: table}
		if def.Target != nil {
			p.Target = &def.Target.Percent
		}
		out = append(out, p)
	}
	return out
}
