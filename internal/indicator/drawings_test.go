package indicator

import (
	"strings"
	"testing"

	"waymark/internal/diag"
)

// Each mistake in what is asked of charts is named at its place in the file.
func TestWhatIsAskedOfCharts(t *testing.T) {
	for _, tt := range []struct{ name, yaml, want string }{
		{"sound", "process: {fix_after: 12, screen: true, two_of_three: between-only, equal_points: skip}", ""},
		{"too few", "process: {fix_after: 6}", "limits fixed after 6"},
		{"unknown reading", "process: {two_of_three: some}", "two_of_three"},
		{"no reason", "process: {rebase: [{from: 2024-Q1}]}", "has no process.rebase[0].reason"},
		{"no period", "process: {rebase: [{from: spring, reason: New panel}]}", `"spring" is no period`},
		{"order", "process: {rebase: [{from: 2024-Q3, reason: a}, {from: 2024-Q1, reason: b}]}", "not later than the one before"},
		{"no such form", "charts: [{form: pie}]", `charts[0].form is "pie"`},
		{"no such breakdown", "charts: [{form: flow, by: shoe-size}]", "needs one of the indicator's breakdowns"},
		{"one part", "charts: [{form: bullets, parts: [one]}]", "needs two parts or more"},
		{"no such part", "charts: [{form: bullets, parts: [nothing, none]}]", `there is no indicator "nothing"`},
		{"no published figures", "charts: [{form: funnel}]", "a funnel compares with published figures"},
		{"two ways at once", "charts: [{form: flow, by: place, parts: [a, b]}]", "is made from one of them"},
		{"parts where there are none", "charts: [{form: funnel, parts: [a]}]", "has no parts"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			found := findingsOf(t, tt.yaml)
			if tt.want == "" {
				if found != "" {
					t.Errorf("got %s", found)
				}
				return
			}
			if !strings.Contains(found, tt.want) {
				t.Errorf("got %q, want %q", found, tt.want)
			}
		})
	}
}

// findingsOf gives a definition with the lines put in at line 17, and returns what is found there.
func findingsOf(t *testing.T, lines string) string {
	t.Helper()
	s := load(t, map[string]string{"i": edit("method:", lines+"\nmethod:")})
	var findings diag.List
	Compute(s, store(t, map[string][]string{"2026-Q2": {"in_care,foster,1,0"}}), &findings)
	var out []string
	for _, f := range findings.Sorted() {
		if f.Hint == "" || f.Line != 17 && !strings.Contains(f.Message, "has no") {
			t.Errorf("%+v lacks its place or a hint", f)
		}
		out = append(out, f.Message)
	}
	return strings.Join(out, "\n")
}
