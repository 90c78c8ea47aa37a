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
