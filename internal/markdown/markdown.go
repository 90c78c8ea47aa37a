// Package markdown draws the body of a page: GitHub-flavoured markdown with our directives.
//
// Besides GitHub's own syntax (tables, task lists, strikethrough, bare addresses, alerts, footnotes) and
// definition lists, a page may hold
//
//	{{standard id}}     the words of a timescale, linked to where it is kept
//	{{value indicator}} the newest released figure of an indicator, linked to its page
//	{{local name}}      alone on a line: the authority's own fragment, when it has one
//
// and fenced blocks: mermaid (a flowchart), indicator (its chart), register (a whole list from the data
// folder), steps (numbered steps with titles). Links between pages are written to the .md file, so that
// they also work on the git host; they are published as relative links to the page.
//
// Raw HTML is refused, with its line. So is everything else that would go wrong silently: unknown
// directives, links and anchors that lead nowhere, pictures without words.
//
// The order of work for one text: parse; walk the tree once, turning our constructs into finished pieces
// of HTML and collecting headings and links; write the tree.
package markdown

import (
	"bytes"
	"fmt"
	"html"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	gmhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/site"
)

// StandardsPage and GlossaryPage are where timescales and terms are linked to, when the site has them.
const (
	StandardsPage = "timescales.md"
	GlossaryPage  = "glossary.md"
)

// Figures gives the released figures that a page may show. It is implemented by the build.
type Figures interface {
	// Value is the newest released figure of an indicator, or its mark, as text.
	Value(indicator string) (text string, ok bool)
	// Chart is the finished figure of an indicator for a page published at from.
	Chart(indicator, from string) (html []byte, ok bool)
	// List is a table of all indicators for a page published at from.
	List(from string) []byte
}

// Renderer draws the pages of one site. It may be used from several goroutines.
type Renderer struct {
	site    *site.Site
	tree    *content.Tree
	figures Figures
	terms   *glossary
	engine  goldmark.Markdown
}

// New prepares a renderer.
func New(s *site.Site, tree *content.Tree, figures Figures) *Renderer {
	r := &Renderer{site: s, tree: tree, figures: figures}
	r.engine = goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(blockParsers()...),
			parser.WithInlineParsers(inlineParsers()...),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
			parser.WithAutoHeadingID(),
			parser.WithAttribute(),
		)),
		goldmark.WithRenderer(renderer.NewRenderer(renderer.WithNodeRenderers(
			util.Prioritized(gmhtml.NewRenderer(), 1000),
			util.Prioritized(drawer{}, 1),
		))),
		goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList, extension.Typographer),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(drawer{}, 1))),
	)
	r.terms = newGlossary(s, tree)
	return r
}

// blockParsers are goldmark's own without the one that takes HTML blocks: HTML is then found, and refused,
// inside a paragraph, where its line is known.
func blockParsers() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
}

func inlineParsers() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(directiveParser{}, 50),
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(rawHTMLParser{}, 400),
		util.Prioritized(parser.NewEmphasisParser(), 500),
	}
}

// Text is one text to draw and where it comes from.
type Text struct {
	File        string // as findings name it
	LinesBefore int    // lines of the file before Source
	Source      []byte
	Page        *site.Page // the page it is drawn on
}

// Document is a drawn text.
type Document struct {
	HTML      []byte
	Headings  []Heading
	Anchors   map[string]bool // every id on the page that a link may lead to
	Links     []AnchorLink    // links with a fragment, to be checked when all pages are drawn
	Pages     map[string]bool // content paths of the pages that it links to
	Standards []string        // ids used, in order of first use
	Figures   bool            // whether a chart or a value of an indicator is shown
}

// Heading is one heading of a drawn text.
type Heading struct {
	Level int
	ID    string
	Text  string
}

// AnchorLink is a link to a place on a page.
type AnchorLink struct {
	At       site.Source
	Page     string // content path
	Fragment string
}

// Render draws a text.
func (r *Renderer) Render(t Text, findings *diag.List) Document {
	p := r.begin(t.Page, findings)
	p.doc.HTML = p.draw(t)
	return p.finish()
}

func (r *Renderer) begin(page *site.Page, findings *diag.List) *pass {
	return &pass{
		Renderer: r,
		page:     page,
		findings: findings,
		ids:      &headingIDs{used: map[string]int{}},
		doc:      Document{Anchors: map[string]bool{}, Pages: map[string]bool{}},
		linked:   map[string]bool{},
	}
}

func (p *pass) finish() Document {
	for id := range p.ids.used {
		p.doc.Anchors[id] = true
	}
	return p.doc
}

// Draft is a page that the build puts together from several short texts, with one set of ids.
type Draft struct{ pass *pass }

// Draft begins such a page.
func (r *Renderer) Draft(page *site.Page, findings *diag.List) *Draft {
	return &Draft{pass: r.begin(page, findings)}
}

// Line draws a line of markdown from a data file, without a paragraph around it.
func (d *Draft) Line(source string, at site.Source) string { return d.pass.inline(source, at) }

// Text draws paragraphs of markdown from a data file.
func (d *Draft) Text(source string, at site.Source) string {
	return string(d.pass.draw(Text{File: at.File, LinesBefore: max(at.Line-1, 0), Source: []byte(source), Page: d.pass.page}))
}

// Done returns what was noted while drawing; its HTML is empty.
func (d *Draft) Done() Document { return d.pass.finish() }

// pass is the work on one page. A fragment is drawn inside the pass of its page, so that ids stay unique.
type pass struct {
	*Renderer
	page     *site.Page
	findings *diag.List
	ids      *headingIDs
	doc      Document
	linked   map[string]bool // glossary terms already linked on this page
	depth    int             // of fragments in fragments
	tables   int

	// Of the text being drawn:
	file   string
	before int
	source []byte
	under  string // text of the nearest heading above
}

// draw parses, resolves and writes one text, and leaves the pass as it found it.
func (p *pass) draw(t Text) []byte {
	file, before, source := p.file, p.before, p.source
	p.file, p.before, p.source = t.File, t.LinesBefore, t.Source
	defer func() { p.file, p.before, p.source = file, before, source }()

	root := p.engine.Parser().Parse(text.NewReader(t.Source), parser.WithContext(parser.NewContext(parser.WithIDs(p.ids))))
	p.resolve(root)
	var out bytes.Buffer
	if err := p.engine.Renderer().Render(&out, t.Source, root); err != nil {
		panic(fmt.Sprintf("markdown: writing to memory failed: %v", err))
	}
	return out.Bytes()
}

// resolve walks the tree and replaces our constructs by finished pieces.
func (p *pass) resolve(root ast.Node) {
	var replace []func()
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			p.heading(n)
		case *ast.Paragraph:
			if name, ok := loneLocal(n); ok {
				replace = append(replace, swap(n, p.local(n, name)))
				return ast.WalkSkipChildren, nil
			}
		case *ast.FencedCodeBlock:
			if piece := p.fence(n); piece != nil {
				replace = append(replace, swap(n, piece))
			}
		case *ast.Blockquote:
			p.alert(n)
		case *directive:
			p.directive(n)
		case *refusedHTML:
			p.errorAt(n.Pos(), "raw-html", "write it in markdown; pages hold no HTML of their own", "raw HTML is not allowed: %s", n.what)
		case *ast.Link:
			p.link(n)
		case *ast.AutoLink:
			p.autoLink(n)
		case *ast.Image:
			p.image(n)
		case *ast.Text:
			if r := p.markTerms(n); r != nil {
				replace = append(replace, r)
			}
		}
		p.table(n)
		return ast.WalkContinue, nil
	})
	for _, do := range replace {
		do()
	}
}

func swap(old, new ast.Node) func() {
	return func() { old.Parent().ReplaceChild(old.Parent(), old, new) }
}

// place turns an offset of the source into a position in the file.
func (p *pass) place(offset int) site.Source {
	if offset < 0 || offset > len(p.source) {
		return site.Source{File: p.file, Line: p.before + 1}
	}
	before := p.source[:offset]
	line := bytes.Count(before, []byte("\n"))
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return site.Source{File: p.file, Line: p.before + line + 1, Column: column + 1}
}

func (p *pass) errorAt(offset int, check, hint, format string, args ...any) {
	at := p.place(offset)
	p.findings.Errorf(check, at.File, at.Line, at.Column, hint, format, args...)
}

func (p *pass) warnAt(offset int, check, hint, format string, args ...any) {
	at := p.place(offset)
	p.findings.Warnf(check, at.File, at.Line, at.Column, hint, format, args...)
}

// plain is the text of a node as a reader would say it.
func (p *pass) plain(n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch n := n.(type) {
			case *ast.Text:
				b.Write(n.Segment.Value(p.source))
				if n.SoftLineBreak() || n.HardLineBreak() {
					b.WriteByte(' ')
				}
			case *ast.String:
				b.WriteString(html.UnescapeString(string(n.Value)))
			case *directive:
				b.WriteString(p.words(n))
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}

// href is the address of another published file as a link from this page.
func (p *pass) href(out string) string { return site.Relative(p.page.Out, out) }

func escape(s string) string { return html.EscapeString(s) }
