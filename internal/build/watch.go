package build

import (
	"fmt"
	"html/template"

	"waymark/internal/disclose"
	"waymark/internal/markdown"
	"waymark/internal/site"
	"waymark/internal/theme"
)

// WatchList implements markdown.Figures: how many cases are past the limit of each standard, as released.
func (b *builder) WatchList(title string, entries []markdown.WatchEntry, from string) []byte {
	var rows []theme.WatchRow
	var texts []string
	for _, e := range entries {
		def := b.site.Indicator(e.Indicator)
		if def == nil {
			continue // a finding already
		}
		s := b.standingAt(def, "")
		row := theme.WatchRow{Figure: s.view(from), Note: template.HTML(e.Note), Limit: b.standardLink(def, from)}
		if s.measured {
			row.Count, row.Hidden = pastLimit(def, s.last)
			texts = append(texts, row.Count, s.last.Base.Text())
			row.Of, row.Words = s.last.Base.Text(), watchWords(def)
		}
		for _, path := range def.Practice {
			if to := b.tree.Page(path); to != nil {
				row.Guidance = append(row.Guidance, theme.LinkView{Text: to.Title, Href: site.Relative(from, to.Out)})
			}
		}
		rows = append(rows, row)
	}
	return b.part("watch-list", theme.WatchView{Title: title, Rows: rows, Marks: b.marks(from, texts)})
}

// pastLimit is how many cases are past the limit. Where a higher figure is better, the part is those in time,
// and the others are what a reader would find by subtracting: nothing that is hidden is told.
func pastLimit(def *site.Indicator, r disclose.Row) (text string, hidden bool) {
	if def.Better != "higher" {
		return r.Part.Text(), r.Part.Mark() != ""
	}
	base, ok := r.Base.Number()
	if !ok {
		return r.Part.Text(), true
	}
	if part, ok := r.Part.Number(); ok {
		return fmt.Sprint(base - part), false
	}
	if low, high, ok := r.Part.Range(); ok {
		return fmt.Sprintf("%d to %d", base-high, base-low), false
	}
	return r.Part.Text(), true
}

// watchWords says in words who is past the limit: "children still waiting for a permanent home, where they had
// waited longer than 14 months".
func watchWords(def *site.Indicator) string {
	noun := def.Noun
	if noun == "" {
		noun = "children"
	}
	join := ", where they "
	if def.Better == "higher" {
		join = ", except where they "
	}
	return capital(noun) + join + def.Did
}
