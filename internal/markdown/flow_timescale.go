package markdown

import (
	"regexp"
	"slices"
	"strings"

	"waymark/internal/content"
	"waymark/internal/flow"
	"waymark/internal/site"
)

// A label that states a length of time as text does not follow when the standard is changed, and may already
// contradict it. To say so without crying wolf, a label is compared only with standards that it is surely about:
//
//   - one that it names itself, {{standard id}}, when the amount stands right beside it ("(28 days)");
//   - those named on the page that the step links to, when the label shares a word with the standard's title;
//   - any standard of the site, when the label shares two words with its title, or the only one it has.
//
// Of the last two the standards that share most words are taken. An amount that agrees with any of them contradicts none, and
// so does one that is exactly that of another standard with any word of its title in the label: "plan agreed at the second
// review, within four months" speaks of two.
// Words are compared without plural endings; small words and those that stand in half of all titles are left out.

// checkTimescales looks at the labels of a chart.
func (f *flowFigure) checkTimescales() {
	if len(f.site.Standards) == 0 {
		return
	}
	for i := range f.graph.Nodes {
		n := &f.graph.Nodes[i]
		f.checkTimescale(n.Text, "", n, n.Pos)
	}
	for _, e := range f.graph.Edges {
		if e.Answer != "" {
			f.checkTimescale(e.Answer, f.nodes[e.From].Text, f.nodes[e.From], e.Pos)
		}
	}
}

// checkTimescale compares the amounts in a label with the standards that the label, read together with what stands
// around it, is about.
func (f *flowFigure) checkTimescale(label, around string, n *flow.Node, at site.Source) {
	text, named := withoutDirectives(label)
	amounts := flow.Amounts(text)
	if len(amounts) == 0 {
		return
	}
	about := f.standardsAbout(text+" "+around, n)
	for _, a := range amounts {
		candidates := about
		if beside := f.besideDirective(text, a, named); beside != nil {
			candidates = []*site.Standard{beside}
		}
		if len(candidates) == 0 {
			continue
		}
		agrees := slices.IndexFunc(candidates, func(s *site.Standard) bool { return s.None == "" && a.Agrees(s.Amount, s.Unit) })
		s := candidates[max(agrees, 0)]
		hint := "write {{standard " + s.ID + "}} instead, which follows the standard"
		switch {
		case agrees >= 0 && !slices.Contains(named, s.ID) && s.Amount == a.N && s.Unit == a.Unit:
			f.findings.Warnf("flow-timescale", at.File, at.Line, at.Column, hint, "%q repeats the timescale %q as text, so it would not follow a change of it", short(text), s.ID)
		case agrees >= 0, f.statedElsewhere(a, text+" "+around):
		case s.None != "":
			f.findings.Warnf("flow-timescale", at.File, at.Line, at.Column, hint, "%q states %s, but the timescale %q sets none here", short(text), a.Text, s.ID)
		default:
			f.findings.Warnf("flow-timescale", at.File, at.Line, at.Column, hint, "%q states %s, which contradicts the timescale %q: %s", short(text), a.Text, s.ID, s.Words)
		}
	}
}

// gone stands where a directive stood; no author writes it.
const gone = "\x00"

// withoutDirectives replaces the directives of a label by a mark each, and gives the ids of the standards they name.
func withoutDirectives(label string) (text string, ids []string) {
	var b strings.Builder
	for {
		i := strings.Index(label, "{{")
		if i < 0 {
			break
		}
		_, argument, length, ok := scanDirective([]byte(label[i:]))
		if !ok {
			break
		}
		b.WriteString(label[:i] + gone)
		ids = append(ids, argument)
		label = label[i+length:]
	}
	b.WriteString(label)
	return strings.ReplaceAll(b.String(), "\n", " "), ids
}

// betweenSame is what may stand between a timescale and the same said again.
var betweenSame = regexp.MustCompile(`(?i)^[\s(,;:=–-]*(?:that is|or|i\.e\.)?[\s(,:]*$`)

// besideDirective is the standard whose directive stands right before or after an amount.
func (f *flowFigure) besideDirective(text string, a flow.Amount, named []string) *site.Standard {
	if i := strings.LastIndex(text[:a.From], gone); i >= 0 && betweenSame.MatchString(text[i+len(gone):a.From]) {
		return f.site.Standards[named[strings.Count(text[:i], gone)]]
	}
	if i := strings.Index(text[a.To:], gone); i >= 0 && betweenSame.MatchString(text[a.To:a.To+i]) {
		return f.site.Standards[named[strings.Count(text[:a.To+i], gone)]]
	}
	return nil
}

// standardsAbout are the standards that a label is about, nil when none surely is.
func (f *flowFigure) standardsAbout(text string, n *flow.Node) (best []*site.Standard) {
	said := titleWords(text)
	near := f.standardsOfLink(n)
	most := 0
	for _, id := range site.SortedIDs(f.site.Standards) {
		s := f.site.Standards[id]
		words := titleWords(s.Title)
		shared := 0
		for _, w := range words {
			if slices.Contains(said, w) {
				shared++
			}
		}
		need := min(2, len(words))
		if near[id] {
			need = 1
		}
		if shared == 0 || shared < need || shared < most {
			continue
		}
		if shared > most {
			best, most = nil, shared
		}
		best = append(best, s)
	}
	return best
}

// statedElsewhere says whether an amount is that of a standard which shares any longer word with a text.
func (f *flowFigure) statedElsewhere(a flow.Amount, text string) bool {
	said := strings.Fields(strings.ToLower(text))
	for _, s := range f.site.Standards {
		if s.None != "" || s.Amount != a.N || s.Unit != a.Unit {
			continue
		}
		for w := range strings.FieldsSeq(strings.ToLower(s.Title)) {
			if len(w) > 3 && slices.Contains(said, w) {
				return true
			}
		}
	}
	return false
}

// commonWords stand in so many titles of standards that sharing one says nothing.
var commonWords = []string{"a", "an", "the", "of", "for", "and", "or", "to", "at", "in", "on", "by", "is", "it", "as", "with", "from", "after", "before", "looked",
	"child", "children", "again", "every", "within", "between", "plan", "home", "care"}

// titleWords are the words of a title that tell it from others, in small letters and without plural endings.
func titleWords(title string) (words []string) {
	for w := range strings.FieldsFuncSeq(strings.ToLower(title), func(r rune) bool { return (r < 'a' || r > 'z') && r != '’' && r != '\'' }) {
		if len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") {
			w = w[:len(w)-1]
		}
		if !slices.Contains(commonWords, w) && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

var standardDirective = regexp.MustCompile(`\{\{standard\s+([a-z0-9-]+)\s*\}\}`)

// standardsOfLink are the standards named on the page that a step links to.
func (f *flowFigure) standardsOfLink(n *flow.Node) map[string]bool {
	page := f.guidance[n.ID]
	if page == nil {
		return nil
	}
	if known, ok := f.namedOn.Load(page); ok {
		return known.(map[string]bool)
	}
	named := map[string]bool{}
	if body, _, err := content.Body(f.site, page); err == nil { // a page that cannot be read has its own finding
		for _, m := range standardDirective.FindAllSubmatch(body, -1) {
			named[string(m[1])] = true
		}
	}
	f.namedOn.Store(page, named)
	return named
}

// short cuts a label for a message.
func short(text string) string {
	r := []rune(strings.ReplaceAll(text, gone, "…"))
	if len(r) <= 48 {
		return string(r)
	}
	return strings.TrimSpace(string(r[:47])) + "…"
}
