package diag

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode"
)

// Formats are the names that Print takes, the one for people first.
var Formats = []string{"text", "json", "github", "sarif", "gitlab"}

// Options are what Print may be told. The zero Options print plain text without excerpts.
type Options struct {
	// Colour paints the text format with terminal colours. The caller decides, because only the caller
	// knows whether a person is looking.
	Colour bool
	// Excerpt gives one line of a file without its line end, or false when there is none. The text format
	// then shows the line with a caret below the column.
	Excerpt func(file string, line int) (string, bool)
	// Changed tells which files a pull request changed. The github format prints findings in them first,
	// because GitHub shows only ten errors and ten warnings of one step and drops the rest.
	Changed func(file string) bool
	// Describe says what a check finds and why that matters. The sarif format then carries both, so that a code
	// host can show them beside a finding.
	Describe func(check string) (finds, why string)
}

// Print writes findings in one of Formats, in the order given (see List.Sorted).
// No findings print nothing as text and as github, and an empty but valid document in the other formats.
func Print(w io.Writer, format string, findings []Finding, o Options) error {
	var out []byte
	var err error
	switch format {
	case "text":
		out = text(findings, o)
	case "json":
		out, err = asJSON(findings)
	case "github":
		out = github(findings, o)
	case "sarif":
		out, err = sarif(findings, o)
	case "gitlab":
		out, err = gitlab(findings)
	default:
		return fmt.Errorf("unknown format %q: choose one of %s", format, strings.Join(Formats, ", "))
	}
	if err != nil {
		return fmt.Errorf("print findings as %s: %w", format, err)
	}
	if _, err := w.Write(out); err != nil {
		return fmt.Errorf("print findings as %s: %w", format, err)
	}
	return nil
}

// Summary counts findings in words: "1 error, 2 warnings", or "nothing to report".
func Summary(findings []Finding) string {
	errors, warnings, notes := Count(findings)
	var parts []string
	for _, p := range []struct {
		n    int
		noun string
	}{{errors, "error"}, {warnings, "warning"}, {notes, "note"}} {
		switch {
		case p.n == 1:
			parts = append(parts, "1 "+p.noun)
		case p.n > 1:
			parts = append(parts, fmt.Sprintf("%d %ss", p.n, p.noun))
		}
	}
	if parts == nil {
		return "nothing to report"
	}
	return strings.Join(parts, ", ")
}

// Terminal colours: the place in bold, the severity in red, yellow or bold, everything else as it is.
const (
	bold   = "\x1b[1m"
	red    = "\x1b[1;31m"
	yellow = "\x1b[1;33m"
	dim    = "\x1b[2m"
	reset  = "\x1b[0m"
)

func text(findings []Finding, o Options) []byte {
	paint := func(code, s string) string {
		if !o.Colour || s == "" {
			return s
		}
		return code + s + reset
	}
	var b strings.Builder
	for _, f := range findings {
		if place := f.Place(); place != "" {
			b.WriteString(paint(bold, visible(place)+":") + " ")
		}
		severity := red
		switch f.Severity {
		case Warning:
			severity = yellow
		case Note:
			severity = bold
		}
		b.WriteString(paint(severity, f.Severity.String()+":") + " " + oneLine(f.Message))
		if f.Check != "" {
			b.WriteString(" " + paint(dim, "("+f.Check+")"))
		}
		b.WriteByte('\n')
		if source, ok := excerpt(f, o); ok {
			for line := range strings.Lines(source) {
				b.WriteString("    " + line)
			}
		}
		for line := range strings.Lines(f.Hint) {
			b.WriteString("    " + visible(strings.TrimRight(line, "\r\n")) + "\n")
		}
	}
	return []byte(b.String())
}

func excerpt(f Finding, o Options) (string, bool) {
	if o.Excerpt == nil || f.Private || f.File == "" || f.Line < 1 {
		return "", false
	}
	line, ok := o.Excerpt(f.File, f.Line)
	if !ok {
		return "", false
	}
	return Excerpt(f, line), true
}

// excerptWidth is how many characters of a source line are shown. Paragraphs in markdown are often one
// line of many hundreds of characters, in which a caret would be lost.
const excerptWidth = 96

// Excerpt shows the finding's source line under its number, with a caret below the finding's column:
//
//	12 | see [Visits](visits.md)
//	   |     ^
//
// Without a column there is no caret. A long line is cut to the part around the column, with … at the
// cuts. A tab stays a tab in both lines, so the caret stands right whatever the tab width; a combining
// mark takes no room. A column past the end of the line points just after its last character.
func Excerpt(f Finding, line string) string {
	runes := []rune(strings.TrimRight(line, "\r\n"))
	column := min(f.Column, len(runes)+1)
	from, to := 0, len(runes)
	if len(runes) > excerptWidth {
		from = max(0, min(column-1-excerptWidth/2, len(runes)-excerptWidth))
		to = from + excerptWidth
	}
	head := fmt.Sprintf("%d | ", f.Line)
	var source, caret strings.Builder
	if from > 0 {
		source.WriteString("…")
		caret.WriteString(" ")
	}
	for i, r := range runes[from:to] {
		source.WriteString(visible(string(r)))
		switch {
		case from+i >= column-1 || unicode.Is(unicode.Mn, r):
		case r == '\t':
			caret.WriteByte('\t')
		default:
			caret.WriteByte(' ')
		}
	}
	if to < len(runes) {
		source.WriteString("…")
	}
	out := strings.TrimRight(head+source.String(), " \t") + "\n"
	if f.Column > 0 {
		out += strings.Repeat(" ", len(head)-2) + "| " + caret.String() + "^\n"
	}
	return out
}

// visible replaces control characters other than the tab, so that a file cannot steer the terminal.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && unicode.IsControl(r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

func oneLine(s string) string { return visible(strings.Join(strings.Fields(s), " ")) }

func asJSON(findings []Finding) ([]byte, error) {
	type finding struct {
		File     string `json:"file,omitempty"`
		Line     int    `json:"line,omitempty"`
		Column   int    `json:"column,omitempty"`
		Check    string `json:"check"`
		Severity string `json:"severity"`
		Message  string `json:"message"`
		Hint     string `json:"hint,omitempty"`
	}
	errors, warnings, notes := Count(findings)
	out := struct {
		Errors   int       `json:"errors"`
		Warnings int       `json:"warnings"`
		Notes    int       `json:"notes"`
		Findings []finding `json:"findings"`
	}{errors, warnings, notes, []finding{}}
	for _, f := range findings {
		out.Findings = append(out.Findings, finding{f.File, f.Line, f.Column, f.Check, f.Severity.String(), f.Message, f.Hint})
	}
	return encode(out)
}

// Escapes of GitHub's workflow commands: the message must not hold a percent sign or a line end, a
// property no colon and no comma besides (actions/toolkit, packages/core/src/command.ts).
var (
	githubMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func github(findings []Finding, o Options) []byte {
	if o.Changed != nil {
		rank := func(f Finding) int {
			if f.File != "" && o.Changed(f.File) {
				return 0
			}
			return 1
		}
		findings = slices.Clone(findings)
		slices.SortStableFunc(findings, func(a, b Finding) int { return cmp.Compare(rank(a), rank(b)) })
	}
	var b strings.Builder
	for _, f := range findings {
		var properties []string
		add := func(name, value string) { properties = append(properties, name+"="+githubProperty.Replace(value)) }
		if f.File != "" {
			add("file", f.File)
			if f.Line > 0 {
				add("line", fmt.Sprint(f.Line))
				if f.Column > 0 {
					add("col", fmt.Sprint(f.Column))
				}
			}
		}
		if f.Check != "" {
			add("title", f.Check)
		}
		message := f.Message
		if f.Hint != "" {
			message += "\n" + f.Hint
		}
		command := f.Severity.String()
		if f.Severity == Note {
			command = "notice"
		}
		b.WriteString("::" + command)
		if len(properties) > 0 {
			b.WriteString(" " + strings.Join(properties, ","))
		}
		b.WriteString("::" + githubMessage.Replace(message) + "\n")
	}
	return []byte(b.String())
}

// sarif writes one run of SARIF 2.1.0 (OASIS). Columns are declared as Unicode code points, as Finding
// counts them; a finding without a file has no location, which the standard allows.
func sarif(findings []Finding, o Options) ([]byte, error) {
	type text struct {
		Text string `json:"text"`
	}
	type region struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
	}
	type artifact struct {
		URI       string `json:"uri"`
		URIBaseID string `json:"uriBaseId"`
	}
	type physical struct {
		ArtifactLocation artifact `json:"artifactLocation"`
		Region           *region  `json:"region,omitempty"`
	}
	type location struct {
		PhysicalLocation physical `json:"physicalLocation"`
	}
	type result struct {
		RuleID              string            `json:"ruleId"`
		RuleIndex           int               `json:"ruleIndex"`
		Level               string            `json:"level"`
		Message             text              `json:"message"`
		Locations           []location        `json:"locations,omitempty"`
		PartialFingerprints map[string]string `json:"partialFingerprints"`
	}
	type rule struct {
		ID    string `json:"id"`
		Short *text  `json:"shortDescription,omitempty"`
		Help  *text  `json:"help,omitempty"`
	}
	type driver struct {
		Name  string `json:"name"`
		Rules []rule `json:"rules"`
	}
	type tool struct {
		Driver driver `json:"driver"`
	}
	type run struct {
		Tool       tool     `json:"tool"`
		ColumnKind string   `json:"columnKind"`
		Results    []result `json:"results"`
	}

	var checks []string
	for _, f := range findings {
		checks = append(checks, f.Check)
	}
	slices.Sort(checks)
	checks = slices.Compact(checks)
	rules := []rule{}
	for _, c := range checks {
		r := rule{ID: c}
		if o.Describe != nil {
			if finds, why := o.Describe(c); finds != "" {
				r.Short, r.Help = &text{finds}, &text{why}
			}
		}
		rules = append(rules, r)
	}
	results := []result{}
	prints := fingerprints(findings)
	for i, f := range findings {
		index, _ := slices.BinarySearch(checks, f.Check)
		r := result{
			RuleID: f.Check, RuleIndex: index, Level: f.Severity.String(),
			Message:             text{f.Message},
			PartialFingerprints: map[string]string{"waymark/v1": prints[i]},
		}
		if f.Hint != "" {
			r.Message.Text += ". " + f.Hint
		}
		if f.File != "" {
			p := physical{ArtifactLocation: artifact{(&url.URL{Path: f.File}).String(), "%SRCROOT%"}}
			if f.Line > 0 {
				p.Region = &region{f.Line, f.Column}
			}
			r.Locations = []location{{p}}
		}
		results = append(results, r)
	}
	return encode(struct {
		Schema  string `json:"$schema"`
		Version string `json:"version"`
		Runs    []run  `json:"runs"`
	}{
		"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", "2.1.0",
		[]run{{tool{driver{"waymark", rules}}, "unicodeCodePoints", results}},
	})
}

// gitlab writes GitLab's code quality report. Every entry needs a path and a line there: a finding
// without a file is put at ".", one without a line at line 1.
func gitlab(findings []Finding) ([]byte, error) {
	type lines struct {
		Begin int `json:"begin"`
	}
	type location struct {
		Path  string `json:"path"`
		Lines lines  `json:"lines"`
	}
	type entry struct {
		Description string   `json:"description"`
		CheckName   string   `json:"check_name"`
		Fingerprint string   `json:"fingerprint"`
		Severity    string   `json:"severity"`
		Location    location `json:"location"`
	}
	out := []entry{}
	prints := fingerprints(findings)
	for i, f := range findings {
		e := entry{f.Message, f.Check, prints[i], "minor", location{cmp.Or(f.File, "."), lines{max(1, f.Line)}}}
		switch f.Severity {
		case Error:
			e.Severity = "major"
		case Note:
			e.Severity = "info"
		}
		if f.Hint != "" {
			e.Description += ". " + f.Hint
		}
		out = append(out, e)
	}
	return encode(out)
}

// fingerprints names each finding so that it is recognised in the next version of the file: by file,
// check and message, not by line, which moves with every edit above it. Findings that agree in all three
// are counted (first, second, ...), because two entries must not share a fingerprint.
func fingerprints(findings []Finding) []string {
	seen := map[string]int{}
	out := make([]string, len(findings))
	for i, f := range findings {
		key := f.File + "\x00" + f.Check + "\x00" + f.Message
		seen[key]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, seen[key]))
		out[i] = hex.EncodeToString(sum[:16])
	}
	return out
}

func encode(v any) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return []byte(b.String()), nil
}
