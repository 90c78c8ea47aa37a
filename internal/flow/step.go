package flow

import (
	"regexp"
	"strings"
	"unicode"
)

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

// labelLines is how many lines an unquoted label may run over. A label that is never closed would otherwise be
// looked for to the end of the source, from every line.
const labelLines = 10

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

	warned, lines := false, 1
	for !p.end() && lines <= labelLines {
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
			if c == '\n' {
				lines++
			}
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
