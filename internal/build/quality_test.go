package build

import (
	"slices"
	"strings"
	"testing"

	"waymark/internal/disclose"
	"waymark/internal/indicator"
	"waymark/internal/site"
	"waymark/internal/theme"
)

// A period that nobody sent is missing; those before the first and after the last are not.
func TestMissing(t *testing.T) {
	rows := func(periods ...string) (out []disclose.Row) {
		for _, p := range periods {
			out = append(out, disclose.Row{From: p, To: p})
		}
		return out
	}
	for _, c := range []struct {
		rows []disclose.Row
		want string
	}{
		{nil, ""},
		{rows("2026-Q1"), ""},
		{rows("2025-Q4", "2026-Q1"), ""},
		{rows("2025-Q3", "2026-Q2"), "October to December 2025, January to March 2026"},
		{rows("2025-11", "2026-01"), "December 2025"},
		{rows("nonsense", "2026-01"), ""},
	} {
		if got := strings.Join(missing(c.rows), ", "); got != c.want {
			t.Errorf("%v: got %q, want %q", c.rows, got, c.want)
		}
	}
}

func TestStatesInWords(t *testing.T) {
	for _, c := range []struct {
		s    states
		want string
	}{
		{states{shown: 16}, "16 of 16 exact."},
		{states{shown: 13, ranged: 2, hidden: 1}, "13 of 16 exact, 2 as a range, 1 hidden."},
		{states{none: 1}, "0 of 1 exact, 1 without a figure, because there was nobody or too few to count."},
	} {
		if got := c.s.words(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// The pages on quality, the watch list and the comment show what is released. 3 of 57 in 2026-Q1 is hidden.
func TestRegistersOfFigures(t *testing.T) {
	files, result := buildAll(t, Options{Project: small(t, planted), Workers: 2})
	noFindings(t, result)
	for file, wants := range map[string][]string{
		"oak/indicators/watch-list.html": {"24 of 60", "Children in care, where they had three or more homes in 12 months", "Ask <em>why</em>", "not measured", "4 periods, July to September 2025 to April to June 2026",
			"Planning meetings in time: Oak"},
		"oak/indicators/many-moves.html": {"What the service says", "Two homes closed.", "Practice lead, 10 November 2026. Written on the figures up to January to March 2026; newer ones have been published since.",
			"Answers for the definition", "3 of 4 exact, 1 hidden.", "Quarterly meeting"},
	} {
		for _, want := range wants {
			if !strings.Contains(string(files[file]), want) {
				t.Errorf("%s does not say %q", file, want)
			}
		}
	}
}

// Where a higher figure is better, those past the limit are the rest, and only when a reader could subtract. 3 of
// 60 is small, and so is the rest of 57 of 60; with bands each is a range.
func TestPastLimit(t *testing.T) {
	cell := func(period string, base, part int) indicator.Cell {
		return indicator.Cell{Window: []string{period}, Base: base, Part: part}
	}
	for _, c := range []struct {
		bands              bool
		better, q1, q2, q3 string
	}{
		{false, "lower", "20", "[c]", "[c]"},
		{false, "higher", "40", "[c]", "[c]"},
		{true, "lower", "20", "0 to 5", "55 to 60"},
		{true, "higher", "40", "55 to 60", "0 to 5"},
	} {
		policy := disclose.DefaultPolicy()
		policy.Bands = c.bands
		released, _ := disclose.Release(policy, []indicator.Table{{
			ID: "late", Indicator: "late", Kind: "stock", BasePopulation: "all", PartPopulation: "late",
			Cells: []indicator.Cell{cell("2025-Q4", 60, 20), cell("2026-Q1", 60, 3), cell("2026-Q2", 60, 57)},
		}})
		table, _ := released.Table("late")
		var got []string
		for _, r := range table.Rows() {
			text, hidden := pastLimit(&site.Indicator{Better: c.better}, r)
			if hidden != strings.HasPrefix(text, "[") {
				t.Errorf("%+v: %q hidden %v", c, text, hidden)
			}
			got = append(got, text)
		}
		if !slices.Equal(got, []string{c.q1, c.q2, c.q3}) {
			t.Errorf("%+v: got %q", c, got)
		}
	}
}

func TestContradiction(t *testing.T) {
	for _, c := range []struct {
		says, kind string
		warned     bool
	}{
		{"better", "better", false}, {"better", "worse", true}, {"better", "steady", true}, {"better", "changed", false}, {"better", "unknown", false},
		{"worse", "worse", false}, {"worse", "better", true}, {"worse", "steady", true},
		{"no change", "steady", false}, {"no change", "worse", true}, {"no change", "changed", true}, {"no change", "unknown", false},
		{"context", "worse", false}, {"context", "steady", false},
	} {
		if got := contradiction(c.says, theme.SignalView{Kind: c.kind}); (got != "") != c.warned {
			t.Errorf("says %s, figures say %s: %q", c.says, c.kind, got)
		}
	}
}

// 24 of 60 misses the target of at most 12%: a comment that says that it is met is a warning where it says so.
func TestCommentaryAgainstTheFinding(t *testing.T) {
	project := small(t, planted)
	file := project["content/oak/indicators/many-moves.md"]
	file.Data = append(file.Data, []byte("\nThis quarter Oak meets the target.\n")...)
	_, result := buildAll(t, Options{Project: project, Workers: 2})
	var got []string
	for _, f := range result.Findings {
		got = append(got, f.Place()+": "+f.Message+" ("+f.Check+")")
	}
	want := `content/oak/indicators/many-moves.md:11: the comment says "meets the target", but there are no limits to judge a change by, and the newest figure misses the target (commentary)`
	if !slices.Contains(got, want) {
		t.Errorf("got %q, want %s", got, want)
	}
}
