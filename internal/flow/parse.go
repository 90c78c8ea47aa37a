package flow

import (
	"slices"
	"strings"
	"unicode"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// parser reads a block from its first character to its last, once. What can only be known at the end waits
// there: whether a name is a step or a lane, what a rounded box is, whether a class or click names a step.
type parser struct {
	*scanner
	g         Graph
	nodes     map[string]*draft
	order     []*draft
	lanes     map[string]int
	open      []openLane
	edges     []roughEdge
	later     []func() // class and click, once every step is known
	frontName string   // title in front matter
	unbraced  bool     // no } follows any more: do not look for it again
	tooMany   bool     // the limit on steps has been reported
	tooLinked bool     // the limit on links has been reported
	tooNested bool     // the limit on subgraphs has been reported
}

// draft is a step in the making.
type draft struct {
	Node
	first  int // where first mentioned
	shape  shapeKind
	given  bool // the shape and text were written
	inLane bool
}

type openLane struct {
	index   int // in g.Lanes; -1 when the lane could not be read
	from    int
	members []mention
}

type mention struct {
	node  *draft
	at    int
	given bool // the step's text was written here
}

type roughEdge struct {
	from, to     string
	fromAt, toAt int
	edge         Edge
}

// IsFlowchart says whether a Mermaid block declares itself a flowchart, so that a page may show other kinds of
// diagram as text rather than have them refused here.
func IsFlowchart(source string) bool {
	p := &parser{scanner: newScanner(source, site.Source{})}
	p.frontMatter()
	p.skipBlank(true)
	word := p.word()
	return word == "flowchart" || word == "graph"
}

// Parse reads the source of one block. Place at is the opening fence: line 1 of the source is the line after
// it. Findings come in the order of the source; the Graph is nil when any of them is an error, so that no chart
// is ever drawn that differs from what was written.
func Parse(source string, at site.Source) (*Graph, []diag.Finding) {
	p := &parser{scanner: newScanner(source, at), nodes: map[string]*draft{}, lanes: map[string]int{}}
	p.g.Pos = at
	p.frontMatter()
	if p.header() {
		p.statements()
		p.finish()
	}
	slices.SortStableFunc(p.found, func(a, b diag.Finding) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	for _, f := range p.found {
		if f.Severity == diag.Error {
			return nil, p.found
		}
	}
	return &p.g, p.found
}

// frontMatter reads a block between --- lines at the very beginning. Only its title counts.
func (p *parser) frontMatter() {
	for !p.end() && unicode.IsSpace(p.src[p.i]) {
		p.i++
	}
	from := p.i
	if !p.has("---") || strings.TrimSpace(string(p.src[p.i:p.lineEnd(p.i)])) != "---" {
		return
	}
	for p.skipLine(); !p.end(); p.skipLine() {
		p.i++ // the line end
		begin := p.i
		line := string(p.src[begin:p.lineEnd(begin)])
		key, value, pair := strings.Cut(line, ":")
		switch {
		case strings.TrimSpace(line) == "---":
			p.skipLine()
			return
		case strings.TrimSpace(line) == "", strings.HasPrefix(line, "#"), strings.HasPrefix(line, " "), strings.HasPrefix(line, "\t"):
			// Blank, a comment, or inside a key that was warned about.
		case pair && key == "title":
			value = strings.TrimSpace(value)
			if n := len(value); n >= 2 && (value[0] == '"' || value[0] == '\'') && value[n-1] == value[0] {
				value = value[1 : n-1]
			}
			text, _ := plain(value)
			p.frontName = oneLine(text)
		default:
			p.warnf("flow-ignored", begin, "take it out: only title is read here", "front matter %q of the chart has no effect", short(strings.TrimSpace(key)))
		}
	}
	p.errorf("flow-syntax", from, "end it with a line of three dashes", "the chart's front matter is never closed")
}

// otherDiagrams are the first words of Mermaid's other diagrams, for the message only.
var otherDiagrams = []string{"sequenceDiagram", "classDiagram", "stateDiagram", "stateDiagram-v2", "erDiagram", "gantt", "journey", "pie", "mindmap", "timeline",
	"gitGraph", "quadrantChart", "requirementDiagram", "sankey-beta", "xychart-beta", "block-beta", "kanban", "packet-beta", "architecture-beta"}

func (p *parser) header() bool {
	p.skipBlank(true)
	from := p.i
	const hint = "begin the block with flowchart TD (from the top) or flowchart LR (from the left)"
	if p.end() {
		p.errorf("flow-header", max(0, len(p.src)-1), hint, "the block has no flowchart")
		return false
	}
	word := p.word()
	if word != "flowchart" && word != "graph" {
		switch {
		case slices.Contains(otherDiagrams, word):
			p.errorf("flow-header", from, "write it as a flowchart, or as a list in the page", "%s is a Mermaid diagram but not a flowchart", word)
		default:
			p.errorf("flow-header", from, hint, "the block does not begin with flowchart")
		}
		return false
	}
	p.g.Dir = Down
	if p.skipSpaces(); p.statementEnd() {
		return true
	}
	from = p.i
	text, _ := p.rest(";")
	switch text {
	case "TD", "TB":
	case "LR":
		p.g.Dir = Right
	case "BT":
		p.warnf("flow-ignored", from, "write TD", "direction BT is drawn from the top, as TD")
	case "RL":
		p.g.Dir = Right
		p.warnf("flow-ignored", from, "write LR", "direction RL is drawn from the left, as LR")
	default:
		p.errorf("flow-header", from, "write TD or LR, and the first step on the next line", "%q is not a direction", short(text))
	}
	return true
}

// statements reads everything after the header. A statement that cannot be read is reported and its line left.
func (p *parser) statements() {
	for {
		p.skipBlank(true)
		if p.end() {
			break
		}
		if !p.statement() {
			p.skipLine()
			continue
		}
		if p.skipSpaces(); !p.statementEnd() {
			p.unexpected()
			p.skipLine()
		}
	}
	for _, l := range slices.Backward(p.open) {
		p.errorf("flow-lane", l.from, "write end on a line of its own after the lane's last step", "the subgraph is never closed")
		p.closeLane(l)
	}
}

// unexpected explains what stands where a statement should have ended.
func (p *parser) unexpected() {
	if p.end() || p.src[p.i] == '\n' || p.src[p.i] == ';' {
		p.errorf("flow-syntax", min(p.i, len(p.src)-1), "write a step after &", "a step is missing")
		return
	}
	switch c := p.src[p.i]; {
	case p.has("%%"):
		p.errorf("flow-syntax", p.i, "put it on a line of its own", "a comment does not follow a statement on the same line")
	case p.has("->"), p.has("=>"), p.has("→"), p.has("- >"):
		p.errorf("flow-syntax", p.i, "write -->", "this arrow is not a link")
	case c == '&':
		p.errorf("flow-syntax", p.i, "write it with a space on both sides, and a step after it", "& is out of place")
	case strings.ContainsRune("[({>", c):
		p.errorf("flow-syntax", p.i, "write the bracket straight after the step's id", "%q is parted from its step by a space, or follows no step", c)
	case c == '@':
		p.errorf("flow-unsupported", p.i, "give the shape by brackets, as in id{Question}, and links no ids", "@ is not supported")
	case c == '<' && (p.peek(1) == '-' || p.peek(1) == '=') || strings.ContainsRune("-=~", c):
		p.errorf("flow-syntax", p.i, "write --> (usual), -.-> (exception) or ==> (main)", "this is not a link")
	default:
		p.errorf("flow-syntax", p.i, "write one statement to a line; names of steps hold letters, digits, _, - and .", "unexpected %q", c)
	}
}

// statement reads one and says whether it could be read to its end.
func (p *parser) statement() bool {
	from := p.i
	word := p.word()
	after := p.peek(0)
	// "style --> B" is a step with a forbidden id, not a style.
	spaced := (p.statementEnd() || unicode.IsSpace(after)) && !p.linkFollows()
	switch {
	case word == "accTitle" && p.attribute(), word == "accDescr" && p.attribute():
		return p.describe(word, from)
	case word == "subgraph" && spaced:
		return p.subgraph(from)
	case word == "end":
		p.skipSpaces()
		if !p.statementEnd() && !p.has("%%") {
			p.reservedEnd(from)
			return false
		}
		if len(p.open) == 0 {
			p.errorf("flow-lane", from, "take it out; a step cannot have the id end either", "end closes no subgraph")
			return true
		}
		p.closeLane(p.open[len(p.open)-1])
		p.open = p.open[:len(p.open)-1]
		return true
	case word == "direction" && spaced:
		if to, _ := p.rest(";"); !slices.Contains([]string{"TB", "TD", "BT", "LR", "RL"}, to) {
			p.errorf("flow-syntax", from, "take it out: the chart's first line gives its direction", "%q is not a direction", short(to))
			return true
		}
		p.warnf("flow-ignored", from, "take it out: the whole chart has one direction, in its first line", "direction has no effect here")
		return true
	case (word == "style" || word == "linkStyle") && spaced:
		p.skipLine() // styles hold semicolons
		p.warnf("flow-ignored", from, "take it out: the site's theme sets colours; use class for a meaning", "%s has no effect here", word)
		return true
	case word == "classDef" && spaced:
		p.skipLine() // as above; the name needs no declaration here
		return true
	case word == "class" && spaced:
		return p.class(from)
	case word == "click" && spaced:
		return p.click(from)
	}
	p.i = from
	return p.chain()
}

func (p *parser) linkFollows() bool {
	from := p.i
	p.skipSpaces()
	yes := p.has("--") || p.has("-.") || p.has("==") || p.has("<-") || p.has("<=")
	p.i = from
	return yes
}

// attribute says whether the word just read is followed as accTitle and accDescr are.
func (p *parser) attribute() bool {
	k := 0
	for c := p.peek(k); c != '\n' && unicode.IsSpace(c); c = p.peek(k) {
		k++
	}
	return p.peek(k) == ':' && p.peek(k+1) != ':' || p.peek(k) == '{'
}

func (p *parser) describe(word string, from int) bool {
	p.skipSpaces()
	var raw string
	if p.peek(0) == ':' {
		p.i++
		raw, _ = p.rest("") // semicolons are words here
	} else if word == "accTitle" {
		p.errorf("flow-title", p.i, "write accTitle: and the title on one line", "accTitle takes no braces")
		return false
	} else {
		p.i++
		begin := p.i
		for !p.unbraced && !p.end() && p.src[p.i] != '}' {
			if k := p.directive(p.i); k > 0 {
				p.i = k
			} else {
				p.i++
			}
		}
		if p.unbraced || p.end() {
			p.unbraced = true
			p.errorf("flow-title", from, "end the description with }", "accDescr { is never closed")
			p.i = begin
			return false
		}
		raw = string(p.src[begin:p.i])
		p.i++
	}
	text, _ := plain(raw)
	if word == "accTitle" {
		p.g.Title = oneLine(text)
	} else {
		p.g.Descr = text
	}
	return true
}

// finish settles what had to wait for the end.
func (p *parser) finish() {
	p.resolveLanes()
	for _, f := range p.later {
		f()
	}
	for _, d := range p.order {
		d.Kind = shapes[d.shape].kind
		for _, c := range d.Classes {
			if k := Kind(c); slices.Contains(kinds, k) {
				d.Kind, d.shape = k, plainShape
			}
		}
		p.g.Nodes = append(p.g.Nodes, d.Node)
	}
	for _, f := range p.found {
		if f.Severity == diag.Error {
			return
		}
	}
	if len(p.g.Nodes) == 0 {
		p.errorf("flow-syntax", max(0, len(p.src)-1), "write its first step, such as start([Start])", "the chart has no steps")
		return
	}
	// A pill is the start when nothing leads to it and an outcome when nothing leaves it. All pills are judged on
	// the same links: a pill never changes what counts as a link.
	w := newWays(&p.g)
	for i, d := range p.order {
		switch {
		case d.shape != pill:
		case w.in[i] == 0:
			p.g.Nodes[i].Kind = Start
		case len(w.out[i]) == 0:
			p.g.Nodes[i].Kind = Outcome
		}
	}
	if s := w.starts(); len(s) == 1 {
		p.g.Start = p.g.Nodes[s[0]].ID
	}
	if p.g.Title == "" {
		p.g.Title = p.frontName
	}
	p.g.ID = slug(p.g.Title)
}

// resolveLanes turns links to and from a lane into links to its first and from its last step. Mermaid draws them
// to the lane's border, which says nothing about what to do next; hence the warning.
func (p *parser) resolveLanes() {
	first, last := map[string]*draft{}, map[string]*draft{}
	var steps []*draft
	for _, d := range p.order {
		if _, lane := p.lanes[d.ID]; !lane {
			steps = append(steps, d)
			for id := d.Lane; id != ""; id = p.g.Lanes[p.lanes[id]].Parent {
				if first[id] == nil {
					first[id] = d
				}
				last[id] = d
			}
		} else {
			if d.given {
				p.errorf("flow-id", d.first, "give one of them another id", "%q is both a step and a subgraph", short(d.ID))
			}
			delete(p.nodes, d.ID)
		}
	}
	p.order = steps
	settle := func(id string, at int, ends map[string]*draft, which string) (string, bool) {
		if _, lane := p.lanes[id]; !lane {
			return id, true
		}
		d := ends[id]
		if d == nil {
			p.errorf("flow-lane", at, "link to a step", "the link goes to or from the subgraph %q, which has no steps", short(id))
			return "", false
		}
		p.warnf("flow-lane", at, "write the step that is meant", "%q is a subgraph; the link is taken to mean its %s step, %q", short(id), which, d.ID)
		return d.ID, true
	}
	for _, r := range p.edges {
		from, okFrom := settle(r.from, r.fromAt, last, "last")
		to, okTo := settle(r.to, r.toAt, first, "first")
		if okFrom && okTo {
			r.edge.From, r.edge.To = from, to
			p.g.Edges = append(p.g.Edges, r.edge)
		}
	}
}
