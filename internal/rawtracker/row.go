package rawtracker

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"waymark/internal/care"
	"waymark/internal/dates"
	"waymark/internal/rawcell"
)

// row reads the cells of one row.
type row struct {
	*reader
	t       *rawcell.Table
	columns map[string]int
	n       int
}

func (r row) place(column string) rawcell.Place {
	c, ok := r.columns[column]
	if !ok {
		c = -1
	}
	return r.t.At(r.n, c)
}

// text is a cell; an error of a spreadsheet and a formula without a value are findings, and empty.
func (r row) text(column string) string {
	c, ok := r.columns[column]
	if !ok {
		return ""
	}
	text := r.t.Cell(r.n, c)
	switch {
	case r.t.NoValue[[2]int{r.n, c}]:
		r.log.Warn(r.place(column), "formula", "let the spreadsheet program calculate, and save", "the formula in this cell has no stored value; not known")
		return ""
	case rawcell.SheetError(text):
		r.log.Warn(r.place(column), "sheet-error", "write the value", "the cell holds %s; not known", rawcell.Mask(text))
		return ""
	}
	return text
}

func (r row) wrong(column, text, what, hint string) {
	r.log.Warn(r.place(column), "value", hint, "%s in %s is not %s; not known", rawcell.Mask(text), column, what)
}

var earliest = dates.NewDate(1990, time.January, 1)

// date reads a day; ok is false when the cell holds something that is none.
func (r row) date(column string) (d care.Date, ok bool) {
	text := r.text(column)
	if text == "" {
		return 0, true
	}
	d, ok = rawcell.Date(text, r.t.Date1904)
	if ok && r.t.NoValue == nil && !strings.ContainsAny(text, "-/") {
		ok = false // a CSV file of the project's own has no serial numbers
	}
	latest := r.options.On
	if latest == 0 {
		latest = dates.NewDate(2100, time.December, 31)
	}
	if !ok || d < earliest || d > latest {
		r.wrong(column, text, "a day from 1990 to the day the tables were made", "write the day as 2026-06-30")
		return 0, false
	}
	return d, true
}

func (r row) day(column string) care.Date { d, _ := r.date(column); return d }

// word reads one of a list of words, and answers empty for anything else. Capitals do not matter.
func word[W ~string](r row, column string, words []W) W {
	text := strings.ReplaceAll(strings.ToLower(r.text(column)), " ", "-") // "review 2"
	if text == "" || slices.Contains(words, W(text)) {
		return W(text)
	}
	names := make([]string, len(words))
	for i, w := range words {
		names[i] = string(w)
	}
	r.wrong(column, text, "a word of its list", "write one of: "+strings.Join(names, ", "))
	return ""
}

// coded reads a code of the return, or a word of the tracker that stands for one.
func coded[C ~string](r row, column string, known func(C) bool, words map[string]C) C {
	text := r.text(column)
	if text == "" {
		return ""
	}
	if c := C(strings.ToUpper(text)); known(c) {
		return c
	}
	if c, ok := words[strings.ToLower(text)]; ok {
		return c
	}
	names := make([]string, 0, len(words))
	for w := range words {
		names = append(names, w)
	}
	slices.Sort(names)
	r.wrong(column, text, "a code of the return or a word of the tracker", "write a code of the SSDA903 return, or one of: "+strings.Join(names, ", "))
	return ""
}

// yesNo reads Y, N, yes, no; empty and not-known stay apart, for Write gives back what was read.
func (r row) yesNo(column string) care.Tri {
	text := r.text(column)
	switch strings.ToLower(text) {
	case "":
		return ""
	case "y", "yes":
		return care.Yes
	case "n", "no":
		return care.No
	case "not-known":
		return care.NotKnown
	}
	r.wrong(column, text, "yes, no or not-known", "write Y or N")
	return ""
}

// What a child's key must not look like. Tried in order; the first that fits gives the reason.
var refusals = []struct {
	what string
	re   *regexp.Regexp
}{
	{"an NHS number", regexp.MustCompile(`^\d{3}[ -]?\d{3}[ -]?\d{4}$`)},
	{"a unique pupil number", regexp.MustCompile(`^[A-Za-z]\d{11}[\dA-Za-z]$`)},
	{"a day", regexp.MustCompile(`^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$`)},
	{"a case number", regexp.MustCompile(`^[A-Za-z]{0,4}[-_]?\d{5,}[A-Za-z]?$`)},
	{"something other than a key", regexp.MustCompile(`[^A-Za-z0-9_-]`)},
	{"something other than a key", regexp.MustCompile(`^.{41,}$`)},
	{"a National Insurance number", regexp.MustCompile(`(?i)^[a-z]{2}\d{6}[a-d]$`)},
}

var letters = regexp.MustCompile(`[A-Za-z]{4,}`)

// notNames are runs of letters that a key may hold.
var notNames = []string{"child", "demo", "case", "test", "sample"}

// refuseKey says what a key looks like that it must not; empty for a sound one. A run of four letters or more
// counts as a name, unless they are letters that a hexadecimal number has, or a word such as child: keys are
// random, and ones made of hyphens, digits and the letters a to f pass unless chance made five digits in a row of
// them, or no digit at all.
func refuseKey(key string) string {
	for _, f := range refusals {
		if f.re.MatchString(key) {
			return f.what
		}
	}
	for _, run := range letters.FindAllString(key, -1) {
		run = strings.ToLower(run)
		if strings.Trim(run, "abcdef") != "" && !slices.Contains(notNames, run) {
			return "a name"
		}
	}
	if strings.Trim(key, "0123456789-_") != "" && strings.Trim(key, "abcdefABCDEF0123456789") == "" && !strings.ContainsAny(key, "0123456789") && len(key) > 2 {
		return "a name" // Abe, Dee: only letters
	}
	return ""
}

// key is the child's key; empty when the row cannot be used, which has been said.
func (r row) key() string {
	key := r.text("child_key")
	if key == "" {
		r.log.Error(r.place("child_key"), "key", "give the row the key of its child", "the row has no child_key and was left out")
		r.out.Counts.LeftOut++
		return ""
	}
	if what := refuseKey(key); what != "" {
		r.log.Error(r.place("child_key"), "key-refused", "use a random key such as k-3f9a-77b2, and keep the list of keys out of the project", "the child_key looks like %s; the row was left out", what)
		r.out.Counts.LeftOut++
		r.refused[key] = true
		return ""
	}
	return key
}

// of is the child that a row is about; nil when there is none, which has been said.
func (r row) of() (*care.Child, *notes) {
	if raw := r.text("child_key"); r.refused[raw] && raw != "" {
		r.out.Counts.LeftOut++
		return nil, nil
	}
	key := r.key()
	if key == "" {
		return nil, nil
	}
	i, ok := r.byKey[key]
	if !ok {
		r.log.Warn(r.place("child_key"), "no-child", "add the child to children, or remove the row", "no row of children has this child_key; the row was left out")
		r.out.Counts.LeftOut++
		return nil, nil
	}
	return &r.out.Children[i], r.notes[key]
}
