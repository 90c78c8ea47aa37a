package chart

import (
	"bytes"
	"slices"

	"waymark/internal/disclose"
)

// breaksIn are the indexes of the first points behind breaks of a series, points being in the order of time. A break
// before the first point, or behind the last, parts nothing.
func breaksIn(breaks []disclose.Break, points []point) []int {
	var out []int
	for _, b := range breaks {
		at := parsePeriod(b.Period)
		i := slices.IndexFunc(points, func(p point) bool { return parsePeriod(p.to).index() >= at.index() })
		if at.ok && i > 0 {
			out = append(out, i)
		}
	}
	return out
}

// partedAt says in the heading of a row that the figures from it on count something else than those before. Rows of a
// series are in the opposite order of its points.
func (t Table) partedAt(breaks []int) Table {
	for _, at := range breaks {
		t.Rows[len(t.Rows)-1-at][0] += " (from here on counted in a new way)"
	}
	return t
}

// csvPartedAt adds a last column, "break", with a b in the first row that is counted in a new way: the flag of official
// statistics for a break in a time series. Series without one do not have the column.
func csvPartedAt(table []byte, breaks []int) []byte {
	if len(breaks) == 0 {
		return table
	}
	var out bytes.Buffer
	for i, line := range bytes.Split(bytes.TrimSuffix(table, []byte("\n")), []byte("\n")) {
		out.Write(line) // ids, numbers and marks: no cell holds a line break
		switch {
		case i == 0:
			out.WriteString(",break")
		case slices.Contains(breaks, i-1):
			out.WriteString(",b")
		default:
			out.WriteByte(',')
		}
		out.WriteByte('\n')
	}
	return out.Bytes()
}
