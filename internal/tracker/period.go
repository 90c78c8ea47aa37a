package tracker

import (
	"cmp"
	"fmt"
	"strconv"
	"time"
)

// Period is a calendar quarter or a month. Periods can be compared with ==; the zero Period is none.
type Period struct {
	year    int16
	number  int8 // 1 to 4, or 1 to 12
	monthly bool
}

// ParsePeriod reads "2026-Q2" or "2026-06", written exactly so. Years are 1990 to 2199: before the Children
// Act 1989 came into force (October 1991) there is nothing to count.
func ParsePeriod(s string) (Period, error) {
	bad := fmt.Errorf("%q is no period such as 2026-Q2 or 2026-06", s)
	if len(s) != 7 || s[4] != '-' {
		return Period{}, bad
	}
	year, err := strconv.ParseUint(s[:4], 10, 16)
	if err != nil || year < 1990 || year > 2199 {
		return Period{}, bad
	}
	if s[5] == 'Q' {
		if s[6] < '1' || s[6] > '4' {
			return Period{}, bad
		}
		return Period{int16(year), int8(s[6] - '0'), false}, nil
	}
	month, err := strconv.ParseUint(s[5:], 10, 8)
	if err != nil || month < 1 || month > 12 {
		return Period{}, bad
	}
	return Period{int16(year), int8(month), true}, nil
}

// IsZero says whether p is no period at all.
func (p Period) IsZero() bool { return p == Period{} }

// Monthly says whether the period is a month.
func (p Period) Monthly() bool { return p.monthly }

// String is the period as files are named: "2026-Q2", "2026-06".
func (p Period) String() string {
	if p.monthly {
		return fmt.Sprintf("%04d-%02d", p.year, p.number)
	}
	return fmt.Sprintf("%04d-Q%d", p.year, p.number)
}

// Add returns the period n periods later, or earlier when n is negative.
func (p Period) Add(n int) Period {
	size := p.perYear()
	index := int(p.year)*size + int(p.number) - 1 + n
	year, number := index/size, index%size
	if number < 0 {
		year, number = year-1, number+size
	}
	return Period{int16(year), int8(number + 1), p.monthly}
}

// Next is the period after p; Prev is the one before.
func (p Period) Next() Period { return p.Add(1) }
func (p Period) Prev() Period { return p.Add(-1) }

// Compare orders periods by their first day; a month comes before the quarter that begins with it.
func (p Period) Compare(q Period) int {
	grain := func(p Period) int {
		if p.monthly {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(p.year, q.year), cmp.Compare(p.firstMonth(), q.firstMonth()), cmp.Compare(grain(p), grain(q)))
}

// Start is the first day of the period, End the last, both at midnight UTC.
func (p Period) Start() time.Time {
	return time.Date(int(p.year), time.Month(p.firstMonth()), 1, 0, 0, 0, 0, time.UTC)
}

func (p Period) End() time.Time {
	return time.Date(int(p.year), time.Month(p.lastMonth()+1), 0, 0, 0, 0, 0, time.UTC)
}

// Words is the period in words: "April to June 2026", "June 2026".
func (p Period) Words() string { return SpanWords(p, p) }

// EndWords is the last day in words: "30 June 2026".
func (p Period) EndWords() string { return p.End().Format("2 January 2006") }

// SpanWords is the time from the start of one period to the end of another: "July 2025 to June 2026".
func SpanWords(first, last Period) string {
	from, to := first.Start(), last.End()
	end := to.Format("January 2006")
	switch {
	case from.Year() != to.Year():
		return from.Format("January 2006") + " to " + end
	case from.Month() != to.Month():
		return from.Format("January") + " to " + end
	}
	return end
}

func (p Period) perYear() int {
	if p.monthly {
		return 12
	}
	return 4
}

func (p Period) firstMonth() int {
	if p.monthly {
		return int(p.number)
	}
	return int(p.number)*3 - 2
}

func (p Period) lastMonth() int {
	if p.monthly {
		return int(p.number)
	}
	return int(p.number) * 3
}
