package serve

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"waymark/internal/diag"
)

// limit is how long anything may take on a slow computer. Nothing waits this long when it works.
const limit = 10 * time.Second

// memory is a site as a literal.
type memory map[string]string

func (m memory) Get(path string) ([]byte, bool) { s, ok := m[path]; return []byte(s), ok }
func (m memory) Paths() []string                { return slices.Sorted(maps.Keys(m)) }

// project is a folder with content and a Build that is simple enough to foresee: x.md becomes x.html with
// the same words, and the word BROKEN is an error at its place.
type project struct {
	t      *testing.T
	dir    string
	builds atomic.Int32
}

func newProject(t *testing.T, files map[string]string) *project {
	p := &project{t: t, dir: t.TempDir()}
	for name, text := range files {
		p.write(name, text)
	}
	return p
}

func (p *project) path(name string) string { return filepath.Join(p.dir, filepath.FromSlash(name)) }

func (p *project) write(name, text string) {
	p.t.Helper()
	must(p.t, os.MkdirAll(filepath.Dir(p.path(name)), 0o755))
	must(p.t, os.WriteFile(p.path(name), []byte(text), 0o644))
}

// save writes as careful editors do: another file first, then renamed over the old one.
func (p *project) save(name, text string) {
	p.t.Helper()
	must(p.t, os.WriteFile(p.path(name)+".new", []byte(text), 0o644))
	must(p.t, os.Rename(p.path(name)+".new", p.path(name)))
}

func (p *project) build(context.Context) (Files, []diag.Finding, error) {
	p.builds.Add(1)
	site := memory{}
	var findings []diag.Finding
	err := filepath.WalkDir(p.path("content"), func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && (d.IsDir() || filepath.Ext(name) != ".md") {
			return nil
		}
		if err != nil {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		relative, _ := filepath.Rel(p.dir, name)
		relative = filepath.ToSlash(relative)
		for i, line := range strings.Split(string(text), "\n") {
			if at := strings.Index(line, "BROKEN"); at >= 0 {
				findings = append(findings, diag.Finding{File: relative, Line: i + 1, Column: at + 1, Check: "broken", Severity: diag.Error, Message: "this is <broken>", Hint: "mend it"})
			}
		}
		to := strings.TrimSuffix(strings.TrimPrefix(relative, "content/"), ".md") + ".html"
		site[to] = "<html><body><p>" + string(text) + "</p></body></html>"
		return nil
	})
	return site, findings, err
}

// running is a preview under test.
type running struct {
	t    *testing.T
	url  string
	log  *logbook
	stop context.CancelFunc
	over chan error
}

func (p *project) run(change func(*Options)) *running {
	p.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{t: p.t, log: &logbook{}, stop: cancel, over: make(chan error, 1)}
	ready := make(chan string, 1)
	o := Options{
		Address: "127.0.0.1:0", Root: p.dir, Watch: []string{p.path("content")}, Debounce: 15 * time.Millisecond,
		Log: r.log, Build: p.build, Ready: func(url string) { ready <- url },
	}
	if change != nil {
		change(&o)
	}
	go func() { r.over <- Run(ctx, o) }()
	select {
	case r.url = <-ready:
	case err := <-r.over:
		p.t.Fatalf("run ended: %v", err)
	case <-time.After(limit):
		p.t.Fatal("no first build")
	}
	p.t.Cleanup(func() {
		cancel()
		select {
		case err := <-r.over:
			if err != nil {
				p.t.Errorf("run ended with %v", err)
			}
		case <-time.After(limit):
			p.t.Error("did not stop")
		}
	})
	return r
}

func (r *running) get(path string) (int, string) {
	r.t.Helper()
	answer, err := http.Get(r.url + path)
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	must(r.t, err)
	return answer.StatusCode, string(body)
}

// events opens the stream and returns what it says, already decoded. The channel closes with the stream.
func (r *running) events() <-chan event {
	r.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r.t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, "GET", strings.TrimSuffix(r.url, "/")+eventsPath, nil)
	must(r.t, err)
	answer, err := http.DefaultClient.Do(request)
	must(r.t, err)
	if got := answer.Header.Get("Content-Type"); got != "text/event-stream; charset=utf-8" {
		r.t.Fatalf("content type %q", got)
	}
	out := make(chan event, 100)
	go func() {
		defer close(out)
		defer answer.Body.Close()
		lines := bufio.NewScanner(answer.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var e event
				if json.Unmarshal([]byte(data), &e) == nil {
					out <- e
				}
			}
		}
	}()
	return out
}

// until waits for the first event that suits.
func until(t *testing.T, events <-chan event, what string, suits func(event) bool) event {
	t.Helper()
	late := time.After(limit)
	for {
		select {
		case e, ok := <-events:
			if !ok {
				t.Fatalf("the stream ended before %s", what)
			}
			if suits(e) {
				return e
			}
		case <-late:
			t.Fatalf("no event: %s", what)
		}
	}
}

type logbook struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestChangesReachThePage(t *testing.T) {
	modes := map[string]func(*Options){
		"events": nil,
		"poll":   func(o *Options) { o.Poll = 10 * time.Millisecond },
	}
	tests := []struct {
		name   string
		change func(*project)
		path   string
		status int
		words  string
	}{
		{"plain write", func(p *project) { p.write("content/a.md", "second text") }, "a.html", 200, "<p>second text</p>"},
		{"atomic save", func(p *project) { p.save("content/a.md", "saved text") }, "a.html", 200, "<p>saved text</p>"},
		{"new file", func(p *project) { p.write("content/new.md", "new") }, "new.html", 200, "<p>new</p>"},
		{"file in a new folder", func(p *project) { p.write("content/deep/deeper/n.md", "deep") }, "deep/deeper/n.html", 200, "<p>deep</p>"},
		{"deleted file", func(p *project) { must(p.t, os.Remove(p.path("content/a.md"))) }, "a.html", 404, "nothing at"},
		{"deleted folder", func(p *project) { must(p.t, os.RemoveAll(p.path("content/sub"))) }, "sub/b.html", 404, "nothing at"},
		{"moved folder", func(p *project) { must(p.t, os.Rename(p.path("content/sub"), p.path("content/moved"))) }, "moved/b.html", 200, "<p>b</p>"},
		{"folder moved in from elsewhere", func(p *project) {
			p.write("elsewhere/in/c.md", "c")
			must(p.t, os.Rename(p.path("elsewhere"), p.path("content/elsewhere")))
		}, "elsewhere/in/c.html", 200, "<p>c</p>"},
	}
	for mode, options := range modes {
		for _, test := range tests {
			t.Run(mode+"/"+test.name, func(t *testing.T) {
				t.Parallel()
				p := newProject(t, map[string]string{"content/a.md": "first", "content/sub/b.md": "b"})
				r := p.run(options)
				events := r.events()
				first := until(t, events, "first state", func(event) bool { return true })
				if status, body := r.get("a.html"); status != 200 || !strings.Contains(body, "<p>first</p>") || !strings.Contains(body, `data-site="`+first.Site+`"`) {
					t.Fatalf("first site: %d %s", status, body)
				}
				test.change(p)
				until(t, events, "the page as wanted", func(e event) bool {
					status, body := r.get(test.path)
					return e.Site != first.Site && status == test.status && strings.Contains(body, test.words)
				})
			})
		}
	}
}

// Watches must hold after the first change too: in a folder that was moved, was made while running, or
// went and came back, and for a file that was replaced.
func TestWatchingGoesOn(t *testing.T) {
	p := newProject(t, map[string]string{"content/sub/deep/b.md": "b", "site.yaml": "1"})
	r := p.run(func(o *Options) {
		o.Watch = append(o.Watch, p.path("site.yaml"), p.path("late/content"))
	})
	events := r.events()
	site := until(t, events, "first state", func(event) bool { return true }).Site
	steps := []struct {
		name   string
		change func()
	}{
		{"move a folder", func() { must(t, os.Rename(p.path("content/sub"), p.path("content/moved"))) }},
		{"write in the moved folder", func() { p.write("content/moved/deep/b.md", "longer b") }},
		{"make a folder", func() { p.write("content/made/c.md", "c") }},
		{"write in the made folder", func() { p.write("content/made/c.md", "longer c") }},
		{"put another folder in a folder's place", func() {
			p.write("other/deep/b.md", "the other b")
			must(t, os.Rename(p.path("content/moved"), p.path("content/aside")))
			must(t, os.Rename(p.path("other"), p.path("content/moved")))
		}},
		{"write below the folder put in place", func() { p.write("content/moved/deep/b.md", "the other b, changed") }},
		{"write below the folder put aside", func() { p.write("content/aside/deep/b.md", "aside, changed") }},
		{"remove the whole root", func() { must(t, os.RemoveAll(p.path("content"))) }},
		{"the root comes back", func() { p.write("content/back/d.md", "d") }},
		{"write in the root that came back", func() { p.write("content/back/d.md", "longer d") }},
		{"replace a watched file", func() { p.save("site.yaml", "22") }},
		{"replace it again", func() { p.save("site.yaml", "333") }},
		{"a root that was not there", func() { p.write("late/content/e.md", "e") }},
		{"write in it", func() { p.write("late/content/e.md", "longer e") }},
	}
	for _, step := range steps {
		step.change()
		site = until(t, events, step.name, func(e event) bool { return e.Site != site }).Site
		// A change may be seen in two batches; the next step starts from rest.
		for rest := true; rest; {
			select {
			case e := <-events:
				site = e.Site
			case <-time.After(60 * time.Millisecond):
				rest = false
			}
		}
	}
}

func TestNothingRebuiltWithoutAChange(t *testing.T) {
	for _, poll := range []time.Duration{0, 10 * time.Millisecond} {
		t.Run(fmt.Sprint("poll ", poll), func(t *testing.T) {
			t.Parallel()
			p := newProject(t, map[string]string{"content/a.md": "first", "content/site/old.html": "x"})
			r := p.run(func(o *Options) {
				o.Poll = poll
				o.Ignore = func(path string) bool { return path == p.path("content/site") }
			})
			events := r.events()
			first := until(t, events, "first state", func(event) bool { return true }).Site

			info, err := os.Stat(p.path("content/a.md"))
			must(t, err)
			must(t, os.Chmod(p.path("content/a.md"), 0o600))
			for _, name := range []string{"a.md~", ".a.md.swp", "4913", ".#a.md", "#a.md#", "a.md.tmp", ".git/index", "~$a.docx", "site/new.html", "site/deep/new.html"} {
				p.write("content/"+name, "not an author's")
			}
			must(t, os.Mkdir(p.path("content/empty"), 0o755))
			p.write("beside.md", "not watched")
			if poll == 0 { // the clock of a poll may fall between the two steps, and it is then right to build
				p.write("content/a.md", "FIRST")
				must(t, os.Chtimes(p.path("content/a.md"), info.ModTime(), info.ModTime()))
				p.write("content/passing.md", "gone before anybody looks")
				must(t, os.Remove(p.path("content/passing.md")))
			}
			// Events come in order, so once a real change is seen the ones before it have been judged.
			time.Sleep(80 * time.Millisecond)
			if n := p.builds.Load(); n != 1 {
				t.Errorf("%d builds before any change\n%s", n, r.log)
			}
			p.write("content/b.md", "real")
			until(t, events, "the real change", func(e event) bool { return e.Site != first })
			if n := p.builds.Load(); n != 2 {
				t.Errorf("%d builds, want 2\n%s", n, r.log)
			}
			if log := r.log.String(); !strings.Contains(log, "content/b.md changed: building") {
				t.Errorf("log does not name the file:\n%s", log)
			}
		})
	}
}

func TestBrokenThenMended(t *testing.T) {
	p := newProject(t, map[string]string{"content/a.md": "good"})
	r := p.run(nil)
	events := r.events()
	first := until(t, events, "first state", func(event) bool { return true })
	if first.Problems != "" || first.Site == "" {
		t.Fatalf("first state: %+v", first)
	}

	p.write("content/a.md", "one\n\tis BROKEN here")
	broken := until(t, events, "problems", func(e event) bool { return e.Problems != "" })
	if broken.Site != first.Site {
		t.Errorf("a broken build replaced the site: %q", broken.Site)
	}
	for _, want := range []string{
		"content/a.md:2:5", "this is &lt;broken&gt;", "(broken)", "mend it",
		"<code>2 | \tis BROKEN here\n  | \t   ^</code>", "this is the last good site",
	} {
		if !strings.Contains(broken.Problems, want) {
			t.Errorf("problems lack %q:\n%s", want, broken.Problems)
		}
	}
	if strings.Contains(broken.Problems, "style=") || strings.Contains(broken.Problems, "<script") {
		t.Errorf("the page's policy forbids this:\n%s", broken.Problems)
	}
	status, body := r.get("a.html")
	if status != 200 || !strings.Contains(body, "<p>good</p>") || !strings.Contains(body, broken.Problems) {
		t.Errorf("the last good site with problems: %d %s", status, body)
	}
	// A page opened now learns both at once.
	if late := until(t, r.events(), "state", func(event) bool { return true }); late != broken {
		t.Errorf("a new page is told %+v", late)
	}

	p.write("content/a.md", "mended at last")
	mended := until(t, events, "mended", func(e event) bool { return e.Problems == "" })
	if mended.Site == first.Site {
		t.Error("the page would not reload")
	}
	if _, body := r.get("a.html"); !strings.Contains(body, "mended at last") || strings.Contains(body, "waymark-problems") {
		t.Errorf("mended page: %s", body)
	}
	if log := r.log.String(); !strings.Contains(log, "content/a.md:2:5: error: this is <broken> (broken)\n    2 | ") {
		t.Errorf("log:\n%s", log)
	}
}

func TestBrokenFromTheStart(t *testing.T) {
	p := newProject(t, map[string]string{"content/a.md": "BROKEN"})
	r := p.run(nil)
	status, body := r.get("any/page.html")
	if status != 503 || !strings.Contains(body, "content/a.md:1:1") || !strings.Contains(body, scriptPath) || !strings.Contains(body, "waymark-problems-alone") {
		t.Errorf("%d %s", status, body)
	}
	events := r.events()
	if e := until(t, events, "state", func(event) bool { return true }); e.Site != "" || e.Problems == "" {
		t.Errorf("%+v", e)
	}
	p.write("content/a.md", "good now")
	until(t, events, "good site", func(e event) bool { return e.Site != "" && e.Problems == "" })
	if status, body := r.get("a.html"); status != 200 || !strings.Contains(body, "good now") {
		t.Errorf("%d %s", status, body)
	}
}

func TestBuildErrorIsShown(t *testing.T) {
	p := newProject(t, map[string]string{"content/a.md": "x"})
	r := p.run(func(o *Options) {
		o.Build = func(context.Context) (Files, []diag.Finding, error) {
			return nil, nil, errors.New("read waymark.yaml: no such file")
		}
	})
	if status, body := r.get(""); status != 503 || !strings.Contains(body, "read waymark.yaml: no such file") {
		t.Errorf("%d %s", status, body)
	}
}

func TestNewerChangeCancelsTheRunningBuild(t *testing.T) {
	p := newProject(t, map[string]string{"content/a.md": "first"})
	began := make(chan int, 10)
	var stopped atomic.Int32
	r := p.run(func(o *Options) {
		o.Build = func(ctx context.Context) (Files, []diag.Finding, error) {
			files, findings, err := p.build(ctx)
			n := int(p.builds.Load())
			began <- n
			if n == 2 { // the second build would never end by itself
				<-ctx.Done()
				stopped.Add(1)
				return nil, nil, ctx.Err()
			}
			return files, findings, err
		}
	})
	<-began
	events := r.events()
	first := until(t, events, "first state", func(event) bool { return true })
	p.write("content/a.md", "second")
	select {
	case <-began:
	case <-time.After(limit):
		t.Fatal("second build did not begin")
	}
	p.write("content/a.md", "the third text")
	e := until(t, events, "third build", func(e event) bool { return e.Site != first.Site || e.Problems != "" })
	if e.Problems != "" {
		t.Errorf("the cancelled build was shown as broken: %s", e.Problems)
	}
	if _, body := r.get("a.html"); !strings.Contains(body, "the third text") || stopped.Load() != 1 {
		t.Errorf("stopped %d, %s", stopped.Load(), body)
	}
}

func TestStopEndsStreamsAndBuilds(t *testing.T) {
	p := newProject(t, map[string]string{"content/a.md": "first"})
	building := make(chan bool)
	r := p.run(func(o *Options) {
		o.Build = func(ctx context.Context) (Files, []diag.Finding, error) {
			if p.builds.Load() == 1 {
				close(building)
				<-ctx.Done()
			}
			return p.build(ctx)
		}
	})
	events := r.events()
	until(t, events, "first state", func(event) bool { return true })
	p.write("content/a.md", "second")
	select {
	case <-building:
	case <-time.After(limit):
		t.Fatal("second build did not begin")
	}
	begin := time.Now()
	r.stop()
	select {
	case err := <-r.over:
		if err != nil {
			t.Error(err)
		}
		r.over <- nil // for the cleanup
	case <-time.After(limit):
		t.Fatal("did not stop")
	}
	if took := time.Since(begin); took > 2*time.Second {
		t.Errorf("took %v: the open stream held the server up", took)
	}
	for range events { // closed, or this never ends
	}
	if _, err := net.DialTimeout("tcp", strings.TrimSuffix(strings.TrimPrefix(r.url, "http://"), "/"), time.Second); err == nil {
		t.Error("the port is still open")
	}
}

func TestListen(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer taken.Close()
	address := taken.Addr().String()

	_, err = listen(address, false)
	if err == nil || !strings.Contains(err.Error(), "is already used by another program") || !strings.Contains(err.Error(), "--address 127.0.0.1:") {
		t.Errorf("port in use: %v", err)
	}
	next, err := listen(address, true)
	must(t, err)
	defer next.Close()
	if a, b := taken.Addr().(*net.TCPAddr).Port, next.Addr().(*net.TCPAddr).Port; b <= a || b > a+20 {
		t.Errorf("next free port of %d is %d", a, b)
	}
	if _, err := listen("8080", false); err == nil || !strings.Contains(err.Error(), "want host:port") {
		t.Errorf("no host: %v", err)
	}
	if got := address2(&net.TCPAddr{IP: net.IPv6unspecified, Port: 80}); got != "http://localhost:80/in/" {
		t.Errorf("address on all interfaces: %s", got)
	}
}

func address2(a net.Addr) string { return address(a, "/in/") }

func TestBase(t *testing.T) {
	for given, want := range map[string]string{"": "/", "/": "/", "intranet": "/intranet/", "/a/b": "/a/b/", "/a/../b//": "/b/"} {
		if got := (Options{Base: given}).withDefaults().Base; got != want {
			t.Errorf("%q: got %q, want %q", given, got, want)
		}
	}
}

func TestExcerptsStayInTheProject(t *testing.T) {
	p := newProject(t, map[string]string{"root/a.md": "\ufeffone\r\ntwo", "secret.txt": "secret"})
	must(t, os.Symlink(p.path("secret.txt"), p.path("root/link.md")))
	read := sourceReader(p.path("root"))
	tests := []struct {
		file string
		line int
		want string
		ok   bool
	}{
		{"a.md", 1, "one", true},
		{"a.md", 2, "two", true},
		{"a.md", 3, "", false},
		{"a.md", 0, "", false},
		{"none.md", 1, "", false},
		{"../secret.txt", 1, "", false},
		{"link.md", 1, "", false},
	}
	for _, test := range tests {
		if got, ok := read(test.file, test.line); got != test.want || ok != test.ok {
			t.Errorf("%s:%d: got %q, %v", test.file, test.line, got, ok)
		}
	}
}
