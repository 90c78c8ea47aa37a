package diag

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

var sample = []Finding{
	{File: "content/x.md", Line: 12, Column: 5, Check: "broken-link", Severity: Error, Message: "no page at visits.md", Hint: "did you mean visiting.md?"},
	{File: "content/x.md", Line: 30, Check: "broken-link", Severity: Error, Message: "no page at visits.md"},
	{File: "data/50%, all:1.csv", Check: "stale", Severity: Warning, Message: "file is\nold", Hint: "export it again\nthen run check"},
	{Check: "config", Severity: Error, Message: "no waymark.yaml"},
}

func printed(t *testing.T, format string, findings []Finding, o Options) string {
	t.Helper()
	var b strings.Builder
	if err := Print(&b, format, findings, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPrintText(t *testing.T) {
	lines := map[int]string{12: "see [V](visits.md)"}
	excerpt := func(file string, line int) (string, bool) { s, ok := lines[line]; return s, ok }
	tests := []struct {
		name     string
		findings []Finding
		options  Options
		want     string
	}{
		{"nothing", nil, Options{}, ""},
		{"all kinds of place", sample, Options{}, `content/x.md:12:5: error: no page at visits.md (broken-link)
    did you mean visiting.md?
content/x.md:30: error: no page at visits.md (broken-link)
data/50%, all:1.csv: warning: file is old (stale)
    export it again
    then run check
error: no waymark.yaml (config)
`},
		{"excerpt where the line is known", sample[:2], Options{Excerpt: excerpt}, `content/x.md:12:5: error: no page at visits.md (broken-link)
    12 | see [V](visits.md)
       |     ^
    did you mean visiting.md?
content/x.md:30: error: no page at visits.md (broken-link)
`},
		{"colour", sample[:1], Options{Colour: true},
			"\x1b[1mcontent/x.md:12:5:\x1b[0m \x1b[1;31merror:\x1b[0m no page at visits.md \x1b[2m(broken-link)\x1b[0m\n    did you mean visiting.md?\n"},
		{"a message cannot steer the terminal", []Finding{{File: "a.md", Message: "odd \x1b[2J word"}}, Options{},
			"a.md: warning: odd \uFFFD[2J word\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := printed(t, "text", test.findings, test.options); got != test.want {
				t.Errorf("got:\n%q\nwant:\n%q", got, test.want)
			}
		})
	}
}

func TestExcerpt(t *testing.T) {
	tests := []struct {
		name   string
		line   string
		column int
		want   string
	}{
		{"no column", "abc", 0, "7 | abc\n"},
		{"first column", "abc", 1, "7 | abc\n  | ^\n"},
		{"column past the end", "abc", 99, "7 | abc\n  |    ^\n"},
		{"empty line", "", 1, "7 |\n  | ^\n"},
		{"tab kept before the caret", "\tabc", 3, "7 | \tabc\n  | \t ^\n"},
		{"characters, not bytes", "£é x", 4, "7 | £é x\n  |    ^\n"},
		{"combining mark takes no room", "e\u0301x", 3, "7 | e\u0301x\n  |  ^\n"},
		{"line end dropped", "abc\r\n", 2, "7 | abc\n  |  ^\n"},
		{"escape made visible", "a\x1b[2J", 1, "7 | a\uFFFD[2J\n  | ^\n"},
		// 200 characters, column 151: 48 are kept before it (from the 103rd), 96 in all, so cut at both ends.
		{"long line cut around the caret", strings.Repeat("a", 150) + "X" + strings.Repeat("b", 49), 151,
			"7 | …" + strings.Repeat("a", 48) + "X" + strings.Repeat("b", 47) + "…\n  |  " + strings.Repeat(" ", 48) + "^\n"},
		{"long line without a column", strings.Repeat("a", 100), 0, "7 | " + strings.Repeat("a", 96) + "…\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Excerpt(Finding{Line: 7, Column: test.column}, test.line); got != test.want {
				t.Errorf("got:\n%q\nwant:\n%q", got, test.want)
			}
		})
	}
}

// An excerpt is one source line and at most one caret line, whatever a file holds.
func FuzzExcerpt(f *testing.F) {
	f.Add("see [V](visits.md)", 5)
	f.Add("\t\x1b[2J\xff", 3)
	f.Add(strings.Repeat("£", 300), 299)
	f.Add("a", -4)
	f.Fuzz(func(t *testing.T, line string, column int) {
		if strings.ContainsAny(strings.TrimRight(line, "\r\n"), "\r\n") {
			t.Skip("not one line")
		}
		got := Excerpt(Finding{Line: 7, Column: column}, line)
		want := 1
		if column > 0 {
			want = 2
		}
		if strings.Count(got, "\n") != want || !strings.HasSuffix(got, "\n") {
			t.Fatalf("%q", got)
		}
		if strings.Contains(got, "\x1b") || !utf8.ValidString(got) {
			t.Fatalf("unsafe for a terminal: %q", got)
		}
		if column > 0 && strings.Count(strings.Split(got, "\n")[1], "^") != 1 {
			t.Fatalf("not one caret: %q", got)
		}
	})
}

func TestPrintGitHub(t *testing.T) {
	want := `::error file=content/x.md,line=12,col=5,title=broken-link::no page at visits.md%0Adid you mean visiting.md?
::error file=content/x.md,line=30,title=broken-link::no page at visits.md
::warning file=data/50%25%2C all%3A1.csv,title=stale::file is%0Aold%0Aexport it again%0Athen run check
::error title=config::no waymark.yaml
`
	if got := printed(t, "github", sample, Options{}); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	changed := printed(t, "github", sample, Options{Changed: func(file string) bool { return strings.HasPrefix(file, "data/") }})
	if !strings.HasPrefix(changed, "::warning file=data/") || strings.Count(changed, "\n") != 4 {
		t.Errorf("changed file not first:\n%s", changed)
	}
	if sample[0].File != "content/x.md" {
		t.Error("the caller's findings were sorted in place")
	}
}

func TestPrintJSON(t *testing.T) {
	var got struct {
		Errors, Warnings int
		Findings         []struct {
			File, Check, Severity, Message, Hint string
			Line, Column                         int
		}
	}
	decode(t, printed(t, "json", sample, Options{}), &got)
	if got.Errors != 3 || got.Warnings != 1 || len(got.Findings) != 4 {
		t.Fatalf("got %+v", got)
	}
	for i, f := range got.Findings {
		back := Finding{File: f.File, Line: f.Line, Column: f.Column, Check: f.Check, Message: f.Message, Hint: f.Hint}
		if f.Severity == "error" {
			back.Severity = Error
		}
		if back != sample[i] {
			t.Errorf("finding %d: got %+v, want %+v", i, back, sample[i])
		}
	}
	if got := printed(t, "json", nil, Options{}); !strings.Contains(got, `"findings": []`) {
		t.Errorf("no findings: %s", got)
	}
}

func TestPrintSARIF(t *testing.T) {
	var got struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name  string
					Rules []struct{ ID string }
				}
			}
			ColumnKind string
			Results    []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI, URIBaseID string }
						Region           *struct{ StartLine, StartColumn int }
					}
				}
			}
		}
	}
	decode(t, printed(t, "sarif", sample, Options{}), &got)
	if got.Version != "2.1.0" || got.Schema == "" || len(got.Runs) != 1 {
		t.Fatalf("got %+v", got)
	}
	run := got.Runs[0]
	if len(run.Tool.Driver.Rules) != 3 || run.ColumnKind != "unicodeCodePoints" || len(run.Results) != 4 {
		t.Fatalf("got %+v", run)
	}
	for i, r := range run.Results {
		if run.Tool.Driver.Rules[r.RuleIndex].ID != sample[i].Check || r.RuleID != sample[i].Check || r.Level != sample[i].Severity.String() {
			t.Errorf("result %d: %+v", i, r)
		}
	}
	first := run.Results[0].Locations[0].PhysicalLocation
	if first.ArtifactLocation.URI != "content/x.md" || first.ArtifactLocation.URIBaseID != "%SRCROOT%" || first.Region.StartLine != 12 || first.Region.StartColumn != 5 {
		t.Errorf("first location: %+v", first)
	}
	if third := run.Results[2].Locations[0].PhysicalLocation; third.ArtifactLocation.URI != "data/50%25,%20all:1.csv" || third.Region != nil {
		t.Errorf("third location: %+v", third)
	}
	if run.Results[3].Locations != nil {
		t.Errorf("a finding without a file has a location: %+v", run.Results[3])
	}
	described := printed(t, "sarif", sample, Options{Describe: func(check string) (string, string) { return "Finds " + check + ".", "It matters." }})
	if !strings.Contains(described, `"text": "Finds broken-link."`) || strings.Count(described, `"text": "It matters."`) != 3 {
		t.Errorf("rules are not described:\n%s", described)
	}
	if none := printed(t, "sarif", nil, Options{}); !strings.Contains(none, `"results": []`) || !strings.Contains(none, `"rules": []`) {
		t.Errorf("no findings: %s", none)
	}
}

func TestPrintGitLab(t *testing.T) {
	type entry struct {
		Description, Severity, Fingerprint string
		CheckName                          string `json:"check_name"`
		Location                           struct {
			Path  string
			Lines struct{ Begin int }
		}
	}
	var got []entry
	decode(t, printed(t, "gitlab", sample, Options{}), &got)
	if len(got) != 4 {
		t.Fatalf("got %+v", got)
	}
	if e := got[0]; e.Description != "no page at visits.md. did you mean visiting.md?" || e.CheckName != "broken-link" || e.Severity != "major" || e.Location.Path != "content/x.md" || e.Location.Lines.Begin != 12 {
		t.Errorf("first: %+v", e)
	}
	if e := got[2]; e.Severity != "minor" || e.Location.Lines.Begin != 1 {
		t.Errorf("third: %+v", e)
	}
	if e := got[3]; e.Location.Path != "." {
		t.Errorf("fourth: %+v", e)
	}
	seen := map[string]bool{}
	for _, e := range got {
		if seen[e.Fingerprint] || len(e.Fingerprint) != 32 {
			t.Errorf("fingerprint %q", e.Fingerprint)
		}
		seen[e.Fingerprint] = true
	}

	// Twenty lines further down it is the same finding.
	moved := []Finding{sample[0], sample[1]}
	moved[0].Line, moved[1].Line = 32, 50
	var after []entry
	decode(t, printed(t, "gitlab", moved, Options{}), &after)
	if after[0].Fingerprint != got[0].Fingerprint || after[1].Fingerprint != got[1].Fingerprint {
		t.Error("a moved line changed the fingerprint")
	}
	if none := printed(t, "gitlab", nil, Options{}); none != "[]\n" {
		t.Errorf("no findings: %q", none)
	}
}

func TestPrintRefuses(t *testing.T) {
	err := Print(io.Discard, "xml", sample, Options{})
	if err == nil || !strings.Contains(err.Error(), "text, json, github, sarif, gitlab") {
		t.Errorf("got %v", err)
	}
	full := errors.New("disk full")
	for _, format := range Formats {
		if err := Print(failing{full}, format, sample, Options{}); !errors.Is(err, full) {
			t.Errorf("%s: got %v", format, err)
		}
	}
}

func TestSummary(t *testing.T) {
	tests := []struct {
		findings []Finding
		want     string
	}{
		{nil, "nothing to report"},
		{sample[:1], "1 error"},
		{sample, "3 errors, 1 warning"},
		{[]Finding{{}, {}}, "2 warnings"},
	}
	for _, test := range tests {
		if got := Summary(test.findings); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
}

func TestPrivateLinesAreNeverShown(t *testing.T) {
	var out strings.Builder
	findings := []Finding{{File: "data/oak/tracker/2026-Q2.csv", Line: 2, Column: 7, Check: "personal", Severity: Error, Message: "looks like a name", Private: true}}
	read := func(string, int) (string, bool) { return "in_care,Jane Example", true }
	if err := Print(&out, "text", findings, Options{Excerpt: read}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "Jane") || !strings.Contains(out.String(), "2026-Q2.csv:2:7") {
		t.Errorf("printed:\n%s", out.String())
	}
}

// A note is no warning: every format has its own word for it, and a strict check lets it pass.
func TestPrintNote(t *testing.T) {
	var l List
	l.Notef("priority-action", "content/x.md", 3, 0, "nothing to do", "there is %s", "no action plan")
	for format, want := range map[string]string{
		"text":   "content/x.md:3: note: there is no action plan (priority-action)\n",
		"github": "::notice file=content/x.md,line=3,title=priority-action::",
		"json":   `"severity": "note"`,
		"sarif":  `"level": "note"`,
		"gitlab": `"severity": "info"`,
	} {
		if got := printed(t, format, l.Sorted(), Options{}); !strings.Contains(got, want) {
			t.Errorf("%s: %s does not hold %s", format, got, want)
		}
	}
	if errors, warnings, notes := Count(l.Sorted()); errors != 0 || warnings != 0 || notes != 1 {
		t.Errorf("counted %d, %d, %d", errors, warnings, notes)
	}
	if got := Summary(l.Sorted()); got != "1 note" {
		t.Errorf("summed up as %q", got)
	}
}
