package tracker

import "waymark/internal/diag"

// Check holds the text of one period file to everything that Read would: schema, refusals, rules of a row. It is
// for the one who writes the file, before it is written. file is how findings name it.
func Check(file string, src []byte, schema *Schema) []diag.Finding {
	r := &fileReader{schema: schema, file: file}
	r.read(src[:len(src):len(src)]) // what may lie behind it is the caller's
	out := r.findings()
	for i := range out {
		out[i].Private = true
	}
	return out
}

// LooksLike names what a cell looks like that may identify a child ("a date", "a postcode", "a name or a note"),
// or is empty when it cannot be about one. It is too wide on purpose: the words of a schema look like notes.
func LooksLike(cell string) string { return looksLike(cell) }
