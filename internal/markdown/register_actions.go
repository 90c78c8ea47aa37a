package markdown

import (
	"strconv"
	"strings"

	"waymark/internal/site"
)

// actionsRegister prints the action plan by its parts. An authority without one is said to have none.
func (p *pass) actionsRegister(b *strings.Builder) {
	actions := p.site.SortedActions()
	if len(actions) == 0 {
		b.WriteString(`<p><strong>` + escape(p.site.Name) + ` has no action plan.</strong> Nobody is named to lead an action, and no date is set.</p>`)
		return
	}
	part := ""
	for _, a := range actions {
		if a.Part != part {
			if part != "" {
				b.WriteString(`</dl>`)
			}
			part = a.Part
			p.group(b, slug(part), part, "")
		}
		entry(b, a.ID, p.inline(a.Title, a.At))
		b.WriteString(`<dd><ul>`)
		for _, does := range a.Does {
			b.WriteString(`<li>` + p.inline(does, a.At) + `</li>`)
		}
		b.WriteString(`</ul>`)
		p.fact(b, "Serves, as the editors read it", p.priorityLink(a.Priorities))
		p.fact(b, "Led by", strings.Join(p.roleLinks(a.Lead), ", "))
		p.fact(b, "With", p.inline(a.With, a.At))
		p.fact(b, "Looked at", p.inline(a.Cycle, a.At))
		p.fact(b, "Due", p.inline(a.Due, a.At))
		p.fact(b, "It has worked when", p.inline(a.Works, a.At))
		p.fact(b, "State", escape(a.State))
		var tells []string
		for _, id := range a.Indicators {
			if page := p.tree.Page(IndicatorPath(id)); page != nil {
				tells = append(tells, p.pageLink(page))
			}
		}
		if a.Evidence != "" {
			tells = append(tells, p.inline(a.Evidence, a.At))
		}
		p.fact(b, "How we know", strings.Join(tells, "; "))
		p.confirm(b, a.Confirm, a.At)
		p.links(b, "Guidance", p.namedPages("action", a.ID, a.At, a.Pages))
		if source := p.sourceOfFact(a.Source); source != "" {
			b.WriteString(`<p class="wm-register-source">` + source + `.</p>`)
		}
		b.WriteString(`</dd>`)
	}
	b.WriteString(`</dl>`)
}

// priorityLink is "priorities 1 and 3", linked to where they are listed.
func (p *pass) priorityLink(numbers []int) string {
	if len(numbers) == 0 {
		return ""
	}
	words := "priority "
	if len(numbers) > 1 {
		words = "priorities "
	}
	for i, n := range numbers {
		switch {
		case i == 0:
		case i == len(numbers)-1:
			words += " and "
		default:
			words += ", "
		}
		words += strconv.Itoa(n)
	}
	page := p.tree.Page(PrioritiesPage)
	if page == nil {
		return words
	}
	return `<a href="` + escape(p.href(page.Out)) + `">` + words + `</a>`
}

// fact prints a label and what is known; nothing when nothing is.
func (p *pass) fact(b *strings.Builder, label, html string) {
	if html != "" {
		b.WriteString(`<p><strong>` + escape(label) + `:</strong> ` + html + `</p>`)
	}
}

// unsettled are the actions of which nobody has said how far they are.
func unsettled(actions []*site.Action) (out []*site.Action) {
	for _, a := range actions {
		if a.State == site.ActionStates[0] {
			out = append(out, a)
		}
	}
	return out
}
