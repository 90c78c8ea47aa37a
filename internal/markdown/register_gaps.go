package markdown

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/site"
)

var gapTitles = map[string]string{"missing": "Missing", "unclear": "Unclear", "out of date": "Out of date", "slip": "Slips"}

// gapsRegister prints what the editors know to be open: gaps of the source documents, what pages and registers
// leave to be confirmed, timescales that are not set, and what the editors added.
func (p *pass) gapsRegister(b *strings.Builder) {
	for _, kind := range site.GapKinds {
		opened := false
		for _, id := range site.SortedIDs(p.site.Gaps) {
			g := p.site.Gaps[id]
			if g.Kind != kind {
				continue
			}
			if !opened {
				opened = true
				p.group(b, slug(gapTitles[kind]), gapTitles[kind], "")
			}
			entry(b, id, p.inline(g.Title, g.At))
			b.WriteString(`<dd>`)
			p.fact(b, "In the document", p.inline(g.Found, g.At))
			p.fact(b, "On this site", p.inline(g.Here, g.At))
			p.fact(b, "Question for the author", p.inline(g.Ask, g.At))
			p.links(b, "Bears on", p.namedPages("gap", id, g.At, g.Pages))
			if source := p.sourceOfFact(g.Source); source != "" {
				b.WriteString(`<p class="wm-register-source">` + source + `.</p>`)
			}
			b.WriteString(`</dd>`)
		}
		if opened {
			b.WriteString(`</dl>`)
		}
	}
	p.openList(b, "left-open-on-pages", "Left open on pages", p.marks(func(gaps, _ []string) []string { return gaps }))
	p.openList(b, "to-be-confirmed", "To be confirmed", append(p.unconfirmed(), p.marks(func(_, confirm []string) []string { return confirm })...))
	p.openList(b, "marked-in-the-text", "Marked in the text", p.marked())
	var none, added []string
	for _, id := range site.SortedIDs(p.site.Standards) {
		s := p.site.Standards[id]
		link := p.entryLink(StandardsPage, id, cmp.Or(s.Title, id))
		if s.None != "" {
			none = append(none, link+`: `+p.inline(s.None, s.At)+`.`)
		}
		if s.Added {
			added = append(added, link+` (timescale)`)
		}
	}
	for _, id := range site.SortedIDs(p.site.Laws) {
		if l := p.site.Laws[id]; l.Added {
			added = append(added, p.entryLink(LawsPage, id, l.Title)+` (law)`)
		}
	}
	for _, id := range site.SortedIDs(p.site.Glossary) {
		if t := p.site.Glossary[id]; t.Added {
			added = append(added, p.entryLink(GlossaryPage, id, t.Term)+` (word)`)
		}
	}
	p.openList(b, "timescales-that-are-not-set", "Timescales that are not set", none)
	if actions := unsettled(p.site.SortedActions()); len(actions) > 0 {
		p.openList(b, "actions-of-unknown-state", "Actions of unknown state", []string{strconv.Itoa(len(actions)) + ` of ` + strconv.Itoa(len(p.site.Actions)) + ` actions: see the ` + p.entryLink(ActionsPage, actions[0].ID, "action plan") + `.`})
	}
	p.openList(b, "added-by-the-editors", "Added by the editors", added)
}

// openList prints a heading and a list; nothing when the list is empty.
func (p *pass) openList(b *strings.Builder, id, title string, items []string) {
	if len(items) == 0 {
		return
	}
	id = p.ids.unique(id)
	p.doc.Headings = append(p.doc.Headings, Heading{Level: 2, ID: id, Text: title})
	b.WriteString(`<h2 id="` + id + `">` + escape(title) + `</h2><ul>`)
	for _, item := range items {
		b.WriteString(`<li>` + item + `</li>`)
	}
	b.WriteString(`</ul>`)
}

// marks lists what the front matter of pages, and of the fragments they include, says is open.
func (p *pass) marks(of func(gaps, confirm []string) []string) []string {
	var out []string
	for _, page := range p.tree.Pages {
		at := site.Source{File: page.File, Line: 1, Column: 1}
		for _, said := range of(page.Gaps, page.Confirm) {
			out = append(out, p.pageLink(page)+`: `+p.inline(said, at))
		}
	}
	for _, m := range p.tree.Marks {
		at := site.Source{File: m.File, Line: 1, Column: 1}
		var where []string
		for _, page := range p.tree.Including(m.Name) {
			where = append(where, p.pageLink(page))
		}
		for _, said := range of(m.Gaps, m.Confirm) {
			out = append(out, cmp.Or(strings.Join(where, ", "), escape(m.Name))+`: `+p.inline(said, at))
		}
	}
	return out
}

// marked lists what the texts themselves mark as open.
func (p *pass) marked() []string {
	var out []string
	for _, open := range p.tree.Open() {
		var where []string
		for _, page := range open.Pages {
			where = append(where, p.pageLink(page))
		}
		var item strings.Builder
		item.WriteString(strings.Join(where, ", ") + `<ul>`)
		for _, said := range open.Said {
			item.WriteString(`<li>` + escape(capital(strings.ReplaceAll(said, "'", "’"))) + `</li>`)
		}
		item.WriteString(`</ul>`)
		out = append(out, item.String())
	}
	return out
}

// unconfirmed lists what entries of registers leave to be confirmed.
func (p *pass) unconfirmed() []string {
	var out []string
	add := func(page, id, title, what string, at site.Source) {
		if what != "" {
			out = append(out, p.entryLink(page, id, title)+`: `+p.inline(what, at))
		}
	}
	for _, id := range site.SortedIDs(p.site.Standards) {
		s := p.site.Standards[id]
		add(StandardsPage, id, cmp.Or(s.Title, id), s.Confirm, s.At)
	}
	for _, id := range site.SortedIDs(p.site.Roles) {
		r := p.site.Roles[id]
		add(RolesPage, id, r.Title, r.Confirm, r.At)
	}
	for _, id := range site.SortedIDs(p.site.Documents) {
		d := p.site.Documents[id]
		add(DocumentsPage, id, d.Title, d.Confirm, d.At)
	}
	for _, id := range site.SortedIDs(p.site.Glossary) {
		t := p.site.Glossary[id]
		add(GlossaryPage, id, t.Term, t.Confirm, t.At)
	}
	for _, a := range p.site.SortedActions() {
		add(ActionsPage, a.ID, a.Title, a.Confirm, a.At)
	}
	return slices.Clip(out)
}
