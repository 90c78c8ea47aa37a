package chart

import (
	"bytes"
	"encoding/csv"

	"waymark/internal/disclose"
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
	if !byTime && len(points) > 0 {
		out.Caption += ", " + long(points[0].from, points[0].to, f.stock)
	}
	marked := false
	for i := range points {
		p := points[i]
		head := categoryName(f, p.category, categories)
		if byTime {
			p = points[len(points)-1-i]
			head = long(p.from, p.to, f.stock)
		}
		out.Rows = append(out.Rows, []string{head, p.part.text, p.base.text, p.percent.text})
		out.Marks = append(out.Marks, []string{"", p.part.mark, p.base.mark, p.percent.mark})
		marked = marked || p.part.mark+p.base.mark+p.percent.mark != ""
	}
	if !marked {
		out.Marks = nil
	}
	return out
}

// CSV is the same for programs, in the order of time: marks are bare letters. The time period of a flow over
// several periods is written as an interval, "2025-Q3/2026-Q2". Ids are used, not words; the total of a
// breakdown is "total". A series whose definition changed has a last column, "break"; see breaks.go.
func CSV(t disclose.Table) []byte {
	points := pointsOf(t)
	if isDuration(t) {
		return csvPartedAt(durationCSV(points, t.Dimension(), t.Unit()), breaksIn(t.Breaks(), points))
	}
	return csvPartedAt(csvOf(points, t.Dimension()), breaksIn(t.Breaks(), points))
}

func csvOf(points []point, column string) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	head := []string{"time_period", "base", "part", "percent"}
	if column != "" {
		head = []string{"time_period", column, "base", "part", "percent"}
	}
	w.Write(head)
	for _, p := range points {
		row := []string{p.period()}
		if column != "" {
			row = append(row, p.categoryID())
		}
		w.Write(append(row, p.base.csv, p.part.csv, p.percent.csv))
	}
	w.Flush() // a bytes.Buffer does not fail
	return out.Bytes()
}
