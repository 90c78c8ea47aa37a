package dates

import (
	"testing"
	"time"
)

// day is a date written in a test; a mistyped one stops the test.
func day(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "2026-06-30": "2026-06-30", "30/06/2026": "2026-06-30", "29/02/2024": "2024-02-29", "0001-01-01": "0001-01-01",
	} {
		got, err := ParseDate(in)
		if err != nil || got.String() != want {
			t.Errorf("ParseDate(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"2026-6-30", "1/6/2026", "2026-02-29", "31/04/2026", "06/31/2026", "2026-06-30 00:00", "30-06-2026", " 2026-06-30", "0000-01-01"} {
		if got, err := ParseDate(in); err == nil || got != 0 {
			t.Errorf("ParseDate(%q) = %q, %v; want an error", in, got, err)
		}
	}
}

func TestDate(t *testing.T) {
	if NewDate(1, time.January, 1) != 1 || NewDate(1970, time.January, 1) != 719163 {
		t.Errorf("day numbers: %d, %d", NewDate(1, 1, 1), NewDate(1970, 1, 1))
	}
	if NewDate(2026, time.February, 29) != 0 || NewDate(2024, time.February, 29) == 0 || NewDate(1900, time.February, 29) != 0 || NewDate(2000, time.February, 29) == 0 {
		t.Error("leap years")
	}
	if d := day("2026-11-02"); d.Weekday() != time.Monday || d.AddDays(-2).String() != "2026-10-31" || DateOf(d.Time()) != d {
		t.Errorf("2026-11-02: %v, %v", d.Weekday(), d.AddDays(-2))
	}
	london := time.FixedZone("BST", 3600)
	if got := DateOf(time.Date(2026, time.July, 1, 0, 30, 0, 0, london)); got != day("2026-07-01") {
		t.Errorf("half past midnight in summer is %v, want the day it has in London", got)
	}
	var none Date
	if none.Before(day("2026-01-01")) || none.After(day("2026-01-01")) || day("2026-01-01").After(none) || none.AddDays(3) != 0 || none.AddMonths(3) != 0 || none.Birthday(18) != 0 || none.String() != "" || !none.Time().IsZero() {
		t.Error("a day that is not known takes part in a sum")
	}
	if LastDate.AddDays(1) != 0 || LastDate.AddMonths(1) != 0 || Date(1).AddDays(-1) != 0 || Date(1).AddMonths(-1) != 0 {
		t.Error("a sum leaves the years 1 to 9999")
	}
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2025-08-31", 6, "2026-02-28"},
		{"2023-08-31", 6, "2024-02-29"}, // leap year
		{"2025-11-30", 3, "2026-02-28"},
		{"2026-01-15", 14, "2027-03-15"},
		{"2026-02-28", -6, "2025-08-28"}, // the way back is not the way there
		{"2026-12-31", 2, "2027-02-28"},
		{"2026-10-31", 1, "2026-11-30"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2026-05-05", 0, "2026-05-05"},
		{"2026-01-31", -1, "2025-12-31"},
	} {
		if got := day(c.from).AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s %+d months = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestBetween(t *testing.T) {
	for _, c := range []struct {
		from, to                    string
		months, begun, weeks, wBgun int
	}{
		{"2026-01-10", "2026-02-10", 1, 1, 4, 5},     // 31 days
		{"2026-01-10", "2026-02-09", 0, 1, 4, 5},     // 30 days
		{"2026-01-10", "2026-02-11", 1, 2, 4, 5},     // 32 days
		{"2026-01-31", "2026-02-28", 1, 1, 4, 4},     // 28 days; clamped
		{"2024-02-29", "2025-02-28", 12, 12, 52, 53}, // 365 days: 52 weeks and 1 day
		{"2026-03-01", "2026-03-01", 0, 0, 0, 0},
		{"2026-03-02", "2026-03-01", -1, 0, 0, 0},
		{"2025-01-15", "2026-03-15", 14, 14, 60, 61}, // 424 days
		{"2025-01-15", "2026-03-16", 14, 15, 60, 61}, // 425
		{"2026-01-01", "2026-02-12", 1, 2, 6, 6},     // 42 days
		{"2026-01-01", "2026-02-13", 1, 2, 6, 7},     // 43 days
		{"", "2026-02-13", 0, 0, 0, 0},
	} {
		from, to := day(c.from), day(c.to)
		if got := [4]int{MonthsBetween(from, to), MonthsRoundedUp(from, to), WeeksBetween(from, to), WeeksRoundedUp(from, to)}; got != [4]int{c.months, c.begun, c.weeks, c.wBgun} {
			t.Errorf("%s to %s: %v, want %v", c.from, c.to, got, []int{c.months, c.begun, c.weeks, c.wBgun})
		}
	}
}

func TestBirthday(t *testing.T) {
	for _, c := range []struct {
		born string
		age  int
		want string
	}{
		{"2008-07-01", 18, "2026-07-01"},
		{"2008-02-29", 18, "2026-03-01"}, // no 29 February in 2026
		{"2008-02-29", 16, "2024-02-29"},
		{"2008-02-28", 18, "2026-02-28"},
	} {
		if got := day(c.born).Birthday(c.age).String(); got != c.want {
			t.Errorf("born %s is %d on %s, want %s", c.born, c.age, got, c.want)
		}
	}
}

func FuzzDates(f *testing.F) {
	f.Add(int32(739000), int16(6))
	f.Add(int32(738764), int16(-18)) // 29 February 2024 is near
	f.Add(int32(1), int16(-1))
	f.Fuzz(func(t *testing.T, number int32, n int16) {
		if number < 0 {
			t.Skip()
		}
		d := Date(number%int32(LastDate) + 1)
		if back, err := ParseDate(d.String()); err != nil || back != d {
			t.Fatalf("%d is %s, which reads back as %d, %v", d, d, back, err)
		}
		if e := d.AddDays(int(n)); e != 0 && DaysBetween(d, e) != int(n) {
			t.Fatalf("%s %+d days = %s", d, n, e)
		}
		e := d.AddMonths(int(n))
		if e == 0 {
			t.Skip()
		}
		_, _, from := d.Parts()
		year, month, to := e.Parts()
		if to != from && (to > from || to != daysIn(year, month)) {
			t.Fatalf("%s %+d months = %s: neither the same day nor the month's end", d, n, e)
		}
		if got := MonthsBetween(d, e); got != int(n) {
			t.Fatalf("%s to %s: %d months, want %d", d, e, got, n)
		}
		if next := d.AddMonths(int(n) + 1); next != 0 && (next <= e || MonthsBetween(d, next.AddDays(-1)) != int(n)) {
			t.Fatalf("%s: a month after %s is %s", d, e, next)
		}
		if n > 0 && (MonthsRoundedUp(d, e) != int(n) || e != LastDate && MonthsRoundedUp(d, e+1) != int(n)+1) {
			t.Fatalf("%s to %s: rounded up %d", d, e, MonthsRoundedUp(d, e))
		}
	})
}
