package download

import (
	"fmt"
	"io"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"waymark/internal/site"
)

// About is what the files say besides figures.
type About struct {
	Site    *site.Site
	Licence string                                   // under which the figures may be used, as a sentence
	Words   func(from, to string, stock bool) string // a period in words: "July 2025 to June 2026"
}

// newest is the last day of the newest period, which stands for the time of all files.
func newest(tables []Table) time.Time {
	at := time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC) // the first that an archive can hold
	for _, t := range tables {
		for _, r := range t.Rows {
			if p, ok := parsePeriod(r.To); ok && p.end().After(at) {
				at = p.end()
			}
		}
	}
	return at
}

// Span is the periods that the tables cover, in words: "September 2022 to June 2026".
func Span(tables []Table) string {
	all := periods(tables)
	if len(all) == 0 {
		return ""
	}
	first, ok := parsePeriod(all[0])
	last, ok2 := parsePeriod(all[len(all)-1])
	if !ok || !ok2 {
		return all[0] + " to " + all[len(all)-1]
	}
	return first.end().Format("January 2006") + " to " + last.end().Format("January 2006")
}

// sheetName is the name of a table's sheet; numbers keep within the 31 characters that a name may have.
func sheetName(n int) string { return fmt.Sprintf("Table %d", n+1) }

// firstRow is where the heading of a table stands in its sheet.
const firstRow = 5

// Workbook makes the spreadsheet for readers: a cover, contents, notes, and one table on each sheet, marked as one, with a heading and
// without merged or empty cells. Hidden figures are symbols in square brackets, and ranges are words, as on the pages.
func Workbook(about About, tables []Table) ([]byte, error) {
	w := &workbook{f: excelize.NewFile(), about: about, tables: tables}
	defer w.f.Close()
	w.styles()
	w.cover()
	w.contents()
	w.notes()
	for i := range tables {
		w.table(i)
	}
	at := newest(tables).Format(time.RFC3339)
	w.try(w.f.SetDocProps(&excelize.DocProperties{Title: w.title(), Creator: about.Site.Authority, LastModifiedBy: about.Site.Authority, Description: w.invented(), Language: "en-GB", Created: at, Modified: at}))
	if w.failed != nil {
		return nil, fmt.Errorf("make the workbook: %w", w.failed)
	}
	var made parts
	w.f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return &made })
	if err := w.f.Write(io.Discard); err != nil {
		return nil, fmt.Errorf("make the workbook: %w", err)
	}
	out, err := made.pack(newest(tables))
	if err != nil {
		return nil, fmt.Errorf("make the workbook: %w", err)
	}
	return out, nil
}

type workbook struct {
	f      *excelize.File
	about  About
	tables []Table
	failed error

	heading, label, link, wrapped, number, percent, mark int // styles
}

// try keeps the first error: what is written after it is thrown away.
func (w *workbook) try(err error) {
	if w.failed == nil {
		w.failed = err
	}
}

func (w *workbook) title() string {
	return "Permanence indicators: " + w.about.Site.Authority
}

func (w *workbook) invented() string {
	if d := w.about.Site.Demonstration; d != nil {
		return d.Data + " " + d.Site
	}
	return ""
}

func (w *workbook) styles() {
	style := func(s excelize.Style) int {
		id, err := w.f.NewStyle(&s)
		w.try(err)
		return id
	}
	whole, share := "#,##0", `0"%"`
	w.heading = style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}})
	w.label = style(excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	w.link = style(excelize.Style{Font: &excelize.Font{Color: "0B5394", Underline: "single"}})
	w.wrapped = style(excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	w.number = style(excelize.Style{CustomNumFmt: &whole})
	w.percent = style(excelize.Style{CustomNumFmt: &share})
	w.mark = style(excelize.Style{Alignment: &excelize.Alignment{Horizontal: "right"}})
}

// sheet adds a sheet; the first takes the place of the one that a new workbook has.
func (w *workbook) sheet(name string, widths ...float64) {
	if name == "Cover" {
		w.try(w.f.SetSheetName("Sheet1", name))
	} else {
		_, err := w.f.NewSheet(name)
		w.try(err)
	}
	for i, width := range widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		w.try(err)
		w.try(w.f.SetColWidth(name, column, column, width))
	}
}

func (w *workbook) text(sheet string, column, row, style int, text string) {
	cell, err := excelize.CoordinatesToCellName(column, row)
	w.try(err)
	w.try(w.f.SetCellStr(sheet, cell, text))
	if style != 0 {
		w.try(w.f.SetCellStyle(sheet, cell, cell, style))
	}
}

func (w *workbook) linkTo(sheet string, column, row int, to string) {
	cell, err := excelize.CoordinatesToCellName(column, row)
	w.try(err)
	w.try(w.f.SetCellHyperLink(sheet, cell, "'"+to+"'!A1", "Location"))
	w.try(w.f.SetCellStyle(sheet, cell, cell, w.link))
}

// markTable marks a range as a table, so that a screen reader can say where it begins and what its columns are.
func (w *workbook) markTable(sheet, name string, columns, from, to int) {
	last, err := excelize.CoordinatesToCellName(columns, to)
	w.try(err)
	stripes := false
	w.try(w.f.AddTable(sheet, &excelize.Table{Range: fmt.Sprintf("A%d:%s", from, last), Name: name, StyleName: "TableStyleLight1", ShowRowStripes: &stripes}))
}

func (w *workbook) cover() {
	const name = "Cover"
	w.sheet(name, 90)
	lines := []string{w.title(), "How children reach a lasting home: indicators of timeliness, stability, planning and outcomes.", "Periods: " + Span(w.tables) + "."}
	if text := w.invented(); text != "" {
		lines = append(lines, text)
	}
	lines = append(lines, "Published by: "+w.about.Site.Authority+".", w.about.Licence,
		"Small figures are hidden to protect children’s privacy. The sheet Notes explains the symbols.", "The sheet Contents lists the tables, one on each sheet.")
	for i, line := range lines {
		style := w.wrapped
		if i == 0 {
			style = w.heading
		}
		w.text(name, 1, i+1, style, line)
	}
	w.linkTo(name, 1, len(lines), "Contents")
}

func (w *workbook) contents() {
	const name = "Contents"
	w.sheet(name, 12, 70, 36, 8)
	w.text(name, 1, 1, w.heading, "Contents")
	w.text(name, 1, 2, 0, "This sheet holds one table: a row for each sheet with figures. The first column is a link to it.")
	for i, head := range []string{"Sheet", "Title", "Periods", "Rows"} {
		w.text(name, i+1, 3, w.label, head)
	}
	for i, t := range w.tables {
		row := 4 + i
		w.text(name, 1, row, 0, sheetName(i))
		w.linkTo(name, 1, row, sheetName(i))
		w.text(name, 2, row, w.wrapped, t.Title())
		w.text(name, 3, row, w.wrapped, w.span(t))
		w.try(w.f.SetCellInt(name, "D"+strconv.Itoa(row), int64(len(t.Rows))))
	}
	w.markTable(name, "contents", 4, 3, 3+len(w.tables))
}

func (w *workbook) span(t Table) string {
	first, last := t.Rows[0], t.Rows[len(t.Rows)-1]
	if first.To == last.To {
		return w.about.Words(last.From, last.To, t.Stock)
	}
	return "up to " + w.about.Words(last.From, last.To, true)
}

func (w *workbook) notes() {
	const name = "Notes"
	w.sheet(name, 22, 100)
	w.text(name, 1, 1, w.heading, "Notes")
	w.text(name, 1, 2, 0, "This sheet holds one table. Its first rows explain symbols, the others how figures are made.")
	w.text(name, 1, 3, w.label, "Note")
	w.text(name, 2, 3, w.label, "Meaning")
	row := 4
	add := func(head, text string) {
		w.text(name, 1, row, w.wrapped, head)
		w.text(name, 2, row, w.wrapped, text)
		row++
	}
	for _, s := range Symbols {
		add("["+s[0]+"]", s[1])
	}
	add("0 to 5, under 13%", "A range in place of a figure that is hidden: it lies somewhere in it. Files for programs have c there.")
	add("Percentages", "Worked out from exact counts and rounded to whole numbers, so they may not add up to 100.")
	add("Zero", "A true zero is shown as 0. A hidden figure is never shown as 0.")
	add("Licence", w.about.Licence)
	if text := w.invented(); text != "" {
		add("Invented", text)
	}
	w.markTable(name, "notes", 2, 3, row-1)
}

// head are a table's column headings.
func head(t Table) []string {
	out := []string{"Period"}
	if t.Dimension != nil {
		out = append(out, t.Dimension.Title)
	}
	for _, column := range t.Columns {
		words := columnWords(t, column)
		r, size := utf8.DecodeRuneInString(words)
		out = append(out, string(r-'a'+'A')+words[size:])
	}
	return out
}

func (w *workbook) table(i int) {
	t, name := w.tables[i], sheetName(i)
	widths := []float64{30}
	if t.Dimension != nil {
		widths = append(widths, 34)
	}
	for range t.Columns {
		widths = append(widths, 20)
	}
	w.sheet(name, widths...)
	w.text(name, 1, 1, w.heading, t.Title())
	who := "Counts " + t.Indicator.Of.Words + "; " + t.Indicator.Counts() + "."
	w.text(name, 1, 2, 0, who)
	note := "This sheet holds one table. Symbols in square brackets are explained in the sheet Notes."
	if d := w.about.Site.Demonstration; d != nil {
		note = d.Data + " " + note
	}
	w.text(name, 1, 3, 0, note)
	w.text(name, 1, 4, 0, "Back to Contents")
	w.linkTo(name, 1, 4, "Contents")
	columns := head(t)
	for c, text := range columns {
		w.text(name, c+1, firstRow, w.label, text)
	}
	for r, row := range t.Rows {
		at := firstRow + 1 + r
		w.text(name, 1, at, 0, w.about.Words(row.From, row.To, t.Stock))
		lead := 1
		if t.Dimension != nil {
			w.text(name, 2, at, 0, row.Words)
			lead = 2
		}
		for c, v := range row.Values {
			n, ok := v.Number()
			if !ok {
				w.text(name, lead+c+1, at, w.mark, v.Text())
				continue
			}
			cell, err := excelize.CoordinatesToCellName(lead+c+1, at)
			w.try(err)
			w.try(w.f.SetCellInt(name, cell, int64(n)))
			style := w.number
			if t.Columns[c] == Percent {
				style = w.percent
			}
			w.try(w.f.SetCellStyle(name, cell, cell, style))
		}
	}
	last, err := excelize.CoordinatesToCellName(len(columns), firstRow+len(t.Rows))
	w.try(err)
	w.try(w.f.SetSheetDimension(name, "A1:"+last))
	w.markTable(name, fmt.Sprintf("table_%d", i+1), len(columns), firstRow, firstRow+len(t.Rows))
	w.try(w.f.SetPanes(name, &excelize.Panes{Freeze: true, YSplit: firstRow, TopLeftCell: fmt.Sprintf("A%d", firstRow+1), ActivePane: "bottomLeft"}))
}
