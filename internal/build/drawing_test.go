package build

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"waymark/internal/chart"
	"waymark/internal/diag"
	"waymark/internal/output"
	"waymark/internal/site"
)

// A drawing that fails costs its picture and nothing else: a warning names the chart and its definition, and
// the page keeps the table. One id holds "-by-", which also stands in the ids of breakdowns.
func TestAChartThatCannotBeDrawn(t *testing.T) {
	project := small(t, planted)
	const moves = "data/common/indicators/many-moves.yaml"
	project["data/common/indicators/moves-by-year.yaml"] = &fstest.MapFile{Data: project[moves].Data}
	var findings diag.List
	config := site.ReadConfig(project, &findings)
	policy, ok := readPolicy(config, &findings)
	look, err := loadTheme(Options{Project: project, Workers: 1}, config)
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	look.drawer.Close()
	look.drawer = chart.NewDrawer([]byte("this is no script"), "", 1)
	defer look.drawer.Close()

	var sink output.Memory
	if _, _, err := buildSite(context.Background(), Options{Project: project, Workers: 2}, config, site.Load(project, config.Sites[0], &findings), policy, look, &findings, &sink); err != nil {
		t.Fatal(err)
	}
	warned := false
	for _, f := range findings.Sorted() {
		if f.Severity == diag.Error {
			t.Errorf("%s: %s", f.Place(), f.Message)
		}
		warned = warned || f.Check == "chart" && f.File == "data/common/indicators/moves-by-year.yaml" && strings.Contains(f.Message, "moves-by-year")
	}
	if !warned {
		t.Errorf("no warning names the chart at its definition: %v", findings.Sorted())
	}
	page, _ := sink.Get("indicators/moves-by-year.html")
	if text := string(page); strings.Contains(text, "<svg") || !strings.Contains(text, "could not be drawn") || !strings.Contains(text, "<table") {
		t.Errorf("the page is not without the picture and with the table:\n%s", text)
	}
}

// A build with nothing changed takes every drawing from the cache; one with another target draws what changed.
func TestNothingChangedDrawsNothing(t *testing.T) {
	dir := t.TempDir()
	drawn := func(project fstest.MapFS) int {
		t.Helper()
		var sink output.Memory
		result, err := Build(context.Background(), Options{Project: project, CacheDir: dir, Workers: 2}, &sink)
		if err != nil {
			t.Fatal(err)
		}
		return result.Drawn
	}
	project := small(t, planted)
	if drawn(project) == 0 {
		t.Error("the first build drew nothing")
	}
	if n := drawn(project); n != 0 {
		t.Errorf("with nothing changed, %d pictures were drawn", n)
	}
	const moves = "data/common/indicators/many-moves.yaml"
	project[moves] = &fstest.MapFile{Data: bytes.Replace(project[moves].Data, []byte("percent: 12"), []byte("percent: 15"), 1)}
	if n := drawn(project); n == 0 {
		t.Error("a new target was not drawn")
	}
}
