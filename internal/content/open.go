package content

import (
	"regexp"
	"slices"
	"strings"

	"waymark/internal/site"
)

// Open is what the text of one page or fragment itself marks as open: "to be confirmed", "question for the
// author". Pages whose front matter lists it are not read.
type Open struct {
	Pages []*site.Page // the page, or those that include the fragment
	Said  []string     // plain text, in the order of the text
}

// Open reads what is marked as open, in the texts of pages in reading order and then of fragments by name.
func (t *Tree) Open() []Open {
	var out []Open
	for _, page := range t.Pages {
		if len(page.Gaps)+len(page.Confirm) > 0 {
			continue
		}
		if body, _, err := Body(t.site, page); err == nil {
			if said := openMarks(string(body), t.site); len(said) > 0 {
				out = append(out, Open{Pages: []*site.Page{page}, Said: said})
			}
		}
	}
	for _, name := range fragmentNames(t.site) {
		if slices.ContainsFunc(t.Marks, func(m Marks) bool { return m.Name == name }) {
			continue
		}
		if text, _, _, ok := Fragment(t.site, name); ok && len(t.Including(name)) > 0 {
			if said := openMarks(string(text), t.site); len(said) > 0 {
				out = append(out, Open{Pages: t.Including(name), Said: said})
			}
		}
	}
	return out
}

var (
	openMark     = regexp.MustCompile(`(?i)\*\*(to be confirmed|questions? for the author)[.:]?\*\*[.:]?|questions? for the author:`)
	explainsMark = regexp.MustCompile(`(?i)(marked|is|put as) \*\*to be confirmed\*\* or|marked \*\*to be confirmed\*\*`)
	listLead     = regexp.MustCompile(`^([-*]|\d+\.) +(\[[ x]\] +)?`)
	questionPart = regexp.MustCompile(`(?i)^##+ questions? for the author`)
)

// openMarks are the parts of a text that hold a mark: a row of a table, an item of a list, a note or a
// paragraph; and every item under a heading "Questions for the author". Blocks of code and charts are passed
// over: a chart's questions stand below it in words.
func openMarks(body string, s *site.Site) []string {
	var out []string
	var part []string // lines of the paragraph, item or note being read
	under := false    // below a heading "Questions for the author"
	item := false     // the part is an item of a list
	end := func() {
		text := strings.Join(part, " ")
		if text != "" && (openMark.MatchString(text) && !explainsMark.MatchString(text) || under && item) {
			text = openMark.ReplaceAllStringFunc(text, func(mark string) string {
				if strings.HasPrefix(strings.ToLower(strings.Trim(mark, "*")), "question") {
					return ""
				}
				return strings.ReplaceAll(mark, "*", "")
			})
			if plain := strings.TrimSpace(site.Plain(text, s)); plain != "" && !slices.Contains(out, plain) {
				out = append(out, plain)
			}
		}
		part, item = nil, false
	}
	fenced := false
	for line := range strings.Lines(body) {
		line = strings.TrimSpace(line)
		for strings.HasPrefix(line, ">") {
			line = strings.TrimSpace(line[1:])
		}
		switch {
		case strings.HasPrefix(line, "```"):
			end()
			fenced = !fenced
		case fenced:
		case line == "", strings.HasPrefix(line, "[!"):
			end()
		case strings.HasPrefix(line, "#"):
			end()
			under = questionPart.MatchString(line)
		case strings.HasPrefix(line, "|"):
			end()
			cells := strings.Split(strings.Trim(line, "|"), "|")
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			part = []string{strings.Join(cells, ": ")}
			end()
		case listLead.MatchString(line):
			end()
			item = true
			part = []string{listLead.ReplaceAllString(line, "")}
		default:
			part = append(part, line)
		}
	}
	end()
	return out
}
