package tracker

import (
	"regexp"
	"strings"

	"waymark/internal/site"
)

// shapes are what can identify a child, told by form. They are tried in order on a cell without outer space;
// the first that fits names it. They are meant to be too wide: a false alarm costs the author a look at the
// place, and a miss could print a child's name in a public log.
var shapes = []struct {
	name string
	re   *regexp.Regexp
}{
	{"an e-mail address", regexp.MustCompile(`@`)},
	{"an NHS number", regexp.MustCompile(`^\d{3}[ -]?\d{3}[ -]?\d{4}$`)}, // ten digits, data dictionary of the NHS
	{"a unique pupil number", regexp.MustCompile(`^[A-Za-z]\d{11}[\dA-Za-z]$`)},
	{"a date", regexp.MustCompile(`^\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}([T ].*)?$`)},
	{"a date", regexp.MustCompile(`(?i)^(\d{1,2}(st|nd|rd|th)?[-/. ]*)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/., ]*\d{1,4}([-/., ]+\d{2,4})?$`)},
	{"a date", regexp.MustCompile(`^((19|20)\d{6}|\d{4}(19|20)\d\d)$`)},
	{"a date", regexp.MustCompile(`^\d{1,2}/\d{2,4}$`)},
	{"a year", regexp.MustCompile(`^(19|20)\d\d$`)},
	{"a postcode", regexp.MustCompile(`(?i)^[A-Z]{1,2}\d[A-Z\d]? ?(\d([A-Z]{2})?)?$`)}, // whole, sector or district
	{"a telephone number", regexp.MustCompile(`^(\+|00|0)[\d ()-]{8,}$`)},
	{"a case or reference number", regexp.MustCompile(`^[A-Za-z]{0,4}[-/ ]?\d{5,}[A-Za-z]?$`)},
	{"a name or a note", regexp.MustCompile(`\pL`)},
}

// looksLike names what a cell looks like, or returns "" when it cannot be about a child: nothing, or a short
// number. Any other cell with a letter in it counts as a name or a note.
func looksLike(cell string) string {
	cell = strings.TrimSpace(cell)
	for _, s := range shapes {
		if s.re.MatchString(cell) {
			return s.name
		}
	}
	if !smallNumber.MatchString(cell) && cell != "" {
		return "something that is no value"
	}
	return ""
}

// smallNumber is a number that may be repeated in a message. Four digits could be a year of birth.
var smallNumber = regexp.MustCompile(`^[-+]?\d{1,3}([.,]\d{1,2})?$`)

// misspelt returns the word of a list that a cell was surely meant to be, or "". Letters' case and the choice
// of space, hyphen and underscore do not count; beyond that, two slips are allowed in a word of eight letters
// and none in a shorter one: "Mae" is too near "male", and "Dale" is a name.
func misspelt(cell string, words []string) string {
	folded := foldWord(cell)
	for _, w := range words {
		if folded == foldWord(w) {
			return w
		}
	}
	w, distance := nearest(folded, words)
	if len(folded) >= 8 && distance <= 2 && plainWord.MatchString(folded) {
		return w
	}
	return ""
}

var plainWord = regexp.MustCompile(`^[a-z0-9-]+$`)

func foldWord(s string) string {
	return strings.NewReplacer(" ", "-", "_", "-").Replace(strings.ToLower(strings.TrimSpace(s)))
}

// refusals are columns that no tracker may have. A name is cut at everything that is no letter or digit, and
// at capitals; one part, or two neighbours, decide.
var refusals = map[string]string{
	"name": "a name", "names": "a name", "forename": "a name", "forenames": "a name", "surname": "a name", "firstname": "a name", "lastname": "a name", "initials": "a name", "alias": "a name", "known as": "a name",
	"dob": "a date of birth", "birth": "a date of birth", "birthday": "a date of birth", "birthdate": "a date of birth", "dateofbirth": "a date of birth",
	"date": "a date", "dates": "a date", "decom": "a date",
	"upn": "a unique pupil number", "uln": "a learner number", "nhs": "an NHS number", "nhsnumber": "an NHS number", "nino": "a National Insurance number", "passport": "a passport number",
	"postcode": "a postcode", "postcodes": "a postcode", "post code": "a postcode", "address": "an address", "street": "an address", "lat": "a place", "latitude": "a place", "longitude": "a place",
	"worker": "a worker's name", "socialworker": "a worker's name", "manager": "a worker's name", "carer name": "a name", "school": "a school",
	"note": "free text", "notes": "free text", "comment": "free text", "comments": "free text", "narrative": "free text", "description": "free text",
	"email": "an e-mail address", "mail": "an e-mail address", "phone": "a telephone number", "telephone": "a telephone number", "mobile": "a telephone number",
	"id": "a key", "ids": "a key", "key": "a key", "urn": "a key", "uprn": "a key", "reference": "a key", "ref": "a key", "mosaic": "a key", "lcs": "a key", "case number": "a key", "case no": "a key", "child no": "a key", "child number": "a key",
}

// refusal says what a column of this name would hold that may not be in a tracker, or "".
// A column that the schema declares is not asked about: social_workers_12_months is a count.
func refusal(column string) string {
	parts := nameParts(column)
	for i, p := range parts {
		if what := refusals[p]; what != "" {
			return what
		}
		if i > 0 {
			if what := refusals[parts[i-1]+" "+p]; what != "" {
				return what
			}
		}
	}
	whole := strings.Join(parts, "")
	if what := refusalsWhole[whole]; what != "" {
		return what
	}
	return refusals[whole]
}

// refusalsWhole are refused only as the whole name: child_arrangements may be a column, CHILD is the key of SSDA903.
var refusalsWhole = map[string]string{"child": "a key", "children": "a key", "dec": "a date", "text": "free text", "iro": "a worker's name", "team": "a team"}

func nameParts(column string) []string {
	var spaced strings.Builder
	small := false
	for _, c := range column {
		if small && c >= 'A' && c <= 'Z' {
			spaced.WriteByte(' ')
		}
		small = c >= 'a' && c <= 'z'
		spaced.WriteRune(c)
	}
	return strings.FieldsFunc(strings.ToLower(spaced.String()), func(c rune) bool {
		return !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9')
	})
}

// nearest returns the word with the fewest edits from s, the first of equals, and how many.
// It is quadratic in the length of a word: what is longer than any column's name is not measured.
func nearest(s string, words []string) (string, int) {
	best, fewest := "", 1<<30
	if len(s) > 80 {
		return best, fewest
	}
	for _, w := range words {
		if d := site.EditDistance(s, w); d < fewest {
			best, fewest = w, d
		}
	}
	return best, fewest
}
