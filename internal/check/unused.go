package check

import (
	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/site"
)

// Used is what the pages of a site name.
type Used struct {
	Paths     map[string]bool // content paths of pages and files
	Standards map[string]bool // ids of timescales
}

// Unused finds what is kept and named nowhere: files beside pages, timescales. What
// a register prints does not count: it prints everything.
func Unused(s *site.Site, tree *content.Tree, used Used, findings *diag.List) {
	for _, a := range tree.Assets {
		if !used.Paths[a.Path] {
			findings.Warnf("unused-file", s.Content[a.Layer].File(a.Path), 0, 0, "show it or link to it on a page, or remove it", "no page uses this file, and it would be published")
		}
	}
	for _, i := range s.Indicators {
		used.Standards[i.Standard] = true
	}
	warn := func(at site.Source, hint, what, id string) {
		findings.Warnf("unused", at.File, at.Line, at.Column, hint, "nothing names the %s %q", what, id)
	}
	for _, id := range site.SortedIDs(s.Standards) {
		if !used.Standards[id] && s.Standards[id].None == "" {
			warn(s.Standards[id].At, "write {{standard "+id+"}} where guidance gives the time, or take it out", "timescale", id)
		}
	}
}
