package indicator

// A condition is answered for every row at once: the answer is a set of rows. Conditions are made of a few
// comparisons that come again in many indicators (who is in care, who left), so each comparison is answered once
// over all rows, and `and`, `or` and `not` join answers.
//
// A comparison that looks at one column is decided for each value that the column can have, before any row
// is read: a list of a few words, or of the whole numbers between the schema's limits. Rows are then looked up.
// Only a comparison of two columns is worked out row by row.

import (
	"strconv"

	"github.com/expr-lang/expr/ast"

	"waymark/internal/rowset"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

// masker answers conditions over one store and remembers the answers.
type masker struct {
	store *tracker.Store
	done  map[string]rowset.Set // by limit and comparison, or by dimension and category
}

func newMasker(store *tracker.Store) *masker {
	return &masker{store: store, done: map[string]rowset.Set{}}
}

func (m *masker) of(c condition) rowset.Set { return m.node(&c, c.node) }

func (m *masker) node(c *condition, n ast.Node) rowset.Set {
	key := strconv.Itoa(c.lim) + "\x00" + n.String()
	if answer, ok := m.done[key]; ok {
		return answer
	}
	answer := m.answer(c, n)
	m.done[key] = answer
	return answer
}

func (m *masker) answer(c *condition, n ast.Node) rowset.Set {
	switch n := n.(type) {
	case *ast.BoolNode:
		if n.Value {
			return rowset.All(m.store.Len())
		}
		return rowset.New(m.store.Len())
	case *ast.UnaryNode: // not
		return m.node(c, n.Node).Not()
	case *ast.BinaryNode:
		switch n.Operator {
		case "and", "&&":
			return m.node(c, n.Left).And(m.node(c, n.Right))
		case "or", "||":
			return m.node(c, n.Left).Or(m.node(c, n.Right))
		}
	}
	return m.comparison(c, n)
}

// comparison answers a node that joins nothing.
func (m *masker) comparison(c *condition, n ast.Node) rowset.Set {
	if name, ok := onlyColumn(c, n); ok {
		if col, ok := m.store.Column(name); ok {
			return lookUp(col, c, n)
		}
	}
	out := rowset.New(m.store.Len())
	test := c.test(n, m.store.Column)
	for row := range m.store.Len() {
		if test(row) {
			out.Put(row)
		}
	}
	return out
}

// onlyColumn is the column of a comparison that looks at no other.
func onlyColumn(c *condition, n ast.Node) (string, bool) {
	names := &columnNames{c: c, seen: map[string]bool{}}
	ast.Walk(&n, names)
	if len(names.seen) != 1 {
		return "", false
	}
	return site.SortedIDs(names.seen)[0], true
}

type columnNames struct {
	c    *condition
	seen map[string]bool
}

// Visit implements ast.Visitor. Names that are no columns (`limit`, `present`) are passed over.
func (v *columnNames) Visit(n *ast.Node) {
	if id, ok := (*n).(*ast.IdentifierNode); ok && id.Value != limitName {
		if _, ok := v.c.cols.Field(id.Value); ok {
			v.seen[id.Value] = true
		}
	}
}

// lookUp decides the comparison for each value of the column and for an empty cell, and then goes by that.
func lookUp(col tracker.Column, c *condition, n ast.Node) rowset.Set {
	values := everyValue(col.Field)
	test := c.test(n, func(string) (tracker.Column, bool) { return values, true })
	if !col.Field.Number {
		var answers [256]uint64
		for i, code := range values.Codes {
			answers[code] = bit(test(i))
		}
		return rowset.OfCodes(col.Codes, &answers)
	}
	last := len(values.Ints) - 1 // an empty cell
	answers := make([]uint64, last)
	for i := range answers {
		answers[i] = bit(test(i))
	}
	return rowset.OfNumbers(col.Ints, col.Field.Min, answers, bit(test(last)))
}

func bit(yes bool) uint64 {
	if yes {
		return 1
	}
	return 0
}

// everyValue is a column that holds each value of the field once, and an empty cell last.
func everyValue(f *tracker.Field) tracker.Column {
	col := tracker.Column{Field: f}
	if !f.Number {
		for code := range f.Values {
			col.Codes = append(col.Codes, uint8(code))
		}
		col.Codes = append(col.Codes, tracker.Missing)
		return col
	}
	for v := f.Min; v <= f.Max; v++ {
		col.Ints = append(col.Ints, int16(v))
	}
	col.Ints = append(col.Ints, tracker.MissingInt)
	return col
}

// category is the rows of one category of a dimension.
func (m *masker) category(dim *site.Dimension, c site.Category) rowset.Set {
	key := "\x00" + dim.ID + "\x00" + c.ID
	if answer, ok := m.done[key]; ok {
		return answer
	}
	col, _ := m.store.Column(dim.Column) // validate has seen it
	var in [256]uint64
	for _, v := range c.Of {
		if code, ok := col.Field.Code(v); ok {
			in[code] = 1
		}
	}
	out := rowset.OfCodes(col.Codes, &in)
	m.done[key] = out
	return out
}
