package site

import (
	"cmp"
	"math"
	"slices"
)

// Page is one page of guidance, or one that the build makes (an indicator's), known by its front matter.
// The body is read again when the page is drawn: bodies are never all held at once.
type Page struct {
	Path  string // content path with forward slashes: "guidance/routes/adoption.md"
	Out   string // below the site: "guidance/routes/adoption.html"
	Layer int    // index into Site.Content
	File  string // as findings name it: "content/common/guidance/routes/adoption.md"

	Title     string
	Summary   string
	Kind      Kind
	Owner     string // role id
	Reviewed  Date
	Every     ReviewEvery
	From      Date // effective from; zero when not given
	Expires   Date // zero when not given
	Audience  []string
	Ages      []string
	Routes    []string // content paths or ids of routes
	Law       []string // law ids
	Documents []string // document ids
	Aliases   []string
	Gaps      []string // what the sources leave open about this subject, a sentence each
	Confirm   []string // what the page says and somebody has still to confirm, a sentence each
	Order     int
	Changes   []Change // newest first

	Indicator *Indicator // set on the page of an indicator
	Unlisted  bool       // in no list or navigation, such as an earlier quarter's figures; pages link to it

	Section *Section // the section it is listed in; a section's index page belongs to that section
}

// Change is one change of what a page says: when, in a line why, and who agreed to it.
type Change struct {
	On       Date
	Why      string
	Approved string // role id
	At       string // id of the heading whose part has changed; "" when it is the page as a whole
	Source   Source // where the change is written
}

// IsIndex says whether the page is the front of its section.
func (p *Page) IsIndex() bool { return p.Section != nil && p.Section.Index == p }

// Kind is what sort of page it is; it chooses the template.
type Kind string

// The kinds of page, in the order in which help lists them.
const (
	KindPage      Kind = "page"
	KindHome      Kind = "home"
	KindRoute     Kind = "route"
	KindMeeting   Kind = "meeting"
	KindChecklist Kind = "checklist" // printed on one sheet, to be filled in by hand
	KindRole      Kind = "role"
	KindFlowchart Kind = "flowchart"
	KindModule    Kind = "module"
	KindIndicator Kind = "indicator"
	KindOverview  Kind = "overview"
	KindDownloads Kind = "downloads" // made by the build; nobody writes one
	KindPack      Kind = "pack"      // made from packs.yaml, never written
)

// Kinds lists every kind that front matter may name.
var Kinds = []Kind{KindPage, KindHome, KindRoute, KindMeeting, KindChecklist, KindRole, KindFlowchart, KindModule, KindIndicator, KindOverview}

// ReviewEvery is how long a review lasts, in whole months.
type ReviewEvery struct{ Months int }

// Section is a folder of pages.
type Section struct {
	Dir    string // "" for the site's root, otherwise "guidance/routes"
	Index  *Page  // index.md of the folder; never nil once the site is assembled
	Pages  []*Page
	Subs   []*Section
	Parent *Section
}

// Entries lists the listed pages of the section and the fronts of the sections in it, in reading order:
// by the order given in front matter (pages without one last), then by title.
func (s *Section) Entries() []*Page {
	entries := slices.DeleteFunc(slices.Clone(s.Pages), func(p *Page) bool { return p.Unlisted })
	for _, sub := range s.Subs {
		entries = append(entries, sub.Index)
	}
	slices.SortFunc(entries, func(a, b *Page) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Path, b.Path))
	})
	return entries
}

func rank(p *Page) int {
	if p.Order == 0 {
		return math.MaxInt
	}
	return p.Order
}

// Walk calls visit for every listed page from s down, in reading order, a section's front first.
func (s *Section) Walk(visit func(*Page)) {
	visit(s.Index)
	for _, p := range s.Entries() {
		if p.Section != s {
			p.Section.Walk(visit)
		} else {
			visit(p)
		}
	}
}

// Top is the section of the first level that s is in, or s itself for the root.
func (s *Section) Top() *Section {
	for s.Parent != nil && s.Parent.Parent != nil {
		s = s.Parent
	}
	return s
}
