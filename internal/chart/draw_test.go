package chart

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the golden drawings")

// bundle is the chart bundle: the one that "make assets" made, or one made now. Without npm sources there is
// none, and the tests of drawings fail: a check that is left out in silence is no check.
var bundle = sync.OnceValues(func() ([]byte, error) {
	root := filepath.Join("..", "..")
	if data, err := os.ReadFile(filepath.Join(root, "themes", "default", "dist", "charts.js")); err == nil {
		return data, nil
	}
	dir, err := os.MkdirTemp("", "bundle")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	cmd := exec.Command("go", "run", "./themes/bundle", "-to", dir)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("make the chart bundle: %w\n%s", err, out)
	}
	return os.ReadFile(filepath.Join(dir, "charts.js"))
})

// drawers share one engine over all tests of a run.
var theDrawer = sync.OnceValues(func() (*Drawer, error) {
	data, err := bundle()
	if err != nil {
		return nil, err
	}
	return NewDrawer(data, "", 1), nil
})

func draw(t *testing.T, o Option, err error) Drawing {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	d, err := theDrawer()
	if err != nil {
		t.Fatal(err)
	}
	drawing, err := d.Draw(o, Label{ID: "c1", Title: "Reached home in time", Desc: "On 30 June 2026 <5> & more.", From: "Source: a borough & its <own> figures, which are invented."})
	if err != nil {
		t.Fatal(err)
	}
	return drawing
}

func num(n int) value {
	return value{shown: true, n: n, text: fmt.Sprint(n), csv: fmt.Sprint(n)}
}

func pct(n int) value {
	return value{shown: true, n: n, text: fmt.Sprintf("%d%%", n), csv: fmt.Sprint(n)}
}

var (
	secret = value{mark: "c", text: "[c]", csv: "c"}
	none   = value{mark: "z", text: "[z]", csv: "z"}
)

func under(high int) value {
	return value{ranged: true, low: 0, high: high, text: fmt.Sprintf("under %d%%", high), csv: "c"}
}

// quarters makes a series of stocks that ends with 2026-Q2.
func quarters(percents ...value) []point {
	var out []point
	for i, v := range percents {
		k := 2026*4 + 1 - (len(percents) - 1 - i)
		id := fmt.Sprintf("%d-Q%d", k/4, k%4+1)
		p := point{from: id, to: id, percent: v, base: num(200), part: value{mark: v.mark, text: v.text, csv: v.csv}}
		if v.shown {
			p.part = num(2 * v.n)
		}
		out = append(out, p)
	}
	return out
}

func shown(ns ...int) []value {
	var out []value
	for _, n := range ns {
		out = append(out, pct(n))
	}
	return out
}

func target(n int) *int { return &n }

var (
	steady  = shown(41, 44, 39, 42, 45, 40, 43, 38, 44, 41, 42, 43, 40, 42, 44, 41)
	rising  = shown(31, 34, 29, 33, 35, 30, 33, 28, 34, 31, 42, 43, 40, 42, 44, 41, 45, 43, 12, 44)
	gaps    = append(append(shown(61, 58, 63), secret, secret), append(shown(55), append([]value{under(13), none}, shown(48, 52)...)...)...)
	places  = map[string]string{"a": "Under 2", "b": "2 to 4", "c": "5 to 9", "d": "10 to 15, with a rather long name of two lines", "e": "16 and over", "f": "Not known"}
	england = &Benchmark{Name: "England", Period: "year to March 2025", Percent: 46}
)

func byAge() []point {
	var out []point
	for _, r := range []struct {
		id         string
		base, part int
		v          value
	}{{"", 268, 131, pct(49)}, {"a", 41, 30, pct(73)}, {"b", 38, 0, under(13)}, {"c", 60, 29, pct(48)}, {"d", 104, 0, pct(0)}, {"e", 25, 25, pct(100)}, {"f", 0, 0, secret}} {
		p := point{from: "2025-Q3", to: "2026-Q2", category: r.id, percent: r.v, base: num(r.base), part: num(r.part)}
		if !r.v.shown {
			p.part = value{mark: r.v.mark, text: "[c]", csv: "c"}
		}
		if r.v.mark == "c" && !r.v.ranged {
			p.base = secret
		}
		out = append(out, p)
	}
	return out
}

var house = Figure{ID: "permanence-within-14-months", Title: "Permanence within 14 months", Did: "reached a permanent home within 14 months",
	stock: true, Better: "higher", Target: target(75), Benchmark: england}

func phased() Figure {
	f := house
	f.Changes = []Change{{From: "2024-Q3", Words: "Meetings are booked ahead"}, {From: "2025-Q4", Words: "Hotels count too", Definition: true}}
	return f
}

type sample struct {
	name   string
	figure Figure
	points []point
	bar    bool
	marks  int // drawn value points
}

func samples() []sample {
	bare := house
	bare.Target, bare.Benchmark = nil, nil
	low := Figure{ID: "three", stock: true, Better: "lower", Target: target(10), Benchmark: &Benchmark{Name: "Statistical neighbours", Percent: 10.4}}
	return []sample{
		{"steady", house, quarters(steady...), false, 16},
		{"rising", house, quarters(rising...), false, 20},
		{"gaps", house, quarters(gaps...), false, 6},
		{"bare", bare, quarters(shown(81, 78, 90, 100)...), false, 4},
		{"low", low, quarters(shown(12, 11, 13, 9, 12, 14, 10, 11, 12, 13, 9, 12, 11)...), false, 13},
		{"one", house, quarters(pct(44)), false, 1},
		{"phases", phased(), quarters(stepped()...), false, 16},
		{"all-hidden", house, quarters(secret, secret, secret), false, 0},
		{"by-age", house, byAge(), true, 5},
		{"by-age-bare", bare, byAge()[1:4], true, 2},
	}
}

func (s sample) option(w Width) (Option, error) {
	if s.bar {
		return bar(s.figure, s.points, places, w)
	}
	return line(s.figure, s.points, w)
}

// Every drawing is well-formed, carries nothing that a strict policy refuses, and nothing made by mistake.
func TestDrawingsAreFitForAPage(t *testing.T) {
	for _, s := range everything() {
		for _, w := range []Width{Wide, Narrow} {
			t.Run(fmt.Sprintf("%s-%d", s.name, w), func(t *testing.T) {
				o, err := s.make(w)
				d := draw(t, o, err)
				if dir := os.Getenv("WAYMARK_DRAWINGS"); dir != "" {
					os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.svg", s.name, w)), d.File, 0o644)
				}
				for _, data := range [][]byte{d.Inline, d.File} {
					x := xml.NewDecoder(bytes.NewReader(data))
					for {
						_, err := x.Token()
						if err == io.EOF {
							break
						}
						if err != nil {
							t.Fatalf("not XML: %v", err)
						}
					}
					rest := bytes.Replace(data, []byte(`xmlns="http://www.w3.org/2000/svg"`), nil, 1)
					for _, bad := range []string{"style=", "<style", `class="`, "<script", "NaN", "undefined", "__f__", "http", "zr0", "ecmeta", " width=\"100%"} {
						if bytes.Contains(rest, []byte(bad)) {
							t.Errorf("the drawing holds %q", bad)
						}
					}
				}
				if left := regexp.MustCompile(`#[0-9a-fA-F]{3,8}"`).FindAll(d.Inline, -1); left != nil {
					t.Errorf("colours that are not tokens: %s", left)
				}
				if bytes.Contains(d.File, []byte("var(")) {
					t.Error("the file of its own needs a page's styles")
				}
				for _, want := range []string{`role="img"`, `aria-labelledby="c1-t"`, `<title id="c1-t">Reached home in time</title>`,
					`<desc id="c1-d">On 30 June 2026 &lt;5&gt; &amp; more.</desc>`, fmt.Sprintf(`viewBox="0 0 %d %d"`, o.Width, o.Height)} {
					if !bytes.Contains(d.Inline, []byte(want)) {
						t.Errorf("the drawing lacks %s", want)
					}
				}
				if !bytes.Contains(d.File, []byte(">Reached home in time</text>")) || !bytes.Contains(d.File, []byte("its &lt;own&gt; figures, which are invented.</text>")) && w == Wide {
					t.Error("the file of its own does not say what it is and where it comes from")
				}
				if over := outside(d.File, o.Width, 2000); over != nil {
					t.Errorf("the file of its own: %s", over)
				}
				again := draw(t, o, nil)
				if !bytes.Equal(again.Inline, d.Inline) {
					t.Error("drawn twice, the bytes differ")
				}
			})
		}
	}
}

// The trap of symbols that vanish with their axis labels, most of all at 320 pixels: every shown figure has
// a mark, and no hidden one has.
func TestEveryShownFigureIsDrawn(t *testing.T) {
	for _, s := range samples() {
		for _, w := range []Width{Wide, Narrow} {
			o, err := s.option(w)
			d := draw(t, o, err)
			drawn := 0
			for _, colour := range []string{"line", "common", "improve", "concern"} {
				want := `<path d="M[^"]*"[^>]* fill="var\(--chart-` + colour + `\)"`
				drawn += len(regexp.MustCompile(want).FindAll(d.Inline, -1))
			}
			if drawn != s.marks {
				t.Errorf("%s at width %d: %d marks for %d shown figures", s.name, w, drawn, s.marks)
			}
		}
	}
}

func TestConcernIsDrawnWhenNarrow(t *testing.T) {
	o, err := line(house, quarters(rising...), Narrow)
	d := draw(t, o, err)
	if n := bytes.Count(d.Inline, []byte(`fill="var(--chart-concern)"`)); n < 1 {
		t.Errorf("%d points of concern are drawn, want at least 1", n)
	}
}

func TestCleaningSavesAQuarter(t *testing.T) {
	data, err := bundle()
	if err != nil {
		t.Fatal(err)
	}
	e, err := NewEngine(data)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for _, s := range everything() {
		o, err := s.make(Wide)
		if err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		raw, err := e.SVG(o.JSON, o.Width, o.Height)
		if err != nil {
			t.Fatal(err)
		}
		took := time.Since(begin)
		svg, err := clean(raw)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%-12s option %5d, raw %5d, clean %5d, %d ms", s.name, len(o.JSON), len(raw), len(svg), took.Milliseconds())
		if len(svg)*4 > len(raw)*3 {
			t.Errorf("%s: %d bytes became %d", s.name, len(raw), len(svg))
		}
	}
}

// golden are the drawings that are kept, one of each form.
var golden = words("gaps by-age phases routes flow funnel bullets heatmap distribution")

func TestGolden(t *testing.T) {
	for _, s := range everything() {
		if !golden[s.name] {
			continue
		}
		o, err := s.make(Narrow)
		d := draw(t, o, err)
		name := filepath.Join("testdata", s.name+"-narrow.svg")
		if *update {
			os.MkdirAll("testdata", 0o755)
			if err := os.WriteFile(name, d.File, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(d.File, want) {
			t.Errorf("%s differs from the drawing made now: look at both, then run go test -update", name)
		}
	}
}

type countingEngine struct{ calls *int }

func (e countingEngine) SVG(option []byte, w, h int) ([]byte, error) {
	*e.calls++
	if strings.Contains(string(option), "fail") {
		return nil, fmt.Errorf("no")
	}
	return []byte(`<svg width="1" height="1"><text style="font-size:12px">x</text></svg>`), nil
}
func (countingEngine) Close() {}

func TestCache(t *testing.T) {
	dir := t.TempDir()
	calls, starts := 0, 0
	make := func(bundle string) *Drawer {
		return &Drawer{cache: newCache(dir, []byte(bundle)), pool: NewPool(2, func() (Engine, error) {
			starts++
			return countingEngine{&calls}, nil
		})}
	}
	d := make("one")
	o := Option{JSON: []byte(`{}`), Width: 10, Height: 10}
	steps := []struct {
		name  string
		do    func()
		calls int
	}{
		{"first", func() {}, 1},
		{"same again", func() {}, 1},
		{"other size", func() { o.Width = 11 }, 2},
		{"other option", func() { o.JSON = []byte(`{"a":1}`) }, 3},
		{"damaged entry", func() {
			if err := os.WriteFile(filepath.Join(dir, d.cache.name(o)), []byte("half of"), 0o644); err != nil {
				t.Fatal(err)
			}
		}, 4},
		{"mended entry", func() {}, 4},
		{"other bundle", func() { d = make("two") }, 5},
	}
	for _, s := range steps {
		s.do()
		if _, err := d.Draw(o, Label{ID: "x"}); err != nil {
			t.Fatal(err)
		}
		if calls != s.calls {
			t.Errorf("%s: drawn %d times so far, want %d", s.name, calls, s.calls)
		}
	}
	if starts != 2 {
		t.Errorf("%d engines started for two drawers used by one caller, want 2", starts)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "new-*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

func TestAFailedEngineIsReplaced(t *testing.T) {
	calls, starts := 0, 0
	d := &Drawer{cache: newCache("", nil), pool: NewPool(1, func() (Engine, error) { starts++; return countingEngine{&calls}, nil })}
	if _, err := d.Draw(Option{JSON: []byte(`{"fail":1}`)}, Label{ID: "sums"}); err == nil || !strings.Contains(err.Error(), "sums") {
		t.Errorf("error %v does not name the chart", err)
	}
	if _, err := d.Draw(Option{JSON: []byte(`{}`)}, Label{ID: "x"}); err != nil {
		t.Error(err)
	}
	if starts != 2 {
		t.Errorf("%d engines started, want 2", starts)
	}
	d.Close()
}
