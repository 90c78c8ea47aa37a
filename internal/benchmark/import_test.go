package benchmark

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// A small file of placement stability: invented numbers in the published form, with Oak (901), its region and its two
// nearest, 902 and 903. England is rounded to 10.
const (
	head  = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,la_name,new_la_code,cla_group,placement_stability,children_count,children_percent\n"
	nat   = "2025,Reporting year,National,E92000001,England,,,,,,"
	reg   = "2025,Reporting year,Regional,E92000001,England,E12000099,Forest,,,,"
	oak   = "2025,Reporting year,Local authority,E92000001,England,E12000099,Forest,901,Oak,E09000901,"
	elm   = "2025,Reporting year,Local authority,E92000001,England,E12000099,Forest,902,Elm,E09000902,"
	ash   = "2025,Reporting year,Local authority,E92000001,England,E12000098,Moor,903,Ash,E09000903,"
	yew   = "2025,Reporting year,Local authority,E92000001,England,E12000098,Moor,904,Yew,E09000904,"
	three = "CLA on 31 March,With 3 or more placements during the year,"
	all   = "CLA on 31 March,Total children,"
	two   = "CLA 2 years on 31 March,With 3 or more placements during the previous 2 years,"
	all2  = "CLA 2 years on 31 March,Total children,"
	carer = "Children looked after continuously for at least 2.5 years on 31 March aged under 16 years,Living with the same carer for at least 2 years,"
	all3  = "Children looked after continuously for at least 2.5 years on 31 March aged under 16 years,Total children,"
)

func stability() string {
	return head +
		nat + three + "8500,10\n" + nat + all + "81770,100\n" + nat + two + "1000,20\n" + nat + all2 + "5000,100\n" + nat + carer + "690,69\n" + nat + all3 + "1000,100\n" +
		reg + three + "930,10\n" + reg + all + "9300,100\n" +
		oak + three + "10,7\n" + oak + all + "145,100\n" +
		elm + three + "c,c\n" + elm + all + "90,100\n" +
		ash + three + "12,12\n" + ash + all + "100,100\n" +
		yew + three + "0,0\n" + yew + all + "z,z\n"
}

// wide is a model of neighbours in which Oak's are 902, 903 and eight more.
func wide() string {
	var b strings.Builder
	b.WriteString("old_la_code,la_name,region_ind,region_name")
	for i := range HowMany {
		fmt.Fprintf(&b, ",SN_%d,SN_%dP", i+1, i+1)
	}
	b.WriteString("\n")
	for la := 901; la <= 911; la++ {
		fmt.Fprintf(&b, "%d,%s,1,Forest", la, map[int]string{901: "Oak", 902: "Elm", 903: "Ash", 904: "Yew"}[la]+strings.Repeat("Town", max(0, la-904)))
		for i := range HowMany {
			fmt.Fprintf(&b, ",%d,Very close ", 901+(la-901+i+1)%11)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func oakSite() *site.Site {
	return &site.Site{ID: "oak", Name: "Oak", Code: "E09000901", LACode: "901", Region: "Forest", RegionCode: "E12000099"}
}

func request(file, text string, there map[string][]byte) Request {
	return Request{File: file, Source: []byte(text), For: []*site.Site{oakSite()}, There: there, Folder: "data/common/benchmarks", By: "analyst"}
}

// put imports files one after the other and returns what lies there then.
func put(t *testing.T, requests ...[2]string) (map[string][]byte, Summary) {
	t.Helper()
	there := map[string][]byte{}
	var last Summary
	for _, r := range requests {
		var findings diag.List
		result := Import(request(r[0], r[1], there), &findings)
		for _, f := range findings.Sorted() {
			t.Errorf("%s: %s (%s)", f.Place(), f.Message, f.Hint)
		}
		maps.Copy(there, result.Files)
		last = result.Summary
	}
	return there, last
}

func TestImport(t *testing.T) {
	there, summary := put(t, [2]string{"model_2025_wide.csv", "\ufeff" + wide()}, [2]string{"stability.csv", "\ufeff" + stability()})
	if got := strings.Join(slices.Sorted(maps.Keys(there)), " "); got != "neighbours.csv neighbours.yaml placement-stability.csv placement-stability.yaml" {
		t.Fatal(got)
	}
	want := `measure,year,level,code,la_code,area,value,part,base,release
same-carer-two-years,2025,national,E92000001,,England,69,690,1000,2025
three-or-more-placements,2025,national,E92000001,,England,10,8500,81770,2025
three-or-more-placements,2025,regional,E12000099,,Forest,10,930,9300,2025
three-or-more-placements,2025,authority,E09000901,901,Oak,7,10,145,2025
three-or-more-placements,2025,authority,E09000902,902,Elm,c,c,90,2025
three-or-more-placements,2025,authority,E09000903,903,Ash,12,12,100,2025
three-or-more-placements,2025,authority,E09000904,904,Yew,0,0,z,2025
three-or-more-placements-two-years,2025,national,E92000001,,England,20,1000,5000,2025
`
	if got := string(there["placement-stability.csv"]); got != want {
		t.Errorf("got\n%s", got)
	}
	if summary.Kept != 8 || summary.New != 8 || summary.Symbols != 1 || summary.Areas != 6 || summary.Release != "2025" || len(summary.NoNeighbours) != 0 {
		t.Errorf("%+v", summary)
	}
	for _, line := range []string{"national: 10", "authority: 1", `by: "analyst"`, `value: "children_percent"`, `licence: "Open Government Licence v3.0"`} {
		if !strings.Contains(string(there["placement-stability.yaml"]), line) {
			t.Errorf("the sidecar does not say %s:\n%s", line, there["placement-stability.yaml"])
		}
	}
}

// Releases before 2025 call two columns otherwise. The figures are the same.
func TestOldColumns(t *testing.T) {
	old := strings.Replace(stability(), "children_count,children_percent", "number,percentage", 1)
	a, _ := put(t, [2]string{"s.csv", stability()})
	b, _ := put(t, [2]string{"s.csv", old})
	if !bytes.Equal(a["placement-stability.csv"], b["placement-stability.csv"]) || len(a["placement-stability.csv"]) < 200 {
		t.Error("the old columns give other figures")
	}
}

// The same file twice changes nothing, and releases may come in any order: for each figure the newest wins.
func TestReleasesInAnyOrder(t *testing.T) {
	newer := strings.ReplaceAll(strings.Replace(stability(), oak+three+"10,7", oak+three+"11,8", 1), "2025,Rep", "2026,Rep") + strings.ReplaceAll(strings.TrimPrefix(stability(), head), oak+three+"10,7", oak+three+"9,6")
	a, one := put(t, [2]string{"a.csv", stability()}, [2]string{"b.csv", newer})
	b, two := put(t, [2]string{"b.csv", newer}, [2]string{"a.csv", stability()})
	again, three := put(t, [2]string{"a.csv", stability()}, [2]string{"b.csv", newer}, [2]string{"b.csv", newer})
	for name := range a {
		if !bytes.Equal(a[name], b[name]) || !bytes.Equal(a[name], again[name]) {
			t.Errorf("%s depends on the order:\n%s\n%s", name, a[name], b[name])
		}
	}
	if one.Changed == 0 || two.Older == 0 || three.New+three.Changed != 0 {
		t.Errorf("%+v\n%+v\n%+v", one, two, three)
	}
	if !strings.Contains(string(a["placement-stability.csv"]), "2025,authority,E09000901,901,Oak,6,9,145,2026") {
		t.Error("the newer release's 2025 is not the one kept")
	}
}

func TestBadFiles(t *testing.T) {
	edit := func(old, with string) string {
		if !strings.Contains(stability(), old) {
			t.Fatalf("the sample has no %q", old)
		}
		return strings.Replace(stability(), old, with, 1)
	}
	for name, c := range map[string]struct{ text, place, message, hint string }{
		"empty":              {"", "f_2025.csv", "the file is empty", "download"},
		"mark only":          {"\ufeff \n", "f_2025.csv", "the file is empty", "download"},
		"zip":                {"PK\x03\x04rest", "f_2025.csv", "this is a zip file or a workbook", "unpack it"},
		"UTF-16":             {"\xff\xfet\x00i\x00", "f_2025.csv", "UTF-16", `save it as "CSV UTF-8"`},
		"Windows":            {"a,b\n\xe9,2\n", "f_2025.csv:2", "the text is not UTF-8", `save it as "CSV UTF-8"`},
		"heading only":       {head, "f_2025.csv:1", "a heading and no rows", "download"},
		"other file":         {"a,b\n1,2\n", "f_2025.csv:1", "the columns are those of no file that is known", "placement_stability"},
		"column missing":     {edit("children_percent", "children_pct"), "f_2025.csv:1", "the column children_percent or percentage or percent is missing", "did you mean"},
		"doubled column":     {edit("cla_group", "la_name"), "f_2025.csv:1", "two columns", "download"},
		"short row":          {edit("8500,10\n", "8500\n"), "f_2025.csv:2", "the row has 13 cells where the heading has 14", "download"},
		"bad quotes":         {edit("8500,10\n", "\"8500,10\n"), "f_2025.csv", `"`, "download"},
		"year missing":       {edit("2025,Rep", ",Rep"), "f_2025.csv:2", `time_period holds ""`, "31 March"},
		"financial year":     {edit("2025,Reporting year", "202425,Financial year"), "f_2025.csv:2", "time_", "Reporting year"},
		"unknown level":      {edit("Local authority", "Ward"), "f_2025.csv:10", `geographic_level holds "Ward"`, "National"},
		"no area code":       {edit("E09000901", ""), "f_2025.csv:10", "its code is", "download"},
		"percent over 100":   {edit("145,100", "145,100.5"), "f_2025.csv:11", "children_percent holds 100.5, more than all", "columns"},
		"negative":           {edit("10,7\n", "-100,7\n"), "f_2025.csv:10", `children_count holds "-100"`, "c, k, low, u, x and z"},
		"not a number":       {edit("10,7\n", "NaN,7\n"), "f_2025.csv:10", `children_count holds "NaN"`, "c, k, low, u, x and z"},
		"commas":             {edit("8500,10\n", "\"8,500\",10\n"), "f_2025.csv:2", `children_count holds "8,500"`, "without commas"},
		"empty cell":         {edit("10,7\n", ",7\n"), "f_2025.csv:10", "children_count is empty", "symbols"},
		"twice":              {stability() + oak + three + "10,7\n", "f_2025.csv:18", "the same as line 10", "keep one"},
		"measure renamed":    {strings.ReplaceAll(stability(), "3 or more placements during the year", "many"), "f_2025.csv", "there is no row for", "With many"},
		"authority not here": {strings.ReplaceAll(stability(), ",901,", ",999,"), "f_2025.csv", "the file has no row for Oak, whose old code is 901", "la_code"},
		"neighbour unknown":  {strings.Replace(wide(), ",902,Very", ",800,Very", 1), "f_2025.csv:2", `SN_1 of Oak holds "800"`, "another authority"},
		"neighbour itself":   {strings.Replace(wide(), ",902,Very", ",901,Very", 1), "f_2025.csv:2", `SN_1 of Oak holds "901"`, "another authority"},
		"nine neighbours":    {strings.ReplaceAll(strings.Replace(wide(), "SN_10,", "SN_11,", 1), "SN_10P", "SN_11P"), "f_2025.csv:1", "SN_10 is missing", "ten neighbours"},
		"closeness":          {strings.Replace(wide(), "Very close ", "=1+1", 1), "f_2025.csv:2", "SN_1P of Oak holds", "Very close"},
	} {
		t.Run(name, func(t *testing.T) {
			var findings diag.List
			result := Import(request("f_2025.csv", c.text, nil), &findings)
			found := findings.Sorted()
			if !slices.ContainsFunc(found, func(f diag.Finding) bool {
				return f.Severity == diag.Error && strings.HasPrefix(f.Place(), c.place) && strings.Contains(f.Message, c.message) && strings.Contains(f.Hint, c.hint)
			}) {
				t.Errorf("want %s: %s (%s), got %+v", c.place, c.message, c.hint, found)
			}
			if len(result.Files) != 0 {
				t.Error("a file with a mistake in it is written")
			}
		})
	}
	var findings diag.List
	Import(request("wide.csv", wide(), nil), &findings)
	if found := findings.Sorted(); len(found) != 1 || !strings.Contains(found[0].Hint, "--model") {
		t.Errorf("a model without a year: %+v", found)
	}
	Import(request("s.csv", edit("10,7\n", "10,70\n"), nil), &findings)
	if found := findings.Sorted(); !slices.ContainsFunc(found, func(f diag.Finding) bool {
		return f.Line == 10 && strings.Contains(f.Message, "does not agree with its counts")
	}) {
		t.Errorf("70%% from 10 of 145: %+v", found)
	}
}

func TestValues(t *testing.T) {
	for text, want := range map[string]string{"0": "0%", "12": "12%", "9.5": "9.5%", "c": "[c]", "k": "[low]", "z": "[z]"} {
		if v, err := parseValue(text); err != nil || v.Text(UnitPercent) != want || v.CSV() != text {
			t.Errorf("%s: %s, %s, %v", text, v.Text(UnitPercent), v.CSV(), err)
		}
	}
	for text, want := range map[string]string{"01:07": "1 year 7 months", "00:01": "1 month", "02:00": "2 years", "00:00": "0 months", "c": "[c]"} {
		if v, err := parseMonths(text); err != nil || v.Text(UnitMonths) != want {
			t.Errorf("%s: %s, %v", text, v.Text(UnitMonths), err)
		}
	}
	for _, text := range []string{"", "-1", "-100", "1e3", "+1", "0x1", "NaN", "Inf", "C", "..", "1,000", "١"} {
		if v, err := parseValue(text); err == nil || v.Published() {
			t.Errorf("%q is read as %s", text, v.CSV())
		}
	}
	for _, text := range []string{"1.07", "01:12", "1:7", "-1:07", "12"} {
		if _, err := parseMonths(text); err == nil {
			t.Errorf("%q is read as months", text)
		}
	}
	if got := (Value{}).Text(UnitPercent); got != "not published" {
		t.Error(got)
	}
	if got := Number(1234567).Text(""); got != "1,234,567" {
		t.Error(got)
	}
}

// Whatever a file holds: either there is a finding, or what is kept can be loaded again, holds numbers and symbols only,
// and the same file once more gives the same bytes.
func FuzzImport(f *testing.F) {
	f.Add(stability())
	f.Add("\ufeff" + wide())
	f.Add(head + nat + three + "k,low\n")
	f.Add("time_period,time_identifier,geographic_level,country_code,country_name,cla_group,stage_of_adoption_process,age_start_poc,number\n" +
		"2025,Reporting year,National,E92000001,England,Age,4. Total average time between entry into care and date placed for adoption,Total,01:07\n")
	f.Add("time_period,time_identifier,geographic_level,country_code,country_name,population_type,children_count,rate_per_10000\n2025,Reporting year,National,E92000001,England,Children looked after on 31 March each year,81770,67\n")
	f.Fuzz(func(t *testing.T, text string) {
		var findings diag.List
		result := Import(request("f_2025.csv", text, nil), &findings)
		errors, _ := findings.Count()
		if errors > 0 {
			if len(result.Files) > 0 {
				t.Fatal("files in spite of an error")
			}
			return
		}
		again := Import(request("f_2025.csv", text, result.Files), &findings)
		project := fstest.MapFS{}
		for name, data := range result.Files {
			if !bytes.Equal(data, again.Files[name]) {
				t.Errorf("%s changes when the file is imported again", name)
			}
			project["data/common/benchmarks/"+name] = &fstest.MapFile{Data: data}
		}
		s := site.Load(project, site.SiteConfig{ID: "oak", Layers: []string{"common"}}, &findings)
		var loading diag.List
		set := Load(s, &loading)
		if found := loading.Sorted(); len(found) > 0 {
			t.Errorf("what was kept cannot be loaded: %+v", found)
		}
		if len(set.figures) != result.Summary.Total && !result.Summary.NeighboursOnly {
			t.Errorf("%d figures kept, %d loaded", result.Summary.Total, len(set.figures))
		}
		for _, figure := range set.figures {
			for _, v := range []Value{figure.Value, figure.Part, figure.Base} {
				if n, ok := v.Number(); ok && n < 0 || ok && v.Symbol() != "" {
					t.Errorf("%+v", figure)
				}
			}
		}
	})
}
