package markdown

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"waymark/internal/site"
)

// registers are the lists a page may print whole.
var registers = []string{"actions", "changes", "data-quality", "differences", "disclosure-result", "disclosure-rules", "documents", "gaps", "glossary", "indicators", "laws", "pages", "roles", "standards"}

// register prints a whole list from the data folder.
func (p *pass) register(name string, at site.Source) []byte {
	var b strings.Builder
	switch name {
	case "changes":
		p.changesRegister(&b)
	case "pages":
		p.pagesRegister(&b)
	case "standards":
		p.standardsRegister(&b)
	case "glossary":
		p.glossaryRegister(&b)
	case "roles":
		p.rolesRegister(&b)
	case "laws":
		p.lawsRegister(&b)
	case "documents":
		p.documentsRegister(&b)
	case "actions":
		p.actionsRegister(&b)
	case "gaps":
		p.gapsRegister(&b)
	case "differences":
		p.differencesRegister(&b)
	case "disclosure-rules", "disclosure-result":
		p.doc.Figures = p.doc.Figures || name == "disclosure-result"
		b.Write(p.figures.Disclosure(name))
	case "indicators":
		p.doc.Figures = true
		b.Write(p.figures.List(p.page.Out))
		for _, i := range p.site.Indicators {
			p.doc.Pages[IndicatorPath(i.ID)] = true
		}
	case "data-quality":
		p.doc.Figures = true
		b.Write(p.figures.Quality(p.page.Out))
	default:
		p.findings.Errorf("register", at.File, at.Line, at.Column, site.DidYouMean(name, registers, "use one of "+strings.Join(registers, ", ")), "there is no register %q", name)
	}
	return []byte(b.String())
}

// claimEntries takes the ids of a register's entries: other pages link to them, so headings give way.
func (p *pass) claimEntries(n *ast.FencedCodeBlock) {
	name, at := p.fenceName(n)
	entries := map[string]func() []string{
		"standards": func() []string { return site.SortedIDs(p.site.Standards) },
		"glossary":  func() []string { return site.SortedIDs(p.site.Glossary) },
		"roles":     func() []string { return site.SortedIDs(p.site.Roles) },
		"laws":      func() []string { return site.SortedIDs(p.site.Laws) },
		"documents": func() []string { return site.SortedIDs(p.site.Documents) },
		"actions":   func() []string { return site.SortedIDs(p.site.Actions) },
		"gaps":      func() []string { return site.SortedIDs(p.site.Gaps) },
	}[name]
	if entries == nil {
		return
	}
	for _, id := range entries() {
		if !p.ids.claim(id) {
			p.findings.Errorf("register", at.File, at.Line, at.Column, "put the registers on two pages, or rename one of the two ids", "the entry %q of %s has an id that stands on the page already", id, name)
		}
	}
}

// entry opens a register's entry with an id that links may lead to. claimEntries has taken the id.
func entry(b *strings.Builder, id, title string) {
	b.WriteString(`<dt id="` + escape(id) + `">` + title + `</dt>`)
}

// group opens a part of a register with a heading.
func (p *pass) group(b *strings.Builder, id, title, class string) {
	id = p.ids.unique(id)
	p.doc.Headings = append(p.doc.Headings, Heading{Level: 2, ID: id, Text: title})
	b.WriteString(`<h2 id="` + id + `"` + class + `>` + escape(title) + `</h2><dl class="wm-register">`)
}

func (p *pass) standardsRegister(b *strings.Builder) {
	b.WriteString(`<dl class="wm-register">`)
	for _, id := range site.SortedIDs(p.site.Standards) {
		s := p.site.Standards[id]
		entry(b, id, escape(cmp.Or(s.Title, id)))
		b.WriteString(`<dd><p class="wm-register-lead">` + escape(capital(s.Words)))
		if s.From != "" && s.None == "" {
			b.WriteString(`, counted from ` + escape(s.From))
		}
		b.WriteString(`.</p>`)
		if s.None != "" {
			b.WriteString(`<p>` + p.inline(s.None, s.At) + `</p>`)
		}
		if s.Applies != "" {
			b.WriteString(`<p>Applies to: ` + p.inline(s.Applies, s.At) + `</p>`)
		}
		if s.Note != "" {
			b.WriteString(`<p>` + p.inline(s.Note, s.At) + `</p>`)
		}
		b.WriteString(`<p class="wm-register-source">` + escape(capital(cmp.Or(s.Basis, "Basis not given"))))
		if source := p.sourceOfFact(s.Source); source != "" {
			b.WriteString(`: ` + source)
		}
		b.WriteString(`.`)
		if s.Added {
			b.WriteString(` Added by the editors: ` + escape(p.site.Name) + `’s own document does not state it.`)
		}
		b.WriteString(`</p>`)
		p.confirm(b, s.Confirm, s.At)
		p.links(b, "Measured by", p.measures(id))
		var used []string
		for _, page := range p.tree.Using(id) {
			used = append(used, p.pageLink(page))
		}
		p.links(b, "Used on", used)
		b.WriteString(`</dd>`)
	}
	b.WriteString(`</dl>`)
}

func (p *pass) confirm(b *strings.Builder, what string, at site.Source) {
	if what != "" {
		b.WriteString(`<p class="wm-confirm"><strong>To be confirmed:</strong> ` + p.inline(what, at) + `</p>`)
	}
}

// sourceOfFact names a law or document in words, with a link where there is one.
func (p *pass) sourceOfFact(f site.SourceOfFact) string {
	var parts []string
	if law := p.site.Laws[f.Law]; law != nil {
		parts = append(parts, linked(law.Title, law.URL))
	}
	if document := p.site.Documents[f.Document]; document != nil {
		parts = append(parts, linked(document.Title, document.URL))
	}
	if f.At != "" {
		parts = append(parts, escape(f.At))
	}
	return strings.Join(parts, ", ")
}

// linked is text with a link to an address on the web, when there is one.
func linked(text, address string) string {
	if !site.IsWebAddress(address) {
		return escape(text)
	}
	return `<a href="` + escape(address) + `">` + escape(text) + `</a>`
}

// capital makes the first letter of a sentence a capital.
func capital(s string) string {
	if s == "" {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
