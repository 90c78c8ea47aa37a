package flow

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"waymark/internal/diag"
)

const named = "flowchart TD\naccTitle: T\naccDescr: D\n"

// TestLint holds one case for each rule. The body begins at page line 14. Actions have links unless that is the point.
func TestLint(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       []string // severity initial, place, check: message
	}{
		{"sound", "s([S]) --> q{Q?} -->|Yes| o([O])\nq -->|No| a[A] --> o\nclick a \"a.md\"", nil},
		{"a question may be the start", "q{Q?} -->|Yes| o([O])\nq -->|No| p([P])", nil},
		{"two starts", "s([S]) --> o([O])\nt([T]) --> o", []string{"E10:1 flow-start: the chart has 2 starts: s, t"}},
		{"no start", "q{Q?} -->|Yes| r{R?} -->|Yes| q\nr -->|No| o([O])\nq -->|No| o", []string{"E10:1 flow-start: the chart has no start: a way leads to every step",
			"W14:22 flow-loop: the way from step 2 (R?) back to step 1 (Q?) makes a loop"}},
		{"not reached", "s([S]) --> o([O])\nq{Q?} -->|Yes| o\nq -->|No| o", []string{`E15:1 flow-unreachable: step "q" (Q?) cannot be reached from the start`}},
		{"dead end", "s([S]) --> q{Q?} -->|Yes| o([O])\nq -->|No| r{R?}", []string{`E15:11 flow-dead-end: step "r" (R?) leads nowhere and is not an outcome`}},
		{"a box may be an outcome by class", "s([S]) --> b[B]\nclass b outcome", nil},
		{"same answer twice", "s([S]) --> q{Q?} -->|Yes| o([O])\nq -->|yes| p([P])", []string{`E15:3 flow-answers: the question "q" (Q?) has the answer "yes" twice`}},
		{"one answer", "s([S]) --> q{Q?} -->|Yes| o([O])", []string{`W14:12 flow-answers: the question "q" (Q?) has one answer`}},
		{"six answers", "s([S]) --> q{Q?}\nq -->|1| o([O])\nq -->|2| o\nq -->|3| o\nq -->|4| o\nq -->|5| o\nq -->|6| o", nil},
		{"seven answers", "s([S]) --> q{Q?}\nq -->|1| o([O])\nq -->|2| o\nq -->|3| o\nq -->|4| o\nq -->|5| o\nq -->|6| o\nq -->|7| o",
			[]string{`W14:12 flow-answers: the question "q" (Q?) has 7 answers, more than 6`}},
		{"way without answer", "s([S]) --> q{Q?} -->|Yes| o([O])\nq --> o", []string{`W15:3 flow-answers: a way out of the question "q" (Q?) has no answer`}},
		{"branch without labels", "s([S]) --> o([O])\ns -->|b| p([P])", []string{`W14:1 flow-answers: step "s" (S) is not a question but branches without labels`}},
		{"branch with labels", "s([S]) -->|a| o([O])\ns -->|b| p([P])", nil},
		{"no guidance", "s([S]) --> a[A] --> o([O])", []string{`W14:12 flow-guidance: action "a" (A) links to no guidance`}},
		{"loop with a way out", "s([S]) --> q{Q?} -->|Yes| o([O])\nq -->|No| r{R?} -->|a| q\nr -->|b| o", []string{"W15:17 flow-loop: the way from step 4 (R?) back to step 2 (Q?) makes a loop"}},
		{"a dotted way back is meant", "s([S]) --> q{Q?} -->|Yes| o([O])\nq -->|No| r{R?} -.->|a| q\nr -->|b| o", nil},
		{"loop without a way out", "s([S]) --> q{Q?} -->|Yes| r{R?}\nq -->|No| o([O])\nr -->|a| t{T?} -->|a| r\nr -->|b| t\nt -->|b| t",
			[]string{`E14:27 flow-loop: no way leads out of the loop at step "r" (R?)`}},
		{"a join is not a loop", "s([S]) --> q{Q?} -->|a| r{R?} -->|a| o([O])\nr -->|b| o\nq -->|b| o", nil},
		{"two ways", "s([S]) --> q{Q?} <-->|a| r{R?} -->|b| o([O])\nq -->|b| o", []string{"W14:18 flow-loop: the way from step 3 (R?) back to step 2 (Q?) makes a loop",
			`W14:26 flow-answers: the question "r" (R?) has one answer`}},
		{"markers are not ways", "s([S]) --> q{Q?} -->|Yes| o([O])\nq -->|No| o\nt>Within a week] -.- q\nq --> n[Mind]:::note\nm[And]:::note --- n", []string{
			`E18:1 flow-unreachable: step "m" (And) cannot be reached from the start`}},
		{"a note on a note", "s([S]) --> o([O])\no --- n[Mind]:::note --- m[And]:::note", nil},
		{"a timescale on the way", "s([S]) --> t>Within 10 working days] --> o([O])", nil},
		{"a timescale of the site", "s([S]) --> t>\"{{standard first-review}}\"] --> o([O])", nil},
		{"a timescale without a time", "s([S]) --> t>Soon] --> o([O])", []string{`W14:12 flow-timescale: the timescale "t" (Soon) states no time`}},
		{"text of 120 characters", "s([S]) --> o([" + strings.Repeat("é", 120) + "])", nil},
		{"text of 121 characters", "s([S]) --> o([" + strings.Repeat("é", 121) + "])", []string{`W14:12 flow-size: the text of step "o" has 121 characters, more than 120`}},
		{"ages that meet", "subgraph Under 2\ns([S])\nend\nsubgraph 2 to 4\np([P])\nend\nsubgraph 5-9\nq([Q])\nend\nsubgraph 10 to 16\nr([R])\nend\nsubgraph 16 and over\no([O])\nend\ns -->|a| p\ns -->|b| q\ns -->|c| r\ns -->|d| o", nil},
		{"ages with a gap", "subgraph Under 2\ns([S])\nend\nsubgraph 3-5\no([O])\nend\ns --> o", []string{`W17:1 flow-ages: the age bands "Under 2" and "3-5" leave a gap`}},
		{"ages that overlap", "subgraph 2 to 6\ns([S])\nend\nsubgraph 5 to 9\no([O])\nend\ns --> o", []string{`W17:1 flow-ages: the age bands "2 to 6" and "5 to 9" overlap`}},
		{"ages of different lanes", "subgraph a [Home]\nsubgraph b [Under 2]\ns([S])\nend\nend\nsubgraph c [5+]\no([O])\nend\ns --> o", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			g, found := Parse(named+test.body, fence)
			if g == nil {
				t.Fatalf("refused: %v", found)
			}
			var got []string
			for _, f := range sorted(Lint(g)) {
				got = append(got, fmt.Sprintf("%s%d:%d %s: %s", strings.ToUpper(f.Severity.String()[:1]), f.Line, f.Column, f.Check, f.Message))
				if f.Hint == "" {
					t.Errorf("without hint: %v", f)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
		})
	}
}

func sorted(found []diag.Finding) []diag.Finding {
	var l diag.List
	l.Add(found...)
	return l.Sorted()
}

func TestLintNamesAndSize(t *testing.T) {
	g, _ := Parse("flowchart TD\ns([S]) --> o([O])", fence)
	var got []string
	for _, f := range Lint(g) {
		got = append(got, f.Place()+" "+f.Message)
	}
	want := []string{"p.md:10:1 the chart has no title", "p.md:10:1 the chart has no description"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, n := range []int{25, 26} {
		// A chain of timescales breaks no other rule: they need neither links nor answers.
		source := named + "s([S])"
		for i := range n - 2 {
			source += fmt.Sprintf(" --> t%d>1 week]", i)
		}
		g, _ := Parse(source+" --> o([O])", fence)
		if len(g.Nodes) != n {
			t.Fatalf("%d steps, want %d", len(g.Nodes), n)
		}
		if found := Lint(g); len(found) != n-25 {
			t.Errorf("%d steps: %v", n, found)
		}
	}
}

func TestAgeBand(t *testing.T) {
	for _, test := range []struct{ title, want string }{
		{"Under 2", "&{0 2 false}"},
		{"Children under 5", "&{0 5 false}"},
		{"2 to 4", "&{2 5 true}"},
		{"Aged 10–15", "&{10 16 true}"},
		{"16 and over", "&{16 -1 false}"},
		{"16+", "&{16 -1 false}"},
		{"16 years and over", "&{16 -1 false}"},
		{"Under 6 months", "<nil>"},
		{"9 to 5", "<nil>"},
		{"Social worker", "<nil>"},
	} {
		if got := fmt.Sprint(ageBand(test.title)); got != test.want {
			t.Errorf("%q: got %s, want %s", test.title, got, test.want)
		}
	}
}
