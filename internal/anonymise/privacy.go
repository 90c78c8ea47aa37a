package anonymise

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/diag"
	"waymark/internal/tracker"
)

// refuse looks at the text of a period file as somebody would who trusts nothing that made it. The first line is
// the columns of the schema and no other; each cell is a word of its column, a whole number in its limits, or
// empty. What is refused is named by its kind and place and never repeated.
func refuse(file string, schema *tracker.Schema, text []byte) []diag.Finding {
	var found diag.List
	lines := bytes.Split(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))
	names := strings.Split(string(lines[0]), ",")
	if !slices.Equal(names, schema.Names()) {
		found.Errorf("personal-data", file, 1, 0, "this is a mistake of the program; please report it", "the columns are not those of the schema")
		return found.Sorted()
	}
	for i, name := range names {
		if _, ok := columnOf(name); !ok && schema.Fields[i].Required {
			found.Errorf("personal-data", file, 1, 0, "this is a mistake of the program; please report it", "column %q has no rule", name)
		}
	}
	for n, line := range lines[1:] {
		cells := strings.Split(string(line), ",")
		if len(cells) != len(names) {
			found.Errorf("personal-data", file, n+2, 0, "this is a mistake of the program; please report it", "the row has %d cells, and there are %d columns", len(cells), len(names))
			continue
		}
		for i, cell := range cells {
			if !allowed(schema.Fields[i], cell) {
				found.Errorf("personal-data", file, n+2, 0, "this is a mistake of the program; please report it", "a cell of %q holds %s", names[i], identifies(cell))
			}
		}
	}
	out := found.Sorted()
	for i := range out {
		out[i].Private = true
	}
	return out
}

func allowed(f *tracker.Field, cell string) bool {
	switch {
	case cell == "":
		return !f.Required
	case !f.Number:
		return slices.Contains(f.Values, cell)
	}
	n, err := strconv.Atoi(cell)
	return err == nil && strconv.Itoa(n) == cell && n >= f.Min && n <= f.Max
}

// identifies names what a value looks like. Numbers with a check digit are told from other long numbers by it; both
// are refused, so a miskeyed one is no way through.
func identifies(cell string) string {
	switch {
	case nhsNumber(cell):
		return "an NHS number"
	case uniquePupilNumber(cell):
		return "a unique pupil number"
	}
	if what := tracker.LooksLike(cell); what != "" {
		return what
	}
	return "something that is no value of the column"
}

var separators = strings.NewReplacer(" ", "", "-", "")

var tenDigits = regexp.MustCompile(`^\d{10}$`)

// nhsNumber says that the text is an NHS number: ten digits, the last of which is 11 less the remainder, by 11, of
// the first nine weighted 10 down to 2; 11 counts as 0, and 10 is never issued (NHS data dictionary).
func nhsNumber(text string) bool {
	digits := separators.Replace(strings.TrimSpace(text))
	if !tenDigits.MatchString(digits) {
		return false
	}
	sum := 0
	for i := range 9 {
		sum += int(digits[i]-'0') * (10 - i)
	}
	check := (11 - sum%11) % 11
	return check == int(digits[9]-'0')
}

// upnLetters are those of a unique pupil number: the alphabet without I, O and S.
const upnLetters = "ABCDEFGHJKLMNPQRTUVWXYZ"

var upnForm = regexp.MustCompile(`^[A-Z]\d{11}[\dA-Z]$`)

// uniquePupilNumber says that the text is one: a check letter, eleven digits, and a digit or, for a temporary one,
// a letter. The check letter is the sum of the other twelve, weighted 2 to 13, by its remainder by 23 (Department
// for Education, guide to unique pupil numbers).
func uniquePupilNumber(text string) bool {
	text = strings.ToUpper(strings.TrimSpace(text))
	if !upnForm.MatchString(text) {
		return false
	}
	sum := 0
	for i := 1; i < len(text); i++ {
		value := int(text[i] - '0')
		if text[i] >= 'A' {
			if value = strings.IndexByte(upnLetters, text[i]); value < 0 {
				return false
			}
		}
		sum += value * (i + 1)
	}
	return upnLetters[sum%23] == text[0]
}
