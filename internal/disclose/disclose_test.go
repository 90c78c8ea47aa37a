package disclose

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"waymark/internal/diag"
	"waymark/internal/indicator"
)

var quarter = []string{"2026-Q2"}

// bases is a breakdown of one population without parts: name, total and categories "A 22".
func bases(total int, categories ...int) indicator.Table {
	t := indicator.Table{ID: "i/d/2026-Q2", Indicator: "i", Dimension: "d", Kind: "stock", BasePopulation: "all"}
	t.Cells = []indicator.Cell{{Window: quarter, Base: total}}
	for i, n := range categories {
		id := string(rune('A' + i))
		t.Categories = append(t.Categories, id)
		t.Cells = append(t.Cells, indicator.Cell{Window: quarter, Category: id, Base: n})
	}
	return t
}

// pairs is a breakdown with parts: base, part, base, part... The total is their sum.
func pairs(numbers ...int) indicator.Table {
	t := bases(0)
	t.PartPopulation = "met"
	for i := 0; i < len(numbers); i += 2 {
		id := string(rune('A' + i/2))
		t.Categories = append(t.Categories, id)
		t.Cells = append(t.Cells, indicator.Cell{Window: quarter, Category: id, Base: numbers[i], Part: numbers[i+1]})
		t.Cells[0].Base += numbers[i]
		t.Cells[0].Part += numbers[i+1]
	}
	return t
}

// overTime is the table over time of one quarter.
func overTime(base, part int) indicator.Table {
	return indicator.Table{ID: "i", Indicator: "i", Kind: "stock", BasePopulation: "all", PartPopulation: "met",
		Cells: []indicator.Cell{{Window: quarter, Base: base, Part: part}}}
}

// text is a row in short: "A 22", "A 22 [c] under 23%".
func text(r Row, parts bool) string {
	s := strings.TrimSpace(r.Category + " " + r.Base.Text())
	if parts {
		s += " / " + r.Part.Text() + " / " + r.Percent.Text()
	}
	return s
}

func show(t *testing.T, p Policy, table indicator.Table) []string {
	t.Helper()
	r, _ := Release(p, []indicator.Table{table})
	out, ok := r.Table(table.ID)
	if !ok {
		return nil
	}
	var lines []string
	for _, row := range out.Rows() {
		lines = append(lines, text(row, table.PartPopulation != ""))
	}
	return lines
}

// The numbered cases are those of section 12 of the disclosure rules. 12 (nested populations), 13 and 14 (two-way),
// 15 (windows) and 18 (ledger) need sums that link tables, which are not audited yet; 10 needs `sensitive`.
func TestReferenceCasesOfBases(t *testing.T) {
	eleven := DefaultPolicy()
	eleven.MinCount, eleven.MinBase = 11, 11
	for _, tt := range []struct {
		name   string
		policy Policy
		table  indicator.Table
		want   []string
	}{
		{"1: one small, cheapest partner", DefaultPolicy(), bases(48, 22, 14, 9, 3), []string{"48", "A 22", "B 14", "C [c]", "D [c]"}},
		{"4: two small, sum 6: 1 to 5 each", DefaultPolicy(), bases(46, 20, 20, 3, 3), []string{"46", "A 20", "B 20", "C [c]", "D [c]"}},
		{"2: two ones sum to 2", loose(DefaultPolicy()), bases(32, 20, 10, 1, 1), []string{"32", "A 20", "B [c]", "C [c]", "D [c]"}},
		{"3: sum 5 leaves four values", loose(DefaultPolicy()), bases(45, 20, 20, 3, 2), []string{"45", "A [c]", "B 20", "C [c]", "D [c]"}},
		{"5: a shown zero does not help", DefaultPolicy(), bases(43, 20, 20, 3, 0), []string{"43", "A [c]", "B 20", "C [c]", "D 0"}},
		{"16: t 11, sum 8 leaves seven values", loose(eleven), bases(23, 15, 5, 3), []string{"23", "A [c]", "B [c]", "C [c]"}},
		{"17: the child in C would know D", DefaultPolicy(), bases(30, 12, 12, 1, 5), []string{"30", "A [c]", "B 12", "C [c]", "D [c]"}},
		{"nothing small", DefaultPolicy(), bases(30, 10, 20), []string{"30", "A 10", "B 20"}},
		{"all zero", DefaultPolicy(), bases(0, 0, 0), []string{"0", "A 0", "B 0"}},
	} {
		if got := show(t, tt.policy, tt.table); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// loose never drops a breakdown, so that the hiding itself is seen.
func loose(p Policy) Policy {
	p.DropBaseOver, p.DropPartOver = 1, 1
	return p
}

func TestReferenceCasesOfPairs(t *testing.T) {
	noBands := DefaultPolicy()
	noBands.Bands = false
	hideZeros := DefaultPolicy()
	hideZeros.Zeros = "hide"
	for _, tt := range []struct {
		name       string
		policy     Policy
		base, part int
		want       string
	}{
		{"6: rest 2", DefaultPolicy(), 40, 38, "40 / 35 to 40 / over 87%"},
		{"7: nothing small", DefaultPolicy(), 40, 20, "40 / 20 / 50%"},
		{"8: all of seven", DefaultPolicy(), 7, 7, "7 / [c] / [c]"},
		{"9: all of many", DefaultPolicy(), 240, 240, "240 / 240 / 100%"},
		{"11: small base", DefaultPolicy(), 5, 2, "[c] / [c] / [c]"},
		{"small part", DefaultPolicy(), 22, 3, "22 / 0 to 5 / under 23%"},
		{"small part, 5 of 50 is 10%", DefaultPolicy(), 50, 5, "50 / 0 to 5 / under 11%"},
		{"small part without bands", noBands, 22, 3, "22 / [c] / [c]"},
		{"none of many", DefaultPolicy(), 30, 0, "30 / 0 / 0%"},
		{"none of seven", DefaultPolicy(), 7, 0, "7 / [c] / [c]"},
		{"six of nine, rest 3", DefaultPolicy(), 9, 6, "9 / [c] / [c]"},
		{"nobody", DefaultPolicy(), 0, 0, "0 / [z] / [z]"},
		{"nobody, zeros hidden", hideZeros, 0, 0, "[c] / [c] / [c]"},
		{"six of twelve", DefaultPolicy(), 12, 6, "12 / 6 / 50%"},
		{"half rounds up", DefaultPolicy(), 200, 25, "200 / 25 / 13%"},
		{"rounds to nothing", DefaultPolicy(), 2000, 6, "2000 / 6 / [low]"},
	} {
		if got := show(t, tt.policy, overTime(tt.base, tt.part)); !reflect.DeepEqual(got, []string{tt.want}) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestBreakdownOfPairs(t *testing.T) {
	for _, tt := range []struct {
		name  string
		table indicator.Table
		want  []string
	}{
		// B's 3 alone would be 33-30. A is the cheaper partner: 5+10/2 against 5+20/2.
		{"a lone small part gets a partner", pairs(40, 10, 30, 3, 60, 20),
			[]string{"130 / 33 / 25%", "A 40 / [c] / [c]", "B 30 / 0 to 5 / under 17%", "C 60 / 20 / 33%"}},
		// Bands of two small parts: 3+3 = 6, 1 to 5 each: five values.
		{"two small parts that sum to 6", pairs(40, 3, 30, 3, 60, 20),
			[]string{"130 / 26 / 20%", "A 40 / 0 to 5 / under 13%", "B 30 / 0 to 5 / under 17%", "C 60 / 20 / 33%"}},
		// D's base is small: base, part and rate of D and of the cheapest partner.
		{"a small base", pairs(40, 20, 30, 15, 20, 10, 3, 1),
			[]string{"93 / 46 / 49%", "A 40 / 20 / 50%", "B 30 / 15 / 50%", "C [c] / [c] / [c]", "D [c] / [c] / [c]"}},
	} {
		if got := show(t, DefaultPolicy(), tt.table); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

func TestDropped(t *testing.T) {
	for _, tt := range []struct {
		name  string
		table indicator.Table
		drop  bool
	}{
		{"three of four bases small", pairs(40, 20, 3, 1, 2, 1, 4, 2), true},
		{"half of the bases small", bases(48, 20, 20, 4, 4), false},
		{"half of the bases that are not empty", bases(48, 44, 4, 0, 0, 0), false}, // both hidden: 1 to 47 each
		{"two of three that are not empty", bases(48, 40, 4, 4, 0, 0), true},
		{"four of five parts small", pairs(40, 2, 40, 3, 40, 4, 40, 2, 40, 20), true},
		{"three of four parts small", pairs(40, 2, 40, 3, 40, 4, 40, 20), false},
		{"a hidden total", bases(4, 4), true},
	} {
		r, report := Release(DefaultPolicy(), []indicator.Table{tt.table})
		_, ok := r.Table(tt.table.ID)
		if ok == tt.drop || len(report.Dropped) == 1 != tt.drop {
			t.Errorf("%s: released %v, dropped %v", tt.name, ok, report.Dropped)
		}
	}
}

// The same count is hidden wherever it is: the base of C is hidden in one breakdown because of the parts' table
// having D small; another indicator with the same base hides it too, and with it its part.
func TestOneKeyOneDecision(t *testing.T) {
	first := bases(48, 22, 14, 9, 3)
	second := pairs(22, 11, 14, 7, 9, 0, 3, 0)
	second.ID, second.Indicator = "j/d/2026-Q2", "j"
	r, _ := Release(DefaultPolicy(), []indicator.Table{first, second})
	a, _ := r.Table("i/d/2026-Q2")
	b, _ := r.Table("j/d/2026-Q2")
	for i := range a.Rows() {
		if x, y := a.Rows()[i].Base, b.Rows()[i].Base; x != y {
			t.Errorf("row %d: %s here, %s there", i, x.Text(), y.Text())
		}
	}
	if m := b.Rows()[3].Part.Mark(); m != "c" {
		t.Errorf("the part of a hidden base is marked %q", m)
	}
}

// Two tables that disagree on a count are a fault in the definitions: neither shows it.
func TestClashIsHidden(t *testing.T) {
	a, b := overTime(40, 20), overTime(41, 20)
	b.ID = "j"
	r, _ := Release(DefaultPolicy(), []indicator.Table{a, b})
	for _, table := range r.Tables() {
		if got := table.Rows()[0].Base.Mark(); got != "c" {
			t.Errorf("%s shows %s", table.ID(), table.Rows()[0].Base.Text())
		}
	}
}

func TestRefusesWhatWasNotChecked(t *testing.T) {
	bad := DefaultPolicy()
	bad.MinCount = 3
	for name, do := range map[string]func(){
		"unchecked policy":   func() { Release(bad, nil) },
		"part above base":    func() { Release(DefaultPolicy(), []indicator.Table{overTime(3, 4)}) },
		"two of the same id": func() { Release(DefaultPolicy(), []indicator.Table{overTime(30, 14), overTime(30, 14)}) },
		"no total":           func() { x := bases(9, 9); x.Cells = x.Cells[1:]; Release(DefaultPolicy(), []indicator.Table{x}) },
		"zero policy":        func() { Release(Policy{}, nil) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: released", name)
				}
			}()
			do()
		}()
	}
}

func TestOffShowsEverything(t *testing.T) {
	p := DefaultPolicy()
	p.Policy, p.Internal = "off", true
	if got, want := show(t, p, pairs(4, 1, 3, 3)), []string{"7 / 4 / 57%", "A 4 / 1 / 25%", "B 3 / 3 / 100%"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestValue(t *testing.T) {
	for _, tt := range []struct {
		value                 Value
		text, csv, json, mark string
	}{
		{Value{}, "[x]", "x", `"x"`, "x"},
		{numberValue(14), "14", "14", `14`, ""},
		{numberValue(0), "0", "0", `0`, ""},
		{percentValue(31, 268), "12%", "12", `12`, ""},
		{percentValue(6, 2000), "[low]", "low", `"low"`, "low"},
		{bandValue(0, 5), "0 to 5", "c", `{"low":0,"high":5}`, ""},
		{bandValue(35, 40), "35 to 40", "c", `{"low":35,"high":40}`, ""},
		{percentBand(0, 5, 41), "under 13%", "c", `{"high":13}`, ""},
		{percentBand(235, 240, 240), "over 97%", "c", `{"low":97}`, ""},
		{mark(hidden), "[c]", "c", `"c"`, "c"},
		{mark(notApplicable), "[z]", "z", `"z"`, "z"},
		{mark(unreliable), "[u]", "u", `"u"`, "u"},
	} {
		js, err := json.Marshal(tt.value)
		if err != nil {
			t.Fatal(err)
		}
		if tt.value.Text() != tt.text || tt.value.CSV() != tt.csv || string(js) != tt.json || tt.value.Mark() != tt.mark {
			t.Errorf("got %q %q %s %q, want %q %q %s %q", tt.value.Text(), tt.value.CSV(), js, tt.value.Mark(), tt.text, tt.csv, tt.json, tt.mark)
		}
		if _, ok := tt.value.Number(); ok != (tt.mark == "" && tt.csv != "c") {
			t.Errorf("%s: number %v", tt.text, ok)
		}
	}
}

func TestReportHoldsNoCounts(t *testing.T) {
	_, report := Release(DefaultPolicy(), []indicator.Table{pairs(40, 20, 30, 15, 20, 10, 3, 1)})
	// 5 bases and 5 parts: 3 of each shown; D small, C to protect it.
	want := "6 figures shown, 0 as ranges, 4 hidden (2 small, 2 to protect others), 0 breakdowns dropped. 3 audited, all pass."
	if got := report.String(); got != want {
		t.Errorf("got %q", got)
	}
}

// TestNothingCanBeWorkedOut takes the part of the reader: it looks at the released rows only, tries every
// filling of the hidden cells, and counts the values that each hidden count could have.
func TestNothingCanBeWorkedOut(t *testing.T) {
	released, dropped := 0, 0
	for seed := range uint64(1000) {
		rng := rand.New(rand.NewPCG(seed, 7))
		policy := loose(DefaultPolicy())
		policy.Bands = seed%3 != 0
		if seed%4 == 0 {
			policy.MinCount, policy.MinBase = 5, 7
		}
		if seed%5 == 0 {
			policy.MinValues = 3
		}
		var numbers []int
		for range 2 + rng.IntN(3) {
			base := rng.IntN(15)
			numbers = append(numbers, base, rng.IntN(base+1))
		}
		table := pairs(numbers...)
		r, _ := Release(policy, []indicator.Table{table})
		out, ok := r.Table(table.ID)
		if !ok {
			dropped++
			continue
		}
		released++
		if problem := attack(policy, table, out.Rows()); problem != "" {
			t.Fatalf("seed %d: %v: %s", seed, numbers, problem)
		}
	}
	if released < 300 {
		t.Errorf("only %d of %d tables were released: the test has lost its force", released, released+dropped)
	}
}

// option is one value of a hidden cell.
type option struct{ base, part int }

func attack(policy Policy, table indicator.Table, rows []Row) string {
	if problem := attackAs(policy, table, rows, 0); problem != "" {
		return problem
	}
	for i, c := range table.Cells {
		_, baseShown := rows[i].Base.Number()
		_, partShown := rows[i].Part.Number()
		alone := !baseShown && c.Base == 1 || c.Base > 0 && !partShown && (c.Part == 1 || c.Base-c.Part == 1)
		if i > 0 && alone {
			if problem := attackAs(policy, table, rows, i); problem != "" {
				return "to the child in " + c.Category + " " + problem
			}
		}
	}
	return ""
}

// attackAs is the attack of a reader who also knows one cell, as they are the one child in it: all of it where they are
// its base, and else its part or rest; 0 is any reader.
func attackAs(policy Policy, table indicator.Table, rows []Row, knows int) string {
	for _, r := range rows {
		base, baseShown := r.Base.Number()
		part, partShown := r.Part.Number()
		isSmall := func(n int) bool { return n > 0 && n < policy.MinCount }
		if baseShown && isSmall(base) || partShown && isSmall(part) || baseShown && partShown && isSmall(base-part) {
			return "a small count is shown in " + text(r, true)
		}
		if _, ok := r.Percent.Number(); ok && !(baseShown && partShown && base >= policy.MinBase) {
			return "a percentage is shown without its counts in " + text(r, true)
		}
	}
	total, ok := rows[0].Base.Number()
	if !ok {
		return "a breakdown of a hidden total"
	}
	// What each cell may be. Index 0 is the total: its options are the sums that the reader may see.
	options := make([][]option, len(rows))
	for i, r := range rows {
		for base := 0; base <= total; base++ {
			if n, ok := r.Base.Number(); ok && n != base || !ok && base == 0 {
				continue
			}
			for part := 0; part <= base; part++ {
				n, ok := r.Part.Number()
				low, high, band := r.Part.Range()
				if ok && n != part || band && (part < max(low, 1) || part > min(high, base-1)) {
					continue
				}
				if c := table.Cells[i]; knows > 0 && knows == i && (c.Base == 1 && (base != 1 || part != c.Part) ||
					c.Base > 1 && c.Part == 1 && part != 1 || c.Base > 1 && c.Base-c.Part == 1 && c.Part != 1 && base-part != 1) {
					continue
				}
				options[i] = append(options[i], option{base, part})
			}
		}
	}
	totals := map[option]bool{}
	for _, o := range options[0] {
		totals[o] = true
	}
	// left[i] and right[i]: sums that cells before and after i can have.
	sums := func(order []int) []map[option]bool {
		out := []map[option]bool{{option{}: true}}
		for _, i := range order {
			next := map[option]bool{}
			for s := range out[len(out)-1] {
				for _, o := range options[i] {
					if s.base+o.base <= total {
						next[option{s.base + o.base, s.part + o.part}] = true
					}
				}
			}
			out = append(out, next)
		}
		return out
	}
	possible := map[int][]option{}
	for i := 1; i < len(rows); i++ {
		var others []int
		for j := 1; j < len(rows); j++ {
			if j != i {
				others = append(others, j)
			}
		}
		all := sums(others)
		reach := all[len(all)-1]
		for _, o := range options[i] {
			for s := range reach {
				if totals[option{s.base + o.base, s.part + o.part}] {
					possible[i] = append(possible[i], o)
					break
				}
			}
		}
	}
	everyone := make([]int, 0, len(rows))
	for j := 1; j < len(rows); j++ {
		everyone = append(everyone, j)
	}
	all := sums(everyone)
	for _, o := range options[0] {
		if all[len(all)-1][o] {
			possible[0] = append(possible[0], o)
		}
	}

	values := policy.MinCount - 1
	if policy.MinValues > 0 {
		values = policy.MinValues
	}
	for i, c := range table.Cells {
		bases, parts, rests := map[int]bool{}, map[int]bool{}, map[int]bool{}
		for _, o := range possible[i] {
			bases[o.base], parts[o.part], rests[o.base-o.part] = true, true, true
		}
		whole := table.Cells[0] // where everyone is shown as all or none, a category tells nothing more
		told := whole.Base >= policy.MinBase && (whole.Part == 0 || whole.Part == whole.Base)
		isSmall := func(n int) bool {
			return n > 0 && n < policy.MinCount || c.Base > 0 && c.Base < policy.MinBase && (n == 0 || n == c.Base) && !told
		}
		for _, k := range []struct {
			name  string
			small bool
			got   int
			need  int
		}{
			{"base", c.Base > 0 && c.Base < policy.MinCount, len(bases), values},
			{"part", c.Base > 0 && isSmall(c.Part), len(parts), values},
			{"rest", c.Base > 0 && isSmall(c.Base-c.Part), len(rests), min(3, values)},
		} {
			if knows > 0 {
				k.need = min(k.need, 2)
				k.small = k.small && i != knows // TestAuditMissesNothing looks at that cell too
			}
			if k.small && k.got < k.need {
				return fmt.Sprintf("the %s of %q has %d possible values in %q", k.name, c.Category, k.got, rowsText(rows))
			}
		}
	}
	return ""
}

func rowsText(rows []Row) []string {
	var out []string
	for _, r := range rows {
		out = append(out, text(r, true))
	}
	return out
}

// The order in which tables come does not change what is hidden.
func TestOrderDoesNotMatter(t *testing.T) {
	a, b, c := pairs(22, 11, 14, 7, 9, 0, 3, 0), bases(48, 22, 14, 9, 3), overTime(48, 18)
	b.ID, c.ID = "j/d/2026-Q2", "k"
	x, _ := Release(DefaultPolicy(), []indicator.Table{a, b, c})
	y, _ := Release(DefaultPolicy(), []indicator.Table{c, b, a})
	if !reflect.DeepEqual(x, y) {
		t.Error("the order of tables changes the release")
	}
}

func TestParsePolicy(t *testing.T) {
	for _, tt := range []struct {
		name     string
		src      string
		internal bool
		finding  string // part of the first finding; "" for none
		place    string
	}{
		{"nothing written", "", false, "", ""},
		{"defaults written", "min_count: 6\nmin_base: 10\nzeros: show\nbands: true\n", false, "", ""},
		{"unknown setting", "min_count: 6\nmin_cuont: 4\n", false, `unknown key "min_cuont"`, "waymark.yaml:11:1"},
		{"too low for the public", "bands: true\nmin_count: 3\n", false, "less than 5 is refused unless the audience is internal", "waymark.yaml:11:1"},
		{"low, internal", "min_count: 3\n", true, "", ""},
		{"off for the public", "policy: off\n", false, "policy is off but the site's audience is public", "waymark.yaml:10:1"},
		{"off, internal", "policy: off\n", true, "", ""},
		{"audience cannot be declared", "internal: true\npolicy: off\n", false, `unknown key "internal"`, "waymark.yaml:10:1"},
		{"zeros", "zeros: maybe\n", false, `zeros is "maybe"`, "waymark.yaml:10:1"},
		{"not a number", "min_count: six\n", false, "a whole number is needed", "waymark.yaml:10:12"},
		{"not YAML", "min_count: [\n", false, "not found", "waymark.yaml:10:12"},
		{"more values than there are", "min_values: 6\n", false, "min_values is 6", "waymark.yaml:10:1"},
		{"nonsense share", "drop_base_over: .nan\n", false, "drop_base_over", "waymark.yaml:10:1"},
	} {
		var findings diag.List
		p := ParsePolicy("waymark.yaml", 10, []byte(tt.src), tt.internal, &findings)
		all := findings.Sorted()
		switch {
		case tt.finding == "" && len(all) > 0:
			t.Errorf("%s: %v", tt.name, all)
		case tt.finding != "" && (len(all) == 0 || !strings.Contains(all[0].Message, tt.finding)):
			t.Errorf("%s: findings %v", tt.name, all)
		case tt.place != "" && all[0].Place() != tt.place:
			t.Errorf("%s: at %s", tt.name, all[0].Place())
		}
		if err := p.Check(); err != nil {
			t.Errorf("%s: %v", tt.name, err)
		}
		if tt.finding != "" && p.MinCount != 6 {
			t.Errorf("%s: not the default: %+v", tt.name, p)
		}
	}
}

// Whatever is written, the policy that comes back can be used, and a public one never hides less than 1 to 4.
func FuzzParsePolicy(f *testing.F) {
	for _, s := range []string{"", "min_count: 6", "policy: off", "a: [", "zeros: hide\nbands: no\n", "- 1", "min_base: 1e9", "? x", "&a *a", "drop_base_over: .nan"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		var findings diag.List
		p := ParsePolicy("f", 1, []byte(src), false, &findings)
		if err := p.Check(); err != nil {
			t.Fatalf("%q: %v", src, err)
		}
		if p.MinCount < leastPublicCount || p.Policy != "suppress" || p.Internal {
			t.Fatalf("%q: %+v", src, p)
		}
		r, _ := Release(p, []indicator.Table{overTime(40, 3)})
		if n, ok := r.Tables()[0].Rows()[0].Part.Number(); ok {
			t.Fatalf("%q shows %d", src, n)
		}
	})
}
