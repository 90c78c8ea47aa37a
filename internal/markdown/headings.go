package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// headingIDs makes the ids of a page's headings: lower case, words joined by hyphens, unique on the page
// even when fragments repeat a heading.
type headingIDs struct{ used map[string]int }

// Generate makes the id of a heading from its text as written.
func (h *headingIDs) Generate(value []byte, _ ast.NodeKind) []byte {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(string(value)) {
		switch {
		case unicode.IsLetter(r) && r < unicode.MaxASCII, unicode.IsDigit(r) && r < unicode.MaxASCII:
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case r != '\'' && r != '’':
			gap = true
		}
	}
	id := b.String()
	if id == "" {
		id = "section"
	}
	if id[0] >= '0' && id[0] <= '9' {
		id = "n" + id // ids that begin with a digit cannot be used in style sheets
	}
	return []byte(h.unique(id))
}

// Put records an id that the author gave.
func (h *headingIDs) Put(value []byte) { h.used[string(value)]++ }

func (h *headingIDs) unique(id string) string {
	for {
		h.used[id]++
		n := h.used[id]
		if n == 1 {
			return id
		}
		if next := id + "-" + strconv.Itoa(n); h.used[next] == 0 {
			h.used[next]++
			return next
		}
	}
}

// heading checks a heading's level, notes it for the table of contents and gives it a link to itself.
func (p *pass) heading(n *ast.Heading) {
	label := p.plain(n)
	p.under = label
	if n.Level == 1 {
		p.errorAt(n.Pos(), "heading", "use ## for the first headings: the title of the page comes from its front matter", "a level-one heading stands in the body")
	}
	last := 1
	if len(p.doc.Headings) > 0 {
		last = p.doc.Headings[len(p.doc.Headings)-1].Level
	}
	if n.Level > last+1 {
		p.warnAt(n.Pos(), "heading", "use "+strings.Repeat("#", last+1)+", or add the heading between", "the heading %q skips a level", label)
	}
	value, _ := n.AttributeString("id")
	id, _ := value.([]byte)
	if p.doc.Anchors[string(id)] {
		p.errorAt(n.Pos(), "heading", "give one of the two another {#id}", "two headings have the id %q", id)
	}
	p.doc.Anchors[string(id)] = true
	p.doc.Headings = append(p.doc.Headings, Heading{Level: n.Level, ID: string(id), Text: label})
	n.AppendChild(n, &piece{html: []byte(`<a class="wm-anchor" href="#` + escape(string(id)) + `" aria-label="` + escape("Link to this section: "+label) + `">#</a>`)})
}
