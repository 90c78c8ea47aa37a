package anonymise

import (
	"waymark/internal/care"
	"waymark/internal/dates"
)

// The columns about placements that ended, adoption, and what was considered again. Rules and their edges are in
// package care.

// lookAtPlacements counts how placements ended in the present period of care. An end without a reason is left out.
func (v *view) lookAtPlacements() {
	if !v.looked() || v.care.Partial {
		return
	}
	v.ends = care.PlacementsEnded(v.care, v.first, v.last)
	v.note("placements_ended", notRecorded, leftOut, v.ends.Unknown)
	if v.has(noEvents) {
		v.disruptions, v.disruptionMeetings = care.DisruptionMeetings(v.Child, v.care, v.first, v.last)
	}
}

// lookAtAdoption measures the stages of an adoption in the period in which care ended with it, as the national
// scorecards do, which count children adopted in the year.
func (v *view) lookAtAdoption() {
	if !v.looked() {
		return
	}
	v.adoption, _ = care.AdoptionOn(v.Child, v.care, v.last)
	if v.cohort == care.LeftCare && v.care.EndedBy.End() == care.EndedAdopted {
		v.stages = v.adoption.Stages(v.care)
	}
}

// monthsToAdopters is given in the period in which the child moved in with adopters.
func (v *view) monthsToAdopters() string {
	if placed := v.adoption.Placed; v.looked() && placed.Within(v.first, v.last) && placed >= v.care.Start {
		return v.number(dates.MonthsRoundedUp(v.care.Start, placed))
	}
	return ""
}

// monthsSinceOrder is given while the child waits for adopters under a placement order.
func (v *view) monthsSinceOrder() string {
	if v.cohort != care.InCare || !v.adoption.Waiting(v.care, v.last) {
		return ""
	}
	return v.number(dates.MonthsBetween(v.adoption.PlacementOrder, v.last))
}

// stayingPut and panelTransfer are about children looked after in the period.
func (v *view) stayingPut() string {
	if v.cohort != care.LeftCare {
		return string(care.NoStayingPutDue)
	}
	answer := care.StayingPutOn(v.Child, v.care, v.has(noEvents), v.first, v.last)
	if answer == care.StayingPutUnknown {
		return v.unknown(notInSource)
	}
	return string(answer)
}

func (v *view) panelTransfer() string {
	if !v.looked() {
		return string(care.NoTransferDue)
	}
	return v.kept(noEvents, string(care.PanelTransfer(v.Child, v.care, v.limits, v.first, v.last)))
}

// riskRecorded says whether the tracker holds a risk flag for the child at all, whatever it says.
func (v *view) riskRecorded() string {
	if !v.source.has(noEvents) {
		return v.unknown(notInSource) // only the tracker's own form has the column
	}
	return yesNo(v.RiskFlag == care.Yes || v.RiskFlag == care.No)
}

// event is an answer from the events of the long form, about a child who is looked after: not known from a source
// that has none, and "no" for a child who is not looked after, whom nobody counts.
func (v *view) event(answer care.Tri) string {
	switch {
	case !v.has(noEvents):
		return v.unknown(notInSource)
	case !v.looked():
		return string(care.No)
	}
	return v.word(string(answer))
}

// weeks writes days as completed weeks.
func (v *view) weeks(days care.Count) string {
	return v.maybe(care.Count{N: days.N / 7, Known: days.Known})
}

// placements24Months is not known where the export begins inside the two years and the child was in care before it
// does: what ended before then is not in it, and too few placements would be counted.
func (v *view) placements24Months() string {
	if !v.looked() {
		return ""
	}
	if since := v.source.since; v.care.Start < since && v.last.AddDays(1).AddMonths(-24) < since {
		return v.unknown(onlyLatest)
	}
	return v.maybe(care.Placements24Months(v.care, v.last))
}

func (v *view) homeFollowUp() string {
	if v.Partial.Episodes {
		return v.unknown(onlyLatest)
	}
	return string(care.HomeFollowUp(v.periods, v.first, v.last))
}
