package check

import (
	"regexp"
	"strings"

	"waymark/internal/site"
)

var houseWord = Check{
	ID:    "house-word",
	Finds: "A word written otherwise than the house writes it, as `words:` in house-style.yaml lists.",
	Why:   "One thing under two names makes readers look for a difference, and a search for one misses the other.",
	prose: func(p *page) {
		for _, w := range p.prose.words {
			for _, in := range p.passages {
				for _, at := range w.form.FindAllStringIndex(in.Text, -1) {
					why := ""
					if w.Why != "" {
						why = ": " + w.Why
					}
					p.warn(in, at[0], at[1], "write "+w.Write+why, "%q is not how the house writes it", in.Text[at[0]:at[1]])
				}
			}
		}
	},
}

// wrongWord is a word of the house with what finds its wrong forms.
type wrongWord struct {
	site.HouseWord
	form *regexp.Regexp
}

func wrongWords(words []site.HouseWord) []wrongWord {
	var out []wrongWord
	for _, w := range words {
		var forms []string
		for _, not := range w.Not {
			forms = append(forms, strings.ReplaceAll(regexp.QuoteMeta(not), " ", `\s+`))
		}
		out = append(out, wrongWord{w, regexp.MustCompile(`(?i)(?:^|\b)(?:` + strings.Join(forms, "|") + `)(?:\b|$)`)})
	}
	return out
}
