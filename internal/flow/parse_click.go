package flow

import (
	"strings"
	"unicode"
)

// kinds that a class may give a step.
var kinds = []Kind{Start, Question, Action, Outcome, Timescale, Note}

func (p *parser) class(from int) bool {
	raw, begin := p.rest(";")
	cut := strings.LastIndexFunc(raw, unicode.IsSpace)
	if cut < 0 {
		p.errorf("flow-syntax", from, "write class id,id name", "class needs steps and a name")
		return true
	}
	name := strings.TrimSpace(raw[cut:])
	at := begin
	for id := range strings.SplitSeq(raw[:cut], ",") {
		place := at + len([]rune(id)) - len([]rune(strings.TrimLeftFunc(id, unicode.IsSpace)))
		at += len([]rune(id)) + 1
		id = strings.TrimSpace(id)
		p.later = append(p.later, func() {
			if n := p.nodes[id]; n != nil {
				n.Classes = append(n.Classes, name)
			} else if _, lane := p.lanes[id]; !lane {
				p.warnf("flow-ignored", place, "mend the id or take it out", "class names %q, which is not a step", short(id))
			}
		})
	}
	return true
}

// click reads: click ID ["href"] "target" ["tooltip"] [_blank].
func (p *parser) click(from int) bool {
	p.skipSpaces()
	idAt := p.i
	id := p.word()
	const form = `write click id "target" "tooltip"`
	if id == "" {
		p.errorf("flow-syntax", p.i, form, "click names no step")
		return false
	}
	p.skipSpaces()
	at := p.i
	if p.peek(0) != '"' {
		if word := p.word(); word != "href" {
			if p.statementEnd() && word == "" {
				p.errorf("flow-link", from, form, "click has no target")
			} else {
				p.errorf("flow-link", at, "write a link in its place: click "+id+` "page.md"`, "click may not run a script")
			}
			return false
		}
		p.skipSpaces()
		at = p.i
		if p.peek(0) != '"' {
			p.errorf("flow-link", at, form, "the target after href is not in double quotes")
			return false
		}
	}
	href, ok := p.quoted(false)
	if !ok {
		return false
	}
	link := &Link{Href: strings.TrimSpace(href), Pos: p.pos(at)}
	if wrong, hint := forbidden(link.Href); wrong != "" {
		p.errorf("flow-link", at, hint, "%s", wrong)
	}
	p.skipSpaces()
	if p.peek(0) == '"' {
		tip, ok := p.quoted(false)
		if !ok {
			return false
		}
		text, _ := plain(tip)
		link.Tooltip = oneLine(text)
		p.skipSpaces()
	}
	if at := p.i; p.peek(0) == '_' {
		p.word()
		p.warnf("flow-ignored", at, "take it out: the reader chooses where a link opens", "a window for the link has no effect here")
	}
	p.later = append(p.later, func() {
		switch n := p.nodes[id]; {
		case n == nil:
			p.errorf("flow-link", idAt, "use the id of a step in this chart", "click names %q, which is not a step", short(id))
		case n.Link != nil:
			p.warnf("flow-link", idAt, "keep one of them; write the others in the page", "step %q has two links; the last one counts", id)
			n.Link = link
		default:
			n.Link = link
		}
	})
	return true
}
