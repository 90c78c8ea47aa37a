package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSafeOutput(t *testing.T) {
	project := filepath.Join(t.TempDir(), "project")
	for _, c := range []struct{ out, want string }{
		{"site", ""},
		{"content-of-the-site", ""}, // begins like a folder of sources and is none
		{"../site", ""},
		{"../project-site", ""},
		{".", "holds the sources"},
		{"content", "holds the sources"},
		{"data/common", "holds the sources"},
		{"themes/../content/x", "holds the sources"},
		{"..", "holds the whole project"},
		{"../..", "holds the whole project"},
	} {
		err := safeOutput(project, filepath.Join(project, c.out))
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.out, err, c.want)
		}
	}
}

// Only folders that were not there and hold nothing go.
func TestRemovesEmpty(t *testing.T) {
	top := t.TempDir()
	deep := filepath.Join(top, "a", "b", "c")
	tidy := removesEmpty(deep)
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(top, "a", "note.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	tidy()
	if _, err := os.Stat(filepath.Join(top, "a", "b")); !os.IsNotExist(err) {
		t.Errorf("a/b is still there: %v", err)
	}
	if _, err := os.Stat(filepath.Join(top, "a", "note.txt")); err != nil {
		t.Errorf("a note was removed: %v", err)
	}
	old := t.TempDir()
	removesEmpty(old)()
	if _, err := os.Stat(old); err != nil {
		t.Errorf("a folder that was there before was removed: %v", err)
	}
}

func TestOwner(t *testing.T) {
	if owner(nil) != nil {
		t.Error("a build of all sites answers for every file")
	}
	owns := owner([]string{"oak"})
	for path, want := range map[string]bool{"oak/index.html": true, "oak": true, "oaks/index.html": false, "index.html": false, "assets/site.css": false} {
		if owns(path) != want {
			t.Errorf("%s: %v", path, !want)
		}
	}
}

func TestTitleOf(t *testing.T) {
	for name, want := range map[string]string{
		"content/common/guidance/life-story-work.md": "Life story work",
		"content/common/guidance/routes/index.md":    "Routes",
		"data/common/indicators/open-cases.yaml":     "Open cases",
	} {
		if got := titleOf(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
