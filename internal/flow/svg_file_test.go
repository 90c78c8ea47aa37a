package flow

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
)

func TestStandalone(t *testing.T) {
	g, found := Parse("flowchart TD\naccTitle: A & b\naccDescr: From < to\ns([Start & go]) --> q{Stay where they are?}\nq -->|Yes| o([Home])\nq -.->|No| s\nclick o \"https://www.gov.uk/\"\n", fence)
	if g == nil {
		t.Fatal(found)
	}
	d := Layout(g, Wide)
	poster := Poster{Title: g.Title, Descr: g.Descr, Foot: []string{"Checked <today>"}, Href: func(n *Node) string {
		if n.Link != nil {
			return n.Link.Href
		}
		return ""
	}}
	file := d.Standalone(g, poster)
	for _, want := range []string{`xmlns="http://www.w3.org/2000/svg"`, `<title id="title">A &amp; b</title>`, `<desc id="desc">From &lt; to</desc>`,
		`<a href="https://www.gov.uk/">`, `>Checked &lt;today&gt;</text>`, `fill="#ffffff"`} {
		if !strings.Contains(string(file), want) {
			t.Errorf("the file lacks %s:\n%s", want, file)
		}
	}
	for _, not := range []string{"class=", "var(", "currentColor", "style="} {
		if strings.Contains(string(file), not) {
			t.Errorf("the file depends on a style sheet: it holds %s", not)
		}
	}
	if !bytes.Equal(file, Layout(g, Wide).Standalone(g, poster)) {
		t.Error("two files differ")
	}
	var tree struct {
		Width  float64 `xml:"width,attr"`
		Height float64 `xml:"height,attr"`
	}
	if err := xml.Unmarshal(file, &tree); err != nil {
		t.Fatal(err)
	}
	// One line of title and one of foot: 26 + 8 above, 15 + 8 below. The least width is 320.
	if want := d.H + 26 + 8 + 15 + 8; tree.Height < want-0.1 || tree.Height > want+0.1 || tree.Width != max(d.W, 320) {
		t.Errorf("%v by %v, want %v by %v", tree.Width, tree.Height, max(d.W, 320), want)
	}
}
