package dates_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"modernc.org/quickjs"

	"waymark/internal/dates"
	"waymark/internal/diag"
	"waymark/internal/site"
)

// script is the very file that pages use, in an engine of its own. Only the word export is taken away, which the bundle
// takes away too.
func script(t *testing.T) *quickjs.VM {
	t.Helper()
	source, err := os.ReadFile("../../themes/default/scripts/dates.js")
	if err != nil {
		t.Fatal(err)
	}
	vm, err := quickjs.NewVM()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { vm.Close() })
	const harness = `
function dueText(rulesText, typedText, holidaysText, months) {
  const typed = {};
  for (const [name, on] of Object.entries(JSON.parse(typedText))) typed[name] = day(on);
  return due(JSON.parse(rulesText), typed, calendar(JSON.parse(holidaysText)), months)
    .map((d) => d.rule + " " + d.number + " " + text(d.on) + (d.closed ? " closed" : "")).join("\n");
}
function icsText(entriesText, stamp) {
  return ics(JSON.parse(entriesText).map((e) => ({ ...e, on: day(e.on) })), day(stamp));
}
function dayText(t) { return text(day(t)); }
`
	v, err := vm.EvalValue(strings.ReplaceAll(string(source), "export function", "function")+harness, quickjs.EvalGlobal)
	if err != nil {
		t.Fatal(err)
	}
	v.Free()
	return vm
}

func call(t *testing.T, vm *quickjs.VM, name string, args ...any) string {
	t.Helper()
	result, err := vm.Call(name, args...)
	if err != nil {
		t.Fatal(err)
	}
	s, ok := result.(string)
	if !ok {
		t.Fatalf("%s gave %T", name, result)
	}
	return s
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The script and this package agree on both authorities' own timescales for every day of five years, two of them leap years,
// up to where the bank holidays end and beyond.
func TestScriptAgrees(t *testing.T) {
	vm := script(t)
	for _, authority := range []string{"merton", "havering"} {
		var findings diag.List
		s := site.Load(os.DirFS("../.."), site.SiteConfig{ID: authority, Layers: []string{"common", authority}}, &findings)
		rules := s.DueRules()
		if len(rules) < 5 || s.Holidays == nil {
			t.Fatalf("%s: %d rules", authority, len(rules))
		}
		type jsRule struct {
			ID      string `json:"id"`
			From    string `json:"from"`
			Amount  int    `json:"amount"`
			Unit    string `json:"unit"`
			Repeats bool   `json:"repeats"`
		}
		var js []jsRule
		for _, r := range rules {
			js = append(js, jsRule(r))
		}
		var holidays []string
		for _, d := range s.Holidays.Days {
			holidays = append(holidays, d.String())
		}
		rulesText, holidaysText := asJSON(t, js), asJSON(t, holidays)
		compare := func(known map[string]dates.Date) bool {
			typed := map[string]string{}
			for name, on := range known {
				typed[name] = on.String()
			}
			var want []string
			for _, d := range dates.Due(rules, known, s.Holidays.Calendar, 12) {
				line := fmt.Sprintf("%s %d %s", d.Rule, d.Number, d.On)
				if d.Closed {
					line += " closed"
				}
				want = append(want, line)
			}
			if got := call(t, vm, "dueText", rulesText, asJSON(t, typed), holidaysText, 12); got != strings.Join(want, "\n") {
				t.Errorf("%s, %v:\nscript\n%s\npackage\n%s", authority, typed, got, strings.Join(want, "\n"))
				return false
			}
			return true
		}
		first, _ := dates.ParseDate("2024-01-01")
		last, _ := dates.ParseDate("2029-01-31")
		step, want := 1, 1858 // 5 years of 365, two leap days, January
		if testing.Short() {
			step, want = 11, 169
		}
		days := 0
		for d := first; d <= last; d = d.AddDays(step) {
			known := map[string]dates.Date{}
			for _, c := range site.Clocks {
				known[c.ID] = d
			}
			if d%3 == 0 { // sometimes a review has been held
				known["first-review"] = d.AddDays(int(d % 40))
			}
			if d%5 == 0 {
				delete(known, "placed")
			}
			if !compare(known) {
				return
			}
			days++
		}
		if days != want {
			t.Errorf("%d days, not %d", days, want)
		}
		compare(nil)
	}
}

// What is no day in one is none in the other.
func TestScriptReadsDays(t *testing.T) {
	vm := script(t)
	for _, text := range []string{"2026-02-28", "2026-02-29", "2024-02-29", "1900-02-29", "2000-02-29", "2026-04-31", "2026-00-10", "2026-13-01", "0001-01-01", "9999-12-31", "26-1-1", "", "x"} {
		want := ""
		if d, err := dates.ParseDate(text); err == nil {
			want = d.String()
		}
		if got := call(t, vm, "dayText", text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// A calendar file as RFC 5545 has it: CRLF, lines of at most 75 bytes that are folded between characters, text escaped.
func TestScriptCalendarFile(t *testing.T) {
	vm := script(t)
	entries := []map[string]string{
		{"uid": "first-review-1@x", "on": "2026-12-31", "summary": "Due: a; b, c\\d", "description": "Line one\nline two " + strings.Repeat("“é” 😀 ", 30)},
		{"uid": "second@x", "on": "2028-02-29", "summary": "S", "description": "D"},
	}
	file := call(t, vm, "icsText", asJSON(t, entries), "2026-01-05")
	if strings.Count(file, "\n") != strings.Count(file, "\r\n") || !strings.HasSuffix(file, "END:VCALENDAR\r\n") {
		t.Error("a line does not end with CRLF")
	}
	for _, line := range strings.Split(file, "\r\n") {
		if len(line) > 75 || strings.ToValidUTF8(line, "?") != line {
			t.Errorf("%d bytes: %q", len(line), line)
		}
	}
	whole := strings.ReplaceAll(file, "\r\n ", "")
	for _, want := range []string{"UID:first-review-1@x\r\n", "DTSTAMP:20260105T000000Z\r\n", "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n", "DTSTART;VALUE=DATE:20280229\r\nDTEND;VALUE=DATE:20280301\r\n",
		`SUMMARY:Due: a\; b\, c\\d` + "\r\n", `DESCRIPTION:Line one\nline two “é” 😀 “é”`} {
		if !strings.Contains(whole, want) {
			t.Errorf("the file lacks %q:\n%s", want, whole)
		}
	}
	if again := call(t, vm, "icsText", asJSON(t, entries), "2026-01-05"); again != file {
		t.Error("two files of the same days differ")
	}
}
