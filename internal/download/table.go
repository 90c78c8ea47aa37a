package download

import (
	"strings"

	"waymark/internal/disclose"
	"waymark/internal/site"
)

// Columns of values, as the CSV files name them.
const (
	Base          = "base"
	Part          = "part"
	Percent       = "percent"
	Median        = "median"
	LowerQuartile = "lower_quartile"
	UpperQuartile = "upper_quartile"
)

// Table is one released table with its words. All downloads are made from such tables.
type Table struct {
	ID        string // "three-or-more-placements", "three-or-more-placements-by-age-band": the name of its CSV file
	Indicator *site.Indicator
	Dimension *site.Dimension // nil over time
	Stock     bool            // counted at the end of a period, not over it
	Unit      string          // of a duration; "child" or "event" otherwise
	Columns   []string        // of values, of those above
	Rows      []Row
}

// Row is one line of a table: its place, and one value for each column.
type Row struct {
	From, To string // first and last period
	Category string // id; "" is the total
	Words    string // of the category; "Total"
	Values   []disclose.Value
}

// Title says what a table holds: "Three or more placements in a year, by age".
func (t Table) Title() string {
	if t.Dimension == nil {
		return t.Indicator.Title
	}
	return t.Indicator.Title + ", by " + strings.ToLower(t.Dimension.Title)
}

// Tables are all released tables of a site, in the order of its indicators: over time first, then the breakdowns.
func Tables(s *site.Site, released disclose.Released) []Table {
	var out []Table
	for _, def := range s.Indicators {
		if series, ok := released.Table(def.ID); ok && len(series.Rows()) > 0 {
			out = append(out, table(def, nil, series))
			for _, by := range released.Breakdowns(def.ID) {
				if dimension := s.Dimensions[by.Dimension()]; dimension != nil && len(by.Rows()) > 0 {
					out = append(out, table(def, dimension, by))
				}
			}
		}
	}
	return out
}

func table(def *site.Indicator, dimension *site.Dimension, from disclose.Table) Table {
	t := Table{ID: def.ID, Indicator: def, Dimension: dimension, Stock: from.Kind() == "stock", Unit: from.Unit(), Columns: []string{Base, Part, Percent}}
	words := map[string]string{"": "Total"}
	if dimension != nil {
		t.ID += "-by-" + dimension.ID
		for _, c := range dimension.Categories {
			words[c.ID] = c.Title
		}
	}
	duration := from.Measure() == site.MeasureMedian
	if duration {
		t.Columns = []string{Base, Median, LowerQuartile, UpperQuartile}
	}
	for _, r := range from.Rows() {
		row := Row{From: r.From, To: r.To, Category: r.Category, Words: words[r.Category], Values: []disclose.Value{r.Base, r.Part, r.Percent}}
		if duration {
			row.Values = []disclose.Value{r.Base, r.Median, r.LowerQuartile, r.UpperQuartile}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Symbols are those that stand in place of figures, with their meaning. The first column is the one in files for programs;
// readers see it in square brackets.
var Symbols = [][2]string{
	{"c", "hidden to protect children’s privacy: it is small, or would let someone work out another small figure"},
	{"low", "more than zero, but rounds to zero"},
	{"u", "too few children for a percentage or a middle value"},
	{"x", "not available: there is no such figure"},
	{"z", "not applicable: there was nobody to count"},
}
