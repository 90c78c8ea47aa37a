package build

import (
	"bytes"
	"context"
	"fmt"
	"html/template"
	"io/fs"
	"slices"
	"sync"
	"time"

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
	released   disclose.Released
	unmeasured map[string]string // indicator id -> why this authority does not measure it
	look       *look
	renderer   *markdown.Renderer
	findings   *diag.List
	sink       output.Sink

	shown  map[string]*shownIndicator // by indicator id
	charts int

	positions map[*site.Page]int // in reading order

	mu      sync.Mutex
	anchors map[string]map[string]bool // ids of each drawn page
	links   []markdown.AnchorLink
}

// drawPages draws every page and publishes it.
func (b *builder) drawPages(ctx context.Context, workers int) error {
	b.anchors = map[string]map[string]bool{}
	b.positions = make(map[*site.Page]int, len(b.tree.Pages))
	for i, page := range b.tree.Pages {
		b.positions[page] = i
	}
	return each(ctx, workers, len(b.tree.Pages), func(i int) error {
		return b.drawPage(b.tree.Pages[i])
	})
}

func (b *builder) drawPage(page *site.Page) error {
	view := b.frame(page)
	var document markdown.Document
	if page.Indicator != nil {
		draft := b.renderer.Draft(page, b.findings)
		view.Draw = b.indicatorView(page, draft)
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
		if document.Figures || page.Kind == site.KindHome {
			view.Site.InventedData = b.inventedData()
		}
		view.Page.Contents = contents(document.Headings)
		if !slices.ContainsFunc(page.Section.Entries(), func(entry *site.Page) bool { return entry != page && !document.Pages[entry.Path] }) {
			view.Page.Children = nil // the body leads to every one of them
		}
		if page.Kind == site.KindHome {
			view.Draw = b.homeView(page)
		}
	}
	var out bytes.Buffer
	if err := b.look.theme.Render(&out, view); err != nil {
		return err
	}
	b.mu.Lock()
	if page.Indicator == nil { // the theme gives an indicator's page its places
		b.anchors[page.Path] = document.Anchors
	}
	b.links = append(b.links, document.Links...)
	b.mu.Unlock()
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
	for _, entry := range home.Entries() {
		in := entry.IsIndex() && within(section, entry.Section)
		v.Top = append(v.Top, theme.NavItem{Text: entry.Title, Href: site.Relative(page.Out, entry.Out), Current: entry == page, Open: entry == page || in})
	}
	if top := section.Top(); top != home {
		v.Side = b.branch(page, top)
		v.SideTitle, v.SideHref = top.Index.Title, site.Relative(page.Out, top.Index.Out)
		b.neighbours(page, top, v, link)
	}
	if page.IsIndex() && page != home.Index {
		for _, entry := range section.Entries() {
			v.Children = append(v.Children, link(entry))
		}
	}
}

// branch lists a section's entries; only the way to the page itself is unfolded, so that the navigation of
// a page stays small however large the site is.
func (b *builder) branch(page *site.Page, in *site.Section) []theme.NavItem {
	var items []theme.NavItem
	for _, entry := range in.Entries() {
		item := theme.NavItem{Text: entry.Title, Href: site.Relative(page.Out, entry.Out), Current: entry == page, Open: entry == page}
		if entry.Section != in && within(page.Section, entry.Section) {
			item.Open = true
			item.Items = b.branch(page, entry.Section)
		}
		items = append(items, item)
	}
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

// neighbours sets the pages before and after, in the reading order of the section of the first level.
func (b *builder) neighbours(page *site.Page, top *site.Section, v *theme.PageView, link func(*site.Page) theme.LinkView) {
	i, ok := b.positions[page]
	if !ok {
		return
	}
	if i > 0 {
		if before := b.tree.Pages[i-1]; within(before.Section, top) {
			l := link(before)
			v.Previous = &l
		}
	}
	if i+1 < len(b.tree.Pages) {
		if after := b.tree.Pages[i+1]; within(after.Section, top) {
			l := link(after)
			v.Next = &l
		}
	}
}

func (b *builder) lawLinks(page *site.Page) []theme.LinkView {
	var out []theme.LinkView
	for _, id := range page.Law {
		if law := b.site.Laws[id]; law != nil {
			l := theme.LinkView{Text: law.Title, Href: b.sourceHref(page, id, law.URL)}
			if law.Added {
				l.Note = "added by the editors"
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
			out = append(out, theme.LinkView{Text: document.Title, Href: b.sourceHref(page, id, document.URL)})
		}
	}
	return out
}

// SourcesPage is where laws and documents are listed, when the site has it.
const SourcesPage = "about/sources.md"

func (b *builder) sourceHref(page *site.Page, id, address string) string {
	if to := b.tree.Page(SourcesPage); to != nil {
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
