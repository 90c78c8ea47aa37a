package markdown

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"waymark/internal/content"
	"waymark/internal/site"
)

// pagesRegister prints every page that somebody wrote with its owner and the day of its next review, the next one
// first, and offers the same as CSV and JSON.
func (p *pass) pagesRegister(b *strings.Builder) {
	pages := slices.DeleteFunc(slices.Clone(p.tree.Pages), func(page *site.Page) bool { return page.Owner == "" || page.Reviewed.IsZero() })
	slices.SortStableFunc(pages, func(a, b *site.Page) int {
		return cmp.Or(content.NextReview(a).Compare(content.NextReview(b)), cmp.Compare(a.Path, b.Path))
	})
	type line struct {
		Page       string `json:"page"`
		Title      string `json:"title"`
		Kind       string `json:"kind"`
		Owner      string `json:"owner"`
		Reviewed   string `json:"reviewed"`
		NextReview string `json:"next_review"`
		Source     string `json:"source"`
	}
	day := func(d site.Date) string {
		if d.IsZero() {
			return ""
		}
		return d.Format("2006-01-02")
	}
	lines := []line{}
	table := [][]string{{"page", "title", "kind", "owner", "reviewed", "next_review", "source"}}
	b.WriteString(`<section class="wm-table" tabindex="0" aria-label="Pages, the next to be reviewed first"><table><caption>Pages, the next to be reviewed first</caption><thead><tr><th scope="col">Page</th><th scope="col">Owner</th><th scope="col">Reviewed</th><th scope="col">Next review</th></tr></thead><tbody>`)
	for _, page := range pages {
		owner := page.Owner
		if role := p.site.Roles[page.Owner]; role != nil {
			owner = role.Title
		}
		next := content.NextReview(page)
		l := line{page.Out, page.Title, string(page.Kind), owner, day(page.Reviewed), day(next), page.File}
		lines = append(lines, l)
		table = append(table, []string{l.Page, l.Title, l.Kind, l.Owner, l.Reviewed, l.NextReview, l.Source})
		fmt.Fprintf(b, `<tr><th scope="row"><a href="%s">%s</a></th><td>%s</td><td>%s</td><td><time datetime="%s" data-review-due>%s</time></td></tr>`,
			escape(p.href(page.Out)), escape(page.Title), escape(owner), escape(content.DateWords(page.Reviewed)), l.NextReview, escape(content.DateWords(next)))
	}
	b.WriteString("</tbody></table></section>\n")

	var asCSV bytes.Buffer
	writer := csv.NewWriter(&asCSV)
	_ = writer.WriteAll(table) // writing to memory does not fail
	asJSON, err := json.MarshalIndent(lines, "", "  ")
	if err != nil {
		panic(fmt.Sprintf("markdown: lines of text cannot be written as JSON: %v", err))
	}
	b.WriteString(`<p class="wm-downloads">`)
	for i, file := range []Download{{Path: "data/pages.csv", Data: asCSV.Bytes()}, {Path: "data/pages.json", Data: append(asJSON, '\n')}} {
		if i > 0 {
			b.WriteString(`<br>`)
		}
		fmt.Fprintf(b, `<a href="%s" download>Download the list (%s)</a>`, escape(p.href(file.Path)), strings.ToUpper(file.Path[strings.LastIndex(file.Path, ".")+1:]))
		p.doc.Downloads = append(p.doc.Downloads, file)
	}
	b.WriteString("</p>\n")
}

// changesRegister prints the changes that pages name in their front matter, the newest first.
func (p *pass) changesRegister(b *strings.Builder) {
	type changed struct {
		site.Change
		page *site.Page
	}
	var all []changed
	for _, page := range p.tree.Pages {
		for _, c := range page.Changes {
			all = append(all, changed{c, page})
		}
	}
	if len(all) == 0 {
		b.WriteString("<p>No page names a change yet.</p>\n")
		return
	}
	slices.SortStableFunc(all, func(a, b changed) int {
		return cmp.Or(b.On.Compare(a.On), cmp.Compare(a.page.Path, b.page.Path))
	})
	b.WriteString(`<section class="wm-table" tabindex="0" aria-label="Changes of guidance, the newest first"><table><caption>Changes of guidance, the newest first</caption><thead><tr><th scope="col">Day</th><th scope="col">Page</th><th scope="col">Why</th><th scope="col">Agreed by</th></tr></thead><tbody>`)
	for _, c := range all {
		approved, place := c.Approved, c.page.Out
		if c.At != "" {
			place += "#" + c.At
		}
		if role := p.site.Roles[c.Approved]; role != nil {
			approved = role.Title
		}
		fmt.Fprintf(b, `<tr><th scope="row"><time datetime="%s">%s</time></th><td><a href="%s">%s</a></td><td>%s</td><td>%s</td></tr>`,
			c.On.Format("2006-01-02"), escape(content.DateWords(c.On)), escape(p.href(place)), escape(c.page.Title), escape(c.Why), escape(approved))
	}
	b.WriteString("</tbody></table></section>\n")
}
