package build

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"waymark/internal/site"
)

// One page with two changes, the register of pages and that of changes, an edition and a history.
func TestGovernance(t *testing.T) {
	page := func(title, more string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: " + title + "\nsummary: S.\nkind: page\nowner: lead\nreviewed: 2026-01-31\nreview_every: 1 months\n" + more)}
	}
	project := func() fstest.MapFS {
		return fstest.MapFS{
			"waymark.yaml":                 {Data: []byte("sites: [{id: oak, layers: [oak]}]\ntheme: minimal\ngovernance: {history: true}\nedition: {name: Winter, date: 2026-02-01}\n")},
			"data/oak/roles.yaml":          {Data: []byte("lead: {title: Lead}\n")},
			"content/oak/index.md":         page("Home", "---\n\n[A](about/index.md), [B](about/changes.md)\n"),
			"content/oak/about/index.md":   page("About", "changes:\n  - {on: 2026-01-10, why: Begun., approved: lead}\n  - {on: 2026-01-31, why: Six weeks now., approved: lead, at: how-often}\n  - {on: 2026-01-05, why: Older., approved: lead, at: how-often}\n---\n\n## How often\n\nEvery six weeks.\n\n```register\npages\n```\n"),
			"content/oak/about/changes.md": page("Changes", "---\n\n```register\nchanges\n```\n"),
		}
	}
	history := func() (History, error) {
		return History{Files: map[string][]Commit{"content/oak/index.md": {{Day: time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC), Subject: "Say <more>"}}}, Note: "Older versions are not listed."}, nil
	}
	files, result := buildAll(t, Options{Project: project(), Workers: 1, Theme: "default", History: history})
	noFindings(t, result)
	for name, wants := range map[string][]string{
		"oak/index.html": {`Edition Winter, built on 1 February 2026, contents `, `<time datetime="2026-01-31">31 January 2026</time>: Say &lt;more&gt;`, `<p>Older versions are not listed.</p>`,
			`<time datetime="2026-02-28" data-review-due>28 February 2026</time>`}, // 31 January and a month
		"oak/about/index.html": {`<time datetime="2026-01-31">31 January 2026</time>: <a href="#how-often">Six weeks now.</a> <span class="wm-about-by">Agreed by: Lead</span>`, `<a href="changes.html">Changes on all pages</a>`,
			"</h2>\n<p class=\"wm-changed\">Changed <time datetime=\"2026-01-31\" data-changed>31 January 2026</time>: Six weeks now.</p>\n<p>Every six weeks.</p>",
			`<th scope="row"><a href="changes.html">Changes</a></th><td>Lead</td><td>31 January 2026</td><td><time datetime="2026-02-28" data-review-due>28 February 2026</time></td>`, `href="../data/pages.csv"`},
		"oak/about/changes.html": {`<th scope="row"><time datetime="2026-01-31">31 January 2026</time></th><td><a href="index.html#how-often">About</a></td><td>Six weeks now.</td><td>Lead</td></tr><tr><th scope="row"><time datetime="2026-01-10">`},
		"oak/data/pages.csv":     {"page,title,kind,owner,reviewed,next_review,source\nabout/changes.html,Changes,page,Lead,2026-01-31,2026-02-28,content/oak/about/changes.md\n"},
		"oak/data/pages.json":    {`"next_review": "2026-02-28"`},
	} {
		for _, want := range wants {
			if !strings.Contains(string(files[name]), want) {
				t.Errorf("%s does not hold %s", name, want)
			}
		}
	}

	// The sum is of the contents: another text, another sum; and without an edition there is none.
	stamp := func(p fstest.MapFS, edition site.Edition) string {
		words, err := editionWords(p, edition)
		if err != nil {
			t.Fatal(err)
		}
		return words
	}
	changed := project()
	changed["content/oak/index.md"].Data = append(changed["content/oak/index.md"].Data, '.')
	winter := site.Edition{Name: "Winter"}
	if a, b := stamp(project(), winter), stamp(changed, winter); a == b || len(a) != len("Winter, contents 01234567") {
		t.Errorf("got %q and %q", a, b)
	}
	if words := stamp(project(), site.Edition{}); words != "" {
		t.Errorf("a working copy has the edition %q", words)
	}
}
