package build

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"html/template"
	"slices"
	"strings"
	"time"

	"waymark/internal/chart"
	"waymark/internal/content"
	"waymark/internal/disclose"
	"waymark/internal/indicator"
	"waymark/internal/markdown"
	"waymark/internal/site"
	"waymark/internal/theme"
	"waymark/internal/tracker"
)

// indicatorPages are the pages that the build makes from the definitions of indicators.
func indicatorPages(s *site.Site) []*site.Page {
	var out []*site.Page
	for n, i := range s.Indicators {
		path := markdown.IndicatorPath(i.ID)
		page := &site.Page{Path: path, Out: content.Out(path), File: i.At.File, Title: i.Title, Summary: i.Summary,
			Kind: site.KindIndicator, Owner: i.Owner, Order: n + 1, Indicator: i}
		// Definitions are checked where they are counted; here a date that is none is left out.
		if day, err := time.Parse(time.DateOnly, i.Reviewed); err == nil {
			page.Reviewed = day
		}
		page.Every, _ = content.ParseEvery(i.Every)
		if standard := s.Standards[i.Standard]; standard != nil && standard.Source.Law != "" {
			page.Law = []string{standard.Source.Law}
		}
		out = append(out, page)
	}
	return out
}

// shownIndicator is everything a page can show of one indicator.
type shownIndicator struct {
	def        *site.Indicator
	measured   bool
	unmeasured string
	finding    string
	value      string // newest released percentage, or its mark
	hidden     bool
	period     string
	spark      string
	overTime   *shownChart
	breakdowns []*shownChart
	further    []*shownChart // asked for by the definition
}

// describe fills the newest figure and what it means.
func (b *builder) describe(shown *shownIndicator, f chart.Figure, series disclose.Table) {
	rows := series.Rows()
	last := rows[0]
	for _, r := range rows {
		if r.To > last.To {
			last = r
		}
	}
	shown.value = last.Percent.Text()
	shown.hidden = last.Percent.Mark() != ""
	if series.Measure() == site.MeasureMedian {
		shown.value = chart.Duration(last.Median, series.Unit())
		shown.hidden = last.Median.Mark() != ""
	}
	shown.period = windowWords(last.From, last.To, series.Kind() == "stock")
	shown.finding = chart.Finding(f, series)
	shown.spark = chart.Spark(series)
}

// windowWords says when a figure was counted: "30 June 2026", "July 2025 to June 2026".
func windowWords(from, to string, stock bool) string {
	first, err := tracker.ParsePeriod(from)
	last, err2 := tracker.ParsePeriod(to)
	if err != nil || err2 != nil {
		return to
	}
	if stock {
		return last.EndWords()
	}
	return tracker.SpanWords(first, last)
}

// figureView is an indicator in one line for a page published at from.
func (b *builder) figureView(shown *shownIndicator, from string) theme.FigureView {
	return b.standingAt(shown.def, "").view(from)
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func (b *builder) homeView(page *site.Page) theme.HomeView {
	var v theme.HomeView
	// A section that is divided further is offered by its parts: one step less to what a reader came for.
	for _, entry := range b.tree.Root.Entries() {
		fronts := []*site.Page{entry}
		if entry.IsIndex() && len(entry.Section.Subs) > 0 {
			fronts = nil
			for _, part := range entry.Section.Entries() {
				if part.IsIndex() {
					fronts = append(fronts, part)
				}
			}
		}
		for _, front := range fronts {
			v.Sections = append(v.Sections, theme.LinkView{Text: front.Title, Href: site.Relative(page.Out, front.Out), Summary: front.Summary})
		}
	}
	// A site that singles out no indicator shows them all.
	all := !slices.ContainsFunc(b.site.Indicators, func(i *site.Indicator) bool { return i.Headline })
	for _, def := range b.site.Indicators {
		if shown := b.shown[def.ID]; shown.measured && (def.Headline || all) {
			v.Figures = append(v.Figures, b.figureView(shown, page.Out))
		}
	}
	v.Marks = b.marks(page.Out, shownValues(v.Figures))
	return v
}

// indicatorView is the page of an indicator.
func (b *builder) indicatorView(page *site.Page, draft *markdown.Draft) theme.IndicatorView {
	def, shown := page.Indicator, b.shown[page.Indicator.ID]
	v := theme.IndicatorView{Figure: b.figureView(shown, page.Out)}
	if shown.measured {
		v.Chart = b.chartView(shown, shown.overTime, page.Out)
		v.Chart.Finding = "" // it stands at the top of the page
		for _, c := range shown.breakdowns {
			v.Breakdowns = append(v.Breakdowns, b.chartView(shown, c, page.Out))
		}
		for _, c := range shown.further {
			v.Further = append(v.Further, b.chartView(shown, c, page.Out))
		}
	} else {
		v.Unmeasured = shown.unmeasured
	}
	standard := b.site.Standards[def.Standard]
	if standard != nil {
		l := theme.LinkView{Text: capital(standard.Words), Summary: standard.Title}
		if to := b.tree.Page(markdown.StandardsPage); to != nil {
			l.Href = site.Relative(page.Out, to.Out+"#"+standard.ID)
		}
		v.Standard = &l
	}
	if def.Target != nil {
		v.Target = fmt.Sprintf("%d%%: %s", def.Target.Percent, def.Target.Words)
	}
	row := func(term, text string) {
		if text != "" {
			v.Definition = append(v.Definition, theme.RowView{Term: term, Text: template.HTML(draft.Line(text, def.At))})
		}
	}
	row("Who it counts", capital(def.Of.Words))
	row("What counts", capital(def.Counts()))
	when := "On the last day of each quarter"
	if def.Kind == "flow" {
		when = "Over a quarter"
		if def.Window > 1 {
			when = fmt.Sprintf("Over the %d quarters up to and including the one named", def.Window)
		}
	}
	row("When", when)
	row("Better is", map[string]string{"higher": "a higher figure", "lower": "a lower figure", "neutral": "neither: it gives context"}[def.Better])
	row("The national form", def.National)
	v.Method = template.HTML(draft.Text(def.Method, def.At))
	for _, c := range def.Caveats {
		v.Caveats = append(v.Caveats, template.HTML(draft.Line(c, def.At)))
	}
	for _, version := range def.Versions {
		day := version.From
		if parsed, err := time.Parse(time.DateOnly, day); err == nil {
			day = content.DateWords(parsed)
		}
		v.Versions = append(v.Versions, theme.RowView{Term: "From " + day, Text: template.HTML(draft.Line(version.Change, def.At))})
	}
	limit := 0
	if standard != nil {
		limit = standard.Amount
	}
	for _, c := range def.Cases {
		v.Cases = append(v.Cases, caseView(c, def.Answer(c), limit))
	}
	if companion := b.shown[def.Companion]; companion != nil {
		v.Companion = &theme.LinkView{Text: companion.def.Title, Href: site.Relative(page.Out, markdown.IndicatorOut(def.Companion)), Summary: companion.def.Summary}
	}
	for _, path := range def.Practice {
		if to := b.tree.Page(path); to != nil {
			v.Practice = append(v.Practice, theme.LinkView{Text: to.Title, Href: site.Relative(page.Out, to.Out), Summary: to.Summary})
		}
	}
	v.Comparison = b.comparisonView(def)
	now := b.standingAt(def, "")
	v.Commentary = b.commentaryView(page, now, draft)
	v.Answers = b.answersFor(now)
	v.Packs = b.packsWith(def, page.Out)
	return v
}

// caseView is a worked example: the columns that its rows name, in alphabetical order.
func caseView(c site.Case, answer string, limit int) theme.CaseView {
	columns := map[string]bool{}
	for _, row := range c.Rows {
		for name := range row {
			columns[name] = true
		}
	}
	names := site.SortedIDs(columns)
	v := theme.CaseView{Title: c.Title, Reason: c.Reason, Answer: answer}
	for _, name := range names {
		v.Columns = append(v.Columns, capital(strings.ReplaceAll(name, "_", " ")))
	}
	for _, row := range c.Rows {
		var cells []string
		for _, name := range names {
			cells = append(cells, cmp.Or(indicator.CaseValue(row[name], limit), "empty"))
		}
		v.Rows = append(v.Rows, cells)
	}
	return v
}

// Value implements markdown.Figures.
func (b *builder) Value(id, period string) (string, bool) {
	shown := b.shown[id]
	if shown == nil {
		return "", false
	}
	if !shown.measured {
		return "not measured", true
	}
	if period != "" {
		s := b.standingAt(shown.def, period)
		return s.value, s.measured && s.last.To == period
	}
	return shown.value, true
}

// Chart implements markdown.Figures.
func (b *builder) Chart(id, from string) ([]byte, bool) {
	shown := b.shown[id]
	if shown == nil {
		return nil, false
	}
	if !shown.measured {
		return []byte(`<p class="wm-unmeasured">` + html.EscapeString(shown.def.Title+": "+shown.unmeasured) + `</p>`), true
	}
	figure, err := b.look.theme.Figure(b.chartView(shown, shown.overTime, from))
	if err != nil {
		b.findings.Errorf("chart", shown.def.At.File, 0, 0, "mend the theme's figure template", "the figure of %s could not be put on a page: %v", id, err)
	}
	return []byte(figure), true
}

// List implements markdown.Figures: every indicator by theme, with its newest figure and what it means.
func (b *builder) List(from string) []byte {
	var out bytes.Buffer
	last := ""
	for _, def := range b.site.Indicators {
		if def.Theme != last {
			if last != "" {
				out.WriteString("</dl>\n")
			}
			last = def.Theme
			fmt.Fprintf(&out, "<h3 id=\"theme-%s\">%s</h3>\n<dl class=\"wm-indicators\">\n", def.Theme, html.EscapeString(capital(def.Theme)))
		}
		v := b.figureView(b.shown[def.ID], from)
		words := "" // a word is not set in the size of a figure
		if !b.shown[def.ID].measured {
			words = ` class="wm-words"`
		}
		fmt.Fprintf(&out, `<div><dt><a href="%s">%s</a></dt><dd class="wm-indicators-value"><strong%s>%s</strong>`, html.EscapeString(v.Href), html.EscapeString(v.Title), words, html.EscapeString(v.Value))
		if v.Period != "" {
			fmt.Fprintf(&out, ` <span>%s</span>`, html.EscapeString(v.Period))
		}
		fmt.Fprintf(&out, "</dd><dd>%s</dd></div>\n", html.EscapeString(v.Finding))
	}
	if last != "" {
		out.WriteString("</dl>\n")
	}
	return out.Bytes()
}

// publishFiles publishes downloads, pictures and papers beside the pages, and the theme's files.
func (b *builder) publishFiles() error {
	for _, id := range site.SortedIDs(b.shown) {
		shown := b.shown[id]
		if !shown.measured {
			continue
		}
		for _, c := range shown.charts() {
			if err := c.publish(b.sink); err != nil {
				return err
			}
		}
	}
	if b.manifest != nil {
		if err := b.sink.Write(manifestPath, b.manifest); err != nil {
			return err
		}
	}
	if err := b.publishDownloads(); err != nil {
		return err
	}
	for _, a := range b.tree.Assets {
		data, err := readAsset(b.site, a)
		if err != nil {
			return err
		}
		if err := b.sink.Write(a.Path, data); err != nil {
			return err
		}
	}
	return b.look.publish(b.sink, b.charts > 0)
}
