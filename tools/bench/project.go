package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// The made-up project: one site of one layer, sections of about fifty pages in folders two deep, pages of 4 to
// 8 kB with what guidance holds (headings, paragraphs, lists, tables, alerts, links to pages and to places on
// them, timescales, glossary terms). Everything follows from the page's number, so that two runs, and two
// machines, build the same bytes.
const (
	pagesPerSection = 50 // the front page included
	sectionsPerPart = 10
	smallest        = 10 // the pages at the root, one part, one section and a few pages in it

	layer      = "content/bench"
	editedPage = layer + "/part-01/section-01/page-00001.md" // in every project
)

const config = `title: Pages to measure with
theme: minimal
sites:
  - id: bench
    layers: [bench]
`

const roles = `policy-owner:
  title: Policy team
  body: true
  does: Keeps the pages.
team-manager:
  title: Team manager
  does: Leads a team and signs its plans.
`

const laws = `example-act:
  title: Example Act 2001
  kind: act
  url: https://example.org/act
`

// plan is one page to write: where it lies and which other pages it may link to.
type plan struct {
	path  string // content path
	index bool
	n     int // of all pages, from 0
}

// writeProject writes a project of exactly so many pages below dir.
func writeProject(dir string, pages int) error {
	files := map[string]string{
		"waymark.yaml":              config,
		"data/bench/site.yaml":      "name: Bench\nauthority: Bench Council\ntitle: Pages to measure with\nstrapline: Made up, and the same every time.\n",
		"data/bench/roles.yaml":     roles,
		"data/bench/laws.yaml":      laws,
		"data/bench/standards.yaml": standards(),
		"data/bench/glossary.yaml":  glossary(),
	}
	plans := layOut(pages)
	for _, p := range plans {
		files[layer+"/"+p.path] = p.text(plans)
	}
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := writeOld(file, []byte(text), 0); err != nil {
			return err
		}
	}
	return nil
}

// writeOld writes a file as if it had lain there for long: a build does not rely on the time of a file that was
// written a moment ago.
func writeOld(file string, text []byte, later time.Duration) error {
	at := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC).Add(later)
	return errors.Join(os.WriteFile(file, text, 0o644), os.Chtimes(file, at, at))
}

// layOut lists the pages: three at the root, then section after section.
func layOut(pages int) []plan {
	var plans []plan
	add := func(name string) bool {
		if len(plans) < pages {
			plans = append(plans, plan{path: name, index: path.Base(name) == "index.md", n: len(plans)})
		}
		return len(plans) < pages
	}
	more := add("index.md") && add("glossary.md") && add("timescales.md")
	number := 0
	for section := 0; more; section++ {
		part := fmt.Sprintf("part-%02d", section/sectionsPerPart+1)
		folder := fmt.Sprintf("%s/section-%02d", part, section%sectionsPerPart+1)
		if section%sectionsPerPart == 0 {
			more = add(part + "/index.md")
		}
		more = more && add(folder+"/index.md")
		for i := 1; more && i < pagesPerSection; i++ {
			number++
			more = add(fmt.Sprintf("%s/page-%05d.md", folder, number))
		}
	}
	return plans
}

// words that the pages are made of.
var (
	who       = []string{"The social worker", "The team manager", "The reviewing officer", "The carer", "The family", "The placement team", "The health visitor", "The teacher"}
	does      = []string{"writes down", "explains", "checks", "agrees", "looks again at", "brings together", "asks about", "shares", "keeps", "prepares"}
	what      = []string{"the care plan", "what the child has said", "the dates of each meeting", "the reasons for the decision", "the parallel plan", "who will do what", "the contact arrangements", "the assessment", "the record of the review", "the support that was promised"}
	when      = []string{"before the meeting", "with the child", "in plain words", "as soon as anything changes", "together with the family", "at every review", "in the same week", "when the plan is late", "and writes down why", "so that nobody has to ask twice"}
	topics    = []string{"Preparing", "Deciding", "Recording", "Reviewing", "Supporting", "Listening", "Planning", "Matching", "Moving", "Settling"}
	objects   = []string{"a first visit", "a care plan", "a family meeting", "a new home", "a late plan", "an assessment", "a change of carer", "a review", "contact", "the file"}
	headings  = []string{"In short", "What it is for", "Who takes part", "What to prepare", "Before the meeting", "At the meeting", "Afterwards", "When it goes wrong", "Timescales", "What good looks like", "Questions that come up", "Where to read more"}
	alerts    = []string{"NOTE", "TIP", "IMPORTANT", "WARNING"}
	terms     = []string{"care plan", "parallel plan", "looked-after review", "contact", "kinship carer", "life story work", "placement order", "special guardian", "reviewing officer", "family meeting", "matching", "assessment"}
	durations = []string{"20 working days", "three months", "six months", "14 weeks", "two years", "every six weeks"}
)

func standards() string {
	var b strings.Builder
	for i, words := range durations {
		fmt.Fprintf(&b, "standard-%d:\n  title: Timescale %d\n  words: %s\n  amount: %d\n  unit: weeks\n  basis: made up\n", i+1, i+1, words, i+1)
	}
	return b.String()
}

func glossary() string {
	var b strings.Builder
	for i, term := range terms {
		fmt.Fprintf(&b, "term-%d:\n  term: %s\n  means: What people here call %s, in one sentence.\n", i+1, term, term)
	}
	return b.String()
}

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

func sentence(r *rand.Rand) string {
	return pick(r, who) + " " + pick(r, does) + " " + pick(r, what) + " " + pick(r, when) + "."
}

func paragraph(r *rand.Rand, sentences int) string {
	parts := make([]string, sentences)
	for i := range parts {
		parts[i] = sentence(r)
	}
	return strings.Join(parts, " ")
}

func (p plan) title() string {
	switch p.path {
	case "index.md":
		return "Pages to measure with"
	case "glossary.md":
		return "Words we use"
	case "timescales.md":
		return "Timescales"
	}
	return fmt.Sprintf("%s %s, %d", topics[p.n%len(topics)], objects[p.n/len(topics)%len(objects)], p.n)
}

// text is the whole file of a page.
func (p plan) text(all []plan) string {
	r := rand.New(rand.NewPCG(uint64(p.n), 2))
	kind := "page"
	if p.path == "index.md" {
		kind = "home"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %q\nsummary: %q\nkind: %s\nowner: %s\nreviewed: 2026-%02d-%02d\nreview_every: 12 months\n", p.title(), sentence(r), kind, pick(r, []string{"policy-owner", "team-manager"}), 1+p.n%9, 1+p.n%28)
	if !p.index {
		fmt.Fprintf(&b, "audience: [social workers, managers]\nages: [\"%s\"]\nlaw: [example-act]\norder: %d\n", pick(r, []string{"under 2", "2 to 4", "5 to 9"}), 1+p.n%7)
	}
	b.WriteString("---\n\n")
	switch p.path {
	case "glossary.md":
		return b.String() + "```register\nglossary\n```\n"
	case "timescales.md":
		return b.String() + "```register\nstandards\n```\n"
	}
	b.WriteString(paragraph(r, 3) + "\n")
	if p.index {
		return b.String()
	}
	// Headings in their order, six to nine of them; "In short" is on every page, so that links may lead to it.
	skip := r.IntN(3) + 3
	for i, heading := range headings {
		if i > 0 && i%skip == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", heading, paragraph(r, 2+r.IntN(3)))
		switch i % 6 {
		case 0:
			fmt.Fprintf(&b, "\n> [!%s]\n> %s See [%s](%s).\n", pick(r, alerts), sentence(r), "the page before this was planned", p.link(r, all))
		case 1:
			b.WriteString("\n")
			for range 4 + r.IntN(3) {
				fmt.Fprintf(&b, "- **%s** %s [Read on](%s)\n", pick(r, topics), sentence(r), p.link(r, all))
			}
		case 2:
			b.WriteString("\n| Who | What | When |\n|---|---|---:|\n")
			for range 4 + r.IntN(4) {
				fmt.Fprintf(&b, "| %s | %s %s | {{standard standard-%d}} |\n", pick(r, who), pick(r, does), pick(r, what), 1+r.IntN(len(durations)))
			}
		case 3:
			fmt.Fprintf(&b, "\n### %s first\n\n%s It is due within {{standard standard-%d}}.\n\n1. %s\n2. %s\n3. %s\n", pick(r, topics), paragraph(r, 2), 1+r.IntN(len(durations)), sentence(r), sentence(r), sentence(r))
		case 4:
			fmt.Fprintf(&b, "\nA worked example says *%s*, and the form is called `form-%d`. %s\n", sentence(r), p.n, paragraph(r, 2))
		case 5:
			fmt.Fprintf(&b, "\n%s More is in [%s](%s) and on [the owner’s page](https://example.org/%d).[^1]\n", sentence(r), pick(r, objects), p.link(r, all), p.n)
		}
	}
	if strings.Contains(b.String(), "[^1]") {
		fmt.Fprintf(&b, "\n[^1]: %s\n", sentence(r))
	}
	return b.String()
}

// link is the relative path to another page: mostly of the same section, sometimes far away; half of the links
// lead to a place on the page.
func (p plan) link(r *rand.Rand, all []plan) string {
	to := all[r.IntN(len(all))]
	if r.IntN(4) > 0 {
		to = all[min(len(all)-1, max(0, p.n-pagesPerSection/2+r.IntN(pagesPerSection)))]
	}
	href := relative(p.path, to.path)
	if len(to.path) > len("timescales.md") && !to.index && r.IntN(2) == 0 {
		href += "#in-short"
	}
	return href
}

// relative is the way from one file to another, both with forward slashes.
func relative(from, to string) string {
	return strings.Repeat("../", strings.Count(from, "/")) + to
}
