package check

import (
	"regexp"
	"slices"
	"strings"

	"waymark/internal/markdown"
	"waymark/internal/site"
)

var openMeeting = Check{
	ID:    "open-meeting",
	Finds: "A meeting of which nobody says who chairs it or how often it is held: a page of kind `meeting` whose part \"Who chairs\" or \"How often\" is missing, empty or a question.",
	Why: "A meeting without a chair and a rhythm does not take place. Find out, and write it down. Until then say in the front matter, under `gaps:` or `confirm:`, that it is open " +
		"(\"who chairs ...\", \"how often ...\"), or in gaps.yaml for that page, so that the page \"Gaps and questions\" lists it. The front page of a folder is left alone: the meetings in it have pages of their own.",
	prose: func(p *page) {
		if p.Kind != site.KindMeeting || p.IsIndex() {
			return
		}
		var said []string // what is known to be open
		for _, part := range meetingParts {
			heading, state := partOf(p.passages, part.heading)
			if state == "" {
				continue
			}
			if said == nil {
				said = append([]string{""}, p.saidOpen()...)
			}
			if slices.ContainsFunc(said, part.open.MatchString) {
				continue
			}
			hint := "write it, or add `gaps:` to the front matter with a line such as \"" + part.gap + "\""
			if heading == nil {
				p.warnPage(hint, "the part %q is missing", part.heading)
			} else {
				p.warn(*heading, 0, len(heading.Text), hint, "the part %q is %s", part.heading, state)
			}
		}
	},
}

// meetingParts are what every meeting has to tell, with what a line says that leaves it open.
var meetingParts = []struct {
	heading string
	open    *regexp.Regexp
	gap     string
}{
	{"Who chairs", regexp.MustCompile(`(?i)\bchairs?\b|\bchaired\b`), "who chairs the meeting"},
	{"How often", regexp.MustCompile(`(?i)\b(how often|how soon|interval|within how many)\b`), "how often the meeting is held"},
}

var beginsWithQuestion = regexp.MustCompile(`(?i)^\s*(questions? for the author\b|to be confirmed\b)`)

// partOf finds the part below a heading and says what is wrong with it; state is "" for one that tells something.
func partOf(passages []markdown.Passage, title string) (heading *markdown.Passage, state string) {
	i := slices.IndexFunc(passages, func(in markdown.Passage) bool {
		return in.Kind == markdown.PassageHeading && strings.EqualFold(strings.TrimSpace(in.Text), title)
	})
	switch {
	case i < 0:
		return nil, "missing"
	case i+1 == len(passages), passages[i+1].Kind == markdown.PassageHeading && passages[i+1].Level <= passages[i].Level:
		return &passages[i], "empty"
	case beginsWithQuestion.MatchString(passages[i+1].Text):
		return &passages[i], "a question"
	}
	return &passages[i], ""
}

// saidOpen are the lines that say what is open about the page: its own, those of fragments that it includes, and
// entries of the register of gaps that name it.
func (p *page) saidOpen() []string {
	said := slices.Concat(p.Gaps, p.Confirm)
	for _, m := range p.prose.tree.Marks {
		if slices.Contains(p.prose.tree.Including(m.Name), p.Page) {
			said = slices.Concat(said, m.Gaps, m.Confirm)
		}
	}
	for _, id := range site.SortedIDs(p.prose.site.Gaps) {
		if g := p.prose.site.Gaps[id]; slices.Contains(g.Pages, p.Path) {
			said = append(said, g.Title, g.Ask)
		}
	}
	return said
}
