package care

import (
	"os"
	"testing"

	"github.com/goccy/go-yaml"

	"waymark/internal/dates"
)

// day is a date written in a test; a mistyped one stops the test.
func day(s string) Date {
	d, err := dates.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// calendar is made of the project's own bank holidays.
func calendar(t *testing.T) *Calendar {
	t.Helper()
	text, err := os.ReadFile("../../data/common/bank-holidays.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Days []struct{ Date string } }
	if err := yaml.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	var days []Date
	for _, d := range file.Days {
		days = append(days, day(d.Date))
	}
	c, err := dates.NewCalendar(days)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAgeBandAt(t *testing.T) {
	for _, c := range []struct {
		at   string
		want AgeBand
	}{
		{"2024-02-28", ""}, {"2024-02-29", Under2}, {"2026-02-28", Under2}, {"2026-03-01", From2To4}, {"2029-02-28", From2To4},
		{"2029-03-01", From5To9}, {"2034-03-01", From10To15}, {"2040-02-28", From10To15}, {"2040-02-29", From16}, {"", ""},
	} {
		if got := AgeBandAt(day("2024-02-29"), day(c.at)); got != c.want {
			t.Errorf("on %s: %q, want %q", c.at, got, c.want)
		}
	}
	if got := (&Child{AgeBand: From5To9}).AgeBandOn(day("2026-06-30")); got != From5To9 {
		t.Errorf("without a birth the source's band stands, got %q", got)
	}
}
