package flow

import (
	"fmt"
	"strings"
)

// Export is a chart for other programs: what was written, with what was made of it (kinds, the numbers of steps,
// which links lead back).
type Export struct {
	Title       string       `json:"title"`
	Description string       `json:"description"`
	Direction   Direction    `json:"direction"`
	Start       string       `json:"start,omitempty"` // id; none when there is no start or more than one
	Line        int          `json:"line"`            // of the opening fence
	Nodes       []ExportNode `json:"nodes"`           // in the order of the numbered steps
	Links       []ExportLink `json:"links"`           // in source order
	Lanes       []ExportLane `json:"lanes"`           // in source order
}

// ExportNode is one step.
type ExportNode struct {
	ID      string   `json:"id"`
	Number  int      `json:"number"` // in the outline, from 1
	Kind    Kind     `json:"kind"`
	Text    string   `json:"text"`           // lines divided by \n
	Lane    string   `json:"lane,omitempty"` // id of the innermost lane
	Link    string   `json:"link,omitempty"` // as written
	Tooltip string   `json:"tooltip,omitempty"`
	Classes []string `json:"classes,omitempty"`
	Line    int      `json:"line"`
}

// ExportLink is one link.
type ExportLink struct {
	From   string   `json:"from"`
	To     string   `json:"to"`
	Answer string   `json:"answer,omitempty"`
	Kind   EdgeKind `json:"kind"`
	Arrow  Arrow    `json:"arrow"`
	Back   bool     `json:"back,omitempty"` // leads back to a step already passed
	Line   int      `json:"line"`
}

// ExportLane is one lane.
type ExportLane struct {
	ID     string     `json:"id"`
	Title  string     `json:"title"`
	Parent string     `json:"parent,omitempty"`
	Age    *ExportAge `json:"age,omitempty"`
	Line   int        `json:"line"`
}

// ExportAge is an age band in whole years, from the first age up to, and without, the second.
type ExportAge struct {
	From  int  `json:"from"`
	Below *int `json:"below,omitempty"` // none: no upper end
}

// NewExport fills an Export. words turns a text as it was written into the one that is printed; nil leaves it.
func NewExport(g *Graph, words func(string) string) Export {
	words = orAsWritten(words)
	e := Export{Title: words(g.Title), Description: words(g.Descr), Direction: g.Dir, Start: g.Start, Line: g.Pos.Line,
		Nodes: []ExportNode{}, Links: []ExportLink{}, Lanes: []ExportLane{}}
	nodes := map[string]*Node{}
	for i := range g.Nodes {
		nodes[g.Nodes[i].ID] = &g.Nodes[i]
	}
	for _, s := range Outline(g) {
		n := nodes[s.Node]
		x := ExportNode{ID: n.ID, Number: s.Number, Kind: n.Kind, Text: words(n.Text), Lane: n.Lane, Classes: n.Classes, Line: n.Pos.Line}
		if n.Link != nil {
			x.Link, x.Tooltip = n.Link.Href, n.Link.Tooltip
		}
		e.Nodes = append(e.Nodes, x)
	}
	back := backLinks(g)
	for k, l := range g.Edges {
		e.Links = append(e.Links, ExportLink{From: l.From, To: l.To, Answer: words(l.Answer), Kind: l.Kind, Arrow: l.Arrow, Back: back[k], Line: l.Pos.Line})
	}
	for _, l := range g.Lanes {
		x := ExportLane{ID: l.ID, Title: words(l.Title), Parent: l.Parent, Line: l.Pos.Line}
		if l.Age != nil {
			x.Age = &ExportAge{From: l.Age.From}
			if l.Age.To >= 0 {
				below := l.Age.To
				x.Age.Below = &below
			}
		}
		e.Lanes = append(e.Lanes, x)
	}
	return e
}

func orAsWritten(words func(string) string) func(string) string {
	if words == nil {
		return func(s string) string { return s }
	}
	return words
}

// OutlineText is the outline as plain text, for a terminal, a message or a diff.
func OutlineText(g *Graph, words func(string) string) string {
	words = orAsWritten(words)
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", words(g.Title))
	if g.Descr != "" {
		fmt.Fprintf(&b, "%s\n", oneLine(words(g.Descr)))
	}
	b.WriteByte('\n')
	for _, s := range Outline(g) {
		fmt.Fprintf(&b, "%d. ", s.Number)
		switch s.Kind {
		case Start, Question, Outcome:
			fmt.Fprintf(&b, "%s%s: ", strings.ToUpper(string(s.Kind[:1])), s.Kind[1:])
		}
		b.WriteString(oneLine(words(s.Text)))
		if s.Lane != "" {
			fmt.Fprintf(&b, " (%s)", words(s.Lane))
		}
		b.WriteByte('\n')
		for _, a := range s.Answers {
			way := "go to step"
			if a.Back {
				way = "go back to step"
			}
			if a.Text != "" {
				fmt.Fprintf(&b, "   %s: %s %d\n", words(a.Text), way, a.To)
			} else if len(s.Answers) > 1 || a.To != s.Number+1 {
				fmt.Fprintf(&b, "   %s %d\n", way, a.To)
			}
		}
	}
	return b.String()
}
