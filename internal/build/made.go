package build

import (
	"slices"

	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/disclose"
	"waymark/internal/markdown"
	"waymark/internal/site"
)

// madePage is a page that the build puts together from released figures and data files instead of reading it.
type madePage struct {
	page *site.Page
	like string // content path of the page whose owner and review it has; "" when it has its own
	draw func(b *builder, page *site.Page, draft *markdown.Draft) any
}

// madePages are all such pages of a site but those of the indicators. They must be known before the written
// pages are read, so that links may lead to them.
func madePages(s *site.Site, released disclose.Released, findings *diag.List) []madePage {
	periods := releasedPeriods(released)
	return slices.Concat(overviewPages(periods), packPages(s, periods, findings), downloadsPages(released))
}

// pagesOf lists the pages themselves.
func pagesOf(made []madePage) []*site.Page {
	var out []*site.Page
	for _, m := range made {
		out = append(out, m.page)
	}
	return out
}

// adopt gives made pages the owner and the review of the page they belong to, now that it is known.
func adopt(made []madePage, tree *content.Tree) {
	for _, m := range made {
		if from := tree.Page(m.like); from != nil {
			m.page.File, m.page.Owner, m.page.Reviewed, m.page.Every, m.page.Audience = from.File, from.Owner, from.Reviewed, from.Every, from.Audience
		}
	}
}

// madeAs finds how a page is made; nil when somebody wrote it.
func (b *builder) madeAs(page *site.Page) *madePage {
	for i := range b.made {
		if b.made[i].page == page {
			return &b.made[i]
		}
	}
	return nil
}
