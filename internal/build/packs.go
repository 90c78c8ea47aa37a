package build

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"waymark/internal/chart"
	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/disclose"
	"waymark/internal/markdown"
	"waymark/internal/site"
	"waymark/internal/theme"
	"waymark/internal/tracker"
)

// A pack is what a meeting has on the table: chosen indicators on sheets of A4, each with its chart, what it
// shows, the last figures and room to write down what was decided. The newest period has the pack's own
// address; the periods before have one each, with the same sheets as they would have been then.

// sheetPeriods is how many periods a sheet's table shows: as many columns as A4 has room for.
const sheetPeriods = 5

// packOrder is where packs stand in their section: after the indicators, before pages that stand at the end.
const packOrder = 60

// packPages checks the packs and makes their pages. A pack with a mistake gets no page.
func packPages(s *site.Site, periods []string, findings *diag.List) []madePage {
	packs := make([]*site.Pack, 0, len(s.Packs))
	for _, id := range site.SortedIDs(s.Packs) {
		if checkPack(s, s.Packs[id], findings) {
			packs = append(packs, s.Packs[id])
		}
	}
	slices.SortStableFunc(packs, func(a, b *site.Pack) int { return cmp.Compare(a.Order, b.Order) })
	var out []madePage
	for n, pack := range packs {
		from := max(0, len(periods)-cmp.Or(pack.Quarters, site.PackQuarters))
		for i, period := range periods[from:] {
			newest := from+i == len(periods)-1
			path := packPath(pack.ID, period)
			page := &site.Page{Title: pack.Title + ", " + periodWords(period), Unlisted: !newest}
			if newest {
				path, page.Title, period = packPath(pack.ID, ""), pack.Title, ""
			}
			page.Path, page.Out, page.File = path, content.Out(path), pack.At.File
			page.Summary, page.Kind, page.Owner, page.Order = pack.Summary, site.KindPack, pack.Owner, packOrder+n
			page.Reviewed, _ = time.Parse(time.DateOnly, pack.Reviewed) // checked
			page.Every, _ = content.ParseEvery(pack.Every)
			out = append(out, madePage{page: page, draw: func(b *builder, page *site.Page, draft *markdown.Draft) any {
				return b.packView(page, pack, period, periods[from:], draft)
			}})
		}
	}
	return out
}

// packPath is the content path of a pack at the end of a period; "" is the newest.
func packPath(id, period string) string {
	if period == "" {
		return "indicators/pack-" + id + ".md"
	}
	return "indicators/pack-" + id + "-" + periodSlug(period) + ".md"
}

// checkPack finds what is wrong with a pack and reports whether it can be made.
func checkPack(s *site.Site, p *site.Pack, findings *diag.List) bool {
	ok := true
	fail := func(hint, format string, args ...any) {
		ok = false
		findings.Errorf("pack", p.At.File, p.At.Line, p.At.Column, hint, "pack %q: "+format, append([]any{p.ID}, args...)...)
	}
	for _, needed := range [][2]string{{"title", p.Title}, {"summary", p.Summary}, {"owner", p.Owner}, {"reviewed", p.Reviewed}, {"review_every", p.Every}} {
		if strings.TrimSpace(needed[1]) == "" {
			fail("add `"+needed[0]+":`", "%s is missing", needed[0])
		}
	}
	if p.Owner != "" && s.Roles[p.Owner] == nil {
		fail(site.DidYouMean(p.Owner, site.SortedIDs(s.Roles), "add the role to roles.yaml"), "there is no role %q", p.Owner)
	}
	if _, err := time.Parse(time.DateOnly, p.Reviewed); p.Reviewed != "" && err != nil {
		fail("write the day as 2026-11-02, in quotes", "reviewed: %q is no day", p.Reviewed)
	}
	if _, good := content.ParseEvery(p.Every); p.Every != "" && !good {
		fail("write an interval such as `12 months`", "review_every: %q is no interval", p.Every)
	}
	if p.Quarters < 0 || p.Quarters > site.PackQuartersMax {
		fail(fmt.Sprintf("give a number from 1 to %d, or leave it out for %d", site.PackQuartersMax, site.PackQuarters), "quarters is %d", p.Quarters)
	}
	if len(p.Sheets) == 0 {
		fail("add `sheets:`, each with `title:` and `indicators:`", "it has no sheets")
	}
	var known []string
	for _, i := range s.Indicators {
		known = append(known, i.ID)
	}
	on := map[string]int{}
	for i, sheet := range p.Sheets {
		at := fmt.Sprintf("sheet %d", i+1)
		if sheet.Title == "" {
			fail("add `title:`", "%s has no title", at)
		}
		if n := len(sheet.Indicators); n == 0 || n > site.SheetIndicators {
			fail(fmt.Sprintf("name one to %d indicators; begin another sheet for more", site.SheetIndicators), "%s (%s) has %d indicators", at, sheet.Title, n)
		}
		for _, id := range sheet.Indicators {
			switch {
			case s.Indicator(id) == nil:
				fail(site.DidYouMean(id, known, "name the id of an indicator"), "%s (%s): there is no indicator %q", at, sheet.Title, id)
			case on[id] > 0:
				fail("keep it on one of the sheets", "%s (%s): %q is on sheet %d already", at, sheet.Title, id, on[id])
			}
			on[id] = i + 1
		}
	}
	return ok
}

// packView is a pack at the end of a period; "" is the newest.
func (b *builder) packView(page *site.Page, pack *site.Pack, period string, periods []string, draft *markdown.Draft) theme.PackView {
	current := cmp.Or(period, b.newest())
	v := theme.PackView{Period: periodWords(current), Past: period != "", Note: template.HTML(draft.Text(pack.Note, pack.At)),
		Quarters: b.quarters(page.Out, current, content.Out(packPath(pack.ID, "")), "indicators/pack-"+pack.ID+"-", ".html", periods)}
	v.Edition = "Figures released with those of " + periodWords(b.newest())
	if path, place, _ := strings.Cut(pack.Meeting, "#"); path != "" {
		if to := b.tree.Page(path); to != nil {
			href := to.Out
			if place != "" {
				href += "#" + place
				b.mu.Lock()
				b.links = append(b.links, markdown.AnchorLink{At: pack.At, Page: path, Fragment: place})
				b.mu.Unlock()
			}
			v.Meeting = &theme.LinkView{Text: "About the meeting", Href: site.Relative(page.Out, href)}
		} else if period == "" { // once, not for each period
			b.findings.Errorf("broken-link", pack.At.File, pack.At.Line, pack.At.Column, site.DidYouMean(path, b.tree.Paths(), "name the content path of a page"), "pack %q: meeting: there is no page %q", pack.ID, path)
		}
	}
	var texts []string
	for i, sheet := range pack.Sheets {
		sv := theme.SheetView{ID: fmt.Sprintf("wm-sheet-%d", i+2), Number: i + 2, Title: sheet.Title, Note: template.HTML(draft.Text(sheet.Note, pack.At))}
		for _, id := range sheet.Indicators {
			s := b.standingAt(b.site.Indicator(id), period)
			f := b.sheetFigure(s, period, page.Out)
			for _, row := range f.Table.Marks {
				for _, mark := range row {
					texts = append(texts, "["+mark+"]")
				}
			}
			v.Glance = append(v.Glance, f.Figure)
			sv.Figures = append(sv.Figures, f)
		}
		v.Sheets = append(v.Sheets, sv)
	}
	v.Marks = b.marks(page.Out, append(texts, shownValues(v.Glance)...))
	return v
}

// sheetFigure is one indicator on a sheet.
func (b *builder) sheetFigure(s standing, period, from string) theme.SheetFigureView {
	v := theme.SheetFigureView{Figure: s.view(from)}
	series, ok := b.released.Table(s.def.ID)
	if !s.measured || !ok {
		v.Problem = s.unmeasured
		return v
	}
	if period == "" {
		c := b.shown[s.def.ID].overTime
		v.Problem, v.Picture = c.problem, template.HTML(c.narrow.Inline)
	} else {
		series = series.Until(period)
		v.Picture, v.Problem = b.pastPicture(s, series)
	}
	v.Table = lastFigures(s.def, series)
	return v
}

// pastPicture draws a series as it ended with an earlier period. A picture that fails costs the picture only.
func (b *builder) pastPicture(s standing, series disclose.Table) (picture template.HTML, problem string) {
	option, err := chart.Line(s.figure, series, chart.Narrow)
	var drawing chart.Drawing
	if err == nil {
		drawing, err = b.look.drawer.Draw(option, chart.Label{ID: "chart-" + s.def.ID + "-narrow", Title: s.def.Title + ", over time", Desc: s.finding})
	}
	if err != nil {
		b.findings.Warnf("chart", s.def.At.File, 0, 0, "the page shows the figures instead", "the chart %s could not be drawn as it was on an earlier day: %v", s.def.ID, err)
		return "", "The picture could not be drawn. The table holds the same figures."
	}
	return template.HTML(drawing.Inline), ""
}

// lastFigures is the newest few rows of a series across a table, oldest first, as minutes quote them.
func lastFigures(def *site.Indicator, series disclose.Table) theme.TableView {
	rows := series.Rows()
	rows = rows[max(0, len(rows)-sheetPeriods):]
	t := theme.TableView{Columns: []string{"Period"}, Numeric: []bool{false}}
	first, second := []string{"Figure"}, []string{"Counted"}
	firstMarks, secondMarks := []string{""}, []string{""}
	for _, r := range rows {
		v, counted := r.Percent, r.Part.Text()+" of "+r.Base.Text()
		if series.Measure() == site.MeasureMedian {
			v, counted = r.Median, r.Base.Text()
		}
		t.Columns, t.Numeric = append(t.Columns, columnWords(def, r)), append(t.Numeric, true)
		first, firstMarks = append(first, v.Text()), append(firstMarks, v.Mark())
		second, secondMarks = append(second, counted), append(secondMarks, r.Part.Mark())
	}
	t.Rows, t.Marks = [][]string{first, second}, [][]string{firstMarks, secondMarks}
	return t
}

// columnWords names a period in the head of a narrow column: "30 Jun 2026", "Year to Jun 2026".
func columnWords(def *site.Indicator, r disclose.Row) string {
	last, err := tracker.ParsePeriod(r.To)
	switch {
	case err != nil:
		return r.To
	case def.Kind == "stock":
		return last.End().Format("2 Jan 2006")
	case r.From == last.Add(-3).String() && !last.Monthly():
		return "Year to " + last.End().Format("Jan 2006")
	}
	return periodWords(r.To)
}

// packsWith are the packs in which an indicator is.
func (b *builder) packsWith(def *site.Indicator, from string) []theme.LinkView {
	var out []theme.LinkView
	for _, id := range site.SortedIDs(b.site.Packs) {
		pack := b.site.Packs[id]
		on := slices.ContainsFunc(pack.Sheets, func(s site.Sheet) bool { return slices.Contains(s.Indicators, def.ID) })
		if to := b.tree.Page(packPath(id, "")); on && to != nil {
			out = append(out, theme.LinkView{Text: pack.Title, Href: site.Relative(from, to.Out)})
		}
	}
	return out
}
