package check

import (
	"strings"

	"waymark/internal/markdown"
)

var unansweredForm = Check{
	ID:    "unanswered-form",
	Finds: "A question of a form whose boxes, such as Yes and No, are both empty.",
	Why:   "A form that is kept as a record must say what was answered. If the paper itself leaves it open, say so in the text, and allow the question in house-style.yaml with the reason.",
	prose: func(p *page) {
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

func isBox(in markdown.Passage, answer string) bool {
	return in.Box != markdown.NoBox && strings.HasPrefix(strings.ToLower(strings.TrimSpace(in.Text)), answer)
}
