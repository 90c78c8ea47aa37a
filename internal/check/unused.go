package check

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"waymark/internal/diag"
	"waymark/internal/markdown"
	"waymark/internal/site"
)

// Used is what the drawn pages of a site name.
type Used struct {
	Paths     map[string]bool            // content paths of pages and files that texts, flowcharts and pictures lead to
	Standards map[string]bool            // ids of timescales
	Terms     map[string]bool            // ids of glossary terms met in a text
	Places    map[string]map[string]bool // by content path of a page: the places on it that links lead to
}

// NewUsed is nothing named yet.
func NewUsed() Used {
	return Used{Paths: map[string]bool{}, Standards: map[string]bool{}, Terms: map[string]bool{}, Places: map[string]map[string]bool{}}
}

// Add notes what a drawn page names. A page's links to itself lead nobody to it.
func (u Used) Add(page *site.Page, document markdown.Document) {
	for path := range document.Pages {
		if path != page.Path {
			u.Paths[path] = true
		}
	}
	maps.Copy(u.Terms, document.Terms)
	for _, id := range document.Standards {
		u.Standards[id] = true
	}
	for _, link := range document.Links {
		if u.Places[link.Page] == nil {
			u.Places[link.Page] = map[string]bool{}
		}
		u.Places[link.Page][link.Fragment] = true
	}
}

// Unmet is something that one site keeps and does not use. Another site may use it: UnusedByAll decides.
type Unmet struct {
	what, id string // an entry of a register; "" for a file
	finding  diag.Finding
}

func unmetFile(check, file string, line int, hint, message string) Unmet {
	return Unmet{finding: diag.Finding{File: file, Line: line, Check: check, Message: message, Hint: hint}}
}

// Unused finds what the site keeps and names nowhere: files beside pages, pages that nothing leads to, timescales,
// terms, roles, documents and laws, and indicators that lead to no guidance. What a register prints does not
// count: it prints everything.
func (c *Prose) Unused(used Used) []Unmet {
	s := c.site
	out := c.orphans(used)
	for _, a := range c.tree.Assets {
		if !used.Paths[a.Path] {
			out = append(out, unmetFile("unused-file", s.Content[a.Layer].File(a.Path), 0, "show it or link to it on a page, or remove it", "no page uses this file, and it would be published"))
		}
	}
	for _, i := range s.Indicators {
		if len(i.Practice) == 0 {
			out = append(out, unmetFile("indicator-practice", i.At.File, i.At.Line, "add `practice:` with the content path of the page that says what to do", fmt.Sprintf("the indicator %q leads to no guidance", i.ID)))
		}
	}
	for _, e := range c.unmentioned(c.unnamed(used)) {
		out = append(out, Unmet{e.what, e.id, diag.Finding{File: e.at.File, Line: e.at.Line, Column: e.at.Column, Check: "unused", Message: fmt.Sprintf("nothing names the %s %q", e.what, e.id), Hint: e.hint}})
	}
	return out
}

// UnusedByAll reports what every site that has it does not use. all are the project's sites, with those that were not
// looked at; what one of them has as well is not judged. The order of by does not matter.
func UnusedByAll(all []*site.Site, by [][]Unmet, findings *diag.List) {
	times := map[string]int{}
	for _, unmet := range by {
		for _, u := range unmet {
			times[u.key()]++
		}
	}
	for _, unmet := range by {
		for _, u := range unmet {
			have := 0
			for _, s := range all {
				if u.in(s) {
					have++
				}
			}
			if times[u.key()] >= have {
				findings.Add(u.finding)
			}
		}
	}
}

func (u Unmet) key() string {
	if u.what == "" {
		return u.finding.Check + " " + u.finding.File
	}
	return u.what + " " + u.id
}

// in says whether a site has it.
func (u Unmet) in(s *site.Site) bool {
	switch u.what {
	case "timescale":
		return s.Standards[u.id] != nil
	case "term":
		return s.Glossary[u.id] != nil
	case "role":
		return s.Roles[u.id] != nil
	case "document":
		return s.Documents[u.id] != nil
	case "law":
		return s.Laws[u.id] != nil
	}
	return slices.ContainsFunc(slices.Concat(s.Content, s.Data), func(l site.Layer) bool { return strings.HasPrefix(u.finding.File, l.Dir+"/") })
}

// kept is an entry of a register that no link, front matter or data file names by its id.
type kept struct {
	what, id, hint string
	at             site.Source
	names          []string // by which a text may speak of it
}

// unnamed are the entries that nothing names by id.
func (c *Prose) unnamed(used Used) []kept {
	s, named := c.site, c.namedIDs()
	var out []kept
	for _, id := range site.SortedIDs(s.Standards) {
		if e := s.Standards[id]; !used.Standards[id] && !named["timescale"][id] && e.None == "" {
			out = append(out, kept{what: "timescale", id: id, at: e.At, hint: "write {{standard " + id + "}} where guidance gives the time, or take it out"})
		}
	}
	for _, id := range site.SortedIDs(s.Glossary) {
		// A term with a page of its own is not marked there, and needs no other.
		if e := s.Glossary[id]; !used.Terms[id] && !used.Places[markdown.GlossaryPage][id] && e.Page == "" {
			out = append(out, kept{"term", id, "use the word where it belongs, give its other names under `also:`, or take it out", e.At, append([]string{e.Term, e.Short}, e.Also...)})
		}
	}
	for _, id := range site.SortedIDs(s.Roles) {
		if e := s.Roles[id]; !named["role"][id] && !used.Places[markdown.RolesPage][id] {
			out = append(out, kept{"role", id, "name it where guidance says who does what, or take it out", e.At, []string{e.Title, e.Short}})
		}
	}
	for _, id := range site.SortedIDs(s.Documents) {
		if e := s.Documents[id]; !named["document"][id] && !used.Places[markdown.DocumentsPage][id] {
			out = append(out, kept{"document", id, "name it under `documents:` of the page that rests on it, or take it out", e.At, []string{e.Title}})
		}
	}
	for _, id := range site.SortedIDs(s.Laws) {
		if e := s.Laws[id]; !named["law"][id] && !used.Places[markdown.LawsPage][id] {
			out = append(out, kept{"law", id, "name it under `law:` of the page that rests on it, or take it out", e.At, []string{e.Title, e.Short}})
		}
	}
	return out
}

// namedIDs are the ids that front matter and data files name, by the sort of entry.
func (c *Prose) namedIDs() map[string]map[string]bool {
	s, named := c.site, map[string]map[string]bool{"timescale": {}, "role": {}, "document": {}, "law": {}}
	name := func(what string, ids ...string) {
		for _, id := range ids {
			named[what][id] = true
		}
	}
	source := func(of site.SourceOfFact) { name("law", of.Law); name("document", of.Document) }
	for _, page := range c.tree.Pages {
		name("role", page.Owner)
		name("law", page.Law...)
		name("document", page.Documents...)
		for _, change := range page.Changes {
			name("role", change.Approved)
		}
	}
	for _, i := range s.Indicators {
		name("timescale", i.Standard)
		name("role", i.Owner)
	}
	for _, standard := range s.Standards {
		name("timescale", standard.CountsFrom)
		source(standard.Source)
	}
	for _, a := range s.Actions {
		name("role", a.Lead...)
		source(a.Source)
	}
	for _, g := range s.Gaps {
		source(g.Source)
	}
	for id, l := range s.Laws {
		if l.SupersededBy != "" { // kept so that readers of old papers learn what has replaced it
			name("law", id, l.SupersededBy)
		}
	}
	return named
}

// unmentioned are those of the entries that no text speaks of in words.
func (c *Prose) unmentioned(entries []kept) []kept {
	forms := make([]*regexp.Regexp, len(entries))
	for i, e := range entries {
		forms[i] = mentions(e.names)
	}
	met := make([]bool, len(entries))
	look := func(text string) {
		for i := range entries {
			if !met[i] && forms[i] != nil && forms[i].MatchString(text) {
				met[i] = true
			}
		}
	}
	if slices.ContainsFunc(forms, func(f *regexp.Regexp) bool { return f != nil }) {
		c.tree.EachText(func(text []byte) { look(string(text)) })
		for _, text := range c.dataTexts() {
			look(text)
		}
	}
	var out []kept
	for i, e := range entries {
		if !met[i] {
			out = append(out, e)
		}
	}
	return out
}

// mentions finds any of the names, also in the plural. Capitals count in an abbreviation only. It is nil when
// there are no names.
func mentions(names []string) *regexp.Regexp {
	var forms []string
	for _, name := range names {
		words := strings.NewReplacer(" ", `\s+`, "'", "['’]").Replace(regexp.QuoteMeta(name))
		switch {
		case name == "":
		case name == strings.ToUpper(name):
			forms = append(forms, `\b`+words+`s?\b`)
		default:
			forms = append(forms, `(?i:\b`+words+`)`)
		}
	}
	if forms == nil {
		return nil
	}
	return regexp.MustCompile(strings.Join(forms, "|"))
}

// dataTexts are sentences of data files, other than those that define an entry.
func (c *Prose) dataTexts() []string {
	var out []string
	for _, a := range c.site.Actions {
		out = append(append(out, a.Title, a.With, a.Cycle, a.Works, a.Evidence), a.Does...)
	}
	for _, t := range c.site.Standards {
		out = append(out, t.Title, t.From, t.Applies, t.Note)
	}
	for _, i := range c.site.Indicators {
		out = append(append(out, i.Title, i.Question, i.Noun, i.Did, i.Method, i.National), i.Caveats...)
	}
	return out
}
