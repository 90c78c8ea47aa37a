package disclose

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"waymark/internal/site"
)

// ManifestInfo is what data/published.json says besides figures.
type ManifestInfo struct {
	Authority     string
	Release       string
	Demonstration bool
	Dimensions    map[string]ManifestDimension  // by id
	Populations   map[string]ManifestPopulation // by id; those of the tables that are not here have their id as title
	Page, CSV     func(Table) string            // where a table's figures are, below the site's folder
}

// ManifestDimension is a dimension's words. Categories are all of them, in order, as the tables name them.
type ManifestDimension struct {
	Title      string   `json:"title"`
	Categories []string `json:"categories"`
}

// ManifestPopulation is a population's words. Kind and the populations around it are filled from what was released.
type ManifestPopulation struct {
	Title    string   `json:"title"`
	Kind     string   `json:"kind"`
	SubsetOf []string `json:"subset_of"`
	Unit     string   `json:"unit,omitempty"`
	Of       string   `json:"of,omitempty"`
}

// Manifest writes data/published.json: all figures of a release, for auditors and programs, and the sums between them. It is made of
// released figures and words.
func (r Result) Manifest(info ManifestInfo) ([]byte, error) {
	type rules struct {
		Bands    bool   `json:"bands"`
		MinBase  int    `json:"min_base"`
		MinCount int    `json:"min_count"`
		Policy   string `json:"policy"`
		Zeros    string `json:"zeros"`
	}
	populations := map[string]ManifestPopulation{}
	alias := r.in.aliases()
	b := &builder{in: &r.in, alias: alias}
	for id, p := range info.Populations {
		if b.name(id) != id {
			continue // the same children under another name
		}
		p.SubsetOf = slices.Clone(p.SubsetOf)
		populations[id] = p
	}
	add := func(id, kind, unit, of, wide string) {
		p, ok := populations[id]
		if !ok {
			p.Title = id
		}
		p.Kind = kind
		if unit != "" {
			p.Unit, p.Of = unit, of
		}
		if wide != "" && wide != id && !slices.Contains(p.SubsetOf, wide) {
			p.SubsetOf = append(p.SubsetOf, wide)
		}
		populations[id] = p
	}
	type tableOut struct {
		ID        string           `json:"id"`
		Indicator string           `json:"indicator"`
		Page      string           `json:"page"`
		CSV       string           `json:"csv"`
		Dims      []string         `json:"dims"`
		Base      string           `json:"base"`
		Part      string           `json:"part,omitempty"`
		Window    []string         `json:"window"`
		Cells     []map[string]any `json:"cells"`
	}
	var tables []tableOut
	for _, t := range r.Released.tables {
		if t.counts == site.Meetings {
			continue // nobody is counted, so there is nothing to audit
		}
		base, part := b.name(t.base), ""
		if t.part != "" && t.measure != site.MeasureMedian {
			part = b.name(t.part)
		}
		if t.measure == site.MeasureEvents {
			add(base, t.kind, "event", base+childrenOf, "")
			add(base+childrenOf, t.kind, "", "", "")
			if part != "" {
				add(part, t.kind, "event", base+childrenOf, base)
			}
		} else {
			add(base, t.kind, "", "", "")
			if part != "" {
				add(part, t.kind, "", "", base)
			}
		}
		// A table of this file has one window; a table over time becomes one for each.
		dims := []string{}
		if t.dimension != "" {
			dims = strings.Split(t.dimension, "*")
		}
		for i := 0; i < len(t.rows); {
			k := i
			one := tableOut{ID: t.id, Indicator: t.indicator, Dims: dims, Base: base, Part: part, Window: t.windows[i]}
			if t.dimension == "" {
				one.ID = t.id + "/" + t.rows[i].To
			}
			if info.Page != nil {
				one.Page = info.Page(t)
			}
			if info.CSV != nil {
				one.CSV = info.CSV(t)
			}
			for ; k < len(t.rows) && slices.Equal(t.windows[k], t.windows[i]); k++ {
				one.Cells = append(one.Cells, manifestCell(t, t.rows[k], dims, part != ""))
			}
			tables = append(tables, one)
			i = k
		}
	}
	// Not Subsets: that a group of few lies in another in every record there is ("all of them have a current plan") says something of each of them.
	for _, s := range r.in.Defined {
		n, w := b.name(s.Narrow), b.name(s.Wide)
		if p, ok := populations[n]; ok && n != w && !slices.Contains(p.SubsetOf, w) {
			if _, ok := populations[w]; ok {
				p.SubsetOf = append(p.SubsetOf, w)
				populations[n] = p
			}
		}
	}
	for id, p := range populations {
		if p.SubsetOf == nil {
			p.SubsetOf = []string{}
		}
		slices.Sort(p.SubsetOf)
		populations[id] = p
	}
	if tables == nil {
		tables = []tableOut{}
	}
	dimensions := info.Dimensions
	if dimensions == nil {
		dimensions = map[string]ManifestDimension{}
	}
	p := r.in.Policy
	// Through plain maps, so that keys are in order.
	raw, err := json.Marshal(map[string]any{
		"format": "waymark-published/1", "authority": info.Authority, "release": info.Release, "demonstration": info.Demonstration,
		"rules":      rules{p.Bands, p.MinBase, p.MinCount, p.Policy, p.Zeros},
		"dimensions": dimensions, "populations": populations, "tables": tables, "relations": r.relationsOut(b),
	})
	if err != nil {
		return nil, fmt.Errorf("published manifest: %w", err)
	}
	var plain any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&plain); err != nil {
		return nil, fmt.Errorf("published manifest: %w", err)
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(plain); err != nil {
		return nil, fmt.Errorf("published manifest: %w", err)
	}
	return out.Bytes(), nil
}

func manifestCell(t Table, row Row, dims []string, parts bool) map[string]any {
	at := map[string]string{}
	if row.Category != "" {
		for i, c := range strings.Split(row.Category, "*") {
			if c != "" && i < len(dims) {
				at[dims[i]] = c
			}
		}
	}
	cell := map[string]any{"at": at, "base": row.Base}
	if parts {
		cell["part"], cell["percent"] = row.Part, row.Percent
	}
	switch t.measure {
	case site.MeasureEvents:
		cell["children"] = row.Children
	case site.MeasureMedian:
		duration := func(v Value) any {
			if n, ok := v.Number(); ok {
				return map[string]any{"value": n, "unit": t.unit}
			}
			return v
		}
		cell["median"], cell["lower_quartile"], cell["upper_quartile"] = duration(row.Median), duration(row.LowerQuartile), duration(row.UpperQuartile)
	}
	return cell
}

// relationsOut writes the configured relations for every period in which all their terms are published.
func (r Result) relationsOut(b *builder) []map[string]any {
	out := []map[string]any{}
	if r.sys == nil {
		return out
	}
	for i, e := range r.sys.eqs {
		if r.sys.eqKind[i] != "relation" {
			continue
		}
		var terms []map[string]any
		for _, t := range e {
			c := r.sys.counts[t.at]
			at := map[string]string{}
			for a := range strings.SplitSeq(c.key.At, "+") {
				if d, v, ok := strings.Cut(a, "="); ok {
					at[d] = v
				}
			}
			terms = append(terms, map[string]any{"population": c.key.Population, "window": c.window, "at": at, "times": t.sign})
		}
		out = append(out, map[string]any{"terms": terms})
	}
	return out
}
