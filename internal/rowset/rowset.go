// Package rowset holds sets of rows: the answer to a question that was put to every row of a table at once.
//
// What it is. A Set has one bit for each row, 64 to a word. Conditions of indicators and rules of period files
// are made of a few comparisons that come again and again (who is in care, who left), so each is answered once
// over all rows, and `and`, `or` and `not` join answers 64 rows at a time.
//
// What it is not. It knows no column and no child. Which rows are in a set is as secret as the rows: only
// packages on the near side of the gate may import it.
package rowset

import "math/bits"

// Set holds some of the rows 0 to Len-1. The zero Set is a set of no rows out of none.
type Set struct {
	words []uint64 // bits past the last row are 0
	rows  int
}

// New is a set of none of the rows.
func New(rows int) Set { return Set{make([]uint64, (rows+63)/64), rows} }

// All is a set of all rows.
func All(rows int) Set { return New(rows).Not() }

// OfCodes holds the rows whose code has the answer 1. Answers are 0 or 1.
func OfCodes(codes []uint8, answers *[256]uint64) Set {
	out := New(len(codes))
	for w := range out.words {
		part := codes[w*64 : min(w*64+64, len(codes))]
		var word uint64
		for i, code := range part {
			word |= answers[code] << (i & 63)
		}
		out.words[w] = word
	}
	return out
}

// OfNumbers holds the rows whose number has the answer 1. answers[0] is that of the number low, and so on; a
// number beyond them has the answer other. Answers are 0 or 1.
func OfNumbers(numbers []int16, low int, answers []uint64, other uint64) Set {
	out := New(len(numbers))
	for w := range out.words {
		part := numbers[w*64 : min(w*64+64, len(numbers))]
		var word uint64
		for i, n := range part {
			answer := other
			if at := uint(int(n) - low); at < uint(len(answers)) {
				answer = answers[at]
			}
			word |= answer << (i & 63)
		}
		out.words[w] = word
	}
	return out
}

// Put takes a row in.
func (s Set) Put(row int) { s.words[row/64] |= 1 << (row % 64) }

// Len is the number of rows that could be in the set.
func (s Set) Len() int { return s.rows }

// Has says whether a row is in the set.
func (s Set) Has(row int) bool { return s.words[row/64]>>(row%64)&1 == 1 }

// And holds the rows of both sets, which are over the same rows.
func (s Set) And(o Set) Set {
	out := New(s.rows)
	for i := range out.words {
		out.words[i] = s.words[i] & o.words[i]
	}
	return out
}

// Or holds the rows of either set, which are over the same rows.
func (s Set) Or(o Set) Set {
	out := New(s.rows)
	for i := range out.words {
		out.words[i] = s.words[i] | o.words[i]
	}
	return out
}

// Not holds the other rows.
func (s Set) Not() Set {
	out := New(s.rows)
	for i := range out.words {
		out.words[i] = ^s.words[i]
	}
	if rest := s.rows % 64; rest != 0 {
		out.words[len(out.words)-1] &= 1<<rest - 1
	}
	return out
}

// Inside says whether every row of the set is in the other one, which is over the same rows.
func (s Set) Inside(o Set) bool {
	for i, w := range s.words {
		if w&^o.words[i] != 0 {
			return false
		}
	}
	return true
}

// Count is how many of the rows from, up to but without to, are in the set.
func (s Set) Count(from, to int) int {
	n := 0
	within(from, to, func(w int, keep uint64) { n += bits.OnesCount64(s.words[w] & keep) })
	return n
}

// CountBoth is how many of the rows from, up to but without to, are in both sets.
func (s Set) CountBoth(o Set, from, to int) int {
	n := 0
	within(from, to, func(w int, keep uint64) { n += bits.OnesCount64(s.words[w] & o.words[w] & keep) })
	return n
}

// Each calls do for each row of the set from, up to but without to, in order.
func (s Set) Each(from, to int, do func(row int)) {
	within(from, to, func(w int, keep uint64) {
		for word := s.words[w] & keep; word != 0; word &= word - 1 {
			do(w*64 + bits.TrailingZeros64(word))
		}
	})
}

// within gives the words that hold the rows from, up to but without to, with the bits to keep of each.
func within(from, to int, do func(word int, keep uint64)) {
	if from >= to {
		return
	}
	first, last := from/64, (to-1)/64
	for w := first; w <= last; w++ {
		keep := ^uint64(0)
		if w == first {
			keep <<= from % 64
		}
		if w == last {
			keep &= ^uint64(0) >> (63 - (to-1)%64)
		}
		do(w, keep)
	}
}
