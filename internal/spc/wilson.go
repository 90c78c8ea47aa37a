package spc

import "math"

// The normal deviates of the intervals in use.
const (
	Z95  = 1.959964 // 95%: one in twenty outside by chance alone
	Z998 = 3.090232 // 99.8%: one in five hundred
)

// Wilson is the score interval of one proportion, part of base, as two proportions. Unlike the plain interval
// it never leaves 0 to 1 and is fair for small groups. With p = part/base and n = base:
//
//	centre = (p + z²/2n) / (1 + z²/n)
//	half   = z × √(p(1-p)/n + z²/4n²) / (1 + z²/n)
//
// Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927; it is the
// interval that the Office for Health Improvement and Disparities uses for proportions. A base of 0 says
// nothing: 0 to 1.
func Wilson(part, base int, z float64) (low, high float64) {
	if base <= 0 {
		return 0, 1
	}
	n := float64(base)
	p := float64(part) / n
	scale := 1 + z*z/n
	centre := (p + z*z/(2*n)) / scale
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n)) / scale
	return math.Max(0, centre-half), math.Min(1, centre+half)
}
