package ssda903

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf16"

	"waymark/internal/care"
	"waymark/internal/dates"
	"waymark/internal/diag"
)

// The header rows, so that a test shows only what it is about.
const (
	header    = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
	episodes  = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
	reviews   = "CHILD,DOB,REVIEW,REVIEW_CODE\n"
	uasc      = "CHILD,SEX,DOB,DUC\n"
	ad1       = "CHILD,DOB,DATE_INT,DATE_MATCH,FOSTER_CARE,NB_ADOPTR,SEX_ADOPTR,LS_ADOPTR\n"
	placed    = "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED\n"
	prevPerm  = "CHILD,DOB,PREV_PERM,LA_PERM,DATE_PERM\n"
	swEpisode = "CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON\n"

	// One child, in care since 1 June 2025 with a foster carer.
	oneHeader  = header + "K1,F,10/01/2020,WBRI,,,\n"
	oneEpisode = episodes + "K1,01/06/2025,S,C1,N1,U6,PR1,,,,,,\n"
)

func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys["r/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// read reads Header and Episodes, and the others under any names.
func read(t *testing.T, o Options, header, episodes string, others ...string) (Return, []diag.Finding) {
	t.Helper()
	files := map[string]string{"a.csv": header, "b.csv": episodes}
	for i, text := range others {
		files[fmt.Sprintf("x%d.csv", i)] = text
	}
	return Read(folder(files), "r", o)
}

// said are the findings as "file:row check", without those about missing modules.
func said(findings []diag.Finding) []string {
	out := []string{}
	for _, f := range findings {
		if f.Check != "ssda903-missing" {
			out = append(out, strings.TrimPrefix(f.Place(), "r/")+" "+strings.TrimPrefix(f.Check, "ssda903-"))
		}
	}
	return out
}

func day(s string) care.Date {
	d, err := dates.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestAWholeReturn(t *testing.T) {
	r, findings := read(t, Options{},
		header+"K2,M,05/05/2015,BCRB,U1,,\nK1,F,10/01/2020,WBRI,U2,0,\n",
		episodes+
			"K1,01/06/2023,S,C1,N1,U5,PR1,01/09/2023,X1,,AA1 1AA,BB2 2BB,1234567\n"+
			"K1,01/09/2023,L,E1,N1,U5,PR1,01/11/2023,X1,PLACE,AA1 1AA,bb22bb,1234567.0\n"+
			"K1,01/11/2023,T,E1,N1,A5,PR1,20/12/2024,E12,,AA1 1AA,BB2 2BB,\n"+
			"K2,01/02/2025,S,V2,N4,K2,PR4,,,,,CC3 3CC,SC00001\n",
		reviews+"K1,10/01/2020,28/06/2023,PN0\nK1,10/01/2020,20/09/2023,PN0\n",
		uasc+"K2,M,05/05/2015,05/05/2033\n",
		placed+"K1,10/01/2020,15/08/2023,,\n",
		ad1+"K1,10/01/2020,15/08/2023,20/10/2023,1,2,MF,L0\n",
		prevPerm+"K1,10/01/2020,Z1,,\nK2,05/05/2015,P2,,\n",
		swEpisode+"K2,05/05/2015,SW9,01/02/2025,01/03/2025,ORGRST\nK2,05/05/2015,SW7,01/03/2025,01/04/2025,CHCHAN\nK2,05/05/2015,sw9,01/04/2025,,\n",
	)
	// Episodes that ended in 2024 and 2025 are two collection years, and that is said.
	if got := said(findings); !slices.Equal(got, []string{"b.csv years"}) {
		t.Errorf("findings %v", findings)
	}
	if len(r.Children) != 2 || !slices.Equal(r.Years, []int{2025}) || r.YearFrom != YearWorkedOut {
		t.Fatalf("%d children, years %v %s", len(r.Children), r.Years, r.YearFrom)
	}
	k2, k1 := r.Children[0], r.Children[1] // by birth
	wantEpisodes := []care.Episode{
		{Row: 2, Start: day("2023-06-01"), End: day("2023-09-01"), Why: "S", Legal: "C1", Placement: "U5", Provider: "PR1", Ceased: "X1", Place: "1", InAuthority: care.NotKnown},
		{Row: 3, Start: day("2023-09-01"), End: day("2023-11-01"), Why: "L", Legal: "E1", Placement: "U5", Provider: "PR1", Ceased: "X1", Changed: "PLACE", Place: "1", InAuthority: care.NotKnown},
		{Row: 4, Start: day("2023-11-01"), End: day("2024-12-20"), Why: "T", Legal: "E1", Placement: "A5", Provider: "PR1", Ceased: "E12", Place: "2", InAuthority: care.NotKnown},
	}
	if !reflect.DeepEqual(k1.Episodes, wantEpisodes) {
		t.Errorf("episodes\n%+v\nwant\n%+v", k1.Episodes, wantEpisodes)
	}
	wantAdoption := []care.Adoption{{
		Decided: day("2023-08-15"), PlacementOrder: day("2023-09-01"), Matched: day("2023-10-20"), Placed: day("2023-11-01"),
		Ordered: day("2024-12-20"), FosterCarer: care.Yes,
	}}
	if !reflect.DeepEqual(k1.Adoptions, wantAdoption) {
		t.Errorf("adoption\n%+v\nwant\n%+v", k1.Adoptions, wantAdoption)
	}
	if want := []care.Review{{Row: 2, Held: day("2023-06-28"), Participation: "PN0"}, {Row: 3, Held: day("2023-09-20"), Participation: "PN0"}}; !reflect.DeepEqual(k1.Reviews, want) {
		t.Errorf("reviews %+v", k1.Reviews)
	}
	if k1.Sex != care.Female || k1.EthnicityGroup != care.White || k1.Birth != day("2020-01-10") || k1.PreviousPermanence != care.NoPreviousPermanence ||
		k1.UASC.Flag != care.No || k1.Row != 3 || k1.Disability != care.NotKnown {
		t.Errorf("child %+v", k1)
	}
	if k2.UASC != (care.UASC{Flag: care.Yes, Ceased: day("2033-05-05")}) || k2.PreviousPermanence != care.PreviousSpecialGuardianship {
		t.Errorf("child %+v", k2)
	}
	if want := []care.SocialWorker{
		{Worker: "1", Start: day("2025-02-01"), End: day("2025-03-01"), Reason: "ORGRST"},
		{Worker: "2", Start: day("2025-03-01"), End: day("2025-04-01"), Reason: "CHCHAN"},
		{Worker: "1", Start: day("2025-04-01")},
	}; !reflect.DeepEqual(k2.Workers, want) {
		t.Errorf("workers %+v", k2.Workers)
	}
	if len(r.Counted) != 0 || len(r.Modules) != 8 || r.Modules[1] != (Module{"Episodes", "r/b.csv", 4, true}) {
		t.Errorf("counted %v, modules %v", r.Counted, r.Modules)
	}
}

// What people have in their cells means the same as the tidy form.
func TestCellsAsPeopleHaveThem(t *testing.T) {
	want, _ := read(t, Options{}, oneHeader, oneEpisode)
	for name, files := range map[string][2]string{
		"byte order mark": {"\ufeff" + oneHeader, "\ufeff" + oneEpisode},
		"crlf":            {strings.ReplaceAll(oneHeader, "\n", "\r\n"), strings.ReplaceAll(oneEpisode, "\n", "\r\n")},
		"trailing spaces": {strings.ReplaceAll(oneHeader, ",", " , "), strings.ReplaceAll(oneEpisode, ",", "\u00a0,")},
		"lower case":      {strings.ToLower(oneHeader), strings.ToLower(oneEpisode)},
		"iso":             {header + "K1,F,2020-01-10,WBRI,,,\n", episodes + "K1,2025-06-01,S,C1,N1,U6,PR1,,,,,,\n"},
		"iso with a time": {header + "K1,F,2020-01-10T00:00:00,WBRI,,,\n", episodes + "K1,2025-06-01 00:00,S,C1,N1,U6,PR1,,,,,,\n"},
		// 10 January 2020 is day 43840 of a spreadsheet, 1 June 2025 day 45809.
		"serial":        {header + "K1,F,43840,WBRI,,,\n", episodes + "K1,45809.0,S,C1,N1,U6,PR1,,,,,,\n"},
		"one digit":     {header + "K1,F,10/1/2020,WBRI,,,\n", episodes + "K1,1/6/2025,S,C1,N1,U6,PR1,,,,,,\n"},
		"old sex":       {header + "K1,2.0,10/01/2020,WBRI,,1.0,\n", oneEpisode},
		"#N/A":          {header + "K1,F,10/01/2020,WBRI,#N/A,#n/a,NaT\n", episodes + "K1,01/06/2025,S,C1,N1,U6,PR1,#N/A,#N/A,NULL,nan,-,#N/A\n"},
		"empty lines":   {header + "\n\nK1,F,10/01/2020,WBRI,,,\n,,,,,,\n\n", oneEpisode + "\n\n"},
		"quoted commas": {header + "K1,F,10/01/2020,WBRI,\"a, b\",,\n", episodes + "\"K1\",01/06/2025,S,C1,\"N1\",U6,PR1,,,,\"x, y\",,\n"},
		"more columns":  {strings.ReplaceAll(oneHeader, "\n", ",,\n"), strings.ReplaceAll(oneEpisode, "\n", ",\n")},
		"merged":        {"LA,YEAR," + header + "Sutton,2025,K1,F,10/01/2020,WBRI,,,\n", strings.ReplaceAll(strings.ReplaceAll(oneEpisode, "URN\n", "URN,LA,YEAR\n"), ",,\n", ",,,Sutton,2025\n")},
	} {
		got, findings := read(t, Options{}, files[0], files[1])
		if s := said(findings); len(s) != 0 && !(name == "old sex") {
			t.Errorf("%s: %v", name, findings)
		}
		if len(got.Children) != 1 {
			t.Errorf("%s: %d children", name, len(got.Children))
			continue
		}
		a, b := got.Children[0], want.Children[0]
		a.Row, a.Episodes[0].Row = b.Row, b.Episodes[0].Row
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%s:\n%+v\nwant\n%+v", name, a, b)
		}
	}
}

func TestRowsAreThoseOfTheSpreadsheet(t *testing.T) {
	// An empty line is a row; a line break inside a cell is none.
	r, findings := read(t, Options{}, oneHeader, episodes+"\nK1,01/06/2025,S,C1,N1,U6,PR1,,,,\"two\nlines\",,\nK1,01/07/2025,L,XX,N1,U6,PR1,,,,,,\n")
	if e := r.Children[0].Episodes; len(e) != 2 || e[0].Row != 3 || e[1].Row != 4 {
		t.Errorf("episodes %+v", e)
	}
	if !slices.ContainsFunc(findings, func(f diag.Finding) bool {
		return f.Line == 4 && strings.HasPrefix(f.Message, `cell D4: LS has "XX", which is no code of it`)
	}) {
		t.Errorf("findings %v", findings)
	}
}

func TestFilesThatAreNotRead(t *testing.T) {
	utf := func(order byte) string {
		var b bytes.Buffer
		for _, c := range utf16.Encode([]rune("\ufeff" + oneEpisode)) {
			if order == 'l' {
				b.Write([]byte{byte(c), byte(c >> 8)})
			} else {
				b.Write([]byte{byte(c >> 8), byte(c)})
			}
		}
		return b.String()
	}
	for name, c := range map[string]struct{ text, says, hint string }{
		"utf-16":          {utf('l'), "UTF-16", "CSV UTF-8"},
		"utf-16, big end": {utf('b'), "UTF-16", "CSV UTF-8"},
		"utf-16, no mark": {utf('l')[2:], "UTF-16", "CSV UTF-8"},
		"workbook":        {"PK\x03\x04\x14\x00", "zip file or a workbook", "CSV UTF-8"},
		"old workbook":    {"\xd0\xcf\x11\xe0\xa1\xb1", ".xls", "CSV UTF-8"},
		"gzip":            {"\x1f\x8b\x08\x00", "gzip", "unpack"},
		"xml":             {"<?xml version=\"1.0\"?><MESSAGE/>", "XML", "CSV"},
		"empty":           {"", "the file is empty", "leave it out"},
		"a mark only":     {"\ufeff\r\n\r\n", "the file is empty", "leave it out"},
		"semicolons":      {strings.ReplaceAll(reviews, ",", ";"), "parted by semicolons", "CSV UTF-8"},
		"old macintosh":   {strings.ReplaceAll(reviews+"K1,,,\n", "\n", "\r"), "old Macintosh", "CSV UTF-8"},
		"no header row":   {"K1,10/01/2020,01/07/2025,PN0\n", "header row is missing", "column names"},
		"another file":    {"CHILD,DOB,REVIEW,SCORE\n", "the nearest is Reviews, of which it lacks REVIEW_CODE, which does not have SCORE", "CHILD, DOB, REVIEW, REVIEW_CODE"},
		"secret columns":  {"CHILD,DOB,REVIEW,SMITH12345\n", "which does not have a column of another name", ""},
		"another order":   {"CHILD,REVIEW,DOB,REVIEW_CODE\n", "columns of Reviews in another order", "CHILD, DOB, REVIEW, REVIEW_CODE"},
		"twice a column":  {"CHILD,DOB,REVIEW,REVIEW\n", "REVIEW twice", "take one"},
	} {
		r, findings := read(t, Options{}, oneHeader, oneEpisode, c.text)
		var about []diag.Finding
		for _, f := range findings {
			if f.File == "r/x0.csv" {
				about = append(about, f)
			}
		}
		if len(about) != 1 || about[0].Severity != diag.Error || !strings.Contains(about[0].Message, c.says) || !strings.Contains(about[0].Hint, c.hint) {
			t.Errorf("%s: %+v", name, about)
		}
		if len(r.Modules) != 2 || len(r.Children) != 1 {
			t.Errorf("%s: modules %v", name, r.Modules)
		}
	}
}

func TestModulesOfTheFolder(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"no header":    {map[string]string{"e.csv": oneEpisode}, []string{"r error there is no Header module"}},
		"no episodes":  {map[string]string{"h.csv": oneHeader}, []string{"r error there is no Episodes module"}},
		"nothing":      {map[string]string{".hidden": "", "~$lock.csv": "x"}, []string{"r error there is no Episodes", "r error there is no Header"}},
		"without rows": {map[string]string{"h.csv": header, "e.csv": oneEpisode}, []string{"r warning the folder has no Reviews, UASC, AD1, PlacedAdoption, PrevPerm and SWEpisodes", "r/e.csv warning the child of this episode has no row in Header", "r/h.csv error the Header module has a header row and nothing below it"}},
		"given twice":  {map[string]string{"h.csv": oneHeader, "e.csv": oneEpisode, "f.csv": oneEpisode}, []string{"r warning the folder has no Reviews", "r/f.csv error this is the Episodes module, and so is e.csv"}},
		"a note beside": {map[string]string{"h.csv": oneHeader, "e.txt": oneEpisode, "readme.md": "Made by hand."}, []string{
			"r warning the folder has no Reviews", "r/readme.md warning the first row has no column name"}},
	} {
		_, findings := Read(folder(c.files), "r", Options{})
		var got []string
		for _, f := range findings {
			got = append(got, fmt.Sprintf("%s %s %s", f.File, f.Severity, f.Message))
		}
		if !slices.EqualFunc(got, c.want, strings.HasPrefix) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
	if _, findings := Read(fstest.MapFS{}, "nowhere", Options{}); len(findings) == 0 || findings[0].Severity != diag.Error {
		t.Errorf("a folder that is not there: %v", findings)
	}
}

func TestValuesOutsideTheLists(t *testing.T) {
	h := header + "Q77,X,31/02/2020,WXYZ,,,\n"
	e := episodes + "Q77,01/06/25,Q,C9,N1,Smith,PR9,1,E99,SM4 5DX,,,\n"
	r, findings := read(t, Options{}, h, e, reviews+"Q77,,2025-13-01,PN9\n")
	want := map[string]string{
		"cell B2: SEX has \"X\"":                    "M, F and U",
		"cell C2: DOB has a day that no calendar":   "not known",
		"cell D2: ETHNIC has \"WXYZ\"":              "NOBT",
		"cell B2: DECOM has a date with two digits": "01/04/2026",
		"cell C2: RNE has \"Q\"":                    "S, L, P, T, B and U",
		"cell D2: LS has \"C9\"":                    "V4",
		"cell F2: PLACE has a value of 5":           "Z14",
		"cell G2: PLACE_PROVIDER has \"PR9\"":       "PR5",
		"cell H2: DEC has a number that is no day":  "",
		"cell I2: REC has \"E99\"":                  "E48",
		"cell J2: REASON_PLACE_CHANGE has a value":  "CARPL",
		"cell C2: REVIEW has a day that no":         "",
		"cell D2: REVIEW_CODE has \"PN9\"":          "PN7",
	}
	for start, hint := range want {
		if !slices.ContainsFunc(findings, func(f diag.Finding) bool {
			return strings.HasPrefix(f.Message, start) && strings.Contains(f.Hint, hint) && f.Severity == diag.Warning && f.Private
		}) {
			t.Errorf("no finding %q", start)
		}
	}
	if len(r.Counted) != len(want) {
		t.Errorf("counted %v", r.Counted)
	}
	for _, f := range findings {
		for _, private := range []string{"Smith", "SM4", "31/02", "Q77", "2025-13", "01/06/25"} {
			if strings.Contains(f.Message+f.Hint, private) {
				t.Errorf("%q repeats %s", f.Message, private)
			}
		}
	}
	if k := r.Children[0]; k.Sex != care.SexNotKnown || k.Birth != 0 || len(k.Reviews) != 0 || !reflect.DeepEqual(k.Episodes[0], care.Episode{Row: 2, InAuthority: care.NotKnown}) {
		t.Errorf("child %+v", k)
	}
	_, strict := read(t, Options{Strict: true}, h, e)
	for _, f := range strict {
		if f.Line > 0 && f.Severity != diag.Error {
			t.Errorf("strict: %v", f)
		}
	}
}

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "01/04/2026": "2026-04-01", "1/4/2026": "2026-04-01", "2026-04-01": "2026-04-01", "2026-04-01 00:00:00": "2026-04-01",
		"01/04/2026 13:15": "2026-04-01", "2026-04-01T00:00:00.000Z": "2026-04-01", "46113": "2026-04-01", "46113.0": "2026-04-01",
		"29221": "1980-01-01", "73050": "2099-12-31", "29/02/2024": "2024-02-29",
		"29220": "?", "73051": "?", "01/04/26": "?", "26-04-01": "?", "01-04-2026": "?", "04/25/2026": "?", "29/02/2025": "?", "01/01/1900": "?",
		"31/12/9999": "?", "1 April 2026": "?", "46113.5": "?", "-46113": "?", "2026-04": "?", "20260401": "?", "01/04/2026/": "?",
		"99999999999999999999": "?", "01/04/2026 soon": "?", "T00:00": "?", "//": "?", "0x/04/2026": "?",
	} {
		d, problem := parseDate(in)
		if (want == "?") != (problem != "") || want != "?" && d.String() != want || want == "?" && d != 0 {
			t.Errorf("%q is %s, %q; want %s", in, d, problem, want)
		}
	}
}

func TestOldCodesAreKept(t *testing.T) {
	for _, c := range []struct{ place, start, end, year, said string }{
		{"H5", "01/05/2019", "01/06/2020", "2026", ""},
		{"h5", "01/05/2025", "01/06/2025", "2026", ""}, // 2025/26 is one year off the list, a seam
		{"H5", "01/05/2026", "01/06/2026", "2027", "until the return of 2025"},
		{"P2", "01/05/2019", "01/06/2019", "2026", ""},
		{"K3", "01/05/2025", "", "2026", ""},
		{"k3", "01/05/2019", "01/06/2019", "2026", "from the return of 2025"},
		{"Z1", "01/05/2019", "01/06/2019", "2026", ""},
		{"Z12", "01/05/2025", "", "2026", ""},
		{"Z12", "01/05/2019", "01/06/2019", "2026", "from the return of 2026"},
	} {
		var year int
		fmt.Sscan(c.year, &year)
		rec := ""
		if c.end != "" {
			rec = "E8"
		}
		r, findings := read(t, Options{Year: year}, oneHeader, episodes+"K1,"+c.start+",S,V2,N1,"+c.place+",,"+c.end+","+rec+",,,,\n")
		if got := string(r.Children[0].Episodes[0].Placement); got != strings.ToUpper(c.place) {
			t.Errorf("%v: %s", c, got)
		}
		i := slices.IndexFunc(findings, func(f diag.Finding) bool { return f.Check == "ssda903-code-year" })
		if (i >= 0) != (c.said != "") || i >= 0 && !strings.Contains(findings[i].Message, c.said) {
			t.Errorf("%v: %v", c, findings)
		}
	}
	for _, rec := range []string{"E43", "E44", "e45", "E48"} {
		r, _ := read(t, Options{}, oneHeader, episodes+"K1,01/06/2025,S,C1,N1,U6,PR1,01/08/2025,"+rec+",,,,\n")
		if got := r.Children[0].Episodes[0].Ceased.End(); got != care.EndedGuardianship {
			t.Errorf("%s is %q", rec, got)
		}
	}
	for code, want := range map[string]care.Sex{"1": care.Male, "2": care.Female, "m": care.Male, "F": care.Female, "U": care.SexNotKnown, "1.0": care.Male} {
		if r, _ := read(t, Options{}, header+"K1,"+code+",10/01/2020,WBRI,,,\n", oneEpisode); r.Children[0].Sex != want {
			t.Errorf("sex %s is %s", code, r.Children[0].Sex)
		}
	}
}

func TestFolding(t *testing.T) {
	var e strings.Builder
	e.WriteString(episodes)
	for i := range 1413 {
		fmt.Fprintf(&e, "K1,%s,S,ZZ,N1,U6,PR1,,,,,,\n", time.Date(2000, 1, 1+i, 0, 0, 0, 0, time.UTC).Format("02/01/2006"))
	}
	r, findings := read(t, Options{}, oneHeader, e.String())
	var got []string
	for _, f := range findings {
		if f.Check == "ssda903-code" {
			got = append(got, fmt.Sprintf("%d %.8s", f.Line, f.Message))
		}
	}
	if want := []string{"2 cell D2:", "3 cell D3:", "4 cell D4:", "5 cell D5:", "6 cell D6:", "7 and 1,40"}; !slices.EqualFunc(got, want, func(a, b string) bool { return strings.HasPrefix(b, a) }) {
		t.Errorf("%q", got)
	}
	if i := slices.Index(r.Counted, Loss{"Episodes", "LS", "ssda903-code", 1413}); i < 0 {
		t.Errorf("%v", r.Counted)
	}
	// Six are shown: "and 1 more" is no shorter. And the first by place, in whatever order they come.
	b := newBook(2)
	for _, n := range []int{9, 4, 7, 5, 8} {
		b.row(diag.Warning, rule{"f", "c", ""}, n, func() (string, string) { return fmt.Sprint(n), "" })
	}
	got = nil
	for _, f := range b.findings() {
		got = append(got, fmt.Sprint(f.Line, " ", f.Message))
	}
	if want := []string{"4 4", "5 5", "7 and 3 more like this, from this row on"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestLetters(t *testing.T) {
	for n, want := range map[int]string{0: "A", 3: "D", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := letter(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "0", 999: "999", 1408: "1,408", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("%d is %s", n, got)
		}
	}
	for s, want := range map[string]string{"E99": `"E99"`, "9": `"9"`, "12": `"12"`, "123": "a value of 3 characters", "Smith": "a value of 5 characters", "é": "a value of 1 characters", "A 1": "a value of 3 characters"} {
		if got := shown(s); got != want {
			t.Errorf("%q is shown as %s", s, got)
		}
	}
	for d, want := range map[string]int{"2026-03-31": 2026, "2026-04-01": 2027, "2026-12-31": 2027, "": 0} {
		if got := CollectionYear(day(d)); got != want {
			t.Errorf("%s is in %d", d, got)
		}
	}
}

func TestImpossibleHistories(t *testing.T) {
	const start = "K1,01/06/2025,S,C1,N1,U6,PR1,"
	for name, c := range map[string]struct {
		episodes string
		others   []string
		want     []string
	}{
		"nothing wrong":           {start + "01/08/2025,X1,,,,\nK1,01/08/2025,L,C2,N1,U6,PR1,,,,,,\n", nil, nil},
		"overlap":                 {start + "01/08/2025,X1,,,,\nK1,01/07/2025,L,C2,N1,U6,PR1,,,,,,\n", nil, []string{"b.csv:3 overlap"}},
		"gap with X1":             {start + "01/08/2025,X1,,,,\nK1,02/08/2025,L,C2,N1,U6,PR1,,,,,,\n", nil, []string{"b.csv:2 continues-nowhere", "b.csv:3 first-not-start"}},
		"open with a reason":      {start + ",E4A,,,,\n", nil, []string{"b.csv:2 open-ceased"}},
		"ends before":             {start + "01/05/2025,E4A,,,,\n", nil, []string{"b.csv:2 end-before-start", "b.csv:2 no-whole-day"}},
		"open, then another":      {start + ",,,,,\nK1,02/08/2025,L,C2,N1,U6,PR1,,,,,,\n", nil, []string{"b.csv:2 not-closed"}},
		"no reason":               {start + "01/08/2025,,,,,\n", nil, []string{"b.csv:2 no-reason"}},
		"not begun with S":        {"K1,01/06/2025,L,C2,N1,U6,PR1,,,,,,\n", nil, []string{"b.csv:2 first-not-start"}},
		"from short breaks":       {"K1,01/05/2025,S,V3,N1,U6,PR1,01/06/2025,X1,,,,\nK1,01/06/2025,L,C2,N1,U6,PR1,,,,,,\n", nil, nil},
		"starts temporary":        {"K1,01/06/2025,S,C1,N1,T1,,,,,,,\n", nil, []string{"b.csv:2 temporary-first"}},
		"ends temporary":          {start + "01/08/2025,X1,,,,\nK1,01/08/2025,P,C1,N1,T1,,09/08/2025,E4A,,,,\n", nil, []string{"b.csv:3 temporary-last"}},
		"before birth":            {"K1,01/06/2019,S,C1,N1,U6,PR1,,,,,,\n", nil, []string{"b.csv:2 born-after-episode"}},
		"A6 without order":        {start + "01/08/2025,X1,,,,\nK1,01/08/2025,P,C2,N1,A6,PR1,,,,,,\n", nil, []string{"b.csv:3 no-placement-order"}},
		"A6 with order":           {start + "01/08/2025,X1,,,,\nK1,01/08/2025,B,E1,N1,A6,PR1,,,,,,\n", nil, nil},
		"A5, carer changed":       {start + "01/08/2025,X1,,,,\nK1,01/08/2025,B,E1,N1,A5,PR1,,,,,,\n", nil, []string{"b.csv:3 carer-contradicted"}},
		"A3 from a home":          {"K1,01/06/2025,S,C1,N1,K2,PR1,01/08/2025,X1,,,,\nK1,01/08/2025,T,C1,N1,A3,PR1,,,,,,\n", nil, []string{"b.csv:3 no-foster-carer"}},
		"adopted, no A":           {start + "01/08/2025,E11,,,,\n", nil, []string{"b.csv:2 adopted-not-placed"}},
		"guardian, no U":          {"K1,01/06/2025,S,C1,N1,P1,PR0,01/08/2025,E45,,,,\n", nil, []string{"b.csv:2 guardian-not-carer"}},
		"review before":           {start + ",,,,,\n", []string{reviews + "K1,,31/05/2025,PN1\nK1,,01/06/2025,PN1\n"}, []string{"x0.csv:2 review-outside"}},
		"review after":            {start + "01/08/2025,E4A,,,,\n", []string{reviews + "K1,,01/08/2025,PN1\nK1,,02/08/2025,PN1\n"}, []string{"x0.csv:3 review-outside"}},
		"PN0 at five":             {start + ",,,,,\n", []string{reviews + "K1,,01/07/2025,PN0\n"}, []string{"x0.csv:2 review-age"}},
		"523":                     {start + ",,,,,\n", []string{placed + "K1,,01/07/2025,,\n", ad1 + "K1,,02/07/2025,,,,,\n"}, []string{"x1.csv:2 decision-differs"}},
		"334":                     {start + ",,,,,\n", []string{placed + "K1,,31/05/2025,,\n"}, nil}, // no period holds that day: nothing to compare with
		"334, ordered":            {"K1,01/06/2025,S,E1,N1,U6,PR1,,,,,,\n", []string{placed + "K1,,31/05/2025,,\n"}, []string{"x0.csv:2 adoption-order"}},
		"554":                     {"K1,01/06/2025,S,E1,N1,U6,PR1,,,,,,\n", []string{placed + "K1,,02/06/2025,,\n"}, []string{"x0.csv:2 adoption-order"}},
		"333":                     {start + ",,,,,\n", []string{placed + "K1,,10/07/2025,,\n", ad1 + "K1,,10/07/2025,09/07/2025,0,,,\n"}, []string{"x1.csv:2 match-order"}},
		"331":                     {start + "01/08/2025,X1,,,,\nK1,01/08/2025,P,C1,N1,A4,PR1,,,,,,\n", []string{ad1 + "K1,,10/07/2025,02/08/2025,0,,,\n"}, []string{"x0.csv:2 match-order"}},
		"reversed before":         {start + ",,,,,\n", []string{placed + "K1,,10/07/2025,09/07/2025,RD4\n"}, []string{"x0.csv:2 adoption-order"}},
		"worker":                  {start + ",,,,,\n", []string{swEpisode + "K1,,a,10/07/2025,09/07/2025,\n"}, []string{"x0.csv:2 worker-order"}},
		"another birth":           {start + ",,,,,\n", []string{uasc + "K1,F,11/01/2020,\n"}, []string{"x0.csv:2 birth"}},
		"a stranger":              {start + ",,,,,\n", []string{uasc + "K7,F,11/01/2020,\n"}, []string{"x0.csv:2 stranger"}},
		"no header row":           {start + ",,,,,\nK8,01/06/2025,S,C1,N1,U6,PR1,,,,,,\n", nil, []string{"b.csv:3 no-header"}},
		"the same twice":          {start + ",,,,,\n" + start + ",,,,,\n", nil, []string{"b.csv:3 episode-twice"}},
		"open and ended":          {start + ",,,,,\n" + start + "01/08/2025,E4A,,,,\n", nil, []string{"b.csv:2 episode-twice"}},
		"reviews of another year": {start + ",,,,,\n", []string{reviews + "K1,,01/07/2029,PN1\n"}, []string{"x0.csv years"}},
		"no child":                {start + ",,,,,\n,01/06/2025,S,C1,N1,U6,PR1,,,,,,\n1.23457E+11,01/06/2025,S,C1,N1,U6,PR1,,,,,,\n", nil, []string{"b.csv:3 no-child", "b.csv:4 no-child"}},
		"width":                   {start + ",,,,,\nK1,01/06/2025\nK1,01/06/2025,S,C1,N1,U6,PR1,,,,,,,more\n", nil, []string{"b.csv:3 width", "b.csv:4 width"}},
		"a bare quote":            {start + ",,,,,\nK1,a\"b\",01/06/2025\n", nil, []string{"b.csv:3 quotes"}},
		"an open quote":           {start + ",,,,,\nK1,\"01/06/2025\nK1\nK1\n", nil, []string{"b.csv:3 cut"}},
	} {
		_, findings := read(t, Options{}, oneHeader, episodes+c.episodes, c.others...)
		if got := said(findings); !slices.Equal(got, append([]string{}, c.want...)) {
			t.Errorf("%s: %q, want %q\n%v", name, got, c.want, findings)
		}
	}
}

func TestEighteen(t *testing.T) {
	h := header + "K1,F,10/01/2007,WBRI,,,\n" // 18 on 10 January 2025
	for year, want := range map[int]int{2024: 0, 2025: 1} {
		_, findings := read(t, Options{Year: year}, h, episodes+"K1,01/06/2023,S,C1,N1,U6,PR1,,,,,,\n")
		n := 0
		for _, f := range findings {
			if f.Check == "ssda903-past-eighteen" {
				n++
			}
		}
		if n != want {
			t.Errorf("return of %d: %v", year, findings)
		}
	}
}

func TestTwoReturnsMixed(t *testing.T) {
	// Contradicting rows without a year: what they contradict each other in is not known.
	r, findings := read(t, Options{}, oneHeader+"K1,M,10/01/2020,REFU,,,\nK1,F,10/01/2020,WBRI,,,\n", oneEpisode)
	if k := r.Children[0]; len(r.Children) != 1 || k.Sex != care.SexNotKnown || k.Birth != day("2020-01-10") || k.EthnicityGroup != care.White {
		t.Errorf("%+v", r.Children)
	}
	if got := said(findings); !slices.Equal(got, []string{"a.csv:3 header-differs", "a.csv:4 header-again"}) {
		t.Errorf("%q", got)
	}
	if want := []Loss{{"Header", "SEX", "ssda903-header-differs", 1}}; !reflect.DeepEqual(r.Counted, want) {
		t.Errorf("%v", r.Counted)
	}
	// With a year the later row is taken, and so is the later episode; nothing is odd about either.
	y := func(s string) string { return strings.ReplaceAll(s, "\n", ",YEAR\n") }
	r, findings = read(t, Options{}, y(header)+"K1,F,10/01/2020,WBRI,,,,2025\nK1,F,10/01/2020,,,,,2026\n",
		y(episodes)+"K1,01/06/2024,S,C1,N1,U6,PR1,,,,,,,2025\nK1,01/06/2024,S,C1,N1,U6,PR1,01/09/2025,E4A,,,,,2026\n")
	if got := said(findings); len(got) != 0 || !slices.Equal(r.Years, []int{2025, 2026}) || r.YearFrom != YearColumn {
		t.Errorf("%q %v", got, r.Years)
	}
	if k := r.Children[0]; len(k.Episodes) != 1 || k.Episodes[0].Ceased != "E4A" || k.EthnicityGroup != care.White {
		t.Errorf("%+v", k)
	}
	// The return is said to be of another year.
	if _, findings = read(t, Options{Year: 2019}, oneHeader, oneEpisode); !slices.Equal(said(findings), []string{"b.csv years"}) {
		t.Errorf("%v", findings)
	}
}

func TestTwoAuthoritiesMayShareANumber(t *testing.T) {
	la := func(s string) string { return "LA," + s }
	r, _ := read(t, Options{}, la(header)+"A,K1,F,10/01/2020,WBRI,,,\nB,K1,M,11/01/2021,WBRI,,,\n", la(episodes)+"a,K1,01/06/2025,S,C1,N1,U6,PR1,,,,,,\nB,K1,01/07/2025,S,C1,N1,U6,PR1,,,,,,\n")
	if len(r.Children) != 2 || len(r.Children[0].Episodes) != 1 || r.Children[0].Episodes[0].Start != day("2025-06-01") || r.Children[1].Episodes[0].Start != day("2025-07-01") {
		t.Errorf("%+v", r.Children)
	}
	_, findings := read(t, Options{}, la(header)+"A,K1,F,10/01/2020,WBRI,,,\nB,K1,M,11/01/2021,WBRI,,,\n", oneEpisode)
	if !slices.ContainsFunc(findings, func(f diag.Finding) bool { return f.Check == "ssda903-merge" && f.Severity == diag.Error }) {
		t.Errorf("%v", findings)
	}
}

func TestAdoptionCourses(t *testing.T) {
	r, findings := read(t, Options{}, header+"K1,F,10/01/2020,WBRI,,,\n",
		episodes+
			"K1,01/06/2021,S,C1,N1,U6,PR1,01/09/2021,X1,,,,\n"+
			"K1,01/09/2021,L,E1,N1,U6,PR1,01/11/2021,X1,,,,\n"+
			"K1,01/11/2021,P,E1,N1,A6,PR1,01/02/2022,X1,,,,\n"+
			"K1,01/02/2022,P,E1,N1,U6,PR1,01/12/2022,X1,,,,\n"+
			"K1,01/12/2022,P,E1,N1,A6,PR1,,,,,,\n",
		placed+"K1,,01/08/2021,01/03/2022,RD1\nK1,,01/06/2022,,\n")
	want := []care.Adoption{
		{Decided: day("2021-08-01"), PlacementOrder: day("2021-09-01"), Placed: day("2021-11-01"), Reversed: day("2022-03-01"), ReversedReason: "RD1", FosterCarer: care.NotKnown},
		{Decided: day("2022-06-01"), PlacementOrder: day("2021-09-01"), Placed: day("2022-12-01"), FosterCarer: care.NotKnown},
	}
	if got := r.Children[0].Adoptions; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
	if got := said(findings); !slices.Equal(got, []string{"b.csv years"}) {
		t.Errorf("%q", got)
	}
	// Episodes alone tell what they can, and most children have no course at all.
	r, _ = read(t, Options{}, oneHeader, episodes+"K1,01/06/2025,S,E1,N1,U6,PR1,,,,,,\n")
	if got := r.Children[0].Adoptions; len(got) != 1 || got[0].PlacementOrder != day("2025-06-01") || got[0].Decided != 0 {
		t.Errorf("%+v", got)
	}
	if r, _ = read(t, Options{}, oneHeader, oneEpisode); r.Children[0].Adoptions != nil {
		t.Errorf("%+v", r.Children[0].Adoptions)
	}
}

func TestDerivedColumns(t *testing.T) {
	e := strings.ReplaceAll(episodes, "URN\n", "URN,PL_LA,PL_LOCATION,PL_DISTANCE\n")
	r, findings := read(t, Options{}, oneHeader, e+"K1,01/06/2025,S,C1,N1,U6,PR1,01/07/2025,X1,,,,,E09000024,in,20.0\nK1,01/07/2025,P,C1,N1,U6,PR1,,,,,,,Kent,OUT,20.1\n")
	got := r.Children[0].Episodes
	if len(findings) != 1 || got[0].InAuthority != care.Yes || got[0].Distance != care.UpTo20Miles || got[1].InAuthority != care.No || got[1].Distance != care.Over20Miles {
		t.Errorf("%+v %v", got, findings)
	}
}

// No cell of the columns that only identify is anywhere in what was read, nor in a finding.
func TestNothingThatIdentifiesIsKept(t *testing.T) {
	r, findings := read(t, Options{Strict: true},
		header+"K1,F,10/01/2020,WBRI,secretupn,secretmother,secretbirth\n",
		episodes+"K1,01/06/2025,S,C1,N1,U6,PR1,,,,secrethome,secretplace,secreturn\nK1,02/06/2025,S,C1,N1,U6,PR1,,,,secrethome,secretplace,secreturn\n",
		swEpisode+"K1,10/01/2021,secretworker,01/06/2025,,\n", reviews+"secretchild,,,\nK1,secretdob,secretdate,secretcode\n")
	for _, f := range findings {
		if s := strings.ToLower(f.Message + f.Hint); strings.Contains(s, "secret") || strings.Contains(f.Message, "K1") {
			t.Errorf("finding %q", f.Message)
		}
	}
	if s := strings.ToLower(fmt.Sprintf("%+v", r)); strings.Contains(s, "secret") {
		t.Errorf("kept: %s", s)
	}
}

func TestTheOrderOfChildrenIsNotThatOfKeys(t *testing.T) {
	of := func(a, b string) []string {
		r, _ := read(t, Options{}, header+a+",F,10/01/2020,WBRI,,,\n"+b+",F,10/01/2019,WBRI,,,\n", episodes+a+",01/06/2025,S,C1,N1,U6,PR1,,,,,,\n"+b+",01/06/2025,S,C1,N1,U6,PR1,,,,,,\n")
		var out []string
		for _, k := range r.Children {
			out = append(out, k.Birth.String())
		}
		return out
	}
	if one, two := of("K1", "K2"), of("K2", "K1"); !slices.Equal(one, two) || one[0] != "2019-01-10" {
		t.Errorf("%v, %v", one, two)
	}
}

func TestAQuoteThatIsNeverClosedIsNotHeld(t *testing.T) {
	e := oneEpisode + "K1,\"" + strings.Repeat("01/06/2025,\n", 200_000) // 2.4 MB
	r, findings := read(t, Options{}, oneHeader, e)
	if len(r.Children) != 1 || len(r.Children[0].Episodes) != 1 {
		t.Errorf("%d children", len(r.Children))
	}
	if got := said(findings); !slices.Equal(got, []string{"b.csv cut"}) {
		t.Errorf("%v", findings)
	}
}

// long is a folder with one more file, made up while it is read; it looks how much memory is held meanwhile.
type long struct {
	fs.FS
	header, line string
	lines        int
	most         uint64
}

func (l *long) Open(name string) (fs.File, error) {
	if name != "r/long.csv" {
		return l.FS.Open(name)
	}
	f, err := l.FS.Open(name)
	return &longFile{File: f, of: l, text: l.header, left: l.lines}, err
}

type longFile struct {
	fs.File
	of   *long
	text string
	left int
}

func (f *longFile) Read(p []byte) (int, error) {
	if f.text == "" && f.left > 0 {
		n := min(f.left, 1000)
		f.text, f.left = strings.Repeat(f.of.line, n), f.left-n
		if f.left%100_000 == 0 {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			f.of.most = max(f.of.most, m.HeapAlloc)
		}
	}
	if f.text == "" {
		return 0, io.EOF
	}
	n := copy(p, f.text)
	f.text = f.text[n:]
	return n, nil
}

func TestAFileIsStreamed(t *testing.T) {
	const lines = 600_000 // 36 MB of rows that are counted, or left out
	for header, line := range map[string]string{
		"CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n": "K1,10/01/2020,YES,F1,B1,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n",
		reviews:                            "K1,10/01/2020,not a date of any kind whatever is said,PN1\n",
	} {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		l := &long{FS: folder(map[string]string{"h.csv": oneHeader, "e.csv": oneEpisode, "long.csv": ""}), header: header, line: line, lines: lines}
		r, _ := Read(l, "r", Options{})
		if got := r.Modules[len(r.Modules)-1].Rows; got != lines {
			t.Errorf("%d rows", got)
		}
		if l.most == 0 || l.most > m.HeapAlloc+2<<20 {
			t.Errorf("%d bytes are held while %d are read, %d before", l.most, lines*len(line), m.HeapAlloc)
		}
	}
}
