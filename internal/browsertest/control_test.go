package browsertest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// faulty is a page with every fault that the promises rule out, and a second one for the fault that excludes
// another.
var faulty = map[string]string{
	"faulty.html": `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Faulty</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="faulty.css">
<script src="faulty.js" defer></script>
<script>document.title = "inline"</script>
</head>
<body class="wm-is-checklist">
<a id="never" href="#a">Skip, but never seen</a>
<nav aria-label="Main"><a href="menu.html">A menu</a></nav>
<main>
<h1 id="a">Faulty</h1>
<p id="wide">Wider than any window.</p>
<p id="cut">Text that a box of fixed height cuts off when it needs more lines than the box was made for.</p>
<p id="pale">Hard to read, in the dark only.</p>
<p><img src="missing.png"></p>
<p><img src="http://127.0.0.1:9/other.png" alt="From another host"></p>
<details id="folded"><summary>More</summary><p>Folded on paper.</p></details>
<figure class="wm-chart"><figcaption>Nothing in it</figcaption></figure>
</main>
</body>
</html>`,
	"menu.html": `<!doctype html>
<html lang="en">
<title>Menu</title>
<nav><a href="faulty.html">A menu before all else</a></nav>
</html>`,
	"faulty.css": `#never { position: absolute; left: -999px; }
#wide { width: 1400px; }
main { min-height: 1000px; }
#cut { height: 1.2em; width: 20em; overflow: hidden; }
@media (prefers-color-scheme: dark) { body { background: #111; color: #eee; } h1 { color: #eee; } a { color: #9cf; } #pale { color: #333; } }`,
	"faulty.js": `const p = document.createElement("p");
p.textContent = "A sentence that only a script says, long enough to be missed by everybody who has none of them.";
document.querySelector("main").append(p);
console.warn("a warning");
throw new Error("a failure");`,
}

func TestTheChecksComplain(t *testing.T) {
	sites(t) // for -short, and so that "make test" says first what is missing
	dir := t.TempDir()
	for name, text := range faulty {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := publish(dir)
	if err != nil {
		t.Fatal(err)
	}
	p, menu := page("faulty.html"), page("menu.html")
	scripts := func(tab *chromeTab) ([]string, error) {
		_, out, err := sameWithoutScripts(tab, newTab(t), b.onServer(p))
		return out, err
	}
	nothing := func(*chromeTab) ([]string, error) { return nil, nil }
	for _, c := range []struct {
		name string
		at   address
		look func(*chromeTab) ([]string, error)
		want []string
	}{
		{"folder", b.inFolder(p), nothing, []string{"missing.png", "asks for http://127.0.0.1:9/other.png", "a failure", "a warning"}},
		{"server", b.onServer(p), nothing, []string{"status 404", "Content Security Policy directive 'script-src", "Content Security Policy directive: \"img-src", "a failure"}},
		{"outside its folder", address{b.onServer(p).page, b.server + "faulty/"}, nothing, []string{"faulty.css, which is outside"}},
		{"window", b.onServer(p), fits, []string{"wider than a window of 1280", "wider than a window of 320", "wider than a window of 640", "#wide reaching", "cuts off the text of #cut"}},
		{"axe", b.onServer(p), accessible, []string{"light, 1280 pixels: image-alt", "dark, 1280 pixels: color-contrast", "light, 320 pixels: image-alt"}},
		{"scripts", b.onServer(p), scripts, []string{"letters with scripts", "shows no drawing", "shows no table"}},
		{"paper", b.onServer(p), onPaper, []string{"prints the menu Main", "#folded folded", "prints its heading in", "prints on a ground", "more than one sheet"}},
		{"keyboard", b.onServer(p), byKeyboard, []string{"does not show #never", "moves to body"}},
		{"keyboard, menu first", b.onServer(menu), byKeyboard, []string{"leads the first Tab to"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tab := newTab(t)
			if err := tab.do(asUsual...); err != nil {
				t.Fatal(err)
			}
			got, err := tab.open(c.at)
			if err != nil {
				t.Fatal(err)
			}
			also, err := c.look(tab)
			if err != nil {
				t.Fatal(err)
			}
			all := strings.Join(append(got, also...), "\n")
			for _, w := range c.want {
				if !strings.Contains(all, w) {
					t.Errorf("no complaint has %q; there are:\n%s", w, all)
				}
			}
		})
	}
}
