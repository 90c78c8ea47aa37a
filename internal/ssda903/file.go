package ssda903

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"waymark/internal/diag"
)

// file is one CSV file and, once told, its module. Files are streamed, never held: a merge of a region may be
// larger than the memory.
type file struct {
	path   string
	module *module
	at     map[string]int // column name -> index
	width  int            // of the header row
	named  int            // the same without the columns on the right that have no name
	rows   int
}

// longest is how many bytes one row may have. A quotation mark that is opened and never closed makes one row of
// the rest of the file, which would be read into memory as a whole.
const longest = 1 << 20

var errLong = errors.New("a row is longer than a megabyte")

// leash is a reader that stops after so many bytes unless it is given more.
type leash struct {
	r    io.Reader
	left int
}

func (l *leash) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errLong
	}
	n, err := l.r.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}

var bom = []byte("\xef\xbb\xbf")

const asUTF8 = "open it in the spreadsheet program and save it as \"CSV UTF-8 (comma delimited)\""

// foreign tells files that are no CSV text by their first bytes. The words are empty for text.
func foreign(start []byte) (message, hint string) {
	switch {
	case bytes.HasPrefix(start, []byte("PK\x03\x04")), bytes.HasPrefix(start, []byte("PK\x05\x06")):
		return "this is a zip file or a workbook (.xlsx), not CSV, whatever its name says", asUTF8 + ", or unpack it"
	case bytes.HasPrefix(start, []byte("\xd0\xcf\x11\xe0")):
		return "this is a workbook of an old kind (.xls), not CSV, whatever its name says", asUTF8
	case bytes.HasPrefix(start, []byte("\x1f\x8b")):
		return "this is a compressed file (gzip), not CSV", "unpack it"
	case bytes.HasPrefix(start, []byte("%PDF")):
		return "this is a PDF, not CSV", "export the return as CSV"
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")),
		len(start) > 3 && (start[0] == 0 || start[1] == 0) && start[0] != start[1]:
		return "this text is in UTF-16, and the return is read as UTF-8", asUTF8
	case bytes.IndexByte(start, 0) >= 0:
		return "this is no text", "export the return as CSV"
	case bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(start, bom)), []byte("<")):
		return "this is XML or a web page, and the return is read in its CSV form only", "export the return as CSV modules"
	case bytes.IndexByte(start, '\n') < 0 && bytes.IndexByte(bytes.TrimRight(start, "\r"), '\r') >= 0:
		return "the lines end as they did on old Macintosh computers", asUTF8
	}
	return "", ""
}

// peek reads the header row. The words say why there is none.
func (f *file) peek(fsys fs.FS) (header []string, message, hint string) {
	src, err := fsys.Open(f.path)
	if err != nil {
		return nil, fmt.Sprintf("the file cannot be read: %s", reason(err)), ""
	}
	defer src.Close()
	in := bufio.NewReaderSize(&leash{src, longest}, 4096)
	start, err := in.Peek(4096)
	if err != nil && err != io.EOF {
		return nil, fmt.Sprintf("the file cannot be read: %s", reason(err)), ""
	}
	if message, hint := foreign(start); message != "" {
		return nil, message, hint
	}
	if len(bytes.TrimSpace(bytes.TrimPrefix(start, bom))) == 0 && err == io.EOF {
		return nil, "the file is empty", "leave it out, or export it again"
	}
	if bytes.HasPrefix(start, bom) {
		in.Discard(len(bom))
	}
	header, err = newCSV(in).Read()
	if err != nil {
		return nil, "the first row cannot be read as CSV", "the first row of a module holds its column names, parted by commas"
	}
	if len(header) == 1 {
		for _, by := range [][2]string{{";", "semicolons"}, {"\t", "tabs"}, {"|", "bars"}} {
			if strings.Count(header[0], by[0]) > 1 {
				return nil, fmt.Sprintf("the columns are parted by %s, and the return is read with commas", by[1]), asUTF8
			}
		}
	}
	return header, "", ""
}

func newCSV(in io.Reader) *csv.Reader {
	c := csv.NewReader(in)
	c.FieldsPerRecord = -1
	c.ReuseRecord = true
	return c
}

// row is one row below the header row, valid until the next is read.
type row struct {
	*file
	n     int
	cells []string
}

// cell is what a column holds, cleaned; empty when the file does not have the column.
func (w row) cell(column string) string {
	i, ok := w.at[column]
	if !ok {
		return ""
	}
	return clean(w.cells[i])
}

// name is the cell's name in a spreadsheet, "D17", or the row's where the file has no such column.
func (f *file) name(column string, n int) string {
	if i, ok := f.at[column]; ok {
		return fmt.Sprintf("%s%d", letter(i), n)
	}
	return fmt.Sprintf("row %d", n)
}

// each gives every row below the header row that has anything in it. Rows that cannot be right, because they
// have more or fewer columns than the header row, are reported and left out.
func (r *reader) each(f *file, do func(row)) {
	src, err := r.fsys.Open(f.path)
	if err != nil {
		r.book.whole(diag.Error, "ssda903-file", f.path, fmt.Sprintf("the file cannot be read: %s", reason(err)), "")
		return
	}
	defer src.Close()
	line := &leash{src, longest}
	in := bufio.NewReaderSize(line, 1<<16)
	if start, _ := in.Peek(len(bom)); bytes.Equal(start, bom) {
		in.Discard(len(bom))
	}
	c := newCSV(in)
	breaks := 0 // line breaks inside cells so far: lines that are no rows
	f.rows = 0
	for first := true; ; {
		line.left = longest
		cells, err := c.Read()
		if err == io.EOF {
			break
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) && !errors.Is(err, errLong) {
			row := bad.StartLine - breaks
			f.rows++
			if swallowed := bad.Line - bad.StartLine; swallowed > 0 {
				// An open cell has taken the rows behind it, at worst all to the end of the file.
				breaks += swallowed
				r.lost[Loss{Module: f.module.name, Why: "ssda903-cut"}]++
				r.book.row(diag.Error, rule{f.path, "ssda903-cut", ""}, row, func() (string, string) {
					return fmt.Sprintf("a quotation mark opened in this row is not closed in it, and the %s lines behind it are lost", thousands(swallowed)),
						"mend the row or export the file again"
				})
				continue
			}
			r.leaveOut(f, row, "ssda903-quotes", "the quotation marks of this row are not closed, or stand inside a cell",
				"write a quotation mark inside a cell twice, and put the cell in quotation marks")
			continue
		}
		if err != nil {
			words := fmt.Sprintf("reading stopped after %s rows: %s", thousands(f.rows), reason(err))
			if errors.Is(err, errLong) {
				words = fmt.Sprintf("reading stopped after %s rows: a quotation mark behind them is never closed", thousands(f.rows))
			}
			r.book.whole(diag.Error, "ssda903-cut", f.path, words, "mend the file or export it again: the rows that follow are missing")
			break
		}
		at, _ := c.FieldPos(0)
		w := row{f, at - breaks, cells}
		for _, cell := range cells {
			breaks += strings.Count(cell, "\n")
		}
		if first {
			first = false
			continue
		}
		if !anything(cells) {
			continue
		}
		f.rows++
		if len(cells) < f.named || anything(cells[min(f.width, len(cells)):]) {
			r.leaveOut(f, w.n, "ssda903-width", fmt.Sprintf("this row has %d columns and the header row %d, so its cells cannot be told apart", len(cells), f.width),
				"look for a comma inside a cell without quotation marks, or a row that was cut off")
			continue
		}
		do(w)
	}
	if f.rows == 0 {
		severity := diag.Warning
		if f.module.needed {
			severity = diag.Error
		}
		r.book.whole(severity, "ssda903-file", f.path, fmt.Sprintf("the %s module has a header row and nothing below it", f.module.name), "export it again if there should be rows")
	}
}

// leaveOut reports and counts a row that is not read.
func (r *reader) leaveOut(f *file, n int, check, message, hint string) {
	r.lost[Loss{Module: f.module.name, Why: check}]++
	r.book.row(r.severity(), rule{f.path, check, ""}, n, func() (string, string) { return message + "; it is left out", hint })
}

func anything(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return true
		}
	}
	return false
}

// reason is an error without the path, which the finding names already.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return err.Error()
}
