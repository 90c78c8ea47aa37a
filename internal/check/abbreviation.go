package check

import (
	"regexp"
	"slices"
	"strings"
)

var abbreviation = Check{
	ID:    "abbreviation",
	Finds: "Letters that stand for words and are explained nowhere: neither on the page, as in \"Family Group Conference (FGC)\", nor in the glossary.",
	Why:   "A new social worker meets a dozen abbreviations a day. Write the words, add the term to glossary.yaml, or, when every reader knows it, add it to `abbreviations:` in house-style.yaml.",
	prose: findAbbreviations,
}

// capitals are two to six capitals; a plural s does not count.
var capitals = regexp.MustCompile(`\b([A-Z]{2,6})s?\b`)

func findAbbreviations(p *page) {
	told := map[string]bool{}
	for _, in := range p.passages {
		for _, at := range capitals.FindAllStringSubmatchIndex(in.Text, -1) {
			letters := in.Text[at[2]:at[3]]
			if at[2] > 0 && in.Text[at[2]-1] == '(' && at[1] < len(in.Text) && in.Text[at[1]] == ')' {
				told[letters] = true // in brackets, behind the words
			}
			if told[letters] || p.prose.known(letters) {
				continue
			}
			told[letters] = true // once a page
			p.warn(in, at[2], at[3], "write the words at first use, or add it to glossary.yaml", "%q is not explained", letters)
		}
	}
}

// known says whether an abbreviation is in the glossary, or needs no explanation.
func (c *Prose) known(letters string) bool {
	if slices.Contains(c.site.Style.Abbreviations, letters) {
		return true
	}
	for _, term := range c.site.Glossary {
		for _, name := range append([]string{term.Term, term.Short}, term.Also...) {
			if name == letters || strings.Contains(name, "("+letters+")") {
				return true
			}
		}
	}
	return false
}
