package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"waymark/internal/site"
)

// fences are the languages of fenced blocks that mean something to us.
var fences = []string{"due-dates", "indicator", "mermaid", "register", "steps", "watch-list"}

// code are languages that are shown as they are, without a word.
var code = []string{"", "csv", "json", "markdown", "md", "sh", "shell", "text", "txt", "yaml", "yml"}

// fence draws one of our fenced blocks; nil leaves it a block of code.
func (p *pass) fence(n *ast.FencedCodeBlock) ast.Node {
	language := string(n.Language(p.source))
	at := p.place(n.Pos())
	switch language {
	case "due-dates":
		example, at := p.fenceName(n)
		return &block{html: p.dueDates(example, at)}
	case "indicator":
		id, at := p.fenceName(n)
		return &block{html: p.indicatorBlock(id, at)}
	case "mermaid":
		source := strings.ReplaceAll(string(n.Lines().Value(p.source)), "\r\n", "\n")
		return &block{html: p.flowchart(source, at)}
	case "register":
		name, at := p.fenceName(n)
		return &block{html: p.register(name, at)}
	case "steps":
		return &block{html: p.steps(n, at)}
	case "watch-list":
		return &block{html: p.watchList(n, at)}
	}
	if slices.Contains(code, language) {
		return nil
	}
	p.findings.Warnf("directive", at.File, at.Line, at.Column, site.DidYouMean(language, fences, "for an example of code write ```text"), "```%s is no block that Waymark knows; it is shown as code", language)
	return nil
}

// fenceName is the one word that a block holds, and where it stands; the block itself when it is empty.
func (p *pass) fenceName(n *ast.FencedCodeBlock) (name string, at site.Source) {
	lines := n.Lines()
	name = strings.TrimSpace(string(lines.Value(p.source)))
	for i := range lines.Len() {
		line := lines.At(i)
		value := line.Value(p.source)
		if trimmed := bytes.TrimLeft(value, " \t"); len(bytes.TrimSpace(trimmed)) > 0 {
			return name, p.place(line.Start + len(value) - len(trimmed))
		}
	}
	return name, p.place(n.Pos())
}

func (p *pass) indicatorBlock(id string, at site.Source) []byte {
	p.doc.Figures = true
	html, ok := p.figures.Chart(id, p.page.Out)
	if !ok {
		p.findings.Errorf("indicator", at.File, at.Line, at.Column, site.DidYouMean(id, p.indicatorIDs(), "write the id of an indicator on the line below ```indicator"), "there is no indicator %q", id)
	}
	return html
}

// steps draws one step a line: "Title: what to do". Lines that are indented go on with the step above.
func (p *pass) steps(n *ast.FencedCodeBlock, at site.Source) []byte {
	var b strings.Builder
	b.WriteString(`<ol class="wm-steps">`)
	open := false
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		line := string(segment.Value(p.source))
		step := strings.TrimSpace(line)
		if step == "" {
			continue
		}
		indent := strings.Index(line, step)
		// run draws a part of the line, which begins at a byte of the step, with its own place.
		run := func(part string, from int) string {
			place := p.place(segment.Start + indent + from)
			return p.drawLine([]byte(part), origin{file: place.File, line: place.Line, column: place.Column, fixed: p.origin.fixed})
		}
		if open && indent > 0 {
			b.WriteString(" " + run(step, 0))
			continue
		}
		if open {
			b.WriteString("</li>")
		}
		open = true
		title, rest, ok := strings.Cut(step, ": ")
		if !ok {
			p.errorAt(segment.Start+indent, "steps", "write a short title, a colon, and what to do", "the step has no title")
			b.WriteString("<li>" + run(step, 0))
			continue
		}
		b.WriteString("<li><strong>" + run(title, 0) + "</strong> " + run(strings.TrimSpace(rest), len(step)-len(strings.TrimSpace(rest))))
	}
	if open {
		b.WriteString("</li>")
	} else {
		p.findings.Errorf("steps", at.File, at.Line, at.Column, "write one step a line, as in `Ask the child: ...`", "the block holds no steps")
	}
	b.WriteString("</ol>")
	return []byte(b.String())
}
