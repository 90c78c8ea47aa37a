package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"waymark/internal/site"
)

// watchList draws one indicator a line, "id" or "id: what to say of it".
func (p *pass) watchList(n *ast.FencedCodeBlock, at site.Source) []byte {
	p.doc.Figures = true
	var entries []WatchEntry
	on := map[string]bool{}
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		line := string(segment.Value(p.source))
		text := strings.TrimSpace(line)
		if text == "" {
			continue
		}
		start := segment.Start + strings.Index(line, text)
		id, note, _ := strings.Cut(text, ":")
		id = strings.TrimSpace(id)
		switch {
		case p.site.Indicator(id) == nil:
			p.errorAt(start, "watch-list", site.DidYouMean(id, p.indicatorIDs(), "write the id of an indicator, one a line"), "there is no indicator %q", id)
			continue
		case on[id]:
			p.errorAt(start, "watch-list", "take one of the two lines out", "%q is on the list twice", id)
			continue
		}
		on[id] = true
		place := p.place(start)
		entries = append(entries, WatchEntry{Indicator: id, Note: p.drawLine([]byte(strings.TrimSpace(note)),
			origin{file: place.File, line: place.Line, column: place.Column, fixed: p.origin.fixed})})
	}
	if strings.TrimSpace(string(n.Lines().Value(p.source))) == "" {
		p.findings.Errorf("watch-list", at.File, at.Line, at.Column, "write the id of an indicator, one a line", "the watch list is empty")
	}
	return p.figures.WatchList(p.under, entries, p.page.Out)
}
