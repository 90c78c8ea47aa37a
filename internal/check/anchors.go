package check

import (
	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/markdown"
	"waymark/internal/site"
)

// Anchors finds links to a place that the page does not have. anchors are the ids of each page by content
// path; a page that is not in it was not drawn and is not judged.
func Anchors(anchors map[string]map[string]bool, links []markdown.AnchorLink, findings *diag.List) {
	for _, link := range links {
		there, drawn := anchors[link.Page]
		if !drawn || there[link.Fragment] {
			continue
		}
		ids := site.SortedIDs(there)
		findings.Errorf("broken-anchor", link.At.File, link.At.Line, link.At.Column,
			site.DidYouMean(link.Fragment, ids, "link to a heading of that page, or to the page alone"),
			"%s has no place called %q", link.Page, "#"+link.Fragment)
	}
}

// Pages finds what is wrong with pages as a set: routes that lead nowhere, guidance named by an indicator
// that does not exist, review intervals beyond the house's limit.
func Pages(s *site.Site, tree *content.Tree, rules site.Governance, findings *diag.List) {
	for _, page := range tree.Pages {
		for _, route := range page.Routes {
			if tree.Page(route) == nil {
				findings.Errorf("broken-link", page.File, 1, 0, site.DidYouMean(route, tree.Paths(), "name the content path of a page, such as guidance/routes/adoption.md"), "routes: there is no page %q", route)
			}
		}
		if page.Every.Months > rules.ReviewEveryAtMost {
			findings.Warnf("review", page.File, 1, 0, "shorten review_every, or raise governance.review_every_at_most_months", "the page is reviewed every %d months; the house allows %d", page.Every.Months, rules.ReviewEveryAtMost)
		}
	}
	chartAges(tree, findings)
	for _, i := range s.Indicators {
		for _, path := range i.Practice {
			if tree.Page(path) == nil {
				findings.Errorf("broken-link", i.At.File, i.At.Line, 0, site.DidYouMean(path, tree.Paths(), "name the content path of a page"), "practice: there is no page %q", path)
			}
		}
	}
}

// Dates finds pages that are overdue for review, not yet in force, or expired on a day.
func Dates(tree *content.Tree, today site.Date, findings *diag.List) {
	for _, page := range tree.Pages {
		if due := content.NextReview(page); !due.IsZero() && due.Before(today) {
			findings.Warnf("review-overdue", page.File, 1, 0, "read it against practice, then change `reviewed:`", "the review was due on %s", content.DateWords(due))
		}
		if !page.Expires.IsZero() && !page.Expires.After(today) {
			findings.Warnf("expired", page.File, 1, 0, "renew it, or remove the page", "the page expired on %s", content.DateWords(page.Expires))
		}
		if page.Reviewed.After(today) {
			findings.Warnf("review", page.File, 1, 0, "give the day of the last review, not of the next", "the page says that it was reviewed on %s, which is still to come", content.DateWords(page.Reviewed))
		}
	}
}
