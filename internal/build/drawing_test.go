package build

import (
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
