package anonymise

import (
	"cmp"
	"maps"
	"slices"

	"waymark/internal/care"
)

// standIns are written where a column is not known, has no word for it and may not be empty. They are chosen to
// keep the child out of the counts that the export cannot answer for, and where that cannot be, to praise nobody.
// How often each was written is part of the summary.
var standIns = map[string]string{
	"sibling_group":              "no",    //
	"siblings_together":          "apart", // of a child who has brothers or sisters in care
	"service":                    "children-in-care",
	"legal_status":               "other",
	"in_proceedings":             "no",
	"plan":                       "none",
	"parallel_plan":              "none",
	"placement":                  "other",
	"provider":                   "not-applicable", // so the share of own carers leaves the child out
	"in_authority":               "not-applicable",
	"over_20_miles":              "not-applicable",
	"care_end_reason":            "other",
	"plan_agreed":                "no",
	"first_reviews_due":          "0", // nothing due: nothing counted, neither in time nor late
	"first_reviews_on_time":      "0",
	"second_reviews_due":         "0",
	"second_reviews_on_time":     "0",
	"later_reviews_due":          "0",
	"later_reviews_on_time":      "0",
	"second_review_plan":         "not-due",
	"planning_meeting_due":       "no", // likewise
	"planning_meetings_held":     "0",
	"planning_meetings_with_iro": "0",
	"assessments_completed":      "0",
	"assessments_in_time":        "0",
	"proceedings_concluded":      "no",
	"placements_12_months":       "1", // the present one, the least there can be
	"months_same_carer":          "0",
	"disputes_raised":            "0",
	"social_workers_12_months":   "0",
	"disruptions_to_review":      "0",
	"disruption_meetings_held":   "0",
	"reviews_aged_4":             "0",
	"reviews_took_part":          "0",
	"reviews_attended_silent":    "0",
	"panel_transfer":             "not-due",
	"return_home_follow_up":      "not-due",
}

// topCodes are the most that a column tells apart: a child who has been in care for fifteen years is written as one
// of ten years or more, for few have been and years are easily remembered. Every limit that an indicator compares
// with lies below.
var topCodes = map[string]int{
	"months_looked_after":          120,
	"months_same_carer":            120,
	"months_to_permanence":         120,
	"weeks_in_proceedings":         104,
	"assessment_open_weeks":        104,
	"placements_12_months":         10,
	"placements_24_months":         15,
	"months_to_adopters":           60,
	"weeks_to_adopters":            260,
	"weeks_to_moving_in":           260,
	"weeks_order_to_match":         156,
	"months_since_placement_order": 60,
	"weeks_to_settle_dispute":      26,
	"social_workers_12_months":     10,
}

// reason is why something is not known, as the summary says it.
type reason string

const (
	notInSource reason = "this kind of export does not hold it"
	notRecorded reason = "not recorded"
	onlyLatest  reason = "only the latest state is recorded"
	contradicts reason = "the record contradicts itself"
	noStart     reason = "it ended, and when it began is not recorded"
)

// tally counts what was not known while rows are made.
type tally struct {
	fields map[field]int
	topped map[string]int
	doubts map[care.DoubtKind]int
	never  int // children who can be in no period
	rows   int
}

type field struct {
	column string
	why    reason
	wrote  string
}

func newTally() *tally {
	return &tally{fields: map[field]int{}, topped: map[string]int{}, doubts: map[care.DoubtKind]int{}}
}

// note counts n rows in which a column was not known, and what was written.
func (t *tally) note(column string, why reason, wrote string, n int) {
	if n > 0 {
		t.fields[field{column, why, wrote}] += n
	}
}

// What was done, where it is not a stand-in.
const (
	leftOut       = "left out of the count"
	parallelTaken = "the parallel plan taken as the plan"
	agreedThen    = "taken as agreed, for it was agreed by the second review"
	notYet        = "taken as not achieved until the record of care ends"
	olderBand     = "the first band that the time in care fits"
)

// NotKnown is what was not known, for the summary. It counts and names no child.
type NotKnown struct {
	Rows   int
	Fields []Field // in the order of the columns
	Topped []Field // numbers above the most that a column tells apart
	Doubts []Doubt // what was assumed about histories, in the order of their names
	Never  int     // children of whom no day is known that would put them into a file
}

// Field is a column that was not known in N rows, and what was written: a word or number, empty for an empty cell.
type Field struct {
	Column, Why, Wrote string
	// Everyone says that the whole column is so, because this kind of export does not hold it.
	Everyone bool
	N        int
}

// Doubt is something that was assumed about N histories.
type Doubt struct {
	Words string
	N     int
}

func (t *tally) notKnown() NotKnown {
	out := NotKnown{Rows: t.rows, Never: t.never}
	order := map[string]int{}
	for i, c := range columns {
		order[c.name] = i
	}
	for f, n := range t.fields {
		out.Fields = append(out.Fields, Field{f.column, string(f.why), f.wrote, f.why == notInSource && n == t.rows, n})
	}
	for c, n := range t.topped {
		out.Topped = append(out.Topped, Field{Column: c, N: n})
	}
	byColumn := func(a, b Field) int {
		return cmp.Or(cmp.Compare(order[a.Column], order[b.Column]), cmp.Compare(a.Why, b.Why), cmp.Compare(a.Wrote, b.Wrote))
	}
	slices.SortFunc(out.Fields, byColumn)
	slices.SortFunc(out.Topped, byColumn)
	for _, kind := range slices.Sorted(maps.Keys(t.doubts)) {
		words, _ := kind.Words()
		out.Doubts = append(out.Doubts, Doubt{words, t.doubts[kind]})
	}
	return out
}
