package indicator

import (
	"fmt"
	"strconv"
	"strings"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// CaseValue is a value of a worked case as a reader sees it. A whole number may be written `limit`,
// `limit + 1` or `limit - 1`, so that the case stays on the edge when the standard changes; the reader sees
// the number.
func CaseValue(written any, limit int) string {
	if s, ok := written.(string); ok {
		if n, ok := aroundLimit(s, limit); ok {
			return strconv.Itoa(n)
		}
	}
	if written == nil {
		return ""
	}
	return fmt.Sprint(written)
}

// aroundLimit reads "limit", "limit + 2", "limit-1".
func aroundLimit(s string, limit int) (int, bool) {
	rest, ok := strings.CutPrefix(strings.ReplaceAll(s, " ", ""), limitName)
	if !ok {
		return 0, false
	}
	if rest == "" {
		return limit, true
	}
	if rest[0] != '+' && rest[0] != '-' {
		return 0, false
	}
	n, err := strconv.Atoi(rest)
	return limit + n, err == nil
}

// caseRows is the rows of one worked case. Columns that a row does not name are empty.
type caseRows struct {
	columns []Column
	text    []map[string]string
	whole   []map[string]int
}

func (c caseRows) Columns() []Column       { return c.columns }
func (c caseRows) Periods() []string       { return []string{"case"} }
func (c caseRows) Range(string) (int, int) { return 0, len(c.text) }

func (c caseRows) Text(column string) (func(int) string, bool) {
	return func(row int) string { return c.text[row][column] }, true
}

func (c caseRows) Whole(column string) (func(int) (int, bool), bool) {
	return func(row int) (int, bool) { n, ok := c.whole[row][column]; return n, ok }, true
}

// runCases gives each worked case to the compiled conditions. Its rows are invented, so a finding may name
// what was expected and what came out.
func runCases(def *site.Indicator, compiled pair, columns schema, limit int, findings *diag.List) bool {
	ok := true
	for i, example := range def.Cases {
		title := fmt.Sprintf("case %d (%s)", i+1, example.Title)
		rows := caseRows{}
		for _, row := range example.Rows {
			text, whole := map[string]string{}, map[string]int{}
			for _, name := range sortedKeys(row) {
				if message, hint := readCell(columns, name, row[name], limit, text, whole); message != "" {
					findings.Errorf(checkCase, def.At.File, def.At.Line, def.At.Column, hint, "%s: %s", title, message)
					ok = false
				}
			}
			rows.text, rows.whole = append(rows.text, text), append(rows.whole, whole)
		}
		of, met := compiled.of.bind(rows), compiled.met.bind(rows)
		base, part := 0, 0
		for row := range rows.text {
			if of(row) {
				base++
				if met(row) {
					part++
				}
			}
		}
		if base != example.Base || part != example.Part {
			findings.Errorf(checkCase, def.At.File, def.At.Line, def.At.Column,
				"correct the case or the conditions: they are shown side by side on the indicator's page",
				"%s: expected %d of %d, got %d of %d", title, example.Part, example.Base, part, base)
			ok = false
		}
	}
	return ok
}

// readCell puts a written value in the row, or says what is wrong with it.
func readCell(columns schema, name string, written any, limit int, text map[string]string, whole map[string]int) (message, hint string) {
	col, ok := columns[name]
	if !ok {
		return fmt.Sprintf("the tracker has no column %q", name), didYouMean(name, columns.names())
	}
	if written == nil || written == "" {
		return "", ""
	}
	if col.Whole {
		s := fmt.Sprint(written)
		n, isLimit := aroundLimit(s, limit)
		if !isLimit {
			parsed, err := strconv.Atoi(s)
			if err != nil {
				return fmt.Sprintf("%s is a whole number, not %q", name, s), "write a number, limit, limit + 1 or limit - 1"
			}
			n = parsed
		}
		whole[name] = n
		return "", ""
	}
	// YAML 1.1 readers turn an unquoted yes into true; ours does not, but an author may have written true.
	s := fmt.Sprint(written)
	for _, v := range col.Values {
		if v == s {
			text[name] = s
			return "", ""
		}
	}
	return fmt.Sprintf("%s has no value %q", name, s), didYouMean(s, col.Values)
}
