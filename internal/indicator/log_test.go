package indicator

import (
	"fmt"
	"strings"
	"testing"

	"waymark/internal/diag"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

func logged(t *testing.T, rows string) []tracker.LogEntry {
	t.Helper()
	entries, found := tracker.ReadLog("service-log.csv", []byte("period,measure,due,done\n"+rows), nil)
	if len(found) > 0 {
		t.Fatal(found)
	}
	return entries
}

func TestCountLog(t *testing.T) {
	log := logged(t, "2025-Q4,tracking-meetings,3,3\n2025-Q3,tracking-meetings,3,2\n2025-Q3,staff-trained,80,61\n2026-Q1,tracking-meetings,3,0\n2026-Q2,tracking-meetings,3,3\n2026-Q4,tracking-meetings,3,1\n")
	def := &site.Indicator{ID: "held", Kind: "flow", Window: 4, Log: &site.Log{Measure: "tracking-meetings", Counts: site.Meetings},
		Of: site.Condition{Population: "due"}, Met: site.Condition{Population: "held"}}
	show := func() string {
		var out strings.Builder
		for _, table := range countLog(def, log) {
			fmt.Fprintf(&out, "%s of %s, %s:", table.PartPopulation, table.BasePopulation, table.Counts)
			for _, c := range table.Cells {
				fmt.Fprintf(&out, " %s %d/%d", c.Window[len(c.Window)-1], c.Part, c.Base)
			}
		}
		return out.String()
	}
	// July 2025 to June 2026: 2 + 3 + 0 + 3 of 12. After the quarter that is missing there is no whole year.
	if got, want := show(), "held of due, meetings: 2026-Q2 8/12"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	def.Window = 1
	if got, want := show(), "held of due, meetings: 2025-Q3 2/3 2025-Q4 3/3 2026-Q1 0/3 2026-Q2 3/3 2026-Q4 1/3"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	def.Log.Measure = "staff-trained"
	def.Window = 4
	if got := show(); got != "" {
		t.Errorf("one quarter makes no year: %q", got)
	}
}

func TestLogCases(t *testing.T) {
	for _, c := range []struct {
		rows       []map[string]any
		base, part int
		want       string
	}{
		{[]map[string]any{{"due": 3, "done": 2}, {"due": 3, "done": 3}}, 6, 5, ""},
		{[]map[string]any{{"due": 3, "done": 2}}, 3, 3, "expected 3 of 3, got 2 of 3"},
		{[]map[string]any{{"due": 2, "done": 3}}, 2, 3, "no more done than due"},
		{[]map[string]any{{"due": 2}}, 2, 0, "has due and done"},
		{[]map[string]any{{"due": 2, "done": 1, "cohort": "in_care"}}, 2, 1, "has due and done"},
		{[]map[string]any{{"due": "two", "done": 1}}, 2, 1, "has due and done"},
	} {
		var found diag.List
		def := &site.Indicator{ID: "held", Log: &site.Log{}, Cases: []site.Case{{Title: "a year", Rows: c.rows, Base: c.base, Part: c.part}}}
		ok := logCases(def, &found)
		said := ""
		for _, f := range found.Sorted() {
			said += f.Message
		}
		if ok != (c.want == "") || !strings.Contains(said, c.want) {
			t.Errorf("%v: %v, %q, want %q", c.rows, ok, said, c.want)
		}
	}
}
