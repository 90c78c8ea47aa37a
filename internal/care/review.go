package care

import "slices"

// ReviewDue is one review in the order in which they fall due.
type ReviewDue struct {
	Number int  // 1 for the first of the period of care
	Due    Date // last day on which it is in time; zero when it cannot be worked out
	Held   Date // zero when it has not been held
}

// InTime says that the review was held by the day it was due.
func (r ReviewDue) InTime() bool { return r.Held != 0 && r.Due != 0 && r.Held <= r.Due }

// Overdue says that on that day the review was due and had not been held. The last day in time is not overdue.
func (r ReviewDue) Overdue(at Date) bool { return r.Due.Before(at) && (r.Held == 0 || r.Held > at) }

// ReviewsDue is the chain of reviews of one period of care, as it stood at the end of a day: every review held,
// and behind them the next one, which has not been.
//
// Definition (regulation 33 of SI 2010/959): the first is due 20 working days after the start of care, the day
// of entry not counted; the second three months after the first was held, whether that was early or late; each
// later one six months after the one before was held. Months are clamped: held on 30 November, due on
// 28 February. The chain restarts with each period of care; reviews on the day care ended, or outside it, are
// not of the chain.
//
// Edges. Two reviews on one day are one. What happened after the day is not looked at. A review that is not
// held stops the chain: nothing falls due behind it.
//
// Missing. Where the calendar does not cover the first 20 working days, the first review has no due day and the
// chain goes on from the day it was held. From a partial record, which knows only the latest review, nothing can
// be said once one was held: the result is then empty and false.
func ReviewsDue(c *Child, p CarePeriod, calendar *Calendar, limits Limits, at Date) ([]ReviewDue, bool) {
	var held []Date
	for _, r := range c.Reviews {
		if p.On(r.Held) && r.Held <= at {
			held = append(held, r.Held)
		}
	}
	slices.Sort(held)
	held = slices.Compact(held)
	if c.Partial.Reviews && len(held) > 0 {
		return nil, false
	}
	chain := []ReviewDue{{Number: 1, Due: calendar.AddWorkingDays(p.Start, limits.FirstReviewDays)}}
	for i, h := range held {
		chain[i].Held = h
		months := limits.LaterReviewMonths
		if i == 0 {
			months = limits.SecondReviewMonths
		}
		chain = append(chain, ReviewDue{Number: i + 2, Due: h.AddMonths(months)})
	}
	return chain, true
}

// ReviewCounts are the reviews that fell due in a period of the tracker, and those of them that were in time.
type ReviewCounts struct {
	FirstDue, FirstInTime   int
	SecondDue, SecondInTime int
	LaterDue, LaterInTime   int
}

// CountReviews counts a chain over the days from first to last, both included. A review counts on the day it is
// due, also when it was held earlier, in another quarter; and only when the child was still looked after at the
// end of that day. A review held late counts as due when it was due, and never again.
func CountReviews(chain []ReviewDue, p CarePeriod, first, last Date) ReviewCounts {
	var n ReviewCounts
	for _, r := range chain {
		if !r.Due.Within(first, last) || !p.On(r.Due) {
			continue
		}
		due, inTime := &n.LaterDue, &n.LaterInTime
		switch r.Number {
		case 1:
			due, inTime = &n.FirstDue, &n.FirstInTime
		case 2:
			due, inTime = &n.SecondDue, &n.SecondInTime
		}
		*due++
		if r.InTime() {
			*inTime++
		}
	}
	return n
}

// SecondReviewPlan is whether the plan for permanence was agreed by the second review.
type SecondReviewPlan string

const (
	PlanInTime    SecondReviewPlan = "agreed-in-time"
	PlanNotInTime SecondReviewPlan = "not-in-time"
	PlanNotDue    SecondReviewPlan = "not-due"
)

// PlanBySecondReview says, for the days from first to last, whether the second review fell due and a main plan
// had been agreed by it and within four calendar months of the start of care.
//
// Edges. "By it" means the day the second review was held; when it was not held by the last day, the day it was
// due. So a plan agreed at a late second review is in time while the four months last. A plan that was agreed
// before care started, in pre-proceedings, counts when it was still the plan then. A plan that was replaced since
// counts: the question is whether there was one.
func PlanBySecondReview(c *Child, p CarePeriod, chain []ReviewDue, limits Limits, first, last Date) SecondReviewPlan {
	for _, r := range chain {
		if r.Number != 2 || !r.Due.Within(first, last) || !p.On(r.Due) {
			continue
		}
		by := r.Due
		if r.Held != 0 && r.Held <= last {
			by = r.Held
		}
		by = min(by, p.Start.AddMonths(limits.PlanMonths))
		for _, plan := range c.Plans {
			if plan.Main() && plan.AgreedOn != 0 && plan.AgreedOn <= by && (plan.EndedOn == 0 || plan.EndedOn > p.Start) {
				return PlanInTime
			}
		}
		return PlanNotInTime
	}
	return PlanNotDue
}
