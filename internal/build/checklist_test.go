package build

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/site"
)

// data/checklist.tsv says where each fact of the two source documents is kept. A line is
//
//	row, doc, fact, targets
//
// doc is M (Merton), H (Havering) or M+H, and every target must exist for each of them. Targets are separated
// by spaces: a page with or without a place on it (guidance/permanence/index.md#definition), or an entry of a
// data file (standards:permanence-limit, gaps:strategy-expired, tracker:plan). M@ or H@ before a target keeps it
// to one of the two. A row whose place is not written yet has the single target "pending".
const checklistFile = "data/checklist.tsv"

// checklistRows is how many rows each section has: 224 facts in A to J, then words of the glossary (K) and what a
// tracker should hold (L).
var checklistRows = map[string]int{"A": 22, "B": 44, "C": 27, "D": 37, "E": 21, "F": 20, "G": 15, "H": 7, "I": 16, "J": 15, "K": 51, "L": 37}

// checklistPending is how many rows may still wait for their page.
const checklistPending = 0

var checklistSites = map[string][]string{"M": {"merton"}, "H": {"havering"}, "M+H": {"merton", "havering"}}

// checklistRow is one line of the file.
type checklistRow struct {
	line    int
	id      string
	doc     string
	targets []string
}

// readChecklist reads the file; problems are sentences with their line.
func readChecklist(src string) (rows []checklistRow, problems []string) {
	seen := map[string]int{}
	for i, line := range strings.Split(strings.TrimSuffix(src, "\n"), "\n") {
		cells := strings.Split(line, "\t")
		fail := func(format string, args ...any) {
			problems = append(problems, fmt.Sprintf("%s:%d: ", checklistFile, i+1)+fmt.Sprintf(format, args...))
		}
		switch {
		case i == 0:
			if line != "row\tdoc\tfact\ttargets" {
				fail("the first line is not row, doc, fact, targets")
			}
			continue
		case len(cells) != 4:
			fail("the line has %d cells, not 4", len(cells))
			continue
		case checklistSites[cells[1]] == nil:
			fail("%q is not M, H or M+H", cells[1])
		case strings.TrimSpace(cells[2]) == "" || strings.TrimSpace(cells[3]) == "":
			fail("row %s says nothing, or points nowhere", cells[0])
		case seen[cells[0]] > 0:
			fail("row %s stands in line %d already", cells[0], seen[cells[0]])
		}
		seen[cells[0]] = i + 1
		rows = append(rows, checklistRow{line: i + 1, id: cells[0], doc: cells[1], targets: strings.Fields(cells[3])})
	}
	for _, section := range slices.Sorted(maps.Keys(checklistRows)) {
		for n := range checklistRows[section] {
			if id := fmt.Sprintf("%s%02d", section, n+1); seen[id] == 0 {
				problems = append(problems, fmt.Sprintf("%s: row %s is missing", checklistFile, id))
			}
			delete(seen, fmt.Sprintf("%s%02d", section, n+1))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(seen)) {
		problems = append(problems, fmt.Sprintf("%s:%d: there is no row %s", checklistFile, seen[id], id))
	}
	return rows, problems
}

// checklistTarget says what is wrong with a target on one site; "" when it is there. files is what was built.
func checklistTarget(s *site.Site, columns []string, files map[string][]byte, target string) string {
	kind, id, isData := strings.Cut(target, ":")
	if !isData {
		page, place, _ := strings.Cut(target, "#")
		html, ok := files[s.ID+"/"+content.Out(page)]
		switch {
		case !ok:
			return "there is no page " + page
		case place != "" && !bytes.Contains(html, []byte(`id="`+place+`"`)):
			var ids []string
			for _, m := range regexp.MustCompile(`<h[23] id="([^"]+)"`).FindAllSubmatch(html, -1) {
				ids = append(ids, string(m[1]))
			}
			return fmt.Sprintf("%s has no place %q; it has %v", page, place, ids)
		}
		return ""
	}
	known := map[string][]string{
		"actions":   site.SortedIDs(s.Actions),
		"documents": site.SortedIDs(s.Documents),
		"gaps":      site.SortedIDs(s.Gaps),
		"glossary":  site.SortedIDs(s.Glossary),
		"laws":      site.SortedIDs(s.Laws),
		"roles":     site.SortedIDs(s.Roles),
		"standards": site.SortedIDs(s.Standards),
		"tracker":   columns,
	}
	for _, i := range s.Indicators {
		known["indicators"] = append(known["indicators"], i.ID)
	}
	ids, ok := known[kind]
	switch {
	case !ok:
		return fmt.Sprintf("%q is no register", kind)
	case !slices.Contains(ids, id):
		return fmt.Sprintf("%s has no entry %q: %s", kind, id, site.DidYouMean(id, ids, "add it"))
	}
	return ""
}

// Every fact of the two documents has a place, and every place that the checklist names is there. When a page or a
// heading moves, change its row in data/checklist.tsv with it.
func TestChecklist(t *testing.T) {
	project := wholeProject(t)
	src, err := fs.ReadFile(project, checklistFile)
	if err != nil {
		t.Fatal(err)
	}
	rows, problems := readChecklist(string(src))
	for _, p := range problems {
		t.Error(p)
	}
	files, _ := builtProject(t)
	var findings diag.List
	sites := map[string]*site.Site{}
	for _, c := range site.ReadConfig(project, &findings).Sites {
		sites[c.ID] = site.Load(project, c, &findings)
	}
	columns := trackerColumns(t, project)
	pending := 0
	for _, row := range rows {
		if slices.Equal(row.targets, []string{"pending"}) {
			pending++
			t.Logf("row %s is pending", row.id)
			continue
		}
		for _, id := range checklistSites[row.doc] {
			found := 0
			for _, target := range row.targets {
				letter, rest, only := strings.Cut(target, "@")
				if only && !slices.Contains(checklistSites[letter], id) {
					continue
				}
				if only {
					target = rest
				}
				found++
				if wrong := checklistTarget(sites[id], columns, files, target); wrong != "" {
					t.Errorf("%s:%d: row %s for %s: %s", checklistFile, row.line, row.id, id, wrong)
				}
			}
			if found == 0 {
				t.Errorf("%s:%d: row %s has no place for %s", checklistFile, row.line, row.id, id)
			}
		}
	}
	if pending > checklistPending {
		t.Errorf("%d rows are pending, %d may be", pending, checklistPending)
	}
}

// wholeProject is the project that this package is part of.
func wholeProject(t *testing.T) fs.FS {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "waymark.yaml")); err != nil {
		t.Skip("the project's own content is not here")
	}
	return os.DirFS(root)
}

// builtProject is the project's own site, built once for all tests that look at it. They must not change it.
func builtProject(t *testing.T) (map[string][]byte, Result) {
	t.Helper()
	project := wholeProject(t)
	built.Do(func() { built.files, built.result = buildAll(t, Options{Project: project, Workers: 1}) })
	if built.files == nil {
		t.Skip("the project was not built; another test says why")
	}
	return built.files, built.result
}

var built struct {
	sync.Once
	files  map[string][]byte
	result Result
}

func trackerColumns(t *testing.T, project fs.FS) []string {
	t.Helper()
	src, err := fs.ReadFile(project, "data/common/tracker.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Fields []struct {
			Name string `json:"name"`
		} `json:"fields"`
	}
	if err := json.Unmarshal(src, &schema); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range schema.Fields {
		names = append(names, f.Name)
	}
	return names
}

// The reader of the checklist sees a row that is missing, doubled, unknown, or points nowhere.
func TestReadChecklist(t *testing.T) {
	var whole strings.Builder
	whole.WriteString("row\tdoc\tfact\ttargets\n")
	for _, section := range slices.Sorted(maps.Keys(checklistRows)) {
		for n := range checklistRows[section] {
			fmt.Fprintf(&whole, "%s%02d\tM\tfact\tindex.md\n", section, n+1)
		}
	}
	rows, problems := readChecklist(whole.String())
	if len(rows) != 224+51+37 || len(problems) > 0 {
		t.Fatalf("%d rows, %v", len(rows), problems)
	}
	for name, c := range map[string]struct{ change, to, want string }{
		"missing":  {"A02\tM\tfact\tindex.md\n", "", "row A02 is missing"},
		"doubled":  {"A02\t", "A01\t", "row A01 stands in line 2 already"},
		"unknown":  {"J15\t", "J16\t", "there is no row J16"},
		"nowhere":  {"A01\tM\tfact\tindex.md", "A01\tM\tfact\t", "points nowhere"},
		"no doc":   {"A01\tM\t", "A01\tK\t", `"K" is not M, H or M+H`},
		"cells":    {"A01\tM\tfact\tindex.md", "A01\tM\tfact", "3 cells, not 4"},
		"no title": {"row\t", "", "the first line"},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := readChecklist(strings.Replace(whole.String(), c.change, c.to, 1))
			if !slices.ContainsFunc(problems, func(p string) bool { return strings.Contains(p, c.want) }) {
				t.Errorf("want a problem with %q, got %v", c.want, problems)
			}
		})
	}
}
