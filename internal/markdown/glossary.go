package markdown

import (
	"bytes"
	"cmp"
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"waymark/internal/content"
	"waymark/internal/site"
)

// glossary finds terms in running text: words are looked up in a map, longest term first. (One large
// regular expression of all terms takes three times as long as the whole page.)
type glossary struct {
	byFirst map[string][]phrase // by the first word, longest first
}

type phrase struct {
	words []string
	exact bool // an abbreviation: capitals count
	id    string
}

func newGlossary(s *site.Site, tree *content.Tree) *glossary {
	g := &glossary{byFirst: map[string][]phrase{}}
	if tree.Page(GlossaryPage) == nil {
		return g
	}
	for _, id := range site.SortedIDs(s.Glossary) {
		t := s.Glossary[id]
		for _, name := range append([]string{t.Term, t.Short}, t.Also...) {
			p := phrase{id: id, exact: name == strings.ToUpper(name)}
			for _, w := range wordSpans(nil, []byte(name)) {
				word := []byte(name[w.from:w.to])
				if !p.exact {
					word = lower(nil, word)
				}
				p.words = append(p.words, string(word))
			}
			if len(p.words) > 0 {
				key := string(lower(nil, []byte(p.words[0])))
				g.byFirst[key] = append(g.byFirst[key], p)
			}
		}
	}
	for _, phrases := range g.byFirst {
		slices.SortFunc(phrases, func(a, b phrase) int {
			return cmp.Or(cmp.Compare(len(b.words), len(a.words)), cmp.Compare(a.id, b.id), slices.Compare(a.words, b.words))
		})
	}
	return g
}

// lower appends text with the letters A to Z made small, so that no place in it moves.
func lower(out, text []byte) []byte {
	from := len(out)
	out = append(out, text...)
	for i, c := range out[from:] {
		if c >= 'A' && c <= 'Z' {
			out[from+i] = c + 'a' - 'A'
		}
	}
	return out
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// span is a part of a text.
type span struct{ from, to int }

// wordSpans appends the words of a text with their places.
func wordSpans(out []span, text []byte) []span {
	start := -1
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(text[i:])
		}
		if isWordRune(r) {
			if start < 0 {
				start = i
			}
		} else if start >= 0 {
			out = append(out, span{start, i})
			start = -1
		}
		i += size
	}
	if start >= 0 {
		out = append(out, span{start, len(text)})
	}
	return out
}

// stretch is a run of text as a reader sees it: neighbouring text nodes, the apostrophes that the typographer
// has put between them, and a space for each line break.
type stretch struct {
	text  []byte
	nodes []ast.Node
	spans []span // of the nodes in text, without the space for a break
	words []span // of the words in text
	small []byte // text in small letters
}

// gather makes s the run that begins at n.
func (s *stretch) gather(n ast.Node, source []byte) {
	s.text, s.nodes, s.spans = s.text[:0], s.nodes[:0], s.spans[:0]
run:
	for ; n != nil; n = n.NextSibling() {
		from, after := len(s.text), ""
		switch n := n.(type) {
		case *ast.Text:
			s.text = append(s.text, n.Segment.Value(source)...)
			switch {
			case n.HardLineBreak():
				after = "\n" // no term goes over it
			case n.SoftLineBreak():
				after = " "
			}
		case *ast.String:
			s.text = append(s.text, html.UnescapeString(string(n.Value))...)
		default:
			break run
		}
		s.nodes = append(s.nodes, n)
		s.spans = append(s.spans, span{from, len(s.text)})
		s.text = append(s.text, after...)
	}
	s.words = wordSpans(s.words[:0], s.text)
	s.small = lower(s.small[:0], s.text)
}

// mark is a term found in a stretch.
type mark struct {
	span
	id string
}

// markTerms links the first use of each glossary term on the page to its entry. Headings, links, code and
// the term's own page are left alone. It is called for every text node, works on the run that begins with
// one, and returns the replacement to make, or nil.
func (p *pass) markTerms(n *ast.Text) func() {
	if len(p.terms.byFirst) == 0 || p.page.Path == GlossaryPage || p.page.Kind == site.KindHome || n.IsRaw() {
		return nil
	}
	switch n.PreviousSibling().(type) {
	case *ast.Text, *ast.String:
		return nil // in the middle of a run
	}
	if inside(n, ast.KindHeading, ast.KindLink, ast.KindImage, ast.KindCodeSpan) {
		return nil
	}
	p.run.gather(n, p.source)
	marks := p.findTerms(&p.run)
	if len(marks) == 0 {
		return nil
	}
	found := stretch{text: bytes.Clone(p.run.text), nodes: slices.Clone(p.run.nodes), spans: slices.Clone(p.run.spans)}
	return func() { found.link(marks, p) }
}

// findTerms finds the first uses of terms in a run, from left to right, the longest term first. The words of
// a term that is linked already are passed over whole.
func (p *pass) findTerms(s *stretch) []mark {
	var marks []mark
	for i := 0; i < len(s.words); i++ {
		id, last, ok := p.terms.at(s, i)
		if !ok {
			continue
		}
		if from := s.words[i].from; !p.linked[id] && p.site.Glossary[id].Page != p.page.Path {
			p.linked[id] = true
			marks = append(marks, mark{span{from, s.words[last].to}, id})
		}
		i = last
	}
	return marks
}

// at looks for a term that begins with a word. last is the index of the term's last word.
func (g *glossary) at(s *stretch, first int) (id string, last int, ok bool) {
	words := s.words[first:]
	for _, candidate := range g.byFirst[string(s.small[words[0].from:words[0].to])] {
		if len(candidate.words) > len(words) {
			continue
		}
		letters := s.small
		if candidate.exact {
			letters = s.text
		}
		match := true
		for k, want := range candidate.words {
			if string(letters[words[k].from:words[k].to]) != want || k > 0 && !joined(s.text[words[k-1].to:words[k].from]) {
				match = false
				break
			}
		}
		if match {
			return candidate.id, first + len(candidate.words) - 1, true
		}
	}
	return "", 0, false
}

// joined says whether what stands between two words lets them be one term.
func joined(between []byte) bool {
	switch string(between) {
	case " ", "-", "'", "’":
		return true
	}
	return false
}

// link replaces the nodes of the run by what stands between the marks, and the marks by links.
func (s stretch) link(marks []mark, p *pass) {
	parent := s.nodes[0].Parent()
	for i, n := range s.nodes {
		at := s.spans[i]
		for len(marks) > 0 && marks[0].to <= at.from {
			marks = marks[1:]
		}
		t, isText := n.(*ast.Text)
		if !isText {
			if len(marks) > 0 && marks[0].from < at.from {
				parent.RemoveChild(parent, n) // an apostrophe within a term
			}
			continue
		}
		start := t.Segment.Start - at.from // turns a place in the run into one in the source
		from := at.from
		for _, m := range marks {
			if m.from >= at.to {
				break
			}
			if m.from >= at.from {
				if m.from > from {
					parent.InsertBefore(parent, n, ast.NewTextSegment(text.NewSegment(start+from, start+m.from)))
				}
				parent.InsertBefore(parent, n, &piece{html: []byte(`<a class="wm-term" href="` + escape(p.href(content.Out(GlossaryPage)+"#"+m.id)) + `">` + escape(string(s.text[m.from:m.to])) + `</a>`)})
			}
			from = min(m.to, at.to)
			if m.to > at.to {
				t.SetSoftLineBreak(false) // the break is a space within the term
			}
		}
		t.Segment = text.NewSegment(start+from, start+at.to)
	}
}
