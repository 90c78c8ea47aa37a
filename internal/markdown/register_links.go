package markdown

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/content"
	"waymark/internal/site"
)

// Pages on which entries of registers can be linked to, when the site has them.
const (
	ActionsPage   = "strategy/action-plan.md"
	DocumentsPage = "about/documents.md"
	GapsPage      = "about/gaps.md"
	LawsPage      = "about/laws.md"
	RolesPage     = "about/roles.md"

	PrioritiesPage = "guidance/permanence/priorities.md" // a numbered list; actions name its numbers
)

// shortList is how many links stand in a sentence; more are folded away behind their number.
const shortList = 6

// links prints what else in the site an entry belongs to: "Used by: A, B." Nothing when there is nothing.
func (p *pass) links(b *strings.Builder, label string, links []string) {
	switch {
	case len(links) == 0:
	case len(links) <= shortList:
		b.WriteString(`<p class="wm-register-source">` + escape(label) + `: ` + strings.Join(links, ", ") + `.</p>`)
	default:
		b.WriteString(`<details class="wm-register-uses"><summary>` + escape(label) + `: ` + strconv.Itoa(len(links)) + ` places</summary><ul>`)
		for _, link := range links {
			b.WriteString(`<li>` + link + `</li>`)
		}
		b.WriteString(`</ul></details>`)
	}
}

// pageLink is a link to a page by its title.
func (p *pass) pageLink(page *site.Page) string {
	return `<a href="` + escape(p.href(page.Out)) + `">` + escape(page.Title) + `</a>`
}

// entryLink is a link to an entry of the register on a page; its title alone when the site has no such page.
func (p *pass) entryLink(page, id, title string) string {
	if p.tree.Page(page) == nil {
		return escape(title)
	}
	return `<a href="` + escape(p.href(content.Out(page)+"#"+id)) + `">` + escape(title) + `</a>`
}

// pagesThat links the pages for which a question is answered yes, in reading order.
func (p *pass) pagesThat(yes func(*site.Page) bool) []string {
	var out []string
	for _, page := range p.tree.Pages {
		if yes(page) {
			out = append(out, p.pageLink(page))
		}
	}
	return out
}

// standardsThat links the timescales for which a question is answered yes.
func (p *pass) standardsThat(yes func(*site.Standard) bool) []string {
	var out []string
	for _, id := range site.SortedIDs(p.site.Standards) {
		if s := p.site.Standards[id]; yes(s) {
			out = append(out, p.entryLink(StandardsPage, id, cmp.Or(s.Title, id)))
		}
	}
	return out
}

// measures links the indicators that are held to a standard.
func (p *pass) measures(standard string) []string {
	return p.indicatorsThat(func(i *site.Indicator) bool { return i.Standard == standard })
}

func (p *pass) indicatorsThat(yes func(*site.Indicator) bool) []string {
	var out []string
	for _, i := range p.site.Indicators {
		if page := p.tree.Page(IndicatorPath(i.ID)); page != nil && yes(i) {
			out = append(out, p.pageLink(page))
		}
	}
	return out
}

// namedPages links pages that an entry of a data file names; one that does not exist is a finding.
func (p *pass) namedPages(register, id string, at site.Source, paths []string) []string {
	var out []string
	for _, path := range paths {
		if page := p.tree.Page(path); page != nil {
			out = append(out, p.pageLink(page))
		} else {
			p.findings.Errorf("broken-link", at.File, at.Line, at.Column, site.DidYouMean(path, p.tree.Paths(), "correct `pages:`, or take it out"), "%s %q: there is no page %q", register, id, path)
		}
	}
	return out
}

// roleLinks links roles by their titles.
func (p *pass) roleLinks(ids []string) []string {
	var out []string
	for _, id := range ids {
		if role := p.site.Roles[id]; role != nil {
			out = append(out, p.entryLink(RolesPage, id, role.Title))
		}
	}
	return out
}

// byTitle sorts ids by the titles that readers see.
func byTitle(ids []string, title func(id string) string) []string {
	slices.SortStableFunc(ids, func(a, b string) int {
		return strings.Compare(strings.ToLower(title(a)), strings.ToLower(title(b)))
	})
	return ids
}
