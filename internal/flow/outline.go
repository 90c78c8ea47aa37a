package flow

// Step is one numbered step of the outline, which is the chart's equivalent in words.
type Step struct {
	Number  int // from 1
	Node    string
	Text    string
	Kind    Kind
	Lane    string // title of the innermost lane; "" when in none
	Link    *Link
	Answers []Answer // ways on, in source order
	Markers []int    // numbers of the notes and timescales that hang on this step
}

// Answer is one way on from a step.
type Answer struct {
	Text string // "" when the link is not labelled
	To   int    // number of the step it leads to
	Back bool   // leads back to a step already passed on the way here, or to the step itself: a loop
}

// Outline numbers the steps in reading order, each exactly once: the start, then the first answer written and
// all that follows from it, then the second. A step that several ways lead to stands where the first of them
// comes to it. Notes and timescales come straight after the step they hang on. Steps that cannot be reached
// come last.
func Outline(g *Graph) []Step {
	w := newWays(g)
	order, number, back := w.inOrder()
	titles := map[string]string{}
	for _, l := range g.Lanes {
		titles[l.ID] = l.Title
	}
	steps := make([]Step, 0, len(order))
	for _, i := range order {
		n := g.Nodes[i]
		s := Step{Number: number[i], Node: n.ID, Text: n.Text, Kind: n.Kind, Lane: titles[n.Lane], Link: n.Link}
		for _, v := range w.out[i] {
			s.Answers = append(s.Answers, Answer{Text: v.answer, To: number[v.to], Back: back[v]})
		}
		for _, m := range w.hung[i] {
			s.Markers = append(s.Markers, number[m])
		}
		steps = append(steps, s)
	}
	return steps
}

// backLinks lists the links that lead back to a step already passed.
func backLinks(g *Graph) map[int]bool {
	w := newWays(g)
	_, _, back := w.inOrder()
	links := map[int]bool{}
	for v := range back {
		if !v.back {
			links[v.edge] = true
		}
	}
	return links
}

// inOrder goes through the chart in reading order. It gives the order of the steps, their numbers by node, and the
// ways that lead back.
func (w *ways) inOrder() (order, number []int, back map[way]bool) {
	number = make([]int, len(w.g.Nodes)) // 0: not yet
	back = map[way]bool{}
	passed := make([]bool, len(w.g.Nodes)) // on the way from the start to here

	var visit func(i int)
	hang := func(i int) {
		for _, m := range w.hung[i] {
			if number[m] == 0 {
				visit(m)
			}
		}
	}
	visit = func(i int) { // at most MaxNodes deep
		order = append(order, i)
		number[i] = len(order)
		hang(i)
		passed[i] = true
		for _, v := range w.out[i] {
			if passed[v.to] {
				back[v] = true
			} else if number[v.to] == 0 {
				visit(v.to)
			}
		}
		passed[i] = false
	}
	for _, i := range w.starts() {
		if number[i] == 0 {
			visit(i)
		}
	}
	for _, markers := range []bool{false, true} { // a marker last: it may yet hang on an unreached step
		for _, roots := range []bool{true, false} {
			for i := range w.g.Nodes {
				if number[i] == 0 && w.marker[i] == markers && (w.in[i] == 0 || !roots) {
					visit(i)
				}
			}
		}
	}
	return order, number, back
}
