package rowset

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func set(rows int, in ...int) Set {
	s := New(rows)
	for _, row := range in {
		s.Put(row)
	}
	return s
}

func list(s Set) []int {
	var out []int
	s.Each(0, s.Len(), func(row int) { out = append(out, row) })
	return out
}

func TestSets(t *testing.T) {
	a, b := set(70, 0, 63, 64, 69), set(70, 63, 69)
	for _, tt := range []struct {
		name string
		got  []int
		want []int
	}{
		{"and", list(a.And(b)), []int{63, 69}},
		{"or", list(b.Or(set(70, 1))), []int{1, 63, 69}},
		{"not, past a word and up to the last row", list(set(66, 2).Not())[60:], []int{61, 62, 63, 64, 65}},
		{"all", list(All(3)), []int{0, 1, 2}},
		{"none out of none", list(New(0).Not()), nil},
	} {
		if !slices.Equal(tt.got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
	if !b.Inside(a) || a.Inside(b) {
		t.Error("b lies in a, and a does not lie in b")
	}
	if got := a.Count(1, 69); got != 2 { // 63 and 64
		t.Errorf("got %d rows from 1 to 68, want 2", got)
	}
	if got := a.CountBoth(b, 64, 70); got != 1 { // 69
		t.Errorf("got %d rows of both from 64, want 1", got)
	}
}

// Ranges against asking one row after the other, across the ends of words of 64 rows.
func TestRanges(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const rows = 200
	a, b := New(rows), New(rows)
	for row := range rows {
		if random.IntN(2) == 1 {
			a.Put(row)
		}
		if random.IntN(2) == 1 {
			b.Put(row)
		}
	}
	for _, r := range [][2]int{{0, 0}, {0, 1}, {0, 64}, {63, 64}, {63, 65}, {64, 128}, {1, 199}, {0, 200}, {199, 200}, {100, 90}} {
		both := 0
		var listed, visited []int
		for row := r[0]; row < r[1]; row++ {
			if a.Has(row) {
				listed = append(listed, row)
				if b.Has(row) {
					both++
				}
			}
		}
		a.Each(r[0], r[1], func(row int) { visited = append(visited, row) })
		if a.Count(r[0], r[1]) != len(listed) || a.CountBoth(b, r[0], r[1]) != both || !slices.Equal(listed, visited) {
			t.Errorf("%v: counted %d and %d, want %d and %d; rows %v, want %v", r, a.Count(r[0], r[1]), a.CountBoth(b, r[0], r[1]), len(listed), both, visited, listed)
		}
	}
}

func TestOf(t *testing.T) {
	var answers [256]uint64
	answers[2], answers[255] = 1, 1
	if got := list(OfCodes([]uint8{0, 2, 255, 1}, &answers)); !slices.Equal(got, []int{1, 2}) {
		t.Errorf("codes: got %v", got)
	}
	// From -1 to 1, with 1 the only one that fits; what lies outside fits as well.
	if got := list(OfNumbers([]int16{-1, 0, 1, 7, -32768}, -1, []uint64{0, 0, 1}, 1)); !slices.Equal(got, []int{2, 3, 4}) {
		t.Errorf("numbers: got %v", got)
	}
}
