package dates

import (
	"fmt"
	"strings"
	"time"
)

// Date is a calendar day without a time and without a zone: the number of days since 31 December of the year
// before year 1, so that 1 January 0001 is 1. The zero Date means not known. Days are subtracted as numbers.
//
// Raw exports know days only. A day as a number has no midnight that a time zone could move to the day before.
type Date int32

// Dates outside these two days are not made: no record about a child lies there, and all sums stay in range.
const (
	firstYear = 1
	lastYear  = 9999
)

// epoch is the day before 1 January 0001, so that no real day has the number zero.
var epoch = time.Date(0, time.December, 31, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay

const secondsPerDay = 24 * 60 * 60

// NewDate is the day of that year, month and day. Anything that is no day of the calendar, such as
// 30 February, is the zero Date: a day that was mistyped is a day that is not known.
func NewDate(year int, month time.Month, day int) Date {
	if year < firstYear || year > lastYear || month < time.January || month > time.December || day < 1 || day > daysIn(year, month) {
		return 0
	}
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/secondsPerDay - epoch)
}

// DateOf is the day that t has in its own location; the zero time is the zero Date.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return 0
	}
	return NewDate(t.Date())
}

// ParseDate reads "2026-06-30" and "30/06/2026", written exactly so. Empty text is the zero Date and no error.
// Whatever else a source writes (serial numbers of a workbook, a time behind the day) is its reader's work.
func ParseDate(s string) (Date, error) {
	if s == "" {
		return 0, nil
	}
	layout := time.DateOnly
	if strings.Contains(s, "/") {
		layout = "02/01/2006"
	}
	t, err := time.Parse(layout, s)
	if err == nil && len(s) == len(layout) { // time.Parse takes a single digit for 02
		if d := NewDate(t.Date()); d != 0 {
			return d, nil
		}
	}
	return 0, fmt.Errorf("%q is no date such as 2026-06-30 or 30/06/2026", s)
}

// IsZero says that the day is not known.
func (d Date) IsZero() bool { return d == 0 }

// Time is the day's midnight UTC. The zero Date has none and is the zero time.
func (d Date) Time() time.Time {
	if d == 0 {
		return time.Time{}
	}
	return time.Unix((int64(d)+epoch)*secondsPerDay, 0).UTC()
}

// Parts is the day as year, month and day; all zero when it is not known.
func (d Date) Parts() (year int, month time.Month, day int) {
	if d == 0 {
		return 0, 0, 0
	}
	return d.Time().Date()
}

// String is the day as 2026-06-30, and empty when it is not known.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// Weekday is the day of the week; of the zero Date it means nothing.
func (d Date) Weekday() time.Weekday { return d.Time().Weekday() }

// Before, After and Compare order days. A day that is not known is neither before nor after any other, so a
// rule that forgets to ask for it does not decide by it; Compare needs a total order for sorting and puts it first.
func (d Date) Before(e Date) bool { return d != 0 && e != 0 && d < e }
func (d Date) After(e Date) bool  { return d != 0 && e != 0 && d > e }
func (d Date) Compare(e Date) int {
	switch {
	case d < e:
		return -1
	case d > e:
		return 1
	}
	return 0
}

// Within says that d is one of the days from first to last, both included. An unknown end of the span is
// no span.
func (d Date) Within(first, last Date) bool {
	return d != 0 && first != 0 && last != 0 && first <= d && d <= last
}

// AddDays is the day n days later, or earlier when n is negative. The day that is not known stays so; a sum
// that leaves the years 1 to 9999 is not known either.
func (d Date) AddDays(n int) Date {
	if d == 0 {
		return 0
	}
	sum := int64(d) + int64(n)
	if sum < 1 || sum > int64(LastDate) {
		return 0
	}
	return Date(sum)
}

// LastDate is the last day that is made.
var LastDate = NewDate(lastYear, time.December, 31)

// AddMonths is the same day of the month n calendar months later, or the last day of that month when it is
// shorter: 31 August + 6 months is 28 February, or 29 in a leap year. The way back need not be the same:
// 28 February - 6 months is 28 August.
func (d Date) AddMonths(n int) Date {
	if d == 0 {
		return 0
	}
	year, month, day := d.Parts()
	index := year*12 + int(month) - 1 + n
	if index < firstYear*12 || index >= (lastYear+1)*12 {
		return 0
	}
	year, month = index/12, time.Month(index%12+1)
	return NewDate(year, month, min(day, daysIn(year, month)))
}

// MonthsBetween is the number of completed calendar months from d to e: the greatest n for which d + n months
// is not after e. From 31 January to 28 February 2026 is one month, for that is where a clamped month ends.
// It is negative when e is before d, and 0 when either day is not known: ask for IsZero first.
func MonthsBetween(d, e Date) int {
	if d == 0 || e == 0 {
		return 0
	}
	y1, m1, _ := d.Parts()
	y2, m2, _ := e.Parts()
	n := (y2-y1)*12 + int(m2) - int(m1)
	if d.AddMonths(n) > e { // d + n months lies in the month of e, at most a few days too late
		n--
	}
	return n
}

// MonthsRoundedUp is the number of calendar months that have begun between d and e: the smallest n for which
// d + n months is not before e. So 14 means within 14 months and 15 means past them. 0 when e is not after d,
// or when either day is not known.
func MonthsRoundedUp(d, e Date) int {
	if d == 0 || e == 0 || e <= d {
		return 0
	}
	n := MonthsBetween(d, e)
	if d.AddMonths(n) < e {
		n++
	}
	return n
}

// DaysBetween is the number of days from d to e; negative when e is before d, 0 when either is not known.
func DaysBetween(d, e Date) int {
	if d == 0 || e == 0 {
		return 0
	}
	return int(e) - int(d)
}

// WeeksBetween is the number of completed weeks from d to e, rounded towards d; 0 when either is not known.
func WeeksBetween(d, e Date) int { return DaysBetween(d, e) / 7 }

// WeeksRoundedUp is the number of weeks that have begun between d and e, so that 6 means within six weeks:
// 42 days are 6, 43 are 7. 0 when e is not after d, or when either is not known.
func WeeksRoundedUp(d, e Date) int {
	return (max(DaysBetween(d, e), 0) + 6) / 7
}

// Birthday is the day on which a person born on d reaches that age. A person born on 29 February does so on
// 1 March of a year that has none: an age is reached on the anniversary, and that day has not come on the 28th.
// So this is not AddMonths(12*age). The zero Date stays zero.
func (d Date) Birthday(age int) Date {
	year, month, day := d.Parts()
	if d == 0 || year+age < firstYear || year+age > lastYear {
		return 0
	}
	if day > daysIn(year+age, month) {
		return NewDate(year+age, month+1, 1)
	}
	return NewDate(year+age, month, day)
}

func daysIn(year int, month time.Month) int {
	switch month {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// Earliest is the first of the days that are known; zero when none is.
func Earliest(days ...Date) Date {
	var first Date
	for _, d := range days {
		if d != 0 && (first == 0 || d < first) {
			first = d
		}
	}
	return first
}

// Latest is the last of the days that are known; zero when none is.
func Latest(days ...Date) Date {
	var last Date
	for _, d := range days {
		last = max(last, d)
	}
	return last
}
