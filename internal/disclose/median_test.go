package disclose

import (
	"testing"

	"waymark/internal/indicator"
	"waymark/internal/site"
)

// A share within 26 weeks beside the median and quartiles of the same weeks, for every base from 10 to 60 and every part. The reader knows
// that p children took up to 26 weeks, as far as the share's row says, and on which side of 26 the order statistics lie. What they know of
// the order statistics must not leave fewer possible parts than the row does, unless five are left.
//
// With n values in order and q quarters, let k = nq/4. Where k is whole, the statistic is half-way between value k and value k+1: at most 26
// means value k is, so p >= k; more than 26 means value k+1 is more, so p <= k. Otherwise it is value k rounded up, c: p >= c, or p < c.
func TestMedianGivesNoPartAway(t *testing.T) {
	const limit = 26
	shownBeside := 0
	for n := 10; n <= 60; n++ {
		for p := 0; p <= n; p++ {
			value := func(i int) float64 { // i-th in order, from 1
				if i <= p {
					return 20
				}
				return 40
			}
			at := func(q int) float64 {
				if n*q%4 != 0 {
					return value(n*q/4 + 1)
				}
				return (value(n*q/4) + value(n*q/4+1)) / 2
			}
			for _, bands := range []bool{true, false} {
				policy := DefaultPolicy()
				policy.Bands = bands
				r := ReleaseWith(Input{Policy: policy, Tables: []indicator.Table{overTime(n, p), {ID: "m", Indicator: "m", Kind: "stock", Measure: site.MeasureMedian,
					Unit: "weeks", BasePopulation: "all", Cells: []indicator.Cell{{Window: quarter, Base: n, LowerQuartile: at(1), Median: at(2), UpperQuartile: at(3)}}}}})
				share, _ := r.Released.Table("i")
				lengths, _ := r.Released.Table("m")
				row, length := share.Rows()[0], lengths.Rows()[0]
				if _, ok := row.Part.Number(); ok {
					continue
				}
				low, high, ranged := row.Part.Range()
				if !ranged {
					low, high = 1, n
				} else if low == 0 {
					low = 1 // none would be shown
				} else {
					high-- // all would be shown
				}
				before := high - low + 1
				for q, v := range map[int]Value{1: length.LowerQuartile, 2: length.Median, 3: length.UpperQuartile} {
					m, ok := v.Number()
					if !ok {
						continue
					}
					shownBeside++
					k, whole := n*q/4, n*q%4 == 0
					switch {
					case m <= limit && whole:
						low = max(low, k)
					case m <= limit:
						low = max(low, k+1)
					default:
						high = min(high, k)
					}
				}
				if left := high - low + 1; left < before && left < 5 {
					t.Errorf("%d of %d, ranges %t: %s and %s, %s, %s leave %d values of %d", p, n, bands, row.Part.Text(),
						length.LowerQuartile.Text(), length.Median.Text(), length.UpperQuartile.Text(), left, before)
				}
			}
		}
	}
	if shownBeside < 500 {
		t.Errorf("only %d statistics stood beside a hidden part: the test has lost its force", shownBeside)
	}
}
