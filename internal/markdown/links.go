package markdown

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"waymark/internal/site"
)

// schemes a link may have. Anything else could run code or leave the reader stranded.
var schemes = []string{"http", "https", "mailto", "tel"}

// link turns a link to a .md file into a link to its page, and checks every other. It reports whether the
// link may be published.
func (p *pass) link(n *ast.Link) bool {
	if p.plain(n) == "" && !hasImage(n) {
		p.errorAt(n.Pos(), "link-text", "write what the reader will find there between the square brackets", "the link to %s has no words", n.Destination)
	}
	to, ok := p.target(unescape(n.Destination), p.place(n.Pos()))
	n.Destination = []byte(to)
	return ok
}

// hasImage says whether a link is made of a picture. A picture without words has its own finding.
func hasImage(n ast.Node) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Kind() == ast.KindImage || hasImage(c) {
			return true
		}
	}
	return false
}

// autoLink checks an address that stands in the text as it is.
func (p *pass) autoLink(n *ast.AutoLink) bool {
	if n.AutoLinkType == ast.AutoLinkEmail {
		return true
	}
	_, ok := p.target(string(n.URL(p.source)), p.place(n.Pos()))
	return ok
}

// target resolves the destination of a link, and returns the address to publish. ok is false when no link
// may be made; a finding says why.
func (p *pass) target(destination string, at site.Source) (to string, ok bool) {
	fail := func(hint, format string, args ...any) (string, bool) {
		p.findings.Errorf("broken-link", at.File, at.Line, at.Column, hint, format, args...)
		return "", false
	}
	address, err := url.Parse(destination)
	switch {
	case err != nil:
		return fail("write a path to a .md file, or a full https:// address", "%q is not an address", destination)
	case address.Scheme != "" && !slices.Contains(schemes, address.Scheme):
		return fail("link to a page, or to an https:// address", "links of the kind %q are not allowed", address.Scheme+":")
	case address.Scheme != "" && address.Host == "" && address.Opaque == "",
		strings.HasPrefix(address.Scheme, "http") && address.Host == "":
		return fail("write the full address, such as https://www.gov.uk/", "%q is not a whole address", destination)
	case address.Scheme != "":
		return destination, true
	case destination == "":
		return fail("write where it leads between the round brackets", "the link leads nowhere")
	case address.Host != "", strings.HasPrefix(destination, "/"), strings.Contains(destination, `\`):
		return fail("write it from this page on, such as ../meetings/index.md", "%q would not work in every place the site can be opened", destination)
	case address.RawQuery != "" || address.ForceQuery:
		return fail("take out what follows the question mark", "%q: a page of this site takes no question", destination)
	case address.Path == "":
		p.doc.Links = append(p.doc.Links, AnchorLink{At: at, Page: p.page.Path, Fragment: address.Fragment})
		return "#" + address.EscapedFragment(), true
	}
	name := path.Join(path.Dir(p.page.Path), address.Path)
	if p.tree.HasAsset(name) {
		p.doc.Pages[name] = true
		return (&url.URL{Path: p.href(name)}).EscapedPath(), true
	}
	if strings.HasSuffix(address.Path, ".html") {
		return fail("link to the .md file: it also works on the git host, and is published as .html", "%q is a published address", destination)
	}
	page := p.tree.Page(name)
	if page == nil {
		hint := "check the path; it starts from the folder of this page"
		if near := nearestPath(name, p.tree.Paths()); near != "" {
			hint = "did you mean " + between(p.page.Path, near) + "?"
		}
		return fail(hint, "there is no page or file at %q", name)
	}
	p.doc.Pages[page.Path] = true
	out := page.Out
	if address.Fragment != "" {
		p.doc.Links = append(p.doc.Links, AnchorLink{At: at, Page: page.Path, Fragment: address.Fragment})
		out += "#" + address.EscapedFragment()
	}
	return p.href(out), true
}

// nearestPath is the path that was probably meant: the only file of the same name elsewhere, for files are
// moved more often than misspelt, or else the one that is spelt most alike. Folders alone make no likeness.
func nearestPath(name string, known []string) string {
	moved, times := "", 0
	var alike []string
	for _, other := range known {
		if path.Base(other) == path.Base(name) {
			moved, times = other, times+1
		}
		if site.Nearest(path.Base(name), []string{path.Base(other)}) != "" {
			alike = append(alike, other)
		}
	}
	if times == 1 {
		return moved
	}
	return site.Nearest(name, alike)
}

// between is the relative path from one content file to another.
func between(from, to string) string { return site.Relative(from, to) }

// image draws a picture that is there and has words. In the place of any other its words are left.
func (p *pass) image(n *ast.Image) *piece {
	words := p.plain(n)
	if words == "" {
		p.errorAt(n.Pos(), "image-words", "say between the square brackets what the picture shows", "the picture %s has no words for those who cannot see it", n.Destination)
	}
	instead := &piece{html: []byte(escape(words))}
	destination := unescape(n.Destination)
	address, err := url.Parse(destination)
	if err != nil || address.Scheme != "" || address.Host != "" || address.RawQuery != "" || strings.HasPrefix(destination, "/") || strings.Contains(destination, `\`) {
		p.errorAt(n.Pos(), "broken-image", "put the file beside the page and write its name", "%q is not a picture of this site; nothing is loaded from elsewhere", destination)
		return instead
	}
	name := path.Join(path.Dir(p.page.Path), address.Path)
	if !p.tree.HasAsset(name) {
		var assets []string
		for _, a := range p.tree.Assets {
			assets = append(assets, a.Path)
		}
		hint := "put the file there, or correct the path"
		if near := nearestPath(name, assets); near != "" {
			hint = "did you mean " + between(p.page.Path, near) + "?"
		}
		p.errorAt(n.Pos(), "broken-image", hint, "there is no picture at %q", name)
		return instead
	}
	p.doc.Pages[name] = true
	title := ""
	if len(n.Title) > 0 {
		title = ` title="` + escape(unescape(n.Title)) + `"`
	}
	source := (&url.URL{Path: p.href(name)}).EscapedPath()
	return &piece{html: []byte(`<img src="` + escape(source) + `" alt="` + escape(words) + `"` + title + `>`)}
}
