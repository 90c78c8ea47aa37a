package build

import (
	"strings"
	"testing"
	"testing/fstest"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// What is wrong with a pack is said at its entry, with the remedy, and the pack has no page.
func TestPacksAreChecked(t *testing.T) {
	const good = `quarterly:
  title: Quarterly
  summary: What the meeting looks at.
  owner: practice-lead
  reviewed: "2026-11-02"
  review_every: 12 months
  sheets:
    - title: Homes
      indicators: [many-moves, meetings-in-time]
`
	for _, c := range []struct{ name, old, new, want string }{
		{"good", "", "", ""},
		{"unknown indicator", "many-moves,", "many-movs,", `sheet 1 (Homes): there is no indicator "many-movs" | did you mean "many-moves"?`},
		{"empty pack", "  sheets:\n    - title: Homes\n      indicators: [many-moves, meetings-in-time]\n", "", "it has no sheets | add `sheets:`, each with `title:` and `indicators:`"},
		{"empty sheet", "[many-moves, meetings-in-time]", "[]", "sheet 1 (Homes) has 0 indicators | name one to 3 indicators; begin another sheet for more"},
		{"too full", "[many-moves, meetings-in-time]", "[many-moves, meetings-in-time, a, b]", "sheet 1 (Homes) has 4 indicators | name one to 3 indicators; begin another sheet for more"},
		{"named twice", "[many-moves, meetings-in-time]", "[many-moves, many-moves]", `sheet 1 (Homes): "many-moves" is on sheet 1 already | keep it on one of the sheets`},
		{"owner", "practice-lead", "practise-lead", `there is no role "practise-lead" | did you mean "practice-lead"?`},
		{"date", `"2026-11-02"`, `"November"`, `reviewed: "November" is no day | write the day as 2026-11-02, in quotes`},
		{"interval", "12 months", "often", `review_every: "often" is no interval | write an interval such as ` + "`12 months`"},
		{"missing", "  summary: What the meeting looks at.\n", "", "summary is missing | add `summary:`"},
		{"sheet without a title", "title: Homes", `title: ""`, "sheet 1 has no title | add `title:`"},
		{"too many quarters", "  sheets:", "  quarters: 40\n  sheets:", "quarters is 40 | give a number from 1 to 12, or leave it out for 4"},
	} {
		var findings diag.List
		project := small(t, nil)
		project["data/oak/packs.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(good, c.old, c.new, 1))}
		s := site.Load(project, site.SiteConfig{ID: "oak", Layers: []string{"common", "oak"}}, &findings)
		pages := packPages(s, []string{"2026-Q1", "2026-Q2"}, &findings)
		got := ""
		for _, f := range findings.Sorted() {
			if strings.HasPrefix(f.Message, `pack "quarterly": `) && f.File == "data/oak/packs.yaml" && f.Line == 1 {
				got += strings.TrimPrefix(f.Message, `pack "quarterly": `) + " | " + f.Hint + "\n"
			}
		}
		if c.want == "" {
			if len(findings.Sorted()) > 0 || len(pages) != 2 || pages[0].page.Out != "indicators/pack-quarterly-2026-q1.html" || !pages[0].page.Unlisted ||
				pages[1].page.Out != "indicators/pack-quarterly.html" || pages[1].page.Unlisted {
				t.Errorf("%s: %v, %d pages", c.name, findings.Sorted(), len(pages))
			}
			continue
		}
		if !strings.Contains(got, c.want) || len(pages) != 0 {
			t.Errorf("%s: got %q and %d pages, want %q and none", c.name, got, len(pages), c.want)
		}
	}
}

// The same id twice in one file is a mistake that a reader of YAML can make silently.
func TestPackIDTwice(t *testing.T) {
	var findings diag.List
	project := small(t, nil)
	data := string(project["data/oak/packs.yaml"].Data)
	project["data/oak/packs.yaml"] = &fstest.MapFile{Data: []byte(data + data)}
	site.Load(project, site.SiteConfig{ID: "oak", Layers: []string{"common", "oak"}}, &findings)
	for _, f := range findings.Sorted() {
		if f.File == "data/oak/packs.yaml" && f.Severity == diag.Error && f.Line > 10 {
			return
		}
	}
	t.Errorf("nothing is said of the second entry: %v", findings.Sorted())
}

// A pack whose meeting is on no page says so, and its sheets hold what is released and nothing else.
func TestPackPages(t *testing.T) {
	files, result := buildAll(t, Options{Project: small(t, planted), Workers: 2})
	noFindings(t, result)
	newest, before := string(files["oak/indicators/pack-quarterly.html"]), string(files["oak/indicators/pack-quarterly-2026-q1.html"])
	for _, want := range []string{"24 of 60", "Sheet 2 of 2", "20 working days", "Moves <em>first</em>"} {
		if !strings.Contains(newest, want) {
			t.Errorf("the pack does not say %q", want)
		}
	}
	if strings.Contains(before, "24 of 60") || !strings.Contains(before, "[c] of 57") {
		t.Error("the pack of a quarter before shows the figures of that quarter, hidden as they are today")
	}

	project := small(t, planted)
	file := project["data/oak/packs.yaml"]
	file.Data = []byte(strings.Replace(string(file.Data), "guidance/planning-meeting.md", "guidance/planning-meting.md", 1))
	_, result = buildAll(t, Options{Project: project, Workers: 2})
	if len(result.Findings) == 0 || !strings.Contains(result.Findings[0].Message, `meeting: there is no page "guidance/planning-meting.md"`) {
		t.Errorf("got %v", result.Findings)
	}
}
