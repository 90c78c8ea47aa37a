// Package check looks over what would be published.
//
// A check is data: an id that findings carry, what it looks for and why, and a function. There are three kinds.
// Checks of prose see each drawn page once, as passages of the author's own words (prose.go holds what they
// share, each has a file of its own). Checks of the whole see what only all pages together show: a link to a
// place on a page, an entry that nobody uses. Checks of dates take the day as a value, so that a build never
// depends on the day it is made.
//
// Checks that need only one file, such as whether front matter is complete, are made where the file is read.
// They have no function here, but an entry in explain.go all the same: `waymark check --explain` knows every id.
package check

import (
	"slices"
	"strings"
)

// Check is one named check.
type Check struct {
	ID    string
	Finds string // what it finds: a sentence
	Why   string // why that matters, and what to do: sentences
	prose func(p *page)
}

// All are the checks, in order of id.
var All = func() []Check {
	all := slices.Concat(prose, elsewhere)
	slices.SortFunc(all, func(a, b Check) int { return strings.Compare(a.ID, b.ID) })
	return all
}()

// Find is the check with an id.
func Find(id string) (Check, bool) {
	i := slices.IndexFunc(All, func(c Check) bool { return c.ID == id })
	if i < 0 {
		return Check{}, false
	}
	return All[i], true
}

// prose are the checks of prose, in the order in which they run.
var prose = []Check{
	personalData, otherAuthority, relativeDate, abbreviation, houseWord, repeatedNumber, emptyHeading, linkText, unansweredForm,
	supersededLaw, openMeeting, priorityAction,
}
