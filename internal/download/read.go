package download

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Cell is one figure as a file shows it.
type Cell struct {
	File, Table string // Table is the ID of one of the tables
	To          string // the last period
	Category    string // in words; "Total"
	Column      string // of values: Base, Part, ...
	Text        string // a number without a sign, a bare symbol, or a range in words
}

// Read reads the figures of a download back. It knows the files by their names, and an archive by what is in it; a file that
// holds no figures, or holds them in a form of its own (published.json), gives none.
func Read(f File, tables []Table) ([]Cell, error) {
	cells, err := read(f, tables)
	for i := range cells {
		cells[i].File = f.Name
	}
	return cells, err
}

func read(f File, tables []Table) ([]Cell, error) {
	switch f.Name {
	case ArchiveName:
		files, err := unpack(f.Data)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", f.Name, err)
		}
		var out []Cell
		for _, inside := range files {
			cells, err := Read(inside, tables)
			if err != nil {
				return nil, err
			}
			out = append(out, cells...)
		}
		return out, nil
	case WorkbookName:
		return readWorkbook(f.Data, tables)
	case StandardName + ".csv":
		return readStandard(f.Data, tables)
	}
	for _, t := range tables {
		if f.Name == t.ID+".csv" {
			return readSingle(f, t)
		}
	}
	return nil, nil
}

// readSingle reads the CSV file of one table.
func readSingle(f File, t Table) ([]Cell, error) {
	rows, err := csv.NewReader(bytes.NewReader(f.Data)).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("read %s: no heading, or %v", f.Name, err)
	}
	words := map[string]string{"total": total}
	if t.Dimension != nil {
		for _, c := range t.Dimension.Categories {
			words[c.ID] = c.Title
		}
	}
	var out []Cell
	for _, row := range rows[1:] {
		category, to := total, row[0]
		if _, last, several := strings.Cut(to, "/"); several {
			to = last
		}
		if t.Dimension != nil {
			category = words[row[1]]
		}
		for _, column := range t.Columns {
			i := slices.Index(rows[0], column)
			if i < 0 {
				return nil, fmt.Errorf("read %s: no column %s", f.Name, column)
			}
			out = append(out, Cell{Table: t.ID, To: to, Category: category, Column: column, Text: row[i]})
		}
	}
	return out, nil
}

// readStandard reads the data file of the pair. What is not available in it is no figure.
func readStandard(src []byte, tables []Table) ([]Cell, error) {
	rows, err := csv.NewReader(bytes.NewReader(src)).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, fmt.Errorf("read %s: no heading, or %v", StandardName, err)
	}
	at := func(row []string, column string) string {
		if i := slices.Index(rows[0], column); i >= 0 {
			return row[i]
		}
		return ""
	}
	columns := map[string]standardColumn{}
	for _, c := range standardColumns(tables) {
		columns[c.name] = c
	}
	byTopic := func(indicator, topic string) string {
		for _, t := range tables {
			if t.Indicator.ID == indicator && (t.Dimension == nil && topic == total || t.Dimension != nil && t.Dimension.Title == topic) {
				return t.ID
			}
		}
		return "a table that is not released"
	}
	var out []Cell
	for _, row := range rows[1:] {
		to, ok := periodOf(at(row, "time_period"), at(row, "time_identifier"))
		if !ok {
			return nil, fmt.Errorf("read %s: %q is no period", StandardName, at(row, "time_period"))
		}
		for i, name := range rows[0] {
			c, is := columns[name]
			if !is || row[i] == "x" {
				continue
			}
			over := tables[c.table]
			out = append(out, Cell{Table: byTopic(over.Indicator.ID, at(row, topicColumn)), To: to, Category: at(row, filterColumn), Column: over.Columns[c.value], Text: row[i]})
		}
	}
	return out, nil
}

// readWorkbook reads the sheets of tables. The period of a row is told by its place.
func readWorkbook(src []byte, tables []Table) ([]Cell, error) {
	f, err := excelize.OpenReader(bytes.NewReader(src), excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, fmt.Errorf("read the workbook: %w", err)
	}
	defer f.Close()
	var out []Cell
	for i, t := range tables {
		rows, err := f.GetRows(sheetName(i))
		if err != nil {
			return nil, fmt.Errorf("read the workbook: %w", err)
		}
		if len(rows) != firstRow+len(t.Rows) || !slices.Equal(rows[firstRow-1], head(t)) {
			return nil, fmt.Errorf("read the workbook: sheet %s has %d rows, or another heading", sheetName(i), len(rows))
		}
		for r, row := range rows[firstRow:] {
			lead, category := 1, total
			if t.Dimension != nil {
				lead, category = 2, row[1]
			}
			for c, column := range t.Columns {
				out = append(out, Cell{Table: t.ID, To: t.Rows[r].To, Category: category, Column: column, Text: row[lead+c]})
			}
		}
	}
	return out, nil
}

// Differences says what a file shows otherwise than the released tables do: another figure, one too many, or one too few. The
// build publishes no file of which it says anything.
func Differences(f File, tables []Table) []string {
	cells, err := Read(f, tables)
	if err != nil {
		return []string{err.Error()}
	}
	if f.Name == ArchiveName {
		return nil // what is in it has been looked at by itself
	}
	type place struct{ table, to, category, column string }
	want := map[place]string{}
	for _, t := range tables {
		if f.Name != WorkbookName && f.Name != StandardName+".csv" && f.Name != t.ID+".csv" {
			continue
		}
		for _, r := range t.Rows {
			for c, column := range t.Columns {
				text := r.Values[c].CSV()
				if f.Name == WorkbookName {
					text = r.Values[c].Text()
					if n, ok := r.Values[c].Number(); ok {
						text = strconv.Itoa(n)
					}
				}
				if f.Name == StandardName+".csv" && (text == "x" || t.Dimension != nil && r.Category == "") {
					continue // not available; and the total of a breakdown is in the table over time
				}
				want[place{t.ID, r.To, r.Words, column}] = text
			}
		}
	}
	var out []string
	for _, c := range cells {
		key := place{c.Table, c.To, c.Category, c.Column}
		if text, known := want[key]; !known || text != c.Text {
			out = append(out, fmt.Sprintf("%s shows another %s than was released for %s, %s, %s", f.Name, c.Column, c.Table, c.To, c.Category))
		}
		delete(want, key)
	}
	if len(want) > 0 {
		out = append(out, fmt.Sprintf("%s lacks %d released figures", f.Name, len(want)))
	}
	return out
}
