package check

import "regexp"

var otherAuthority = Check{
	ID:    "other-authority",
	Finds: "The name of another authority on a page.",
	Why:   "A text that was taken over from a neighbour and still names it tells staff to ask the wrong people. A page that all authorities share names none of them. Where the name is meant, allow it in house-style.yaml with the reason.",
	prose: func(p *page) {
		for _, name := range p.prose.others {
			form := regexp.MustCompile(`\b` + regexp.QuoteMeta(name) + `\b`)
			for _, in := range p.passages {
				for _, at := range form.FindAllStringIndex(in.Text, -1) {
					p.warn(in, at[0], at[1], "name "+p.prose.site.Name+", or nobody", "the page of %s names %s", p.prose.site.Name, name)
				}
			}
		}
	},
}
