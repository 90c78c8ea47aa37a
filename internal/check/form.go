package check

import (
	"regexp"
	"strings"

	"waymark/internal/markdown"
)

var unansweredForm = Check{
	ID:    "unanswered-form",
	Finds: "A question of a form that is not answered: both boxes, Yes and No, are empty, or a cell of a table still offers \"Yes / No\".",
	Why:   "A form that is kept as a record must say what was answered. If the paper itself leaves it open, say so in the text, and allow the question in house-style.yaml with the reason.",
	prose: func(p *page) {
		for i, in := range p.passages {
			if in.Kind == markdown.PassageCell && i > 0 && bothOffered.MatchString(in.Text) {
				p.warn(in, 0, len(in.Text), "write the answer, or say why it is open", "the question %q is not answered", strings.TrimSpace(p.passages[i-1].Text))
			}
		}
		for i := 0; i+1 < len(p.passages); i++ {
			yes, no := p.passages[i], p.passages[i+1]
			if isBox(yes, "yes") && isBox(no, "no") && yes.Box == markdown.Unticked && no.Box == markdown.Unticked {
				asked, at := "", yes
				if i > 0 {
					at, asked = p.passages[i-1], strings.TrimSpace(p.passages[i-1].Text)
				}
				p.warn(at, 0, len(at.Text), "write [x] in one of the boxes, or say why it is open", "the question %q is not answered", asked)
			}
		}
	},
}

// bothOffered is a cell in which the answer has still to be chosen.
var bothOffered = regexp.MustCompile(`(?i)^\s*yes\s*(/|or)\s*no\b`)

func isBox(in markdown.Passage, answer string) bool {
	return in.Box != markdown.NoBox && strings.HasPrefix(strings.ToLower(strings.TrimSpace(in.Text)), answer)
}
