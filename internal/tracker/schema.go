package tracker

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"waymark/internal/diag"
)

// Schema is the list of a period file's columns.
type Schema struct {
	File        string // as findings name it
	Title       string
	Description string
	Fields      []*Field

	index map[string]int
}

// Field is one column.
type Field struct {
	Name        string
	Title       string
	Description string
	Number      bool     // a whole number; otherwise one of Values
	Values      []string // the words allowed, in the schema's order; nil for a number
	Min, Max    int      // limits of a number
	Required    bool     // a cell may not be empty
	Line        int      // in the schema's file

	codes map[string]uint8
}

// Field returns the column of a name.
func (s *Schema) Field(name string) (*Field, bool) {
	i, ok := s.index[name]
	if !ok {
		return nil, false
	}
	return s.Fields[i], true
}

// Names lists the columns in the schema's order.
func (s *Schema) Names() []string {
	names := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		names[i] = f.Name
	}
	return names
}

// Code returns the index of a word in Values.
func (f *Field) Code(word string) (uint8, bool) {
	c, ok := f.codes[word]
	return c, ok
}

// maxValues keeps one code for Missing.
const maxValues = 255

// numberLimit keeps numbers far from MissingInt, and short.
const numberLimit = 9999

// ReadSchema reads a Frictionless Table Schema (specs.frictionlessdata.io/table-schema). It is stricter than
// the specification: only what a tracker needs is understood, and anything else is a finding rather than a
// promise that is not kept. The types are string with an enum, and integer with a minimum and a maximum.
// The schema is nil when the file is not JSON, and holds the sound fields otherwise.
func ReadSchema(file string, src []byte) (*Schema, []diag.Finding) {
	r := schemaReader{file: file, src: src}
	root, err := parseJSON(src)
	if err != nil {
		r.errorf(err.offset, "schema", "mend the file; an editor that knows JSON shows the place", "not valid JSON: %s", err.what)
		return nil, r.found.Sorted()
	}
	return r.schema(root), r.found.Sorted()
}

type schemaReader struct {
	file  string
	src   []byte
	found diag.List
}

func (r *schemaReader) errorf(offset int, check, hint, format string, args ...any) {
	line, column := position(r.src, offset)
	r.found.Errorf(check, r.file, line, column, hint, format, args...)
}

func (r *schemaReader) schema(root *jsonValue) *Schema {
	s := &Schema{File: r.file, index: map[string]int{}}
	if root.kind != '{' {
		r.errorf(root.offset, "schema", "begin with { and a list named \"fields\"", "a schema is an object")
		return s
	}
	var fields *jsonValue
	for _, m := range root.members {
		switch m.name {
		case "title":
			s.Title = r.text(m)
		case "description":
			s.Description = r.text(m)
		case "name", "$schema":
			r.text(m)
		case "fields":
			if m.value.kind != '[' {
				r.errorf(m.value.offset, "schema", "write a list of fields", "\"fields\" is not a list")
				continue
			}
			fields = m.value
		case "missingValues":
			if len(m.value.items) != 1 || m.value.items[0].kind != '"' || m.value.items[0].text != "" {
				r.errorf(m.value.offset, "schema", "write \"missingValues\": [\"\"]", "only an empty cell may mean that a value is missing")
			}
		case "primaryKey", "foreignKeys", "uniqueKeys":
			r.errorf(m.offset, "schema", "remove it", "a tracker has no key, so %q has no place here", m.name)
		default:
			r.errorf(m.offset, "schema", "known are title, description, name, missingValues and fields", "unknown property %q", m.name)
		}
	}
	if fields == nil || len(fields.items) == 0 {
		r.errorf(root.offset, "schema", "add a list named \"fields\"", "the schema has no fields")
		return s
	}
	for _, item := range fields.items {
		f := r.field(item)
		if f == nil {
			continue
		}
		if _, twice := s.index[f.Name]; twice {
			r.errorf(item.offset, "schema", "remove one of them", "field %q is declared twice", f.Name)
			continue
		}
		s.index[f.Name] = len(s.Fields)
		s.Fields = append(s.Fields, f)
	}
	return s
}

// field returns nil when the field cannot be used.
func (r *schemaReader) field(v *jsonValue) *Field {
	if v.kind != '{' {
		r.errorf(v.offset, "schema", "write { \"name\": ..., \"type\": ... }", "a field is an object")
		return nil
	}
	f := &Field{codes: map[string]uint8{}}
	f.Line, _ = position(r.src, v.offset)
	kind, usable := "", true
	var constraints *jsonMember
	nameAt := v.offset
	for i, m := range v.members {
		switch m.name {
		case "name":
			f.Name, nameAt = r.text(m), m.value.offset
		case "type":
			kind = r.text(m)
			if kind != "string" && kind != "integer" {
				r.errorf(m.value.offset, "schema", "use string with an enum, or integer with a minimum and a maximum", "unknown type %q", kind)
				usable = false
			}
		case "title":
			f.Title = r.text(m)
		case "description":
			f.Description = r.text(m)
		case "constraints":
			constraints = &v.members[i]
		default:
			r.errorf(m.offset, "schema", "known are name, type, title, description and constraints", "unknown property %q of a field", m.name)
		}
	}
	f.Number = kind == "integer"
	switch {
	case !isColumnName(f.Name):
		r.errorf(nameAt, "schema", "use small letters, digits and underscores, beginning with a letter", "a field needs a name that can be a column's name")
		usable = false
	case refusal(f.Name) != "":
		r.errorf(nameAt, "personal-data", "remove the field: a tracker holds bands, durations and counts", "field %q would hold %s", f.Name, refusal(f.Name))
		usable = false
	}
	if kind == "" {
		r.errorf(v.offset, "schema", "add \"type\": \"string\" or \"integer\"", "field %q has no type", f.Name)
		usable = false
	}
	hasMin, hasMax := false, false
	if constraints != nil {
		hasMin, hasMax = r.constraints(f, constraints.value)
	}
	if !usable {
		return nil
	}
	if f.Number && !(hasMin && hasMax && f.Min <= f.Max) {
		r.errorf(v.offset, "schema", "add \"minimum\" and \"maximum\" to its constraints", "number %q has no limits", f.Name)
		return nil
	}
	if !f.Number && len(f.Values) == 0 {
		r.errorf(v.offset, "schema", "list the words that are allowed as \"enum\" in its constraints", "field %q could hold free text", f.Name)
		return nil
	}
	return f
}

func (r *schemaReader) constraints(f *Field, v *jsonValue) (hasMin, hasMax bool) {
	if v.kind != '{' {
		r.errorf(v.offset, "schema", "write { \"required\": true, ... }", "constraints are an object")
		return false, false
	}
	for _, m := range v.members {
		switch {
		case m.name == "required":
			if m.value.kind != 't' && m.value.kind != 'f' {
				r.errorf(m.value.offset, "schema", "write true or false", "\"required\" is true or false")
			}
			f.Required = m.value.kind == 't'
		case m.name == "enum" && !f.Number:
			r.values(f, m.value)
		case m.name == "minimum" && f.Number:
			f.Min, hasMin = r.number(m)
		case m.name == "maximum" && f.Number:
			f.Max, hasMax = r.number(m)
		default:
			r.errorf(m.offset, "schema", "a string has required and enum; an integer has required, minimum and maximum", "constraint %q is not known for this type", m.name)
		}
	}
	return hasMin, hasMax
}

func (r *schemaReader) values(f *Field, v *jsonValue) {
	if v.kind != '[' {
		r.errorf(v.offset, "schema", "write a list of words", "\"enum\" is not a list")
		return
	}
	for _, item := range v.items {
		_, twice := f.codes[item.text]
		switch {
		case item.kind != '"' || !isWord(item.text):
			r.errorf(item.offset, "schema", "use letters, digits, hyphens and underscores", "a value of field %q is not a plain word", f.Name)
		case twice:
			r.errorf(item.offset, "schema", "remove one of them", "value %q is listed twice", item.text)
		case len(f.Values) == maxValues:
			r.errorf(item.offset, "schema", "merge values into groups", "field %q has more than %d values", f.Name, maxValues)
			return
		default:
			f.codes[item.text] = uint8(len(f.Values))
			f.Values = append(f.Values, item.text)
		}
	}
}

func (r *schemaReader) text(m jsonMember) string {
	if m.value.kind != '"' {
		r.errorf(m.value.offset, "schema", "write it in quotation marks", "%q is not a text", m.name)
	}
	return m.value.text
}

func (r *schemaReader) number(m jsonMember) (int, bool) {
	n := m.value.number
	if m.value.kind != '0' || n != math.Trunc(n) || n < -numberLimit || n > numberLimit {
		r.errorf(m.value.offset, "schema", fmt.Sprintf("write a whole number from -%d to %d", numberLimit, numberLimit), "%q is not such a number", m.name)
		return 0, false
	}
	return int(n), true
}

func isColumnName(s string) bool {
	for i, c := range []byte(s) {
		if !(c >= 'a' && c <= 'z' || i > 0 && (c >= '0' && c <= '9' || c == '_')) {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

func isWord(s string) bool {
	for _, c := range []byte(s) {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

// jsonValue keeps the place of everything, which encoding/json's Unmarshal forgets.
type jsonValue struct {
	kind    byte // { [ " 0 t f n
	offset  int
	text    string
	number  float64
	items   []*jsonValue
	members []jsonMember // in the order written, each name once
}

type jsonMember struct {
	name   string
	offset int
	value  *jsonValue
}

type jsonError struct {
	offset int
	what   string
}

func parseJSON(src []byte) (*jsonValue, *jsonError) {
	if !utf8.Valid(src) {
		return nil, &jsonError{0, "it is not UTF-8"}
	}
	body := bytes.TrimPrefix(src, []byte("\uFEFF"))
	p := jsonParser{dec: json.NewDecoder(bytes.NewReader(body)), src: body, shift: len(src) - len(body)}
	v, err := p.value(0)
	if err != nil {
		return nil, err
	}
	if _, e := p.dec.Token(); e == nil || e.Error() != "EOF" {
		return nil, &jsonError{p.at(), "there is more after the end"}
	}
	return v, nil
}

type jsonParser struct {
	dec   *json.Decoder
	src   []byte
	shift int
}

// at is the offset of the next token: after the last one, past space, comma and colon.
func (p *jsonParser) at() int {
	i := int(p.dec.InputOffset())
	for i < len(p.src) && strings.IndexByte(" \t\r\n,:", p.src[i]) >= 0 {
		i++
	}
	return i + p.shift
}

func (p *jsonParser) value(depth int) (*jsonValue, *jsonError) {
	v := &jsonValue{offset: p.at()}
	if depth > 16 {
		return nil, &jsonError{v.offset, "it is nested too deeply"}
	}
	token, err := p.dec.Token()
	if err != nil {
		return nil, &jsonError{p.at(), plainJSON(err)}
	}
	switch t := token.(type) {
	case string:
		v.kind, v.text = '"', t
	case float64:
		v.kind, v.number = '0', t
	case bool:
		v.kind = 'f'
		if t {
			v.kind = 't'
		}
	case nil:
		v.kind = 'n'
	case json.Delim:
		v.kind = byte(t)
		for p.dec.More() {
			m := jsonMember{offset: p.at()}
			if t == '{' {
				name, err := p.dec.Token()
				if err != nil {
					return nil, &jsonError{p.at(), plainJSON(err)}
				}
				m.name = name.(string) // the decoder lets nothing else stand here
				if slices.ContainsFunc(v.members, func(o jsonMember) bool { return o.name == m.name }) {
					return nil, &jsonError{m.offset, fmt.Sprintf("%q is written twice", m.name)}
				}
			}
			item, e := p.value(depth + 1)
			if e != nil {
				return nil, e
			}
			if t == '{' {
				m.value = item
				v.members = append(v.members, m)
			} else {
				v.items = append(v.items, item)
			}
		}
		if _, err := p.dec.Token(); err != nil {
			return nil, &jsonError{p.at(), plainJSON(err)}
		}
	}
	return v, nil
}

func plainJSON(err error) string {
	if s := err.Error(); s != "EOF" && s != "unexpected EOF" {
		return s
	}
	return "it ends too early"
}

// position turns a byte offset into a line and a column in characters.
func position(src []byte, offset int) (line, column int) {
	offset = min(offset, len(src))
	before := src[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(bytes.TrimPrefix(before[start:], []byte("\uFEFF"))) + 1
}
