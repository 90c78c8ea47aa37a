package anonymise

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"waymark/internal/tracker"
)

// DefaultK is how many rows must share their combination for none of them to stand alone.
const DefaultK = 2

// recognisable is what a neighbour, a teacher or a relative may know of a child, and could tell a row by. The duration
// columns are not among them; topCodes and whole months take care of those.
var recognisable = []string{"age_band", "sex", "ethnicity_group", "plan", "placement"}

// step is one way to make a row less particular: in a row that stands alone, a column that holds one of From (or
// anything but keep) is written as to.
type step struct {
	column, to string
	from       []string // nil: any
	keep       []string
	why        string
}

// steps are taken in this order, each by the rows that still stand alone then.
//
// The first two change no published figure: dimensions.yaml publishes the two words in one category anyway, and no
// indicator asks for either. The next two take the child out of breakdowns by ethnic group and sex, and change no
// rate. No step touches a column that indicators count. So rows may still stand alone at the end; the report says
// how many.
var steps = []step{
	{column: "placement", to: "other", from: []string{"with-parents"}, why: "published in one group"},
	{column: "plan", to: "other", from: []string{"residential", "independent-living"}, why: "published in one group"},
	{column: "ethnicity_group", to: "not-known", why: "leaves breakdowns by ethnic group"},
	{column: "sex", to: "not-known", why: "leaves breakdowns by sex"},
}

// further are taken only when asked for (--coarsen-further), because indicators count both columns: shares of
// plans and placements come out lower by the rows that were changed. A child without a plan keeps none, and one
// who is not looked after keeps not-applicable, for the rules of a row need them; one who is placed for adoption
// stays so, or would be counted among those who wait for adopters.
var further = []step{
	{column: "plan", to: "other", keep: []string{"none"}, why: "lowers the shares of plans"},
	{column: "placement", to: "other", keep: []string{"not-applicable", "placed-for-adoption"}, why: "lowers the shares of placements"},
}

func (s step) fits(word string) bool {
	if word == s.to || slices.Contains(s.keep, word) {
		return false
	}
	return s.from == nil || slices.Contains(s.from, word)
}

// Sharing says how many rows share their combination.
type Sharing struct {
	Rows int
	// K is the size of the smallest group: every row shares its combination with K-1 others at least. 0 without rows.
	K int
	// Alone are the rows in groups of fewer than the k asked for.
	Alone int
	// Sizes are rows by the size of their group: 1, 2, 3 to 5, 6 to 10, more.
	Sizes [5]int
}

// SizeWords name Sharing.Sizes.
var SizeWords = [5]string{"alone", "2 together", "3 to 5", "6 to 10", "over 10"}

// Coarsened is what coarsening changed.
type Coarsened struct {
	Rows          int // that were changed in one column or more
	Columns       []ColumnChange
	Before, After Sharing
}

// ColumnChange is a column that was changed in N rows by one step.
type ColumnChange struct {
	Column, To, Why string
	N               int
}

// coarsen changes rows in place until none stands alone or the steps are done. With k of 1 or less nothing is
// changed.
//
// A step sees all rows of a group alike, so a group moves as a whole and none that was large enough shrinks. What
// is done therefore does not depend on the order of the rows.
func coarsen(schema *tracker.Schema, rows []Row, k int, goFurther bool) Coarsened {
	at := positions(schema)
	out := Coarsened{Before: sharing(rows, at, k)}
	changed := make([]bool, len(rows))
	list := steps
	if goFurther {
		list = slices.Concat(steps, further)
	}
	for _, s := range list {
		i := slices.Index(schema.Names(), s.column)
		if i < 0 {
			continue
		}
		groups := group(rows, at)
		var alone []int // found before any is changed, for a change makes another key
		for r, row := range rows {
			if groups[key(row, at)] < k && s.fits(row[i]) {
				alone = append(alone, r)
			}
		}
		for _, r := range alone {
			rows[r][i], changed[r] = s.to, true
		}
		if len(alone) > 0 {
			out.Columns = append(out.Columns, ColumnChange{s.column, s.to, s.why, len(alone)})
		}
	}
	for _, c := range changed {
		if c {
			out.Rows++
		}
	}
	out.After = sharing(rows, at, k)
	return out
}

func positions(schema *tracker.Schema) []int {
	var at []int
	for i, name := range schema.Names() {
		if slices.Contains(recognisable, name) {
			at = append(at, i)
		}
	}
	return at
}

func key(row Row, at []int) string {
	var b strings.Builder
	for _, i := range at {
		b.WriteString(row[i])
		b.WriteByte(',')
	}
	return b.String()
}

func group(rows []Row, at []int) map[string]int {
	groups := map[string]int{}
	for _, row := range rows {
		groups[key(row, at)]++
	}
	return groups
}

func sharing(rows []Row, at []int, k int) Sharing {
	s := Sharing{Rows: len(rows)}
	for _, n := range group(rows, at) {
		if s.K == 0 || n < s.K {
			s.K = n
		}
		if n < k {
			s.Alone += n
		}
		switch {
		case n == 1:
			s.Sizes[0]++
		case n == 2:
			s.Sizes[1] += n
		case n <= 5:
			s.Sizes[2] += n
		case n <= 10:
			s.Sizes[3] += n
		default:
			s.Sizes[4] += n
		}
	}
	return s
}

// Words is the report in a sentence: no row is printed, and no combination.
func (s Sharing) Words() string {
	if s.Rows == 0 {
		return "no rows"
	}
	var parts []string
	for i, n := range s.Sizes {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, SizeWords[i]))
		}
	}
	return fmt.Sprintf("k = %d (rows by the size of their group: %s)", s.K, strings.Join(parts, ", "))
}

// shuffle puts rows in the order of a hash of the period and the row. The order is the same whenever the same rows
// are written, says nothing that the rows do not, and is another one in the next period, so nobody can follow a
// child from file to file by its place. Rows that are equal cannot be told apart, so their order does not matter.
func shuffle(period tracker.Period, rows []Row) {
	type hashed struct {
		sum [sha256.Size]byte
		row Row
	}
	all := make([]hashed, len(rows))
	for i, row := range rows {
		all[i] = hashed{sha256.Sum256([]byte(period.String() + "\n" + strings.Join(row, ","))), row}
	}
	slices.SortFunc(all, func(a, b hashed) int { return slices.Compare(a.sum[:], b.sum[:]) })
	for i := range all {
		rows[i] = all[i].row
	}
}
