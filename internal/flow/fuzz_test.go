package flow

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"waymark/internal/diag"
)

// FuzzParse holds what must be true of any text: it is read in good time, findings lie within it, a refused
// text gives no graph and says why, and an accepted one is whole.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"", "flowchart TD\n", "flowchart TD\na --> b", "graph LR;a-->|Yes|b;b-- No -->c",
		"flowchart TD\naccTitle: T\naccDescr {\nD\n}\ns([S]) --> q{Q?}\nq -->|Yes| o([O])\nq -.->|No| q\nclick q \"a.md\" \"tip\"\nclass o outcome",
		"flowchart TD\nsubgraph s [S]\nsubgraph \"t u\"\na & b --> c & s\nend\nend\ns --> a\nt>In {{standard x}}] -.- a",
		"---\ntitle: x\n---\nflowchart RL\na[\"q\nr\"] <--> b{{x}}:::note ~~~ c[/y\\]\nstyle a fill:red\n%%{init: {}}%%\n%% c",
		"flowchart TD\na[x (y)] --> end\nclick a call f()\nb[\"x]\nc --o d\ne---oF\nend\na &\na ==", "flowchart TD\nsubgraph a\na[x]\nend\na{{{standard x}}}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		began := time.Now()
		g, found := Parse(source, fence)
		if took := time.Since(began); took > 2*time.Second {
			t.Fatalf("took %v for %d bytes", took, len(source))
		}
		errors := 0
		lines := strings.Count(source, "\n") + strings.Count(source, "\r") + 1
		for _, x := range found {
			if x.Severity == diag.Error {
				errors++
			}
			if x.Line < fence.Line || x.Line > fence.Line+lines || x.Column < 1 {
				t.Fatalf("%v is outside a source of %d lines", x, lines)
			}
			if x.Message == "" || x.Hint == "" || x.Check == "" {
				t.Fatalf("says too little: %+v", x)
			}
		}
		if (g == nil) != (errors > 0) {
			t.Fatalf("graph %v with %d errors", g, errors)
		}
		again, foundAgain := Parse(source, fence)
		if !reflect.DeepEqual(g, again) || !reflect.DeepEqual(found, foundAgain) {
			t.Fatal("two readings differ")
		}
		if g == nil {
			return
		}
		whole(t, g)
	})
}

func whole(t *testing.T, g *Graph) {
	nodes, lanes := map[string]bool{}, map[string]bool{"": true}
	for _, l := range g.Lanes { // a lane opens after the one around it
		if lanes[l.ID] || !lanes[l.Parent] {
			t.Fatalf("lane %+v: its id is taken or its parent unknown", l)
		}
		lanes[l.ID] = true
	}
	for _, n := range g.Nodes {
		if nodes[n.ID] || n.ID == "" || n.Text == "" || n.Kind == "" || !lanes[n.Lane] {
			t.Fatalf("step %+v is not whole", n)
		}
		if n.Link != nil {
			if wrong, _ := forbidden(n.Link.Href); wrong != "" {
				t.Fatalf("%s: %q", wrong, n.Link.Href)
			}
		}
		nodes[n.ID] = true
	}
	if len(g.Nodes) == 0 || len(g.Nodes) > MaxNodes || g.Start != "" && !nodes[g.Start] {
		t.Fatalf("%d steps, start %q", len(g.Nodes), g.Start)
	}
	for _, e := range g.Edges {
		if !nodes[e.From] || !nodes[e.To] || strings.Contains(e.Answer, "\n") {
			t.Fatalf("link %+v is not whole", e)
		}
	}

	steps := Outline(g)
	if len(steps) != len(g.Nodes) {
		t.Fatalf("%d steps in the outline of %d", len(steps), len(g.Nodes))
	}
	seen := map[string]bool{}
	for i, s := range steps {
		if s.Number != i+1 || seen[s.Node] || !nodes[s.Node] {
			t.Fatalf("step %+v is out of place", s)
		}
		seen[s.Node] = true
		for _, a := range s.Answers {
			if a.To < 1 || a.To > len(steps) || a.Back && a.To > s.Number {
				t.Fatalf("answer %+v of step %d", a, s.Number)
			}
		}
	}
	if g.Start != "" && steps[0].Node != g.Start {
		t.Fatalf("the outline begins at %q, the chart at %q", steps[0].Node, g.Start)
	}
	if !reflect.DeepEqual(steps, Outline(g)) || !reflect.DeepEqual(Lint(g), Lint(g)) {
		t.Fatal("two outlines or lints differ")
	}
	if said := Changes(g, g, nil); len(said) > 0 {
		t.Fatalf("a chart differs from itself: %q", said)
	}
	if x := NewExport(g, nil); len(x.Nodes) != len(g.Nodes) || len(x.Links) != len(g.Edges) || len(x.Lanes) != len(g.Lanes) {
		t.Fatalf("%d steps, %d links, %d lanes are exported", len(x.Nodes), len(x.Links), len(x.Lanes))
	}
	if n := strings.Count("\n"+OutlineText(g, nil), "\n"); n < len(steps) {
		t.Fatalf("an outline of %d steps has %d lines", len(steps), n)
	}
	if len(g.Nodes) <= 30 && len(g.Edges) <= 60 {
		for _, plan := range []Plan{Wide, Narrow, plans["sheet"]} {
			if wrong := sound(g, Layout(g, plan)); len(wrong) > 0 {
				t.Fatalf("the drawing is wrong: %v", wrong)
			}
		}
	}
}
