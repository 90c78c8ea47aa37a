package care

import "waymark/internal/dates"

// Main says that this is the plan that the others stand beside. A source with no roles has main plans only.
func (p Plan) Main() bool {
	return (p.Role == MainPlan || p.Role == "") && p.Option != "" && p.Option != NoPlan
}

// from is the day since which the plan is known to be on the care plan; zero for always.
func (p Plan) from() Date {
	return dates.Earliest(p.Recorded, p.AgreedOn)
}

// PlanOn is the plan of that role on a day: of those begun and not ended, the one begun last; of two begun on
// one day, the later in the list. A plan holds from the day it was recorded or agreed, whichever came first, and
// always when neither is known. The day it ended does not count.
func PlanOn(plans []Plan, role PlanRole, at Date) (Plan, bool) {
	var found Plan
	ok := false
	for _, p := range plans {
		if p.Option == "" || p.Option == NoPlan || p.Role != role && (role != MainPlan || p.Role != "") {
			continue
		}
		if at == 0 || p.from() > at || p.EndedOn != 0 && p.EndedOn <= at {
			continue
		}
		if !ok || p.from() >= found.from() {
			found, ok = p, true
		}
	}
	return found, ok
}

// OptionOn is the option of that plan; NoPlan when there is none.
func OptionOn(plans []Plan, role PlanRole, at Date) PlanOption {
	if p, ok := PlanOn(plans, role, at); ok {
		return p.Option
	}
	return NoPlan
}

// PlanAgreedOn says whether the main plan on a day had been agreed by it. A plan that was agreed and replaced by
// one that has not been leaves the child without an agreed plan.
func PlanAgreedOn(plans []Plan, at Date) bool {
	p, ok := PlanOn(plans, MainPlan, at)
	return ok && p.AgreedOn != 0 && p.AgreedOn <= at
}
