package serve

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"waymark/internal/site"
)

// ServeHTTP answers one request by asking, in this order: is it the preview's own file, is there a site
// yet, is the address under the base, is there such a file, is it a folder's address.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", s.Policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "a preview can only be read", http.StatusMethodNotAllowed)
		return
	}
	switch r.URL.Path {
	case eventsPath:
		s.events(w, r)
		return
	case scriptPath:
		s.answer(w, r, scriptPath, []byte(reloadScript))
		return
	case stylePath:
		s.answer(w, r, stylePath, []byte(overlayStyle))
		return
	}

	now := s.current()
	if now.files == nil {
		s.own(w, r, http.StatusServiceUnavailable, now, page("The site cannot be built", "", nil))
		return
	}
	rest, ok := strings.CutPrefix(r.URL.Path, s.Base)
	if !ok {
		if r.URL.Path == "/" || r.URL.Path+"/" == s.Base {
			s.redirect(w, r, "")
			return
		}
		s.missing(w, r, now, strings.TrimPrefix(r.URL.Path, "/"))
		return
	}

	// Every name passes ValidPath before it is asked for: no "..", no empty part, no leading slash. So it
	// cannot leave the site even when Files is a folder on disk, and a redirect cannot name another host.
	folder := rest == "" || strings.HasSuffix(rest, "/")
	name := strings.TrimSuffix(rest, "/")
	if name != "" && (!fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\\\x00")) {
		s.missing(w, r, now, rest)
		return
	}
	if folder {
		if data, ok := now.files.Get(path.Join(name, "index.html")); ok {
			s.send(w, r, now, "index.html", data)
			return
		}
		s.missing(w, r, now, rest)
		return
	}
	if data, ok := now.files.Get(name); ok {
		s.send(w, r, now, name, data)
		return
	}
	if _, ok := now.files.Get(name + "/index.html"); ok {
		s.redirect(w, r, name+"/")
		return
	}
	s.missing(w, r, now, rest)
}

// send answers with a file of the site.
func (s *server) send(w http.ResponseWriter, r *http.Request, now state, name string, data []byte) {
	if isHTML(name) {
		data = withPreview(data, now)
	}
	s.answer(w, r, name, data)
}

// answer sends bytes so that the browser keeps them but asks each time whether they are still right: the
// tag is made from the bytes, so a reload after a build sees the new ones and does not fetch the others.
func (s *server) answer(w http.ResponseWriter, r *http.Request, name string, data []byte) {
	sum := sha256.Sum256(data)
	h := w.Header()
	h.Set("Content-Type", contentType(name))
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

// own answers with a page of the preview's own.
func (s *server) own(w http.ResponseWriter, r *http.Request, status int, now state, data []byte) {
	data = withPreview(data, now)
	h := w.Header()
	h.Set("Content-Type", contentType("index.html"))
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", fmt.Sprint(len(data)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(data) // the reader went away: nothing to do
	}
}

// redirect sends the reader to a path under the base. It is temporary: the next project previewed at the
// same port may have another shape, and browsers remember permanent ones.
func (s *server) redirect(w http.ResponseWriter, r *http.Request, name string) {
	to := url.URL{Path: s.Base + name, RawQuery: r.URL.RawQuery}
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, to.String(), http.StatusFound)
}

func (s *server) missing(w http.ResponseWriter, r *http.Request, now state, name string) {
	var suggestions []near
	for _, p := range nearest(now.files, name) {
		suggestions = append(suggestions, near{(&url.URL{Path: s.Base + p}).String(), p})
	}
	s.own(w, r, http.StatusNotFound, now, page("Page not found", cmp.Or(name, "/"), suggestions))
}

// withPreview adds the preview's stylesheet, problems and script before the end of the body, or at the end
// of a page that does not write it. The script knows which site the page was made from.
func withPreview(data []byte, now state) []byte {
	add := `<link rel="stylesheet" href="` + stylePath + `">` + now.problems +
		`<script src="` + scriptPath + `" data-site="` + html.EscapeString(now.site) + `"></script>`
	at := len(data)
	// The last one: an earlier one stands in a comment or a script. Tag names may be in capitals.
	for i := len(data) - len("</body"); i >= 0; i-- {
		if data[i] == '<' && bytes.EqualFold(data[i:i+len("</body")], []byte("</body")) {
			at = i
			break
		}
	}
	return slices.Concat(data[:at], []byte(add), data[at:])
}

func isHTML(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".html" || ext == ".htm"
}

// contentTypes is our own table: the system's differs between computers (on Windows it is the registry,
// which may call a script plain text, and nosniff then refuses it).
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".htm": "text/html; charset=utf-8",
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".json": "application/json", ".map": "application/json", ".webmanifest": "application/manifest+json",
	".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".md": "text/markdown; charset=utf-8",
	".xml": "application/xml", ".ics": "text/calendar; charset=utf-8",
	".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
	".webp": "image/webp", ".avif": "image/avif", ".ico": "image/x-icon",
	".woff2": "font/woff2", ".woff": "font/woff", ".ttf": "font/ttf",
	".pdf": "application/pdf", ".zip": "application/zip",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

func contentType(name string) string {
	return cmp.Or(contentTypes[strings.ToLower(path.Ext(name))], "application/octet-stream")
}

// mostNear is how many pages a missing address suggests.
const mostNear = 6

// nearest gives the pages most like a path that is not there, best first: the fewest letters to change in
// the whole path, or in its last part alone when the page seems to have moved to another folder. When the
// site cannot list its paths, the fronts of the folders above are given.
func nearest(files Files, name string) []string {
	name = strings.ToLower(strings.Trim(name, "/"))
	lister, ok := files.(interface{ Paths() []string })
	if !ok {
		var out []string
		for up := path.Dir(name); ; up = path.Dir(up) {
			front := strings.TrimPrefix(path.Join(up, "index.html"), "/")
			if fs.ValidPath(front) {
				if _, ok := files.Get(front); ok {
					out = append(out, front)
				}
			}
			if up == "." || up == "/" {
				return out
			}
		}
	}
	if len(name) > 300 { // nobody's typing slip, and the comparison below is quadratic
		name = name[:300]
	}
	type scored struct {
		path  string
		score int
	}
	wanted := trimPage(name)
	limit := 2 + len(wanted)/4
	var all []scored
	for _, p := range lister.Paths() {
		if !isHTML(p) {
			continue
		}
		candidate := trimPage(strings.ToLower(p))
		score := site.EditDistance(wanted, candidate)
		if moved := 2 + 2*site.EditDistance(path.Base(wanted), path.Base(candidate)); moved < score && path.Base(candidate) != "." {
			score = moved
		}
		if score <= limit || p == "index.html" { // the home page is always worth offering, last
			if p == "index.html" && score > limit {
				score = limit + 1
			}
			all = append(all, scored{p, score})
		}
	}
	slices.SortFunc(all, func(a, b scored) int { return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(a.path, b.path)) })
	var out []string
	for _, a := range all[:min(len(all), mostNear)] {
		out = append(out, a.path)
	}
	return out
}

// trimPage leaves what a person would type: "routes/index.html" and "routes.md" are both "routes".
func trimPage(p string) string {
	if path.Base(p) == "index.html" {
		return path.Dir(p)
	}
	switch ext := path.Ext(p); ext {
	case ".html", ".htm", ".md":
		return strings.TrimSuffix(p, ext)
	}
	return p
}
