package markdown

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

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
			words := splitWords(name)
			if len(words) == 0 {
				continue
			}
			p := phrase{id: id, exact: name == strings.ToUpper(name)}
			for _, w := range words {
				p.words = append(p.words, fold(w, p.exact))
			}
			key := strings.ToLower(p.words[0])
			g.byFirst[key] = append(g.byFirst[key], p)
		}
	}
	for _, phrases := range g.byFirst {
		slices.SortFunc(phrases, func(a, b phrase) int {
			return cmp.Or(cmp.Compare(len(b.words), len(a.words)), cmp.Compare(a.id, b.id))
		})
	}
	return g
}

func fold(word string, exact bool) string {
	if exact {
		return word
	}
	return strings.ToLower(word)
}

func splitWords(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !isWordRune(r) })
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// span is a word's place in a text.
type span struct{ from, to int }

// wordSpans lists the words of a text with their places.
func wordSpans(text []byte) []span {
	var out []span
	start := -1
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
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

// markTerms links the first use of each glossary term on the page to its entry. Headings, links, code and
// the term's own page are left alone. It returns the replacement to make, or nil.
func (p *pass) markTerms(n *ast.Text) func() {
	if len(p.terms.byFirst) == 0 || p.page.Path == GlossaryPage || p.page.Kind == site.KindHome || n.IsRaw() || !markable(n) {
		return nil
	}
	text := n.Segment.Value(p.source)
	words := wordSpans(text)
	for i := range words {
		id, last, ok := p.termAt(text, words, i)
		if !ok || p.linked[id] || p.site.Glossary[id].Page == p.page.Path {
			continue
		}
		p.linked[id] = true
		from, to := words[i].from, words[last].to
		link := &piece{html: []byte(`<a class="wm-term" href="` + escape(p.href(content.Out(GlossaryPage)+"#"+id)) + `">` + escape(string(text[from:to])) + `</a>`)}
		return func() {
			before, after := n.Segment, n.Segment
			before.Stop = n.Segment.Start + from
			after.Start = n.Segment.Start + to
			rest := ast.NewTextSegment(after)
			rest.SetSoftLineBreak(n.SoftLineBreak())
			rest.SetHardLineBreak(n.HardLineBreak())
			parent := n.Parent()
			parent.InsertBefore(parent, n, ast.NewTextSegment(before))
			parent.InsertBefore(parent, n, link)
			parent.ReplaceChild(parent, n, rest)
			// The rest of the same text may hold another term.
			if again := p.markTerms(rest); again != nil {
				again()
			}
		}
	}
	return nil
}

// termAt looks for a term that begins at word i, the longest first.
func (p *pass) termAt(text []byte, words []span, i int) (id string, last int, ok bool) {
	first := string(text[words[i].from:words[i].to])
	for _, candidate := range p.terms.byFirst[strings.ToLower(first)] {
		if i+len(candidate.words) > len(words) {
			continue
		}
		match := true
		for k, want := range candidate.words {
			at := words[i+k]
			if fold(string(text[at.from:at.to]), candidate.exact) != want || k > 0 && !joined(text[words[i+k-1].to:at.from]) {
				match = false
				break
			}
		}
		if match {
			return candidate.id, i + len(candidate.words) - 1, true
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

// markable says whether a text stands where a link may be put.
func markable(n ast.Node) bool {
	for up := n.Parent(); up != nil; up = up.Parent() {
		switch up.Kind() {
		case ast.KindHeading, ast.KindLink, ast.KindImage, ast.KindCodeSpan, ast.KindAutoLink:
			return false
		}
	}
	return true
}
