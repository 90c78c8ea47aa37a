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

// link turns a link to a .md file into a link to its page, and checks every other.
func (p *pass) link(n *ast.Link) {
	if p.plain(n) == "" && n.FirstChild() == nil {
		p.errorAt(n.Pos(), "link-text", "write what the reader will find there between the square brackets", "the link to %s has no words", n.Destination)
	}
	if to, ok := p.target(string(n.Destination), p.place(n.Pos())); ok {
		n.Destination = []byte(to)
	}
}

func (p *pass) autoLink(n *ast.AutoLink) {
	if n.AutoLinkType == ast.AutoLinkURL {
		p.target(string(n.URL(p.source)), p.place(n.Pos()))
	}
}

// target resolves the destination of a link. ok is false when it is left as written.
func (p *pass) target(destination string, at site.Source) (to string, ok bool) {
	fail := func(hint, format string, args ...any) (string, bool) {
		p.findings.Errorf("broken-link", at.File, at.Line, at.Column, hint, format, args...)
		return "", false
	}
	address, err := url.Parse(destination)
	switch {
	case err != nil:
		return fail("write a path to a .md file, or a full https:// address", "%q is not an address", destination)
	case address.Scheme != "":
		if !slices.Contains(schemes, strings.ToLower(address.Scheme)) {
			return fail("link to a page, or to an https:// address", "links of the kind %q are not allowed", address.Scheme+":")
		}
		return "", false
	case destination == "":
		return fail("write where it leads between the round brackets", "the link leads nowhere")
	case address.Host != "", strings.HasPrefix(destination, "/"), strings.Contains(destination, `\`):
		return fail("write it from this page on, such as ../meetings/index.md", "%q would not work in every place the site can be opened", destination)
	case address.Path == "":
		p.doc.Links = append(p.doc.Links, AnchorLink{At: at, Page: p.page.Path, Fragment: address.Fragment})
		return "", false
	}
	name := path.Join(path.Dir(p.page.Path), address.Path)
	if p.tree.HasAsset(name) {
		return p.href(name), true
	}
	if strings.HasSuffix(address.Path, ".html") {
		return fail("link to the .md file: it also works on the git host, and is published as .html", "%q is a published address", destination)
	}
	page := p.tree.Page(name)
	if page == nil {
		hint := "check the path; it starts from the folder of this page"
		if near := site.Nearest(name, p.tree.Paths()); near != "" {
			hint = "did you mean " + between(p.page.Path, near) + "?"
		}
		return fail(hint, "there is no page or file at %q", name)
	}
	p.doc.Pages[page.Path] = true
	out := page.Out
	if address.Fragment != "" {
		p.doc.Links = append(p.doc.Links, AnchorLink{At: at, Page: page.Path, Fragment: address.Fragment})
		out += "#" + address.Fragment
	}
	return p.href(out), true
}

// between is the relative path from one content file to another.
func between(from, to string) string { return site.Relative(from, to) }

// image checks that a picture is there and has words.
func (p *pass) image(n *ast.Image) {
	if p.plain(n) == "" {
		p.errorAt(n.Pos(), "image-words", "say between the square brackets what the picture shows", "the picture %s has no words for those who cannot see it", n.Destination)
	}
	destination := string(n.Destination)
	address, err := url.Parse(destination)
	if err != nil || address.Scheme != "" || address.Host != "" || strings.HasPrefix(destination, "/") {
		p.errorAt(n.Pos(), "broken-image", "put the file beside the page and write its name", "%q is not a picture of this site; nothing is loaded from elsewhere", destination)
		return
	}
	name := path.Join(path.Dir(p.page.Path), address.Path)
	if !p.tree.HasAsset(name) {
		var assets []string
		for _, a := range p.tree.Assets {
			assets = append(assets, a.Path)
		}
		hint := "put the file there, or correct the path"
		if near := site.Nearest(name, assets); near != "" {
			hint = "did you mean " + between(p.page.Path, near) + "?"
		}
		p.errorAt(n.Pos(), "broken-image", hint, "there is no picture at %q", name)
		return
	}
	n.Destination = []byte(p.href(name))
}
