package check

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/markdown"
	"waymark/internal/site"
)

// front is front matter that lacks nothing, with further lines.
func front(kind, more string) string {
	return "---\ntitle: T\nsummary: S.\nkind: " + kind + "\nowner: manager\nreviewed: 2026-01-01\nreview_every: 12 months\n" + more + "---\n\n"
}

// sound is a project of one site in two layers in which no check finds anything. Tests break it.
func sound() map[string]string {
	return map[string]string{
		"content/common/index.md":                          front("home", "") + "See [meeting](review.md), [priorities](guidance/permanence/priorities.md) and the {{standard visit}}.\n",
		"content/common/review.md":                         front("meeting", "") + "## Who chairs\n\nThe manager.\n\n## How often\n\nEach month.\n",
		"content/common/guidance/index.md":                 front("page", "") + "Text.\n",
		"content/common/guidance/permanence/index.md":      front("page", "") + "Text.\n",
		"content/common/guidance/permanence/priorities.md": front("page", "") + "## One\n\n1. Homes.\n2. Staff.\n\n## Two\n\n3. Learning: 1. no\n   1. A list in an item.\n",
		"data/common/site.yaml":                            "name: Ashford\n",
		"data/common/roles.yaml":                           "manager: {title: Manager, does: Manages.}\n",
		"data/common/standards.yaml":                       "visit: {title: Visit, words: every six weeks, amount: 6, unit: weeks}\n",
		"data/common/laws.yaml":                            "old: {title: Working 2018, kind: act, year: 2018, superseded_by: new}\nnew: {title: Working 2023, kind: act, year: 2023}\n",
		"data/own/actions.yaml":                            "act: {part: P, title: T, does: [D.], lead: [manager], cycle: monthly, works_when: w, state: done, evidence: e, priorities: [1, 2, 3]}\n",
		"content/own/local/nothing.md":                     "Nothing.\n",
	}
}

// wholly looks over a project, with what is given in the place of what is sound.
func wholly(t *testing.T, instead map[string]string, today time.Time) []string {
	t.Helper()
	files := fstest.MapFS{}
	all := sound()
	maps.Copy(all, instead)
	for name, text := range all {
		if text != "" {
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	var findings diag.List
	s := site.Load(files, site.SiteConfig{ID: "own", Layers: []string{"common", "own"}}, &findings)
	tree := content.Scan(s, nil, &findings)
	prose, used := NewProse(s, tree, today, &findings), NewUsed()
	renderer := markdown.New(s, tree, nil)
	for _, page := range tree.Pages {
		text, before, err := content.Body(s, page)
		if err != nil {
			t.Fatal(err)
		}
		document := renderer.Render(markdown.Text{File: page.File, LinesBefore: before, Source: text, Page: page}, &findings)
		prose.Page(page, document.Passages)
		used.Add(page, document)
	}
	prose.Done()
	Superseded(s, tree, &findings)
	UnusedByAll([]*site.Site{s}, [][]Unmet{prose.Unused(used)}, &findings)
	if !today.IsZero() {
		Dates(tree, today, &findings)
	}
	var out []string
	for _, f := range findings.Sorted() {
		out = append(out, fmt.Sprintf("%s %s: %s: %s", f.Place(), f.Severity, f.Check, f.Message))
	}
	return out
}

func TestWhole(t *testing.T) {
	const meeting = "content/common/review.md"
	priorities := "content/common/" + markdown.PrioritiesPage
	index := func(more string) string { return sound()["content/common/index.md"] + "\n" + more + "\n" }
	for _, tt := range []struct {
		name    string
		instead map[string]string
		want    []string
	}{
		{"nothing", nil, nil},

		// Superseded law.
		{"a page on an old law", map[string]string{meeting: strings.Replace(sound()[meeting], "---\n\n", "law: [old]\n---\n\n", 1)},
			[]string{meeting + ":1 warning: superseded-law: the page rests on Working 2018, which has been superseded"}},
		{"a page on both", map[string]string{meeting: strings.Replace(sound()[meeting], "---\n\n", "law: [old, new]\n---\n\n", 1)}, nil},
		{"a timescale on an old law", map[string]string{"data/common/standards.yaml": "visit: {title: Visit, words: every six weeks, amount: 6, unit: weeks, source: {law: old}}\n"},
			[]string{`data/common/standards.yaml:1:1 warning: superseded-law: the timescale "visit" rests on Working 2018, which has been superseded`}},
		{"a text that names it", map[string]string{"content/common/index.md": index("Follow working\n2018.")},
			[]string{"content/common/index.md:12:8 warning: superseded-law: Working 2018 has been superseded"}},
		{"a text that says what has changed", map[string]string{"content/common/index.md": index("Working 2023 came after Working 2018.")}, nil},

		// Meetings.
		{"no chair, no interval", map[string]string{meeting: front("meeting", "") + "## Purpose\n\nTo meet.\n"}, []string{
			meeting + `:1 warning: open-meeting: the part "How often" is missing`, meeting + `:1 warning: open-meeting: the part "Who chairs" is missing`}},
		{"a question and an empty part", map[string]string{meeting: front("meeting", "") + "## Who chairs\n\n> [!IMPORTANT]\n> Question for the author: who chairs?\n\n## How often\n\n### Later\n\nText.\n\n## Who comes\n\n## Record\n\nA file.\n"},
			[]string{meeting + `:10:4 warning: open-meeting: the part "Who chairs" is a question`, meeting + `:21:4 warning: empty-heading: nothing stands below the heading "Who comes"`}},
		{"a question that the front matter leaves open", map[string]string{meeting: front("meeting", "gaps: [who chairs it]\nconfirm: [how often it is held]\n") + "## Who chairs\n\n**Question for the author**: who?\n\n## How often\n\nTo be confirmed.\n"}, nil},
		{"another kind of page", map[string]string{meeting: front("page", "") + "## Purpose\n\nTo meet.\n"}, nil},

		// Priorities.
		{"a priority without an action", map[string]string{"data/own/actions.yaml": strings.Replace(sound()["data/own/actions.yaml"], "[1, 2, 3]", "[1, 3]", 1)},
			[]string{priorities + ":13:4 warning: priority-action: no action serves priority 2"}},
		{"a priority that is not there", map[string]string{"data/own/actions.yaml": strings.Replace(sound()["data/own/actions.yaml"], "[1, 2, 3]", "[1, 2, 3, 4]", 1)},
			[]string{`data/own/actions.yaml:1:1 error: priority-action: action "act" serves priority 4, which is not there`}},
		{"no action plan", map[string]string{"data/own/actions.yaml": ""},
			[]string{priorities + ":1 note: priority-action: Ashford has 3 priorities and no action plan"}},

		// Pages that nothing leads to, and entries that nobody names.
		{"an orphan", map[string]string{"content/common/alone.md": front("page", "") + "See [myself](alone.md).\n"},
			[]string{"content/common/alone.md:1 note: orphan: no text, flowchart or register leads to this page"}},
		{"a page that a term leads to", map[string]string{"content/common/alone.md": front("page", "") + "Text.\n", "data/common/glossary.yaml": "alone: {term: alone, means: Alone., page: alone.md}\n"}, nil},
		{"entries that nobody names", map[string]string{
			"data/common/roles.yaml":     "manager: {title: Manager, does: Manages.}\nclerk: {title: Children's clerk, does: Writes.}\n",
			"data/common/documents.yaml": "plan: {title: The plan, state: held}\n",
			"data/common/glossary.yaml":  "order: {term: special order, short: SO, means: An order.}\n",
			"data/common/laws.yaml":      sound()["data/common/laws.yaml"] + "act: {title: Act 1989, kind: act, year: 1989}\n",
		}, []string{
			`data/common/documents.yaml:1:1 warning: unused: nothing names the document "plan"`,
			`data/common/glossary.yaml:1:1 warning: unused: nothing names the term "order"`,
			`data/common/laws.yaml:3:1 warning: unused: nothing names the law "act"`,
			`data/common/roles.yaml:2:1 warning: unused: nothing names the role "clerk"`,
		}},
		{"entries that a text names in words", map[string]string{
			"data/common/roles.yaml":     "manager: {title: Manager, does: Manages.}\nclerk: {title: Children's clerk, does: Writes.}\n",
			"data/common/documents.yaml": "plan: {title: The plan, state: held}\n",
			"data/common/glossary.yaml":  "order: {term: special order, short: SO, means: An order.}\n",
			"content/common/index.md":    index("The children’s clerks keep the plan with two SOs."),
		}, nil},
		{"a timescale that nobody names", map[string]string{"data/common/standards.yaml": sound()["data/common/standards.yaml"] + "other: {title: Other, words: a day, amount: 1, unit: days}\n"},
			[]string{`data/common/standards.yaml:2:1 warning: unused: nothing names the timescale "other"`}},

		// Changes.
		{"a change of a part that is not there", map[string]string{meeting: front("meeting", "changes: [{on: 2026-11-27, why: It is monthly., approved: manager, at: how-oftn}]\n") + "## Who chairs\n\nThe manager.\n\n## How often\n\nEach month.\n"},
			[]string{meeting + `:8:1 error: broken-anchor: changes: the page has no heading called "how-oftn"`}},
	} {
		if got := wholly(t, tt.instead, time.Time{}); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got\n%s\nwant\n%s", tt.name, strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
		}
	}
}

// What one site keeps and does not use, another site of the same layers may.
func TestUnusedByAll(t *testing.T) {
	shared := map[string]*site.Role{"clerk": {}}
	a, b := &site.Site{Roles: shared}, &site.Site{Roles: shared}
	clerk := Unmet{"role", "clerk", diag.Finding{Check: "unused", File: "data/common/roles.yaml"}}
	for _, tt := range []struct {
		name string
		all  []*site.Site
		by   [][]Unmet
		want int
	}{
		{"both leave it unused", []*site.Site{a, b}, [][]Unmet{{clerk}, {clerk}}, 1},
		{"one uses it", []*site.Site{a, b}, [][]Unmet{{clerk}, nil}, 0},
		{"one was not looked at", []*site.Site{a, b}, [][]Unmet{{clerk}}, 0},
		{"one does not have it", []*site.Site{a, {}}, [][]Unmet{{clerk}}, 1},
	} {
		var findings diag.List
		UnusedByAll(tt.all, tt.by, &findings)
		if got := len(findings.Sorted()); got != tt.want {
			t.Errorf("%s: %d findings, want %d", tt.name, got, tt.want)
		}
	}
}

// The review of the definition of an indicator falls due as that of a page does.
func TestDates(t *testing.T) {
	day := func(text string) time.Time { d, _ := time.Parse(time.DateOnly, text); return d }
	definition := &site.Page{Path: "indicators/a.md", File: "data/common/indicators/a.yaml", Indicator: &site.Indicator{ID: "a"}, Reviewed: day("2026-01-31"), Every: site.ReviewEvery{Months: 12}}
	for today, want := range map[string]int{"2027-01-31": 0, "2027-02-01": 1} {
		var findings diag.List
		Dates(&content.Tree{Pages: []*site.Page{definition}}, day(today), &findings)
		if got := findings.Sorted(); len(got) != want || want > 0 && (got[0].Check != "review-overdue" || got[0].Message != "the review was due on 31 January 2027") {
			t.Errorf("on %s: %v", today, got)
		}
	}
}

func TestIndicatorWithoutPractice(t *testing.T) {
	i := &site.Indicator{ID: "a", At: site.Source{File: "data/common/indicators/a.yaml", Line: 1}}
	s := &site.Site{Indicators: []*site.Indicator{i}}
	prose := NewProse(s, &content.Tree{}, time.Time{}, new(diag.List))
	if unmet := prose.Unused(NewUsed()); len(unmet) != 1 || unmet[0].finding.Check != "indicator-practice" {
		t.Errorf("got %v", unmet)
	}
	i.Practice = []string{"guidance/a.md"}
	if unmet := prose.Unused(NewUsed()); len(unmet) != 0 {
		t.Errorf("got %v", unmet)
	}
}
