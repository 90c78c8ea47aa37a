package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// refusedHTML is a piece of raw HTML in running text, kept only for its place.
type refusedHTML struct {
	ast.BaseInline
	what string // its first line, cut short
}

// rawHTMLParser finds tags and comments in running text, and lets a plain "<" through ("base < 10").
type rawHTMLParser struct{ whole parser.InlineParser }

func newRawHTMLParser() rawHTMLParser { return rawHTMLParser{whole: parser.NewRawHTMLParser()} }

// Trigger implements parser.InlineParser.
func (rawHTMLParser) Trigger() []byte { return []byte{'<'} }

// Parse implements parser.InlineParser. What goldmark reads as HTML may go over several lines. What only
// begins like HTML is refused to the end of its line; of a comment that never ends, which its author meant
// nobody to read, the rest of the paragraph goes too.
func (r rawHTMLParser) Parse(parent ast.Node, reader text.Reader, context parser.Context) ast.Node {
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
	n := &refusedHTML{}
	n.SetPos(segment.Start)
	if found, ok := r.whole.Parse(parent, reader, context).(*ast.RawHTML); ok {
		first := found.Segments.At(0)
		n.what = firstLine(first.Value(reader.Source()))
		return n
	}
	n.what = firstLine(line)
	if bytes.HasPrefix(line, []byte("<!--")) {
		for next := line; next != nil; next, _ = reader.PeekLine() {
			reader.AdvanceLine()
		}
		return n
	}
	end := len(bytes.TrimRight(line, "\r\n"))
	if i := bytes.IndexByte(line, '>'); i >= 0 {
		end = i + 1
	}
	reader.Advance(end)
	return n
}

func (p *pass) refuse(offset int, what string) {
	p.errorAt(offset, "raw-html", "write it in markdown; before a plain < leave a space on both sides", "raw HTML is not allowed: %s", what)
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

// firstLine is what a finding shows of a text.
func firstLine(source []byte) string {
	first, _, _ := strings.Cut(strings.TrimSpace(string(source)), "\n")
	if r := []rune(strings.TrimSpace(first)); len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return strings.TrimSpace(first)
}
