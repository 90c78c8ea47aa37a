package rawcell

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"waymark/internal/care"
	"waymark/internal/dates"
)

// Missing says that a cell is empty, or holds one of the words that people write for nothing.
func Missing(text string) bool {
	switch strings.ToLower(clean(text)) {
	case "", "-", "--", ".", "n/a", "na", "null", "none", "nil", "not recorded", "not known", "unknown", "(blank)":
		return true
	}
	return false
}

// SheetError says that a cell holds an error of the spreadsheet: #N/A, #REF!, #VALUE!.
func SheetError(text string) bool {
	text = clean(text)
	return strings.HasPrefix(text, "#") && strings.ToUpper(text) == text && len(text) <= 20
}

// Days that a serial number can be: 1 January 1900 to 31 December 9999.
const lastSerial = 2958465

var (
	dayFirst = regexp.MustCompile(`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$`)
	isoDay   = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})$`)
	named    = regexp.MustCompile(`^(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4})$`)
	timeTail = regexp.MustCompile(`^(.*\d)[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$`)
	months   = []string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
)

// Date reads a day as exports write it: 2026-06-30, 30/06/2026 (day before month, always), 30.6.2026,
// 30 June 2026, 30-Jun-2026, each with or without a time behind it, and the serial number of a spreadsheet.
// A serial number counts days from 1900, in which it holds 29 February, a day that never was: serial 60 is no
// day. With date1904 it counts from 1 January 1904. The part behind the point is a time of day and is dropped.
// A year of two digits is not read: nobody can tell a birth in 1926 from one in 2026. ok is false when the text
// is no day, and for empty text.
func Date(text string, date1904 bool) (d care.Date, ok bool) {
	text = clean(text)
	if serial, err := strconv.ParseFloat(text, 64); err == nil {
		if math.IsNaN(serial) || serial < 1 && !date1904 || serial < 0 || serial >= lastSerial+1 || strings.ContainsAny(text, "eExXpP_+") {
			return 0, false
		}
		n := int(serial)
		switch {
		case date1904:
			d = dates.NewDate(1904, time.January, 1).AddDays(n)
		case n == 60:
			return 0, false
		case n < 60:
			d = dates.NewDate(1899, time.December, 31).AddDays(n)
		default:
			d = dates.NewDate(1899, time.December, 30).AddDays(n)
		}
		return d, !d.IsZero()
	}
	if m := timeTail.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	if m := isoDay.FindStringSubmatch(text); m != nil {
		d = dates.NewDate(number(m[1]), time.Month(number(m[2])), number(m[3]))
	} else if m := dayFirst.FindStringSubmatch(text); m != nil {
		d = dates.NewDate(number(m[3]), time.Month(number(m[2])), number(m[1]))
	} else if m := named.FindStringSubmatch(text); m != nil {
		for i, name := range months {
			if word := strings.ToLower(m[2]); word == name || word == name[:3] || word == "sept" && i == 8 {
				d = dates.NewDate(number(m[3]), time.Month(i+1), number(m[1]))
			}
		}
	}
	return d, !d.IsZero()
}

// Age reads completed years from "17", "17.46" or "17 years". Nobody in these exports is 26 or more.
func Age(text string) (years int, ok bool) {
	text = strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(clean(text)), "years"), "yrs")
	f, err := strconv.ParseFloat(clean(text), 64)
	if err != nil || math.IsNaN(f) || f < 0 || f >= 26 {
		return 0, false
	}
	return int(f), true
}

// Count reads a whole number from 0 to limit; "2.0" is 2, as spreadsheets write it at times.
func Count(text string, limit int) (n int, ok bool) {
	f, err := strconv.ParseFloat(clean(text), 64)
	if err != nil || f != math.Trunc(f) || f < 0 || f > float64(limit) {
		return 0, false
	}
	return int(f), true
}

var lettered = regexp.MustCompile(`^\(?([A-Za-z])[).:]\)?\s*(.*)$`)

// Coded cuts "b) Female" into the letter b and the text "female", in small letters. A letter alone, "b" or "b)",
// has no text; text without a letter has no letter.
func Coded(text string) (letter byte, rest string) {
	text = strings.ToLower(clean(text))
	if len(text) == 1 && text[0] >= 'a' && text[0] <= 'z' {
		return text[0], ""
	}
	if m := lettered.FindStringSubmatch(text); m != nil {
		return m[1][0], clean(m[2])
	}
	return 0, text
}

// YesNo reads yes and no as Annex A writes them: "a) Yes", "b) No", Y, N, 1, 0, true, false. The letters alone
// are read too: a) is always yes. ok is false for anything else.
func YesNo(text string) (answer care.Tri, ok bool) {
	letter, rest := Coded(text)
	switch rest {
	case "yes", "true", "1":
		return care.Yes, true
	case "no", "false", "0":
		return care.No, true
	case "not known", "unknown", "not stated", "not recorded":
		return care.NotKnown, true
	case "":
		switch letter {
		case 'a', 'y':
			return care.Yes, true
		case 'b', 'n':
			return care.No, true
		case 'c':
			return care.NotKnown, true
		}
	}
	return "", false
}

var token = regexp.MustCompile(`[A-Za-z]+\d+[A-Za-z]?|[A-Za-z]+`)

// NationalCode finds the code of the return in a cell such as "d) U4: Foster placement - long term", "C2: FCO"
// or "k3": the first word that known takes, in capitals. Empty when there is none.
func NationalCode(text string, known func(code string) bool) string {
	for _, word := range token.FindAllString(clean(text), -1) {
		if word = strings.ToUpper(word); known(word) {
			return word
		}
	}
	return ""
}
