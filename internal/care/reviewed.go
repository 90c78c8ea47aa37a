package care

import (
	"slices"

	"waymark/internal/dates"
)

// happened says that an event of a kind was recorded from first to last, both included.
func (c *Child) happened(kind EventKind, first, last Date) bool {
	return slices.ContainsFunc(c.Events, func(e Event) bool { return e.Kind == kind && e.On.Within(first, last) })
}

// InYearTo says that an event of a kind was recorded in the 12 months that end with a day. It answers whether
// going home was considered again (reunification_reassessed: Merton's action plan asks for it of every child in care
// for more than a year, and sets no rhythm; a year is this project's choice), and whether a child's permanence
// report, chronology and family tree are in date (the papers set no interval for these; a year as well).
func InYearTo(c *Child, kind EventKind, at Date) Tri {
	return YesNo(c.happened(kind, yearTo(at), at))
}

// GuardianshipConsideredOn says whether special guardianship has been considered since the child had lived with the
// present carer for so many years. On the day itself counts. An authority that sets no such length (0 years) is
// answered for the whole stay. No when there is no placement.
func GuardianshipConsideredOn(c *Child, p CarePeriod, limits Limits, at Date) Tri {
	spells, _ := Spells(p)
	s, ok := SpellOn(spells, p.until(at))
	if !ok {
		return No
	}
	return YesNo(c.happened(GuardianshipConsidered, s.Start.AddMonths(12*limits.SettledYears), at))
}

// TogetherOrApartOn says whether an assessment of whether brothers and sisters should live together or apart had
// been recorded by a day, at any time.
func TogetherOrApartOn(c *Child, at Date) Tri {
	return YesNo(c.happened(TogetherApartAssessed, 1, at))
}

// CarePlanCurrent says whether the care plan had been updated at the last review held by a day, or since. Before the
// first review it asks for a plan since care began. An update of the day of the review counts.
func CarePlanCurrent(c *Child, p CarePeriod, at Date) Tri {
	since := p.Start
	for _, r := range c.Reviews {
		if p.On(r.Held) && r.Held <= at {
			since = max(since, r.Held)
		}
	}
	return YesNo(c.happened(CarePlanUpdated, since, at))
}

// Transfer is whether a child passed from one tracking panel to the next in time.
type Transfer string

const (
	TransferOnTime Transfer = "on-time"
	TransferLate   Transfer = "late"
	NoTransferDue  Transfer = "not-due"
)

// PanelTransfer says, for the days from first to last, whether a transfer to the long-term panel fell due and was made.
//
// Definition (Havering's statement, Permanency Tracking Meetings): when care proceedings have concluded, a child who
// stays in care is passed to the long-term panel; one whose plan is adoption stays with the panel for children under
// 10 until the adoption order. The statement names no number of days; limits.TransferWeeks is what the authority's
// standards allow for it, and 0 where children do not pass between panels: then none is ever due.
//
// Edges. It falls due so many weeks after the final order, and counts in the period of that day, while the child is
// still looked after. An arrival at a panel (tracking_panel_in) on the day of the order counts, and so does one on
// the last day allowed. Of several orders in the period the last one counts.
func PanelTransfer(c *Child, p CarePeriod, limits Limits, first, last Date) Transfer {
	answer, latest := NoTransferDue, Date(0)
	for _, a := range c.Proceedings {
		due := a.Concluded.AddDays(7 * limits.TransferWeeks)
		if limits.TransferWeeks == 0 || !due.Within(first, last) || !p.On(a.Concluded) || !p.On(due) || a.Concluded < latest ||
			OptionOn(c.Plans, MainPlan, due) == PlanAdoption {
			continue
		}
		latest, answer = a.Concluded, TransferLate
		if c.happened(TrackingPanelIn, a.Concluded, due) {
			answer = TransferOnTime
		}
	}
	return answer
}

// WeeksToSettle is the weeks from the day a dispute was raised to the day it was resolved, rounded up, for the one
// that was resolved last from first to last. Not known when none was, or its beginning is not recorded.
func WeeksToSettle(disputes []Dispute, first, last Date) Count {
	var found Dispute
	for _, d := range disputes {
		if d.Resolved.Within(first, last) && d.Raised != 0 && d.Raised <= d.Resolved && d.Resolved >= found.Resolved {
			found = d
		}
	}
	if found.Resolved == 0 {
		return Count{}
	}
	return Known(dates.WeeksRoundedUp(found.Raised, found.Resolved))
}
