package flow

import (
	"fmt"
	"strings"
	"testing"
)

func TestAmounts(t *testing.T) {
	for text, want := range map[string]string{
		"First review within 20 working days":            "20 working days",
		"Every six weeks, and then six-weekly":           "6 weeks, 6 weeks",
		"Meets monthly or every quarter":                 "1 months, 3 months",
		"Within a month; two visits a week":              "1 months",
		"A day in court":                                 "",
		"Fourteen months, 14-month limit":                "14 months, 14 months",
		"For a child under 2 years":                      "",
		"Aged 10 years, or 16 years old":                 "",
		"After two years in placement":                   "2 years",
		"Two moves in 12 months":                         "12 months",
		"Fortnightly visits, daily calls":                "2 weeks, 1 days",
		"5 working weeks":                                "",
		"Step 6: weekday cover, 24 dayshifts, yearlings": "",
		"": "",
	} {
		var got []string
		for _, a := range Amounts(text) {
			got = append(got, fmt.Sprint(a.N, " ", a.Unit))
			if text[a.From:a.To] != a.Text {
				t.Errorf("%q: %q does not stand at %d", text, a.Text, a.From)
			}
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%q: %s, want %s", text, s, want)
		}
	}
}

func TestAgrees(t *testing.T) {
	for _, c := range []struct {
		n        int
		unit     string
		standard int
		of       string
		want     bool
	}{
		{20, "working days", 20, "working days", true},
		{21, "working days", 20, "working days", false},
		{4, "weeks", 20, "working days", true}, // 28 days: no holiday on the way
		{10, "weeks", 20, "working days", false},
		{20, "days", 20, "working days", false}, // 20 working days are 26 days at the least
		{4, "months", 17, "weeks", true},        // 112 to 124 days, 119 days
		{4, "months", 10, "weeks", false},
		{1, "years", 12, "months", true},
		{2, "years", 12, "months", false},
		{426, "days", 14, "months", true},
		{2, "months", 2, "times", true}, // not a time: nothing can be said
	} {
		if got := (Amount{N: c.n, Unit: c.unit}).Agrees(c.standard, c.of); got != c.want {
			t.Errorf("%d %s and %d %s: %v", c.n, c.unit, c.standard, c.of, got)
		}
	}
}

// Whatever is found stands in the text, in order, and is more than nothing.
func FuzzAmounts(f *testing.F) {
	for _, s := range []string{"within 20 working days", "every six weeks", "a month a year", "14-month-monthly"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, a := range Amounts(s) {
			if a.From < end || a.To > len(s) || s[a.From:a.To] != a.Text || a.Text == "" || a.N < 0 {
				t.Fatalf("%+v in %q", a, s)
			}
			end = a.To
		}
	})
}
