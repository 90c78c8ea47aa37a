package chart

import (
	"strings"
	"testing"

	"waymark/internal/disclose"
	"waymark/internal/indicator"
	"waymark/internal/site"
)

// durations releases rolling years of a length of time in weeks.
func durations(t *testing.T, cells ...indicator.Cell) disclose.Table {
	t.Helper()
	ends := []string{"2025-Q2", "2025-Q4", "2026-Q2"}
	for i := range cells {
		cells[i].Window = []string{ends[i]}
	}
	released, _ := disclose.Release(disclose.DefaultPolicy(), []indicator.Table{{ID: "length", Indicator: "length", Kind: "flow",
		Measure: site.MeasureMedian, Unit: "weeks", BasePopulation: "ended", Cells: cells}})
	table, ok := released.Table("length")
	if !ok {
		t.Fatal("not released")
	}
	return table
}

func TestDurations(t *testing.T) {
	table := durations(t, indicator.Cell{Base: 24, Median: 29.5, LowerQuartile: 22, UpperQuartile: 41},
		indicator.Cell{Base: 4, Median: 77, LowerQuartile: 78, UpperQuartile: 79}, indicator.Cell{Base: 12, Median: 31.2, LowerQuartile: 91, UpperQuartile: 92})
	f := Figure{Title: "Weeks in court", Noun: "children whose case ended"}
	if got, want := string(CSV(table)), "time_period,base,median,lower_quartile,upper_quartile,unit\n2025-Q2,24,30,22,41,weeks\n2025-Q4,c,c,c,c,weeks\n2026-Q2,12,31,u,u,weeks\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	data := DataTable(f, table, "", nil)
	if got := strings.Join(data.Columns, "|") + " " + strings.Join(data.Rows[0], "|") + " " + strings.Join(data.Rows[1], "|"); got !=
		"Period|Middle value (weeks)|A quarter up to|Three quarters up to|Of April to June 2026|31|[u]|[u]|12 October to December 2025|[c]|[c]|[c]|[c]" {
		t.Errorf("table %s", got)
	}
	if got := Finding(f, table); got != "In April to June 2026, the middle value over 12 children whose case ended was 31 weeks: for half of them it was that long or less, for half that long or longer. A year before it was 30. The two years are not enough to call that a change." {
		t.Errorf("finding %q", got)
	}
	o, err := Line(f, table, Narrow)
	d := draw(t, o, err)
	for _, want := range []string{"Weeks", "[c]", ">31<"} {
		if !strings.Contains(string(d.Inline), want) {
			t.Errorf("%q is not in the drawing", want)
		}
	}
	all := string(o.JSON) + string(d.Inline) + Spark(table) + Finding(f, table)
	for _, bad := range []string{":77", ":91", ":92", " 77 ", "%"} {
		if strings.Contains(string(o.JSON), bad) || strings.Contains(Finding(f, table), bad) {
			t.Errorf("%q is in %s", bad, all)
		}
	}
	if got := Key(f, table); !strings.Contains(got, "dashed box") {
		t.Errorf("key %q", got)
	}
}

func TestDurationFindings(t *testing.T) {
	for _, tt := range []struct {
		base int
		want string
	}{
		{0, "there were no children to count, so there is no middle value"},
		{3, "is hidden to protect children's privacy"},
		{8, "there were 8 children: too few for a middle value"},
	} {
		if got := Finding(Figure{}, durations(t, indicator.Cell{Base: tt.base, Median: 40})); !strings.Contains(got, tt.want) {
			t.Errorf("of %d: %s", tt.base, got)
		}
	}
}

func TestDurationWords(t *testing.T) {
	table := durations(t, indicator.Cell{Base: 24, Median: 1}, indicator.Cell{Base: 24, Median: 2}, indicator.Cell{Base: 2})
	var got []string
	for _, r := range table.Rows() {
		got = append(got, Duration(r.Median, table.Unit()))
	}
	if strings.Join(got, ", ") != "1 week, 2 weeks, [c]" {
		t.Errorf("got %v", got)
	}
	for most, want := range map[int][2]int{1: {1, 2}, 5: {1, 6}, 31: {10, 40}, 52: {12, 60}} {
		if step, end := durationAxis([]point{{median: value{shown: true, n: most}}}); step != want[0] || end != want[1] {
			t.Errorf("axis for %d: steps of %d to %d", most, step, end)
		}
	}
}
