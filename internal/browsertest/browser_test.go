package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdpruntime "github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A step is something to do in a tab.
type step = chromedp.Action[chromedp.Void]

// programs are looked for in this order, after WAYMARK_CHROMIUM; tools/chromium.sh has the same list.
var programs = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"}

func findChromium() (string, error) {
	if named := os.Getenv("WAYMARK_CHROMIUM"); named != "" {
		found, err := exec.LookPath(named)
		if err != nil {
			return "", fmt.Errorf("WAYMARK_CHROMIUM names %s, which cannot be run: set it to the program of a Chrome or Chromium, or unset it: %w", named, err)
		}
		return found, nil
	}
	for _, name := range programs {
		if found, err := exec.LookPath(name); err == nil {
			return found, nil
		}
	}
	return "", errors.New("there is no Chromium on this computer: install it (on Debian and Ubuntu: apt-get install chromium), or set WAYMARK_CHROMIUM to the program of a Chrome that is already here")
}

// browserOnce starts the browser that all tests share.
var browserOnce = sync.OnceValues(func() (context.Context, error) {
	program, err := findChromium()
	if err != nil {
		return nil, err
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(program),
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses to run as root with its sandbox
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ = chromedp.NewContext(ctx)
	atEnd = append(atEnd, func() {
		chromedp.Cancel(ctx)
		stop()
	})
	if err := chromedp.Do(ctx); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	return ctx, nil
})

// A chromeTab is one tab of the browser and what went wrong in it since the last page was opened.
type chromeTab struct {
	ctx context.Context

	mu         sync.Mutex
	home       string // what every address must start with
	asked      map[network.RequestID]string
	complaints []string
}

func newTab(t *testing.T) *chromeTab {
	t.Helper()
	browser, err := browserOnce()
	if err != nil {
		t.Fatal(err)
	}
	ctx, done := chromedp.NewContext(browser)
	t.Cleanup(done)
	tab := &chromeTab{ctx: ctx, asked: map[network.RequestID]string{}}
	if err := chromedp.Listen(ctx, tab.hear); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	return tab
}

// patience is how long one page may keep a tab busy. Far more than it needs: computers that test are loaded.
const patience = time.Minute

// eachPage gives every page to check, as many at once as there are processors, with tabs of its own.
func eachPage(t *testing.T, b *built, tabs int, check func(tabs []*chromeTab, p page) ([]string, error)) {
	t.Helper()
	free := make(chan []*chromeTab, runtime.GOMAXPROCS(0))
	for range cap(free) {
		var mine []*chromeTab
		for range tabs {
			mine = append(mine, newTab(t))
		}
		free <- mine
	}
	for _, p := range b.pages {
		t.Run(string(p), func(t *testing.T) {
			t.Parallel()
			mine := <-free
			defer func() { free <- mine }()
			complaints, err := check(mine, p)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range complaints {
				t.Error(c)
			}
		})
	}
}

// do runs steps in the tab and gives up in the end.
func (tab *chromeTab) do(steps ...step) error {
	ctx, stop := context.WithTimeout(tab.ctx, patience)
	defer stop()
	return chromedp.Do(ctx, steps...)
}

// ask evaluates an expression in the page. A promise is waited for.
func ask[T any](tab *chromeTab, expression string) (T, error) {
	ctx, stop := context.WithTimeout(tab.ctx, patience)
	defer stop()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// settled waits for two frames, so that styles, observers and what they start have happened.
const settled = `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0, true))))`

// open loads a page and returns what the browser had to say about it.
func (tab *chromeTab) open(a address) ([]string, error) {
	tab.mu.Lock()
	tab.home, tab.complaints = a.home, nil
	clear(tab.asked)
	tab.mu.Unlock()
	if err := tab.do(chromedp.Navigate(a.page)); err != nil {
		return nil, fmt.Errorf("open %s: %w", a.page, err)
	}
	if _, err := ask[bool](tab, settled); err != nil {
		return nil, fmt.Errorf("wait for %s: %w", a.page, err)
	}
	tab.mu.Lock()
	defer tab.mu.Unlock()
	return slices.Clone(tab.complaints), nil
}

// hear turns the browser's events into complaints. It is called in the order in which things happened, and
// before the command that caused them returns.
func (tab *chromeTab) hear(event any) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	complain := func(format string, args ...any) {
		tab.complaints = append(tab.complaints, fmt.Sprintf(format, args...))
	}
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		address := e.Request.URL
		tab.asked[e.RequestID] = address
		if e.RedirectResponse != nil {
			complain("is sent on from %s to %s", e.RedirectResponse.URL, address)
		}
		if !strings.HasPrefix(address, tab.home) && !strings.HasPrefix(address, "data:") {
			complain("asks for %s, which is outside its folder", address)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			complain("gets status %d for %s", e.Response.Status, e.Response.URL)
		}
	case *network.EventLoadingFailed:
		complain("cannot load %s: %s %s", tab.asked[e.RequestID], e.ErrorText, e.BlockedReason)
	case *cdpruntime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if thrown := e.ExceptionDetails.Exception; thrown != nil {
			text += " " + thrown.Description
		}
		complain("has a script that fails: %s", text)
	case *cdpruntime.EventConsoleAPICalled:
		if e.Type == cdpruntime.ConsoleAPICalledTypeError || e.Type == cdpruntime.ConsoleAPICalledTypeWarning || e.Type == cdpruntime.ConsoleAPICalledTypeAssert {
			var words []string
			for _, a := range e.Args {
				words = append(words, string(a.Value)+a.Description)
			}
			complain("writes to the console: %s", strings.Join(words, " "))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			complain("makes the browser write to the console: %s %s", e.Entry.Text, e.Entry.URL)
		}
	}
}
