package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// long ago, so that the sources count as settled.
var longAgo = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)

// writeOld writes a source file as if it had lain there for long.
func writeOld(t *testing.T, dir, name, text string, at time.Time) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(file, at, at); err != nil {
		t.Fatal(err)
	}
}

// A build with nothing to do does nothing, and any doubt leads to a whole build that mends the site.
func TestBuildAgain(t *testing.T) {
	const page = "---\ntitle: Home\nsummary: What is here.\nkind: home\nowner: policy-owner\nreviewed: 2026-10-01\nreview_every: 60 months\n---\n\nOne.\n"
	// What the text of a page says last tells whether the output is that of the sources.
	for _, c := range []struct {
		name    string
		change  func(t *testing.T, dir string)
		skipped bool // whether the second build has nothing to do
		args    []string
		want    string // in the page after the second build
	}{
		{"nothing", func(*testing.T, string) {}, true, nil, "One."},
		{"output edited, old size and time, no cache", func(t *testing.T, dir string) {
			name := filepath.Join(dir, "site", "m", "index.html")
			info, err := os.Stat(name)
			if err != nil {
				t.Fatal(err)
			}
			writeOld(t, dir, "site/m/index.html", strings.Repeat("x", int(info.Size())), info.ModTime())
		}, false, []string{"--no-cache"}, "One."},
		{"other theme", func(*testing.T, string) {}, false, []string{"--theme", "default"}, "One."},
		{"page edited", func(t *testing.T, dir string) {
			writeOld(t, dir, "content/m/index.md", strings.Replace(page, "One.", "Two.", 1), longAgo.Add(time.Minute))
		}, false, nil, "Two."},
		{"output edited", func(t *testing.T, dir string) {
			writeOld(t, dir, "site/m/index.html", "defaced", time.Now())
		}, false, nil, "One."},
		{"output removed", func(t *testing.T, dir string) {
			if err := os.Remove(filepath.Join(dir, "site", "m", "index.html")); err != nil {
				t.Fatal(err)
			}
		}, false, nil, "One."},
		{"record damaged", func(t *testing.T, dir string) {
			file := filepath.Join(dir, ".waymark", "last-build.json")
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, bytes.Replace(data, []byte(`"Files":`), []byte(`"Files":1`), 1), 0o644); err != nil {
				t.Fatal(err)
			}
		}, false, nil, "One."},
		{"record cut short", func(t *testing.T, dir string) { writeOld(t, dir, ".waymark/last-build.json", "{}", time.Now()) }, false, nil, "One."},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			writeOld(t, dir, "waymark.yaml", "theme: minimal\nsites:\n  - id: m\n    layers: [m]\n", longAgo)
			writeOld(t, dir, "content/m/index.md", page, longAgo)
			writeOld(t, dir, "data/m/roles.yaml", "policy-owner:\n  title: Policy team\n", longAgo)
			writeOld(t, dir, "site/notes.txt", "not ours", longAgo)
			first, firstFindings := buildProject(t, dir)
			if !strings.Contains(firstFindings, "warning") {
				t.Fatalf("the project is meant to have a warning, said again by the second build; it said %q", firstFindings)
			}
			// A build that goes to work writes the record anew; so its time tells.
			record := filepath.Join(dir, ".waymark", "last-build.json")
			c.change(t, dir)
			if err := os.Chtimes(record, longAgo, longAgo); err != nil {
				t.Fatal(err)
			}
			second, secondFindings := buildProject(t, dir, c.args...)
			if secondFindings != firstFindings && c.name != "page edited" {
				t.Errorf("the second build found\n%s\nthe first\n%s", secondFindings, firstFindings)
			}
			if !strings.Contains(first, "notes.txt was not written by Waymark") || !strings.Contains(second, "notes.txt was not written by Waymark") {
				t.Errorf("the foreign file was not named: %s%s", first, second)
			}
			if c.args == nil || c.args[0] != "--no-cache" { // which keeps no record either
				info, err := os.Stat(record)
				if err != nil {
					t.Fatal(err)
				}
				if skipped := info.ModTime().Equal(longAgo); skipped != c.skipped {
					t.Errorf("nothing to do: %v, want %v", skipped, c.skipped)
				}
			}
			html, err := os.ReadFile(filepath.Join(dir, "site", "m", "index.html"))
			if err != nil || !strings.Contains(string(html), c.want) {
				t.Errorf("the page lacks %q (%v)", c.want, err)
			}
		})
	}
}

// A source that was saved a moment ago may be saved again within the same tick of the clock: no record is kept.
func TestBuildAgainWaitsForSourcesToSettle(t *testing.T) {
	dir := t.TempDir()
	writeOld(t, dir, "waymark.yaml", "theme: minimal\nsites:\n  - id: m\n    layers: [m]\n", longAgo)
	writeOld(t, dir, "content/m/index.md", "---\ntitle: Home\nsummary: What is here.\nkind: home\nowner: policy-owner\nreviewed: 2026-10-01\nreview_every: 12 months\n---\n\nOne.\n", time.Now())
	writeOld(t, dir, "data/m/roles.yaml", "policy-owner:\n  title: Policy team\n", longAgo)
	buildProject(t, dir)
	if _, err := os.Stat(filepath.Join(dir, ".waymark", "last-build.json")); !os.IsNotExist(err) {
		t.Errorf("a record was kept of sources that may still change unnoticed (%v)", err)
	}
}

// buildProject runs `waymark build` and returns what it said and found.
func buildProject(t *testing.T, dir string, args ...string) (said, found string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), append([]string{"build", "--project", dir}, args...), &stdout, &stderr); code != exitFine {
		t.Fatalf("exit code %d\n%s%s", code, stdout.String(), stderr.String())
	}
	return stdout.String(), stderr.String()
}
