package check

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/markdown"
	"waymark/internal/site"
)

// Prose runs the checks of prose over one site. It may be used from several goroutines.
type Prose struct {
	site     *site.Site
	tree     *content.Tree
	others   []string // names of the other authorities that the project builds sites for
	today    site.Date
	findings *diag.List
	numbers  *numbers
	words    []wrongWord
	laws     []oldLaw

	mu   sync.Mutex
	used map[*site.Allowance]bool
	ease []Ease
}

// NewProse prepares the checks. today ends allowances that have run out, and is zero when no day is known.
func NewProse(s *site.Site, tree *content.Tree, today site.Date, findings *diag.List) *Prose {
	var others []string
	for _, beside := range s.Beside {
		if beside.Name != s.Name { // two sites of one authority have no other names
			others = append(others, beside.Name)
		}
	}
	return &Prose{site: s, tree: tree, others: others, today: today, findings: findings, numbers: newNumbers(s), words: wrongWords(s.Style.Words), laws: oldLaws(s), used: map[*site.Allowance]bool{}}
}

// Page checks one drawn page.
func (c *Prose) Page(of *site.Page, passages []markdown.Passage) {
	p := &page{Page: of, prose: c, passages: passages}
	for _, check := range prose {
		p.check = check.ID
		check.prose(p)
	}
	if ease, ok := easeOf(of, passages); ok {
		c.mu.Lock()
		c.ease = append(c.ease, ease)
		c.mu.Unlock()
	}
}

// Done reports what is known when every page has been seen, and returns how easily each is read, the hardest first.
func (c *Prose) Done() []Ease {
	for i := range c.site.Style.Allow {
		a := &c.site.Style.Allow[i]
		switch {
		case c.ended(a):
			c.findings.Warnf("allowance", a.At.File, a.At.Line, a.At.Column, "look at it again: take it out, or give a later day", "the allowance for %q ended on %s", a.Text, a.Until)
		case c.used[a]:
		case slices.ContainsFunc(prose, func(check Check) bool { return check.ID == a.Check }):
			// Another site may need what a shared layer allows.
			if own := c.site.Data[len(c.site.Data)-1]; strings.HasPrefix(a.At.File, own.Dir+"/") {
				c.findings.Warnf("allowance", a.At.File, a.At.Line, a.At.Column, "take it out", "no page needs the allowance for %q%s", a.Text, onPage(a))
			}
		default:
			c.findings.Errorf("allowance", a.At.File, a.At.Line, a.At.Column, site.DidYouMean(a.Check, idsOf(prose), "name one of "+strings.Join(idsOf(prose), ", ")), "there is no check of prose called %q", a.Check)
		}
	}
	slices.SortFunc(c.ease, func(a, b Ease) int { return cmp.Or(cmp.Compare(a.Score, b.Score), cmp.Compare(a.File, b.File)) })
	return c.ease
}

// onPage tells apart allowances for the same text.
func onPage(a *site.Allowance) string {
	if a.Page == "" {
		return ""
	}
	return " on " + a.Page
}

func (c *Prose) ended(a *site.Allowance) bool { return !c.today.IsZero() && c.today.After(a.Ended) }

func idsOf(checks []Check) []string {
	var ids []string
	for _, c := range checks {
		ids = append(ids, c.ID)
	}
	return ids
}

// page is one page while it is checked.
type page struct {
	*site.Page
	prose    *Prose
	passages []markdown.Passage
	check    string // the one that runs
}

// warn reports text[from:to] of a passage, unless an allowance lets it pass.
func (p *page) warn(in markdown.Passage, from, to int, hint, format string, args ...any) {
	if at, found := p.found(in, from, to); found {
		p.prose.findings.Warnf(p.check, at.File, at.Line, at.Column, hint, format, args...)
	}
}

// warnPage reports something that stands nowhere on the page. No allowance lets it pass: its front matter does.
func (p *page) warnPage(hint, format string, args ...any) {
	p.prose.findings.Warnf(p.check, p.File, 1, 0, hint, format, args...)
}

// private is an error about what must not be repeated in a log.
func (p *page) private(in markdown.Passage, from, to int, hint, message string) {
	if at, found := p.found(in, from, to); found {
		p.prose.findings.Add(diag.Finding{File: at.File, Line: at.Line, Column: at.Column, Check: p.check, Severity: diag.Error, Message: message, Hint: hint, Private: true})
	}
}

func (p *page) found(in markdown.Passage, from, to int) (site.Source, bool) {
	text := in.Text[from:to]
	for i := range p.prose.site.Style.Allow {
		a := &p.prose.site.Style.Allow[i]
		if a.Check == p.check && strings.EqualFold(a.Text, text) && (a.Page == "" || a.Page == p.Path) && !p.prose.ended(a) {
			p.prose.mu.Lock()
			p.prose.used[a] = true
			p.prose.mu.Unlock()
			return site.Source{}, false
		}
	}
	return in.At(from), true
}
