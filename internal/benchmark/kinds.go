package benchmark

import "strings"

// Units of a measure.
const (
	UnitPercent = "percent"
	UnitRate    = "per 10,000 children"
	UnitMonths  = "months"
)

// Levels of an area, widest first.
const (
	National  = "national"
	Regional  = "regional"
	Authority = "authority"
)

var levels = []string{National, Regional, Authority}

// publishedLevels are the words of published files.
var publishedLevels = map[string]string{"National": National, "Regional": Regional, "Local authority": Authority}

// kind is one published file that Import knows.
type kind struct {
	id, title, url string
	// marks are columns that only this file has; each is a list of names, newest first, any of which will do.
	marks [][]string
	// Columns by their names, newest first. category and base may be nil.
	group, category, value, part, base []string
	parse                              func(string) (Value, error)
	footnotes                          []string
	measures                           []published
}

// published is one measure as a file words it.
type published struct {
	id              string
	group, category string // of its rows
	total           string // the category whose part is the base; "" when the base is a column or there is none
	meaning         Measure
}

const statistics = "https://explore-education-statistics.service.gov.uk/find-statistics/children-looked-after-in-england-including-adoptions"

// kinds are the files that are told apart by their columns. Releases before 2025 call the columns number and percentage.
var kinds = []kind{
	{
		id: "placement-stability", title: "Placement stability of children looked after", url: statistics,
		marks: [][]string{{"placement_stability"}}, group: []string{"cla_group"}, category: []string{"placement_stability"},
		value: []string{"children_percent", "percentage", "percent"}, part: []string{"children_count", "number"}, parse: parseValue,
		footnotes: []string{
			"Percentages are whole numbers as published, worked out before counts were rounded.",
			"A placement counts when it lasted 24 hours or more.",
		},
		measures: []published{
			{"three-or-more-placements", "CLA on 31 March", "With 3 or more placements during the year", "Total children",
				Measure{Title: "Three or more placements during the year", Of: "children looked after", Unit: UnitPercent, Statistic: "share", Counted: "day", Months: 12, Subject: "placement"}},
			{"three-or-more-placements-two-years", "CLA 2 years on 31 March", "With 3 or more placements during the previous 2 years", "Total children",
				Measure{Title: "Three or more placements during the previous two years", Of: "children looked after for two years", Unit: UnitPercent, Statistic: "share", Counted: "day", Months: 24, Subject: "placement"}},
			{"same-carer-two-years", "Children looked after continuously for at least 2.5 years on 31 March aged under 16 years", "Living with the same carer for at least 2 years", "Total children",
				Measure{Title: "With the same carer for at least two years", Of: "children under 16 looked after for at least two and a half years", Unit: UnitPercent, Statistic: "share", Counted: "day", Months: 24, Subject: "carer"}},
		},
	},
	{
		id: "looked-after-rates", title: "Children looked after, starting and ceasing, as a rate of all children", url: statistics,
		marks: [][]string{{"population_type"}, {"rate_per_10000", "rate_per_10k", "rate_per_10k_children"}}, group: []string{"population_type"},
		value: []string{"rate_per_10000", "rate_per_10k", "rate_per_10k_children"}, part: []string{"children_count", "number"}, base: []string{"population_estimate"}, parse: parseValue,
		footnotes: []string{"The base is the estimated population of children under 18."},
		measures: []published{
			{"looked-after-rate", "Children looked after on 31 March each year", "", "", Measure{Title: "Children looked after", Of: "all children under 18", Unit: UnitRate, Statistic: "rate", Counted: "day"}},
			{"started-rate", "Children starting to be looked after each year", "", "", Measure{Title: "Children starting to be looked after", Of: "all children under 18", Unit: UnitRate, Statistic: "rate", Counted: "year", Months: 12}},
			{"ceased-rate", "Children ceasing to be looked after each year", "", "", Measure{Title: "Children ceasing to be looked after", Of: "all children under 18", Unit: UnitRate, Statistic: "rate", Counted: "year", Months: 12}},
		},
	},
	{
		id: "adoption-stages", title: "Average time between the stages of adoption", url: statistics,
		marks: [][]string{{"stage_of_adoption_process"}}, group: []string{"age_start_poc"}, category: []string{"stage_of_adoption_process"},
		value: []string{"number", "average_time"}, parse: parseMonths,
		footnotes: []string{
			"Averages are published in years and months for England only. They are kept here in months.",
			"They are means over children adopted in the year, of all ages at the start of their last period of care.",
		},
		measures: []published{
			adoption("adoption-entry-to-decision", "Average time between entry into care and decision that child should be placed for adoption", "From coming into care to the decision for adoption"),
			adoption("adoption-decision-to-match", "Average time between decision that child should be placed for adoption and matching of child and adopters", "From the decision for adoption to the match"),
			adoption("adoption-match-to-placed", "Average time between date of matching and date placed for adoption", "From the match to moving in with adopters"),
			adoption("adoption-entry-to-placed", "Total average time between entry into care and date placed for adoption", "From coming into care to moving in with adopters"),
			adoption("adoption-placed-to-adopted", "Average time between date placed for adoption and the date child adopted", "From moving in with adopters to the adoption order"),
			adoption("adoption-entry-to-adopted", "Total average time between entry into care and adoption", "From coming into care to the adoption order"),
		},
	},
}

func adoption(id, category, title string) published {
	return published{id, "Total", category, "", Measure{Title: title, Of: "adopted children", Unit: UnitMonths, Statistic: "mean", Counted: "year", Months: 12}}
}

// same compares words of a published file without case, spacing and the numbers that lists of stages begin with.
func same(published, known string) bool { return folded(published) == folded(known) }

func folded(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	if head, rest, ok := strings.Cut(s, ". "); ok && len(head) == 1 && head[0] >= '0' && head[0] <= '9' {
		return rest
	}
	return s
}
