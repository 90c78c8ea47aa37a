// Package flow reads a decision flowchart written as a Mermaid flowchart block and says what is wrong with it.
//
// The block is Mermaid so that a git host draws it in a pull request; the reader is ours so that every
// mistake is a finding at file, line and column with a fix, and so that one value, the Graph, can be drawn,
// listed as numbered steps, searched and compared.
//
// # Words
//
// A step is a box (Node). A way out of a step is a link (Edge); its label is an answer. A lane is a subgraph.
// A marker is a note, or a timescale that nothing flows through: it hangs on a step and is not a way on.
//
// # What may be written
//
//	flowchart TD
//	    accTitle: Routes to permanence, under 2
//	    accDescr: From the first planning meeting to a permanent home.
//	    subgraph sw [Social worker]
//	        start([Child starts to be looked after]) --> home{Is a return home likely?}
//	        home -->|Yes| plan["Plan the return (with the family)"]
//	        home -.->|No| other[Look at other routes]
//	    end
//	    plan --> back([Child is home])
//	    other --> adopt([Another route is chosen])
//	    due>"Within {{standard first-review}}"] -.- plan
//	    click plan "../routes/return-home.md" "Return home"
//
// The shape says the kind: { } a question, [ ] and ( ) an action, ([ ]) the start when nothing leads to it and
// an outcome when nothing leaves it, > ] a timescale. "class ID KIND" or ID:::KIND overrides the shape, where
// KIND is start, question, action, outcome, timescale or note. The line says the importance: --> the usual way,
// -.-> an exception, ==> the main way; --- has no arrow, <--> goes both ways.
//
// Site directives such as {{standard first-review}} stay in a label as they were written. Mermaid itself takes
// them only in a quoted label, so an unquoted one is read but warned about.
//
// Read but without effect, each with a warning: style, linkStyle, direction, front matter other than a title,
// %%{init}%%, invisible links, other shapes, round and cross ends, HTML other than <br>. Colours of classDef are
// dropped without a word: the theme has its own. Anything else is an error; there is no silent fallback.
//
// # Order of work
//
// Parse reads the block and returns a Graph only when there is no error. Lint says what a sound chart still
// lacks. Outline numbers the steps. Layout places them, phase by phase as its body lists them, and gives a Drawing:
// where everything stands, in pixels, and nothing of how it looks. Fit does so for a given width. A Drawing writes
// itself as SVG, Inline for a page with a style sheet or Standalone as a file with its own colours.
package flow

import "waymark/internal/site"

// Direction is the way the chart runs.
type Direction string

const (
	Down  Direction = "TD" // from the top
	Right Direction = "LR" // from the left
)

// Kind is what a step asks of its reader.
type Kind string

const (
	Start     Kind = "start"
	Question  Kind = "question"
	Action    Kind = "action"
	Outcome   Kind = "outcome"
	Timescale Kind = "timescale"
	Note      Kind = "note"
)

// EdgeKind is how usual a way is.
type EdgeKind string

const (
	Normal    EdgeKind = "normal"    // -->
	Exception EdgeKind = "exception" // -.->
	Main      EdgeKind = "main"      // ==>
)

// Arrow says which ends of a link have a head.
type Arrow string

const (
	ArrowTo   Arrow = "to"   // -->
	ArrowNone Arrow = "none" // ---, read as going from the first to the second
	ArrowBoth Arrow = "both" // <-->, also a way back
)

// Graph is one flowchart. It is built whole by Parse and not changed afterwards.
type Graph struct {
	ID    string // from the title, "routes-to-permanence-under-2"; not made unique within a page
	Title string // accTitle, or else the title in the block's front matter
	Descr string // accDescr
	Dir   Direction
	Start string // id of the step it begins with; "" when there is none or more than one
	Nodes []Node // in order of first mention
	Edges []Edge // in source order; two links between the same steps stay two
	Lanes []Lane // in order of their opening lines
	Pos   site.Source
}

// Node is one step.
type Node struct {
	ID      string
	Kind    Kind
	Text    string // plain text, lines divided by \n; no markup, but not escaped for HTML
	Link    *Link  // nil when there is no click line
	Lane    string // id of the innermost lane; "" when in none
	Classes []string
	Pos     site.Source // of the id where the text was given, else where first mentioned
}

// Link is where a step leads for guidance: http, https, mailto, or a path within the site as it was written.
// Whether a path exists is for the checker of links to say.
type Link struct {
	Href    string
	Tooltip string
	Pos     site.Source // of the target
}

// Edge is one link from step to step.
type Edge struct {
	From, To string
	Answer   string // one line; "" when not labelled
	Kind     EdgeKind
	Arrow    Arrow
	Pos      site.Source // of the line or arrow
}

// Lane is one subgraph.
type Lane struct {
	ID     string
	Title  string
	Parent string   // id of the lane around it; "" when there is none
	Age    *AgeBand // read from the title; nil when the title is not an age band
	Pos    site.Source
}

// What a chart may hold at most, so that it can be laid out and read. The limit on links bounds what
// "A & B --> C & D", which multiplies, can ask for.
const (
	MaxNodes = 500
	MaxEdges = 1000
	MaxLanes = 100
)

// way is a way on from a step: an edge, or the return of a two-way edge.
type way struct {
	edge   int
	to     int  // index in Nodes
	back   bool // the return of a two-way edge
	answer string
}

// ways holds the graph as indexes, with markers taken out of the flow.
type ways struct {
	g      *Graph
	at     map[string]int
	out    [][]way // ways on, in source order
	in     []int   // number of ways that lead here
	hung   [][]int // markers that hang on the step, in source order
	marker []bool
}

func newWays(g *Graph) *ways {
	w := &ways{g: g, at: make(map[string]int, len(g.Nodes))}
	for i, n := range g.Nodes {
		w.at[n.ID] = i
	}
	w.out = make([][]way, len(g.Nodes))
	w.in = make([]int, len(g.Nodes))
	w.hung = make([][]int, len(g.Nodes))
	w.marker = make([]bool, len(g.Nodes))

	// A timescale is a step when arrows lead both to it and from it; otherwise it is a marker.
	arrowIn, arrowOut := make([]bool, len(g.Nodes)), make([]bool, len(g.Nodes))
	for _, e := range g.Edges {
		if e.Arrow == ArrowNone {
			continue
		}
		from, to := w.at[e.From], w.at[e.To]
		arrowOut[from], arrowIn[to] = true, true
		if e.Arrow == ArrowBoth {
			arrowOut[to], arrowIn[from] = true, true
		}
	}
	for i, n := range g.Nodes {
		w.marker[i] = n.Kind == Note || n.Kind == Timescale && !(arrowIn[i] && arrowOut[i])
	}

	for k, e := range g.Edges {
		from, to := w.at[e.From], w.at[e.To]
		switch {
		case w.marker[to]: // also when both are markers: the second hangs on the first
			w.hung[from] = append(w.hung[from], to)
		case w.marker[from]:
			w.hung[to] = append(w.hung[to], from)
		case e.Arrow == ArrowNone && (g.Nodes[from].Kind == Timescale || g.Nodes[to].Kind == Timescale):
			// A plain line to a timescale that is also a step adds nothing to the flow.
		default:
			w.out[from] = append(w.out[from], way{edge: k, to: to, answer: e.Answer})
			w.in[to]++
			if e.Arrow == ArrowBoth {
				w.out[to] = append(w.out[to], way{edge: k, to: from, back: true, answer: e.Answer})
				w.in[from]++
			}
		}
	}
	return w
}

// starts lists the steps the chart may begin with: those of kind Start, or, when there are none, those
// that nothing leads to.
func (w *ways) starts() []int {
	var kind, roots []int
	for i, n := range w.g.Nodes {
		if n.Kind == Start {
			kind = append(kind, i)
		}
		if w.in[i] == 0 && !w.marker[i] {
			roots = append(roots, i)
		}
	}
	if len(kind) > 0 {
		return kind
	}
	return roots
}
