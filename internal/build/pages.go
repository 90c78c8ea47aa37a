package build

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"sync"
	"time"

	"waymark/internal/benchmark"
	"waymark/internal/check"
	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/disclose"
	"waymark/internal/markdown"
	"waymark/internal/output"
	"waymark/internal/site"
	"waymark/internal/theme"
)

// builder is the work on one site after its figures have been released. It has no way back to the rows.
type builder struct {
	site       *site.Site
	tree       *content.Tree
	benchmarks *benchmark.Set // what is published of others
	released   disclose.Released
	dropped    []disclose.Dropped
	remembered bool              // what earlier releases showed was considered
	manifest   []byte            // data/published.json; nil when the site has no tracker
	unmeasured map[string]string // indicator id -> why this authority does not measure it
	look       *look
	renderer   *markdown.Renderer
	prose      *check.Prose
	findings   *diag.List
	sink       output.Sink

	shown     map[string]*shownIndicator // by indicator id
	charts    int
	downloads downloads  // files that hold all figures
	periods   []string   // of which figures are released, oldest first
	made      []madePage // put together by the build, besides the indicators' pages

	positions map[*site.Page]int             // of listed pages, in reading order
	entries   map[*site.Section][]*site.Page // sorted once; every page of a section lists them
	lines     sync.Map                       // navigation as a folder sees it: seenFrom -> []theme.NavItem

	mu      sync.Mutex
	anchors map[string]map[string]bool // ids of each drawn page
	links   []markdown.AnchorLink
	used    check.Used
}

// drawPages draws every page and publishes it.
func (b *builder) drawPages(ctx context.Context, workers int) error {
	b.anchors = map[string]map[string]bool{}
	b.used = check.NewUsed()
	b.positions = make(map[*site.Page]int, len(b.tree.Pages))
	b.entries = map[*site.Section][]*site.Page{}
	for i, page := range b.tree.Pages {
		if !page.Unlisted {
			b.positions[page] = i
		}
		if page.IsIndex() {
			b.entries[page.Section] = page.Section.Entries()
		}
	}
	return each(ctx, workers, len(b.tree.Pages), func(i int) error {
		return b.drawPage(b.tree.Pages[i])
	})
}

// buffers are for finished pages on their way to the sink, which does not keep them.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func (b *builder) drawPage(page *site.Page) error {
	view := b.frame(page)
	var document markdown.Document
	if page.Indicator != nil {
		draft := b.renderer.Draft(page, b.findings)
		view.Draw = b.indicatorView(page, draft)
		view.Site.InventedData = b.inventedData()
		document = draft.Done()
	} else if made := b.madeAs(page); made != nil {
		draft := b.renderer.Draft(page, b.findings)
		view.Draw = made.draw(b, page, draft)
		view.Site.InventedData = b.inventedData()
		document = draft.Done()
	} else {
		body, linesBefore, err := content.Body(b.site, page)
		if err != nil {
			if _, isStandIn := err.(*fs.PathError); isStandIn {
				return nil // a section without a front page: already a finding
			}
			return fmt.Errorf("read %s: %w", page.File, err)
		}
		document = b.renderer.Render(markdown.Text{File: page.File, LinesBefore: linesBefore, Source: body, Page: page}, b.findings)
		view.Body = template.HTML(document.HTML)
		if document.Figures || page.Kind == site.KindHome || page.Kind == site.KindOverview {
			view.Site.InventedData = b.inventedData()
		}
		view.Page.Contents = contents(document.Headings)
		if !slices.ContainsFunc(b.entries[page.Section], func(entry *site.Page) bool { return entry != page && !document.Pages[entry.Path] }) {
			view.Page.Children = nil // the body leads to every one of them
		}
		switch page.Kind {
		case site.KindHome:
			view.Draw = b.homeView(page)
		case site.KindOverview:
			view.Draw = b.overviewView(page, "")
			view.Page.Children = nil // the overview leads to them
		}
	}
	b.prose.Page(page, document.Passages)
	out := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(out)
	out.Reset()
	if err := b.look.theme.Render(out, view); err != nil {
		return err
	}
	b.mu.Lock()
	if page.Indicator == nil && b.madeAs(page) == nil { // the theme gives pages that are made their places
		b.anchors[page.Path] = document.Anchors
	}
	b.links = append(b.links, document.Links...)
	b.used.Add(page, document)
	b.mu.Unlock()
	for _, d := range document.Downloads {
		if err := b.sink.Write(d.Path, d.Data); err != nil {
			return err
		}
	}
	return b.sink.Write(page.Out, out.Bytes())
}

func (b *builder) inventedData() string {
	if b.site.Demonstration == nil {
		return ""
	}
	return b.site.Demonstration.Data
}

// frame fills everything around a page's body.
func (b *builder) frame(page *site.Page) theme.View {
	s := b.site
	v := theme.View{
		Root: site.Root(page.Out),
		Site: theme.SiteView{ID: s.ID, Name: s.Name, Authority: s.Authority, Title: s.Title, Strapline: s.Strapline,
			Home: site.Relative(page.Out, b.tree.Root.Index.Out)},
		Page: theme.PageView{
			Path: page.File, Title: page.Title, Summary: page.Summary, Kind: string(page.Kind),
			Audience: page.Audience, Ages: page.Ages,
			Reviewed: content.DateWords(page.Reviewed), ReviewedISO: iso(page.Reviewed),
			NextReview: content.DateWords(content.NextReview(page)), NextISO: iso(content.NextReview(page)),
			Effective: content.DateWords(page.From), Expires: content.DateWords(page.Expires),
		},
	}
	if s.Demonstration != nil {
		v.Site.Demonstration = s.Demonstration.Site
	}
	if role := s.Roles[page.Owner]; role != nil {
		v.Page.Owner = role.Title
	}
	b.govern(page, &v)
	v.Page.Law = b.lawLinks(page)
	v.Page.Documents = b.documentLinks(page)
	b.navigate(page, &v.Page)
	return v
}

// navigate fills the ways from a page to the others.
func (b *builder) navigate(page *site.Page, v *theme.PageView) {
	home := b.tree.Root
	link := func(to *site.Page) theme.LinkView {
		return theme.LinkView{Text: to.Title, Href: site.Relative(page.Out, to.Out), Summary: to.Summary}
	}
	section := page.Section
	if page != home.Index {
		up := section
		if page.IsIndex() {
			up = section.Parent
		}
		for ; up != nil; up = up.Parent {
			crumb := link(up.Index)
			if up == home {
				crumb.Text = "Home"
			}
			v.Breadcrumbs = append(v.Breadcrumbs, crumb)
		}
		slices.Reverse(v.Breadcrumbs)
	}
	v.Top = b.seen(page, home)
	for i, entry := range b.entries[home] {
		v.Top[i].Current = entry == page
		v.Top[i].Open = entry == page || entry.IsIndex() && within(section, entry.Section)
	}
	if top := section.Top(); top != home {
		v.Side = b.branch(page, top)
		v.SideTitle, v.SideHref = top.Index.Title, site.Relative(page.Out, top.Index.Out)
	}
	if i, ok := b.positions[page]; ok {
		if i > 0 {
			before := link(b.tree.Pages[i-1])
			v.Previous = &before
		}
		if i+1 < len(b.positions) {
			after := link(b.tree.Pages[i+1])
			v.Next = &after
		}
	}
	if page.IsIndex() && page != home.Index {
		for _, entry := range b.entries[section] {
			v.Children = append(v.Children, link(entry))
		}
	}
}

// branch lists a section's entries; only the way to the page itself is unfolded, so that the navigation of
// a page stays small however large the site is.
func (b *builder) branch(page *site.Page, in *site.Section) []theme.NavItem {
	if in.Index.Kind == site.KindOverview {
		return b.themedBranch(page, in)
	}
	items := b.seen(page, in)
	for i, entry := range b.entries[in] {
		items[i].Current, items[i].Open = entry == page, entry == page
		if entry.Section != in && within(page.Section, entry.Section) {
			items[i].Open = true
			items[i].Items = b.branch(page, entry.Section)
		}
	}
	return items
}

// seenFrom is a section as the pages of one folder see it: addresses are the same for all of them.
type seenFrom struct {
	folder string
	in     *site.Section
}

// seen returns a section's entries with their addresses from the page; nothing is marked yet. The list is
// the caller's own.
func (b *builder) seen(page *site.Page, in *site.Section) []theme.NavItem {
	key := seenFrom{path.Dir(page.Out), in}
	if lines, ok := b.lines.Load(key); ok {
		return slices.Clone(lines.([]theme.NavItem))
	}
	var items []theme.NavItem
	for _, entry := range b.entries[in] {
		items = append(items, theme.NavItem{Text: entry.Title, Href: site.Relative(page.Out, entry.Out)})
	}
	b.lines.Store(key, slices.Clone(items))
	return items
}

// within says whether a section is another or lies in it.
func within(s, in *site.Section) bool {
	for ; s != nil; s = s.Parent {
		if s == in {
			return true
		}
	}
	return false
}

func (b *builder) lawLinks(page *site.Page) []theme.LinkView {
	var out []theme.LinkView
	for _, id := range page.Law {
		if law := b.site.Laws[id]; law != nil {
			l := theme.LinkView{Text: law.Title, Href: b.entryHref(page, markdown.LawsPage, id, law.URL)}
			if law.Added {
				l.Note = "added by the editors"
			}
			if now := b.site.Current(law); now != law {
				l.Note = "superseded by " + now.Title
			}
			out = append(out, l)
		}
	}
	return out
}

func (b *builder) documentLinks(page *site.Page) []theme.LinkView {
	var out []theme.LinkView
	for _, id := range page.Documents {
		if document := b.site.Documents[id]; document != nil {
			out = append(out, theme.LinkView{Text: document.Title, Href: b.entryHref(page, markdown.DocumentsPage, id, document.URL)})
		}
	}
	return out
}

// entryHref is where an entry is listed; its own address when the site has no such page.
func (b *builder) entryHref(page *site.Page, register, id, address string) string {
	if to := b.tree.Page(register); to != nil {
		return site.Relative(page.Out, to.Out+"#"+id)
	}
	return address
}

// contents are the headings that a page's table of contents lists.
func contents(headings []markdown.Heading) []theme.HeadingView {
	var out []theme.HeadingView
	second := 0
	for _, h := range headings {
		if h.Level == 2 {
			second++
		}
		if h.Level == 2 || h.Level == 3 {
			out = append(out, theme.HeadingView{Level: h.Level, ID: h.ID, Text: h.Text})
		}
	}
	if second < 2 {
		return nil
	}
	return out
}

func iso(day site.Date) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}
