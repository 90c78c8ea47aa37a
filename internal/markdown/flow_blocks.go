package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"waymark/internal/content"
	"waymark/internal/site"
)

// MermaidBlock is the source of one ```mermaid block.
type MermaidBlock struct {
	Source string
	At     site.Source // the opening fence
}

// MermaidBlocks finds the blocks of a markdown file that belongs to no site, so that they can be read without one.
// Front matter is looked over as text.
func MermaidBlocks(file string, source []byte) (blocks []MermaidBlock) {
	p := &pass{source: source, origin: origin{file: file, line: 1, column: 1}}
	root := New(&site.Site{}, &content.Tree{}, nil).whole.Parser().Parse(text.NewReader(source))
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if fence, ok := n.(*ast.FencedCodeBlock); ok && entering && string(fence.Language(source)) == "mermaid" {
			blocks = append(blocks, MermaidBlock{Source: strings.ReplaceAll(string(fence.Lines().Value(source)), "\r\n", "\n"), At: p.place(fence.Pos())})
		}
		return ast.WalkContinue, nil
	})
	return blocks
}
