// Package history asks git about the files of a project: which changed since a revision, and when and why each
// page did.
//
// It runs the git command, because that is what keeps the project and it is many times faster than reading the
// repository in Go. Nothing depends on it: without git, or outside a repository, there is no history, and the
// caller says so. It never changes a repository, and never asks another computer.
package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path"
	"strings"
	"time"
)

// ErrNone says that a folder has no history: git is not installed, or the folder is in no repository.
var ErrNone = errors.New("there is no git history here")

// Repository is the part of a git repository that lies in one folder.
type Repository struct {
	dir    string // as the caller named it
	prefix string // of the folder within the repository, "" or ending in /

	// Shallow says that the repository holds only its newest commits, as copies made by continuous integration
	// often do: what it tells of older changes is wrong.
	Shallow bool
}

// Open looks at the repository that a folder is in. The error is ErrNone when there is none.
func Open(ctx context.Context, dir string) (*Repository, error) {
	r := &Repository{dir: dir}
	out, err := r.git(ctx, "rev-parse", "--show-prefix", "--is-shallow-repository")
	if err != nil {
		return nil, ErrNone
	}
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) != 2 {
		return nil, fmt.Errorf("git rev-parse: unexpected answer %q", out)
	}
	r.prefix, r.Shallow = lines[0], lines[1] == "true"
	return r, nil
}

// git runs one command and returns what it printed. Its error holds what git said.
func (r *Repository) git(ctx context.Context, args ...string) ([]byte, error) {
	// Names of files as they are; no pager, no colours, no lock taken for a look.
	full := append([]string{"-C", r.dir, "-c", "core.quotepath=off", "--no-pager", "--no-optional-locks"}, args...)
	cmd := exec.CommandContext(ctx, "git", full...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		first, _, _ := strings.Cut(strings.TrimSpace(said.String()), "\n")
		return nil, fmt.Errorf("git %s: %s", args[0], strings.TrimPrefix(first, "fatal: "))
	}
	return out, nil
}

// Head is the id of the newest commit; "" when there is none yet.
func (r *Repository) Head(ctx context.Context) string {
	out, err := r.git(ctx, "rev-parse", "--verify", "--quiet", "HEAD")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// Changed lists the files that differ from a revision: committed since it branched off, changed since, or new.
// Paths are relative to the folder, with forward slashes.
func (r *Repository) Changed(ctx context.Context, revision string) (map[string]bool, error) {
	if strings.HasPrefix(revision, "-") || strings.TrimSpace(revision) == "" {
		return nil, fmt.Errorf("%q is no revision", revision)
	}
	base := revision
	if out, err := r.git(ctx, "merge-base", revision, "HEAD"); err == nil {
		base = strings.TrimSpace(string(out))
	} else if _, err := r.git(ctx, "rev-parse", "--verify", "--quiet", revision+"^{commit}"); err != nil {
		hint := ""
		if r.Shallow {
			hint = "; this copy of the repository holds only its newest commits: fetch more with `git fetch --unshallow`"
		}
		return nil, fmt.Errorf("git knows no revision %q%s", revision, hint)
	}
	changed := map[string]bool{}
	for _, args := range [][]string{
		{"diff", "--name-only", "--relative", "-z", "--no-renames", base, "--"},
		{"ls-files", "--others", "--exclude-standard", "-z"},
	} {
		out, err := r.git(ctx, args...)
		if err != nil {
			return nil, err
		}
		for name := range strings.SplitSeq(string(out), "\x00") {
			if name != "" {
				changed[path.Clean(name)] = true
			}
		}
	}
	return changed, nil
}

// Change is one commit that changed a file.
type Change struct {
	Commit  string // short id
	Day     time.Time
	Subject string
}

// Changes are the commits that changed each file below some folders, newest first. A file that was renamed begins
// with its new name.
func (r *Repository) Changes(ctx context.Context, folders ...string) (map[string][]Change, error) {
	args := []string{"log", "--no-merges", "--no-renames", "--date=short", "--format=%x01%h%x02%ad%x02%s", "--name-only", "-z", "--relative"}
	if r.Shallow {
		// The oldest commit of such a copy has lost its parents, and git says of it that it made every file.
		args = append(args, "--min-parents=1")
	}
	args = append(append(args, "--"), folders...)
	out, err := r.git(ctx, args...)
	if err != nil {
		return nil, err
	}
	return parseLog(string(out))
}

// parseLog reads what git log prints: for each commit \x01, its id, day and subject with \x02 between, and then
// the names of its files, each ended by a zero byte.
func parseLog(out string) (map[string][]Change, error) {
	changes := map[string][]Change{}
	for commit := range strings.SplitSeq(out, "\x01") {
		head, names, _ := strings.Cut(commit, "\x00")
		if strings.TrimSpace(head) == "" {
			continue
		}
		parts := strings.SplitN(head, "\x02", 3)
		if len(parts) != 3 {
			return nil, fmt.Errorf("git log: unexpected answer %q", head)
		}
		day, err := time.Parse(time.DateOnly, parts[1])
		if err != nil {
			return nil, fmt.Errorf("git log: unexpected day %q", parts[1])
		}
		for name := range strings.SplitSeq(names, "\x00") {
			if name = strings.TrimPrefix(name, "\n"); name != "" {
				changes[name] = append(changes[name], Change{Commit: parts[0], Day: day, Subject: parts[2]})
			}
		}
	}
	return changes, nil
}
