package indicator

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"waymark/internal/diag"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

// eventsYAML counts months as if they were events due, and moves those done.
const eventsYAML = `theme: planning
title: T
question: Q?
of:
  where: cohort == "in_care"
  words: w
  population: children_with_reviews
events:
  over: months
  sum: moves
  noun: reviews
  words: w
  population: reviews
kind: flow
window: 4
better: higher
breakdowns: [place]
owner: analyst
method: m
cases:
  - title: two children, three reviews
    rows:
      - {cohort: in_care, months: 2, moves: 1}
      - {cohort: in_care, months: 1}
      - {cohort: left_care, months: 7, moves: 7}
    base: 3
    part: 1
`

const medianYAML = `theme: outcomes
title: T
question: Q?
of:
  where: cohort == "in_care"
  words: w
  population: waiting
median:
  column: months
  unit: months
kind: flow
window: 4
better: lower
breakdowns: [place]
owner: analyst
method: m
cases:
  - title: an even number, and one without a value
    rows:
      - {cohort: in_care, months: 2}
      - {cohort: in_care, months: 5}
      - {cohort: in_care}
      - {cohort: left_care, months: 99}
    base: 2
    median: 3.5
  - title: nobody
    rows:
      - {cohort: left_care, months: 99}
    base: 0
`

// year is four quarters of in_care rows "placement,months,moves".
func year(t testing.TB, quarters ...[]string) *tracker.Store {
	t.Helper()
	rows := map[string][]string{}
	for i, q := range quarters {
		name := fmt.Sprintf("%d-Q%d", 2025+i/4, i%4+1)
		rows[name] = nil
		for _, row := range q {
			rows[name] = append(rows[name], "in_care,"+row)
		}
	}
	return store(t, rows)
}

func compute(t *testing.T, text string, st *tracker.Store) []Table {
	t.Helper()
	var findings diag.List
	got := Compute(load(t, map[string]string{"i": text}), st, &findings)
	if f := findings.Sorted(); len(f) > 0 {
		t.Fatal(f)
	}
	return got.Tables
}

// Children with events are not linked from quarter to quarter: over a year the largest quarter stands for them.
func TestEvents(t *testing.T) {
	st := year(t,
		[]string{"foster,2,1", "other,1,0"},
		[]string{"foster,0,0"},
		[]string{"foster,1,1", "foster,1,1", "other,3,0"},
		[]string{"residential,1,1", "other,,"},
	)
	one := func(name, category string, base, part, baseChildren, partChildren, late int) Cell {
		return Cell{Window: []string{name}, Category: category, Base: base, Part: part, BaseChildren: baseChildren, PartChildren: partChildren, LateChildren: late, LateRows: late}
	}
	window := []string{"2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"}
	sum := func(category string, base, part, baseChildren, partChildren, late, rows int) Cell {
		c := one("", category, base, part, baseChildren, partChildren, late)
		c.Window, c.LateRows = window, rows
		return c
	}
	over := Table{ID: "i", Indicator: "i", Kind: "flow", Measure: site.MeasureEvents, BasePopulation: "reviews", PartPopulation: "reviews_done", BaseReads: []string{"cohort"},
		Cells:    []Cell{sum("", 9, 4, 3, 2, 2, 3)},
		Quarters: []Cell{one("2025-Q1", "", 3, 1, 2, 1, 2), one("2025-Q2", "", 0, 0, 0, 0, 0), one("2025-Q3", "", 5, 2, 3, 2, 1), one("2025-Q4", "", 1, 1, 1, 1, 0)},
	}
	by := over
	by.ID, by.Dimension, by.Categories = "i/place/2025-Q4", "place", []string{"fam", "rest"}
	by.Cells = []Cell{sum("", 9, 4, 3, 2, 2, 3), sum("fam", 4, 3, 2, 2, 1, 1), sum("rest", 5, 1, 1, 1, 1, 2)}
	by.Quarters = []Cell{
		one("2025-Q1", "", 3, 1, 2, 1, 2), one("2025-Q1", "fam", 2, 1, 1, 1, 1), one("2025-Q1", "rest", 1, 0, 1, 0, 1),
		one("2025-Q2", "", 0, 0, 0, 0, 0), one("2025-Q2", "fam", 0, 0, 0, 0, 0), one("2025-Q2", "rest", 0, 0, 0, 0, 0),
		one("2025-Q3", "", 5, 2, 3, 2, 1), one("2025-Q3", "fam", 2, 2, 2, 2, 0), one("2025-Q3", "rest", 3, 0, 1, 0, 1),
		one("2025-Q4", "", 1, 1, 1, 1, 0), one("2025-Q4", "fam", 0, 0, 0, 0, 0), one("2025-Q4", "rest", 1, 1, 1, 1, 0),
	}
	if got, want := compute(t, eventsYAML, st), []Table{over, by}; !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// Over the year the values are 1, 2, 4, 4, 7, 30: the median is 4, the quartiles are the second and the fifth.
// The quarters' own medians do not add up to it.
func TestMedian(t *testing.T) {
	st := year(t,
		[]string{"foster,4,0", "other,30,0"},
		[]string{"foster,,0"},
		[]string{"foster,1,0", "foster,2,0", "foster,4,0"},
		[]string{"other,7,0"},
	)
	one := func(name, category string, n int, lower, median, upper float64) Cell {
		return Cell{Window: []string{name}, Category: category, Base: n, LowerQuartile: lower, Median: median, UpperQuartile: upper}
	}
	tables := compute(t, medianYAML, st)
	over := tables[0]
	if over.Measure != site.MeasureMedian || over.Unit != "months" || over.BasePopulation != "waiting" || over.PartPopulation != "" {
		t.Errorf("%+v", over)
	}
	year := one("", "", 6, 2, 4, 7)
	year.Window = []string{"2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"}
	if len(over.PartReads) != 1 {
		t.Errorf("a median reads %v", over.PartReads)
	}
	if !reflect.DeepEqual(over.Cells, []Cell{year}) {
		t.Errorf("got %+v", over.Cells)
	}
	want := []Cell{one("2025-Q1", "", 2, 4, 17, 30), one("2025-Q2", "", 0, 0, 0, 0), one("2025-Q3", "", 3, 1, 2, 4), one("2025-Q4", "", 1, 7, 7, 7)}
	if !reflect.DeepEqual(over.Quarters, want) {
		t.Errorf("got %+v", over.Quarters)
	}
	fam, rest := tables[1].Cells[1], tables[1].Cells[2]
	if fam.Base != 4 || fam.Median != 3 || rest.Base != 2 || rest.Median != 18.5 {
		t.Errorf("fam %+v, rest %+v", fam, rest)
	}
}

// A stock has no quarters besides its cells, and a year that is not whole has quarters and no cell.
func TestQuarters(t *testing.T) {
	st := year(t, []string{"foster,1,1"}, []string{"foster,1,1"})
	if got := compute(t, strings.Replace(eventsYAML, "kind: flow\nwindow: 4", "kind: stock", 1), st)[0]; got.Quarters != nil || len(got.Cells) != 2 {
		t.Errorf("%+v", got)
	}
	if got := compute(t, eventsYAML, st); len(got) != 1 || len(got[0].Quarters) != 2 || len(got[0].Cells) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestQuartiles(t *testing.T) {
	for _, tt := range []struct {
		name                 string
		values               []int
		lower, median, upper float64
	}{
		{"none", nil, 0, 0, 0},
		{"one", []int{7}, 7, 7, 7},
		{"two", []int{2, 4}, 2, 3, 4},
		{"three", []int{1, 2, 4}, 1, 2, 4},
		{"four", []int{4, 1, 3, 2}, 1.5, 2.5, 3.5},
		{"five", []int{10, 20, 30, 40, 50}, 20, 30, 40},
		{"eight", []int{1, 2, 3, 4, 5, 6, 7, 8}, 2.5, 4.5, 6.5},
		{"all alike", []int{5, 5, 5, 5, 5, 5}, 5, 5, 5},
		{"ends of the range", []int{0, 300}, 0, 150, 300},
		{"one far away", []int{1, 1, 1, 1, 300}, 1, 1, 1},
	} {
		s := newSpread(&tracker.Field{Min: 0, Max: 300})
		for _, v := range tt.values {
			s.put(v)
		}
		lower, median, upper := s.quartiles()
		if lower != tt.lower || median != tt.median || upper != tt.upper {
			t.Errorf("%s: got %v, %v, %v", tt.name, lower, median, upper)
		}
	}
}

// At least half of the values are at most the median and at least half are at least it; the same for quarters.
func FuzzQuartiles(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4})
	f.Add([]byte{0, 255, 255})
	f.Fuzz(func(t *testing.T, values []byte) {
		s := newSpread(&tracker.Field{Min: 0, Max: 255})
		for _, v := range values {
			s.put(int(v))
		}
		n := len(values)
		if n == 0 {
			return
		}
		lower, median, upper := s.quartiles()
		for q, at := range map[int]float64{1: lower, 2: median, 3: upper} {
			below, above := 0, 0
			for _, v := range values {
				if float64(v) <= at {
					below++
				}
				if float64(v) >= at {
					above++
				}
			}
			if 4*below < q*n || 4*above < (4-q)*n {
				t.Errorf("%v: %d quarters at %v, %d below, %d above", values, q, at, below, above)
			}
		}
	})
}

func TestMeasureFindings(t *testing.T) {
	change := func(text, old, new string) string {
		if !strings.Contains(text, old) {
			t.Fatal("no " + old)
		}
		return strings.Replace(text, old, new, 1)
	}
	for _, tt := range []struct {
		name        string
		files       map[string]string
		place, text string
	}{
		{"met and events", map[string]string{"i": change(eventsYAML, "kind:", "met: {where: moves > 1}\nkind:")}, "data/common/indicators/i.yaml:14:6", "i has met as well as events"},
		{"events and a median", map[string]string{"i": change(eventsYAML, "kind:", "median: {column: months, unit: weeks}\nkind:")}, "data/common/indicators/i.yaml:14:9", "i counts events and takes a median"},
		{"unknown column of events", map[string]string{"i": change(eventsYAML, "over: months", "over: moths")}, "data/common/indicators/i.yaml:9:9", `the tracker has no column "moths"`},
		{"words cannot be summed", map[string]string{"i": change(eventsYAML, "sum: moves", "sum: placement")}, "data/common/indicators/i.yaml:10:8", "placement holds words, and events.sum needs whole numbers"},
		{"one column", map[string]string{"i": change(eventsYAML, "sum: moves", "sum: months")}, "data/common/indicators/i.yaml:10:8", "events.over and events.sum are the same column"},
		{"no noun", map[string]string{"i": change(eventsYAML, "  noun: reviews\n", "")}, "data/common/indicators/i.yaml:1", "i has no events.noun"},
		{"unknown column of a median", map[string]string{"i": change(medianYAML, "column: months", "column: monts")}, "data/common/indicators/i.yaml:9:11", `the tracker has no column "monts"`},
		{"unit", map[string]string{"i": change(medianYAML, "unit: months", "unit: moons")}, "data/common/indicators/i.yaml:10:9", `median.unit is "moons"`},
		{"target of a median", map[string]string{"i": change(medianYAML, "better:", "target: {percent: 3}\nbetter:")}, "data/common/indicators/i.yaml:13:9", "a target in percent does not fit a duration"},
		{"version without a date", map[string]string{"i": change(eventsYAML, "cases:", "versions:\n  - {from: 2025-13-01, change: c}\ncases:")}, "data/common/indicators/i.yaml:21:12", `"2025-13-01" is no date`},
		{"versions out of order", map[string]string{"i": change(eventsYAML, "cases:", "versions:\n  - {from: 2025-07-01, change: c}\n  - {from: 2025-07-01, change: d}\ncases:")}, "data/common/indicators/i.yaml:22:12", "version 2 is not later than the one before it"},
		{"version without words", map[string]string{"i": change(eventsYAML, "cases:", "versions:\n  - {from: 2025-07-01}\ncases:")}, "data/common/indicators/i.yaml:1", "i has no versions[0].change"},
		{"wrong case of events", map[string]string{"i": change(eventsYAML, "part: 1", "part: 2")}, "data/common/indicators/i.yaml:1", "expected 2 of 3, got 1 of 3"},
		{"impossible case of events", map[string]string{"i": change(eventsYAML, "months: 2, moves: 1", "months: 2, moves: 3")}, "data/common/indicators/i.yaml:1", "row 1 has more moves than months"},
		{"wrong case of a median", map[string]string{"i": change(medianYAML, "median: 3.5", "median: 3")}, "data/common/indicators/i.yaml:1", "expected 3 months, the middle of 2, got 3.5 months, the middle of 2"},
		{"one population of a median and a share", map[string]string{"i": change(indicatorYAML, "population: p\n", "population: waiting\n"), "j": change(medianYAML, "kind: flow\nwindow: 4", "kind: stock")}, "data/common/indicators/j.yaml:7:15", "the population waiting is"},
		{"events named like children", map[string]string{"i": change(eventsYAML, "population: reviews", "population: children_with_reviews")}, "data/common/indicators/i.yaml:13:15", "the population children_with_reviews is"},
	} {
		s := load(t, tt.files)
		var findings diag.List
		result := Compute(s, store(t, map[string][]string{"2026-Q2": {"in_care,foster,1,0"}}), &findings)
		found := false
		for _, f := range findings.Sorted() {
			if strings.HasPrefix(f.Place(), tt.place) && strings.Contains(f.Message, tt.text) {
				found = true
				if f.Severity != diag.Error || f.Hint == "" {
					t.Errorf("%s: %+v", tt.name, f)
				}
			}
		}
		if !found {
			t.Errorf("%s: findings %v", tt.name, findings.Sorted())
		}
		for _, table := range result.Tables {
			if last := s.Indicators[len(s.Indicators)-1].ID; table.Indicator == last {
				t.Errorf("%s: there is a table %s all the same", tt.name, table.ID)
			}
		}
	}
}

// The tracker's own rules refuse such a row; a site whose schema lacks them must not count it either. The
// finding names the period and no number.
func TestMoreDoneThanDue(t *testing.T) {
	var findings diag.List
	result := Compute(load(t, map[string]string{"i": eventsYAML}), year(t, []string{"foster,1,1"}, []string{"foster,2,3"}), &findings)
	f := findings.Sorted()
	if len(f) != 1 || f[0].Check != checkSum || f[0].Message != "i: a row of 2025-Q2 has more moves than months" || len(result.Tables) != 0 {
		t.Errorf("%v, %d tables", f, len(result.Tables))
	}
}
