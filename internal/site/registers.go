package site

import (
	"slices"
	"strconv"
	"strings"

	"waymark/internal/diag"
)

// Action is one row of an authority's action plan. An authority need not have any.
type Action struct {
	ID         string       `yaml:"-"`
	At         Source       `yaml:"-"`
	Part       string       `yaml:"part"`       // heading of the plan that it stands below
	Order      int          `yaml:"order"`      // place in the plan; the parts come in the order of their first actions
	Title      string       `yaml:"title"`      // what is to be better
	Does       []string     `yaml:"does"`       // what is to be done, a sentence each; markdown
	Lead       []string     `yaml:"lead"`       // role ids
	With       string       `yaml:"with"`       // who else takes part, in words
	Cycle      string       `yaml:"cycle"`      // how often it is looked at: "each quarter"
	Due        string       `yaml:"due"`        // when it was to be done, as the plan prints it: "December 2020"
	Works      string       `yaml:"works_when"` // how it is judged, after "it has worked when"; markdown
	State      string       `yaml:"state"`      // one of ActionStates
	Indicators []string     `yaml:"indicators"` // ids of indicators that tell how it goes
	Evidence   string       `yaml:"evidence"`   // what else tells; needed when there is no indicator
	Pages      []string     `yaml:"pages"`      // content paths of the guidance about it
	Priorities []int        `yaml:"priorities"` // numbers of the priorities that it serves, on the page of priorities
	Source     SourceOfFact `yaml:"source"`
	Confirm    string       `yaml:"confirm"` // what has still to be confirmed with the authority
}

// ActionStates are how far an action may be. "not known" is an honest answer, and the editors' page lists it.
var ActionStates = []string{"not known", "not begun", "under way", "done", "replaced"}

// Gap is something that a source document leaves open, gets wrong or does not hold, written down so that
// nobody has to guess, and nothing is papered over.
type Gap struct {
	ID     string       `yaml:"-"`
	At     Source       `yaml:"-"`
	Title  string       `yaml:"title"`
	Kind   string       `yaml:"kind"`   // one of GapKinds
	Source SourceOfFact `yaml:"source"` // where in the document
	Found  string       `yaml:"found"`  // what the document has; markdown
	Here   string       `yaml:"here"`   // what this site does until it is settled; markdown
	Ask    string       `yaml:"ask"`    // the question for the author; empty when there is nothing to ask
	Pages  []string     `yaml:"pages"`  // content paths of pages that it bears on
}

// GapKinds are the sorts of gap, in the order in which they are listed.
var GapKinds = []string{"missing", "unclear", "out of date", "slip"}

// DocumentStates say whether the editors hold a paper.
var DocumentStates = []string{"held", "not supplied"}

// SortedActions lists the actions in the order of the plan.
func (s *Site) SortedActions() []*Action {
	out := make([]*Action, 0, len(s.Actions))
	for _, id := range SortedIDs(s.Actions) {
		out = append(out, s.Actions[id])
	}
	slices.SortStableFunc(out, func(a, b *Action) int { return a.Order - b.Order })
	return out
}

// checkRegisters finds what is missing, unknown or points nowhere in actions, gaps, documents and laws. Pages
// are not known here; whoever prints a register finds those that do not exist.
func (s *Site) checkRegisters(findings *diag.List) {
	for _, id := range SortedIDs(s.Actions) {
		a := s.Actions[id]
		fail := failAt(findings, "action", a.At, id)
		need(fail, "part", a.Part)
		need(fail, "title", a.Title)
		need(fail, "works_when", a.Works)
		if len(a.Does) == 0 {
			fail("add `does:` with a list of what is to be done", "says nothing of what is to be done")
		}
		if len(a.Lead) == 0 {
			fail("add `lead:` with ids of roles", "nobody leads it")
		}
		if a.Cycle == "" && a.Due == "" {
			fail("add `cycle:` or `due:`", "has neither a cycle of review nor a date")
		}
		oneOf(fail, "state", a.State, ActionStates)
		if len(a.Indicators) == 0 && a.Evidence == "" {
			fail("add `indicators:`, or `evidence:` in words", "nothing tells whether it works")
		}
		known(fail, "role", "roles.yaml", a.Lead, SortedIDs(s.Roles))
		known(fail, "indicator", "data/common/indicators", a.Indicators, s.indicatorIDs())
		s.checkSource(a.Source, fail)
	}
	for _, id := range SortedIDs(s.Gaps) {
		g := s.Gaps[id]
		fail := failAt(findings, "gap", g.At, id)
		need(fail, "title", g.Title)
		need(fail, "found", g.Found)
		need(fail, "here", g.Here)
		oneOf(fail, "kind", g.Kind, GapKinds)
		s.checkSource(g.Source, fail)
	}
	for _, id := range SortedIDs(s.Documents) {
		oneOf(failAt(findings, "document", s.Documents[id].At, id), "state", s.Documents[id].State, DocumentStates)
	}
	for _, id := range SortedIDs(s.Laws) {
		law := s.Laws[id]
		fail := failAt(findings, "law", law.At, id)
		if law.SupersededBy != "" {
			known(fail, "law", "laws.yaml", []string{law.SupersededBy}, SortedIDs(s.Laws))
		}
		for next, steps := law, 0; next != nil && next.SupersededBy != ""; steps++ {
			if steps > len(s.Laws) {
				fail("let the newest one have no `superseded_by:`", "is superseded in a circle")
				break
			}
			next = s.Laws[next.SupersededBy]
		}
	}
}

// Current follows superseded_by to the law that holds now; the law itself when nothing has replaced it.
func (s *Site) Current(law *Law) *Law {
	for range s.Laws {
		next := s.Laws[law.SupersededBy]
		if next == nil {
			break
		}
		law = next
	}
	return law
}

func (s *Site) indicatorIDs() []string {
	var ids []string
	for _, i := range s.Indicators {
		ids = append(ids, i.ID)
	}
	return ids
}

// failAt reports findings about one entry of a register.
func failAt(findings *diag.List, register string, at Source, id string) func(hint, format string, args ...any) {
	return func(hint, format string, args ...any) {
		findings.Errorf(register, at.File, at.Line, at.Column, hint, register+" "+strconv.Quote(id)+": "+format, args...)
	}
}

func need(fail func(hint, format string, args ...any), key, value string) {
	if strings.TrimSpace(value) == "" {
		fail("add `"+key+":`", "has no %s", key)
	}
}

func oneOf(fail func(hint, format string, args ...any), key, value string, allowed []string) {
	if !slices.Contains(allowed, value) {
		fail(DidYouMean(value, allowed, "use one of "+strings.Join(allowed, ", ")), "%s: %q cannot be used", key, value)
	}
}

func known(fail func(hint, format string, args ...any), what, where string, ids, all []string) {
	for _, id := range ids {
		if !slices.Contains(all, id) {
			fail(DidYouMean(id, all, "add it to "+where), "there is no %s %q", what, id)
		}
	}
}
