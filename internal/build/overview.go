package build

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/content"
	"waymark/internal/disclose"
	"waymark/internal/markdown"
	"waymark/internal/site"
	"waymark/internal/theme"
	"waymark/internal/tracker"
)

// The overview answers three questions of all indicators at once: what has changed, what will miss its target,
// what is noise. It stands on the page of kind "overview" for the newest period, and on a page of its own for
// each of the periods before, with the figures of today's release as far as they go up to that period.

// overviewPage is the content path of the front of the indicators' section.
const overviewPage = "indicators/index.md"

// quartersKept is how many periods have an overview, the newest included: three years of quarters.
const quartersKept = 12

// lastPeriods are the last periods of all rows over time, oldest first.
func lastPeriods(released disclose.Released) []string {
	var out []string
	for _, t := range released.Tables() {
		if t.Dimension() != "" {
			continue
		}
		for _, r := range t.Rows() {
			out = append(out, r.To)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// releasedPeriods are those of them that have an overview.
func releasedPeriods(released disclose.Released) []string {
	all := lastPeriods(released)
	return all[max(0, len(all)-quartersKept):]
}

// periodSlug is a period in the name of a page: "2026-q1".
func periodSlug(period string) string { return strings.ToLower(period) }

// periodWords is a period in words: "January to March 2026".
func periodWords(period string) string {
	p, err := tracker.ParsePeriod(period)
	if err != nil {
		return period
	}
	return p.Words()
}

// overviewPages are the pages of the periods before the newest. Who answers for them is filled in from the
// front of the section, once it is known.
func overviewPages(periods []string) []madePage {
	var out []madePage
	for _, period := range periods[:max(0, len(periods)-1)] {
		path := "indicators/" + periodSlug(period) + ".md"
		page := &site.Page{Path: path, Out: content.Out(path), Title: "Indicators, " + periodWords(period),
			Summary: "How every indicator stood at the end of an earlier period, from the figures released today.", Kind: site.KindOverview, Unlisted: true}
		out = append(out, madePage{page: page, like: overviewPage, draw: func(b *builder, page *site.Page, _ *markdown.Draft) any {
			return b.overviewView(page, period)
		}})
	}
	return out
}

// overviewView is the overview at the end of a period; "" is the newest.
func (b *builder) overviewView(page *site.Page, period string) theme.OverviewView {
	v := theme.OverviewView{Past: period != "", Quarters: b.quarters(page.Out, cmp.Or(period, b.newest()), "indicators/index.html", "indicators/", ".html", b.periods)}
	v.Period = periodWords(cmp.Or(period, b.newest()))
	var all []standing
	for _, def := range b.site.Indicators {
		all = append(all, b.standingAt(def, period))
	}
	if slices.ContainsFunc(all, func(s standing) bool { return s.measured }) {
		v.Leads = leads(all, page.Out)
		v.Reasons, v.Unjudged = reasons(all, page.Out)
	}
	for _, name := range site.Themes {
		if group := inTheme(all, name); len(group) > 0 {
			v.Themes = append(v.Themes, groupView(name, group, page.Out))
		}
	}
	var texts []string
	for i, s := range all {
		row := b.standingRow(s, i, page.Out)
		v.Rows, texts = append(v.Rows, row), append(texts, row.Figure.Value)
	}
	v.Marks = b.marks(page.Out, texts)
	if section := page.Section; section != nil && period == "" {
		for _, entry := range b.entries[section] {
			if entry.Indicator == nil {
				v.More = append(v.More, theme.LinkView{Text: entry.Title, Href: site.Relative(page.Out, entry.Out), Summary: entry.Summary})
			}
		}
	}
	return v
}

// newest is the newest period of which anything is released; "" when there is none.
func (b *builder) newest() string {
	if len(b.periods) == 0 {
		return ""
	}
	return b.periods[len(b.periods)-1]
}

// leads are the three answers.
func leads(all []standing, from string) []theme.LeadView {
	pick := func(want func(standing) bool, lead func(standing) theme.SignalView) []theme.FigureView {
		var out []theme.FigureView
		for _, s := range all {
			if want(s) {
				f := s.view(from)
				f.Lead = lead(s)
				out = append(out, f)
			}
		}
		return out
	}
	change := func(s standing) theme.SignalView { return s.change }
	target := func(s standing) theme.SignalView { return s.target }
	changed := pick(func(s standing) bool { return s.change.Kind == "worse" }, change)
	changed = append(changed, pick(func(s standing) bool { return s.change.Kind == "better" || s.change.Kind == "changed" }, change)...)
	missing := pick(func(s standing) bool { return s.target.Kind == "fails" }, target)
	intro := "Waiting will not help: the work itself has to change. Where a target is only missed now, it cannot be told yet whether that will last."
	if len(missing) == 0 {
		intro = "These miss their targets now. Whether that will last cannot be told: the figures have no limits of ordinary variation."
	}
	missing = append(missing, pick(func(s standing) bool { return s.target.Kind == "missed" }, target)...)
	if len(missing) == 0 {
		intro = ""
	}
	return []theme.LeadView{
		{ID: "wm-changed", Title: "What has changed", Intro: "The movement is larger than chance explains. Ask why.", Figures: changed,
			None: "Nothing has moved by more than ordinary variation."},
		{ID: "wm-missing", Title: "What will miss its target", Intro: intro, Figures: missing,
			None: "No target is being missed, or out of reach of the way things are done now."},
		{ID: "wm-noise", Title: "What is noise", Intro: "These move up and down as they always have. No explanation is needed.", Compact: true,
			Figures: pick(func(s standing) bool { return s.change.Kind == "steady" }, change),
			None:    "No figure can be called noise."},
	}
}

// reasons are why it cannot be told of some indicators whether they change, in the order in which they are met.
func reasons(all []standing, from string) (out []theme.ReasonView, n int) {
	at := map[string]int{}
	for _, s := range all {
		if s.measured && s.change.Kind != "unknown" {
			continue
		}
		n++
		i, known := at[s.change.Why]
		if !known {
			i = len(out)
			at[s.change.Why] = i
			out = append(out, theme.ReasonView{Why: s.change.Why})
		}
		out[i].Figures = append(out[i].Figures, s.view(from))
	}
	return out, n
}

func inTheme(all []standing, name string) []standing {
	return slices.DeleteFunc(slices.Clone(all), func(s standing) bool { return s.def.Theme != name })
}

// groupID is the place of a theme on the overview.
func groupID(name string) string { return "wm-theme-" + name }

// groupView is a theme with the few figures most worth a look: what changed, then headlines, then the first.
func groupView(name string, group []standing, from string) theme.GroupView {
	v := theme.GroupView{ID: groupID(name), Title: capital(name), Summary: tally(group)}
	ranked := slices.Clone(group)
	slices.SortStableFunc(ranked, func(a, b standing) int {
		return cmp.Compare(weight(a), weight(b))
	})
	for _, s := range ranked[:min(4, len(ranked))] {
		v.Figures = append(v.Figures, s.view(from))
	}
	return v
}

func weight(s standing) int {
	switch {
	case !s.measured:
		return 4
	case s.change.Kind == "worse":
		return 0
	case s.change.Kind == "better" || s.change.Kind == "changed":
		return 1
	case s.def.Headline:
		return 2
	}
	return 3
}

// Orders of the signals in the table: what asks for attention first.
var (
	changeOrder = []string{"worse", "changed", "better", "steady", "unknown", ""}
	targetOrder = []string{"fails", "missed", "chance", "met", "passes", "unknown", ""}
)

func (b *builder) standingRow(s standing, i int, from string) theme.StandingView {
	v := theme.StandingView{Figure: s.view(from), Of: s.counts(), Target: s.aim(), SortInTheme: i + 1,
		SortChange: 1 + slices.Index(changeOrder, s.change.Kind), SortTarget: 1 + slices.Index(targetOrder, s.target.Kind)}
	v.Standard = b.standardLink(s.def, from)
	n, ok := s.last.Percent.Number()
	if !ok {
		n, ok = s.last.Median.Number()
	}
	if ok && s.measured {
		v.SortValue = strconv.Itoa(n)
	}
	return v
}

// standardLink is the timescale that an indicator measures, in words, linked to where it is kept.
func (b *builder) standardLink(def *site.Indicator, from string) *theme.LinkView {
	standard := b.site.Standards[def.Standard]
	if standard == nil {
		return nil
	}
	l := theme.LinkView{Text: capital(standard.Words)}
	if to := b.tree.Page(markdown.StandardsPage); to != nil {
		l.Href = site.Relative(from, to.Out+"#"+standard.ID)
	}
	return &l
}

// quarters is the way from one period to the others. The newest has an address of its own; the others are
// before + slug + after.
func (b *builder) quarters(from, current, newest, before, after string, periods []string) theme.QuarterView {
	var v theme.QuarterView
	at := slices.Index(periods, current)
	href := func(i int) string {
		if i == len(periods)-1 {
			return site.Relative(from, newest)
		}
		return site.Relative(from, before+periodSlug(periods[i])+after)
	}
	if at > 0 {
		v.Earlier = &theme.LinkView{Text: periodWords(periods[at-1]), Href: href(at - 1)}
	}
	if at >= 0 && at+1 < len(periods) {
		v.Later = &theme.LinkView{Text: periodWords(periods[at+1]), Href: href(at + 1)}
	}
	if len(periods) > 1 {
		for i := len(periods) - 1; i >= 0; i-- {
			v.All = append(v.All, theme.NavItem{Text: periodWords(periods[i]), Href: href(i), Current: i == at})
		}
	}
	return v
}

// themedBranch is the navigation of a section with an overview: its indicators by theme, of which only the
// page's own theme is unfolded, and then whatever else is in the section.
func (b *builder) themedBranch(page *site.Page, in *site.Section) []theme.NavItem {
	var items, others []theme.NavItem
	byTheme := map[string][]theme.NavItem{}
	seen := b.seen(page, in)
	for i, entry := range b.entries[in] {
		item := seen[i]
		item.Current, item.Open = entry == page, entry == page
		if entry.Indicator != nil {
			byTheme[entry.Indicator.Theme] = append(byTheme[entry.Indicator.Theme], item)
			continue
		}
		if entry.Section != in && within(page.Section, entry.Section) {
			item.Open, item.Items = true, b.branch(page, entry.Section)
		}
		others = append(others, item)
	}
	for _, name := range site.Themes {
		if below := byTheme[name]; below != nil {
			items = append(items, theme.NavItem{Text: capital(name), Href: site.Relative(page.Out, in.Index.Out+"#"+groupID(name)),
				Open: page.Indicator != nil && page.Indicator.Theme == name, Items: below})
		}
	}
	return append(items, others...)
}
