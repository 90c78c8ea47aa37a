package download

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// period is a quarter of the calendar year, "2026-Q2", or a month, "2026-06".
type period struct{ year, month, months int } // the first month, from 1, and how many

func parsePeriod(id string) (period, bool) {
	y, rest, found := strings.Cut(id, "-")
	year, err := strconv.Atoi(y)
	if !found || err != nil || len(y) != 4 {
		return period{}, false
	}
	if q, quarter := strings.CutPrefix(rest, "Q"); quarter {
		n, err := strconv.Atoi(q)
		return period{year, 3*n - 2, 3}, err == nil && len(q) == 1 && n >= 1 && n <= 4
	}
	n, err := strconv.Atoi(rest)
	return period{year, n, 1}, err == nil && len(rest) == 2 && n >= 1 && n <= 12
}

// end is the last day of a period.
func (p period) end() time.Time {
	return time.Date(p.year, time.Month(p.month+p.months), 0, 0, 0, 0, 0, time.UTC)
}

// standard is a period as the standard writes it: time_period and time_identifier. Calendar quarters are those of the
// financial year, which begins in April: April to June 2026 is "202627", "Financial year Q1".
func (p period) standard() (timePeriod, identifier string) {
	if p.months == 1 {
		return strconv.Itoa(p.year), time.Month(p.month).String()
	}
	first, quarter := p.year, (p.month-1)/3
	if quarter == 0 {
		first, quarter = p.year-1, 4
	}
	return fmt.Sprintf("%d%02d", first, (first+1)%100), fmt.Sprintf("Financial year Q%d", quarter)
}

// periodOf reads what standard wrote.
func periodOf(timePeriod, identifier string) (string, bool) {
	if quarter, ok := strings.CutPrefix(identifier, "Financial year Q"); ok {
		year, err := strconv.Atoi(timePeriod[:min(4, len(timePeriod))])
		n, err2 := strconv.Atoi(quarter)
		if err != nil || err2 != nil || len(timePeriod) != 6 {
			return "", false
		}
		if n == 4 {
			return fmt.Sprintf("%d-Q1", year+1), true
		}
		return fmt.Sprintf("%d-Q%d", year, n+1), true
	}
	month, err := time.Parse("January 2006", identifier+" "+timePeriod)
	if err != nil {
		return "", false
	}
	return month.Format("2006-01"), true
}
