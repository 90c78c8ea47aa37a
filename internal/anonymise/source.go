package anonymise

import (
	"fmt"
	"slices"
	"strings"

	"waymark/internal/care"
	"waymark/internal/dates"
)

// Raw is one export as a reader gives it.
type Raw struct {
	Source   Source
	Children []care.Child
	// Years are the collection years of a return, in order; empty for exports that are not made by the year.
	Years []int
}

// Source is a kind of export, and what that kind never records. What a source lacks is not the same as what one
// child lacks: no planning meeting in the long form means that none was held, and no planning meeting in SSDA903
// means nothing.
type Source struct {
	Name  string
	lacks []lack
	since dates.Date // the first day that the export covers; zero for a source that holds whole histories
}

type lack string

const (
	noPlans       lack = "plans"
	noMeetings    lack = "planning meetings"
	noAssessments lack = "assessments"
	noProceedings lack = "proceedings"
	noSiblings    lack = "brothers and sisters"
	noDisputes    lack = "disputes"
	noPrePL       lack = "pre-proceedings"
	noEvents      lack = "events such as disruption meetings"
	noReviews     lack = "reviews" // never by kind; see narrowed
)

// The kinds of export. SSDA903 has no module for planning: its children have no plan, no meeting, no court
// dates. Annex A has plans, and neither meetings nor the rest.
var (
	SSDA903 = Source{"SSDA903 return", []lack{noPlans, noMeetings, noAssessments, noProceedings, noSiblings, noDisputes, noPrePL, noEvents}, 0}
	AnnexA  = Source{"Annex A workbook", []lack{noMeetings, noAssessments, noProceedings, noSiblings, noDisputes, noPrePL, noEvents}, 0}
	Tracker = Source{"tracker", nil, 0}
)

// narrowed is the source without what this very export has none of. A return without its module of reviews, or a
// long form without a table of plans, says nothing about them; no authority has neither held a review nor made a
// plan for anyone.
func narrowed(src Source, children []care.Child) Source {
	lacks := slices.Clone(src.lacks)
	if !slices.ContainsFunc(children, func(c care.Child) bool { return len(c.Plans) > 0 }) {
		lacks = append(lacks, noPlans)
	}
	if !slices.ContainsFunc(children, func(c care.Child) bool { return len(c.Reviews) > 0 }) {
		lacks = append(lacks, noReviews)
	}
	return Source{src.Name, lacks, src.since}
}

func (s Source) has(l lack) bool { return !slices.Contains(s.lacks, l) }

// of keeps the children of one authority. An export of one authority need not name it. A merged one does, by
// code or name: then the children that carry one of the names are kept, and it is an error when nobody does.
func of(children []care.Child, names []string) ([]care.Child, error) {
	ours := func(c *care.Child) bool {
		return c.Authority == "" || slices.ContainsFunc(names, func(n string) bool { return n != "" && strings.EqualFold(n, c.Authority) })
	}
	var seen []string
	unnamed, kept := 0, 0
	for i := range children {
		c := &children[i]
		if ours(c) {
			kept++
		}
		if c.Authority == "" {
			unnamed++
		} else if !slices.Contains(seen, c.Authority) {
			seen = append(seen, c.Authority)
		}
	}
	slices.Sort(seen)
	switch {
	case len(seen) == 0:
		return children, nil // a copy would be as large again
	case kept == unnamed:
		return nil, fmt.Errorf("the children of the export are of %s: say with --la which of them is meant", someOf(seen))
	case unnamed > 0:
		return nil, fmt.Errorf("%d children of the export have no authority, and others do: two exports may have been put into one", unnamed)
	}
	out := make([]care.Child, 0, kept)
	for i := range children {
		if ours(&children[i]) {
			out = append(out, children[i])
		}
	}
	return out, nil
}

// someOf lists what authorities are called. What is clearly something else came from another column, and is named
// by its kind.
func someOf(names []string) string {
	const most = 5
	var out []string
	for _, n := range names[:min(most, len(names))] {
		switch what := identifies(n); what {
		case "an NHS number", "a unique pupil number", "an e-mail address", "a date", "a year", "a postcode", "a telephone number":
			n = what
		}
		out = append(out, n)
	}
	if len(names) > most {
		out = append(out, fmt.Sprintf("and %d more", len(names)-most))
	}
	return strings.Join(out, ", ")
}
