package benchmark

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// Source is the sidecar of a file of figures: where they come from, what they mean, and what was taken over.
type Source struct {
	ID        string              `yaml:"-"`
	File      string              `yaml:"-"` // of the sidecar, as findings name it
	Title     string              `yaml:"title"`
	Publisher string              `yaml:"publisher"`
	URL       string              `yaml:"url"`
	Licence   string              `yaml:"licence"`
	Release   string              `yaml:"release"`  // the newest
	Rounding  map[string]int      `yaml:"rounding"` // of counts, by level: to the nearest so many; 1 when they are exact
	Footnotes []string            `yaml:"footnotes"`
	Measures  map[string]*Measure `yaml:"measures"`
	Imports   []Imported          `yaml:"imports"` // oldest release first
}

// Measure is what one line of published figures means.
type Measure struct {
	ID        string  `yaml:"-"`
	Source    *Source `yaml:"-"`
	Title     string  `yaml:"title"`
	Of        string  `yaml:"of"`        // whom it counts, in words
	Unit      string  `yaml:"unit"`      // UnitPercent, UnitRate or UnitMonths
	Statistic string  `yaml:"statistic"` // "share", "rate" or "mean"
	Counted   string  `yaml:"counted"`   // "day": counted on 31 March; "year": over the year to 31 March
	Months    int     `yaml:"months"`    // how far it looks back; 0 for a count on the day
	Subject   string  `yaml:"subject"`   // "carer" or "placement": what must stay the same or change; "" for neither
}

// Imported says what was taken over from which file.
type Imported struct {
	File    string            `yaml:"file"`   // name, as published
	SHA256  string            `yaml:"sha256"` // of that file
	Release string            `yaml:"release"`
	By      string            `yaml:"by"`      // id of the role that answers for it
	For     []string          `yaml:"for"`     // ids of sites
	Columns map[string]string `yaml:"columns"` // ours: theirs
}

// Figure is one published figure of one area.
type Figure struct {
	Measure, Level string
	Year           int    // the one that ends on 31 March
	Code           string // E92000001, E13000002, E09000024
	LACode         string // 315: of authorities only. It stays when an authority is given a new Code
	Area           string
	Value          Value // in the measure's unit
	Part, Base     Value // the counts behind it, where they are published
	Release        string
}

// columns of our layout, in order.
var columns = []string{"measure", "year", "level", "code", "la_code", "area", "value", "part", "base", "release"}

// key tells figures apart. Authorities go by the code that stays.
func (f Figure) key() string {
	return fmt.Sprintf("%s|%d|%d|%s", f.Measure, f.Year, slices.Index(levels, f.Level), cmp.Or(f.LACode, f.Code))
}

func sortFigures(figures []Figure) {
	slices.SortFunc(figures, func(a, b Figure) int {
		return cmp.Or(cmp.Compare(a.Measure, b.Measure), cmp.Compare(a.Year, b.Year),
			cmp.Compare(slices.Index(levels, a.Level), slices.Index(levels, b.Level)), cmp.Compare(cmp.Or(a.LACode, a.Code), cmp.Or(b.LACode, b.Code)))
	})
}

// writeFigures is the CSV of figures, sorted.
func writeFigures(figures []Figure) []byte {
	figures = slices.Clone(figures)
	sortFigures(figures)
	rows := [][]string{columns}
	for _, f := range figures {
		rows = append(rows, []string{f.Measure, strconv.Itoa(f.Year), f.Level, f.Code, f.LACode, f.Area, f.Value.CSV(), f.Part.CSV(), f.Base.CSV(), f.Release})
	}
	return writeCSV(rows)
}

func writeCSV(rows [][]string) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.WriteAll(rows) // a bytes.Buffer does not fail
	return out.Bytes()
}

var (
	areaCode = regexp.MustCompile(`^[EKNSW][0-9]{8}$`)
	laCode   = regexp.MustCompile(`^[0-9]{3}$`)
)

// readFigures reads our CSV back. Whatever is wrong is a finding, and its line is left out.
func readFigures(file string, src []byte, measures map[string]*Measure, findings *diag.List) []Figure {
	var out []Figure
	seen := map[string]bool{}
	readTable(file, src, columns, findings, func(line int, row []string) {
		fail := func(hint, format string, args ...any) {
			findings.Errorf("benchmark", file, line, 0, hint, format, args...)
		}
		f := Figure{Measure: row[0], Level: row[2], Code: row[3], LACode: row[4], Area: row[5], Release: row[9]}
		var err error
		if f.Year, err = strconv.Atoi(row[1]); err != nil || !validYear(f.Year) {
			fail("year is the one that ends on 31 March, in four digits", "year holds %s", quote(row[1]))
			return
		}
		measure := measures[f.Measure]
		if measure == nil {
			fail(site.DidYouMean(f.Measure, site.SortedIDs(measures), "add it to the measures of the sidecar"), "there is no measure %s in the sidecar", quote(f.Measure))
			return
		}
		if !slices.Contains(levels, f.Level) || f.Area == "" || !areaCode.MatchString(f.Code) || (f.Level == Authority) != laCode.MatchString(f.LACode) || f.Release == "" {
			fail("import the published file again with `waymark benchmarks import`", "level, code, la_code, area or release is missing, or they do not fit each other")
			return
		}
		for i, into := range []*Value{&f.Value, &f.Part, &f.Base} {
			text := row[6+i]
			if text == "" && i > 0 {
				continue // not published
			}
			if *into, err = parseValue(text); err != nil {
				fail("import the published file again with `waymark benchmarks import`", "%s %v", columns[6+i], err)
				return
			}
		}
		if n, ok := f.Value.Number(); ok && measure.Unit == UnitPercent && n > 100 {
			fail("import the published file again with `waymark benchmarks import`", "value is %s per cent, more than all", row[6])
			return
		}
		if seen[f.key()] {
			fail("keep one of the two lines", "%s has two figures for %s in %d", f.Area, f.Measure, f.Year)
			return
		}
		seen[f.key()] = true
		out = append(out, f)
	})
	return out
}

func validYear(year int) bool { return year >= 1990 && year <= 2100 }

// readTable reads a CSV with known columns and gives its rows with their lines.
func readTable(file string, src []byte, header []string, findings *diag.List, row func(line int, cells []string)) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(src, []byte("\ufeff"))))
	r.FieldsPerRecord = len(header)
	want := "the first line is " + strings.Join(header, ",")
	for first := true; ; first = false {
		cells, err := r.Read()
		if err == io.EOF && !first {
			return
		}
		var bad *csv.ParseError
		switch {
		case errors.As(err, &bad):
			findings.Errorf("benchmark", file, bad.Line, 0, want, "%v", bad.Err)
			return
		case first && (err == io.EOF || !slices.Equal(cells, header)):
			findings.Errorf("benchmark", file, 1, 0, want, "the columns are not the expected ones")
			return
		case err != nil:
			findings.Errorf("benchmark", file, 0, 0, "check that the file can be read", "cannot read it: %v", err)
			return
		case !first:
			line, _ := r.FieldPos(0)
			row(line, cells)
		}
	}
}

// write is the sidecar as YAML. Strings are written as JSON, which YAML can read whatever they hold.
func (s *Source) write() []byte {
	var b bytes.Buffer
	b.WriteString("# Written by `waymark benchmarks import`. These figures are published and real, unlike those of a demonstration.\n")
	field := func(indent, name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s%s: %s\n", indent, name, quoted(value))
		}
	}
	field("", "title", s.Title)
	field("", "publisher", s.Publisher)
	field("", "url", s.URL)
	field("", "licence", s.Licence)
	field("", "release", s.Release)
	if len(s.Rounding) > 0 {
		b.WriteString("rounding: # of counts, to the nearest so many; 1 when they are exact\n")
		for _, level := range levels {
			if n, ok := s.Rounding[level]; ok {
				fmt.Fprintf(&b, "  %s: %d\n", level, n)
			}
		}
	}
	if len(s.Footnotes) > 0 {
		b.WriteString("footnotes:\n")
	}
	for _, note := range s.Footnotes {
		fmt.Fprintf(&b, "  - %s\n", quoted(note))
	}
	if len(s.Measures) > 0 {
		b.WriteString("measures:\n")
	}
	for _, id := range site.SortedIDs(s.Measures) {
		m := s.Measures[id]
		fmt.Fprintf(&b, "  %s:\n", id)
		field("    ", "title", m.Title)
		field("    ", "of", m.Of)
		field("    ", "unit", m.Unit)
		field("    ", "statistic", m.Statistic)
		field("    ", "counted", m.Counted)
		if m.Months > 0 {
			fmt.Fprintf(&b, "    months: %d\n", m.Months)
		}
		field("    ", "subject", m.Subject)
	}
	b.WriteString("imports:\n")
	for _, i := range s.Imports {
		fmt.Fprintf(&b, "  - file: %s\n", quoted(i.File))
		field("    ", "sha256", i.SHA256)
		field("    ", "release", i.Release)
		field("    ", "by", i.By)
		b.WriteString("    for:\n")
		for _, id := range i.For {
			fmt.Fprintf(&b, "      - %s\n", quoted(id))
		}
		b.WriteString("    columns: # ours: theirs\n")
		for _, ours := range slices.Sorted(maps.Keys(i.Columns)) {
			fmt.Fprintf(&b, "      %s: %s\n", ours, quoted(i.Columns[ours]))
		}
	}
	return b.Bytes()
}

func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.Encode(s) // a string always encodes
	return strings.TrimSuffix(b.String(), "\n")
}

// addImport puts an import beside earlier ones; one of the same file and release takes its place and its sites.
func (s *Source) addImport(i Imported) {
	for k, old := range s.Imports {
		if old.File == i.File && old.Release == i.Release {
			i.For = append(slices.Clone(i.For), old.For...)
			s.Imports = slices.Delete(s.Imports, k, k+1)
			break
		}
	}
	slices.Sort(i.For)
	i.For = slices.Compact(i.For)
	s.Imports = append(s.Imports, i)
	slices.SortFunc(s.Imports, func(a, b Imported) int { return cmp.Or(cmp.Compare(a.Release, b.Release), cmp.Compare(a.File, b.File)) })
}
