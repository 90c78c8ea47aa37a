package browsertest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/internal/build"
	"waymark/internal/diag"
	"waymark/internal/output"
	"waymark/internal/theme"
)

// under is the path of the server below which the output is published. Deep, because most intranets are.
const under = "/intranet/handbook/"

// TestMain removes what the first test that needed it has made.
func TestMain(m *testing.M) {
	code := m.Run()
	for _, undo := range atEnd {
		undo()
	}
	os.Exit(code)
}

// atEnd is added to before tests run beside each other, and read after the last one.
var atEnd []func()

// A built is a folder with pages, and a server that publishes it.
type built struct {
	dir    string
	server string // "http://127.0.0.1:PORT/intranet/handbook/"
	pages  []page // sorted; of pages that differ only in their period, the first
	all    int    // how many there are with those that are left out
	charts int    // that the build says it drew
}

// A page is the path of an HTML file in the output.
type page string

// home is the folder that the page may load from, "" or with a slash at its end.
func (p page) home() string {
	if top, _, ok := strings.Cut(string(p), "/"); ok {
		return top + "/"
	}
	return ""
}

// An address is where a page is opened, and what the addresses of all it loads start with.
type address struct{ page, home string }

func (b *built) onServer(p page) address {
	return address{b.server + escape(string(p)), b.server + escape(p.home())}
}

func (b *built) inFolder(p page) address {
	dir := filepath.ToSlash(b.dir)
	root := url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(dir, "/") + "/"}
	return address{root.String() + escape(string(p)), root.String() + escape(p.home())}
}

func escape(p string) string { return (&url.URL{Path: p}).EscapedPath() }

// sites returns the built project, when all that looks at it is there. Tests that call it are left out with -short.
func sites(t *testing.T) *built {
	t.Helper()
	if testing.Short() {
		t.Skip("opens a browser; left out with -short")
	}
	if _, err := browserOnce(); err != nil {
		t.Fatal(err)
	}
	if _, err := axeSource(); err != nil {
		t.Fatal(err)
	}
	b, err := sitesOnce()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var sitesOnce = sync.OnceValues(func() (*built, error) {
	root, err := projectRoot()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "waymark-browsertest-")
	if err != nil {
		return nil, err
	}
	atEnd = append(atEnd, func() { os.RemoveAll(dir) })
	folder, err := output.OpenFolder(dir)
	if err != nil {
		return nil, err
	}
	// The project's own cache of drawings: drawing every chart anew would cost more than all the loading here.
	options := build.Options{Project: os.DirFS(root), Workers: runtime.GOMAXPROCS(0),
		CacheDir: filepath.Join(root, ".waymark", "charts")}
	result, err := build.Build(context.Background(), options, folder)
	if err != nil {
		return nil, fmt.Errorf("build the sites: %w", err)
	}
	for _, f := range result.Findings {
		if f.Severity == diag.Error {
			return nil, fmt.Errorf("the sites cannot be built: %s: %s; \"waymark check\" shows all that is wrong", f.Place(), f.Message)
		}
	}
	if _, err := folder.Commit(); err != nil {
		return nil, err
	}
	b, err := publish(dir)
	if err != nil {
		return nil, err
	}
	want := 1 // the page above the sites
	for _, s := range result.Sites {
		want += s.Pages
		b.charts += s.Charts
	}
	if b.all < want {
		return nil, fmt.Errorf("the build speaks of %d pages, the folder has %d", want, b.all)
	}
	return b, nil
})

// projectRoot walks up to the folder of go.mod.
func projectRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("no go.mod above the test: run it inside the project")
		}
		dir = up
	}
}

// publish lists the pages of a folder and starts a server for it.
func publish(dir string) (*built, error) {
	b := &built{dir: dir}
	files := os.DirFS(dir)
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && path.Ext(name) == ".html" {
			b.pages = append(b.pages, page(name))
		}
		return err
	})
	b.all = len(b.pages)
	b.pages = withoutSeries(b.pages)
	if err != nil {
		return nil, fmt.Errorf("list the pages: %w", err)
	}
	server := httptest.NewServer(strict(files))
	atEnd = append(atEnd, server.Close)
	b.server = server.URL + under
	return b, nil
}

// twin says whether a site before this page's has a page of the same path. Most of such a page is the same, and it is
// drawn by the same templates: it is opened in both ways and held to its width, paper and keyboard as every page
// is, and looked at without scripts, in the dark and narrow by axe-core only on the first site.
func (b *built) twin(p page) bool {
	site, rest, ok := strings.Cut(string(p), "/")
	return ok && slices.ContainsFunc(b.pages, func(other page) bool {
		first, same, _ := strings.Cut(string(other), "/")
		return same == rest && first < site
	})
}

// periodInName is the period in the name of a page that shows how figures stood at its end.
var periodInName = regexp.MustCompile(`20\d\d-(q\d|\d\d)`)

// withoutSeries leaves out pages whose names differ from one before in their period alone: one template draws them
// all, and two dozen of them would take as long as a section of guidance.
func withoutSeries(pages []page) []page {
	seen := map[string]bool{}
	return slices.DeleteFunc(pages, func(p page) bool {
		series := periodInName.ReplaceAllString(string(p), "*")
		if series == string(p) {
			return false
		}
		again := seen[series]
		seen[series] = true
		return again
	})
}

// strict serves files as the guarded server of an intranet does. It is not http.FileServer, which sends
// whoever asks for index.html elsewhere, and so would hide a link that only works by luck.
func strict(files fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name, ok := strings.CutPrefix(r.URL.Path, under)
		data, err := fs.ReadFile(files, name)
		if !ok || err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", theme.Policy+"; frame-ancestors 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
	})
}
