package site

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"waymark/internal/diag"
)

// Departure is one thing that is not the same on all sites, side by side. A cell is empty where a site, or the
// shared layer, has nothing of its own.
type Departure struct {
	ID     string   // of the standard or role, path of the page, name of the fragment
	Title  string   // as readers know it
	Common string   // what the shared layers say
	Says   []string // what each site says: its own first, then those beside it, in their order
}

// Departures are all that differs between a site, what it shares with others, and the others.
type Departures struct {
	Names     []string // of the sites, in the order of Says
	Standards []Departure
	Pages     []Departure // whole pages of one site: Says is the page's title, Common that of the page it replaces
	Fragments []Departure // what sites add to shared pages: Says is the first sentence
	Roles     []Departure // roles that are not known to all: Says is the title
}

// Differ compares a site with those beside it. It looks at the layers that were read and at nothing else: what
// a site shares are the layers that another site has as well.
func Differ(own *Site) Departures {
	sites := append([]*Site{own}, own.Beside...)
	shared := sharedLayers(sites)
	var out Departures
	for _, s := range sites {
		out.Names = append(out.Names, s.Name)
	}
	var quiet diag.List // what is wrong in the files was said when the sites were loaded
	common := loadByID(pick(own.Data, shared), "standards.yaml", &quiet, func(v *Standard, id string, at Source) { v.ID, v.At = id, at })
	out.Standards = departures(sites, common, func(s *Site) map[string]*Standard { return s.Standards },
		func(v *Standard) (title, says string) { return v.Title, v.Words })
	roles := loadByID(pick(own.Data, shared), "roles.yaml", &quiet, func(v *Role, id string, at Source) { v.ID, v.At = id, at })
	out.Roles = departures(sites, roles, func(s *Site) map[string]*Role { return s.Roles },
		func(v *Role) (title, says string) { return v.Title, v.Title })
	out.Pages = layerFiles(sites, shared, func(name string) bool {
		return !strings.HasPrefix(name, "local/") && path.Ext(name) == ".md" && path.Base(name) != "README.md"
	}, titleOf)
	out.Fragments = layerFiles(sites, shared, func(name string) bool { return strings.HasPrefix(name, "local/") && path.Ext(name) == ".md" }, firstSentence)
	for i := range out.Fragments {
		out.Fragments[i].ID = strings.TrimSuffix(strings.TrimPrefix(out.Fragments[i].ID, "local/"), ".md")
		out.Fragments[i].Title = out.Fragments[i].ID
	}
	return out
}

// sharedLayers are the names of layers that more than one site has.
func sharedLayers(sites []*Site) map[string]bool {
	count := map[string]int{}
	for _, s := range sites {
		names := map[string]bool{}
		for _, l := range slices.Concat(s.Content, s.Data) {
			names[l.Name] = true
		}
		for name := range names {
			count[name]++
		}
	}
	maps.DeleteFunc(count, func(_ string, n int) bool { return n < 2 })
	shared := map[string]bool{}
	for name := range count {
		shared[name] = true
	}
	return shared
}

// pick returns the layers whose names are wanted.
func pick(layers []Layer, wanted map[string]bool) (out []Layer) {
	for _, l := range layers {
		if wanted[l.Name] {
			out = append(out, l)
		}
	}
	return out
}

// departures compares the entries of a register: those that read differently on two sites, or differently from
// what is shared. An entry whose other fields differ, such as its source, reads the same.
func departures[T any](sites []*Site, common map[string]*T, of func(*Site) map[string]*T, read func(*T) (title, says string)) []Departure {
	ids := map[string]bool{}
	for _, s := range sites {
		for id := range of(s) {
			ids[id] = true
		}
	}
	var out []Departure
	for _, id := range SortedIDs(ids) {
		d := Departure{ID: id}
		if v := common[id]; v != nil {
			d.Title, d.Common = read(v)
		}
		differs := false
		for _, s := range sites {
			says := ""
			if v := of(s)[id]; v != nil {
				title := ""
				title, says = read(v)
				d.Title = cmp.Or(d.Title, title)
			}
			d.Says = append(d.Says, says)
			differs = differs || says != d.Says[0] || common[id] != nil && says != d.Common
		}
		if differs {
			d.Title = cmp.Or(d.Title, id)
			out = append(out, d)
		}
	}
	return out
}

// layerFiles compares what the sites' own layers of content hold.
func layerFiles(sites []*Site, shared map[string]bool, wanted func(name string) bool, read func([]byte, *Site) string) []Departure {
	own := make([]map[string]string, len(sites))
	names := map[string]bool{}
	for i, s := range sites {
		own[i] = map[string]string{}
		for _, layer := range s.Content {
			if shared[layer.Name] {
				continue
			}
			_ = fs.WalkDir(layer.FS, ".", func(name string, entry fs.DirEntry, err error) error {
				if err != nil || entry.IsDir() || !wanted(name) {
					return nil // what cannot be read was said when pages were looked for
				}
				if src, err := fs.ReadFile(layer.FS, name); err == nil {
					own[i][name] = read(src, s)
					names[name] = true
				}
				return nil
			})
		}
	}
	var out []Departure
	for _, name := range SortedIDs(names) {
		d := Departure{ID: name}
		if src, _, err := Find(pick(sites[0].Content, shared), name); err == nil {
			d.Common = read(src, sites[0])
		}
		d.Title = d.Common
		for i := range sites {
			d.Says = append(d.Says, own[i][name])
			d.Title = cmp.Or(d.Title, own[i][name])
		}
		out = append(out, d)
	}
	return out
}

var titleLine = regexp.MustCompile(`(?m)^title:[ \t]*(.+?)[ \t\r]*$`)

// titleOf is the title in a page's front matter. Strict reading is done elsewhere.
func titleOf(src []byte, _ *Site) string {
	m := titleLine.FindSubmatch(src)
	if m == nil {
		return ""
	}
	return strings.Trim(string(m[1]), `"'`)
}

var (
	frontBlock  = regexp.MustCompile(`(?s)\A---\r?\n.*?\n---\r?\n`)
	markedLine  = regexp.MustCompile(`^(#|\[!|\||-{3,}|` + "```" + `|\{\{ *local)`)
	listItem    = regexp.MustCompile(`^([-*]|\d+\.) +`)
	inlineLink  = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	emphasis    = regexp.MustCompile(`\*+|` + "`+")
	anyValue    = regexp.MustCompile(`\{\{[^}]*\}\}`)
	sentenceEnd = regexp.MustCompile(`[.!?]( |$)`)
)

// firstSentence is how a fragment begins, as plain text: without headings, marks and links, timescales in the
// words of its site. When it holds nothing but tables, its length in words is said instead.
func firstSentence(src []byte, s *Site) string {
	text := frontBlock.ReplaceAllString(string(src), "")
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), ">"))
		if line == "" && len(lines) > 0 {
			break
		}
		if line == "" || markedLine.MatchString(line) {
			continue
		}
		lines = append(lines, listItem.ReplaceAllString(line, ""))
	}
	plain := Plain(strings.Join(lines, " "), s)
	if plain == "" {
		return fmt.Sprintf("a table, %d words in all", len(strings.Fields(text)))
	}
	if end := sentenceEnd.FindStringIndex(plain); end != nil {
		plain = plain[:end[0]+1]
	}
	return plain
}

// Plain is running text without links, emphasis and directives; timescales are in the words of the site.
func Plain(text string, s *Site) string {
	text = inlineLink.ReplaceAllString(text, "$1")
	text = standardInText.ReplaceAllStringFunc(text, func(directive string) string {
		if v := s.Standards[standardInText.FindStringSubmatch(directive)[1]]; v != nil {
			return v.Words
		}
		return ""
	})
	return emphasis.ReplaceAllString(anyValue.ReplaceAllString(text, ""), "")
}
