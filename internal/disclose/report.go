package disclose

import (
	"fmt"
	"strings"
)

// Report is how a release went. It holds no count of children, shown or hidden: only how many figures there
// are of each sort. All of it may be logged.
type Report struct {
	Tables  int // released
	Shown   int // different counts that are shown
	Bands   int // that are given as a range
	Small   int // hidden because they are small, or close to all
	Protect int // hidden to protect others
	Dropped []Dropped
}

// Dropped is a breakdown that is not published at all.
type Dropped struct {
	Table     string
	Indicator string
	Dimension string
}

// Text says it to readers, with the dimension's title in lower case: "age".
func (d Dropped) Text(dimension string) string {
	return "Too few children to break down by " + dimension + "."
}

// String is the summary that a build prints.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s shown, %d as ranges, %d hidden (%d small, %d to protect others), %d %s dropped; each of %d tables checked alone, sums that link tables not checked",
		r.Shown, plural(r.Shown, "figure", "figures"), r.Bands, r.Small+r.Protect, r.Small, r.Protect,
		len(r.Dropped), plural(len(r.Dropped), "breakdown", "breakdowns"), r.Tables)
	for _, d := range r.Dropped {
		fmt.Fprintf(&b, "\n%s: too few children to break down by %s, not published", d.Table, d.Dimension)
	}
	return b.String()
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
