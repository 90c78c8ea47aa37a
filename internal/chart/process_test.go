package chart

import (
	"encoding/json"
	"strings"
	"testing"
)

// Two halves of eight with a step between them: 30 and 34 by turns, then 60 and 64.
func stepped() []value {
	var out []value
	for i := range 16 {
		out = append(out, pct(30+4*(i%2)+30*(i/8)))
	}
	return out
}

func option(t *testing.T, o Option, err error) map[string]any {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(o.JSON, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// series returns the data of the series with a name.
func series(m map[string]any, name string) [][]any {
	var out [][]any
	for _, s := range m["series"].([]any) {
		if s.(map[string]any)["name"] == name {
			out = append(out, s.(map[string]any)["data"].([]any))
		}
	}
	return out
}

// A change on 1 July 2024 (the ninth of sixteen quarters) gives two means, 32 and 62, each as far as its half.
func TestPhasesAreDrawnApart(t *testing.T) {
	f := house
	f.Changes = []Change{{From: "2024-Q3", Words: "Meetings are booked ahead"}}
	points := quarters(stepped()...)
	o, err := line(f, points, Wide)
	m := option(t, o, err)
	means := series(m, "mean")
	if len(means) != 2 {
		t.Fatalf("%d means are drawn, want 2", len(means))
	}
	for k, want := range []float64{32, 62} {
		for i, v := range means[k] {
			if inside := i/8 == k; inside && v != want || !inside && v != "-" {
				t.Errorf("mean %d at %d is %v", k, i, v)
			}
		}
	}
	if n := len(series(m, f.Title)); n != 1 {
		t.Errorf("the line has %d parts: a change of the work does not cut it", n)
	}
	if text := string(o.JSON); !strings.Contains(text, `"formatter":"A: Meetings are booked ahead"`) {
		t.Error("the drawing does not say what changed")
	}
	if narrow, err := line(f, points, Narrow); err != nil || !strings.Contains(string(narrow.JSON), `"formatter":"A"`) {
		t.Error("the narrow drawing lacks the letter")
	}
	if got := key(f, points); !strings.Contains(got, "provisional: they rest on 8 figures") {
		t.Errorf("the key is %q", got)
	}
	if got := f.marked(points)["2024-Q3"]; got != "A, from July 2024" {
		t.Errorf("the change is marked %q", got)
	}
}

// What is counted otherwise afterwards is not joined.
func TestAChangedDefinitionCutsTheLine(t *testing.T) {
	f := house
	f.Changes = []Change{{From: "2025-01", Words: "Hotels count too", Definition: true}} // a month inside the eleventh quarter
	o, err := line(f, quarters(stepped()...), Wide)
	if got := key(f, quarters(stepped()...)); !strings.Contains(got, "A, from January 2025: Hotels count too. Figures before and after count different things") {
		t.Errorf("the key is %q", got)
	}
	parts := series(option(t, o, err), f.Title)
	if len(parts) != 2 {
		t.Fatalf("the line has %d parts, want 2", len(parts))
	}
	for i := range 16 {
		if (parts[0][i] == "-") == (parts[1][i] == "-") {
			t.Errorf("figure %d is in both parts or in none", i)
		}
		if (parts[0][i] == "-") != (i >= 10) {
			t.Errorf("figure %d is in the wrong part", i)
		}
	}
}

// Changes that are no period, that come before the second figure or after the last, have no place.
func TestChangesOutsideTheSeries(t *testing.T) {
	f := Figure{Changes: []Change{{From: "soon"}, {From: "2022-Q3"}, {From: "2030-Q1"}, {From: "2026-Q2"}}}
	got := f.changesIn(quarters(stepped()...))
	if len(got) != 1 || got[0].index != 15 || got[0].letter != "A" {
		t.Errorf("got %+v", got)
	}
}

// A limit below 0% or above 100% is no level, and is not drawn.
func TestLimitsStayInside(t *testing.T) {
	o, err := line(Figure{ID: "x", stock: true}, quarters(shown(2, 9, 1, 8, 2, 9, 1, 8, 2, 9, 1, 8)...), Wide)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(o.JSON); strings.Contains(text, "lower limit") || !strings.Contains(text, "upper limit") {
		t.Error("want the upper limit and not the lower, which is below zero")
	}
}

// At most a fifth may be hidden: three of sixteen are, four are not.
func TestHiddenFiguresAndLimits(t *testing.T) {
	for hidden, want := range map[int]bool{0: true, 3: true, 4: false} {
		values := stepped()
		for i := range hidden {
			values[2*i] = secret
		}
		if _, ok := house.analyse(quarters(values...)); ok != want {
			t.Errorf("%d hidden: limits %v", hidden, ok)
		}
	}
}

// The readings hold words for every figure, and a number only where one is released.
func TestReadings(t *testing.T) {
	o, err := line(house, quarters(gaps...), Wide)
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Readings) != len(gaps) {
		t.Fatalf("%d readings of %d figures", len(o.Readings), len(gaps))
	}
	for i, want := range map[int]string{0: "31 March 2024: 61%, 122 of 200.", 3: "31 December 2024: hidden to protect children's privacy."} {
		if got := o.Readings[i].Text; got != want {
			t.Errorf("reading %d is %q, want %q", i, got, want)
		}
	}
	live := string(o.Live())
	var any map[string]any
	if err := json.Unmarshal([]byte(live), &any); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(live, `"#`) {
		t.Error("a colour is not a custom property")
	}
}

// What an author writes cannot end the script element that holds the option.
func TestLiveIsSafeInAScript(t *testing.T) {
	f := house
	f.Title = `</script><script>alert(1)</script>`
	points := byAge()
	points[1].category = "evil"
	o, err := bar(f, points, map[string]string{"evil": `</script><!--<b>"'&{{x}}`}, Wide)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(o.Live()); strings.ContainsAny(text, "<>&") {
		t.Errorf("%s", text)
	}
}
