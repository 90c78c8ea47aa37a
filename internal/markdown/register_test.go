package markdown

import (
	"testing"
	"testing/fstest"

	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/site"
)

// withRegisters is a site with one of everything, and the pages that registers link to.
func withRegisters(t *testing.T) (*site.Site, *content.Tree) {
	t.Helper()
	page := func(title, more string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: " + title + "\nsummary: S.\nkind: page\nowner: lead\nreviewed: 2026-11-02\nreview_every: 12 months\n" + more + "---\n")}
	}
	fsys := fstest.MapFS{
		"index.md": page("Home", ""), "about/index.md": page("About", ""), "strategy/index.md": page("Strategy", ""),
		"a.md":                    page("Adoption", "law: [old]\ndocuments: [plan]\ngaps: [who chairs it]\nconfirm: [\"the {{standard limit}}\"]\n"),
		"timescales.md":           page("Timescales", ""),
		"glossary.md":             page("Glossary", ""),
		"about/laws.md":           page("Laws", ""),
		"about/documents.md":      page("Documents", ""),
		"about/roles.md":          page("Roles", ""),
		"about/gaps.md":           page("Gaps", ""),
		"strategy/action-plan.md": page("Action plan", ""),
	}
	at := site.Source{File: "data/x.yaml", Line: 1, Column: 1}
	s := &site.Site{ID: "oak", Name: "Oak",
		Content: []site.Layer{{Name: "common", Dir: "content/common", FS: fsys},
			{Name: "oak", Dir: "content/oak", FS: fstest.MapFS{"local/note.md": {Data: []byte("---\ngaps: [how often]\n---\ntext")}}}},
		Standards: map[string]*site.Standard{
			"limit": {ID: "limit", At: at, Title: "Limit", Words: "14 months", Amount: 14, Unit: "months", Source: site.SourceOfFact{Law: "old", Document: "plan"}, Confirm: "the clock", Added: true},
			"panel": {ID: "panel", At: at, Title: "Panel", Words: "no interval", None: "Oak sets none"}},
		Roles:     map[string]*site.Role{"lead": {ID: "lead", At: at, Title: "Lead", Does: "Leads.", Confirm: "the name"}},
		Laws:      map[string]*site.Law{"old": {ID: "old", At: at, Title: "Old guidance", Kind: "guidance", SupersededBy: "new", Check: "the edition"}, "new": {ID: "new", At: at, Title: "New guidance", Kind: "guidance", Added: true}},
		Documents: map[string]*site.Document{"plan": {ID: "plan", At: at, Title: "Plan", State: "held", Confirm: "its date"}},
		Glossary:  map[string]*site.Term{"iss": {ID: "iss", At: at, Term: "ISS", Means: "A team.", Confirm: "the letters", Added: true}},
		Actions: map[string]*site.Action{
			"meet": {ID: "meet", At: at, Part: "In time", Order: 1, Title: "Meet {{standard limit}}", Does: []string{"*Meet*."}, Lead: []string{"lead"}, With: "parents", Cycle: "monthly", Works: "they met", State: "not known", Evidence: "minutes", Pages: []string{"a.md", "no.md"}, Confirm: "the plan"},
			"look": {ID: "look", At: at, Part: "In time", Order: 2, Title: "Look", Does: []string{"Look."}, Lead: []string{"lead"}, Due: "2021", Works: "seen", State: "done", Evidence: "eyes"}},
		Gaps: map[string]*site.Gap{"no-chair": {ID: "no-chair", At: at, Title: "No chair", Kind: "missing", Source: site.SourceOfFact{Document: "plan", At: "page 3"}, Found: "Nobody.", Here: "Nobody is named.", Ask: "Who?", Pages: []string{"a.md"}}},
	}
	var findings diag.List
	tree := content.Scan(s, nil, &findings)
	for _, f := range findings.Sorted() {
		t.Fatal(f.Place() + ": " + f.Message)
	}
	return s, tree
}

func TestRegisters(t *testing.T) {
	for name, c := range map[string]struct {
		html []string
		want []string
	}{
		"actions": {[]string{`<h2 id="in-time">In time</h2><dl class="wm-register"><dt id="meet">Meet <a class="wm-standard"`, `<dd><ul><li><em>Meet</em>.</li></ul><p><strong>Led by:</strong> <a href="about/roles.html#lead">Lead</a></p><p><strong>With:</strong> parents</p><p><strong>Looked at:</strong> monthly</p>`,
			`<strong>State:</strong> not known`, `<strong>How we know:</strong> minutes`, `To be confirmed:</strong> the plan`, `Guidance: <a href="a.html">Adoption</a>.`, `<dt id="look">Look</dt>`, `<strong>Due:</strong> 2021`},
			[]string{`data/x.yaml:1:1 broken-link: action "meet": there is no page "no.md"`}},
		"laws": {[]string{`<dt id="new">New guidance</dt>`, `Added by the editors: Oak’s own document does not cite it.`, `<dt id="old">Old guidance</dt>`, `<strong>Superseded</strong> by <a href="#new">New guidance</a>.`, `<strong>Check:</strong> the edition`,
			`Timescales that rest on it: <a href="timescales.html#limit">Limit</a>.`, `Used by: <a href="a.html">Adoption</a>.`}, nil},
		"documents": {[]string{`<h2 id="documents-held">`, `To be confirmed:</strong> its date`, `Timescales taken from it: <a href="timescales.html#limit">Limit</a>.`, `Used by: <a href="a.html">Adoption</a>.`, `Gaps found in it: <a href="about/gaps.html#no-chair">No chair</a>.`}, nil},
		"roles":     {[]string{`To be confirmed:</strong> the name`, `Leads the actions: <a href="strategy/action-plan.html#meet">`, `<a href="strategy/action-plan.html#look">Look</a>.`, `Answers for the pages: 11 places</summary>`}, nil},
		"gaps": {[]string{`<h2 id="missing">Missing</h2><dl class="wm-register"><dt id="no-chair">No chair</dt><dd><p><strong>In the document:</strong> Nobody.</p>`, `<strong>Question for the author:</strong> Who?`, `Bears on: <a href="a.html">Adoption</a>.`,
			`<h2 id="left-open-on-pages">`, `<li><a href="a.html">Adoption</a>: who chairs it</li><li>note: how often</li>`,
			`<h2 id="to-be-confirmed">`, `<a href="timescales.html#limit">Limit</a>: the clock`, `<a href="about/roles.html#lead">Lead</a>: the name`, `<a href="about/documents.html#plan">Plan</a>: its date`, `<a href="glossary.html#iss">ISS</a>: the letters`, `: the plan`, `<a href="a.html">Adoption</a>: the <a class="wm-standard"`,
			`<h2 id="timescales-that-are-not-set">`, `Panel</a>: Oak sets none.`, `1 of 2 actions`, `<h2 id="added-by-the-editors">`, `Limit</a> (timescale)`, `New guidance</a> (law)`, `ISS</a> (word)`}, nil},
		"glossary":    {[]string{`<dt id="iss">ISS</dt><dd><p>A team.</p><p class="wm-register-source">Added by the editors: Oak’s own document does not use it.</p>`, `To be confirmed:</strong> the letters`}, nil},
		"differences": {[]string{`This site stands by itself`}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s, tree := withRegisters(t)
			doc, findings := renderOn(s, tree, "index.md", "```register\n"+name+"\n```\n")
			wantFindings(t, findings, c.want)
			wantHTML(t, doc, c.html...)
		})
	}
}

// Without actions the authority is said to have none, and the page holds nothing else.
func TestNoActions(t *testing.T) {
	s, tree := withRegisters(t)
	s.Actions = nil
	doc, findings := renderOn(s, tree, "index.md", "```register\nactions\n```\n")
	wantFindings(t, findings, nil)
	wantHTML(t, doc, `<strong>Oak has no action plan.</strong>`)
}

func TestDifferencesRegister(t *testing.T) {
	s, tree := withRegisters(t)
	elm := &site.Site{ID: "elm", Name: "Elm", Content: []site.Layer{s.Content[0], {Name: "elm", Dir: "content/elm", FS: fstest.MapFS{
		"a.md":          {Data: []byte("---\ntitle: Elm's adoption\n---\n")},
		"local/note.md": {Data: []byte("Elm's *note*. More.")},
	}}},
		Standards: map[string]*site.Standard{"limit": {Title: "Limit", Words: "a year"}, "panel": s.Standards["panel"]},
		Roles:     map[string]*site.Role{"lead": {Title: "Head"}}}
	s.Beside = []*site.Site{elm}
	doc, findings := renderOn(s, tree, "index.md", "```register\ndifferences\n```\n")
	wantFindings(t, findings, nil)
	wantHTML(t, doc, `<h2 id="timescales">Timescales</h2><dl class="wm-compare"><div><dt><a href="timescales.html#limit">Limit</a></dt><dd><span class="wm-compare-who">Oak<span class="govuk-visually-hidden">: </span></span>14 months</dd><dd><span class="wm-compare-who">Elm<span class="govuk-visually-hidden">: </span></span>a year</dd></div></dl>`,
		`>text</dd>`, `>Elm’s note.</dd>`,
		`<h2 id="pages-of-its-own">Pages of its own</h2><h3 id="pages-of-its-own-only-elm">Only Elm</h3><ul><li><a href="a.html">Adoption</a> <span class="wm-register-source">(Elm: Elm’s adoption)</span></li></ul>`,
		`<h3 id="roles-and-bodies-each-in-a-form-of-its-own">Each in a form of its own</h3><ul><li><a href="about/roles.html#lead">Lead</a> <span class="wm-register-source">(Elm: Head)</span></li></ul>`)
}
