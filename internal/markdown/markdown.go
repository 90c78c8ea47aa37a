// Package markdown draws the body of a page: GitHub-flavoured markdown with our directives.
//
// Besides GitHub's own syntax (tables, task lists, strikethrough, bare addresses, alerts, footnotes) and
// definition lists, a page may hold
//
//	{{standard id}}     the words of a timescale, linked to where it is kept
//	{{value indicator}} the newest released figure of an indicator, linked to its page, or with a period
//	                    after it, such as 2026-Q1, the figure of that period
//	{{local name}}      alone on a line: the authority's own fragment, when it has one
//
// and fenced blocks: mermaid (a flowchart), indicator (its chart), register (a whole list from the data
// folder), steps (numbered steps with titles), watch-list (cases past the limits), due-dates (the rules by which things fall due, and a form that works
// the days out). Links between pages are written to the .md file, so that
// they also work on the git host; they are published as relative links to the page.
//
// Raw HTML is refused, with its line. So is everything else that would go wrong silently: unknown
// directives, links and anchors that lead nowhere, pictures without words.
//
// What is refused is also kept out of the HTML: a preview of a page with errors holds no raw HTML, no link to
// a script, no picture from elsewhere.
//
// The order of work for one text: parse; give the headings their ids; walk the tree once, turning our
// constructs into finished pieces of HTML and collecting headings and links; write the tree. A fragment is
// drawn where the walk comes to it, within the pass of its page, so that ids, footnote numbers and the first
// use of a term are those of the page. Links in a fragment start from the page that includes it, because that
// is where the reader follows them.
package markdown

import (
	"bytes"
	"fmt"
	"html"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
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
	// Value is the released figure of an indicator for a period, or its mark, as text; "" is the newest.
	Value(indicator, period string) (text string, ok bool)
	// Chart is the finished figure of an indicator for a page published at from.
	Chart(indicator, from string) (html []byte, ok bool)
	// List is a table of all indicators for a page published at from.
	List(from string) []byte
	// WatchList is a table of how many cases are past the limits that the indicators measure; title is what it stands under.
	WatchList(title string, entries []WatchEntry, from string) []byte
	// Quality is what is known of the data behind all indicators.
	Quality(from string) []byte
	// Disclosure is the rules that figures are hidden by ("disclosure-rules"), or what came of them ("disclosure-result").
	Disclosure(part string) []byte
}

// WatchEntry is one line of a watch list: an indicator, and what to say of it as HTML.
type WatchEntry struct{ Indicator, Note string }

// Renderer draws the pages of one site. It may be used from several goroutines.
type Renderer struct {
	site    *site.Site
	tree    *content.Tree
	figures Figures
	terms   *glossary
	whole   goldmark.Markdown // whole texts
	line    goldmark.Markdown // running text alone: values of data files, the lines of our blocks
	namedOn sync.Map          // standards named on a page: *site.Page -> map[string]bool
}

// New prepares a renderer.
func New(s *site.Site, tree *content.Tree, figures Figures) *Renderer {
	whole := goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(blockParsers()...),
			parser.WithInlineParsers(inlineParsers()...),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
			parser.WithASTTransformers(util.Prioritized(unusedNotes{}, beforeFootnotes)),
		)),
		goldmark.WithRenderer(newRenderer()),
		goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList, extension.Typographer),
	)
	line := goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1000)),
			parser.WithInlineParsers(inlineParsers()...),
		)),
		goldmark.WithRenderer(newRenderer()),
		goldmark.WithExtensions(extension.Linkify, extension.Strikethrough, extension.Typographer),
	)
	return &Renderer{site: s, tree: tree, figures: figures, terms: newGlossary(s, tree), whole: whole, line: line}
}

// newRenderer writes nodes with goldmark's functions, or ours where there is one: of several for the same
// kind of node, the one with the lowest number wins. Extensions bring theirs with 500.
func newRenderer() renderer.Renderer {
	return renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(gmhtml.NewRenderer(), 1000),
		util.Prioritized(drawer{}, 1),
	))
}

// blockParsers are goldmark's own. Only headings may have attributes, and of those only {#id} is kept.
func blockParsers() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(parser.NewSetextHeadingParser(parser.WithHeadingAttribute()), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(parser.WithHeadingAttribute()), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(parser.NewHTMLBlockParser(), 900),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
}

func inlineParsers() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(directiveParser{}, 50),
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(newRawHTMLParser(), 400),
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
	Pages     map[string]bool // content paths of the pages and files that it links to or shows
	Standards []string        // ids used, in order of first use
	Terms     map[string]bool // ids of the glossary terms that it uses
	Figures   bool            // whether a chart or a value of an indicator is shown
	Passages  []Passage       // the page's own words, in order, for the checks of prose

	Flowcharts []Flowchart // in their order on the page
	Downloads  []Download  // files that the page links to
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
	p.doc.HTML = p.draw(t.Source, origin{file: t.File, line: t.LinesBefore + 1, column: 1})
	p.checkChanges()
	return p.finish()
}

func (r *Renderer) begin(page *site.Page, findings *diag.List) *pass {
	return &pass{
		Renderer: r,
		page:     page,
		findings: findings,
		ids:      &ids{used: map[string]int{}},
		doc:      Document{Anchors: map[string]bool{}, Pages: map[string]bool{}},
		linked:   map[string]bool{},
		dated:    map[string]bool{},
	}
}

func (p *pass) finish() Document {
	for id := range p.ids.used {
		p.doc.Anchors[id] = true
	}
	p.doc.Terms = p.linked
	return p.doc
}

// Draft is a page that the build puts together from several short texts of data files. The texts share one
// set of ids and one first use of each term, as those of a written page do.
type Draft struct{ pass *pass }

// Draft begins such a page.
func (r *Renderer) Draft(page *site.Page, findings *diag.List) *Draft {
	return &Draft{pass: r.begin(page, findings)}
}

// Line draws running text from a data file, without a paragraph around it. Lists, headings and other blocks
// are not read as such. Findings are placed at at, since where in the value they are is not known.
func (d *Draft) Line(source string, at site.Source) string { return d.pass.inline(source, at) }

// Text draws paragraphs of markdown from a data file.
func (d *Draft) Text(source string, at site.Source) string {
	return string(d.pass.draw([]byte(source), fixed(at)))
}

// Written draws a text of its own file, so that findings have their line.
func (d *Draft) Written(t Text) string {
	return string(d.pass.draw(t.Source, origin{file: t.File, line: t.LinesBefore + 1, column: 1}))
}

// Done returns what was noted while drawing; its HTML is empty.
func (d *Draft) Done() Document { return d.pass.finish() }

// pass is the work on one page. A fragment is drawn inside the pass of its page, so that ids stay unique.
type pass struct {
	*Renderer
	page     *site.Page
	findings *diag.List
	ids      *ids
	doc      Document
	linked   map[string]bool // glossary terms already linked on this page
	dated    map[string]bool // ids of headings that say that their part has changed
	depth    int             // of fragments in fragments
	tables   int
	notes    int     // footnotes of the texts before
	under    string  // text of the nearest heading above
	run      stretch // the text that is searched for terms, kept for its room

	// Of the text being drawn:
	origin origin
	source []byte
}

// origin is where a text begins in its file.
type origin struct {
	file         string
	line, column int  // of its first character
	fixed        bool // the whole text has this place: its lines are not those of the file
}

// fixed is the origin of a value in a data file: the place of the entry it belongs to.
func fixed(at site.Source) origin {
	return origin{file: at.File, line: max(at.Line, 1), column: at.Column, fixed: true}
}

// draw parses, resolves and writes a whole text.
func (p *pass) draw(source []byte, from origin) []byte {
	var out bytes.Buffer
	p.reading(source, from, func() {
		context := parser.NewContext()
		root := p.whole.Parser().Parse(text.NewReader(source), parser.WithContext(context))
		p.numberNotes(root, context)
		p.nameHeadings(root)
		p.resolve(root, true)
		write(&out, p.whole, source, root)
	})
	return out.Bytes()
}

// drawLine draws running text without a paragraph around it. What paragraphs it has are joined.
func (p *pass) drawLine(source []byte, from origin) string {
	var out bytes.Buffer
	p.reading(source, from, func() {
		root := p.line.Parser().Parse(text.NewReader(source))
		p.resolve(root, false)
		for paragraph := root.FirstChild(); paragraph != nil; paragraph = paragraph.NextSibling() {
			if out.Len() > 0 {
				out.WriteByte(' ')
			}
			for n := paragraph.FirstChild(); n != nil; n = n.NextSibling() {
				write(&out, p.line, source, n)
			}
		}
	})
	return out.String()
}

// inline draws a value from a data file. Findings are placed at the entry it belongs to.
func (p *pass) inline(source string, at site.Source) string {
	return p.drawLine([]byte(source), fixed(at))
}

// reading makes source the text being drawn while do runs.
func (p *pass) reading(source []byte, from origin, do func()) {
	outerSource, outerOrigin := p.source, p.origin
	p.source, p.origin = source, from
	do()
	p.source, p.origin = outerSource, outerOrigin
}

func write(out *bytes.Buffer, engine goldmark.Markdown, source []byte, n ast.Node) {
	if err := engine.Renderer().Render(out, source, n); err != nil {
		panic(fmt.Sprintf("markdown: writing to memory failed: %v", err))
	}
}

// resolve walks the tree and replaces our constructs by finished pieces. Replacing waits until the walk is
// over, since the walk goes from sibling to sibling. Fragments have a place in whole texts only.
func (p *pass) resolve(root ast.Node, whole bool) {
	var later []func()
	replace := func(old, new ast.Node) {
		later = append(later, func() { old.Parent().ReplaceChild(old.Parent(), old, new) })
	}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		p.note(n)
		switch n := n.(type) {
		case *ast.Heading:
			p.heading(n)
			if note := p.changed(n); note != nil {
				later = append(later, func() { n.Parent().InsertAfter(n.Parent(), n, note) })
			}
		case *ast.Paragraph:
			if name, ok := loneLocal(n); ok && whole {
				replace(n, p.local(n, name))
				return ast.WalkSkipChildren, nil
			}
		case *ast.FencedCodeBlock:
			if drawn := p.fence(n); drawn != nil {
				replace(n, drawn)
			}
		case *ast.Blockquote:
			p.alert(n)
		case *ast.HTMLBlock:
			p.refuse(n.Lines().At(0).Start, firstLine(n.Lines().Value(p.source)))
			replace(n, &block{})
		case *refusedHTML:
			p.refuse(n.Pos(), n.what)
		case *directive:
			p.directive(n)
		case *ast.Link:
			if !p.link(n) {
				later = append(later, func() { unwrap(n) })
			}
		case *ast.AutoLink:
			if inside(n, ast.KindLink) || !p.autoLink(n) {
				replace(n, &piece{html: []byte(escape(string(n.Label(p.source))))})
			}
		case *ast.Image:
			replace(n, p.image(n))
			return ast.WalkSkipChildren, nil
		case *extast.FootnoteLink:
			if inside(n, ast.KindLink) {
				p.errorAt(n.Pos(), "footnote", "put the mark behind the link", "the mark of a footnote stands inside a link")
				replace(n, &piece{})
			}
		case *extast.Table:
			p.table(n)
		case *ast.Text:
			p.unknownNotes(n)
			if do := p.markTerms(n); do != nil {
				later = append(later, do)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, do := range later {
		do()
	}
}

// unwrap leaves the words of a link that must not be one.
func unwrap(n ast.Node) {
	parent := n.Parent()
	for c := n.FirstChild(); c != nil; c = n.FirstChild() {
		parent.InsertBefore(parent, n, c)
	}
	parent.RemoveChild(parent, n)
}

// inside says whether a node stands in another of one of the kinds.
func inside(n ast.Node, kinds ...ast.NodeKind) bool {
	for up := n.Parent(); up != nil; up = up.Parent() {
		if slices.Contains(kinds, up.Kind()) {
			return true
		}
	}
	return false
}

// place turns an offset of the source into a position in the file.
func (p *pass) place(offset int) site.Source { return p.origin.place(p.source, offset) }

func (o origin) place(source []byte, offset int) site.Source {
	at := site.Source{File: o.file, Line: o.line, Column: o.column}
	if o.fixed {
		return at
	}
	if offset < 0 || offset > len(source) {
		return site.Source{File: at.File, Line: at.Line}
	}
	before := source[:offset]
	if lines := bytes.Count(before, []byte("\n")); lines > 0 {
		at.Line += lines
		at.Column = 1
		before = before[bytes.LastIndexByte(before, '\n')+1:]
	}
	at.Column += utf8.RuneCount(before)
	return at
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
				if value := n.Segment.Value(p.source); n.IsRaw() {
					b.Write(value)
				} else {
					b.WriteString(unescape(value))
				}
				if n.SoftLineBreak() || n.HardLineBreak() {
					b.WriteByte(' ')
				}
			case *ast.String:
				b.WriteString(html.UnescapeString(string(n.Value)))
			case *ast.AutoLink:
				b.Write(n.Label(p.source))
			case *directive:
				b.WriteString(p.words(n))
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}

// unescape is what a stretch of markdown says, without backslashes and with entities as letters.
func unescape(source []byte) string {
	if bytes.IndexByte(source, '\\') >= 0 {
		source = util.UnescapePunctuations(source)
	}
	return html.UnescapeString(string(source))
}

// href is the address of another published file as a link from this page.
func (p *pass) href(out string) string { return site.Relative(p.page.Out, out) }

func escape(s string) string { return html.EscapeString(s) }
