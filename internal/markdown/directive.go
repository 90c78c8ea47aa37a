package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"waymark/internal/content"
	"waymark/internal/site"
)

// directive is {{name argument}} in running text.
type directive struct {
	ast.BaseInline
	name, argument string
	html           []byte
}

// directiveNames are the directives that a page may use.
var directiveNames = []string{"standard", "value", "local"}

type directiveParser struct{}

// Trigger implements parser.InlineParser.
func (directiveParser) Trigger() []byte { return []byte{'{'} }

// Parse implements parser.InlineParser.
func (directiveParser) Parse(_ ast.Node, reader text.Reader, _ parser.Context) ast.Node {
	line, segment := reader.PeekLine()
	name, argument, length, ok := scanDirective(line)
	if !ok {
		return nil
	}
	n := &directive{name: name, argument: argument}
	n.SetPos(segment.Start)
	reader.Advance(length)
	return n
}

// scanDirective reads {{name argument}} at the start of line.
func scanDirective(line []byte) (name, argument string, length int, ok bool) {
	if !bytes.HasPrefix(line, []byte("{{")) {
		return "", "", 0, false
	}
	end := bytes.Index(line, []byte("}}"))
	if end < 0 || bytes.ContainsAny(line[:end], "\r\n") {
		return "", "", 0, false
	}
	name, argument, _ = strings.Cut(strings.TrimSpace(string(line[2:end])), " ")
	return name, strings.TrimSpace(argument), end + 2, true
}

// loneLocal says whether a paragraph is {{local name}} and nothing else.
func loneLocal(n *ast.Paragraph) (name string, ok bool) {
	d, isDirective := n.FirstChild().(*directive)
	if !isDirective || d.name != "local" || n.ChildCount() != 1 {
		return "", false
	}
	return d.argument, true
}

// local draws the authority's fragment; nothing when it has none.
func (p *pass) local(at *ast.Paragraph, name string) ast.Node {
	place := p.place(at.FirstChild().Pos())
	if !site.ValidID(name) {
		p.findings.Errorf("directive", place.File, place.Line, place.Column, "use lower-case letters, digits and hyphens, as in {{local route-adoption}}", "{{local %s}}: this cannot be the name of a fragment", name)
		return &block{}
	}
	src, lines, file, ok := content.Fragment(p.site, name)
	if !ok {
		return &block{}
	}
	if p.depth >= 3 {
		p.findings.Errorf("directive", place.File, place.Line, place.Column, "take one of the {{local}} lines out", "fragments are nested too deeply; perhaps %s includes itself", name)
		return &block{}
	}
	p.depth++
	defer func() { p.depth-- }()
	return &block{html: p.draw(src, origin{file: file, line: 1 + lines, column: 1})}
}

// directive resolves one directive in running text.
func (p *pass) directive(n *directive) {
	switch n.name {
	case "standard":
		s := p.site.Standards[n.argument]
		if s == nil {
			p.errorAt(n.Pos(), "standard", site.DidYouMean(n.argument, site.SortedIDs(p.site.Standards), "add it to standards.yaml"), "there is no standard %q", n.argument)
			return
		}
		p.use(s.ID)
		n.html = []byte(p.standardHTML(s, !inside(n, ast.KindLink)))
	case "value":
		p.doc.Figures = true
		id, period := valueOf(n.argument)
		words, ok := p.figures.Value(id, period)
		switch {
		case p.site.Indicator(id) == nil:
			p.errorAt(n.Pos(), "value", site.DidYouMean(id, p.indicatorIDs(), "add the indicator to data/common/indicators"), "there is no indicator %q", id)
			return
		case !ok:
			p.errorAt(n.Pos(), "value", "name a period that its table shows, such as 2026-Q1, or none for the newest", "%q has no figure for %q", id, period)
			return
		}
		if inside(n, ast.KindLink) {
			n.html = []byte(`<span class="wm-value">` + escape(words) + `</span>`)
			return
		}
		n.html = []byte(`<a class="wm-value" href="` + escape(p.href(IndicatorOut(id))) + `">` + escape(words) + `</a>`)
	case "local":
		p.errorAt(n.Pos(), "directive", "put {{local "+n.argument+"}} in a paragraph of its own", "{{local}} stands inside other text or in a list")
	default:
		p.errorAt(n.Pos(), "directive", site.DidYouMean(n.name, directiveNames, "use {{standard id}}, {{value indicator}} or {{local name}}"), "{{%s}} is no directive", n.name)
	}
}

// valueOf takes apart what follows "value": an indicator, and perhaps a period.
func valueOf(argument string) (indicator, period string) {
	indicator, period, _ = strings.Cut(argument, " ")
	return indicator, strings.TrimSpace(period)
}

// words is what a directive says, as plain text.
func (p *pass) words(n *directive) string {
	switch n.name {
	case "standard":
		if s := p.site.Standards[n.argument]; s != nil {
			return s.Words
		}
	case "value":
		if words, ok := p.figures.Value(valueOf(n.argument)); ok {
			return words
		}
	}
	return ""
}

// expand turns plain text that may hold directives, such as a flowchart's label, into HTML.
func (p *pass) expand(text string, at site.Source) string {
	var b strings.Builder
	for {
		i := strings.Index(text, "{{")
		if i < 0 {
			b.WriteString(escape(text))
			return b.String()
		}
		name, argument, length, ok := scanDirective([]byte(text[i:]))
		if !ok {
			b.WriteString(escape(text))
			return b.String()
		}
		b.WriteString(escape(text[:i]))
		text = text[i+length:]
		if s := p.site.Standards[argument]; name == "standard" && s != nil {
			p.use(s.ID)
			b.WriteString(escape(s.Words))
		} else {
			p.findings.Errorf("standard", at.File, at.Line, at.Column, site.DidYouMean(argument, site.SortedIDs(p.site.Standards), "labels may hold {{standard id}} only"), "there is no standard %q", argument)
		}
	}
}

func (p *pass) use(standard string) {
	if !slices.Contains(p.doc.Standards, standard) {
		p.doc.Standards = append(p.doc.Standards, standard)
	}
}

// standardHTML is the words of a standard, linked to where it is kept when a link may stand here.
func (p *pass) standardHTML(s *site.Standard, link bool) string {
	if !link || p.tree.Page(StandardsPage) == nil {
		return `<span class="wm-standard">` + escape(s.Words) + `</span>`
	}
	return `<a class="wm-standard" href="` + escape(p.href(content.Out(StandardsPage)+"#"+s.ID)) + `">` + escape(s.Words) + `</a>`
}

func (p *pass) indicatorIDs() []string {
	var ids []string
	for _, i := range p.site.Indicators {
		ids = append(ids, i.ID)
	}
	return ids
}

// IndicatorPath and IndicatorOut are where an indicator's page is, as content and as published.
func IndicatorPath(id string) string { return "indicators/" + id + ".md" }
func IndicatorOut(id string) string  { return "indicators/" + id + ".html" }
