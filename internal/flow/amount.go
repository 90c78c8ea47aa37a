package flow

import (
	"regexp"
	"strconv"
	"strings"
)

// Amount is a length of time that a text states: "20 working days", "every six weeks", "monthly".
type Amount struct {
	N    int
	Unit string // "working days", "days", "weeks", "months", "years", as standards spell them
	// Where it stands in the text, in bytes, and how it is written.
	From, To int
	Text     string
}

var (
	numberWords = map[string]int{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
		"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "eighteen": 18, "twenty": 20, "thirty": 30}
	rhythms = map[string]Amount{"daily": {N: 1, Unit: "days"}, "weekly": {N: 1, Unit: "weeks"}, "fortnightly": {N: 2, Unit: "weeks"}, "monthly": {N: 1, Unit: "months"},
		"quarterly": {N: 3, Unit: "months"}, "yearly": {N: 1, Unit: "years"}, "annually": {N: 1, Unit: "years"}}
	spelled = `\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen|twenty|thirty`
	// "six-weekly" and "6 weekly" before "weekly" alone.
	amounts = regexp.MustCompile(`(?i)\b(?:(` + spelled + `)[ -](?:(working)[ -])?(day|week|month|year)(?:s|ly)?\b|every (day|week|month|year|quarter|fortnight)\b|(daily|weekly|fortnightly|monthly|quarterly|yearly|annually)\b)`)
	ofAge   = regexp.MustCompile(`(?i)(?:\baged?|\bunder|\bover|\bbelow|\bturns?|\breach(?:es)?)\s*$`)
)

// Amounts finds the lengths of time in a text. Ages are left out: "under 2 years", "10 years old". "A month" counts only
// where "every", "in", "within", "after" or "for" stands before it, for "a day in court" is no timescale.
func Amounts(text string) (found []Amount) {
	for _, m := range amounts.FindAllStringSubmatchIndex(text, -1) {
		part := func(n int) string {
			if m[2*n] < 0 {
				return ""
			}
			return strings.ToLower(text[m[2*n]:m[2*n+1]])
		}
		a := Amount{From: m[0], To: m[1], Text: text[m[0]:m[1]]}
		before := text[:m[0]]
		switch {
		case part(5) != "":
			a.N, a.Unit = rhythms[part(5)].N, rhythms[part(5)].Unit
		case part(4) == "quarter":
			a.N, a.Unit = 3, "months"
		case part(4) == "fortnight":
			a.N, a.Unit = 2, "weeks"
		case part(4) != "":
			a.N, a.Unit = 1, part(4)+"s"
		default:
			word := part(1)
			n, err := strconv.Atoi(word)
			if err != nil {
				n = numberWords[word]
			}
			a.N, a.Unit = n, part(3)+"s"
			if part(2) != "" {
				a.Unit = "working days"
				if part(3) != "day" {
					continue
				}
			}
			if (word == "a" || word == "an") && !endsWith(before, "every", "in", "within", "after", "for") {
				continue
			}
			if a.Unit == "years" && (ofAge.MatchString(before) || strings.HasPrefix(strings.TrimSpace(text[m[1]:]), "old")) {
				continue
			}
		}
		found = append(found, a)
	}
	return found
}

// endsWith says whether the last word of a text is one of some.
func endsWith(text string, words ...string) bool {
	all := strings.Fields(strings.ToLower(text))
	for _, w := range words {
		if len(all) > 0 && all[len(all)-1] == w {
			return true
		}
	}
	return false
}

// span is the least and the greatest number of days that an amount can be: a month has 28 to 31, and between n working
// days lie weekends and holidays. ok is false for units that are no time.
func span(n int, unit string) (least, most int, ok bool) {
	switch unit {
	case "days":
		return n, n, true
	case "working days":
		return n + 2*(n/5), n + 2*(n/5+1) + 4, true
	case "weeks":
		return 7 * n, 7 * n, true
	case "months":
		return 28 * n, 31 * n, true
	case "years":
		return 365 * n, 366 * n, true
	}
	return 0, 0, false
}

// Agrees says whether a stated amount can be n of a unit. In the same unit the numbers decide; between units only what
// cannot be the same length disagrees, so "four months" agrees with "17 weeks" and not with "10 weeks". A unit that
// is no time agrees with everything.
func (a Amount) Agrees(n int, unit string) bool {
	if a.Unit == unit {
		return a.N == n
	}
	low, high, ok := span(a.N, a.Unit)
	least, most, known := span(n, unit)
	return !ok || !known || low <= most && least <= high
}
