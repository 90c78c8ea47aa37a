package build

import (
	"fmt"
	"path"
	"slices"

	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/markdown"
	"waymark/internal/site"
)

// PageFlowcharts are the flowcharts of one page as the site has them: with its timescales and its links.
type PageFlowcharts struct {
	Site     string // id
	Charts   []markdown.Flowchart
	Findings []diag.Finding // about the charts, sorted
}

// Flowcharts reads the flowcharts of one page of the project. file is the page's path below the project. Of several
// sites that show the page, the first is taken, or the one that o.Only names. ok is false when no site has the page.
// A link to a place on another page is not followed: only a whole build knows the places.
func Flowcharts(o Options, file string) (charts PageFlowcharts, ok bool, err error) {
	var ignored diag.List // of other files; a build reports them
	config := site.ReadConfig(o.Project, &ignored)
	if config == nil {
		return PageFlowcharts{}, false, nil
	}
	chosen, err := choose(config, o.Only)
	if err != nil {
		return PageFlowcharts{}, false, err
	}
	for _, c := range chosen {
		s := site.Load(o.Project, c, &ignored)
		tree := content.Scan(s, indicatorPages(s), &ignored)
		i := slices.IndexFunc(tree.Pages, func(p *site.Page) bool { return p.File == path.Clean(file) && p.Indicator == nil })
		if i < 0 {
			continue
		}
		page := tree.Pages[i]
		body, linesBefore, err := content.Body(s, page)
		if err != nil {
			return PageFlowcharts{}, false, fmt.Errorf("read %s: %w", page.File, err)
		}
		var findings diag.List
		document := markdown.New(s, tree, noFigures{}).Render(markdown.Text{File: page.File, LinesBefore: linesBefore, Source: body, Page: page}, &findings)
		charts := PageFlowcharts{Site: c.ID, Charts: document.Flowcharts}
		for _, f := range findings.Sorted() {
			for _, chart := range document.Flowcharts {
				if f.File == page.File && f.Line >= chart.At.Line && f.Line <= chart.At.Line+chart.Lines+1 {
					charts.Findings = append(charts.Findings, f)
				}
			}
		}
		return charts, true, nil
	}
	return PageFlowcharts{}, false, nil
}

// noFigures stands where nothing is counted. Every figure is there, so that none is missed.
type noFigures struct{}

func (noFigures) Value(string, string) (string, bool) { return "", true }
func (noFigures) Chart(string, string) ([]byte, bool) { return nil, true }
func (noFigures) List(string) []byte                  { return nil }
func (noFigures) Quality(string) []byte               { return nil }

func (noFigures) WatchList(string, []markdown.WatchEntry, string) []byte { return nil }
func (noFigures) Disclosure(string) []byte                               { return nil }
