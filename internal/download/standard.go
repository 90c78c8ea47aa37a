package download

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"waymark/internal/site"
)

// StandardName is the name of the pair of files, without its endings. It holds neither a date nor a place, as the
// standard asks.
const StandardName = "permanence_indicators"

// Columns of time and place, in the order in which the Department for Education publishes them.
var placeColumns = []string{"time_period", "time_identifier", "geographic_level", "country_code", "country_name",
	"region_code", "region_name", "old_la_code", "la_name", "new_la_code"}

// The filter, and the column that groups its values by what they divide.
const (
	topicColumn  = "breakdown_topic"
	filterColumn = "breakdown"
	total        = "Total"
)

var metaColumns = []string{"col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp", "filter_hint", "filter_grouping_column"}

// Placeless says what a site lacks to name its place as the standard asks; "" when nothing.
func Placeless(s *site.Site) string {
	var missing []string
	for _, f := range []struct{ name, value string }{{"region", s.Region}, {"region_code", s.RegionCode}, {"code", s.Code}, {"la_code", s.LACode}} {
		if f.value == "" {
			missing = append(missing, f.name)
		}
	}
	return strings.Join(missing, ", ")
}

// standardColumn is one column of figures.
type standardColumn struct {
	name, label, unit string
	table             int // in the list of tables: over time
	value             int // in the table's columns
}

// Standard makes the pair of files: one row for each period and group, one column for each figure of each indicator. All
// combinations are there: where no figure is released, the cell says x.
func Standard(s *site.Site, tables []Table) (data, meta []byte) {
	columns := standardColumns(tables)
	groups := [][2]string{{total, total}} // topic and breakdown
	dimensions := map[string]bool{}
	for _, t := range tables {
		if t.Dimension != nil && !dimensions[t.Dimension.ID] {
			dimensions[t.Dimension.ID] = true
			for _, c := range t.Dimension.Categories {
				groups = append(groups, [2]string{t.Dimension.Title, c.Title})
			}
		}
	}
	cells := map[string]string{} // period, topic, category, column name -> value
	for _, c := range columns {
		def := tables[c.table].Indicator
		for _, t := range tables {
			if t.Indicator != def {
				continue
			}
			for _, r := range t.Rows {
				topic := total
				if t.Dimension != nil && r.Category != "" {
					topic = t.Dimension.Title
				} else if t.Dimension != nil {
					continue // the total is in the table over time
				}
				cells[r.To+"|"+topic+"|"+r.Words+"|"+c.name] = r.Values[c.value].CSV()
			}
		}
	}
	head := slices.Concat(placeColumns, []string{topicColumn, filterColumn})
	for _, c := range columns {
		head = append(head, c.name)
	}
	rows := [][]string{head}
	for _, to := range periods(tables) {
		p, ok := parsePeriod(to)
		if !ok {
			continue // the tracker refuses such names
		}
		time, identifier := p.standard()
		for _, g := range groups {
			row := []string{time, identifier, "Local authority", "E92000001", "England", s.RegionCode, s.Region, s.LACode, s.Name, s.Code, g[0], g[1]}
			for _, c := range columns {
				value, ok := cells[to+"|"+g[0]+"|"+g[1]+"|"+c.name]
				if !ok {
					value = "x"
				}
				row = append(row, value)
			}
			rows = append(rows, row)
		}
	}
	hint := "The group of children that a row counts; Total is all of them."
	invented := ""
	if s.Demonstration != nil {
		hint, invented = hint+" "+s.Demonstration.Data, " (invented)"
	}
	about := [][]string{metaColumns, {filterColumn, "Filter", "Breakdown" + invented, "", "", "", hint, topicColumn}}
	for _, c := range columns {
		about = append(about, []string{c.name, "Indicator", c.label + invented, themeOf(tables[c.table].Indicator), c.unit, "0", "", ""})
	}
	return writeCSV(rows), writeCSV(about)
}

func themeOf(def *site.Indicator) string {
	if def.Theme == "" {
		return "Indicators"
	}
	return strings.ToUpper(def.Theme[:1]) + def.Theme[1:]
}

// standardColumns are the columns of all tables over time.
func standardColumns(tables []Table) []standardColumn {
	var out []standardColumn
	used := map[string]bool{}
	for i, t := range tables {
		if t.Dimension != nil {
			continue
		}
		for v, column := range t.Columns {
			c := standardColumn{table: i, value: v, name: columnName(t.Indicator.ID, column, used), label: t.Indicator.Title + ": " + columnWords(t, column)}
			if window := windowOf(t); window != "" {
				c.label += ", " + window
			}
			if column == Percent {
				c.unit = "%"
			}
			used[c.name] = true
			out = append(out, c)
		}
	}
	return out
}

// windowOf says what a time_period stands for where it is more than the period named.
func windowOf(t Table) string {
	switch {
	case t.Stock:
		return "at the end of the period"
	case t.Indicator.Window > 1:
		return fmt.Sprintf("over the %d quarters up to and including the one named", t.Indicator.Window)
	}
	return "over the period"
}

// columnWords names a column of values for readers.
func columnWords(t Table, column string) string {
	things := "children"
	if t.Unit == "event" {
		things = "events"
		if t.Indicator.Events != nil && t.Indicator.Events.Noun != "" {
			things = t.Indicator.Events.Noun
		}
	}
	switch column {
	case Base:
		return things + " in the group"
	case Part:
		return things + " counted"
	case Percent:
		return "percentage"
	case Median:
		return "middle value in " + t.Unit
	case LowerQuartile:
		return "lower quartile in " + t.Unit
	}
	return "upper quartile in " + t.Unit
}

// mostName is how long a column's name may be.
const mostName = 50

// suffixes make a column's name {title}_{type}, as the standard asks.
var suffixes = map[string]string{Base: "_base_count", Part: "_count", Percent: "_percent", Median: "_median", LowerQuartile: "_lower_quartile", UpperQuartile: "_upper_quartile"}

// columnName is the name of a column of figures. A title that leaves no room loses words at its end; a second one that would be
// called the same is numbered.
func columnName(id, column string, used map[string]bool) string {
	title := strings.ReplaceAll(id, "-", "_")
	if title[0] >= '0' && title[0] <= '9' {
		title = "indicator_" + title
	}
	suffix := suffixes[column]
	for n := 1; ; n++ {
		number := ""
		if n > 1 {
			number = fmt.Sprintf("_%d", n)
		}
		short := title
		for len(short)+len(number)+len(suffix) > mostName {
			cut := strings.LastIndexByte(short, '_')
			if cut < 0 {
				cut = mostName - len(number) - len(suffix)
			}
			short = short[:cut]
		}
		if name := short + number + suffix; !used[name] {
			return name
		}
	}
}

// periods are all last periods of the tables, oldest first.
func periods(tables []Table) []string {
	var out []string
	for _, t := range tables {
		for _, r := range t.Rows {
			out = append(out, r.To)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func writeCSV(rows [][]string) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	w.WriteAll(rows) // a bytes.Buffer does not fail
	return out.Bytes()
}
