package content

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/adrg/frontmatter"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// written is front matter as it stands in the file. Dates and intervals are read as text, so that what is
// wrong with them can be said in words.
type written struct {
	Title     string   `yaml:"title"`
	Summary   string   `yaml:"summary"`
	Kind      string   `yaml:"kind"`
	Owner     string   `yaml:"owner"`
	Reviewed  string   `yaml:"reviewed"`
	Every     string   `yaml:"review_every"`
	From      string   `yaml:"effective_from"`
	Expires   string   `yaml:"expires"`
	Audience  []string `yaml:"audience"`
	Ages      []string `yaml:"ages"`
	Routes    []string `yaml:"routes"`
	Law       []string `yaml:"law"`
	Documents []string `yaml:"documents"`
	Aliases   []string `yaml:"aliases"`
	Gaps      []string `yaml:"gaps"`
	Confirm   []string `yaml:"confirm"`
	Order     int      `yaml:"order"`
	Changes   []struct {
		On       string `yaml:"on"`
		Why      string `yaml:"why"`
		Approved string `yaml:"approved"`
		At       string `yaml:"at"`
	} `yaml:"changes"`
}

// Audiences and Ages are what front matter may name.
var (
	Audiences = []string{"social workers", "managers", "IROs", "policy authors", "analysts"}
	Ages      = []string{"under 2", "2 to 4", "5 to 9", "10 to 15", "16 and over"}
)

// raw takes the block as it is; decoding it is a step of its own, with positions.
var raw = frontmatter.NewFormat("---", "---", func(data []byte, v any) error {
	*v.(*[]byte) = bytes.Clone(data)
	return nil
})

// split divides a file into front matter and body. found is false when the file has no front matter;
// closed is false when it begins one and never ends it.
func split(src []byte) (block, body []byte, found, closed bool) {
	trimmed := bytes.TrimLeft(src, "\r\n \t")
	first, _, _ := bytes.Cut(trimmed, []byte("\n"))
	if string(bytes.TrimRight(first, " \t\r")) != "---" {
		return nil, src, false, true
	}
	rest, err := frontmatter.Parse(bytes.NewReader(src), &block, raw)
	if err != nil || len(rest) == len(src) {
		return nil, src, true, false
	}
	return block, rest, true, true
}

// bodyOffset is where the body begins; 0 when there is no usable front matter.
func bodyOffset(src []byte) int {
	_, body, _, closed := split(src)
	if !closed || len(body) > len(src) {
		return 0
	}
	return len(src) - len(body)
}

// readPage reads the front matter of one file. It returns nil when there is nothing to build on.
func readPage(s *site.Site, layer int, name string, findings *diag.List) *site.Page {
	file := s.Content[layer].File(name)
	src, err := fs.ReadFile(s.Content[layer].FS, name)
	if err != nil {
		findings.Errorf("front-matter", file, 0, 0, "check that the file can be read", "cannot read it: %v", err)
		return nil
	}
	page, ok := parsePage(s, file, name, src, findings)
	if !ok {
		return nil
	}
	page.Layer = layer
	return page
}

// parsePage turns the text of a file into a page. It is separate from reading so that it can be fuzzed.
func parsePage(s *site.Site, file, name string, src []byte, findings *diag.List) (*site.Page, bool) {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	page := &site.Page{Path: name, Out: Out(name), File: file, Title: name, Kind: site.KindPage}
	if !validUTF8(src) {
		findings.Errorf("front-matter", file, 0, 0, "save the file as UTF-8", "the file is not UTF-8 text")
		return nil, false
	}
	block, _, found, closed := split(src)
	switch {
	case !found && (bytes.HasPrefix(src, []byte("+++")) || bytes.HasPrefix(src, []byte(";;;")) || bytes.HasPrefix(src, []byte("{"))):
		findings.Errorf("front-matter", file, 1, 1, "write it as YAML between two lines of ---", "front matter must be YAML, not TOML or JSON")
		return page, true
	case !found:
		findings.Errorf("front-matter", file, 1, 1, "begin the file with ---, then title, summary, kind, owner, reviewed and review_every, then ---", "the file has no front matter")
		return page, true
	case !closed:
		findings.Errorf("front-matter", file, 1, 1, "add a line of --- after the last key", "the front matter is never closed")
		return page, true
	}
	start := bytes.Index(src, []byte("---"))
	linesBefore := bytes.Count(src[:start], []byte("\n")) + 1
	var w written
	keys, ok := site.DecodeBlock(file, linesBefore, block, &w, findings)
	if !ok {
		if w.Title != "" {
			page.Title = w.Title
		}
		return page, true
	}
	r := reader{site: s, file: file, first: linesBefore, keys: keys, findings: findings}
	page.Title = r.required("title", w.Title, "the name of the page, as readers would say it")
	page.Summary = r.required("summary", w.Summary, "one sentence that says what the reader will find")
	page.Kind = r.kind(w.Kind)
	page.Owner = r.id("owner", r.required("owner", w.Owner, "the id of a role in roles.yaml"), site.SortedIDs(s.Roles), "roles.yaml")
	page.Reviewed = r.date("reviewed", r.required("reviewed", w.Reviewed, "the day the page was last checked, such as 2026-10-01"))
	page.Every = r.every(r.required("review_every", w.Every, "how long a review lasts, such as `12 months`"))
	page.From = r.date("effective_from", w.From)
	page.Expires = r.date("expires", w.Expires)
	if !page.From.IsZero() && !page.Expires.IsZero() && !page.Expires.After(page.From) {
		r.errorf("expires", "give a day after effective_from", "the page expires before it takes effect")
	}
	page.Audience = r.each("audience", w.Audience, Audiences, "the known audiences")
	page.Ages = r.each("ages", w.Ages, Ages, "the known age bands")
	page.Law = r.each("law", w.Law, site.SortedIDs(s.Laws), "laws.yaml")
	page.Documents = r.each("documents", w.Documents, site.SortedIDs(s.Documents), "documents.yaml")
	page.Changes = r.changes(w)
	page.Routes, page.Aliases, page.Order = w.Routes, w.Aliases, w.Order
	page.Gaps = r.sentences("gaps", w.Gaps)
	page.Confirm = r.sentences("confirm", w.Confirm)
	return page, true
}

// reader checks one page's keys and knows where they stand.
type reader struct {
	site     *site.Site
	file     string
	first    int // line of the opening ---
	keys     map[string]site.Source
	findings *diag.List
}

// changes reads what has changed on the page, newest first.
func (r reader) changes(w written) []site.Change {
	var out []site.Change
	for _, c := range w.Changes {
		change := site.Change{On: r.date("changes", c.On), Why: strings.TrimSpace(c.Why), Approved: r.id("changes", c.Approved, site.SortedIDs(r.site.Roles), "roles.yaml"),
			At: strings.TrimPrefix(strings.TrimSpace(c.At), "#"), Source: r.place("changes")}
		switch {
		case c.On == "":
			r.errorf("changes", "add `on:` with the day, such as 2026-10-01", "a change has no day")
		case change.Why == "":
			r.errorf("changes", "add `why:` with the reason in a line", "the change of %s gives no reason", c.On)
		case c.Approved == "":
			r.errorf("changes", "add `approved:` with the id of a role in roles.yaml", "nobody approved the change of %s", c.On)
		default:
			out = append(out, change)
		}
	}
	slices.SortStableFunc(out, func(a, b site.Change) int { return b.On.Compare(a.On) })
	return out
}

// place is where a key stands; the opening line when it is missing.
func (r reader) place(key string) site.Source {
	at, ok := r.keys[key]
	if !ok {
		at = site.Source{Line: r.first, Column: 1}
	}
	at.File = r.file
	return at
}

func (r reader) errorf(key, hint, format string, args ...any) {
	at := r.place(key)
	r.findings.Errorf("front-matter", r.file, at.Line, at.Column, hint, format, args...)
}

func (r reader) required(key, value, what string) string {
	if strings.TrimSpace(value) == "" {
		r.errorf(key, "add `"+key+":` with "+what, "%s is missing", key)
	}
	return value
}

func (r reader) kind(value string) site.Kind {
	var names []string
	for _, k := range site.Kinds {
		names = append(names, string(k))
	}
	if value == "" {
		r.errorf("kind", "add `kind:` with one of "+strings.Join(names, ", "), "kind is missing")
		return site.KindPage
	}
	if !slices.Contains(names, value) {
		r.errorf("kind", site.DidYouMean(value, names, "use one of "+strings.Join(names, ", ")), "%q is no kind of page", value)
		return site.KindPage
	}
	return site.Kind(value)
}

func (r reader) id(key, value string, known []string, where string) string {
	if value != "" && !slices.Contains(known, value) {
		r.errorf(key, site.DidYouMean(value, known, "add it to "+where+" first"), "%s: %q is not in %s", key, value, where)
	}
	return value
}

func (r reader) each(key string, values, known []string, where string) []string {
	for _, v := range values {
		r.id(key, v, known, where)
	}
	return values
}

// sentences takes what the editors' page will list: each a sentence, none empty.
func (r reader) sentences(key string, values []string) []string {
	for _, v := range values {
		if strings.TrimSpace(v) == "" {
			r.errorf(key, "write a sentence, or take the line out", "%s: one of the lines says nothing", key)
		}
	}
	return values
}

func (r reader) date(key, value string) site.Date {
	if value == "" {
		return site.Date{}
	}
	day, err := time.Parse(time.DateOnly, value)
	if err != nil {
		r.errorf(key, "write year, month and day, such as 2026-10-01", "%s: %q is not a date", key, value)
	}
	return day
}

func (r reader) every(value string) site.ReviewEvery {
	if value == "" {
		return site.ReviewEvery{}
	}
	every, ok := ParseEvery(value)
	if !ok {
		r.errorf("review_every", "write a number of months or years, such as `12 months`", "review_every: %q is no interval", value)
	}
	return every
}

// ParseEvery reads "12 months" or "2 years", up to a hundred years.
func ParseEvery(value string) (site.ReviewEvery, bool) {
	number, unit, _ := strings.Cut(strings.TrimSpace(value), " ")
	n, err := strconv.Atoi(number)
	switch unit = strings.TrimSpace(unit); {
	case err != nil || n < 1:
	case n <= 1200 && (unit == "month" || unit == "months"):
		return site.ReviewEvery{Months: n}, true
	case n <= 100 && (unit == "year" || unit == "years"):
		return site.ReviewEvery{Months: 12 * n}, true
	}
	return site.ReviewEvery{}, false
}

func validUTF8(src []byte) bool {
	return utf8.Valid(src) && !bytes.ContainsRune(src, 0)
}

// NextReview is the day by which the page has to be looked at again; zero when it cannot be told.
func NextReview(p *site.Page) site.Date {
	if p.Reviewed.IsZero() || p.Every.Months == 0 {
		return site.Date{}
	}
	return addMonths(p.Reviewed, p.Every.Months)
}

// addMonths adds calendar months and stays in the month it lands in: 31 August and six months is 28 or
// 29 February.
func addMonths(day site.Date, months int) site.Date {
	y, m, d := day.Date()
	first := time.Date(y, m+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(d, last)-1)
}

// DateWords is a date as guidance writes it: "1 October 2026"; "" for no date.
func DateWords(day site.Date) string {
	if day.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d %s", day.Day(), day.Format("January 2006"))
}
