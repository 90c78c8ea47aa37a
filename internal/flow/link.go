package flow

import (
	"regexp"
	"strings"
	"unicode"
)

// link is one line between steps, as read.
type link struct {
	kind      EdgeKind
	arrow     Arrow
	answer    string
	invisible bool
	at        int
}

// chain reads steps and the links between them: A & B -->|Yes| C --> D.
func (p *parser) chain() bool {
	from, ok := p.group()
	if !ok {
		return false
	}
	for {
		before, said := p.i, len(p.found)
		p.skipBlank(false) // a line may end before a link as well as after it
		l, found, ok := p.link(before)
		if !ok {
			return false
		}
		if !found {
			p.i, p.found = before, p.found[:said] // what lies between is read again
			return true
		}
		after := p.i
		p.skipBlank(false)
		if p.end() || p.src[p.i] == ';' || p.crossed(after, p.i) && p.keyword() {
			p.i = after // so that the statement that follows is read as one
			p.skipSpaces()
			p.errorf("flow-syntax", l.at, "write the step it leads to", "the link leads nowhere")
			return true
		}
		to, ok := p.group()
		if !ok {
			return false
		}
		for _, a := range from {
			for _, b := range to {
				if l.invisible || p.tooLinked {
					break
				}
				p.edge(a, b, l)
			}
		}
		from = to
	}
}

func (p *parser) edge(a, b mention, l link) {
	if len(p.edges) >= MaxEdges {
		p.tooLinked = true
		p.errorf("flow-limit", l.at, "make several charts", "the chart has more than %d links", MaxEdges)
		return
	}
	p.edges = append(p.edges, roughEdge{from: a.node.ID, to: b.node.ID, fromAt: a.at, toAt: b.at,
		edge: Edge{Answer: l.answer, Kind: l.kind, Arrow: l.arrow, Pos: p.pos(l.at)}})
}

// group reads one step or several with & between them.
func (p *parser) group() (all []mention, ok bool) {
	for {
		m, ok := p.step()
		if !ok {
			return all, false
		}
		all = append(all, m)
		before := p.i
		p.skipSpaces()
		if p.peek(0) != '&' || !unicode.IsSpace(p.peek(1)) || p.i == before {
			p.i = before
			return all, true
		}
		p.i++
		p.skipSpaces()
	}
}

func (p *parser) reservedEnd(at int) {
	p.errorf("flow-id", at, "use another id, such as finish or End", "end closes a subgraph, so it cannot be the id of a step")
}

// reserved words begin statements; as the id of a step they confuse Mermaid.
var reserved = map[string]bool{"subgraph": true, "graph": true, "flowchart": true, "click": true, "style": true, "linkStyle": true, "class": true, "classDef": true, "direction": true}

// keyword says whether a statement other than a chain begins here.
func (p *parser) keyword() bool {
	from := p.i
	word := p.word()
	p.skipSpaces()
	yes := word == "end" && p.statementEnd() || reserved[word] && !p.has("--") || (word == "accTitle" || word == "accDescr") && p.attribute()
	p.i = from
	return yes
}

// step reads id, id[Text] and id[Text]:::class.
func (p *parser) step() (mention, bool) {
	at := p.i
	id := p.word()
	switch {
	case id == "" && !p.end() && p.src[p.i] == '"':
		p.errorf("flow-id", at, `write id["Text"]`, "a step has an id before its text")
		return mention{}, false
	case id == "":
		p.unexpected()
		return mention{}, false
	case id == "end":
		p.reservedEnd(at)
		return mention{}, false
	case reserved[id]:
		p.errorf("flow-id", at, "use another id", "%q is a word of the language, so it cannot be the id of a step", id)
		return mention{}, false
	}
	n := p.nodes[id]
	if n == nil {
		if len(p.order) >= MaxNodes {
			if !p.tooMany {
				p.tooMany = true
				p.errorf("flow-limit", at, "make several charts", "the chart has more than %d steps", MaxNodes)
			}
			n = &draft{Node: Node{ID: id}} // read on for other mistakes, but keep nothing
		} else {
			n = &draft{Node: Node{ID: id, Text: id, Pos: p.pos(at)}, first: at}
			p.nodes[id] = n
			p.order = append(p.order, n)
		}
	}
	m := mention{node: n, at: at}
	if p.peek(0) == '@' {
		p.unexpected()
		return m, false
	}
	ok := true
	if s := p.shape(); s != noShape {
		p.i += len(shapes[s].open)
		m.given = true
		textAt := p.i
		raw, state := p.label(s, at, "step "+id)
		if state == labelRead {
			p.settle(n, s, raw, at, textAt)
		}
		ok = state != labelLost
	}
	if len(p.open) > 0 {
		top := &p.open[len(p.open)-1]
		top.members = append(top.members, m)
	}
	for ok && p.has(":::") {
		p.i += 3
		classAt := p.i
		name := p.word()
		if name == "" {
			p.errorf("flow-syntax", classAt, "write id:::name", "::: is followed by no class")
			return m, false
		}
		n.Classes = append(n.Classes, name)
	}
	return m, ok
}

// settle gives a step its text and shape.
func (p *parser) settle(n *draft, s shapeKind, raw string, at, textAt int) {
	text, dropped := plain(raw)
	p.dropped(textAt, dropped, "the text of step "+n.ID)
	if text == "" {
		p.errorf("flow-label", textAt, "write what the step says", "step %q has no text", n.ID)
		text = n.ID
	}
	if shapes[s].odd {
		p.warnf("flow-ignored", textAt-len(shapes[s].open), "use [ ] for an action, { } for a question, ([ ]) for start and outcomes, > ] for a timescale",
			"the shape %s %s is drawn as a plain box", shapes[s].open, shapes[s].close[0])
	}
	if n.given && (n.Text != text || n.shape != s) {
		p.warnf("flow-id", at, "write the text once and use the id alone elsewhere", "step %q has two texts or shapes; the last one counts", n.ID)
	}
	n.Text, n.shape, n.given, n.Pos = text, s, true, p.pos(at)
}

func (p *parser) dropped(at int, dropped []string, where string) {
	if len(dropped) > 0 {
		p.warnf("flow-ignored", at, "write plain words; <br> begins a new line", "%s in %s is not shown", strings.Join(dropped, " and "), where)
	}
}

// shapeKind is an index into shapes.
type shapeKind int

const (
	noShape    shapeKind = 0  // id alone
	plainShape shapeKind = -1 // stands for "the class has said it"; never an index
	pill       shapeKind = 3
)

// shapes in order of trial: longer openings first. Odd ones are Mermaid's but mean nothing here.
var shapes = []struct {
	open  string
	close []string
	kind  Kind
	odd   bool
}{
	noShape: {kind: Action},
	{"(((", []string{")))"}, Action, true},
	{"((", []string{"))"}, Action, true},
	pill: {"([", []string{"])"}, Action, false}, // start or outcome by its links
	{"[[", []string{"]]"}, Action, true},
	{"[(", []string{")]"}, Action, true},
	{"[/", []string{"/]", `\]`}, Action, true},
	{`[\`, []string{"/]", `\]`}, Action, true},
	{"{{", []string{"}}"}, Action, true},
	{"{", []string{"}"}, Question, false},
	{"[", []string{"]"}, Action, false},
	{"(", []string{")"}, Action, false},
	{">", []string{"]"}, Timescale, false},
}

func shapeOf(open string) shapeKind {
	for k := 1; k < len(shapes); k++ {
		if shapes[k].open == open {
			return shapeKind(k)
		}
	}
	panic("flow: there is no shape " + open)
}

// shape says which shape opens here, noShape when none does.
func (p *parser) shape() shapeKind {
	if p.has("{{{") { // a question that begins with a {{directive}}
		return shapeOf("{")
	}
	for k := 1; k < len(shapes); k++ {
		if p.has(shapes[k].open) {
			return shapeKind(k)
		}
	}
	return noShape
}

// directive gives the index after the {{...}} that begins at i, 0 when none does.
func (p *parser) directive(i int) int {
	if !p.hasAt(i, "{{") {
		return 0
	}
	for k := i + 2; k < len(p.src); k++ {
		switch p.src[k] {
		case '}':
			if p.hasAt(k, "}}") && k > i+2 {
				return k + 2
			}
			return 0
		case '\n', '{', '[', ']', '(', ')', '|', '"':
			return 0
		}
	}
	return 0
}

// directiveName is the first word of the site's directives, which a hexagon's text never is by intent.
var directiveName = regexp.MustCompile(`^\s*(standard|local|value)\s`)

// outcome of reading a label.
type labelState int

const (
	labelRead labelState = iota
	labelPast            // wrong and reported, but its end was found: what follows it can be read
	labelLost            // wrong and reported; the rest of the line cannot be read
)

// maxLabel is how far an unquoted label is looked through for its end: many times what fits a box.
const maxLabel = 2000

// label reads the text up to the closing bracket of shape s, and the bracket.
func (p *parser) label(s shapeKind, stepAt int, what string) (string, labelState) {
	from := p.i
	closes := shapes[s].close
	closed := func(i int) string {
		for _, c := range closes {
			if p.hasAt(i, c) {
				return c
			}
		}
		return ""
	}
	unclosed := func() (string, labelState) {
		p.errorf("flow-label", stepAt, "close it with "+closes[0], "the text of %s is never closed", what)
		p.i = p.lineEnd(from)
		return "", labelLost
	}

	p.skipBlankLines()
	if p.peek(0) == '"' {
		quoteAt := p.i
		text, ok := p.quoted(true)
		if !ok {
			return "", labelLost
		}
		p.skipBlankLines()
		c := closed(p.i)
		if c == "" {
			if p.crossed(quoteAt, p.i) {
				// More likely a lost quote whose partner is the next label's.
				p.errorf("flow-label", quoteAt, `write " before `+closes[0], "the quoted text of %s is not closed on its line", what)
				p.i = p.lineEnd(quoteAt)
			} else {
				p.errorf("flow-label", min(p.i, len(p.src)-1), "put all of the text in one pair of double quotes, and close it with "+closes[0], "the text of %s goes on after its quotes", what)
			}
			return "", labelLost
		}
		p.i += len(c)
		return text, labelRead
	}

	warned := false
	for !p.end() && p.i-from < maxLabel {
		if c := closed(p.i); c != "" {
			text := string(p.src[from:p.i])
			if c == "}}" && directiveName.MatchString(text) {
				p.errorf("flow-label", from-2, `write id["{{`+strings.TrimSpace(text)+`}}"]`, "{{%s}} straight after the id is a six-sided box", short(strings.TrimSpace(text)))
			}
			p.i += len(c)
			return text, labelRead
		}
		if k := p.directive(p.i); k > 0 {
			if !warned {
				p.warnf("flow-label", p.i, "put the whole text in double quotes", "Mermaid's own preview cannot read {{ }} in the text of %s unless it is quoted", what)
				warned = true
			}
			p.i = k
			continue
		}
		c := p.src[p.i]
		if !strings.ContainsRune(`[](){}|"`, c) {
			p.i++
			continue
		}
		if p.crossed(from, p.i) {
			return unclosed() // the bracket is another step's
		}
		p.errorf("flow-label", p.i, "put the text in double quotes", "the text of %s contains %q", what, c)
		if p.recover(closed) {
			return "", labelPast
		}
		return "", labelLost
	}
	return unclosed()
}

// recover goes past the label's closing bracket, counting brackets within the label. It gives up at the line's end.
func (p *parser) recover(closed func(int) string) bool {
	depth := 0
	for ; !p.end() && p.src[p.i] != '\n'; p.i++ {
		if c := closed(p.i); c != "" && depth <= 0 {
			p.i += len(c)
			return true
		}
		switch p.src[p.i] {
		case '[', '(', '{':
			depth++
		case ']', ')', '}':
			depth--
		}
	}
	return false
}

func (p *parser) skipBlankLines() {
	for !p.end() && unicode.IsSpace(p.src[p.i]) {
		p.i++
	}
}

// quoted reads "text", which in a step may run over lines.
func (p *parser) quoted(lines bool) (string, bool) {
	from := p.i
	for p.i++; !p.end() && (lines || p.src[p.i] != '\n'); p.i++ {
		if p.src[p.i] == '"' {
			p.i++
			return string(p.src[from+1 : p.i-1]), true
		}
	}
	p.errorf("flow-label", from, `write the second "`, "the double quote is never closed")
	p.i = p.lineEnd(from)
	return "", false
}

// link reads a link if one begins here. Place after is the end of the step before it: o and x are ends of a
// line only when a space parts them from that step, and only on its line.
func (p *parser) link(after int) (l link, found, ok bool) {
	l = link{kind: Normal, arrow: ArrowTo, at: p.i}
	left := rune(0)
	if c := p.peek(0); c == '<' || (c == 'o' || c == 'x') && p.i > after && !p.crossed(after, p.i) {
		if n := p.peek(1); n == '-' && (p.peek(2) == '-' || p.peek(2) == '.') || n == '=' && p.peek(2) == '=' {
			left = c
			p.i++
		}
	}
	n := 0     // strokes in a row
	text := "" // what begins the second half of a form with words inside: -- words -->
	switch {
	case p.has("--"):
		n = p.run('-')
		p.i += n
		text = "--"
	case p.has("-."):
		l.kind = Exception
		p.i++
		n = p.run('.')
		p.i += n
		text = ".-"
	case p.has("=="):
		l.kind = Main
		n = p.run('=')
		p.i += n
		text = "=="
	case p.has("~~~"):
		p.i += p.run('~')
		l.invisible = true
		p.warnf("flow-ignored", l.at, "take it out: the chart places its own steps", "an invisible link has no effect here")
		text, ok := p.answer()
		l.answer = text
		return l, true, ok
	default:
		p.i = l.at
		return l, false, true
	}
	if l.kind == Exception && p.peek(0) == '-' {
		p.i++
		text = ""
	} else if l.kind != Exception && (n > 2 || strings.ContainsRune(">xo", p.peek(0))) {
		text = ""
	}
	if text != "" {
		if !p.textForm(&l, text) {
			return l, true, false
		}
		if !p.heads(&l, left, true) {
			return l, true, false
		}
		p.skipSpaces()
		return l, true, true
	}
	if !p.heads(&l, left, n > 2 || l.kind == Exception) {
		return l, true, false
	}
	var labelled string
	labelled, ok = p.answer()
	l.answer = labelled
	return l, true, ok
}

// heads reads the far end of a line. Bare says whether the line may end without a head.
func (p *parser) heads(l *link, left rune, bare bool) bool {
	right := p.peek(0)
	switch right {
	case '>':
		p.i++
	case 'o', 'x':
		p.i++
		if next := p.peek(0); idPart(next) || next == '-' || next == '.' {
			p.errorf("flow-id", p.i-1, "write a space after the line", "%q straight after a line is read as the line's end, not as part of an id", right)
			return false
		}
	default:
		right = 0
		if !bare {
			p.unexpected()
			return false
		}
	}
	switch {
	case left == '<' && right == '>':
		l.arrow = ArrowBoth
	case left == '<':
		p.errorf("flow-syntax", l.at, "write the link the other way round, or <--> for both ways", "an arrow cannot point back only")
		return false
	case right == 0:
		l.arrow = ArrowNone
	}
	if left == 'o' || left == 'x' || right == 'o' || right == 'x' {
		p.warnf("flow-ignored", l.at, "write -->", "a round or crossed end is drawn as an arrow")
	}
	return true
}

// textForm reads the words and the second half of -- words -->, -. words .-> and == words ==>.
func (p *parser) textForm(l *link, stop string) bool {
	from := p.i
	p.skipSpaces()
	var raw string
	if p.peek(0) == '"' {
		var ok bool
		if raw, ok = p.quoted(false); !ok {
			return false
		}
		p.skipSpaces()
	} else {
		p.i = from
	}
	begin := p.i
	for !p.has(stop) {
		if p.end() || p.src[p.i] == '\n' {
			p.errorf("flow-syntax", l.at, "write -- words -->, or -->|words|", "the words of the link are not followed by its second half")
			return false
		}
		p.i++
	}
	if rest := string(p.src[begin:p.i]); raw == "" {
		raw = rest
	} else if strings.TrimSpace(rest) != "" {
		p.errorf("flow-label", begin, "put all of the words in one pair of double quotes", "the words of the link go on after their quotes")
	}
	half := p.i
	n := p.run([]rune(stop)[0])
	p.i += n
	complete := false
	if stop == ".-" {
		if complete = p.peek(0) == '-'; complete {
			p.i++
		}
	} else {
		complete = n > 2 || strings.ContainsRune(">xo", p.peek(0))
	}
	if !complete {
		p.errorf("flow-syntax", half, "write -- words -->, or -->|words|", "the second half of the link has no end")
		return false
	}
	l.answer = p.words(raw, from)
	return true
}

// answer reads |words| if they follow.
func (p *parser) answer() (string, bool) {
	before := p.i
	p.skipSpaces()
	if p.peek(0) != '|' {
		p.i = before
		return "", true
	}
	bar := p.i
	p.i++
	from := p.i
	p.skipSpaces()
	if p.peek(0) == '"' {
		raw, ok := p.quoted(false)
		if !ok {
			return "", false
		}
		p.skipSpaces()
		if p.peek(0) != '|' {
			p.errorf("flow-label", min(p.i, len(p.src)-1), `write |"words"|`, "the words of the link go on after their quotes")
			return "", false
		}
		p.i++
		return p.words(raw, from), true
	}
	for ; !p.end() && p.src[p.i] != '\n'; p.i++ {
		if k := p.directive(p.i); k > 0 {
			p.i = k - 1
			continue
		}
		switch c := p.src[p.i]; c {
		case '|':
			p.i++
			return p.words(string(p.src[from:p.i-1]), from), true
		case '[', ']', '(', ')', '{', '}', '"':
			p.errorf("flow-label", p.i, `put the words in double quotes: |"words"|`, "the words of the link contain %q", c)
			for ; !p.end() && p.src[p.i] != '\n'; p.i++ {
				if p.src[p.i] == '|' {
					p.i++
					return "", true
				}
			}
			return "", false
		}
	}
	p.errorf("flow-label", bar, "write |words|", "the words of the link are never closed with |")
	return "", false
}

// words cleans the words of a link.
func (p *parser) words(raw string, at int) string {
	text, dropped := plain(raw)
	p.dropped(at, dropped, "the words of the link")
	return oneLine(text)
}

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// forbidden says why a link may not lead to href, "" when it may. Browsers drop control characters and take \
// for /, so both are refused rather than looked through.
func forbidden(href string) (wrong, hint string) {
	const allowed = "use a page of the site, an https address or mailto"
	switch s := strings.ToLower(scheme.FindString(href)); {
	case href == "":
		return "the link has no target", allowed
	case strings.ContainsFunc(href, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) || r == '\\' }):
		return "the link's target contains a space, a backslash or a control character", "write %20 for a space and / for a backslash"
	case strings.HasPrefix(href, "//"):
		return "the link's target names a host without a scheme", "write https:// before it"
	case s == "" || s == "http:" || s == "https:" || s == "mailto:":
		return "", ""
	default:
		return "a link may not lead to " + s, allowed
	}
}
