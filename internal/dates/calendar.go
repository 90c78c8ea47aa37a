package dates

import (
	"fmt"
	"time"
)

// Calendar knows the working days of England and Wales: Monday to Friday, less the bank holidays it was given.
// It answers only for the years it has holidays of.
type Calendar struct {
	holidays    map[Date]bool
	first, last Date
}

// holidaysAYear is how many England and Wales have: New Year's Day, Good Friday, Easter Monday, two in May, one
// in August, two at Christmas. A year may have more by proclamation, never fewer.
const holidaysAYear = 8

// NewCalendar makes a calendar of parsed bank holidays, in any order; data/common/bank-holidays.yaml holds them.
// A day that is given twice, and a year between the first and the last with fewer than eight, are errors: a
// holiday left out would make reviews look late by a day, and nobody would see why.
func NewCalendar(holidays []Date) (*Calendar, error) {
	if len(holidays) == 0 {
		return nil, fmt.Errorf("there are no bank holidays in the list")
	}
	c := &Calendar{holidays: map[Date]bool{}}
	perYear := map[int]int{}
	low, high := lastYear, firstYear
	for i, d := range holidays {
		if d == 0 {
			return nil, fmt.Errorf("bank holiday %d has no date", i+1)
		}
		if c.holidays[d] {
			return nil, fmt.Errorf("bank holiday %s is in the list twice", d)
		}
		c.holidays[d] = true
		year, _, _ := d.Parts()
		perYear[year]++
		low, high = min(low, year), max(high, year)
	}
	for year := low; year <= high; year++ {
		if perYear[year] < holidaysAYear {
			return nil, fmt.Errorf("%d has %d bank holidays in the list; England and Wales have at least %d in a year", year, perYear[year], holidaysAYear)
		}
	}
	c.first, c.last = NewDate(low, time.January, 1), NewDate(high, time.December, 31)
	return c, nil
}

// Covers says that the calendar knows the holidays around that day.
func (c *Calendar) Covers(d Date) bool { return d.Within(c.first, c.last) }

// WorkingDay says that d is a Monday to Friday and no bank holiday. It means nothing for a day that is not covered.
func (c *Calendar) WorkingDay(d Date) bool {
	w := d.Weekday()
	return d != 0 && w != time.Saturday && w != time.Sunday && !c.holidays[d]
}

// AddWorkingDays is the nth working day after d. The day itself is not counted, whether or not it is a working
// day: one working day after a Friday is Monday, and so it is after the Saturday. With n = 0 it is d itself. It
// is the zero Date when d is not known, n is negative, or any day on the way lies in a year that the calendar
// does not cover.
func (c *Calendar) AddWorkingDays(d Date, n int) Date {
	if d == 0 || n < 0 {
		return 0
	}
	for n > 0 {
		if d = d.AddDays(1); !c.Covers(d) {
			return 0
		}
		if c.WorkingDay(d) {
			n--
		}
	}
	return d
}
