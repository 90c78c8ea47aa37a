package markdown

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/site"
)

const front = "---\ntitle: T\nsummary: S.\nkind: page\nowner: iro\nreviewed: 2026-11-02\nreview_every: 12 months\n---\n"

// figures stand in for the build's.
type figures struct{}

func (figures) Value(id, period string) (string, bool) {
	if period == "2026-Q1" {
		return "[c]", id == "first-review"
	}
	return "72%", id == "first-review" && period == ""
}
func (figures) Chart(id, from string) ([]byte, bool) {
	return []byte(`<figure class="chart">` + escape(id) + `</figure>`), id == "first-review"
}
func (figures) Disclosure(part string) []byte { return []byte("<p>" + part + "</p>") }

func (figures) List(from string) []byte {
	return []byte("<table><tbody><tr><td>all</td></tr></tbody></table>")
}

func (figures) Quality(from string) []byte { return []byte("[quality for " + from + "]") }
func (figures) WatchList(title string, entries []WatchEntry, from string) []byte {
	return fmt.Appendf(nil, "[watch %s %q for %s]", title, entries, from)
}

// project is a site of literal files; more are added in pairs of path and text.
func project(more ...string) (*site.Site, *content.Tree) {
	fsys := fstest.MapFS{}
	for _, name := range []string{"index.md", "timescales.md", "glossary.md", "guidance/index.md", "guidance/page.md", "guidance/routes/index.md", "guidance/routes/adoption.md"} {
		fsys[name] = &fstest.MapFile{Data: []byte(front)}
	}
	fsys["guidance/plan.png"] = &fstest.MapFile{}
	fsys["guidance/two words.pdf"] = &fstest.MapFile{}
	for i := 0; i < len(more); i += 2 {
		fsys[more[i]] = &fstest.MapFile{Data: []byte(more[i+1])}
	}
	at := func(line int) site.Source { return site.Source{File: "data/x.yaml", Line: line, Column: 1} }
	s := &site.Site{ID: "merton", Name: "Merton",
		Content: []site.Layer{{Name: "common", Dir: "content/common", FS: fsys}},
		Standards: map[string]*site.Standard{
			"first-review": {ID: "first-review", At: at(1), Title: "First review", Words: "within 20 working days", Amount: 20, Unit: "working days", From: "the placement", Basis: "law", Source: site.SourceOfFact{Law: "act", At: "regulation 33"}},
			"no-panel":     {ID: "no-panel", At: at(9), Words: "no interval", None: "Merton sets **none**"},
		},
		Roles: map[string]*site.Role{"iro": {ID: "iro", At: at(1), Title: "Reviewing officer", Short: "IRO", Does: "Reviews <plans>."}, "panel": {ID: "panel", At: at(2), Title: "Panel", Body: true, Does: "Decides."}},
		Laws:  map[string]*site.Law{"act": {ID: "act", At: at(1), Title: "Children Act 1989", Kind: "act", URL: "https://www.legislation.gov.uk/"}},
		Documents: map[string]*site.Document{
			"strategy": {ID: "strategy", At: at(1), Title: "Strategy", Owner: "Merton", Date: "2020 to 2022", URL: "javascript:alert(1)", State: "not supplied"},
			"act-copy": {ID: "act-copy", At: at(2), Title: "A & B", State: "held"},
		},
		Glossary: map[string]*site.Term{
			"sgo":      {ID: "sgo", At: at(1), Term: "special guardianship order", Short: "SGO", Means: "An order.", Page: "guidance/routes/adoption.md"},
			"guardian": {ID: "guardian", At: at(4), Term: "guardian", Means: "A person."},
			"order":    {ID: "order", At: at(5), Term: "order", Means: "A paper."},
			"it":       {ID: "it", At: at(6), Term: "information technology", Short: "IT", Means: "Machines."},
			"cg":       {ID: "cg", At: at(7), Term: "children's guardian", Means: "A person in court.", Also: []string{"élan vital"}},
		},
		Indicators: []*site.Indicator{{ID: "first-review"}},
	}
	var findings diag.List
	tree := content.Scan(s, nil, &findings)
	for _, f := range findings.Sorted() {
		panic(f.Place() + ": " + f.Message)
	}
	return s, tree
}

// render draws a body on guidance/page.md, as if eight lines of front matter stood above.
func render(body string, more ...string) (Document, *diag.List) {
	s, tree := project(more...)
	return renderOn(s, tree, "guidance/page.md", body)
}

func renderOn(s *site.Site, tree *content.Tree, path, body string) (Document, *diag.List) {
	var findings diag.List
	doc := New(s, tree, figures{}).Render(Text{File: "p.md", LinesBefore: 8, Source: []byte(body), Page: tree.Page(path)}, &findings)
	return doc, &findings
}

func said(findings *diag.List) []string {
	var out []string
	for _, f := range findings.Sorted() {
		out = append(out, fmt.Sprintf("%s %s: %s | %s", f.Place(), f.Check, f.Message, f.Hint))
	}
	return out
}

// wantFindings compares findings with expected ones. An expected one may leave out the hint, or end early
// with three dots.
func wantFindings(t *testing.T, findings *diag.List, want []string) {
	t.Helper()
	got := said(findings)
	ok := len(got) == len(want)
	for i := 0; ok && i < len(want); i++ {
		line := got[i]
		if !strings.Contains(want[i], " | ") {
			line, _, _ = strings.Cut(line, " | ")
		}
		if start, cut := strings.CutSuffix(want[i], "..."); cut {
			ok = strings.HasPrefix(line, start)
		} else {
			ok = line == want[i]
		}
	}
	if !ok {
		t.Errorf("findings:\n  %s\nwant:\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// wantHTML checks that the HTML holds pieces, in their order, and is sound.
func wantHTML(t *testing.T, doc Document, pieces ...string) {
	t.Helper()
	rest := string(doc.HTML)
	for _, piece := range pieces {
		i := strings.Index(rest, piece)
		if i < 0 {
			t.Errorf("the page does not hold, in this place,\n%s\nin\n%s", piece, doc.HTML)
			break
		}
		rest = rest[i+len(piece):]
	}
	wantSound(t, doc.HTML)
}

// allowed are the attributes that our pages may carry.
var allowed = []string{"alt", "aria-hidden", "aria-label", "aria-labelledby", "class", "data-due", "download", "href", "id", "role", "scope", "src", "start", "tabindex", "title"}

// drawn are those that they may carry in a drawing besides.
var drawn = []string{"d", "fill", "font-family", "font-size", "height", "rx", "stroke", "text-anchor", "viewBox", "width", "x", "y"}

// wantSound checks HTML as a browser reads it: what was written is what was meant, tag by tag; nothing runs;
// ids are unique; no link stands in a link; addresses are relative or of the web.
func wantSound(t *testing.T, source []byte) {
	t.Helper()
	body := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(string(source)), body)
	if err != nil {
		t.Fatalf("%v in\n%s", err, source)
	}
	var tree, ids []string
	var walk func(n *html.Node, up []string)
	walk = func(n *html.Node, up []string) {
		if n.Type == html.CommentNode {
			t.Errorf("a comment: %q", n.Data)
		}
		if n.Type == html.ElementNode {
			tree = append(tree, "<"+n.Data+">")
			switch n.Data {
			case "script", "style", "iframe", "object", "embed", "form", "input", "link", "meta":
				t.Errorf("<%s> in\n%s", n.Data, source)
			case "svg": // a flowchart's, and nobody else's
				if !slices.Contains(n.Attr, html.Attribute{Key: "class", Val: "wm-flow-svg"}) {
					t.Errorf("a drawing that is not ours in\n%s", source)
				}
			}
			if n.Data == "a" && slices.Contains(up, "a") {
				t.Errorf("a link in a link in\n%s", source)
			}
			for _, a := range n.Attr {
				address, _, _ := strings.Cut(a.Val, "?")
				scheme, _, hasScheme := strings.Cut(address, ":")
				switch {
				case !slices.Contains(allowed, a.Key) && !(slices.Contains(drawn, a.Key) && (n.Data == "svg" || slices.Contains(up, "svg"))):
					t.Errorf("attribute %s in\n%s", a.Key, source)
				case a.Key == "id":
					ids = append(ids, a.Val)
				case a.Key != "href" && a.Key != "src":
				case a.Val == "" || strings.ContainsAny(a.Val[:1], `/\`),
					hasScheme && !strings.HasPrefix(address, "#") && !slices.Contains(schemes, strings.ToLower(scheme)),
					a.Key == "src" && hasScheme:
					t.Errorf("address %q in\n%s", a.Val, source)
				}
			}
			up = append(slices.Clip(up), n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, up)
		}
		if n.Type == html.ElementNode && !slices.Contains(empty, n.Data) {
			tree = append(tree, "</"+n.Data+">")
		}
	}
	for _, n := range nodes {
		walk(n, nil)
	}
	slices.Sort(ids)
	if len(slices.Compact(slices.Clone(ids))) != len(ids) {
		t.Errorf("an id stands twice: %v in\n%s", ids, source)
	}
	var written []string
	for tokens := html.NewTokenizer(strings.NewReader(string(source))); ; {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		switch token := tokens.Token(); kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			written = append(written, "<"+token.Data+">")
		case html.EndTagToken:
			written = append(written, "</"+token.Data+">")
		}
	}
	if !slices.Equal(tree, written) {
		t.Errorf("written as\n%v\nread as\n%v\nin\n%s", written, tree, source)
	}
}

// empty are the elements of ours that have no end tag.
var empty = []string{"br", "hr", "img", "path", "rect"}

func TestDirectives(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		html []string
		want []string
	}{
		"standard":             {"Hold it {{standard first-review}}.", []string{`<p>Hold it <a class="wm-standard" href="../timescales.html#first-review">within 20 working days</a>.</p>`}, nil},
		"standard with space":  {"{{ standard  first-review }}", []string{`within 20 working days`}, nil},
		"unknown standard":     {"Hold it\n{{standard first-revew}}.", []string{"<p>Hold it\n.</p>"}, []string{`p.md:10:1 standard: there is no standard "first-revew" | did you mean "first-review"?`}},
		"standard without id":  {"{{standard}}", nil, []string{`p.md:9:1 standard: there is no standard "" | add it to standards.yaml`}},
		"value":                {"It is {{value first-review}}.", []string{`<a class="wm-value" href="../indicators/first-review.html">72%</a>`}, nil},
		"unknown value":        {"é {{value last-review}}", nil, []string{`p.md:9:3 value: there is no indicator "last-review" | did you mean "first-review"?`}},
		"unknown directive":    {"{{standrd first-review}}", nil, []string{`p.md:9:1 directive: {{standrd}} is no directive | did you mean "standard"?`}},
		"far from a directive": {"{{transclude x}}", nil, []string{`p.md:9:1 directive: {{transclude}} is no directive | use {{standard id}}, {{value indicator}} or {{local name}}`}},
		"local in text":        {"See {{local planning}} here", nil, []string{"p.md:9:5 directive: {{local}} stands inside other text or in a list | put {{local planning}} in a paragraph of its own"}},
		"local in a list":      {"- {{local planning}}", nil, []string{"p.md:9:3 directive: {{local}} stands inside other text or in a list"}},
		"local that is absent": {"A\n\n{{local none}}\n\nB", []string{"<p>A</p>\n<p>B</p>"}, nil},
		"local with a path":    {"{{local ../secret}}", nil, []string{"p.md:9:1 directive: {{local ../secret}}: this cannot be the name of a fragment | use lower-case..."}},
		"in code":              {"`{{standard x}}` and\n\n    {{local y}}\n", []string{"<code>{{standard x}}</code>", "<pre><code>{{local y}}\n</code></pre>"}, nil},
		"not closed":           {"{{standard first-review", []string{"<p>{{standard first-review</p>"}, nil},
		"in a link":            {"[see {{standard first-review}} and {{value first-review}}](index.md)", []string{`<a href="index.html">see <span class="wm-standard">within 20 working days</span> and <span class="wm-value">72%</span></a>`}, nil},
		"in a heading":         {"## Held {{standard first-review}}", []string{`<h2 id="held-within-20-working-days">Held <a class="wm-standard"`}, nil},
		"in a table":           {"| a | b |\n|---|---|\n| c | {{standard first-review}} |", []string{`<td><a class="wm-standard"`}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			doc, findings := render(c.body)
			wantFindings(t, findings, c.want)
			wantHTML(t, doc, c.html...)
		})
	}
	doc, _ := render("{{standard first-review}} {{standard no-panel}} {{standard first-review}}")
	if !slices.Equal(doc.Standards, []string{"first-review", "no-panel"}) || doc.Figures {
		t.Errorf("standards %v, figures %v", doc.Standards, doc.Figures)
	}
	if doc, _ := render("{{value first-review}}"); !doc.Figures {
		t.Error("a value is a figure")
	}
}

func TestFragments(t *testing.T) {
	t.Run("nested, with findings", func(t *testing.T) {
		doc, findings := render("## Timing\n\n{{local outer}}\n\n## After\n",
			"local/outer.md", "\ufeff### Timing\n\nSee [x](nowhere.md).\n\n{{local inner}}\n",
			"local/inner.md", "one\n\ntwo <b>\n\n[up](routes/adoption.md)\n")
		wantFindings(t, findings, []string{
			`content/common/local/inner.md:3:5 raw-html: raw HTML is not allowed: <b> | write it in markdown...`,
			`content/common/local/outer.md:3:5 broken-link: there is no page or file at "guidance/nowhere.md" | check the path...`,
		})
		wantHTML(t, doc, `<h2 id="timing">`, `<h3 id="timing-2">`, "<p>See x.</p>", "<p>one</p>", "<p>two </p>", `<a href="routes/adoption.html">up</a>`, `<h2 id="after">`)
		var ids []string
		for _, h := range doc.Headings {
			ids = append(ids, fmt.Sprint(h.Level, " ", h.ID, " ", h.Text))
			if !doc.Anchors[h.ID] {
				t.Errorf("%s is no anchor", h.ID)
			}
		}
		if want := []string{"2 timing Timing", "3 timing-2 Timing", "2 after After"}; !slices.Equal(ids, want) {
			t.Errorf("headings %q, want %q", ids, want)
		}
	})
	t.Run("includes itself", func(t *testing.T) {
		_, findings := render("{{local a}}", "local/a.md", "\n{{local a}}\n")
		wantFindings(t, findings, []string{"content/common/local/a.md:2:1 directive: fragments are nested too deeply; perhaps a includes itself | take one..."})
	})
	t.Run("twice on a page", func(t *testing.T) {
		doc, findings := render("{{local a}}\n\n{{local a}}", "local/a.md", "## A\n\nText[^n].\n\n[^n]: Note.\n")
		wantFindings(t, findings, nil)
		wantHTML(t, doc, `id="a"`, `id="fn:1"`, `id="a-2"`, `id="fn:2"`)
	})
	t.Run("in a list with space and in a quotation", func(t *testing.T) {
		doc, findings := render("- a\n\n  {{local a}}\n\n> {{local a}}\n", "local/a.md", "- b\n")
		wantFindings(t, findings, nil)
		wantHTML(t, doc, "<li>\n<p>a</p>\n<ul>\n<li>b</li>\n</ul>", "<blockquote>\n<ul>")
	})
}

func TestLinks(t *testing.T) {
	for name, c := range map[string]struct {
		body, html string
		want       []string
	}{
		"page":                  {"[a](routes/adoption.md)", `<a href="routes/adoption.html">a</a>`, nil},
		"page above":            {"[a](../timescales.md)", `<a href="../timescales.html">a</a>`, nil},
		"folder's front":        {"[a](routes/index.md \"Title & more\")", `<a href="routes/index.html" title="Title &amp; more">a</a>`, nil},
		"place":                 {"[a](routes/adoption.md#the-law)", `<a href="routes/adoption.html#the-law">a</a>`, nil},
		"place here":            {"[a](#the-law)", `<a href="#the-law">a</a>`, nil},
		"file":                  {"[a](plan.png)", `<a href="plan.png">a</a>`, nil},
		"file with a space":     {"[a](<two words.pdf>) [b](two%20words.pdf)", `<a href="two%20words.pdf">a</a> <a href="two%20words.pdf">b</a>`, nil},
		"web":                   {"[a](https://www.gov.uk/a?b=c&d=e) <https://www.gov.uk> www.gov.uk x@example.org", `<a href="https://www.gov.uk/a?b=c&amp;d=e">a</a> <a href="https://www.gov.uk">https://www.gov.uk</a> <a href="http://www.gov.uk">www.gov.uk</a> <a href="mailto:x@example.org">x@example.org</a>`, nil},
		"mail and telephone":    {"[a](mailto:a@example.org) [b](tel:02000000000)", `<a href="mailto:a@example.org">a</a> <a href="tel:02000000000">b</a>`, nil},
		"by reference":          {"[a][r]\n\n[r]: routes/adoption.md\n", `<a href="routes/adoption.html">a</a>`, nil},
		"published address":     {"x [a](routes/adoption.html)", "<p>x a</p>", []string{`p.md:9:3 broken-link: "routes/adoption.html" is a published address | link to the .md file...`}},
		"from the server":       {"[a](/guidance/index.md)", "<p>a</p>", []string{`p.md:9:1 broken-link: "/guidance/index.md" would not work in every place the site can be opened | write it from this page on, such as ../meetings/index.md`}},
		"of another server":     {"[a](//example.org/x)", "<p>a</p>", []string{`p.md:9:1 broken-link: "//example.org/x" would not work in every place the site can be opened`}},
		"back to front":         {`[a](..\timescales.md)`, "<p>a</p>", []string{`p.md:9:1 broken-link: "..\\timescales.md" would not work in every place...`}},
		"script":                {"[a *b*](javascript:alert(1))", "<p>a <em>b</em></p>", []string{`p.md:9:1 broken-link: links of the kind "javascript:" are not allowed | link to a page...`}},
		"script in capitals":    {"[a](JavaScript:alert(1))", "<p>a</p>", []string{`p.md:9:1 broken-link: links of the kind "javascript:" are not allowed`}},
		"script in entities":    {"[a](javascript&colon;alert(1))", "<p>a</p>", []string{`p.md:9:1 broken-link: links of the kind "javascript:" are not allowed`}},
		"script, bare":          {"<javascript:alert(1)>", "<p>javascript:alert(1)</p>", []string{`p.md:9:1 broken-link: links of the kind "javascript:" are not allowed`}},
		"data":                  {"[a](data:text/html,x)", "<p>a</p>", []string{`p.md:9:1 broken-link: links of the kind "data:" are not allowed`}},
		"half an address":       {"[a](https:x) [b](mailto:)", "<p>a b</p>", []string{`p.md:9:1 broken-link: "https:x" is not a whole address`, `p.md:9:14 broken-link: "mailto:" is not a whole address`}},
		"nowhere":               {"[a]()", "<p>a</p>", []string{`p.md:9:1 broken-link: the link leads nowhere | write where it leads between the round brackets`}},
		"a question":            {"[a](routes/adoption.md?x=1)", "<p>a</p>", []string{`p.md:9:1 broken-link: "routes/adoption.md?x=1": a page of this site takes no question`}},
		"misspelt":              {"a\n\n- b [a](routes/adopton.md)", "<li>b a</li>", []string{`p.md:11:5 broken-link: there is no page or file at "guidance/routes/adopton.md" | did you mean routes/adoption.md?`}},
		"moved":                 {"[a](adoption.md)", "<p>a</p>", []string{`p.md:9:1 broken-link: there is no page or file at "guidance/adoption.md" | did you mean routes/adoption.md?`}},
		"out of the site":       {"[a](../../../etc/passwd.md)", "<p>a</p>", []string{`p.md:9:1 broken-link: there is no page or file at "../../etc/passwd.md"`}},
		"no address at all":     {"[a](%zz)", "<p>a</p>", []string{`p.md:9:1 broken-link: "%zz" is not an address`}},
		"without words":         {"[](index.md)", `<a href="index.html"></a>`, []string{`p.md:9:1 link-text: the link to index.md has no words | write what the reader...`}},
		"web address in a link": {"[a <https://a.example> b](index.md)", `<a href="index.html">a https://a.example b</a>`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			doc, findings := render(c.body)
			wantFindings(t, findings, c.want)
			wantHTML(t, doc, c.html)
		})
	}
	doc, _ := render("a\n[b](routes/adoption.md#x) [c](#y)")
	want := []AnchorLink{{site.Source{File: "p.md", Line: 10, Column: 1}, "guidance/routes/adoption.md", "x"}, {site.Source{File: "p.md", Line: 10, Column: 27}, "guidance/page.md", "y"}}
	if !slices.Equal(doc.Links, want) {
		t.Errorf("places to check are %v, want %v", doc.Links, want)
	}
}

func TestImages(t *testing.T) {
	for name, c := range map[string]struct {
		body, html string
		want       []string
	}{
		"right":         {"![A *plan* & {{standard first-review}}](plan.png \"It's\")", `<img src="plan.png" alt="A plan &amp; within 20 working days" title="It&#39;s">`, nil},
		"in a link":     {"[![Plan](plan.png)](index.md)", `<a href="index.html"><img src="plan.png" alt="Plan"></a>`, nil},
		"without words": {"x ![](plan.png)", `<img src="plan.png" alt="">`, []string{"p.md:9:3 image-words: the picture plan.png has no words for those who cannot see it | say..."}},
		"missing":       {"![Plan](plam.png)", "<p>Plan</p>", []string{`p.md:9:1 broken-image: there is no picture at "guidance/plam.png" | did you mean plan.png?`}},
		"remote":        {"![Plan](https://example.org/plan.png)", "<p>Plan</p>", []string{`p.md:9:1 broken-image: "https://example.org/plan.png" is not a picture of this site; nothing is loaded from elsewhere | put the file...`}},
		"remote, short": {"![Plan](//example.org/plan.png)", "<p>Plan</p>", []string{`p.md:9:1 broken-image: "//example.org/plan.png" is not a picture of this site; nothing is loaded from elsewhere`}},
		"in the text":   {"![Plan](data:image/png;base64,AA)", "<p>Plan</p>", []string{`p.md:9:1 broken-image: "data:image/png;base64,AA" is not a picture of this site...`}},
	} {
		t.Run(name, func(t *testing.T) {
			doc, findings := render(c.body)
			wantFindings(t, findings, c.want)
			wantHTML(t, doc, c.html)
		})
	}
}

func TestRawHTML(t *testing.T) {
	for name, c := range map[string]struct {
		body, html string
		want       []string
	}{
		"inline":               {"a <b onclick=x>c</b> d", "<p>a c d</p>", []string{"p.md:9:3 raw-html: raw HTML is not allowed: <b onclick=x> | write it...", "p.md:9:17 raw-html: raw HTML is not allowed: </b>"}},
		"over lines":           {"a <b\nid=c> d", "<p>a  d</p>", []string{"p.md:9:3 raw-html: raw HTML is not allowed: <b"}},
		"block":                {"a\n\n<div class=x>\n<script>alert(1)</script>\n</div>\n\nb", "<p>a</p>\n<p>b</p>", []string{"p.md:11:1 raw-html: raw HTML is not allowed: <div class=x>"}},
		"script":               {"<script>\nalert(1)\n\nalert(2)\n</script>\n\nb", "<p>b</p>", []string{"p.md:9:1 raw-html: raw HTML is not allowed: <script>"}},
		"comment":              {"<!-- secret\n\nstill secret -->\n\nb", "<p>b</p>", []string{"p.md:9:1 raw-html: raw HTML is not allowed: <!-- secret"}},
		"comment in text":      {"a <!-- secret\nstill --> b", "<p>a  b</p>", []string{"p.md:9:3 raw-html: raw HTML is not allowed: <!-- secret"}},
		"comment never closed": {"a <!-- secret\nstill secret\n\nb", "<p>a </p>\n<p>b</p>", []string{"p.md:9:3 raw-html: raw HTML is not allowed: <!-- secret"}},
		"across list items":    {"- a\n- <div>x\n- y</div>\n", "<ul>\n<li>a</li>\n<li>\n</li>\n<li>y</li>\n</ul>", []string{"p.md:10:3 raw-html: raw HTML is not allowed: <div>x", "p.md:11:4 raw-html: raw HTML is not allowed: </div>"}},
		"tag never closed":     {"a <img src=x onerror=alert(1)\n\nb", "<p>a </p>\n<p>b</p>", []string{"p.md:9:3 raw-html: raw HTML is not allowed: <img src=x onerror=alert(1)"}},
		"long":                 {"a <b class=\"one two three four five six seven eight\">", "", []string{"p.md:9:3 raw-html: raw HTML is not allowed: <b class=\"one two three four five six s…"}},
		"less than":            {"base < 10, 3 <4 and a<= b, <-", "<p>base &lt; 10, 3 &lt;4 and a&lt;= b, &lt;-</p>", nil},
		"in code":              {"`<b>` and\n\n```text\n<b>\n```", "<p><code>&lt;b&gt;</code> and</p>\n<pre><code class=\"language-text\">&lt;b&gt;\n</code></pre>", nil},
		"entities":             {"&lt;b&gt; &amp;", "<p>&lt;b&gt; &amp;</p>", nil},
		"in a heading":         {"## A <b>c</b>", `<h2 id="a-c">A c<a class="wm-anchor" href="#a-c" aria-label="Link to this section: A c"><span aria-hidden="true">#</span></a></h2>`, []string{"p.md:9:6 raw-html: raw HTML is not allowed: <b>", "p.md:9:10 raw-html: raw HTML is not allowed: </b>"}},
	} {
		t.Run(name, func(t *testing.T) {
			doc, findings := render(c.body)
			wantFindings(t, findings, c.want)
			wantHTML(t, doc, c.html)
			if strings.Contains(string(doc.HTML), "secret") || strings.Contains(string(doc.HTML), "alert(") {
				t.Errorf("something of it is left: %s", doc.HTML)
			}
		})
	}
}

func TestAlerts(t *testing.T) {
	for _, kind := range []string{"NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION", "note"} {
		doc, findings := render("> [!" + kind + "]\n> It's \"so\".\n> More.\n>\n> - a\n")
		wantFindings(t, findings, nil)
		low := strings.ToLower(kind)
		wantHTML(t, doc, `<div class="wm-alert wm-alert-`+low+`" role="note"><p class="wm-alert-title">`+strings.ToUpper(low[:1])+low[1:]+"</p>\n<p>It&rsquo;s &ldquo;so&rdquo;.\nMore.</p>\n<ul>\n<li>a</li>\n</ul>\n</div>")
	}
	for name, c := range map[string]struct {
		body, html string
		want       []string
	}{
		"unknown":       {"a\n\n> [!DANGER]\n> b", "<blockquote>\n<p>[!DANGER]\nb</p>", []string{"p.md:11:3 alert: [!DANGER] is no kind of alert | use [!NOTE], [!TIP], [!IMPORTANT], [!WARNING] or [!CAUTION]"}},
		"empty":         {"> [!NOTE]\n", "Note</p>\n</div>", []string{"p.md:9:3 alert: the alert says nothing | write..."}},
		"text after it": {"> [!NOTE] that\n", "<blockquote>\n<p>[!NOTE] that</p>\n</blockquote>", nil},
		"a paragraph":   {"> [!TIP]\n>\n> Text", "Tip</p>\n<p>Text</p>\n</div>", nil},
		"a quotation":   {"> Text", "<blockquote>\n<p>Text</p>\n</blockquote>", nil},
	} {
		t.Run(name, func(t *testing.T) {
			doc, findings := render(c.body)
			wantFindings(t, findings, c.want)
			wantHTML(t, doc, c.html)
		})
	}
}

func TestTables(t *testing.T) {
	doc, findings := render("| a | b | c |\n|---|--:|:-:|\n| d | 1 | 2 |\n|  | 3 | 4 |\n\n## Who <\n\n| | x |\n|---|---|\n\n| y |\n|---|\n| *z* |\n")
	wantFindings(t, findings, nil)
	wantHTML(t, doc,
		`tabindex="0"`, `aria-label="Table 1: T"`, "<table>\n<thead>\n<tr>\n", `<th scope="col">a</th>`, `<th scope="col" class="num">b</th>`, `<th scope="col" class="centre">c</th>`, "</tr>\n</thead>\n<tbody>\n<tr>\n",
		`<th scope="row">d</th>`, `<td class="num">1</td>`, `<td class="centre">2</td>`, "</tr>\n<tr>\n<td></td>", `<td class="num">3</td>`, "</tr>\n</tbody>\n</table>\n",
		`aria-label="Table 2: Who &lt;"`, "<td></td>", `<th scope="col">x</th>`, "</thead>\n</table>", `aria-label="Table 3: Who &lt;"`, `<th scope="row"><em>z</em></th>`)
}

func TestListsAndText(t *testing.T) {
	for name, c := range map[string]struct{ body, html string }{
		"tasks":       {"- [ ] a\n- [x] b\n", `<li><span class="wm-tick" aria-hidden="true">☐ </span><span class="govuk-visually-hidden">To do: </span>a</li>` + "\n" + `<li><span class="wm-tick" aria-hidden="true">☑ </span><span class="govuk-visually-hidden">Done: </span>b</li>`},
		"definitions": {"Word\n: Meaning\n: Other\n\nSecond\n: - a\n", "<dl>\n<dt>Word</dt>\n<dd>Meaning</dd>\n<dd>Other</dd>\n<dt>Second</dt>\n<dd><ul>\n<li>a</li>\n</ul>\n</dd>\n</dl>"},
		"typographer": {"It's \"so\" -- `it's \"so\" --`...", "<p>It&rsquo;s &ldquo;so&rdquo; &ndash; <code>it's &quot;so&quot; --</code>&hellip;</p>"},
		"code block":  {"```text\nit's --\n```", "<pre><code class=\"language-text\">it's --\n</code></pre>"},
		"struck out":  {"~~a~~", "<p><del>a</del></p>"},
		"break":       {"a\\\nb", "<p>a<br>\nb</p>"},
		"Windows":     {"a\r\nb\r\n\r\n- c\r\n", "<p>a\nb</p>\n<ul>\n<li>c</li>\n</ul>"},
	} {
		t.Run(name, func(t *testing.T) {
			doc, findings := render(c.body)
			wantFindings(t, findings, nil)
			if name == "Windows" {
				doc.HTML = []byte(strings.ReplaceAll(string(doc.HTML), "\r", ""))
			}
			wantHTML(t, doc, c.html)
		})
	}
}

func TestHeadings(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		ids  []string
		want []string
	}{
		"plain":       {"## The child's *voice*\n\n### 2 years & more\n\n## Étude?\n\nSet\n---\n", []string{"the-childs-voice", "n2-years-more", "tude", "set"}, nil},
		"twice":       {"## A\n\n## A\n\n## A-2\n\n## A\n", []string{"a", "a-2", "a-2-2", "a-3"}, nil},
		"given":       {"## B\n\n## A {#b}\n\n## C { #c }\n", []string{"b-2", "b", "c"}, nil},
		"given twice": {"## A {#b}\n\n## C {#b}\n", []string{"b", "c"}, []string{`p.md:11:1 heading: the id "b" stands twice on the page | give one of the two another {#id}`}},
		"given badly": {"## A {#Big_One}\n\n## B {#1}\n\n## C {#wm-main}\n", []string{"a", "b", "c"}, []string{`p.md:9:1 heading: "Big_One" cannot be the id of a heading | use lower-case...`, `p.md:11:1 heading: "1" cannot be the id...`, `p.md:13:1 heading: "wm-main" cannot be...`}},
		"other attributes": {"## A {#b onclick=alert}\n\n## C {style=\"x\" .d}\n\nE {id=5}\n---\n", []string{"b", "c", "e"}, []string{
			"p.md:9:1 heading: a heading cannot have {onclick} | take it out; only {#id} may stand behind a heading",
			"p.md:11:1 heading: a heading cannot have {class}", "p.md:11:1 heading: a heading cannot have {style}",
			`p.md:13:1 heading: "" cannot be the id of a heading`}},
		"level one":      {"# A\n", []string{"a"}, []string{"p.md:9:1 heading: a level-one heading stands in the body | use ## for the first headings..."}},
		"skipped level":  {"## A\n\n#### B\n", []string{"a", "b"}, []string{`p.md:11:1 heading: the heading "B" skips a level | use ###, or add the heading between`}},
		"too deep first": {"### A\n", []string{"a"}, []string{`p.md:9:1 heading: the heading "A" skips a level | use ##...`}},
		"empty":          {"a\n\n##\n", []string{"section"}, []string{"p.md:11:1 heading: the heading has no words | write..."}},
		"like the theme": {"## WM main\n", []string{"section-wm-main"}, nil},
		"like an entry":  {"## First review\n\n```register\nstandards\n```\n", []string{"first-review-2"}, nil},
		"as an entry":    {"## A {#first-review}\n\n```register\nstandards\n```\n", []string{"first-review"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			doc, findings := render(c.body)
			if name == "as an entry" {
				wantFindings(t, findings, []string{`p.md:12:1 register: the entry "first-review" of standards has an id that stands on the page already | put...`})
				return
			}
			wantFindings(t, findings, c.want)
			wantSound(t, doc.HTML)
			var ids []string
			for _, h := range doc.Headings {
				ids = append(ids, h.ID)
				if !strings.Contains(string(doc.HTML), ` id="`+h.ID+`"`) || !strings.Contains(string(doc.HTML), `href="#`+h.ID+`"`) {
					t.Errorf("the heading %q has no place or no link to it in\n%s", h.ID, doc.HTML)
				}
			}
			if !slices.Equal(ids, c.ids) {
				t.Errorf("ids %q, want %q", ids, c.ids)
			}
		})
	}
	doc, _ := render("## A {#b onclick=alert}")
	wantHTML(t, doc, `<h2 id="b">A<a class="wm-anchor" href="#b" aria-label="Link to this section: A"><span aria-hidden="true">#</span></a></h2>`)
}

func TestFootnotes(t *testing.T) {
	doc, findings := render("One[^a] and two[^b], one again[^a].\n\n{{local more}}\n\n[^b]: Two.\n[^a]: One *x*.\n\n    More.\n",
		"local/more.md", "Three[^a].\n\n[^a]: Three.\n")
	wantFindings(t, findings, nil)
	wantHTML(t, doc,
		`One<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup>`, `<sup id="fnref:2"><a href="#fn:2"`, `<sup id="fnref1:1"><a href="#fn:1"`,
		`Three<sup id="fnref:3"><a href="#fn:3"`, "<hr>\n<ol start=\"3\">\n<li id=\"fn:3\">", "<hr>\n<ol>\n<li id=\"fn:1\">\n<p>One <em>x</em>.</p>\n<p>More.",
		`<a href="#fnref:1" class="footnote-backref" role="doc-backlink" aria-label="Back to mark 1">`, `<a href="#fnref1:1" class="footnote-backref" role="doc-backlink" aria-label="Back to mark 1, place 2">`, `<li id="fn:2">`)
	_, findings = render("A[^a] and `[^code]` and \\[^no].\n\nB [^c]\n\n[^b]: Two.\n\n[^c]: x\n")
	wantFindings(t, findings, []string{
		"p.md:9:2 footnote: there is no footnote [^a] | write it on a line of its own: [^a]: and the text",
		`p.md:13:1 footnote: no place in the text leads to the footnote "b" | put [^b] in the text, or take the footnote out`})
	doc, findings = render("[a[^c]](index.md) and[^c]\n\n[^c]: x\n")
	wantFindings(t, findings, []string{"p.md:9:3 footnote: the mark of a footnote stands inside a link | put the mark behind the link"})
	wantHTML(t, doc, `<a href="index.html">a</a> and<sup`)
}

func TestGlossary(t *testing.T) {
	term := func(id, words string) string {
		return `<a class="wm-term" href="../glossary.html#` + id + `">` + words + `</a>`
	}
	for name, c := range map[string]struct{ body, html string }{
		"first use only":       {"An order. An order.\n\nAn order.", "<p>An " + term("order", "order") + ". An order.</p>\n<p>An order.</p>"},
		"longest first":        {"A special guardianship order, an order.", "<p>A " + term("sgo", "special guardianship order") + ", an " + term("order", "order") + ".</p>"},
		"passed over whole":    {"An SGO. A special guardianship order.", "<p>An " + term("sgo", "SGO") + ". A special guardianship order.</p>"},
		"exact capitals":       {"Let it be. IT is.", "<p>Let it be. " + term("it", "IT") + " is.</p>"},
		"capital at the start": {"Special Guardianship Order", "<p>" + term("sgo", "Special Guardianship Order") + "</p>"},
		"whole words":          {"orders, reorder, SGOs", "<p>orders, reorder, SGOs</p>"},
		"two in a text":        {"guardian, order", "<p>" + term("guardian", "guardian") + ", " + term("order", "order") + "</p>"},
		"order of reading":     {"order, guardian.\n\nguardian", "<p>" + term("order", "order") + ", " + term("guardian", "guardian") + ".</p>\n<p>guardian</p>"},
		"over a line":          {"a special guardianship\norder\nb", "<p>a " + term("sgo", "special guardianship order") + "\nb</p>"},
		"over a comma":         {"special, guardianship order", "<p>special, guardianship " + term("order", "order") + "</p>"},
		"an apostrophe":        {"the children's guardian's order", "<p>the " + term("cg", "children’s guardian") + "&rsquo;s " + term("order", "order") + "</p>"},
		"letters with marks":   {"no élan vital", "<p>no " + term("cg", "élan vital") + "</p>"},
		"over a break":         {"special guardianship\\\norder", "<p>special guardianship<br>\n" + term("order", "order") + "</p>"},
		"not in a heading":     {"## Order\n\norder", "</h2>\n<p>" + term("order", "order") + "</p>"},
		"not in a link":        {"[order](index.md) `order` order", `<p><a href="index.html">order</a> <code>order</code> ` + term("order", "order") + "</p>"},
		"not in an address":    {"https://order.example/order", `<p><a href="https://order.example/order">https://order.example/order</a></p>`},
		"in emphasis":          {"**order**", "<strong>" + term("order", "order") + "</strong>"},
		"in a table":           {"| a |\n|---|\n| order |", term("order", "order")},
		"beside a directive":   {"an order {{standard first-review}} guardian", "an " + term("order", "order") + ` <a class="wm-standard"`},
	} {
		t.Run(name, func(t *testing.T) {
			doc, findings := render(c.body)
			wantFindings(t, findings, nil)
			wantHTML(t, doc, c.html)
		})
	}
	s, tree := project()
	for _, path := range []string{"guidance/routes/adoption.md", "glossary.md"} {
		doc, _ := renderOn(s, tree, path, "An SGO.")
		if strings.Contains(string(doc.HTML), "wm-term") {
			t.Errorf("on %s its own term is linked: %s", path, doc.HTML)
		}
	}
	if doc, _ := render("{{local a}}\n\norder", "local/a.md", "order"); strings.Count(string(doc.HTML), "wm-term") != 1 {
		t.Errorf("a term is linked twice on a page with a fragment: %s", doc.HTML)
	}
}

func TestBlocks(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		html []string
		want []string
	}{
		"indicator":         {"```indicator\nfirst-review\n```", []string{`<figure class="chart">first-review</figure>`}, nil},
		"unknown indicator": {"a\n\n```indicator\n\n  first-revew\n```", nil, []string{`p.md:13:3 indicator: there is no indicator "first-revew" | did you mean "first-review"?`}},
		"no indicator":      {"```indicator", nil, []string{"p.md:9:1 indicator: there is no indicator \"\" | write the id of an indicator on the line below ```indicator"}},
		"unknown register":  {"```register\nrole\n```", nil, []string{`p.md:10:1 register: there is no register "role" | did you mean "roles"?`}},
		"no register":       {"```register\n```", nil, []string{`p.md:9:1 register: there is no register "" | use one of actions, changes, data-quality, differences, disclosure-result, disclosure-rules, documents, gaps, glossary, indicators, laws, pages, roles, standards`}},
		"unknown block":     {"```stepps\na\n```", []string{`<pre><code class="language-stepps">a`}, []string{"p.md:9:1 directive: ```stepps is no block that Waymark knows; it is shown as code | did you mean \"steps\"?"}},
		"code":              {"```yaml\na: 1\n```\n\n```\nb\n```", []string{`<code class="language-yaml">a: 1`, "<pre><code>b"}, nil},
		"steps": {"```steps\nAsk the child: what they *want*\n  and why.\n\nWrite: {{standard first-review}}.\n```",
			[]string{`<ol class="wm-steps"><li><strong>Ask the child</strong> what they <em>want</em> and why.</li><li><strong>Write</strong> <a class="wm-standard"`, "</li></ol>"}, nil},
		"steps are not blocks": {"```steps\nA: # no heading\nB: - no list\nC: > no quotation\n```", []string{"<li><strong>A</strong> # no heading</li><li><strong>B</strong> - no list</li><li><strong>C</strong> &gt; no quotation</li>"}, nil},
		"step without title":   {"```steps\nAsk: x\nthe child\n```", []string{"<li>the child</li>"}, []string{"p.md:11:1 steps: the step has no title | write a short title, a colon, and what to do"}},
		"places in steps":      {"- a\n\n  ```steps\n  Ask: see [x](no.md)\n    and <b>\n  B: {{local a}}\n  ```", nil, []string{`p.md:12:12 broken-link: there is no page or file at "guidance/no.md"`, "p.md:13:9 raw-html: raw HTML is not allowed: <b>", "p.md:14:6 directive: {{local}} stands inside other text or in a list"}},
		"watch list":           {"## Late\n\n```watch-list\nfirst-review: Ask *why*.\n```", []string{`[watch Late [{"first-review" "Ask <em>why</em>."}] for guidance/page.html]`}, nil},
		"watch list of what is not there": {"```watch-list\nfirst-review\n\nfirst-reviw: x\nfirst-review\n```", []string{`[watch  [{"first-review" ""}]`},
			[]string{`p.md:12:1 watch-list: there is no indicator "first-reviw" | did you mean "first-review"?`, `p.md:13:1 watch-list: "first-review" is on the list twice | take one of the two lines out`}},
		"watch list of nothing": {"```watch-list\n```", nil, []string{"p.md:9:1 watch-list: the watch list is empty | write the id of an indicator, one a line"}},
		"register of the data":  {"```register\ndata-quality\n```", []string{"[quality for guidance/page.html]"}, nil},
		"no steps":              {"```steps\n\n```", nil, []string{"p.md:9:1 steps: the block holds no steps | write one step a line, as in `Ask the child: ...`"}},
		"standards": {"```register\nstandards\n```", []string{`<dl class="wm-register"><dt id="first-review">First review</dt><dd><p class="wm-register-lead">Within 20 working days, counted from the placement.</p>`,
			`Law: <a href="https://www.legislation.gov.uk/">Children Act 1989</a>, regulation 33.`, `<dt id="no-panel">no-panel</dt><dd><p class="wm-register-lead">No interval.</p><p>Merton sets <strong>none</strong></p>`}, nil},
		"glossary": {"```register\nglossary\n```", []string{`<h2 id="letter-c" class="wm-letter">C</h2>`, `<dt id="cg">Children&#39;s guardian</dt>`, `<p class="wm-register-source">Also: élan vital.</p>`, `<h2 id="letter-g"`, `<h2 id="letter-i"`, `<dt id="it">Information technology <abbr>IT</abbr></dt>`,
			`<dt id="sgo">`, `Read more: <a href="routes/adoption.html">T</a>`}, nil},
		"roles": {"```register\nroles\n```", []string{`<h2 id="people">People</h2><dl class="wm-register"><dt id="iro">Reviewing officer <abbr>IRO</abbr></dt><dd><p>Reviews .</p><details class="wm-register-uses"><summary>Answers for the pages: 7 places</summary><ul><li><a href="../index.html">T</a></li>`, `<h2 id="bodies">`, `<dt id="panel">Panel</dt>`},
			[]string{"data/x.yaml:1:1 raw-html: raw HTML is not allowed: <plans>"}},
		"laws":       {"```register\nlaws\n```", []string{`<dt id="act"><a href="https://www.legislation.gov.uk/">Children Act 1989</a></dt>`}, nil},
		"documents":  {"```register\ndocuments\n```", []string{`<h2 id="documents-held">Held by the editors</h2><dl class="wm-register"><dt id="act-copy">A &amp; B</dt>`, `<h2 id="documents-not-supplied">Referred to, but not supplied</h2>`, `<dt id="strategy">Strategy</dt><dd><p>Merton; 2020 to 2022.</p>`}, nil},
		"indicators": {"```register\nindicators\n```", []string{"<td>all</td>"}, nil},
		"twice": {"```register\nlaws\n```\n\n```register\nlaws\n```", nil,
			[]string{`p.md:14:1 register: the entry "act" of laws has an id that stands on the page already | put the registers on two pages, or rename one of the two ids`}},
	} {
		t.Run(name, func(t *testing.T) {
			doc, findings := render(c.body)
			wantFindings(t, findings, c.want)
			if name == "twice" {
				return // the same id twice is what the finding is about
			}
			wantHTML(t, doc, c.html...)
		})
	}
	doc, _ := render("```register\nstandards\n```")
	if !doc.Anchors["first-review"] || !doc.Anchors["no-panel"] {
		t.Errorf("anchors are %v", doc.Anchors)
	}
}

func TestFlowchart(t *testing.T) {
	const chart = "```mermaid\nflowchart TD\n  accTitle: Routes\n  accDescr: What follows.\n  A([Start]) --> B{At home?}\n  B -->|yes| C[\"Hold it {{standard first-review}}\"]\n  B -->|no| D([End])\n  C --> D\n  click C \"routes/adoption.md\"\n```\n"
	doc, findings := render(chart + "\n## Flow routes step 1\n\n" + chart)
	for _, f := range findings.Sorted() {
		if f.Severity == diag.Error {
			t.Errorf("%s: %s", f.Place(), f.Message)
		}
	}
	wantHTML(t, doc, `<figure class="wm-figure wm-flowchart" aria-labelledby="flow-routes-title">`, `id="flow-routes-title">Routes</p>`,
		`<section class="wm-wide wm-flow-drawing wm-flow-sheet" aria-label="Drawing: Routes"><svg class="wm-flow-svg" id="flow-routes-wide"`,
		`<a class="wm-fd-link" href="routes/adoption.html">`, `Hold it within</tspan> <tspan`, `id="flow-routes-steps">The chart in numbered steps</p><ol class="wm-flow">`,
		`<li id="flow-routes-step-1-2"`, `Yes: <a href="#flow-routes-step-3">go to step 3</a>`, `<a href="routes/adoption.html">Hold it within 20 working days</a>`, `</ol>`,
		`<svg class="wm-flow-svg" id="flow-routes-narrow"`, `<details class="wm-walk" id="flow-routes-walk">`, `<li><a href="#flow-routes-walk-3">Yes</a></li>`, `</details></figure>`, `aria-labelledby="flow-routes-2-title"`)
	doc, findings = render("```mermaid\nflowchart TD\n  accTitle: A\n  accDescr: B\n  A([Start]) --> B[\"{{standard nowhere}}\"]\n  B --> C([End])\n```\n")
	if wrong := slices.DeleteFunc(said(findings), func(s string) bool { return !strings.Contains(s, "there is no standard") }); len(wrong) != 1 {
		t.Errorf("an unknown standard in a label is found %d times, not once: %v", len(wrong), wrong)
	}
	wantSound(t, doc.HTML)
	_, findings = render("```mermaid\nflowchart TD\n  accTitle: A\n  accDescr: B\n  A([Start]) --> B([End])\n  click B \"nowhere.md\"\n```\n")
	found := slices.ContainsFunc(said(findings), func(s string) bool { return strings.HasPrefix(s, "p.md:14:") && strings.Contains(s, "broken-link") })
	if !found {
		t.Errorf("the broken link of a step is not found: %v", said(findings))
	}
}

func TestDraft(t *testing.T) {
	s, tree := project()
	var findings diag.List
	at := site.Source{File: "data/i.yaml", Line: 3, Column: 1}
	d := New(s, tree, figures{}).Draft(tree.Page("guidance/page.md"), &findings)
	for _, c := range []struct{ source, want string }{
		{"Counted {{standard first-review}}.", `Counted <a class="wm-standard" href="../timescales.html#first-review">within 20 working days</a>.`},
		{"# 1. *a*\n\n- b", "# 1. <em>a</em> - b"},
		{"", ""},
		{"order", `<a class="wm-term" href="../glossary.html#order">order</a>`},
		{"order", "order"},
	} {
		if got := d.Line(c.source, at); got != c.want {
			t.Errorf("Line(%q) = %q, want %q", c.source, got, c.want)
		}
	}
	if got, want := d.Text("a\n\n- b\n", at), "<p>a</p>\n<ul>\n<li>b</li>\n</ul>\n"; got != want {
		t.Errorf("Text = %q, want %q", got, want)
	}
	wantFindings(t, &findings, nil)
	d.Line("a\nb <i>", at)
	d.Text("a\n\nb [c](no.md)", at)
	wantFindings(t, &findings, []string{`data/i.yaml:3:1 broken-link: there is no page or file at "guidance/no.md"`, "data/i.yaml:3:1 raw-html: raw HTML is not allowed: <i>"})
	if doc := d.Done(); !slices.Equal(doc.Standards, []string{"first-review"}) {
		t.Errorf("noted standards are %v", doc.Standards)
	}
}

// Whatever stands in a page, drawing it does not panic, the page is sound and holds nothing that runs, and
// every finding lies in its file.
func FuzzRender(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	s, tree := project("local/a.md", "### A\n\nText[^n] and order.\n\n[^n]: Note.\n")
	r := New(s, tree, figures{})
	f.Fuzz(func(t *testing.T, src string) {
		var findings diag.List
		doc := r.Render(Text{File: "p.md", LinesBefore: 8, Source: []byte(src), Page: tree.Page("guidance/page.md")}, &findings)
		lines := 9 + strings.Count(src, "\n")
		registers := false
		for _, found := range findings.Sorted() {
			if found.File == "p.md" && (found.Line < 9 || found.Line > lines) || found.Message == "" || found.Hint == "" {
				t.Errorf("%s in a file of %d lines: %q, %q", found.Place(), lines, found.Message, found.Hint)
			}
			registers = registers || found.Check == "register"
		}
		if !registers && !strings.ContainsAny(src, "\x00\r\f") { // a register printed twice repeats its ids, and is an error
			wantSound(t, doc.HTML)
		}
	})
}

var seeds = []string{
	"## A {#b onclick=alert}\n\n{{standard first-review}} {{value x}}\n\n{{local a}}\n",
	"a <b onclick=x>c</b> <!-- d\n\n<script>alert(1)</script>\n",
	"[a](javascript:alert(1)) [b](/x) ![c](//d) <javascript:e> [f](\\\\g)",
	"> [!NOTE]\n> It's.\n\n> [!X]\n",
	"| a | b |\n|---|--:|\n| c | d |\n\n- [ ] e\n- [x] f\n\nT\n: D\n",
	"One[^a]. [^b]\n\n[^a]: Note.\n[^c]: No.\n",
	"```steps\nA: b\n  c\n```\n\n```register\nstandards\n```\n\n```indicator\nfirst-review\n```\n\n```mermaid\nflowchart TD\n  A([Start]) --> B([End])\n```\n",
	"a special guardianship\norder, children's guardian\\\norder",
	"[a [b](c.md) <https://d.e> ![f](plan.png) [^g]](index.md)\n\n[^g]: x",
	"{{local a}}\n\n- {{local a}}\n\n  {{local a}}\n",
	"`a`` <!---> <?b <!C <![CDATA[ </",
	"A\n===\n\nB {id=5}\n---\n",
}

// A typical page of guidance: 8 kB, 70 terms in the glossary.
func BenchmarkRender(b *testing.B) {
	s, tree := project("local/a.md", "### A\n\nText.\n")
	for i := range 70 {
		id := fmt.Sprintf("term-%d", i)
		s.Glossary[id] = &site.Term{ID: id, Term: fmt.Sprintf("%s term%d", []string{"care", "court", "plan", "family", "review"}[i%5], i), Short: fmt.Sprintf("T%d", i), Means: "x"}
	}
	r := New(s, tree, figures{})
	section := "## Section\n\nThe social worker holds the review {{standard first-review}} of the child's placement and writes down what the child, the family and the carers want. " +
		"It's for the children's guardian to see that the plan of care is [agreed](routes/adoption.md#plan), and for the court to make a special guardianship order.\n\n" +
		"- The plan says who does what.\n- The family sees **the plan** first.\n\n> [!NOTE]\n> Care plans are kept.\n\n| Who | When |\n|---|---|\n| Social worker | {{standard first-review}} |\n\n"
	source := []byte(strings.Repeat(section, 8<<10/len(section)+1) + "{{local a}}\n")
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		var findings diag.List
		r.Render(Text{File: "p.md", Source: source, Page: tree.Page("guidance/page.md")}, &findings)
		if errors, _ := findings.Count(); errors > 0 {
			b.Fatal(said(&findings))
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}
