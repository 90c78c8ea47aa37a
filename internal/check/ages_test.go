package check

import (
	"strings"
	"testing"

	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/site"
)

func TestChartAges(t *testing.T) {
	chart := func(file string, ages ...string) *site.Page {
		return &site.Page{File: file, Kind: site.KindFlowchart, Ages: ages}
	}
	for _, tt := range []struct {
		name  string
		pages []*site.Page
		want  string
	}{
		{"no chart by age", []*site.Page{chart("overview.md"), chart("task.md", "under 2", "2 to 4"), {File: "p.md", Kind: site.KindPage, Ages: []string{"under 2"}}}, ""},
		{"one for each", []*site.Page{chart("a.md", "under 2"), chart("b.md", "2 to 4"), chart("c.md", "5 to 9"), chart("d.md", "10 to 15"), chart("e.md", "16 and over")}, ""},
		{"a gap", []*site.Page{chart("a.md", "under 2"), chart("c.md", "5 to 9"), chart("d.md", "10 to 15"), chart("e.md", "16 and over")}, "a.md: there are flowcharts by age, and none is for the band 2 to 4"},
		{"an overlap", []*site.Page{chart("a.md", "under 2"), chart("x.md", "under 2"), chart("b.md", "2 to 4"), chart("c.md", "5 to 9"), chart("d.md", "10 to 15"), chart("e.md", "16 and over")},
			`x.md: a.md and x.md are both for children of the band "under 2"`},
	} {
		var findings diag.List
		chartAges(&content.Tree{Pages: tt.pages}, &findings)
		var got []string
		for _, f := range findings.Sorted() {
			got = append(got, f.File+": "+f.Message)
		}
		if strings.Join(got, "\n") != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
