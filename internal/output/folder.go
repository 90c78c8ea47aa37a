package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// ManifestName is the file in the output folder that lists, one path a line, what Waymark wrote there.
// Only what it lists is ever removed.
const ManifestName = ".waymark-files"

// stageName is the folder, inside the output folder and so on the same disk, that new files wait in.
const stageName = ".waymark-new"

// Folder puts files into a folder on disk. Nothing in the folder changes before Commit: files that differ
// from what is there wait in a hidden folder beside their places; files that are the same are left alone,
// so their times stay. Commit renames each into its place, then removes what an earlier build wrote and
// this one did not. Abort throws the waiting files away. A build that fails therefore leaves the last good
// site as it was.
type Folder struct {
	// Owns says whether this build is responsible for a path: a path it does not own is never stale.
	// Nil means every path.
	Owns func(path string) bool
	// Force lets a build replace a file that Waymark did not write.
	Force bool

	dir   string
	stage string
	paths paths
	old   map[string]bool // manifest of the build before

	mu      sync.Mutex
	waiting []string
	same    int
}

// Report says what a commit did.
type Report struct {
	Written int      // new or changed
	Same    int      // left alone
	Removed int      // written by an earlier build, gone from this one
	Foreign []string // files in the folder that Waymark did not write; they stay
	State   string   // the folder as it was left; see Look
}

// ForeignFileError says that a file stands in the way of the site and was not written by Waymark.
type ForeignFileError struct{ Path string }

func (e *ForeignFileError) Error() string {
	return fmt.Sprintf("%s is in the way and was not written by Waymark: move it, or build with --force to replace it", e.Path)
}

// OpenFolder prepares dir, which is made when it does not exist.
func OpenFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the output folder: %w", err)
	}
	f := &Folder{dir: dir, stage: filepath.Join(dir, stageName)}
	if err := os.RemoveAll(f.stage); err != nil {
		return nil, fmt.Errorf("clear what an interrupted build left: %w", err)
	}
	var err error
	if f.old, err = readManifest(dir); err != nil {
		return nil, fmt.Errorf("read the list of earlier files: %w", err)
	}
	return f, nil
}

// readManifest returns the files that the manifest of a folder lists; none when there is no manifest.
func readManifest(dir string) (map[string]bool, error) {
	manifest, err := os.ReadFile(filepath.Join(dir, ManifestName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	names := map[string]bool{}
	for line := range strings.Lines(string(manifest)) {
		// A manifest is a text file in a shared folder: a line that leads out of the folder is not followed.
		if name := strings.TrimRight(line, "\r\n"); name != "" && filepath.IsLocal(filepath.FromSlash(name)) {
			names[name] = true
		}
	}
	return names, nil
}

// Write compares data with the file that is there and, when they differ, keeps it ready for Commit.
func (f *Folder) Write(path string, data []byte) error {
	if err := f.paths.claim(path); err != nil {
		return err
	}
	target := filepath.Join(f.dir, filepath.FromSlash(path))
	switch same, err := holds(target, data); {
	case err != nil:
		return fmt.Errorf("compare with %s: %w", path, err)
	case same:
		f.mu.Lock()
		f.same++
		f.mu.Unlock()
		return nil
	}
	if _, err := os.Lstat(target); err == nil && !f.old[path] && !f.Force {
		return &ForeignFileError{Path: filepath.ToSlash(target)}
	}
	waiting := filepath.Join(f.stage, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(waiting), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(waiting, data, 0o644); err != nil {
		return err
	}
	f.mu.Lock()
	f.waiting = append(f.waiting, path)
	f.mu.Unlock()
	return nil
}

// holds says whether the file at name holds exactly data.
func holds(name string, data []byte) (bool, error) {
	info, err := os.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return false, nil
	}
	there, err := os.ReadFile(name)
	return bytes.Equal(there, data), err
}

// Commit moves the new files into place, removes the stale ones and writes the manifest.
//
// Each file is replaced in one step. While the files move, the manifest lists old and new together, so an
// interrupted commit is finished by the next build instead of leaving files that nobody owns.
func (f *Folder) Commit() (Report, error) {
	names := f.paths.names()
	keep := make(map[string]bool, len(names))
	for _, name := range names {
		keep[name] = true
	}
	var stale []string
	for name := range f.old {
		if keep[name] {
			continue
		}
		if f.Owns != nil && !f.Owns(name) {
			keep[name] = true // another site's: it stays, and stays ours
			continue
		}
		stale = append(stale, name)
	}
	slices.Sort(stale)
	slices.Sort(f.waiting)

	if err := f.writeManifest(keep, stale); err != nil {
		return Report{}, err
	}
	for _, name := range f.waiting {
		from, to := filepath.Join(f.stage, filepath.FromSlash(name)), filepath.Join(f.dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return Report{}, fmt.Errorf("make room for %s: %w", name, err)
		}
		if err := os.Rename(from, to); err != nil {
			return Report{}, fmt.Errorf("put %s in place: %w", name, err)
		}
	}
	removed := 0
	for _, name := range stale {
		switch err := os.Remove(filepath.Join(f.dir, filepath.FromSlash(name))); {
		case err == nil:
			removed++
		case !errors.Is(err, fs.ErrNotExist):
			return Report{}, fmt.Errorf("remove stale %s: %w", name, err)
		}
		f.removeEmptyParents(name)
	}
	if err := os.RemoveAll(f.stage); err != nil {
		return Report{}, err
	}
	if err := f.writeManifest(keep, nil); err != nil {
		return Report{}, err
	}
	state, err := look(f.dir, keep)
	return Report{Written: len(f.waiting), Same: f.same, Removed: removed, Foreign: state.Foreign, State: state.Sum}, err
}

// Abort throws away what waits. The folder is as it was before the build.
func (f *Folder) Abort() error { return os.RemoveAll(f.stage) }

func (f *Folder) writeManifest(keep map[string]bool, also []string) error {
	names := slices.Clone(also)
	for name := range keep {
		names = append(names, name)
	}
	slices.Sort(names)
	text := []byte(strings.Join(names, "\n") + "\n")
	manifest := filepath.Join(f.dir, ManifestName)
	if same, err := holds(manifest, text); err != nil || same {
		return err
	}
	if err := os.WriteFile(manifest+".tmp", text, 0o644); err != nil {
		return err
	}
	return os.Rename(manifest+".tmp", manifest)
}

// removeEmptyParents removes the folders that a stale file was the last one in. A folder that holds
// anything else does not go: os.Remove refuses it.
func (f *Folder) removeEmptyParents(name string) {
	for dir := filepath.Dir(filepath.FromSlash(name)); dir != "."; dir = filepath.Dir(dir) {
		if os.Remove(filepath.Join(f.dir, dir)) != nil {
			return
		}
	}
}

// State is how an output folder lies there.
type State struct {
	// Sum is made of the path, size and time of every file that Waymark wrote. While it is the same, nothing of
	// the site was changed, removed or left half done.
	Sum     string
	Foreign []string // files that are neither Waymark's nor hidden
}

// Look sums up an output folder without reading the files. A folder in which a build was interrupted, or which
// is not there, is an error: nothing can be said about it.
func Look(dir string) (State, error) {
	if _, err := os.Lstat(filepath.Join(dir, stageName)); !errors.Is(err, fs.ErrNotExist) {
		return State{}, fmt.Errorf("a build into %s was interrupted", dir)
	}
	ours, err := readManifest(dir)
	if err != nil {
		return State{}, err
	}
	return look(dir, ours)
}

func look(dir string, ours map[string]bool) (State, error) {
	state := State{}
	sum := sha256.New()
	found := 0
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch {
		case !entry.IsDir() && ours[rel]:
			info, err := entry.Info()
			if err != nil {
				return err
			}
			found++
			fmt.Fprintf(sum, "%s\x00%o %d %d\n", rel, info.Mode().Type(), info.Size(), info.ModTime().UnixNano())
		case rel != "." && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
			// .gitkeep, .htaccess and our own manifest
		case !entry.IsDir():
			state.Foreign = append(state.Foreign, rel)
		}
		return nil
	})
	// What the manifest lists and the folder lacks belongs to the sum too: listing it changes it.
	fmt.Fprintf(sum, "%d of %d\n", found, len(ours))
	state.Sum = hex.EncodeToString(sum.Sum(nil))
	return state, err
}
