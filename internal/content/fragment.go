package content

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// Marks are what a fragment's own front matter says is open: the same two keys that a page may have. A
// fragment has no other front matter, because its page has an owner and a review already.
type Marks struct {
	Name    string // "planning"
	File    string
	Gaps    []string
	Confirm []string
}

// Fragment reads local/name.md from the last layer that has it, without its front matter. lines is how many
// lines of the file stand before the text. ok is false when no layer has it.
func Fragment(s *site.Site, name string) (text []byte, lines int, file string, ok bool) {
	src, layer, err := site.Find(s.Content, "local/"+name+".md")
	if err != nil {
		return nil, 0, "", false
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	text = src[bodyOffset(src):]
	return text, bytes.Count(src[:len(src)-len(text)], []byte("\n")), layer.File("local/" + name + ".md"), true
}

// readMarks reads the front matter of the fragments that the site would show: the last of each name.
func readMarks(s *site.Site, findings *diag.List) []Marks {
	var out []Marks
	for _, id := range fragmentNames(s) {
		name := "local/" + id + ".md"
		src, layer, err := site.Find(s.Content, name)
		if err != nil {
			findings.Errorf("front-matter", layer.File(name), 0, 0, "check that the file can be read", "cannot read it: %v", err)
			continue
		}
		if marks, ok := parseMarks(layer.File(name), bytes.TrimPrefix(src, []byte("\ufeff")), findings); ok {
			marks.Name = id
			out = append(out, marks)
		}
	}
	return out
}

// fragmentNames are the names of all fragments, sorted.
func fragmentNames(s *site.Site) []string {
	names := map[string]bool{}
	for _, layer := range s.Content {
		found, err := fs.Glob(layer.FS, "local/*.md")
		if err != nil {
			continue // the pattern is constant and valid
		}
		for _, name := range found {
			names[strings.TrimSuffix(path.Base(name), ".md")] = true
		}
	}
	return site.SortedIDs(names)
}

// parseMarks reads the front matter of one fragment. ok is false when it has none.
func parseMarks(file string, src []byte, findings *diag.List) (Marks, bool) {
	block, _, found, closed := split(src)
	switch {
	case !found:
		return Marks{}, false
	case !closed:
		findings.Errorf("front-matter", file, 1, 1, "add a line of --- after the last key", "the front matter is never closed")
		return Marks{}, false
	}
	start := bytes.Index(src, []byte("---"))
	linesBefore := bytes.Count(src[:start], []byte("\n")) + 1
	var w struct {
		Gaps    []string `yaml:"gaps"`
		Confirm []string `yaml:"confirm"`
	}
	keys, ok := site.DecodeBlock(file, linesBefore, block, &w, findings)
	if !ok {
		return Marks{}, false
	}
	r := reader{file: file, first: linesBefore, keys: keys, findings: findings}
	return Marks{File: file, Gaps: r.sentences("gaps", w.Gaps), Confirm: r.sentences("confirm", w.Confirm)}, true
}

var (
	localLine    = regexp.MustCompile(`(?m)^\{\{ *local +([a-z0-9-]+) *\}\}[ \t\r]*$`) // on a line of its own
	standardWord = regexp.MustCompile(`\{\{ *standard +([a-z0-9-]+) *\}\}`)
)

// Including lists the pages that include a fragment, in reading order. It reads every page's text when it is
// first asked, and not before.
func (t *Tree) Including(name string) []*site.Page {
	t.read.Do(t.readBodies)
	return t.include[name]
}

// Using lists the pages whose text, or a fragment in it, names a standard, in reading order.
func (t *Tree) Using(standard string) []*site.Page {
	t.read.Do(t.readBodies)
	return t.using[standard]
}

// readBodies finds what the texts of pages name.
func (t *Tree) readBodies() {
	t.include, t.using = map[string][]*site.Page{}, map[string][]*site.Page{}
	note := func(in map[string][]*site.Page, page *site.Page, what *regexp.Regexp, text []byte) {
		for _, m := range what.FindAllSubmatch(text, -1) {
			if of := in[string(m[1])]; !slices.Contains(of, page) {
				in[string(m[1])] = append(of, page)
			}
		}
	}
	for _, page := range t.Pages {
		body, _, err := Body(t.site, page)
		if err != nil {
			continue // nobody wrote it
		}
		note(t.include, page, localLine, body)
		note(t.using, page, standardWord, body)
		for _, m := range localLine.FindAllSubmatch(body, -1) {
			if text, _, _, ok := Fragment(t.site, string(m[1])); ok {
				note(t.using, page, standardWord, text)
			}
		}
	}
}

// EachText visits the text of each page and of each fragment that a page includes, one after the other.
func (t *Tree) EachText(visit func(text []byte)) {
	for _, page := range t.Pages {
		if body, _, err := Body(t.site, page); err == nil {
			visit(body)
		}
	}
	for _, name := range fragmentNames(t.site) {
		if text, _, _, ok := Fragment(t.site, name); ok && len(t.Including(name)) > 0 {
			visit(text)
		}
	}
}

// Fragments are the files of the fragments that a page includes, by name.
func (t *Tree) Fragments() map[string]string {
	out := map[string]string{}
	for _, name := range fragmentNames(t.site) {
		if _, _, file, ok := Fragment(t.site, name); ok && len(t.Including(name)) > 0 {
			out[name] = file
		}
	}
	return out
}
