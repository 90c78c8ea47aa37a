package site

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"waymark/internal/diag"
)

// ConfigName is the file at the root of a project.
const ConfigName = "waymark.yaml"

// Config is waymark.yaml: the sites to build and the layers they are made of.
type Config struct {
	Title      string       `yaml:"title"`  // of the page that chooses a site
	Output     string       `yaml:"output"` // folder that a build writes; default "site"
	Theme      string       `yaml:"theme"`  // "default" or "minimal"
	Sites      []SiteConfig `yaml:"sites"`
	Disclosure Block        `yaml:"-"` // package disclose reads it
	Governance Governance   `yaml:"governance"`
	Edition    Edition      `yaml:"edition"`

	// Demonstration is what the page that chooses a site says about demonstration sites.
	Demonstration string `yaml:"demonstration"`
}

// Block is a part of a YAML file that another package reads.
type Block struct {
	Line   int    // of the file, where Source begins
	Source []byte // as written, indented as it stands
}

// SiteConfig names one site and the layers it is built from, shared first.
type SiteConfig struct {
	ID     string   `yaml:"id"`
	Layers []string `yaml:"layers"`
}

// Governance is how strictly pages are kept.
type Governance struct {
	// ReviewEveryAtMost is the longest review interval a page may have, in months. Default 24.
	ReviewEveryAtMost int `yaml:"review_every_at_most_months"`
	// History shows on each page what git knows of its file.
	History bool `yaml:"history"`
}

// Edition names what is published together, such as "November 2026". The zero Edition is a working copy.
type Edition struct {
	Name string `yaml:"name"`
	Date string `yaml:"date"` // the day it is built on: given, never taken from a clock
	Day  Date   `yaml:"-"`    // Date, read
}

// ReadConfig reads waymark.yaml at the root of project. Every default is filled. The configuration is nil
// when it cannot be used; findings say why.
func ReadConfig(project fs.FS, findings *diag.List) *Config {
	src, err := fs.ReadFile(project, ConfigName)
	if errors.Is(err, fs.ErrNotExist) {
		findings.Errorf("config", ConfigName, 0, 0, "run the command in the folder that holds it, or name that folder with --project", "there is no %s here", ConfigName)
		return nil
	}
	if err != nil {
		findings.Errorf("config", ConfigName, 0, 0, "check that the file can be read", "cannot read it: %v", err)
		return nil
	}
	body, ok := parseYAML(ConfigName, src, findings)
	if !ok {
		return nil
	}
	config := &Config{Title: "Practice handbooks", Output: "site", Theme: "default", Governance: Governance{ReviewEveryAtMost: 24}}
	mapping, isMap := body.(*ast.MappingNode)
	if body != nil && !isMap {
		reportNotMap(ConfigName, body, findings)
		return nil
	}
	if isMap {
		// The disclosure block has its own strict reader; taking it out keeps this one strict too.
		mapping.Values = slices.DeleteFunc(mapping.Values, func(v *ast.MappingValueNode) bool {
			if v.Key.GetToken().Value == "disclosure" {
				config.Disclosure = blockOf(src, v)
				return true
			}
			return false
		})
		if len(mapping.Values) > 0 && !decodeNode(ConfigName, mapping, config, findings) {
			return nil
		}
	}
	if !config.check(project, body, findings) {
		return nil
	}
	return config
}

// blockOf cuts the value of a key out of the text it was written in, so that findings keep their lines.
func blockOf(src []byte, entry *ast.MappingValueNode) Block {
	key := entry.Key.GetToken().Position.Line
	if first := entry.Value.GetToken(); entry.Value.Type() != ast.MappingType || first.Value == "{" {
		return Block{Line: key, Source: []byte(entry.Value.String())}
	}
	lines := strings.SplitAfter(string(src), "\n")
	end := key // lines after the key's own, up to the next key of the top level
	for end < len(lines) && (strings.TrimSpace(lines[end]) == "" || strings.ContainsAny(lines[end][:1], " \t#")) {
		end++
	}
	return Block{Line: key + 1, Source: []byte(strings.Join(lines[key:end], ""))}
}

// check finds what a build could not work with. body is the file as parsed, for the places of what it finds.
func (c *Config) check(project fs.FS, body ast.Node, findings *diag.List) bool {
	ok := true
	fail := func(at Source, hint, format string, args ...any) {
		findings.Errorf("config", ConfigName, at.Line, at.Column, hint, format, args...)
		ok = false
	}
	output := placeOf(body, "output")
	switch first, _, _ := strings.Cut(c.Output, "/"); {
	case c.Output == "." || !fs.ValidPath(c.Output) || strings.HasPrefix(c.Output, "."):
		fail(output, "name a folder inside the project, such as `site`", "output %q cannot be the output folder", c.Output)
	case slices.Contains(sources, first):
		fail(output, "name a folder of its own, such as `site`", "output %q lies in the sources", c.Output)
	}
	if c.Governance.ReviewEveryAtMost < 1 {
		fail(placeOf(body, "governance", "review_every_at_most_months"), "give a number of months, such as 24", "no page could be reviewed every %d months", c.Governance.ReviewEveryAtMost)
	}
	if c.Edition.Date != "" {
		day, err := time.Parse(time.DateOnly, c.Edition.Date)
		if err != nil {
			fail(placeOf(body, "edition", "date"), "write year, month and day, such as 2026-11-27", "the edition's date %q is not a date", c.Edition.Date)
		}
		c.Edition.Day = day
		if c.Edition.Name == "" {
			fail(placeOf(body, "edition", "date"), "add `name:`, such as November 2026", "the edition has a date and no name")
		}
	}
	if len(c.Sites) == 0 {
		fail(placeOf(body, "sites"), "add `sites:` with an `id` and its `layers`", "no site is named")
	}
	seen := map[string]bool{}
	for i, s := range c.Sites {
		at := placeOf(body, "sites", i, "id")
		if !ValidID(s.ID) {
			fail(at, "use lower-case letters, digits and hyphens", "site id %q cannot be the name of a folder", s.ID)
		}
		if seen[s.ID] {
			fail(at, "give each site its own id", "site %q is named twice", s.ID)
		}
		seen[s.ID] = true
		if len(s.Layers) == 0 {
			fail(at, "add `layers: [common, "+s.ID+"]`", "site %q has no layers", s.ID)
			continue
		}
		pages := false
		for k, layer := range s.Layers {
			at := placeOf(body, "sites", i, "layers", k)
			inContent, inData := isFolder(project, "content/"+layer), isFolder(project, "data/"+layer)
			pages = pages || inContent
			switch {
			case slices.Index(s.Layers, layer) < k:
				fail(at, "name each layer once, shared ones first", "site %q names layer %q twice", s.ID, layer)
			case !ValidID(layer):
				fail(at, "use lower-case letters, digits and hyphens", "layer %q cannot be the name of a folder", layer)
			case !inContent && !inData:
				known := layerFolders(project)
				otherwise := "make the folder content/" + layer + ", or take the layer out"
				if len(known) > 0 {
					otherwise += "; there are " + strings.Join(known, ", ")
				}
				fail(at, DidYouMean(layer, known, otherwise), "site %q names layer %q, and there is no folder content/%s or data/%s", s.ID, layer, layer, layer)
				pages = true // one finding is enough
			}
		}
		if !pages {
			fail(at, "make a folder of one of its layers below content", "site %q has no pages: none of its layers is a folder below content", s.ID)
		}
	}
	return ok
}

// sources are the folders that hold what people write. A build never writes into them.
var sources = []string{"content", "data", "themes"}

func isFolder(project fs.FS, name string) bool {
	info, err := fs.Stat(project, name)
	return err == nil && info.IsDir()
}

// layerFolders lists the folders below content and data, sorted.
func layerFolders(project fs.FS) []string {
	var names []string
	for _, parent := range []string{"content", "data"} {
		entries, _ := fs.ReadDir(project, parent) // a missing parent has no layers
		for _, entry := range entries {
			if entry.IsDir() && ValidID(entry.Name()) {
				names = append(names, entry.Name())
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Names lists the ids of the configured sites.
func (c *Config) Names() []string {
	var names []string
	for _, s := range c.Sites {
		names = append(names, s.ID)
	}
	return names
}
