package build

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"

	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/disclose"
	"waymark/internal/markdown"
	"waymark/internal/output"
	"waymark/internal/site"
	"waymark/internal/theme"
)

// publish puts the theme's files, and the licences of what is in them, beside the pages. The script that draws
// charts is large, so it goes only where there are some.
func (l *look) publish(sink output.Sink, charts bool) error {
	bundle, _ := l.theme.AssetPath("charts.js")
	for _, a := range l.theme.Assets() {
		if a.Path == bundle && !charts {
			continue
		}
		if err := sink.Write(a.Path, a.Data); err != nil {
			return err
		}
	}
	for _, name := range site.SortedIDs(l.files) {
		if err := sink.Write("assets/"+name, l.files[name]); err != nil {
			return err
		}
	}
	return nil
}

// publishChooser makes the page above the sites.
func publishChooser(config *site.Config, sites []*site.Site, look *look, sink output.Sink) error {
	draw := theme.ChooserView{Title: config.Title}
	view := theme.View{Site: theme.SiteView{Title: config.Title, Home: "index.html"},
		Page: theme.PageView{Path: site.ConfigName, Title: config.Title, Kind: theme.KindChooser}}
	for _, s := range sites {
		draw.Sites = append(draw.Sites, theme.LinkView{Text: s.Title, Href: s.ID + "/index.html", Summary: s.Strapline, Note: s.Authority})
		if s.Demonstration != nil {
			view.Site.Demonstration = cmp.Or(config.Demonstration, s.Demonstration.Site)
			view.Site.InventedData = s.Demonstration.Data
		}
	}
	view.Draw = draw
	var out bytes.Buffer
	if err := look.theme.Render(&out, view); err != nil {
		return err
	}
	if err := sink.Write("index.html", out.Bytes()); err != nil {
		return err
	}
	return look.publish(sink, false)
}

func readAsset(s *site.Site, a content.Asset) ([]byte, error) {
	data, err := fs.ReadFile(s.Content[a.Layer].FS, a.Path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", s.Content[a.Layer].File(a.Path), err)
	}
	return data, nil
}

// csvPath is where the download of a released table is, below the site.
func csvPath(t disclose.Table) string {
	if t.Dimension() == "" {
		return "data/" + t.Indicator() + ".csv"
	}
	return "data/" + t.Indicator() + "-by-" + t.Dimension() + ".csv"
}

// manifestInfo is the words that go with the manifest of a site's published figures.
func manifestInfo(s *site.Site, released disclose.Released) disclose.ManifestInfo {
	info := disclose.ManifestInfo{Authority: s.ID, Demonstration: s.Demonstration != nil,
		Dimensions: map[string]disclose.ManifestDimension{}, Populations: map[string]disclose.ManifestPopulation{},
		Page: func(t disclose.Table) string { return markdown.IndicatorOut(t.Indicator()) }, CSV: csvPath}
	for _, t := range released.Tables() {
		for _, row := range t.Rows() {
			info.Release = max(info.Release, row.To)
		}
		if dimension := s.Dimensions[t.Dimension()]; dimension != nil {
			words := disclose.ManifestDimension{Title: dimension.Title}
			for _, c := range dimension.Categories {
				words.Categories = append(words.Categories, c.ID)
			}
			info.Dimensions[dimension.ID] = words
		}
	}
	for _, def := range s.Indicators {
		if _, shown := released.Table(def.ID); !shown || def.Subject() == site.Meetings {
			continue
		}
		name := func(population, words string) {
			info.Populations[population] = disclose.ManifestPopulation{Title: capital(words)}
		}
		switch def.Measure() {
		case site.MeasureEvents:
			due := def.Events.Population
			name(due, def.Of.Words)
			name(due+"_done", def.Of.Words+": "+def.Events.Words)
			name(due+"/children", "the children behind them: "+def.Of.Words)
		default:
			name(def.Of.Population, def.Of.Words)
			if def.Measure() == site.MeasureShare {
				name(def.Met.Population, def.Of.Words+": "+def.Met.Words)
			}
		}
	}
	return info
}

// readPolicy reads the disclosure block of the configuration. The audience of a built site may be anyone on
// the intranet, so the rules for the public hold.
func readPolicy(config *site.Config, findings *diag.List) (disclose.Policy, bool) {
	var own diag.List
	policy := disclose.ParsePolicy(site.ConfigName, max(config.Disclosure.Line, 1), config.Disclosure.Source, false, &own)
	findings.Add(own.Sorted()...)
	errors, _ := own.Count()
	return policy, errors == 0
}
