package history

import (
	"context"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// repository makes a repository whose project lies in a folder of it, and returns the project and a function that
// writes a file and one that runs git.
func repository(t *testing.T) (dir string, write func(name, text string), git func(args ...string)) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Fatal("git is needed for this test: ", err)
	}
	root := t.TempDir()
	dir = filepath.Join(root, "handbook")
	git = func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", root, "-c", "user.name=T", "-c", "user.email=t@example.invalid", "-c", "commit.gpgsign=false"}, args...)...)
		cmd.Env = append(os.Environ(), "GIT_AUTHOR_DATE=2026-03-02T12:00:00Z", "GIT_COMMITTER_DATE=2026-03-02T12:00:00Z", "GIT_CONFIG_GLOBAL="+os.DevNull)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	write = func(name, text string) {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	git("init", "-q", "-b", "main")
	return dir, write, git
}

func TestHistory(t *testing.T) {
	ctx := context.Background()
	dir, write, git := repository(t)
	write("content/a.md", "one\n")
	write("content/b é.md", "one\n")
	git("add", "-A")
	git("commit", "-q", "-m", "Write two pages")
	git("checkout", "-q", "-b", "proposal")
	write("content/a.md", "two\n")
	git("commit", "-qam", "Say it again\n\nWith more words.")
	write("content/b é.md", "two\n")
	write("content/c.md", "new\n")

	r, err := Open(ctx, dir)
	if err != nil || r.Shallow {
		t.Fatal(r, err)
	}
	changed, err := r.Changed(ctx, "main")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := slices.Sorted(maps.Keys(changed)), []string{"content/a.md", "content/b é.md", "content/c.md"}; !slices.Equal(got, want) {
		t.Errorf("changed: got %q, want %q", got, want)
	}
	for _, revision := range []string{"nothing-like-it", "", "--output=x"} {
		if _, err := r.Changed(ctx, revision); err == nil || !strings.Contains(err.Error(), "revision") {
			t.Errorf("%q: %v", revision, err)
		}
	}

	changes, err := r.Changes(ctx, "content")
	if err != nil {
		t.Fatal(err)
	}
	var subjects []string
	for _, c := range changes["content/a.md"] {
		subjects = append(subjects, c.Day.Format("2006-01-02 ")+c.Subject)
	}
	if want := []string{"2026-03-02 Say it again", "2026-03-02 Write two pages"}; !slices.Equal(subjects, want) || len(changes["content/b é.md"]) != 1 || len(changes) != 2 {
		t.Errorf("got %q of a.md, want %q; in all %v", subjects, want, changes)
	}
}

func TestShallow(t *testing.T) {
	ctx := context.Background()
	dir, write, git := repository(t)
	write("content/a.md", "one\n")
	git("add", "-A")
	git("commit", "-q", "-m", "One")
	write("content/a.md", "two\n")
	git("commit", "-qam", "Two")
	copied := filepath.Join(t.TempDir(), "copy")
	git("clone", "-q", "--depth", "1", "file://"+filepath.ToSlash(filepath.Dir(dir)), copied)
	r, err := Open(ctx, filepath.Join(copied, "handbook"))
	if err != nil || !r.Shallow {
		t.Fatalf("%+v, %v", r, err)
	}
	if _, err := r.Changed(ctx, "main~1"); err == nil || !strings.Contains(err.Error(), "--unshallow") {
		t.Errorf("got %v", err)
	}
	// The only commit that it holds seems to have made every file; that is not said of any.
	if changes, err := r.Changes(ctx, "content"); err != nil || len(changes) != 0 {
		t.Errorf("got %v, %v", changes, err)
	}
}

func TestNone(t *testing.T) {
	if _, err := Open(context.Background(), t.TempDir()); !errors.Is(err, ErrNone) {
		t.Errorf("got %v", err)
	}
}

// FuzzParseLog: whatever is in a subject or a name, nothing panics, and every change has an id.
func FuzzParseLog(f *testing.F) {
	f.Add("\x01abc\x022026-03-02\x02Subject\x00\nfile\x00other\x00\x01d\x022026-03-02\x02\x00")
	f.Add("\x01a\x02b")
	f.Fuzz(func(t *testing.T, out string) {
		changes, err := parseLog(out)
		if err != nil {
			return
		}
		for name, list := range changes {
			for _, c := range list {
				if name == "" || c.Day.IsZero() && !strings.Contains(out, "0001-01-01") {
					t.Fatalf("%q: %+v", name, c)
				}
			}
		}
	})
}
