package indicator

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"waymark/internal/diag"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

const schemaText = `{
  "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
  "title": "t", "description": "d",
  "missingValues": [""],
  "fields": [
    {"name": "cohort", "title": "c", "description": "d", "type": "string", "constraints": {"required": true, "enum": ["in_care", "left_care"]}},
    {"name": "placement", "title": "c", "description": "d", "type": "string", "constraints": {"enum": ["foster", "residential", "other"]}},
    {"name": "months", "title": "c", "description": "d", "type": "integer", "constraints": {"minimum": 0, "maximum": 300}},
    {"name": "moves", "title": "c", "description": "d", "type": "integer", "constraints": {"minimum": 0, "maximum": 99}}
  ]
}`

func schema(t testing.TB) *tracker.Schema {
	t.Helper()
	s, findings := tracker.ReadSchema("schema.json", []byte(schemaText))
	if s == nil || len(findings) > 0 {
		t.Fatalf("schema: %v", findings)
	}
	return s
}

// store holds the given rows of each period: "in_care,foster,14,2".
func store(t testing.TB, periods map[string][]string) *tracker.Store {
	t.Helper()
	files := fstest.MapFS{}
	for p, rows := range periods {
		files["tracker/"+p+".csv"] = &fstest.MapFile{Data: []byte("cohort,placement,months,moves\n" + strings.Join(rows, "\n") + "\n")}
	}
	s, findings := tracker.Read(files, "tracker", schema(t))
	for _, f := range findings {
		if f.Severity == diag.Error {
			t.Fatalf("tracker: %v", f)
		}
	}
	return s
}

func TestConditions(t *testing.T) {
	rows := []map[string]any{
		0: {"cohort": "in_care", "placement": "foster", "months": 14, "moves": 2},
		1: {"cohort": "in_care", "placement": "residential", "months": 15, "moves": 0},
		2: {"cohort": "left_care"}, // everything else is empty
	}
	st, err := tracker.FromRows(schema(t), tracker.Period{}, rows)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		where string
		want  string // a 1 for each row that meets it
	}{
		{`cohort == "in_care"`, "110"},
		{`"in_care" == cohort`, "110"},
		{`cohort != "in_care"`, "001"},
		{`months <= limit`, "100"}, // exactly on the limit; and empty is false
		{`months > limit`, "010"},
		{`limit >= months`, "100"},
		{`not (months <= limit)`, "011"}, // the empty one: not (false)
		{`months != 14`, "010"},          // empty is false here too
		{`months in 14..15`, "110"},
		{`months in [1, limit + 1]`, "010"},
		{`placement != "foster"`, "010"},
		{`placement in ["foster", "other"]`, "100"},
		{`placement not in ["foster", "other"]`, "011"},
		{`present(months)`, "110"},
		{`empty(months)`, "001"},
		{`empty(placement)`, "001"},
		{`months - moves * 2 == 10`, "100"},
		{`-moves < 0`, "100"},
		{`cohort == "left_care" || moves == 0`, "011"},
		{`cohort == "in_care" and (moves >= 1 or months > 14)`, "110"},
		{`true`, "111"},
	} {
		c, problem := compile(tt.where, schema(t), true, 14)
		if problem != nil {
			t.Errorf("%s: %+v", tt.where, problem)
			continue
		}
		test, answer := c.bind(st), newMasker(st).of(c)
		got, masked := "", ""
		for row := range rows {
			got += map[bool]string{true: "1", false: "0"}[test(row)]
			masked += map[bool]string{true: "1", false: "0"}[answer.Has(row)]
		}
		if got != tt.want || masked != tt.want {
			t.Errorf("%s: got %s by rows, %s by masks, want %s", tt.where, got, masked, tt.want)
		}
		if n := testing.AllocsPerRun(10, func() { test(0); test(2) }); n != 0 {
			t.Errorf("%s: %v allocations a row", tt.where, n)
		}
	}
}

func TestProblems(t *testing.T) {
	for _, tt := range []struct {
		where, message, hint string
		line, column         int
	}{
		{`cohrt == "in_care"`, `the tracker has no column "cohrt"`, `did you mean "cohort"?`, 1, 1},
		{`moves > 1 and cohort == "in-care"`, `cohort has no value "in-care"`, `did you mean "in_care"?`, 1, 25},
		{`cohort in ["in_care", "lft_care"]`, `cohort has no value "lft_care"`, `did you mean "left_care"?`, 1, 23},
		{"moves > 1\nand cohort == \"x\"", `cohort has no value "x"`, "", 2, 15},
		{`moves + 1`, "expected bool, but got int", "", 1, 1},
		{`moves == "two"`, "invalid operation: == (mismatched types int and string)", "", 1, 7},
		{`moves >`, "unexpected token EOF", "", 1, 7},
		{`cohort matches "in.*"`, `cohort matches "in.*" is not part of the language of conditions`, "", 1, 8},
		{`placement == cohort`, "placement is compared with something that is not a value in quotation marks", "", 1, 14},
		{`moves / 2 == 1`, "moves / 2 is not a whole number that a condition can use", "", 1, 7},
		{`present(3)`, "present needs a column", "", 1, 1},
		{`len(cohort) == 1`, `the tracker has no column "len"`, "", 1, 1},
		{`months > limit`, "limit is used, but the indicator names no standard", "", 1, 10},
	} {
		_, p := compile(tt.where, schema(t), false, 0)
		if p == nil {
			t.Errorf("%s: no problem", tt.where)
			continue
		}
		if p.message != tt.message || tt.hint != "" && p.hint != tt.hint || p.hint == "" || p.line != tt.line || p.column != tt.column {
			t.Errorf("%s: %d:%d: %s (%s)", tt.where, p.line, p.column, p.message, p.hint)
		}
	}
}

// What compiles can be run on any row, a full one and an empty one, with one answer whether a row is looked at by
// itself or in the mask of all; what does not has a sentence and a place.
func FuzzCompile(f *testing.F) {
	for _, s := range []string{`cohort == "in_care" and months <= limit`, `placement not in ["foster"]`, `empty(months) or moves in 1..3`,
		`-moves*2 < +months`, `let x = 1; x == moves`, `moves ?? 1`, `cohort[0] == "a"`, "\"", `{a: 1}.a`, `months in [1,2]`, `$env`, `true ? true : false`} {
		f.Add(s)
	}
	cols := schema(f)
	st, err := tracker.FromRows(cols, tracker.Period{}, []map[string]any{{"cohort": "in_care", "placement": "other", "months": 14, "moves": 99}, {}})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, where string) {
		c, p := compile(where, cols, true, 14)
		if p != nil {
			if p.message == "" || p.hint == "" || p.line < 1 || p.column < 1 {
				t.Fatalf("%q: %+v", where, p)
			}
			return
		}
		test, answer := c.bind(st), newMasker(st).of(c)
		for row := range 2 {
			if test(row) != answer.Has(row) {
				t.Fatalf("%q: row %d is %v by itself, %v in the mask", where, row, test(row), answer.Has(row))
			}
		}
	})
}

const indicatorYAML = `theme: timeliness
title: T
question: Q?
of:
  where: cohort == "in_care"
  words: w
  population: p
met:
  where: "months <= limit"
  words: w
  population: p_met
kind: stock
better: higher
standard: lim
breakdowns: [place]
owner: analyst
method: m
cases:
  - title: on the limit
    rows:
      - {cohort: in_care, months: limit}
      - {cohort: in_care, months: limit + 1}
      - {cohort: in_care}
    base: 3
    part: 1
`

// load makes a site of some indicator files.
func load(t testing.TB, files map[string]string) *site.Site {
	t.Helper()
	fsys := fstest.MapFS{}
	s := &site.Site{
		Standards:  map[string]*site.Standard{"lim": {ID: "lim", Amount: 14, Unit: "months"}, "unset": {ID: "unset", None: "it sets no interval"}},
		Roles:      map[string]*site.Role{"analyst": {ID: "analyst"}},
		Dimensions: map[string]*site.Dimension{"place": {ID: "place", Column: "placement", At: site.Source{File: "dimensions.yaml", Line: 3}, Categories: []site.Category{{ID: "fam", Of: []string{"foster"}}, {ID: "rest", Of: []string{"residential", "other"}}}}},
		Data:       []site.Layer{{Name: "common", Dir: "data/common", FS: fsys}},
	}
	for _, id := range site.SortedIDs(files) {
		fsys["indicators/"+id+".yaml"] = &fstest.MapFile{Data: []byte(files[id])}
		def := &site.Indicator{ID: id, At: site.Source{File: "data/common/indicators/" + id + ".yaml", Line: 1}}
		var findings diag.List
		if !site.DecodeYAML(def.At.File, []byte(files[id]), def, &findings) {
			t.Fatalf("%v", findings.Sorted())
		}
		s.Indicators = append(s.Indicators, def)
	}
	return s
}

func edit(old, new string) string {
	if !strings.Contains(indicatorYAML, old) {
		panic("no " + old)
	}
	return strings.Replace(indicatorYAML, old, new, 1)
}

func TestStockAndBreakdown(t *testing.T) {
	s := load(t, map[string]string{"i": indicatorYAML})
	st := store(t, map[string][]string{
		"2026-Q1": {"in_care,foster,3,0", "left_care,foster,3,0"},
		"2026-Q2": {"in_care,foster,14,0", "in_care,foster,15,0", "in_care,other,,0", "left_care,residential,1,0"},
	})
	var findings diag.List
	got := Compute(s, st, &findings)
	if f := findings.Sorted(); len(f) > 0 {
		t.Fatal(f)
	}
	over := Table{ID: "i", Indicator: "i", Kind: "stock", Measure: site.MeasureShare, BasePopulation: "p", PartPopulation: "p_met", BaseReads: []string{"cohort"}, PartReads: []string{"months"}, Cells: []Cell{
		{Window: []string{"2026-Q1"}, Base: 1, Part: 1},
		{Window: []string{"2026-Q2"}, Base: 3, Part: 1},
	}}
	by := over
	by.ID, by.Dimension, by.Categories = "i/place/2026-Q2", "place", []string{"fam", "rest"}
	by.Cells = []Cell{
		{Window: []string{"2026-Q2"}, Base: 3, Part: 1},
		{Window: []string{"2026-Q2"}, Category: "fam", Base: 2, Part: 1},
		{Window: []string{"2026-Q2"}, Category: "rest", Base: 1, Part: 0},
	}
	if want := []Table{over, by}; !reflect.DeepEqual(got.Tables, want) {
		t.Errorf("got  %+v\nwant %+v", got.Tables, want)
	}
}

// Six quarters with a hole after the fifth: windows of four end in the fourth and fifth only.
func TestRollingWindows(t *testing.T) {
	s := load(t, map[string]string{"i": edit("kind: stock", "kind: flow\nwindow: 4")})
	row := "in_care,foster,9,0"
	st := store(t, map[string][]string{
		"2024-Q4": {row}, "2025-Q1": {row, row}, "2025-Q2": {row, row, row}, "2025-Q3": {"left_care,foster,1,0"}, "2025-Q4": {row, row, row, row, row}, "2026-Q2": {row},
	})
	var findings diag.List
	got := Compute(s, st, &findings).Tables[0].Cells
	want := []Cell{
		{Window: []string{"2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3"}, Base: 6, Part: 6},
		{Window: []string{"2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"}, Base: 10, Part: 10},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestNoStandardIsUnmeasured(t *testing.T) {
	s := load(t, map[string]string{"i": edit("standard: lim", "standard: unset")})
	var findings diag.List
	got := Compute(s, store(t, map[string][]string{"2026-Q2": {"in_care,foster,1,0"}}), &findings)
	want := Result{Unmeasured: []Unmeasured{{"i", "it sets no interval"}}}
	if !reflect.DeepEqual(got, want) || len(findings.Sorted()) > 0 {
		t.Errorf("got %+v, %v", got, findings.Sorted())
	}
}

func TestFindings(t *testing.T) {
	// Another indicator with the same population ids, and other children in the first.
	other := strings.ReplaceAll(edit(`cohort == "in_care"`, `cohort == "left_care"`), "in_care,", "left_care,")
	for _, tt := range []struct {
		name        string
		files       map[string]string
		place, text string
	}{
		{"unknown column", map[string]string{"i": edit("cohort ==", "chort ==")}, "data/common/indicators/i.yaml:5:10", `the tracker has no column "chort"`},
		{"unknown value, in quotation marks", map[string]string{"i": edit(`"months <= limit"`, `'placement == "fster"'`)}, "data/common/indicators/i.yaml:9:24", `placement has no value "fster"`},
		{"block", map[string]string{"i": edit(`where: "months <= limit"`, "where: |\n    months <=\n    limt")}, "data/common/indicators/i.yaml:11", `the tracker has no column "limt"`},
		{"wrong case", map[string]string{"i": edit("part: 1", "part: 2")}, "data/common/indicators/i.yaml:1", "case 1 (on the limit): expected 2 of 3, got 1 of 3"},
		{"case with an unknown value", map[string]string{"i": edit("{cohort: in_care}", "{cohort: incare}")}, "data/common/indicators/i.yaml:1", "row 3: cohort is \"incare\""},
		{"no cases", map[string]string{"i": indicatorYAML[:strings.Index(indicatorYAML, "cases:")]}, "data/common/indicators/i.yaml:1", "i has no worked cases"},
		{"kind", map[string]string{"i": edit("kind: stock", "kind: stok")}, "data/common/indicators/i.yaml:12:7", `kind is "stok"`},
		{"theme", map[string]string{"i": edit("timeliness", "time")}, "data/common/indicators/i.yaml:1:8", `theme is "time"`},
		{"better", map[string]string{"i": edit("better: higher", "better: more")}, "data/common/indicators/i.yaml:13:9", `better is "more"`},
		{"window of a stock", map[string]string{"i": edit("better:", "window: 4\nbetter:")}, "data/common/indicators/i.yaml:13:9", "a stock is counted at the end of one quarter, not over 4"},
		{"window of a flow", map[string]string{"i": edit("kind: stock", "kind: flow\nwindow: 3")}, "data/common/indicators/i.yaml:13:9", "window is 3"},
		{"dimension", map[string]string{"i": edit("[place]", "[plaice]")}, "data/common/indicators/i.yaml:15:14", `there is no dimension "plaice"`},
		{"owner", map[string]string{"i": edit("owner: analyst", "owner: analist")}, "data/common/indicators/i.yaml:16:8", `there is no owner "analist"`},
		{"standard", map[string]string{"i": edit("standard: lim", "standard: lin")}, "data/common/indicators/i.yaml:14:11", `there is no standard "lin"`},
		{"companion", map[string]string{"i": edit("method:", "companion: j\nmethod:")}, "data/common/indicators/i.yaml:17:12", `there is no companion "j"`},
		{"no words", map[string]string{"i": edit("question: Q?\n", "")}, "data/common/indicators/i.yaml:1", "i has no question"},
		{"one population, two meanings", map[string]string{"i": indicatorYAML, "j": other}, "data/common/indicators/j.yaml:7:15", "the population p is"},
	} {
		s := load(t, tt.files)
		var findings diag.List
		result := Compute(s, store(t, map[string][]string{"2026-Q2": {"in_care,foster,1,0"}}), &findings)
		found := false
		for _, f := range findings.Sorted() {
			if f.Place() == tt.place && strings.Contains(f.Message, tt.text) {
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

// The same population in two indicators is fine when it means the same, in whatever order it is written.
func TestSamePopulation(t *testing.T) {
	a := edit(`where: cohort == "in_care"`, `where: cohort == "in_care" and moves >= 1`)
	b := edit(`where: cohort == "in_care"`, `where: moves >= 1 && cohort == "in_care"`)
	a, b = strings.ReplaceAll(a, "in_care, months", "in_care, moves: 1, months"), strings.ReplaceAll(b, "in_care, months", "in_care, moves: 1, months")
	a, b = strings.Replace(a, "{cohort: in_care}", "{cohort: in_care, moves: 1}", 1), strings.Replace(b, "{cohort: in_care}", "{cohort: in_care, moves: 1}", 1)
	var findings diag.List
	Compute(load(t, map[string]string{"a": a, "b": b}), store(t, map[string][]string{"2026-Q2": {"in_care,foster,1,0"}}), &findings)
	if f := findings.Sorted(); len(f) > 0 {
		t.Error(f)
	}
}

// D07, statically: a value in no category would make a breakdown that does not add up.
func TestDimensionMustBeWhole(t *testing.T) {
	s := load(t, map[string]string{"i": indicatorYAML})
	s.Dimensions["place"].Categories[1].Of = []string{"residential"}
	var findings diag.List
	result := Compute(s, store(t, map[string][]string{"2026-Q2": {"in_care,foster,1,0"}}), &findings)
	if f := findings.Sorted(); len(f) != 1 || f[0].Message != `no category of place holds "other"` || len(result.Tables) != 0 {
		t.Errorf("%v, %d tables", f, len(result.Tables))
	}
}

// And by counting: an empty cell of the column is in no category either. The finding names no count.
func TestStrayRowsAreFound(t *testing.T) {
	s := load(t, map[string]string{"i": indicatorYAML})
	var findings diag.List
	result := Compute(s, store(t, map[string][]string{"2026-Q2": {"in_care,foster,1,0", "in_care,,1,0"}}), &findings)
	f := findings.Sorted()
	if len(f) != 1 || f[0].Check != checkSum || f[0].Message != "the categories of place do not add up to the total of i in 2026-Q2" || len(result.Tables) != 1 {
		t.Errorf("%v, %d tables", f, len(result.Tables))
	}
}

func TestCaseValue(t *testing.T) {
	for _, tt := range []struct {
		written any
		want    string
	}{{"limit", "14"}, {"limit + 1", "15"}, {"limit-2", "12"}, {"limited", "limited"}, {"limit x", "limit x"}, {3, "3"}, {true, "yes"}, {nil, ""}, {"in_care", "in_care"}} {
		if got := CaseValue(tt.written, 14); got != tt.want {
			t.Errorf("%v: got %q, want %q", tt.written, got, tt.want)
		}
	}
}

// The project's own indicators, on the project's own sites.
func TestProject(t *testing.T) {
	project := os.DirFS("../..")
	src, err := os.ReadFile("../../data/common/tracker.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	columns, faults := tracker.ReadSchema("data/common/tracker.schema.json", src)
	if columns == nil {
		t.Fatal(faults)
	}
	for _, tt := range []struct {
		id         string
		unmeasured []string
	}{{"merton", []string{"panel-transfers-on-time"}},
		{"havering", []string{"planning-meetings-within-six-weeks", "two-moves-in-a-year", "reunification-reassessed", "guardianship-considered", "tracking-meetings-held"}}} {
		t.Run(tt.id, func(t *testing.T) {
			var findings, own diag.List
			s := site.Load(project, site.SiteConfig{ID: tt.id, Layers: []string{"common", tt.id}}, &findings)
			st, _ := tracker.Read(os.DirFS("../../data/"+tt.id), "tracker", columns)
			if st == nil {
				t.Fatal("no tracker")
			}
			result := Compute(s, st, &own)
			for _, f := range own.Sorted() {
				t.Errorf("%s: %s (%s)", f.Place(), f.Message, f.Hint)
			}
			var unmeasured, ids []string
			for _, u := range result.Unmeasured {
				unmeasured = append(unmeasured, u.Indicator)
			}
			if !reflect.DeepEqual(unmeasured, tt.unmeasured) {
				t.Errorf("unmeasured: %v", unmeasured)
			}
			for _, table := range result.Tables {
				ids = append(ids, fmt.Sprintf("%s:%d", table.ID, len(table.Cells)))
			}
			want := len(s.Indicators) - len(tt.unmeasured)
			for _, def := range s.Indicators {
				if !slices.Contains(tt.unmeasured, def.ID) {
					want += len(def.Breakdowns)
				}
			}
			if len(ids) != want {
				t.Errorf("tables %v, want %d", ids, want)
			}
		})
	}
}
