package indicator

import (
	"strconv"

	"waymark/internal/site"
	"waymark/internal/tracker"
)

// Inside says that by their definitions alone every child of the narrow population is in the wide one.
type Inside struct{ Narrow, Wide string }

// meaning is a definition as a conjunction: the values that each column may have, and what compares several columns, as text.
type meaning struct {
	allowed map[string][]bool // by value of the schema's field, an empty cell last; see everyValue
	other   map[string]bool
}

// meaningOf joins conditions, and asks that a column be filled unless filled is "".
func meaningOf(filled string, conditions ...condition) meaning {
	m := meaning{map[string][]bool{}, map[string]bool{}}
	for i := range conditions {
		c := &conditions[i]
		for _, part := range conjuncts(c.node) {
			name, one := onlyColumn(c, part)
			field, known := c.cols.Field(name)
			if !one || !known {
				m.other[strconv.Itoa(c.lim)+" "+part.String()] = true
				continue
			}
			values := everyValue(field)
			test := c.test(part, func(string) (tracker.Column, bool) { return values, true })
			m.narrow(name, values.Len(), test)
		}
		if field, ok := c.cols.Field(filled); ok {
			values := everyValue(field)
			m.narrow(filled, values.Len(), func(i int) bool { return !values.Missing(i) })
		}
	}
	return m
}

func (m meaning) narrow(column string, values int, test func(value int) bool) {
	answers := make([]bool, values)
	before, known := m.allowed[column]
	for i := range answers {
		answers[i] = test(i) && (!known || before[i])
	}
	m.allowed[column] = answers
}

// inside is whether nothing can be in m and not in wide. It may say no where a longer argument would say yes.
func (m meaning) inside(wide meaning) bool {
	for other := range wide.other {
		if !m.other[other] {
			return false
		}
	}
	for column, allowed := range wide.allowed {
		mine, known := m.allowed[column]
		for i, yes := range allowed {
			if !yes && (!known || mine[i]) {
				return false
			}
		}
	}
	return true
}

// nested lists the pairs of populations of which one lies in the other by definition, sorted. Which children there are plays no
// part in it, so it may be published: what is so in every record only because of the records ("all who waited so long have a current plan")
// is a statement about children.
func nested(populations map[string]meaning) []Inside {
	var out []Inside
	for _, narrow := range site.SortedIDs(populations) {
		for _, wide := range site.SortedIDs(populations) {
			if narrow != wide && populations[narrow].inside(populations[wide]) {
				out = append(out, Inside{narrow, wide})
			}
		}
	}
	return out
}
