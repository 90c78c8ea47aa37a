package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waymark/internal/diag"
	"waymark/internal/output"
)

// A way into the output that a name does not show is found by following it.
func TestPeriodFilesKeepOutOfPublishedFolders(t *testing.T) {
	base := t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{"project/site/oak", "project/data/oak/tracker", "project/content", "published/deep", "raw", "elsewhere"} {
		must(os.MkdirAll(filepath.Join(base, dir), 0o755))
	}
	must(os.WriteFile(filepath.Join(base, "published", output.ManifestName), []byte("index.html\n"), 0o644))
	must(os.WriteFile(filepath.Join(base, "raw", "list.xlsx"), nil, 0o644))
	must(os.WriteFile(filepath.Join(base, "file"), nil, 0o644))
	must(os.Symlink(filepath.Join(base, "project", "site"), filepath.Join(base, "link")))
	must(os.Symlink(filepath.Join(base, "published"), filepath.Join(base, "project", "data", "oak", "way-out")))
	a := &app{project: filepath.Join(base, "project")}
	for _, c := range []struct{ dir, want string }{
		{"project/data/oak/tracker", ""},
		{"project/data/new/tracker", ""},
		{"elsewhere", ""},
		{"elsewhere/not/there/yet", ""},
		{"project/site", "output folder"},
		{"project/site/oak/new", "output folder"},
		{"link/oak", "output folder"},
		{"published", "published site"},
		{"published/deep/down", "published site"},
		{"project/data/oak/way-out/deep", "published site"},
		{"project", "below data"},
		{"project/content", "below data"},
		{"raw", "raw export"},
		{"file", "is a file"},
	} {
		err := a.safeForPeriods(filepath.Join(base, c.dir), filepath.Join(base, "raw", "list.xlsx"))
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.dir, err, c.want)
		}
	}
}

// All files or none: when the second cannot get its name because somebody put a file there, nothing is overwritten
// and no half-written file stays.
func TestPeriodFilesAreWrittenTogether(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "tracker")
	files := map[string][]byte{"2026-Q1.csv": []byte("one\n"), "2026-Q2.csv": []byte("two\n")}
	plan, err := planWrites(dir, files)
	if err != nil || len(plan.fresh) != 2 {
		t.Fatalf("%+v %v", plan, err)
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	if err := plan.write(stopped, false); err == nil {
		t.Error("a stopped command writes")
	}
	if _, err := os.Stat(filepath.Dir(dir)); err == nil {
		t.Error("a stopped command leaves folders behind")
	}
	if err := plan.write(context.Background(), false); err != nil {
		t.Fatal(err)
	}
	if err := plan.write(context.Background(), false); err == nil || !strings.Contains(err.Error(), "was left alone") {
		t.Errorf("a file that appeared in the meantime: %v", err)
	}
	files["2026-Q1.csv"] = []byte("three\n")
	if plan, err = planWrites(dir, files); err != nil || len(plan.other) != 1 || plan.same != 1 {
		t.Fatalf("%+v %v", plan, err)
	}
	if err := plan.write(context.Background(), true); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("%v %v", entries, err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "2026-Q1.csv")); string(text) != "three\n" {
		t.Errorf("%q %v", text, err)
	}
}

func TestStops(t *testing.T) {
	row := diag.Finding{Severity: diag.Error, Line: 7}
	table := diag.Finding{Severity: diag.Error, Line: 1}
	file := diag.Finding{Severity: diag.Error}
	warning := diag.Finding{Severity: diag.Warning, Line: 7}
	for _, c := range []struct {
		name     string
		found    []diag.Finding
		leaveOut bool
		children int
		want     bool
	}{
		{"nothing found", nil, false, 3, false},
		{"nobody read", nil, true, 0, true},
		{"a warning", []diag.Finding{warning}, false, 3, false},
		{"a row", []diag.Finding{row}, false, 3, true},
		{"a row, left out", []diag.Finding{warning, row}, true, 3, false},
		{"a header", []diag.Finding{table}, true, 3, true},
		{"a file", []diag.Finding{file}, true, 3, true},
	} {
		if got := stops(c.found, c.leaveOut, c.children); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
