package chart

import (
	"strings"
	"testing"
)

// year is one figure of a rolling year that ends with the quarter.
func year(from, to string, part, base int, v value) point {
	p := point{from: from, to: to, part: num(part), base: num(base), percent: v}
	return p
}

func TestFinding(t *testing.T) {
	home := Figure{ID: "x", Did: "reached a permanent home within 14 months", Better: "higher"}
	with := func(f Figure, change func(*Figure)) Figure { change(&f); return f }
	newest := year("2025-Q3", "2026-Q2", 41, 83, pct(49))
	older := year("2024-Q3", "2025-Q2", 32, 86, pct(37))
	first := "In the year to June 2026, 41 of 83 children (49%) reached a permanent home within 14 months."
	stock := Figure{ID: "x", stock: true, Better: "higher"}
	const fits = " In a group of 83, an underlying rate from 39% to 60% would fit." // by the formula of spc.Wilson
	tests := []struct {
		name   string
		figure Figure
		points []point
		want   string
	}{
		{"nothing", home, nil, "There are no figures yet."},
		{"one", home, []point{newest}, first + " There are too few separate figures to say whether it is changing." + fits},
		{"year before", home, []point{older, newest},
			first + " A year before it was 37%. There are too few separate figures to say whether that is a change." + fits},
		{"same as a year before", home, []point{year("2024-Q3", "2025-Q2", 40, 82, pct(49)), newest}, first + " A year before it was 49% too." + fits},
		{"newest hidden", with(home, func(f *Figure) { f.Target = target(75) }), []point{older, year("2025-Q3", "2026-Q2", 0, 0, secret)},
			"The newest figure, for July 2025 to June 2026, is hidden to protect children's privacy."},
		{"newest a range", home, []point{older, year("2025-Q3", "2026-Q2", 0, 40, under(13))},
			"In the year to June 2026, the figure was under 13%. The exact number is hidden to protect children's privacy."},
		{"nobody", home, []point{older, year("2026-Q2", "2026-Q2", 0, 0, none)},
			"In April to June 2026, there were no children to count, so there is no percentage."},
		{"rounds to nothing", home, []point{year("2026-Q2", "2026-Q2", 1, 300, value{mark: "low", text: "[low]"})},
			"In April to June 2026, 1 of 300 children (under 1%) reached a permanent home within 14 months."},
		{"target missed", with(home, func(f *Figure) { f.Target = target(75) }), []point{newest},
			first + " There are too few separate figures to say whether it is changing. It is 26 percentage points below the target of 75%." + fits},
		{"target met exactly", with(home, func(f *Figure) { f.Target = target(49) }), []point{year("2025-Q3", "2026-Q2", 49, 100, pct(49))},
			"In the year to June 2026, 49 of 100 children (49%) reached a permanent home within 14 months. There are too few separate figures to say whether it is changing. It meets the target of 49%. In a group of 100, an underlying rate from 39% to 59% would fit."},
		// 41 of 84 is 48.8%, shown as 49%.
		{"rounding hides a miss", with(home, func(f *Figure) { f.Target = target(49) }), []point{year("2025-Q3", "2026-Q2", 41, 84, pct(49))},
			"In the year to June 2026, 41 of 84 children (49%) reached a permanent home within 14 months. There are too few separate figures to say whether it is changing. It is just below the target of 49%. In a group of 84, an underlying rate from 38% to 59% would fit."},
		{"lower is better", Figure{ID: "x", stock: true, Better: "lower", Target: target(10), Noun: "placements"}, []point{year("2026-Q2", "2026-Q2", 11, 100, pct(11))},
			"On 30 June 2026, 11 of 100 placements (11%) counted. There are too few separate figures to say whether it is changing. It is 1 percentage point above the target of at most 10%. In a group of 100, an underlying rate from 6% to 19% would fit."},
		{"neutral has no target", Figure{ID: "x", stock: true, Better: "neutral", Target: target(10)}, []point{year("2026-Q2", "2026-Q2", 11, 100, pct(11))},
			"On 30 June 2026, 11 of 100 children (11%) counted. There are too few separate figures to say whether it is changing. In a group of 100, an underlying rate from 6% to 19% would fit."},
		{"others", with(home, func(f *Figure) { f.Benchmark = &Benchmark{"England", "year to March 2025", 52.04} }), []point{newest},
			first + " There are too few separate figures to say whether it is changing." + fits + " For context, the published figure for England (year to March 2025) is 52%, not clearly different from this one."},
		{"others close", with(home, func(f *Figure) { f.Benchmark = &Benchmark{"England", "", 46.5} }), []point{newest},
			first + " There are too few separate figures to say whether it is changing." + fits + " For context, the published figure for England is 46.5%, not clearly different from this one."},
		{"others outside the interval", with(home, func(f *Figure) { f.Benchmark = &Benchmark{"England", "", 61} }), []point{newest},
			first + " There are too few separate figures to say whether it is changing." + fits + " For context, the published figure for England is 61%, higher than this one."},

		// Sixteen figures about 42: mean 41.9, limits about 33 and 50.
		{"ordinary", stock, quarters(steady...),
			"On 30 June 2026, 82 of 200 children (41%) counted. A year before it was 43%. The difference is too close to call: ordinary variation."},
		{"far above", stock, quarters(append(append([]value{}, steady...), pct(70))...),
			"On 30 June 2026, 140 of 200 children (70%) counted. This is higher than ordinary variation explains, an improvement: it lies outside the process limits."},
		{"far above, lower is better", with(stock, func(f *Figure) { f.Better = "lower" }), quarters(append(append([]value{}, steady...), pct(70))...),
			"On 30 June 2026, 140 of 200 children (70%) counted. This is higher than ordinary variation explains, a concern: it lies outside the process limits."},
		{"far below, no direction", with(stock, func(f *Figure) { f.Better = "neutral" }), quarters(append(append([]value{}, steady...), pct(9))...),
			"On 30 June 2026, 18 of 200 children (9%) counted. This is lower than ordinary variation explains: it lies outside the process limits."},
		// Eight figures about 30, then eight about 42: the mean is 36 and the last eight lie above it. Steps of
		// 8 (and one of 4) make the mean moving range 116/15 = 7.7, so the limits, 36 less and plus 2.66 times
		// that, 15.4 and 56.6, hold every point.
		{"a run", stock, quarters(pct(26), pct(34), pct(26), pct(34), pct(26), pct(34), pct(26), pct(34), pct(38), pct(46), pct(38), pct(46), pct(38), pct(46), pct(38), pct(46)),
			"On 30 June 2026, 92 of 200 children (46%) counted. At least seven figures in a row, this one included, lie above the mean: more than ordinary variation and an improvement."},
		// One hidden figure of seventeen: the limits rest on the shown ones, so they tell nothing about it.
		{"one hidden of many", stock, quarters(append([]value{secret}, steady...)...),
			"On 30 June 2026, 82 of 200 children (41%) counted. A year before it was 43%. The difference is too close to call: ordinary variation."},
		// Four of sixteen are a quarter: more than a fifth.
		{"too many hidden", stock, quarters(append([]value{secret, secret, secret, secret}, steady[4:]...)...),
			"On 30 June 2026, 82 of 200 children (41%) counted. A year before it was 43%. There are too few separate figures to say whether that is a change. In a group of 200, an underlying rate from 34% to 48% would fit."},
		{"provisional limits", stock, quarters(steady[6:]...),
			"On 30 June 2026, 82 of 200 children (41%) counted. A year before it was 43%. The difference is too close to call: ordinary variation. The limits are provisional: they rest on 10 figures."},
		{"a target above the limits", with(stock, func(f *Figure) { f.Target = target(90) }), quarters(steady...),
			"On 30 June 2026, 82 of 200 children (41%) counted. A year before it was 43%. The difference is too close to call: ordinary variation. It is 49 percentage points below the target of 90%. As limits stand, the target will not be met unless something changes."},
		{"a year before, counted otherwise", with(stock, func(f *Figure) { f.Changes = []Change{{From: "2026-Q1", Words: "Hotels count too", Definition: true}} }),
			quarters(shown(60, 40, 41, 42, 43, 44)...),
			"On 30 June 2026, 88 of 200 children (44%) counted. There are too few separate figures to say whether it is changing. In a group of 200, an underlying rate from 37% to 51% would fit."},
		// Eight about 30, a change, then eight about 42. Each half by itself is ordinary.
		{"after a known change", with(stock, func(f *Figure) { f.Changes = []Change{{From: "2024-Q3", Words: "New panel"}} }),
			quarters(pct(26), pct(34), pct(26), pct(34), pct(26), pct(34), pct(26), pct(34), pct(38), pct(46), pct(38), pct(46), pct(38), pct(46), pct(38), pct(46)),
			"On 30 June 2026, 92 of 200 children (46%) counted. It is within ordinary variation. The limits are provisional: they rest on 8 figures."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := finding(tt.figure, tt.points); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// A rolling year each quarter is no process chart, however long.
func TestOverlappingPeriodsHaveNoLimits(t *testing.T) {
	points := quarters(steady...)
	if _, ok := (Figure{}).analyse(points); !ok {
		t.Error("sixteen separate shown figures must have limits")
	}
	if _, ok := (Figure{}).analyse(points[10:]); ok {
		t.Error("six figures must not have limits")
	}
	for i := 3; i < len(points); i++ {
		points[i].from = points[i-3].to
	}
	if _, ok := (Figure{}).analyse(points); ok {
		t.Error("overlapping periods must not have limits")
	}
}

func TestPeriods(t *testing.T) {
	tests := []struct {
		from, to string
		stock    bool
		short    string
		long     string
		when     string
	}{
		{"2026-Q2", "2026-Q2", true, "Jun 26", "30 June 2026", "On 30 June 2026"},
		{"2026-Q2", "2026-Q2", false, "Jun 26", "April to June 2026", "In April to June 2026"},
		{"2025-Q3", "2026-Q2", false, "Jun 26", "July 2025 to June 2026", "In the year to June 2026"},
		{"2025-Q1", "2025-Q4", false, "Dec 25", "January to December 2025", "In the year to December 2025"},
		{"2024-02", "2024-02", true, "Feb 24", "29 February 2024", "On 29 February 2024"},
		{"2026-02", "2026-02", false, "Feb 26", "February 2026", "In February 2026"},
		{"2000-Q1", "2000-Q1", true, "Mar 00", "31 March 2000", "On 31 March 2000"},
		{"spring", "spring", false, "spring", "spring", "In spring"},
		{"2026-Q5", "2026-13", true, "2026-13", "2026-13", "In 2026-13"},
	}
	for _, tt := range tests {
		if got := short(tt.to); got != tt.short {
			t.Errorf("short(%s) = %s, want %s", tt.to, got, tt.short)
		}
		if got := long(tt.from, tt.to, tt.stock); got != tt.long {
			t.Errorf("long(%s, %s) = %s, want %s", tt.from, tt.to, got, tt.long)
		}
		if got := when(tt.from, tt.to, tt.stock); got != tt.when {
			t.Errorf("when(%s, %s) = %s, want %s", tt.from, tt.to, got, tt.when)
		}
	}
}

func FuzzPeriod(f *testing.F) {
	for _, s := range []string{"2026-Q2", "2026-06", "", "-", "2026-Q", "99999-Q1", "２０２６-Q1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p := parsePeriod(s)
		if p.ok && (p.start < 1 || p.end > 12 || p.start > p.end || len(s) != 7) {
			t.Errorf("parsePeriod(%q) = %+v", s, p)
		}
		if got := short(s); !p.ok && got != s {
			t.Errorf("short(%q) = %q: what is not a period must stay as it is", s, got)
		}
	})
}

func TestKey(t *testing.T) {
	up := Figure{stock: true, Better: "higher"}
	if got := key(up, quarters(shown(50, 51)...)); got != "" {
		t.Errorf("a plain line needs no key, got %q", got)
	}
	got := key(up, quarters(rising...))
	for _, want := range []string{"mean", "Grey circle", "Blue square: an improvement", "Orange diamond: a concern"} {
		if !strings.Contains(got, want) {
			t.Errorf("key %q lacks %q", got, want)
		}
	}
	if got := key(up, quarters(pct(50), secret)); got != "A dashed box: the exact figure is hidden to protect children's privacy." {
		t.Errorf("got %q", got)
	}
}
