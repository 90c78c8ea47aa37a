package site

import (
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"waymark/internal/diag"
)

// ids are short, lower case and safe in an address.
var idPattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// ValidID says whether id can name a standard, a role, a page fragment and so on.
func ValidID(id string) bool { return idPattern.MatchString(id) }

// DecodeYAML reads one YAML document strictly into a struct that may already hold values: keys that are
// written replace them, keys that are not leave them. An unknown key, a doubled key and a value of the
// wrong type are errors at their place. It reports whether the document could be used.
func DecodeYAML(file string, src []byte, into any, findings *diag.List) bool {
	body, ok := parseYAML(file, src, findings)
	if !ok || body == nil {
		return ok
	}
	return decodeNode(file, body, into, findings)
}

// DecodeBlock reads a strict YAML mapping that stands inside another file, such as front matter. lines is
// the number of lines of the file before the block. It returns where each key stands.
func DecodeBlock(file string, lines int, src []byte, into any, findings *diag.List) (keys map[string]Source, ok bool) {
	var own diag.List
	defer func() {
		for _, f := range own.Sorted() {
			if f.Line > 0 {
				f.Line += lines
			}
			findings.Add(f)
		}
	}()
	keys = map[string]Source{}
	body, ok := parseYAML(file, src, &own)
	if !ok || body == nil {
		return keys, ok
	}
	mapping, isMap := body.(*ast.MappingNode)
	if !isMap {
		own.Errorf("yaml", file, body.GetToken().Position.Line, 0, "write one `key: value` on each line", "this is not a list of keys and values")
		return keys, false
	}
	for _, entry := range mapping.Values {
		token := entry.Key.GetToken()
		keys[token.Value] = Source{File: file, Line: token.Position.Line + lines, Column: token.Position.Column}
	}
	return keys, decodeNode(file, mapping, into, &own)
}

func parseYAML(file string, src []byte, findings *diag.List) (ast.Node, bool) {
	src = []byte(strings.TrimPrefix(string(src), "\ufeff"))
	doc, err := parser.ParseBytes(src, 0)
	if err != nil {
		reportYAML(file, err, findings)
		return nil, false
	}
	switch len(doc.Docs) {
	case 0:
		return nil, true
	case 1:
		body := doc.Docs[0].Body
		if body == nil || body.Type() == ast.NullType {
			return nil, true
		}
		return body, true
	}
	findings.Errorf("yaml", file, 0, 0, "keep one document: remove the line that is only ---", "the file holds %d YAML documents", len(doc.Docs))
	return nil, false
}

func decodeNode(file string, node ast.Node, into any, findings *diag.List) bool {
	if err := yaml.NodeToValue(node, into, yaml.Strict()); err != nil {
		reportYAML(file, err, findings)
		return false
	}
	return true
}

// reportYAML turns an error of the YAML package into a finding at its place.
func reportYAML(file string, err error, findings *diag.List) {
	line, column, message := 0, 0, err.Error()
	var located yaml.Error
	if errors.As(err, &located) {
		message = located.GetMessage()
		if token := located.GetToken(); token != nil && token.Position != nil {
			line, column = token.Position.Line, token.Position.Column
		}
	}
	message, hint := explainYAML(message)
	findings.Errorf("yaml", file, line, column, hint, "%s", message)
}

// explainYAML words the usual slips for people who do not write programs.
func explainYAML(message string) (said, hint string) {
	message, _, _ = strings.Cut(message, "\n")
	switch {
	case strings.Contains(message, "unknown field"):
		return "unknown key " + afterFirstQuote(message), "check the spelling, or remove the line: unknown keys are refused so that a slip cannot go unnoticed"
	case strings.Contains(message, "already defined"), strings.Contains(message, "duplicate key"):
		return message, "keep one of the two lines"
	case strings.Contains(message, "cannot unmarshal"):
		return message, "give a value of that kind; put text that looks like a number or a date in quotes"
	case strings.Contains(message, "tab character"), strings.Contains(message, "found character '\\t'"):
		return message, "indent with spaces: YAML does not allow tabs"
	}
	return message, "check the indentation and the quotes around this place"
}

func afterFirstQuote(s string) string {
	if i := strings.IndexByte(s, '"'); i >= 0 {
		return s[i:]
	}
	return s
}

// loadByID reads a YAML file whose top level is a map of ids from every layer that has it, merged by id
// and then by field. begin is called once for each id with the value before its fields are filled.
func loadByID[T any](layers []Layer, name string, findings *diag.List, begin func(value *T, id string, at Source)) map[string]*T {
	out := map[string]*T{}
	for _, layer := range layers {
		src, err := fs.ReadFile(layer.FS, name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		file := layer.File(name)
		if err != nil {
			findings.Errorf("yaml", file, 0, 0, "check that the file can be read", "cannot read it: %v", err)
			continue
		}
		body, ok := parseYAML(file, src, findings)
		if !ok || body == nil {
			continue
		}
		mapping, ok := body.(*ast.MappingNode)
		if !ok {
			findings.Errorf("yaml", file, body.GetToken().Position.Line, 0, "write `id:` on a line of its own and the fields below it, indented", "the file must be a map of ids")
			continue
		}
		for _, entry := range mapping.Values {
			position := entry.Key.GetToken().Position
			id := entry.Key.GetToken().Value
			if !ValidID(id) {
				findings.Errorf("yaml", file, position.Line, position.Column, "use lower-case letters, digits and hyphens", "%q cannot be an id", id)
				continue
			}
			value := out[id]
			if value == nil {
				value = new(T)
			}
			begin(value, id, Source{File: file, Line: position.Line, Column: position.Column})
			if entry.Value.Type() == ast.NullType || decodeNode(file, entry.Value, value, findings) {
				out[id] = value
			}
		}
	}
	return out
}

// SortedIDs returns the ids of a map in order.
func SortedIDs[T any](m map[string]T) []string {
	ids := make([]string, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Nearest returns the candidate that a misspelt name probably means, or "".
func Nearest(name string, candidates []string) string {
	best, least := "", len(name)/2+1
	for _, c := range candidates {
		if d := editDistance(name, c); d < least {
			best, least = c, d
		}
	}
	return best
}

// editDistance counts single-letter insertions, deletions and replacements (Levenshtein).
func editDistance(a, b string) int {
	previous := make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := range len(a) {
		diagonal := previous[0]
		previous[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = previous[j+1]
			previous[j+1] = min(replace, previous[j]+1, previous[j+1]+1)
		}
	}
	return previous[len(b)]
}
