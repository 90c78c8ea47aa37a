package check

import (
	"strings"

	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/site"
)

// chartAges finds bands of age that no flowchart is about, or two. A site with charts for fewer
// than two bands divides them otherwise, or has only begun, and is left in peace.
func chartAges(tree *content.Tree, findings *diag.List) {
	of := map[string][]*site.Page{}
	var first *site.Page
	for _, page := range tree.Pages {
		if page.Kind == site.KindFlowchart && len(page.Ages) == 1 {
			of[page.Ages[0]] = append(of[page.Ages[0]], page)
			if first == nil {
				first = page
			}
		}
	}
	if len(of) < 2 {
		return
	}
	var missing []string
	for _, band := range content.Ages {
		if len(of[band]) == 0 {
			missing = append(missing, band)
		}
		for i, page := range of[band] {
			if i > 0 {
				findings.Warnf("flow-ages", page.File, 1, 0, "make one chart of them, or name all the bands that each is about", "%s and %s are both for children of the band %q", of[band][0].File, page.File, band)
			}
		}
	}
	if len(missing) > 0 {
		findings.Warnf("flow-ages", first.File, 1, 0, "write one, or add the band to the `ages` of the chart that holds for it", "there are flowcharts by age, and none is for the band %s", strings.Join(missing, ", "))
	}
}
