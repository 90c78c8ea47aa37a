package site

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

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
	if mapping, isMap := body.(*ast.MappingNode); isMap {
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
	if !config.check(project, findings) {
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

func (c *Config) check(project fs.FS, findings *diag.List) bool {
	ok := true
	fail := func(hint, format string, args ...any) {
		findings.Errorf("config", ConfigName, 0, 0, hint, format, args...)
		ok = false
	}
	if len(c.Sites) == 0 {
		fail("add `sites:` with an `id` and its `layers`", "no site is named")
	}
	if c.Output == "" || c.Output == "." || !fs.ValidPath(c.Output) {
		fail("name a folder inside the project, such as `site`", "output %q cannot be the output folder", c.Output)
	}
	for _, folder := range []string{"content", "data", "themes"} {
		if c.Output == folder || strings.HasPrefix(c.Output, folder+"/") {
			fail("name a folder of its own, such as `site`", "output %q lies in the sources", c.Output)
		}
	}
	seen := map[string]bool{}
	for _, s := range c.Sites {
		if !ValidID(s.ID) {
			fail("use lower-case letters, digits and hyphens", "site id %q cannot be the name of a folder", s.ID)
		}
		if seen[s.ID] {
			fail("give each site its own id", "site %q is named twice", s.ID)
		}
		seen[s.ID] = true
		if len(s.Layers) == 0 {
			fail("add `layers: [common, "+s.ID+"]`", "site %q has no layers", s.ID)
		}
		for _, layer := range s.Layers {
			if info, err := fs.Stat(project, "content/"+layer); err != nil || !info.IsDir() {
				fail(fmt.Sprintf("make the folder content/%s, or take the layer out", layer), "site %q names layer %q, and there is no folder content/%s", s.ID, layer, layer)
			}
		}
	}
	return ok
}

// Names lists the ids of the configured sites.
func (c *Config) Names() []string {
	var names []string
	for _, s := range c.Sites {
		names = append(names, s.ID)
	}
	return names
}
