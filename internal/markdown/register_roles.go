package markdown

import (
	"slices"
	"strings"

	"waymark/internal/site"
)

// rolesRegister prints people, then teams, services and boards, with what each answers for.
func (p *pass) rolesRegister(b *strings.Builder) {
	for _, group := range []struct {
		title, id string
		body      bool
	}{{"People", "people", false}, {"Teams, services and boards", "bodies", true}} {
		var ids []string
		for _, id := range site.SortedIDs(p.site.Roles) {
			if p.site.Roles[id].Body == group.body {
				ids = append(ids, id)
			}
		}
		if len(ids) == 0 {
			continue
		}
		p.group(b, group.id, group.title, "")
		for _, id := range byTitle(ids, func(id string) string { return p.site.Roles[id].Title }) {
			r := p.site.Roles[id]
			title := escape(r.Title)
			if r.Short != "" {
				title += ` <abbr>` + escape(r.Short) + `</abbr>`
			}
			entry(b, r.ID, title)
			b.WriteString(`<dd><p>` + p.inline(r.Does, r.At) + `</p>`)
			p.confirm(b, r.Confirm, r.At)
			p.answersFor(b, id)
			b.WriteString(`</dd>`)
		}
		b.WriteString(`</dl>`)
	}
}

// answersFor links what a role owns or leads.
func (p *pass) answersFor(b *strings.Builder, id string) {
	var leads []string
	for _, a := range p.site.SortedActions() {
		if slices.Contains(a.Lead, id) {
			leads = append(leads, p.entryLink(ActionsPage, a.ID, a.Title))
		}
	}
	p.links(b, "Leads the actions", leads)
	p.links(b, "Answers for the pages", p.pagesThat(func(page *site.Page) bool { return page.Owner == id && page.Indicator == nil }))
	p.links(b, "Answers for the indicators", p.indicatorsThat(func(i *site.Indicator) bool { return i.Owner == id }))
}
