package rawcell

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Limits of what is read. An authority's workbook has a few thousand rows and about 40 columns; beyond these a
// file is damaged or made to do harm.
const (
	maxFile    = 256 << 20 // bytes of a file
	maxUnzip   = 1 << 30   // bytes of a workbook when unpacked, all in memory
	maxRows    = 200_000
	maxColumns = 512
)

// Workbook is an .xlsx file in memory.
type Workbook struct {
	name     string
	file     *excelize.File
	date1904 bool
}

// OpenWorkbook reads a workbook. An error is one sentence for the person who exported the file.
func OpenWorkbook(name string, r io.ReaderAt, size int64) (w *Workbook, err error) {
	if size > maxFile {
		return nil, fmt.Errorf("the file is larger than %d megabytes and is no workbook of this kind", maxFile>>20)
	}
	src := make([]byte, max(size, 0))
	if n, e := r.ReadAt(src, 0); n < len(src) && e != nil {
		return nil, fmt.Errorf("read workbook: %w", e)
	}
	if what := notWorkbook(src); what != "" {
		return nil, errors.New(what)
	}
	defer damaged(&err)
	f, e := excelize.OpenReader(bytes.NewReader(src), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnzip, UnzipXMLSizeLimit: maxUnzip})
	if e != nil {
		return nil, errors.New("the workbook is damaged; open it in a spreadsheet program and save it again as .xlsx")
	}
	if len(f.GetSheetList()) == 0 {
		f.Close()
		return nil, errors.New("the file is packed like a workbook but holds no sheet; save it again as an Excel workbook (.xlsx)")
	}
	w = &Workbook{name: name, file: f}
	if props, e := f.GetWorkbookProps(); e == nil && props.Date1904 != nil {
		w.date1904 = *props.Date1904
	}
	return w, nil
}

// notWorkbook says in one sentence what a file is when it is no .xlsx, by its first bytes.
func notWorkbook(src []byte) string {
	wide := func(s string) []byte { // as names stand in the directory of an OLE file
		var b []byte
		for _, c := range []byte(s) {
			b = append(b, c, 0)
		}
		return b
	}
	switch {
	case len(src) == 0:
		return "the file is empty"
	case bytes.HasPrefix(src, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
		if bytes.Contains(src, wide("EncryptedPackage")) || bytes.Contains(src, wide("EncryptionInfo")) {
			return "the workbook is protected by a password; open it and save a copy without one"
		}
		return "the file is an old Excel workbook (.xls); open it and save it as an Excel workbook (.xlsx)"
	case bytes.HasPrefix(src, []byte("PK\x05\x06")):
		return "the file is an empty zip archive, not a workbook"
	case bytes.HasPrefix(src, []byte("PK\x03\x04")):
		switch {
		case bytes.Contains(src, []byte("xl/workbook.bin")):
			return "the file is a binary workbook (.xlsb); open it and save it as an Excel workbook (.xlsx)"
		case bytes.Contains(src, []byte("application/vnd.oasis.opendocument")):
			return "the file is an OpenDocument spreadsheet (.ods); open it and save it as an Excel workbook (.xlsx)"
		case !bytes.Contains(src, []byte("xl/")):
			return "the file is a zip archive that holds no workbook; unpack it and give the .xlsx file inside"
		}
		return ""
	case bytes.HasPrefix(src, []byte("%PDF")):
		return "the file is a PDF, not a workbook; ask for the workbook it was printed from"
	case bytes.HasPrefix(bytes.ToLower(bytes.TrimSpace(src[:min(len(src), 512)])), []byte("<")):
		return "the file is a web page or XML under the name of a workbook; open it and save it as an Excel workbook (.xlsx)"
	case !bytes.ContainsRune(src[:min(len(src), 4096)], 0):
		return "the file is text, such as CSV, under the name of a workbook; open it and save it as an Excel workbook (.xlsx)"
	}
	return "the file is not an Excel workbook (.xlsx)"
}

// damaged turns a panic of the library into an error: what it was given comes from outside.
func damaged(err *error) {
	if p := recover(); p != nil {
		*err = errors.New("the workbook is damaged; open it in a spreadsheet program and save it again as .xlsx")
	}
}

// Sheets are the names of the sheets in the workbook's order.
func (w *Workbook) Sheets() []string { return w.file.GetSheetList() }

// Close frees the memory.
func (w *Workbook) Close() error { return w.file.Close() }

// Head is the first rows of a sheet, at most n; enough to tell by its headings which sheet it is.
func (w *Workbook) Head(sheet string, n int) (rows [][]string, err error) {
	defer damaged(&err)
	it, err := w.file.Rows(sheet)
	if err != nil {
		return nil, nil // a chart or macro sheet has no rows
	}
	defer it.Close()
	for len(rows) < n && it.Next() {
		row, err := it.Columns()
		if err != nil {
			return nil, fmt.Errorf("read sheet: %w", err)
		}
		rows = append(rows, row[:min(len(row), maxColumns)])
	}
	return rows, nil
}

// Read reads a whole sheet. Formulas give the value that was stored with them; cells whose formula has none are
// in NoValue. The value of merged cells is put into each row of their first column: it was meant for all of them.
func (w *Workbook) Read(sheet string) (t *Table, err error) {
	defer damaged(&err)
	t = &Table{File: w.name, Sheet: sheet, NoValue: map[[2]int]bool{}, Date1904: w.date1904}
	it, err := w.file.Rows(sheet)
	if err != nil {
		return nil, fmt.Errorf("read sheet: %w", err)
	}
	defer it.Close()
	last := 0
	for it.Next() {
		row, err := it.Columns()
		if err != nil {
			return nil, fmt.Errorf("read sheet: %w", err)
		}
		if len(t.Rows) == maxRows && strings.Join(row, "") != "" {
			return nil, fmt.Errorf("the sheet has more than %d rows", maxRows)
		}
		if len(t.Rows) < maxRows {
			t.Rows = append(t.Rows, row[:min(len(row), maxColumns)])
		}
		if strings.Join(row, "") != "" {
			last = len(t.Rows)
			if it.GetRowOpts().Hidden {
				t.Hidden++
			}
		} else if len(row) > 0 { // only formulas without a value
			last = len(t.Rows)
		}
	}
	t.Rows = t.Rows[:last]
	return t, w.mend(t)
}

// mend fills merged cells and finds formulas without a value. Both need the sheet as the library keeps it.
func (w *Workbook) mend(t *Table) error {
	merges, err := w.file.GetMergeCells(t.Sheet)
	if err != nil {
		return fmt.Errorf("read merged cells: %w", err)
	}
	inside := map[[2]int]bool{}
	for _, m := range merges {
		left, top, e1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		right, bottom, e2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if e1 != nil || e2 != nil {
			continue
		}
		bottom, right = min(bottom, len(t.Rows)), min(right, maxColumns)
		value := t.Cell(top-1, left-1)
		for r := top; r <= bottom; r++ {
			for c := left; c <= right; c++ {
				inside[[2]int{r - 1, c - 1}] = true
			}
			if r > top && value != "" && left <= maxColumns {
				row := t.Rows[r-1]
				for len(row) < left {
					row = append(row, "")
				}
				row[left-1] = value
				t.Rows[r-1] = row
			}
		}
		if bottom > top && value != "" {
			t.Merged = append(t.Merged, Merge{top - 1, left - 1, bottom - 1, right - 1})
		}
	}
	width := 0
	for _, row := range t.Rows {
		width = max(width, len(row))
	}
	for r := range t.Rows {
		for c := range width {
			if t.Cell(r, c) != "" || inside[[2]int{r, c}] {
				continue
			}
			name, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				return fmt.Errorf("name cell: %w", err)
			}
			formula, err := w.file.GetCellFormula(t.Sheet, name)
			if err != nil {
				return fmt.Errorf("read formula: %w", err)
			}
			if formula != "" {
				t.NoValue[[2]int{r, c}] = true
			}
		}
	}
	return nil
}

// ReadCSV reads a CSV file in UTF-8, with or without a byte order mark, separated by commas.
func ReadCSV(file string, src []byte) (*Table, error) {
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	switch {
	case bytes.HasPrefix(src, []byte("PK\x03\x04")):
		return nil, errors.New("the file is a workbook under the name of a CSV file; name it .xlsx or save it as CSV")
	case bytes.ContainsRune(src, 0):
		return nil, errors.New("the file is not text in UTF-8; save it as CSV UTF-8")
	case !utf8.Valid(src):
		return nil, errors.New("the file has characters that are not UTF-8; save it as CSV UTF-8")
	case len(src) > maxFile:
		return nil, fmt.Errorf("the file is larger than %d megabytes", maxFile>>20)
	}
	r := csv.NewReader(bytes.NewReader(src))
	r.FieldsPerRecord = -1
	t := &Table{File: file}
	for {
		row, err := r.Read()
		if err == io.EOF {
			return t, nil
		}
		if err != nil {
			var parse *csv.ParseError
			if errors.As(err, &parse) {
				return nil, fmt.Errorf("line %d has a quotation mark out of place; save the file again as CSV UTF-8", parse.Line)
			}
			return nil, fmt.Errorf("read CSV: %w", err)
		}
		if len(t.Rows) == maxRows {
			return nil, fmt.Errorf("the file has more than %d rows", maxRows)
		}
		line, _ := r.FieldPos(0)
		t.Rows = append(t.Rows, row[:min(len(row), maxColumns)])
		t.Lines = append(t.Lines, line)
	}
}
