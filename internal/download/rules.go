package download

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The rules that the Department for Education sets for files of open data, in the form in which its analysts' guide gives
// them. Check holds a pair of files to them; every build does, before it publishes one.

// families are the kinds of time that may not be mixed in one file, with how many digits time_period then has.
var families = []struct {
	name   string
	digits int
	fits   *regexp.Regexp
}{
	{"years", 4, regexp.MustCompile(`^(Calendar|Reporting) year$`)},
	{"months", 4, regexp.MustCompile(`^(January|February|March|April|May|June|July|August|September|October|November|December)$`)},
	{"financial or academic years", 6, regexp.MustCompile(`^(Financial|Academic) year$`)},
	{"financial quarters", 6, regexp.MustCompile(`^Financial year Q[1-4]$`)},
}

var (
	fileName     = regexp.MustCompile(`^[a-z0-9_-]{1,50}$`)
	fourDigits   = regexp.MustCompile(`[0-9]{4}`)
	snake        = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	figure       = regexp.MustCompile(`^-?[0-9]+(\.([0-9]+))?$`)
	symbol       = regexp.MustCompile(`^(c|k|low|u|x|z)$`)
	countryCode  = regexp.MustCompile(`^(E92000001|x)$`)
	regionCode   = regexp.MustCompile(`^(E1[23][0-9]{6}|x)$`)
	newLACode    = regexp.MustCompile(`^(E0[6-9][0-9]{6}|E10[0-9]{6}|x)$`)
	oldLACode    = regexp.MustCompile(`^([0-9]{3}|x)$`)
	units        = []string{"", "%", "£", "£m", "pp", "numberstring"}
	geographies  = map[string][]string{"National": nil, "Regional": {"region_code", "region_name"}, "Local authority": {"region_code", "region_name", "old_la_code", "la_name", "new_la_code"}}
	mandatory    = placeColumns[:5]
	placePattern = map[string]*regexp.Regexp{"country_code": countryCode, "region_code": regionCode, "old_la_code": oldLACode, "new_la_code": newLACode}
)

// Check says in a sentence each what a pair of files breaks of the standard. name is that of the data file without its ending.
func Check(name string, data, meta []byte) []string {
	c := &checker{}
	if !fileName.MatchString(name) {
		c.say("the name %q is not of lower-case letters, digits, hyphens and underscores, 50 at most", name)
	}
	if fourDigits.MatchString(name) {
		c.say("the name %q holds a date", name)
	}
	rows, about := c.read("data", data), c.read("metadata", meta)
	if rows == nil || about == nil {
		return c.broken
	}
	c.head, c.rows = rows[0], rows[1:]
	c.headings()
	c.metadata(about)
	if len(c.broken) == 0 {
		c.places()
		c.cells()
		c.matrix()
	}
	return c.broken
}

type checker struct {
	broken     []string
	head       []string
	rows       [][]string
	filters    []string       // columns
	grouping   []string       // columns that group filters
	indicators map[string]int // column -> decimal places
}

func (c *checker) say(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); len(c.broken) < 50 && !slices.Contains(c.broken, text) {
		c.broken = append(c.broken, text)
	}
}

func (c *checker) read(what string, src []byte) [][]string {
	if !utf8.Valid(src) || bytes.HasPrefix(src, []byte("\ufeff")) {
		c.say("the %s file is not plain UTF-8", what)
		return nil
	}
	rows, err := csv.NewReader(bytes.NewReader(src)).ReadAll()
	if err != nil || len(rows) < 2 {
		c.say("the %s file is no CSV with a heading and rows: %v", what, err)
		return nil
	}
	return rows
}

func (c *checker) headings() {
	seen := map[string]bool{}
	for _, name := range c.head {
		if !snake.MatchString(name) || len(name) > mostName {
			c.say("the column %q is not in snake_case of at most %d characters", name, mostName)
		}
		if seen[name] {
			c.say("there are two columns %q", name)
		}
		seen[name] = true
	}
	for _, name := range mandatory {
		if !seen[name] {
			c.say("the column %s is missing", name)
		}
	}
	var order []string
	for _, name := range c.head {
		if slices.Contains(placeColumns, name) {
			order = append(order, name)
		}
	}
	if !slices.Equal(order, c.head[:min(len(order), len(c.head))]) || !slices.IsSortedFunc(order, func(a, b string) int {
		return slices.Index(placeColumns, a) - slices.Index(placeColumns, b)
	}) {
		c.say("the columns of time and place do not come first, in their order")
	}
}

func (c *checker) metadata(about [][]string) {
	if !slices.Equal(about[0], metaColumns) {
		c.say("the columns of the metadata are not %s", strings.Join(metaColumns, ", "))
		return
	}
	c.indicators = map[string]int{}
	for _, m := range about[1:] {
		name, kind, label, grouping, unit, places, hint, by := m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7]
		if !slices.Contains(c.head, name) {
			c.say("the metadata describe %q, which is no column", name)
		}
		if slices.Contains(placeColumns, name) {
			c.say("the metadata describe %s, a column of time or place", name)
		}
		if _, twice := c.indicators[name]; twice || slices.Contains(c.filters, name) {
			c.say("the metadata describe %s twice", name)
		}
		if label == "" {
			c.say("%s has no label", name)
		}
		switch kind {
		case "Filter":
			c.filters = append(c.filters, name)
			if grouping+unit+places != "" {
				c.say("the filter %s has a unit, decimal places or a group of indicators", name)
			}
			if by != "" {
				c.grouping = append(c.grouping, by)
				if !slices.Contains(c.head, by) {
					c.say("%s is grouped by %q, which is no column", name, by)
				}
			}
		case "Indicator":
			n, err := strconv.Atoi(places)
			if err != nil || n < 0 {
				c.say("the indicator %s has no number of decimal places", name)
			}
			c.indicators[name] = n
			if !slices.Contains(units, unit) {
				c.say("the indicator %s has the unit %q, which is none of the standard's", name, unit)
			}
			if hint+by != "" {
				c.say("the indicator %s has a hint or a grouping column, which are for filters", name)
			}
		default:
			c.say("%s is neither Filter nor Indicator, but %q", name, kind)
		}
	}
	for _, name := range c.head {
		if _, is := c.indicators[name]; !is && !slices.Contains(placeColumns, name) && !slices.Contains(c.filters, name) && !slices.Contains(c.grouping, name) {
			c.say("the column %s is not in the metadata", name)
		}
	}
	if len(c.indicators) == 0 {
		c.say("there is no indicator")
	}
}

func (c *checker) at(row []string, column string) string {
	if i := slices.Index(c.head, column); i >= 0 {
		return row[i]
	}
	return ""
}

func (c *checker) places() {
	family := -1
	for n, row := range c.rows {
		time, identifier := c.at(row, "time_period"), c.at(row, "time_identifier")
		own := -1
		for i, f := range families {
			if f.fits.MatchString(identifier) {
				own = i
			}
		}
		switch {
		case own < 0:
			c.say("row %d: %q is no time_identifier", n+2, identifier)
		case family >= 0 && own != family:
			c.say("row %d: %s and %s are mixed", n+2, families[family].name, families[own].name)
		case len(time) != families[own].digits || strings.Trim(time, "0123456789") != "":
			c.say("row %d: time_period %q does not have %d digits, as %s has", n+2, time, families[own].digits, identifier)
		case len(time) == 6:
			first, _ := strconv.Atoi(time[:4])
			if second, _ := strconv.Atoi(time[4:]); second != (first+1)%100 {
				c.say("row %d: time_period %s is not of two years one after the other", n+2, time)
			}
		}
		if family < 0 {
			family = own
		}
		level := c.at(row, "geographic_level")
		needs, known := geographies[level]
		if !known {
			c.say("row %d: %q is no geographic_level that is used here", n+2, level)
		}
		for _, column := range slices.Concat([]string{"country_code", "country_name"}, needs) {
			value := c.at(row, column)
			if value == "" || placePattern[column] != nil && !placePattern[column].MatchString(value) {
				c.say("row %d: %s is %q at the level %s", n+2, column, value, level)
			}
		}
	}
}

func (c *checker) cells() {
	for _, filter := range c.filters {
		values := map[string]bool{}
		for n, row := range c.rows {
			value := c.at(row, filter)
			if strings.TrimSpace(value) != value || value == "" {
				c.say("row %d: %s is empty, or has space around it", n+2, filter)
			}
			values[value] = true
		}
		if !values[total] {
			c.say("%s has no %s", filter, total)
		}
	}
	for i, name := range c.head {
		places, is := c.indicators[name]
		if !is {
			continue
		}
		for n, row := range c.rows {
			m := figure.FindStringSubmatch(row[i])
			if m == nil && !symbol.MatchString(row[i]) {
				c.say("row %d: %s is %q, neither a number nor a bare symbol", n+2, name, row[i])
			} else if m != nil && len(m[2]) > places {
				c.say("row %d: %s is %s, with more than %d decimal places", n+2, name, row[i], places)
			}
		}
	}
}

// matrix wants every combination of filters at every time and place, once.
func (c *checker) matrix() {
	keys := func(row []string, columns []string) string {
		var key []string
		for _, column := range columns {
			key = append(key, c.at(row, column))
		}
		return strings.Join(key, " | ")
	}
	all, at := map[string]bool{}, map[string]map[string]bool{}
	for n, row := range c.rows {
		where, what := keys(row, placeColumns), keys(row, slices.Concat(c.grouping, c.filters))
		if at[where] == nil {
			at[where] = map[string]bool{}
		}
		if at[where][what] {
			c.say("row %d: %s is there twice", n+2, what)
		}
		at[where][what], all[what] = true, true
	}
	for where, has := range at {
		if len(has) != len(all) {
			c.say("at %s there are %d of %d combinations", where, len(has), len(all))
		}
	}
	slices.Sort(c.broken) // places come in no order
}
