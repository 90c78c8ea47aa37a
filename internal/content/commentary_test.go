package content

import (
	"strings"
	"testing"
	"testing/fstest"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// comment is a site of one layer with one indicator and a file among the indicators.
func comment(t testing.TB, name, text string) (*Tree, []diag.Finding) {
	t.Helper()
	project := fstest.MapFS{
		"content/a/index.md":            {Data: []byte(front)},
		"content/a/indicators/index.md": {Data: []byte(front)},
		"content/a/" + name:             {Data: []byte(text)},
		"data/a/roles.yaml":             {Data: []byte("iro: {title: IRO}\nhead: {title: Head}\n")},
		"data/a/indicators/moves.yaml":  {Data: []byte("theme: stability\ntitle: Moves\n")},
	}
	var findings diag.List
	s := site.Load(project, site.SiteConfig{ID: "a", Layers: []string{"a"}}, &findings)
	made := &site.Page{Path: "indicators/moves.md", Out: "indicators/moves.html", File: "data/a/indicators/moves.yaml", Title: "Moves", Indicator: s.Indicators[0]}
	tree := Scan(s, []*site.Page{made}, &findings)
	return tree, findings.Sorted()
}

const goodComment = "---\nindicator: moves\nauthor: head\ndate: 2026-11-10\nperiod: 2026-Q2\nsays: worse\n---\n\nTwo homes closed.\n"

func TestCommentary(t *testing.T) {
	tree, findings := comment(t, "indicators/moves.md", goodComment)
	c := tree.Commentary("moves")
	if len(findings) > 0 || c == nil {
		t.Fatalf("got %v and %v", c, findings)
	}
	if c.Author != "head" || DateWords(c.Date) != "10 November 2026" || c.Period != "2026-Q2" || c.Says != "worse" || c.LinesBefore != 7 || c.At.Line != 6 || strings.TrimSpace(string(c.Body)) != "Two homes closed." {
		t.Errorf("got %+v", c)
	}
	if page := tree.Page("indicators/moves.md"); page == nil || page.Indicator == nil {
		t.Error("the comment took the place of the indicator's page")
	}
}

func TestCommentaryMistakes(t *testing.T) {
	for _, c := range []struct{ name, file, old, new, want string }{
		{"unknown indicator", "indicators/moves.md", "indicator: moves", "indicator: movs", `content/a/indicators/moves.md:2:1: there is no indicator "movs" to comment on`},
		{"no such indicator any more", "indicators/gone.md", "indicator: moves", "indicator: disputes", `content/a/indicators/gone.md:2:1: there is no indicator "disputes" to comment on`},
		{"another name", "indicators/homes.md", "", "", `content/a/indicators/homes.md:2:1: the comment on "moves" stands in a file called homes.md`},
		{"author", "indicators/moves.md", "author: head", "author: haed", `content/a/indicators/moves.md:3:1: author: "haed" is not in roles.yaml`},
		{"no author", "indicators/moves.md", "author: head\n", "", "content/a/indicators/moves.md:1:1: author is missing"},
		{"date", "indicators/moves.md", "2026-11-10", "10 November", `content/a/indicators/moves.md:4:1: date: "10 November" is not a date`},
		{"reading", "indicators/moves.md", "says: worse", "says: worst", `content/a/indicators/moves.md:6:1: says: "worst" is no reading`},
		{"no reading", "indicators/moves.md", "says: worse\n", "", "content/a/indicators/moves.md:1:1: says is missing"},
		{"unknown key", "indicators/moves.md", "says:", "title: A\nsays:", "content/a/indicators/moves.md:6:1: unknown key"},
		{"empty", "indicators/moves.md", "Two homes closed.", "", "content/a/indicators/moves.md:2:1: the comment is empty"},
		{"a page", "indicators/moves.md", goodComment, front, "content/a/indicators/moves.md:1: the page of data/a/indicators/moves.yaml is made at the same place"},
	} {
		_, findings := comment(t, c.file, strings.Replace(goodComment, c.old, c.new, 1))
		if len(findings) != 1 || !strings.HasPrefix(findings[0].Place()+": "+findings[0].Message, c.want) || findings[0].Hint == "" {
			t.Errorf("%s: got %v, want %s", c.name, findings, c.want)
		}
	}
}

// Whatever stands in a comment, it is read or refused with a place in its file, and never both.
func FuzzCommentary(f *testing.F) {
	f.Add(goodComment)
	f.Add("---\nindicator: moves\n---\n")
	f.Add("---\nindicator: 0\n0: A\r#0000\r00: 0000\n---")
	f.Add("---\nindicator: [\n---\nx")
	f.Add("\ufeff---\r\nindicator: moves\r\nauthor: iro\r\ndate: 2026-01-01\r\nsays: context\r\n---\r\nText\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		if !isCommentary("indicators/moves.md", []byte(text)) {
			t.Skip()
		}
		var findings diag.List
		s := &site.Site{Roles: map[string]*site.Role{"head": {}, "iro": {}}, Indicators: []*site.Indicator{{ID: "moves"}}}
		c := parseCommentary(s, "f.md", "indicators/moves.md", []byte(text), &findings)
		all := findings.Sorted()
		if c == nil && len(all) == 0 {
			t.Fatal("neither a comment nor a finding")
		}
		if c != nil && !strings.HasSuffix(strings.TrimPrefix(text, "\ufeff"), string(c.Body)) {
			t.Fatalf("the body %q is no end of the file", c.Body)
		}
		for _, finding := range all {
			if finding.File != "f.md" || finding.Line < 0 || finding.Line > strings.Count(text, "\n")+strings.Count(text, "\r")+1 { // YAML ends a line at either
				t.Fatalf("a finding outside the file: %+v", finding)
			}
		}
	})
}
