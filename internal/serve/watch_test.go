package serve

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// When events were dropped, everything is compared again: the change is found without an event for it.
func TestOverflowComparesEverything(t *testing.T) {
	p := newProject(t, map[string]string{"content/a.md": "one", "content/deep/b.md": "two"})
	tree := &tree{roots: []string{p.path("content")}, seen: map[string]stamp{}}
	var entered []string
	tree.enter = func(folder string) error { entered = append(entered, folder); return nil }
	tree.update(tree.roots)
	entered = nil

	events, failures, changes := make(chan fsnotify.Event), make(chan error), make(chan []string)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go listenTo(ctx, Options{Debounce: time.Millisecond, Log: io.Discard}, tree, events, failures, changes)
	p.write("content/deep/new/c.md", "three")
	must(t, os.Remove(p.path("content/a.md")))
	failures <- fsnotify.ErrEventOverflow
	select {
	case got := <-changes:
		if want := []string{p.path("content/a.md"), p.path("content/deep/new/c.md")}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		if !slices.Contains(entered, p.path("content/deep/new")) {
			t.Errorf("the new folder is not watched: %q", entered)
		}
	case <-time.After(limit):
		t.Fatal("nothing was compared")
	}
}

// Files that never become quiet are still built, after ten debounce intervals.
func TestNeverQuiet(t *testing.T) {
	p := newProject(t, map[string]string{"content/a.md": "one"})
	tree := &tree{roots: []string{p.path("content")}, seen: map[string]stamp{}}
	tree.update(tree.roots)
	p.write("content/a.md", "changed")
	events, changes := make(chan fsnotify.Event), make(chan []string)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go listenTo(ctx, Options{Debounce: 20 * time.Millisecond, Log: io.Discard}, tree, events, nil, changes)
	late := time.After(limit)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-changes:
			return
		case <-tick.C:
			select {
			case events <- fsnotify.Event{Name: p.path("content/a.md"), Op: fsnotify.Write}:
			case <-changes:
				return
			}
		case <-late:
			t.Fatal("never built")
		}
	}
}

func TestNoRoomForWatches(t *testing.T) {
	p := newProject(t, map[string]string{"content/a.md": "one"})
	for _, number := range []error{syscall.ENOSPC, syscall.EMFILE} {
		tree := &tree{roots: []string{p.path("content")}, seen: map[string]stamp{}}
		tree.enter = func(string) error { return number }
		tree.update(tree.roots)
		err := tree.trouble()
		if !errors.Is(err, number) || !strings.Contains(err.Error(), "--poll 2s") || !strings.Contains(err.Error(), "limit") {
			t.Errorf("%v: %v", number, err)
		}
		if tree.trouble() != nil {
			t.Error("said twice")
		}
	}
}

func TestMeant(t *testing.T) {
	abs := func(name string) string {
		name, err := filepath.Abs(filepath.FromSlash("/p/" + name))
		must(t, err)
		return name
	}
	tree := &tree{
		roots:  []string{abs("content"), abs("waymark.yaml"), abs("data/merton")},
		ignore: func(path string) bool { return path == abs("content/site") },
		seen:   map[string]stamp{abs("content/deep"): {folder: true}},
	}
	tests := []struct {
		name string
		op   fsnotify.Op
		want []string
	}{
		{"content/a.md", fsnotify.Write, []string{abs("content/a.md")}},
		{"content/a.md", fsnotify.Chmod, nil},
		{"content/a.md", fsnotify.Chmod | fsnotify.Write, []string{abs("content/a.md")}},
		{"content/deep", fsnotify.Write, nil}, // the file in it is reported too
		{"content/deep", fsnotify.Remove, []string{abs("content/deep")}},
		{"content/a.md~", fsnotify.Create, nil},
		{"content/.git/index", fsnotify.Write, nil},
		{"content/site", fsnotify.Create, nil},
		{"content/site/x.html", fsnotify.Create, nil},
		{"content2", fsnotify.Create, nil}, // not below content, though the letters begin alike
		{"content", fsnotify.Create, []string{abs("content")}},
		{"waymark.yaml", fsnotify.Create, []string{abs("waymark.yaml")}},
		{"waymark.yaml.new", fsnotify.Create, nil},
		{"data", fsnotify.Create, []string{abs("data/merton")}},
		{"data/other", fsnotify.Create, nil},
	}
	for _, test := range tests {
		if got := tree.meant(fsnotify.Event{Name: abs(test.name), Op: test.op}); !slices.Equal(got, test.want) {
			t.Errorf("%s %v: got %q, want %q", test.name, test.op, got, test.want)
		}
	}
}

func TestPassing(t *testing.T) {
	for _, name := range []string{"a.md~", ".a.md.swp", "4913", ".#a.md", "#a.md#", "~$plan.xlsx", ".~lock.plan.ods#", ".git", "node_modules", "x.tmp", ".goutputstream-AB12"} {
		if !passing(name) {
			t.Errorf("%s is not an author's", name)
		}
	}
	for _, name := range []string{"a.md", "#", "#1-notes.md", "49130.md", "swp.md", "tmp", ".waymark.yaml", "2026-Q2.csv"} {
		if passing(name) {
			t.Errorf("%s is an author's", name)
		}
	}
}

func TestLinks(t *testing.T) {
	p := newProject(t, map[string]string{"real/a.md": "one", "content/b.md": "two"})
	must(t, os.Symlink(p.path("real/a.md"), p.path("content/a.md")))
	must(t, os.Symlink(p.path("content"), p.path("content/circle")))
	must(t, os.Symlink(p.path("content"), p.path("named")))
	tree := &tree{roots: []string{p.path("named")}, seen: map[string]stamp{}}
	if got, want := tree.update(tree.roots), []string{p.path("named/a.md"), p.path("named/b.md")}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	p.write("real/a.md", "longer")
	if got, want := tree.update(tree.roots), []string{p.path("named/a.md")}; !slices.Equal(got, want) {
		t.Errorf("a linked file changed: got %q, want %q", got, want)
	}
}
