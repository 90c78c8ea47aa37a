package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"waymark/internal/site"
)

// fences are the languages of fenced blocks that mean something to us.
var fences = []string{"indicator", "mermaid", "register", "steps"}

// code are languages that are shown as they are, without a word.
var code = []string{"", "csv", "json", "markdown", "md", "sh", "shell", "text", "txt", "yaml", "yml"}

// fence draws one of our fenced blocks; nil leaves it a block of code.
func (p *pass) fence(n *ast.FencedCodeBlock) ast.Node {
	language := string(n.Language(p.source))
	at := p.place(n.Pos())
	body := string(n.Lines().Value(p.source))
	switch language {
	case "indicator":
		return &block{html: p.indicatorBlock(strings.TrimSpace(body), at)}
	case "mermaid":
		return &block{html: p.flowchart(body, at)}
	case "register":
		return &block{html: p.register(strings.TrimSpace(body), at)}
	case "steps":
		return &block{html: p.steps(body, at)}
	}
	for _, known := range code {
		if language == known {
			return nil
		}
	}
	p.findings.Warnf("directive", at.File, at.Line, at.Column, site.DidYouMean(language, fences, "for an example of code write ```text"), "```%s is no block that Waymark knows; it is shown as code", language)
	return nil
}

func (p *pass) indicatorBlock(id string, at site.Source) []byte {
	p.doc.Figures = true
	html, ok := p.figures.Chart(id, p.page.Out)
	if !ok {
		p.findings.Errorf("indicator", at.File, at.Line+1, 1, site.DidYouMean(id, p.indicatorIDs(), "write the id of an indicator on the line below ```indicator"), "there is no indicator %q", id)
	}
	return html
}

// steps draws one step a line: "Title: what to do". Lines that are indented go on with the step above.
func (p *pass) steps(body string, at site.Source) []byte {
	var b strings.Builder
	b.WriteString(`<ol class="wm-steps">`)
	open := false
	for i, line := range strings.Split(strings.TrimRight(body, "\n"), "\n") {
		trimmed := strings.TrimSpace(line)
		if trimmed == "" {
			continue
		}
		place := site.Source{File: at.File, Line: at.Line + 1 + i, Column: 1}
		if open && (line[0] == ' ' || line[0] == '\t') {
			b.WriteString(" " + p.inline(trimmed, place))
			continue
		}
		if open {
			b.WriteString("</li>")
		}
		open = true
		title, rest, ok := strings.Cut(trimmed, ": ")
		if !ok {
			p.findings.Errorf("steps", place.File, place.Line, 1, "write a short title, a colon, and what to do", "the step has no title")
			title, rest = "", trimmed
		}
		b.WriteString("<li><strong>" + p.inline(title, place) + "</strong> " + p.inline(rest, place))
	}
	if open {
		b.WriteString("</li>")
	} else {
		p.findings.Errorf("steps", at.File, at.Line, at.Column, "write one step a line, as in `Ask the child: ...`", "the block holds no steps")
	}
	b.WriteString("</ol>")
	return []byte(b.String())
}

// inline draws a line of markdown that stands inside one of our blocks, or a value from a data file,
// without a paragraph around it. Findings are placed on its line.
func (p *pass) inline(source string, at site.Source) string {
	html := strings.TrimSpace(string(p.draw(Text{File: at.File, LinesBefore: at.Line - 1, Source: []byte(source), Page: p.page})))
	if strings.HasPrefix(html, "<p>") && strings.Count(html, "<p>") == 1 {
		html = strings.TrimSuffix(strings.TrimPrefix(html, "<p>"), "</p>")
	}
	return html
}
