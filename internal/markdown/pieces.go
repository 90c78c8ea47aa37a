package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// piece is finished HTML in the place of a construct.
type piece struct {
	ast.BaseInline
	html []byte
}

// block is finished HTML in the place of a block.
type block struct {
	ast.BaseBlock
	html []byte
}

var (
	kindPiece     = ast.NewNodeKind("Piece")
	kindBlock     = ast.NewNodeKind("FinishedBlock")
	kindDirective = ast.NewNodeKind("Directive")
	kindRefused   = ast.NewNodeKind("RefusedHTML")
)

func (*piece) Kind() ast.NodeKind       { return kindPiece }
func (*block) Kind() ast.NodeKind       { return kindBlock }
func (*directive) Kind() ast.NodeKind   { return kindDirective }
func (*refusedHTML) Kind() ast.NodeKind { return kindRefused }

func (n *piece) Dump(source []byte, level int)       { ast.DumpHelper(n, source, level, nil, nil) }
func (n *block) Dump(source []byte, level int)       { ast.DumpHelper(n, source, level, nil, nil) }
func (n *directive) Dump(source []byte, level int)   { ast.DumpHelper(n, source, level, nil, nil) }
func (n *refusedHTML) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// drawer writes our nodes, and those of goldmark's that need other HTML than its own: tables with a
// scrolling frame and classes instead of style attributes, ticks as text instead of disabled inputs,
// footnotes numbered over the whole page.
type drawer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (drawer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindPiece, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			_, _ = w.Write(n.(*piece).html)
		}
		return ast.WalkContinue, nil
	})
	reg.Register(kindBlock, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if html := n.(*block).html; entering && len(html) > 0 {
			_, _ = w.Write(html)
			_ = w.WriteByte('\n')
		}
		return ast.WalkContinue, nil
	})
	reg.Register(kindDirective, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			_, _ = w.Write(n.(*directive).html)
		}
		return ast.WalkContinue, nil
	})
	reg.Register(kindRefused, func(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
		return ast.WalkContinue, nil // refused: nothing of it is published
	})
	reg.Register(ast.KindBlockquote, drawQuotation)
	reg.Register(extast.KindTable, drawTable)
	reg.Register(extast.KindTableHeader, drawTableHeader)
	reg.Register(extast.KindTableRow, drawTableRow)
	reg.Register(extast.KindTableCell, drawTableCell)
	reg.Register(extast.KindTaskCheckBox, drawTick)
	reg.Register(extast.KindFootnoteList, drawNotes)
	reg.Register(extast.KindFootnoteBacklink, drawBacklink)
}
