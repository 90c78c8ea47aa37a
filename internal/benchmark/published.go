package benchmark

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// sheet is a published CSV file: a heading, and rows that all have a cell for each column.
type sheet struct {
	file   string
	header []string
	rows   [][]string
	lines  []int // of each row
}

// mostFindings are reported of one file: what is wrong in one row is often wrong in all.
const mostFindings = 20

// openSheet reads a file as published. What cannot be read at all is a finding, and the result is nil.
func openSheet(file string, src []byte, findings *diag.List) *sheet {
	fail := func(line int, hint, format string, args ...any) *sheet {
		findings.Errorf("benchmark", file, line, 0, hint, format, args...)
		return nil
	}
	const download = "download the data file as CSV once more"
	switch {
	case len(bytes.TrimSpace(bytes.TrimPrefix(src, []byte("\ufeff")))) == 0:
		return fail(0, download, "the file is empty")
	case bytes.HasPrefix(src, []byte("PK\x03\x04")):
		return fail(0, "unpack it and name the CSV file that it holds, or save the workbook's sheet as CSV", "this is a zip file or a workbook, not a CSV file")
	case bytes.HasPrefix(src, []byte("\xff\xfe")), bytes.HasPrefix(src, []byte("\xfe\xff")), bytes.IndexByte(src, 0) >= 0:
		return fail(0, "save it as \"CSV UTF-8\"", "the text is written as UTF-16, not as UTF-8")
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if !utf8.Valid(src) {
		line := 1
		for rest := src; len(rest) > 0; {
			r, size := utf8.DecodeRune(rest)
			if r == utf8.RuneError && size == 1 {
				break
			}
			if r == '\n' {
				line++
			}
			rest = rest[size:]
		}
		return fail(line, "save it as \"CSV UTF-8\"", "the text is not UTF-8")
	}
	r := csv.NewReader(bytes.NewReader(src))
	out := &sheet{file: file}
	for {
		cells, err := r.Read()
		var bad *csv.ParseError
		switch {
		case err == io.EOF && len(out.rows) == 0:
			return fail(1, download, "the file has a heading and no rows")
		case err == io.EOF:
			return out
		case errors.As(err, &bad) && errors.Is(bad.Err, csv.ErrFieldCount):
			return fail(bad.Line, download, "the row has %d cells where the heading has %d", len(cells), len(out.header))
		case errors.As(err, &bad):
			return fail(bad.Line, download, "%v", bad.Err)
		case err != nil:
			return fail(0, download, "cannot read it: %v", err)
		}
		line, _ := r.FieldPos(0)
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if out.header == nil {
			seen := map[string]bool{}
			for i, name := range cells {
				cells[i] = strings.ToLower(name)
				if seen[cells[i]] || cells[i] == "" {
					return fail(line, download, "the heading has two columns of the name %s", quote(name))
				}
				seen[cells[i]] = true
			}
			out.header = cells
			continue
		}
		out.rows, out.lines = append(out.rows, cells), append(out.lines, line)
	}
}

// column finds a column by any of its names; -1 when there is none.
func (s *sheet) column(names ...string) int {
	for _, name := range names {
		if i := slices.Index(s.header, name); i >= 0 {
			return i
		}
	}
	return -1
}

// kindOf tells files apart by their columns.
func (s *sheet) kindOf(findings *diag.List) *kind {
	var known []string
	for i := range kinds {
		fits := true
		for _, names := range kinds[i].marks {
			fits = fits && s.column(names...) >= 0
		}
		if fits {
			return &kinds[i]
		}
		known = append(known, kinds[i].title+" (column "+kinds[i].marks[0][0]+")")
	}
	known = append(known, "Statistical neighbours (columns SN_1 to SN_10)")
	findings.Errorf("benchmark", s.file, 1, 0, "files that can be read: "+strings.Join(known, "; "), "the columns are those of no file that is known: %s", quote(strings.Join(s.header, ",")))
	return nil
}

// row is one row of a published file, read.
type row struct {
	line                     int
	year                     int
	level                    string
	code, area               string
	laCode                   string
	regionCode, region       string
	group, category          string
	value, part, base        Value
	hasPart, hasBase, wanted bool
}

// area columns that every file has; the others depend on what levels it has.
var needed = []string{"time_period", "time_identifier", "geographic_level", "country_code", "country_name"}

// read reads every row: a file is used whole or not at all.
func (k *kind) read(s *sheet, findings *diag.List) (rows []row, used map[string]string) {
	used = map[string]string{}
	missing := false
	find := func(ours string, names []string, must bool) int {
		if names == nil {
			return -1
		}
		at := s.column(names...)
		if at >= 0 {
			used[ours] = s.header[at]
		} else if must {
			missing = true
			near := site.DidYouMean(names[0], s.header, "download the data file as CSV once more, and leave its columns as they are")
			findings.Errorf("benchmark", s.file, 1, 0, near, "the column %s is missing", strings.Join(names, " or "))
		}
		return at
	}
	at := map[string]int{}
	for _, name := range needed {
		at[name] = find(name, []string{name}, true)
	}
	for _, name := range []string{"region_code", "region_name", "old_la_code", "la_name", "new_la_code"} {
		at[name] = s.column(name)
	}
	group, category := find("group", k.group, true), find("category", k.category, true)
	value, part, base := find("value", k.value, true), find("part", k.part, true), find("base", k.base, false)
	if missing {
		return nil, nil
	}
	for _, name := range needed {
		delete(used, name) // they have the same name in every file
	}

	wrong := 0
	seen := map[string]int{}
	for i, cells := range s.rows {
		fail := func(hint, format string, args ...any) {
			if wrong++; wrong <= mostFindings {
				findings.Errorf("benchmark", s.file, s.lines[i], 0, hint, format, args...)
			}
		}
		cell := func(n int) string {
			if n < 0 {
				return ""
			}
			return cells[n]
		}
		r := row{line: s.lines[i], group: cell(group), category: cell(category), hasPart: part >= 0, hasBase: base >= 0,
			laCode: cell(at["old_la_code"]), regionCode: cell(at["region_code"]), region: cell(at["region_name"])}
		before := wrong
		year, err := strconv.Atoi(cell(at["time_period"]))
		if r.year = year; err != nil || !validYear(year) {
			fail("the year is four digits, and means the one that ends on 31 March", "time_period holds %s", quote(cell(at["time_period"])))
		}
		if id := cell(at["time_identifier"]); id != "Reporting year" {
			fail("only files by Reporting year can be read", "time_identifier holds %s", quote(id))
		}
		r.level = publishedLevels[cell(at["geographic_level"])]
		switch r.level {
		case National:
			r.code, r.area = cell(at["country_code"]), cell(at["country_name"])
		case Regional:
			r.code, r.area = r.regionCode, r.region
		case Authority:
			r.code, r.area = cell(at["new_la_code"]), cell(at["la_name"])
			if !laCode.MatchString(r.laCode) {
				fail("the old code of an authority is three digits", "old_la_code holds %s", quote(r.laCode))
			}
		default:
			fail("a level is National, Regional or Local authority", "geographic_level holds %s", quote(cell(at["geographic_level"])))
		}
		if r.level != "" && (r.area == "" || !areaCode.MatchString(r.code)) {
			fail("download the data file as CSV once more", "the area has no name, or its code is %s", quote(r.code))
		}
		read := func(into *Value, n int, parse func(string) (Value, error)) {
			if n < 0 {
				return
			}
			v, err := parse(cells[n])
			if err != nil {
				what, todo, _ := strings.Cut(err.Error(), ": ")
				fail(todo, "%s %s", s.header[n], what)
			}
			*into = v
		}
		parse := k.parse
		if !k.wants(r) {
			parse = parseAnything // other lines of the file may hold other things than this measure
		}
		read(&r.value, value, parse)
		read(&r.part, part, parseValue)
		read(&r.base, base, parseValue)
		if n, ok := r.value.Number(); ok && strings.Contains(s.header[value], "percent") && n > 100 {
			fail("check that the columns are in their places", "%s holds %s, more than all", s.header[value], r.value.CSV())
		}
		key := fmt.Sprint(r.year, "|", r.level, "|", r.regionCode, "|", r.laCode, "|", r.code, "|", folded(r.group), "|", folded(r.category))
		if first, twice := seen[key]; twice {
			fail("keep one of the two", "the row says the same as line %d: same year, area and group", first)
		}
		seen[key] = r.line
		if wrong == before {
			rows = append(rows, r)
		}
	}
	if wrong > mostFindings {
		findings.Errorf("benchmark", s.file, 0, 0, "mend those above first", "%d more of the same kind", wrong-mostFindings)
	}
	if wrong > 0 {
		return nil, nil
	}
	return rows, used
}

// wants says whether a row belongs to a measure that is kept.
func (k *kind) wants(r row) bool {
	return slices.ContainsFunc(k.measures, func(m published) bool {
		return same(r.group, m.group) && (same(r.category, m.category) || m.total != "" && same(r.category, m.total))
	})
}

// parseAnything reads cells of rows that are left aside.
func parseAnything(text string) (Value, error) {
	if v, err := parseValue(text); err == nil {
		return v, nil
	}
	return parseMonths(text)
}

// figures are the rows of the kept measures, with the counts behind them. Rows of areas that are not wanted are left out.
func (k *kind) figures(s *sheet, rows []row, release string, want func(row) bool, findings *diag.List) (out []Figure, aside []string) {
	place := func(r row) string { return fmt.Sprint(r.year, r.level, r.regionCode, "|", r.laCode) }
	bases := map[string]Value{}
	for _, m := range k.measures {
		if m.total == "" {
			continue
		}
		for _, r := range rows {
			if same(r.group, m.group) && same(r.category, m.total) {
				bases[place(r)+m.id] = r.part
			}
		}
	}
	other := map[string]bool{}
	found := map[string]int{}
	for _, r := range rows {
		if !k.wants(r) && (k.id != "adoption-stages" || same(r.group, "Total")) {
			other[strings.TrimSpace(r.group+" "+r.category)] = true
		}
		for _, m := range k.measures {
			if !same(r.group, m.group) || !same(r.category, m.category) {
				continue
			}
			found[m.id]++
			f := Figure{Measure: m.id, Level: r.level, Year: r.year, Code: r.code, LACode: r.laCode, Area: r.area, Value: r.value, Part: r.part, Base: r.base, Release: release}
			if m.total != "" {
				f.Base = bases[place(r)+m.id]
			}
			if low, high, ok := possible(f, m.meaning.Unit); ok && (f.Value.number < low || f.Value.number > high) {
				findings.Warnf("benchmark", s.file, r.line, 0, "check that the columns are in their places", "%s is %s, which does not agree with its counts, %s of %s", f.Area, f.Value.Text(m.meaning.Unit), f.Part.CSV(), f.Base.CSV())
			}
			if want(r) {
				out = append(out, f)
			}
		}
	}
	for _, m := range k.measures {
		if found[m.id] == 0 {
			findings.Errorf("benchmark", s.file, 0, 0, "the file may word it in another way now: "+strings.Join(site.SortedIDs(other), "; "),
				"there is no row for %s", quote(strings.TrimSpace(m.group+" "+m.category)))
		}
	}
	return out, slices.Sorted(maps.Keys(other))
}

// possible is the range that a published percentage or rate can have when its counts are rounded to the nearest 10 and
// itself to a whole number.
func possible(f Figure, unit string) (low, high float64, ok bool) {
	part, a := f.Part.Number()
	base, b := f.Base.Number()
	_, c := f.Value.Number()
	times := map[string]float64{UnitPercent: 100, UnitRate: 10000}[unit]
	if !a || !b || !c || base <= 10 || times == 0 {
		return 0, 0, false
	}
	round := 0.0
	if f.Level != Authority {
		round = 5
	}
	return times*(part-round)/(base+round) - 0.51, times*(part+round)/(base-round) + 0.51, true
}

// rounding reads off the file how counts are rounded at each level.
func rounding(rows []row) map[string]int {
	out := map[string]int{}
	for _, r := range rows {
		n, ok := r.part.Count()
		if !ok {
			continue
		}
		if _, known := out[r.level]; !known {
			out[r.level] = 10
		}
		for n%out[r.level] != 0 {
			out[r.level] = map[int]int{10: 5, 5: 1}[out[r.level]]
		}
	}
	return out
}
