package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// command is a step that sends one command of the protocol.
func command[P any](c cdp.Command[P, cdp.Empty], params P) step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// window gives the page a window of this size.
func window(width, height int64) step { return chromedp.EmulateViewport(width, height) }

// sight says how the reader sees the page: medium "screen" or "print", scheme "light" or "dark". Movement is
// off, because a colour that is on its way to another one is neither.
func sight(medium, scheme string) step {
	return command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium, Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}})
}

// letters sets the size in pixels that a reader has chosen for ordinary text; browsers come with 16. It is
// the reader's setting and not a style of the page, so lengths in em and media queries in em follow it.
func letters(size int64) step {
	return command(cdppage.SetFontSizes, cdppage.SetFontSizesParams{FontSizes: &cdppage.FontSizes{Standard: size}})
}

func withoutScripts() step {
	return command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}

// focused makes a tab believe that it is the one in front, as only one of several can be.
func focused() step {
	return command(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
}

// words are JavaScript functions that the checks below share: selector names an element for a person who has
// to find it; shown says whether the element takes up room on the page; unseen whether it is there for
// screen readers alone, which styles do by cutting it down to a pixel.
const words = `
const selector = e => {
	if (e === document.body || e === document.documentElement) return e.localName;
	if (e.id) return "#" + CSS.escape(e.id);
	const own = e.localName + [...e.classList].map(c => "." + CSS.escape(c)).join("");
	const up = e.parentElement;
	return up && up !== document.body && !up.id ? (up.className ? "." + CSS.escape(up.classList[0]) : up.localName) + " > " + own : own;
};
const shown = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && e.getClientRects().length > 0;
const unseen = e => { for (; e; e = e.parentElement) { if (e.offsetWidth <= 1 && e.offsetHeight <= 1 && getComputedStyle(e).position === "absolute") return true; } return false; };
const text = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
`

// sideways complains when the page has to be moved sideways to be read, and when something sticks out where it
// cannot be reached. What is wide by nature, a table or a drawing, may scroll inside a frame of its own.
func sideways(tab *chromeTab) ([]string, error) {
	return ask[[]string](tab, `(() => {`+words+`
		const out = [], width = document.documentElement.clientWidth;
		const over = document.documentElement.scrollWidth - innerWidth;
		if (over > 0) out.push("is " + over + " pixels wider than a window of " + innerWidth);
		const framed = e => { for (e = e.parentElement; e; e = e.parentElement) { if (/auto|scroll/.test(getComputedStyle(e).overflowX) && e !== document.body && e !== document.documentElement) return true; } return false; };
		for (const e of document.body.querySelectorAll("*:not(svg *)")) {
			const right = e.getBoundingClientRect().right;
			if (right > width + 1 && shown(e) && !unseen(e) && !framed(e)) {
				out.push("has " + selector(e) + " reaching " + Math.round(right - width) + " pixels past a window of " + innerWidth);
				if (out.length > 5) break;
			}
		}
		return out;
	})()`)
}

// clipped complains about text that its own box cuts off.
func clipped(tab *chromeTab) ([]string, error) {
	return ask[[]string](tab, `(() => {`+words+`
		const out = [], cuts = /hidden|clip/;
		for (const e of document.body.querySelectorAll("*:not(svg, svg *)")) {
			const style = getComputedStyle(e);
			const right = cuts.test(style.overflowX) && e.scrollWidth > e.clientWidth + 1;
			const below = cuts.test(style.overflowY) && e.scrollHeight > e.clientHeight + 1;
			if ((right || below) && e.textContent.trim() && shown(e) && !unseen(e)) out.push("cuts off the text of " + selector(e) + " in a window of " + innerWidth);
		}
		return out;
	})()`)
}

// axeSource is the whole of axe-core, which the theme's package-lock.json pins.
var axeSource = sync.OnceValues(func() (string, error) {
	root, err := projectRoot()
	if err != nil {
		return "", err
	}
	name := filepath.Join(root, "themes", "default", "node_modules", "axe-core", "axe.min.js")
	source, err := os.ReadFile(name)
	if errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("axe-core is not installed: run \"make assets\" (or npm ci --ignore-scripts in themes/default), then test again")
	}
	return string(source), err
})

// A violation is what axe-core reports, as far as it is of use in a sentence.
type violation struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		Target string `json:"target"`
		Why    string `json:"why"`
	} `json:"nodes"`
}

// loadAxe puts axe-core into the page. The protocol's way in does not ask the page's policy.
func loadAxe(tab *chromeTab) error {
	source, err := axeSource()
	if err != nil {
		return err
	}
	return tab.do(chromedp.Evaluate[chromedp.Void](source + "\n;0"))
}

// axe complains for each rule that the page breaks as it is seen now. Both kinds of rules count: the law asks
// for the guidelines, and readers need the good practice. Rules for 2.2 are off in axe-core unless named. Text
// inside a drawing is not judged: axe-core cannot tell what is behind it, and says so instead of complaining.
func axe(tab *chromeTab) ([]string, error) {
	found, err := ask[[]violation](tab, `axe.run(document, {
		resultTypes: ["violations"],
		preload: false, // reads the style sheets again, for one rule that these tags do not have
		runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]},
		rules: {"target-size": {enabled: true}},
	}).then(r => r.violations.map(v => ({id: v.id, impact: v.impact || "", help: v.help, nodes: v.nodes.map(n => ({
		target: n.target.flat().join(" "), why: (n.failureSummary || "").replace(/\s+/g, " ")}))})))`)
	if err != nil {
		return nil, fmt.Errorf("run axe-core: %w", err)
	}
	var out []string
	for _, v := range found {
		const most = 5 // more of the same helps nobody
		var b strings.Builder
		fmt.Fprintf(&b, "%s, %s: %s, %d times", v.ID, v.Impact, v.Help, len(v.Nodes))
		for _, n := range v.Nodes[:min(most, len(v.Nodes))] {
			fmt.Fprintf(&b, "\n\t%s: %s", n.Target, n.Why)
		}
		out = append(out, b.String())
	}
	return out, nil
}

// content is what a page says, however it is reached.
type content struct {
	Text    string   `json:"text"`    // of main, as it is seen, white space apart
	Charts  int      `json:"charts"`  // figures with a drawing or a table of numbers
	Without []string `json:"without"` // charts of which a reader sees no drawing, or gets no table
}

// read unfolds the page, as a reader can do without scripts, and reads it. A form is what a script does, not what a page
// says: forms, and the sentence that stands in for one, are left out.
func read(tab *chromeTab) (content, error) {
	return ask[content](tab, `(() => {`+words+`
		const main = document.querySelector("main"), out = {text: "", charts: 0, without: []};
		if (!main) return out;
		for (const d of main.querySelectorAll("details")) d.open = true;
		for (const f of main.querySelectorAll("form, noscript")) f.remove();
		out.text = main.innerText.replace(/\s+/g, " ").trim();
		for (const f of main.querySelectorAll("figure.wm-chart")) {
			out.charts++;
			const drawn = [...f.querySelectorAll("svg[role=img]")].some(s => shown(s) && s.getBoundingClientRect().height > 40);
			const rows = [...f.querySelectorAll("table tbody tr")].filter(shown).length;
			if (!drawn && !f.querySelector(".wm-chart-problem")) out.without.push("shows no drawing in the figure “" + f.querySelector("figcaption").innerText + "”");
			if (!rows) out.without.push("shows no table in the figure “" + f.querySelector("figcaption").innerText + "”");
		}
		return out;
	})()`)
}

// onPaper complains about what paper cannot do: follow a menu, unfold, shine in the dark. The event that
// tells scripts of printing does not come with an emulated printer, so what is seen is the work of styles.
//
// Somebody who reads in the dark prints on white paper all the same. 718 pixels is A4 within its margins.
func onPaper(tab *chromeTab) ([]string, error) {
	if err := seen(tab, letters(16), window(718, 1000), sight("print", "dark")); err != nil {
		return nil, err
	}
	out, err := ask[[]string](tab, `(() => {`+words+`
		const out = [];
		for (const e of document.querySelectorAll("nav, a[href^='#'][class*=skip]")) {
			if (e.closest("nav[aria-label=Breadcrumb]")) continue; // says where the sheet comes from
			if ([e, ...e.querySelectorAll("*")].some(x => shown(x) && x.getBoundingClientRect().height > 0)) out.push("prints the menu " + (e.getAttribute("aria-label") || selector(e)));
		}
		for (const d of document.querySelectorAll("main details")) {
			if (d.parentElement.closest("nav, details")) continue;
			if (d.matches(".wm-walk") && !shown(d)) continue; // says again what the numbered steps say, which print
			const inside = [...d.children].filter(c => c.localName !== "summary");
			if (!inside.length || !inside.every(c => shown(c) && c.getBoundingClientRect().height > 0)) out.push("prints " + selector(d) + " folded");
		}
		const light = c => { const [r, g, b, a = 1] = c.match(/[\d.]+/g).map(Number); return a === 0 ? 1 : (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255; };
		const heading = document.querySelector("h1");
		if (!heading) out.push("has no heading");
		else if (light(getComputedStyle(heading).color) > 0.4) out.push("prints its heading in " + getComputedStyle(heading).color);
		for (const e of [document.documentElement, document.body]) {
			const ground = getComputedStyle(e).backgroundColor;
			if (light(ground) < 0.9) out.push("prints on a ground of " + ground);
		}
		return out;
	})()`)
	if err != nil {
		return nil, err
	}
	more, err := onOneSheet(tab)
	return append(out, more...), err
}

// onOneSheet complains about a checklist that runs on to a second sheet. A4 within the margins of print.css (20 mm
// at the sides, 38 mm above and below together) is 642 by 979 pixels of a 96th of an inch.
func onOneSheet(tab *chromeTab) ([]string, error) {
	if err := seen(tab, letters(16), window(642, 979), sight("print", "light")); err != nil {
		return nil, err
	}
	return ask[[]string](tab, `(() => {
		const high = document.documentElement.scrollHeight;
		return document.body.matches(".wm-is-checklist") && high > 979 ? ["is a checklist of more than one sheet: " + high + " pixels, not 979"] : [];
	})()`)
}

// stop is where the focus is.
type stop struct {
	Element string `json:"element"`
	Target  string `json:"target"` // of a link within the page: "#wm-main"
	Seen    bool   `json:"seen"`   // in the window, with nothing over it
	IsMain  bool   `json:"isMain"`
	InMain  bool   `json:"inMain"`
	After   bool   `json:"after"` // after the start of main
}

func focus(tab *chromeTab) (stop, error) {
	return ask[stop](tab, `(() => {`+words+`
		const e = document.activeElement, main = document.querySelector("main"), r = e.getBoundingClientRect();
		const over = document.elementFromPoint(r.left + r.width / 2, r.top + Math.min(r.height / 2, 20));
		const seen = shown(e) && r.width > 1 && r.height > 1 && r.top >= 0 && r.left >= 0 && r.top < innerHeight && r.right <= innerWidth && (over === e || e.contains(over));
		return {element: selector(e), target: e.getAttribute("href") || "", seen: !!seen, isMain: e === main,
			inMain: !!main && e !== main && main.contains(e), after: !!main && !!(main.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)};
	})()`)
}

// byKeyboard follows the first link of the page as somebody without a mouse does.
func byKeyboard(tab *chromeTab) ([]string, error) {
	press := func(key string) (stop, error) {
		if err := tab.do(chromedp.KeyEvent(key)); err != nil {
			return stop{}, err
		}
		return focus(tab)
	}
	first, err := press(kb.Tab)
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(first.Target, "#") {
		return []string{"leads the first Tab to " + first.Element + ", not to a link past the menus"}, nil
	}
	var out []string
	if !first.Seen {
		out = append(out, "does not show "+first.Element+" when it has the focus")
	}
	there, err := press(kb.Enter)
	if err != nil {
		return nil, err
	}
	if !there.IsMain || !there.Seen {
		out = append(out, "moves to "+there.Element+" by the link past the menus, not to a main that is seen")
	}
	next, err := press(kb.Tab)
	if err != nil {
		return nil, err
	}
	// A main without anything to press is followed by the footer, or by the end of the page.
	if !next.InMain && !next.After && next.Element != "body" {
		out = append(out, "leads the next Tab back to "+next.Element)
	}
	return out, nil
}
