package markdown

import (
	"cmp"
	"strings"

	"waymark/internal/site"
)

// differencesRegister prints, side by side, where this site departs from what it shares with others, and from
// the others.
func (p *pass) differencesRegister(b *strings.Builder) {
	if len(p.site.Beside) == 0 {
		b.WriteString(`<p>This site stands by itself: there is no other to compare it with.</p>`)
		return
	}
	d := site.Differ(p.site)
	p.compare(b, "timescales", "Timescales", d.Names, d.Standards, true, func(x site.Departure) string {
		return p.entryLink(StandardsPage, x.ID, x.Title)
	})
	p.compare(b, "pages-of-one-authority", "Pages of one authority", d.Names, d.Pages, true, func(x site.Departure) string {
		if page := p.tree.Page(x.ID); page != nil {
			return p.pageLink(page)
		}
		return escape(cmp.Or(x.Title, x.ID))
	})
	p.compare(b, "what-each-adds-to-shared-pages", "What each adds to shared pages", d.Names, d.Fragments, false, func(x site.Departure) string {
		var pages []string
		for _, page := range p.tree.Including(x.ID) {
			pages = append(pages, p.pageLink(page))
		}
		return cmp.Or(strings.Join(pages, ", "), escape(x.Title))
	})
	p.compare(b, "roles-and-bodies", "Roles and bodies", d.Names, d.Roles, true, func(x site.Departure) string {
		if p.site.Roles[x.ID] != nil {
			return p.entryLink(RolesPage, x.ID, x.Title)
		}
		return escape(x.Title)
	})
}

// compare prints one table of departures. shared says whether the shared layer has a column.
func (p *pass) compare(b *strings.Builder, id, title string, names []string, rows []site.Departure, shared bool, first func(site.Departure) string) {
	if len(rows) == 0 {
		return
	}
	id = p.ids.unique(id)
	p.doc.Headings = append(p.doc.Headings, Heading{Level: 2, ID: id, Text: title})
	b.WriteString(`<h2 id="` + id + `">` + escape(title) + `</h2>` + `<section class="wm-table" tabindex="0" aria-label="` + escape(title) + `"><table><thead><tr><th scope="col">What</th>`)
	if shared {
		b.WriteString(`<th scope="col">Shared</th>`)
	}
	for _, name := range names {
		b.WriteString(`<th scope="col">` + escape(name) + `</th>`)
	}
	b.WriteString(`</tr></thead><tbody>`)
	for _, row := range rows {
		b.WriteString(`<tr><th scope="row">` + first(row) + `</th>`)
		if shared {
			b.WriteString(`<td>` + cell(row.Common) + `</td>`)
		}
		for _, says := range row.Says {
			b.WriteString(`<td>` + cell(says) + `</td>`)
		}
		b.WriteString(`</tr>`)
	}
	b.WriteString(`</tbody></table></section>`)
}

// cell is the text of a cell; a dash, read out as words, where there is nothing.
func cell(text string) string {
	if text == "" {
		return `<span aria-hidden="true">–</span><span class="govuk-visually-hidden">nothing</span>`
	}
	return escape(text)
}
