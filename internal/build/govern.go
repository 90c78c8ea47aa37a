package build

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"

	"waymark/internal/check"
	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/site"
	"waymark/internal/theme"
)

// changesPage is the page that lists the changes of all pages, when a site has it.
const changesPage = "about/changes.md"

// Commit is one version of a file, as git knows it.
type Commit struct {
	Day     site.Date
	Subject string // the first line of what its author wrote
}

// History is what git knows of the project's files. The zero History knows nothing, and nothing is said of it.
type History struct {
	Files map[string][]Commit // by name as findings have it, newest first
	Note  string              // why it is not whole; said on every page that has a history
}

// govern fills who changed what on a page, and the edition that it belongs to.
func (b *builder) govern(page *site.Page, v *theme.View) {
	v.Site.Edition = b.look.edition
	for _, c := range page.Changes {
		change := theme.ChangeView{Day: content.DateWords(c.On), DayISO: iso(c.On), Why: c.Why, Approved: c.Approved, At: c.At}
		if role := b.site.Roles[c.Approved]; role != nil {
			change.Approved = role.Title
		}
		v.Page.Changes = append(v.Page.Changes, change)
	}
	if list := b.tree.Page(changesPage); list != nil && list != page {
		v.Page.AllChanges = site.Relative(page.Out, list.Out)
	}
	for _, c := range b.look.history.Files[page.File] {
		v.Page.History = append(v.Page.History, theme.ChangeView{Day: content.DateWords(c.Day), DayISO: iso(c.Day), Why: c.Subject})
	}
	v.Page.HistoryNote = b.look.history.Note
}

// reportUnused says what is kept that none of the sites uses which have it.
func reportUnused(sites map[string]*site.Site, made []SiteResult, findings *diag.List) {
	var all []*site.Site
	for _, id := range site.SortedIDs(sites) {
		all = append(all, sites[id])
	}
	var by [][]check.Unmet
	for _, m := range made {
		by = append(by, m.unused)
	}
	check.UnusedByAll(all, by, findings)
}

// editionWords are what pages say of the edition that they belong to: its name, its day, and the beginning of a
// sum over every file that the sites are made from, so that two printed pages can be told to be of one edition.
// A working copy has no edition: every page would change with every file.
func editionWords(project fs.FS, edition site.Edition) (string, error) {
	if edition.Name == "" {
		return "", nil
	}
	hash := sha256.New()
	for _, root := range []string{site.ConfigName, "content", "data"} {
		err := fs.WalkDir(project, root, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			data, err := fs.ReadFile(project, name)
			fmt.Fprintf(hash, "%s\x00%d\x00", name, len(data))
			hash.Write(data)
			return err
		})
		if err != nil {
			return "", fmt.Errorf("sum up the contents of the edition: %w", err)
		}
	}
	words := edition.Name
	if !edition.Day.IsZero() {
		words += ", built on " + content.DateWords(edition.Day)
	}
	return words + ", contents " + hex.EncodeToString(hash.Sum(nil))[:8], nil
}
