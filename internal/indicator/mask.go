package indicator

// A mask is the answer of a condition for every row: one bit each. Conditions are made of a few comparisons
// that come again in many indicators (who is in care, who left), so each comparison is answered once over all
// rows, and `and`, `or` and `not` join answers 64 rows at a time.
//
// A comparison that looks at one column is decided for each value that the column can have, before any row
// is read: a list of a few words, or of the whole numbers between the schema's limits. Rows are then looked up.
// Only a comparison of two columns is worked out row by row.

import (
	"math/bits"
	"strconv"

	"github.com/expr-lang/expr/ast"

	"waymark/internal/site"
	"waymark/internal/tracker"
)

// mask holds a bit for each row, 64 to a word; the bits past the last row are 0.
type mask []uint64

func newMask(rows int) mask { return make(mask, (rows+63)/64) }

func (m mask) has(row int) bool { return m[row/64]>>(row%64)&1 == 1 }

// within gives the words that hold the rows from, up to but without to, with other rows' bits taken out.
func within(from, to int, do func(word int, keep uint64)) {
	if from >= to {
		return
	}
	first, last := from/64, (to-1)/64
	for w := first; w <= last; w++ {
		keep := ^uint64(0)
		if w == first {
			keep <<= from % 64
		}
		if w == last {
			keep &= ^uint64(0) >> (63 - (to-1)%64)
		}
		do(w, keep)
	}
}

// count is how many rows of a range are in the mask.
func (m mask) count(from, to int) int {
	n := 0
	within(from, to, func(w int, keep uint64) { n += bits.OnesCount64(m[w] & keep) })
	return n
}

// countBoth is how many rows of a range are in both masks.
func (m mask) countBoth(other mask, from, to int) int {
	n := 0
	within(from, to, func(w int, keep uint64) { n += bits.OnesCount64(m[w] & other[w] & keep) })
	return n
}

// rows calls do for each row of a range that is in the mask, in order.
func (m mask) rows(from, to int, do func(row int)) {
	within(from, to, func(w int, keep uint64) {
		for word := m[w] & keep; word != 0; word &= word - 1 {
			do(w*64 + bits.TrailingZeros64(word))
		}
	})
}

// spelled is the mask with one answer a row.
func (m mask) spelled(n int) []bool {
	out := make([]bool, n)
	for row := range out {
		out[row] = m[row/64]>>(row%64)&1 == 1
	}
	return out
}

func (m mask) and(other mask) mask {
	out := make(mask, len(m))
	for i := range m {
		out[i] = m[i] & other[i]
	}
	return out
}

func (m mask) or(other mask) mask {
	out := make(mask, len(m))
	for i := range m {
		out[i] = m[i] | other[i]
	}
	return out
}

func (m mask) not(rows int) mask {
	out := make(mask, len(m))
	for i := range m {
		out[i] = ^m[i]
	}
	if rest := rows % 64; rest != 0 {
		out[len(out)-1] &= 1<<rest - 1
	}
	return out
}

// masker answers conditions over one store and remembers the answers.
type masker struct {
	store *tracker.Store
	done  map[string]mask // by limit and comparison, or by dimension and category
}

func newMasker(store *tracker.Store) *masker {
	return &masker{store: store, done: map[string]mask{}}
}

func (m *masker) of(c condition) mask { return m.node(&c, c.node) }

func (m *masker) node(c *condition, n ast.Node) mask {
	key := strconv.Itoa(c.lim) + "\x00" + n.String()
	if answer, ok := m.done[key]; ok {
		return answer
	}
	answer := m.answer(c, n)
	m.done[key] = answer
	return answer
}

func (m *masker) answer(c *condition, n ast.Node) mask {
	switch n := n.(type) {
	case *ast.BoolNode:
		out := newMask(m.store.Len())
		if n.Value {
			return out.not(m.store.Len())
		}
		return out
	case *ast.UnaryNode: // not
		return m.node(c, n.Node).not(m.store.Len())
	case *ast.BinaryNode:
		switch n.Operator {
		case "and", "&&":
			return m.node(c, n.Left).and(m.node(c, n.Right))
		case "or", "||":
			return m.node(c, n.Left).or(m.node(c, n.Right))
		}
	}
	return m.comparison(c, n)
}

// comparison answers a node that joins nothing.
func (m *masker) comparison(c *condition, n ast.Node) mask {
	if name, ok := onlyColumn(c, n); ok {
		if col, ok := m.store.Column(name); ok {
			return lookUp(col, c, n)
		}
	}
	out := newMask(m.store.Len())
	test := c.test(n, m.store.Column)
	for row := range m.store.Len() {
		if test(row) {
			out[row/64] |= 1 << (row % 64)
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
func lookUp(col tracker.Column, c *condition, n ast.Node) mask {
	out := newMask(col.Len())
	values := everyValue(col.Field)
	test := c.test(n, func(string) (tracker.Column, bool) { return values, true })
	if !col.Field.Number {
		var answer [256]uint64
		for i, code := range values.Codes {
			answer[code] = bit(test(i))
		}
		for w := range out {
			part := col.Codes[w*64 : min(w*64+64, len(col.Codes))]
			var word uint64
			for i, code := range part {
				word |= answer[code] << i
			}
			out[w] = word
		}
		return out
	}
	answer := make([]uint64, len(values.Ints))
	for i := range values.Ints {
		answer[i] = bit(test(i))
	}
	low, missing := col.Field.Min, len(values.Ints)-1
	for w := range out {
		part := col.Ints[w*64 : min(w*64+64, len(col.Ints))]
		var word uint64
		for i, v := range part {
			at := int(v) - low
			if v == tracker.MissingInt {
				at = missing
			}
			word |= answer[at] << i
		}
		out[w] = word
	}
	return out
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
func (m *masker) category(dim *site.Dimension, c site.Category) mask {
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
	out := newMask(m.store.Len())
	for row, code := range col.Codes {
		out[row/64] |= in[code] << (row % 64)
	}
	m.done[key] = out
	return out
}
