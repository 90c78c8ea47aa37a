package benchmark

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// Licence of what the Department for Education publishes.
const (
	licence   = "Open Government Licence v3.0"
	publisher = "Department for Education"
)

// Request is one file to import.
type Request struct {
	File    string            // as findings name it
	Source  []byte            // as published
	For     []*site.Site      // whose figures are kept
	There   map[string][]byte // what lies in the folder of benchmarks, by name
	Folder  string            // of it, as findings name it
	Release string            // "2025"; the newest year of the file when empty
	Model   int               // of statistical neighbours; from the file's name when 0
	By      string            // id of the role that answers for it
}

// Result is what an import would write. Files holds nothing when there was an error.
type Result struct {
	Files   map[string][]byte // by name, in the folder of benchmarks
	Summary Summary
}

// Summary says what an import did.
type Summary struct {
	Source         string // id: the names of the files
	Title          string
	Release        string
	From, To       int // years
	Rows           int // in the published file
	Kept           int // figures of this import
	Symbols        int // of them, values that are symbols
	Areas          int
	New, Changed   int      // beside what was there
	Older          int      // figures left as they were, because they come from a newer release
	Total          int      // figures in the file afterwards
	Aside          []string // groups of the file that are not kept
	NoNeighbours   []string // sites whose neighbours are not known
	NeighboursOnly bool     // it was a model of neighbours
}

// Import reads a published file and merges what is needed of it with what is there. It writes nothing, and is all or
// nothing: with an error among the findings there are no files. The same file twice gives the same bytes; a newer
// release wins over an older one in whichever order they come.
func Import(r Request, findings *diag.List) Result {
	var own diag.List
	defer func() { findings.Add(own.Sorted()...) }()
	sheet := openSheet(r.File, r.Source, &own)
	if sheet == nil {
		return Result{}
	}
	for _, s := range r.For {
		if s.LACode == "" || s.Code == "" {
			own.Errorf("benchmark", "data/"+s.ID+"/site.yaml", 0, 0, "add `code:`, such as E09000024, and `la_code:`, such as \"315\"", "the authority %s has no codes, so its figures cannot be found", s.ID)
		}
	}
	if errors, _ := own.Count(); errors > 0 {
		return Result{}
	}
	var result Result
	if sheet.isNeighbours() {
		result = importNeighbours(r, sheet, &own)
	} else if k := sheet.kindOf(&own); k != nil {
		result = importFigures(r, sheet, k, &own)
	}
	if errors, _ := own.Count(); errors > 0 {
		result.Files = nil
	}
	return result
}

// sidecar reads that of a source, if it is there.
func (r Request) sidecar(id string, findings *diag.List) *Source {
	src, ok := r.There[id+".yaml"]
	if !ok {
		return &Source{ID: id}
	}
	s := &Source{}
	site.DecodeYAML(path.Join(r.Folder, id+".yaml"), src, s, findings)
	s.ID = id
	return s
}

func (r Request) stamp(release string, columns map[string]string) Imported {
	sum := sha256.Sum256(r.Source)
	out := Imported{File: path.Base(r.File), SHA256: hex.EncodeToString(sum[:]), Release: release, By: r.By, Columns: columns}
	for _, s := range r.For {
		out.For = append(out.For, s.ID)
	}
	return out
}

func importFigures(r Request, sheet *sheet, k *kind, findings *diag.List) Result {
	rows, used := k.read(sheet, findings)
	if rows == nil {
		return Result{}
	}
	out := Summary{Source: k.id, Title: k.title, Rows: len(rows), From: rows[0].year}
	years := map[int]bool{}
	for _, row := range rows {
		out.From, out.To = min(out.From, row.year), max(out.To, row.year)
		years[row.year] = true
	}
	for year := out.From; year < out.To; year++ {
		if !years[year] {
			findings.Warnf("benchmark", r.File, 0, 0, "download the data file with all years", "the year %d is missing between %d and %d", year, out.From, out.To)
		}
	}
	out.Release = cmp.Or(r.Release, strconv.Itoa(out.To))

	wanted := r.wanted(rows, &out, findings)
	fresh, aside := k.figures(sheet, rows, out.Release, func(row row) bool {
		switch row.level {
		case National:
			return true
		case Regional:
			return wanted[row.code]
		}
		return wanted[row.laCode]
	}, findings)
	out.Aside, out.Kept = aside, len(fresh)
	areas := map[string]bool{}
	for _, f := range fresh {
		areas[f.Code] = true
		if f.Value.Symbol() != "" {
			out.Symbols++
		}
	}
	out.Areas = len(areas)

	s := r.sidecar(k.id, findings)
	measures := map[string]*Measure{}
	for _, m := range k.measures {
		meaning := m.meaning
		measures[m.id] = &meaning
	}
	var before []Figure
	if src, ok := r.There[k.id+".csv"]; ok {
		before = readFigures(path.Join(r.Folder, k.id+".csv"), src, measures, findings)
	}
	all := merge(before, fresh, &out)
	s.Title, s.Publisher, s.URL, s.Licence, s.Footnotes, s.Measures = k.title, publisher, k.url, licence, k.footnotes, measures
	if newer(out.Release, s.Release) {
		s.Release, s.Rounding = out.Release, rounding(rows)
	}
	s.addImport(r.stamp(out.Release, used))
	return Result{Summary: out, Files: map[string][]byte{k.id + ".csv": writeFigures(all), k.id + ".yaml": s.write()}}
}

// wanted are the codes of the regions, authorities and neighbours whose figures are kept.
func (r Request) wanted(rows []row, out *Summary, findings *diag.List) map[string]bool {
	wanted := map[string]bool{}
	local := slices.ContainsFunc(rows, func(row row) bool { return row.level == Authority })
	near := readThere(r, findings)
	for _, s := range r.For {
		wanted[s.LACode] = true
		found := false
		for _, row := range rows {
			if row.level == Authority && row.laCode == s.LACode {
				found = true
				wanted[row.regionCode] = true
				if row.code != s.Code {
					findings.Warnf("benchmark", r.File, row.line, 0, "compare `code:` in data/"+s.ID+"/site.yaml", "%s has the code %s here and %s in site.yaml", row.area, row.code, s.Code)
					break
				}
			}
		}
		if !found && local {
			findings.Errorf("benchmark", r.File, 0, 0, "check `la_code:` in data/"+s.ID+"/site.yaml, and that this is a file of all authorities",
				"the file has no row for %s, whose old code is %s", s.Name, s.LACode)
		}
		some := false
		for _, n := range near {
			if n.Of == s.LACode {
				wanted[n.LACode], some = true, true
			}
		}
		if !some && local {
			out.NoNeighbours = append(out.NoNeighbours, s.ID)
		}
	}
	delete(wanted, "")
	return wanted
}

func readThere(r Request, findings *diag.List) []Neighbour {
	src, ok := r.There[neighboursID+".csv"]
	if !ok {
		return nil
	}
	return readNeighbours(path.Join(r.Folder, neighboursID+".csv"), src, findings)
}

// merge puts fresh figures among those that are there.
func merge(before, fresh []Figure, out *Summary) []Figure {
	byKey := map[string]Figure{}
	for _, f := range before {
		byKey[f.key()] = f
	}
	for _, f := range fresh {
		old, there := byKey[f.key()]
		switch {
		case !there:
			out.New++
		case !newer(f.Release, old.Release):
			out.Older++
			continue
		case old != f:
			out.Changed++
		}
		byKey[f.key()] = f
	}
	var all []Figure
	for _, f := range byKey {
		all = append(all, f)
	}
	sortFigures(all)
	out.Total = len(all)
	return all
}

// newer says whether one release is as new as another, or newer. Releases are named by their year.
func newer(release, than string) bool { return release >= than }

var yearInName = regexp.MustCompile(`(?:^|[^0-9])(20[0-9]{2})(?:[^0-9]|$)`)

func importNeighbours(r Request, sheet *sheet, findings *diag.List) Result {
	model := r.Model
	if m := yearInName.FindStringSubmatch(path.Base(r.File)); model == 0 && m != nil {
		model, _ = strconv.Atoi(m[1])
	}
	if !validYear(model) {
		findings.Errorf("benchmark", r.File, 0, 0, "say it with --model 2025", "the file's name has no year, so the year of the model is not known")
		return Result{}
	}
	all := sheet.neighbours(model, findings)
	if all == nil {
		return Result{}
	}
	out := Summary{Source: neighboursID, Title: "Statistical neighbours", Release: cmp.Or(r.Release, strconv.Itoa(model)), From: model, To: model, Rows: len(sheet.rows), NeighboursOnly: true}
	before := readThere(r, findings)
	kept := slices.Clone(before)
	for _, s := range r.For {
		var mine []Neighbour
		for _, n := range all {
			if n.Of == s.LACode {
				mine = append(mine, n)
			}
		}
		if len(mine) == 0 {
			findings.Errorf("benchmark", r.File, 0, 0, "check `la_code:` in data/"+s.ID+"/site.yaml", "the file has no row for %s, whose old code is %s", s.Name, s.LACode)
			continue
		}
		out.Kept, out.Areas = out.Kept+len(mine), out.Areas+1
		kept = slices.DeleteFunc(kept, func(n Neighbour) bool { return n.Model == model && n.Of == s.LACode })
		kept = append(kept, mine...)
	}
	for _, n := range kept {
		if !slices.Contains(before, n) {
			out.New++
		}
	}
	out.Total = len(kept)
	s := r.sidecar(neighboursID, findings)
	s.Title, s.Publisher, s.URL, s.Licence = "Children's services statistical neighbour model", publisher, "https://www.gov.uk/government/publications/local-authority-interactive-tool-lait", licence
	s.Footnotes = []string{fmt.Sprintf("Each authority has the %d others that the model finds most like it, nearest first. Another model may choose others.", HowMany)}
	if newer(out.Release, s.Release) {
		s.Release = out.Release
	}
	s.addImport(r.stamp(out.Release, map[string]string{"of": "old_la_code", "la_code": "SN_1 to SN_10", "closeness": "SN_1P to SN_10P", "area": "la_name"}))
	return Result{Summary: out, Files: map[string][]byte{neighboursID + ".csv": writeNeighbours(kept), neighboursID + ".yaml": s.write()}}
}
