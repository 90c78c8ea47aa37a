package chart

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// yearly makes parts of one whole over years of four quarters: the n-th year ends with the second quarter.
func yearly(base int, years ...int) []point {
	var out []point
	for i, n := range years {
		y := 2026 - (len(years) - 1 - i)
		p := year(fmt.Sprintf("%d-Q3", y-1), fmt.Sprintf("%d-Q2", y), n, base, pct((200*n+base)/(2*base)))
		out = append(out, p)
	}
	return out
}

func leaving() []partPoints {
	return []partPoints{
		{name: "Returned home as planned", points: yearly(80, 30, 28, 33)},
		{name: "Special guardianship", points: yearly(80, 16, 17, 12)},
		{name: "Child arrangements order", points: yearly(80, 8, 9, 7)},
		{name: "Returned home unplanned", points: yearly(80, 10, 8, 12)},
	}
}

func hide(parts []partPoints, part int, years ...int) []partPoints {
	for _, y := range years {
		p := &parts[part].points[y]
		p.percent, p.part = secret, secret
	}
	return parts
}

var stability = Comparators{Country: Area{Name: "England", Part: 8500, Base: 81770}, Period: "year to March 2025", Areas: []Area{
	{Name: "Merton", Part: 10, Base: 145, Own: true}, {Name: "Havering", Part: 31, Base: 268}, {Name: "Barnet", Part: 44, Base: 330},
	{Name: "Sutton", Part: 40, Base: 215}, {Name: "Bromley", Part: 30, Base: 340}, {Name: "Bexley", Part: 28, Base: 290}}}

func reviews() []partPoints {
	return []partPoints{
		{name: "First review on time", target: target(90), better: "higher", points: quarters(shown(88, 91, 93)...)},
		{name: "Later reviews on time", target: target(95), better: "higher", points: quarters(shown(90, 92, 91)...)},
		{name: "Three or more placements", target: target(10), better: "lower", points: quarters(shown(9, 12, 11)...), stock: true},
		{name: "Plan recorded", better: "higher", points: quarters(pct(80), secret, secret)},
	}
}

// further are the forms besides a series and its breakdown.
func further() []form {
	return []form{
		{"routes", func(w Width) (Option, error) { return routes(house, hide(leaving(), 1, 0), w) }},
		{"flow", func(w Width) (Option, error) { return flow(house, byAge()[3:6], places, "In time", "Later", w) }},
		{"flow-parts", func(w Width) (Option, error) { return flowParts(house, leaving(), "Left care", w) }},
		{"funnel", func(w Width) (Option, error) { return Funnel(house, stability, w) }},
		{"bullets", func(w Width) (Option, error) { return bullets(house, reviews(), w) }},
		{"heatmap", func(w Width) (Option, error) { return heatmap(house, reviews(), w) }},
		{"distribution", func(w Width) (Option, error) {
			f := Figure{ID: "months", unit: "months", Limit: target(14), LimitWords: "Timescale 14 months"}
			return durationLine(f, months(), w)
		}},
	}
}

func months() []point {
	points := yearly(80, 1, 2, 3, 4)
	for i := range points {
		points[i].median, points[i].lower, points[i].upper = num(12+i), num(9), num(20+i)
	}
	points[1].lower, points[1].upper = value{mark: "u", text: "[u]"}, value{mark: "u", text: "[u]"}
	points[2].median, points[2].lower, points[2].upper = secret, secret, secret
	return points
}

// A stack with a hidden part would give it away by what the others leave, so it is not drawn, and says why.
func TestAStackWithAHiddenPartIsNotDrawn(t *testing.T) {
	o, err := routes(house, hide(leaving(), 1, 0), Wide)
	m := option(t, o, err)
	for _, name := range []string{"Returned home as planned", "Special guardianship", "Child arrangements order", "Returned home unplanned"} {
		data := series(m, name)[0]
		if len(data) != 3 || data[2] != "-" || data[0] == "-" {
			t.Errorf("%s: %v; the oldest year, last, must be empty and the others not", name, data)
		}
	}
	if !strings.Contains(string(o.JSON), "not drawn: a part is hidden") {
		t.Error("the year that is not drawn does not say so")
	}
	var hidden *HiddenError
	if _, err := routes(house, hide(leaving(), 1, 0, 1, 2), Wide); !errors.As(err, &hidden) || !strings.Contains(hidden.Words, "protect") {
		t.Errorf("all hidden: %v", err)
	}
}

// Rolling years are drawn a year apart: of thirteen windows of four quarters, four share no child.
func TestStacksDoNotOverlap(t *testing.T) {
	points := quarters(make([]value, 13)...)
	for i := range points {
		if i >= 3 {
			points[i].from = points[i-3].to
		}
	}
	got := apart(points[3:], mostRows)
	var ends []string
	for _, p := range got {
		ends = append(ends, p.to)
	}
	if s := strings.Join(ends, " "); s != "2026-Q2 2025-Q2 2024-Q2" {
		t.Errorf("rows end with %s", s)
	}
}

func TestAFlowWithAHiddenGroupIsNotDrawn(t *testing.T) {
	var hidden *HiddenError
	if _, err := flow(house, byAge(), places, "In time", "Later", Wide); !errors.As(err, &hidden) {
		t.Errorf("got %v", err)
	}
	if _, err := flowParts(house, hide(leaving(), 2, 2), "Left care", Wide); !errors.As(err, &hidden) {
		t.Errorf("parts: got %v", err)
	}
	// What goes in comes out: 29 and 31 of 60, 0 and 104 of 104, 25 and 0 of 25. Bands of nobody are left out.
	o, err := flow(house, byAge()[3:6], places, "In time", "Later", Wide)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, r := range o.Readings {
		words = append(words, r.Text)
	}
	if got := strings.Join(words, " "); got != "5 to 9 to in time: 29. 5 to 9 to later: 31. 10 to 15, with a rather long name of two lines to later: 104. 16 and over to in time: 25." {
		t.Errorf("got %s", got)
	}
}

func TestFunnelFinding(t *testing.T) {
	got := FunnelFinding(stability)
	// 40 of 215 is 18.6%; the 95% limit for 215 is about 14.7%. The others lie inside.
	want := "Published for the year to March 2025: 7%, 10 of 145 in Merton; England, 10%. For an area of this size that is no clear difference. Of 5 similar areas, 1 lie outside the 95% limits; about one in twenty would by chance alone."
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if _, err := Funnel(house, Comparators{}, Wide); err == nil {
		t.Error("no counts: no error")
	}
	if rows := FunnelTable(house, stability).Rows; len(rows) != 6 || rows[0][4] != "6% to 16%" {
		t.Errorf("the table is %v", rows)
	}
}

// The word beside a bar says what the tick and the colour say.
func TestBulletsSayWhetherTheTargetIsMet(t *testing.T) {
	o, err := bullets(house, reviews(), Wide)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"First review on time: 93%, ✓ meets 90%.", "Later reviews on time: 91%, ✗ misses 95%.", "Three or more placements: 11%, ✗ misses 10%.", "Plan recorded: hidden to protect children's privacy."}
	for i, r := range o.Readings {
		if r.Text != want[i] {
			t.Errorf("got %s, want %s", r.Text, want[i])
		}
	}
}

// No option of any form holds a number in place of a hidden figure: those of 71 are nowhere.
func TestHiddenFiguresAreInNoForm(t *testing.T) {
	parts := hide(leaving(), 0, 0, 1, 2)
	for i := range parts[0].points {
		parts[0].points[i].percent.n, parts[0].points[i].part.n = 71, 71 // as if a mark had kept its number
	}
	for _, w := range []Width{Wide, Narrow} {
		if o, err := heatmap(house, parts, w); err != nil || strings.Contains(string(o.JSON), "71") || strings.Contains(string(o.Live()), "71") {
			t.Errorf("heatmap: %v or 71", err)
		}
		if o, err := bullets(house, parts, w); err != nil || strings.Contains(string(o.JSON), "71") {
			t.Errorf("bullets: %v or 71", err)
		}
	}
}

// Whatever people name things, the option stays an option, and what is drawn stays inside.
func TestBadInput(t *testing.T) {
	long := strings.Repeat("a rather long name of a group ", 3)
	many := make([]point, 40)
	names := map[string]string{}
	for i := range many {
		id := fmt.Sprintf("c%d", i)
		many[i] = point{from: "2025-Q3", to: "2026-Q2", category: id, percent: pct(i), base: num(100), part: num(i)}
		names[id] = fmt.Sprintf("Category %d", i)
	}
	over := house
	over.Target = target(130)
	negative := months()
	negative[0].median, negative[0].lower, negative[0].upper = num(-3), num(-9), num(-1)
	missing := months()
	for i := range missing {
		missing[i].median, missing[i].lower, missing[i].upper = value{mark: "x", text: "[x]"}, value{mark: "x", text: "[x]"}, value{mark: "x", text: "[x]"}
	}
	script := byAge()
	for _, tt := range []form{
		{"one period", func(w Width) (Option, error) { return line(house, quarters(pct(44)), w) }},
		{"two periods", func(w Width) (Option, error) { return line(house, quarters(pct(44), pct(50)), w) }},
		{"all hidden", func(w Width) (Option, error) { return line(house, quarters(secret, secret), w) }},
		{"target above 100%", func(w Width) (Option, error) { return line(over, quarters(steady...), w) }},
		{"bars, target above 100%", func(w Width) (Option, error) { return bar(over, byAge(), places, w) }},
		{"bullets, target above 100%", func(w Width) (Option, error) {
			p := reviews()
			p[0].target = target(130)
			return bullets(house, p, w)
		}},
		{"a category that ends a script", func(w Width) (Option, error) {
			return bar(house, script, map[string]string{"a": "</script><script>"}, w)
		}},
		{"a flow that ends a script", func(w Width) (Option, error) {
			return flow(house, script[3:6], map[string]string{"c": "</script>{b}|"}, "</script>", "no", w)
		}},
		{"90 letters", func(w Width) (Option, error) { return bar(house, byAge(), map[string]string{"a": long, "b": long}, w) }},
		{"90 letters in a flow", func(w Width) (Option, error) {
			return flow(house, byAge()[3:6], map[string]string{"c": long, "d": long}, long, "no", w)
		}},
		{"90 letters in rows", func(w Width) (Option, error) {
			p := reviews()
			p[0].name, p[1].name = long, strings.ReplaceAll(long, " ", "")
			return bullets(house, p, w)
		}},
		{"40 categories", func(w Width) (Option, error) { return bar(house, many, names, w) }},
		{"negative medians", func(w Width) (Option, error) { return durationLine(Figure{ID: "m", unit: "months"}, negative, w) }},
		{"missing medians", func(w Width) (Option, error) { return durationLine(Figure{ID: "m", unit: "months"}, missing, w) }},
	} {
		for _, w := range []Width{Wide, Narrow} {
			o, err := tt.make(w)
			d := draw(t, o, err)
			if !json.Valid(o.JSON) || !json.Valid(o.Live()) || strings.ContainsAny(string(o.Live()), "<>") {
				t.Errorf("%s: the option is not safe JSON", tt.name)
			}
			if strings.Contains(string(d.Inline), "<script") {
				t.Errorf("%s: a script came through", tt.name)
			}
			for _, label := range outside(d.Inline, o.Width, o.Height) {
				t.Errorf("%s at %d pixels: %s", tt.name, o.Width, label)
			}
		}
	}
}

// All is 131 of 268, 48.9%. Of 41, 30 has the interval 58% to 84%, which leaves it out; 29 of 60 has 36% to 61%; 0 of
// 104 ends at 4%; 25 of 25 begins at 87%.
func TestBreakdownFinding(t *testing.T) {
	for _, tt := range []struct {
		name   string
		points []point
		want   string
	}{
		{"some differ", byAge(), "In the year to June 2026: 49% of all. Clearly higher: Under 2 (73%, 30 of 41); 16 and over (100%, 25 of 25). " +
			"Clearly lower: 10 to 15, with a rather long name of two lines (0%, 0 of 104). The others differ from all by no more than chance explains. " +
			"2 groups cannot be compared, because the figures are hidden or given as a range."},
		{"none differs", []point{byAge()[0], byAge()[3]}, "In the year to June 2026: 49% of all. No group differs from all by more than chance explains."},
		{"all hidden", byAge()[1:], ""},
		{"nothing", nil, ""},
	} {
		if got := breakdownFinding(Figure{}, tt.points, places); got != tt.want {
			t.Errorf("%s: got  %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

// The middle value against a timescale of 14 months.
func TestDurationAgainstItsTimescale(t *testing.T) {
	f := Figure{Limit: target(14), Better: "lower", unit: "months"}
	for median, want := range map[int]string{13: "within the timescale of 14 months", 14: "about the timescale", 15: "longer than the timescale"} {
		if got := f.againstLimit(median); !strings.Contains(got, want) {
			t.Errorf("%d: %q", median, got)
		}
	}
	f.Better = "neutral"
	if got := f.againstLimit(20); got != "" {
		t.Errorf("without a direction nothing is met or missed: %q", got)
	}
}
