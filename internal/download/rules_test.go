package download

import (
	"strings"
	"testing"
)

// A pair of files that breaks nothing: two quarters of an authority, by sex.
const (
	goodData = `time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,la_name,new_la_code,sex,children_count,children_percent
202526,Financial year Q4,Local authority,E92000001,England,E13000002,Outer London,315,Merton,E09000024,Total,145,7
202526,Financial year Q4,Local authority,E92000001,England,E13000002,Outer London,315,Merton,E09000024,Female,c,c
202627,Financial year Q1,Local authority,E92000001,England,E13000002,Outer London,315,Merton,E09000024,Total,140,low
202627,Financial year Q1,Local authority,E92000001,England,E13000002,Outer London,315,Merton,E09000024,Female,x,z
`
	goodMeta = `col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column
sex,Filter,Sex,,,,Filter by sex,
children_count,Indicator,Number of children,,,0,,
children_percent,Indicator,Percentage of children,,%,0,,
`
)

func TestCheck(t *testing.T) {
	if broken := Check("placements", []byte(goodData), []byte(goodMeta)); len(broken) > 0 {
		t.Fatalf("a good pair: %q", broken)
	}
	for name, c := range map[string]struct{ file, old, with, want string }{
		"name with a date":      {"name", "", "placements_2026", "holds a date"},
		"name in capitals":      {"name", "", "Placements", "lower-case letters"},
		"name too long":         {"name", "", strings.Repeat("a", 51), "50 at most"},
		"byte order mark":       {"data", "time_period,", "\ufefftime_period,", "not plain UTF-8"},
		"not UTF-8":             {"data", "Merton", "Mert\xf6n", "not plain UTF-8"},
		"geographical_level":    {"data", "geographic_level", "geographical_level", "the column geographic_level is missing"},
		"column with a space":   {"data", "children_count", "children count", "not in snake_case"},
		"column too long":       {"data", "children_count", strings.Repeat("c", 51), "at most 50 characters"},
		"column with a digit":   {"data", "children_count", "3_or_more", "not in snake_case"},
		"doubled column":        {"data", ",children_percent\n", ",children_count\n", "two columns"},
		"order of columns":      {"data", "time_period,time_identifier", "time_identifier,time_period", "do not come first"},
		"mixed times":           {"data", "202627,Financial year Q1", "2026,April", "are mixed"},
		"four digits":           {"data", "202627,", "2026,", "does not have 6 digits"},
		"two years apart":       {"data", "202627,", "202628,", "one after the other"},
		"unknown time":          {"data", "Financial year Q1", "Quarter 1", "no time_identifier"},
		"unknown level":         {"data", "Local authority", "Borough", "no geographic_level"},
		"country":               {"data", "E92000001", "E92", "country_code"},
		"region missing":        {"data", "E13000002,Outer London", ",", "region_code"},
		"old code":              {"data", ",315,", ",E315,", "old_la_code"},
		"no total":              {"data", "Total", "All", "sex has no Total"},
		"empty filter":          {"data", "Female", "", "is empty"},
		"brackets":              {"data", "Female,c,c", "Female,[c],c", "neither a number nor a bare symbol"},
		"empty cell":            {"data", "Female,c,c", "Female,,c", "neither a number nor a bare symbol"},
		"NaN":                   {"data", "Total,145,7", "Total,NaN,7", "neither a number nor a bare symbol"},
		"commas":                {"data", "Total,145,7", `Total,"1,145",7`, "neither a number nor a bare symbol"},
		"decimals":              {"data", "Total,145,7", "Total,145,7.25", "more than 0 decimal places"},
		"row missing":           {"data", "202627,Financial year Q1,Local authority,E92000001,England,E13000002,Outer London,315,Merton,E09000024,Female,x,z\n", "", "1 of 2 combinations"},
		"row twice":             {"data", "Female,x,z\n", "Female,x,z\n202627,Financial year Q1,Local authority,E92000001,England,E13000002,Outer London,315,Merton,E09000024,Female,x,z\n", "is there twice"},
		"not in metadata":       {"meta", "children_percent,Indicator,Percentage of children,,%,0,,\n", "", "children_percent is not in the metadata"},
		"only in metadata":      {"meta", "children_percent,", "children_rate,", `describe "children_rate", which is no column`},
		"place in metadata":     {"meta", "sex,Filter,Sex,,,,Filter by sex,\n", "sex,Filter,Sex,,,,Filter by sex,\nla_name,Filter,Name,,,,,\n", "a column of time or place"},
		"no label":              {"meta", "Number of children", "", "has no label"},
		"kind":                  {"meta", "sex,Filter", "sex,filter", "neither Filter nor Indicator"},
		"unit":                  {"meta", "%", "percent", "none of the standard's"},
		"decimal places":        {"meta", ",%,0,", ",%,,", "no number of decimal places"},
		"unit of a filter":      {"meta", "Sex,,,,Filter by sex", "Sex,,%,,Filter by sex", "the filter sex has a unit"},
		"hint of an indicator":  {"meta", ",%,0,,", ",%,0,look,", "has a hint"},
		"grouping is no column": {"meta", "Filter by sex,\n", "Filter by sex,topic\n", "is grouped by"},
		"described twice":       {"meta", "children_percent,Indicator,Percentage of children,,%,0,,\n", "children_percent,Indicator,Percentage of children,,%,0,,\nchildren_percent,Indicator,Percentage of children,,%,0,,\n", "twice"},
		"columns of metadata":   {"meta", "col_name", "column", "the columns of the metadata are not"},
	} {
		file, data, meta := "placements", goodData, goodMeta
		switch c.file {
		case "name":
			file = c.with
		case "data":
			data = strings.ReplaceAll(data, c.old, c.with)
			if c.old != "Local authority" && c.old != "E92000001" {
				data = strings.Replace(goodData, c.old, c.with, 1)
			}
			if c.old == "Total" || c.old == "E13000002,Outer London" || c.old == ",315," {
				data = strings.ReplaceAll(goodData, c.old, c.with)
			}
		case "meta":
			meta = strings.Replace(meta, c.old, c.with, 1)
		}
		if file+data+meta == "placements"+goodData+goodMeta {
			t.Errorf("%s: nothing was changed", name)
		}
		broken := strings.Join(Check(file, []byte(data), []byte(meta)), "\n")
		if !strings.Contains(broken, c.want) {
			t.Errorf("%s: want %q, got %q", name, c.want, broken)
		}
	}
}

func TestPeriods(t *testing.T) {
	for id, want := range map[string]string{
		"2026-Q1": "202526 Financial year Q4", // January to March
		"2026-Q2": "202627 Financial year Q1",
		"2026-Q4": "202627 Financial year Q3",
		"1999-Q2": "199900 Financial year Q1",
		"2026-06": "2026 June",
	} {
		p, ok := parsePeriod(id)
		time, identifier := p.standard()
		if !ok || time+" "+identifier != want {
			t.Errorf("%s: %s %s, want %s", id, time, identifier, want)
		}
		if back, ok := periodOf(time, identifier); !ok || back != id {
			t.Errorf("%s is read back as %s", id, back)
		}
	}
	for _, id := range []string{"", "2026", "2026-Q5", "2026-Q0", "2026-13", "2026-6", "Q1-2026", "2026-Q11"} {
		if _, ok := parsePeriod(id); ok {
			t.Errorf("%q is read as a period", id)
		}
	}
	if p, _ := parsePeriod("2028-02"); p.end().Format("2006-01-02") != "2028-02-29" {
		t.Error(p.end())
	}
	if p, _ := parsePeriod("2026-Q4"); p.end().Format("2006-01-02") != "2026-12-31" {
		t.Error(p.end())
	}
}

func TestColumnNames(t *testing.T) {
	used := map[string]bool{}
	for _, c := range [][3]string{
		{"three-or-more-placements", Percent, "three_or_more_placements_percent"},
		{"3-moves", Part, "indicator_3_moves_count"},
		{"months-in-care-before-return-home-planned-or-not", UpperQuartile, "months_in_care_before_return_home_upper_quartile"},
		{"months-in-care-before-return-home-planned-by-all", UpperQuartile, "months_in_care_before_return_home_upper_quartile"},
		{strings.Repeat("x", 70), Base, strings.Repeat("x", 39) + "_base_count"},
	} {
		name := columnName(c[0], c[1], used)
		if len(name) > mostName || used[name] || !snake.MatchString(name) {
			t.Errorf("%s: %s (%d)", c[0], name, len(name))
		}
		if !used[c[2]] && name != c[2] {
			t.Errorf("%s: %s, want %s", c[0], name, c[2])
		}
		used[name] = true
	}
}
