package theme

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"
)

func load(t *testing.T, name string) *Theme {
	t.Helper()
	dir := filepath.Join("..", "..", "themes", name)
	assets := map[string][]byte{}
	for file, from := range map[string]string{"site.css": "dist/site.css", "site.js": "dist/site.js"} {
		if name == "minimal" {
			if file == "site.js" {
				continue
			}
			from = "site.css"
		}
		data, err := os.ReadFile(filepath.Join(dir, from))
		if err != nil {
			data = []byte("/* not bundled */") // the styles are made by another step; pages are not
		}
		assets[file] = data
	}
	th, err := New(os.DirFS(filepath.Join(dir, "templates")), assets)
	if err != nil {
		t.Fatal(err)
	}
	return th
}

// TestPages draws every sample with every theme and reads the pages as a browser would. With
// WAYMARK_SAMPLE_OUT set to a folder, it writes the default theme's pages there, to be looked at.
func TestPages(t *testing.T) {
	for _, name := range []string{"default", "minimal"} {
		th := load(t, name)
		out := os.Getenv("WAYMARK_SAMPLE_OUT")
		if name != "default" {
			out = ""
		}
		for _, s := range samples() {
			t.Run(name+"/"+s.file, func(t *testing.T) {
				var page bytes.Buffer
				if err := th.Render(&page, s.view); err != nil {
					t.Fatal(err)
				}
				if out != "" {
					save(t, filepath.Join(out, s.file), page.Bytes())
				}
				checkPage(t, page.String(), s.view)
			})
		}
		if out != "" {
			for _, a := range th.Assets() {
				save(t, filepath.Join(out, a.Path), a.Data)
				save(t, filepath.Join(out, "merton", a.Path), a.Data)
			}
		}
	}
}

func save(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, data, 0o644)); err != nil {
		t.Fatal(err)
	}
}

var absolute = regexp.MustCompile(`^([a-z]+:)?/|^[a-z][a-z0-9+.-]*:`)

func checkPage(t *testing.T, page string, v View) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	count := map[string]int{}
	var fragments []string
	current, policy, first := 0, "", ""
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Namespace == "" { // an SVG has titles of its own
			count[n.Data]++
		}
		attrs := map[string]string{}
		for _, a := range n.Attr {
			attrs[a.Key] = a.Val
			switch {
			case a.Key == "style":
				t.Errorf("<%s> has a style attribute", n.Data)
			case strings.HasPrefix(a.Key, "on"):
				t.Errorf("<%s> has the inline handler %s", n.Data, a.Key)
			case a.Key == "id":
				if ids[a.Val] {
					t.Errorf("id %q is there twice", a.Val)
				}
				ids[a.Val] = true
			case a.Key == "href" || a.Key == "src":
				if strings.HasPrefix(a.Val, "data:image/svg+xml,") && n.Data == "link" {
					break // the icon
				}
				if absolute.MatchString(a.Val) {
					t.Errorf("<%s> points at the absolute address %s", n.Data, a.Val)
				}
				if name, id, ok := strings.Cut(a.Val, "#"); ok && name == "" {
					fragments = append(fragments, id)
				} else if strings.HasSuffix(name, "/") || name == "" {
					t.Errorf("<%s> points at %q, which is not a file", n.Data, a.Val)
				}
			case a.Key == "aria-current":
				current++
			}
		}
		if n.Data == "script" && (attrs["src"] == "" || attrs["type"] == "module") {
			t.Errorf("a script is inline or a module")
		}
		if n.Data == "a" && first == "" {
			first = attrs["href"]
		}
		if n.Data == "meta" && attrs["http-equiv"] == "Content-Security-Policy" {
			policy = attrs["content"]
		}
		if n.Data == "html" && attrs["lang"] != "en-GB" {
			t.Errorf("the page's language is %q", attrs["lang"])
		}
	}
	for _, id := range fragments {
		if !ids[id] {
			t.Errorf("a link points at #%s, which is not on the page", id)
		}
	}
	for element, want := range map[string]int{"h1": 1, "main": 1, "title": 1, "style": 0, "font": 0} {
		if count[element] != want {
			t.Errorf("%d <%s> elements, want %d", count[element], element, want)
		}
	}
	if policy != Policy {
		t.Errorf("policy is %q", policy)
	}
	if first != "#wm-main" {
		t.Errorf("the first link is %q, want the skip link", first)
	}
	if current == 0 {
		t.Error("nothing has aria-current")
	}
	if strings.Contains(page, hostile) || strings.Contains(page, "<b>") {
		t.Error("an author's words are not escaped")
	}
	if strings.Contains(page, "ZgotmplZ") {
		t.Error("html/template refused a value")
	}
	if d := v.Site.Demonstration; d != "" && strings.Count(page, html.EscapeString(d)) < 2 {
		t.Error("the notice of a demonstration is not at the top and in the foot")
	}
	if _, ok := v.Draw.(IndicatorView); ok && v.Site.InventedData != "" && strings.Contains(page, "58%") && !strings.Contains(page, v.Site.InventedData) {
		t.Error("invented figures are shown without saying so")
	}
}

// TestContentsOfIndicator: the contents that Go writes and the sections that the template draws are the same
// list in the same order, for a full indicator and for one without a figure.
func TestContentsOfIndicator(t *testing.T) {
	th := load(t, "default")
	for _, v := range []View{indicatorSample(), unmeasuredSample()} {
		var page bytes.Buffer
		if err := th.Render(&page, v); err != nil {
			t.Fatal(err)
		}
		if got, want := strings.Contains(page.String(), "wm-contents"), len(v.Draw.(IndicatorView).headings()) > 1; got != want {
			t.Errorf("%s: contents shown: %t, want %t", v.Page.Title, got, want)
		}
		var drawn, want []string
		for _, m := range regexp.MustCompile(`<h2 id="(wm-[a-z-]+)">([^<]+)</h2>`).FindAllStringSubmatch(page.String(), -1) {
			if m[1] != "wm-about" {
				drawn = append(drawn, m[1]+" "+m[2])
			}
		}
		for _, h := range v.Draw.(IndicatorView).headings() {
			want = append(want, h.ID+" "+h.Text)
		}
		if strings.Join(drawn, "\n") != strings.Join(want, "\n") {
			t.Errorf("drawn:\n%s\nin the contents:\n%s", strings.Join(drawn, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestAssetsAreNamedByContent(t *testing.T) {
	files := fstest.MapFS{"page.html": {Data: []byte(`<link href="{{.Asset "site.css"}}">`)}}
	th, err := New(files, map[string][]byte{"site.css": []byte("a{}"), "charts.js": []byte("x")})
	if err != nil {
		t.Fatal(err)
	}
	// The eight digits are as sha256sum prints them for a{} and x.
	want := []string{"assets/charts.2d711642.js", "assets/site.5f546eb4.css"}
	for i, a := range th.Assets() {
		if a.Path != want[i] {
			t.Errorf("asset %d is %s, want %s", i, a.Path, want[i])
		}
	}
	var page bytes.Buffer
	if err := th.Render(&page, View{Root: "../../"}); err != nil {
		t.Fatal(err)
	}
	if got := page.String(); got != `<link href="../../`+want[1]+`">` {
		t.Errorf("drawn as %s", got)
	}
}

func TestFaults(t *testing.T) {
	page := func(text string) fstest.MapFS { return fstest.MapFS{"page.html": {Data: []byte(text)}} }
	_, err := New(fstest.MapFS{"home.html": {Data: []byte("x")}}, nil)
	expect(t, "no page.html", err, "no page.html")
	_, err = New(page("{{if}}"), nil)
	expect(t, "bad template", err, "page.html:1")

	th, err := New(page(`{{.Asset "site.css"}}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "missing asset", th.Render(io.Discard, View{}), "without the file site.css")
	expect(t, "wrong view", th.Render(io.Discard, View{Page: PageView{Path: "index.md", Kind: "home"}}), "draw index.md: a page of kind home cannot be drawn from <nil>")
	_, err = th.Figure(ChartView{ID: "c1"})
	expect(t, "no figure", err, "draw the figure c1")

	var out bytes.Buffer
	th, _ = New(page(`half{{.Asset "no"}}`), nil)
	if err := th.Render(&out, View{}); err == nil || out.Len() != 0 {
		t.Errorf("a failed page wrote %q, error %v", out.String(), err)
	}
}

func expect(t *testing.T, name string, err error, part string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), part) {
		t.Errorf("%s: error %v, want one with %q", name, err, part)
	}
}

// TestFigure: a chart in a page of guidance is drawn as on its own page, before and after pages are drawn.
func TestFigure(t *testing.T) {
	th := load(t, "default")
	before, err := th.Figure(sampleChart("a", hostile))
	if err != nil {
		t.Fatal(err)
	}
	if err := th.Render(io.Discard, indicatorSample()); err != nil {
		t.Fatal(err)
	}
	after, err := th.Figure(sampleChart("a", hostile))
	if err != nil || after != before {
		t.Errorf("the second drawing differs: %v", err)
	}
	for _, part := range []string{`<div class="wm-wide"><svg`, `<div class="wm-narrow"><svg`, "<details", "(CSV, 2 kB)", "&lt;b&gt;"} {
		if !strings.Contains(string(before), part) {
			t.Errorf("no %s in the figure", part)
		}
	}
}

func TestLines(t *testing.T) {
	lines := sampleTable().Lines()
	if got := lines[2].Cells[1]; got != (Cell{Text: "[c]", Numeric: true, Mark: true}) {
		t.Errorf("a cell with only a mark is %+v", got)
	}
	if got := lines[2].Cells[2]; got.Text != "[c]" || !got.Mark {
		t.Errorf("a cell with text and mark is %+v", got)
	}
	if got := lines[0]; got.Head != "June 2026" || got.Cells[0] != (Cell{Text: "43", Numeric: true}) {
		t.Errorf("the first line is %+v", got)
	}
	// Ragged and empty rows, and no marks at all: what there is is shown.
	odd := TableView{Columns: []string{"a", "b"}, Rows: [][]string{{}, {"x"}, {"y", "1", "2"}}}
	if got := odd.Lines(); len(got) != 2 || len(got[0].Cells) != 0 || len(got[1].Cells) != 2 {
		t.Errorf("ragged rows are %+v", got)
	}
}

func TestOutline(t *testing.T) {
	p := PageView{Contents: []HeadingView{{3, "a", "A"}, {3, "a2", "A2"}, {2, "b", "B"}, {3, "c", "C"}, {3, "d", "D"}, {2, "e", "E"}}}
	var got []string
	for _, g := range p.Outline() {
		s := g.ID
		for _, b := range g.Below {
			s += "/" + b.ID
		}
		got = append(got, s)
	}
	if s := strings.Join(got, " "); s != "a a2 b/c/d e" {
		t.Errorf("outline is %q", s)
	}
}

func TestSize(t *testing.T) {
	for n, want := range map[int]string{0: "0 bytes", 999: "999 bytes", 1000: "1 kB", 2140: "2 kB", 999_499: "999 kB", 999_500: "1.0 MB", 2_340_000: "2.3 MB"} {
		if got := size(n); got != want {
			t.Errorf("size(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestWindowTitle(t *testing.T) {
	for _, c := range []struct{ kind, page, site, want string }{
		{"page", "Adoption", "Permanence in Merton", "Adoption - Permanence in Merton"},
		{"home", "Home", "Permanence in Merton", "Permanence in Merton"},
		{"home", "Home", "", "Home"},
		{"chooser", "Waymark", "Waymark", "Waymark"},
		{"chooser", "Choose", "", "Choose"},
	} {
		f := framed{View: View{Site: SiteView{Title: c.site}, Page: PageView{Title: c.page, Kind: c.kind}}}
		if got := f.WindowTitle(); got != c.want {
			t.Errorf("%s %q on %q: %q, want %q", c.kind, c.page, c.site, got, c.want)
		}
	}
}

// TestFindingIsSaidOnce: the sentence beside the newest figure is not repeated above the chart under it.
func TestFindingIsSaidOnce(t *testing.T) {
	th := load(t, "default")
	v := indicatorSample()
	draw := v.Draw.(IndicatorView)
	draw.Chart.Finding, draw.Breakdowns = draw.Figure.Finding, nil
	v.Draw = draw
	var page bytes.Buffer
	if err := th.Render(&page, v); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(page.String(), html.EscapeString(draw.Figure.Finding)); n != 1 {
		t.Errorf("the finding is there %d times, want once", n)
	}
	if v.Draw.(IndicatorView).Chart.Finding == "" {
		t.Error("drawing changed the view")
	}
}
