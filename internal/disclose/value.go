package disclose

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Value is one figure as the world may see it: a number, a range, or a mark in its place. It cannot be made
// outside this package except as the zero Value, which is "not available".
type Value struct {
	kind      kind
	percent   bool
	number    int
	low, high int
}

type kind uint8

const (
	unavailable kind = iota // the zero Value
	number
	band
	hidden
	notApplicable
	unreliable
)

// Mark is the published symbol that stands in place of the figure: "c" hidden to protect children, "z" not
// applicable, "x" not available, "low" rounds to 0 but is not, "u" too few children for a percentage. It is
// "" for a number and for a range.
func (v Value) Mark() string {
	switch v.kind {
	case unavailable:
		return "x"
	case hidden:
		return "c"
	case notApplicable:
		return "z"
	case unreliable:
		return "u"
	}
	if v.percent && v.kind == number && v.low > 0 {
		return "low"
	}
	return ""
}

// Number is the figure; false for a range and for a mark.
func (v Value) Number() (int, bool) {
	if v.kind != number || v.Mark() != "" {
		return 0, false
	}
	return v.number, true
}

// Range is the range in place of a figure, both ends included. That of a percentage is rounded outwards, so its outer
// end may not be reached: "under 13%" is 0 to 13.
func (v Value) Range() (low, high int, ok bool) {
	return v.low, v.high, v.kind == band
}

// Text is the figure for readers: "14", "12%", "0 to 5", "under 13%", "over 87%", "[c]".
func (v Value) Text() string {
	if m := v.Mark(); m != "" {
		return "[" + m + "]"
	}
	switch {
	case v.kind == number && v.percent:
		return strconv.Itoa(v.number) + "%"
	case v.kind == number:
		return strconv.Itoa(v.number)
	case v.percent && v.low == 0:
		return fmt.Sprintf("under %d%%", v.high)
	case v.percent:
		return fmt.Sprintf("over %d%%", v.low)
	}
	return fmt.Sprintf("%d to %d", v.low, v.high)
}

// CSV is the figure for programs: a number, or a bare mark. A range is "c" here, as a column of numbers holds numbers
// or marks; it is given on the page and in published.json.
func (v Value) CSV() string {
	if v.kind == band {
		return "c"
	}
	if m := v.Mark(); m != "" {
		return m
	}
	return strconv.Itoa(v.number)
}

// MarshalJSON writes the form of published.json: a number, a mark, {"low": 0, "high": 5} for a range of
// counts, and one end, {"high": 13} or {"low": 87}, for a range of percentages.
func (v Value) MarshalJSON() ([]byte, error) {
	if m := v.Mark(); m != "" {
		return json.Marshal(m)
	}
	switch {
	case v.kind == number:
		return json.Marshal(v.number)
	case v.percent && v.low == 0:
		return fmt.Appendf(nil, `{"high":%d}`, v.high), nil
	case v.percent:
		return fmt.Appendf(nil, `{"low":%d}`, v.low), nil
	}
	return fmt.Appendf(nil, `{"low":%d,"high":%d}`, v.low, v.high), nil
}

func numberValue(n int) Value    { return Value{kind: number, number: n} }
func bandValue(lo, hi int) Value { return Value{kind: band, low: lo, high: hi} }
func mark(k kind) Value          { return Value{kind: k} }

// percentValue rounds to a whole percent, halves up: (200 part + base) / (2 base) in whole numbers. A part of
// some that would round to 0 is marked low. (low is put to use as that sign: a number has no range.)
func percentValue(part, base int) Value {
	v := Value{kind: number, percent: true, number: (200*part + base) / (2 * base)}
	if part > 0 && v.number == 0 {
		v.low = 1
	}
	return v
}

// percentBand gives the range of percentages that counts low to high of base have, rounded outwards so that
// the true one is always strictly inside the words: 5 of 50 is 10%, so "under 11%"; 35 of 40 is 87.5%, so "over 87%".
func percentBand(low, high, base int) Value {
	if low == 0 {
		return Value{kind: band, percent: true, low: 0, high: 100*high/base + 1}
	}
	return Value{kind: band, percent: true, low: (100*low+base-1)/base - 1, high: 100}
}
