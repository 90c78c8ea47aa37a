package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
)

// pageOf is a page of the build whose name ends so.
func pageOf(t *testing.T, b *built, end string) page {
	t.Helper()
	i := slices.IndexFunc(b.pages, func(p page) bool { return strings.HasSuffix(string(p), end) })
	if i < 0 {
		t.Fatalf("no page ends in %s", end)
	}
	return b.pages[i]
}

// evaluate asks the page and stops the test when it cannot answer.
func evaluate[T any](t *testing.T, tab *chromeTab, expression string) T {
	t.Helper()
	got, err := ask[T](tab, expression)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// A day that is typed in gives dates and a calendar file, from a folder and under the strict policy alike, and leaves
// nothing behind.
func TestDueDates(t *testing.T) {
	b := sites(t)
	p := pageOf(t, b, "merton/guidance/due-dates.html")
	for name, at := range map[string]address{"from a folder": b.inFolder(p), "on a strict server": b.onServer(p)} {
		t.Run(name, func(t *testing.T) {
			tab := newTab(t)
			dir := t.TempDir()
			if err := tab.do(append(slices.Clone(asUsual), command(browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: "allow", DownloadPath: dir}))...); err != nil {
				t.Fatal(err)
			}
			complaints, err := tab.open(at)
			if err != nil || len(complaints) > 0 {
				t.Fatal(complaints, err)
			}
			rows := evaluate[[]string](t, tab, `(async () => {
				const input = document.querySelector("#due-dates-looked-after");
				input.value = "2026-01-05";
				input.dispatchEvent(new Event("input", {bubbles: true}));
				document.querySelector(".wm-due-buttons a[download]").click();
				await `+settled+`;
				return [...document.querySelectorAll(".wm-due-result tbody tr")].map(r => r.cells[0].innerText + ": " + r.cells[1].innerText);
			})()`)
			// By hand: 20 working days after Monday 5 January are Monday 2 February; 2 May 2026 is a Saturday.
			for _, want := range []string{"Monday 2 February 2026: First looked after review", "Saturday 2 May 2026 (not a working day): Second looked after review",
				"Tuesday 5 May 2026: Written permanence plan", "Friday 5 March 2027: A stable home", "Monday 16 February 2026: Permanency planning meetings (1)"} {
				if !slices.Contains(rows, want) {
					t.Errorf("%q is not among %q", want, rows)
				}
			}
			var file []byte
			for range 100 { // the browser saves when it has time
				if file, err = os.ReadFile(filepath.Join(dir, "due-dates-2026-01-05.ics")); err == nil && len(file) > 0 {
					break
				}
				time.Sleep(50 * time.Millisecond)
			}
			if n := strings.Count(string(file), "BEGIN:VEVENT\r\n"); n != len(rows) || !strings.Contains(string(file), "DTSTART;VALUE=DATE:20260202\r\n") || !strings.HasSuffix(string(file), "END:VCALENDAR\r\n") {
				t.Errorf("the calendar file has %d entries for %d dates:\n%s", n, len(rows), file)
			}
			stored := evaluate[string](t, tab, `document.cookie + JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage}) + location.search + location.hash`)
			if stored != "{}{}" {
				t.Errorf("something is stored: %s", stored)
			}
			if found, err := accessible(tab); err != nil || len(found) > 0 {
				t.Error(found, err)
			}
			// A year without bank holidays is refused with a sentence, and what was worked out before is gone.
			said := evaluate[string](t, tab, `(() => {
				const input = document.querySelector("#due-dates-looked-after");
				input.value = "1999-01-05";
				input.dispatchEvent(new Event("input", {bubbles: true}));
				return document.querySelector(".wm-due-result").innerText;
			})()`)
			if !strings.HasPrefix(said, "Give a day between 2015 and ") || strings.Contains(said, "review") {
				t.Errorf("a day outside the calendar: %q", said)
			}
			tab.mu.Lock()
			defer tab.mu.Unlock()
			if len(tab.complaints) > 0 {
				t.Error(tab.complaints)
			}
		})
	}
}

// The walk through a flowchart keeps the way taken, lets an answer be changed, follows the browser's Back, begins again,
// and holds the record for paper only while it is printed.
func TestWalk(t *testing.T) {
	b := sites(t)
	p := pageOf(t, b, "merton/flowcharts/under-2.html")
	for name, at := range map[string]address{"from a folder": b.inFolder(p), "on a strict server": b.onServer(p)} {
		t.Run(name, func(t *testing.T) {
			tab := newTab(t)
			if err := tab.do(asUsual...); err != nil {
				t.Fatal(err)
			}
			if complaints, err := tab.open(at); err != nil || len(complaints) > 0 {
				t.Fatal(complaints, err)
			}
			evaluate[bool](t, tab, `(() => {
				globalThis.walk = document.querySelector(".wm-walk");
				walk.open = true;
				globalThis.settle = () => `+settled+`;
				globalThis.stands = () => [...walk.querySelectorAll(".wm-walk-step")].filter(s => s.getClientRects().length).map(s => s.querySelector(".wm-walk-number").textContent.split(" of ")[0]).join();
				globalThis.way = () => [...walk.querySelectorAll(".wm-walk-trail li")].map(l => l.querySelector("strong") ? l.querySelector("strong").textContent : "-").join(" / ");
				globalThis.answer = async n => { [...walk.querySelectorAll(".wm-walk-step")].find(s => s.getClientRects().length).querySelectorAll(".wm-walk-answers a")[n].click(); await settle(); };
				globalThis.back = async () => { history.back(); await new Promise(r => addEventListener("hashchange", r, {once: true})); await settle(); };
				return true;
			})()`)
			const state = `return stands() + " | " + way()`
			for _, c := range []struct{ do, want string }{
				{``, "Step 1 | "},
				{`await answer(0);`, "Step 2 | -"},
				{`await answer(0); await answer(1);`, "Step 5 | - / - / Yes"},
				{`if (document.activeElement.textContent.split(" of ")[0] !== "Step 5") return "the focus is on " + document.activeElement.outerHTML;`, "Step 5 | - / - / Yes"},
				{`await back();`, "Step 3 | - / -"},
				{`await answer(0);`, "Step 4 | - / - / No"},
				{`walk.querySelectorAll(".wm-walk-trail a")[0].click(); await settle();`, "Step 3 | - / -"},
				{`await answer(1);`, "Step 5 | - / - / Yes"},
				{`const kept = window.print; let printed = ""; window.print = () => { printed = document.querySelector(".wm-walk-record").innerText || document.querySelector(".wm-walk-record").textContent; };
				  walk.querySelector(".wm-walk-trail button").click(); window.print = kept; dispatchEvent(new Event("afterprint"));
				  if (!printed.includes("Record of the route taken") || !printed.includes("Answer: Yes") || !printed.includes("For training")) return "printed " + printed;
				  if (document.querySelector(".wm-walk-record")) return "the record stays";`, "Step 5 | - / - / Yes"},
				{`[...walk.querySelectorAll(".wm-walk-again a")].find(a => a.getClientRects().length).click(); await settle();`, "Step 1 | "},
			} {
				if got := evaluate[string](t, tab, fmt.Sprintf(`(async () => { %s %s })()`, c.do, state)); got != c.want {
					t.Fatalf("after %q: %q, want %q", c.do, got, c.want)
				}
			}
			if inputs := evaluate[int](t, tab, `walk.querySelectorAll("input, textarea, select, [contenteditable]").length`); inputs > 0 {
				t.Errorf("there are %d places to type into", inputs)
			}
			if stored := evaluate[string](t, tab, `document.cookie + JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})`); stored != "{}{}" {
				t.Errorf("something is stored: %s", stored)
			}
		})
	}
}
