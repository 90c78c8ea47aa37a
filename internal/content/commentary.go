package content

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// Commentary is what somebody who answers for the work says of an indicator's figures: a file
// indicators/<indicator>.md whose front matter begins with the indicator. It is no page; it is shown on the
// page of the indicator.
type Commentary struct {
	Indicator string
	Author    string    // role id
	Date      site.Date // when it was written
	Period    string    // the newest period of which its author knew; "" when not said
	Says      string    // one of Readings: how its author reads the newest figure

	At          site.Source // of `says`
	File        string
	LinesBefore int
	Body        []byte
}

// Readings are what a comment may say of the newest figure. The first three are held against what the figures
// themselves say; "context" claims no movement.
var Readings = []string{"better", "worse", "no change", "context"}

// writtenCommentary is its front matter as it stands in the file.
type writtenCommentary struct {
	Indicator string `yaml:"indicator"`
	Author    string `yaml:"author"`
	Date      string `yaml:"date"`
	Period    string `yaml:"period"`
	Says      string `yaml:"says"`
}

// isCommentary says whether a file is a comment: it lies among the indicators and its front matter names one.
func isCommentary(name string, src []byte) bool {
	if path.Dir(name) != "indicators" {
		return false
	}
	block, _, found, closed := split(bytes.TrimPrefix(src, []byte("\ufeff")))
	if !found || !closed {
		return false
	}
	for line := range bytes.Lines(block) {
		if bytes.HasPrefix(line, []byte("indicator:")) {
			return true
		}
	}
	return false
}

// takeCommentaries reads the comments among the names and returns the names that are left.
func takeCommentaries(s *site.Site, layerOf map[string]int, names []string, findings *diag.List) (map[string]*Commentary, []string) {
	comments := map[string]*Commentary{}
	var left []string
	for _, name := range names {
		layer := s.Content[layerOf[name]]
		if path.Dir(name) == "indicators" {
			if src, err := fs.ReadFile(layer.FS, name); err == nil && isCommentary(name, src) {
				if c := parseCommentary(s, layer.File(name), name, src, findings); c != nil {
					comments[c.Indicator] = c
				}
				continue
			}
		}
		left = append(left, name)
	}
	return comments, left
}

// parseCommentary reads one comment; nil when it cannot be shown.
func parseCommentary(s *site.Site, file, name string, src []byte, findings *diag.List) *Commentary {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if !validUTF8(src) {
		findings.Errorf("commentary", file, 0, 0, "save the file as UTF-8", "the file is not UTF-8 text")
		return nil
	}
	block, _, _, _ := split(src)
	lines := bytes.Count(src[:bytes.Index(src, []byte("---"))], []byte("\n")) + 1
	var w writtenCommentary
	keys, ok := site.DecodeBlock(file, lines, block, &w, findings)
	if !ok {
		return nil
	}
	r := reader{site: s, file: file, first: lines, keys: keys, findings: findings}
	var known []string
	for _, i := range s.Indicators {
		known = append(known, i.ID)
	}
	id := strings.TrimSuffix(path.Base(name), ".md")
	switch w.Indicator = strings.TrimSpace(w.Indicator); {
	case !slices.Contains(known, w.Indicator):
		r.errorf("indicator", site.DidYouMean(w.Indicator, known, "write the id of an indicator, or remove the comment with the indicator it was about"), "there is no indicator %q to comment on", w.Indicator)
		return nil
	case w.Indicator != id:
		r.errorf("indicator", "name the file "+w.Indicator+".md, so that everybody finds it", "the comment on %q stands in a file called %s.md", w.Indicator, id)
		return nil
	}
	c := &Commentary{Indicator: w.Indicator, Period: w.Period, File: file, At: site.Source{File: file, Line: lines, Column: 1}}
	if at, ok := keys["says"]; ok {
		c.At = at
	}
	c.Author = r.id("author", r.required("author", w.Author, "the id of a role in roles.yaml: who says this"), site.SortedIDs(s.Roles), "roles.yaml")
	c.Date = r.date("date", r.required("date", w.Date, "the day it was written, such as 2026-11-10"))
	c.Says = r.required("says", w.Says, "how the newest figure is read: "+strings.Join(Readings, ", "))
	if c.Says != "" && !slices.Contains(Readings, c.Says) {
		r.errorf("says", site.DidYouMean(c.Says, Readings, "use one of "+strings.Join(Readings, ", ")), "says: %q is no reading", c.Says)
	}
	body := src[bodyOffset(src):]
	if len(bytes.TrimSpace(body)) == 0 {
		r.errorf("indicator", "write below the front matter what the reader should know", "the comment is empty")
		return nil
	}
	c.Body, c.LinesBefore = body, bytes.Count(src[:len(src)-len(body)], []byte("\n"))
	return c
}
