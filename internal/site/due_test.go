package site

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"waymark/internal/diag"
)

const standardsForDue = `
first: {words: w, amount: 20, unit: working days, counts_from: looked-after}
second: {words: w, amount: 3, unit: months, counts_from: first}
later: {words: w, amount: 6, unit: months, counts_from: second, repeats: true}
limit: {words: w, amount: 14, unit: months, counts_from: looked-after}
none-set: {words: w, none: none is set, counts_from: looked-after}
settled: {words: w, amount: 2, unit: years, counts_from: placed}
by-the-way: {words: w, amount: 1, unit: years}
`

func TestDueRules(t *testing.T) {
	load := func(standards string) (*Site, []string) {
		var findings diag.List
		s := Load(fstest.MapFS{"data/a/standards.yaml": {Data: []byte(standards)}}, SiteConfig{ID: "a", Layers: []string{"a"}}, &findings)
		var said []string
		for _, f := range findings.Sorted() {
			if f.Check == "standard" {
				said = append(said, fmt.Sprintf("%d: %s | %s", f.Line, f.Message, f.Hint))
			}
		}
		return s, said
	}
	s, said := load(standardsForDue)
	if len(said) > 0 {
		t.Fatal(said)
	}
	const want = "[{first looked-after 20 working days false} {limit looked-after 14 months false} {second first 3 months false} {later second 6 months true} {settled placed 2 years false}]"
	if got := fmt.Sprint(s.DueRules()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for line, want := range map[string]string{
		"x: {words: w, amount: 1, unit: weeks, counts_from: looked-afer}":                                                                 `there is no event or standard "looked-afer" to count from | did you mean "looked-after"?`,
		"x: {words: w, amount: 1, unit: weeks, counts_from: x}":                                                                           `counts from "x", which leads to no event`,
		"x: {words: w, amount: 1, unit: weeks, counts_from: y}\ny: {words: w, amount: 1, unit: weeks, counts_from: x}":                    `counts from "y", which leads to no event`,
		"x: {words: w, amount: 1, unit: weeks, repeats: true}":                                                                            `repeats, but does not say what it counts from`,
		"x: {words: w, amount: 1, unit: times, counts_from: placed}":                                                                      `is a number of times, so nothing falls due by it`,
		"x: {words: w, amount: 1, unit: weeks, counts_from: by-the-way}\nby-the-way: {words: w, amount: 1, unit: weeks, counts_from: ''}": `leads to no event`,
	} {
		if _, said := load(line + "\n"); len(said) == 0 || !strings.Contains(said[0], want) {
			t.Errorf("%s: %v, want %s", line, said, want)
		}
	}
}

func TestReadHolidays(t *testing.T) {
	year := func(n int, more string) string {
		var b strings.Builder
		for i := range 8 {
			fmt.Fprintf(&b, "  - {date: \"%d-01-%02d\", name: N%s}\n", n, i+1, more)
		}
		return b.String()
	}
	for _, c := range []struct{ name, text, want string }{
		{"good", "title: T\nsource: S\nurl: https://www.gov.uk/\nlicence: L\ndays:\n" + year(2026, "") + year(2027, ", computed: true"), ""},
		{"no date", "days:\n  - {date: \"2026-13-01\", name: N}\n", `"2026-13-01" is no date`},
		{"too few", "days:\n  - {date: \"2026-01-01\", name: N}\n", "2026 has 1 bank holidays"},
		{"unknown key", "dayz: []\n", "dayz"},
		{"no address", "url: gov\ndays:\n" + year(2026, ""), `"gov" is not an address`},
	} {
		var findings diag.List
		s := Load(fstest.MapFS{"data/a/" + HolidaysName: {Data: []byte(c.text)}}, SiteConfig{ID: "a", Layers: []string{"a"}}, &findings)
		var said string
		for _, f := range findings.Sorted() {
			if f.File == "data/a/"+HolidaysName {
				said += f.Message + "\n"
			}
		}
		if c.want != "" {
			if !strings.Contains(said, c.want) || s.Holidays != nil {
				t.Errorf("%s: %q, want %q", c.name, said, c.want)
			}
			continue
		}
		if said != "" || s.Holidays == nil || s.Holidays.Computed.String() != "2027-01-01" || len(s.Holidays.Days) != 16 || s.Holidays.Source != "S" {
			t.Errorf("%s: %q, %+v", c.name, said, s.Holidays)
		}
	}
}
