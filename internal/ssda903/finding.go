package ssda903

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/diag"
)

// book collects findings and folds them while they come: a column that was filled by a wrong list gives one
// finding for each of its ten thousand rows, and they must neither be printed nor held.
type book struct {
	show  int
	rules map[rule]*folded
	list  diag.List
}

// rule is what findings are folded by: one check on one column of one file.
type rule struct{ file, check, column string }

// folded are the first findings of a rule by place, one more than are shown, and how many there are.
type folded struct {
	first []diag.Finding
	n     int
}

func newBook(show int) *book { return &book{show: show, rules: map[rule]*folded{}} }

// whole records a finding about a file or the folder.
func (b *book) whole(severity diag.Severity, check, file, message, hint string) {
	b.list.Add(diag.Finding{File: file, Check: check, Severity: severity, Message: message, Hint: hint})
}

// row records a finding about a row. The words are asked for only when they will be shown. Every such finding is
// private: the line it is about holds a child.
func (b *book) row(severity diag.Severity, key rule, row int, words func() (message, hint string)) {
	f := b.rules[key]
	if f == nil {
		f = &folded{}
		b.rules[key] = f
	}
	f.n++
	at, _ := slices.BinarySearchFunc(f.first, row+1, func(x diag.Finding, row int) int { return cmp.Compare(x.Line, row) })
	if at > b.show {
		return
	}
	message, hint := words()
	f.first = slices.Insert(f.first, at, diag.Finding{
		File: key.file, Line: row, Check: key.check, Severity: severity, Message: message, Hint: hint, Private: true,
	})
	if len(f.first) > b.show+1 {
		f.first = f.first[:b.show+1]
	}
}

// findings are all of them, sorted by place. The rest of a rule stands where its first one would.
func (b *book) findings() []diag.Finding {
	for key, f := range b.rules {
		shown := f.first
		if f.n > b.show {
			rest := f.first[b.show]
			shown = f.first[:b.show]
			if f.n == b.show+1 {
				shown = f.first // "and 1 more" is no shorter than the one
			} else {
				in := ""
				if key.column != "" {
					in = " in " + key.column
				}
				rest.Message = fmt.Sprintf("and %s more like this%s, from this row on", thousands(f.n-b.show), in)
				b.list.Add(rest)
			}
		}
		b.list.Add(shown...)
	}
	b.rules = map[rule]*folded{}
	return b.list.Sorted()
}

// thousands writes 1408 as 1,408.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// letter names a column as a spreadsheet does: 0 is A, 25 Z, 26 AA.
func letter(column int) string {
	s := ""
	for column++; column > 0; column = (column - 1) / 26 {
		s = string(rune('A'+(column-1)%26)) + s
	}
	return s
}

// shape describes a value without repeating it: digits become 0 and letters a; what else there is stays when it
// is punctuation of a date.
func shape(s string) string {
	const most = 12
	var b strings.Builder
	for i, c := range []rune(s) {
		switch {
		case i == most:
			return b.String() + "…"
		case c >= '0' && c <= '9':
			b.WriteByte('0')
		case strings.ContainsRune("/-.: ", c):
			b.WriteRune(c)
		default:
			b.WriteByte('a')
		}
	}
	return b.String()
}

// shown is a value of a column of codes as a finding may print it. Codes of this return have at most six
// characters, and wrong ones are mostly short; anything longer than four may be a name, a number or a postcode
// that slipped over from another column, and so may three digits.
func shown(s string) string {
	number := strings.Trim(s, "0123456789") == ""
	if len(s) <= 4 && !(number && len(s) > 2) && !strings.ContainsFunc(s, func(c rune) bool {
		return !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '.')
	}) {
		return strconv.Quote(s)
	}
	return fmt.Sprintf("a value of %d characters", len([]rune(s)))
}

// list joins words as a sentence does: a, b and c.
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
