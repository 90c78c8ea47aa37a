package markdown

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"waymark/internal/site"
)

// ids are those of a page. Ours are lower case, words joined by hyphens; goldmark's footnotes hold a colon and
// the theme's begin with wm-, so that neither meets ours.
type ids struct{ used map[string]int }

// claim takes an id that must be as it is. ok is false when it is taken.
func (h *ids) claim(id string) (ok bool) {
	h.used[id]++
	return h.used[id] == 1
}

// unique takes an id, or the first free one of id-2, id-3 and so on.
func (h *ids) unique(id string) string {
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

// slug makes an id from words: "Who's there?" is "whos-there".
func slug(words string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(words) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
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
	switch {
	case id == "":
		return "section"
	case id[0] >= '0' && id[0] <= '9':
		return "n" + id // ids that begin with a digit cannot be used in style sheets
	case strings.HasPrefix(id, "wm-"):
		return "section-" + id
	}
	return id
}

// nameHeadings gives every heading of a text its id. What the author or a register fixes comes first, so that
// a heading that happens to have the same words gives way and links keep working.
func (p *pass) nameHeadings(root ast.Node) {
	var unnamed []*ast.Heading
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.FencedCodeBlock:
			if string(n.Language(p.source)) == "register" {
				p.claimEntries(n)
			}
		case *ast.Heading:
			id := p.givenID(n)
			n.RemoveAttributes()
			if id == "" {
				unnamed = append(unnamed, n)
				break
			}
			n.SetAttributeString("id", []byte(id))
		}
		return ast.WalkContinue, nil
	})
	for _, n := range unnamed {
		n.SetAttributeString("id", []byte(p.ids.unique(slug(p.plain(n)))))
	}
}

// givenID is the id that an author gave a heading with {#id}; "" when none can be used. Every other attribute
// is a finding: it could carry a script or a style.
func (p *pass) givenID(n *ast.Heading) string {
	id := ""
	for _, attribute := range n.Attributes() {
		if string(attribute.Name) != "id" {
			p.errorAt(n.Pos(), "heading", "take it out; only {#id} may stand behind a heading", "a heading cannot have {%s}", attribute.Name)
			continue
		}
		value, _ := attribute.Value.([]byte)
		switch given := string(value); {
		case !site.ValidID(given) || given != slug(given):
			p.errorAt(n.Pos(), "heading", "use lower-case letters, digits and hyphens, a letter first", "%q cannot be the id of a heading", given)
		case !p.ids.claim(given):
			p.errorAt(n.Pos(), "heading", "give one of the two another {#id}", "the id %q stands twice on the page", given)
		default:
			id = given
		}
	}
	return id
}

// heading checks a heading's level, notes it for the table of contents and gives it a link to itself.
func (p *pass) heading(n *ast.Heading) {
	label := p.plain(n)
	p.under = label
	if label == "" {
		p.errorAt(n.Pos(), "heading", "write what the section is about, or take the line out", "the heading has no words")
	}
	last := 1
	if len(p.doc.Headings) > 0 {
		last = p.doc.Headings[len(p.doc.Headings)-1].Level
	}
	switch {
	case n.Level == 1:
		p.errorAt(n.Pos(), "heading", "use ## for the first headings: the title of the page comes from its front matter", "a level-one heading stands in the body")
	case n.Level > last+1:
		p.warnAt(n.Pos(), "heading", "use "+strings.Repeat("#", last+1)+", or add the heading between", "the heading %q skips a level", label)
	}
	value, _ := n.AttributeString("id")
	id, _ := value.([]byte)
	p.doc.Headings = append(p.doc.Headings, Heading{Level: n.Level, ID: string(id), Text: label})
	n.AppendChild(n, &piece{html: []byte(`<a class="wm-anchor" href="#` + escape(string(id)) + `" aria-label="` + escape("Link to this section: "+label) + `"><span aria-hidden="true">#</span></a>`)})
}
