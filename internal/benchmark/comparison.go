package benchmark

import (
	"io/fs"
	"math"
	"path"
	"slices"
	"strings"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// Folder is where the files of this package lie, below a layer of data.
const Folder = "benchmarks"

// Set is all published figures that a site has.
type Set struct {
	Sources  map[string]*Source
	Measures map[string]*Measure // of all sources

	figures    []Figure
	neighbours []Neighbour
}

// Load reads the benchmarks of a site's layers; a file of the same name in a later layer replaces the earlier one. It
// also looks whether every indicator names a measure that is there.
func Load(s *site.Site, findings *diag.List) *Set {
	set := &Set{Sources: map[string]*Source{}, Measures: map[string]*Measure{}}
	names := map[string]bool{}
	for _, layer := range s.Data {
		found, err := fs.Glob(layer.FS, Folder+"/*.csv")
		if err != nil {
			continue // the pattern is constant and valid
		}
		for _, name := range found {
			names[strings.TrimSuffix(path.Base(name), ".csv")] = true
		}
	}
	for _, id := range site.SortedIDs(names) {
		set.load(s, id, findings)
	}
	sortFigures(set.figures)
	for _, i := range s.Indicators {
		if i.Benchmark != "" && set.Measures[i.Benchmark] == nil {
			findings.Errorf("benchmark", i.At.File, i.At.Line, i.At.Column, site.DidYouMean(i.Benchmark, site.SortedIDs(set.Measures), "import the published file with `waymark benchmarks import`"),
				"indicator %q: there is no published measure %q", i.ID, i.Benchmark)
		}
	}
	return set
}

func (set *Set) load(s *site.Site, id string, findings *diag.List) {
	name := Folder + "/" + id + ".csv"
	src, layer, err := site.Find(s.Data, name)
	if err != nil {
		findings.Errorf("benchmark", name, 0, 0, "check that the file can be read", "cannot read it: %v", err)
		return
	}
	side := Folder + "/" + id + ".yaml"
	source := &Source{ID: id, File: layer.File(side)}
	about, err := fs.ReadFile(layer.FS, side)
	if err != nil {
		findings.Errorf("benchmark", layer.File(name), 0, 0, "import the published file again with `waymark benchmarks import`", "its sidecar %s is missing, so nobody can tell where the figures come from", path.Base(side))
		return
	}
	if !site.DecodeYAML(source.File, about, source, findings) {
		return
	}
	if source.Title == "" || source.Publisher == "" || source.Licence == "" || source.Release == "" {
		findings.Errorf("benchmark", source.File, 0, 0, "add what is missing, or import the published file again", "title, publisher, licence and release must be said of published figures")
	}
	if source.URL != "" && !site.IsWebAddress(source.URL) {
		findings.Errorf("benchmark", source.File, 0, 0, "write the full address, beginning with https://", "%q is not an address on the web", source.URL)
		source.URL = ""
	}
	set.Sources[id] = source
	if id == neighboursID {
		set.neighbours = readNeighbours(layer.File(name), src, findings)
		return
	}
	for _, m := range site.SortedIDs(source.Measures) {
		measure := source.Measures[m]
		if measure == nil {
			measure = &Measure{}
			source.Measures[m] = measure
		}
		measure.ID, measure.Source = m, source
		if other := set.Measures[m]; other != nil {
			findings.Errorf("benchmark", source.File, 0, 0, "keep one of the two", "the measure %q is in %s too", m, other.Source.File)
		}
		if !slices.Contains([]string{UnitPercent, UnitRate, UnitMonths}, measure.Unit) || measure.Title == "" || measure.Of == "" || measure.Counted != "day" && measure.Counted != "year" {
			findings.Errorf("benchmark", source.File, 0, 0, "units are percent, per 10,000 children and months; counted is day or year", "the measure %q has no title, group, unit, or time that can be used", m)
		}
		set.Measures[m] = measure
	}
	set.figures = append(set.figures, readFigures(layer.File(name), src, source.Measures, findings)...)
}

// Comparison is what is published beside one indicator of one authority, in the newest year for which there is a figure
// of England. It is a view: nothing in it is shared with the Set that is later changed.
type Comparison struct {
	Measure *Measure
	Year    int // the one that ends on 31 March

	England, Region, Authority Figure          // of Year; Value is not Published where there is none
	Neighbours                 []AreaNeighbour // all of the model, nearest first; empty when no model is known
	Model                      int             // the year of the model; 0 when none is known
	ModelSource                *Source         // nil when none is known
	Mean                       Mean            // over the neighbours

	Years []Year // what is published of England, the region and the authority, oldest first
}

// AreaNeighbour is a neighbour with its figure.
type AreaNeighbour struct {
	Neighbour
	Figure Figure // of the comparison's year
}

// Year is one year of a series.
type Year struct {
	Year                       int
	England, Region, Authority Figure
}

// Mean is the neighbours in one number. It is the plain mean of their published percentages, each authority counting the
// same whatever its size, as the Department for Education's own tools do it: counts of some neighbours are hidden, so
// a pooled share would be of others than it names. Neighbours without a number are left out.
type Mean struct {
	Method string  // in words
	Number float64 // meaningless when N is 0
	N, Of  int     // neighbours with a number, and all
}

// Pooled is the same neighbours' part over their base: what a limit around an average starts from. ok is false when no
// neighbour has both counts published.
func (c *Comparison) Pooled() (part, base, n int, ok bool) {
	for _, a := range c.Neighbours {
		p, known := a.Figure.Part.Count()
		b, known2 := a.Figure.Base.Count()
		if known && known2 && b > 0 {
			part, base, n = part+p, base+b, n+1
		}
	}
	return part, base, n, n > 0
}

// For is the comparison of an indicator; nil when the indicator names no measure, or nothing is published of it.
func (set *Set) For(s *site.Site, def *site.Indicator) *Comparison {
	measure := set.Measures[def.Benchmark]
	if measure == nil {
		return nil
	}
	c := &Comparison{Measure: measure}
	for _, f := range set.figures {
		if f.Measure == measure.ID && f.Level == National && f.Value.Published() {
			c.Year = max(c.Year, f.Year)
		}
	}
	if c.Year == 0 {
		return nil
	}
	near := set.model(s.LACode)
	c.Neighbours = make([]AreaNeighbour, len(near))
	for i, n := range near {
		c.Neighbours[i].Neighbour = n
		c.Model, c.ModelSource = n.Model, set.Sources[neighboursID]
	}
	years := map[int]*Year{}
	for _, f := range set.figures { // in order of years
		if f.Measure != measure.ID {
			continue
		}
		y := years[f.Year]
		if y == nil {
			y = &Year{Year: f.Year}
			years[f.Year] = y
		}
		switch {
		case f.Level == National:
			y.England = f
		case f.Level == Regional && (f.Code == s.RegionCode || s.RegionCode == "" && f.Area == s.Region):
			y.Region = f
		case f.Level == Authority && (f.LACode == s.LACode || s.LACode == "" && f.Code == s.Code):
			y.Authority = f
		case f.Level == Authority && f.Year == c.Year:
			for i := range c.Neighbours {
				if c.Neighbours[i].LACode == f.LACode {
					c.Neighbours[i].Figure = f
				}
			}
		}
	}
	for year := 1; year <= c.Year; year++ {
		if y := years[year]; y != nil {
			c.Years = append(c.Years, *y)
			c.England, c.Region, c.Authority = y.England, y.Region, y.Authority
		}
	}
	c.Mean = meanOf(measure, c.Neighbours)
	return c
}

// model is the newest model's neighbours of an authority, nearest first.
func (set *Set) model(laCode string) []Neighbour {
	newest := 0
	for _, n := range set.neighbours {
		if n.Of == laCode {
			newest = max(newest, n.Model)
		}
	}
	var out []Neighbour
	for _, n := range set.neighbours {
		if n.Of == laCode && n.Model == newest {
			out = append(out, n)
		}
	}
	slices.SortFunc(out, func(a, b Neighbour) int { return a.Rank - b.Rank })
	return out
}

func meanOf(m *Measure, neighbours []AreaNeighbour) Mean {
	what := map[string]string{UnitPercent: "percentages", UnitRate: "rates"}[m.Unit]
	if what == "" {
		what = "figures"
	}
	out := Mean{Method: "plain mean of the published " + what + ", each authority counting the same", Of: len(neighbours)}
	sum := 0.0
	for _, a := range neighbours {
		if n, ok := a.Figure.Value.Number(); ok {
			sum += n
			out.N++
		}
	}
	if out.N > 0 {
		out.Number = sum / float64(out.N)
	}
	return out
}

// Text is the mean for readers: a whole number, as finer than the figures it is made from would not be true.
func (m Mean) Text(unit string) string {
	if m.N == 0 {
		return "not published"
	}
	return Number(math.Floor(m.Number + 0.5)).Text(unit)
}
