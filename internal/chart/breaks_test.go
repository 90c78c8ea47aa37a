package chart

import (
	"slices"
	"testing"

	"waymark/internal/disclose"
)

func TestBreaks(t *testing.T) {
	series := []point{{from: "2025-Q1", to: "2025-Q1"}, {from: "2025-Q2", to: "2025-Q2"}, {from: "2025-Q4", to: "2025-Q4"}}
	for _, c := range []struct {
		at   string
		want []int
	}{
		{"2025-Q2", []int{1}},
		{"2025-Q3", []int{2}}, // no figure in it: the next one is the first
		{"2025-Q4", []int{2}},
		{"2025-Q1", nil}, // nothing before it
		{"2026-Q1", nil}, // nothing behind it
		{"spring", nil},
	} {
		if got := breaksIn([]disclose.Break{{Period: c.at}}, series); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.at, got, c.want)
		}
	}
	table := Table{Rows: [][]string{{"December"}, {"June"}, {"March"}}}.partedAt([]int{1})
	if table.Rows[1][0] != "June (from here on counted in a new way)" || table.Rows[0][0] != "December" {
		t.Errorf("the table says %q", table.Rows)
	}
	plain := "time_period,base\n2025-Q1,8\n2025-Q2,9\n"
	if got := string(csvPartedAt([]byte(plain), []int{1})); got != "time_period,base,break\n2025-Q1,8,\n2025-Q2,9,b\n" {
		t.Errorf("the file says %q", got)
	}
	if got := string(csvPartedAt([]byte(plain), nil)); got != plain {
		t.Errorf("without a break the file says %q", got)
	}
}
