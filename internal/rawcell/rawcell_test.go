package rawcell

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/xuri/excelize/v2"

	"waymark/internal/care"
	"waymark/internal/dates"
	"waymark/internal/diag"
)

func TestDate(t *testing.T) {
	day := func(y, m, d int) care.Date { return dates.NewDate(y, time.Month(m), d) }
	tests := []struct {
		text string
		mac  bool
		want care.Date // zero: not read
	}{
		{"2026-06-30", false, day(2026, 6, 30)},
		{" 30/06/2026\u00a0", false, day(2026, 6, 30)},
		{"3/4/2026", false, day(2026, 4, 3)}, // day first, always
		{"30.6.2026", false, day(2026, 6, 30)},
		{"30-06-2026", false, day(2026, 6, 30)},
		{"30 June 2026", false, day(2026, 6, 30)},
		{"30-Jun-2026", false, day(2026, 6, 30)},
		{"1 Sept 2026", false, day(2026, 9, 1)},
		{"2026-06-30T00:00:00", false, day(2026, 6, 30)},
		{"2026-06-30 23:59:59.999", false, day(2026, 6, 30)},
		{"30/06/2026 09:15", false, day(2026, 6, 30)},
		{"44197", false, day(2021, 1, 1)},
		{"44197.75", false, day(2021, 1, 1)}, // six in the evening
		{"42735", true, day(2021, 1, 1)},     // 44197 - 1462: the two systems are four years and a day apart
		{"0", true, day(1904, 1, 1)},
		{"1", false, day(1900, 1, 1)},
		{"59", false, day(1900, 2, 28)},
		{"60", false, 0}, // 29 February 1900, which never was
		{"61", false, day(1900, 3, 1)},
		{"2958465", false, day(9999, 12, 31)},
		{"2958466", false, 0},
		{"0", false, 0},
		{"-5", false, 0},
		{"1e4", false, 0},
		{"NaN", false, 0},
		{"30/06/26", false, 0}, // 1926 or 2026
		{"06/30/2026", false, 0},
		{"2026-02-30", false, 0},
		{"2026-6-1", false, 0},
		{"30 Juin 2026", false, 0},
		{"30 Janet 2026", false, 0},
		{"soon", false, 0},
		{"", false, 0},
	}
	for _, test := range tests {
		got, ok := Date(test.text, test.mac)
		if got != test.want || ok != (test.want != 0) {
			t.Errorf("Date(%q, %v) = %v, %v; want %v", test.text, test.mac, got.Time(), ok, test.want.Time())
		}
	}
}

func TestCoded(t *testing.T) {
	tests := []struct {
		text   string
		letter byte
		rest   string
	}{
		{"b) Female", 'b', "female"}, {"B)Female", 'b', "female"}, {"(b) Female", 'b', "female"}, {"b", 'b', ""}, {"b)", 'b', ""}, {"b. Female", 'b', "female"},
		{"Female", 0, "female"}, {"", 0, ""}, {"1", 0, "1"}, {"a) b) c", 'a', "b) c"},
	}
	for _, test := range tests {
		if letter, rest := Coded(test.text); letter != test.letter || rest != test.rest {
			t.Errorf("Coded(%q) = %q, %q", test.text, letter, rest)
		}
	}
}

func TestNationalCode(t *testing.T) {
	known := func(c string) bool { return care.PlacementCode(c).Group() != "" }
	tests := map[string]string{
		"d) U4: Foster placement - long term": "U4", "u4": "U4", "k3 supported": "K3", "n) H5: Residential accommodation": "H5",
		"Foster placement": "", "": "", "U44": "", "XU4": "", "Z12 - other": "Z12",
	}
	for text, want := range tests {
		if got := NationalCode(text, known); got != want {
			t.Errorf("NationalCode(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestSmallValues(t *testing.T) {
	for text, want := range map[string]int{"17": 17, "17.999": 17, "0": 0, "3 years": 3, "25.9": 25} {
		if got, ok := Age(text); !ok || got != want {
			t.Errorf("Age(%q) = %d, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "-1", "26", "2010", "NaN", "teens"} {
		if got, ok := Age(text); ok {
			t.Errorf("Age(%q) = %d", text, got)
		}
	}
	for text, want := range map[string]int{"2": 2, "2.0": 2, "0": 0} {
		if got, ok := Count(text, 99); !ok || got != want {
			t.Errorf("Count(%q) = %d, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "-1", "2.5", "100", "Inf", "NaN", "two"} {
		if got, ok := Count(text, 99); ok {
			t.Errorf("Count(%q) = %d", text, got)
		}
	}
	for text, want := range map[string]care.Tri{"a) Yes": care.Yes, "b) No": care.No, "Y": care.Yes, "n": care.No, "a)": care.Yes, "b": care.No, "1": care.Yes, "FALSE": care.No, "c) Unknown": care.NotKnown} {
		if got, ok := YesNo(text); !ok || got != want {
			t.Errorf("YesNo(%q) = %q, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "maybe", "e) other", "2"} {
		if got, ok := YesNo(text); ok {
			t.Errorf("YesNo(%q) = %q", text, got)
		}
	}
}

func TestMask(t *testing.T) {
	tests := map[string]string{
		"": "nothing", "#N/A": `"#N/A"`, "U9": `"U9"`, "E4C": `"E4C"`, "104": `"104"`,
		"12/03/2011": "a value shaped 99/99/9999", "SM4": "a value shaped xx9", "Jane Example": "a value shaped xxxx xxxxxxx",
		"943 476 5919": "a value shaped 999 999 9999", "A very long note about somebody": "a value shaped x xxxx xxxx …", "1987": "a value shaped 9999",
	}
	for text, want := range tests {
		if got := Mask(text); got != want {
			t.Errorf("Mask(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestPlaces(t *testing.T) {
	for column, want := range map[int]string{1: "A", 26: "Z", 27: "AA", 34: "AH", 702: "ZZ", 703: "AAA"} {
		if got := Letter(column); got != want {
			t.Errorf("Letter(%d) = %q", column, got)
		}
	}
	tests := []struct {
		place Place
		want  string
	}{
		{Place{File: "a.xlsx", Sheet: "List 8", Row: 17, Column: 4}, "List 8!D17"},
		{Place{File: "a.csv", Row: 17, Column: 4}, "D17"},
		{Place{Sheet: "List 8", Column: 4}, "List 8!column D"},
		{Place{Sheet: "List 8", Row: 4}, "List 8!row 4"},
		{Place{Sheet: "List 8"}, "List 8"},
		{Place{File: "a.csv"}, ""},
	}
	for _, test := range tests {
		if got := test.place.String(); got != test.want {
			t.Errorf("%+v: %q, want %q", test.place, got, test.want)
		}
	}
}

// Eight findings of one rule and column are five and a count; another column is counted on its own.
func TestLogFolds(t *testing.T) {
	var l Log
	for i := range 8 {
		l.Warn(Place{File: "a.xlsx", Sheet: "List 8", Row: i + 2, Column: 4, Line: i + 2}, "value", "hint", "no day")
	}
	l.Warn(Place{File: "a.xlsx", Sheet: "List 8", Row: 2, Column: 5, Line: 2}, "value", "hint", "no day")
	var got []string
	for _, f := range l.Findings() {
		if !f.Private {
			t.Error("a finding is not private")
		}
		got = append(got, fmt.Sprintf("%s %s %s", f.Place(), f.Severity, f.Message))
	}
	want := []string{
		"a.xlsx:2:4 warning List 8!D2: no day", "a.xlsx:3:4 warning List 8!D3: no day", "a.xlsx:4:4 warning List 8!D4: no day",
		"a.xlsx:5:4 warning List 8!D5: no day", "a.xlsx:6:4 warning List 8!D6: no day", "a.xlsx warning List 8!column D: and 3 more like this",
		"a.xlsx:2:5 warning List 8!E2: no day",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got:\n%s", strings.Join(got, "\n"))
	}
	if tally := l.Tallies(); len(tally) != 2 || tally[0].N != 8 || tally[1].N != 1 {
		t.Errorf("tallies %+v", tally)
	}
	strict := Log{Strict: true}
	strict.Warn(Place{File: "a"}, "value", "", "no day")
	if strict.Findings()[0].Severity != diag.Error {
		t.Error("strict left a warning")
	}
}

// book makes a workbook; a cell that begins with = is a formula without a stored value.
func book(t *testing.T, build func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	build(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func open(t *testing.T, src []byte) *Workbook {
	t.Helper()
	w, err := OpenWorkbook("a.xlsx", bytes.NewReader(src), int64(len(src)))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestReadWorkbook(t *testing.T) {
	src := book(t, func(f *excelize.File) {
		f.SetSheetRow("Sheet1", "A1", &[]any{"Key", "Day", "Note"})
		f.SetSheetRow("Sheet1", "A2", &[]any{"one", time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC), "x"})
		f.SetCellValue("Sheet1", "C3", "y")
		f.MergeCell("Sheet1", "A2", "A3")
		f.SetSheetRow("Sheet1", "A4", &[]any{"two", 44198, "z"})
		f.SetRowVisible("Sheet1", 4, false)
		f.SetCellFormula("Sheet1", "B3", "B2+1")
	})
	w := open(t, src)
	defer w.Close()
	table, err := w.Read("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	var cells []string
	for r := range table.Rows {
		cells = append(cells, fmt.Sprintf("%s|%s|%s", table.Cell(r, 0), table.Cell(r, 1), table.Cell(r, 2)))
	}
	if got := strings.Join(cells, "\n"); got != "Key|Day|Note\none|44197|x\none||y\ntwo|44198|z" {
		t.Errorf("cells:\n%s", got)
	}
	if table.Hidden != 1 || len(table.Merged) != 1 || table.Merged[0] != (Merge{1, 0, 2, 0}) {
		t.Errorf("hidden %d, merged %+v", table.Hidden, table.Merged)
	}
	if len(table.NoValue) != 1 || !table.NoValue[[2]int{2, 1}] {
		t.Errorf("formulas without a value: %v", table.NoValue)
	}
	if table.Cell(99, 0) != "" || table.Cell(0, 99) != "" || table.Cell(-1, -1) != "" {
		t.Error("a cell outside the table holds something")
	}
}

func TestDate1904(t *testing.T) {
	yes := true
	w := open(t, book(t, func(f *excelize.File) {
		f.SetCellValue("Sheet1", "A1", 42735)
		f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes})
	}))
	table, err := w.Read("Sheet1")
	if err != nil || !table.Date1904 {
		t.Fatalf("date 1904: %v %v", table, err)
	}
}

func TestNotAWorkbook(t *testing.T) {
	wide := func(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" }
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)
	locked := func() string {
		f := excelize.NewFile()
		var b bytes.Buffer
		if err := f.Write(&b, excelize.Options{Password: "secret"}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}()
	sound := string(book(t, func(f *excelize.File) {}))
	tests := []struct{ name, src, want string }{
		{"empty", "", "the file is empty"},
		{"protected", locked, "protected by a password"},
		{"old", ole + wide("Workbook"), "an old Excel workbook (.xls)"},
		{"CSV", "Child Unique ID,Gender\n1,a\n", "the file is text, such as CSV"},
		{"web page", "<html><table>", "a web page"},
		{"PDF", "%PDF-1.7", "a PDF"},
		{"empty zip", "PK\x05\x06" + strings.Repeat("\x00", 18), "an empty zip archive"},
		{"other zip", "PK\x03\x04 word/document.xml", "holds no workbook"},
		{"binary", "PK\x03\x04 xl/workbook.bin", "(.xlsb)"},
		{"OpenDocument", "PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "(.ods)"},
		{"cut short", sound[:len(sound)/2], "the workbook is damaged"},
		{"picture", "\x89PNG\x00", "not an Excel workbook"},
	}
	for _, test := range tests {
		_, err := OpenWorkbook("a.xlsx", strings.NewReader(test.src), int64(len(test.src)))
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v", test.name, err)
		} else if strings.ContainsAny(err.Error(), "\n") {
			t.Errorf("%s: more than one line: %v", test.name, err)
		}
	}
}

func TestReadCSV(t *testing.T) {
	table, err := ReadCSV("a.csv", []byte("\ufeffa,b\r\n\"x\ny\",\"2,5\"\r\nz\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if table.Cell(0, 0) != "a" || table.Cell(1, 0) != "x\ny" || table.Cell(1, 1) != "2,5" || table.Cell(2, 1) != "" {
		t.Errorf("cells %q", table.Rows)
	}
	if p := table.At(2, 0); p.Row != 3 || p.Line != 4 || p.String() != "A3" {
		t.Errorf("place %+v", p)
	}
	for src, want := range map[string]string{
		"PK\x03\x04":      "a workbook under the name of a CSV",
		"a\x00b":          "not text in UTF-8",
		"caf\xe9":         "not UTF-8",
		"a,b\n\"x\"y,z\n": "line 2 has a quotation mark out of place",
	} {
		if _, err := ReadCSV("a.csv", []byte(src)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", src, err)
		}
	}
}

// Whatever a cell holds: a day that is read is a real day, and written as ISO is the same day again; what a
// message says of it is a shape, or the cell itself when that is short and harmless.
func FuzzCells(f *testing.F) {
	for _, s := range []string{"2026-06-30", "30/06/2026 09:15", "44197.5", "b) Female", "d) U4: Foster", "#N/A", "943 476 5919", "CR4 3FT", "60", "\u00a0x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, mac := range []bool{false, true} {
			d, ok := Date(s, mac)
			if ok == d.IsZero() {
				t.Fatalf("Date(%q) = %v, %v", s, d, ok)
			}
			if ok {
				if again, _ := Date(d.Time().Format("2006-01-02"), mac); again != d {
					t.Fatalf("Date(%q) is not itself when written as ISO", s)
				}
			}
		}
		if n, ok := Age(s); ok && (n < 0 || n > 25) {
			t.Fatalf("Age(%q) = %d", s, n)
		}
		if code := NationalCode(s, func(c string) bool { return care.LegalStatus(c).Group() != "" }); code != "" && care.LegalStatus(code).Group() == "" {
			t.Fatalf("NationalCode(%q) = %q", s, code)
		}
		if letter, rest := Coded(s); letter != 0 && (letter < 'a' || letter > 'z') || rest != clean(rest) {
			t.Fatalf("Coded(%q) = %q, %q", s, letter, rest)
		}
		mask := Mask(s)
		if strings.HasPrefix(mask, "a value shaped ") {
			for _, r := range strings.TrimPrefix(mask, "a value shaped ") {
				if unicode.IsLetter(r) && r != 'x' || unicode.IsDigit(r) && r != '9' {
					t.Fatalf("Mask(%q) = %q", s, mask)
				}
			}
		} else if len(mask) > 14 {
			t.Fatalf("Mask(%q) = %q", s, mask)
		}
	})
}
