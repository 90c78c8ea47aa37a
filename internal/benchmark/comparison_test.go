package benchmark

import (
	"math"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// loaded is the small file and the model, imported and loaded for Oak.
func loaded(t *testing.T) (*Set, *site.Site) {
	t.Helper()
	there, _ := put(t, [2]string{"model_2025_wide.csv", wide()}, [2]string{"stability.csv", stability()})
	project := fstest.MapFS{}
	for name, data := range there {
		project["data/common/benchmarks/"+name] = &fstest.MapFile{Data: data}
	}
	s := site.Load(project, site.SiteConfig{ID: "oak", Layers: []string{"common"}}, &diag.List{})
	s.Name, s.Code, s.LACode, s.Region, s.RegionCode = "Oak", "E09000901", "901", "Forest", "E12000099"
	var findings diag.List
	set := Load(s, &findings)
	for _, f := range findings.Sorted() {
		t.Errorf("%s: %s", f.Place(), f.Message)
	}
	return set, s
}

func threePlacements() *site.Indicator {
	return &site.Indicator{ID: "i", Kind: "stock", Window: 1, Benchmark: "three-or-more-placements", Of: site.Condition{Words: "children in care"}, Met: site.Condition{Where: "placements_12_months >= 3"}}
}

func TestComparison(t *testing.T) {
	set, s := loaded(t)
	c := set.For(s, threePlacements())
	if c == nil || c.Year != 2025 || c.England.Value.Text(UnitPercent) != "10%" || c.Region.Area != "Forest" || c.Authority.Part.CSV() != "10" || c.Authority.Base.CSV() != "145" {
		t.Fatalf("%+v", c)
	}
	if len(c.Neighbours) != HowMany || c.Model != 2025 || c.Neighbours[0].Area != "Elm" || c.Neighbours[0].Figure.Value.Symbol() != "c" || c.Neighbours[9].Figure.Value.Published() {
		t.Fatalf("%+v", c.Neighbours)
	}
	// Elm is hidden and seven are not in the file: Ash has 12% and Yew 0%, so the mean of 2 of 10 is 6%.
	if c.Mean.N != 2 || c.Mean.Of != 10 || c.Mean.Number != 6 || c.Mean.Text(UnitPercent) != "6%" || !strings.Contains(c.Mean.Method, "plain mean of the published percentages") {
		t.Errorf("%+v", c.Mean)
	}
	// Counts: only Ash has both, 12 of 100. Elm's are hidden, Yew has no base.
	if part, base, n, ok := c.Pooled(); part != 12 || base != 100 || n != 1 || !ok {
		t.Error(part, base, n, ok)
	}
	if set.For(s, &site.Indicator{}) != nil || set.For(s, &site.Indicator{Benchmark: "no-such"}) != nil {
		t.Error("an indicator without a measure has a comparison")
	}
	none := meanOf(c.Measure, c.Neighbours[:1])
	if none.N != 0 || none.Text(UnitPercent) != "not published" || math.IsNaN(none.Number) {
		t.Errorf("a mean of hidden figures: %+v", none)
	}
}

func TestUnlike(t *testing.T) {
	set, s := loaded(t)
	day := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	}
	local := func(change func(*Local)) Local {
		l := Local{Indicator: threePlacements(), Name: "Oak", Words: "31 March 2025", End: day(2025, 3, 31)}
		change(&l)
		return l
	}
	for name, c := range map[string]struct {
		local     Local
		want, not []string
	}{
		"the same day": {local(func(*Local) {}), nil, []string{"later", "invented", "yardstick", "follows", "looks back"}},
		"later": {local(func(l *Local) { l.Words, l.End = "30 June 2026", day(2026, 6, 30) }),
			[]string{"The published figures are counted on 31 March 2025. Oak’s newest is of 30 June 2026, 1 year 3 months later."}, nil},
		"earlier": {local(func(l *Local) { l.Words, l.End = "31 December 2024", day(2024, 12, 31) }), []string{", 3 months earlier."}, nil},
		"a rolling year": {local(func(l *Local) { l.Indicator.Kind, l.Indicator.Window, l.Words = "flow", 4, "April 2024 to March 2025" }),
			[]string{"Oak’s newest covers April 2024 to March 2025."}, nil},
		"another subject": {local(func(l *Local) { l.Indicator.Met.Where = "months_same_carer >= 24" }), []string{"follows the child’s placement, Oak’s own follows the carer", "looks back over 1 year, Oak’s own over 2 years"}, nil},
		"invented":        {local(func(l *Local) { l.Invented = true }), []string{"Oak’s own figure on this page is invented; the published figures in this section are real"}, nil},
		"events":          {local(func(l *Local) { l.Indicator.Events = &site.Events{} }), []string{"is a share of children: children looked after. Oak’s own is a share of events: children in care. Read"}, nil},
		"a median":        {local(func(l *Local) { l.Indicator.Median = &site.Median{} }), []string{"Oak’s own is a middle value"}, nil},
		"no figure":       {Local{Indicator: threePlacements(), Name: "Oak"}, nil, []string{"Oak’s newest"}},
	} {
		got := strings.Join(set.For(s, c.local.Indicator).Unlike(c.local), "\n")
		if !strings.Contains(got, "Counts for England and Forest are rounded to the nearest 10") {
			t.Errorf("%s: rounding is not said: %s", name, got)
		}
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: want %q in\n%s", name, want, got)
			}
		}
		for _, not := range c.not {
			if strings.Contains(got, not) {
				t.Errorf("%s: %q is not so:\n%s", name, not, got)
			}
		}
	}
	weeks := &site.Indicator{Kind: "flow", Window: 4, Median: &site.Median{Unit: "weeks"}}
	months := &Comparison{Measure: &Measure{Statistic: "mean", Unit: UnitMonths, Counted: "year", Source: &Source{}}}
	if got := strings.Join(months.Unlike(Local{Indicator: weeks, Name: "Oak"}), "\n"); !strings.Contains(got, "The published average is in months, Oak’s own middle value in weeks.") {
		t.Error(got)
	}
	// 24 of 28: one child is 100/28 = 3.6 points. 145 children are not few.
	c := set.For(s, threePlacements())
	c.Authority.Base = Number(28)
	if got := strings.Join(c.Unlike(local(func(*Local) {})), "\n"); !strings.Contains(got, "rests on 28 children: one child more or less moves it by 3.6 percentage points") {
		t.Error(got)
	}
}

// What is kept of the release of 2025, held to figures as the Department for Education publishes them.
func TestCommittedFigures(t *testing.T) {
	project := os.DirFS("../..")
	for _, c := range []struct {
		site, measure string
		year          int
		figure        func(*Comparison) Figure
		want          string // value, part, base
	}{
		{"merton", "three-or-more-placements", 2025, func(c *Comparison) Figure { return c.England }, "10 8500 81770"},
		{"merton", "three-or-more-placements", 2025, func(c *Comparison) Figure { return c.Region }, "10 "},
		{"merton", "three-or-more-placements", 2025, func(c *Comparison) Figure { return c.Authority }, "7 10 145"},
		{"havering", "three-or-more-placements", 2025, func(c *Comparison) Figure { return c.Authority }, "12 31 268"},
		{"merton", "same-carer-two-years", 2025, func(c *Comparison) Figure { return c.Authority }, "86 24 28"},
		{"havering", "same-carer-two-years", 2025, func(c *Comparison) Figure { return c.Authority }, "77 57 74"},
		{"merton", "three-or-more-placements", 2025, func(c *Comparison) Figure { return c.Years[3].Authority }, "15 "}, // 2024
		{"havering", "three-or-more-placements-two-years", 2025, func(c *Comparison) Figure { return c.Years[0].Authority }, "30 "},
		{"merton", "adoption-entry-to-placed", 2025, func(c *Comparison) Figure { return c.England }, "19 "},          // 1:07
		{"merton", "adoption-entry-to-placed", 2025, func(c *Comparison) Figure { return c.Years[0].England }, "16 "}, // 1:04 in 2021
		{"merton", "looked-after-rate", 2025, func(c *Comparison) Figure { return c.England }, "67 81770"},
	} {
		var findings diag.List
		s := site.Load(project, site.SiteConfig{ID: c.site, Layers: []string{"common", c.site}}, &findings)
		set := Load(s, &findings)
		for _, f := range findings.Sorted() {
			t.Fatalf("%s: %s", f.Place(), f.Message)
		}
		comparison := set.For(s, &site.Indicator{Benchmark: c.measure})
		if comparison == nil || comparison.Year != c.year {
			t.Errorf("%s %s: %+v", c.site, c.measure, comparison)
			continue
		}
		f := c.figure(comparison)
		if got := f.Value.CSV() + " " + f.Part.CSV() + " " + f.Base.CSV(); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s %s: %s, want %s", c.site, c.measure, got, c.want)
		}
	}
	s := site.Load(project, site.SiteConfig{ID: "merton", Layers: []string{"common", "merton"}}, &diag.List{})
	var names []string
	for _, n := range Load(s, &diag.List{}).model(s.LACode) {
		names = append(names, n.Area)
	}
	if got := strings.Join(names, ", "); got != "Sutton, Kingston upon Thames, Reading, Barnet, Milton Keynes, Bedford, Croydon, Hertfordshire, Harrow, Cambridgeshire" {
		t.Error(got)
	}
}

// What somebody broke in a file of ours is said with its line.
func TestLoadSaysWhatIsWrong(t *testing.T) {
	there, _ := put(t, [2]string{"stability.csv", stability()})
	csv, side := string(there["placement-stability.csv"]), string(there["placement-stability.yaml"])
	for name, c := range map[string]struct{ csv, side, place, message string }{
		"no sidecar":      {csv, "", "data/common/benchmarks/placement-stability.csv", "its sidecar placement-stability.yaml is missing"},
		"measure unknown": {strings.Replace(csv, "\nsame-carer", "\nsome-carer", 1), side, "data/common/benchmarks/placement-stability.csv:2", `there is no measure "some-carer`},
		"percent":         {strings.Replace(csv, ",69,", ",690,", 1), side, "data/common/benchmarks/placement-stability.csv:2", "690 per cent, more than all"},
		"sentinel":        {strings.Replace(csv, ",69,", ",-100,", 1), side, "data/common/benchmarks/placement-stability.csv:2", `value holds "-100"`},
		"twice":           {csv + csv[strings.LastIndex(strings.TrimSpace(csv), "\n")+1:], side, "data/common/benchmarks/placement-stability.csv:7", "has two figures for"},
		"columns":         {strings.Replace(csv, "level", "levels", 1), side, "data/common/benchmarks/placement-stability.csv:1", "not the expected ones"},
		"unknown key":     {csv, side + "colour: red\n", "data/common/benchmarks/placement-stability.yaml", "colour"},
		"no licence":      {csv, strings.Replace(side, "licence:", "# licence:", 1), "data/common/benchmarks/placement-stability.yaml", "licence"},
		"unit":            {csv, strings.Replace(side, `unit: "percent"`, `unit: "per cent"`, 1), "data/common/benchmarks/placement-stability.yaml", "unit"},
		"address":         {csv, strings.Replace(side, "https://", "ftp://", 1), "data/common/benchmarks/placement-stability.yaml", "is not an address on the web"},
	} {
		project := fstest.MapFS{"data/common/benchmarks/placement-stability.csv": &fstest.MapFile{Data: []byte(c.csv)}}
		if c.side != "" {
			project["data/common/benchmarks/placement-stability.yaml"] = &fstest.MapFile{Data: []byte(c.side)}
		}
		var findings diag.List
		Load(site.Load(project, site.SiteConfig{ID: "oak", Layers: []string{"common"}}, &findings), &findings)
		ok := false
		for _, f := range findings.Sorted() {
			ok = ok || strings.HasPrefix(f.Place(), c.place) && strings.Contains(f.Message, c.message) && f.Hint != ""
		}
		if !ok {
			t.Errorf("%s: %+v", name, findings.Sorted())
		}
	}
	var findings diag.List
	s := &site.Site{Indicators: []*site.Indicator{{ID: "i", Benchmark: "same-carer", At: site.Source{File: "i.yaml", Line: 1}}}}
	Load(s, &findings)
	if found := findings.Sorted(); len(found) != 1 || !strings.Contains(found[0].Message, `there is no published measure "same-carer"`) {
		t.Errorf("%+v", found)
	}
}
