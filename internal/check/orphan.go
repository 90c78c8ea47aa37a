package check

import (
	"strings"

	"waymark/internal/diag"
	"waymark/internal/markdown"
	"waymark/internal/site"
)

// orphans finds pages that nothing leads to besides menus and the list of their section.
func (c *Prose) orphans(used Used) (out []Unmet) {
	leads := map[string]bool{}
	for _, paths := range c.pathsInData() {
		for _, path := range paths {
			leads[path] = true
		}
	}
	// What pages name by id leads to the register that holds it.
	leads[markdown.StandardsPage] = leads[markdown.StandardsPage] || len(used.Standards) > 0
	leads[markdown.GlossaryPage] = leads[markdown.GlossaryPage] || len(used.Terms) > 0
	for _, page := range c.tree.Pages {
		leads[markdown.LawsPage] = leads[markdown.LawsPage] || len(page.Law) > 0
		leads[markdown.DocumentsPage] = leads[markdown.DocumentsPage] || len(page.Documents) > 0
	}
	for _, page := range c.tree.Pages {
		switch {
		case !strings.HasSuffix(page.File, ".md"), page.Unlisted, page.Kind == site.KindDownloads: // made by the build, and led to by what it makes
		case page.IsIndex(): // the front of a folder is in the trail of every page in it
		case used.Paths[page.Path], leads[page.Path]:
		default:
			u := unmetFile("orphan", page.File, 1, "link to it from the page that a reader has open when this one is needed", "no text, flowchart or register leads to this page")
			u.finding.Severity = diag.Note // menus do
			out = append(out, u)
		}
	}
	return out
}

// pathsInData are the pages that data files lead readers to.
func (c *Prose) pathsInData() (out [][]string) {
	for _, t := range c.site.Glossary {
		out = append(out, []string{t.Page})
	}
	for _, a := range c.site.Actions {
		out = append(out, a.Pages)
	}
	for _, g := range c.site.Gaps {
		out = append(out, g.Pages)
	}
	for _, i := range c.site.Indicators {
		out = append(out, i.Practice)
	}
	return out
}
