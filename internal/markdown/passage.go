package markdown

import (
	"bytes"
	"html"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"waymark/internal/site"
)

// Passage is one stretch of a page's own words: a paragraph, a heading, a cell, an item of a list. It is for
// the checks of prose, which must not take for an author's words what a program put there.
type Passage struct {
	Kind   PassageKind
	Level  int    // of a heading, from 1
	Number int    // of an item of a numbered list that is in no other list; 0 elsewhere
	Text   string // with Gap where something stands that is not the author's words: a timescale, a figure, code
	Links  []PassageLink
	Box    Box // of an item of a list of tasks

	spans  []mapping
	source []byte
	origin origin
}

// PassageKind says what sort of stretch it is.
type PassageKind int

const (
	PassageText    PassageKind = iota // a paragraph
	PassageHeading                    // a heading
	PassageItem                       // the text of an item of a list, or what explains a term
	PassageCell                       // a cell of a table
	PassageOther                      // a block without words of the page, such as a chart, a flowchart or a register
)

// Gap stands in the text of a passage for what is not the author's words.
const Gap = '\uFFFC'

// PassageLink is a link in a passage: where its words begin and end in Text, and where it leads, as written.
type PassageLink struct {
	From, To    int
	Destination string
}

// Box is what an item of a list of tasks begins with.
type Box int

const (
	NoBox Box = iota
	Unticked
	Ticked
)

// mapping says that the text from an offset on stands in the source from another on.
type mapping struct{ text, source int }

// FromData says that the words are of a data file, such as an entry of a register, and not of the page.
func (p Passage) FromData() bool { return p.origin.fixed }

// At is the place in the file of an offset of the text, in bytes.
func (p Passage) At(offset int) site.Source {
	i, exact := slices.BinarySearchFunc(p.spans, offset, func(s mapping, offset int) int { return s.text - offset })
	if !exact {
		i--
	}
	if i < 0 {
		return p.origin.place(p.source, -1)
	}
	return p.origin.place(p.source, p.spans[i].source+offset-p.spans[i].text)
}

// note remembers the passage that a block is, before its parts are replaced.
func (p *pass) note(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		p.passage(n, PassageHeading, n.Level)
	case *extast.TableCell:
		p.passage(n, PassageCell, 0)
	case *ast.Paragraph, *ast.TextBlock, *extast.DefinitionTerm:
		kind := PassageText
		if inside(n, ast.KindListItem, extast.KindDefinitionDescription) {
			kind = PassageItem
		}
		p.passage(n, kind, 0)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		p.doc.Passages = append(p.doc.Passages, Passage{Kind: PassageOther, origin: p.origin, source: p.source, spans: []mapping{{0, n.Pos()}}})
	}
}

func (p *pass) passage(block ast.Node, kind PassageKind, level int) {
	out := Passage{Kind: kind, Level: level, Number: numberOf(block), source: p.source, origin: p.origin}
	var text strings.Builder
	add := func(words string, from int) {
		out.spans = append(out.spans, mapping{text.Len(), from})
		text.WriteString(words)
	}
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if link, ok := n.(*ast.Link); ok {
			if entering {
				out.Links = append(out.Links, PassageLink{From: text.Len(), Destination: string(link.Destination)})
			} else {
				out.Links[len(out.Links)-1].To = text.Len()
			}
		}
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			add(string(n.Segment.Value(p.source)), n.Segment.Start)
			if n.SoftLineBreak() || n.HardLineBreak() {
				add(" ", n.Segment.Stop)
			}
		case *ast.String: // a quotation mark or dash, made typographic
			text.WriteString(html.UnescapeString(string(n.Value)))
		case *ast.AutoLink:
			label := n.Label(p.source)
			at := max(n.Pos(), 0)
			add(string(label), at+max(bytes.Index(p.source[at:], label), 0))
			return ast.WalkSkipChildren, nil
		case *extast.TaskCheckBox:
			out.Box = Unticked
			if n.IsChecked {
				out.Box = Ticked
			}
		case *directive, *ast.CodeSpan:
			add(string(Gap), n.Pos())
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	out.Text = text.String()
	p.doc.Passages = append(p.doc.Passages, out)
}

// numberOf is the number that stands before a block that begins an item of a numbered list, and 0 otherwise.
func numberOf(block ast.Node) int {
	item, inItem := block.Parent().(*ast.ListItem)
	if !inItem || item.FirstChild() != block {
		return 0
	}
	list, ok := item.Parent().(*ast.List)
	if !ok || !list.IsOrdered() || inside(list, ast.KindListItem) {
		return 0
	}
	number := list.Start
	for before := item.PreviousSibling(); before != nil; before = before.PreviousSibling() {
		number++
	}
	return number
}
