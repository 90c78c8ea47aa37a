// Package content finds the markdown pages of a site in its layers and reads their front matter.
//
// A page is a file that ends in .md. Its front matter stands at the top between two lines of three hyphens
// and is read strictly: an unknown key, a missing owner or a date that is no date is a finding with its
// line and column. Bodies are read a second time when the page is drawn, so a site's text is never held
// in memory all at once.
//
// Not pages: fragments below local/ (fragment.go), comments on the figures of an indicator (commentary.go), README.md, and anything
// whose name begins with a dot or an underscore.
// Pictures and papers beside the pages are assets; other files are refused, so that a data file dropped
// into a content folder cannot be published by accident.
package content

import (
	"bytes"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// Tree is what the layers of a site hold together.
type Tree struct {
	Root   *site.Section
	Pages  []*site.Page // in reading order, then those that no list names
	Assets []Asset      // sorted by path
	Marks  []Marks      // of the authority's fragments, sorted by file

	byPath map[string]*site.Page

	site    *site.Site
	read    sync.Once
	include map[string][]*site.Page // by the name of the fragment they include
	using   map[string][]*site.Page // by the id of the standard they name

	comments map[string]*Commentary // by indicator
}

// Asset is a picture or a paper that is published as it is.
type Asset struct {
	Path  string
	Layer int
}

// Page returns the page at a content path such as "guidance/index.md", or nil.
func (t *Tree) Page(path string) *site.Page { return t.byPath[path] }

// Commentary is what is said of an indicator's figures, or nil.
func (t *Tree) Commentary(indicator string) *Commentary { return t.comments[indicator] }

// Paths lists the content paths of all pages, sorted.
func (t *Tree) Paths() []string { return site.SortedIDs(t.byPath) }

// HasAsset says whether an asset is published at a path.
func (t *Tree) HasAsset(name string) bool {
	_, ok := slices.BinarySearchFunc(t.Assets, name, func(a Asset, name string) int { return strings.Compare(a.Path, name) })
	return ok
}

// published are the endings of files that may be published beside pages.
var published = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".pdf", ".docx", ".odt"}

// Scan reads the front matter of every page of the site. made are pages that the build makes itself, such
// as those of the indicators; a written page at the same path is a finding.
func Scan(s *site.Site, made []*site.Page, findings *diag.List) *Tree {
	t := &Tree{byPath: map[string]*site.Page{}, site: s}
	layerOf := map[string]int{}
	for i, layer := range s.Content {
		err := fs.WalkDir(layer.FS, ".", func(name string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case name == ".":
				return nil
			case strings.HasPrefix(entry.Name(), "."), strings.HasPrefix(entry.Name(), "_"), name == "local":
				if entry.IsDir() {
					return fs.SkipDir
				}
			case !entry.IsDir() && entry.Name() != "README.md":
				layerOf[name] = i
			}
			return nil
		})
		if err != nil {
			findings.Errorf("content", layer.Dir, 0, 0, "check that the folder can be read", "cannot list it: %v", err)
		}
	}
	var written []string
	for _, name := range site.SortedIDs(layerOf) {
		layer := s.Content[layerOf[name]]
		switch ext := strings.ToLower(path.Ext(name)); {
		case ext == ".md" && !validName(name):
			findings.Errorf("page", layer.File(name), 0, 0, "rename it with lower-case letters, digits and hyphens, and .md at the end", "a page cannot have this name: it would not work as an address everywhere")
		case ext == ".md":
			written = append(written, name)
		case slices.Contains(published, ext):
			t.Assets = append(t.Assets, Asset{Path: name, Layer: layerOf[name]})
		default:
			findings.Errorf("asset", layer.File(name), 0, 0, "move it out of content; pages may have "+strings.Join(published, " ")+" beside them", "files of this kind are not published")
		}
	}
	t.comments, written = takeCommentaries(s, layerOf, written, findings)
	for i, page := range readPages(s, layerOf, written, findings) {
		if page != nil {
			t.byPath[written[i]] = page
		}
	}
	for _, page := range made {
		if other := t.byPath[page.Path]; other != nil {
			hint := "remove one of the two, or rename this page"
			if page.Indicator != nil {
				hint += "; a comment on the figures begins with `indicator: " + page.Indicator.ID + "`"
			}
			findings.Errorf("page", other.File, 1, 0, hint, "the page of %s is made at the same place", page.File)
			continue
		}
		t.byPath[page.Path] = page
	}
	t.assemble(s, findings)
	t.Marks = readMarks(s, findings)
	return t
}

// readPages reads the front matter of the pages, several at once: reading strict YAML is the longest step
// before the first page is drawn. The order of the findings is restored when they are sorted.
func readPages(s *site.Site, layerOf map[string]int, names []string, findings *diag.List) []*site.Page {
	pages := make([]*site.Page, len(names))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(names)) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(names); i = int(next.Add(1)) - 1 {
				pages[i] = readPage(s, layerOf[names[i]], names[i], findings)
			}
		})
	}
	wait.Wait()
	return pages
}

// validName says whether every part of a page's path is safe in an address on any server and file system.
func validName(name string) bool {
	stem, ok := strings.CutSuffix(name, ".md")
	for part := range strings.SplitSeq(stem, "/") {
		ok = ok && site.ValidID(part)
	}
	return ok
}

// assemble puts pages into sections. A folder with pages and no index.md is a finding.
func (t *Tree) assemble(s *site.Site, findings *diag.List) {
	sections := map[string]*site.Section{}
	var section func(dir string) *site.Section
	section = func(dir string) *site.Section {
		if got := sections[dir]; got != nil {
			return got
		}
		made := &site.Section{Dir: dir}
		sections[dir] = made
		if dir != "" {
			made.Parent = section(parentDir(dir))
			made.Parent.Subs = append(made.Parent.Subs, made)
		}
		return made
	}
	section("")
	for _, name := range t.Paths() {
		page := t.byPath[name]
		in := section(parentDir(name))
		page.Section = in
		if path.Base(name) == "index.md" {
			in.Index = page
		} else {
			in.Pages = append(in.Pages, page)
		}
	}
	for _, dir := range site.SortedIDs(sections) {
		if in := sections[dir]; in.Index == nil {
			// A stand-in keeps the rest of the run useful; the finding keeps it from being published.
			name := path.Join(dir, "index.md")
			file := frontFile(s, dir)
			in.Index = &site.Page{Path: name, Out: Out(name), File: file, Title: "Untitled section", Kind: site.KindPage, Section: in}
			findings.Errorf("section", file, 0, 0, "write it: `waymark new page "+file+"` makes a start", "the folder has pages but no index.md, so it has no front page")
		}
	}
	t.Root = sections[""]
	t.Root.Walk(func(p *site.Page) { t.Pages = append(t.Pages, p) })
	for _, name := range t.Paths() {
		if page := t.byPath[name]; page.Unlisted {
			t.Pages = append(t.Pages, page)
		}
	}
}

// frontFile is where the front page of a folder would be written: in the last layer that has the folder.
func frontFile(s *site.Site, dir string) string {
	for _, layer := range slices.Backward(s.Content) {
		if _, err := fs.Stat(layer.FS, path.Clean(dir)); err == nil { // Clean makes "." of ""
			return layer.File(path.Join(dir, "index.md"))
		}
	}
	if len(s.Content) > 0 {
		return s.Content[0].File(path.Join(dir, "index.md")) // pages that the build makes need a folder that nobody has yet
	}
	return path.Join("content", dir, "index.md")
}

func parentDir(name string) string {
	if dir := path.Dir(name); dir != "." {
		return dir
	}
	return ""
}

// Out is where the page of a content path is published.
func Out(name string) string { return strings.TrimSuffix(name, ".md") + ".html" }

// Body reads a written page again and returns its text after the front matter, and the number of lines of
// the file before it. The error is a *fs.PathError when nobody wrote the page: a stand-in for a missing
// front page, or one that the build makes.
func Body(s *site.Site, page *site.Page) (body []byte, linesBefore int, err error) {
	if page.Layer >= len(s.Content) {
		return nil, 0, &fs.PathError{Op: "open", Path: page.Path, Err: fs.ErrNotExist}
	}
	src, err := fs.ReadFile(s.Content[page.Layer].FS, page.Path)
	if err != nil {
		return nil, 0, err
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	body = src[bodyOffset(src):]
	return body, bytes.Count(src[:len(src)-len(body)], []byte("\n")), nil
}
