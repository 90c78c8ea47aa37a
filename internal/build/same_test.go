package build

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/diag"
)

// The project itself, built twice with a different number of workers, gives the same bytes; and no file says
// where, by which machine or on which day it was made.
func TestSameInputsSameBytes(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(root, "waymark.yaml")); err != nil {
		t.Skip("the project's own content is not here")
	}
	one, result := builtProject(t)
	drawings := t.TempDir()
	four, again := buildAll(t, Options{Project: os.DirFS(root), Workers: 4, CacheDir: drawings})
	if got, want := slices.Sorted(maps.Keys(four)), slices.Sorted(maps.Keys(one)); !slices.Equal(got, want) {
		t.Fatalf("the files differ: %v and %v", want, got)
	}
	for _, name := range slices.Sorted(maps.Keys(one)) {
		if !bytes.Equal(one[name], four[name]) {
			t.Errorf("%s differs between two builds at %s", name, firstDifference(one[name], four[name]))
		}
	}
	// And with all hidden figures exchanged for others that agree with what is shown: not a byte may tell.
	exchanged, canary := buildAll(t, Options{Project: os.DirFS(root), Workers: 4, CacheDir: drawings, exchange: true})
	if len(exchanged) != len(one) {
		t.Errorf("%d files, and %d with exchanged figures", len(one), len(exchanged))
	}
	for _, name := range slices.Sorted(maps.Keys(one)) {
		if !bytes.Equal(one[name], exchanged[name]) {
			t.Errorf("%s changes with hidden figures at %s", name, firstDifference(one[name], exchanged[name]))
		}
	}
	for _, s := range canary.Sites {
		if s.Figures.Small > 0 && s.Exchanged == 0 {
			t.Errorf("%s: no hidden figure was exchanged, so the test proves nothing", s.ID)
		}
	}
	if !slices.Equal(result.Findings, again.Findings) {
		t.Errorf("the findings differ: %v and %v", result.Findings, again.Findings)
	}
	for _, f := range result.Findings {
		if f.Severity == diag.Error {
			t.Errorf("the project's own content has an error: %s: %s", f.Place(), f.Message)
		}
	}

	now := time.Now()
	traces := map[string]string{
		root + string(filepath.Separator): "the folder it was built in",
		os.TempDir() + "/":                "the folder for temporary files",
		now.Format("2006-01-02T"):         "the time it was built",
	}
	if host, err := os.Hostname(); err == nil && len(host) > 3 {
		traces[host] = "the name of the machine"
	}
	if home, err := os.UserHomeDir(); err == nil && len(home) > 1 {
		traces[home+string(filepath.Separator)] = "the home of whoever built it"
	}
	// A page may well have been reviewed today; then today's date is in the sources, and that is no trace.
	today := now.Format(time.DateOnly)
	if !slices.ContainsFunc(sources(t, root), func(text []byte) bool { return bytes.Contains(text, []byte(today)) }) {
		traces[today] = "the day it was built"
		traces[now.Format("2 January 2006")] = "the day it was built"
	}
	for _, name := range slices.Sorted(maps.Keys(one)) {
		for trace, what := range traces {
			if i := strings.Index(string(one[name]), trace); i >= 0 {
				t.Errorf("%s holds %s: …%s…", name, what, one[name][max(0, i-60):min(len(one[name]), i+60)])
			}
		}
	}
}

// sources are the texts of the project's pages and data.
func sources(t *testing.T, root string) [][]byte {
	t.Helper()
	var out [][]byte
	for _, folder := range []string{"content", "data"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(name string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := os.ReadFile(name)
			out = append(out, data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}
