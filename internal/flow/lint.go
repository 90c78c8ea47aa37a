package flow

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"waymark/internal/diag"
)

// What Lint warns of when a chart goes past it.
const (
	longText    = 120 // characters in a step
	manySteps   = 25  // steps in a chart: more do not fit a phone or a printed page
	manyAnswers = 6   // answers to a question
)

// Lint says what a chart that can be read still lacks: it should begin at one place, lead everywhere from
// there, and end only at outcomes. Findings come chart first, then by step and by link in source order. What needs
// the rest of the site (whether a link's target exists, whether a timescale is the agreed one) is not checked here.
func Lint(g *Graph) []diag.Finding {
	l := &linter{g: g, w: newWays(g)}
	l.chart()
	l.reach()
	l.steps()
	l.loops()
	return append(l.found, lintAges(g)...)
}

type linter struct {
	g     *Graph
	w     *ways
	found []diag.Finding
}

func (l *linter) errorf(check string, n *Node, hint, format string, args ...any) {
	l.found = append(l.found, finding(check, diag.Error, n.Pos, hint, fmt.Sprintf(format, args...)))
}

func (l *linter) warnf(check string, n *Node, hint, format string, args ...any) {
	l.found = append(l.found, finding(check, diag.Warning, n.Pos, hint, fmt.Sprintf(format, args...)))
}

func (l *linter) chart() {
	at := l.g.Pos
	if l.g.Title == "" {
		l.found = append(l.found, finding("flow-title", diag.Error, at, "write accTitle: and a title under the first line", "the chart has no title"))
	}
	if l.g.Descr == "" {
		l.found = append(l.found, finding("flow-title", diag.Error, at, "write accDescr: and one sentence that says from where to where it leads", "the chart has no description"))
	}
	if n := len(l.g.Nodes); n > manySteps {
		l.found = append(l.found, finding("flow-size", diag.Warning, at, "split it, for example by age band", fmt.Sprintf("the chart has %d steps, more than %d", n, manySteps)))
	}
}

// reach reports where the chart begins and what cannot be come to from there.
func (l *linter) reach() {
	const hint = "give the chart one start, as in start([Text]), and lead every step from it; \"class ID start\" keeps a step the start when a way leads back to it"
	starts := l.w.starts()
	if len(starts) != 1 {
		var ids []string
		for _, i := range starts {
			ids = append(ids, l.g.Nodes[i].ID)
		}
		message := "the chart has no start: a way leads to every step"
		if len(ids) > 8 {
			ids = append(ids[:8], "…")
		}
		if len(ids) > 0 {
			message = fmt.Sprintf("the chart has %d starts: %s", len(starts), strings.Join(ids, ", "))
		}
		l.found = append(l.found, finding("flow-start", diag.Error, l.g.Pos, hint, message))
		return
	}
	seen := make([]bool, len(l.g.Nodes))
	queue := []int{starts[0]}
	seen[starts[0]] = true
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		visit := func(k int) {
			if !seen[k] {
				seen[k] = true
				queue = append(queue, k)
			}
		}
		for _, v := range l.w.out[i] {
			visit(v.to)
		}
		for _, m := range l.w.hung[i] {
			visit(m)
		}
	}
	for i := range l.g.Nodes {
		if n := &l.g.Nodes[i]; !seen[i] {
			l.errorf("flow-unreachable", n, "lead a link to it, or take it out", "step %q (%s) cannot be reached from the start", n.ID, short(n.Text))
		}
	}
}

func (l *linter) steps() {
	for i := range l.g.Nodes {
		n, out := &l.g.Nodes[i], l.w.out[i]
		if utf8.RuneCountInString(n.Text) > longText {
			l.warnf("flow-size", n, "say it shortly and put the rest in the page it links to", "the text of step %q has %d characters, more than %d",
				n.ID, utf8.RuneCountInString(n.Text), longText)
		}
		// A question to the author stands where a time is not known yet.
		if n.Kind == Timescale && !strings.Contains(n.Text, "{{") && len(Amounts(n.Text)) == 0 && !strings.HasSuffix(n.Text, "?") {
			l.warnf("flow-timescale", n, `name a timescale, as in `+n.ID+`>"Within {{standard first-review}}"], or write it as a note`, "the timescale %q (%s) states no time", n.ID, short(n.Text))
		}
		if l.w.marker[i] {
			continue
		}
		if len(out) == 0 && n.Kind != Outcome {
			l.errorf("flow-dead-end", n, "lead it on, or write it as an outcome: "+n.ID+"([Text])", "step %q (%s) leads nowhere and is not an outcome", n.ID, short(n.Text))
		}
		if n.Kind == Action && n.Link == nil {
			l.warnf("flow-guidance", n, `write click `+n.ID+` "page.md"`, "action %q (%s) links to no guidance", n.ID, short(n.Text))
		}
		l.answers(n, out)
	}
}

// answers looks at the ways out of one step. The return of a two-way link is not an answer anybody wrote.
func (l *linter) answers(n *Node, out []way) {
	count, silent := 0, 0
	first := map[string]bool{}
	for _, v := range out {
		if v.back {
			continue
		}
		count++
		at := l.g.Edges[v.edge].Pos
		if v.answer == "" {
			silent++
			if n.Kind == Question {
				l.found = append(l.found, finding("flow-answers", diag.Warning, at, "write the answer: -->|Yes|",
					fmt.Sprintf("a way out of the question %q (%s) has no answer", n.ID, short(n.Text))))
			}
			continue
		}
		key := strings.ToLower(v.answer)
		if n.Kind == Question && first[key] {
			l.found = append(l.found, finding("flow-answers", diag.Error, at, "give each answer its own words",
				fmt.Sprintf("the question %q (%s) has the answer %q twice", n.ID, short(n.Text), short(v.answer))))
		}
		first[key] = true
	}
	switch {
	case n.Kind == Question && count == 1:
		l.warnf("flow-answers", n, "add the other answers, or make it an action: "+n.ID+"[Text]", "the question %q (%s) has one answer", n.ID, short(n.Text))
	case n.Kind == Question && count > manyAnswers:
		l.warnf("flow-answers", n, "ask two questions", "the question %q (%s) has %d answers, more than %d", n.ID, short(n.Text), count, manyAnswers)
	case n.Kind != Question && count > 1 && silent > 0:
		l.warnf("flow-answers", n, "write it as a question, "+n.ID+"{Text}, or label every way out", "step %q (%s) is not a question but branches without labels", n.ID, short(n.Text))
	}
}

// loops reports every loop nobody can leave, once each, and names the link that closes each of the others,
// unless that link is dotted: a way back that is meant.
func (l *linter) loops() {
	group, trapped := l.groups()
	said := map[int]bool{}
	for i := range l.g.Nodes {
		if c := group[i]; trapped[c] && !said[c] {
			said[c] = true
			l.errorf("flow-loop", &l.g.Nodes[i], "add an answer that leads out of the loop to an outcome", "no way leads out of the loop at step %q (%s)", l.g.Nodes[i].ID, short(l.g.Nodes[i].Text))
		}
	}
	steps := Outline(l.g)
	for i, s := range steps {
		from := l.w.at[s.Node]
		for k, a := range s.Answers {
			if !a.Back || trapped[group[from]] {
				continue
			}
			edge := l.g.Edges[l.w.out[from][k].edge]
			if edge.Kind == Exception {
				continue // a dotted way back says that the loop is meant
			}
			to := steps[a.To-1]
			l.found = append(l.found, finding("flow-loop", diag.Warning, edge.Pos,
				"when it is meant, such as a review held again, draw the way back as a dotted link, -.->",
				fmt.Sprintf("the way from step %d (%s) back to step %d (%s) makes a loop", i+1, short(s.Text), a.To, short(to.Text))))
		}
	}
}

// groups gives every step the number of its group of steps that can all reach each other (strongly connected
// components, Tarjan 1972), and says which groups are loops without a way out.
func (l *linter) groups() (group []int, trapped []bool) {
	n := len(l.g.Nodes)
	group = make([]int, n)
	index, low := make([]int, n), make([]int, n)
	onStack := make([]bool, n)
	var stack []int
	next := 0
	var visit func(i int)
	visit = func(i int) { // at most MaxNodes deep
		next++
		index[i], low[i] = next, next
		stack = append(stack, i)
		onStack[i] = true
		for _, v := range l.w.out[i] {
			if index[v.to] == 0 {
				visit(v.to)
				low[i] = min(low[i], low[v.to])
			} else if onStack[v.to] {
				low[i] = min(low[i], index[v.to])
			}
		}
		if low[i] == index[i] {
			for {
				k := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				onStack[k] = false
				group[k] = len(trapped)
				if k == i {
					break
				}
			}
			trapped = append(trapped, true)
		}
	}
	for i := range n {
		if index[i] == 0 {
			visit(i)
		}
	}
	for i := range n {
		// A group is a trap when ways lead on from its steps and all of them stay inside. An outcome inside, by
		// class, is a place to stop.
		if len(l.w.out[i]) == 0 || l.g.Nodes[i].Kind == Outcome {
			trapped[group[i]] = false
		}
		for _, v := range l.w.out[i] {
			if group[v.to] != group[i] {
				trapped[group[i]] = false
			}
		}
	}
	return group, trapped
}
