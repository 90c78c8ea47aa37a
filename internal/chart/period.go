package chart

import (
	"fmt"
	"strconv"
	"strings"
)

// period is a quarter ("2026-Q2": April to June 2026) or a month ("2026-06").
type period struct {
	year       int
	start, end int // months, 1 to 12
	ok         bool
}

var monthNames = [...]string{"", "January", "February", "March", "April", "May", "June", "July", "August",
	"September", "October", "November", "December"}

// parsePeriod reads a period id. Anything else is kept as it is written: labels then show the id.
func parsePeriod(id string) period {
	y, rest, found := strings.Cut(id, "-")
	year, err := strconv.Atoi(y)
	if !found || err != nil || len(y) != 4 {
		return period{}
	}
	if q, isQuarter := strings.CutPrefix(rest, "Q"); isQuarter {
		n, err := strconv.Atoi(q)
		if err != nil || len(q) != 1 || n < 1 || n > 4 {
			return period{}
		}
		return period{year, 3*n - 2, 3 * n, true}
	}
	n, err := strconv.Atoi(rest)
	if err != nil || len(rest) != 2 || n < 1 || n > 12 {
		return period{}
	}
	return period{year, n, n, true}
}

// lastDay is the last day of the period's last month.
func (p period) lastDay() int {
	switch p.end {
	case 2:
		if p.year%4 == 0 && (p.year%100 != 0 || p.year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// index counts months, so that periods can be compared.
func (p period) index() int { return p.year*12 + p.end - 1 }

// short is the label on an axis: "Jun 26", the last month of the period.
func short(to string) string {
	p := parsePeriod(to)
	if !p.ok {
		return to
	}
	return fmt.Sprintf("%s %02d", monthNames[p.end][:3], p.year%100)
}

// long is the period in words: a stock is counted on a day ("30 June 2026"), a flow over months
// ("July 2025 to June 2026").
func long(from, to string, stock bool) string {
	f, t := parsePeriod(from), parsePeriod(to)
	if !t.ok {
		return to
	}
	if stock {
		return fmt.Sprintf("%d %s %d", t.lastDay(), monthNames[t.end], t.year)
	}
	if !f.ok {
		f = t
	}
	if f.year == t.year && f.start == t.end {
		return fmt.Sprintf("%s %d", monthNames[t.end], t.year)
	}
	if f.year == t.year {
		return fmt.Sprintf("%s to %s %d", monthNames[f.start], monthNames[t.end], t.year)
	}
	return fmt.Sprintf("%s %d to %s %d", monthNames[f.start], f.year, monthNames[t.end], t.year)
}

// when is the period as the start of a sentence: "On 30 June 2026", "In the year to June 2026",
// "In April to June 2026".
func when(from, to string, stock bool) string {
	f, t := parsePeriod(from), parsePeriod(to)
	switch {
	case !t.ok:
		return "In " + to
	case stock:
		return "On " + long(from, to, true)
	case f.ok && t.index()-(f.year*12+f.start-1) == 11:
		return fmt.Sprintf("In the year to %s %d", monthNames[t.end], t.year)
	}
	return "In " + long(from, to, false)
}
