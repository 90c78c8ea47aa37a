package chart

import (
	"bytes"
	"encoding/csv"

	"waymark/internal/disclose"
	"waymark/internal/site"
)

// Table is the data behind a chart, as readers see it. The first cell of a row is its header.
type Table struct {
	Caption string
	Columns []string
	Numeric []bool // by column
	Rows    [][]string
	Marks   [][]string // beside Rows: "c", "z" and so on, or ""; nil when there are none
}

// DataTable lists a table's figures. Over time the newest comes first, since most readers want it; categories
// keep their order. categories gives the words of category ids; dimension is the heading of the first column
// of a breakdown.
func DataTable(f Figure, t disclose.Table, dimension string, categories map[string]string) Table {
	points := pointsOf(t)
	if isDuration(t) {
		return durationTable(f.of(t), points, dimension, categories).partedAt(breaksIn(t.Breaks(), points))
	}
	return dataTable(f.of(t), points, dimension, categories).partedAt(breaksIn(t.Breaks(), points))
}

func dataTable(f Figure, points []point, dimension string, categories map[string]string) Table {
	byTime := dimension == ""
	first := dimension
	if byTime {
		first = "Period"
		if f.stock {
			first = "Date"
		}
	}
	out := Table{
		Caption: f.title(),
		Columns: []string{first, "Counted", "Of", "Percentage"},
		Numeric: []bool{false, true, true, true},
	}
	if f.events {
		// Rows are not linked between quarters: over a year, the children of its fullest quarter are known and no more.
		name := "Children behind them"
		if len(points) > 0 && points[0].from != points[0].to {
			name = "Children behind them, fullest quarter"
		}
		out.Columns, out.Numeric = append(out.Columns, name), append(out.Numeric, true)
	}
	out.fill(f, points, byTime, categories, func(p point) []value {
		return []value{p.part, p.base, p.percent, p.children}[:len(out.Columns)-1]
	})
	return out
}

// fill gives a table its rows: the newest period first, or the categories in their order with the period in the
// caption. Marks are nil when no cell has one.
func (t *Table) fill(f Figure, points []point, byTime bool, categories map[string]string, cells func(point) []value) {
	if !byTime && len(points) > 0 {
		t.Caption += ", " + long(points[0].from, points[0].to, f.stock)
	}
	marked := false
	for i := range points {
		p := points[i]
		head := categoryName(f, p.category, categories)
		if byTime {
			p = points[len(points)-1-i]
			head = long(p.from, p.to, f.stock)
		}
		row, marks := []string{head}, []string{""}
		for _, v := range cells(p) {
			row, marks = append(row, v.text), append(marks, v.mark)
			marked = marked || v.mark != ""
		}
		t.Rows, t.Marks = append(t.Rows, row), append(t.Marks, marks)
	}
	if !marked {
		t.Marks = nil
	}
}

// CSV is the same for programs, in the order of time: marks are bare letters. The time period of a flow over
// several periods is written as an interval, "2025-Q3/2026-Q2". Ids are used, not words; the total of a
// breakdown is "total". A series whose definition changed has a last column, "break"; see breaks.go.
func CSV(t disclose.Table) []byte {
	points := pointsOf(t)
	if isDuration(t) {
		return csvPartedAt(durationCSV(points, t.Dimension(), t.Unit()), breaksIn(t.Breaks(), points))
	}
	return csvPartedAt(csvOf(points, t.Dimension(), t.Measure() == site.MeasureEvents), breaksIn(t.Breaks(), points))
}

func csvOf(points []point, column string, events bool) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	head := []string{"time_period"}
	if column != "" {
		head = append(head, column)
	}
	head = append(head, "base", "part", "percent")
	if events {
		head = append(head, "children")
	}
	w.Write(head)
	for _, p := range points {
		row := []string{p.period()}
		if column != "" {
			row = append(row, p.categoryID())
		}
		row = append(row, p.base.csv, p.part.csv, p.percent.csv)
		if events {
			row = append(row, p.children.csv)
		}
		w.Write(row)
	}
	w.Flush() // a bytes.Buffer does not fail
	return out.Bytes()
}
