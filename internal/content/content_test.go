package content

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"waymark/internal/diag"
	"waymark/internal/site"
)

const front = "---\ntitle: T\nsummary: S.\nkind: page\nowner: iro\nreviewed: 2026-11-02\nreview_every: 12 months\n---\n"

// made is a site with two layers of content.
func made(pairs ...string) *site.Site {
	fsys := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		fsys[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	s := &site.Site{ID: "merton",
		Roles:     map[string]*site.Role{"iro": {ID: "iro"}, "social-worker": {ID: "social-worker"}},
		Laws:      map[string]*site.Law{"children-act-1989": {}},
		Documents: map[string]*site.Document{"strategy": {}},
	}
	for _, name := range []string{"common", "merton"} {
		sub, err := fs.Sub(fsys, name)
		if err != nil {
			panic(err)
		}
		if _, err := fs.Stat(fsys, name); err == nil {
			s.Content = append(s.Content, site.Layer{Name: name, Dir: "content/" + name, FS: sub})
		}
	}
	return s
}

func said(findings *diag.List) []string {
	var out []string
	for _, f := range findings.Sorted() {
		out = append(out, fmt.Sprintf("%s %s: %s | %s", f.Place(), f.Check, f.Message, f.Hint))
	}
	return out
}

// wantFindings compares findings with expected ones; an expected one may end early with three dots.
func wantFindings(t *testing.T, findings *diag.List, want []string) {
	t.Helper()
	got := said(findings)
	ok := len(got) == len(want)
	for i := 0; ok && i < len(want); i++ {
		if start, cut := strings.CutSuffix(want[i], "..."); cut {
			ok = strings.HasPrefix(got[i], start)
		} else {
			ok = got[i] == want[i]
		}
	}
	if !ok {
		t.Errorf("findings:\n  %s\nwant:\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func TestFrontMatter(t *testing.T) {
	without := func(key string) string {
		var kept []string
		for _, line := range strings.SplitAfter(front, "\n") {
			if !strings.HasPrefix(line, key+":") {
				kept = append(kept, line)
			}
		}
		return strings.Join(kept, "")
	}
	with := func(lines string) string { return strings.TrimSuffix(front, "---\n") + lines + "---\n" }
	instead := func(old, new string) string { return strings.Replace(front, old, new, 1) }
	for name, c := range map[string]struct {
		src  string
		want []string
	}{
		"right":                  {front + "Body.\n", nil},
		"byte order mark":        {"\ufeff" + front, nil},
		"Windows lines":          {strings.ReplaceAll(front+"Body.\n", "\n", "\r\n"), nil},
		"leading blank lines":    {"\n\r\n \n" + front, nil},
		"closed at the end":      {strings.TrimSuffix(front, "\n"), nil},
		"no title":               {without("title"), []string{"p.md:1:1 front-matter: title is missing | add `title:` with the name of the page, as readers would say it"}},
		"empty title":            {instead("title: T", "title:"), []string{"p.md:2:1 front-matter: title is missing | add `title:`..."}},
		"no summary":             {without("summary"), []string{"p.md:1:1 front-matter: summary is missing | add `summary:` with one sentence that says what the reader will find"}},
		"no kind":                {without("kind"), []string{"p.md:1:1 front-matter: kind is missing | add `kind:` with one of page, home, route, meeting, checklist, role, flowchart, module, indicator, overview"}},
		"a change of no day":     {instead("title: T", "title: T\nchanges: [{why: W., approved: iro}]"), []string{"p.md:3:1 front-matter: a change has no day | add `on:`..."}},
		"a change unexplained":   {instead("title: T", "title: T\nchanges: [{on: 2026-01-01, approved: iro}]"), []string{"p.md:3:1 front-matter: the change of 2026-01-01 gives no reason | add `why:`..."}},
		"a change by nobody":     {instead("title: T", "title: T\nchanges: [{on: 2026-01-01, why: W.}]"), []string{"p.md:3:1 front-matter: nobody approved the change of 2026-01-01 | add `approved:`..."}},
		"a change by a stranger": {instead("title: T", "title: T\nchanges: [{on: 2026-01-01, why: W., approved: ira}]"), []string{"p.md:3:1 front-matter: changes: \"ira\" is not in roles.yaml | did you mean \"iro\"?"}},
		"no owner":               {without("owner"), []string{"p.md:1:1 front-matter: owner is missing | add `owner:` with the id of a role in roles.yaml"}},
		"no review":              {without("reviewed"), []string{"p.md:1:1 front-matter: reviewed is missing | add `reviewed:` with the day..."}},
		"no interval":            {without("review_every"), []string{"p.md:1:1 front-matter: review_every is missing | add `review_every:` with how long a review lasts, such as `12 months`"}},
		"missing after blank lines": {"\n\n" + without("title"), []string{
			"p.md:3:1 front-matter: title is missing | add..."}},
		"empty block": {"---\n---\nBody.\n", []string{
			"p.md:1:1 front-matter: kind is missing | add...", "p.md:1:1 front-matter: owner is missing | add...",
			"p.md:1:1 front-matter: review_every is missing | add...", "p.md:1:1 front-matter: reviewed is missing | add...",
			"p.md:1:1 front-matter: summary is missing | add...", "p.md:1:1 front-matter: title is missing | add..."}},
		"unknown key": {with("ownner: iro\n"), []string{`p.md:8:1 yaml: unknown key "ownner" | did you mean "owner"?`}},
		"unknown key after blank lines and a mark": {"\ufeff\n\n" + with("colour: red\n"), []string{`p.md:10:1 yaml: unknown key "colour" | check the spelling, or remove the line...`}},
		"doubled key":   {with("title: U\n"), []string{`p.md:8:1 yaml: the key "title" is written twice | keep one of the two lines`}},
		"bad date":      {instead("2026-11-02", "2026-02-30"), []string{`p.md:6:1 front-matter: reviewed: "2026-02-30" is not a date | write year, month and day, such as 2026-10-01`}},
		"British date":  {instead("2026-11-02", "2/11/2026"), []string{`p.md:6:1 front-matter: reviewed: "2/11/2026" is not a date | write year...`}},
		"unknown kind":  {instead("kind: page", "kind: meetng"), []string{`p.md:4:1 front-matter: "meetng" is no kind of page | did you mean "meeting"?`}},
		"unknown owner": {instead("owner: iro", "owner: social-workr"), []string{`p.md:5:1 front-matter: owner: "social-workr" is not in roles.yaml | did you mean "social-worker"?`}},
		"owner far off": {instead("owner: iro", "owner: headteacher"), []string{`p.md:5:1 front-matter: owner: "headteacher" is not in roles.yaml | add it to roles.yaml first`}},
		"bad interval":  {instead("12 months", "yearly"), []string{"p.md:7:1 front-matter: review_every: \"yearly\" is no interval | write a number of months or years, such as `12 months`"}},
		"octal order":   {with("order: 010\n"), []string{"p.md:8:8 yaml: 010 would not be read as it is written | write a whole number without leading noughts, or put text in quotes"}},
		"order in words": {with("order: first\n"), []string{
			"p.md:8:8 yaml: a whole number is needed here, not text | give a value of that kind..."}},
		"a list that is none": {with("audience: managers\n"), []string{
			"p.md:8:11 yaml: a list is needed here, not text | write it as [one, two], or one to a line, each after a hyphen"}},
		"unknown audience": {with("audience: [manager]\nages: [under 3]\nlaw: [act]\ndocuments: [stratgy]\n"), []string{
			`p.md:8:1 front-matter: audience: "manager" is not in the known audiences | did you mean "managers"?`,
			`p.md:9:1 front-matter: ages: "under 3" is not in the known age bands | did you mean "under 2"?`,
			`p.md:10:1 front-matter: law: "act" is not in laws.yaml | add it to laws.yaml first`,
			`p.md:11:1 front-matter: documents: "stratgy" is not in documents.yaml | did you mean "strategy"?`}},
		"expires first": {with("effective_from: 2026-10-01\nexpires: 2026-10-01\n"), []string{
			"p.md:9:1 front-matter: the page expires before it takes effect | give a day after effective_from"}},
		"never closed":           {"---\ntitle: T\nBody.\n", []string{"p.md:1:1 front-matter: the front matter is never closed | add a line of --- after the last key"}},
		"never closed, one line": {"---", []string{"p.md:1:1 front-matter: the front matter is never closed | add..."}},
		"none":                   {"# Title\n", []string{"p.md:1:1 front-matter: the file has no front matter | begin the file with ---..."}},
		"empty file":             {"", []string{"p.md:1:1 front-matter: the file has no front matter | begin..."}},
		"TOML":                   {"+++\ntitle = 'T'\n+++\n", []string{"p.md:1:1 front-matter: front matter must be YAML, not TOML or JSON | write it as YAML between two lines of ---"}},
		"JSON":                   {"{\"title\": \"T\"}\n", []string{"p.md:1:1 front-matter: front matter must be YAML, not TOML or JSON | write..."}},
		"JSON, other form":       {";;;\n{}\n;;;\n", []string{"p.md:1:1 front-matter: front matter must be YAML, not TOML or JSON | write..."}},
		"a list":                 {"---\n- title\n---\n", []string{"p.md:2:1 yaml: this is not a list of keys and values | write one `key: value` on each line"}},
		"broken YAML":            {"---\nsummary: S\ntitle: [\n---\n", []string{"p.md:3:8 yaml: sequence end token ']' not found | check..."}},
		"a colon in text":        {instead("title: T", "title: Routes: all"), []string{"p.md:2:8 yaml: a second colon, or a line that is indented differently | put text that holds a colon in quotes..."}},
		"Latin letters":          {"---\ntitle: caf\xe9\n---\n", []string{"p.md front-matter: the file is not UTF-8 text | save the file as UTF-8"}},
	} {
		t.Run(name, func(t *testing.T) {
			var findings diag.List
			page, ok := parsePage(made(), "p.md", "p.md", []byte(c.src), &findings)
			wantFindings(t, &findings, c.want)
			if ok && page == nil {
				t.Error("usable, and there is no page")
			}
		})
	}
}

func TestPageFields(t *testing.T) {
	src := "---\ntitle: Adoption\nsummary: One sentence.\nkind: route\nowner: iro\nreviewed: 2026-11-02\nreview_every: 2 years\neffective_from: 2026-01-01\nexpires: 2028-01-01\n" +
		"audience: [social workers, IROs]\nages: [under 2]\nroutes: [guidance/a.md]\nlaw: [children-act-1989]\ndocuments: [strategy]\naliases: [old]\norder: 3\n---\nBody\n"
	var findings diag.List
	got, ok := parsePage(made(), "content/common/a/b.md", "a/b.md", []byte(src), &findings)
	wantFindings(t, &findings, nil)
	day := func(s string) site.Date {
		var r reader
		return r.date("", s)
	}
	want := &site.Page{Path: "a/b.md", Out: "a/b.html", File: "content/common/a/b.md", Title: "Adoption", Summary: "One sentence.", Kind: site.KindRoute, Owner: "iro",
		Reviewed: day("2026-11-02"), Every: site.ReviewEvery{Months: 24}, From: day("2026-01-01"), Expires: day("2028-01-01"),
		Audience: []string{"social workers", "IROs"}, Ages: []string{"under 2"}, Routes: []string{"guidance/a.md"}, Law: []string{"children-act-1989"}, Documents: []string{"strategy"}, Aliases: []string{"old"}, Order: 3}
	if !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("page is\n%+v\nwant\n%+v", got, want)
	}
}

func TestBodyOffset(t *testing.T) {
	for name, c := range map[string]struct {
		src, body string
		lines     int
	}{
		"plain":              {front + "Body.\n", "Body.\n", 8},
		"a blank line":       {front + "\nBody.\n", "\nBody.\n", 8},
		"byte order mark":    {"\ufeff" + front + "Body.", "Body.", 8},
		"Windows lines":      {strings.ReplaceAll(front+"Body.\n", "\n", "\r\n"), "Body.\r\n", 8},
		"blank lines first":  {"\n\n" + front + "Body.", "Body.", 10},
		"a rule in the body": {front + "A\n\n---\n\nB\n", "A\n\n---\n\nB\n", 8},
		"empty":              {strings.TrimSuffix(front, "\n"), "", 7},
		"no front matter":    {"Body.\n", "Body.\n", 0},
		"never closed":       {"---\ntitle: T\n", "---\ntitle: T\n", 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := made("common/p.md", c.src)
			body, lines, err := Body(s, &site.Page{Path: "p.md"})
			if err != nil || string(body) != c.body || lines != c.lines {
				t.Errorf("body %q after %d lines, %v; want %q after %d", body, lines, err, c.body, c.lines)
			}
		})
	}
	var missing *fs.PathError
	if _, _, err := Body(made("common/p.md", ""), &site.Page{Path: "q.md"}); !errors.As(err, &missing) {
		t.Errorf("a page that nobody wrote gives %v", err)
	}
	if _, _, err := Body(&site.Site{}, &site.Page{Path: "q.md"}); !errors.As(err, &missing) {
		t.Errorf("a page of a site without content gives %v", err)
	}
}

func page(title, more string) string {
	return strings.Replace(front, "title: T\n", "title: "+title+"\n"+more, 1)
}

func TestScan(t *testing.T) {
	s := made(
		"common/index.md", page("Home", ""),
		"common/b.md", page("Beta", ""),
		"common/a.md", page("Gamma", "order: 2\n"),
		"common/guidance/index.md", page("Guidance", "order: 1\n"),
		"common/guidance/x.md", page("Shared", ""),
		"common/guidance/picture.png", "",
		"common/README.md", "no page",
		"common/guidance/README.md", "no page",
		"common/local/home.md", "fragment",
		"common/.hidden.md", "no page",
		"common/.git/x.md", "no page",
		"common/_drafts/x.md", "no page",
		"merton/local/home.md", "\ufeffMerton's own",
		"merton/guidance/x.md", page("Merton's", ""),
		"merton/guidance/deep/index.md", page("Alpha", ""),
		"merton/guidance/picture.png", "",
	)
	var findings diag.List
	tree := Scan(s, []*site.Page{{Path: "guidance/made.md", Title: "Made"}}, &findings)
	wantFindings(t, &findings, nil)
	var order []string
	for _, p := range tree.Pages {
		order = append(order, p.Path+" "+p.Title)
	}
	if want := []string{"index.md Home", "guidance/index.md Guidance", "guidance/deep/index.md Alpha", "guidance/made.md Made", "guidance/x.md Merton's", "a.md Gamma", "b.md Beta"}; !reflect.DeepEqual(order, want) {
		t.Errorf("reading order\n%q\nwant\n%q", order, want)
	}
	if p := tree.Page("guidance/x.md"); p.File != "content/merton/guidance/x.md" || p.Layer != 1 || p.Out != "guidance/x.html" || p.Section.Dir != "guidance" {
		t.Errorf("the later layer's page is %+v", p)
	}
	if !reflect.DeepEqual(tree.Assets, []Asset{{Path: "guidance/picture.png", Layer: 1}}) || !tree.HasAsset("guidance/picture.png") || tree.HasAsset("guidance/x.md") {
		t.Errorf("assets are %v", tree.Assets)
	}
	if deep := tree.Page("guidance/deep/index.md"); !deep.IsIndex() || deep.Section.Parent.Dir != "guidance" || deep.Section.Top().Dir != "guidance" {
		t.Errorf("section is %+v", deep.Section)
	}
	if text, _, file, ok := Fragment(s, "home"); !ok || string(text) != "Merton's own" || file != "content/merton/local/home.md" {
		t.Errorf("fragment is %q of %s, %v", text, file, ok)
	}
	if _, _, _, ok := Fragment(s, "none"); ok {
		t.Error("a fragment that is not there was found")
	}
}

func TestScanFindings(t *testing.T) {
	for name, c := range map[string]struct {
		files []string
		want  []string
	}{
		"no front page": {[]string{"common/index.md", front, "common/a/x.md", front, "merton/a/y.md", front},
			[]string{"content/merton/a/index.md section: the folder has pages but no index.md, so it has no front page | write it: `waymark new page content/merton/a/index.md` makes a start"}},
		"no front page above": {[]string{"common/index.md", front, "common/a/b/index.md", front},
			[]string{"content/common/a/index.md section: the folder has pages but no index.md..."}},
		"no home": {[]string{"common/a.md", front},
			[]string{"content/common/index.md section: the folder has pages but no index.md..."}},
		"no layer": {nil,
			[]string{"content/index.md section: the folder has pages but no index.md..."}},
		"a data file": {[]string{"common/index.md", front, "common/children.csv", "", "merton/notes.TXT", ""},
			[]string{"content/common/children.csv asset: files of this kind are not published | move it out of content; pages may have .png .jpg .jpeg .gif .webp .svg .pdf .docx .odt beside them",
				"content/merton/notes.TXT asset: files of this kind are not published | move..."}},
		"a name that is no address": {[]string{"common/index.md", front, "common/My Page.md", front, "common/b/A.md", front, "common/c.MD", front},
			[]string{"content/common/My Page.md page: a page cannot have this name: it would not work as an address everywhere | rename it...",
				"content/common/b/A.md page: a page cannot have this name...", "content/common/c.MD page: a page cannot have this name..."}},
		"a made page in the same place": {[]string{"common/index.md", front, "common/made.md", front},
			[]string{"content/common/made.md:1 page: the page of data/i.yaml is made at the same place | remove one of the two, or rename this page"}},
	} {
		t.Run(name, func(t *testing.T) {
			var findings diag.List
			var making []*site.Page
			if strings.Contains(name, "made") {
				making = []*site.Page{{Path: "made.md", File: "data/i.yaml"}}
			}
			tree := Scan(made(c.files...), making, &findings)
			wantFindings(t, &findings, c.want)
			if tree.Root == nil || tree.Root.Index == nil || len(tree.Pages) == 0 {
				t.Error("there is no front page to go on with")
			}
		})
	}
}

func TestNextReview(t *testing.T) {
	for _, c := range []struct {
		reviewed string
		months   int
		want     string
	}{
		{"2025-08-31", 6, "28 February 2026"},
		{"2023-08-31", 6, "29 February 2024"},
		{"2026-11-02", 12, "2 November 2027"},
		{"2026-12-31", 2, "28 February 2027"},
		{"2024-02-29", 12, "28 February 2025"},
		{"2026-01-31", 1, "28 February 2026"},
		{"2026-11-02", 0, ""},
		{"", 12, ""},
	} {
		var r reader
		p := &site.Page{Reviewed: r.date("", c.reviewed), Every: site.ReviewEvery{Months: c.months}}
		if got := DateWords(NextReview(p)); got != c.want {
			t.Errorf("%s and %d months is %q, want %q", c.reviewed, c.months, got, c.want)
		}
	}
}

func TestParseEvery(t *testing.T) {
	for value, want := range map[string]int{
		"12 months": 12, "1 month": 1, " 2  years ": 24, "1 year": 12, "100 years": 1200, "1200 months": 1200,
		"101 years": 0, "1201 months": 0, "0 months": 0, "-1 months": 0, "12": 0, "months": 0, "12 weeks": 0, "twelve months": 0, "": 0, "1.5 years": 0,
	} {
		if got, ok := ParseEvery(value); got.Months != want || ok != (want > 0) {
			t.Errorf("ParseEvery(%q) = %d, %v, want %d", value, got.Months, ok, want)
		}
	}
}

// Whatever stands in a page's file, reading it does not panic, the body is the end of the file, and every
// finding lies in the file.
func FuzzFrontMatter(f *testing.F) {
	for _, seed := range []string{front + "Body.\n", "\ufeff\n" + front, strings.ReplaceAll(front, "\n", "\r\n"), "---\n---", "---\n", "--- \n\t---", "+++\n+++", "---\ntitle: [\n---\n", "---\n\n- a\n---\nb\n---\n", " ---\n---\nx", "\v---\n---\n"} {
		f.Add([]byte(seed))
	}
	s := made("common/index.md", front)
	f.Fuzz(func(t *testing.T, src []byte) {
		var findings diag.List
		page, ok := parsePage(s, "p.md", "p.md", src, &findings)
		if ok != (page != nil) {
			t.Errorf("ok is %v with page %v", ok, page)
		}
		if !ok && len(findings.Sorted()) == 0 {
			t.Error("refused without a word")
		}
		text := bytes.TrimPrefix(src, []byte("\ufeff"))
		body := text[bodyOffset(text):]
		if !bytes.HasSuffix(src, body) {
			t.Errorf("body %q is not the end of %q", body, src)
		}
		block, rest, found, closed := split(text)
		if found && closed && (!bytes.HasSuffix(src, rest) || !bytes.Contains(text[:len(text)-len(rest)], block)) {
			t.Errorf("block %q and rest %q are not parts of %q", block, rest, src)
		}
		lines := bytes.Count(src, []byte("\n")) + bytes.Count(src, []byte("\r")) + 1
		for _, found := range findings.Sorted() {
			if found.Line < 0 || found.Line > lines || found.Message == "" || found.Hint == "" {
				t.Errorf("%s in a file of %d lines: %q, %q", found.Place(), lines, found.Message, found.Hint)
			}
		}
	})
}
