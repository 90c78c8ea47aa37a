package anonymise

import (
	"slices"
	"strconv"

	"waymark/internal/care"
	"waymark/internal/dates"
	"waymark/internal/tracker"
)

// Row is one row of a period file: a cell for each column of the schema, in its order.
type Row []string

// column is one column of the tracker and the rule that fills it.
type column struct {
	name string
	fill func(v *view) string
}

// columns say where each column of the tracker comes from. The national rules are functions of package care, whose
// comments give definition, source and edge days; longer answers stand below the table.
var columns = []column{
	{"cohort", func(v *view) string { return string(v.cohort) }},
	{"age_band", (*view).ageBand},
	{"sex", func(v *view) string { return v.word(string(v.Sex)) }},
	{"ethnicity_group", func(v *view) string { return v.word(string(v.EthnicityGroup)) }},
	{"disability", func(v *view) string { return v.word(string(v.Disability)) }},
	{"uasc", func(v *view) string { return string(v.UASCOn(v.day)) }},
	{"sibling_group", (*view).siblingGroup},
	{"siblings_together", (*view).siblingsTogether},
	{"service", (*view).service},
	{"legal_status", func(v *view) string { return v.inCare(string(v.care.LegalOn(v.day).Group()), "none") }},
	{"in_proceedings", func(v *view) string { return v.kept(noProceedings, yesNo(care.InProceedings(v.Proceedings, v.last))) }},
	{"plan", func(v *view) string { return v.kept(noPlans, string(v.plan)) }},
	{"parallel_plan", func(v *view) string { return v.kept(noPlans, string(v.parallel)) }},
	{"placement", func(v *view) string { return v.inCare(string(v.placed.Placement.Group()), "not-applicable") }},
	{"provider", (*view).provider},
	{"in_authority", func(v *view) string { return v.inCare(string(v.placed.InAuthority), "not-applicable") }},
	{"over_20_miles", (*view).over20Miles},
	{"started_in_period", func(v *view) string { return yesNo(v.looked() && v.care.StartedWithin(v.first, v.last)) }},
	{"months_looked_after", func(v *view) string { return v.number(v.months) }},
	{"previous_permanence", func(v *view) string { return v.word(string(v.PreviousPermanence.Answer())) }},
	{"permanence_achieved", func(v *view) string { return yesNo(v.achieved) }},
	{"permanence_in_period", func(v *view) string { return yesNo(v.achieved && v.permanence.Confirmed.Within(v.first, v.last)) }},
	{"permanence_route", func(v *view) string { return string(v.permanence.Route) }},
	{"months_to_permanence", func(v *view) string { return v.maybe(care.Count{N: v.permanence.Months(v.care), Known: v.achieved}) }},
	{"care_end_reason", (*view).careEnd},
	{"plan_agreed", func(v *view) string { return v.kept(noPlans, yesNo(v.agreed)) }},
	{"first_reviews_due", func(v *view) string { return v.review(v.reviews.FirstDue) }},
	{"first_reviews_on_time", func(v *view) string { return v.review(v.reviews.FirstInTime) }},
	{"second_reviews_due", func(v *view) string { return v.secondReview(v.reviews.SecondDue) }},
	{"second_reviews_on_time", func(v *view) string { return v.secondReview(v.reviews.SecondInTime) }},
	{"later_reviews_due", func(v *view) string { return v.review(v.reviews.LaterDue) }},
	{"later_reviews_on_time", func(v *view) string { return v.review(v.reviews.LaterInTime) }},
	{"second_review_plan", (*view).secondReviewPlan},
	{"planning_meeting_due", func(v *view) string { return v.kept(noMeetings, yesNo(v.meetingDue())) }},
	{"weeks_since_planning_meeting", func(v *view) string { return v.maybe(care.WeeksSinceMeeting(v.Meetings, v.until)) }},
	{"planning_meetings_held", func(v *view) string { return v.kept(noMeetings, v.number(v.meetings)) }},
	{"planning_meetings_with_iro", func(v *view) string { return v.kept(noMeetings, v.number(v.meetingsIRO)) }},
	{"assessments_completed", func(v *view) string { return v.kept(noAssessments, v.number(v.assessed.Completed)) }},
	{"assessments_in_time", func(v *view) string { return v.kept(noAssessments, v.number(v.assessed.InTime)) }},
	{"assessment_open_weeks", func(v *view) string { return v.maybe(care.OpenAssessmentWeeks(v.Assessments, v.last)) }},
	{"weeks_in_proceedings", func(v *view) string { return v.maybe(v.courtWeeks) }},
	{"proceedings_concluded", func(v *view) string { return v.kept(noProceedings, yesNo(v.concluded)) }},
	{"placements_12_months", (*view).placements},
	{"months_same_carer", (*view).sameCarer},
	{"family_group_conference", func(v *view) string { return v.word(string(care.ConferenceOn(v.Child, v.last))) }},
	{"life_story", func(v *view) string { return v.word(string(care.LifeStoryOn(v.Child, v.day))) }},
	{"disputes_raised", func(v *view) string {
		return v.kept(noDisputes, v.number(care.DisputesRaised(v.Disputes, v.first, v.last)))
	}},
	{"social_workers_12_months", (*view).workers},
	{"risk_recorded", (*view).riskRecorded},
	{"placements_24_months", (*view).placements24Months},
	{"placements_ended", func(v *view) string { return v.number(v.ends.Ended) }},
	{"placements_ended_unplanned", func(v *view) string { return v.number(v.ends.Unplanned) }},
	{"disruptions_to_review", func(v *view) string { return v.kept(noEvents, v.number(v.disruptions)) }},
	{"disruption_meetings_held", func(v *view) string { return v.kept(noEvents, v.number(v.disruptionMeetings)) }},
	{"reviews_aged_4", func(v *view) string { return v.review(v.participation.Asked) }},
	{"reviews_took_part", func(v *view) string { return v.review(v.participation.TookPart) }},
	{"reviews_attended_silent", func(v *view) string { return v.review(v.participation.Silent) }},
	{"months_to_adopters", (*view).monthsToAdopters},
	{"weeks_to_adopters", func(v *view) string { return v.weeks(v.stages.EntryToPlaced) }},
	{"weeks_to_moving_in", func(v *view) string { return v.weeks(v.stages.EntryToMovedIn) }},
	{"weeks_order_to_match", func(v *view) string { return v.weeks(v.stages.OrderToMatch) }},
	{"months_since_placement_order", (*view).monthsSinceOrder},
	{"return_home_follow_up", (*view).homeFollowUp},
	{"reunification_reassessed", func(v *view) string { return v.event(care.InYearTo(v.Child, care.ReunificationReassessed, v.day)) }},
	{"guardianship_considered", func(v *view) string {
		return v.event(care.GuardianshipConsideredOn(v.Child, v.care, v.limits, v.day))
	}},
	{"permanence_report_current", func(v *view) string { return v.event(care.InYearTo(v.Child, care.PermanenceReport, v.day)) }},
	{"chronology_current", func(v *view) string { return v.event(care.InYearTo(v.Child, care.Chronology, v.day)) }},
	{"genogram_current", func(v *view) string { return v.event(care.InYearTo(v.Child, care.Genogram, v.day)) }},
	{"together_or_apart_assessed", func(v *view) string { return v.event(care.TogetherOrApartOn(v.Child, v.day)) }},
	{"care_plan_current", func(v *view) string { return v.event(care.CarePlanCurrent(v.Child, v.care, v.day)) }},
	{"staying_put", (*view).stayingPut},
	{"panel_transfer", (*view).panelTransfer},
	{"weeks_to_settle_dispute", func(v *view) string { return v.maybe(care.WeeksToSettle(v.Disputes, v.first, v.last)) }},
}

func columnOf(name string) (column, bool) {
	i := slices.IndexFunc(columns, func(c column) bool { return c.name == name })
	if i < 0 {
		return column{}, false
	}
	return columns[i], true
}

// view is one child as seen from one period. What two columns need, or what has to agree between columns, is
// worked out once by look.
type view struct {
	life
	stay
	*tally
	source Source
	schema *tracker.Schema
	column string // that is being filled

	first, last care.Date // of the period

	months             int // completed, looked after
	placed             care.Episode
	achieved           bool
	permanence         care.Permanence
	plan               care.PlanOption
	parallel           care.PlanOption
	agreed             bool
	planBy             care.SecondReviewPlan
	reviews            care.ReviewCounts
	noReviews          reason // why nothing is known about reviews; empty when something is
	meetings           int
	meetingsIRO        int
	limits             care.Limits
	assessed           care.AssessmentCounts
	concluded          bool
	courtWeeks         care.Count
	ends               care.EndCounts
	disruptions        int // unplanned ends whose time for a meeting was up
	disruptionMeetings int
	participation      care.ParticipationCounts
	adoption           care.Adoption
	stages             care.AdoptionStages // of a child who was adopted in the period
	siblings           bool                // has brothers or sisters in scope
	together           care.SiblingsTogether
}

// Rows are the rows of one period, in the order of the children, with what was not known. Nothing is coarsened
// yet, and the order still says something: Run does the rest.
func Rows(children []care.Child, period tracker.Period, src Source, a *Authority) ([]Row, NotKnown) {
	t := newTally()
	all := people{children, src}
	all.survey(t)
	return rows(all, period, src, a, t), t.notKnown()
}

func rows(all people, period tracker.Period, src Source, a *Authority, t *tally) []Row {
	first, last := dates.DateOf(period.Start()), dates.DateOf(period.End())
	rules := make([]func(*view) string, len(a.Schema.Fields))
	for i, f := range a.Schema.Fields {
		c, _ := columnOf(f.Name)
		rules[i] = c.fill
	}
	var out []Row
	// Brothers and sisters wait for each other; every other row is made at once, and nothing of the child is kept.
	type waiting struct {
		v  *view
		at int // in out
	}
	var wait []waiting
	families := map[string][]*view{}
	for l := range all.each {
		s, ok := l.in(first, last, a.Limits)
		if !ok {
			continue
		}
		v := &view{life: l, stay: s, tally: t, source: src, schema: a.Schema, first: first, last: last, limits: a.Limits}
		v.look(a)
		if l.SiblingGroup != "" {
			families[l.SiblingGroup] = append(families[l.SiblingGroup], v)
			wait = append(wait, waiting{v, len(out)})
			out = append(out, nil)
			continue
		}
		v.meet(nil)
		out = append(out, v.row(rules))
	}
	for _, w := range wait {
		w.v.meet(families[w.v.SiblingGroup])
		out[w.at] = w.v.row(rules)
	}
	t.rows += len(out)
	return out
}

// row fills the columns of the schema. One that has no rule is empty: Load saw to it that it may be.
func (v *view) row(rules []func(*view) string) Row {
	out := make(Row, len(rules))
	for i, f := range v.schema.Fields {
		if rules[i] == nil {
			continue
		}
		v.column = f.Name
		out[i] = rules[i](v)
		if !allowed(f, out[i]) { // a word that is none of the column's must have come from the export
			out[i] = v.unknown(notRecorded)
		}
	}
	return out
}

// looked says that the child was looked after.
func (v *view) looked() bool { return v.cohort == care.InCare || v.cohort == care.LeftCare }

// look works out what several columns share, in the order in which one needs the other.
func (v *view) look(a *Authority) {
	if v.looked() {
		v.months = v.care.Months(v.last)
		v.placed, _ = care.PlacementOn(v.care, v.day)
	}
	v.lookAtPlans()
	v.lookAtReviews(a)
	v.lookAtPermanence()
	v.meetings, v.meetingsIRO = care.MeetingsWithin(v.Meetings, v.first, v.until)
	v.assessed = care.AssessmentsWithin(v.Assessments, v.limits, v.first, v.last)
	v.note("assessments_completed", noStart, leftOut, v.assessed.Unknown)
	v.lookAtCourt()
	v.lookAtPlacements()
	v.lookAtAdoption()
}

// lookAtPlans finds the plan on the day. A parallel plan beside no other is the plan.
func (v *view) lookAtPlans() {
	v.Child = v.withKnownPlans()
	v.plan = care.OptionOn(v.Plans, care.MainPlan, v.day)
	v.parallel = care.OptionOn(v.Plans, care.ParallelPlan, v.day)
	v.agreed = care.PlanAgreedOn(v.Plans, v.day)
	if v.plan == care.NoPlan && v.parallel != care.NoPlan {
		p, _ := care.PlanOn(v.Plans, care.ParallelPlan, v.day)
		v.plan, v.parallel, v.agreed = p.Option, care.NoPlan, p.AgreedOn != 0 && p.AgreedOn <= v.day
		v.note("plan", contradicts, parallelTaken, 1)
	}
}

// withKnownPlans is the child without plans of an option that the tracker has no word for.
func (v *view) withKnownPlans() *care.Child {
	unknown := func(p care.Plan) bool { return p.Option != "" && !v.valid("plan", string(p.Option)) }
	if !slices.ContainsFunc(v.Plans, unknown) {
		return v.Child
	}
	c := *v.Child
	c.Plans = slices.DeleteFunc(slices.Clone(c.Plans), unknown)
	return &c
}

// valid says that a column has the word. A schema without the column has every word.
func (v *view) valid(column, word string) bool {
	f, ok := v.schema.Field(column)
	return !ok || slices.Contains(f.Values, word)
}

// lookAtReviews counts the reviews of the present period of care. A source that knows the latest review only can
// say nothing about any: even "none was held" would count the late ones and never one in time.
//
// A plan that was agreed by the second review in this very period, and has been replaced or ended since, leaves a
// row that would contradict itself. The plan is then taken to have been agreed, and to be the one that was.
func (v *view) lookAtReviews(a *Authority) {
	v.planBy = care.PlanNotDue
	if !v.looked() {
		return
	}
	chain, ok := care.ReviewsDue(v.Child, v.care, a.Calendar, v.limits, v.last)
	switch {
	case !v.has(noReviews):
		v.noReviews = notInSource
		return
	case !ok || v.Partial.Reviews:
		v.noReviews = onlyLatest
		return
	}
	v.reviews = care.CountReviews(chain, v.care, v.first, v.last)
	v.participation = care.ParticipationWithin(v.Child, v.care, v.first, v.last)
	v.note("reviews_aged_4", notRecorded, leftOut, v.participation.Unknown)
	if !v.has(noPlans) {
		return
	}
	v.planBy = care.PlanBySecondReview(v.Child, v.care, chain, v.limits, v.first, v.last)
	if v.planBy == care.PlanInTime && !v.agreed {
		if v.plan == care.NoPlan {
			v.plan = v.lastPlan()
		}
		v.agreed = true
		v.note("plan_agreed", contradicts, agreedThen, 1)
	}
}

// lastPlan is the agreed plan that ended last by the day.
func (v *view) lastPlan() care.PlanOption {
	var last care.Plan
	for _, p := range v.Plans {
		if p.Main() && p.AgreedOn != 0 && p.AgreedOn <= v.last && p.EndedOn >= last.EndedOn {
			last = p
		}
	}
	return last.Option
}

// lookAtPermanence asks on the last day of the period, so that an order that ended care counts. An order that ends
// care, recorded while care goes on, is believed when the record of care has ended, and not before.
func (v *view) lookAtPermanence() {
	v.permanence.Route = care.NotAchieved
	if v.cohort == care.InPreProceedings {
		return
	}
	found, ok := care.PermanenceOn(v.Child, v.periods, v.care, v.limits, v.last)
	if !ok || !v.valid("permanence_route", string(found.Route)) {
		return
	}
	if v.cohort == care.AtHome && found.Route != care.ByReturnHome {
		return // the row is about the return home
	}
	switch found.Route {
	case care.ByAdoption, care.BySpecialGuardian, care.ByArrangements:
		if v.cohort == care.InCare {
			v.note("permanence_achieved", contradicts, notYet, 1)
			return
		}
	}
	// Permanence that was confirmed after care ended began when it did: the child has lived there since.
	if v.care.End != 0 && found.On > v.care.End {
		found.On = v.care.End
	}
	v.permanence, v.achieved = found, true
}

// lookAtCourt leaves out an application that concluded and has no day of issue: it could not be in time or late.
func (v *view) lookAtCourt() {
	if !v.has(noProceedings) {
		return
	}
	v.concluded = care.ProceedingsConcluded(v.Proceedings, v.first, v.last)
	v.courtWeeks = care.WeeksInProceedings(v.Proceedings, v.first, v.last)
	if v.concluded && !v.courtWeeks.Known {
		v.concluded = false
		v.note("proceedings_concluded", noStart, leftOut, 1)
	}
}

// meet compares the child with its brothers and sisters in scope: those in care or in pre-proceedings.
func (v *view) meet(family []*view) {
	var inCare []care.Episode
	for _, o := range family {
		if o == v || o.cohort == care.LeftCare || o.cohort == care.AtHome {
			continue
		}
		v.siblings = true
		if o.cohort == care.InCare {
			inCare = append(inCare, o.placed)
		}
	}
	switch {
	case v.Siblings == care.NoSiblings:
		v.siblings = false
	case v.Siblings != care.TogetherUnsettled:
		v.siblings, v.together = true, v.Siblings
	case v.siblings && len(inCare) == 0:
		v.together = care.Apart // the others are at home
	case v.siblings:
		v.together = care.TogetherWith(v.placed, inCare)
	}
}

// ageBand is the band at the end of the period or of care. A child who is not born yet, in pre-proceedings, is
// under two. A band that is too young for the time in care is raised to the first that is not.
func (v *view) ageBand() string {
	band := v.AgeBandOn(v.until)
	switch {
	case v.Birth > v.until && !v.looked():
		band = care.Under2
	case !slices.Contains(bands, band):
		return v.unknown(notRecorded)
	case v.months <= longest[band]:
		return string(band)
	default:
		v.note(v.column, contradicts, olderBand, 1)
	}
	for _, b := range bands[slices.Index(bands, band):] {
		if v.months <= longest[b] {
			return string(b)
		}
	}
	return string(care.From16)
}

var bands = []care.AgeBand{care.Under2, care.From2To4, care.From5To9, care.From10To15, care.From16}

// longest is how many months a child of that band can have been looked after; package tracker holds rows to it.
var longest = map[care.AgeBand]int{care.Under2: 24, care.From2To4: 60, care.From5To9: 120, care.From10To15: 192, care.From16: 1 << 20}

func (v *view) siblingGroup() string {
	if !v.has(noSiblings) {
		return v.unknown(notInSource)
	}
	return yesNo(v.siblings)
}

func (v *view) siblingsTogether() string {
	switch {
	case !v.has(noSiblings):
		return v.standIn(notInSource, string(care.NoSiblings))
	case v.cohort != care.InCare || !v.siblings:
		return string(care.NoSiblings)
	case v.together == care.TogetherUnsettled || v.together == care.NoSiblings:
		return v.unknown(notRecorded)
	}
	return string(v.together)
}

// service is as recorded. A child in pre-proceedings or before the court is otherwise taken to be with assessment
// and court, for that is what the service is.
func (v *view) service() string {
	if v.Service != "" {
		return string(v.Service)
	}
	if !v.looked() || care.InProceedings(v.Proceedings, v.last) {
		return v.standIn(notRecorded, string(care.AssessmentAndCourt))
	}
	return v.unknown(notRecorded)
}

// provider of a foster placement without a code is not known; other placements may have none.
func (v *view) provider() string {
	if v.looked() && v.placed.Provider == "" && v.placed.Placement.Fostering() {
		return v.unknown(notRecorded)
	}
	return v.inCare(string(v.placed.Provider.Group()), "not-applicable")
}

// over20Miles is not known for a placement that is said to be both inside the authority and so far away: the
// boroughs are ten miles wide.
func (v *view) over20Miles() string {
	far := ""
	switch v.placed.Distance {
	case care.Over20Miles:
		if far = "yes"; v.placed.InAuthority == care.Yes {
			return v.unknown(contradicts)
		}
	case care.UpTo20Miles:
		far = "no"
	}
	return v.inCare(far, "not-applicable")
}

func (v *view) careEnd() string {
	if v.cohort != care.LeftCare {
		return string(care.NotEnded)
	}
	end := v.care.HowEnded(v.last)
	if end == care.NotEnded || v.care.EndedBy.End() == "" && !v.care.Turned18 {
		return v.unknown(notRecorded)
	}
	return string(end)
}

func (v *view) review(n int) string {
	if v.noReviews != "" {
		return v.unknown(v.noReviews)
	}
	return v.number(n)
}

// secondReview counts nothing where a source has no plans. A row that says a second review fell due must say
// whether the plan was agreed by it; "not in time" would be untrue for every child.
func (v *view) secondReview(n int) string {
	if !v.has(noPlans) && n > 0 {
		return v.unknown(notInSource)
	}
	return v.review(n)
}

func (v *view) secondReviewPlan() string {
	switch {
	case v.noReviews != "":
		return v.unknown(v.noReviews)
	case !v.has(noPlans) && v.reviews.SecondDue > 0:
		return v.unknown(notInSource)
	}
	return string(v.planBy)
}

// meetingDue is about children who need planning at the end of the period; those who left care do not.
func (v *view) meetingDue() bool {
	return v.cohort != care.LeftCare && v.cohort != care.AtHome && care.PlanningMeetingDue(v.since, v.last, v.achieved, v.limits)
}

// placements takes the source's own count where there is no history, also when the export was made up to a month
// after the end of the period: a workbook of 3 July stands for the end of June.
func (v *view) placements() string {
	if !v.looked() {
		return "0"
	}
	n := v.placementCount()
	switch {
	case !n.Known:
		return v.unknown(onlyLatest)
	case n.N < 1:
		return v.unknown(contradicts)
	}
	return v.number(n.N)
}

const monthAfter = 31

func (v *view) placementCount() care.Count {
	n := care.Placements12Months(v.Child, v.care, v.last)
	if made := v.Counted.On; !n.Known && made >= v.until && made <= v.last.AddDays(monthAfter) {
		n = v.Counted.Placements12Months
	}
	return n
}

// sameCarer is not known where no placement is recorded, and where it contradicts the source's own count of
// placements: three in a year with a carer of more than a year.
func (v *view) sameCarer() string {
	if !v.looked() {
		return ""
	}
	n := care.MonthsSameCarer(v.care, v.last)
	switch {
	case !n.Known:
		return v.unknown(notRecorded)
	case n.N >= 12 && v.placementCount().N >= 3:
		return v.unknown(contradicts)
	}
	return v.number(n.N)
}

func (v *view) workers() string {
	n := care.Workers12Months(v.Child, v.day)
	if !n.Known {
		return v.unknown(notRecorded)
	}
	return v.number(n.N)
}

// The forms of an answer.

// word is a word that is always wanted. The empty one is not known, and so is what a source calls not known itself.
func (v *view) word(w string) string {
	if w == "" || w == "not-known" {
		return v.unknown(notRecorded)
	}
	return w
}

// inCare is a word about the placement, and another for a child who is not looked after.
func (v *view) inCare(w, otherwise string) string {
	if !v.looked() {
		return otherwise
	}
	return v.word(w)
}

// kept is an answer that a source gives only when it keeps such things at all.
func (v *view) kept(what lack, answer string) string {
	if !v.has(what) {
		return v.unknown(notInSource)
	}
	return answer
}

// maybe is a number that may be empty, which then says that there is none.
func (v *view) maybe(n care.Count) string {
	if !n.Known {
		return ""
	}
	return v.number(n.N)
}

// number writes a count, not above the most that the column tells apart.
func (v *view) number(n int) string {
	if f, ok := v.schema.Field(v.column); ok {
		top := f.Max
		if code, ok := topCodes[v.column]; ok {
			top = min(top, code)
		}
		if n > top {
			v.topped[v.column]++
			n = top
		}
		n = max(n, f.Min)
	}
	return strconv.Itoa(n)
}

// unknown counts an answer that is not there, and gives what stands in its place.
func (v *view) unknown(why reason) string {
	f, ok := v.schema.Field(v.column)
	switch {
	case ok && slices.Contains(f.Values, "not-known"):
		return v.standIn(why, "not-known")
	case ok && !f.Required && standIns[v.column] == "":
		return v.standIn(why, "")
	}
	return v.standIn(why, standIns[v.column])
}

func (v *view) standIn(why reason, written string) string {
	v.note(v.column, why, written, 1)
	return written
}

// has says that the source of this child keeps such things.
func (v *view) has(what lack) bool {
	if v.source.has(what) {
		switch what {
		case noMeetings, noAssessments, noProceedings, noDisputes, noEvents:
			// In the long form they are events; without that table there are none to know.
			return v.Kept.Conferences || v.source.Name != Tracker.Name
		}
		return true
	}
	return false
}

func yesNo(b bool) string { return string(care.YesNo(b)) }
