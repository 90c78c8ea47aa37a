package disclose

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"waymark/internal/indicator"
	"waymark/internal/site"
)

// A site built from a witness is the same, and its hidden figures are others: for every random set of linked tables.
func TestCanary(t *testing.T) {
	moved := 0
	for seed := range uint64(60) {
		in := linked(rand.New(rand.NewPCG(seed, 3)))
		r := ReleaseWith(in)
		other, tables, changed := r.Canary()
		if !reflect.DeepEqual(r.Released, other.Released) {
			t.Fatalf("seed %d: the release changes with hidden figures", seed)
		}
		a, err := r.Manifest(ManifestInfo{})
		b, err2 := other.Manifest(ManifestInfo{})
		if err != nil || err2 != nil || string(a) != string(b) || string(r.NextLedger()) != string(other.NextLedger()) {
			t.Fatalf("seed %d: the manifest or the ledger changes with hidden figures", seed)
		}
		for _, table := range tables { // the witness adds up as the truth does
			for _, c := range table.Cells {
				if c.Part < 0 || c.Part > c.Base {
					t.Fatalf("seed %d: %s has %d of %d", seed, table.ID, c.Part, c.Base)
				}
			}
			if table.Dimension != "" {
				base, part := 0, 0
				for _, c := range table.Cells[1:] {
					base, part = base+c.Base, part+c.Part
				}
				if base != table.Cells[0].Base || part != table.Cells[0].Part {
					t.Fatalf("seed %d: %s does not add up", seed, table.ID)
				}
			}
		}
		moved += changed
	}
	if moved < 100 {
		t.Errorf("only %d cells were exchanged: the test has lost its force", moved)
	}
}

func TestExplain(t *testing.T) {
	r := ReleaseWith(Input{Policy: DefaultPolicy(), Tables: []indicator.Table{bases(48, 22, 14, 9, 3)}})
	got, ok := r.Explain("all 2026-Q2 d=C", false)
	want := `all 2026-Q2 d=C: hidden: it protects another count (next line).`
	if !ok || !strings.HasPrefix(got, want) {
		t.Fatalf("got %s", got)
	}
	for _, part := range []string{
		"in the sum all 2026-Q2 48 = all 2026-Q2 d=A 22 + all 2026-Q2 d=B 14 + all 2026-Q2 d=C [c] + all 2026-Q2 d=D [c]",
		"all 2026-Q2 d=D: hidden: it is 1 to 5", "It can be any of 11 values, 1 to 11.",
	} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is not in\n%s", part, got)
		}
	}
	if strings.Contains(got, " 9") || strings.Contains(got, " 3\n") {
		t.Errorf("a hidden number is in\n%s", got)
	}
	if told, _ := r.Explain("all 2026-Q2 d=C", true); !strings.Contains(told, "the true number is 9\n") || !strings.Contains(told, "the true number is 3\n") {
		t.Errorf("asked for true values: %s", told)
	}
	if keys := r.Keys(); !slices.Contains(keys, "all 2026-Q2 d=D") {
		t.Errorf("keys %v", keys)
	}
	if _, ok := r.Explain("all 2026-Q2 d=X", false); ok {
		t.Error("a count that is not there is explained")
	}
	if got, _ := r.Explain("all 2026-Q2 d=A", false); got != "all 2026-Q2 d=A: shown.\n" {
		t.Errorf("got %s", got)
	}
}

func TestManifest(t *testing.T) {
	in := Input{Policy: DefaultPolicy(), Tables: []indicator.Table{pairs(40, 10, 30, 3, 60, 20), overTime(130, 33)}}
	in.Tables[1].ID = "j-over"
	got, err := ReleaseWith(in).Manifest(ManifestInfo{Authority: "oak", Release: "2026-Q2", Demonstration: true,
		Dimensions:  map[string]ManifestDimension{"d": {"Letters", []string{"A", "B", "C"}}},
		Populations: map[string]ManifestPopulation{"all": {Title: "Everyone"}},
		Page:        func(x Table) string { return x.Indicator() + ".html" }, CSV: func(x Table) string { return x.ID() + ".csv" }})
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Format      string
		Populations map[string]ManifestPopulation
		Tables      []struct {
			ID, Page, CSV, Base, Part string
			Dims, Window              []string
			Cells                     []struct {
				At                  map[string]string
				Base, Part, Percent any
			}
		}
		Relations []any
	}
	if err := json.Unmarshal(got, &m); err != nil {
		t.Fatal(err)
	}
	if m.Format != "waymark-published/1" || m.Populations["all"].Kind != "stock" || !reflect.DeepEqual(m.Populations["met"].SubsetOf, []string{"all"}) || m.Populations["all"].Title != "Everyone" {
		t.Errorf("got %s", got)
	}
	cells := m.Tables[0].Cells
	if len(m.Tables) != 2 || m.Tables[0].Dims[0] != "d" || len(cells) != 4 || cells[0].At == nil || cells[2].At["d"] != "B" || m.Tables[1].ID != "j-over/2026-Q2" {
		t.Fatalf("got %s", got)
	}
	if cells[1].Part != "c" || !reflect.DeepEqual(cells[2].Part, map[string]any{"low": 0.0, "high": 5.0}) || cells[3].Part != 20.0 {
		t.Errorf("parts %v %v %v", cells[1].Part, cells[2].Part, cells[3].Part)
	}
	if !strings.Contains(string(got), "\n  \"authority\": \"oak\",\n  \"demonstration\": true,") {
		t.Errorf("keys are not in order with two spaces:\n%s", got)
	}
}

// That a group lies in another in every record is a statement about its children, who may be few: "all of them have a current plan".
func TestManifestTellsNoNestingThatOnlyTheRecordsShow(t *testing.T) {
	plan, few := overTime(130, 60), overTime(130, 3)
	few.ID, few.Indicator, few.PartPopulation = "few", "few", "few"
	for _, tt := range []struct {
		defined []Subset
		want    []string
	}{
		{nil, []string{"all"}},
		{[]Subset{{"few", "met"}}, []string{"all", "met"}},
	} {
		r := ReleaseWith(Input{Policy: DefaultPolicy(), Tables: []indicator.Table{plan, few}, Subsets: []Subset{{"few", "met"}}, Defined: tt.defined})
		got, err := r.Manifest(ManifestInfo{})
		if err != nil {
			t.Fatal(err)
		}
		var m struct{ Populations map[string]ManifestPopulation }
		if err := json.Unmarshal(got, &m); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(m.Populations["few"].SubsetOf, tt.want) {
			t.Errorf("defined %v: got %v, want %v", tt.defined, m.Populations["few"].SubsetOf, tt.want)
		}
		if n := r.Released.Tested().Sums; n != 2 { // the rests of two indicators
			t.Errorf("defined %v: %d sums are said to have been tested, want 2", tt.defined, n)
		}
	}
}

func TestMedians(t *testing.T) {
	one := func(unit string, base int, m, l, u float64) string {
		table := indicator.Table{ID: "m", Indicator: "m", Kind: "stock", Measure: site.MeasureMedian, BasePopulation: "all",
			Cells: []indicator.Cell{{Window: quarter, Base: base, Median: m, LowerQuartile: l, UpperQuartile: u}}}
		r := ReleaseWith(Input{Policy: DefaultPolicy(), Tables: []indicator.Table{table}, Units: map[string]string{"m": unit}})
		out := r.Released.Tables()[0]
		row := out.Rows()[0]
		if out.Unit() != unit || out.Measure() != site.MeasureMedian {
			t.Errorf("unit %s, measure %s", out.Unit(), out.Measure())
		}
		return strings.Join([]string{row.Base.Text(), row.Part.Text(), row.Median.Text(), row.LowerQuartile.Text(), row.UpperQuartile.Text()}, " ")
	}
	for _, tt := range []struct {
		unit string
		base int
		m    float64
		want string
	}{
		{"days", 40, 290, "40 [z] 287 91 497"}, // 41.4 weeks
		{"days", 19, 290, "19 [z] 287 [u] [u]"},
		{"days", 9, 290, "9 [z] [u] [u] [u]"},
		{"days", 5, 290, "[c] [z] [c] [c] [c]"},
		{"days", 0, 0, "0 [z] [z] [z] [z]"},
		{"months", 40, 12.5, "40 [z] 13 90 500"},
		{"weeks", 40, 12.4, "40 [z] 12 90 500"},
	} {
		if got := one(tt.unit, tt.base, tt.m, 90, 500); got != tt.want {
			t.Errorf("%s of %d: got %s, want %s", tt.unit, tt.base, got, tt.want)
		}
	}
}

// Events are protected by their number and by the number of children they come from.
func TestEvents(t *testing.T) {
	for _, tt := range []struct {
		name                     string
		base, part, kids, metKid int
		late, lateRows           int
		want                     string
	}{
		{"many of many", 80, 60, 50, 40, 15, 0, "80 / 60 / 75% of 50"},
		{"many of few", 20, 10, 4, 4, 4, 0, "[c] / [c] / [c] of [c]"},
		{"done for few", 60, 12, 40, 3, 38, 0, "60 / [c] / [c] of 40"},
		{"late for few", 60, 45, 40, 39, 3, 0, "60 / [c] / [c] of 40"},
		{"late for two, every quarter", 60, 45, 40, 39, 2, 8, "60 / [c] / [c] of 40"},
		{"late for at least three, eight times", 60, 45, 40, 39, 3, 8, "60 / 45 / 75% of 40"},
		{"few", 5, 5, 5, 5, 0, 0, "[c] / [c] / [c] of [c]"},
		{"nearly all", 60, 58, 40, 40, 2, 0, "60 / 55 to 60 / over 91% of 40"},
	} {
		table := overTime(tt.base, tt.part)
		table.Measure = site.MeasureEvents
		table.Cells[0].BaseChildren, table.Cells[0].PartChildren, table.Cells[0].LateChildren = tt.kids, tt.metKid, tt.late
		table.Cells[0].LateRows = max(tt.late, tt.lateRows)
		r := ReleaseWith(Input{Policy: DefaultPolicy(), Tables: []indicator.Table{table}})
		row := r.Released.Tables()[0].Rows()[0]
		if got := text(row, true) + " of " + row.Children.Text(); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

type memoryStore struct {
	sync.Mutex
	kept map[string][]byte
}

func (m *memoryStore) Get(k string) ([]byte, bool) {
	m.Lock()
	defer m.Unlock()
	v, ok := m.kept[k]
	return v, ok
}

func (m *memoryStore) Put(k string, v []byte) {
	m.Lock()
	defer m.Unlock()
	m.kept[k] = v
}

// A rebuild solves nothing; one that changes a quarter solves the blocks of that quarter.
func TestStore(t *testing.T) {
	in := sample{indicators: 4, quarters: 6, children: 200}.input(1)
	in.Policy.BreakdownStep = "quarter"
	store := &memoryStore{kept: map[string][]byte{}}
	fresh := ReleaseWith(in)
	in.Store = store
	a := ReleaseWith(in)
	b := ReleaseWith(in)
	if a.Report.Solved == 0 || b.Report.Solved != 0 {
		t.Errorf("solved %d, then %d blocks", a.Report.Solved, b.Report.Solved)
	}
	if !reflect.DeepEqual(a.Released, fresh.Released) || !reflect.DeepEqual(a.Released, b.Released) {
		t.Error("the store changes the release")
	}
	for i := range in.Tables { // a child more in one quarter, everywhere
		table := &in.Tables[i]
		table.Cells = append([]indicator.Cell(nil), table.Cells...)
		for k := range table.Cells {
			if c := &table.Cells[k]; c.Window[0] == "2022-Q3" && (c.Category == "" || k == len(table.Cells)-1) {
				c.Base++
			}
		}
	}
	c := ReleaseWith(in)
	if c.Report.Solved == 0 || c.Report.Solved > a.Report.Solved/2 {
		t.Errorf("one quarter changed: %d of %d blocks were solved", c.Report.Solved, a.Report.Solved)
	}
	// What the store holds may be damaged.
	for k := range store.kept {
		store.kept[k] = []byte("{")
	}
	if d := ReleaseWith(in); !reflect.DeepEqual(c.Released, d.Released) {
		t.Error("a damaged store changes the release")
	}
}

func TestRelations(t *testing.T) {
	// 40 at the start, 3 came, 13 went, 30 are left: who came can be worked out.
	one := func(population string, period string, n int) indicator.Cell {
		return indicator.Cell{Window: []string{period}, Base: n}
	}
	table := func(id string, cells ...indicator.Cell) indicator.Table {
		return indicator.Table{ID: id, Indicator: id, Kind: "stock", BasePopulation: id, Cells: cells}
	}
	in := Input{Policy: DefaultPolicy(), Tables: []indicator.Table{
		table("stock", one("stock", "2026-Q1", 40), one("stock", "2026-Q2", 30)), table("starts", one("starts", "2026-Q2", 3)), table("ends", one("ends", "2026-Q2", 13))}}
	show := func() string {
		r := ReleaseWith(in)
		if len(r.Report.Errors()) > 0 {
			t.Errorf("%v", r.Report.Errors())
		}
		var out []string
		for _, table := range r.Released.Tables() {
			for _, row := range table.Rows() {
				out = append(out, row.Base.Text())
			}
		}
		return strings.Join(out, " ")
	}
	if got := show(); got != "13 [c] 40 30" {
		t.Errorf("without the relation: %s", got)
	}
	in.Policy.Relations = []Relation{{[]RelationTerm{{"stock", 0, 1}, {"stock", 1, -1}, {"starts", 0, -1}, {"ends", 0, 1}}}}
	if got := show(); got != "[c] [c] 40 30" {
		t.Errorf("with it: %s", got)
	}
}

// Groups that would help are named, and do help.
func TestAdvice(t *testing.T) {
	table := bases(100, 60, 30, 3, 3, 2, 2)
	r := ReleaseWith(Input{Policy: DefaultPolicy(), Tables: []indicator.Table{table}})
	found := ""
	for _, m := range r.Report.Messages {
		if m.Code == "D21" {
			found = m.Text
		}
	}
	if !strings.Contains(found, "Groups for d would help: merging ") {
		t.Fatalf("messages %v", r.Report.Messages)
	}
}

func TestSumsThatDoNotAddUp(t *testing.T) {
	r := ReleaseWith(Input{Policy: DefaultPolicy(), Tables: []indicator.Table{bases(50, 20, 20)}})
	if errs := r.Report.Errors(); len(errs) != 1 || errs[0].Code != "D07" {
		t.Errorf("errors %v", errs)
	}
}

// Two walks over the same tables give the same bytes.
func TestSameEveryTime(t *testing.T) {
	in := sample{indicators: 5, quarters: 5, children: 150, flows: 2}.input(4)
	a := ReleaseWith(in)
	for range 3 {
		b := ReleaseWith(in)
		if !reflect.DeepEqual(a.Released, b.Released) || !reflect.DeepEqual(a.Report.Messages, b.Report.Messages) || fmt.Sprint(a.other) != fmt.Sprint(b.other) {
			t.Fatal("two releases of the same tables differ")
		}
	}
}

// A median beside a hidden share of the same children would halve what the share may be.
func TestMedianBesideAHiddenPart(t *testing.T) {
	for _, tt := range []struct {
		name       string
		base, part int // of the share
		around     int // the base of the share, when it is a wider population; 0: it is the median's own
		want       string
	}{
		{"all is shown", 40, 20, 0, "31 25 50"},
		{"a range of many", 40, 38, 0, "31 25 50"},
		{"a range of too few for quartiles", 23, 21, 0, "31 [c] [c]"},
		{"a range of too few", 11, 9, 0, "[c] [c] [c]"},
		{"a range around", 24, 60, 62, "31 25 50"}, // less than half of those around it: another story
		{"a range around and close", 20, 23, 26, "31 [c] [c]"},
	} {
		base := "all"
		share := overTime(tt.base, tt.part)
		in := Input{Policy: DefaultPolicy()}
		if tt.around > 0 {
			share = overTime(tt.around, tt.part)
			base = "valued"
			in.Subsets = []Subset{{"valued", "all"}}
		}
		share.PartReads = []string{"weeks"}
		in.Tables = []indicator.Table{share, {ID: "m", Indicator: "m", Kind: "stock", Measure: site.MeasureMedian, Unit: "weeks", BasePopulation: base, PartReads: []string{"weeks"},
			Cells: []indicator.Cell{{Window: quarter, Base: tt.base, Median: 31, LowerQuartile: 25, UpperQuartile: 50}}}}
		r := ReleaseWith(in)
		table, _ := r.Released.Table("m")
		row := table.Rows()[0]
		if got := row.Median.Text() + " " + row.LowerQuartile.Text() + " " + row.UpperQuartile.Text(); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
	// A part that is hidden without a range hides the median: the share's part is small, and ranges are off.
	policy := DefaultPolicy()
	policy.Bands = false
	r := ReleaseWith(Input{Policy: policy, Tables: []indicator.Table{overTime(40, 3), {ID: "m", Indicator: "m", Kind: "stock", Measure: site.MeasureMedian,
		BasePopulation: "all", Cells: []indicator.Cell{{Window: quarter, Base: 40, Median: 31}}}}})
	if table, _ := r.Released.Table("m"); table.Rows()[0].Median.Mark() != "c" {
		t.Errorf("the median is %s", table.Rows()[0].Median.Text())
	}
}
