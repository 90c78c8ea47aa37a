package dates

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// holidays reads data/common/bank-holidays.yaml as a caller would.
func holidays(t *testing.T) (dates []Date, substitutes []string) {
	t.Helper()
	text, err := os.ReadFile("../../data/common/bank-holidays.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Title, Source, URL, Licence string
		Days                        []struct {
			Date, Name           string
			Substitute, Computed bool
		}
	}
	if err := yaml.UnmarshalWithOptions(text, &file, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	if file.Title == "" || file.Source == "" || file.URL == "" || file.Licence == "" {
		t.Error("the file does not say where it comes from")
	}
	last := Date(0)
	for _, d := range file.Days {
		on := day(d.Date)
		if on <= last {
			t.Errorf("%s is not after the day before it", d.Date)
		}
		if year, _, _ := on.Parts(); d.Computed != (year >= 2027) || d.Name == "" {
			t.Errorf("%s: computed %v, name %q", d.Date, d.Computed, d.Name)
		}
		if w := on.Weekday(); w == 0 || w == 6 {
			t.Errorf("%s is a %s", d.Date, w)
		}
		if d.Substitute {
			substitutes = append(substitutes, d.Date)
		}
		last = on
		dates = append(dates, on)
	}
	return dates, substitutes
}

func calendar(t *testing.T) *Calendar {
	t.Helper()
	dates, _ := holidays(t)
	c, err := NewCalendar(dates)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestBankHolidays(t *testing.T) {
	dates, substitutes := holidays(t)
	for _, d := range []string{
		"2015-04-03", "2016-03-25", "2019-04-19", "2024-03-29", "2025-04-18", "2026-04-03", "2028-04-14", // Good Fridays
		"2018-04-02", "2021-04-05", "2027-03-29", // Easter Mondays
		"2020-05-08", "2022-06-02", "2022-06-03", "2022-09-19", "2023-05-01", "2023-05-08", "2025-05-05", "2026-05-25", "2026-08-31", "2015-08-31",
	} {
		if !slices.Contains(dates, day(d)) {
			t.Errorf("%s is missing", d)
		}
	}
	for _, d := range []string{"2020-05-04", "2022-05-30", "2021-12-24", "2022-01-04", "2026-12-26"} {
		if slices.Contains(dates, day(d)) {
			t.Errorf("%s is no bank holiday", d)
		}
	}
	want := []string{
		"2015-12-28", "2016-12-27", "2017-01-02", "2020-12-28", "2021-12-27", "2021-12-28", "2022-01-03", "2022-12-27", "2023-01-02",
		"2026-12-28", "2027-12-27", "2027-12-28", "2028-01-03",
	}
	if !slices.Equal(substitutes, want) {
		t.Errorf("substitute days %v, want %v", substitutes, want)
	}
	if len(dates) != 14*8+3 { // one more for the jubilee, the funeral and the coronation
		t.Errorf("%d days", len(dates))
	}
}

func TestWorkingDays(t *testing.T) {
	c := calendar(t)
	for _, k := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-06-01", 20, "2026-06-29"}, // Monday: four whole weeks
		{"2026-06-05", 1, "2026-06-08"},  // Friday to Monday
		{"2026-06-06", 1, "2026-06-08"},  // Saturday to the same Monday
		{"2026-06-06", 20, "2026-07-03"}, // from Saturday: Monday is the first, Friday of the fourth week the twentieth
		{"2026-03-23", 20, "2026-04-22"}, // Good Friday and Easter Monday on the way
		{"2025-12-12", 20, "2026-01-14"}, // Christmas Day, Boxing Day, New Year's Day
		{"2020-04-24", 20, "2020-05-26"}, // 8 May and 25 May 2020
		{"2022-05-31", 3, "2022-06-07"},  // 1 June, then Monday after the jubilee
		{"2026-06-01", 0, "2026-06-01"},
		{"", 20, ""},
		{"2026-06-01", -1, ""},
		{"2028-12-20", 20, ""}, // the calendar ends
		{"2014-12-01", 20, ""}, // it has not begun
	} {
		if got := c.AddWorkingDays(day(k.from), k.n).String(); got != k.want {
			t.Errorf("%s + %d working days = %s, want %s", k.from, k.n, got, k.want)
		}
	}
	if c.WorkingDay(day("2022-09-19")) || !c.WorkingDay(day("2022-09-20")) || c.WorkingDay(day("2022-09-18")) {
		t.Error("around the state funeral")
	}
}

func TestNewCalendarRefuses(t *testing.T) {
	good, _ := holidays(t)
	for name, c := range map[string]struct {
		dates []Date
		want  string
	}{
		"none":       {nil, "no bank holidays"},
		"zero":       {[]Date{good[0], 0}, "bank holiday 2 has no date"},
		"twice":      {append(slices.Clone(good), good[3]), "2015-05-04 is in the list twice"},
		"short year": {slices.Delete(slices.Clone(good), 3, 4), "2015 has 7 bank holidays"},
		"year out":   {[]Date(slices.DeleteFunc(slices.Clone(good), func(d Date) bool { return strings.HasPrefix(d.String(), "2019") })), "2019 has 0 bank holidays"},
	} {
		if _, err := NewCalendar(c.dates); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
