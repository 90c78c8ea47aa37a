package tracker

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"waymark/internal/diag"
)

// LogName is the file of an authority's service log, beside the folder of its period files.
const LogName = "service-log.csv"

// LogColumns are the columns of a service log, in their order. The file is described for other tools in
// data/common/service-log.schema.json, and a test compares the two.
var LogColumns = []string{"period", "measure", "due", "done"}

// LogMeasures are what a service log counts. None is about a child.
var LogMeasures = []string{"tracking-meetings", "staff-trained"}

// LogMost is the largest count a log may hold.
const LogMost = 9999

// LogEntry is a row of the service log: of so many that were due in a period, so many were done. It counts meetings
// or members of staff, never children, and so is no part of a Store's columns.
type LogEntry struct {
	Period    Period
	Measure   string
	Due, Done int
	Line      int
}

// Log is the service log of the authority, in the order of measure and period; nil when there is none.
func (s *Store) Log() []LogEntry { return slices.Clone(s.log) }

// readLog reads the service log, if there is one. periods are those of the period files: an entry for a period of the
// other length could not be shown beside them.
func readLog(fsys fs.FS, dir string, periods []Period) ([]LogEntry, []diag.Finding) {
	src, err := fs.ReadFile(fsys, LogName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var found diag.List
	file := path.Join(dir, LogName)
	if err != nil {
		found.Errorf("service-log", file, 0, 0, "check that it may be read", "the file cannot be read: %s", plainPathError(err))
		return nil, found.Sorted()
	}
	return ReadLog(file, src, periods)
}

// ReadLog reads the text of a service log. A row that cannot be as it is written is a finding with its line, and is
// left out.
func ReadLog(file string, src []byte, periods []Period) ([]LogEntry, []diag.Finding) {
	var found diag.List
	fail := func(line, column int, hint, format string, args ...any) {
		found.Errorf("service-log", file, line, column, hint, format, args...)
	}
	src = bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(src) || bytes.IndexByte(src, 0) >= 0 {
		fail(1, 0, "save the file as UTF-8", "the file is no UTF-8 text")
		return nil, found.Sorted()
	}
	in := csv.NewReader(bytes.NewReader(src))
	in.FieldsPerRecord = -1
	head, err := in.Read()
	if err != nil || !slices.Equal(head, LogColumns) {
		fail(1, 1, "begin the file with that line, and keep names, days and remarks out of it", "a service log has the columns %s, in that order and no other", strings.Join(LogColumns, ","))
		return nil, found.Sorted()
	}
	type key struct {
		period  Period
		measure string
	}
	seen := map[key]int{}
	var out []LogEntry
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		var syntax *csv.ParseError
		if errors.As(err, &syntax) {
			fail(syntax.Line, syntax.Column, "part the cells by commas; quotation marks are not needed", "the row cannot be read as CSV, and none after it")
			break
		}
		line, _ := in.FieldPos(0)
		if len(cells) != len(LogColumns) {
			fail(line, 0, "fill in period, measure, due and done", "the row has %d cells, and the header %d", len(cells), len(LogColumns))
			continue
		}
		e := LogEntry{Measure: cells[1], Line: line}
		ok := true
		wrong := func(i int, hint, format string, args ...any) {
			_, column := in.FieldPos(i)
			fail(line, column, hint, format, args...)
			ok = false
		}
		if e.Period, err = ParsePeriod(cells[0]); err != nil {
			wrong(0, "write 2026-Q2 for April to June 2026, or 2026-06 for June", "the period cannot be read")
		} else if len(periods) > 0 && periods[0].Monthly() != e.Period.Monthly() {
			wrong(0, "write periods of the same length as the tracker's files", "the tracker's files are of another length than this period")
		}
		if !slices.Contains(LogMeasures, e.Measure) {
			// What stands there may be anything, so it is not repeated.
			wrong(1, "write one of: "+strings.Join(LogMeasures, ", "), "this is no measure of a service log")
		}
		count := func(i int) int {
			n, err := strconv.Atoi(cells[i])
			if err != nil || n < 0 || n > LogMost || strconv.Itoa(n) != cells[i] {
				wrong(i, fmt.Sprintf("write a whole number from 0 to %d", LogMost), "%s is no count", LogColumns[i])
			}
			return n
		}
		if e.Due, e.Done = count(2), count(3); ok && e.Done > e.Due {
			wrong(3, "done counts those of due that took place; raise due, or lower done", "more is done than was due")
		}
		if !ok {
			continue
		}
		if first, twice := seen[key{e.Period, e.Measure}]; twice {
			wrong(0, "keep one of the two rows", "this period and measure are in line %d already", first)
			continue
		}
		seen[key{e.Period, e.Measure}] = line
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b LogEntry) int {
		if c := strings.Compare(a.Measure, b.Measure); c != 0 {
			return c
		}
		return a.Period.Compare(b.Period)
	})
	return out, found.Sorted()
}
