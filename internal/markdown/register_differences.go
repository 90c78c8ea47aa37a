package markdown

import (
	"cmp"
	"fmt"
	"slices"
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
	p.compare(b, "timescales", "Timescales", d.Names, d.Standards, func(x site.Departure) string {
		if p.site.Standards[x.ID] == nil {
			return escape(x.Title)
		}
		return p.entryLink(StandardsPage, x.ID, x.Title)
	})
	for i, x := range d.Fragments {
		if pages := p.tree.Including(x.ID); len(pages) > 0 {
			d.Fragments[i].Title = pages[0].Title // sorted by what readers see
		}
	}
	p.compare(b, "what-each-adds-to-shared-pages", "What each adds to shared pages", d.Names, d.Fragments, func(x site.Departure) string {
		var pages []string
		for _, page := range p.tree.Including(x.ID) {
			pages = append(pages, p.pageLink(page))
		}
		return cmp.Or(strings.Join(pages, ", "), escape(x.Title))
	})
	p.whose(b, "pages-of-its-own", "Pages of its own", d.Names, d.Pages, func(x site.Departure) string {
		if page := p.tree.Page(x.ID); page != nil {
			return p.pageLink(page)
		}
		return escape(cmp.Or(x.Title, x.ID))
	})
	p.whose(b, "roles-and-bodies", "Roles and bodies", d.Names, d.Roles, func(x site.Departure) string {
		if p.site.Roles[x.ID] == nil {
			return escape(x.Title)
		}
		return p.entryLink(RolesPage, x.ID, x.Title)
	})
}

// whose prints departures by who has them: each site alone, then what several have in a form of their own.
func (p *pass) whose(b *strings.Builder, id, title string, names []string, rows []site.Departure, first func(site.Departure) string) {
	if len(rows) == 0 {
		return
	}
	sortByTitle(rows)
	heading := func(level int, id, title string) {
		id = p.ids.unique(id)
		p.doc.Headings = append(p.doc.Headings, Heading{Level: level, ID: id, Text: title})
		fmt.Fprintf(b, `<h%d id="%s">%s</h%d>`, level, id, escape(title), level)
	}
	heading(2, id, title)
	var several []string
	alone := make([][]string, len(names))
	for _, row := range rows {
		var who []int
		var other []string // under which other titles
		for i, says := range row.Says {
			if says == "" {
				continue
			}
			who = append(who, i)
			if says != row.Title {
				other = append(other, names[i]+": "+says)
			}
		}
		line := first(row)
		if len(other) > 0 {
			line += ` <span class="wm-register-source">(` + escape(strings.ReplaceAll(strings.Join(other, "; "), "'", "’")) + `)</span>`
		}
		if len(who) == 1 {
			alone[who[0]] = append(alone[who[0]], line)
		} else {
			several = append(several, line)
		}
	}
	list := func(title string, lines []string) {
		if len(lines) == 0 {
			return
		}
		heading(3, id+"-"+slug(title), title)
		b.WriteString(`<ul><li>` + strings.Join(lines, `</li><li>`) + `</li></ul>`)
	}
	for i, name := range names {
		list("Only "+name, alone[i])
	}
	list("Each in a form of its own", several)
}

func sortByTitle(rows []site.Departure) {
	slices.SortStableFunc(rows, func(a, b site.Departure) int {
		return strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title))
	})
}

// compare prints one list of departures by title. Each line holds what the sites say, beside one another where
// there is room and below one another where there is not.
func (p *pass) compare(b *strings.Builder, id, title string, names []string, rows []site.Departure, first func(site.Departure) string) {
	if len(rows) == 0 {
		return
	}
	slices.SortStableFunc(rows, func(a, b site.Departure) int {
		return strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title))
	})
	id = p.ids.unique(id)
	p.doc.Headings = append(p.doc.Headings, Heading{Level: 2, ID: id, Text: title})
	b.WriteString(`<h2 id="` + id + `">` + escape(title) + `</h2><dl class="wm-compare">`)
	for _, row := range rows {
		b.WriteString(`<div><dt>` + first(row) + `</dt>`)
		if row.Common != "" {
			compared(b, "Shared", row.Common)
		}
		for i, says := range row.Says {
			compared(b, names[i], cmp.Or(says, "nothing"))
		}
		b.WriteString(`</div>`)
	}
	b.WriteString(`</dl>`)
}

func compared(b *strings.Builder, who, says string) {
	b.WriteString(`<dd><span class="wm-compare-who">` + escape(who) + `<span class="govuk-visually-hidden">: </span></span>` + escape(strings.ReplaceAll(says, "'", "’")) + `</dd>`)
}
