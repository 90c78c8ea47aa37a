package content

import (
	"reflect"
	"strings"
	"testing"

	"waymark/internal/diag"
)

// What pages and fragments leave open is kept with them; a fragment has these two keys and no other.
func TestMarks(t *testing.T) {
	open := strings.Replace(front, "---\n", "---\ngaps: [who chairs it]\nconfirm:\n  - the date\n", 1)
	s := made("common/index.md", open+"{{local plan}}\n\nSee {{local other}} here.\n", "common/a.md", front+"{{ local plan }}\r\n",
		"common/local/plan.md", "---\ngaps: [shadowed]\n---\ntext", "merton/local/plan.md", "---\ngaps: [how often]\nconfirm: [the name]\n---\n\n## In Merton\n", "merton/local/plain.md", "Text.\n",
		"common/b.md", front+"{{local plain}}\n\nBy {{standard limit}}.\n", "common/c.md", front+"{{local uses}}\n", "merton/local/uses.md", "Within {{ standard limit }}.\n")
	var findings diag.List
	tree := Scan(s, nil, &findings)
	wantFindings(t, &findings, nil)
	home := tree.Page("index.md")
	if !reflect.DeepEqual(home.Gaps, []string{"who chairs it"}) || !reflect.DeepEqual(home.Confirm, []string{"the date"}) {
		t.Errorf("the page leaves open %q and %q", home.Gaps, home.Confirm)
	}
	want := []Marks{{Name: "plan", File: "content/merton/local/plan.md", Gaps: []string{"how often"}, Confirm: []string{"the name"}}}
	if !reflect.DeepEqual(tree.Marks, want) {
		t.Errorf("got %+v, want %+v", tree.Marks, want)
	}
	text, lines, _, ok := Fragment(s, "plan")
	if !ok || lines != 4 || string(text) != "\n## In Merton\n" {
		t.Errorf("the text is %q after %d lines, %v", text, lines, ok)
	}
	var titles []string
	for _, page := range tree.Including("plan") {
		titles = append(titles, page.Path)
	}
	if !reflect.DeepEqual(titles, []string{"index.md", "a.md"}) {
		t.Errorf("included by %v", titles)
	}
	titles = nil
	for _, page := range tree.Using("limit") {
		titles = append(titles, page.Path)
	}
	if !reflect.DeepEqual(titles, []string{"b.md", "c.md"}) || tree.Using("none") != nil {
		t.Errorf("the standard is used on %v", titles)
	}
	if got := tree.Including("other"); got != nil {
		t.Errorf("a directive inside a sentence includes nothing, got %v", got)
	}
}

func TestMarkFindings(t *testing.T) {
	for name, c := range map[string]struct {
		fragment string
		want     []string
	}{
		"an unknown key": {"---\nowner: iro\n---\n", []string{`content/merton/local/plan.md:2:1 yaml: unknown key "owner"...`}},
		"an empty line":  {"---\ngaps: [a, \" \"]\n---\n", []string{"content/merton/local/plan.md:2:1 front-matter: gaps: one of the lines says nothing | write a sentence, or take the line out"}},
		"never closed":   {"---\ngaps: [a]\n", []string{"content/merton/local/plan.md:1:1 front-matter: the front matter is never closed | add a line of --- after the last key"}},
		"not a list":     {"---\ngaps: a\n---\n", []string{"content/merton/local/plan.md:2:7 yaml: a list is needed here, not text..."}},
	} {
		t.Run(name, func(t *testing.T) {
			var findings diag.List
			Scan(made("common/index.md", front, "merton/local/plan.md", c.fragment), nil, &findings)
			wantFindings(t, &findings, c.want)
		})
	}
}

// Whatever a fragment holds: no panic, and what is not read as front matter stays its text.
func FuzzMarks(f *testing.F) {
	for _, seed := range []string{"", "---\ngaps: [a]\n---\ntext", "---\n---\n", "---", "text", "---\r\nconfirm:\r\n- a\r\n---\r\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		var findings diag.List
		marks, ok := parseMarks("a.md", []byte(src), &findings)
		if errors, _ := findings.Count(); ok && errors == 0 && bodyOffset([]byte(src)) == 0 {
			t.Errorf("%q has marks %+v and no front matter", src, marks)
		}
	})
}
