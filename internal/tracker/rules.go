package tracker

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"waymark/internal/diag"
	"waymark/internal/rowset"
)

// rule is a check of one row against itself. Its message never holds the row's values: together they could
// tell who it is. A rule whose columns or values the schema does not have is not run.
type rule struct {
	at       string // the column that the finding points at
	severity diag.Severity
	message  string
	hint     string
	broken   func(t *terms) test
}

// test is the rows that fit. Each is worked out once over all rows of a file, and shared by the rules that ask it.
type test = rowset.Set

var rules = []rule{
	// Permanence.
	{"permanence_in_period", diag.Error, "permanence is achieved in the period and yet not achieved", "set permanence_achieved to yes, or permanence_in_period to no",
		func(t *terms) test {
			return all(t.is("permanence_in_period", "yes"), t.is("permanence_achieved", "no"))
		}},
	{"months_to_permanence", diag.Error, "permanence is achieved, and the months it took are empty", "fill in months_to_permanence",
		func(t *terms) test {
			return all(t.is("permanence_achieved", "yes"), not(t.given("months_to_permanence")))
		}},
	{"months_to_permanence", diag.Error, "permanence is not achieved, and yet took months", "leave months_to_permanence empty",
		func(t *terms) test { return all(t.is("permanence_achieved", "no"), t.given("months_to_permanence")) }},
	{"permanence_route", diag.Error, "permanence is achieved by no route", "name the route",
		func(t *terms) test { return all(t.is("permanence_achieved", "yes"), t.is("permanence_route", "none")) }},
	{"permanence_route", diag.Error, "permanence is not achieved, and yet has a route", "write none; what is hoped for is the plan",
		func(t *terms) test {
			return all(t.is("permanence_achieved", "no"), not(t.is("permanence_route", "none")))
		}},
	{"months_to_permanence", diag.Warning, "permanence took longer than the child has been looked after", "both are counted from the start of the present period of care",
		// One month of grace: months to permanence are rounded up, months looked after are completed ones.
		func(t *terms) test {
			return all(t.is("cohort", "in_care", "left_care"), t.exceeds("months_to_permanence", "months_looked_after", 1))
		}},
	{"permanence_route", diag.Warning, "an order that ends care has been made, and the child is still in care", "check cohort and permanence_route",
		func(t *terms) test {
			return all(t.is("cohort", "in_care"), t.is("permanence_route", "adoption", "special-guardianship", "child-arrangements-order"))
		}},
	{"permanence_achieved", diag.Error, "a child who is not looked after cannot have achieved permanence from care", "write no",
		func(t *terms) test { return all(t.is("cohort", "pre_proceedings"), t.is("permanence_achieved", "yes")) }},

	// How care ended.
	{"care_end_reason", diag.Error, "the child left care for no reason", "name how care ended",
		func(t *terms) test { return all(t.is("cohort", "left_care"), t.is("care_end_reason", "none")) }},
	{"care_end_reason", diag.Error, "care has not ended, and yet has a reason for its end", "write none, or left_care in cohort",
		func(t *terms) test {
			return all(not(t.is("cohort", "left_care")), not(t.is("care_end_reason", "none")))
		}},
	{"care_end_reason", diag.Error, "the child was adopted, and the route to permanence is not adoption", "set permanence_route to adoption",
		func(t *terms) test {
			return all(t.is("care_end_reason", "adopted"), not(t.is("permanence_route", "adoption")))
		}},
	{"care_end_reason", diag.Error, "care ended by a special guardianship order, and the route to permanence is another", "set permanence_route to special-guardianship",
		func(t *terms) test {
			return all(t.is("care_end_reason", "special-guardianship"), not(t.is("permanence_route", "special-guardianship")))
		}},
	{"care_end_reason", diag.Error, "care ended by a child arrangements order, and the route to permanence is another", "set permanence_route to child-arrangements-order",
		func(t *terms) test {
			return all(t.is("care_end_reason", "child-arrangements-order"), not(t.is("permanence_route", "child-arrangements-order")))
		}},

	// Counts and their parts.
	partOf("first_reviews_on_time", "first_reviews_due", "more first reviews are on time than were due"),
	partOf("second_reviews_on_time", "second_reviews_due", "more second reviews are on time than were due"),
	partOf("later_reviews_on_time", "later_reviews_due", "more later reviews are on time than were due"),
	partOf("planning_meetings_with_iro", "planning_meetings_held", "the reviewing officer was at more planning meetings than were held"),
	partOf("assessments_in_time", "assessments_completed", "more assessments are in time than were completed"),
	partOf("placements_ended_unplanned", "placements_ended", "more placements ended without a plan than ended"),
	partOf("disruption_meetings_held", "disruptions_to_review", "more disruption meetings are counted than unplanned ends"),
	partOf("reviews_took_part", "reviews_aged_4", "the child took part in more reviews than were held"),
	partOf("reviews_attended_silent", "reviews_took_part", "the child came to more reviews without a word than they took part in"),

	// Reviews, plans and meetings.
	{"second_review_plan", diag.Error, "a second review fell due, and whether the plan was agreed by it is not said", "write agreed-in-time or not-in-time",
		func(t *terms) test {
			return all(t.atLeast("second_reviews_due", 1), t.is("second_review_plan", "not-due"))
		}},
	{"second_review_plan", diag.Error, "no second review fell due, and yet the plan was agreed or not agreed by it", "write not-due",
		func(t *terms) test {
			return all(not(t.atLeast("second_reviews_due", 1)), not(t.is("second_review_plan", "not-due")))
		}},
	{"plan_agreed", diag.Error, "a plan is agreed, and there is none", "name the plan, or write no",
		func(t *terms) test { return all(t.is("plan_agreed", "yes"), t.is("plan", "none")) }},
	{"plan_agreed", diag.Warning, "the plan was agreed by the second review, and is not agreed now", "check plan_agreed",
		func(t *terms) test {
			return all(t.is("second_review_plan", "agreed-in-time"), t.is("plan_agreed", "no"))
		}},
	{"parallel_plan", diag.Warning, "there is a parallel plan and no plan", "write the plan in plan",
		func(t *terms) test { return all(t.is("plan", "none"), not(t.is("parallel_plan", "none"))) }},
	{"weeks_since_planning_meeting", diag.Error, "a planning meeting was held in the period, and the weeks since the last are empty", "fill in weeks_since_planning_meeting",
		func(t *terms) test {
			return all(t.atLeast("planning_meetings_held", 1), not(t.given("weeks_since_planning_meeting")))
		}},
	{"weeks_since_planning_meeting", diag.Warning, "a planning meeting was held in the period, and the last was longer ago than the period", "check both columns",
		// A quarter has at most 92 days: 14 weeks when rounded up.
		func(t *terms) test {
			return all(t.atLeast("planning_meetings_held", 1), t.atLeast("weeks_since_planning_meeting", 15))
		}},

	// Being looked after.
	{"placement", diag.Error, "the child is looked after and has no placement", "name the placement",
		func(t *terms) test {
			return all(t.is("cohort", "in_care", "left_care"), t.is("placement", "not-applicable"))
		}},
	{"placement", diag.Error, "the child is not looked after and has a placement", "write not-applicable",
		func(t *terms) test {
			return all(t.is("cohort", "pre_proceedings"), not(t.is("placement", "not-applicable")))
		}},
	{"legal_status", diag.Error, "the child is looked after and has no legal status", "name the legal status",
		func(t *terms) test { return all(t.is("cohort", "in_care", "left_care"), t.is("legal_status", "none")) }},
	{"legal_status", diag.Warning, "the child is not looked after and has a legal status of a child who is", "write none or other",
		func(t *terms) test {
			return all(t.is("cohort", "pre_proceedings"), not(t.is("legal_status", "none", "other")))
		}},
	{"months_looked_after", diag.Error, "the child is not looked after, and yet has been for months", "write 0",
		func(t *terms) test {
			return all(t.is("cohort", "pre_proceedings"), t.atLeast("months_looked_after", 1))
		}},
	{"months_looked_after", diag.Error, "the child began to be looked after in the period, and more than three months ago", "check started_in_period and months_looked_after",
		func(t *terms) test { return all(t.is("started_in_period", "yes"), t.atLeast("months_looked_after", 4)) }},
	{"started_in_period", diag.Error, "the child is not looked after, and yet began to be in the period", "write no",
		func(t *terms) test { return all(t.is("cohort", "pre_proceedings"), t.is("started_in_period", "yes")) }},
	longerThanAge("under-2", 24), longerThanAge("2-to-4", 60), longerThanAge("5-to-9", 120), longerThanAge("10-to-15", 192),
	{"placements_12_months", diag.Error, "the child is looked after and has had no placement", "count the present one",
		func(t *terms) test {
			return all(t.is("cohort", "in_care", "left_care"), not(t.atLeast("placements_12_months", 1)))
		}},
	{"months_same_carer", diag.Error, "the child is looked after, and the months with the carer are empty", "fill in months_same_carer",
		func(t *terms) test {
			return all(t.is("cohort", "in_care", "left_care"), not(t.given("months_same_carer")))
		}},
	{"months_same_carer", diag.Warning, "the child has been with the carer for longer than in care", "time before care with a relative does not count",
		func(t *terms) test { return t.exceeds("months_same_carer", "months_looked_after", 0) }},
	{"placements_12_months", diag.Warning, "the carer has been the same for more than a year, and there were several placements in it", "a move of house with the carer is not a new placement",
		func(t *terms) test {
			return all(t.atLeast("months_same_carer", 12), t.atLeast("placements_12_months", 3))
		}},
	{"siblings_together", diag.Error, "the child has no brothers or sisters in care, and yet lives with them or apart from them", "write not-applicable, or sibling_group yes",
		func(t *terms) test {
			return all(t.is("sibling_group", "no"), not(t.is("siblings_together", "not-applicable")))
		}},
	{"siblings_together", diag.Warning, "whether brothers and sisters live together is not said", "write all, some or apart",
		func(t *terms) test {
			return all(t.is("cohort", "in_care"), t.is("sibling_group", "yes"), t.is("siblings_together", "not-applicable"))
		}},
	{"over_20_miles", diag.Warning, "the placement is more than 20 miles from home and inside the authority", "check in_authority",
		func(t *terms) test { return all(t.is("in_authority", "yes"), t.is("over_20_miles", "yes")) }},

	// At home again.
	{"cohort", diag.Error, "the child went home earlier, and nothing about that falls into the period", "leave the row out, or say what was asked in return_home_follow_up or permanence_in_period",
		func(t *terms) test {
			return all(t.is("cohort", "at_home"), t.is("return_home_follow_up", "not-due"), t.is("permanence_in_period", "no"))
		}},
	{"permanence_route", diag.Error, "a child at home has reached permanence by another route", "write return-home",
		func(t *terms) test {
			return all(t.is("cohort", "at_home"), t.is("permanence_achieved", "yes"), not(t.is("permanence_route", "return-home")))
		}},
	{"placement", diag.Error, "a child at home has a placement, a legal status or time in care", "write not-applicable, none and 0: the row is about a return home that was earlier",
		func(t *terms) test {
			return all(t.is("cohort", "at_home"), either(not(t.is("placement", "not-applicable")), either(not(t.is("legal_status", "none")), t.atLeast("months_looked_after", 1))))
		}},

	// Adoption and coming of age.
	{"weeks_to_adopters", diag.Error, "the child was not adopted in the period, and the weeks to adopters are given", "leave them empty until the adoption order",
		func(t *terms) test {
			return all(not(t.is("care_end_reason", "adopted")), either(t.given("weeks_to_adopters"), either(t.given("weeks_to_moving_in"), t.given("weeks_order_to_match"))))
		}},
	{"weeks_to_moving_in", diag.Error, "it took longer to move in with the carers than until they became the adopters", "check both columns",
		func(t *terms) test { return t.exceeds("weeks_to_moving_in", "weeks_to_adopters", 0) }},
	{"months_since_placement_order", diag.Error, "the child waits for adopters, and is not in care or lives with adopters", "leave the months empty",
		func(t *terms) test {
			return all(t.given("months_since_placement_order"), either(not(t.is("cohort", "in_care")), t.is("placement", "placed-for-adoption")))
		}},
	{"staying_put", diag.Error, "a young person who did not leave care has come of age in it", "write not-applicable",
		func(t *terms) test {
			return all(not(t.is("cohort", "left_care")), not(t.is("staying_put", "not-applicable")))
		}},

	// Proceedings.
	{"weeks_in_proceedings", diag.Error, "there are proceedings, and the weeks they have taken are empty", "fill in weeks_in_proceedings",
		func(t *terms) test {
			return all(either(t.is("in_proceedings", "yes"), t.is("proceedings_concluded", "yes")), not(t.given("weeks_in_proceedings")))
		}},
	{"weeks_in_proceedings", diag.Error, "there are no proceedings, and yet they have taken weeks", "leave weeks_in_proceedings empty",
		func(t *terms) test {
			return all(t.is("in_proceedings", "no"), t.is("proceedings_concluded", "no"), t.given("weeks_in_proceedings"))
		}},
	{"proceedings_concluded", diag.Warning, "the proceedings are concluded and still open", "write no in one of the columns, unless a new application was made",
		func(t *terms) test { return all(t.is("in_proceedings", "yes"), t.is("proceedings_concluded", "yes")) }},
}

func partOf(part, whole, message string) rule {
	return rule{part, diag.Error, message, "it counts those of " + whole,
		func(t *terms) test { return t.exceeds(part, whole, 0) }}
}

// longerThanAge: nobody is looked after for longer than they have lived. months is the upper end of the band.
func longerThanAge(band string, months int) rule {
	return rule{"months_looked_after", diag.Error, "the child has been looked after for longer than its age allows", "check age_band and months_looked_after",
		func(t *terms) test { return all(t.is("age_band", band), t.atLeast("months_looked_after", months+1)) }}
}

func (r *fileReader) runRules() {
	type broken struct {
		*rule
		in test
	}
	t := &terms{schema: r.schema, columns: r.columns, rows: r.rows(), known: map[string]test{}}
	any := rowset.New(r.rows())
	var run []broken
	for i := range rules {
		t.lacking = false
		if in := rules[i].broken(t); !t.lacking && in.Count(0, r.rows()) > 0 {
			run, any = append(run, broken{&rules[i], in}), any.Or(in)
		}
	}
	any.Each(0, r.rows(), func(row int) {
		for _, b := range run {
			switch {
			case !b.in.Has(row):
			case r.full():
				r.drop(b.severity) // its place would not be read
			default:
				r.add(diag.Finding{Check: "tracker-rule", Severity: b.severity, Line: int(r.lines[row]), Column: r.columnOf(row, b.at), Message: b.message, Hint: b.hint})
			}
		}
	})
}

// columnOf finds a cell of an accepted row again. Accepted cells are ASCII, so bytes are characters.
func (r *fileReader) columnOf(row int, name string) int {
	position := 0
	for i, at := range r.order {
		if r.schema.Fields[at].Name == name {
			position = i
		}
	}
	rest := r.src
	for range r.lines[row] - 1 {
		rest = rest[bytes.IndexByte(rest, '\n')+1:]
	}
	if r.quoted {
		in := csv.NewReader(bytes.NewReader(rest))
		in.FieldsPerRecord = -1
		if _, err := in.Read(); err != nil {
			return 0
		}
		_, column := in.FieldPos(position)
		return column
	}
	column := 1
	for range position {
		i := bytes.IndexByte(rest, ',') + 1
		column, rest = column+i, rest[i:]
	}
	return column
}

// terms makes tests over a file's columns, and notes when the schema lacks one.
type terms struct {
	schema  *Schema
	columns []Column
	rows    int
	known   map[string]test // by question
	lacking bool
}

func (t *terms) column(name string, number bool) Column {
	i, ok := t.schema.index[name]
	if !ok || t.columns[i].Field.Number != number {
		t.lacking = true
		return Column{}
	}
	return t.columns[i]
}

// ask answers a question about one column, once.
func (t *terms) ask(question, name string, number bool, answer func(c Column) test) test {
	if in, ok := t.known[question]; ok {
		return in
	}
	in := rowset.New(t.rows)
	if c := t.column(name, number); c.Field != nil {
		in = answer(c)
	}
	if !t.lacking {
		t.known[question] = in
	}
	return in
}

// is fits rows that hold one of the words.
func (t *terms) is(name string, words ...string) test {
	return t.ask("is\x00"+name+"\x00"+strings.Join(words, "\x00"), name, false, func(c Column) test {
		var fits [256]uint64
		for _, w := range words {
			code, ok := c.Field.Code(w)
			if !ok {
				t.lacking = true
				return rowset.New(t.rows)
			}
			fits[code] = 1
		}
		return rowset.OfCodes(c.Codes, &fits)
	})
}

// given fits rows whose number is not empty.
func (t *terms) given(name string) test { return t.atLeast(name, -numberLimit) }

// atLeast fits rows whose number is given and not under n.
func (t *terms) atLeast(name string, n int) test {
	return t.ask(fmt.Sprintf("at least\x00%s\x00%d", name, n), name, true, func(c Column) test {
		fits := make([]uint64, c.Field.Max-c.Field.Min+1)
		for i := range fits {
			if c.Field.Min+i >= n {
				fits[i] = 1
			}
		}
		return rowset.OfNumbers(c.Ints, c.Field.Min, fits, 0) // MissingInt is outside the limits
	})
}

// exceeds fits rows where a is more than b by more than the grace; both must be given.
func (t *terms) exceeds(a, b string, grace int) test {
	out := rowset.New(t.rows)
	x, y := t.column(a, true), t.column(b, true)
	if t.lacking {
		return out
	}
	for i, v := range x.Ints {
		if v != MissingInt && y.Ints[i] != MissingInt && int(v) > int(y.Ints[i])+grace {
			out.Put(i)
		}
	}
	return out
}

func not(a test) test       { return a.Not() }
func either(a, b test) test { return a.Or(b) }

func all(tests ...test) test {
	out := tests[0]
	for _, t := range tests[1:] {
		out = out.And(t)
	}
	return out
}
