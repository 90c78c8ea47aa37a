package build

import (
	"fmt"
	"html"
	"html/template"
	"slices"
	"strings"

	"waymark/internal/disclose"
	"waymark/internal/site"
	"waymark/internal/theme"
	"waymark/internal/tracker"
)

// How good the data are, told from released figures alone: a count of children of whom something is not known
// is a count of children, and passes the gate like any other or is not told.

// notKnown is the category, in dimensions.yaml, of children of whom the value is not known and nothing else.
const notKnown = "not-known"

// states counts how the figures of a table are given.
type states struct{ shown, ranged, hidden, none int }

func (s states) all() int { return s.shown + s.ranged + s.hidden + s.none }

func (s *states) add(t disclose.Table) {
	for _, r := range t.Rows() {
		v := r.Percent
		if t.Measure() == site.MeasureMedian {
			v = r.Median
		}
		switch stateOf(v) {
		case "shown":
			s.shown++
		case "range":
			s.ranged++
		case "hidden":
			s.hidden++
		default:
			s.none++
		}
	}
}

// words is "14 of 16 exact, 1 as a range, 1 hidden".
func (s states) words() string {
	out := fmt.Sprintf("%d of %d exact", s.shown, s.all())
	for _, p := range []struct {
		n     int
		words string
	}{{s.ranged, "as a range"}, {s.hidden, "hidden"}, {s.none, "without a figure, because there was nobody or too few to count"}} {
		if p.n > 0 {
			out += fmt.Sprintf(", %d %s", p.n, p.words)
		}
	}
	return out + "."
}

// missing lists the periods between the first and the last of a series that have no row.
func missing(rows []disclose.Row) []string {
	if len(rows) == 0 {
		return nil
	}
	there := map[string]bool{}
	for _, r := range rows {
		there[r.To] = true
	}
	at, err := tracker.ParsePeriod(rows[0].To)
	last, err2 := tracker.ParsePeriod(rows[len(rows)-1].To)
	if err != nil || err2 != nil {
		return nil
	}
	var out []string
	for ; at.Compare(last) < 0; at = at.Next() {
		if !there[at.String()] {
			out = append(out, at.Words())
		}
	}
	return out
}

// unknowns are the children of whom the value of a dimension is not known, as released: one line for each
// breakdown that keeps them apart.
func (b *builder) unknowns(def *site.Indicator) []unknown {
	var out []unknown
	for _, t := range b.released.Breakdowns(def.ID) {
		dimension := b.site.Dimensions[t.Dimension()]
		if dimension == nil || !slices.ContainsFunc(dimension.Categories, func(c site.Category) bool { return c.ID == notKnown }) {
			continue
		}
		u := unknown{dimension: dimension.Title}
		newest := ""
		for _, r := range t.Rows() {
			newest = max(newest, r.To)
		}
		for _, r := range t.Rows() {
			if r.To != newest {
				continue
			}
			u.period = windowWords(r.From, r.To, t.Kind() == "stock")
			switch r.Category {
			case "":
				u.all = r.Base
			case notKnown:
				u.count = r.Base
			}
		}
		out = append(out, u)
	}
	return out
}

type unknown struct {
	dimension, period string
	count, all        disclose.Value
}

// words is "3 of 135", "[c] of 135".
func (u unknown) words() string {
	text := u.count.Text() + " of " + u.all.Text()
	if n, ok := u.count.Number(); ok {
		if all, ok := u.all.Number(); ok && all > 0 && n > 0 {
			text += fmt.Sprintf(" (%d%%)", (200*n+all)/(2*all))
		}
	}
	return text
}

// answersFor says who answers for an indicator and how good its data are.
func (b *builder) answersFor(s standing) []theme.RowView {
	var out []theme.RowView
	row := func(term, text string) {
		out = append(out, theme.RowView{Term: term, Text: template.HTML(html.EscapeString(text))})
	}
	if role := b.site.Roles[s.def.Owner]; role != nil {
		text := role.Title
		if role.Does != "" {
			text += ": " + role.Does
		}
		row("Answers for the definition", text)
	}
	series, ok := b.released.Table(s.def.ID)
	if !ok || !s.measured {
		return out
	}
	var over states
	over.add(series)
	row("Figures over time", over.words())
	periods := "None missing since " + s.firstWords(series) + "."
	if gaps := missing(series.Rows()); len(gaps) > 0 {
		periods = "Missing: " + strings.Join(gaps, ", ") + "."
	}
	row("Periods", periods)
	if breakdowns := b.released.Breakdowns(s.def.ID); len(breakdowns) > 0 {
		var by states
		for _, t := range breakdowns {
			by.add(t)
		}
		row("Figures between groups", by.words())
	}
	for _, u := range b.unknowns(s.def) {
		row(u.dimension+" not known", u.words()+", "+u.period+".")
	}
	return out
}

func (s standing) firstWords(series disclose.Table) string {
	first := series.Rows()[0]
	return windowWords(first.From, first.To, series.Kind() == "stock")
}

// Quality implements markdown.Figures: what is known of the data behind all indicators.
func (b *builder) Quality(from string) []byte {
	var v theme.QualityView
	seen := map[string]bool{}
	var gaps []string
	for _, def := range b.site.Indicators {
		s := b.standingAt(def, "")
		series, ok := b.released.Table(def.ID)
		if !s.measured || !ok {
			v.Unmeasured = append(v.Unmeasured, s.view(from))
			continue
		}
		var over, by states
		over.add(series)
		for _, t := range b.released.Breakdowns(def.ID) {
			by.add(t)
		}
		row := theme.QualityRow{Figure: s.view(from), Exact: over.shown, Ranges: over.ranged, Hidden: over.hidden, None: over.none, All: over.all(), Groups: by.all(), GroupsHidden: by.hidden + by.ranged}
		v.Rows = append(v.Rows, row)
		v.Shown, v.Withheld = v.Shown+over.shown+by.shown, v.Withheld+over.hidden+by.hidden+over.ranged+by.ranged
		for _, u := range b.unknowns(def) {
			v.Unknowns = append(v.Unknowns, theme.UnknownRow{Figure: s.view(from), Dimension: u.dimension, Words: u.words(), Period: u.period, Hidden: u.count.Mark() != ""})
		}
		for _, gap := range missing(series.Rows()) {
			if !seen[gap] {
				seen[gap] = true
				gaps = append(gaps, gap)
			}
		}
	}
	v.Missing = strings.Join(gaps, ", ")
	if periods := lastPeriods(b.released); len(periods) > 0 {
		v.First, v.Last, v.Periods = periodWords(periods[0]), periodWords(periods[len(periods)-1]), len(periods)
	}
	return b.part("quality", v)
}

// part draws one of the theme's shared templates; one that fails is a finding about the theme.
func (b *builder) part(name string, view any) []byte {
	out, err := b.look.theme.Part(name, view)
	if err != nil {
		b.findings.Errorf("theme", site.ConfigName, 0, 0, "mend the theme's template "+name, "the theme cannot draw %q: %v", name, err)
	}
	return []byte(out)
}
