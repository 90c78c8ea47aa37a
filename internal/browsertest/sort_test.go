package browsertest

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sorted is a page with a table that can be put in another order.
const sorted page = "merton/indicators/index.html"

// The table of all indicators, opened from a folder: it stands by theme until somebody asks for another order, a
// column sorts up and then down, what has no figure comes last both ways, and the order is told to screen readers.
func TestSort(t *testing.T) {
	b := sites(t)
	tab := newTab(t)
	if err := tab.do(asUsual...); err != nil {
		t.Fatal(err)
	}
	complaints, err := tab.open(b.inFolder(sorted))
	if err != nil || len(complaints) > 0 {
		t.Fatal(err, complaints)
	}
	keys := func(column string) []string {
		return strings.Split(is[string](t, tab, `[...document.querySelectorAll("table.wm-standings tbody tr")].map(r => r.cells[`+column+`].dataset.key).join(",")`), ",")
	}
	numbers := func(keys []string) (out []int) {
		for i, key := range keys {
			n, err := strconv.Atoi(key)
			if key == "" {
				if strings.Join(keys[i:], "") != "" {
					t.Errorf("a row without a figure stands before others: %q", keys)
				}
				break
			}
			if err != nil {
				t.Fatalf("the key %q is no number", key)
			}
			out = append(out, n)
		}
		return out
	}
	if order := numbers(keys("0")); len(order) < 10 || !slices.IsSorted(order) {
		t.Errorf("without being asked the table is not in its own order: %v", order)
	}
	click := func() string {
		return is[string](t, tab, `(() => { const th = document.querySelectorAll("table.wm-standings thead th")[2]; th.querySelector("button").click(); return th.getAttribute("aria-sort") + " " + document.querySelectorAll("[aria-sort]").length; })()`)
	}
	if said := click(); said != "ascending 1" || !slices.IsSorted(numbers(keys("2"))) {
		t.Errorf("the first click says %q and gives %v", said, keys("2"))
	}
	down := func(a, b int) int { return b - a }
	if said := click(); said != "descending 1" || !slices.IsSortedFunc(numbers(keys("2")), down) {
		t.Errorf("the second click says %q and gives %v", said, keys("2"))
	}
}
