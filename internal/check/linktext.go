package check

import (
	"slices"
	"strings"
)

var linkText = Check{
	ID:    "link-text",
	Finds: "A link whose words do not say where it leads: \"here\", \"click here\", \"more\", a bare address.",
	Why:   "Readers look along the links of a page, and screen readers list them without the words around. Use the title of the page, or what the reader will find there.",
	prose: func(p *page) {
		for _, in := range p.passages {
			for _, link := range in.Links {
				words := strings.ToLower(strings.Trim(in.Text[link.From:link.To], " .,:!"))
				if slices.Contains(emptyWords, words) || strings.HasPrefix(words, "http://") || strings.HasPrefix(words, "https://") || strings.HasPrefix(words, "www.") {
					p.warn(in, link.From, link.To, "use the title of what it leads to", "the link %q does not say where it leads", in.Text[link.From:link.To])
				}
			}
		}
	},
}

var emptyWords = []string{"here", "click here", "this", "this page", "this link", "link", "more", "read more", "find out more", "see here", "see more", "page", "document", "website", "details"}
