package flow

import (
	"fmt"
	"strings"
	"testing"
)

func outlineText(g *Graph) string {
	var b strings.Builder
	for _, s := range Outline(g) {
		fmt.Fprintf(&b, "%d. %s (%s)", s.Number, s.Text, s.Kind)
		if s.Lane != "" {
			fmt.Fprintf(&b, " [%s]", s.Lane)
		}
		if s.Link != nil {
			fmt.Fprintf(&b, " <%s>", s.Link.Href)
		}
		for _, a := range s.Answers {
			fmt.Fprintf(&b, " – %s: %d", a.Text, a.To)
			if a.Back {
				b.WriteString(" again")
			}
		}
		if len(s.Markers) > 0 {
			fmt.Fprintf(&b, " with %v", s.Markers)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestOutline(t *testing.T) {
	for _, test := range []struct{ name, body, want string }{
		{"the first answer reads on, joins are numbered once, loops are marked", `
lost[Lost]
subgraph sw [Social worker]
  start([A child]) --> home{Home?}
  home -->|Yes| plan[Plan the return]
  plan --> review{Still right?}
end
home -->|No| other{Kin?}
home -->|Not clear| other
other -->|Yes| plan
other -->|No| adopt([Adoption])
review -->|Yes| back([At home])
review -->|No| home
due>Soon] -.- plan
click plan "return.md"`, `1. A child (start) [Social worker] – : 2
2. Home? (question) [Social worker] – Yes: 3 – No: 7 – Not clear: 7
3. Plan the return (action) [Social worker] <return.md> – : 5 with [4]
4. Soon (timescale)
5. Still right? (question) [Social worker] – Yes: 6 – No: 2 again
6. At home (outcome)
7. Kin? (question) – Yes: 3 – No: 8
8. Adoption (outcome)
9. Lost (action)
`},
		{"two ways and a step that leads to itself", "a([A]) --> b{B?}\nb <-->|x| c{C?}\nc -->|y| c\nc -->|z| d([D])",
			"1. A (start) – : 2\n2. B? (question) – x: 3\n3. C? (question) – x: 2 again – y: 3 again – z: 4\n4. D (outcome)\n"},
		{"no start", "a{A?} -->|x| b{B?} -->|x| a", "1. A? (question) – x: 2\n2. B? (question) – x: 1 again\n"},
		{"a shared note stands after its first step", "a([A]) --> b([B])\na & b --- n[N]:::note", "1. A (start) – : 3 with [2]\n2. N (note)\n3. B (outcome) with [2]\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			g, found := Parse("flowchart TD\n"+test.body, fence)
			if g == nil {
				t.Fatalf("refused: %v", found)
			}
			if got := outlineText(g); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

func TestStart(t *testing.T) {
	for _, test := range []struct{ body, want string }{
		{"a([A]) --> b([B])", "a"},
		{"a{A?} --> b([B])", "a"},
		{"a([A]) --> c([C])\nb([B]) --> c", ""},
		{"a --> a", ""},
		{"a[A]:::start --> b --> a", "a"},
	} {
		g, _ := Parse("flowchart TD\n"+test.body, fence)
		if g == nil || g.Start != test.want {
			t.Errorf("%q: got %+v, want start %q", test.body, g, test.want)
		}
	}
}
