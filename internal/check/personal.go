package check

import (
	"regexp"
	"strings"
)

var personalData = Check{
	ID:    "personal-data",
	Finds: "What can identify somebody: an NHS number or unique pupil number with its right check digit, a postcode, a date of birth, an e-mail address, a telephone number; in tracker files also names, dates and keys.",
	Why: "A page is read by many people and stays in the history of the project. Examples must be invented and look it. An address or number of an office may stay: allow it in house-style.yaml, with a reason and a day on which it is looked at again. " +
		"What was found is not repeated, because findings end up in logs.",
	prose: findPersonalData,
}

// identifiers are forms of personal data. really, when there is one, decides about a text of the form.
var identifiers = []struct {
	what   string
	form   *regexp.Regexp
	really func(string) bool
}{
	{"an e-mail address", regexp.MustCompile(`[\pL\d._%+-]+@[\pL\d-]+(\.[\pL\d-]+)+`), nil},
	{"an NHS number", regexp.MustCompile(`\b\d{3}[ -]?\d{3}[ -]?\d{4}\b`), isNHSNumber},
	{"a unique pupil number", regexp.MustCompile(`\b[A-Za-z]\d{11}[\dA-Za-z]\b`), isPupilNumber},
	{"a postcode", regexp.MustCompile(`\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b`), nil}, // CIKMOV end no postcode
	{"a date of birth", regexp.MustCompile(`(?i)\b(born( on)?|date of birth|dob|d\.o\.b\.?)\b[:, ]*(the )?(\d{1,2}(st|nd|rd|th)?[ ./-]+([a-z]+|\d{1,2})[ ./-]+\d{2,4}|\d{4}-\d\d-\d\d)`), nil},
	{"a telephone number", regexp.MustCompile(`(?:\+44 ?(?:\(0\) ?)?|\b0)[1-37-9]\d(?:[ -]?\d){8}\b`), nil},
}

func findPersonalData(p *page) {
	for _, in := range p.passages {
		for _, id := range identifiers {
			for _, at := range id.form.FindAllStringIndex(in.Text, -1) {
				if id.really == nil || id.really(in.Text[at[0]:at[1]]) {
					p.private(in, at[0], at[1], "take it out; if it belongs to an office and not to a person, allow it in house-style.yaml with a reason", "this looks like "+id.what+", so it is not repeated here")
				}
			}
		}
	}
}

// isNHSNumber checks the last digit as the NHS Data Dictionary says (attribute NHS NUMBER): the first nine digits
// times 10, 9, ... 2 are added up; the check digit is 11 less the rest of that sum by 11, with 11 written as 0.
// A rest that would give 10 is never issued.
func isNHSNumber(text string) bool {
	sum, n, last := 0, 0, 0
	for _, c := range text {
		if c < '0' || c > '9' {
			continue
		}
		if n++; n < 10 {
			sum += int(c-'0') * (11 - n)
		} else {
			last = int(c - '0')
		}
	}
	check := (11 - sum%11) % 11
	return n == 10 && check == last
}

// pupilLetters are the check letters of a unique pupil number by rest: the Department for Education's guide for
// schools leaves out I, O and S.
const pupilLetters = "ABCDEFGHJKLMNPQRTUVWXYZ"

// isPupilNumber checks the letter that a unique pupil number begins with: its twelve other digits times 2, 3, ...
// 13 are added up, and the rest of the sum by 23 names the letter. In a temporary number the last sign is a
// letter, which counts as its place among the check letters.
func isPupilNumber(text string) bool {
	text = strings.ToUpper(text)
	sum := 0
	for i, c := range text[1:] {
		value := int(c - '0')
		if c > '9' {
			if value = strings.IndexRune(pupilLetters, c); value < 0 {
				return false
			}
		}
		sum += value * (i + 2)
	}
	return pupilLetters[sum%23] == text[0]
}
