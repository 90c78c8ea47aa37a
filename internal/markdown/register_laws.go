package markdown

import (
	"slices"
	"strings"

	"waymark/internal/site"
)

// lawsRegister prints Acts, regulations and guidance: what each is for, what has replaced it, what to check
// before relying on it, and where the site uses it.
func (p *pass) lawsRegister(b *strings.Builder) {
	b.WriteString(`<dl class="wm-register">`)
	for _, id := range byTitle(site.SortedIDs(p.site.Laws), func(id string) string { return p.site.Laws[id].Title }) {
		l := p.site.Laws[id]
		entry(b, id, linked(l.Title, l.URL))
		b.WriteString(`<dd><p>` + escape(capital(l.Kind)) + `. ` + p.inline(l.Note, l.At) + `</p>`)
		if now := p.site.Current(l); now != l {
			b.WriteString(`<p class="wm-confirm"><strong>Superseded</strong> by <a href="#` + escape(now.ID) + `">` + escape(now.Title) + `</a>.</p>`)
		}
		if l.Check != "" {
			b.WriteString(`<p><strong>Check:</strong> ` + p.inline(l.Check, l.At) + `</p>`)
		}
		if l.Added {
			b.WriteString(`<p class="wm-register-source">Added by the editors: ` + escape(p.site.Name) + `’s own document does not cite it.</p>`)
		}
		p.links(b, "Timescales that rest on it", p.standardsThat(func(s *site.Standard) bool { return s.Source.Law == id }))
		p.links(b, "Used by", p.pagesThat(func(page *site.Page) bool { return slices.Contains(page.Law, id) }))
		b.WriteString(`</dd>`)
	}
	b.WriteString(`</dl>`)
}
