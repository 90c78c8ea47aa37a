package indicator

import (
	"fmt"
	"slices"
	"strings"
)

// Rows is what counting needs of the tracker: columns, and the rows of each period. Rows are numbered from 0
// through all periods.
type Rows interface {
	Columns() []Column
	Periods() []string // "2026-Q2", oldest first
	Range(period string) (lo, hi int)
	// Text gives the values of an enumeration; an empty cell is "".
	Text(column string) (func(row int) string, bool)
	// Whole gives the values of a column of whole numbers; false for an empty cell.
	Whole(column string) (func(row int) (int, bool), bool)
}

// Column is one column of the tracker.
type Column struct {
	Name   string
	Whole  bool     // a whole number; otherwise one of Values
	Values []string // of an enumeration
}

// schema is the columns by name.
type schema map[string]Column

func schemaOf(rows Rows) schema {
	out := schema{}
	for _, c := range rows.Columns() {
		out[c.Name] = c
	}
	return out
}

// names lists the columns in alphabetical order.
func (s schema) names() []string {
	out := make([]string, 0, len(s))
	for name := range s {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// nearest returns the word of the list that takes the fewest changes of a letter to reach, if that is less
// than half of its letters.
func nearest(word string, list []string) string {
	best, least := "", 1<<30
	for _, w := range list {
		if d := distance(word, w); d < least {
			best, least = w, d
		}
	}
	if best == "" || 2*least > max(len(best), len(word)) {
		return ""
	}
	return best
}

// distance is Levenshtein's, over bytes: ids are ASCII.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := diagonal
			if a[i-1] != b[j-1] {
				change++
			}
			diagonal = row[j]
			row[j] = min(change, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}

// didYouMean is the hint for a word that is not in a list.
func didYouMean(word string, list []string) string {
	if n := nearest(word, list); n != "" {
		return fmt.Sprintf("did you mean %q?", n)
	}
	return "use one of " + quoted(list)
}

func quoted(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = fmt.Sprintf("%q", s)
	}
	return strings.Join(out, ", ")
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
