package site

import (
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"waymark/internal/diag"
)

// files makes a project from paths and texts.
func files(pairs ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return fsys
}

// said writes findings as lines: place, check, message, and the hint after a bar.
func said(findings *diag.List) []string {
	var out []string
	for _, f := range findings.Sorted() {
		out = append(out, fmt.Sprintf("%s %s: %s | %s", f.Place(), f.Check, f.Message, f.Hint))
	}
	return out
}

// wantFindings compares findings with expected ones. An expected line may leave out the hint, or end it
// early with three dots.
func wantFindings(t *testing.T, findings *diag.List, want []string) {
	t.Helper()
	got := said(findings)
	ok := len(got) == len(want)
	for i := 0; ok && i < len(want); i++ {
		line := got[i]
		if !strings.Contains(want[i], " | ") {
			line, _, _ = strings.Cut(line, " | ")
		}
		if start, cut := strings.CutSuffix(want[i], "..."); cut {
			ok = strings.HasPrefix(line, start)
		} else {
			ok = line == want[i]
		}
	}
	if !ok {
		t.Errorf("findings:\n  %s\nwant:\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func TestReadConfig(t *testing.T) {
	const sites = "sites:\n  - id: merton\n    layers: [common, merton]\n"
	folders := files("content/common/index.md", "", "data/merton/site.yaml", "")
	for name, c := range map[string]struct {
		yaml string
		want []string
	}{
		"right":    {sites, nil},
		"empty":    {"", []string{"waymark.yaml config: no site is named | add `sites:` with an `id` and its `layers`"}},
		"no sites": {"title: Handbooks\n", []string{"waymark.yaml config: no site is named"}},
		"a list":   {"- sites\n", []string{"waymark.yaml:1:1 yaml: this is not a list of keys and values | write one `key: value`..."}},
		"unknown key": {"titel: Handbooks\n" + sites, []string{
			`waymark.yaml:1:1 yaml: unknown key "titel" | did you mean "title"?`}},
		"unknown key in a site": {sites + "    layres: [x]\n", []string{
			`waymark.yaml:4:5 yaml: unknown key "layres" | did you mean "layers"?`}},
		"doubled key": {"title: a\ntitle: b\n" + sites, []string{
			`waymark.yaml:2:1 yaml: the key "title" is written twice | keep one of the two lines`}},
		"unknown layer, near": {"sites:\n  - id: merton\n    layers: [comon, merton]\n", []string{
			`waymark.yaml:3:14 config: site "merton" names layer "comon", and there is no folder content/comon or data/comon | did you mean "common"?`}},
		"unknown layer, far": {"sites:\n  - id: merton\n    layers:\n      - common\n      - sutton-and-kingston\n", []string{
			`waymark.yaml:5:9 config: site "merton" names layer "sutton-and-kingston", and there is no folder content/sutton-and-kingston or data/sutton-and-kingston | make the folder content/sutton-and-kingston, or take the layer out; there are common, merton`}},
		"data alone": {"sites:\n  - id: merton\n    layers: [merton]\n", []string{
			`waymark.yaml:2:5 config: site "merton" has no pages: none of its layers is a folder below content`}},
		"a layer out of the project": {"sites:\n  - id: merton\n    layers: [common, ../x]\n", []string{
			`waymark.yaml:3:22 config: layer "../x" cannot be the name of a folder`}},
		"a layer twice": {"sites:\n  - id: merton\n    layers: [common, common]\n", []string{
			`waymark.yaml:3:22 config: site "merton" names layer "common" twice`}},
		"no layers": {"sites:\n  - id: merton\n", []string{
			"waymark.yaml:2:5 config: site \"merton\" has no layers | add `layers: [common, merton]`"}},
		"site twice": {sites + "  - id: merton\n    layers: [common]\n", []string{
			`waymark.yaml:4:5 config: site "merton" is named twice | give each site its own id`}},
		"site id": {"sites:\n  - id: The Borough\n    layers: [common]\n", []string{
			`waymark.yaml:2:5 config: site id "The Borough" cannot be the name of a folder`}},
		"output in the sources": {"output: content/site\n" + sites, []string{
			"waymark.yaml:1:1 config: output \"content/site\" lies in the sources | name a folder of its own, such as `site`"}},
		"output is the sources":                   {sites + "output: data\n", []string{`waymark.yaml:4:1 config: output "data" lies in the sources`}},
		"output outside":                          {"output: ../site\n" + sites, []string{`waymark.yaml:1:1 config: output "../site" cannot be the output folder`}},
		"output is the project":                   {"output: .\n" + sites, []string{`waymark.yaml:1:1 config: output "." cannot be the output folder`}},
		"output empty":                            {"output: \"\"\n" + sites, []string{`waymark.yaml:1:1 config: output "" cannot be the output folder`}},
		"a folder that only begins like a source": {"output: database\n" + sites, nil},
		"no time for reviews": {"governance: {review_every_at_most_months: 0}\n" + sites, []string{
			"waymark.yaml:1:14 config: no page could be reviewed every 0 months"}},
		"text for a number": {"governance:\n  review_every_at_most_months: two\n" + sites, []string{
			"waymark.yaml:2:32 yaml: a whole number is needed here, not text | give a value of that kind..."}},
		"octal": {"governance:\n  review_every_at_most_months: 012\n" + sites, []string{
			"waymark.yaml:2:32 yaml: 012 would not be read as it is written | write a whole number without leading noughts..."}},
	} {
		t.Run(name, func(t *testing.T) {
			project := maps.Clone(folders)
			project[ConfigName] = &fstest.MapFile{Data: []byte(c.yaml)}
			var findings diag.List
			config := ReadConfig(project, &findings)
			wantFindings(t, &findings, c.want)
			if (config == nil) != (len(c.want) > 0) {
				t.Errorf("configuration is %v with %d findings", config, len(c.want))
			}
		})
	}
	t.Run("no file", func(t *testing.T) {
		var findings diag.List
		if ReadConfig(folders, &findings) != nil {
			t.Error("there is a configuration without a file")
		}
		wantFindings(t, &findings, []string{"waymark.yaml config: there is no waymark.yaml here | run the command in the folder that holds it..."})
	})
}

func TestConfigDefaults(t *testing.T) {
	var findings diag.List
	project := files("content/common/index.md", "", ConfigName,
		"\ufeffsites:\n  - id: a\n    layers: [common]\ndisclosure:\n  min_count: 6\n")
	config := ReadConfig(project, &findings)
	wantFindings(t, &findings, nil)
	if config.Title != "Practice handbooks" || config.Output != "site" || config.Theme != "default" || config.Governance.ReviewEveryAtMost != 24 {
		t.Errorf("defaults are %+v", config)
	}
	if config.Disclosure.Line != 5 || string(config.Disclosure.Source) != "  min_count: 6\n" {
		t.Errorf("disclosure block is line %d, %q", config.Disclosure.Line, config.Disclosure.Source)
	}
}

// load makes a site from data files in two layers.
func load(project fstest.MapFS) (*Site, *diag.List) {
	var findings diag.List
	s := Load(project, SiteConfig{ID: "merton", Layers: []string{"common", "merton"}}, &findings)
	return s, &findings
}

func TestLayersMerge(t *testing.T) {
	s, findings := load(files(
		"data/common/site.yaml", "name: Nowhere\nstrapline: Shared words\ndemonstration:\n  site: not real\n  data: invented\n",
		"data/merton/site.yaml", "name: Merton\ncode: E09000024\ndemonstration:\n  site: not Merton's own\n",
		"data/common/standards.yaml", "first-review:\n  title: First review\n  words: within 20 working days\n  amount: 20\n  unit: working days\n  source: {law: act, at: section 1}\n"+
			"later-reviews:\n  title: Later reviews\n  words: every six months\n  amount: 6\n  unit: months\n",
		"data/merton/standards.yaml", "first-review:\n  words: within four weeks\n  source: {at: section 2}\n"+
			"watch:\n  title: Watch\n  words: two moves\n  amount: 2\n  unit: times\n"+
			"later-reviews:\n  none: Merton sets none\n",
		"data/common/laws.yaml", "act:\n  title: Act 1989\n",
		"data/common/glossary.yaml", "sgo:\n  term: special guardianship order\n  means: An order.\n  also: [order, guardianship]\n",
		"data/merton/glossary.yaml", "sgo:\n  also: [SG]\n",
	))
	wantFindings(t, findings, nil)
	if s.Name != "Merton" || s.Authority != "Merton" || s.Title != "Merton" || s.Strapline != "Shared words" || s.Code != "E09000024" {
		t.Errorf("identity is %+v", s)
	}
	if *s.Demonstration != (Demonstration{Site: "not Merton's own", Data: "invented"}) {
		t.Errorf("demonstration is %+v", *s.Demonstration)
	}
	if got := SortedIDs(s.Standards); !reflect.DeepEqual(got, []string{"first-review", "later-reviews", "watch"}) {
		t.Errorf("standards are %v", got)
	}
	want := Standard{ID: "first-review", At: Source{File: "data/merton/standards.yaml", Line: 1, Column: 1},
		Title: "First review", Words: "within four weeks", Amount: 20, Unit: "working days", Source: SourceOfFact{Law: "act", At: "section 2"}}
	if *s.Standards["first-review"] != want {
		t.Errorf("merged standard is %+v", *s.Standards["first-review"])
	}
	if later := s.Standards["later-reviews"]; later.Amount != 0 || later.None != "Merton sets none" || later.Words != "every six months" {
		t.Errorf("a standard that is not set is %+v", *later)
	}
	if also := s.Glossary["sgo"].Also; !reflect.DeepEqual(also, []string{"SG"}) {
		t.Errorf("a list is replaced whole, and is %v", also)
	}
}

func TestDataFindings(t *testing.T) {
	const whole = "  words: every six weeks\n  amount: 6\n  unit: weeks\n"
	for name, c := range map[string]struct {
		project fstest.MapFS
		want    []string
	}{
		"unknown key": {files("data/merton/roles.yaml", "iro:\n  title: Officer\n  does: Reviews.\n  boddy: true\n"),
			[]string{`data/merton/roles.yaml:4:3 yaml: unknown key "boddy" | did you mean "body"?`}},
		"doubled id": {files("data/common/roles.yaml", "iro:\n  title: A\niro:\n  title: B\n"),
			[]string{`data/common/roles.yaml:3:1 yaml: the key "iro" is written twice | keep one of the two lines`}},
		"not a map": {files("data/common/laws.yaml", "- title: A\n"),
			[]string{"data/common/laws.yaml:1:1 yaml: the file must be a map of ids | write `id:` on a line of its own..."}},
		"bad id": {files("data/common/laws.yaml", "Act 1989:\n  title: A\n"),
			[]string{`data/common/laws.yaml:1:1 yaml: "Act 1989" cannot be an id | use lower-case letters, digits and hyphens`}},
		"an entry that is text": {files("data/common/laws.yaml", "act: Children Act\n"),
			[]string{`data/common/laws.yaml:1:1 law: law "act" has no title`, "data/common/laws.yaml:1:6 yaml: a group of keys and values is needed here, not text"}},
		"an entry without fields": {files("data/common/laws.yaml", "act:\n"),
			[]string{"data/common/laws.yaml:1:1 law: law \"act\" has no title | add `title:`"}},
		"a colon in text": {files("data/common/roles.yaml", "iro:\n  title: Officer: reviewing\n"),
			[]string{"data/common/roles.yaml:2:10 yaml: a second colon, or a line that is indented differently | put text that holds a colon in quotes..."}},
		"a tab": {files("data/common/roles.yaml", "iro:\n\ttitle: Officer\n"),
			[]string{"data/common/roles.yaml:2:1 yaml: a tab stands where spaces are needed | indent with spaces..."}},
		"two documents": {files("data/common/roles.yaml", "iro:\n  title: A\n---\nsw:\n  title: B\n"),
			[]string{"data/common/roles.yaml yaml: the file holds 2 YAML documents | keep one document..."}},
		"standard without amount": {files("data/common/standards.yaml", "x:\n  words: soon\n"),
			[]string{"data/common/standards.yaml:1:1 standard: standard \"x\": has no amount and unit | give `amount:` and `unit:`..."}},
		"standard with an unknown unit": {files("data/common/standards.yaml", "x:\n  words: soon\n  amount: 2\n  unit: fortnights\n"),
			[]string{"data/common/standards.yaml:1:1 standard: standard \"x\": has no amount and unit"}},
		"standard without words": {files("data/common/standards.yaml", "x:\n  amount: 2\n  unit: weeks\n"),
			[]string{"data/common/standards.yaml:1:1 standard: standard \"x\": has no words"}},
		"unknown law": {files("data/common/laws.yaml", "children-act-1989:\n  title: Act\n",
			"data/merton/standards.yaml", "x:\n"+whole+"  source: {law: childrens-act-1989}\n"),
			[]string{`data/merton/standards.yaml:1:1 standard: standard "x": there is no law "childrens-act-1989" | did you mean "children-act-1989"?`}},
		"unknown document": {files("data/merton/standards.yaml", "x:\n"+whole+"  source: {document: strategy}\n"),
			[]string{`data/merton/standards.yaml:1:1 standard: standard "x": there is no document "strategy" | add the document to documents.yaml`}},
		"a fraction": {files("data/common/standards.yaml", "x:\n  words: soon\n  amount: 1.5\n  unit: weeks\n"),
			[]string{"data/common/standards.yaml:3:11 yaml: 1.5 would not be read as it is written"}},
		"a law's address": {files("data/common/laws.yaml", "act:\n  title: A\n  url: javascript:alert(1)\n"),
			[]string{`data/common/laws.yaml:1:1 law: law "act": "javascript:alert(1)" is not an address on the web | write the full address, beginning with https://`}},
		"a term without meaning": {files("data/common/glossary.yaml", "iro:\n  term: officer\n"),
			[]string{"data/common/glossary.yaml:1:1 glossary: glossary entry \"iro\" is not complete | add `term:` and `means:`"}},
		"a value in two categories": {files("data/common/dimensions.yaml", "age:\n  column: age_band\n  categories:\n    - {id: young, of: [a, b]}\n    - {id: old, of: [b]}\n"),
			[]string{`data/common/dimensions.yaml:1:1 dimension: dimension "age": "b" is in "young" and in "old" | keep it in one of the two`}},
		"identity": {files("data/merton/site.yaml", "name: Merton\nname: Havering\n"),
			[]string{`data/merton/site.yaml:2:1 yaml: the key "name" is written twice`}},
	} {
		t.Run(name, func(t *testing.T) {
			_, findings := load(c.project)
			wantFindings(t, findings, c.want)
		})
	}
}

func TestIndicators(t *testing.T) {
	s, findings := load(files(
		"data/common/standards.yaml", "limit:\n  words: within 14 months\n  amount: 14\n  unit: months\n",
		"data/common/indicators/b-second.yaml", "theme: timeliness\norder: 2\ntitle: Second\ntarget: {percent: 80, words: agreed}\n",
		"data/common/indicators/a-first.yaml", "theme: timeliness\norder: 1\ntitle: Home {{standard limit}}\nmet: {words: 'did so {{ standard limit }}'}\n",
		"data/common/indicators/c-stability.yaml", "theme: stability\norder: 1\ntitle: Moves\n",
		"data/merton/indicators/b-second.yaml", "title: Second, in Merton\ntarget: {percent: 90}\n",
		"data/merton/indicators/d-last.yaml", "theme: stability\norder: 2\ntitle: '{{standard limt}}'\n",
		"data/merton/indicators/Not An Id.yaml", "title: x\n",
	))
	wantFindings(t, findings, []string{
		`data/merton/indicators/Not An Id.yaml indicator: "Not An Id" cannot be an indicator's id | rename the file...`,
		`data/merton/indicators/d-last.yaml:1 standard: there is no standard "limt" | did you mean "limit"?`,
	})
	var order []string
	for _, i := range s.Indicators {
		order = append(order, i.ID)
	}
	if want := []string{"a-first", "b-second", "c-stability", "d-last"}; !reflect.DeepEqual(order, want) {
		t.Errorf("order is %v, want %v", order, want)
	}
	if first := s.Indicator("a-first"); first.Title != "Home within 14 months" || first.Met.Words != "did so within 14 months" {
		t.Errorf("words of the standard are not in %q, %q", first.Title, first.Met.Words)
	}
	second := s.Indicator("b-second")
	if second.Title != "Second, in Merton" || second.Order != 2 || *second.Target != (Target{Percent: 90, Words: "agreed"}) {
		t.Errorf("layered indicator is %+v, target %+v", second, second.Target)
	}
	if second.At.File != "data/merton/indicators/b-second.yaml" {
		t.Errorf("layered indicator is placed in %s", second.At.File)
	}
	if s.Indicator("none") != nil {
		t.Error("an indicator that is not there was found")
	}
}

func TestNearest(t *testing.T) {
	roles := []string{"iro", "iro-manager", "social-worker", "team-manager", "virtual-school"}
	for _, c := range []struct{ name, want string }{
		{"social-work", "social-worker"},
		{"socialworker", "social-worker"},
		{"team-manger", "team-manager"},
		{"irro", "iro"},
		{"iro", "iro"},
		{"headteacher", ""},
		{"x", ""},
		{"", ""},
	} {
		if got := Nearest(c.name, roles); got != c.want {
			t.Errorf("Nearest(%q) = %q, want %q", c.name, got, c.want)
		}
	}
	if got := Nearest("ab", []string{"ac", "ad"}); got != "ac" {
		t.Errorf("of two equally near the first is taken, not %q", got)
	}
	if got := EditDistance("kitten", "sitting"); got != 3 {
		t.Errorf("kitten and sitting are 3 apart, not %d", got)
	}
	if got := EditDistance("", "abc"); got != 3 {
		t.Errorf("nothing and abc are 3 apart, not %d", got)
	}
	if got := EditDistance("titel", "title"); got != 1 {
		t.Errorf("a swap is one slip, not %d", got)
	}
}

func TestDecodeBlock(t *testing.T) {
	var into struct {
		Title string   `yaml:"title"`
		Law   []string `yaml:"law"`
	}
	var findings diag.List
	keys, ok := DecodeBlock("page.md", 3, []byte("title: A\r\nlaw:\r\n  - b\r\n"), &into, &findings)
	wantFindings(t, &findings, nil)
	if !ok || into.Title != "A" || !reflect.DeepEqual(into.Law, []string{"b"}) {
		t.Errorf("read %v, %+v", ok, into)
	}
	want := map[string]Source{"title": {"page.md", 4, 1}, "law": {"page.md", 5, 1}}
	if !reflect.DeepEqual(keys, want) {
		t.Errorf("keys are %v, want %v", keys, want)
	}
	DecodeBlock("page.md", 3, []byte("title: A\nlaw: b\n"), &into, &findings)
	wantFindings(t, &findings, []string{"page.md:5:6 yaml: a list is needed here, not text | write it as [one, two], or one to a line, each after a hyphen"})
}

func TestFractions(t *testing.T) {
	var findings diag.List
	var share struct {
		Over  float64 `yaml:"over"`
		Count int     `yaml:"count"`
	}
	if !DecodeYAML("p.yaml", []byte("over: 0.50\ncount: 6\n"), &share, &findings) || share.Over != 0.5 || share.Count != 6 {
		t.Errorf("a fraction where there is room for one: %+v, %v", share, said(&findings))
	}
	DecodeYAML("p.yaml", []byte("over: 0.5\ncount: 010\n"), &share, &findings)
	wantFindings(t, &findings, []string{"p.yaml:2:8 yaml: 010 would not be read as it is written"})
}

// Whatever stands in a YAML file, reading it does not panic, what it finds lies in the file, and what could
// not be used is said.
func FuzzDecodeYAML(f *testing.F) {
	for _, seed := range []string{"title: a\n", "sites:\n  - id: merton\n    layers: [common]\n", "title: [", "\ttitle: x", "? [a]\n: b", "<<: {title: x}",
		"a: &x 1\ntitle: *x", "title: 'abc", "---\na\n---\nb", "\ufefftitle: 010\r\n", "title: !!binary x", "{", "- - -", "&a *a", "a: |\n", "title: *a", "&a title: *a", "sites: &s [*s]",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		var findings diag.List
		var config Config
		ok := DecodeYAML("f.yaml", []byte(src), &config, &findings)
		all := findings.Sorted()
		if ok != (len(all) == 0) {
			t.Errorf("used: %v, findings: %v", ok, all)
		}
		lines := strings.Count(src, "\n") + strings.Count(src, "\r") + 1
		for _, found := range all {
			if found.Line < 0 || found.Line > lines {
				t.Errorf("%s is outside the file of %d lines: %s", found.Place(), lines, found.Message)
			}
			if found.Message == "" || found.Hint == "" {
				t.Errorf("a finding without message or hint: %+v", found)
			}
		}
		project := files("content/common/index.md", "", ConfigName, src)
		findings = diag.List{}
		if config := ReadConfig(project, &findings); (config == nil) != (len(findings.Sorted()) > 0) {
			t.Errorf("configuration %v with findings %v", config, said(&findings))
		}
	})
}

func TestEditDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"kitten", "sitting", 3}, {"flaw", "lawn", 2}, {"same", "same", 0}, {"fisrt", "first", 1}}
	for _, test := range tests {
		if got := EditDistance(test.a, test.b); got != test.want {
			t.Errorf("%q to %q: got %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
