package site

import (
	"reflect"
	"strings"
	"testing"

	"waymark/internal/diag"
)

// two are sites that share a layer: elm is beside oak.
func two(t *testing.T, pairs ...string) *Site {
	t.Helper()
	project := files(pairs...)
	var findings diag.List
	oak := Load(project, SiteConfig{ID: "oak", Layers: []string{"common", "oak"}}, &findings)
	oak.Name = "Oak"
	elm := Load(project, SiteConfig{ID: "elm", Layers: []string{"common", "elm"}}, &findings)
	elm.Name = "Elm"
	wantFindings(t, &findings, nil)
	oak.Beside = []*Site{elm}
	return oak
}

const limitOf = "limit:\n  title: Limit\n  words: 14 months\n  amount: 14\n  unit: months\n"

func TestDifferStandards(t *testing.T) {
	own := "own:\n  title: Own\n  words: weekly\n  amount: 1\n  unit: weeks\n"
	for name, c := range map[string]struct {
		common, oak, elm string
		want             []Departure
	}{
		"nothing of their own": {limitOf, "", "", nil},
		"another source only":  {limitOf, "limit:\n  note: from page 3\n", "", nil},
		"one departs":          {limitOf, "limit:\n  words: 12 months\n", "", []Departure{{"limit", "Limit", "14 months", []string{"12 months", "14 months"}}}},
		"both depart alike":    {limitOf, "limit:\n  words: a year\n", "limit:\n  words: a year\n", []Departure{{"limit", "Limit", "14 months", []string{"a year", "a year"}}}},
		"only one has it":      {limitOf, own, "", []Departure{{"own", "Own", "", []string{"weekly", ""}}}},
		"only the other":       {limitOf, "", own, []Departure{{"own", "Own", "", []string{"", "weekly"}}}},
		"both, not shared":     {"", own, own, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := two(t, "data/common/standards.yaml", c.common, "data/oak/standards.yaml", c.oak, "data/elm/standards.yaml", c.elm)
			d := Differ(s)
			if !reflect.DeepEqual(d.Standards, c.want) {
				t.Errorf("got %+v, want %+v", d.Standards, c.want)
			}
			if !reflect.DeepEqual(d.Names, []string{"Oak", "Elm"}) {
				t.Errorf("the sites are %v", d.Names)
			}
		})
	}
}

func TestDifferFiles(t *testing.T) {
	s := two(t, "data/oak/standards.yaml", limitOf,
		"content/common/index.md", "---\ntitle: Home\n---\n", "content/common/shared.md", "---\ntitle: Shared\n---\n",
		"content/oak/index.md", "---\ntitle: \"Oak's home\"\n---\n", "content/oak/README.md", "---\ntitle: No page\n---\n", "content/oak/map.png", "",
		"content/elm/panel.md", "---\nsummary: x\ntitle: Panel \r\n---\n",
		"content/oak/local/plan.md", "---\ngaps: [x]\n---\n\n## In Oak\n\nWithin {{standard limit}}, the [panel](p.md) *meets*. It decides.\n",
		"content/elm/local/plan.md", "| A | B |\n| --- | --- |\n")
	d := Differ(s)
	if want := []Departure{{"index.md", "Home", "Home", []string{"Oak's home", ""}}, {"panel.md", "Panel", "", []string{"", "Panel"}}}; !reflect.DeepEqual(d.Pages, want) {
		t.Errorf("pages: got %+v, want %+v", d.Pages, want)
	}
	if want := []Departure{{"plan", "plan", "", []string{"Within 14 months, the panel meets.", "a table, 10 words in all"}}}; !reflect.DeepEqual(d.Fragments, want) {
		t.Errorf("fragments: got %+v, want %+v", d.Fragments, want)
	}
}

func TestFirstSentence(t *testing.T) {
	s := &Site{Standards: map[string]*Standard{"limit": {Words: "14 months"}}}
	for src, want := range map[string]string{
		"> [!NOTE]\n> It is **open**. Ask.\n":      "It is open.",
		"- Who leads: the `IRO`.\n- Who else.":     "Who leads: the IRO.",
		"```steps\nAsk: x\n```\n\nThen rest.":      "Ask: x",
		"Within {{standard limit}} or {{value a}}": "Within 14 months or",
		"1. Look":                    "Look",
		"Not at 3.5 miles. Farther.": "Not at 3.5 miles.",
	} {
		if got := strings.TrimSpace(firstSentence([]byte(src), s)); got != want {
			t.Errorf("%q begins as %q, not %q", src, got, want)
		}
	}
}

// A site alone departs from nobody, also from no layer that it calls common.
func TestDifferAlone(t *testing.T) {
	s := two(t, "data/common/standards.yaml", limitOf, "data/oak/standards.yaml", "limit:\n  words: a year\n", "data/elm/site.yaml", "")
	s.Beside = nil
	if d := Differ(s); len(d.Standards) > 0 {
		t.Errorf("it departs from itself: %+v", d.Standards)
	}
}

func FuzzFirstSentence(f *testing.F) {
	for _, seed := range []string{"", "---\ngaps: [x]\n---\n\n## A\n\n- One. Two.\n", "> x\n\n{{standard limit}} [a](b) `c`.", "---\n", "{{standard", "| a |"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		got := firstSentence([]byte(src), &Site{})
		if got == "" || strings.ContainsAny(got, "\n`*") {
			t.Errorf("%q begins as %q", src, got)
		}
	})
}
