package care

// Limits are the amounts that rules compare with. They are written once, in standards.yaml; a caller fills this
// from there. DefaultLimits are the national ones and the two boroughs', for tests and for a standard that an
// authority leaves out.
type Limits struct {
	FirstReviewDays    int // working days from the start of care; regulation 33(1), SI 2010/959
	SecondReviewMonths int // from the first review held; regulation 33(2)
	LaterReviewMonths  int // from the review before; regulation 33(2)
	PlanMonths         int // from the start of care to an agreed plan for permanence
	MeetingWeeks       int // from one planning meeting to the next; 0 where an authority sets none
	AssessmentWeeks    int // from the start of an assessment of family and friends to its end
	SettledYears       int // with one foster carer, until special guardianship is to be considered; 0 where none is set
	TransferWeeks      int // from the final order to the next panel; 0 where children do not pass between panels
	ReturnHomeMonths   int // how long a return home must last to count as permanence
	// AtHomeCounts says that a placement with parents (P1) under a care order is a return home, once it has
	// lasted as long.
	AtHomeCounts bool
}

// DefaultLimits are the amounts in data/common/standards.yaml and Merton's six weeks and two years.
func DefaultLimits() Limits {
	return Limits{
		FirstReviewDays: 20, SecondReviewMonths: 3, LaterReviewMonths: 6, PlanMonths: 4,
		MeetingWeeks: 6, AssessmentWeeks: 14, SettledYears: 2, ReturnHomeMonths: 6, AtHomeCounts: true,
	}
}
