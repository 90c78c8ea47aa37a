package markdown

import (
	"fmt"
	"regexp"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// unusedNotes notes the footnotes that no mark in the text leads to, before goldmark drops them.
type unusedNotes struct{}

// beforeFootnotes is the priority of what must run before goldmark's own work on footnotes, which has 999.
const beforeFootnotes = 998

var unusedKey = parser.NewContextKey()

// Transform implements parser.ASTTransformer.
func (unusedNotes) Transform(root *ast.Document, _ text.Reader, context parser.Context) {
	var unused []*extast.Footnote
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if note, ok := n.(*extast.Footnote); ok && entering && note.Index < 0 {
			unused = append(unused, note)
		}
		return ast.WalkContinue, nil
	})
	context.Set(unusedKey, unused)
}

// numberNotes goes on counting where the texts before on the same page stopped, so that numbers and ids
// are those of the page and not of the fragment.
func (p *pass) numberNotes(root ast.Node, context parser.Context) {
	unused, _ := context.Get(unusedKey).([]*extast.Footnote)
	for _, note := range unused {
		p.errorAt(note.Pos(), "footnote", fmt.Sprintf("put [^%s] in the text, or take the footnote out", note.Ref), "no place in the text leads to the footnote %q", note.Ref)
	}
	list, ok := root.LastChild().(*extast.FootnoteList)
	if !ok {
		return
	}
	first := p.notes
	p.notes += list.Count
	list.SetAttributeString("waymark-first", first+1)
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch n := n.(type) {
			case *extast.Footnote:
				n.Index += first
			case *extast.FootnoteLink:
				n.Index += first
			case *extast.FootnoteBacklink:
				n.Index += first
			}
		}
		return ast.WalkContinue, nil
	})
}

var noteMark = regexp.MustCompile(`^\[\^[^\]\s]+\]`)

// unknownNotes finds marks of footnotes that nobody wrote: they stay in the text as they are.
func (p *pass) unknownNotes(n *ast.Text) {
	if n.IsRaw() || inside(n, ast.KindCodeSpan) {
		return
	}
	for i := n.Segment.Start; i < n.Segment.Stop; i++ {
		if p.source[i] != '[' || i > 0 && p.source[i-1] == '\\' {
			continue
		}
		if mark := noteMark.Find(p.source[i:]); mark != nil {
			p.errorAt(i, "footnote", fmt.Sprintf("write it on a line of its own: %s: and the text", mark), "there is no footnote %s", mark)
		}
	}
}

// drawNotes writes the list of footnotes; numbers go on from those of the texts before.
func drawNotes(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</ol>\n</div>\n")
		return ast.WalkContinue, nil
	}
	start := ""
	if value, _ := n.AttributeString("waymark-first"); value != nil && value != 1 {
		start = fmt.Sprintf(` start="%d"`, value)
	}
	_, _ = w.WriteString("<div class=\"footnotes\" role=\"doc-endnotes\">\n<hr>\n<ol" + start + ">\n")
	return ast.WalkContinue, nil
}

// drawBacklink writes the way back from a footnote to its mark, with words for those who cannot see the arrow.
func drawBacklink(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		back := n.(*extast.FootnoteBacklink)
		mark, which := "", ""
		if back.RefIndex > 0 {
			mark, which = fmt.Sprint(back.RefIndex), fmt.Sprintf(", place %d", back.RefIndex+1)
		}
		_, _ = fmt.Fprintf(w, `&#160;<a href="#fnref%s:%d" class="footnote-backref" role="doc-backlink" aria-label="Back to mark %d%s">&#x21a9;&#xfe0e;</a>`, mark, back.Index, back.Index, which)
	}
	return ast.WalkContinue, nil
}
