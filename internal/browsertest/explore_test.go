package browsertest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// explored is a page with a chart with limits, bars, a funnel and cells; the others have a flow, rows against targets,
// a distribution and a stack.
const explored page = "merton/indicators/three-or-more-placements.html"

var alsoExplored = []page{"havering/indicators/life-story-work-current.html", "merton/indicators/first-review-on-time.html",
	"havering/indicators/months-to-permanence.html", "havering/indicators/returned-home-planned.html"}

// The live chart, opened from a folder and from a server under the strict policy: it appears when asked for, reads
// figures to the keyboard, follows the scheme, makes a PNG, gives way to the picture on paper and when it is
// closed, and nothing of it is refused.
func TestExplore(t *testing.T) {
	b := sites(t)
	opened := map[string]address{"server": b.onServer(explored)}
	for _, p := range append(alsoExplored, explored) {
		opened["folder/"+string(p)] = b.inFolder(p)
	}
	for name, a := range opened {
		t.Run(name, func(t *testing.T) {
			tab := newTab(t)
			if err := tab.do(asUsual...); err != nil {
				t.Fatal(err)
			}
			complaints, err := tab.open(a)
			if err != nil {
				t.Fatal(err)
			}
			charts := is[float64](t, tab, `document.querySelectorAll("figure[data-bundle]").length`)
			if charts == 0 {
				t.Fatal("no chart can be explored")
			}
			for i := range int(charts) {
				explore(t, tab, i)
			}
			if n := is[float64](t, tab, `document.querySelectorAll("script[src*='charts.']").length`); n != 1 {
				t.Errorf("the library was loaded %g times", n)
			}
			tab.mu.Lock()
			complaints = append(complaints, tab.complaints...)
			tab.mu.Unlock()
			for _, c := range complaints {
				t.Error(c)
			}
		})
	}
}

// is evaluates an expression in the page.
func is[T any](t *testing.T, tab *chromeTab, expression string) T {
	t.Helper()
	out, err := ask[T](tab, expression)
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return out
}

func must(t *testing.T, tab *chromeTab, steps ...step) {
	t.Helper()
	if err := seen(tab, steps...); err != nil {
		t.Fatal(err)
	}
}

func explore(t *testing.T, tab *chromeTab, i int) {
	figure := fmt.Sprintf(`document.querySelectorAll("figure[data-bundle]")[%d]`, i)
	is[bool](t, tab, figure+`.querySelector(".wm-explore-button").click() ?? true`)
	drawn := is[bool](t, tab, `new Promise(done => { const end = Date.now() + 20000; const look = () => { const s = `+figure+`.querySelector(".wm-live svg path"); s || Date.now() > end ? done(!!s) : setTimeout(look, 50); }; look(); })`)
	if !drawn {
		t.Fatalf("chart %d: no live chart; the page says %q", i, is[string](t, tab, figure+`.querySelector(".wm-explore-status").textContent`))
	}
	if is[bool](t, tab, figure+`.querySelector(".wm-wide").checkVisibility()`) {
		t.Errorf("chart %d: the picture stands beside the live chart", i)
	}
	if left := is[string](t, tab, figure+`.querySelector(".wm-live svg").outerHTML`); strings.Contains(left, "var(--") {
		t.Errorf("chart %d: a colour was not filled in", i)
	}

	// The box has the focus, so the arrow keys move through the figures.
	must(t, tab, chromedp.KeyEvent(kb.ArrowRight))
	first := is[string](t, tab, figure+`.querySelector(".wm-explore-status").textContent`)
	must(t, tab, chromedp.KeyEvent(kb.ArrowRight))
	second := is[string](t, tab, figure+`.querySelector(".wm-explore-status").textContent`)
	if first == "" || first == second || !strings.Contains(second, ":") {
		t.Errorf("chart %d: the arrow keys read %q, then %q", i, first, second)
	}
	if !is[bool](t, tab, `new Promise(done => setTimeout(() => done(`+figure+`.querySelector(".wm-live svg").textContent.includes(`+fmt.Sprintf("%q", strings.SplitN(second, " ", 2)[0])+`)), 300))`) {
		t.Errorf("chart %d: no tooltip shows %q", i, second)
	}

	ink := `getComputedStyle(` + figure + `).getPropertyValue("--chart-ink").trim()`
	must(t, tab, sight("screen", "dark"))
	if !is[bool](t, tab, figure+`.querySelector(".wm-live svg").outerHTML.includes(`+ink+`)`) {
		t.Errorf("chart %d: it does not follow the dark scheme", i)
	}
	must(t, tab, sight("print", "light"))
	if is[bool](t, tab, figure+`.querySelector(".wm-live").checkVisibility()`) || !is[bool](t, tab, `[...`+figure+`.querySelectorAll(".wm-wide, .wm-narrow")].some(e => e.checkVisibility())`) {
		t.Errorf("chart %d: paper does not get the picture", i)
	}
	must(t, tab, sight("screen", "light"))

	saved := is[string](t, tab, `new Promise(done => {
		const make = URL.createObjectURL, click = HTMLAnchorElement.prototype.click;
		let made = "";
		URL.createObjectURL = b => { made = b.type + " " + (b.size > 5000); return make.call(URL, b); };
		HTMLAnchorElement.prototype.click = function () { done(made + " " + this.download); URL.createObjectURL = make; HTMLAnchorElement.prototype.click = click; };
		`+figure+`.querySelectorAll(".wm-explore-button")[1].click();
		setTimeout(() => done("nothing: " + `+figure+`.querySelector(".wm-explore-status").textContent), 5000);
	})`)
	if !strings.HasPrefix(saved, "image/png true ") || !strings.HasSuffix(saved, ".png") {
		t.Errorf("chart %d: saving as PNG gave %q", i, saved)
	}

	is[bool](t, tab, figure+`.querySelector(".wm-live").focus() ?? true`)
	must(t, tab, chromedp.KeyEvent(kb.Escape))
	if is[bool](t, tab, figure+`.querySelector(".wm-live") !== null`) || !is[bool](t, tab, `[...`+figure+`.querySelectorAll(".wm-wide, .wm-narrow")].some(e => e.checkVisibility())`) {
		t.Errorf("chart %d: Escape does not bring the picture back", i)
	}
}

// A library that cannot be loaded costs the live chart and nothing else.
func TestExploreWithoutTheLibrary(t *testing.T) {
	b := sites(t)
	tab := newTab(t)
	if err := tab.do(asUsual...); err != nil {
		t.Fatal(err)
	}
	if _, err := tab.open(b.inFolder(explored)); err != nil {
		t.Fatal(err)
	}
	is[bool](t, tab, `(() => { const f = document.querySelector("figure[data-bundle]"); f.dataset.bundle = "nothing.js"; f.querySelector(".wm-explore-button").click(); return true; })()`)
	said := is[string](t, tab, `new Promise(done => { const end = Date.now() + 10000; const look = () => { const s = document.querySelector(".wm-explore-status").textContent; s || Date.now() > end ? done(s) : setTimeout(look, 50); }; look(); })`)
	if !strings.Contains(said, "cannot be shown") || !is[bool](t, tab, `document.querySelector("figure .wm-wide").checkVisibility()`) {
		t.Errorf("the page says %q and may have lost its picture", said)
	}
}

// A series long enough to be zoomed has a slider below the chart, which moves without a complaint.
func TestExploreZoom(t *testing.T) {
	b := sites(t)
	tab := newTab(t)
	if err := tab.do(asUsual...); err != nil {
		t.Fatal(err)
	}
	if _, err := tab.open(b.inFolder(explored)); err != nil {
		t.Fatal(err)
	}
	const figure = `document.querySelector("figure[data-bundle]")`
	is[bool](t, tab, `(() => {
		const s = `+figure+`.querySelector("script");
		const data = JSON.parse(s.textContent);
		data.wide.zoom = data.narrow.zoom = true;
		s.textContent = JSON.stringify(data);
		`+figure+`.querySelector(".wm-explore-button").click();
		return true;
	})()`)
	taller := is[float64](t, tab, `new Promise(done => { const end = Date.now() + 20000; const look = () => {
		const s = `+figure+`.querySelector(".wm-live svg");
		s || Date.now() > end ? done(s ? s.getBoundingClientRect().height - JSON.parse(`+figure+`.querySelector("script").textContent).wide.height : -1) : setTimeout(look, 50);
	}; look(); })`)
	if taller != 48 {
		t.Errorf("the chart is %g pixels taller than without a slider, want 48", taller)
	}
	must(t, tab, chromedp.KeyEvent(kb.End))
	if said := is[string](t, tab, figure+`.querySelector(".wm-explore-status").textContent`); !strings.Contains(said, "2026") {
		t.Errorf("End reads %q", said)
	}
	tab.mu.Lock()
	defer tab.mu.Unlock()
	for _, c := range tab.complaints {
		t.Error(c)
	}
}
