package browsertest

import (
	"fmt"
	"sync/atomic"
	"testing"
	"unicode/utf8"

	"github.com/chromedp/chromedp"
)

// A stick, a shared drive, an attachment: many first readers open the folder, and some of their programs
// refuse scripts. So the page is opened there as it is, and again without scripts, and must say the same.
func TestFromAFolder(t *testing.T) {
	b := sites(t)
	var charts, looked atomic.Int64
	t.Cleanup(func() {
		// A check of charts that finds none would pass for ever. With -run some pages may be left out.
		if looked.Load() == int64(len(b.pages)) && charts.Load() < int64(b.charts) {
			t.Errorf("the pages show %d charts, the build drew %d", charts.Load(), b.charts)
		}
	})
	eachPage(t, b, 2, func(tabs []*chromeTab, p page) ([]string, error) {
		out, err := tabs[0].open(b.inFolder(p))
		if err != nil {
			return nil, err
		}
		if b.twin(p) {
			seen, err := read(tabs[0])
			charts.Add(int64(seen.Charts))
			looked.Add(1)
			return out, err
		}
		n, also, err := sameWithoutScripts(tabs[0], tabs[1], b.inFolder(p))
		charts.Add(int64(n))
		looked.Add(1)
		return append(out, also...), err
	})
}

// sameWithoutScripts compares the page that is open with the same page in a tab without scripts, and returns
// how many charts it has. A script may add a little, such as the label of a button; it may hold back nothing.
func sameWithoutScripts(with, without *chromeTab, a address) (int, []string, error) {
	if err := without.do(withoutScripts(), window(1280, 900), chromedp.Navigate(a.page)); err != nil {
		return 0, nil, err // open would wait for frames, and those are told to scripts only
	}
	if err := with.do(window(1280, 900)); err != nil {
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

// The page is opened once on a server that allows nothing beyond the policy, and looked at in every way:
// opening costs more than looking.
func TestOnAStrictServer(t *testing.T) {
	b := sites(t)
	eachPage(t, b, 1, func(tabs []*chromeTab, p page) ([]string, error) {
		tab := tabs[0]
		if err := tab.do(asUsual...); err != nil {
			return nil, err
		}
		out, err := tab.open(b.onServer(p))
		if err != nil {
			return nil, err
		}
		// The keyboard comes first, because it begins where a fresh page begins.
		views := views
		if b.twin(p) {
			views = views[:1]
		}
		axe := func(tab *chromeTab) ([]string, error) { return accessibleIn(tab, views) }
		for _, look := range []func(*chromeTab) ([]string, error){byKeyboard, fits, onPaper, axe} {
			found, err := look(tab)
			if err != nil {
				return nil, err
			}
			out = append(out, found...)
		}
		return out, nil
	})
}

// asUsual is how a page is seen when nothing else is said.
var asUsual = []step{window(1280, 900), letters(16), sight("screen", "light"), focused()}

// seen changes how the page is seen and waits until it is.
func seen(tab *chromeTab, steps ...step) error {
	if err := tab.do(steps...); err != nil {
		return err
	}
	_, err := ask[bool](tab, settled)
	return err
}

// fits looks at the page in a wide window, in the narrowest one that the guidelines name (1.4.10), and in a
// middling one with letters of twice the size (1.4.4).
func fits(tab *chromeTab) ([]string, error) {
	var out []string
	for _, w := range []struct{ width, letters int64 }{{1280, 16}, {320, 16}, {640, 32}} {
		if err := seen(tab, sight("screen", "light"), window(w.width, 900), letters(w.letters)); err != nil {
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

// A view is how axe-core sees a page.
type view struct {
	scheme string
	width  int64
}

// views are wide and light, wide and dark, narrow and light. Narrow and dark would repeat what the others find:
// colours do not depend on the width here, nor menus on the scheme.
var views = []view{{"light", 1280}, {"dark", 1280}, {"light", 320}}

// accessible runs axe-core on the page in every view.
func accessible(tab *chromeTab) ([]string, error) { return accessibleIn(tab, views) }

func accessibleIn(tab *chromeTab, views []view) ([]string, error) {
	if err := loadAxe(tab); err != nil {
		return nil, err
	}
	var out []string
	for _, v := range views {
		if err := seen(tab, letters(16), window(v.width, 900), sight("screen", v.scheme)); err != nil {
			return nil, err
		}
		found, err := axe(tab)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			out = append(out, fmt.Sprintf("%s, %d pixels: %s", v.scheme, v.width, f))
		}
	}
	return out, nil
}
