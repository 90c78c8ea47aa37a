package indicator

import "waymark/internal/tracker"

// spread is a column's values counted by value: how many rows hold the least value allowed, the next, and so
// on. Values are whole numbers between the schema's limits, so a spread is short, spreads of quarters add up
// to that of a year, and any place in the order is found without sorting.
type spread struct {
	low    int   // the value of counts[0]
	counts []int // by value
	n      int
}

func newSpread(f *tracker.Field) spread {
	return spread{low: f.Min, counts: make([]int, f.Max-f.Min+1)}
}

func (s *spread) put(value int) {
	s.counts[value-s.low]++
	s.n++
}

func (s *spread) add(other spread) {
	for i, c := range other.counts {
		s.counts[i] += c
	}
	s.n += other.n
}

// quartiles are the values below which a quarter, half and three quarters lie. Definition 2 of R. J. Hyndman
// and Y. Fan, Sample Quantiles in Statistical Packages (1996): with n values in order and q quarters, let
// p = n*q/4. When p is whole the answer is half-way between value p and value p+1 (from 1); otherwise it is
// the value at p rounded up. For q = 2 this is the median that everybody learns at school.
//
// No values: all are 0 and mean nothing. One value: all three are it. Two values: the lower, half-way, the
// upper. Four values 1, 2, 3, 4: 1.5, 2.5, 3.5. Empty cells are no values.
func (s *spread) quartiles() (lower, median, upper float64) {
	if s.n == 0 {
		return 0, 0, 0
	}
	at := func(q int) float64 {
		if s.n*q%4 != 0 {
			return float64(s.place(s.n*q/4 + 1))
		}
		return float64(s.place(s.n*q/4)+s.place(s.n*q/4+1)) / 2
	}
	return at(1), at(2), at(3)
}

// place is the k-th value in order, from 1.
func (s *spread) place(k int) int {
	for i, c := range s.counts {
		if k -= c; k <= 0 {
			return s.low + i
		}
	}
	panic("indicator: there are fewer values than that")
}
