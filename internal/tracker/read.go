package tracker

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"waymark/internal/diag"
)

// Folder is where the period files are, below an authority's data.
const Folder = "tracker"

// Read reads every period file of one authority. fsys is rooted at the authority's data, and dir is how
// findings name that root ("data/merton"). A folder that is not there gives an empty Store and no finding:
// a site may be guidance alone. The Store holds every row that has no error; it is never nil.
func Read(fsys fs.FS, dir string, schema *Schema) (*Store, []diag.Finding) {
	var found diag.List
	files := listFiles(fsys, dir, &found)
	readers := make([]*fileReader, len(files))

	var wait sync.WaitGroup
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, f := range files {
		readers[i] = &fileReader{schema: schema, file: f.name}
		wait.Add(1)
		free <- struct{}{}
		go func() {
			defer func() { <-free; wait.Done() }()
			src, err := readWithRoom(fsys, f.path)
			if err != nil {
				readers[i].errorf("tracker-file", 0, 0, "check that it may be read", "the file cannot be read: %s", plainPathError(err))
				return
			}
			readers[i].read(src)
		}()
	}
	wait.Wait()

	s := &Store{schema: schema, starts: []int{0}, columns: join(schema, readers)}
	for i, f := range files {
		s.periods = append(s.periods, f.period)
		s.starts = append(s.starts, s.Len()+readers[i].rows())
		found.Add(readers[i].findings()...)
		if i > 0 && files[i-1].period.Next() != f.period {
			found.Warnf("tracker-period", f.name, 0, 0, "add the file, or charts show a gap",
				"no file for %s, the period after %s", files[i-1].period.Next(), files[i-1].period)
		}
	}
	log, wrong := readLog(fsys, dir, s.periods)
	s.log = log
	found.Add(wrong...)
	out := found.Sorted()
	for i := range out {
		// A row that should not be in the file at all may hold anything. It is named, never shown.
		out[i].Private = true
	}
	return s, out
}

// join puts the columns of the files behind each other, and lets go of each as soon as it is copied.
func join(schema *Schema, readers []*fileReader) []Column {
	total := 0
	for _, r := range readers {
		r.src = nil
		total += r.rows()
	}
	columns := make([]Column, len(schema.Fields))
	for i, f := range schema.Fields {
		columns[i] = emptyColumn(f, total)
		for _, r := range readers {
			if r.rows() == 0 {
				continue
			}
			columns[i].Codes = append(columns[i].Codes, r.columns[i].Codes...)
			columns[i].Ints = append(columns[i].Ints, r.columns[i].Ints...)
			r.columns[i] = Column{}
		}
	}
	return columns
}

// readWithRoom reads a file into a slice with room for what quickRows needs behind it, so that a large file need
// not be copied.
func readWithRoom(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	size := int64(0)
	if info, err := f.Stat(); err == nil {
		size = info.Size()
	}
	out := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead+quickRoom))
	if _, err := out.ReadFrom(f); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

type periodFile struct {
	path, name string
	period     Period
}

// listFiles returns the period files in order of period, and reports what else lies in the folder.
// A README.md and files that begin with a dot may lie there; a raw export may not.
func listFiles(fsys fs.FS, dir string, found *diag.List) []periodFile {
	entries, err := fs.ReadDir(fsys, Folder)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			found.Errorf("tracker-file", path.Join(dir, Folder), 0, 0, "check that it is a folder that may be read", "the folder cannot be read: %s", plainPathError(err))
		}
		return nil
	}
	var files []periodFile
	months := 0
	for _, e := range entries {
		name := path.Join(dir, Folder, e.Name())
		base, isCSV := strings.CutSuffix(e.Name(), ".csv")
		switch {
		case e.Name() == "README.md" || strings.HasPrefix(e.Name(), "."):
		case e.IsDir():
			found.Errorf("tracker-file", name, 0, 0, "move it out of the tracker folder", "a folder has no place among period files")
		case !isCSV:
			found.Errorf("tracker-file", name, 0, 0, "keep raw exports outside the project; only period files such as 2026-Q2.csv belong here", "this is no period file")
		default:
			p, err := ParsePeriod(base)
			if err != nil {
				found.Errorf("tracker-period", name, 0, 0, "name it by its period: 2026-Q2.csv is April to June 2026, 2026-06.csv is June", "the name of the file is no period")
				continue
			}
			if p.monthly {
				months++
			}
			files = append(files, periodFile{path.Join(Folder, e.Name()), name, p})
		}
	}
	// One grain for a site: the one with more files, quarters when equal.
	monthly := months*2 > len(files)
	files = slices.DeleteFunc(files, func(f periodFile) bool {
		if f.period.monthly == monthly {
			return false
		}
		grain := map[bool]string{true: "months", false: "quarters"}
		found.Errorf("tracker-period", f.name, 0, 0, "keep files of one length", "the other files are %s, this is one of %s", grain[monthly], grain[!monthly])
		return true
	})
	slices.SortFunc(files, func(a, b periodFile) int { return a.period.Compare(b.period) })
	return files
}

func plainPathError(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// maxFindings of one file are listed; a wrong export would otherwise fill the screen.
const maxFindings = 100

// fileReader reads one file. Its columns are those of the schema, in that order.
type fileReader struct {
	schema *Schema
	file   string

	src     []byte // without the byte order mark
	quoted  bool
	at      int   // what of src has been read, without quotation marks
	line    int   // how many lines that is
	order   []int // by position in the file: index of the field
	columns []Column
	lines   []int32 // of each accepted row

	list    []diag.Finding
	dropped int
	worst   diag.Severity // of those dropped
}

// full says that further findings are only counted.
func (r *fileReader) full() bool { return len(r.list) >= maxFindings }

func (r *fileReader) drop(s diag.Severity) {
	r.dropped++
	r.worst = max(r.worst, s)
}

func (r *fileReader) add(f diag.Finding) {
	if r.full() {
		r.drop(f.Severity)
		return
	}
	f.File = r.file
	r.list = append(r.list, f)
}

func (r *fileReader) errorf(check string, line, column int, hint, format string, args ...any) {
	r.add(diag.Finding{Check: check, Severity: diag.Error, Line: line, Column: column, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

func (r *fileReader) findings() []diag.Finding {
	if r.dropped > 0 {
		return append(r.list, diag.Finding{File: r.file, Check: "tracker-file", Severity: r.worst, Hint: "mend those first",
			Message: fmt.Sprintf("%d more findings in this file are not listed", r.dropped)})
	}
	return r.list
}

func (r *fileReader) rows() int { return len(r.lines) }

// read asks the questions in order: is it text, does it hold anything, is the header right; then the rows.
func (r *fileReader) read(src []byte) {
	switch {
	case bytes.HasPrefix(src, []byte("\xFF\xFE")) || bytes.HasPrefix(src, []byte("\xFE\xFF")):
		r.errorf("tracker-file", 1, 1, "save it again as CSV UTF-8", "the file is UTF-16")
		return
	case bytes.HasPrefix(src, []byte("PK\x03\x04")):
		r.errorf("tracker-file", 1, 1, "save it again as CSV UTF-8", "the file is a workbook, not CSV")
		return
	case !utf8.Valid(src):
		line, column := position(src, firstInvalid(src))
		r.errorf("tracker-file", line, column, "save it again as CSV UTF-8", "the file is not UTF-8")
		return
	}
	r.src = bytes.TrimPrefix(src, []byte("\uFEFF"))
	r.quoted = bytes.IndexByte(r.src, '"') >= 0

	next := r.plainRecords()
	if r.quoted {
		next = r.quotedRecords()
	}
	header, ok := next()
	for ok && header.blank() {
		header, ok = next()
	}
	if !ok {
		if len(r.list) == 0 {
			r.errorf("tracker-file", 0, 0, "export it again, or remove it", "the file is empty")
		}
		return
	}
	if !r.header(header) {
		return
	}
	r.columns = roomFor(r.schema, bytes.Count(r.src[r.at:], []byte("\n"))+1)
	quick := func() {}
	if !r.quoted {
		quick = r.quickRows()
	}
	some := false
	for {
		quick()
		rec, ok := next()
		if !ok {
			break
		}
		if rec.blank() {
			continue
		}
		some = true
		if r.row(rec) {
			r.lines = append(r.lines, int32(rec.line))
		}
	}
	for i, c := range r.columns {
		r.columns[i].Codes, r.columns[i].Ints = c.Codes[:min(r.rows(), len(c.Codes))], c.Ints[:min(r.rows(), len(c.Ints))]
	}
	some = some || r.rows() > 0
	if !some && len(r.list) == 0 {
		r.add(diag.Finding{Check: "tracker-file", Severity: diag.Warning, Message: "the file has a header and no rows", Hint: "export it again"})
	}
	r.runRules()
}

func firstInvalid(src []byte) int {
	for i := 0; i < len(src); {
		c, size := utf8.DecodeRune(src[i:])
		if c == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(src)
}

// record is one line of cells. Its cells are valid until the next one is asked for.
type record struct {
	line   int
	cells  [][]byte
	column func(i int) (line, column int) // of cell i, in characters
}

// blank says whether there is nothing on the line; spreadsheets write rows of commas after the last.
func (r record) blank() bool {
	for _, c := range r.cells {
		if len(c) > 0 {
			return false
		}
	}
	return true
}

// plainRecords reads a file without quotation marks by cutting at commas, a line at a time from r.at.
func (r *fileReader) plainRecords() func() (record, bool) {
	var text []byte
	var cells [][]byte
	column := func(i int) (int, int) {
		before := 0
		for _, c := range cells[:i] {
			before += len(c) + 1
		}
		return r.line, utf8.RuneCount(text[:before]) + 1
	}
	return func() (record, bool) {
		if r.at >= len(r.src) {
			return record{}, false
		}
		text = r.src[r.at:]
		if i := bytes.IndexByte(text, '\n'); i >= 0 {
			text = text[:i]
			r.at++
		}
		r.at, r.line = r.at+len(text), r.line+1
		text = bytes.TrimSuffix(text, []byte("\r"))
		cells = append(cells[:0], bytes.Split(text, []byte(","))...)
		return record{line: r.line, cells: cells, column: column}, true
	}
}

// quotedRecords reads a file with quotation marks by encoding/csv. It stops at the first fault in the quoting,
// after which nothing could be trusted.
func (r *fileReader) quotedRecords() func() (record, bool) {
	in := csv.NewReader(bytes.NewReader(r.src))
	in.FieldsPerRecord = -1
	in.ReuseRecord = true
	var cells [][]byte
	return func() (record, bool) {
		texts, err := in.Read()
		if err != nil {
			var p *csv.ParseError
			if errors.As(err, &p) {
				r.errorf("tracker-file", p.StartLine, 0, "write \"\" for a quotation mark inside a quoted cell, and close every quoted cell", "quotation marks are not in pairs; the rest of the file was not read")
			} else if err != io.EOF {
				r.errorf("tracker-file", 0, 0, "save it again as CSV UTF-8", "the file cannot be split into cells")
			}
			return record{}, false
		}
		cells = cells[:0]
		for _, t := range texts {
			cells = append(cells, []byte(t))
		}
		line, _ := in.FieldPos(0)
		return record{line: line, cells: cells, column: func(i int) (int, int) {
			line, column := in.FieldPos(i)
			return line, r.characters(line, column)
		}}, true
	}
}

// characters turns a column in bytes into one in characters.
func (r *fileReader) characters(line, column int) int {
	rest := r.src
	for range line - 1 {
		i := bytes.IndexByte(rest, '\n')
		if i < 0 {
			return column
		}
		rest = rest[i+1:]
	}
	return utf8.RuneCount(rest[:min(max(column-1, 0), len(rest))]) + 1
}

// header finds the field of every column. Columns may stand in any order.
// A name that is not known is repeated only when it is written as a column's name is and most others are known:
// a file without a header begins with a child.
func (r *fileReader) header(rec record) bool {
	names := r.schema.Names()
	known := 0
	for _, c := range rec.cells {
		if _, ok := r.schema.index[string(c)]; ok {
			known++
		}
	}
	if known == 0 {
		hint := "write the names of the columns on the first line"
		if len(rec.cells) == 1 && bytes.ContainsAny(rec.cells[0], ";\t|") {
			hint = "save it with commas between the cells"
		}
		r.errorf("tracker-column", rec.line, 1, hint, "the first line does not name any column of the tracker")
		return false
	}
	seen := make([]bool, len(names))
	sound := true
	for i, cell := range rec.cells {
		line, column := rec.column(i)
		name := string(cell)
		at, ok := r.schema.index[name]
		switch {
		case ok && !seen[at]:
			seen[at] = true
			r.order = append(r.order, at)
			continue
		case ok:
			r.errorf("tracker-column", line, column, "remove one of them", "column %q is there twice", name)
		case name == "":
			r.errorf("tracker-column", line, column, "remove the empty column", "a column has no name")
		case refusal(name) != "":
			r.errorf("personal-data", line, column, "remove the column and every cell of it; if it was ever committed, tell your data protection officer",
				"a column would hold %s, which no tracker may hold", refusal(name))
		default:
			near, distance := nearest(strings.ToLower(name), names)
			hint := "remove it, or declare it in " + path.Base(r.schema.File)
			if distance <= max(2, len(near)/3) {
				hint = fmt.Sprintf("did you mean %q?", near)
			}
			shown := fmt.Sprintf("column %d", i+1)
			if known*2 > len(rec.cells) && isColumnName(strings.ToLower(name)) && looksLike(name) == "a name or a note" {
				shown = fmt.Sprintf("column %q", name)
			}
			r.errorf("tracker-column", line, column, hint, "%s is not in the schema", shown)
		}
		sound = false
	}
	for at, ok := range seen {
		if !ok {
			r.errorf("tracker-column", rec.line, 0, "add it; a tracker has every column of the schema", "column %q is missing", names[at])
			sound = false
		}
	}
	return sound
}

// row writes cells into the columns, as the row after the last accepted one, and says whether it is sound: then
// the caller accepts it by noting its line. What an unsound row wrote is written over by the next.
func (r *fileReader) row(rec record) bool {
	if len(rec.cells) != len(r.order) {
		r.errorf("tracker-row", rec.line, 0, "a cell may hold a comma, or the line may be cut", "%s, but the header has %d", plural(len(rec.cells), "cell"), len(r.order))
		return false
	}
	sound := true
	for i, cell := range rec.cells {
		at := r.order[i]
		f, c, n := r.schema.Fields[at], r.columns[at], r.rows()
		if len(cell) == 0 {
			if f.Number {
				c.Ints[n] = MissingInt
			} else {
				c.Codes[n] = Missing
			}
			if f.Required {
				line, column := rec.column(i)
				r.errorf("tracker-value", line, column, "write "+expected(f), "%q is empty", f.Name)
				sound = false
			}
			continue
		}
		if f.Number {
			value, ok := wholeNumber(cell)
			if ok && value >= f.Min && value <= f.Max {
				c.Ints[n] = int16(value)
				continue
			}
			line, column := rec.column(i)
			r.badNumber(line, column, f, string(cell), ok)
		} else {
			code, ok := f.codes[string(cell)]
			if ok {
				c.Codes[n] = code
				continue
			}
			line, column := rec.column(i)
			r.badWord(line, column, f, string(cell))
		}
		sound = false
	}
	return sound
}

// wholeNumber reads a number that is written in its only way: "0", "12", "-3"; not "+1", "01", "1.0".
func wholeNumber(cell []byte) (int, bool) {
	digits, sign := cell, 1
	if len(digits) > 1 && digits[0] == '-' && digits[1] != '0' {
		digits, sign = digits[1:], -1
	}
	if len(digits) == 0 || len(digits) > 4 || digits[0] == '0' && len(digits) > 1 {
		return 0, false
	}
	n := 0
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return sign * n, true
}

// nothings are ways in which people write that there is no number.
var nothings = []string{"n/a", "na", "null", "none", "nil", "-", "unknown", "not known", "#n/a", "nan"}

func (r *fileReader) badNumber(line, column int, f *Field, cell string, whole bool) {
	shape := looksLike(cell)
	switch {
	case slices.Contains(nothings, strings.ToLower(strings.TrimSpace(cell))):
		r.errorf("tracker-number", line, column, "leave the cell empty, or write "+expected(f), "%q holds %q, which is not a number", f.Name, cell)
	case shape != "":
		r.masked(line, column, f, shape)
	case whole:
		r.errorf("tracker-number", line, column, "write "+expected(f), "%q is %s, which is outside its limits", f.Name, cell)
	default:
		r.errorf("tracker-number", line, column, "write "+expected(f)+", without sign, point or leading zero", "%q is %q, which is not a whole number", f.Name, cell)
	}
}

func (r *fileReader) badWord(line, column int, f *Field, cell string) {
	shape := looksLike(cell)
	meant := ""
	if shape == "a name or a note" {
		meant = misspelt(cell, f.Values)
	}
	switch {
	case meant != "":
		r.errorf("tracker-value", line, column, fmt.Sprintf("write %q", meant), "%q holds %q, which is not one of its values", f.Name, cell)
	case shape != "":
		r.masked(line, column, f, shape)
	default:
		r.errorf("tracker-value", line, column, "write "+expected(f), "%q holds %q, which is not one of its values", f.Name, cell)
	}
}

func (r *fileReader) masked(line, column int, f *Field, shape string) {
	r.errorf("personal-data", line, column, "look at the place in the file; write "+expected(f), "%q holds a value that looks like %s, so it is not repeated here", f.Name, shape)
}

// expected says what a cell may hold.
func expected(f *Field) string {
	if f.Number {
		return fmt.Sprintf("a whole number from %d to %d", f.Min, f.Max)
	}
	if len(f.Values) == 1 {
		return f.Values[0]
	}
	last := len(f.Values) - 1
	return strings.Join(f.Values[:last], ", ") + " or " + f.Values[last]
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
