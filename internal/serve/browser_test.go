package serve

import (
	"context"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A real browser, with the real policy: the page shows the problems, styled; hides them on Escape; and
// loads itself again when they are mended. Left out where there is no Chromium.
func TestInABrowser(t *testing.T) {
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" || testing.Short() {
		t.Skip("no Chromium on this computer, or -short")
	}
	p := newProject(t, map[string]string{"content/a.md": "good"})
	r := p.run(nil)

	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	ctx, cancel = chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.Flag("disable-background-networking", true))...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(r.url+"a.html")); err != nil {
		t.Fatal(err)
	}
	// A page that is loading itself again answers with an error for a moment.
	becomes := func(what, expression, want string) {
		t.Helper()
		got := ""
		for end := time.Now().Add(2 * limit); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			answer, err := chromedp.Run(ctx, chromedp.Evaluate[string](expression))
			if err != nil {
				answer = err.Error()
			}
			if got = answer; got == want {
				return
			}
		}
		t.Fatalf("%s: got %q, want %q", what, got, want)
	}
	text := "String(document.querySelector('p').textContent)"
	panel := "(() => { const p = document.getElementById('waymark-problems'); return p ? getComputedStyle(p).position + ' ' + p.querySelector('.waymark-problems-place').textContent : 'none' })()"
	escape := "(document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true})), 'done')"

	becomes("first", text, "good")
	becomes("no problems yet", panel, "none")
	p.write("content/a.md", "it is BROKEN")
	becomes("problems, with the stylesheet", panel, "fixed content/a.md:1:7")
	becomes("the last good page behind them", text, "good")
	becomes("escape", escape, "done")
	becomes("put away", panel, "none")
	p.write("content/a.md", "it is BROKEN\nBROKEN")
	becomes("other problems are shown again", panel, "fixed content/a.md:1:7")
	p.write("content/a.md", "mended")
	becomes("loaded again", text, "mended")
	becomes("problems gone", panel, "none")
}
