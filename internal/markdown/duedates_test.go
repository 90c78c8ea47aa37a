package markdown

import (
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"

	"waymark/internal/dates"
	"waymark/internal/site"
)

func TestDueDates(t *testing.T) {
	s, tree := project()
	var holidays []dates.Date
	for _, text := range []string{"2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31", "2026-12-25", "2026-12-28"} {
		day, err := dates.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		holidays = append(holidays, day)
	}
	calendar, err := dates.NewCalendar(holidays)
	if err != nil {
		t.Fatal(err)
	}
	s.Holidays = &site.BankHolidays{Source: "GOV.UK", URL: "https://www.gov.uk/bank-holidays", Licence: "OGL", Days: holidays, Computed: holidays[6], Calendar: calendar}

	block := func(day string) string { return "```due-dates\n" + day + "\n```\n" }
	_, findings := renderOn(s, tree, "guidance/page.md", block(""))
	wantFindings(t, findings, []string{"p.md:9:1 due-dates: no standard says what it counts from, so nothing falls due | write `counts_from: looked-after` into a standard of standards.yaml"})

	s.Standards["first-review"].CountsFrom = "looked-after"
	s.Standards["no-panel"].CountsFrom = "looked-after"
	s.Standards["second-review"] = &site.Standard{ID: "second-review", Title: "Second \"review\"", Words: "three months", Amount: 3, Unit: "months", CountsFrom: "first-review", Added: true, Basis: "law"}
	doc, findings := renderOn(s, tree, "guidance/page.md", block("2026-01-05"))
	wantFindings(t, findings, nil)
	// Worked by hand: 20 working days after Monday 5 January, and three months more, a Saturday.
	wantHTML(t, doc, `<div class="wm-due" id="due-dates" data-due="`, `<noscript>`, `<caption>What falls due, and by which rule</caption>`,
		`<th scope="row">First review</th><td><a class="wm-standard" href="../timescales.html#first-review">within 20 working days</a>, counted from the placement</td><td>Law</td>`,
		`<th scope="row">Second &#34;review&#34;</th>`, `<td>Law, added by the editors</td>`, `no interval</a>: Merton sets <strong>none</strong></td>`,
		`<caption>Worked example: all of it on Monday 5 January 2026 (the child became looked after)</caption>`,
		`<tr><td>Monday 2 February 2026</td><th scope="row">First review</th></tr><tr><td>Saturday 2 May 2026 (not a working day)</td>`,
		`from 2026 to 2026 (<a href="https://www.gov.uk/bank-holidays">GOV.UK</a>, OGL). Those from 2026 on follow the usual rules`)
	var data dueData
	written := regexp.MustCompile(`data-due="([^"]*)"`).FindSubmatch(doc.HTML)
	if err := json.Unmarshal([]byte(html.UnescapeString(string(written[1]))), &data); err != nil {
		t.Fatal(err)
	}
	var clocks, rules []string
	for _, c := range data.Clocks {
		clocks = append(clocks, c.ID+": "+c.Words)
	}
	for _, r := range data.Rules {
		rules = append(rules, r.ID+" from "+r.From+": "+r.Href)
	}
	if got := strings.Join(clocks, "; "); got != "looked-after: The day the child became looked after; first-review: First review: the day it took place" {
		t.Errorf("clocks: %s", got)
	}
	if got := strings.Join(rules, "; "); got != "first-review from looked-after: ../timescales.html#first-review; second-review from first-review: ../timescales.html#second-review" {
		t.Errorf("rules: %s", got)
	}
	if len(data.Holidays) != 8 || data.Holidays[7] != "2026-12-28" || data.Computed != "2026-12-25" || data.Site != "merton" {
		t.Errorf("%+v", data)
	}

	for _, day := range []string{"tomorrow", "2026-02-30", "1999-01-01"} {
		_, findings = renderOn(s, tree, "guidance/page.md", block(day))
		wantFindings(t, findings, []string{"p.md:10:1 due-dates: \"" + day + "\" is no day that the bank holidays are known for..."})
	}
	s.Holidays = nil
	_, findings = renderOn(s, tree, "guidance/page.md", block(""))
	wantFindings(t, findings, []string{"p.md:9:1 due-dates: due dates need the list of bank holidays..."})
}
