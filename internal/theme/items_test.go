package theme

import (
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

// Items that are drawn once and kept must not carry one page's marks over to another.
func TestItemsKeepsOnlyWhatIsTheSameEverywhere(t *testing.T) {
	th, err := New(fstest.MapFS{
		"_nav.html": {Data: []byte(`{{define "line"}}[{{.Text}} {{.Href}}{{if .Current}} here{{end}}{{if .Open}} open{{end}}{{items "line" .Items}}]{{end}}`)},
		"page.html": {Data: []byte(`{{items "line" .Page.Side}}`)},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	a, b := NavItem{Text: "A & B", Href: "a.html"}, NavItem{Text: "B", Href: "b.html"}
	here, open := a, b
	here.Current, here.Open = true, true
	open.Open = true
	unfolded := open
	unfolded.Items = []NavItem{here}
	for _, c := range []struct {
		side []NavItem
		want string
	}{
		{nil, ""},
		{[]NavItem{a, b}, "[A &amp; B a.html][B b.html]"},
		{[]NavItem{here, b}, "[A &amp; B a.html here open][B b.html]"},
		{[]NavItem{a, open}, "[A &amp; B a.html][B b.html open]"},
		{[]NavItem{a, unfolded}, "[A &amp; B a.html][B b.html open[A &amp; B a.html here open]]"},
		{[]NavItem{b, a}, "[B b.html][A &amp; B a.html]"},
		{[]NavItem{{Text: "B", Href: "../b.html"}}, "[B ../b.html]"},
	} {
		// Twice each and all at once: what is kept by one page is used by another.
		var wait sync.WaitGroup
		for range 2 {
			wait.Go(func() {
				var out strings.Builder
				if err := th.Render(&out, View{Page: PageView{Kind: "page", Side: c.side}}); err != nil || out.String() != c.want {
					t.Errorf("got %q (%v), want %q", out.String(), err, c.want)
				}
			})
		}
		wait.Wait()
	}
}
