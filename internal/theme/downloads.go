package theme

// DownloadsView is the page of everything that can be taken away.
type DownloadsView struct {
	Periods string         // "September 2022 to June 2026"
	Licence string         // a sentence
	Whole   []DownloadView // files that hold everything
	Groups  []DownloadGroup
	Symbols []RowView // in place of figures, and what they mean
}

// DownloadGroup is the files of one theme.
type DownloadGroup struct {
	ID    string // of its place on the page
	Title string
	Files []DownloadView
}

// DownloadView is one file.
type DownloadView struct {
	Title string
	Href  string
	Form  string // "CSV", "spreadsheet"
	Bytes int
	About string // what it is for, or which periods it covers
}

// headings lists the sections that downloads.html draws, in its order.
func (v DownloadsView) headings() []HeadingView {
	list := []HeadingView{{Level: 2, ID: "wm-whole", Text: "Everything in one file"}}
	if len(v.Groups) > 0 {
		list = append(list, HeadingView{Level: 2, ID: "wm-single", Text: "One indicator at a time"})
	}
	for _, g := range v.Groups {
		list = append(list, HeadingView{Level: 3, ID: g.ID, Text: g.Title})
	}
	return append(list, HeadingView{Level: 2, ID: "wm-symbols", Text: "Symbols"}, HeadingView{Level: 2, ID: "wm-licence", Text: "Licence"})
}
