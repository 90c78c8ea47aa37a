package check

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"waymark/internal/site"
)

var repeatedNumber = Check{
	ID:    "repeated-number",
	Finds: "A length of time in prose that is the amount of a timescale: \"20 working days\" where {{standard first-review}} says the same.",
	Why: "A number that is typed on forty pages is changed on thirty-nine. Name the timescale, and every page follows. Where the number is another one that happens to be " +
		"the same, allow it in house-style.yaml with the reason.",
	prose: findRepeatedNumbers,
}

// numbers tells which timescales have an amount.
type numbers struct {
	form *regexp.Regexp
	ids  map[string][]string // by amount and unit: "20 working day"
}

var numberWords = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty")

func newNumbers(s *site.Site) *numbers {
	n := &numbers{ids: map[string][]string{}, form: regexp.MustCompile(`(?i)\b(\d{1,3}|` + strings.Join(numberWords[1:], "|") + `)[ -](working day|week|month|day|year)s?\b`)}
	for _, id := range site.SortedIDs(s.Standards) {
		// One or two of a unit is said of too much else.
		if standard := s.Standards[id]; standard.Amount > 2 {
			key := fmt.Sprintf("%d %s", standard.Amount, strings.TrimSuffix(standard.Unit, "s"))
			n.ids[key] = append(n.ids[key], id)
		}
	}
	return n
}

func findRepeatedNumbers(p *page) {
	for _, in := range p.passages {
		if in.FromData() {
			continue // a register of timescales gives their numbers
		}
		for _, at := range p.prose.numbers.form.FindAllStringSubmatchIndex(in.Text, -1) {
			amount, unit := strings.ToLower(in.Text[at[2]:at[3]]), strings.ToLower(in.Text[at[4]:at[5]])
			for i, word := range numberWords {
				if amount == word {
					amount = strconv.Itoa(i)
				}
			}
			if ids := p.prose.numbers.ids[amount+" "+unit]; len(ids) > 0 {
				p.warn(in, at[0], at[1], "write {{standard "+strings.Join(ids, "}} or {{standard ")+"}}", "%q is written out, and is the amount of a timescale", in.Text[at[0]:at[1]])
			}
		}
	}
}
