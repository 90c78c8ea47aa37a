package site

import (
	"bytes"
	"errors"
	"io/fs"
	"reflect"
	"regexp"
	"slices"
	"strconv"
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
		reportNotMap(file, body, &own)
		return keys, false
	}
	for _, entry := range mapping.Values {
		token := entry.Key.GetToken()
		keys[token.Value] = Source{File: file, Line: token.Position.Line + lines, Column: token.Position.Column}
	}
	return keys, decodeNode(file, mapping, into, &own)
}

// parseYAML parses one document. The node is nil when the file says nothing.
func parseYAML(file string, src []byte, findings *diag.List) (body ast.Node, ok bool) {
	defer recoverYAML(file, findings, &ok)
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	doc, err := parser.ParseBytes(src, 0)
	if err != nil {
		reportYAML(file, err, nil, findings)
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

// decodeNode reads a node strictly into a struct.
func decodeNode(file string, node ast.Node, into any, findings *diag.List) (ok bool) {
	defer recoverYAML(file, findings, &ok)
	ok = plainNumbers(file, node, fractionKeys(reflect.TypeOf(into)), findings)
	if err := yaml.NodeToValue(node, into, yaml.Strict()); err != nil {
		reportYAML(file, err, yamlKeys(reflect.TypeOf(into)), findings)
		return false
	}
	return ok
}

// recoverYAML turns a panic of the YAML package, which some broken files provoke, into a finding.
func recoverYAML(file string, findings *diag.List, ok *bool) {
	if recover() != nil {
		findings.Errorf("yaml", file, 0, 0, "check the indentation, the quotes and the brackets", "the file cannot be read as YAML")
		*ok = false
	}
}

var wholeNumber = regexp.MustCompile(`^[-+]?(0|[1-9][0-9]*)$`)

// plainNumbers refuses numbers that YAML would read as other than what stands there: 010 is eight, 1.5 in the
// place of a whole number is one, and 1.50 in the place of text loses its nought. Fractions pass below the keys
// that have room for them.
func plainNumbers(file string, node ast.Node, fractions map[string]bool, findings *diag.List) bool {
	ok := true
	may := map[ast.Node]bool{} // values of such keys; a key is visited before its value
	ast.Walk(visitor(func(n ast.Node) {
		if entry, ok := n.(*ast.MappingValueNode); ok && fractions[entry.Key.GetToken().Value] {
			may[entry.Value] = true
		}
		switch n.Type() {
		case ast.IntegerType:
		case ast.FloatType, ast.InfinityType, ast.NanType:
			if may[n] {
				return
			}
		default:
			return
		}
		token := n.GetToken()
		if token == nil || wholeNumber.MatchString(token.Value) {
			return
		}
		findings.Errorf("yaml", file, token.Position.Line, token.Position.Column, "write a whole number without leading noughts, or put text in quotes", "%s would not be read as it is written", token.Value)
		ok = false
	}), node)
	return ok
}

// visitor calls a function for every node.
type visitor func(ast.Node)

// Visit implements ast.Visitor.
func (v visitor) Visit(n ast.Node) ast.Visitor {
	v(n)
	return v
}

// placeOf is where a value stands: keys and places in lists, from the top of the file. When the way to it
// breaks off, the last place found is returned.
func placeOf(node ast.Node, way ...any) Source {
	at := Source{}
	for _, step := range way {
		var next ast.Node
		switch n := node.(type) {
		case *ast.MappingNode:
			for _, entry := range n.Values {
				if key := entry.Key.GetToken(); key.Value == step {
					at = Source{Line: key.Position.Line, Column: key.Position.Column}
					next = entry.Value
				}
			}
		case *ast.SequenceNode:
			if i, isIndex := step.(int); isIndex && i < len(n.Values) {
				next = n.Values[i]
				position := next.GetToken().Position
				if m, isMap := next.(*ast.MappingNode); isMap && len(m.Values) > 0 {
					position = m.Values[0].Key.GetToken().Position // a map's own token is its first colon
				}
				at = Source{Line: position.Line, Column: position.Column}
			}
		}
		if next == nil {
			break
		}
		node = next
	}
	return at
}

func reportNotMap(file string, body ast.Node, findings *diag.List) {
	position := body.GetToken().Position
	findings.Errorf("yaml", file, position.Line, position.Column, "write one `key: value` on each line", "this is not a list of keys and values")
}

// reportYAML turns an error of the YAML package into a finding at its place. known are the keys that could
// have been meant.
func reportYAML(file string, err error, known []string, findings *diag.List) {
	line, column, message := 0, 0, err.Error()
	var located yaml.Error
	if errors.As(err, &located) {
		message = located.GetMessage()
		if token := located.GetToken(); token != nil && token.Position != nil {
			line, column = token.Position.Line, token.Position.Column
		}
	}
	message, hint := explainYAML(message, known)
	findings.Errorf("yaml", file, line, column, hint, "%s", message)
}

var (
	quoted    = regexp.MustCompile(`"([^"]*)"`)
	wrongKind = regexp.MustCompile(`^cannot unmarshal (.+) into Go (?:struct field \S+|value) of type (\S+)`)
	wrongNode = regexp.MustCompile(`^(\w+) was used where (\w+) is expected`)
)

// explainYAML words the usual slips for people who do not write programs.
func explainYAML(message string, known []string) (said, hint string) {
	message, _, _ = strings.Cut(message, "\n")
	name := ""
	if m := quoted.FindStringSubmatch(message); m != nil {
		name = m[1]
	}
	const kindHint = "give a value of that kind; put text that looks like a number or a date in quotes"
	switch kinds, nodes := wrongKind.FindStringSubmatch(message), wrongNode.FindStringSubmatch(message); {
	case strings.Contains(message, "unknown field"):
		return "unknown key " + strconv.Quote(name), DidYouMean(name, known, "check the spelling, or remove the line: unknown keys are refused so that a slip cannot go unnoticed")
	case strings.Contains(message, "already defined"), strings.Contains(message, "duplicate key"):
		return "the key " + strconv.Quote(name) + " is written twice", "keep one of the two lines"
	case kinds != nil && strings.Contains(message, "overflow"):
		return "the number is too large", "give a smaller number"
	case kinds != nil:
		return plainKind(kinds[2]) + " is needed here, not " + plainKind(kinds[1]), kindHint
	case nodes != nil && nodes[2] == "sequence":
		return "a list is needed here, not " + plainKind(nodes[1]), "write it as [one, two], or one to a line, each after a hyphen"
	case nodes != nil:
		return plainKind(nodes[2]) + " is needed here, not " + plainKind(nodes[1]), kindHint
	case strings.Contains(message, "tab character"), strings.Contains(message, "found character '\t'"):
		return "a tab stands where spaces are needed", "indent with spaces: YAML does not allow tabs"
	case strings.Contains(message, "mapping value is not allowed"):
		return "a second colon, or a line that is indented differently", "put text that holds a colon in quotes; begin each key in the same column"
	}
	return message, "check the indentation and the quotes around this place"
}

// plainKind names a Go or YAML type in words.
func plainKind(name string) string {
	switch {
	case name == "mapping" || strings.HasPrefix(name, "map["):
		return "a group of keys and values"
	case name == "sequence" || strings.HasPrefix(name, "["):
		return "a list"
	case name == "string":
		return "text"
	case strings.HasPrefix(name, "bool"):
		return "true or false"
	case strings.HasPrefix(name, "int"), strings.HasPrefix(name, "uint"):
		return "a whole number"
	case strings.HasPrefix(name, "float"):
		return "a number"
	case name == "null":
		return "nothing"
	case name[0] >= 'a' && name[0] <= 'z' && !strings.Contains(name, "."):
		return "a " + name
	}
	return "a group of keys and values" // a struct of ours
}

// yamlKeys lists the keys that a struct, and the structs in it, may have, sorted.
func yamlKeys(t reflect.Type) []string {
	var keys []string
	eachField(t, func(key string, _ reflect.Kind) { keys = append(keys, key) })
	slices.Sort(keys)
	return slices.Compact(keys)
}

// fractionKeys are the keys of a struct, and of those in it, whose values may have a fraction.
func fractionKeys(t reflect.Type) map[string]bool {
	keys := map[string]bool{}
	eachField(t, func(key string, kind reflect.Kind) {
		if kind == reflect.Float64 {
			keys[key] = true
		}
	})
	return keys
}

// eachField visits the fields of a struct, and of the structs in it, that have a key in YAML.
func eachField(t reflect.Type, visit func(key string, kind reflect.Kind)) {
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(t reflect.Type) {
		switch {
		case t == nil || seen[t]:
		case t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map:
			walk(t.Elem())
		case t.Kind() == reflect.Struct:
			seen[t] = true
			for i := range t.NumField() {
				if key, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ","); key != "" && key != "-" {
					visit(key, t.Field(i).Type.Kind())
					walk(t.Field(i).Type)
				}
			}
		}
	}
	walk(t)
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
			position := body.GetToken().Position
			findings.Errorf("yaml", file, position.Line, position.Column, "write `id:` on a line of its own and the fields below it, indented", "the file must be a map of ids")
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
			out[id] = value // also when a field is wrong: what refers to it must not be blamed as well
			if entry.Value.Type() != ast.NullType {
				decodeNode(file, entry.Value, value, findings)
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
		if d := EditDistance(name, c); d < least {
			best, least = c, d
		}
	}
	return best
}

// EditDistance counts insertions, deletions and replacements of a letter and swaps of two neighbours
// (Damerau-Levenshtein, each place changed once). Swaps are the commonest slip of all.
func EditDistance(a, b string) int {
	var before []int // the row before the one above
	above := make([]int, len(b)+1)
	for j := range above {
		above[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			replace := above[j]
			if a[i] != b[j] {
				replace++
			}
			row[j+1] = min(replace, above[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, above = above, row
	}
	return above[len(b)]
}
