package check

import (
	"slices"
	"strconv"

	"waymark/internal/markdown"
	"waymark/internal/site"
)

var priorityAction = Check{
	ID:    "priority-action",
	Finds: "A priority that no action serves, or an action that serves a priority which is not there. Priorities are the numbered list of " + markdown.PrioritiesPage + "; an action of actions.yaml names their numbers under `priorities:`.",
	Why:   "A priority without an action is a wish: nobody leads it, and nobody looks at how it goes. Add an action or name the priority at the one that serves it. That an authority has no action plan at all is said once, as a note.",
	prose: func(p *page) {
		if p.Path != markdown.PrioritiesPage {
			return
		}
		var listed []markdown.Passage
		for _, in := range p.passages {
			if in.Number > 0 {
				listed = append(listed, in)
			}
		}
		actions := p.prose.site.SortedActions()
		if len(actions) == 0 {
			if len(listed) > 0 {
				p.prose.findings.Notef(p.check, p.File, 1, 0, "the page of the action plan says so to readers", "%s has %d priorities and no action plan", p.prose.site.Name, len(listed))
			}
			return
		}
		for _, in := range listed {
			if !slices.ContainsFunc(actions, func(a *site.Action) bool { return slices.Contains(a.Priorities, in.Number) }) {
				p.warn(in, 0, len(in.Text), "add "+strconv.Itoa(in.Number)+" to `priorities:` of the action that serves it, in actions.yaml, or add an action", "no action serves priority %d", in.Number)
			}
		}
		for _, a := range actions {
			for _, n := range a.Priorities {
				if !slices.ContainsFunc(listed, func(in markdown.Passage) bool { return in.Number == n }) {
					p.prose.findings.Errorf(p.check, a.At.File, a.At.Line, a.At.Column, "name a number of the list on "+p.Path, "action %q serves priority %d, which is not there", a.ID, n)
				}
			}
		}
	},
}
