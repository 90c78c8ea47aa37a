// Package rawcell reads the cells of raw exports: workbooks (.xlsx) and CSV files become tables of text, and text
// becomes days, numbers and answers. It knows how spreadsheets spell things, and nothing about children.
//
// Order of work: OpenWorkbook or ReadCSV, then Workbook.Read for the sheets that are wanted, then Date, Age,
// Count and YesNo on single cells. What is wrong goes into a Log, which says where in the words of a spreadsheet
// ("List 8!D17"), never repeats a cell that could identify a child, and folds findings that repeat.
//
// Nothing is written to disk. The library that reads workbooks would put large sheets into temporary files; its
// limits are set so that a workbook is either read in memory or refused.
package rawcell

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"waymark/internal/diag"
)

// Table is one sheet, or one CSV file, as text.
type Table struct {
	File, Sheet string     // Sheet is empty for a CSV file
	Rows        [][]string // from the first row of the sheet; empty cells at the end of a row may be missing
	Lines       []int      // the line of the file that each row starts on (CSV only)
	Hidden      int        // hidden rows that hold something; they are among Rows
	Merged      []Merge    // merged cells that hold a value over several rows
	NoValue     map[[2]int]bool
	Date1904    bool // days are counted from 1904, as old Macintosh workbooks do
}

// Merge is a range of merged cells, counted from 0, both ends included. Its value stands in every row of its
// first column in Rows.
type Merge struct{ Top, Left, Bottom, Right int }

// Cell is the text of a cell without space around it; empty beyond the end of a row. Rows and columns count from 0.
func (t *Table) Cell(row, column int) string {
	if row < 0 || row >= len(t.Rows) || column < 0 || column >= len(t.Rows[row]) {
		return ""
	}
	return clean(t.Rows[row][column])
}

// clean takes away space at both ends, of all kinds that are pasted into cells.
func clean(s string) string {
	return strings.Trim(s, " \t\r\n\u00a0\u200b\ufeff")
}

// Empty says that no cell of the row holds anything.
func (t *Table) Empty(row int) bool {
	for c := range t.Rows[row] {
		if t.Cell(row, c) != "" || t.NoValue[[2]int{row, c}] {
			return false
		}
	}
	return true
}

// At is the place of a cell, for findings. A negative row or column means all of them.
func (t *Table) At(row, column int) Place {
	p := Place{File: t.File, Sheet: t.Sheet, Row: row + 1, Column: column + 1, Line: row + 1}
	if row >= 0 && row < len(t.Lines) {
		p.Line = t.Lines[row]
	}
	return p
}

// Place is a cell of a file, counted from 1; 0 means the whole row, column or file.
type Place struct {
	File, Sheet       string
	Row, Column, Line int // Line is Row except where a cell of a CSV file holds line ends
}

// String is the place as a spreadsheet names it: "List 8!D17", or "D17" in a CSV file.
func (p Place) String() string {
	at := ""
	switch {
	case p.Row > 0 && p.Column > 0:
		at = fmt.Sprintf("%s%d", Letter(p.Column), p.Row)
	case p.Row > 0:
		at = fmt.Sprintf("row %d", p.Row)
	case p.Column > 0:
		at = "column " + Letter(p.Column)
	}
	switch {
	case p.Sheet == "":
		return at
	case at == "":
		return p.Sheet
	}
	return p.Sheet + "!" + at
}

// Letter is the name of a column, counted from 1: A, Z, AA.
func Letter(column int) string {
	name := ""
	for column > 0 {
		column--
		name = string(rune('A'+column%26)) + name
		column /= 26
	}
	return name
}

// shown is how many findings of a rule are shown before the rest is folded into one.
const shown = 5

// Log collects findings in the order of work. Every one is private: its line is never shown as an excerpt.
type Log struct {
	// Strict makes every finding an error.
	Strict bool

	found  []entry
	groups map[group]int
}

type entry struct {
	finding diag.Finding
	group   group
}

// group is what counts as the same finding: one rule in one column of one sheet. A column of 0 is the sheet's.
type group struct {
	check, file, sheet string
	column             int
}

// Warn records that something could not be read as it stands, and was left out or taken as not known.
func (l *Log) Warn(p Place, check, hint, format string, args ...any) {
	l.add(diag.Warning, p, check, hint, format, args...)
}

// Error records that a file, a sheet or a row cannot be used at all.
func (l *Log) Error(p Place, check, hint, format string, args ...any) {
	l.add(diag.Error, p, check, hint, format, args...)
}

func (l *Log) add(severity diag.Severity, p Place, check, hint, format string, args ...any) {
	if l.Strict {
		severity = diag.Error
	}
	message := fmt.Sprintf(format, args...)
	if at := p.String(); at != "" {
		message = at + ": " + message
	}
	g := group{check, p.File, p.Sheet, p.Column}
	if l.groups == nil {
		l.groups = map[group]int{}
	}
	l.groups[g]++
	f := diag.Finding{File: p.File, Line: max(p.Line, 0), Column: max(p.Column, 0), Check: check, Severity: severity, Message: message, Hint: hint, Private: true}
	if f.Line == 0 {
		f.Column = 0
	}
	if l.groups[g] <= shown || severity == diag.Error && !l.hasError(g) {
		l.found = append(l.found, entry{f, g})
	}
}

// hasError says that an error of the group is shown already: an error must not be folded into warnings.
func (l *Log) hasError(g group) bool {
	return slices.ContainsFunc(l.found, func(e entry) bool { return e.group == g && e.finding.Severity == diag.Error })
}

// Findings are the first five of each rule and column, with "and N more like this" behind the last of them.
func (l *Log) Findings() []diag.Finding {
	last := map[group]int{}
	count := map[group]int{}
	for i, e := range l.found {
		last[e.group] = i
		count[e.group]++
	}
	var out []diag.Finding
	for i, e := range l.found {
		out = append(out, e.finding)
		if more := l.groups[e.group] - count[e.group]; last[e.group] == i && more > 0 {
			f := e.finding
			at := Place{Sheet: e.group.sheet, Column: e.group.column}.String()
			if at != "" {
				at += ": "
			}
			f.Message, f.Line, f.Column = fmt.Sprintf("%sand %d more like this", at, more), 0, 0
			out = append(out, f)
		}
	}
	return out
}

// Tally is how often a rule spoke about a column.
type Tally struct {
	Check, File, Sheet string
	Column             int // from 1; 0 is the sheet or file
	N                  int
}

// Tallies counts all findings, folded ones too, by file, sheet, column and rule.
func (l *Log) Tallies() []Tally {
	var out []Tally
	for g, n := range l.groups {
		out = append(out, Tally{g.check, g.file, g.sheet, g.column, n})
	}
	slices.SortFunc(out, func(a, b Tally) int {
		return strings.Compare(fmt.Sprintf("%s\x00%s\x00%06d\x00%s", a.File, a.Sheet, a.Column, a.Check), fmt.Sprintf("%s\x00%s\x00%06d\x00%s", b.File, b.Sheet, b.Column, b.Check))
	})
	return out
}

// harmless is what may be repeated in a message: a short number, a spreadsheet's error word, a code of the return
// with a letter before and after. A postcode district (CR4) has two letters and stays hidden.
var harmless = regexp.MustCompile(`^(-?\d{1,3}(\.\d{1,2})?|#[A-Z/0!?]{1,8}|[A-Za-z]\d{1,2}[A-Za-z]?)$`)

// Mask is what a message may say about a cell: the text itself when it cannot identify a child, and its shape
// otherwise: "a value shaped 99/99/9999", with every letter an x and every digit a 9, cut at 12 characters.
func Mask(text string) string {
	text = clean(text)
	if text == "" {
		return "nothing"
	}
	if harmless.MatchString(text) {
		return fmt.Sprintf("%q", text)
	}
	var b strings.Builder
	n := 0
	for _, r := range text {
		if n++; n > 12 {
			b.WriteString("…")
			break
		}
		switch {
		case r >= '0' && r <= '9':
			b.WriteByte('9')
		case strings.ContainsRune("/-.:,;#()? ", r):
			b.WriteRune(r)
		default:
			b.WriteByte('x')
		}
	}
	return "a value shaped " + b.String()
}
