package build

import (
	"strings"
	"testing"
	"testing/fstest"

	"waymark/internal/diag"
)

// A site knows those beside it, also when they are not built; what is wrong in those is not said then.
func TestBeside(t *testing.T) {
	project := small(t, nil)
	add := func(name, text string) { project[name] = &fstest.MapFile{Data: []byte(text)} }
	config := string(project["waymark.yaml"].Data)
	add("waymark.yaml", strings.Replace(config, "sites:\n", "sites:\n  - id: elm\n    layers: [common, elm]\n", 1))
	add("data/elm/site.yaml", "name: Elm\n")
	add("data/elm/standards.yaml", "planning-meeting:\n  words: every week\n  amunt: 1\n")
	add("content/oak/differences.md", "---\ntitle: What differs\nsummary: S.\nkind: page\nowner: iro\nreviewed: 2026-10-01\nreview_every: 12 months\n---\n\n```register\ndifferences\n```\n")
	files, result := buildAll(t, Options{Project: project, Only: []string{"oak"}, Workers: 1})
	for _, f := range result.Findings {
		if strings.Contains(f.File, "elm") || f.Severity == diag.Error {
			t.Errorf("%s: %s", f.Place(), f.Message)
		}
	}
	page := string(files["oak/differences.html"])
	for _, want := range []string{`>every six weeks</dd>`, `>every week</dd>`, `>Elm<`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %s", want)
		}
	}
	_, result = buildAll(t, Options{Project: project, Only: []string{"elm"}, Workers: 1})
	said := false
	for _, f := range result.Findings {
		said = said || f.File == "data/elm/standards.yaml" && strings.Contains(f.Message, "amunt")
	}
	if !said {
		t.Errorf("what is wrong in the site that is built is not said: %v", result.Findings)
	}
}
