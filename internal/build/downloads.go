package build

import (
	"html/template"
	"strings"

	"waymark/internal/content"
	"waymark/internal/disclose"
	"waymark/internal/download"
	"waymark/internal/markdown"
	"waymark/internal/site"
	"waymark/internal/theme"
)

// downloadsFolder is where all files of figures are, below the site.
const downloadsFolder = "data/"

// downloads are the files that hold all figures of a site, and what the page about them says.
type downloads struct {
	tables  []download.Table
	licence string
	whole   []download.File // in the order of the page
}

// makeDownloads makes the files, reads them back and compares them with what was released. It is called when the CSV files of
// single tables are known, and before pages, which say how large the files are.
func (b *builder) makeDownloads() error {
	d := &b.downloads
	d.tables = download.Tables(b.site, b.released)
	if len(d.tables) == 0 {
		return nil
	}
	d.licence = licenceOf(b.site)
	about := download.About{Site: b.site, Licence: d.licence, Words: windowWords}
	workbook, err := download.Workbook(about, d.tables)
	if err != nil {
		return err
	}
	files := []download.File{{Name: download.WorkbookName, Data: workbook}}
	if missing := download.Placeless(b.site); missing != "" {
		b.findings.Warnf("download", own(b.site).File("site.yaml"), 0, 0, "add "+missing+" to site.yaml", "figures are not published in the layout of open data, because the site does not say where it is")
	} else {
		data, meta := download.Standard(b.site, d.tables)
		for _, broken := range download.Check(download.StandardName, data, meta) {
			b.findings.Errorf("download", own(b.site).File("site.yaml"), 0, 0, "mend site.yaml, or the name of the indicator", "%s.csv would break the standard for open data: %s", download.StandardName, broken)
		}
		files = append(files, download.File{Name: download.StandardName + ".csv", Data: data}, download.File{Name: download.StandardName + ".meta.csv", Data: meta})
	}
	if b.manifest != nil {
		files = append(files, download.File{Name: "published.json", Data: b.manifest})
	}
	all := append([]download.File{}, files...)
	for _, t := range d.tables {
		if csv := b.csvOf(t); csv != nil {
			all = append(all, download.File{Name: t.ID + ".csv", Data: csv})
		}
	}
	for _, f := range all {
		for _, words := range download.Differences(f, d.tables) {
			b.findings.Errorf("download", own(b.site).File("site.yaml"), 0, 0, "this is a fault of the program: please report it", "%s", words)
		}
	}
	archive, err := download.Archive(about, d.tables, all)
	if err != nil {
		return err
	}
	d.whole = append([]download.File{{Name: download.ArchiveName, Data: archive}}, files...)
	return nil
}

// csvOf is the CSV file of a table, which its chart offers too; nil when it is not published.
func (b *builder) csvOf(t download.Table) []byte {
	shown := b.shown[t.Indicator.ID]
	if shown == nil || !shown.measured {
		return nil
	}
	for _, c := range append([]*shownChart{shown.overTime}, shown.breakdowns...) {
		if c.csvPath == downloadsFolder+t.ID+".csv" {
			return c.csv
		}
	}
	return nil
}

// licenceOf says under which licence a site's figures may be used.
func licenceOf(s *site.Site) string {
	switch {
	case s.Licence != "":
		return s.Licence
	case s.Demonstration != nil:
		return "The figures are invented. They may be used to try out how the files work, and for nothing else."
	}
	return s.Authority + " has not said under which licence these figures may be used: ask before you publish them elsewhere."
}

// publishDownloads gives the files that hold everything to the sink.
func (b *builder) publishDownloads() error {
	for _, f := range b.downloads.whole {
		if f.Name == "published.json" {
			continue // it is published with the manifest
		}
		if err := b.sink.Write(downloadsFolder+f.Name, f.Data); err != nil {
			return err
		}
	}
	return nil
}

// downloadsPages is the page about the files; there is none without figures.
func downloadsPages(released disclose.Released) []madePage {
	if len(released.Tables()) == 0 {
		return nil
	}
	const path = "indicators/downloads.md"
	page := &site.Page{Path: path, Out: content.Out(path), Title: "Download the figures", Kind: site.KindDownloads, Order: 95,
		Summary: "Every published figure as a spreadsheet, as CSV files, and in the layout of national open data."}
	return []madePage{{page: page, like: overviewPage, draw: func(b *builder, page *site.Page, _ *markdown.Draft) any { return b.downloadsView(page) }}}
}

// wholeWords are the title, the form and the use of each file that holds everything.
var wholeWords = map[string][3]string{
	download.ArchiveName:                {"All files in one archive", "ZIP", "Everything on this page, with a text that explains it."},
	download.WorkbookName:               {"All figures as a spreadsheet", "XLSX", "To read: a cover, contents, notes, and one table on each sheet."},
	download.StandardName + ".csv":      {"All figures in the layout of national open data", "CSV", "To load into other programs: one row for each period and group, one column for each figure."},
	download.StandardName + ".meta.csv": {"What its columns mean", "CSV", "Names, units and decimal places. Keep it beside the file above."},
	"published.json":                    {"All figures with the groups inside groups", "JSON", "For auditors and programs: every sum between published figures can be rebuilt from it."},
}

func (b *builder) downloadsView(page *site.Page) theme.DownloadsView {
	d := b.downloads
	v := theme.DownloadsView{Periods: download.Span(d.tables), Licence: d.licence}
	for _, f := range d.whole {
		words := wholeWords[f.Name]
		v.Whole = append(v.Whole, theme.DownloadView{Title: words[0], Form: words[1], About: words[2], Href: site.Relative(page.Out, downloadsFolder+f.Name), Bytes: len(f.Data)})
	}
	for _, name := range site.Themes {
		group := theme.DownloadGroup{ID: "wm-files-" + name, Title: capital(name)}
		for _, t := range d.tables {
			if csv := b.csvOf(t); t.Indicator.Theme == name && csv != nil {
				last := t.Rows[len(t.Rows)-1]
				when := windowWords(last.From, last.To, t.Stock)
				if t.Rows[0].To != last.To {
					when = "newest: " + when
				}
				group.Files = append(group.Files, theme.DownloadView{Title: t.Title(), Form: "CSV", About: when, Href: site.Relative(page.Out, downloadsFolder+t.ID+".csv"), Bytes: len(csv)})
			}
		}
		if len(group.Files) > 0 {
			v.Groups = append(v.Groups, group)
		}
	}
	for _, s := range download.Symbols {
		v.Symbols = append(v.Symbols, theme.RowView{Term: "[" + s[0] + "]", Text: template.HTML(template.HTMLEscapeString(strings.ToUpper(s[1][:1]) + s[1][1:] + "."))})
	}
	return v
}
