package check

import (
	"regexp"
	"slices"
	"strings"

	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/site"
)

var supersededLaw = Check{
	ID:    "superseded-law",
	Finds: "A page or a timescale that rests on a law or guidance that has been replaced, as `superseded_by:` in laws.yaml says: in its front matter, as its source, or by its title in the text.",
	Why: "Staff would follow what no longer holds. Read what has replaced it, change what the page says, and name the new one. A page that names both, to say what has changed, is left alone; " +
		"where the old title must stand, allow it in house-style.yaml with the reason.",
	prose: func(p *page) {
		for _, law := range p.prose.laws {
			for _, in := range p.passages {
				if in.FromData() || strings.Contains(in.Text, law.current.Title) {
					continue
				}
				for _, at := range law.title.FindAllStringIndex(in.Text, -1) {
					p.warn(in, at[0], at[1], "name "+law.current.Title+", and check what the page says against it", "%s has been superseded", law.Title)
				}
			}
		}
	},
}

// oldLaw is a law that has been replaced.
type oldLaw struct {
	*site.Law
	current *site.Law
	title   *regexp.Regexp
}

func oldLaws(s *site.Site) []oldLaw {
	var out []oldLaw
	for _, id := range site.SortedIDs(s.Laws) {
		law := s.Laws[id]
		if now := s.Current(law); now != law {
			words := strings.ReplaceAll(regexp.QuoteMeta(law.Title), " ", `\s+`)
			out = append(out, oldLaw{law, now, regexp.MustCompile(`(?i)(?:^|\b)` + words + `(?:\b|$)`)})
		}
	}
	return out
}

// Superseded finds pages and timescales that rest on a law that has been replaced. A page that names what has
// replaced it as well speaks of the change.
func Superseded(s *site.Site, tree *content.Tree, findings *diag.List) {
	for _, law := range oldLaws(s) {
		hint := "name " + law.current.ID + " instead, or as well, and check what is said against it"
		for _, page := range tree.Pages {
			if page.Indicator == nil && slices.Contains(page.Law, law.ID) && !slices.Contains(page.Law, law.current.ID) {
				findings.Warnf(supersededLaw.ID, page.File, 1, 0, hint, "the page rests on %s, which has been superseded", law.Title)
			}
		}
		for _, id := range site.SortedIDs(s.Standards) {
			if standard := s.Standards[id]; standard.Source.Law == law.ID {
				findings.Warnf(supersededLaw.ID, standard.At.File, standard.At.Line, standard.At.Column, hint, "the timescale %q rests on %s, which has been superseded", id, law.Title)
			}
		}
	}
}
