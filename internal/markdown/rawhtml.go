package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// refusedHTML is a piece of raw HTML, kept only for its place.
type refusedHTML struct {
	ast.BaseInline
	what string
}

// rawHTMLParser finds tags and comments, and lets plain "<" through ("base < 10").
type rawHTMLParser struct{}

// Trigger implements parser.InlineParser.
func (rawHTMLParser) Trigger() []byte { return []byte{'<'} }

// Parse implements parser.InlineParser.
func (rawHTMLParser) Parse(_ ast.Node, reader text.Reader, _ parser.Context) ast.Node {
	line, segment := reader.PeekLine()
	if len(line) < 2 {
		return nil
	}
	second := line[1]
	if second == '/' && len(line) > 2 {
		second = line[2]
	}
	if !isLetter(second) && second != '!' && second != '?' {
		return nil
	}
	// To the end of the tag, or of the line: enough to name it and to keep it out of the page.
	end := len(bytes.TrimRight(line, "\r\n"))
	if i := bytes.IndexByte(line, '>'); i >= 0 {
		end = i + 1
	}
	n := &refusedHTML{what: shorten(string(line[:end]))}
	n.SetPos(segment.Start)
	reader.Advance(end)
	return n
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

func shorten(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return s
}
