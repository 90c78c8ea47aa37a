package build

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"waymark/internal/diag"
	"waymark/internal/disclose"
	"waymark/internal/download"
	"waymark/internal/output"
	"waymark/internal/site"
)

// After a site is made, every download with figures is read again as a stranger would read it, and each figure in it is compared with
// what the gate decided. A hidden count with a number is D03: an error, so that nothing is published.
//
// Every kind of file below data/ has a reader in this list; a file that no reader knows is an error too. Who adds a kind of download
// adds its reader here. A reader must not call the code that wrote the file.
var readers = []reader{
	{reads: isDownload, compare: download.Differences},
	{reads: isListOfPages, read: func(string, []byte) ([]publishedFigure, error) { return nil, nil }},
	{reads: func(name string) bool { return path.Dir(name) == "data" && path.Ext(name) == ".csv" }, read: readCSV},
	{reads: func(name string) bool { return name == manifestPath }, read: readManifest},
	{reads: func(name string) bool { return path.Ext(name) == ".html" }, read: readLiveCharts},
	// A picture says its figures by where its lines are. It is drawn from the option that the page holds too, which is read there.
	{reads: func(name string) bool { return path.Dir(name) == "data" && path.Ext(name) == ".svg" }, read: func(string, []byte) ([]publishedFigure, error) { return nil, nil }},
}

const (
	manifestPath    = "data/published.json"
	checkDisclosure = "disclosure"
)

// reader reads the figures of one kind of file; reads says which files are of the kind, by their path below the site. One that has a comparison
// of its own says in sentences what a file shows otherwise than what is released.
type reader struct {
	reads   func(name string) bool
	read    func(name string, data []byte) ([]publishedFigure, error)
	compare func(f download.File, tables []download.Table) []string
}

// isDownload says whether a file holds all figures at once, in one of the forms of package download.
func isDownload(name string) bool {
	switch strings.TrimPrefix(name, downloadsFolder) {
	case download.ArchiveName, download.WorkbookName, download.StandardName + ".csv", download.StandardName + ".meta.csv":
		return true
	}
	return false
}

// isListOfPages says whether a file lists pages. It is made from front matter and holds no figure about children.
func isListOfPages(name string) bool { return name == "data/pages.csv" || name == "data/pages.json" }

// place is where a figure belongs. It names a column of a released table and a row of it.
type place struct {
	table    string // "<indicator>", or "<indicator>/<dimension>"
	period   string // "2026-Q2", or "2025-Q3/2026-Q2" for a window; of a point "#0" for the first in time
	category string // id; "" for all; "a*b" in a two-way table
	field    string // base, part, percent, children, median, lower_quartile, upper_quartile; or point, in a chart over time
}

// publishedFigure is one figure as it was read: a number, "0-5" for a range, or a mark.
type publishedFigure struct {
	place
	text string
}

// readBack keeps what was written below data/ until the site is whole.
type readBack struct {
	sink output.Sink
	mu   sync.Mutex
	kept map[string][]byte
}

func (r *readBack) Write(name string, data []byte) error {
	if strings.HasPrefix(name, "data/") || path.Ext(name) == ".html" && bytes.Contains(data, liveStart) {
		r.mu.Lock()
		r.kept[name] = bytes.Clone(data)
		r.mu.Unlock()
	}
	return r.sink.Write(name, data)
}

// check compares all that was kept with what is released. Files that an author put there are not the build's.
func (r *readBack) check(s *site.Site, released disclose.Released, written func(name string) bool, findings *diag.List) {
	want, tables := protectedOf(released), download.Tables(s, released)
	const hint = "this is a fault of the program: please report it, and publish nothing until it is mended"
	r.unpack()
	for _, name := range site.SortedIDs(r.kept) {
		if written(name) {
			continue
		}
		plain := strings.TrimSuffix(name, insideArchive)
		i := slices.IndexFunc(readers, func(r reader) bool { return r.reads(plain) })
		if i < 0 {
			findings.Errorf(checkDisclosure, site.ConfigName, 0, 0, hint, "%s: the figures in %s are not read back: there is no reader for it", s.ID, name)
			continue
		}
		if compare := readers[i].compare; compare != nil {
			for _, words := range compare(download.File{Name: path.Base(plain), Data: r.kept[name]}, tables) {
				findings.Errorf(checkDisclosure, site.ConfigName, 0, 0, hint, "D03 %s/%s: %s", s.ID, name, words)
			}
			continue
		}
		figures, err := readers[i].read(plain, r.kept[name])
		if err != nil {
			findings.Errorf(checkDisclosure, site.ConfigName, 0, 0, hint, "%s: %s cannot be read back: %v", s.ID, name, err)
			continue
		}
		for _, f := range figures {
			if m, ok := want.fault(s.ID+"/"+name, f); ok {
				findings.Errorf(checkDisclosure, site.ConfigName, 0, 0, hint, "%s %s", m.Code, m.Text)
			}
		}
	}
}

// unpack puts the files of archives beside those of the site, so that each is read. Texts that explain an archive hold no figures.
func (r *readBack) unpack() {
	for _, name := range site.SortedIDs(r.kept) {
		if path.Ext(name) != ".zip" {
			continue
		}
		files, err := zip.NewReader(bytes.NewReader(r.kept[name]), int64(len(r.kept[name])))
		if err != nil {
			continue // its own reader says so
		}
		for _, f := range files.File {
			in, err := f.Open()
			if err != nil {
				continue
			}
			data, err := io.ReadAll(in)
			in.Close()
			if err == nil && !f.FileInfo().IsDir() && path.Ext(f.Name) != ".txt" && path.Ext(f.Name) != ".md" {
				r.kept[downloadsFolder+path.Base(f.Name)+insideArchive] = data
			}
		}
	}
}

// insideArchive marks the name of a file that was found in an archive.
const insideArchive = " (in an archive)"

// protected is what the gate decided, by place; and by count, since a count that is hidden in one table is hidden in all.
type protected struct {
	values map[place]disclose.Value
	counts map[place]string          // the count behind a place: "in_care 2026-Q2 age-band=under-5"
	hidden map[string]disclose.Value // counts that are hidden somewhere
}

func protectedOf(released disclose.Released) protected {
	out := protected{map[place]disclose.Value{}, map[place]string{}, map[string]disclose.Value{}}
	for _, t := range released.Tables() {
		base, part := t.Populations()
		id := t.Indicator()
		if t.Dimension() != "" {
			id += "/" + t.Dimension()
		}
		rows := t.Rows()
		slices.SortStableFunc(rows, func(a, b disclose.Row) int { return strings.Compare(a.To, b.To) })
		for n, row := range rows {
			period := row.To
			if row.From != row.To {
				period = row.From + "/" + row.To
			}
			put := func(field, population string, v disclose.Value) {
				at := place{id, period, row.Category, field}
				out.values[at] = v
				key := population + " " + strings.Replace(period, "/", "..", 1)
				if row.Category != "" {
					key += " " + t.Dimension() + "=" + row.Category
				}
				out.counts[at] = key
				if _, shown := v.Number(); !shown && population != "" && (field == "base" || field == "part" || field == "children") {
					out.hidden[key] = v
				}
			}
			put("base", base, row.Base)
			put("part", part, row.Part)
			put("percent", part, row.Percent)
			put("children", base+"/children", row.Children)
			put("median", base, row.Median)
			put("lower_quartile", base, row.LowerQuartile)
			put("upper_quartile", base, row.UpperQuartile)
			if t.Dimension() == "" {
				at := place{table: id, period: fmt.Sprintf("#%d", n), field: "point"}
				out.values[at], out.counts[at] = row.Percent, out.counts[place{id, period, "", "part"}]
				if t.Measure() == site.MeasureMedian {
					out.values[at] = row.Median
				}
			}
		}
	}
	return out
}

// fault is what is wrong with a figure that a finished file shows; false when nothing is.
func (p protected) fault(file string, f publishedFigure) (disclose.Message, bool) {
	v, known := p.values[f.place]
	key := p.counts[f.place]
	if !known {
		return disclose.ShownMessage(file, fmt.Sprintf("%s of %s in %s, %q, which was not released", f.field, f.table, f.period, f.category)), true
	}
	want := []string{v.CSV()}
	if low, high, ok := v.Range(); ok {
		want = append(want, fmt.Sprintf("%d-%d", low, high))
	}
	_, numeric := v.Number()
	if f.field == "point" && !numeric {
		want = []string{"-"}
	}
	if h, ok := p.hidden[key]; ok && numeric && h.Mark() == "c" && (f.field == "base" || f.field == "part" || f.field == "children") {
		return disclose.ShownMessage(file, key), true // hidden in another table
	}
	if !slices.Contains(want, f.text) {
		return disclose.ShownMessage(file, key+" ("+f.field+")"), true
	}
	return disclose.Message{}, false
}

// readCSV reads "<indicator>.csv" and "<indicator>-by-<dimension>.csv". What it is about is said by its columns.
func readCSV(name string, data []byte) ([]publishedFigure, error) {
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(records) == 0 || len(records[0]) < 2 || records[0][0] != "time_period" {
		return nil, fmt.Errorf("it has no time_period")
	}
	head := records[0]
	table, from := strings.TrimSuffix(path.Base(name), ".csv"), 1
	if head[1] != "base" {
		from = 2
		indicator, ok := strings.CutSuffix(table, "-by-"+head[1])
		if !ok {
			return nil, fmt.Errorf("its name does not end in %s", head[1])
		}
		table = indicator + "/" + head[1]
	}
	var out []publishedFigure
	for _, row := range records[1:] {
		category := ""
		if from == 2 && row[1] != "total" {
			category = row[1]
		}
		for i := from; i < len(head); i++ {
			if head[i] != "unit" && head[i] != "break" { // words
				out = append(out, publishedFigure{place{table, row[0], category, head[i]}, row[i]})
			}
		}
	}
	return out, nil
}

// readManifest reads data/published.json.
func readManifest(_ string, data []byte) ([]publishedFigure, error) {
	var m struct {
		Tables []struct {
			Indicator string
			Dims      []string
			Window    []string
			Cells     []map[string]json.RawMessage
		}
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, err
	}
	var out []publishedFigure
	for _, t := range m.Tables {
		if len(t.Window) == 0 {
			return nil, fmt.Errorf("a table of %s has no window", t.Indicator)
		}
		at := place{table: t.Indicator, period: t.Window[0]}
		if len(t.Dims) > 0 {
			at.table += "/" + strings.Join(t.Dims, "*")
		}
		if last := t.Window[len(t.Window)-1]; last != at.period {
			at.period += "/" + last
		}
		for _, cell := range t.Cells {
			var where map[string]string
			if err := json.Unmarshal(cell["at"], &where); err != nil {
				return nil, fmt.Errorf("at: %w", err)
			}
			at.category = ""
			if len(where) > 0 {
				categories := make([]string, len(t.Dims))
				for i, d := range t.Dims {
					categories[i] = where[d]
				}
				at.category = strings.Join(categories, "*")
			}
			for _, field := range site.SortedIDs(cell) {
				if field == "at" {
					continue
				}
				text, err := figureText(cell[field])
				if err != nil {
					return nil, fmt.Errorf("%s: %w", field, err)
				}
				at.field = field
				out = append(out, publishedFigure{at, text})
			}
		}
	}
	return out, nil
}

// figureText reads a figure of the manifest: a number, a mark, a range of counts, one end of a range of percentages, or a duration.
func figureText(raw json.RawMessage) (string, error) {
	var n int
	if json.Unmarshal(raw, &n) == nil {
		return strconv.Itoa(n), nil
	}
	var mark string
	if json.Unmarshal(raw, &mark) == nil {
		return mark, nil
	}
	var o struct{ Low, High, Value *int }
	if err := json.Unmarshal(raw, &o); err != nil {
		return "", err
	}
	switch {
	case o.Value != nil:
		return strconv.Itoa(*o.Value), nil
	case o.Low != nil && o.High != nil:
		return fmt.Sprintf("%d-%d", *o.Low, *o.High), nil
	case o.High != nil:
		return fmt.Sprintf("0-%d", *o.High), nil
	case o.Low != nil:
		return fmt.Sprintf("%d-100", *o.Low), nil
	}
	return "", fmt.Errorf("%s is no figure", raw)
}
