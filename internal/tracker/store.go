package tracker

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// Missing is the code of an empty word, MissingInt an empty number.
const (
	Missing    = uint8(255)
	MissingInt = int16(math.MinInt16)
)

// Store holds the rows of every period by column. It is built whole by Read or FromRows and never changes.
type Store struct {
	schema  *Schema
	periods []Period
	starts  []int // of each period, and the end of the last
	columns []Column
	log     []LogEntry
}

// Column is one field of every row. Words are in Codes, numbers in Ints; the other is nil.
// The slices belong to the Store and must not be written to.
type Column struct {
	Field *Field
	Codes []uint8 // index into Field.Values, or Missing
	Ints  []int16 // or MissingInt
}

// Schema is what the rows were read by.
func (s *Store) Schema() *Schema { return s.schema }

// Len is the number of rows in all periods.
func (s *Store) Len() int { return s.starts[len(s.starts)-1] }

// Periods lists the periods read, in order. There may be gaps, which Read reports.
func (s *Store) Periods() []Period { return slices.Clone(s.periods) }

// Rows returns the rows of a period as a range: from, up to but without to. Both are 0 when the period is not there.
func (s *Store) Rows(p Period) (from, to int) {
	i, ok := slices.BinarySearchFunc(s.periods, p, Period.Compare)
	if !ok {
		return 0, 0
	}
	return s.starts[i], s.starts[i+1]
}

// Column returns a column by name.
func (s *Store) Column(name string) (Column, bool) {
	i, ok := s.schema.index[name]
	if !ok {
		return Column{}, false
	}
	return s.columns[i], true
}

// Len is the number of rows.
func (c Column) Len() int { return len(c.Codes) + len(c.Ints) }

// Missing says whether the cell of row i is empty.
func (c Column) Missing(i int) bool {
	if c.Field.Number {
		return c.Ints[i] == MissingInt
	}
	return c.Codes[i] == Missing
}

// Text is the cell of row i as it was written.
func (c Column) Text(i int) string {
	switch {
	case c.Missing(i):
		return ""
	case c.Field.Number:
		return strconv.Itoa(int(c.Ints[i]))
	}
	return c.Field.Values[c.Codes[i]]
}

// FromRows makes a Store of one period from rows written by hand, such as the worked cases of an indicator.
// Columns that a row does not name are empty, even where the schema requires them; no rule is run.
// A value is a text, a whole number, or a yes or no that YAML has read as true or false.
func FromRows(schema *Schema, p Period, rows []map[string]any) (*Store, error) {
	s := &Store{schema: schema, periods: []Period{p}, starts: []int{0, len(rows)}, columns: emptyColumns(schema, len(rows))}
	for i, row := range rows {
		for c, f := range schema.Fields {
			v, given := row[f.Name]
			if f.Number {
				s.columns[c].Ints = append(s.columns[c].Ints, MissingInt)
			} else {
				s.columns[c].Codes = append(s.columns[c].Codes, Missing)
			}
			if !given || v == nil {
				continue
			}
			text := fmt.Sprint(v)
			if b, ok := v.(bool); ok {
				text = map[bool]string{true: "yes", false: "no"}[b]
			}
			if text == "" {
				continue
			}
			if f.Number {
				n, ok := wholeNumber([]byte(text))
				if !ok || n < f.Min || n > f.Max {
					return nil, fmt.Errorf("row %d: %s is %q, not a whole number from %d to %d", i+1, f.Name, text, f.Min, f.Max)
				}
				s.columns[c].Ints[i] = int16(n)
				continue
			}
			code, ok := f.Code(text)
			if !ok {
				word, _ := nearest(text, f.Values)
				return nil, fmt.Errorf("row %d: %s is %q, which is not allowed (nearest: %q)", i+1, f.Name, text, word)
			}
			s.columns[c].Codes[i] = code
		}
		if unknown := firstUnknown(schema, row); unknown != "" {
			word, _ := nearest(unknown, schema.Names())
			return nil, fmt.Errorf("row %d: no column is called %q (nearest: %q)", i+1, unknown, word)
		}
	}
	return s, nil
}

func firstUnknown(schema *Schema, row map[string]any) string {
	var unknown []string
	for name := range row {
		if _, ok := schema.index[name]; !ok {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) == 0 {
		return ""
	}
	return slices.Min(unknown)
}

// emptyColumn is a column without rows, with room for some.
func emptyColumn(f *Field, rows int) Column {
	if f.Number {
		return Column{Field: f, Ints: make([]int16, 0, rows)}
	}
	return Column{Field: f, Codes: make([]uint8, 0, rows)}
}

func emptyColumns(schema *Schema, rows int) []Column {
	columns := make([]Column, len(schema.Fields))
	for i, f := range schema.Fields {
		columns[i] = emptyColumn(f, rows)
	}
	return columns
}

// roomFor is columns of so many rows that nothing has been written into yet.
func roomFor(schema *Schema, rows int) []Column {
	columns := emptyColumns(schema, rows)
	for i, c := range columns {
		columns[i].Codes, columns[i].Ints = c.Codes[:cap(c.Codes)], c.Ints[:cap(c.Ints)]
	}
	return columns
}
