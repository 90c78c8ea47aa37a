package markdown

import (
	"slices"
	"strings"

	"waymark/internal/site"
)

// documentsRegister prints papers: those that the editors hold, then those that they know by name only.
func (p *pass) documentsRegister(b *strings.Builder) {
	for _, group := range []struct{ state, id, title string }{
		{"held", "documents-held", "Held by the editors"},
		{"not supplied", "documents-not-supplied", "Referred to, but not supplied"},
	} {
		var ids []string
		for _, id := range site.SortedIDs(p.site.Documents) {
			if p.site.Documents[id].State == group.state {
				ids = append(ids, id)
			}
		}
		if len(ids) == 0 {
			continue
		}
		p.group(b, group.id, group.title, "")
		for _, id := range byTitle(ids, func(id string) string { return p.site.Documents[id].Title }) {
			p.document(b, p.site.Documents[id])
		}
		b.WriteString(`</dl>`)
	}
}

func (p *pass) document(b *strings.Builder, d *site.Document) {
	entry(b, d.ID, linked(d.Title, d.URL))
	b.WriteString(`<dd>`)
	var facts []string
	for _, fact := range []string{d.Owner, d.Date} {
		if fact != "" {
			facts = append(facts, escape(fact))
		}
	}
	if len(facts) > 0 {
		b.WriteString(`<p>` + strings.Join(facts, "; ") + `.</p>`)
	}
	if d.Note != "" {
		b.WriteString(`<p>` + p.inline(d.Note, d.At) + `</p>`)
	}
	p.confirm(b, d.Confirm, d.At)
	p.links(b, "Timescales taken from it", p.standardsThat(func(s *site.Standard) bool { return s.Source.Document == d.ID }))
	p.links(b, "Used by", p.pagesThat(func(page *site.Page) bool { return slices.Contains(page.Documents, d.ID) }))
	var gaps []string
	for _, id := range site.SortedIDs(p.site.Gaps) {
		if g := p.site.Gaps[id]; g.Source.Document == d.ID {
			gaps = append(gaps, p.entryLink(GapsPage, id, g.Title))
		}
	}
	p.links(b, "Gaps found in it", gaps)
	b.WriteString(`</dd>`)
}
