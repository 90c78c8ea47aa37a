// Package theme frames a page: it turns a View into a finished HTML file, with the templates of one theme,
// and names the styles and scripts that those pages load.
//
// It does not compute, look up or decide anything about a page. Whatever a template prints is in the View,
// already in words and already released; a template only chooses the order and the elements.
//
// # Templates
//
// A theme is a flat folder of .html files. A file whose name starts with "_" is shared: every page may use
// what it defines. Any other file is the template of one kind of page, named for the kind: route.html draws
// routes. A kind without a file of its own is drawn by page.html, which must exist.
//
//	_layout.html    defines "layout", with the blocks head, header, breadcrumb, side, article, meta, footer
//	page.html       {{template "layout" .}} and, where it differs, {{define "article"}}...{{end}}
//
// A template sees the View's fields and the method Asset, and these functions:
//
//	kindLabel KIND    the quiet label above a title; "" for ordinary pages
//	size BYTES        "2 kB"
//	items NAME LIST   every item of a list of navigation, drawn by the shared template NAME
//
// # Promises to a browser
//
// Every page opens from a folder, under any path and under the policy in Policy. So templates hold no inline
// script, no inline style and no address that starts with a slash or a host. Render does not prove this; the
// tests of the theme and the checks of the built site do.
package theme

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// Policy is the Content-Security-Policy of every page, without frame-ancestors, which works as a header only.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'"

// Kinds that are drawn from something besides the body. The other kinds are in package site.
const (
	KindHome      = "home"
	KindIndicator = "indicator"
	KindOverview  = "overview"
	KindDownloads = "downloads"
	KindPack      = "pack"
	KindChooser   = "chooser"
)

// Theme is the parsed templates of one theme and its files. It is safe for use by many goroutines at once.
type Theme struct {
	kinds  map[string]*template.Template
	parts  *template.Template // the shared files alone
	assets []Asset            // sorted by path
	paths  map[string]string  // "site.css" to "assets/site.0a1b2c3d.css"

	mu    sync.RWMutex
	drawn map[lone]string // see items
}

// Asset is a file to publish beside the pages.
type Asset struct {
	Path string // below the site's root: "assets/site.0a1b2c3d.css"
	Data []byte
}

// New parses a theme's templates and names its files by what they hold. Only the files that pages load belong
// in assets: each one given is published.
func New(templates fs.FS, assets map[string][]byte) (*Theme, error) {
	t := &Theme{kinds: map[string]*template.Template{}, paths: map[string]string{}, drawn: map[lone]string{}}
	for name, data := range assets {
		sum := sha256.Sum256(data)
		ext := path.Ext(name)
		// The hash is in the name because intranet servers cache hard: a changed file has to be another file.
		p := "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:4]) + ext
		t.assets = append(t.assets, Asset{p, data})
		t.paths[name] = p
	}
	slices.SortFunc(t.assets, func(a, b Asset) int { return strings.Compare(a.Path, b.Path) })

	names, err := fs.Glob(templates, "*.html")
	if err != nil {
		return nil, fmt.Errorf("list the templates: %w", err)
	}
	t.parts = template.New("").Funcs(helpers).Funcs(template.FuncMap{"items": t.items}).Option("missingkey=error")
	for _, name := range names {
		if strings.HasPrefix(name, "_") {
			if err := parse(t.parts, templates, name); err != nil {
				return nil, err
			}
		}
	}
	for _, name := range names {
		if strings.HasPrefix(name, "_") {
			continue
		}
		kind, err := t.parts.Clone()
		if err != nil {
			return nil, fmt.Errorf("prepare %s: %w", name, err)
		}
		if err := parse(kind, templates, name); err != nil {
			return nil, err
		}
		t.kinds[strings.TrimSuffix(name, ".html")] = kind.Lookup(name)
	}
	if t.kinds["page"] == nil {
		return nil, errors.New("the theme has no page.html, which draws every kind of page without a template of its own")
	}
	return t, nil
}

func parse(into *template.Template, files fs.FS, name string) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("read the template: %w", err)
	}
	if _, err := into.New(name).Parse(string(text)); err != nil {
		return fmt.Errorf("parse the template: %w", err)
	}
	return nil
}

// AssetPath is where one of the theme's files is published, below the site's root; false when the theme has none
// of that name.
func (t *Theme) AssetPath(name string) (string, bool) {
	p, ok := t.paths[name]
	return p, ok
}

// Assets returns the files to publish, by path.
func (t *Theme) Assets() []Asset { return t.assets }

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render writes the finished page. Nothing is written when it fails.
func (t *Theme) Render(w io.Writer, v View) error {
	if err := suits(v); err != nil {
		return fmt.Errorf("draw %s: %w", v.Page.Path, err)
	}
	if draw, ok := v.Draw.(IndicatorView); ok {
		v.Page.Contents = append(draw.headings(), v.Page.Contents...)
		if len(v.Page.Contents) < 2 {
			v.Page.Contents = nil // a list of one helps nobody
		}
		if draw.Chart.Finding == draw.Figure.Finding {
			draw.Chart.Finding = "" // the page has said it already, beside the newest figure
			v.Draw = draw
		}
	}
	if draw, ok := v.Draw.(DownloadsView); ok {
		v.Page.Contents = draw.headings()
	}
	if _, ok := v.Draw.(OverviewView); ok {
		v.Page.Contents = nil // its first screen is its contents, and its tables want the room
	}
	tmpl := t.kinds[v.Page.Kind]
	if tmpl == nil {
		tmpl = t.kinds["page"]
	}
	page := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(page)
	page.Reset()
	if err := tmpl.Execute(page, framed{v, t}); err != nil {
		return fmt.Errorf("draw %s: %w", v.Page.Path, err)
	}
	if _, err := page.WriteTo(w); err != nil {
		return fmt.Errorf("write %s: %w", v.Page.Path, err)
	}
	return nil
}

// Figure draws one chart with its sentence, table and download as the figure element that indicator pages
// have, for a page of guidance that shows an indicator. The theme's shared files must define "figure".
func (t *Theme) Figure(c ChartView) (template.HTML, error) {
	figure, err := t.part("figure", c)
	if err != nil {
		return "", fmt.Errorf("draw the figure %s: %w", c.ID, err)
	}
	return figure, nil
}

// part draws one of the shared templates by itself.
func (t *Theme) part(name string, view any) (template.HTML, error) {
	// A template set that was executed cannot be cloned, and New clones the parts only before the first page.
	var out bytes.Buffer
	if err := t.parts.ExecuteTemplate(&out, name, view); err != nil {
		return "", err
	}
	return template.HTML(out.String()), nil
}

// lone is an item of navigation with nothing below it, and the template that draws it.
type lone struct {
	template, text, href string
	open                 bool
}

// items draws the items of a list of navigation, each with the shared template of a name. The same item is on
// every page of a folder, so one with nothing below it is drawn once and kept: drawing them anew was a third
// of the time of a large build. The item of the page itself is on no other page and is not kept.
func (t *Theme) items(name string, list []NavItem) (template.HTML, error) {
	var out strings.Builder
	out.Grow(160 * len(list)) // about what they take
	for _, item := range list {
		keep := len(item.Items) == 0 && !item.Current
		key := lone{name, item.Text, item.Href, item.Open}
		if keep {
			t.mu.RLock()
			text, ok := t.drawn[key]
			t.mu.RUnlock()
			if ok {
				out.WriteString(text)
				continue
			}
		}
		from := out.Len()
		if err := t.parts.ExecuteTemplate(&out, name, item); err != nil {
			return "", err
		}
		if keep {
			t.mu.Lock()
			t.drawn[key] = strings.Clone(out.String()[from:])
			t.mu.Unlock()
		}
	}
	return template.HTML(out.String()), nil
}

// suits says whether Draw is what the kind of page is drawn from. A wrong one is a fault in the build, found
// here in a sentence rather than in the middle of a template.
func suits(v View) error {
	ok := true
	switch v.Page.Kind {
	case KindHome:
		_, ok = v.Draw.(HomeView)
	case KindIndicator:
		_, ok = v.Draw.(IndicatorView)
	case KindOverview:
		_, ok = v.Draw.(OverviewView)
	case KindDownloads:
		_, ok = v.Draw.(DownloadsView)
	case KindPack:
		_, ok = v.Draw.(PackView)
	case KindChooser:
		_, ok = v.Draw.(ChooserView)
	}
	if !ok {
		return fmt.Errorf("a page of kind %s cannot be drawn from %T", v.Page.Kind, v.Draw)
	}
	return nil
}

// framed is what a template of a page sees.
type framed struct {
	View
	theme *Theme
}

// Asset returns the address of one of the theme's files from the page.
func (f framed) Asset(name string) (string, error) {
	p, ok := f.theme.paths[name]
	if !ok {
		return "", fmt.Errorf("the theme was made without the file %s", name)
	}
	return f.Root + p, nil
}

// WindowTitle is what a tab and a bookmark show: the page first, because tabs are narrow.
func (f framed) WindowTitle() string {
	page, site := f.Page.Title, f.Site.Title
	switch {
	case page == "" || page == site || f.Page.Kind == KindHome && site != "":
		return site
	case site == "":
		return page
	}
	return page + " - " + site
}

var helpers = template.FuncMap{"kindLabel": kindLabel, "size": size}

var kindLabels = map[string]string{
	"route":     "Route",
	"meeting":   "Meeting",
	"checklist": "Checklist",
	"role":      "Role",
	"flowchart": "Flowchart",
	"module":    "Training module",
	"indicator": "Indicator",
	"pack":      "Meeting pack",
}

func kindLabel(kind string) string { return kindLabels[kind] }

// size writes a number of bytes as people do for a download: never "0 kB", thousands as decimal.
func size(n int) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d bytes", n)
	case n < 999_500:
		return fmt.Sprintf("%d kB", (n+500)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
