package disclose

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"waymark/internal/diag"
	"waymark/internal/indicator"
)

// Reference cases 1 to 5, 16 and 17 of the rules' section 12 are in TestReferenceCasesOfBases, 6 to 9 and 11 in
// TestReferenceCasesOfPairs. These are the others.

func TestCase10SensitiveIsNeverAll(t *testing.T) {
	table := overTime(240, 240)
	r := ReleaseWith(Input{Policy: DefaultPolicy(), Tables: []indicator.Table{table}, Sensitive: map[string]bool{"i": true}})
	if got := text(r.Released.Tables()[0].Rows()[0], true); got != "240 / 235 to 240 / over 97%" {
		t.Errorf("got %s", got)
	}
}

func TestCase12NestedPopulations(t *testing.T) {
	a, b := overTime(58, 0), overTime(57, 0)
	a.PartPopulation, b.PartPopulation = "", ""
	b.ID, b.Indicator, b.BasePopulation = "j", "j", "nearly_all"
	in := Input{Policy: DefaultPolicy(), Tables: []indicator.Table{a, b}}
	show := func(in Input) string {
		r := ReleaseWith(in)
		var out []string
		for _, table := range r.Released.Tables() {
			out = append(out, table.Rows()[0].Base.Text())
		}
		return strings.Join(out, " ")
	}
	if got := show(in); got != "58 57" {
		t.Errorf("not nested: %s", got)
	}
	in.Subsets = []Subset{{"nearly_all", "all"}}
	if got := show(in); got != "58 [c]" {
		t.Errorf("nested: %s", got)
	}
	// The other way round as well: they are the same population, and have two values.
	in.Subsets = []Subset{{"nearly_all", "all"}, {"all", "nearly_all"}}
	if got := show(in); got != "[c] [c]" {
		t.Errorf("the same: %s", got)
	}
	// A population between them changes nothing.
	c := overTime(58, 0)
	c.ID, c.Indicator, c.BasePopulation, c.PartPopulation = "k", "k", "middle", ""
	in.Tables = append(in.Tables, c)
	in.Subsets = []Subset{{"nearly_all", "middle"}, {"middle", "all"}, {"nearly_all", "all"}}
	if got := show(in); got != "58 [c] 58" {
		t.Errorf("three: %s", got)
	}
}

func twoWay(rows [][]int) indicator.Table {
	t := indicator.Table{ID: "i/r*c/2026-Q2", Indicator: "i", Dimension: "r*c", Kind: "stock", BasePopulation: "all"}
	add := func(category string, n int) {
		t.Cells = append(t.Cells, indicator.Cell{Window: quarter, Category: category, Base: n})
	}
	name := func(i int) string { return string(rune('1' + i)) }
	total := 0
	for _, row := range rows {
		for _, n := range row {
			total += n
		}
	}
	add("", total)
	for i, row := range rows {
		sum := 0
		for _, n := range row {
			sum += n
		}
		add(name(i)+"*", sum)
	}
	for j := range rows[0] {
		sum := 0
		for i := range rows {
			sum += rows[i][j]
		}
		add("*"+name(j), sum)
	}
	for i, row := range rows {
		for j, n := range row {
			add(name(i)+"*"+name(j), n)
		}
	}
	return t
}

func TestCases13And14TwoWay(t *testing.T) {
	for _, tt := range []struct {
		rows [][]int
		want []string
	}{
		{[][]int{{3, 14, 9}, {12, 20, 7}, {8, 9, 11}}, []string{"1*1", "1*3", "2*1", "2*3"}},
		{[][]int{{3, 14, 9}, {12, 4, 7}, {8, 9, 11}}, []string{"1*1", "1*2", "2*1", "2*2"}},
	} {
		table := twoWay(tt.rows)
		r := ReleaseWith(Input{Policy: DefaultPolicy(), Tables: []indicator.Table{table}})
		out, ok := r.Released.Table(table.ID)
		if !ok {
			t.Fatal("dropped", r.Report.Messages)
		}
		var got []string
		for _, row := range out.Rows() {
			if row.Base.Mark() == "c" {
				got = append(got, row.Category)
			}
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("got %v, want %v", got, tt.want)
		}
	}
}

func TestCase15RollingSums(t *testing.T) {
	counts := []int{3, 0, 7, 0, 0, 8, 0, 2}
	period := func(i int) string { return []string{"2024-Q", "2025-Q"}[i/4] + string(rune('1'+i%4)) }
	total := indicator.Table{ID: "e", Indicator: "e", Kind: "flow", BasePopulation: "events"}
	var tables []indicator.Table
	for i := 0; i+4 <= len(counts); i++ {
		var window []string
		sum := 0
		for k := i; k < i+4; k++ {
			window = append(window, period(k))
			sum += counts[k]
		}
		total.Cells = append(total.Cells, indicator.Cell{Window: window, Base: sum + 40})
		tables = append(tables, indicator.Table{ID: "e/d/" + window[3], Indicator: "e", Dimension: "d", Kind: "flow", BasePopulation: "events", Categories: []string{"A", "B"},
			Cells: []indicator.Cell{{Window: window, Base: sum + 40}, {Window: window, Category: "A", Base: sum}, {Window: window, Category: "B", Base: 40}}})
	}
	in := Input{Policy: DefaultPolicy(), Tables: append(tables, total)}
	r := ReleaseWith(in)
	var got []string
	for _, table := range r.Released.Breakdowns("e") {
		got = append(got, table.ID())
	}
	if want := []string{"e/d/2024-Q4", "e/d/2025-Q4"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	// With all five windows, every quarter would be known: the audit itself must not let that pass.
	in.Policy.BreakdownStep = "quarter"
	r = ReleaseWith(in)
	shown := 0
	for _, table := range r.Released.Breakdowns("e") {
		for _, row := range table.Rows() {
			if row.Category == "A" && row.Base.Mark() == "" {
				shown++
			}
		}
	}
	if shown == 5 {
		t.Error("all five rolling sums are shown")
	}
	for k, w := range r.decided.hidden {
		if w == whySmall && k.At != "" {
			t.Errorf("%v is small", k)
		}
	}
}

func ledgerOf(t *testing.T, lines ...string) *Ledger {
	t.Helper()
	var findings diag.List
	l := ParseLedger("ledger.csv", []byte("release,kind,key,value,reason\n"+strings.Join(lines, "\n")+"\n"), &findings)
	if all := findings.Sorted(); len(all) > 0 {
		t.Fatal(all)
	}
	return l
}

func codes(r Report) []string {
	var out []string
	for _, m := range r.Messages {
		if !slices.Contains(out, m.Code) {
			out = append(out, m.Code)
		}
	}
	slices.Sort(out)
	return out
}

func TestCase18TheLedgerTells(t *testing.T) {
	table := bases(48, 22, 14, 9, 3)
	l := ledgerOf(t, "2026-Q1,shown,all 2026-Q2,48,", "2026-Q1,shown,all 2026-Q2 d=A,22,", "2026-Q1,shown,all 2026-Q2 d=B,14,", "2026-Q1,shown,all 2026-Q2 d=C,9,", "2026-Q1,shown,all 2026-Q2 d=D,3,")
	r := ReleaseWith(Input{Policy: DefaultPolicy(), Tables: []indicator.Table{table}, Ledger: l})
	if got := codes(r.Report); !slices.Contains(got, "D01") && !slices.Contains(got, "D20") {
		t.Errorf("messages %v", r.Report.Messages)
	}
	if errs := r.Report.Errors(); len(errs) != 1 || errs[0].Code != "D01" || !strings.Contains(errs[0].Text, "all 2026-Q2 d=D cannot be protected") {
		t.Errorf("errors %v", errs)
	}
	// Only the total and two others were shown: D keeps its values, and C is hidden with it as before.
	r = ReleaseWith(Input{Policy: DefaultPolicy(), Tables: []indicator.Table{table}, Ledger: ledgerOf(t, "2026-Q1,shown,all 2026-Q2 d=C,9,")})
	var got []string
	for _, row := range r.Released.Tables()[0].Rows() {
		got = append(got, text(row, false))
	}
	// C cannot be taken back, so B is hidden.
	if want := []string{"48", "A 22", "B [c]", "C 9", "D [c]"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A breakdown that was published is audited, not dropped for its few children: what readers have of it gives the rest away.
func TestTheLedgerTellsOfFew(t *testing.T) {
	table := bases(28, 22, 3, 3)
	if r := ReleaseWith(Input{Policy: DefaultPolicy(), Tables: []indicator.Table{table}}); len(r.Report.Dropped) != 1 {
		t.Errorf("not dropped: %v", r.Report.Messages)
	}
	l := ledgerOf(t, "2026-Q1,shown,all 2026-Q2 d=A,22,", "2026-Q1,shown,all 2026-Q2 d=B,3,")
	if errs := ReleaseWith(Input{Policy: DefaultPolicy(), Tables: []indicator.Table{table}, Ledger: l}).Report.Errors(); len(errs) == 0 || errs[0].Code != "D01" {
		t.Errorf("errors %v", errs)
	}
}

func TestLedger(t *testing.T) {
	table := overTime(40, 20)
	in := Input{Policy: DefaultPolicy(), Tables: []indicator.Table{table}, Release: "2026-Q2"}
	first := ReleaseWith(in)
	if got := codes(first.Report); !reflect.DeepEqual(got, []string{"D23"}) {
		t.Errorf("without a ledger: %v", got)
	}
	want := "release,kind,key,value,reason\n2026-Q2,rule,min_count,6,\n2026-Q2,shown,all 2026-Q2,40,\n2026-Q2,shown,met 2026-Q2,20,\n"
	if got := string(first.NextLedger()); got != want {
		t.Fatalf("got %s", got)
	}
	var findings diag.List
	in.Ledger = ParseLedger("l.csv", first.NextLedger(), &findings)
	if len(findings.Sorted()) > 0 {
		t.Fatal(findings.Sorted())
	}
	same := ReleaseWith(in)
	if got := codes(same.Report); len(got) > 0 || string(same.NextLedger()) != want {
		t.Errorf("the same again: %v, %s", same.Report.Messages, same.NextLedger())
	}
	in.Tables = []indicator.Table{overTime(40, 22)}
	in.Release = "2026-Q3"
	if r := ReleaseWith(in); !reflect.DeepEqual(codes(r.Report), []string{"D06"}) || len(r.Report.Errors()) != 1 {
		t.Errorf("a changed figure: %v", r.Report.Messages)
	}
	in.Accept = "a missing team was added"
	r := ReleaseWith(in)
	if len(r.Report.Errors()) != 0 {
		t.Errorf("an accepted change: %v", r.Report.Messages)
	}
	if got := string(r.NextLedger()); got != want+"2026-Q3,break,,,a missing team was added\n2026-Q3,shown,met 2026-Q2,22,\n" {
		t.Errorf("got %s", got)
	}
	in.Accept = ""
	in.Policy.Revisions = "restate"
	if r := ReleaseWith(in); !reflect.DeepEqual(codes(r.Report), []string{"D24"}) {
		t.Errorf("a restated figure: %v", r.Report.Messages)
	}
	in.Policy = DefaultPolicy()
	in.Tables = []indicator.Table{table}
	in.Policy.MinCount = 7
	if r := ReleaseWith(in); len(r.Report.Errors()) != 1 || !strings.Contains(r.Report.Errors()[0].Text, "min_count was 6") {
		t.Errorf("a changed rule: %v", r.Report.Messages)
	}
}

func TestFreezeKeepsBreakdownWindowsApart(t *testing.T) {
	window := []string{"2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"}
	table := indicator.Table{ID: "e/d/2026-Q3", Indicator: "e", Dimension: "d", Kind: "flow", BasePopulation: "events", Categories: []string{"A", "B"},
		Cells: []indicator.Cell{{Window: window, Base: 60}, {Window: window, Category: "A", Base: 30}, {Window: window, Category: "B", Base: 30}}}
	l := ledgerOf(t, "2026-Q2,shown,events 2025-Q3..2026-Q2 d=A,31,")
	r := ReleaseWith(Input{Policy: DefaultPolicy(), Tables: []indicator.Table{table}, Ledger: l})
	if len(r.Released.Tables()) != 0 || !reflect.DeepEqual(codes(r.Report), []string{"D25"}) {
		t.Errorf("%v", r.Report.Messages)
	}
	l = ledgerOf(t, "2025-Q3,shown,events 2024-Q4..2025-Q3 d=A,31,")
	if r := ReleaseWith(Input{Policy: DefaultPolicy(), Tables: []indicator.Table{table}, Ledger: l}); len(r.Released.Tables()) != 1 {
		t.Errorf("a year later: %v", r.Report.Messages)
	}
}

func FuzzParseLedger(f *testing.F) {
	for _, s := range []string{"", "release,kind,key,value,reason\n", "release,kind,key,value,reason\nr,shown,a b c,0-5,\n", "release,kind,key,value,reason\nr,break,,,why\n", "\"", "a,b\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		var findings diag.List
		l := ParseLedger("l", []byte(src), &findings)
		if len(findings.Sorted()) > 0 {
			return
		}
		// What was read is written again: nothing that was published is forgotten.
		r := ReleaseWith(Input{Policy: DefaultPolicy(), Ledger: l, Release: "x"})
		var again diag.List
		l2 := ParseLedger("l", r.NextLedger(), &again)
		if len(again.Sorted()) > 0 || !reflect.DeepEqual(l.newest(), l2.newest()) {
			t.Fatalf("%q becomes %q: %v", src, r.NextLedger(), again.Sorted())
		}
	})
}
