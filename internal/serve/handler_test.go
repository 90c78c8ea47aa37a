package serve

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/diag"
)

var small = memory{
	"index.html":                       "<html><body>home</body></html>",
	"routes/index.html":                "<html><body>routes</BODY></html>",
	"routes/adoption.html":             "<p>no body tag",
	"routes/special-guardianship.html": "<html><body><!-- </body> -->sg</body></html>",
	"assets/site.css":                  "body{}",
	"assets/site.js":                   "/* </body> */",
	"data/q2.csv":                      "a,b",
	"a b/page.html":                    "<body>space</body>",
}

// serving returns a handler that shows files.
func serving(files Files, base string) *server {
	s := newServer(Options{Base: base}.withDefaults())
	s.publish(result{files: files})
	return s
}

func ask(s *server, method, target string, header ...string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, "http://localhost/", nil)
	u, err := url.Parse("http://localhost" + target)
	if err != nil {
		panic(err)
	}
	r.URL = u
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	s.ServeHTTP(w, r)
	return w
}

func TestAnswers(t *testing.T) {
	tests := []struct {
		name, base, method, target string
		status                     int
		kind, location, words      string
	}{
		{"home", "", "GET", "/", 200, "text/html; charset=utf-8", "", "home"},
		{"folder", "", "GET", "/routes/", 200, "text/html; charset=utf-8", "", "routes"},
		{"folder without slash", "", "GET", "/routes?q=a", 302, "", "/routes/?q=a", ""},
		{"page", "", "GET", "/routes/adoption.html", 200, "text/html; charset=utf-8", "", "no body tag"},
		{"space", "", "GET", "/a%20b/page.html", 200, "text/html; charset=utf-8", "", "space"},
		{"style", "", "GET", "/assets/site.css", 200, "text/css; charset=utf-8", "", "body{}"},
		{"script", "", "GET", "/assets/site.js", 200, "text/javascript; charset=utf-8", "", "/* </body> */"},
		{"table", "", "GET", "/data/q2.csv", 200, "text/csv; charset=utf-8", "", "a,b"},
		{"file as a folder", "", "GET", "/data/q2.csv/", 404, "text/html; charset=utf-8", "", "nothing at"},
		{"missing", "", "GET", "/routes/adopton.html", 404, "text/html; charset=utf-8", "", `<a href="/routes/adoption.html">`},
		{"missing is escaped", "", "GET", "/%3Cscript%3E", 404, "text/html; charset=utf-8", "", "&lt;script&gt;"},
		{"up", "", "GET", "/../../etc/passwd", 404, "text/html; charset=utf-8", "", ""},
		{"up, escaped", "", "GET", "/%2e%2e/%2e%2e/etc/passwd", 404, "text/html; charset=utf-8", "", ""},
		{"up, backslash", "", "GET", "/..%5C..%5Cetc", 404, "text/html; charset=utf-8", "", ""},
		{"another host", "", "GET", "//routes", 404, "text/html; charset=utf-8", "", ""},
		{"empty part", "", "GET", "/routes//", 404, "text/html; charset=utf-8", "", ""},
		{"base", "/intranet/", "GET", "/intranet/routes/", 200, "text/html; charset=utf-8", "", "routes"},
		{"base without slash", "/intranet/", "GET", "/intranet", 302, "", "/intranet/", ""},
		{"top leads to base", "/intranet/", "GET", "/", 302, "", "/intranet/", ""},
		{"folder in base", "/intranet/", "GET", "/intranet/routes", 302, "", "/intranet/routes/", ""},
		{"outside base", "/intranet/", "GET", "/routes/", 404, "text/html; charset=utf-8", "", `<a href="/intranet/routes/index.html">`},
		{"own script", "/intranet/", "GET", scriptPath, 200, "text/javascript; charset=utf-8", "", "EventSource"},
		{"own style", "", "GET", stylePath, 200, "text/css; charset=utf-8", "", ".waymark-problems"},
		{"own, unknown", "", "GET", "/__waymark/else", 404, "text/html; charset=utf-8", "", ""},
		{"post", "", "POST", "/", 405, "text/plain; charset=utf-8", "", "only be read"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := ask(serving(small, test.base), test.method, test.target)
			h := w.Header()
			if w.Code != test.status || test.kind != "" && h.Get("Content-Type") != test.kind || h.Get("Location") != test.location || !strings.Contains(w.Body.String(), test.words) {
				t.Errorf("%d %q to %q\n%s", w.Code, h.Get("Content-Type"), h.Get("Location"), w.Body)
			}
			if h.Get("Content-Security-Policy") != DefaultPolicy || h.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("headers: %v", h)
			}
		})
	}
}

func TestOnlyHTMLHasTheScript(t *testing.T) {
	s := serving(small, "")
	for name, text := range small {
		body := ask(s, "GET", "/"+(&url.URL{Path: name}).EscapedPath()).Body.String()
		if !strings.HasSuffix(name, ".html") {
			if body != text {
				t.Errorf("%s was changed: %s", name, body)
			}
			continue
		}
		if n := strings.Count(body, "<script src=\""+scriptPath+"\" data-site=\""+s.current().site+"\"></script>"); n != 1 {
			t.Errorf("%s: %d scripts in %s", name, n, body)
		}
		at, end := strings.Index(body, "<script"), strings.LastIndex(strings.ToLower(body), "</body")
		if end >= 0 && at > end || strings.Contains(body[:at], "</BODY") {
			t.Errorf("%s: the script is after the body: %s", name, body)
		}
	}
	if body := ask(s, "GET", "/routes/special-guardianship.html").Body.String(); !strings.Contains(body, "<!-- </body> -->sg<link") {
		t.Errorf("a comment was taken for the end: %s", body)
	}
	if string(small["index.html"]) != "<html><body>home</body></html>" {
		t.Error("the site itself was changed")
	}
}

func TestReloadSeesNewBytes(t *testing.T) {
	s := serving(memory{"index.html": "<body>one</body>", "a.css": "one", "b.css": "same"}, "")
	tags := map[string]string{}
	for _, target := range []string{"/", "/a.css", "/b.css"} {
		w := ask(s, "GET", target)
		tags[target] = w.Header().Get("ETag")
		if w.Header().Get("Cache-Control") != "no-cache" || len(tags[target]) < 10 {
			t.Errorf("%s: %v", target, w.Header())
		}
		if again := ask(s, "GET", target, "If-None-Match", tags[target]); again.Code != 304 || again.Body.Len() != 0 {
			t.Errorf("%s unchanged: %d", target, again.Code)
		}
	}
	s.publish(result{files: memory{"index.html": "<body>two</body>", "a.css": "two", "b.css": "same"}})
	for target, want := range map[string]int{"/": 200, "/a.css": 200, "/b.css": 304} {
		if w := ask(s, "GET", target, "If-None-Match", tags[target]); w.Code != want {
			t.Errorf("%s after a build: %d, want %d", target, w.Code, want)
		}
	}
	if w := ask(s, "GET", "/none"); w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("a missing page is kept: %v", w.Header())
	}
}

func TestHead(t *testing.T) {
	s := serving(small, "")
	for _, target := range []string{"/", "/assets/site.css", "/none", eventsPath} {
		get := "-"
		if target != eventsPath {
			get = fmt.Sprint(ask(s, "GET", target).Body.Len())
		}
		w := ask(s, "HEAD", target)
		if w.Body.Len() != 0 || get != "-" && w.Header().Get("Content-Length") != get {
			t.Errorf("%s: body of %d, length %q, want %s", target, w.Body.Len(), w.Header().Get("Content-Length"), get)
		}
	}
}

func TestPing(t *testing.T) {
	s := serving(small, "")
	s.ping = 5 * time.Millisecond
	server := httptest.NewServer(s)
	defer server.Close()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, "GET", server.URL+eventsPath, nil)
	must(t, err)
	answer, err := http.DefaultClient.Do(request)
	must(t, err)
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	var got []string
	for len(got) < 8 && lines.Scan() {
		got = append(got, lines.Text())
	}
	want := []string{"retry: 1000", "", "event: state", `data: {"site":"` + s.current().site + `","problems":""}`, "", ": ping", "", ": ping"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestProblems(t *testing.T) {
	none := func(string, int) (string, bool) { return "", false }
	var many []diag.Finding
	for i := range 25 {
		many = append(many, diag.Finding{File: "w.md", Line: i + 1, Message: "old"})
	}
	many = append(many, diag.Finding{File: "e.md", Severity: diag.Error, Message: "bad"})
	html := problems(result{findings: many}, true, none)
	if n := strings.Count(html, "<li "); n != 20 {
		t.Errorf("%d shown, want 20", n)
	}
	if !strings.Contains(html, "And 6 more") || !strings.Contains(html, "1 error, 25 warnings") {
		t.Errorf("%s", html)
	}
	if strings.Index(html, "e.md") > strings.Index(html, "w.md") {
		t.Error("the error is not first")
	}
	if html := problems(result{}, false, none); !strings.Contains(html, "gave no site") {
		t.Errorf("%s", html)
	}
}

func TestNearest(t *testing.T) {
	site := memory{"index.html": "", "routes/index.html": "", "routes/adoption.html": "", "routes/fostering.html": "", "meetings/reviews.html": "", "assets/adoption.css": ""}
	tests := []struct {
		name string
		want []string
	}{
		{"routes/adopton.html", []string{"routes/adoption.html", "index.html"}},  // one letter left out
		{"Routes/Adoption.html", []string{"routes/adoption.html", "index.html"}}, // capitals
		{"routes/adoption.md", []string{"routes/adoption.html", "index.html"}},   // the source's name
		{"routes/adoption/", []string{"routes/adoption.html", "index.html"}},     // as a folder
		{"guide/reviews.html", []string{"meetings/reviews.html", "index.html"}},  // moved: 2, as its last part is the same
		{"entirely/other/thing.html", []string{"index.html"}},
	}
	for _, test := range tests {
		if got := nearest(site, test.name); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
	// A site that cannot list its paths offers the fronts above.
	if got := nearest(only{site}, "routes/deep/x.html"); !slices.Equal(got, []string{"routes/index.html", "index.html"}) {
		t.Errorf("without a list: %q", got)
	}
}

type only struct{ Files }

// strict fails when it is asked for anything that could leave the site.
type strict struct {
	t *testing.T
	memory
}

func (s strict) Get(path string) ([]byte, bool) {
	if !fs.ValidPath(path) || strings.ContainsAny(path, "\\\x00") {
		s.t.Errorf("asked for %q", path)
	}
	return s.memory.Get(path)
}

// Whatever the address, the site is asked for valid names only, and a redirect stays on this host and
// under the base.
func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"/", "/routes", "//evil/routes", "/../routes", "/in/routes", "/in//routes", "/in/.", "/in/..", "/in/routes\\", "/in/\x00", "/in"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		for _, base := range []string{"/", "/in/"} {
			s := serving(strict{t, small}, base)
			r := httptest.NewRequest("GET", "http://localhost/", nil)
			r.URL = &url.URL{Path: path}
			if path == eventsPath {
				return // never ends
			}
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			switch w.Code {
			case 200, 404:
			case 302:
				to := w.Header().Get("Location")
				if !strings.HasPrefix(to, base) || strings.HasPrefix(to, "//") {
					t.Errorf("%q leads to %q", path, to)
				}
			default:
				t.Errorf("%q: %d", path, w.Code)
			}
		}
	})
}
