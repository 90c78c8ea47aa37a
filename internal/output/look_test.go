package output

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Every change that a build would have to undo changes the sum of the folder, and nothing else does.
func TestLookNoticesWhatABuildWouldMend(t *testing.T) {
	files := map[string]string{"index.html": "one", "deep/page.html": "two"}
	must := func(t *testing.T, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name   string
		change func(t *testing.T, dir string)
		same   bool
	}{
		{"nothing", func(*testing.T, string) {}, true},
		{"a foreign file appears", func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("mine"), 0o644))
		}, true},
		{"a hidden file appears", func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, ".htaccess"), []byte("mine"), 0o644))
		}, true},
		{"a file is edited", func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, "index.html"), []byte("longer"), 0o644))
		}, false},
		{"a file is edited and stays as long", func(t *testing.T, dir string) {
			name := filepath.Join(dir, "index.html")
			must(t, os.WriteFile(name, []byte("eno"), 0o644))
			must(t, os.Chtimes(name, time.Time{}, time.Now().Add(time.Hour)))
		}, false},
		{"a file is removed", func(t *testing.T, dir string) { must(t, os.Remove(filepath.Join(dir, "deep", "page.html"))) }, false},
		{"a file becomes a folder", func(t *testing.T, dir string) {
			must(t, os.Remove(filepath.Join(dir, "index.html")))
			must(t, os.Mkdir(filepath.Join(dir, "index.html"), 0o755))
		}, false},
		{"the manifest lists a file more", func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, ManifestName), []byte("deep/page.html\nindex.html\nother.html\n"), 0o644))
		}, false},
		{"the manifest lists a file less", func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, ManifestName), []byte("index.html\n"), 0o644))
		}, false},
		{"the manifest is gone", func(t *testing.T, dir string) { must(t, os.Remove(filepath.Join(dir, ManifestName))) }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			left := build(t, dir, files, nil).State
			c.change(t, dir)
			state, err := Look(dir)
			if err != nil {
				t.Fatal(err)
			}
			if same := state.Sum == left; same != c.same {
				t.Errorf("the sum is the same: %v, want %v", same, c.same)
			}
		})
	}
}

func TestLookNamesForeignFiles(t *testing.T) {
	dir := t.TempDir()
	build(t, dir, map[string]string{"index.html": "one"}, nil)
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	state, err := Look(dir)
	if err != nil || strings.Join(state.Foreign, " ") != "notes.txt" {
		t.Errorf("foreign files %q, error %v; want notes.txt alone", state.Foreign, err)
	}
}

func TestLookSaysNothingAboutAnInterruptedBuild(t *testing.T) {
	dir := t.TempDir()
	build(t, dir, map[string]string{"index.html": "one"}, nil)
	f, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Write("index.html", []byte("two")); err != nil {
		t.Fatal(err)
	}
	if _, err := Look(dir); err == nil {
		t.Error("a folder in which a build was interrupted was summed up")
	}
	if _, err := Look(filepath.Join(dir, "missing")); err == nil {
		t.Error("a folder that is not there was summed up")
	}
}
