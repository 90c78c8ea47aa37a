package build

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"

	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/disclose"
	"waymark/internal/output"
	"waymark/internal/site"
	"waymark/internal/theme"
)

// publish puts the theme's files, and the licences of what is in them, beside the pages.
func (l *look) publish(sink output.Sink) error {
	for _, a := range l.theme.Assets() {
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
	return look.publish(sink)
}

func readAsset(s *site.Site, a content.Asset) ([]byte, error) {
	data, err := fs.ReadFile(s.Content[a.Layer].FS, a.Path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", s.Content[a.Layer].File(a.Path), err)
	}
	return data, nil
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
