package chart

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"waymark/internal/spc"
)

func TestDataTable(t *testing.T) {
	home := Figure{Title: "Permanence"}
	points := []point{
		{from: "2024-Q3", to: "2025-Q2", part: secret, base: num(90), percent: secret},
		{from: "2025-Q3", to: "2026-Q2", part: num(41), base: num(83), percent: pct(49)},
	}
	want := Table{
		Caption: "Permanence",
		Columns: []string{"Period", "Counted", "Of", "Percentage"},
		Numeric: []bool{false, true, true, true},
		Rows:    [][]string{{"July 2025 to June 2026", "41", "83", "49%"}, {"July 2024 to June 2025", "[c]", "90", "[c]"}},
		Marks:   [][]string{{"", "", "", ""}, {"", "c", "", "c"}},
	}
	if got := dataTable(home, points, "", nil); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	ages := []point{
		{from: "2026-Q2", to: "2026-Q2", part: num(50), base: num(100), percent: pct(50)},
		{from: "2026-Q2", to: "2026-Q2", category: "under-2", part: num(9), base: num(10), percent: pct(90)},
	}
	home.stock = true
	got := dataTable(home, ages, "Age", map[string]string{"under-2": "Under 2"})
	want = Table{
		Caption: "Permanence, 30 June 2026",
		Columns: []string{"Age", "Counted", "Of", "Percentage"},
		Numeric: want.Numeric,
		Rows:    [][]string{{"All children", "50", "100", "50%"}, {"Under 2", "9", "10", "90%"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestCSV(t *testing.T) {
	series := []point{
		{from: "2026-Q1", to: "2026-Q1", part: secret, base: num(90), percent: secret},
		{from: "2026-Q2", to: "2026-Q2", part: num(41), base: num(83), percent: pct(49)},
	}
	if got, want := string(csvOf(series, "", false)), "time_period,base,part,percent\n2026-Q1,90,c,c\n2026-Q2,83,41,49\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	ages := []point{
		{from: "2025-Q3", to: "2026-Q2", part: num(50), base: num(100), percent: pct(50)},
		{from: "2025-Q3", to: "2026-Q2", category: "a,b", part: none, base: num(0), percent: none},
	}
	want := "time_period,age_band,base,part,percent\n2025-Q3/2026-Q2,total,100,50,50\n2025-Q3/2026-Q2,\"a,b\",0,z,z\n"
	if got := string(csvOf(ages, "age_band", false)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSpark(t *testing.T) {
	if got := sparkOf(quarters(pct(10), secret, pct(20))); got != "" {
		t.Errorf("two figures are no line, got %s", got)
	}
	// Four points 112/3 apart from 4 to 116; 0 to 60 on 28 to 4 pixels: 30% is at 16, 60% would be at 4.
	got := sparkOf(quarters(pct(30), pct(30), secret, pct(45)))
	for _, want := range []string{`d="M4 16L41.3 16M116 10h0"`, `cx="116" cy="10"`, `aria-hidden="true"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s lacks %s", got, want)
		}
	}
	if got := sparkOf(quarters(pct(30), pct(30), pct(45), secret)); strings.Contains(got, "<circle") {
		t.Errorf("the newest is hidden, so no dot: %s", got)
	}
}

// The option holds nothing but released figures, is valid for a script block, and is the same each time.
func TestOptionIsPureData(t *testing.T) {
	f := house
	f.Title = `</script><b>{a}`
	for _, w := range []Width{Wide, Narrow} {
		first, err := line(f, quarters(gaps...), w)
		if err != nil {
			t.Fatal(err)
		}
		second, _ := line(f, quarters(gaps...), w)
		if string(first.JSON) != string(second.JSON) {
			t.Error("made twice, the options differ")
		}
		for _, bad := range []string{"</script", "__f__", "function", "http", "toolbox"} {
			if strings.Contains(string(first.JSON), bad) {
				t.Errorf("the option holds %q", bad)
			}
		}
		var m struct {
			Series []struct {
				Name         string
				Type         string
				Data         []any
				ShowAll      *bool `json:"showAllSymbol"`
				ConnectNulls bool
			}
			Tooltip struct{ RenderMode string }
		}
		if err := json.Unmarshal(first.JSON, &m); err != nil {
			t.Fatal(err)
		}
		if m.Tooltip.RenderMode != "richText" {
			t.Error("a tooltip of HTML breaks the security policy")
		}
		line := m.Series[0]
		if line.ShowAll == nil || !*line.ShowAll || line.ConnectNulls {
			t.Error("every symbol must show and gaps must stay open")
		}
		for i, v := range gaps {
			if _, drawn := line.Data[i].(map[string]any); drawn != v.shown {
				t.Errorf("figure %d: drawn %v, shown %v", i, drawn, v.shown)
			}
		}
	}
}

func TestTidyRefusesWhatIsNotInTheBundle(t *testing.T) {
	axes := []any{map[string]any{"type": "value"}}
	for name, m := range map[string]map[string]any{
		"series":    {"series": []any{map[string]any{"type": "pie"}}, "xAxis": axes, "yAxis": axes},
		"component": {"geo": 1, "series": []any{}, "xAxis": axes, "yAxis": axes},
		"function":  {"series": []any{map[string]any{"type": "line", "name": "__f__x__f__"}}, "xAxis": axes, "yAxis": axes},
	} {
		if _, err := tidy(m); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestAxis(t *testing.T) {
	for _, tt := range []struct {
		highest   float64
		step, top int
	}{{0, 2, 10}, {9, 2, 10}, {10, 5, 20}, {21, 5, 25}, {25, 10, 40}, {49, 10, 60}, {78, 20, 80}, {79, 20, 100}, {100, 20, 100}} {
		if step, top := axis(tt.highest); step != tt.step || top != tt.top {
			t.Errorf("axis(%v) = %d, %d; want %d, %d", tt.highest, step, top, tt.step, tt.top)
		}
	}
}

func TestThin(t *testing.T) {
	for _, tt := range []struct {
		n, width, label int
		want            string
	}{
		{1, 600, 60, "[0]"},
		{8, 600, 60, "[0 1 2 3 4 5 6 7]"}, // 75 pixels each
		{12, 600, 60, "[1 3 5 7 9 11]"},   // 50 each: every second, the newest kept
		{20, 264, 60, "[3 11 19]"},        // 13.2 each: every fifth would do, so every eighth: whole years
	} {
		if got := fmt.Sprint(thin(tt.n, tt.width, tt.label)); got != tt.want {
			t.Errorf("thin(%d, %d, %d) = %s, want %s", tt.n, tt.width, tt.label, got, tt.want)
		}
	}
}

func TestTokensAreReserved(t *testing.T) {
	seen := map[string]string{}
	for _, p := range Palette() {
		if other, ok := seen[p.Hex]; ok {
			t.Errorf("%s and %s share %s", p.Name, other, p.Hex)
		}
		seen[p.Hex] = p.Name
	}
}

// Each meaning has a shape of its own, so that it is read without colour.
func TestSymbolsDiffer(t *testing.T) {
	shapes := map[string]bool{}
	for _, tt := range []struct {
		p            spc.Point
		better, want string
	}{
		{spc.Point{}, "higher", "circle"},
		{spc.Point{Rule: spc.Astronomical, Side: 1}, "higher", "rect"},
		{spc.Point{Rule: spc.Astronomical, Side: 1}, "lower", "diamond"},
		{spc.Point{Rule: spc.Shift, Side: -1}, "lower", "rect"},
		{spc.Point{Rule: spc.Shift, Side: -1}, "neutral", "triangle"},
	} {
		_, got, _ := token(tt.p, tt.better)
		if got != tt.want {
			t.Errorf("%+v, %s: %s, want %s", tt.p, tt.better, got, tt.want)
		}
		shapes[got] = true
	}
	if len(shapes) != 4 {
		t.Errorf("%d shapes, want 4", len(shapes))
	}
}

func sparkOf(points []point) string {
	_, top := axis(highest(points, nil))
	return spark(points, top)
}
