package download

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"waymark/internal/chart"
	"waymark/internal/disclose"
	"waymark/internal/indicator"
	"waymark/internal/site"
)

// sample is Oak's figures, released: moves over four quarters, of which 3 of 197 must be hidden; by sex; and weeks in
// proceedings, a duration.
func sample(t *testing.T) (About, []Table, disclose.Released) {
	t.Helper()
	moves := &site.Indicator{ID: "moves", Title: "Moves <in a year> & more", Theme: "stability", Kind: "stock", Window: 1,
		Of: site.Condition{Words: "children in care"}, Met: site.Condition{Words: "those who moved"}}
	weeks := &site.Indicator{ID: "weeks", Title: "Weeks in proceedings", Theme: "timeliness", Kind: "flow", Window: 1,
		Of: site.Condition{Words: "children whose proceedings ended"}, Median: &site.Median{Unit: "weeks"}}
	s := &site.Site{ID: "oak", Name: "Oak", Authority: "Oak Council", Region: "Forest", RegionCode: "E12000099", Code: "E09000901", LACode: "901",
		Demonstration: &site.Demonstration{Site: "Oak is invented.", Data: "The figures are invented."},
		Indicators:    []*site.Indicator{moves, weeks},
		Dimensions: map[string]*site.Dimension{"sex": {ID: "sex", Title: "Sex", Categories: []site.Category{
			{ID: "female", Title: "Female"}, {ID: "male", Title: "Male"}}}}}
	cell := func(period, category string, base, part int) indicator.Cell {
		return indicator.Cell{Window: []string{period}, Category: category, Base: base, Part: part}
	}
	duration := func(period string, base int, lower, median, upper float64) indicator.Cell {
		return indicator.Cell{Window: []string{period}, Base: base, LowerQuartile: lower, Median: median, UpperQuartile: upper}
	}
	released, _ := disclose.Release(disclose.DefaultPolicy(), []indicator.Table{
		{ID: "moves", Indicator: "moves", Kind: "stock", BasePopulation: "in_care", PartPopulation: "moved",
			Cells: []indicator.Cell{cell("2025-Q3", "", 200, 60), cell("2025-Q4", "", 210, 42), cell("2026-Q1", "", 197, 3), cell("2026-Q2", "", 202, 101)}},
		{ID: "moves/sex/2026-Q2", Indicator: "moves", Dimension: "sex", Categories: []string{"female", "male"}, Kind: "stock", BasePopulation: "in_care", PartPopulation: "moved",
			Cells: []indicator.Cell{cell("2026-Q2", "", 202, 101), cell("2026-Q2", "female", 100, 40), cell("2026-Q2", "male", 102, 61)}},
		{ID: "weeks", Indicator: "weeks", Kind: "flow", Measure: site.MeasureMedian, Unit: "weeks", BasePopulation: "ended",
			Cells: []indicator.Cell{duration("2026-Q1", 40, 20, 31, 44), duration("2026-Q2", 45, 22, 33, 47)}},
	})
	about := About{Site: s, Licence: "Ask first.", Words: func(from, to string, stock bool) string { return fmt.Sprint(from, " to ", to, " ", stock) }}
	tables := Tables(s, released)
	if len(tables) != 3 {
		t.Fatalf("%d tables are released, want 3", len(tables))
	}
	return about, tables, released
}

// made is every file of the sample.
func made(t *testing.T) ([]File, []Table) {
	t.Helper()
	about, tables, released := sample(t)
	workbook, err := Workbook(about, tables)
	if err != nil {
		t.Fatal(err)
	}
	data, meta := Standard(about.Site, tables)
	files := []File{{WorkbookName, workbook}, {StandardName + ".csv", data}, {StandardName + ".meta.csv", meta}}
	for _, from := range released.Tables() {
		name := from.Indicator()
		if from.Dimension() != "" {
			name += "-by-" + from.Dimension()
		}
		files = append(files, File{name + ".csv", chart.CSV(from)})
	}
	archive, err := Archive(about, tables, files)
	if err != nil {
		t.Fatal(err)
	}
	return append([]File{{ArchiveName, archive}}, files...), tables
}

func file(t *testing.T, files []File, name string) []byte {
	t.Helper()
	for _, f := range files {
		if f.Name == name {
			return f.Data
		}
	}
	t.Fatalf("no file %s", name)
	return nil
}

// Every file, unpacked, shows the released figures and hides 3 of 197.
func TestFilesShowWhatIsReleased(t *testing.T) {
	files, tables := made(t)
	hidden := regexp.MustCompile(`\b197,3\b|\b3 of 197\b|<v>3</v></c><c r="D8"`)
	shown := 0
	var look func(name string, data []byte)
	look = func(name string, data []byte) {
		if at := hidden.Find(data); at != nil {
			t.Errorf("%s holds a hidden count: %s", name, at)
		}
		if bytes.Contains(data, []byte("197")) {
			shown++
		}
		if !bytes.HasPrefix(data, []byte("PK")) {
			return
		}
		in, err := unpack(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range in {
			look(name+"!"+f.Name, f.Data)
		}
	}
	for _, f := range files {
		look(f.Name, f.Data)
		for _, words := range Differences(f, tables) {
			t.Errorf("%s: %s", f.Name, words)
		}
	}
	// The base beside the hidden part is shown: in the workbook, the pair and the CSV, and in the archive's copies of them.
	if shown < 6 {
		t.Errorf("197 is in %d files, so hidden figures were looked for in too few", shown)
	}
	want := "2026-Q1 Total part c"
	var got []string
	cells, err := Read(File{ArchiveName, file(t, files, ArchiveName)}, tables)
	for _, c := range cells {
		if c.Table == "moves" && c.To == "2026-Q1" && c.Column == Part {
			got = append(got, strings.Join([]string{c.To, c.Category, c.Column, strings.Trim(c.Text, "[]")}, " "))
		}
	}
	if err != nil || len(got) != 3 {
		t.Fatal(got, err)
	}
	for _, g := range got {
		if g != want && !strings.Contains(g, "0 to 5") { // a range is words in the workbook, and c in CSV files
			t.Errorf("%s, want %s", g, want)
		}
	}
}

// A file in which one figure is another, or is missing, is found out.
func TestDifferencesAreFound(t *testing.T) {
	files, tables := made(t)
	for name, c := range map[string][2]string{
		"moves.csv":            {"197,c,c", "197,3,2"},
		"moves-by-sex.csv":     {"female,100,40,40", "female,100,41,40"},
		"weeks.csv":            {"2026-Q2,45", "2026-Q2,46"},
		StandardName + ".csv":  {"Total,Total,197,c,c", "Total,Total,197,3,2"},
		StandardName + "2.csv": {"Total,Total,200,60,30", "Total,Total,200,60,x"},
	} {
		name = strings.Replace(name, "2.csv", ".csv", 1)
		data := file(t, files, name)
		if !bytes.Contains(data, []byte(c[0])) {
			t.Fatalf("%s does not hold %s:\n%s", name, c[0], data)
		}
		if found := Differences(File{name, bytes.Replace(data, []byte(c[0]), []byte(c[1]), 1)}, tables); len(found) == 0 {
			t.Errorf("%s with %s is not found out", name, c[1])
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader(file(t, files, WorkbookName)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	book.SetCellInt("Table 1", "C8", 3)
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	if found := Differences(File{WorkbookName, out.Bytes()}, tables); len(found) != 1 || !strings.Contains(found[0], "2026-Q1") {
		t.Errorf("a workbook with a count that was hidden: %q", found)
	}
	if found := Differences(File{WorkbookName, []byte("no workbook")}, tables); len(found) != 1 {
		t.Errorf("%q", found)
	}
}

func TestStandard(t *testing.T) {
	files, _ := made(t)
	data, meta := file(t, files, StandardName+".csv"), file(t, files, StandardName+".meta.csv")
	if broken := Check(StandardName, data, meta); len(broken) > 0 {
		t.Errorf("%q", broken)
	}
	rows, _ := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if len(rows) != 1+4*3 { // four quarters of all, female and male
		t.Errorf("%d rows", len(rows))
	}
	for _, want := range []string{
		"202627,Financial year Q1,Local authority,E92000001,England,E12000099,Forest,901,Oak,E09000901,Total,Total,202,101,50,45,33,22,47\n",
		"202627,Financial year Q1,Local authority,E92000001,England,E12000099,Forest,901,Oak,E09000901,Sex,Female,100,40,40,x,x,x,x\n",
		"202526,Financial year Q2,Local authority,E92000001,England,E12000099,Forest,901,Oak,E09000901,Sex,Male,x,x,x,x,x,x,x\n",
	} {
		if !bytes.Contains(data, []byte(want)) {
			t.Errorf("no row %s in\n%s", want, data)
		}
	}
	if !bytes.Contains(meta, []byte("weeks_median,Indicator,\"Weeks in proceedings: middle value in weeks, over the period (invented)\",Timeliness,,0,,")) {
		t.Errorf("the metadata do not explain the median:\n%s", meta)
	}
	if got := Placeless(&site.Site{Code: "E09000901", Region: "Forest"}); got != "region_code, la_code" {
		t.Error(got)
	}
}

// The workbook can be read by people who do not see it: tables are marked, cells are neither merged nor empty inside them, and
// contents lead to every sheet.
func TestWorkbook(t *testing.T) {
	files, tables := made(t)
	book, err := excelize.OpenReader(bytes.NewReader(file(t, files, WorkbookName)))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if got := strings.Join(book.GetSheetList(), ", "); got != "Cover, Contents, Notes, Table 1, Table 2, Table 3" {
		t.Fatal(got)
	}
	for _, sheet := range book.GetSheetList() {
		if merged, _ := book.GetMergeCells(sheet); len(merged) > 0 {
			t.Errorf("%s has merged cells", sheet)
		}
		if sheet == "Cover" {
			continue
		}
		marked, err := book.GetTables(sheet)
		if err != nil || len(marked) != 1 {
			t.Errorf("%s has %d tables: %v", sheet, len(marked), err)
			continue
		}
		rows, _ := book.GetRows(sheet)
		first, last, _ := strings.Cut(marked[0].Range, ":")
		_, from, _ := excelize.CellNameToCoordinates(first)
		width, to, _ := excelize.CellNameToCoordinates(last)
		if to != len(rows) {
			t.Errorf("%s: the table ends in row %d, the sheet in %d", sheet, to, len(rows))
		}
		for r := from; r <= to; r++ {
			for c := range width {
				if c >= len(rows[r-1]) || rows[r-1][c] == "" {
					t.Errorf("%s has an empty cell in row %d", sheet, r)
				}
			}
		}
		if size, _ := book.GetColWidth(sheet, "A"); size < 12 {
			t.Errorf("%s: the first column is %v wide", sheet, size)
		}
	}
	for i := range tables {
		linked, target, err := book.GetCellHyperLink("Contents", fmt.Sprintf("A%d", 4+i))
		if !linked || err != nil || target != fmt.Sprintf("'Table %d'!A1", i+1) {
			t.Errorf("the contents lead to %q: %v", target, err)
		}
	}
	props, _ := book.GetDocProps()
	if props.Created != "2026-06-30T00:00:00Z" || props.Modified != props.Created || !strings.Contains(props.Description, "The figures are invented.") {
		t.Errorf("%+v", props)
	}
	for _, cell := range [][2]string{{"Cover", "A4"}, {"Table 1", "A3"}} {
		if text, _ := book.GetCellValue(cell[0], cell[1]); !strings.Contains(text, "The figures are invented.") {
			t.Errorf("%s does not say that figures are invented: %s", cell[0], text)
		}
	}
}

// Same figures, same bytes; and no file in an archive has a time of today.
func TestSameBytes(t *testing.T) {
	a, _ := made(t)
	time.Sleep(10 * time.Millisecond)
	b, _ := made(t)
	for i := range a {
		if !bytes.Equal(a[i].Data, b[i].Data) {
			t.Errorf("%s differs from one time to the next", a[i].Name)
		}
	}
	for _, name := range []string{ArchiveName, WorkbookName} {
		data := file(t, a, name)
		archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.File {
			if got := f.Modified.UTC().Format("2006-01-02"); got != "2026-06-30" {
				t.Errorf("%s in %s is of %s", f.Name, name, got)
			}
		}
	}
}

// How long a site's workbook and pair take, with what is done to read them back.
func BenchmarkFiles(b *testing.B) {
	t := &testing.T{}
	about, tables, _ := sample(t)
	for b.Loop() {
		workbook, err := Workbook(about, tables)
		if err != nil {
			b.Fatal(err)
		}
		Differences(File{WorkbookName, workbook}, tables)
		data, meta := Standard(about.Site, tables)
		Check(StandardName, data, meta)
	}
}
