// Package serve is the preview that an author keeps open while writing: the site over HTTP from memory,
// rebuilt when a file changes, shown again in the browser by itself, with what is wrong in the page.
//
// It does not know how a site is built: Options.Build makes a whole site in memory and says what it found.
// It writes nothing to disk, and what it adds to a page (one script, one stylesheet, the panel of problems)
// is added to the answer only, so a preview can never leak into a published folder.
//
// Order of work, in Run: take the port; watch the files; build; answer requests. Then, for each batch of
// changed files, build again. A newer change stops a build that is still running.
//
// Terms. A site is good when its build ended without an error and without an error finding. The last good
// site stays up while the author's files are broken; the page then shows the problems over it. Before
// there is a first good site, every address answers with the problems alone.
//
//	watch.go    which files changed, from file-system events or by comparing times and sizes
//	handler.go  one request, one answer
//	events.go   the stream of server-sent events that tells open pages what happened
//	problems.go findings as HTML
//	client.go   the script and the stylesheet of the preview
package serve

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"waymark/internal/diag"
)

// DefaultAddress is where a preview is served unless the author says otherwise. It can be reached from the
// same computer only, because a preview may show what is not yet published.
const DefaultAddress = "127.0.0.1:8080"

// DefaultPolicy is the Content-Security-Policy sent with every answer: the published pages' own policy, so
// that whatever would break on the council's server breaks in the preview too.
const DefaultPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"

// Files is a site in memory. A path has forward slashes and no leading slash. When Files also has a method
// Paths() []string, the page for a missing address can suggest any page of the site.
type Files interface {
	Get(path string) ([]byte, bool)
}

// Options say what to serve. Only Build is always needed.
type Options struct {
	Address  string                 // host:port; "" is DefaultAddress, or the next free port after it
	Base     string                 // sub-path such as "/intranet/"; "" is "/"
	Root     string                 // project root, which the files of findings are relative to; "" is the working folder
	Watch    []string               // files and folders to watch, folders with all below; one need not exist yet
	Ignore   func(path string) bool // absolute paths never watched, such as the output folder; a folder is ignored with all below
	Poll     time.Duration          // 0: file-system events; otherwise compare times and sizes this often (network shares send no events)
	Debounce time.Duration          // how long files must be quiet before a build; 0 is 120 ms
	Policy   string                 // Content-Security-Policy header; "" is DefaultPolicy
	Log      io.Writer              // what happens, for the terminal; nil is silence
	Colour   bool                   // findings in Log in colour

	// Build makes a whole new site in memory. It should stop early when ctx is cancelled, because a newer
	// change then waits; what it returns is thrown away. It is never called twice at the same time.
	Build func(ctx context.Context) (Files, []diag.Finding, error)

	// Ready, when given, is called once with the site's address when the first build is over.
	Ready func(url string)
}

func (o Options) withDefaults() Options {
	o.Policy = cmp.Or(o.Policy, DefaultPolicy)
	o.Root = cmp.Or(o.Root, ".")
	if o.Debounce <= 0 {
		o.Debounce = 120 * time.Millisecond
	}
	if o.Log == nil {
		o.Log = io.Discard
	}
	o.Log = &lockedWriter{w: o.Log}
	o.Base = path.Clean("/"+o.Base) + "/"
	if o.Base == "//" {
		o.Base = "/"
	}
	return o
}

// Run serves until ctx is cancelled, which is its ordinary end and no error.
func Run(ctx context.Context, o Options) error {
	if o.Build == nil {
		panic("serve: Options.Build is missing")
	}
	byDefault := o.Address == "" || o.Address == DefaultAddress
	o = o.withDefaults()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	listener, err := listen(cmp.Or(o.Address, DefaultAddress), byDefault)
	if err != nil {
		return err
	}
	defer listener.Close()
	changes, err := watch(ctx, o) // before the first build, so that no change falls between the two
	if err != nil {
		return err
	}
	s := newServer(o)
	s.publish(s.build(ctx))
	if ctx.Err() != nil {
		return nil
	}

	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		BaseContext:       func(net.Listener) context.Context { return ctx }, // ends the event streams
		ErrorLog:          log.New(o.Log, "", 0),
	}
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(listener) }()
	url := address(listener.Addr(), o.Base)
	fmt.Fprintf(o.Log, "serving %s (stop with Ctrl+C)\n", url)
	if o.Ready != nil {
		o.Ready(url)
	}

	go func() {
		if err := <-stopped; err != nil && !errors.Is(err, http.ErrServerClosed) {
			stopped <- err
			cancel()
		}
	}()
	s.rebuild(ctx, changes)

	// Answers that are under way get a moment; event streams have already ended with ctx.
	cancel()
	grace, done := context.WithTimeout(context.Background(), 3*time.Second)
	defer done()
	if server.Shutdown(grace) != nil {
		server.Close()
	}
	select {
	case err := <-stopped:
		if !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve: %w", err)
		}
	default:
	}
	return nil
}

// rebuild builds once for each batch of changes until ctx is cancelled. One build runs at a time: a change
// that arrives meanwhile cancels the running one, waits for it to return, and starts the next.
func (s *server) rebuild(ctx context.Context, changes <-chan []string) {
	var (
		done    = make(chan result)
		stop    context.CancelFunc // of the running build; nil when none runs
		waiting bool               // a newer change arrived while one was running
	)
	start := func() {
		var building context.Context
		building, stop = context.WithCancel(ctx)
		waiting = false
		go func() { done <- s.build(building) }()
	}
	for {
		select {
		case changed, ok := <-changes:
			if !ok {
				changes = nil
				continue
			}
			s.logf("%s: building\n", s.named(changed))
			if stop == nil {
				start()
			} else {
				waiting = true
				stop()
			}
		case r := <-done:
			stop()
			stop = nil
			switch {
			case ctx.Err() != nil:
				return
			case waiting: // what was built is older than the files, or half of each
				start()
			default:
				s.publish(r)
			}
		case <-ctx.Done():
			if stop != nil {
				stop()
				<-done
			}
			return
		}
	}
}

// named says which files changed, as the author knows them.
func (s *server) named(changed []string) string {
	name := changed[0]
	if root, err := filepath.Abs(s.Root); err == nil {
		if relative, err := filepath.Rel(root, name); err == nil && filepath.IsLocal(relative) {
			name = filepath.ToSlash(relative)
		}
	}
	if len(changed) > 1 {
		return fmt.Sprintf("%s and %d more changed", name, len(changed)-1)
	}
	return name + " changed"
}

// result is what one build gave.
type result struct {
	files    Files
	findings []diag.Finding
	err      error
	took     time.Duration
}

func (s *server) build(ctx context.Context) result {
	begin := time.Now()
	files, findings, err := s.Build(ctx)
	return result{files, findings, err, time.Since(begin)}
}

func (r result) good() bool {
	if r.err != nil || r.files == nil {
		return false
	}
	for _, f := range r.findings {
		if f.Severity == diag.Error {
			return false
		}
	}
	return true
}

// state is what the preview shows at one moment. It is replaced whole, never changed.
type state struct {
	site     string // names the build that files came from; "" when there is no good site yet
	files    Files
	problems string // HTML of what is wrong with the author's files now; "" when nothing is
}

// server holds the state and tells open pages when it is replaced.
type server struct {
	Options
	run  string        // differs from one run of the program to the next, so that a page left open reloads
	ping time.Duration // how often a quiet event stream says that it lives
	hub  hub

	mu     sync.RWMutex
	now    state
	builds int
}

func newServer(o Options) *server {
	return &server{Options: o, run: rand.Text()[:8], ping: 15 * time.Second}
}

func (s *server) current() state {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.now
}

// publish shows a finished build, or what is wrong with it over the last good site.
func (s *server) publish(r result) {
	excerpts := sourceReader(s.Root)
	s.mu.Lock()
	s.builds++
	if r.good() {
		s.now = state{site: s.run + "-" + strconv.Itoa(s.builds), files: r.files}
	} else {
		s.now.problems = problems(r, s.now.files != nil, excerpts)
	}
	s.mu.Unlock()

	if err := diag.Print(s.Log, "text", r.findings, diag.Options{Colour: s.Colour, Excerpt: excerpts}); err != nil {
		s.logf("%v\n", err)
	}
	took := r.took.Round(time.Millisecond)
	switch {
	case r.err != nil:
		s.logf("the build stopped after %v: %v\n", took, r.err)
	case r.good():
		s.logf("built in %v: %s\n", took, diag.Summary(r.findings))
	case s.current().files != nil:
		s.logf("built in %v: %s; the last good site stays up\n", took, diag.Summary(r.findings))
	default:
		s.logf("built in %v: %s; there is no good site to show yet\n", took, diag.Summary(r.findings))
	}
	s.hub.tell()
}

func (s *server) logf(format string, args ...any) { fmt.Fprintf(s.Log, format, args...) }

// listen takes the port. Only when the author named no address may it be another than asked for.
func listen(address string, orNext bool) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("address %q: want host:port, such as %s", address, DefaultAddress)
	}
	listener, err := net.Listen("tcp", address)
	if err == nil {
		return listener, nil
	}
	number, notNumber := strconv.Atoi(port)
	if !inUse(err) || notNumber != nil {
		return nil, fmt.Errorf("cannot serve at %s: %w", address, err)
	}
	if orNext {
		for next := number + 1; next <= min(number+20, 65535); next++ {
			if listener, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(next))); err == nil {
				return listener, nil
			}
		}
	}
	return nil, fmt.Errorf("port %s on %s is already used by another program: stop that program, or choose another port with --address %s",
		port, cmp.Or(host, "this computer"), net.JoinHostPort(host, strconv.Itoa(min(number+1, 65535))))
}

func inUse(err error) bool {
	var number syscall.Errno
	const windowsAddressInUse = 10048 // WSAEADDRINUSE, which package syscall does not map to EADDRINUSE
	return errors.As(err, &number) && (number == syscall.EADDRINUSE || runtime.GOOS == "windows" && number == windowsAddressInUse)
}

// address is what a person types. A listener on all interfaces is reached as localhost.
func address(a net.Addr, base string) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return "http://" + a.String() + base
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + base
}

// sourceReader reads lines of files for excerpts, each file once. Files outside the project root, also by
// a symbolic link, are not read: a finding's file name ends up in a page.
func sourceReader(root string) func(file string, line int) (string, bool) {
	files := map[string][]string{}
	return func(file string, line int) (string, bool) {
		lines, ok := files[file]
		if !ok {
			if f, err := os.OpenInRoot(root, filepath.FromSlash(file)); err == nil {
				if text, err := io.ReadAll(f); err == nil {
					lines = strings.Split(strings.TrimPrefix(string(text), "\ufeff"), "\n")
				}
				f.Close()
			}
			files[file] = lines
		}
		if line < 1 || line > len(lines) {
			return "", false
		}
		return strings.TrimRight(lines[line-1], "\r"), true
	}
}

// lockedWriter keeps lines of the log whole when several goroutines write.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}
