package site

import (
	"cmp"
	"errors"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/diag"
)

// teamForm is an account or a team of a git host, or an address for mail, as a CODEOWNERS file has them.
var teamForm = regexp.MustCompile(`^(@[A-Za-z0-9][\w.-]*(/[\w.-]+)*|[^\s@#]+@[^\s@#]+)$`)

// Load reads everything one site knows besides its pages and its tracker files. Findings say what is wrong;
// the site is returned all the same, so that one run shows everything there is to mend.
func Load(project fs.FS, config SiteConfig, findings *diag.List) *Site {
	s := &Site{ID: config.ID}
	for _, name := range config.Layers {
		s.Content = addLayer(s.Content, project, name, "content/"+name)
		s.Data = addLayer(s.Data, project, name, "data/"+name)
	}
	s.readIdentity(findings)
	s.Standards = loadByID(s.Data, "standards.yaml", findings, func(v *Standard, id string, at Source) { v.ID, v.At = id, at })
	s.Roles = loadByID(s.Data, "roles.yaml", findings, func(v *Role, id string, at Source) { v.ID, v.At = id, at })
	s.Laws = loadByID(s.Data, "laws.yaml", findings, func(v *Law, id string, at Source) { v.ID, v.At = id, at })
	s.Documents = loadByID(s.Data, "documents.yaml", findings, func(v *Document, id string, at Source) { v.ID, v.At = id, at })
	s.Glossary = loadByID(s.Data, "glossary.yaml", findings, func(v *Term, id string, at Source) { v.ID, v.At = id, at })
	s.Actions = loadByID(s.Data, "actions.yaml", findings, func(v *Action, id string, at Source) { v.ID, v.At = id, at })
	s.Gaps = loadByID(s.Data, "gaps.yaml", findings, func(v *Gap, id string, at Source) { v.ID, v.At = id, at })
	s.Dimensions = loadByID(s.Data, "dimensions.yaml", findings, func(v *Dimension, id string, at Source) { v.ID, v.At = id, at })
	s.readStyle(findings)
	s.Holidays = ReadHolidays(s.Data, findings)
	s.Packs = loadByID(s.Data, "packs.yaml", findings, func(v *Pack, id string, at Source) { v.ID, v.At = id, at })
	s.readIndicators(findings)
	s.wordIndicators(findings)
	s.check(findings)
	return s
}

// addLayer adds a folder, if it is there: a layer may hold data alone, or pages alone.
func addLayer(layers []Layer, project fs.FS, name, dir string) []Layer {
	if !isFolder(project, dir) {
		return layers
	}
	sub, err := fs.Sub(project, dir)
	if err != nil {
		return layers // cannot be: the folder was found by the same path
	}
	return append(layers, Layer{Name: name, Dir: dir, FS: sub})
}

// readIdentity reads site.yaml of every layer, later ones on top.
func (s *Site) readIdentity(findings *diag.List) {
	var written struct {
		Name          string         `yaml:"name"`
		Authority     string         `yaml:"authority"`
		Title         string         `yaml:"title"`
		Strapline     string         `yaml:"strapline"`
		Region        string         `yaml:"region"`
		Code          string         `yaml:"code"`
		LACode        string         `yaml:"la_code"`
		RegionCode    string         `yaml:"region_code"`
		Licence       string         `yaml:"licence"`
		Demonstration *Demonstration `yaml:"demonstration"`
	}
	for _, layer := range s.Data {
		src, err := fs.ReadFile(layer.FS, "site.yaml")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			findings.Errorf("config", layer.File("site.yaml"), 0, 0, "check that the file can be read", "cannot read it: %v", err)
			continue
		}
		DecodeYAML(layer.File("site.yaml"), src, &written, findings)
	}
	s.Name = cmp.Or(written.Name, s.ID)
	s.Authority = cmp.Or(written.Authority, s.Name)
	s.Title = cmp.Or(written.Title, s.Name)
	s.Strapline, s.Region, s.RegionCode = written.Strapline, written.Region, written.RegionCode
	s.Code, s.LACode, s.Licence = written.Code, written.LACode, written.Licence
	s.Demonstration = written.Demonstration
}

// readIndicators reads indicators/*.yaml; a file of the same name in a later layer changes fields.
func (s *Site) readIndicators(findings *diag.List) {
	byID := map[string]*Indicator{}
	for _, layer := range s.Data {
		names, err := fs.Glob(layer.FS, "indicators/*.yaml")
		if err != nil {
			continue // the pattern is constant and valid
		}
		for _, name := range names {
			id := strings.TrimSuffix(path.Base(name), ".yaml")
			file := layer.File(name)
			if !ValidID(id) {
				findings.Errorf("indicator", file, 0, 0, "rename the file with lower-case letters, digits and hyphens", "%q cannot be an indicator's id", id)
				continue
			}
			src, err := fs.ReadFile(layer.FS, name)
			if err != nil {
				findings.Errorf("indicator", file, 0, 0, "check that the file can be read", "cannot read it: %v", err)
				continue
			}
			indicator := byID[id]
			if indicator == nil {
				indicator = &Indicator{ID: id}
			}
			indicator.At = Source{File: file, Line: 1}
			if DecodeYAML(file, src, indicator, findings) {
				byID[id] = indicator
			}
		}
	}
	for _, id := range SortedIDs(byID) {
		s.Indicators = append(s.Indicators, byID[id])
	}
	slices.SortStableFunc(s.Indicators, func(a, b *Indicator) int {
		return cmp.Or(cmp.Compare(themeRank(a.Theme), themeRank(b.Theme)), cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID))
	})
}

// wordIndicators puts the words of standards into the plain texts of the indicators.
func (s *Site) wordIndicators(findings *diag.List) {
	for _, i := range s.Indicators {
		texts := []*string{&i.Title, &i.Question, &i.Summary, &i.Noun, &i.Did, &i.Of.Words, &i.Met.Words}
		if i.Events != nil {
			events := *i.Events
			i.Events = &events
			texts = append(texts, &i.Events.Words)
		}
		if i.Target != nil {
			target := *i.Target
			i.Target = &target
			texts = append(texts, &i.Target.Words)
		}
		for _, text := range texts {
			*text = standardInText.ReplaceAllStringFunc(*text, func(directive string) string {
				id := standardInText.FindStringSubmatch(directive)[1]
				if standard := s.Standards[id]; standard != nil {
					return standard.Words
				}
				findings.Errorf("standard", i.At.File, i.At.Line, 0, DidYouMean(id, SortedIDs(s.Standards), "add it to standards.yaml"), "there is no standard %q", id)
				return directive
			})
		}
	}
}

// standardInText is {{standard id}}.
var standardInText = regexp.MustCompile(`\{\{ *standard +([a-z0-9-]+) *\}\}`)

// Themes are the groups of indicators, in the order in which they are read.
var Themes = []string{"timeliness", "stability", "planning", "outcomes"}

func themeRank(theme string) int {
	if i := slices.Index(Themes, theme); i >= 0 {
		return i
	}
	return len(Themes)
}

// Indicator returns the indicator with an id, or nil.
func (s *Site) Indicator(id string) *Indicator {
	for _, i := range s.Indicators {
		if i.ID == id {
			return i
		}
	}
	return nil
}

// Units of a standard.
var Units = []string{"working days", "days", "weeks", "months", "years", "times"}

// check finds what is missing or points nowhere in the vocabulary itself.
func (s *Site) check(findings *diag.List) {
	for _, id := range SortedIDs(s.Standards) {
		d := s.Standards[id]
		fail := func(hint, format string, args ...any) {
			findings.Errorf("standard", d.At.File, d.At.Line, d.At.Column, hint, "standard "+strconv.Quote(id)+": "+format, args...)
		}
		if d.Words == "" {
			fail("add `words:`, as they should read inside a sentence", "has no words")
		}
		if d.None != "" {
			d.Amount = 0
		} else if d.Amount <= 0 || !slices.Contains(Units, d.Unit) {
			fail("give `amount:` and `unit:` ("+strings.Join(Units, ", ")+"), or `none:` with the reason", "has no amount and unit")
		}
		s.checkCounting(d, fail)
		s.checkSource(d.Source, fail)
	}
	for _, id := range SortedIDs(s.Roles) {
		if r := s.Roles[id]; r.Title == "" {
			findings.Errorf("role", r.At.File, r.At.Line, r.At.Column, "add `title:`", "role %q has no title", id)
		}
		if r := s.Roles[id]; r.Team != "" && !teamForm.MatchString(r.Team) {
			findings.Errorf("role", r.At.File, r.At.Line, r.At.Column, "write it as the git host does, such as @council/permanence", "role %q: team %q is no account or team of a git host", id, r.Team)
		}
	}
	for _, id := range SortedIDs(s.Laws) {
		if l := s.Laws[id]; l.Title == "" {
			findings.Errorf("law", l.At.File, l.At.Line, l.At.Column, "add `title:`", "law %q has no title", id)
		}
	}
	for _, id := range SortedIDs(s.Documents) {
		if d := s.Documents[id]; d.Title == "" {
			findings.Errorf("document", d.At.File, d.At.Line, d.At.Column, "add `title:`", "document %q has no title", id)
		}
	}
	for _, id := range SortedIDs(s.Glossary) {
		t := s.Glossary[id]
		if t.Term == "" || t.Means == "" {
			findings.Errorf("glossary", t.At.File, t.At.Line, t.At.Column, "add `term:` and `means:`", "glossary entry %q is not complete", id)
		}
	}
	s.checkRegisters(findings)
	for _, id := range SortedIDs(s.Laws) {
		checkURL(s.Laws[id].URL, s.Laws[id].At, "law", id, findings)
	}
	for _, id := range SortedIDs(s.Documents) {
		checkURL(s.Documents[id].URL, s.Documents[id].At, "document", id, findings)
	}
	for _, id := range SortedIDs(s.Dimensions) {
		d := s.Dimensions[id]
		holds := map[string]string{}
		for _, c := range d.Categories {
			for _, value := range c.Of {
				if other, twice := holds[value]; twice {
					findings.Errorf("dimension", d.At.File, d.At.Line, d.At.Column, "keep it in one of the two", "dimension %q: %q is in %q and in %q", id, value, other, c.ID)
				}
				holds[value] = c.ID
			}
		}
	}
}

// checkURL refuses addresses that are not of the web: they become links on many pages.
func checkURL(address string, at Source, what, id string, findings *diag.List) {
	if address != "" && !IsWebAddress(address) {
		findings.Errorf(what, at.File, at.Line, at.Column, "write the full address, beginning with https://", "%s %q: %q is not an address on the web", what, id, address)
	}
}

// IsWebAddress says whether a link to address leads to a web server: http or https, with a host.
func IsWebAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

func (s *Site) checkSource(source SourceOfFact, fail func(hint, format string, args ...any)) {
	if source.Law != "" && s.Laws[source.Law] == nil {
		fail(DidYouMean(source.Law, SortedIDs(s.Laws), "add the law to laws.yaml"), "there is no law %q", source.Law)
	}
	if source.Document != "" && s.Documents[source.Document] == nil {
		fail(DidYouMean(source.Document, SortedIDs(s.Documents), "add the document to documents.yaml"), "there is no document %q", source.Document)
	}
}

// DidYouMean is a hint that names the nearest known id, or says what to do when none is near.
func DidYouMean(name string, known []string, otherwise string) string {
	if near := Nearest(name, known); near != "" {
		return "did you mean " + strconv.Quote(near) + "?"
	}
	return otherwise
}
