package theme

import (
	"fmt"
	"html/template"
	"strings"
)

// The sample pages: rich ones, with every part filled and names as long as councils make them, and bare ones.
// Hostile stands where an author's words go, to see that each place escapes it.

const hostile = `A <b>"quoted"</b> & 'odd' title`

type sample struct {
	file string // where the page lies in the sample site
	view View
}

func samples() []sample {
	return []sample{
		{"index.html", chooserSample()},
		{"merton/index.html", homeSample()},
		{"merton/guidance/routes/index.html", sectionSample()},
		{"merton/guidance/routes/special-guardianship.html", routeSample()},
		{"merton/guidance/routes/bare.html", bareSample()},
		{"merton/indicators/permanence-within-14-months.html", indicatorSample()},
		{"merton/indicators/staying-put.html", unmeasuredSample()},
		{"merton/indicators/downloads.html", downloadsSample()},
		{"merton/indicators/index.html", overviewSample()},
		{"merton/indicators/pack-monthly.html", packSample()},
	}
}

func sampleSite(home string) SiteView {
	return SiteView{
		ID: "merton", Name: "Merton", Authority: "London Borough of Merton", Title: "Permanence in Merton",
		Strapline:     "Guidance and figures for everyone who helps a child in care reach a home that lasts.",
		Demonstration: "This site was written from the borough's published strategy. It is not the borough's own, and nobody there has agreed it.",
		InventedData:  "The figures for Merton on this page are invented, to show how the site works. They say nothing about real children.",
		Home:          home, Chooser: "../" + strings.TrimSuffix(home, "index.html") + "index.html", Version: "0.1",
	}
}

// sampleTop is the navigation of the first level, as seen from a page two folders down.
func sampleTop(open int) []NavItem {
	items := []NavItem{
		{Text: "Start here", Href: "../../index.html"},
		{Text: "Routes to permanence", Href: "../routes/index.html"},
		{Text: "Meetings and panels", Href: "../routes/bare.html"},
		{Text: "Flowcharts", Href: "../routes/bare.html"},
		{Text: "Training", Href: "../routes/bare.html"},
		{Text: "Indicators", Href: "../../indicators/permanence-within-14-months.html"},
		{Text: "Reference", Href: "../routes/bare.html"},
	}
	items[open].Open = true
	return items
}

func sampleSide(current string) []NavItem {
	names := []string{"Choosing a route", "Returning home", "Special guardianship", "Child arrangements orders", "Adoption",
		"Long-term fostering", "Staying with family and friends while plans are made", "Residential care", "Brothers and sisters",
		"Unaccompanied asylum-seeking children and children arriving from abroad", "Moving on to independence"}
	var items []NavItem
	for _, name := range names {
		item := NavItem{Text: name, Href: "bare.html"}
		if name == current {
			item.Current, item.Open, item.Href = true, true, "special-guardianship.html"
			item.Items = []NavItem{
				{Text: "Assessing a special guardian", Href: "bare.html"},
				{Text: "Support after the order", Href: "bare.html"},
			}
		}
		items = append(items, item)
	}
	return items
}

func routeSample() View {
	return View{
		Site: sampleSite("../../index.html"), Root: "../../", Body: template.HTML(sampleProse),
		Page: PageView{
			Path: "guidance/routes/special-guardianship.md", Title: "Special guardianship", Kind: "route",
			Summary:     "An order that gives a relative, a friend or a foster carer the right to make nearly every decision about a child until the child is 18.",
			Breadcrumbs: []LinkView{{Text: "Home", Href: "../../index.html"}, {Text: "Routes to permanence", Href: "index.html"}},
			Top:         sampleTop(1), Side: sampleSide("Special guardianship"), SideTitle: "Routes to permanence", SideHref: "index.html",
			Contents: []HeadingView{{2, "when-it-fits", "When it fits"}, {3, "who-can-apply", "Who can apply"}, {2, "steps", "What happens, step by step"},
				{2, "timescales", "Timescales and who is answerable for each of them"}, {2, "reading", "In words, and what to keep"}},
			Previous: &LinkView{Text: "Returning home", Href: "bare.html"}, Next: &LinkView{Text: "Child arrangements orders", Href: "bare.html"},
			Owner: "Permanency lead", Reviewed: "2 November 2026", ReviewedISO: "2026-11-02", NextReview: "2 November 2027", NextISO: "2027-11-02",
			Effective: "1 January 2026", Audience: []string{"social workers", "managers", "IROs"}, Ages: []string{"under 2", "2 to 4", "5 to 9"},
			Law: []LinkView{{Text: "Children Act 1989, sections 14A to 14G", Href: "bare.html"},
				{Text: "Special Guardianship Regulations 2005 (as amended in 2016)", Href: "bare.html", Note: "added by the editors"}},
			Documents: []LinkView{{Text: "Permanency Strategy 2020 to 2022", Href: "bare.html"}, {Text: "Appendix 3, named in the strategy, not seen"}},
		},
	}
}

func sectionSample() View {
	v := routeSample()
	v.Body = `<p>Permanence is the long-term plan for a child's upbringing. These are the ways a child can reach it.</p>`
	v.Page = PageView{
		Path: "guidance/routes/index.md", Title: "Routes to permanence", Kind: "page", Summary: "Every way a child in care can reach a home that lasts, and how to tell which one fits.",
		Breadcrumbs: []LinkView{{Text: "Home", Href: "../../index.html"}},
		Top:         sampleTop(1), Side: sampleSide(""), SideTitle: "Routes to permanence", SideHref: "index.html", Owner: "Permanency lead",
		Reviewed: "2 November 2026", ReviewedISO: "2026-11-02", NextReview: "2 November 2027", NextISO: "2027-11-02",
		Children: []LinkView{
			{Text: "Returning home", Href: "bare.html", Summary: "When the reasons a child came into care have changed, and stay changed."},
			{Text: "Special guardianship", Href: "special-guardianship.html", Summary: "An order for relatives, friends and foster carers, until the child is 18."},
			{Text: "Adoption", Href: "bare.html", Summary: "A new legal family for life, arranged with the regional agency.", Note: "added by the editors"},
			{Text: "Long-term fostering", Href: "bare.html"},
		},
	}
	return v
}

func bareSample() View {
	return View{
		Site: SiteView{Title: "Permanence in Merton", Home: "../../index.html"}, Root: "../../",
		Page: PageView{Title: hostile, Kind: "page", Top: []NavItem{{Text: "Only section", Href: "bare.html", Current: true}}},
	}
}

func sampleFigures() []FigureView {
	f := func(title, value, period, finding string, hidden bool) FigureView {
		return FigureView{Title: title, Href: "indicators/permanence-within-14-months.html", Value: value, Period: period, Finding: finding,
			Hidden: hidden, Theme: "Timeliness", Question: "?", Spark: template.HTML(sampleSpark)}
	}
	return []FigureView{
		f("Permanence within 14 months", "58%", "July 2025 to June 2026", "Up 6 points on the year before. The change is more than chance would bring.", false),
		f("Still waiting past 14 months", "31%", "30 June 2026", "About the same as a year ago.", false),
		f("Planning meetings within six weeks", "74%", "April to June 2026", "Below the target of 90% for the fifth quarter running.", false),
		f("First review on time", "93%", "July 2025 to June 2026", "Steady, above the target of 90%.", false),
		f("Permanence plan by the second review", "[c]", "July 2025 to June 2026", "Withheld: the number of children is small.", true),
		f("Three or more placements in a year", "under 12%", "31 March 2026", "London: 10%. England: 10%.", false),
	}
}

// overviewSample has every sign once, and an indicator without anything.
func overviewSample() View {
	v := indicatorSample()
	v.Page.Title, v.Page.Kind, v.Page.Contents = "Indicators", "overview", nil
	kinds := []SignalView{{Kind: "better", Up: true, Words: "Better", Why: "outside the limits"}, {Kind: "worse", Words: "Worse"}, {Kind: "changed", Words: "Lower"},
		{Kind: "steady", Words: "No real change"}, {Kind: "unknown", Words: "Cannot tell", Why: hostile}, {}}
	targets := []SignalView{{Kind: "passes", Words: "Will be met"}, {Kind: "fails", Words: "Will be missed"}, {Kind: "chance", Words: "By chance"}, {Kind: "met", Words: "Met now"}, {Kind: "missed", Words: "Missed now"}, {}}
	draw := OverviewView{Period: "April to June 2026", Past: true, Quarters: QuarterView{
		Earlier: &LinkView{Text: "January to March 2026", Href: "staying-put.html"}, Later: &LinkView{Text: "July to September 2026", Href: "staying-put.html"},
		All: []NavItem{{Text: "April to June 2026", Href: "index.html", Current: true}, {Text: "January to March 2026", Href: "staying-put.html"}}}}
	for i, f := range sampleFigures() {
		f.Href, f.Change, f.Target, f.Lead = "staying-put.html", kinds[i], targets[i], kinds[i]
		draw.Rows = append(draw.Rows, StandingView{Figure: f, Of: "7 of 12", Target: "100%", SortValue: "58", SortInTheme: i + 1})
	}
	draw.Leads = []LeadView{{ID: "wm-changed", Title: "What has changed", Intro: "Ask why.", Figures: []FigureView{draw.Rows[0].Figure}},
		{ID: "wm-noise", Title: "What is noise", Compact: true, Figures: []FigureView{draw.Rows[1].Figure}}, {ID: "wm-missing", Title: "What will miss its target", None: "Nothing."}}
	draw.Reasons, draw.Unjudged = []ReasonView{{Why: hostile, Figures: []FigureView{draw.Rows[4].Figure}}}, 1
	draw.Themes = []GroupView{{ID: "wm-theme-timeliness", Title: "Timeliness", Summary: "6 indicators.", Figures: []FigureView{draw.Rows[2].Figure}}}
	draw.More = []LinkView{{Text: hostile, Href: "staying-put.html", Summary: hostile}}
	v.Draw = draw
	return v
}

func packSample() View {
	v := indicatorSample()
	v.Page.Title, v.Page.Kind, v.Page.Contents = hostile, "pack", nil
	draw := PackView{Period: "April to June 2026", Edition: "Figures released with those of April to June 2026", Note: "<p>Decide.</p>", Marks: MarksView{Text: "[c] hidden"},
		Meeting: &LinkView{Text: "About the meeting", Href: "index.html"}, Quarters: QuarterView{Later: &LinkView{Text: "July to September 2026", Href: "index.html"}}}
	table := TableView{Columns: []string{"Period", "30 Jun 2026"}, Numeric: []bool{false, true}, Rows: [][]string{{"Figure", "[c]"}, {"Counted", "[c] of 12"}}, Marks: [][]string{{"", "c"}, {"", "c"}}}
	var figures []SheetFigureView
	for _, f := range sampleFigures()[:3] {
		f.Href, f.Change = "staying-put.html", SignalView{Kind: "worse", Words: "Worse"}
		draw.Glance = append(draw.Glance, f)
		figures = append(figures, SheetFigureView{Figure: f, Table: table})
	}
	figures[1].Table, figures[1].Problem = TableView{}, hostile
	draw.Sheets = []SheetView{{ID: "wm-sheet-2", Number: 2, Title: hostile, Note: "<p>Look.</p>", Figures: figures}, {ID: "wm-sheet-3", Number: 3, Title: "Court"}}
	v.Draw = draw
	return v
}

func homeSample() View {
	site := sampleSite("index.html")
	top := []NavItem{}
	for _, t := range sampleTop(0) {
		t.Href = strings.TrimPrefix(strings.Replace(t.Href, "../routes/", "guidance/routes/", 1), "../../")
		t.Open = false
		top = append(top, t)
	}
	return View{
		Site: site, Root: "",
		Page: PageView{Path: "index.md", Title: "Permanence in Merton", Kind: "home", Top: top, Owner: "Children's Social Care and Youth Inclusion",
			Reviewed: "2 November 2026", ReviewedISO: "2026-11-02"},
		Draw: HomeView{
			Sections: []LinkView{
				{Text: "Routes to permanence", Href: "guidance/routes/index.html", Summary: "Returning home, special guardianship, adoption, long-term fostering: which one, and how to get there."},
				{Text: "Meetings and panels", Href: "guidance/routes/bare.html", Summary: "What each meeting decides, who comes, and by when it must be held."},
				{Text: "Flowcharts", Href: "guidance/routes/bare.html", Summary: "The whole way for a child of each age, on one page."},
				{Text: "Training", Href: "guidance/routes/bare.html", Summary: "Short modules for new social workers, with questions."},
				{Text: "Indicators", Href: "indicators/permanence-within-14-months.html", Summary: "Are children reaching a permanent home in time, and does it last?"},
			},
			Figures: sampleFigures(),
		},
	}
}

func chooserSample() View {
	return View{
		Site: SiteView{Title: "Waymark", Home: "index.html", Version: "0.1", Demonstration: sampleSite("index.html").Demonstration},
		Page: PageView{Title: "Permanence planning in London", Kind: "chooser", Summary: "Choose the authority whose guidance and figures you need."},
		Draw: ChooserView{Title: "Permanence planning in London", Sites: []LinkView{
			{Text: "Permanence in Merton", Href: "merton/index.html", Summary: "Guidance and figures for everyone who helps a child in care reach a home that lasts.", Note: "London Borough of Merton"},
			{Text: "Permanence in Havering", Href: "merton/index.html", Summary: "How the borough plans for permanence, with what the law asks.", Note: "London Borough of Havering"},
		}},
	}
}

func sampleTable() TableView {
	return TableView{
		Caption: "Children who reached permanence within 14 months, Merton, rolling years",
		Columns: []string{"Year ending", "Reached permanence", "Within 14 months", "Percentage"},
		Numeric: []bool{false, true, true, true},
		Rows:    [][]string{{"June 2026", "43", "25", "58%"}, {"March 2026", "40", "22", "55%"}, {"December 2025", "38", "", "[c]"}, {"September 2025", "1,041", "20", "53%"}},
		Marks:   [][]string{nil, nil, {"", "", "c", "c"}, nil},
	}
}

func sampleChart(id, title string) ChartView {
	return ChartView{
		ID: id, Indicator: "permanence-within-14-months", Form: "line", Title: title,
		Finding: "58% in the year to June 2026, up from 52% a year before; the last eight points lie above the mean.",
		Wide:    template.HTML(sampleLine(id+"-wide", 640)), Narrow: template.HTML(sampleLine(id+"-narrow", 320)),
		Table: sampleTable(), CSV: "../indicators/permanence-within-14-months.html", CSVBytes: 2140,
		Note: "Source: Merton permanency tracker, invented.",
	}
}

func indicatorSample() View {
	fig := sampleFigures()[0]
	fig.Question = "Of the children who reached a permanent home in the year, how many did so within 14 months of coming into care?"
	groups := sampleChart("by-age", "By age on coming into care")
	broken := sampleChart("by-plan", "By plan")
	broken.Wide, broken.Narrow, broken.Problem = "", "", "Too few children have each plan to draw a chart; the table has what can be shown."
	return View{
		Site: sampleSite("../index.html"), Root: "../",
		Page: PageView{
			Path: "indicators/permanence-within-14-months.md", Title: "Permanence within 14 months", Kind: "indicator", Summary: "Timeliness of permanence.",
			Breadcrumbs: []LinkView{{Text: "Home", Href: "../index.html"}, {Text: "Indicators", Href: "permanence-within-14-months.html"}},
			Top:         []NavItem{{Text: "Routes to permanence", Href: "../guidance/routes/index.html"}, {Text: "Indicators", Href: "permanence-within-14-months.html", Open: true}},
			SideTitle:   "Indicators", SideHref: "permanence-within-14-months.html",
			Side: []NavItem{{Text: "Timeliness", Open: true, Items: []NavItem{{Text: "Permanence within 14 months", Href: "permanence-within-14-months.html", Current: true, Open: true},
				{Text: "Still waiting past 14 months", Href: "staying-put.html"}}}, {Text: "Stability", Href: "staying-put.html"}},
			Owner: "Performance analyst", Reviewed: "2 November 2026", ReviewedISO: "2026-11-02", NextReview: "2 November 2027", NextISO: "2027-11-02",
		},
		Draw: IndicatorView{
			Figure: fig,
			Definition: []RowView{{"Who it counts", "Children who reached permanence in the year"}, {"What counts", "Permanence reached <strong>at most 14 months</strong> after coming into care"},
				{"When", "Four quarters together, ending with the quarter shown"}, {"Source", "The permanency tracker, one row for each child in scope"}},
			Chart: sampleChart("over-time", "Permanence within 14 months, rolling years"), Breakdowns: []ChartView{groups, broken},
			Standard: &LinkView{Text: "at most 14 months", Href: "../guidance/routes/bare.html", Summary: "from the start of being looked after"}, Target: "75%, from the Permanency Strategy, page 9",
			Companion: &LinkView{Text: "Still waiting past 14 months", Href: "staying-put.html", Summary: "A rate of those who finished says nothing of those who wait."},
			Practice:  []LinkView{{Text: "Special guardianship", Href: "../guidance/routes/special-guardianship.html", Summary: "Assessment and support."}},
			Comparison: &ComparisonView{Title: "Adopted children who moved in within 14 months", When: "in the year to 31 March 2025",
				Unlike: []string{"The published figure covers the year to 31 March 2025. Merton’s newest covers July 2025 to June 2026, 15 months later."},
				Table: TableView{Caption: "Published figures", Columns: []string{"Area", "Percentage", "Children"}, Numeric: []bool{false, true, true},
					Rows: [][]string{{"Merton, as published", "[c]", "[c] of 12"}, {"England", "52%", "1,480 of 2,850"}}, Marks: [][]string{{"", "c", "c"}, {"", "", ""}}},
				Mean:    "Statistical neighbours, 8 of 10: 54%. It is the plain mean of the published percentages.",
				Years:   &ChartView{Title: "Year by year", Table: TableView{Columns: []string{"Year to 31 March", "England"}, Numeric: []bool{false, true}, Rows: [][]string{{"2025", "52%"}, {"2024", "51%"}}}},
				Sources: []LinkView{{Text: "Children looked after in England", Summary: "Department for Education, release 2025, Open Government Licence v3.0", Note: "It counts adoption only."}},
				Marks:   []string{"[c] hidden by the publisher"}},
			Method:   "<p>Months are calendar months, from the day a child comes into care.</p>",
			Caveats:  []template.HTML{"Long waits count only when they end.", "Numbers are small: a few children move the figure by several points."},
			Versions: []RowView{{"1 July 2022", "First definition."}, {"1 April 2025", "Long-term fostering counts once the match is confirmed."}},
			Cases: []CaseView{{Title: "Two children, one in time", Columns: []string{"permanence_in_period", "months_to_permanence", "permanence_route"},
				Rows: [][]string{{"yes", "13", "special-guardianship"}, {"yes", "15", "adoption"}}, Answer: "1 of 2 (50%)", Reason: "15 months is past the limit."}},
		},
	}
}

func downloadsSample() View {
	v := indicatorSample()
	v.Page.Title, v.Page.Kind = "Download the figures", "downloads"
	file := DownloadView{Title: "All figures as a spreadsheet", Href: "permanence-within-14-months.html", Form: "XLSX", Bytes: 91000, About: "To read."}
	v.Draw = DownloadsView{Periods: "September 2022 to June 2026", Licence: "The figures are invented.", Whole: []DownloadView{file},
		Groups:  []DownloadGroup{{ID: "wm-files-timeliness", Title: "Timeliness", Files: []DownloadView{file}}},
		Symbols: []RowView{{"[c]", "Hidden to protect children."}}}
	return v
}

func unmeasuredSample() View {
	v := indicatorSample()
	v.Site.Demonstration, v.Site.Chooser = "", ""
	v.Page.Title, v.Page.Kind = "Planning meetings within the interval", "indicator"
	v.Draw = IndicatorView{
		Figure:     FigureView{Question: "Are permanence planning meetings held as often as the policy asks?", Theme: "Timeliness"},
		Unmeasured: "Havering's statement sets no interval for planning meetings, so there is nothing to measure against.",
		Definition: []RowView{{"Who it counts", "Children with a planning meeting due"}},
	}
	return v
}

const sampleSpark = `<svg viewBox="0 0 128 36" aria-hidden="true" focusable="false"><path d="M4 28 20 24 36 26 52 18 68 20 84 12 100 14 120 8" fill="none" stroke="var(--chart-line)" stroke-width="2"/><circle cx="120" cy="8" r="4" fill="var(--chart-improve)"/></svg>`

// sampleLine draws something like a chart of the real ones' size and colours.
func sampleLine(id string, width int) string {
	const height = 300
	values := []int{47, 49, 46, 50, 52, 48, 51, 52, 54, 53, 55, 58}
	x := func(i int) int { return 44 + i*(width-120)/(len(values)-1) }
	y := func(v int) int { return height - 40 - (v-40)*(height-70)/40 }
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d %d" role="img" aria-labelledby="%s-t"><title id="%s-t">Line of the percentage by year</title>`, width, height, id, id)
	for v := 40; v <= 80; v += 10 {
		fmt.Fprintf(&b, `<path d="M44 %d H%d" stroke="var(--chart-grid)"/><text x="36" y="%d" dy="0.35em" text-anchor="end" font-size="12" fill="var(--chart-muted)">%d%%</text>`, y(v), width-70, y(v), v)
	}
	fmt.Fprintf(&b, `<path d="M44 %d H%d" stroke="var(--chart-target)" stroke-width="2" stroke-dasharray="2 4"/><text x="%d" y="%d" dy="0.35em" font-size="12" font-weight="bold" fill="var(--chart-target)">Target 75%%</text>`, y(75), width-70, width-66, y(75))
	fmt.Fprintf(&b, `<path d="M44 %d H%d" stroke="var(--chart-ink)"/><path d="M44 %d H%d M44 %d H%d" stroke="var(--chart-limit)" stroke-dasharray="4 3"/>`, y(51), width-70, y(59), width-70, y(44), width-70)
	b.WriteString(`<path fill="none" stroke="var(--chart-line)" stroke-width="2" d="M`)
	for i, v := range values {
		fmt.Fprintf(&b, "%d %d ", x(i), y(v))
	}
	b.WriteString(`"/>`)
	for i, v := range values {
		fill := "var(--chart-common)"
		if i > 7 {
			fill = "var(--chart-improve)"
		}
		fmt.Fprintf(&b, `<circle cx="%d" cy="%d" r="4.5" fill="%s" stroke="var(--chart-paper)"/>`, x(i), y(v), fill)
	}
	fmt.Fprintf(&b, `<text x="44" y="%d" font-size="12" fill="var(--chart-muted)">Sept 2023</text><text x="%d" y="%d" text-anchor="end" font-size="12" fill="var(--chart-muted)">June 2026</text></svg>`, height-14, width-70, height-14)
	return b.String()
}

// sampleProse is what internal/markdown writes, one of each.
const sampleProse = `
<p>A special guardianship order gives a carer <a class="wm-term" href="bare.html">parental responsibility</a> that they may use over anyone else's. The child stops being looked after, and keeps the legal tie to their birth family. A plan for permanence must be agreed <a class="wm-standard" href="bare.html">by the second review, within four months</a>.<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup></p>
<p>In the year to June 2026, <span class="wm-value">58%</span> of children who reached permanence did so in time.</p>
<h2 id="when-it-fits">When it fits<a class="wm-anchor" href="#when-it-fits" aria-label="Link to this section: When it fits">#</a></h2>
<ul><li>The child already lives with, or knows well, the person who would care for them.</li><li>Keeping the tie to the birth family is right for the child:<ul><li>with visits that are safe;</li><li>with a plan for <a href="bare.html">brothers and sisters</a>.</li></ul></li><li>The carer can protect the child into adulthood.</li></ul>
<div class="wm-alert wm-alert-important" role="note"><p class="wm-alert-title">Important</p><p>Do not call the assessment finished before support has been agreed in writing. A carer who learns of it later has been let down.</p></div>
<h3 id="who-can-apply">Who can apply<a class="wm-anchor" href="#who-can-apply" aria-label="Link to this section: Who can apply"></a></h3>
<p>Anyone aged 18 or over who is not the child's parent and who is a guardian, has the child living with them under an order, or has the local authority's consent.</p>
<div class="wm-alert wm-alert-note" role="note"><p class="wm-alert-title">Note</p><p>Foster carers may apply after a year.</p></div>
<div class="wm-alert wm-alert-tip" role="note"><p class="wm-alert-title">Tip</p><p>Hold a family group conference early.</p></div>
<div class="wm-alert wm-alert-warning" role="note"><p class="wm-alert-title">Warning</p><p>An interim placement is not yet permanence.</p></div>
<div class="wm-alert wm-alert-caution" role="note"><p class="wm-alert-title">Caution</p><p>Never promise a placement that has not been approved.</p></div>
<h2 id="steps">What happens, step by step<a class="wm-anchor" href="#steps" aria-label="Link to this section: What happens"></a></h2>
<ol class="wm-steps"><li><strong>Name the possible carers</strong> At the first permanence planning meeting, list relatives and friends, and write down who was ruled out and why.</li><li><strong>Assess</strong> The supervising social worker completes the assessment within <a class="wm-standard" href="bare.html">14 weeks</a>.</li><li><strong>Agree support</strong> Money, contact, training and who to ring.</li></ol>
<blockquote><p>I wanted to know where I would be when I was grown up, not just next week.</p></blockquote>
<h2 id="timescales">Timescales and who is answerable for each of them<a class="wm-anchor" href="#timescales" aria-label="Link to this section: Timescales"></a></h2>
<section class="wm-table" tabindex="0" aria-label="Table: timescales"><table><thead><tr><th scope="col">What</th><th scope="col">By when</th><th scope="col">Who</th><th class="num" scope="col">In time</th><th class="centre" scope="col">Law</th></tr></thead><tbody><tr><td>First review of the child's case</td><td>20 working days</td><td>Independent reviewing officer</td><td class="num">93%</td><td class="centre">Yes</td></tr><tr><td>Planning meeting</td><td>Every six weeks</td><td>Team manager</td><td class="num">74%</td><td class="centre">No</td></tr><tr><td>Assessment of family and friends</td><td>14 weeks</td><td>Supervising social worker</td><td class="num">8%</td><td class="centre">No</td></tr></tbody></table></section>
<h2 id="reading">In words, and what to keep<a class="wm-anchor" href="#reading" aria-label="Link to this section: In words"></a></h2>
<figure class="wm-figure wm-flowchart" aria-labelledby="flow-x-title"><figcaption><p class="wm-flow-title" id="flow-x-title">A child under two</p><p>From the first meeting to a plan.</p></figcaption><ol class="wm-flow"><li id="flow-a" class="wm-flow-question"><div class="wm-flow-text"><span class="wm-flow-kind">Question</span> Can the child return home safely within the child's own timescale? <span class="wm-flow-lane">Social worker</span></div><ul class="wm-flow-answers"><li>Yes: <a href="#flow-c">go to step 3</a></li><li>No: <a href="#flow-b">go to step 2</a></li></ul></li><li id="flow-b" class="wm-flow-action"><div class="wm-flow-text">Hold a family group conference, and assess those who come forward.</div></li><li id="flow-c" class="wm-flow-outcome"><div class="wm-flow-text"><span class="wm-flow-kind">Outcome</span> Permanence at home, with a plan for six months of support.</div></li></ol></figure>
<dl class="wm-register"><dt id="std-one">First review <abbr>FR</abbr></dt><dd><p class="wm-register-lead">20 working days, counted from the day the child comes into care.</p><p class="wm-register-source">Regulations: Care planning regulations 2010, regulation 33.</p><p class="wm-confirm"><strong>To be confirmed:</strong> whether weekends count.</p></dd><dt id="std-two">Later reviews</dt><dd><p class="wm-register-lead">Every six months.</p></dd></dl>
<ul><li><span class="wm-tick" aria-hidden="true">☐ </span><span class="govuk-visually-hidden">To do: </span>Write to the carers, and say in the letter what the plan is and whom they can ring about it</li><li><span class="wm-tick" aria-hidden="true">☑ </span><span class="govuk-visually-hidden">Done: </span>Tell the child</li></ul>
<dl class="wm-indicators"><div><dt><a href="bare.html">Permanence within 14 months</a></dt><dd class="wm-indicators-value"><strong>58%</strong> <span>July 2025 to June 2026</span></dd><dd>Up 6 points on the year before.</dd></div><div><dt><a href="bare.html">Plan by the second review</a></dt><dd class="wm-indicators-value"><strong>[c]</strong></dd><dd>Withheld.</dd></div></dl>
<p class="wm-unmeasured">Planning meetings: Havering sets no interval.</p>
<dl><dt>Viability</dt><dd>A short first look at whether a person could care for the child.</dd></dl>
<p>Put the decision in <code>Plan agreed</code> and keep the minutes:</p>
<pre><code>plan_agreed: yes
parallel_plan: long-term-fostering</code></pre>
<h3 id="more-h3">Keeping it<a class="wm-anchor" href="#more-h3" aria-label="Link to this section: Keeping it"></a></h3>
<p>Both go in the record.</p>
<h4 id="more">A small heading<a class="wm-anchor" href="#more" aria-label="Link to this section: A small heading"></a></h4>
<p>Text below it.</p>
<div class="footnotes" role="doc-endnotes"><hr><ol><li id="fn:1"><p>Volume 2 of the statutory guidance, chapter 2.&#160;<a href="#fnref:1" class="footnote-backref" role="doc-backlink" aria-label="Back to the text">&#x21a9;&#xfe0e;</a></p></li></ol></div>`
