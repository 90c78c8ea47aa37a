package tracker

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const logHead = "period,measure,due,done\n"

func TestReadLog(t *testing.T) {
	quarters := []Period{{2026, 2, false}}
	for _, c := range []struct{ name, src, want string }{
		{"sound", logHead + "2026-Q2,tracking-meetings,3,2\n2026-Q1,tracking-meetings,3,3\n2026-Q2,staff-trained,80,61\n",
			"2026-Q2 staff-trained 61/80; 2026-Q1 tracking-meetings 3/3; 2026-Q2 tracking-meetings 2/3; "},
		{"none due", logHead + "2026-Q2,tracking-meetings,0,0\n", "2026-Q2 tracking-meetings 0/0; "},
		{"byte order mark, and lines of Windows", "\ufeffperiod,measure,due,done\r\n2026-Q2,staff-trained,9,9\r\n", "2026-Q2 staff-trained 9/9; "},
		{"another column", "period,measure,due,done,who\n2026-Q2,staff-trained,9,9,A. Smith\n", "f:1:1 a service log has the columns"},
		{"another order", "measure,period,due,done\n", "f:1:1 a service log has the columns"},
		{"empty", "", "f:1:1 a service log has the columns"},
		{"UTF-16", "\xff\xfep\x00e\x00", "f:1 the file is no UTF-8 text"},
		{"no period", logHead + "spring,staff-trained,9,9\n", "f:2:1 the period cannot be read"},
		{"a month among quarters", logHead + "2026-06,staff-trained,9,9\n", "f:2:1 the tracker's files are of another length"},
		{"no measure", logHead + "2026-Q2,Anna Smith,9,9\n", "f:2:9 this is no measure"},
		{"no count", logHead + "2026-Q2,staff-trained,nine,9\n", "f:2:23 due is no count"},
		{"a count with a sign", logHead + "2026-Q2,staff-trained,9,+9\n", "f:2:25 done is no count"},
		{"below zero", logHead + "2026-Q2,staff-trained,-1,0\n", "f:2:23 due is no count"},
		{"more done than due", logHead + "2026-Q2,tracking-meetings,2,3\n", "f:2:29 more is done than was due"},
		{"twice", logHead + "2026-Q2,staff-trained,9,9\n2026-Q2,staff-trained,9,8\n", "2026-Q2 staff-trained 9/9; f:3:1 this period and measure are in line 2 already"},
		{"a cell short", logHead + "2026-Q2,staff-trained,9\n", "f:2 the row has 3 cells"},
		{"an open quotation mark", logHead + "2026-Q2,\"staff-trained,9,9\n", "f:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			entries, found := ReadLog("f", []byte(c.src), quarters)
			var got strings.Builder
			for _, e := range entries {
				fmt.Fprintf(&got, "%s %s %d/%d; ", e.Period, e.Measure, e.Done, e.Due)
			}
			for _, f := range found {
				fmt.Fprintf(&got, "%s %s", f.Place(), f.Message)
				if f.Hint == "" {
					t.Errorf("no hint: %s", f.Message)
				}
				if strings.Contains(f.Message+f.Hint, "Smith") {
					t.Errorf("a name is repeated: %s", f.Message)
				}
			}
			if !strings.HasPrefix(got.String(), c.want) || c.want == "" {
				t.Errorf("got %q, want %q", got.String(), c.want)
			}
		})
	}
}

// The log comes with the period files, and findings name it.
func TestReadTakesTheLog(t *testing.T) {
	files := fstest.MapFS{LogName: {Data: []byte(logHead + "2026-Q2,staff-trained,9,10\n2026-Q1,staff-trained,9,8\n")}}
	s, found := Read(files, "data/oak", smallSchema(t))
	if got := s.Log(); len(got) != 1 || got[0].Done != 8 {
		t.Errorf("entries %v", got)
	}
	if len(found) != 1 || found[0].File != "data/oak/service-log.csv" || found[0].Line != 2 || found[0].Column != 25 {
		t.Errorf("findings %v", found)
	}
}

// The schema for other tools says what the reader holds a log to.
func TestLogSchema(t *testing.T) {
	src, err := os.ReadFile("../../data/common/service-log.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Fields []struct {
			Name        string
			Type        string
			Description string
			Constraints struct {
				Required         bool
				Enum             []string
				Minimum, Maximum int
			}
		}
	}
	if err := json.Unmarshal(src, &schema); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range schema.Fields {
		names = append(names, f.Name)
		if !f.Constraints.Required || f.Description == "" {
			t.Errorf("%s may be empty, or is not described", f.Name)
		}
		if f.Name == "measure" && !slices.Equal(f.Constraints.Enum, LogMeasures) {
			t.Errorf("measures %q, want %q", f.Constraints.Enum, LogMeasures)
		}
		if f.Type == "integer" && (f.Constraints.Minimum != 0 || f.Constraints.Maximum != LogMost) {
			t.Errorf("%s is from %d to %d", f.Name, f.Constraints.Minimum, f.Constraints.Maximum)
		}
	}
	if !slices.Equal(names, LogColumns) {
		t.Errorf("columns %q, want %q", names, LogColumns)
	}
}

// Whatever the text, nothing crashes; an entry is whole; each finding has a line inside the file, and none repeats a
// word of it.
func FuzzReadLog(f *testing.F) {
	for _, row := range []string{"", "2026-Q2,staff-trained,9,9\n", "2026-06,\"x\ny\",1,2,3\n", "\"", "2026-Q2,staff-trained,09,1e1\r\n,,,\n"} {
		f.Add(logHead + row)
	}
	f.Fuzz(func(t *testing.T, src string) {
		entries, found := ReadLog("f", []byte(src), nil)
		seen := map[string]bool{}
		for _, e := range entries {
			if e.Done < 0 || e.Done > e.Due || e.Due > LogMost || !slices.Contains(LogMeasures, e.Measure) || e.Period.IsZero() || e.Line < 2 {
				t.Errorf("entry %+v", e)
			}
			if k := e.Period.String() + e.Measure; seen[k] {
				t.Errorf("%s twice", k)
			} else {
				seen[k] = true
			}
		}
		lines := strings.Count(src, "\n") + strings.Count(src, "\r") + 1
		for _, x := range found {
			if x.Line < 1 || x.Line > lines || x.Message == "" || x.Hint == "" {
				t.Errorf("finding %+v of %d lines", x, lines)
			}
		}
	})
}
