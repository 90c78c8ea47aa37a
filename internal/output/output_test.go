package output

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOnePathIsNeverWrittenTwice(t *testing.T) {
	for _, c := range []struct{ first, second, want string }{
		{"a/index.html", "a/index.html", "written twice"},
		{"a/Adoption.html", "a/adoption.html", "capital letters"},
		{"a.html", "../b.html", "clean relative path"},
		{"a.html", "/b.html", "clean relative path"},
		{"a.html", `b\c.html`, "clean relative path"},
		{"a.html", "b//c.html", "clean relative path"},
		{"a.html", "", "clean relative path"},
	} {
		var m Memory
		if err := m.Write(c.first, nil); err != nil {
			t.Fatal(err)
		}
		err := m.Write(c.second, nil)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("after %q, writing %q: got %v, want an error with %q", c.first, c.second, err, c.want)
		}
	}
}

func TestMemoryKeepsItsOwnCopy(t *testing.T) {
	var m Memory
	data := []byte("one")
	if err := m.Write("a.txt", data); err != nil {
		t.Fatal(err)
	}
	data[0] = 'X'
	if got, ok := m.Get("a.txt"); !ok || string(got) != "one" {
		t.Errorf("got %q, %v", got, ok)
	}
}

// build writes files into dir as one build does.
func build(t *testing.T, dir string, files map[string]string, owns func(string) bool) Report {
	t.Helper()
	f, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	f.Owns = owns
	for name, text := range files {
		if err := f.Write(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	report, err := f.Commit()
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestFolderTouchesOnlyWhatDiffers(t *testing.T) {
	dir := t.TempDir()
	first := build(t, dir, map[string]string{"a.html": "a", "deep/b.html": "b", "deep/er/c.html": "c"}, nil)
	if first.Written != 3 || first.Same != 0 || first.Removed != 0 {
		t.Fatalf("first build: %+v", first)
	}
	long := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	if err := os.Chtimes(filepath.Join(dir, "a.html"), long, long); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "deep", "notes.txt"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}

	second := build(t, dir, map[string]string{"a.html": "a", "deep/b.html": "B"}, nil)
	if second.Written != 1 || second.Same != 1 || second.Removed != 1 {
		t.Errorf("second build: %+v, want 1 written, 1 same, 1 removed", second)
	}
	if info, err := os.Stat(filepath.Join(dir, "a.html")); err != nil || !info.ModTime().Equal(long) {
		t.Errorf("the time of an unchanged file moved to %v (%v)", info.ModTime(), err)
	}
	if got := read(t, dir, "deep/b.html"); got != "B" {
		t.Errorf("deep/b.html = %q", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "deep", "er")); !os.IsNotExist(err) {
		t.Errorf("the emptied folder deep/er is still there: %v", err)
	}
	if got := read(t, dir, "deep/notes.txt"); got != "mine" {
		t.Errorf("a foreign file was changed: %q", got)
	}
	if len(second.Foreign) != 1 || second.Foreign[0] != "deep/notes.txt" {
		t.Errorf("foreign files named: %q", second.Foreign)
	}
}

func TestFolderIsUntouchedUntilCommit(t *testing.T) {
	dir := t.TempDir()
	build(t, dir, map[string]string{"a.html": "old", "b.html": "b"}, nil)
	f, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Write("a.html", []byte("new")); err != nil {
		t.Fatal(err)
	}
	if got := read(t, dir, "a.html"); got != "old" {
		t.Errorf("before commit a.html = %q", got)
	}
	if err := f.Abort(); err != nil {
		t.Fatal(err)
	}
	if got := read(t, dir, "a.html") + read(t, dir, "b.html"); got != "oldb" {
		t.Errorf("after abort the folder holds %q", got)
	}
	if _, err := os.Stat(filepath.Join(dir, stageName)); !os.IsNotExist(err) {
		t.Errorf("waiting files are still there: %v", err)
	}
}

func TestFolderKeepsOtherSites(t *testing.T) {
	dir := t.TempDir()
	build(t, dir, map[string]string{"merton/index.html": "m", "havering/index.html": "h"}, nil)
	merton := func(path string) bool { return strings.HasPrefix(path, "merton/") }
	if r := build(t, dir, map[string]string{"merton/index.html": "m"}, merton); r.Removed != 0 || len(r.Foreign) != 0 {
		t.Errorf("building one site: %+v", r)
	}
	if r := build(t, dir, map[string]string{"merton/index.html": "m"}, nil); r.Removed != 1 {
		t.Errorf("the other site was forgotten, so it could not be removed later: %+v", r)
	}
}

func TestFolderRefusesToReplaceAForeignFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("somebody's own"), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	err = f.Write("index.html", []byte("ours"))
	var foreign *ForeignFileError
	if !errors.As(err, &foreign) {
		t.Fatalf("got %v", err)
	}
	if got := read(t, dir, "index.html"); got != "somebody's own" {
		t.Errorf("index.html = %q", got)
	}
	f, _ = OpenFolder(dir)
	f.Force = true
	if err := f.Write("index.html", []byte("ours")); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Commit(); err != nil || read(t, dir, "index.html") != "ours" {
		t.Errorf("with force: %v, %q", err, read(t, dir, "index.html"))
	}
}

func TestManifestCannotLeadOutOfTheFolder(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "site")
	victim := filepath.Join(parent, "victim.txt")
	for name, text := range map[string]string{victim: "keep", filepath.Join(dir, ManifestName): "../victim.txt\n/etc/hosts\n"} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	build(t, dir, map[string]string{"a.html": "a"}, nil)
	if got := read(t, parent, "victim.txt"); got != "keep" {
		t.Errorf("victim.txt = %q", got)
	}
}
