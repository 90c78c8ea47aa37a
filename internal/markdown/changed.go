package markdown

import (
	"cmp"
	"slices"
	"time"

	"github.com/yuin/goldmark/ast"

	"waymark/internal/content"
	"waymark/internal/site"
)

// changed is the note below a heading whose part has changed: the newest change that front matter names for it. The
// note is always there, whenever the site is built; a reader's browser brings it out while it is new.
func (p *pass) changed(heading *ast.Heading) ast.Node {
	value, _ := heading.AttributeString("id")
	id, _ := value.([]byte)
	i := slices.IndexFunc(p.page.Changes, func(c site.Change) bool { return c.At != "" && c.At == string(id) }) // newest first
	if i < 0 {
		return nil
	}
	p.dated[string(id)] = true
	c := p.page.Changes[i]
	return &block{html: []byte(`<p class="wm-changed">Changed <time datetime="` + c.On.Format(time.DateOnly) + `" data-changed>` + escape(content.DateWords(c.On)) + `</time>: ` + escape(c.Why) + "</p>")}
}

// checkChanges finds changes of a part that the page does not have.
func (p *pass) checkChanges() {
	for _, c := range p.page.Changes {
		if c.At == "" || p.dated[c.At] {
			continue
		}
		var ids []string
		for _, h := range p.doc.Headings {
			ids = append(ids, h.ID)
		}
		hint := site.DidYouMean(c.At, ids, "name the id of a heading, which its link ends in, or take `at:` out")
		p.findings.Errorf("broken-anchor", cmp.Or(c.Source.File, p.page.File), c.Source.Line, c.Source.Column, hint, "changes: the page has no heading called %q", c.At)
	}
}
