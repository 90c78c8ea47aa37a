package build

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"waymark/internal/diag"
	"waymark/internal/output"
)

var update = flag.Bool("update", false, "write what is built to testdata/small.golden instead of comparing")

// quarter is what one tracker file of the small project holds: children in care by age, and how many of them
// had three or more homes.
type quarter struct {
	name                         string
	under5, from5, from16        int
	movedUnder5, moved5, moved16 int
	left                         int // left care in the quarter; no indicator counts them
}

// planted are the true counts. Two things must never be seen: 3 of 57 in 2026-Q1, and, in the breakdown of the
// last quarter (24 of 60 in all), 2 of 12 at 16 and over. The second can only be kept if one more group is
// hidden, 9 of 28 from 5 to 15: 24 less the others would tell it.
var planted = []quarter{
	{name: "2025-Q3", under5: 16, from5: 26, from16: 13, movedUnder5: 3, moved5: 4, moved16: 1, left: 4},  // 8 of 55
	{name: "2025-Q4", under5: 17, from5: 27, from16: 14, movedUnder5: 4, moved5: 5, moved16: 2, left: 0},  // 11 of 58
	{name: "2026-Q1", under5: 18, from5: 26, from16: 13, movedUnder5: 1, moved5: 2, moved16: 0, left: 7},  // 3 of 57
	{name: "2026-Q2", under5: 20, from5: 28, from16: 12, movedUnder5: 13, moved5: 9, moved16: 2, left: 1}, // 24 of 60
}

// file is the tracker file of a quarter. Every other child has had one home.
func (q quarter) file() []byte {
	var b bytes.Buffer
	b.WriteString("cohort,age_band,placements_12_months,weeks_since_meeting\n")
	group := func(age string, all, moved int) {
		for i := range all {
			homes := 1
			if i < moved {
				homes = 3
			}
			fmt.Fprintf(&b, "in_care,%s,%d,\n", age, homes)
		}
	}
	group("under-5", q.under5, q.movedUnder5)
	group("5-to-15", q.from5, q.moved5)
	group("16-and-over", q.from16, q.moved16)
	for range q.left {
		b.WriteString("left_care,5-to-15,9,\n")
	}
	return b.Bytes()
}

// small is the project in testdata/small with the tracker files of some quarters.
func small(t *testing.T, quarters []quarter) fstest.MapFS {
	t.Helper()
	project := fstest.MapFS{}
	dir := os.DirFS("testdata/small")
	err := fs.WalkDir(dir, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(dir, name)
		project[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range quarters {
		project["data/oak/tracker/"+q.name+".csv"] = &fstest.MapFile{Data: q.file()}
	}
	return project
}

// buildAll makes a project in memory.
func buildAll(t *testing.T, o Options) (map[string][]byte, Result) {
	t.Helper()
	var sink output.Memory
	result, err := Build(context.Background(), o, &sink)
	if errors.Is(err, fs.ErrNotExist) || err != nil && strings.Contains(err.Error(), "make assets") {
		t.Skipf("the theme's files are not there: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, name := range sink.Paths() {
		files[name], _ = sink.Get(name)
	}
	return files, result
}

func noFindings(t *testing.T, result Result) {
	t.Helper()
	for _, f := range result.Findings {
		t.Errorf("%s: %s: %s (%s)", f.Place(), f.Severity, f.Message, f.Check)
	}
}

// A whole site, file by file. `go test ./internal/build -update` writes what is built now; read the difference.
func TestGolden(t *testing.T) {
	files, result := buildAll(t, Options{Project: small(t, planted), Workers: 2})
	noFindings(t, result)
	if len(result.Sites) != 1 || result.Sites[0].ID != "oak" || !result.Sites[0].Demo || result.Sites[0].Pages != 19 || result.Sites[0].Charts != 2 {
		t.Errorf("the result is %+v", result.Sites)
	}
	got := map[string][]byte{}
	for name, data := range files {
		name, data = normal(name, data)
		got[name] = data
	}
	const golden = "testdata/small.golden"
	if *update {
		if err := os.RemoveAll(golden); err != nil {
			t.Fatal(err)
		}
		for name, data := range got {
			file := filepath.Join(golden, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	want := map[string][]byte{}
	err := filepath.WalkDir(golden, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rel, err := filepath.Rel(golden, name)
		if err != nil {
			return err
		}
		want[filepath.ToSlash(rel)], err = os.ReadFile(name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if _, ok := got[name]; !ok {
			t.Errorf("%s is no longer made", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		switch there, ok := want[name]; {
		case !ok:
			t.Errorf("%s is new", name)
		case !bytes.Equal(there, got[name]):
			t.Errorf("%s differs at %s", name, firstDifference(there, got[name]))
		}
	}
	if t.Failed() {
		t.Log("if this is meant, run `go test ./internal/build -update` and read the difference")
	}
}

var (
	hashedName = regexp.MustCompile(`\b(assets/[a-z-]+)\.[0-9a-f]{8}\.`)
	drawing    = regexp.MustCompile(`(?s)<svg\b.*?</svg>`)
	svgText    = regexp.MustCompile(`(?s)<(?:title|desc|text|tspan)\b[^>]*>([^<]+)<`)
)

// normal takes out what belongs to the theme and to the drawing of charts, which have tests of their own: the
// names of assets lose their hash, style sheets their text, and of a drawing in a page its words are kept.
func normal(name string, data []byte) (string, []byte) {
	name = hashedName.ReplaceAllString(name, "$1.HASH.")
	switch path.Ext(name) {
	case ".zip", ".xlsx": // by what is in them: of the archive names and sizes, of the workbook the words
		return name, contained(name, data)
	case ".css", ".js":
		return name, []byte("the theme's\n")
	case ".html":
		data = hashedName.ReplaceAll(data, []byte("$1.HASH."))
		data = drawing.ReplaceAllFunc(data, func(svg []byte) []byte {
			var words []string
			for _, m := range svgText.FindAllSubmatch(svg, -1) {
				words = append(words, string(m[1]))
			}
			return []byte("[drawing: " + strings.Join(words, " | ") + "]")
		})
	}
	return name, data
}

// contained lists what an archive holds, and the cells of a workbook.
func contained(name string, data []byte) []byte {
	var out bytes.Buffer
	if path.Ext(name) == ".zip" {
		for _, f := range slices.Sorted(maps.Keys(inside(name, data))) {
			if !strings.Contains(strings.TrimPrefix(f, name+"!"), "!") {
				fmt.Fprintln(&out, strings.TrimPrefix(f, name+"!"))
			}
		}
		return out.Bytes()
	}
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return []byte(err.Error())
	}
	defer book.Close()
	for _, sheet := range book.GetSheetList() {
		rows, _ := book.GetRows(sheet)
		fmt.Fprintf(&out, "== %s\n", sheet)
		for _, row := range rows {
			fmt.Fprintln(&out, strings.Join(row, "\t"))
		}
	}
	return out.Bytes()
}

// inside are the files in an archive or a workbook, unpacked, and those in archives that it holds, by "outer!inner".
func inside(name string, data []byte) map[string][]byte {
	out := map[string][]byte{}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return out
	}
	for _, f := range archive.File {
		from, err := f.Open()
		if err != nil {
			continue
		}
		text, _ := io.ReadAll(from)
		from.Close()
		out[name+"!"+f.Name] = text
		maps.Copy(out, inside(name+"!"+f.Name, text))
	}
	return out
}

// firstDifference shows the first line that is not the same.
func firstDifference(want, got []byte) string {
	w, g := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	for i := range max(len(w), len(g)) {
		var a, b string
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			from := 0
			for from < min(len(a), len(b)) && a[from] == b[from] {
				from++
			}
			from = max(0, from-40)
			cut := func(s string) string { return strings.ToValidUTF8(s[min(from, len(s)):min(from+160, len(s))], "") }
			return fmt.Sprintf("line %d:\n  want …%s\n  got  …%s", i+1, cut(a), cut(b))
		}
	}
	return "no line"
}

// The planted counts are in no file, in no form: not in a page, a drawing, its words for screen readers, a
// table, a download or a sentence.
func TestHiddenCountsAreNowhere(t *testing.T) {
	files, result := buildAll(t, Options{Project: small(t, planted), Workers: 2})
	noFindings(t, result)
	bad := regexp.MustCompile(`\b3 of (the )?57\b|\b3 out of 57\b|\b57,3\b|\b5\.26|\b5\.3%|2 of (the )?12\b|\b12,2\b|\b16\.67|\b17%|\b16\.7%`)
	unpacked := 0
	for name, data := range maps.Clone(files) {
		if ext := path.Ext(name); ext == ".zip" || ext == ".xlsx" {
			in := inside(name, data)
			unpacked += len(in)
			maps.Copy(files, in)
		}
	}
	if unpacked < 20 {
		t.Errorf("only %d files are in archives and workbooks", unpacked)
	}
	for name, data := range files {
		if strings.HasPrefix(name, "oak/assets/") || strings.HasPrefix(name, "assets/") {
			continue
		}
		if at := bad.FindIndex(data); at != nil {
			t.Errorf("%s holds a hidden count: …%s…", name, data[max(0, at[0]-80):min(len(data), at[1]+40)])
		}
	}
	rows := func(name string) map[string][]string {
		records, err := csv.NewReader(bytes.NewReader(files[name])).ReadAll()
		if err != nil || len(records) < 2 {
			t.Fatalf("%s: %v, %d lines", name, err, len(records))
		}
		out := map[string][]string{}
		for _, r := range records[1:] {
			out[strings.Join(r[:len(r)-3], " ")] = r[len(r)-3:]
		}
		return out
	}
	overTime := rows("oak/data/many-moves.csv")
	for period, want := range map[string]string{
		"2025-Q3": "55 8 15", // 14.5%
		"2025-Q4": "58 11 19",
		"2026-Q1": "57 c c",
		"2026-Q2": "60 24 40",
	} {
		if got := strings.Join(overTime[period], " "); got != want {
			t.Errorf("many-moves.csv, %s: %q, want %q", period, got, want)
		}
	}
	hidden := 0
	for group, figures := range rows("oak/data/many-moves-by-age-band.csv") {
		if strings.Contains(group, "16-and-over") && figures[1] != "c" {
			t.Errorf("many-moves-by-age-band.csv, %s: %v", group, figures)
		}
		if figures[1] == "c" {
			hidden++
		}
	}
	if hidden != 2 {
		t.Errorf("%d groups of the breakdown are hidden; one alone could be worked out, and a third would be a waste", hidden)
	}
	for _, name := range []string{"oak/indicators/many-moves.html", "oak/indicators/index.html"} {
		if !bytes.Contains(files[name], []byte("[c]")) {
			t.Errorf("%s shows no [c]", name)
		}
	}
}

// The strongest way to say that a count is hidden: whatever it is, from 1 to 5, the site is the same to the byte.
func TestSiteDoesNotDependOnHiddenCounts(t *testing.T) {
	change := func(n int) []quarter {
		quarters := slices.Clone(planted)
		quarters[2].movedUnder5, quarters[2].moved5 = n, 0 // n of 57
		quarters[3].moved16, quarters[3].moved5 = n, 11-n  // n of 12, its companion, and 24 of 60 as before
		return quarters
	}
	for _, bands := range []string{"bands: false", "bands: true"} {
		t.Run(bands, func(t *testing.T) {
			var first map[string][]byte
			for n := 1; n <= 5; n++ {
				project := small(t, change(n))
				config := project["waymark.yaml"]
				config.Data = bytes.Replace(config.Data, []byte("bands: false"), []byte(bands), 1)
				files, result := buildAll(t, Options{Project: project, Workers: 2})
				noFindings(t, result)
				if first == nil {
					first = files
					continue
				}
				for _, name := range slices.Sorted(maps.Keys(first)) {
					if !bytes.Equal(first[name], files[name]) {
						t.Errorf("%s gives away whether it is 1 or %d: %s", name, n, firstDifference(first[name], files[name]))
					}
				}
			}
		})
	}
}

// Findings of a broken project stand at the place where the author must mend something, and the rest of the
// site is judged all the same.
func TestFindingsHaveTheirPlace(t *testing.T) {
	drawings := t.TempDir() // nearly all charts are the same
	for _, c := range []struct {
		name, file, old, new string
		want                 string // place and part of the message
	}{
		{"broken link", "content/common/guidance/index.md", "(adoption.md)", "(adoptoin.md)", "content/common/guidance/index.md:11:3: there is no page or file"},
		{"unknown standard", "content/common/training.md", "{{standard first-review}}", "{{standard first-reveiw}}", `content/common/training.md:14:25: there is no standard "first-reveiw"`},
		{"unknown key", "content/common/training.md", "order: 20", "ordre: 20", "content/common/training.md:8:1: unknown key"},
		{"no such place", "content/common/guidance/index.md", "#how-often", "#how-oftn", `content/common/guidance/index.md:13:3: guidance/planning-meeting.md has no place called "#how-oftn"`},
		{"fragment of a layer", "content/oak/local/adoption.md", "planning-meeting.md", "planing-meeting.md", "content/oak/local/adoption.md:3:52: there is no page or file"},
		{"owner", "content/common/glossary.md", "practice-lead", "practise-lead", `content/common/glossary.md:5:1: owner: "practise-lead"`},
		{"worked case", "data/common/indicators/many-moves.yaml", "    part: 1", "    part: 2", "data/common/indicators/many-moves.yaml:"},
		{"disclosure", "waymark.yaml", "min_count: 6", "min_count: 2", "waymark.yaml:10:3: disclosure.min_count is 2"},
		{"value in the tracker", "data/oak/tracker/2026-Q2.csv", "in_care,under-5,3,", "in_care,under-five,3,", "data/oak/tracker/2026-Q2.csv:2:9: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			project := small(t, planted)
			file := project[c.file]
			changed := strings.Replace(string(file.Data), c.old, c.new, 1)
			if changed == string(file.Data) {
				t.Fatalf("%s does not hold %q", c.file, c.old)
			}
			file.Data = []byte(changed)
			_, result := buildAll(t, Options{Project: project, Workers: 2, CacheDir: drawings})
			var got []string
			for _, f := range result.Findings {
				if f.Severity == diag.Error {
					got = append(got, f.Place()+": "+f.Message)
				}
			}
			if len(got) == 0 || !slices.ContainsFunc(got, func(g string) bool { return strings.HasPrefix(g, c.want) }) {
				t.Errorf("got\n%s\nwant a finding at\n%s", strings.Join(got, "\n"), c.want)
			}
			if len(got) > 1 {
				t.Errorf("one mistake gave %d errors:\n%s", len(got), strings.Join(got, "\n"))
			}
		})
	}
}

func TestUnknownSite(t *testing.T) {
	var sink output.Memory
	_, err := Build(context.Background(), Options{Project: small(t, nil), Only: []string{"aok"}}, &sink)
	var unknown *UnknownSiteError
	if !errors.As(err, &unknown) || !strings.Contains(err.Error(), `"aok"`) || !strings.Contains(err.Error(), `oak`) {
		t.Errorf("got %v", err)
	}
	if len(sink.Paths()) != 0 {
		t.Errorf("files were made: %v", sink.Paths())
	}
}

// A build that is stopped says so and does not go on.
func TestBuildStops(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	var sink output.Memory
	if _, err := Build(ctx, Options{Project: small(t, planted), Workers: 2}, &sink); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
