package indicator

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/expr-lang/expr/ast"

	"waymark/internal/diag"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

// BenchmarkAll reads period files and counts all of the project's indicators, in two ways: this package's, and
// the plain one of encoding/csv and a map for each row. The rows are those of the demonstration, over and over,
// in files on disk. "times-as-fast" is the plain way's time by ours; "B/row" is what stays in memory.
//
//	go test -run '^$' -bench All -benchtime 1x ./internal/indicator
func BenchmarkAll(b *testing.B) {
	s, columns := project(b)
	for _, rows := range []int{100_000, 1_000_000, 10_000_000} {
		if testing.Short() && rows > 100_000 {
			continue
		}
		files, size := onDisk(b, rows)
		var ours time.Duration
		b.Run(fmt.Sprintf("rows=%d/columns", rows), func(b *testing.B) {
			b.SetBytes(size)
			for b.Loop() {
				began := time.Now()
				st, _ := tracker.Read(files, "tracker", columns)
				var findings diag.List
				if r := Compute(s, st, &findings); st.Len() != rows || len(r.Tables) == 0 || len(findings.Sorted()) > 0 {
					b.Fatal(st.Len(), len(r.Tables), findings.Sorted())
				}
				ours = time.Since(began)
			}
		})
		b.Run(fmt.Sprintf("rows=%d/columns-counting-only", rows), func(b *testing.B) {
			before := heap()
			st, _ := tracker.Read(files, "tracker", columns)
			kept := heap() - before
			for b.Loop() {
				var findings diag.List
				Compute(s, st, &findings)
			}
			b.ReportMetric(float64(kept)/float64(rows), "B/row")
		})
		b.Run(fmt.Sprintf("rows=%d/maps", rows), func(b *testing.B) {
			b.SetBytes(size)
			for b.Loop() {
				began := time.Now()
				if len(plain(b, s, columns, files)) == 0 {
					b.Fatal("nothing counted")
				}
				b.ReportMetric(float64(time.Since(began))/float64(ours), "times-as-fast")
			}
		})
	}
}

// heap is what is in use.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// The two ways agree on every cell, so that the benchmark compares like with like.
func TestPlainCountsAgree(t *testing.T) {
	s, columns := project(t)
	files, _ := onDisk(t, 3000)
	st, _ := tracker.Read(files, "tracker", columns)
	var findings diag.List
	want := plain(t, s, columns, files)
	n := 0
	for _, table := range Compute(s, st, &findings).Tables {
		for _, c := range table.Cells {
			key := plainKey(table.Indicator, table.Dimension, c.Category, c.Window)
			if w := want[key]; w == nil || w.base != c.Base || w.part != c.Part || w.median() != c.Median {
				t.Errorf("%s: got %+v, want %+v", key, c, w)
			}
			n++
		}
	}
	if n < 500 {
		t.Errorf("only %d cells were compared", n)
	}
}

// project is the first site of the project and its columns.
func project(t testing.TB) (*site.Site, *tracker.Schema) {
	t.Helper()
	src, err := os.ReadFile("../../data/common/tracker.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	columns, faults := tracker.ReadSchema("data/common/tracker.schema.json", src)
	if columns == nil {
		t.Fatal(faults)
	}
	var findings diag.List
	return site.Load(os.DirFS("../.."), site.SiteConfig{ID: "merton", Layers: []string{"common", "merton"}}, &findings), columns
}

// onDisk repeats the rows of the project's period files until there are so many, in as many files as there are.
func onDisk(t testing.TB, rows int) (fs.FS, int64) {
	t.Helper()
	names, err := fs.Glob(os.DirFS("../../data/merton"), "tracker/*.csv")
	if err != nil || len(names) == 0 {
		t.Fatal("no period files", err)
	}
	dir, size := t.TempDir(), int64(0)
	if err := os.Mkdir(filepath.Join(dir, "tracker"), 0o755); err != nil {
		t.Fatal(err)
	}
	for i, name := range names {
		src, err := os.ReadFile("../../data/merton/" + name)
		if err != nil {
			t.Fatal(err)
		}
		lines := bytes.SplitAfter(bytes.TrimRight(src, "\n"), []byte("\n"))
		lines[len(lines)-1] = append(slices.Clone(lines[len(lines)-1]), '\n')
		var text bytes.Buffer
		text.Write(lines[0])
		for n := range rows*(i+1)/len(names) - rows*i/len(names) {
			text.Write(lines[1+n%(len(lines)-1)])
		}
		if err := os.WriteFile(filepath.Join(dir, name), text.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		size += int64(text.Len())
	}
	return os.DirFS(dir), size
}

// plainCount is what the plain way knows of a cell.
type plainCount struct {
	base, part int
	values     []int
}

func (c *plainCount) median() float64 {
	slices.Sort(c.values)
	switch n := len(c.values); {
	case n == 0:
		return 0
	case n%2 == 1:
		return float64(c.values[n/2])
	default:
		return float64(c.values[n/2-1]+c.values[n/2]) / 2
	}
}

func plainKey(indicator, dimension, category string, window []string) string {
	return strings.Join([]string{indicator, dimension, category, window[0], window[len(window)-1]}, "|")
}

// plain counts every indicator row by row, from maps, and then adds up windows.
func plain(t testing.TB, s *site.Site, columns *tracker.Schema, files fs.FS) map[string]*plainCount {
	type compiled struct {
		def     *site.Indicator
		of, met func(map[string]string) bool
	}
	var defs []compiled
	for _, def := range s.Indicators {
		if def.Log != nil {
			continue // not of the tracker's rows
		}
		limit := 0
		if std := s.Standards[def.Standard]; std != nil {
			limit = std.Amount
		}
		of, p := compile(def.Of.Where, columns, def.Standard != "", limit)
		if p != nil {
			t.Fatal(p)
		}
		c := compiled{def: def, of: plainTest(of.node, limit)}
		if def.Measure() == site.MeasureShare {
			met, p := compile(def.Met.Where, columns, def.Standard != "", limit)
			if p != nil {
				t.Fatal(p)
			}
			c.met = plainTest(met.node, limit)
		}
		defs = append(defs, c)
	}
	categoryOf := map[string]map[string]string{}
	for id, dim := range s.Dimensions {
		categoryOf[id] = map[string]string{}
		for _, c := range dim.Categories {
			for _, v := range c.Of {
				categoryOf[id][v] = c.ID
			}
		}
	}

	count := func(count *plainCount, c compiled, row map[string]string) {
		switch c.def.Measure() {
		case site.MeasureEvents:
			due, _ := strconv.Atoi(row[c.def.Events.Over])
			done, _ := strconv.Atoi(row[c.def.Events.Sum])
			count.base += due
			count.part += done
		case site.MeasureMedian:
			if v, err := strconv.Atoi(row[c.def.Median.Column]); err == nil {
				count.base++
				count.values = append(count.values, v)
			}
		default:
			count.base++
			if c.met(row) {
				count.part++
			}
		}
	}
	found, _ := fs.Glob(files, "tracker/*.csv")
	single := map[string]*plainCount{} // by period
	var periods []tracker.Period
	for _, name := range found {
		period, err := tracker.ParsePeriod(strings.TrimSuffix(strings.TrimPrefix(name, "tracker/"), ".csv"))
		if err != nil {
			t.Fatal(err)
		}
		periods = append(periods, period)
		window := []string{period.String()}
		f, err := files.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		totals, parts := make([]*plainCount, len(defs)), make([]map[string]map[string]*plainCount, len(defs))
		cell := func(i int, id, category string) *plainCount {
			c := &plainCount{}
			single[plainKey(defs[i].def.ID, id, category, window)] = c
			return c
		}
		for i, c := range defs {
			totals[i], parts[i] = cell(i, "", ""), map[string]map[string]*plainCount{}
			for _, id := range c.def.Breakdowns {
				parts[i][id] = map[string]*plainCount{"": cell(i, id, "")}
				for _, category := range s.Dimensions[id].Categories {
					parts[i][id][category.ID] = cell(i, id, category.ID)
				}
			}
		}
		in := csv.NewReader(f)
		header, err := in.Read()
		if err != nil {
			t.Fatal(err)
		}
		for {
			record, err := in.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			row := make(map[string]string, len(header))
			for i, name := range header {
				row[name] = record[i]
			}
			for i, c := range defs {
				if !c.of(row) {
					continue
				}
				count(totals[i], c, row)
				for _, id := range c.def.Breakdowns {
					count(parts[i][id][""], c, row)
					count(parts[i][id][categoryOf[id][row[s.Dimensions[id].Column]]], c, row)
				}
			}
		}
		f.Close()
	}

	out := map[string]*plainCount{}
	for _, c := range defs {
		for _, window := range windowsOf(periods, max(c.def.Window, 1)) {
			ids := []string{""}
			ids = append(ids, c.def.Breakdowns...)
			for _, id := range ids {
				categories := []string{""}
				if dim := s.Dimensions[id]; dim != nil {
					for _, cat := range dim.Categories {
						categories = append(categories, cat.ID)
					}
				}
				for _, category := range categories {
					sum := &plainCount{}
					for _, p := range window {
						if one := single[plainKey(c.def.ID, id, category, []string{p.String()})]; one != nil {
							sum.base += one.base
							sum.part += one.part
							sum.values = append(sum.values, one.values...)
						}
					}
					sum.median()
					out[plainKey(c.def.ID, id, category, names(window))] = sum
				}
			}
		}
	}
	return out
}

// plainTest is a condition over a map. An empty cell fits no comparison.
func plainTest(n ast.Node, limit int) func(map[string]string) bool {
	switch n := n.(type) {
	case *ast.UnaryNode:
		inner := plainTest(n.Node, limit)
		return func(row map[string]string) bool { return !inner(row) }
	case *ast.CallNode:
		name, missing := n.Arguments[0].String(), n.Callee.String() == "empty"
		return func(row map[string]string) bool { return (row[name] == "") == missing }
	case *ast.BinaryNode:
		switch n.Operator {
		case "and", "&&":
			a, b := plainTest(n.Left, limit), plainTest(n.Right, limit)
			return func(row map[string]string) bool { return a(row) && b(row) }
		case "or", "||":
			a, b := plainTest(n.Left, limit), plainTest(n.Right, limit)
			return func(row map[string]string) bool { return a(row) || b(row) }
		case "in":
			name := n.Left.String()
			var words []string
			for _, item := range n.Right.(*ast.ArrayNode).Nodes {
				words = append(words, item.(*ast.StringNode).Value)
			}
			return func(row map[string]string) bool { return slices.Contains(words, row[name]) }
		}
		if word, ok := n.Right.(*ast.StringNode); ok {
			name, want := n.Left.String(), n.Operator == "=="
			return func(row map[string]string) bool { return row[name] != "" && (row[name] == word.Value) == want }
		}
		a, b, holds := plainNumber(n.Left, limit), plainNumber(n.Right, limit), compareBy(n.Operator)
		return func(row map[string]string) bool {
			x, errX := a(row)
			y, errY := b(row)
			return errX == nil && errY == nil && holds(x, y)
		}
	}
	panic("the plain way does not know " + n.String())
}

func plainNumber(n ast.Node, limit int) func(map[string]string) (int, error) {
	switch n := n.(type) {
	case *ast.IntegerNode:
		return func(map[string]string) (int, error) { return n.Value, nil }
	case *ast.IdentifierNode:
		if n.Value == limitName {
			return func(map[string]string) (int, error) { return limit, nil }
		}
		return func(row map[string]string) (int, error) { return strconv.Atoi(row[n.Value]) }
	case *ast.BinaryNode: // plus and times
		a, b := plainNumber(n.Left, limit), plainNumber(n.Right, limit)
		return func(row map[string]string) (int, error) {
			x, err := a(row)
			if err != nil {
				return 0, err
			}
			y, err := b(row)
			if n.Operator == "*" {
				return x * y, err
			}
			return x + y, err
		}
	}
	panic("the plain way does not know " + n.String())
}
