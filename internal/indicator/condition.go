package indicator

// The language of conditions is expr-lang, checked by its own parser and type checker against the tracker's
// columns, and then turned into masks over the columns (mask.go). It is the part of expr-lang that a manager can
// read aloud:
//
//	cohort == "in_care"            an enumeration against a value of its own; also !=
//	placement in ["foster", ...]   one of several; also `not in`
//	months_looked_after > limit    whole numbers: ==, !=, <, <=, >, >=, in 1..3, with + - *
//	present(months_to_permanence)  the cell is filled; empty(...) is the opposite
//	and, or, not, ( )
//
// `limit` is the amount of the indicator's standard. Its unit (months, weeks, working days) stays with the
// standard: the column compared with it must be in that unit.
//
// Empty cells: a comparison that needs an empty cell is false, whichever way it is written, so both
// `weeks <= limit` and `weeks > limit` are false for a child without a number, and `plan != "adoption"` is
// false for a child without a plan; but `not (weeks <= limit)` is true. Who wants to count empty cells says so
// with empty().

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"

	"waymark/internal/tracker"
)

// condition is an expression that has been checked. It knows no rows yet.
type condition struct {
	key  string // source and limit
	node ast.Node
	cols *tracker.Schema
	lim  int
	conj []string // the conjunction it is, in canonical form: see population identity in validate.go
}

// problem is what is wrong in an expression; line and column count from 1 within it.
type problem struct {
	message, hint string
	line, column  int
}

const limitName = "limit"

const languageHint = "conditions compare columns with values, and join comparisons with and, or, not; see the worked examples of other indicators"

// compile checks an expression. With withLimit false, `limit` is not a word of the language.
func compile(where string, cols *tracker.Schema, withLimit bool, limit int) (condition, *problem) {
	env := map[string]any{}
	for _, f := range cols.Fields {
		if f.Number {
			env[f.Name] = 0
		} else {
			env[f.Name] = ""
		}
	}
	if withLimit {
		env[limitName] = 0
	}
	never := func(...any) (any, error) { return nil, errors.New("not run") }
	ofAny := new(func(any) bool)
	program, err := expr.Compile(where, expr.Env(env), expr.AsBool(), expr.Optimize(false), expr.DisableAllBuiltins(),
		expr.Function("present", never, ofAny), expr.Function("empty", never, ofAny))
	if err != nil {
		return condition{}, explain(err, cols, withLimit)
	}
	c := condition{key: fmt.Sprintf("%d\x00%s", limit, where), node: program.Node(), cols: cols, lim: limit}
	if p := c.check(c.node, where); p != nil {
		return condition{}, p
	}
	c.conj = conjunction(c.node)
	return c, nil
}

// explain turns expr's error into ours: first line only, place from 1, nearest name as hint.
func explain(err error, cols *tracker.Schema, withLimit bool) *problem {
	p := &problem{message: firstLine(err.Error()), hint: languageHint, line: 1, column: 1}
	var at *file.Error
	if errors.As(err, &at) {
		p.message, p.line, p.column = firstLine(at.Message), max(at.Line, 1), at.Column+1
	}
	name, ok := strings.CutPrefix(p.message, "unknown name ")
	if !ok {
		return p
	}
	if name == limitName && !withLimit {
		p.message, p.hint = "limit is used, but the indicator names no standard", "add `standard:` with the id of the timescale it measures"
		return p
	}
	p.message = fmt.Sprintf("the tracker has no column %q", name)
	p.hint = didYouMean(name, cols.Names())
	return p
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// check walks the typed tree and refuses what the language above does not have, and values that no cell
// can hold: `cohort == "in-care"` would be false for every child without a word.
func (c *condition) check(n ast.Node, where string) *problem {
	refuse := func(n ast.Node, hint, format string, args ...any) *problem {
		p := &problem{message: fmt.Sprintf(format, args...), hint: hint, line: 1}
		for i, r := range []rune(where) {
			if i == n.Location().From {
				break
			}
			p.column++
			if r == '\n' {
				p.line, p.column = p.line+1, 0
			}
		}
		p.column++
		return p
	}
	value := func(col *tracker.Field, n ast.Node) *problem {
		s, ok := n.(*ast.StringNode)
		if !ok {
			return refuse(n, languageHint, "%s is compared with something that is not a value in quotation marks", col.Name)
		}
		if !slices.Contains(col.Values, s.Value) {
			return refuse(n, didYouMean(s.Value, col.Values), "%s has no value %q", col.Name, s.Value)
		}
		return nil
	}
	var number func(n ast.Node) *problem
	number = func(n ast.Node) *problem {
		switch n := n.(type) {
		case *ast.IntegerNode:
			return nil
		case *ast.IdentifierNode:
			if f, ok := c.cols.Field(n.Value); n.Value == limitName || ok && f.Number {
				return nil
			}
		case *ast.UnaryNode:
			if n.Operator == "-" || n.Operator == "+" {
				return number(n.Node)
			}
		case *ast.BinaryNode:
			if slices.Contains([]string{"+", "-", "*"}, n.Operator) {
				if p := number(n.Left); p != nil {
					return p
				}
				return number(n.Right)
			}
		}
		return refuse(n, languageHint, "%s is not a whole number that a condition can use", n.String())
	}

	switch n := n.(type) {
	case *ast.BoolNode:
		return nil
	case *ast.UnaryNode:
		if n.Operator == "not" || n.Operator == "!" {
			return c.check(n.Node, where)
		}
	case *ast.CallNode:
		if len(n.Arguments) == 1 {
			if id, ok := n.Arguments[0].(*ast.IdentifierNode); ok {
				if _, ok := c.cols.Field(id.Value); ok {
					return nil
				}
			}
		}
		return refuse(n, "write the name of one column between the brackets", "%s needs a column", n.Callee.String())
	case *ast.BinaryNode:
		switch n.Operator {
		case "and", "&&", "or", "||":
			if p := c.check(n.Left, where); p != nil {
				return p
			}
			return c.check(n.Right, where)
		case "==", "!=":
			if col, ok := c.enumeration(n.Left); ok {
				return value(col, n.Right)
			}
			if col, ok := c.enumeration(n.Right); ok {
				return value(col, n.Left)
			}
			fallthrough
		case "<", "<=", ">", ">=":
			if p := number(n.Left); p != nil {
				return p
			}
			return number(n.Right)
		case "in":
			if list, ok := n.Right.(*ast.ArrayNode); ok {
				col, enum := c.enumeration(n.Left)
				for _, item := range list.Nodes {
					p := (*problem)(nil)
					if enum {
						p = value(col, item)
					} else {
						p = number(item)
					}
					if p != nil {
						return p
					}
				}
				if !enum {
					return number(n.Left)
				}
				return nil
			}
			if r, ok := n.Right.(*ast.BinaryNode); ok && r.Operator == ".." {
				for _, side := range []ast.Node{n.Left, r.Left, r.Right} {
					if p := number(side); p != nil {
						return p
					}
				}
				return nil
			}
		}
	}
	return refuse(n, languageHint, "%s is not part of the language of conditions", n.String())
}

func (c *condition) enumeration(n ast.Node) (*tracker.Field, bool) {
	id, ok := n.(*ast.IdentifierNode)
	if !ok {
		return nil, false
	}
	col, ok := c.cols.Field(id.Value)
	return col, ok && !col.Number
}

// columnsOf finds a column: a store's, or one that is made for deciding a comparison ahead (mask.go).
type columnsOf func(name string) (tracker.Column, bool)

// bind makes the test of one row of a store that was read by the same schema. No call of it allocates. Counting
// goes by masks; this is for comparisons of two columns, and for tests.
func (c condition) bind(store *tracker.Store) func(row int) bool { return c.test(c.node, store.Column) }

func (c *condition) test(n ast.Node, columns columnsOf) func(row int) bool {
	switch n := n.(type) {
	case *ast.BoolNode:
		return func(int) bool { return n.Value }
	case *ast.UnaryNode:
		inner := c.test(n.Node, columns)
		return func(row int) bool { return !inner(row) }
	case *ast.CallNode:
		cells := c.column(n.Arguments[0], columns)
		missing := n.Callee.String() == "empty"
		return func(row int) bool { return cells.Missing(row) == missing }
	case *ast.BinaryNode:
		switch n.Operator {
		case "and", "&&":
			a, b := c.test(n.Left, columns), c.test(n.Right, columns)
			return func(row int) bool { return a(row) && b(row) }
		case "or", "||":
			a, b := c.test(n.Left, columns), c.test(n.Right, columns)
			return func(row int) bool { return a(row) || b(row) }
		case "in":
			return c.in(n, columns)
		}
		for _, sides := range [][2]ast.Node{{n.Left, n.Right}, {n.Right, n.Left}} {
			if _, ok := c.enumeration(sides[0]); ok {
				return c.words(sides[0], sides[1:], n.Operator == "==", columns)
			}
		}
		a, b := c.number(n.Left, columns), c.number(n.Right, columns)
		holds := compareBy(n.Operator)
		return func(row int) bool {
			x, okX := a(row)
			y, okY := b(row)
			return okX && okY && holds(x, y)
		}
	}
	panic("indicator: a condition was run that was not checked")
}

func compareBy(operator string) func(x, y int) bool {
	switch operator {
	case "==":
		return func(x, y int) bool { return x == y }
	case "!=":
		return func(x, y int) bool { return x != y }
	case "<":
		return func(x, y int) bool { return x < y }
	case "<=":
		return func(x, y int) bool { return x <= y }
	case ">":
		return func(x, y int) bool { return x > y }
	case ">=":
		return func(x, y int) bool { return x >= y }
	}
	panic("indicator: unknown comparison " + operator)
}

func (c *condition) in(n *ast.BinaryNode, columns columnsOf) func(row int) bool {
	if r, ok := n.Right.(*ast.BinaryNode); ok {
		x, from, to := c.number(n.Left, columns), c.number(r.Left, columns), c.number(r.Right, columns)
		return func(row int) bool {
			v, ok1 := x(row)
			lo, ok2 := from(row)
			hi, ok3 := to(row)
			return ok1 && ok2 && ok3 && lo <= v && v <= hi
		}
	}
	list := n.Right.(*ast.ArrayNode).Nodes
	if _, ok := c.enumeration(n.Left); ok {
		return c.words(n.Left, list, true, columns)
	}
	cell := c.number(n.Left, columns)
	var values []func(int) (int, bool)
	for _, item := range list {
		values = append(values, c.number(item, columns))
	}
	return func(row int) bool {
		v, ok := cell(row)
		for _, item := range values {
			if w, okItem := item(row); ok && okItem && v == w {
				return true
			}
		}
		return false
	}
}

// words tests whether a cell is (or, with want false, is not) one of some words. An empty cell is neither.
func (c *condition) words(col ast.Node, list []ast.Node, want bool, columns columnsOf) func(row int) bool {
	cells := c.column(col, columns)
	var answer [256]bool // by code
	for code := range cells.Field.Values {
		answer[code] = !want
	}
	for _, item := range list {
		if code, ok := cells.Field.Code(item.(*ast.StringNode).Value); ok {
			answer[code] = want
		}
	}
	return func(row int) bool { return answer[cells.Codes[row]] }
}

func (c *condition) column(n ast.Node, columns columnsOf) tracker.Column {
	col, ok := columns(n.(*ast.IdentifierNode).Value)
	if !ok {
		panic("indicator: a condition was run on a store that was read by another schema")
	}
	return col
}

func (c *condition) number(n ast.Node, columns columnsOf) func(row int) (int, bool) {
	switch n := n.(type) {
	case *ast.IntegerNode:
		return func(int) (int, bool) { return n.Value, true }
	case *ast.IdentifierNode:
		if n.Value == limitName {
			return func(int) (int, bool) { return c.lim, true }
		}
		cells := c.column(n, columns)
		return func(row int) (int, bool) {
			v := cells.Ints[row]
			return int(v), v != tracker.MissingInt
		}
	case *ast.UnaryNode:
		a, sign := c.number(n.Node, columns), 1
		if n.Operator == "-" {
			sign = -1
		}
		return func(row int) (int, bool) { x, ok := a(row); return sign * x, ok }
	case *ast.BinaryNode:
		a, b := c.number(n.Left, columns), c.number(n.Right, columns)
		do := func(x, y int) int { return x + y }
		switch n.Operator {
		case "-":
			do = func(x, y int) int { return x - y }
		case "*":
			do = func(x, y int) int { return x * y }
		}
		return func(row int) (int, bool) {
			x, okX := a(row)
			y, okY := b(row)
			return do(x, y), okX && okY
		}
	}
	panic("indicator: a number was run that was not checked")
}

// conjunction lists the parts that `and` joins, sorted, each as expr prints it.
func conjunction(n ast.Node) []string {
	var out []string
	for _, part := range conjuncts(n) {
		out = append(out, part.String())
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// conjuncts are the parts that `and` joins, from left to right.
func conjuncts(n ast.Node) []ast.Node {
	if b, ok := n.(*ast.BinaryNode); ok && (b.Operator == "and" || b.Operator == "&&") {
		return append(conjuncts(b.Left), conjuncts(b.Right)...)
	}
	return []ast.Node{n}
}

// reads lists the columns that a condition compares, sorted.
func (c condition) reads() []string {
	if c.node == nil {
		return nil
	}
	found := columnsIn{}
	ast.Walk(&c.node, found)
	var out []string
	for name := range found {
		if _, ok := c.cols.Field(name); ok {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

type columnsIn map[string]bool

// Visit implements ast.Visitor.
func (c columnsIn) Visit(n *ast.Node) {
	if name, ok := (*n).(*ast.IdentifierNode); ok {
		c[name.Value] = true
	}
}
