package markdown

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"waymark/internal/content"
	"waymark/internal/dates"
	"waymark/internal/site"
)

// dueMonths is how long after its event a timescale that repeats is listed.
const dueMonths = 12

// dueData is what the script due.js works with. Its rules are the standards; dates.js follows dates.Due.
type dueData struct {
	Site     string     `json:"site"`   // id, for the names of calendar entries
	Clocks   []dueClock `json:"clocks"` // the days that a reader may type in
	Rules    []dueRule  `json:"rules"`
	Months   int        `json:"months"`
	Holidays []string   `json:"holidays"` // "2026-12-25"
	Computed string     `json:"computed"` // the first of them that nobody has announced yet; "" when all are
}

type dueClock struct {
	ID    string `json:"id"`
	Words string `json:"words"`
	Rule  bool   `json:"rule,omitempty"` // the day on which a rule was met, such as a review that was held
}

type dueRule struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Words   string `json:"words"` // "within 20 working days of the day the child becomes looked after"
	Basis   string `json:"basis"`
	Href    string `json:"href"`
	Confirm string `json:"confirm,omitempty"`
	From    string `json:"from"`
	Amount  int    `json:"amount"`
	Unit    string `json:"unit"`
	Repeats bool   `json:"repeats,omitempty"`
}

// dueDates shows the timescales by which something falls due, as a table that is useful by itself, with a worked
// example. The script puts a form above it. Nothing but days can be typed into that form, and nothing of them is kept.
func (p *pass) dueDates(example string, at site.Source) []byte {
	fail := func(hint, format string, args ...any) []byte {
		p.findings.Errorf("due-dates", at.File, at.Line, at.Column, hint, format, args...)
		return nil
	}
	rules := p.site.DueRules()
	switch {
	case len(rules) == 0:
		return fail("write `counts_from: looked-after` into a standard of standards.yaml", "no standard says what it counts from, so nothing falls due")
	case p.site.Holidays == nil:
		return fail("put "+site.HolidaysName+" into the data folder", "due dates need the list of bank holidays")
	}
	exampleDay, err := dates.ParseDate(example)
	if err != nil || exampleDay != 0 && !p.site.Holidays.Calendar.Covers(exampleDay) {
		return fail("write the day of the worked example, such as 2026-01-05, or leave the block empty", "%q is no day that the bank holidays are known for", example)
	}
	data, err := json.Marshal(p.dueData(rules))
	if err != nil {
		panic("markdown: due dates cannot be written: " + err.Error()) // strings and numbers only
	}
	var b strings.Builder
	id := p.ids.unique("due-dates")
	fmt.Fprintf(&b, `<div class="wm-due" id="%s" data-due="%s"><noscript><p>Working the days out needs scripts, which are switched off here. The rules are in the table.</p></noscript>`, id, escape(string(data)))
	p.dueRulesTable(&b, rules)
	if exampleDay != 0 {
		p.dueExample(&b, rules, exampleDay)
	}
	p.dueHolidays(&b)
	b.WriteString(`</div>`)
	return []byte(b.String())
}

func (p *pass) dueData(rules []dates.Rule) dueData {
	d := dueData{Site: p.site.ID, Months: dueMonths, Computed: p.site.Holidays.Computed.String()}
	for _, c := range site.Clocks {
		if slices.ContainsFunc(rules, func(r dates.Rule) bool { return r.From == c.ID }) {
			d.Clocks = append(d.Clocks, dueClock{ID: c.ID, Words: "The day " + c.Words})
		}
	}
	for _, r := range rules {
		s := p.site.Standards[r.ID]
		if slices.ContainsFunc(rules, func(other dates.Rule) bool { return other.From == r.ID }) {
			d.Clocks = append(d.Clocks, dueClock{ID: r.ID, Words: cmp.Or(s.Title, r.ID) + ": the day it took place", Rule: true})
		}
		href := ""
		if p.tree.Page(StandardsPage) != nil {
			href = p.href(content.Out(StandardsPage) + "#" + r.ID)
		}
		d.Rules = append(d.Rules, dueRule{ID: r.ID, Title: cmp.Or(s.Title, r.ID), Words: capital(dueWords(s)), Basis: basisOf(s), Href: href, Confirm: s.Confirm,
			From: r.From, Amount: r.Amount, Unit: r.Unit, Repeats: r.Repeats})
	}
	for _, day := range p.site.Holidays.Days {
		d.Holidays = append(d.Holidays, day.String())
	}
	return d
}

// dueWords is a standard's rule in words: "20 working days from the day the child becomes looked after".
func dueWords(s *site.Standard) string {
	if s.From == "" {
		return s.Words
	}
	return s.Words + ", counted from " + s.From
}

func basisOf(s *site.Standard) string {
	basis := capital(cmp.Or(s.Basis, "basis not given"))
	if s.Added {
		basis += ", added by the editors"
	}
	return basis
}

// dueRulesTable is what there is without a script: every rule, and what the authority sets no rule for.
func (p *pass) dueRulesTable(b *strings.Builder, rules []dates.Rule) {
	b.WriteString(`<div class="wm-table"><table><caption>What falls due, and by which rule</caption><thead><tr><th scope="col">What</th><th scope="col">When</th><th scope="col">Rests on</th></tr></thead><tbody>`)
	row := func(s *site.Standard, when string) {
		fmt.Fprintf(b, `<tr><th scope="row">%s</th><td>%s</td><td>%s</td></tr>`, escape(cmp.Or(s.Title, s.ID)), when, escape(basisOf(s)))
	}
	for _, r := range rules {
		s := p.site.Standards[r.ID]
		p.use(s.ID)
		when := p.standardHTML(s, true)
		if s.From != "" {
			when += `, counted from ` + escape(s.From)
		}
		row(s, when)
	}
	for _, id := range site.SortedIDs(p.site.Standards) {
		if s := p.site.Standards[id]; s.None != "" && s.CountsFrom != "" {
			p.use(id)
			row(s, p.standardHTML(s, true)+`: `+p.inline(s.None, s.At))
		}
	}
	b.WriteString(`</tbody></table></div>`)
}

// dueExample works out one day for all events at once, so that a reader can check the rules by hand.
func (p *pass) dueExample(b *strings.Builder, rules []dates.Rule, from dates.Date) {
	known := map[string]dates.Date{}
	var events []string
	for _, c := range site.Clocks {
		if slices.ContainsFunc(rules, func(r dates.Rule) bool { return r.From == c.ID }) {
			known[c.ID] = from
			events = append(events, c.Words)
		}
	}
	fmt.Fprintf(b, `<div class="wm-table"><table><caption>Worked example: all of it on %s (%s)</caption><thead><tr><th scope="col">Due by</th><th scope="col">What</th></tr></thead><tbody>`,
		dayWords(from), escape(strings.Join(events, "; ")))
	for _, d := range dates.Due(rules, known, p.site.Holidays.Calendar, dueMonths) {
		if d.Number > 1 {
			continue // the first of each is enough to check a rule
		}
		on := "after the last bank holidays known"
		if d.On != 0 {
			on = dayWords(d.On)
		}
		if d.Closed {
			on += " (not a working day)"
		}
		fmt.Fprintf(b, `<tr><td>%s</td><th scope="row">%s</th></tr>`, on, escape(cmp.Or(p.site.Standards[d.Rule].Title, d.Rule)))
	}
	b.WriteString(`</tbody></table></div>`)
}

// dueHolidays says what counts as a working day and how far that is known.
func (p *pass) dueHolidays(b *strings.Builder) {
	h := p.site.Holidays
	last, _, _ := h.Days[len(h.Days)-1].Parts()
	first, _, _ := h.Days[0].Parts()
	fmt.Fprintf(b, `<p>A working day is a Monday to Friday that is no bank holiday in England and Wales; the day from which is counted is not one of them. Bank holidays are known here from %d to %d (%s`, first, last, linked(cmp.Or(h.Source, "source not given"), h.URL))
	if h.Licence != "" {
		fmt.Fprintf(b, `, %s`, escape(h.Licence))
	}
	b.WriteString(`).`)
	if year, _, _ := h.Computed.Parts(); year > 0 {
		fmt.Fprintf(b, ` Those from %d on follow the usual rules and have still to be announced; one may be moved or added.`, year)
	}
	b.WriteString(` Months are calendar months: six months after 31 August is the last day of February.</p>`)
}

// dayWords is a day as people write it, with its weekday: "Monday 5 January 2026".
func dayWords(d dates.Date) string { return d.Time().Format("Monday 2 January 2006") }
