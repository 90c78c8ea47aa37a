package browsertest

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"unicode/utf8"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// command is a step that sends one command of the protocol.
func command[P any](c cdp.Command[P, cdp.Empty], params P) step {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

// A stick, a shared drive, an attachment: most first readers open the folder.
func TestOpensFromAFolder(t *testing.T) {
	b := sites(t)
	eachPage(t, b, nil, func(tab *chromeTab, p page) ([]string, error) { return tab.open(b.inFolder(p)) })
}

func TestOpensOnAStrictServer(t *testing.T) {
	b := sites(t)
	eachPage(t, b, nil, func(tab *chromeTab, p page) ([]string, error) { return tab.open(b.onServer(p)) })
}

func TestFitsTheWindow(t *testing.T) {
	b := sites(t)
	eachPage(t, b, nil, func(tab *chromeTab, p page) ([]string, error) {
		return fits(tab, b.onServer(p))
	})
}

// fits looks at the page in a wide window, in the narrowest one that the guidelines name (1.4.10), and in a
// middling one with letters of twice the size (1.4.4).
func fits(tab *chromeTab, a address) ([]string, error) {
	if err := tab.do(letters(16), window(1280, 900)); err != nil {
		return nil, err
	}
	if _, err := tab.open(a); err != nil {
		return nil, err
	}
	var out []string
	for _, w := range []struct{ width, letters int64 }{{1280, 16}, {320, 16}, {640, 32}} {
		if err := tab.do(window(w.width, 900), letters(w.letters)); err != nil {
			return nil, err
		}
		if _, err := ask[bool](tab, settled); err != nil {
			return nil, err
		}
		for _, look := range []func(*chromeTab) ([]string, error){sideways, clipped} {
			found, err := look(tab)
			if err != nil {
				return nil, err
			}
			for _, f := range found {
				out = append(out, fmt.Sprintf("%s, letters of %d pixels", f, w.letters))
			}
		}
	}
	return out, nil
}

func TestAccessible(t *testing.T) {
	b := sites(t)
	eachPage(t, b, nil, func(tab *chromeTab, p page) ([]string, error) { return accessible(tab, b.onServer(p)) })
}

// accessible runs axe-core on the page wide and light, wide and dark, narrow and light. Narrow and dark would
// repeat what the others find: colours do not depend on the width here, nor menus on the scheme.
func accessible(tab *chromeTab, a address) ([]string, error) {
	if err := tab.do(window(1280, 900), sight("screen", "light")); err != nil {
		return nil, err
	}
	if _, err := tab.open(a); err != nil {
		return nil, err
	}
	if err := loadAxe(tab); err != nil {
		return nil, err
	}
	var out []string
	for _, v := range []struct {
		name  string
		steps []step
	}{
		{"light, 1280 pixels", nil},
		{"dark, 1280 pixels", []step{sight("screen", "dark")}},
		{"light, 320 pixels", []step{sight("screen", "light"), window(320, 900)}},
	} {
		if err := tab.do(v.steps...); err != nil {
			return nil, err
		}
		if _, err := ask[bool](tab, settled); err != nil {
			return nil, err
		}
		found, err := axe(tab)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			out = append(out, v.name+": "+f)
		}
	}
	return out, nil
}

func TestSaysTheSameWithoutScripts(t *testing.T) {
	b := sites(t)
	var charts, looked atomic.Int64
	t.Cleanup(func() {
		// A check of charts that finds none would pass for ever. With -run some pages may be left out.
		if looked.Load() == int64(len(b.pages)) && charts.Load() < int64(b.charts) {
			t.Errorf("the pages show %d charts, the build drew %d", charts.Load(), b.charts)
		}
	})
	plain := make(chan *chromeTab, 2)
	for range cap(plain) {
		plain <- newTab(t, window(1280, 900), withoutScripts())
	}
	eachPage(t, b, []step{window(1280, 900)}, func(tab *chromeTab, p page) ([]string, error) {
		bare := <-plain
		defer func() { plain <- bare }()
		n, out, err := sameWithoutScripts(tab, bare, b.onServer(p))
		charts.Add(int64(n))
		looked.Add(1)
		return out, err
	})
}

// sameWithoutScripts opens the page in a tab with scripts and in one without, and returns how many charts it
// has. A script may add a little, such as the label of a button; it may hold back nothing.
func sameWithoutScripts(with, without *chromeTab, a address) (int, []string, error) {
	if _, err := with.open(a); err != nil {
		return 0, nil, err
	}
	if err := without.do(chromedp.Navigate(a.page)); err != nil { // waits for no frames: they are scripts too
		return 0, nil, err
	}
	full, err := read(with)
	if err != nil {
		return 0, nil, err
	}
	bare, err := read(without)
	if err != nil {
		return 0, nil, err
	}
	out := bare.Without
	letters, all := utf8.RuneCountInString(bare.Text), utf8.RuneCountInString(full.Text)
	if letters == 0 {
		out = append(out, "says nothing without scripts")
	} else if missing := all - letters; missing*100 > 2*all || -missing*100 > 2*all {
		out = append(out, fmt.Sprintf("has %d letters with scripts and %d without", all, letters))
	}
	if full.Charts != bare.Charts {
		out = append(out, fmt.Sprintf("has %d charts with scripts and %d without", full.Charts, bare.Charts))
	}
	return bare.Charts, out, nil
}

func TestPrints(t *testing.T) {
	b := sites(t)
	// Somebody who reads in the dark prints on white paper all the same. 718 pixels is A4 within its margins.
	prepare := []step{window(718, 1000), sight("print", "dark")}
	eachPage(t, b, prepare, func(tab *chromeTab, p page) ([]string, error) {
		if _, err := tab.open(b.onServer(p)); err != nil {
			return nil, err
		}
		return onPaper(tab)
	})
}

func TestKeyboardSkipsTheMenus(t *testing.T) {
	b := sites(t)
	eachPage(t, b, []step{window(1280, 900), focused()}, func(tab *chromeTab, p page) ([]string, error) {
		if _, err := tab.open(b.onServer(p)); err != nil {
			return nil, err
		}
		return byKeyboard(tab)
	})
}
