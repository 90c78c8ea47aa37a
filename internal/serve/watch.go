package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// watch reports batches of files that changed, by absolute path, until ctx is cancelled.
//
// File-system events are hints only: they say where to look. What changed is then decided by comparing
// times and sizes with what was seen before, once the files have been quiet for Options.Debounce. So an
// editor's temporary files, a change of permissions and a file written back unchanged in size and time
// cost no build, and an event that tells only half (a new folder, whose first files come without events)
// is enough. What each system does differently:
//
//   - Watching is not recursive: each folder is added, also when it is new. It is added before it is
//     read, so a file made in between is seen one way or the other.
//   - Many editors save by writing another file and renaming it over the first. A watch on the file itself
//     would stay with the old one, so folders are watched, and for a watched file the folder around it.
//   - A folder that is moved keeps its watch under the old name: it is removed there and added anew.
//   - When too much happens at once the system drops events and says so: everything is compared again.
//   - Network shares and some virtual machines send no events at all: Options.Poll compares by the clock.
//
// Symbolic links to files are followed; symbolic links to folders only when they are named in Watch.
func watch(ctx context.Context, o Options) (<-chan []string, error) {
	t := &tree{ignore: o.Ignore, seen: map[string]stamp{}}
	for _, w := range o.Watch {
		root, err := filepath.Abs(w)
		if err != nil {
			return nil, fmt.Errorf("watch %s: %w", w, err)
		}
		t.roots = append(t.roots, root)
	}
	changes := make(chan []string)
	if o.Poll > 0 {
		t.update(t.roots)
		go func() {
			defer close(changes)
			poll(ctx, o, t, changes)
		}()
		return changes, nil
	}

	notifier, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, explain(err)
	}
	t.enter = notifier.Add
	t.leave = func(folder string) {
		_ = notifier.Remove(folder) // the system has often removed it already
	}
	for _, root := range t.roots {
		t.reach(root)
	}
	t.update(t.roots)
	if err := t.trouble(); err != nil {
		notifier.Close()
		return nil, err
	}
	go func() {
		defer close(changes)
		defer notifier.Close()
		listenTo(ctx, o, t, notifier.Events, notifier.Errors, changes)
	}()
	return changes, nil
}

// patience is how many debounce intervals a batch waits at most when files never become quiet.
const patience = 10

// listenTo turns events into batches. It takes the channels of a notifier apart so that a test can send
// what a system sends once in a year.
func listenTo(ctx context.Context, o Options, t *tree, events <-chan fsnotify.Event, failures <-chan error, changes chan<- []string) {
	touched := map[string]bool{}
	var quiet <-chan time.Time
	var deadline time.Time
	arm := func() {
		if quiet == nil {
			deadline = time.Now().Add(patience * o.Debounce)
		}
		quiet = time.After(min(o.Debounce, max(0, time.Until(deadline))))
	}
	for {
		select {
		case <-ctx.Done():
			return
		case e, ok := <-events:
			if !ok {
				return
			}
			paths := t.meant(e)
			for _, p := range paths {
				touched[p] = true
			}
			if len(paths) > 0 {
				arm()
			}
		case err, ok := <-failures:
			switch {
			case !ok:
				return
			case errors.Is(err, fsnotify.ErrEventOverflow):
				for _, root := range t.roots {
					touched[root] = true
				}
				arm()
			default:
				fmt.Fprintf(o.Log, "%v\n", explain(err))
			}
		case <-quiet:
			quiet = nil
			paths := slices.Sorted(maps.Keys(touched))
			clear(touched)
			for _, p := range paths {
				if slices.Contains(t.roots, p) {
					t.reach(p)
				}
			}
			changed := t.update(paths)
			if err := t.trouble(); err != nil {
				fmt.Fprintf(o.Log, "%v\n", err)
			}
			if !send(ctx, changes, changed) {
				return
			}
		}
	}
}

// poll compares everything at each interval. A change is held until the files are quiet, because a file
// seen half written would otherwise be built half written.
func poll(ctx context.Context, o Options, t *tree, changes chan<- []string) {
	wait := func(d time.Duration) bool {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-ctx.Done():
			return false
		case <-timer.C:
			return true
		}
	}
	for wait(o.Poll) {
		changed := t.update(t.roots)
		for range patience {
			if len(changed) == 0 {
				break
			}
			if !wait(o.Debounce) {
				return
			}
			more := t.update(t.roots)
			if len(more) == 0 {
				break
			}
			changed = append(changed, more...)
		}
		slices.Sort(changed)
		if !send(ctx, changes, slices.Compact(changed)) {
			return
		}
	}
}

func send(ctx context.Context, changes chan<- []string, changed []string) bool {
	if len(changed) == 0 {
		return true
	}
	select {
	case changes <- changed:
		return true
	case <-ctx.Done():
		return false
	}
}

// explain says in plain words what to do when the system has no room for more watches.
func explain(err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("the system's limit of watched folders is reached: serve with --poll 2s, which compares the files every two seconds instead, or raise fs.inotify.max_user_watches (%w)", err)
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return fmt.Errorf("the system's limit of watching programs or open files is reached: serve with --poll 2s, which compares the files every two seconds instead, or raise fs.inotify.max_user_instances (%w)", err)
	}
	return fmt.Errorf("watch for changes: %w", err)
}

// stamp is what is remembered of a file. Folders are remembered only to know what was below them.
type stamp struct {
	folder   bool
	size     int64
	modified int64 // nanoseconds
}

// tree is what was last seen of the watched files.
type tree struct {
	roots  []string
	ignore func(string) bool
	seen   map[string]stamp
	enter  func(folder string) error // watches a folder; nil when polling
	leave  func(folder string)

	failed error // first failure to watch since trouble was asked
}

// update looks at paths again, each with all below it, and returns the files that are new, different or
// gone, sorted. Watches are all left before any is entered: a moved folder's old watch is the same to the
// system as its new one.
func (t *tree) update(paths []string) []string {
	if t.leave != nil {
		for _, p := range paths {
			for _, below := range t.below(p) {
				if t.seen[below].folder {
					t.leave(below)
				}
			}
		}
	}
	var changed []string
	for _, p := range paths {
		now := map[string]stamp{}
		if !t.ignored(p) {
			t.walk(p, now)
		}
		for _, old := range t.below(p) {
			was := t.seen[old]
			is, still := now[old]
			if !was.folder && (!still || is != was) {
				changed = append(changed, old)
			}
			if !still {
				delete(t.seen, old)
			}
		}
		for name, is := range now {
			was, known := t.seen[name]
			if !is.folder && (!known || was.folder) {
				changed = append(changed, name)
			}
			t.seen[name] = is
		}
	}
	slices.Sort(changed)
	return slices.Compact(changed)
}

// below returns what was seen at a path and under it.
func (t *tree) below(p string) []string {
	was, known := t.seen[p]
	switch {
	case !known:
		return nil
	case !was.folder: // the usual case, and the reason for not searching through all names
		return []string{p}
	}
	var out []string
	for name := range t.seen {
		if inside(name, p) {
			out = append(out, name)
		}
	}
	return out
}

// walk notes a path and all below it. What cannot be read is as if it were not there: it may have gone
// since it was listed, and the build will say so if it is needed.
func (t *tree) walk(p string, now map[string]stamp) {
	info, err := os.Stat(p)
	if err != nil {
		return
	}
	if !info.IsDir() {
		now[p] = stamp{size: info.Size(), modified: info.ModTime().UnixNano()}
		return
	}
	now[p] = stamp{folder: true}
	if t.enter != nil {
		if err := t.enter(p); err != nil && !errors.Is(err, fs.ErrNotExist) && t.failed == nil {
			t.failed = err
		}
	}
	entries, err := os.ReadDir(p)
	if err != nil {
		return
	}
	for _, e := range entries {
		name := filepath.Join(p, e.Name())
		if passing(e.Name()) || t.ignore != nil && t.ignore(name) {
			continue
		}
		if e.Type()&fs.ModeSymlink != 0 {
			if info, err := os.Stat(name); err != nil || info.IsDir() {
				continue // a circle of links would never end
			}
		}
		t.walk(name, now)
	}
}

// reach watches the folder around a root, or the nearest one above that exists, so that the root is
// noticed when it appears, is replaced or comes back. Other files in that folder are not looked at.
func (t *tree) reach(root string) {
	if t.enter == nil {
		return
	}
	for dir := filepath.Dir(root); ; dir = filepath.Dir(dir) {
		err := t.enter(dir)
		if err == nil {
			return
		}
		if dir == filepath.Dir(dir) || !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
			if t.failed == nil {
				t.failed = err
			}
			return
		}
	}
}

// trouble returns the first failure to watch since it was last asked, in plain words.
func (t *tree) trouble() error {
	err := t.failed
	t.failed = nil
	if err == nil {
		return nil
	}
	return explain(err)
}

// meant says where to look after an event: nowhere, at its path, or at a root that lies at or below it.
func (t *tree) meant(e fsnotify.Event) []string {
	if e.Op == fsnotify.Chmod {
		return nil // permissions and access by virus scanners or search indexers, not content
	}
	name := filepath.Clean(e.Name)
	if e.Op == fsnotify.Write && t.seen[name].folder {
		return nil // some systems say that a folder changed; the file in it is reported too
	}
	var out []string
	for _, root := range t.roots {
		switch {
		case inside(root, name):
			out = append(out, root)
		case inside(name, root) && !t.ignored(name):
			out = append(out, name)
		}
	}
	return out
}

// ignored asks about a path and about every folder between it and its root.
func (t *tree) ignored(p string) bool {
	for at := p; ; at = filepath.Dir(at) {
		if t.ignore != nil && t.ignore(at) {
			return true
		}
		if slices.Contains(t.roots, at) || at == filepath.Dir(at) {
			return false
		}
		if passing(filepath.Base(at)) {
			return true
		}
	}
}

func inside(p, folder string) bool {
	if p == folder {
		return true
	}
	if !strings.HasSuffix(folder, string(filepath.Separator)) { // only the top of a disk ends in one
		folder += string(filepath.Separator)
	}
	return strings.HasPrefix(p, folder)
}

// passing tells names that are not an author's: temporary files of editors and office programs, notes of
// file managers, and folders of version control and package managers.
func passing(name string) bool {
	switch name {
	case "4913", // Vim asks with it whether it may write
		".DS_Store", "Thumbs.db", "desktop.ini",
		".git", ".hg", ".svn", "node_modules":
		return true
	}
	for _, end := range []string{"~", ".swp", ".swo", ".swx", ".swpx", ".tmp", ".temp", ".part", ".crdownload", "___jb_tmp___", "___jb_old___"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	for _, start := range []string{".#", "~$", ".~lock.", ".goutputstream-", ".nfs"} {
		if strings.HasPrefix(name, start) {
			return true
		}
	}
	return len(name) > 1 && strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") // Emacs
}
