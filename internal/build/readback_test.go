package build

import (
	"archive/zip"
	"bytes"
	"context"
	"strings"
	"testing"

	"waymark/internal/diag"
	"waymark/internal/disclose"
	"waymark/internal/download"
	"waymark/internal/output"
	"waymark/internal/site"
)

// downloadsOf builds the small site and returns its downloads with what was released.
func downloadsOf(t *testing.T) (map[string][]byte, *site.Site, disclose.Released) {
	t.Helper()
	project := small(t, planted)
	files, result := buildAll(t, Options{Project: project, Workers: 2})
	noFindings(t, result)
	var findings diag.List
	config := site.ReadConfig(project, &findings)
	s := site.Load(project, config.Sites[0], &findings)
	policy, _ := readPolicy(config, &findings)
	released := release(s, policy, Options{}, &findings).released
	downloads := map[string][]byte{}
	for name, data := range files {
		if below, ok := strings.CutPrefix(name, "oak/"); ok && strings.HasPrefix(below, "data/") {
			downloads[below] = data
		}
	}
	return downloads, s, released
}

// A number put where a hidden one was, or beside it, in any download, stops the build. 3 of 57 in 2026-Q1 is hidden.
func TestReadBack(t *testing.T) {
	downloads, s, released := downloadsOf(t)
	none := func(string) bool { return false }
	faults := func(name, old, new string) string {
		t.Helper()
		r := &readBack{sink: &output.Memory{}, kept: map[string][]byte{}}
		for file, data := range downloads {
			if file == name {
				changed := bytes.Replace(data, []byte(old), []byte(new), 1)
				if bytes.Equal(changed, data) {
					t.Fatalf("%s does not hold %q", name, old)
				}
				data = changed
			}
			if err := r.Write(file, data); err != nil {
				t.Fatal(err)
			}
		}
		var findings diag.List
		r.check(s, released, none, &findings)
		var out []string
		for _, f := range findings.Sorted() {
			out = append(out, f.Message)
		}
		return strings.Join(out, "\n")
	}
	if got := faults("", "", ""); got != "" {
		t.Errorf("the site as it is: %s", got)
	}
	const csv, manifest = "data/many-moves.csv", "data/published.json"
	for _, tt := range []struct{ name, file, old, new, want string }{
		{"a hidden part in the CSV", csv, "2026-Q1,57,c,c", "2026-Q1,57,3,c", "D03 The built file oak/data/many-moves.csv shows many_moves 2026-Q1"},
		{"a hidden percentage in the CSV", csv, "2026-Q1,57,c,c", "2026-Q1,57,c,5", "(percent), which is hidden"},
		{"another number in the CSV", csv, "2026-Q2,60,24,40", "2026-Q2,60,25,40", "D03 "},
		{"a period that was not released", csv, "2026-Q2,60,24,40", "2026-Q4,60,24,40", "which was not released"},
		{"a hidden group in the breakdown", "data/many-moves-by-age-band.csv", "16-and-over,12,c,c", "16-and-over,12,2,c", "age-band=16-and-over"},
		{"a hidden part in the manifest", manifest, `"part": "c"`, `"part": 3`, "D03 The built file oak/data/published.json shows"},
		{"a range that was not given", manifest, `"part": "c"`, `"part": {"low": 0, "high": 4}`, "D03 "},
		{"no CSV at all", csv, "time_period", "when", "cannot be read back"},
	} {
		if got := faults(tt.file, tt.old, tt.new); !strings.Contains(got, tt.want) {
			t.Errorf("%s: got %q, want %q in it", tt.name, got, tt.want)
		}
	}
	// What is in an archive is read as if it lay beside it.
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	inside, err := w.Create("figures/many-moves.csv")
	if err == nil {
		_, err = inside.Write(bytes.Replace(downloads[csv], []byte("2026-Q1,57,c,c"), []byte("2026-Q1,57,3,c"), 1))
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	archive := downloads["data/"+download.ArchiveName]
	downloads["data/"+download.ArchiveName] = packed.Bytes()
	if got := faults("", "", ""); !strings.Contains(got, "D03 The built file oak/data/many-moves.csv (in an archive) shows many_moves 2026-Q1") {
		t.Errorf("a hidden part in an archive: %q", got)
	}
	downloads["data/"+download.ArchiveName] = archive
	downloads["data/all.bin"] = []byte("PK")
	if got := faults("", "", ""); !strings.Contains(got, "there is no reader for it") {
		t.Errorf("a file that nobody reads: %q", got)
	}
}

// A count that is hidden in one table may not be a number in another.
func TestReadBackKnowsCountsAcrossTables(t *testing.T) {
	_, _, released := downloadsOf(t)
	p := protectedOf(released)
	at := place{"many-moves", "2026-Q2", "", "base"}
	if _, bad := p.fault("f", publishedFigure{at, "60"}); bad {
		t.Fatal("a shown base is a fault")
	}
	hidden := p.values[place{"many-moves", "2026-Q1", "", "part"}]
	p.hidden[p.counts[at]] = hidden
	if m, bad := p.fault("f", publishedFigure{at, "60"}); !bad || m.Code != "D03" {
		t.Errorf("got %v", m)
	}
}

// A build whose second pass differs says which file, and a command publishes nothing then.
func TestCanaryFindsADifference(t *testing.T) {
	project := small(t, planted)
	drawings := t.TempDir()
	passes := 0
	o := Options{Project: project, Workers: 2, CacheDir: drawings, Canary: true}
	var sink output.Memory
	result, err := Build(context.Background(), o, &sink)
	if err != nil && strings.Contains(err.Error(), "make assets") {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	noFindings(t, result)
	if n := result.Sites[0].Exchanged; n < 3 {
		t.Errorf("%d hidden figures were exchanged", n)
	}
	o.Progress = func(_, step string) {
		if step == "reading" {
			if passes++; passes == 2 {
				page := project["content/common/training.md"]
				page.Data = append(bytes.Clone(page.Data), "\nA leak.\n"...)
			}
		}
	}
	result, err = Build(context.Background(), o, &output.Memory{})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Findings) != 1 || result.Findings[0].Severity != diag.Error || !strings.Contains(result.Findings[0].Message, "D04 oak/training.html changes when hidden figures change") {
		t.Errorf("findings %v", result.Findings)
	}
}

// The option of a live chart is a download too. 15, 19, hidden and 40 percent, as the table above has them.
func TestReadBackOfLiveCharts(t *testing.T) {
	_, s, released := downloadsOf(t)
	page := func(third string) string {
		option := `{"option":{"series":[{"type":"line","data":[15,{"value":19,"symbol":"circle"},` + third + `,40]}]}}`
		return `<figure class="wm-figure" data-indicator="many-moves" data-chart-form="line" data-bundle="x"><p>words</p>
<script type="application/json">{"wide":` + option + `,"narrow":` + option + `}</script></figure>`
	}
	for _, tt := range []struct{ page, want string }{
		{page(`"-"`), ""},
		{page("5"), "D03 The built file oak/i.html shows many_moves 2026-Q1"},
		{page(`{"value":5}`), "D03 "},
		{page(`"-",1`), "D03 "},
		{page(`{}`), "is no value"},
		{strings.Replace(page(`"-"`), `"line","data"`, `"bar","data"`, 1), "has no line"},
	} {
		r := &readBack{sink: &output.Memory{}, kept: map[string][]byte{}}
		if err := r.Write("i.html", []byte(tt.page)); err != nil {
			t.Fatal(err)
		}
		var findings diag.List
		r.check(s, released, func(string) bool { return false }, &findings)
		got := ""
		for _, f := range findings.Sorted() {
			got += f.Message + "\n"
		}
		if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.page, got, tt.want)
		}
	}
}

func FuzzReadBack(f *testing.F) {
	f.Add("time_period,base,part,percent\n2026-Q1,57,c,c\n", true)
	f.Add(`{"tables":[{"indicator":"i","dims":["d"],"window":["2026-Q1"],"cells":[{"at":{"d":"a"},"base":"c","part":{"low":0}}]}]}`, false)
	f.Fuzz(func(t *testing.T, src string, isCSV bool) {
		// Whatever a file holds, the readers give an error or figures that the gate can judge: nothing that was not released passes.
		read := readManifest
		if isCSV {
			read = readCSV
		}
		figures, err := read("data/i-by-d.csv", []byte(src))
		if live, problem := readLiveCharts("i.html", []byte(src)); problem == nil {
			figures = append(figures, live...)
		}
		if err != nil {
			return
		}
		nothing := protectedOf(disclose.Released{})
		for _, x := range figures {
			if _, bad := nothing.fault("f", x); !bad {
				t.Fatalf("%+v passes", x)
			}
		}
	})
}
