package ssda903

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strconv"
	"strings"
	"time"

	"waymark/internal/care"
	"waymark/internal/dates"
)

// nothing are the ways in which programs write an empty cell.
var nothing = map[string]bool{
	"#N/A": true, "N/A": true, "#NULL!": true, "NULL": true, "NAN": true, "NAT": true, "NONE": true, "<NA>": true,
	"#REF!": true, "#VALUE!": true, "#NAME?": true, "#DIV/0!": true, "-": true,
}

func clean(s string) string {
	s = strings.TrimSpace(s) // also the no-break space of web pages
	if n := len(s); n > 0 && n <= 8 && strings.IndexByte("#Nn<-", s[0]) >= 0 && nothing[strings.ToUpper(s)] {
		return ""
	}
	return s
}

// whole takes the ".0" off a whole number that went through a program which knows only decimals.
func whole(s string) string {
	if before, zeros, ok := strings.Cut(s, "."); ok && before != "" && strings.Trim(zeros, "0") == "" && strings.Trim(before, "0123456789") == "" {
		return before
	}
	return s
}

// span is the collection years in which a code is on the list; 0 is no limit.
type span struct {
	code     string // as it is kept, for the row's own text must not be
	from, to int
}

// codeList is the codes of one column, old ones among them.
type codeList struct {
	codes map[string]span
	said  string // the list in a finding's words
}

// codes makes a list from words: "E45:2013-" is on the list from 2013, "H5:-2025" until 2025. The words in a
// finding name those without an end.
func codes(s string) codeList {
	l := codeList{codes: map[string]span{}}
	var now []string
	for _, word := range strings.Fields(s) {
		code, years, _ := strings.Cut(word, ":")
		from, to, _ := strings.Cut(years, "-")
		p := span{code: code}
		p.from, _ = strconv.Atoi(from)
		p.to, _ = strconv.Atoi(to)
		l.codes[code] = p
		if p.to == 0 {
			now = append(now, code)
		}
	}
	l.said = list(now)
	return l
}

// The lists, with the years where they changed. P2 was dropped during 2023/24 and H5 with K3's arrival, and
// published lists differ by a year: a code is questioned only when it is more than a year off (outOfYear).
// When E43 and E44 became E45 to E48 no stored source says to the day; they are read for ever and never questioned.
var (
	sexCodes      = codes("1:-2024 2:-2024 M:2025- F:2025- U:2025-")
	ethnicCodes   = codes("WBRI WIRI WOTH WIRT WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT")
	rneCodes      = codes("S L P T B U")
	legalCodes    = codes("C1 C2 D1 E1 V2 V3 V4 L1 L2 L3 J1 J2 J3")
	placeCodes    = codes("U1 U2 U3 U4 U5 U6 A3 A4 A5 A6 P1 P2:-2024 P3 K1 K2 K3:2025- H5:-2025 R1 R2 R3 R5 S1 T0 T1 T2 T3 T4 Z1:-2025 Z11:2026- Z12:2026- Z13:2026- Z14:2026-")
	providerCodes = codes("PR0 PR1 PR2 PR3 PR4 PR5")
	recCodes      = codes("X1 E2 E3 E4A E4B E5 E6 E7 E8 E9 E11 E12 E13 E14 E15 E16 E17 E41 E43 E44 E45 E46 E47 E48")
	changeCodes   = codes("CARPL CLOSE ALLEG STAND APPRR CREQB CREQO CHILD LAREQ PLACE CUSTOD OTHER")
	reviewCodes   = codes("PN0 PN1 PN2 PN3 PN4 PN5 PN6 PN7")
	reversedCodes = codes("RD1 RD2 RD3 RD4")
	permCodes     = codes("P1 P2 P3 P4 Z1")
	yesNoCodes    = codes("0 1")
	workerCodes   = codes("MANAGE FCONTA LEFTRL ORGRST TSPROC ABSENC CHCHAN PCCHAN SWDIED OTHERS")
	locationCodes = codes("IN OUT")
)

// code reads a cell of a column of codes, in any case. What is on no list is reported, and not known.
func (r *reader) code(w row, column string, l codeList) string {
	s := whole(w.cell(column))
	if s == "" {
		return ""
	}
	if p, ok := l.codes[s]; ok {
		return p.code
	}
	if p, ok := l.codes[strings.ToUpper(s)]; ok {
		return p.code
	}
	r.notKnown(w, column, "ssda903-code", func() (string, string) {
		return fmt.Sprintf("%s has %s, which is no code of it", column, shown(s)), fmt.Sprintf("the codes of %s are %s; it is taken as not known", column, l.said)
	})
	return ""
}

// notKnown reports and counts a field.
func (r *reader) notKnown(w row, column, check string, words func() (message, hint string)) {
	r.lost[Loss{Module: w.module.name, Column: column, Why: check}]++
	n := w.n
	r.book.row(r.severity(), rule{w.path, check, column}, n, func() (string, string) {
		message, hint := words()
		return "cell " + w.name(column, n) + ": " + message, hint
	})
}

// The days a record about a child can be of. 1 January 1900 and 31 December 9999 are what databases write for
// "no date". As serial numbers of a spreadsheet they are 29221 and 73050.
var (
	firstDay  = dates.NewDate(1980, time.January, 1)
	lastDay   = dates.NewDate(2099, time.December, 31)
	serialDay = dates.NewDate(1899, time.December, 30) // the day 0 of a spreadsheet, after its 29 February 1900
)

// parseDate reads a date as people have it: 01/04/2026 and 1/4/2026 (day first, always), 2026-04-01, either with
// a time behind it, and the serial number of a spreadsheet (46113). The problem is a clause of a sentence; empty
// for a date, and for an empty cell, which is the zero Date.
func parseDate(s string) (d care.Date, problem string) {
	if s == "" {
		return 0, ""
	}
	if serial := whole(s); strings.Trim(serial, "0123456789") == "" {
		n, err := strconv.Atoi(serial)
		d := care.Date(0)
		if err == nil && n > 0 && n < 1e6 {
			d = serialDay.AddDays(n)
		}
		if d == 0 || d < firstDay || d > lastDay {
			return 0, "a number that is no day a spreadsheet would write"
		}
		return d, ""
	}
	day := s
	if i := strings.IndexAny(s, " T"); i > 0 {
		if !isTime(strings.TrimSpace(s[i+1:])) {
			return 0, "no date"
		}
		day = s[:i]
	}
	var parts []string
	iso := strings.Count(day, "-") == 2
	if iso {
		parts = strings.Split(day, "-")
		slices.Reverse(parts)
	} else {
		parts = strings.Split(day, "/")
	}
	if len(parts) != 3 {
		return 0, "no date"
	}
	var n [3]int
	for i, p := range parts {
		if p == "" || len(p) > 4 || strings.Trim(p, "0123456789") != "" {
			return 0, "no date"
		}
		n[i], _ = strconv.Atoi(p)
	}
	switch {
	case iso && len(parts[0]) == 4 || !iso && len(parts[0]) > 2 || len(parts[1]) > 2 || len(parts[0]) > 2:
		return 0, "no date"
	case len(parts[2]) == 2:
		return 0, "a date with two digits for the year, and nobody can say which century"
	case len(parts[2]) != 4:
		return 0, "no date"
	}
	d = dates.NewDate(n[2], time.Month(n[1]), n[0])
	switch {
	case d == 0:
		return 0, "a day that no calendar has, read day first"
	case d < firstDay || d > lastDay:
		return 0, "a day outside the years 1980 to 2099"
	}
	return d, ""
}

// isTime says that s is a time of day, with a zone or without: 00:00, 00:00:00, 00:00:00.000Z.
func isTime(s string) bool {
	return len(s) >= 4 && len(s) <= 18 && strings.Contains(s, ":") && strings.Trim(s, "0123456789:.+Z") == ""
}

// date reads a cell of a column of dates. The date itself is never printed, only its shape.
func (r *reader) date(w row, column string) care.Date {
	s := w.cell(column)
	d, problem := parseDate(s)
	if problem != "" {
		r.notKnown(w, column, "ssda903-date", func() (string, string) {
			return fmt.Sprintf("%s has %s (it is written like %s)", column, problem, shape(s)), "write dates as 01/04/2026 or 2026-04-01; it is taken as not known"
		})
	}
	return d
}

// number reads miles; false when the cell is empty or no number.
func (r *reader) number(w row, column string) (float64, bool) {
	s := w.cell(column)
	if s == "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || !(x >= 0 && x < 1000) { // no two places in the United Kingdom are further apart
		r.notKnown(w, column, "ssda903-number", func() (string, string) {
			return fmt.Sprintf("%s is no distance in miles", column), "write miles as 12.5; it is taken as not known"
		})
		return 0, false
	}
	return x, true
}

// key is the child's number in capital letters. The text is a copy, for the cell's own would keep the whole row.
// A number that a spreadsheet has shortened (1.23457E+11) fits many children: the row is left out.
func (r *reader) key(w row) (string, bool) {
	s := strings.ToUpper(whole(w.cell("CHILD")))
	if s == "" {
		r.leaveOut(w.file, w.n, "ssda903-no-child", "cell "+w.name("CHILD", w.n)+": CHILD is empty", "every row needs the child's number")
		return "", false
	}
	if mantissa, exponent, ok := strings.Cut(s, "E+"); ok && strings.Contains(mantissa, ".") {
		if _, err := strconv.Atoi(exponent); err == nil {
			r.leaveOut(w.file, w.n, "ssda903-no-child", "cell "+w.name("CHILD", w.n)+": a spreadsheet has shortened the child's number to a power of ten",
				"export again, and open the file in a spreadsheet only with CHILD as text")
			return "", false
		}
	}
	if r.severalLAs {
		s = strings.ToUpper(w.cell("LA")) + "\x00" + s
	}
	return s, true
}

// numbers gives each different value a number, in the order in which they are met. What it holds is a hash with
// a seed that dies with the run.
type numbers struct {
	seed maphash.Seed
	seen map[uint64]uint32
}

func newNumbers() *numbers { return &numbers{maphash.MakeSeed(), map[uint64]uint32{}} }

func (n *numbers) hash(s string) uint64 { return maphash.String(n.seed, s) }

// of is the number of a value, from 1.
func (n *numbers) of(s string) uint32 {
	h := n.hash(s)
	number, ok := n.seen[h]
	if !ok {
		number = uint32(len(n.seen) + 1)
		n.seen[h] = number
	}
	return number
}
