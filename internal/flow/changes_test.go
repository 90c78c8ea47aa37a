package flow

import (
	"slices"
	"strings"
	"testing"
)

const before = `flowchart TD
accTitle: Routes
accDescr: From start to end.
subgraph sw [Social worker]
  s([Start]) --> q{Is home safe?}
  q -->|Yes| home([Child is home])
  q -->|No| plan[Make a plan]
end
plan --> done([Plan is made])
click plan "plan.md"
`

func TestChanges(t *testing.T) {
	for _, c := range []struct {
		name  string
		edits []string // pairs of old and new text
		want  []string
	}{
		{"nothing", nil, nil},
		{"layout only", []string{"  q -->|Yes| home([Child is home])\n", "  q ---->|Yes| home([Child is home])\n  %% a comment\n"}, nil},
		{"an id only", []string{"plan[Make", "make[Make", "plan --> done", "make --> done", "click plan", "click make"}, nil},
		{"an answer leads elsewhere", []string{"q -->|No| plan[Make a plan]", "q -->|No| done\n s --> plan[Make a plan]"}, []string{
			`step 4 (Plan is made) is now in "Social worker", not in no lane`, // the link within the lane brings it there
			`step 1 (Start) now has the way on, which goes to step 5 (Make a plan)`,
			`the answer "No" at step 2 (Is home safe?) now goes to step 4 (Plan is made), not to step 5 (Make a plan)`,
			`steps have new numbers: 4 is now 5, 5 is now 4`,
		}},
		{"an answer has new words", []string{"|No|", "|Not yet|"}, []string{
			`the answer "Not yet" at step 2 (Is home safe?), which goes to step 4 (Make a plan), was the answer "No"`,
		}},
		{"an exception", []string{"q -->|No|", "q -.->|No|"}, []string{
			`the answer "No" at step 2 (Is home safe?) is now an exception, not a usual way`,
		}},
		{"words, kind, lane and link", []string{"plan[Make a plan]", "plan{Is there a plan?}", "end\nplan", "plan2[x]\nend\nplan", `"plan.md"`, `"other.md"`, "plan2[x]", ""}, []string{
			`step 4 now says "Is there a plan?", not "Make a plan"`,
			`step 4 (Is there a plan?) is now a question, not an action`,
			`step 4 (Is there a plan?) now links to other.md, not to plan.md`,
		}},
		{"another lane and no link", []string{"[Social worker]", "[Team manager]", `click plan "plan.md"`, ""}, []string{
			`step 1 (Start) is now in "Team manager", not in "Social worker"`,
			`step 2 (Is home safe?) is now in "Team manager", not in "Social worker"`,
			`step 3 (Child is home) is now in "Team manager", not in "Social worker"`,
			`step 4 (Make a plan) is now in "Team manager", not in "Social worker"`,
			`step 4 (Make a plan) no longer links to plan.md`,
		}},
		{"a step gone and a step new", []string{"plan --> done([Plan is made])", "plan --> told[Tell the family]\ntold --> end2([Known])"}, []string{
			`step 5 (Plan is made) is gone`,
			`step 5 (Tell the family) is new: an action`,
			`step 6 (Known) is new: an outcome`,
			`the way on at step 4 (Make a plan) now goes to step 5 (Tell the family), not to the former step 5 (Plan is made)`,
			`step 5 (Tell the family) now has the way on, which goes to step 6 (Known)`,
		}},
		{"title and description", []string{"Routes", "Ways", "start to end", "here to there"}, []string{
			`the title is now "Ways", not "Routes"`,
			`the description is now "From here to there.", not "From start to end."`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			after := before
			for i := 0; i < len(c.edits); i += 2 {
				if !strings.Contains(after, c.edits[i]) {
					t.Fatalf("there is no %q to edit", c.edits[i])
				}
				after = strings.ReplaceAll(after, c.edits[i], c.edits[i+1])
			}
			a, found := Parse(before, fence)
			b, foundToo := Parse(after, fence)
			if a == nil || b == nil {
				t.Fatal(found, foundToo)
			}
			if got := Changes(a, b, nil); !slices.Equal(got, c.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(c.want, "\n  "))
			}
		})
	}
}
