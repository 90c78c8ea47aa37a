package benchmark

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Value is one published figure: a number, a symbol in its place, or nothing, when no such figure is published. It is
// never both, so that no symbol can be drawn as a number.
type Value struct {
	number  float64
	symbol  string
	present bool
}

// Symbols are those that the Department for Education puts in place of numbers, with what they mean.
var Symbols = map[string]string{
	"c":   "hidden by the publisher, because the number of children is small",
	"k":   "more than zero, but rounds to zero",
	"low": "more than zero, but rounds to zero",
	"u":   "too unreliable to publish",
	"x":   "not available",
	"z":   "not applicable",
}

// Number makes a value. It panics at what is no figure: a caller has checked what people wrote.
func Number(n float64) Value {
	if math.IsNaN(n) || math.IsInf(n, 0) || n < 0 {
		panic(fmt.Sprintf("benchmark: %v is no published figure", n))
	}
	return Value{number: n, present: true}
}

// Number is the figure; false for a symbol and for nothing.
func (v Value) Number() (float64, bool) { return v.number, v.present && v.symbol == "" }

// Count is the figure as a whole number; false for a symbol, for nothing and for a number that is not whole.
func (v Value) Count() (int, bool) {
	n, ok := v.Number()
	return int(n), ok && n == math.Trunc(n) && n <= 1e9
}

// Symbol is the symbol in place of the figure; "" for a number and for nothing.
func (v Value) Symbol() string { return v.symbol }

// Published says whether there is a number or a symbol at all.
func (v Value) Published() bool { return v.present }

// CSV is the value in a file: a number, a bare symbol, or nothing.
func (v Value) CSV() string {
	switch {
	case !v.present:
		return ""
	case v.symbol != "":
		return v.symbol
	}
	return strconv.FormatFloat(v.number, 'f', -1, 64)
}

// Text is the value for readers, in a unit: "12%", "1,240", "1 year 7 months", "[c]"; "not published" for nothing.
func (v Value) Text(unit string) string {
	switch {
	case !v.present:
		return "not published"
	case v.symbol == "k":
		return "[low]" // the symbol of tables for readers
	case v.symbol != "":
		return "[" + v.symbol + "]"
	case unit == UnitMonths:
		return monthsText(int(math.Round(v.number)))
	}
	text := strconv.FormatFloat(v.number, 'f', -1, 64)
	whole, rest, fraction := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if text = whole; fraction {
		text += "." + rest
	}
	if unit == UnitPercent {
		text += "%"
	}
	return text
}

func monthsText(n int) string {
	some := func(n int, unit string) string {
		if n == 1 {
			return "1 " + unit
		}
		return fmt.Sprintf("%d %ss", n, unit)
	}
	switch {
	case n < 12:
		return some(n, "month")
	case n%12 == 0:
		return some(n/12, "year")
	}
	return some(n/12, "year") + " " + some(n%12, "month")
}

var (
	plainNumber = regexp.MustCompile(`^[0-9]{1,12}(\.[0-9]{1,6})?$`)
	yearsMonths = regexp.MustCompile(`^([0-9]{1,2}):([0-9]{2})$`)
)

// parseValue reads a cell of a published file, or of ours. The error says what is wrong with it and what to do.
func parseValue(text string) (Value, error) {
	if Symbols[text] != "" {
		return Value{symbol: text, present: true}, nil
	}
	if plainNumber.MatchString(text) {
		n, err := strconv.ParseFloat(text, 64)
		if err == nil {
			return Number(n), nil
		}
	}
	const hint = "a figure is a number without commas, or one of the symbols c, k, low, u, x and z"
	switch {
	case text == "":
		return Value{}, fmt.Errorf("is empty: %s", hint)
	case strings.HasPrefix(text, "-"):
		return Value{}, fmt.Errorf("holds %s, and nothing published is below zero: %s", quote(text), hint)
	}
	return Value{}, fmt.Errorf("holds %s, which is no figure: %s", quote(text), hint)
}

// parseMonths reads years and months, "01:07", as months.
func parseMonths(text string) (Value, error) {
	if Symbols[text] != "" {
		return Value{symbol: text, present: true}, nil
	}
	m := yearsMonths.FindStringSubmatch(text)
	if m == nil {
		return Value{}, fmt.Errorf("holds %s: write years and months as 01:07, or one of the symbols c, k, low, u, x and z", quote(text))
	}
	years, _ := strconv.Atoi(m[1])
	months, _ := strconv.Atoi(m[2])
	if months > 11 {
		return Value{}, fmt.Errorf("holds %s, which has more than 11 months after the colon: write years and months as 01:07", quote(text))
	}
	return Number(float64(12*years + months)), nil
}

// quote shows what somebody wrote, shortened.
func quote(text string) string {
	if r := []rune(text); len(r) > 40 {
		text = string(r[:40]) + "…"
	}
	return strconv.Quote(text)
}
