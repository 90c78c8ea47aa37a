package dates

import (
	"cmp"
	"slices"
)

// Rule says when something falls due: so many days, weeks or months after something else.
type Rule struct {
	ID      string
	From    string // an event whose day is known, or the id of another rule
	Amount  int
	Unit    string // "days", "working days", "weeks", "months" or "years"
	Repeats bool   // falls due again, the same time after it was last due
}

// DueDate is one day on which something falls due: the last day on which it is in time.
type DueDate struct {
	Rule   string
	Number int  // 1, and more for a rule that repeats
	On     Date // zero when the bank holidays on the way are not known
	Closed bool // the day is a Saturday, a Sunday or a bank holiday, so that what is due is better done before
}

// mostRepeats bounds a rule that repeats every day.
const mostRepeats = 60

// Due works out all that falls due. known holds the days of events, by name, and of rules that have been met, by id:
// what counts from such a rule then counts from the day it was met, as the law counts a review from the day the
// one before was held, and else from the day it is due.
//
// A rule whose event is not known is left out, and so is one that counts from itself by a detour. A rule that repeats
// falls due once at least, and then up to the given number of months after the event. Months and years are calendar
// months, clamped to the last day of a shorter one. Days come in order; those that are not known come last.
func Due(rules []Rule, known map[string]Date, calendar *Calendar, months int) []DueDate {
	byID := map[string]Rule{}
	for _, r := range rules {
		byID[r.ID] = r
	}
	var all []DueDate
	for _, r := range rules {
		event, ok := eventOf(r, byID)
		if !ok || known[event] == 0 {
			continue
		}
		end := known[event].AddMonths(months)
		on := startOf(r, byID, known, calendar)
		for n := 1; n <= mostRepeats; n++ {
			on = Add(on, r.Amount, r.Unit, calendar)
			if n > 1 && (on == 0 || on > end) {
				break
			}
			all = append(all, DueDate{r.ID, n, on, on != 0 && calendar.Covers(on) && !calendar.WorkingDay(on)})
			if !r.Repeats {
				break
			}
		}
	}
	slices.SortStableFunc(all, func(a, b DueDate) int {
		if (a.On == 0) != (b.On == 0) {
			return cmp.Compare(b.On, a.On)
		}
		return cmp.Compare(a.On, b.On)
	})
	return all
}

// startOf is the day that a rule counts from; zero when it cannot be worked out.
func startOf(r Rule, byID map[string]Rule, known map[string]Date, calendar *Calendar) Date {
	if on := known[r.From]; on != 0 {
		return on
	}
	before, ok := byID[r.From]
	if !ok {
		return 0
	}
	return Add(startOf(before, byID, known, calendar), before.Amount, before.Unit, calendar)
}

// eventOf is the event at the beginning of a chain of rules; ok is false for a circle.
func eventOf(r Rule, byID map[string]Rule) (event string, ok bool) {
	for range len(byID) + 1 {
		before, isRule := byID[r.From]
		if !isRule {
			return r.From, true
		}
		r = before
	}
	return "", false
}

// Add is the day so much later. Zero when the day or the unit is not known, or a calendar is needed that does not
// cover the way.
func Add(d Date, amount int, unit string, calendar *Calendar) Date {
	switch unit {
	case "days":
		return d.AddDays(amount)
	case "working days":
		return calendar.AddWorkingDays(d, amount)
	case "weeks":
		return d.AddDays(7 * amount)
	case "months":
		return d.AddMonths(amount)
	case "years":
		return d.AddMonths(12 * amount)
	}
	return 0
}
