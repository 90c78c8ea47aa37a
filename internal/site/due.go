package site

import (
	"strings"

	"waymark/internal/dates"
)

// Clock is something that happens in a child's life from which timescales are counted.
type Clock struct {
	ID    string
	Words string // "the child became looked after": goes on from "the day"
}

// Clocks are what `counts_from:` of a standard may name, besides another standard.
var Clocks = []Clock{
	{"looked-after", "the child became looked after"},
	{"placed", "the child moved to where they live now"},
	{"assessment", "the assessment of a relative or friend began"},
	{"application", "the application for a care or supervision order was issued"},
}

// checkCounting checks what the due dates are worked out with.
func (s *Site) checkCounting(d *Standard, fail func(hint, format string, args ...any)) {
	known := SortedIDs(s.Standards)
	for _, e := range Clocks {
		known = append(known, e.ID)
	}
	switch {
	case d.CountsFrom == "" && d.Repeats:
		fail("add `counts_from:`, or take `repeats:` out", "repeats, but does not say what it counts from")
	case d.CountsFrom == "":
	case s.eventOf(d) == "":
		if from := s.Standards[d.CountsFrom]; from != nil {
			fail("let the first of them count from an event, such as looked-after", "counts from %q, which leads to no event", d.CountsFrom)
			return
		}
		var events []string
		for _, e := range Clocks {
			events = append(events, e.ID)
		}
		fail(DidYouMean(d.CountsFrom, known, "use "+strings.Join(events, ", ")+", or the id of another standard"), "there is no event or standard %q to count from", d.CountsFrom)
	case d.Unit == "times":
		fail("take `counts_from:` out", "is a number of times, so nothing falls due by it")
	}
}

// eventOf is the event that a standard counts from at the end of its chain; "" when there is none.
func (s *Site) eventOf(d *Standard) string {
	for range len(s.Standards) + 1 {
		for _, e := range Clocks {
			if d.CountsFrom == e.ID {
				return e.ID
			}
		}
		next := s.Standards[d.CountsFrom]
		if next == nil {
			return ""
		}
		d = next
	}
	return ""
}

// DueRules are the standards by which something falls due, in the order of their events and of how soon they do. Those of
// which an authority sets none are not among them.
func (s *Site) DueRules() (rules []dates.Rule) {
	for _, e := range Clocks {
		for _, depth := range s.chain(e.ID) {
			for _, d := range depth {
				if d.None == "" && d.Amount > 0 {
					rules = append(rules, dates.Rule{ID: d.ID, From: d.CountsFrom, Amount: d.Amount, Unit: d.Unit, Repeats: d.Repeats})
				}
			}
		}
	}
	return rules
}

// chain lists the standards that count from something, then those that count from them, and so on.
func (s *Site) chain(from string) (depths [][]*Standard) {
	at := []string{from}
	for range len(s.Standards) {
		var here []*Standard
		var next []string
		for _, id := range SortedIDs(s.Standards) {
			for _, f := range at {
				if d := s.Standards[id]; d.CountsFrom == f {
					here, next = append(here, d), append(next, id)
				}
			}
		}
		if len(here) == 0 {
			break
		}
		depths, at = append(depths, here), next
	}
	return depths
}
