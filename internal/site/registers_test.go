package site

import "testing"

const (
	someRoles = "lead:\n  title: Lead\n"
	goodRow   = "one:\n  part: First\n  title: Meet\n  does: [meet]\n  lead: [lead]\n  cycle: monthly\n  works_when: they met\n  state: not known\n  evidence: minutes\n"
	goodGap   = "one:\n  title: No date\n  kind: missing\n  found: nothing\n  here: nothing\n"
)

// Each register refuses what is unknown or incomplete, at the line of the entry or of the key.
func TestRegisterFindings(t *testing.T) {
	for name, c := range map[string]struct {
		file, yaml string
		want       []string
	}{
		"a good action": {"actions.yaml", goodRow, nil},
		"an unknown key": {"actions.yaml", goodRow + "  leed: x\n", []string{
			`data/merton/actions.yaml:10:3 yaml: unknown key "leed" | did you mean "lead"?`}},
		"an unknown lead": {"actions.yaml", "one:\n  part: First\n  title: Meet\n  does: [meet]\n  lead: [leda]\n  due: \"2021\"\n  works_when: they met\n  state: done\n  evidence: minutes\n", []string{
			`data/merton/actions.yaml:1:1 action: action "one": there is no role "leda" | did you mean "lead"?`}},
		"an unknown indicator": {"actions.yaml", goodRow + "  indicators: [none]\n", []string{
			`data/merton/actions.yaml:1:1 action: action "one": there is no indicator "none" | add it to data/common/indicators`}},
		"an empty action": {"actions.yaml", "one: {state: not bgun}\n", []string{
			`data/merton/actions.yaml:1:1 action: action "one": has neither a cycle of review nor a date | add ` + "`cycle:` or `due:`",
			`data/merton/actions.yaml:1:1 action: action "one": has no part | add ` + "`part:`",
			`data/merton/actions.yaml:1:1 action: action "one": has no title | add ` + "`title:`",
			`data/merton/actions.yaml:1:1 action: action "one": has no works_when | add ` + "`works_when:`",
			`data/merton/actions.yaml:1:1 action: action "one": nobody leads it | add ` + "`lead:` with ids of roles",
			`data/merton/actions.yaml:1:1 action: action "one": nothing tells whether it works | add ` + "`indicators:`, or `evidence:` in words",
			`data/merton/actions.yaml:1:1 action: action "one": says nothing of what is to be done | add ` + "`does:` with a list of what is to be done",
			`data/merton/actions.yaml:1:1 action: action "one": state: "not bgun" cannot be used | did you mean "not begun"?`}},
		"a good gap": {"gaps.yaml", goodGap, nil},
		"a gap of no kind": {"gaps.yaml", "one:\n  title: No date\n  kind: mising\n  found: nothing\n  here: nothing\n", []string{
			`data/merton/gaps.yaml:1:1 gap: gap "one": kind: "mising" cannot be used | did you mean "missing"?`}},
		"a gap in an unknown paper": {"gaps.yaml", goodGap + "  source: {document: plan}\n", []string{
			`data/merton/gaps.yaml:1:1 gap: gap "one": there is no document "plan" | add the document to documents.yaml`}},
		"a paper of no state": {"documents.yaml", "plan:\n  title: Plan\n", []string{
			`data/merton/documents.yaml:1:1 document: document "plan": state: "" cannot be used | use one of held, not supplied`}},
		"superseded by nothing known": {"laws.yaml", "act:\n  title: Act\n  superseded_by: axt\n", []string{
			`data/merton/laws.yaml:1:1 law: law "act": there is no law "axt" | did you mean "act"?`}},
		"superseded in a circle": {"laws.yaml", "act:\n  title: Act\n  superseded_by: new\nnew:\n  title: New\n  superseded_by: act\n", []string{
			`data/merton/laws.yaml:1:1 law: law "act": is superseded in a circle | let the newest one have no ` + "`superseded_by:`",
			`data/merton/laws.yaml:4:1 law: law "new": is superseded in a circle | let the newest one have no ` + "`superseded_by:`"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, findings := load(files("data/merton/roles.yaml", someRoles, "data/merton/"+c.file, c.yaml))
			wantFindings(t, findings, c.want)
		})
	}
}

// The newest edition is found over several steps; a law that stands is its own.
func TestCurrent(t *testing.T) {
	s, findings := load(files("data/merton/laws.yaml", "a:\n  title: A\n  superseded_by: b\nb:\n  title: B\n  superseded_by: c\nc:\n  title: C\n"))
	wantFindings(t, findings, nil)
	for from, to := range map[string]string{"a": "c", "b": "c", "c": "c"} {
		if got := s.Current(s.Laws[from]); got.ID != to {
			t.Errorf("what holds instead of %s is %s, not %s", from, got.ID, to)
		}
	}
}

// Actions are listed in the order of the plan, and by id where the order is the same.
func TestSortedActions(t *testing.T) {
	s := &Site{Actions: map[string]*Action{"c": {ID: "c", Order: 1}, "b": {ID: "b", Order: 2}, "a": {ID: "a", Order: 2}}}
	got := ""
	for _, a := range s.SortedActions() {
		got += a.ID
	}
	if got != "cab" {
		t.Errorf("the order is %s", got)
	}
}
