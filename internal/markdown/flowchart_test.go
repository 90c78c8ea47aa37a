package markdown

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"waymark/internal/site"
)

// chartOf is a sound chart with one step that says text and leads to href.
func chartOf(text, href string) string {
	click := ""
	if href != "" {
		click = "  click B \"" + href + "\"\n"
	}
	return "```mermaid\nflowchart TD\n  accTitle: A\n  accDescr: B\n  A([Start]) --> B[\"" + text + "\"]\n  B --> C([End])\n" + click + "```\n"
}

func TestFlowTimescales(t *testing.T) {
	s, tree := project("guidance/reviews.md", front+"\nReviews: {{standard first-review}}, {{standard second-review}}.\n")
	s.Standards["second-review"] = &site.Standard{ID: "second-review", Title: "Second review", Words: "three months", Amount: 3, Unit: "months"}
	s.Standards["meetings"] = &site.Standard{ID: "meetings", Title: "Permanency planning meetings", Words: "every six weeks", Amount: 6, Unit: "weeks"}
	s.Standards["tracking"] = &site.Standard{ID: "tracking", Title: "Tracking meetings", Words: "no set interval", None: "none is set"}
	s.Standards["permanence-plan"] = &site.Standard{ID: "permanence-plan", Title: "Written permanence plan", Words: "four months", Amount: 4, Unit: "months"}
	s.Indicators = append(s.Indicators, &site.Indicator{ID: "first-in-time", Title: "First reviews in time", Standard: "first-review"})
	for _, c := range []struct{ name, text, href, want string }{
		{"none stated", "Hold the first review", "", ""},
		{"named, and nothing beside it", "Hold it {{standard first-review}}", "", ""},
		{"named, and the same beside it", "Hold it {{standard first-review}} (20 working days)", "", ""},
		{"named, and another beside it", "Hold it {{standard first-review}} (28 days)", "", ""}, // 28 days can be 20 working days
		{"named, and contradicted beside it", "Hold it {{standard first-review}} (10 weeks)", "", `"Hold it … (10 weeks)" states 10 weeks, which contradicts the timescale "first-review": within 20 working days`},
		{"named, another amount elsewhere", "Hold it {{standard first-review}}; send papers three days before", "", ""},
		{"two words of a title", "First review within 30 working days", "", `"First review within 30 working days" states 30 working days, which contradicts the timescale "first-review": within 20 working days`},
		{"the same as text", "First review within 20 working days", "", `"First review within 20 working days" repeats the timescale "first-review" as text, so it would not follow a change of it`},
		{"one word of a title, no link", "Review it within 30 working days", "", ""},
		{"one word of a title, linked page", "Review it within seven months", "reviews.md", `"Review it within seven months" states seven months, which contradicts the timescale "first-review": within 20 working days`},
		{"agrees with one of the linked page", "Review it within 3 months", "reviews.md", `"Review it within 3 months" repeats the timescale "second-review" as text, so it would not follow a change of it`},
		{"no word shared with the linked page", "Write to the court within 3 weeks", "reviews.md", ""},
		{"a rhythm", "Planning meetings monthly", "", `"Planning meetings monthly" states monthly, which contradicts the timescale "meetings": every six weeks`},
		{"the authority sets none", "Tracking meetings every month", "", `"Tracking meetings every month" states every month, but the timescale "tracking" sets none here`},
		{"the amount of another standard that it speaks of", "Plan agreed at the second review, within four months", "", ""},
		{"the amount of none", "Plan agreed at the second review, within five months", "", `"Plan agreed at the second review, within five m…" states five months, which contradicts the timescale "second-review": three months`},
		{"an age", "First review of a child under 2 years", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc, findings := renderOn(s, tree, "guidance/page.md", chartOf(c.text, c.href))
			var got []string
			for _, line := range said(findings) {
				if strings.Contains(line, " flow-timescale: ") {
					_, message, _ := strings.Cut(line, " flow-timescale: ")
					message, _, _ = strings.Cut(message, " | ")
					got = append(got, message)
				}
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			wantSound(t, doc.HTML)
		})
	}

	// The answers of a question are read with the question.
	_, findings := renderOn(s, tree, "guidance/page.md", "```mermaid\nflowchart TD\n  accTitle: A\n  accDescr: B\n  A([Start]) --> B{Was the first review held?}\n  B -->|Within 9 weeks| C([End])\n  B -->|No| D([Late])\n```\n")
	if !slices.ContainsFunc(said(findings), func(s string) bool {
		return strings.HasPrefix(s, "p.md:14:5 flow-timescale:") && strings.Contains(s, "states 9 weeks")
	}) {
		t.Errorf("the answer is not compared: %v", said(findings))
	}

	// Each timescale is linked to where it is kept and to what measures it, in the steps and in the walk.
	doc, _ := renderOn(s, tree, "guidance/page.md", chartOf("Hold it {{standard first-review}}", "reviews.md"))
	const line = `<p class="wm-flow-timescales"><span class="wm-flow-kind">Timescale</span> First review: <a class="wm-standard" href="../timescales.html#first-review">within 20 working days</a> (measured by <a href="../indicators/first-in-time.html">First reviews in time</a>)</p>`
	if n := strings.Count(string(doc.HTML), line); n != 2 {
		t.Errorf("the timescale is linked %d times, not 2:\n%s", n, doc.HTML)
	}
}

func TestFlowDownload(t *testing.T) {
	s, tree := project("guidance/page-flowchart.svg", "<svg/>") // an author's picture keeps its name
	s.Demonstration = &site.Demonstration{Site: "Not the borough's own."}
	chart := chartOf("Read {{standard first-review}}", "https://www.gov.uk/a")
	doc, _ := renderOn(s, tree, "guidance/page.md", chart+"\n"+chart+"\n"+chartOf("Read on", "routes/adoption.md"))
	var paths []string
	for _, d := range doc.Downloads {
		paths = append(paths, d.Path)
		for _, not := range []string{"class=", "var(", "style=", "adoption.html", "{{"} {
			if strings.Contains(string(d.Data), not) {
				t.Errorf("%s holds %s", d.Path, not)
			}
		}
	}
	if want := []string{"guidance/page-flowchart-2.svg", "guidance/page-flowchart-3.svg", "guidance/page-flowchart-4.svg"}; !slices.Equal(paths, want) {
		t.Fatalf("%v, want %v", paths, want)
	}
	for _, want := range []string{`<a href="https://www.gov.uk/a">`, "From the page “T” of", "Page checked 2 November 2026.", "Not the borough&#39;s own.", ">Read within"} {
		if !strings.Contains(string(doc.Downloads[0].Data), want) {
			t.Errorf("the file lacks %q:\n%s", want, doc.Downloads[0].Data)
		}
	}
	wantHTML(t, doc, `<a href="page-flowchart-2.svg" download>`, `<a href="page-flowchart-3.svg" download>`)
}

// A chart that is too tall for one sheet as it is on the screen is laid out anew for paper; one that is too tall in any
// way prints as its steps.
func TestFlowOnPaper(t *testing.T) {
	chain := func(steps int) string {
		var b strings.Builder
		b.WriteString("```mermaid\nflowchart TD\n  accTitle: A\n  accDescr: B\n  s([Start])")
		for i := range steps {
			fmt.Fprintf(&b, " --> n%d[\"Do what has to be done at this point of the way, whoever it is\"]", i)
		}
		b.WriteString(" --> e([End])\n```\n")
		return b.String()
	}
	for _, c := range []struct {
		steps       int
		wide, paper bool
	}{{3, true, false}, {12, false, true}, {50, false, false}} {
		doc, _ := render(chain(c.steps))
		html := string(doc.HTML)
		if wide := strings.Contains(html, `class="wm-wide wm-flow-drawing wm-flow-sheet"`); wide != c.wide {
			t.Errorf("%d steps: the wide drawing is printed: %v", c.steps, wide)
		}
		if paper := strings.Contains(html, `class="wm-flow-drawing wm-flow-paper wm-flow-sheet"`); paper != c.paper {
			t.Errorf("%d steps: a drawing for paper: %v", c.steps, paper)
		}
	}
}
