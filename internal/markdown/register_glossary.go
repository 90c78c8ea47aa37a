package markdown

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"waymark/internal/site"
)

// glossaryRegister prints the words and abbreviations by their first letters.
func (p *pass) glossaryRegister(b *strings.Builder) {
	terms := make([]*site.Term, 0, len(p.site.Glossary))
	for _, id := range site.SortedIDs(p.site.Glossary) {
		terms = append(terms, p.site.Glossary[id])
	}
	slices.SortFunc(terms, func(a, b *site.Term) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Term), strings.ToLower(b.Term)), strings.Compare(a.ID, b.ID))
	})
	letter := ""
	for _, t := range terms {
		if t.Term == "" {
			continue // a finding of the vocabulary
		}
		if first, _ := utf8.DecodeRuneInString(capital(t.Term)); string(first) != letter {
			if letter != "" {
				b.WriteString(`</dl>`)
			}
			letter = string(first)
			p.group(b, slug("letter-"+letter), letter, ` class="wm-letter"`)
		}
		title := escape(capital(t.Term))
		if t.Short != "" {
			title += ` <abbr>` + escape(t.Short) + `</abbr>`
		}
		entry(b, t.ID, title)
		b.WriteString(`<dd><p>` + p.inline(t.Means, t.At) + `</p>`)
		if len(t.Also) > 0 {
			b.WriteString(`<p class="wm-register-source">Also: ` + escape(strings.Join(t.Also, ", ")) + `.</p>`)
		}
		if t.Page != "" {
			if page := p.tree.Page(t.Page); page != nil {
				b.WriteString(`<p>Read more: <a href="` + escape(p.href(page.Out)) + `">` + escape(page.Title) + `</a></p>`)
			} else {
				p.findings.Errorf("broken-link", t.At.File, t.At.Line, t.At.Column, site.DidYouMean(t.Page, p.tree.Paths(), "correct `page:`, or take it out"), "glossary entry %q: there is no page %q", t.ID, t.Page)
			}
		}
		if t.Added {
			b.WriteString(`<p class="wm-register-source">Added by the editors: ` + escape(p.site.Name) + `’s own document does not use it.</p>`)
		}
		p.confirm(b, t.Confirm, t.At)
		b.WriteString(`</dd>`)
	}
	if letter != "" {
		b.WriteString(`</dl>`)
	}
}
