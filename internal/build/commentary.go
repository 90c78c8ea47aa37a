package build

import (
	"cmp"
	"html/template"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/content"
	"waymark/internal/markdown"
	"waymark/internal/site"
	"waymark/internal/theme"
)

// commentaryView is the comment on an indicator's figures; nil when nobody wrote one. A comment that reads the
// newest figure another way than the figures themselves is shown, and is a warning: either may be out of date.
func (b *builder) commentaryView(page *site.Page, s standing, draft *markdown.Draft) *theme.CommentaryView {
	c := b.tree.Commentary(s.def.ID)
	if c == nil {
		return nil
	}
	if words := contradiction(c.Says, s.change); words != "" {
		b.findings.Warnf("commentary", c.At.File, c.At.Line, c.At.Column, "read the finding on the indicator's page, then change `says:` and the text, or say why the figures mislead with `says: context`", "%s", words)
	}
	if series, ok := b.released.Table(s.def.ID); ok && s.measured {
		sign := chart.SignOf(s.figure, series)
		if found, yes := sign.Contradicts(string(c.Body)); yes {
			line := c.LinesBefore + 1
			if before, _, ok := strings.Cut(string(c.Body), found); ok {
				line += strings.Count(before, "\n")
			}
			b.findings.Warnf("commentary", c.File, line, 0, "change the words, or say which other time or place they are about", "the comment says %q, but %s", found, sign.Text())
		}
	}
	v := &theme.CommentaryView{Author: c.Author, Date: content.DateWords(c.Date), ISO: iso(c.Date),
		Text: template.HTML(draft.Written(markdown.Text{File: c.File, LinesBefore: c.LinesBefore, Source: c.Body, Page: page}))}
	if role := b.site.Roles[c.Author]; role != nil {
		v.Author = role.Title
	}
	if c.Period != "" && s.measured {
		v.About = "Written on the figures up to " + periodWords(c.Period) + "."
		if s.last.To > c.Period {
			v.About = "Written on the figures up to " + periodWords(c.Period) + "; newer ones have been published since."
		}
	}
	return v
}

// contradiction says how a comment's reading differs from what the figures say; "" when it does not. Where the
// figures cannot tell, nothing can be contradicted.
func contradiction(says string, change theme.SignalView) string {
	agrees := map[string][]string{"better": {"better", "changed"}, "worse": {"worse", "changed"}, "no change": {"steady"}}
	kinds, claims := agrees[says]
	if !claims || change.Kind == "unknown" || change.Kind == "" {
		return ""
	}
	for _, kind := range kinds {
		if kind == change.Kind {
			return ""
		}
	}
	return "the comment reads the newest figure as " + says + "; the figures say " + cmp.Or(map[string]string{"steady": "no real change", "changed": "a real change"}[change.Kind], change.Kind)
}
