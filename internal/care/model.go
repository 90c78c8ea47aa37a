// Package care is the model of what raw exports say about children, and the national rules that turn it into
// durations, counts and states.
//
// What it is. Three readers (the SSDA903 return, the Annex A workbook, the project's own long form) fill one
// Child each in the words of this file; the functions beside it answer the questions that a row of the tracker
// asks: was the child looked after on this day, how many placements in 12 months, which reviews fell due. Each
// rule is one function whose comment gives its definition, its source, its edge days and what it does when
// something is missing.
//
// What it is not. It reads no file, has no clock (the day to look from is always an argument) and makes nothing
// anonymous. A Child is personal data. It lives in the memory of one command, waymark anonymise, and is never
// written anywhere: a Child that is printed by mistake says only which row of the raw file it came from, and so
// do findings.
//
// Terms.
//
//   - A day that is not known is the zero Date; a code that is not known is the empty string.
//   - A span of days is half open: it starts on Start and ends before End. SSDA903 works so: an episode that
//     ends on 10 June and one that starts on 10 June touch, and on 10 June only the second holds.
//     "Open" is a zero End.
//   - A period of care (CarePeriod) runs from coming into care to leaving it. A spell is a stay
//     with one carer inside it. A period of the tracker (a quarter) is given by its first and last day.
//   - A doubt is something in the record that cannot be as it is written. Rules never stop for one; they say
//     what they assumed, and the doubts are reported beside the result.
//
// Order of work: CarePeriods, then Spells of each period, then everything else. To look back at an earlier day
// from an export made later, give the rules that day: what happened after it is not looked at.
//
// Sources: the Department for Education's guide to the SSDA903 return and the code lists of the public
// validators made for it (data-to-insight/csc-validator-be-903, SocialFinanceDigitalLabs/liia-tools); the Care
// Planning, Placement and Case Review (England) Regulations 2010; and the data dictionary of the Department's
// Local Authority Interactive Tool. Where they leave a choice, the comment says which was taken.
package care

import "fmt"

// Export is one raw export, read.
type Export struct {
	Children []*Child
	Meetings []LoggedMeeting // the long form's log of meetings about many children
}

// LoggedMeeting is a meeting that was to be held about many children, such as a tracking panel.
type LoggedMeeting struct {
	Meeting   string // its kind, in the long form's words
	On        Date
	Held      Tri
	ChairRole string // a role, never a name
	IRO       Tri
}

// Child is everything that the exports say about one child. The order of the lists does not matter: rules sort
// what they use. A reader leaves out what its source does not know.
type Child struct {
	// Key tells children of one export apart. It is never printed, hashed into output, or kept.
	Key string
	// Row is the row of the raw file that the child was first met in, counted from 1, for findings; 0 not known.
	Row int
	// Authority is the code or name that merged exports of several authorities carry; else empty.
	Authority string

	Birth Date
	// AgeBand is set only when the source gives a band instead of a date of birth (the long form).
	AgeBand            AgeBand
	Cohort             Cohort // as recorded; the rules work it out from dates when they can
	Sex                Sex
	EthnicityGroup     EthnicityGroup
	Disability         Tri
	UASC               UASC
	PreviousPermanence PreviousPermanence
	Service            Service
	RiskFlag           Tri // whether the tracker holds a risk flag for the child at all (Yes) is what is counted
	SiblingGroup       string
	Siblings           SiblingsTogether // as recorded; empty when it is to be worked out from SiblingGroup

	// InterventionStart is the day the authority first stepped in, where a tracker records it; never made up.
	InterventionStart Date
	PreProceedings    []PreProceedings

	Episodes    []Episode
	Reviews     []Review
	Plans       []Plan
	Meetings    []Meeting
	Assessments []Assessment
	Proceedings []Proceedings
	Adoptions   []Adoption
	Achieved    []PermanenceAchieved // as recorded by the authority's own tracker
	Conferences []FamilyGroupConference
	LifeStory   []LifeStory
	Disputes    []Dispute
	Workers     []SocialWorker
	Events      []Event // what the long form records and no field above holds

	// Kept says which of the things that the tracker may call "not known" the source records at all, so that an
	// empty list can be told from a list nobody keeps.
	Kept Kept
	// Partial says which lists hold less than the whole history.
	Partial Partial
	// Counted holds figures that the source gives ready made, used where Partial makes them impossible to count.
	Counted Counted
}

// String keeps the child out of messages: whatever prints one prints the row of the raw file. GoString does so
// for %#v.
func (c Child) String() string { return fmt.Sprintf("the child of row %d", c.Row) }

// GoString is String.
func (c Child) GoString() string { return c.String() }

// Kept is set by the reader for every child of a source alike.
type Kept struct {
	Conferences, LifeStory bool
}

// Partial marks a source that gives the latest state and no history, as list 8 of Annex A does. Rules that need
// the history then answer "not known" rather than count what happens to be there.
type Partial struct {
	Episodes bool // only the start of care, the latest legal status and the latest placement
	Reviews  bool // only the latest review; an empty list still means that none was held
	Workers  bool // only the present worker
}

// Counted is what a source counted itself.
type Counted struct {
	Placements12Months Count // Annex A list 8, "Number of Placements in the Last 12 months"
	On                 Date  // the day the source was made
}

// Count is a whole number that may be missing.
type Count struct {
	N     int
	Known bool
}

// Known makes a count that is there.
func Known(n int) Count { return Count{n, true} }

// Tri is a question with the answers yes, no and nobody wrote it down. Its words are the tracker's.
type Tri string

const (
	Yes      Tri = "yes"
	No       Tri = "no"
	NotKnown Tri = "not-known"
)

// YesNo is Yes or No.
func YesNo(b bool) Tri {
	if b {
		return Yes
	}
	return No
}

// Cohort is why a child is in the tracker.
type Cohort string

const (
	InCare           Cohort = "in_care"
	LeftCare         Cohort = "left_care"
	InPreProceedings Cohort = "pre_proceedings"
	// AtHome is a child who went home from care earlier and is followed up in the period; see HomeFollowUp.
	AtHome Cohort = "at_home"
)

// AgeBand is an age in the tracker's bands.
type AgeBand string

const (
	Under2     AgeBand = "under-2"
	From2To4   AgeBand = "2-to-4"
	From5To9   AgeBand = "5-to-9"
	From10To15 AgeBand = "10-to-15"
	From16     AgeBand = "16-and-over"
)

// Sex as the return records it.
type Sex string

const (
	Female      Sex = "female"
	Male        Sex = "male"
	SexNotKnown Sex = "not-known"
)

// EthnicityGroup is the 20 codes of the return in five groups.
type EthnicityGroup string

const (
	Asian             EthnicityGroup = "asian"
	Black             EthnicityGroup = "black"
	Mixed             EthnicityGroup = "mixed"
	White             EthnicityGroup = "white"
	OtherEthnicity    EthnicityGroup = "other"
	EthnicityNotKnown EthnicityGroup = "not-known"
)

// PreviousPermanence is where the child came from: an adoption, special guardianship or child arrangements order.
type PreviousPermanence string

const (
	PreviousAdoption            PreviousPermanence = "P1"
	PreviousSpecialGuardianship PreviousPermanence = "P2"
	PreviousArrangementsOrder   PreviousPermanence = "P3"
	PreviousUnknownKind         PreviousPermanence = "P4" // an earlier permanent home, of a kind nobody knows
	NoPreviousPermanence        PreviousPermanence = "Z1"
	// PreviousSomeKind is for sources that only say yes.
	PreviousSomeKind PreviousPermanence = "yes"
)

// UASC is the time during which the child was an unaccompanied asylum-seeking child. Flag is what the source
// says; Ceased is the SSDA903 column DUC, the day the status ended, often the 18th birthday.
type UASC struct {
	Flag   Tri
	Ceased Date
}

// Service is the service that holds the case, teams merged.
type Service string

const (
	AssessmentAndCourt Service = "assessment-and-court"
	ChildrenInCare     Service = "children-in-care"
	LeavingCareService Service = "leaving-care"
)

// SiblingsTogether is how brothers and sisters in care live.
type SiblingsTogether string

const (
	AllTogether       SiblingsTogether = "all"
	SomeTogether      SiblingsTogether = "some"
	Apart             SiblingsTogether = "apart"
	NoSiblings        SiblingsTogether = "not-applicable"
	TogetherUnsettled SiblingsTogether = "" // not recorded, or an address is missing
)

// PreProceedings is the time under the Public Law Outline before an application to court.
type PreProceedings struct {
	Start, End Date
}

// Episode is one row of the return: a stretch of time with one legal status and one placement. Codes are
// upper case and as the return writes them; readers of other sources translate into them.
type Episode struct {
	Row int // row of the raw file, for findings; 0 not known

	Start, End Date // DECOM; DEC, the first day on which it no longer holds, zero when open
	Why        NewEpisode
	Legal      LegalStatus
	Placement  PlacementCode
	Provider   ProviderCode
	Ceased     CeasedCode
	Changed    ChangeCode // REASON_PLACE_CHANGE, recorded on the episode that ends

	// Place tells addresses of one export apart: the reader's hash of URN and postcode, so that a return from
	// hospital to the same carer can be told from a move. Empty when not known. Never printed or kept.
	Place       string
	InAuthority Tri
	Distance    DistanceBand
}

// NewEpisode is the reason for a new episode, RNE.
type NewEpisode string

const (
	StartedCare        NewEpisode = "S"
	LegalChange        NewEpisode = "L"
	PlacementChange    NewEpisode = "P" // and the carer
	SameCarerMove      NewEpisode = "T" // placement changes, carer does not
	LegalAndPlacement  NewEpisode = "B" // and the carer
	LegalAndSameCarer  NewEpisode = "U" // legal status and placement change, carer does not
	NewEpisodeNotKnown NewEpisode = ""
)

// LegalStatus is the code of the return, LS: C1, C2, D1, E1, V2, V3, V4, L1 to L3, J1 to J3.
type LegalStatus string

// PlacementCode is the code of the return, PLACE: U1 to U6, A3 to A6, P1, K1 to K3, R1 to R5, S1, P2, P3, H5,
// Z1, Z11 to Z14, T0 to T4.
type PlacementCode string

// ProviderCode is the code of the return, PLACE_PROVIDER: PR0 to PR5.
type ProviderCode string

// CeasedCode is the reason an episode ceased, REC.
type CeasedCode string

// Continues is the code of an episode that ended because another started the same day. Every other code ends
// the period of care.
const Continues CeasedCode = "X1"

// ChangeCode is the reason a placement changed, REASON_PLACE_CHANGE: CARPL, CLOSE, ALLEG, STAND, APPRR, CREQB,
// CREQO, CHILD, LAREQ, PLACE, CUSTOD, OTHER.
type ChangeCode string

// DistanceBand is the straight line from home to placement.
type DistanceBand string

const (
	DistanceNotKnown DistanceBand = ""
	UpTo20Miles      DistanceBand = "up-to-20-miles" // 20 miles exactly are in this band
	Over20Miles      DistanceBand = "over-20-miles"
)

// DistanceOf puts miles in a band; the return rounds them to one decimal. A negative distance is not known.
func DistanceOf(miles float64) DistanceBand {
	switch {
	case miles > 20:
		return Over20Miles
	case miles >= 0:
		return UpTo20Miles
	}
	return DistanceNotKnown
}

// Review is one looked after review that was held.
type Review struct {
	Row           int
	Held          Date
	Participation Participation
	Outcome       string // the long form's code, if any
}

// Participation is how the child took part, REVIEW_CODE: PN0 to PN7.
type Participation string

// Plan is one plan for permanence on the care plan. Several may be open at once.
type Plan struct {
	Option PlanOption
	Role   PlanRole
	// Recorded is the day from which the plan is known to be on the care plan; zero when the source does not
	// say, and the plan then counts from the day it was agreed, or always.
	Recorded Date
	AgreedOn Date // the day a review, court or panel agreed it; zero when nobody has
	EndedOn  Date
	AgreedAt AgreedAt
}

// PlanOption is the route that a plan aims at.
type PlanOption string

const (
	PlanReturnHome        PlanOption = "return-home"
	PlanSpecialGuardian   PlanOption = "special-guardianship"
	PlanArrangementsOrder PlanOption = "child-arrangements-order"
	PlanAdoption          PlanOption = "adoption"
	PlanLongTermFostering PlanOption = "long-term-fostering"
	PlanResidential       PlanOption = "residential"
	PlanIndependentLiving PlanOption = "independent-living"
	PlanOther             PlanOption = "other"
	NoPlan                PlanOption = "none"
)

// PlanRole is what a plan is beside the others.
type PlanRole string

const (
	MainPlan        PlanRole = "main"
	ParallelPlan    PlanRole = "parallel"
	ContingencyPlan PlanRole = "contingency"
)

// AgreedAt is where a plan was agreed.
type AgreedAt string

const (
	AgreedAtReview  AgreedAt = "review"
	AgreedAtReview2 AgreedAt = "review-2"
	AgreedAtCourt   AgreedAt = "court"
	AgreedAtPanel   AgreedAt = "panel"
	AgreedNotKnown  AgreedAt = ""
)

// Meeting is one permanence planning meeting that was held.
type Meeting struct {
	Held    Date
	Initial bool
	IRO     Tri // whether the independent reviewing officer was present
	Outcome string
}

// Assessment of a person who may care for the child.
type Assessment struct {
	Type       AssessmentType
	Start, End Date
	Outcome    string
}

// AssessmentType tells the assessments that the 14 weeks are for from the others.
type AssessmentType string

const (
	ConnectedPerson  AssessmentType = "connected-person"
	SpecialGuardian  AssessmentType = "special-guardian"
	FamilyAndFriends AssessmentType = "family-and-friends" // one of the two, not said which
	OtherAssessment  AssessmentType = "other"
)

// Proceedings is one application for a care or supervision order.
type Proceedings struct {
	// Application tells applications apart, hashed by the reader: brothers and sisters share one.
	Application string
	Issued      Date
	Concluded   Date // the final order; zero while before the court
	Outcome     string
}

// Adoption is one course of planning for adoption. A child whose plan was reversed and taken up again has two.
type Adoption struct {
	// Decided is the day the agency decision maker decided that the child should be placed for adoption. The
	// return calls this column DATE_PLACED (and DATE_INT), which it is not: the child moves in on Placed.
	Decided        Date
	PlacementOrder Date // the return has no column; see AdoptionFacts, which takes it from the episodes
	Matched        Date
	Placed         Date // moved in with the adopters, or the present carers became the adopters
	Ordered        Date // adoption order

	Reversed       Date // DATE_PLACED_CEASED: decided that the child should no longer be placed for adoption
	ReversedReason ReversedCode

	// FosterCarer says that the child was adopted by their foster carers (FOSTER_CARE).
	FosterCarer Tri
	// FosteredFrom is the day the child moved in with those carers as a foster child, or was placed for early
	// permanence (fostering for adoption, concurrent planning).
	FosteredFrom Date
	Outcome      string
}

// ReversedCode is REASON_PLACED_CEASED: RD1 needs changed, RD2 no placement order made, RD3 no adopters found,
// RD4 other.
type ReversedCode string

// Route is a way to permanence.
type Route string

const (
	ByReturnHome      Route = "return-home"
	BySpecialGuardian Route = "special-guardianship"
	ByArrangements    Route = "child-arrangements-order"
	ByAdoption        Route = "adoption"
	ByLongTermFoster  Route = "long-term-fostering"
	ByResidential     Route = "residential"
	NotAchieved       Route = "none"
)

// PermanenceAchieved is a day on which the authority's own tracker says permanence was achieved.
type PermanenceAchieved struct {
	On    Date
	Route Route // empty when it does not say by which
}

// FamilyGroupConference was offered, and perhaps held.
type FamilyGroupConference struct {
	Offered, Held Date
	Outcome       string
}

// LifeStory is a day on which life story work was begun or added to.
type LifeStory struct {
	On      Date
	Outcome string
}

// Dispute is a formal dispute raised by the independent reviewing officer.
type Dispute struct {
	Raised, Resolved Date
	Outcome          string
}

// SocialWorker is the time for which one worker held the case. Worker tells them apart inside one export
// (hashed by the reader); it is counted, never kept.
type SocialWorker struct {
	Worker     string
	Start, End Date
	Reason     string // SW_REASON: MANAGE, FCONTA, LEFTRL, ORGRST, TSPROC, ABSENC, CHCHAN, PCCHAN, SWDIED, OTHERS
}

// Event is something the long form records by a day and nothing else. Its other kinds go to the lists above:
// ppm_initial and ppm to Meetings, review to Reviews, court_issue and court_final to Proceedings, fgc to
// Conferences, assessment_start and assessment_end to Assessments, adm_decision, placement_order, match, placed
// and order to Adoptions, drp_raised and drp_resolved to Disputes, life_story to LifeStory, permanence_achieved
// to Achieved.
type Event struct {
	Kind    EventKind
	On      Date
	Outcome string
}

// EventKind has the long form's own words.
type EventKind string

const (
	TrackingPanelIn         EventKind = "tracking_panel_in"
	TrackingPanelOut        EventKind = "tracking_panel_out"
	LegalPlanningMeeting    EventKind = "lpm"
	DisruptionMeeting       EventKind = "disruption_meeting"
	GuardianshipConsidered  EventKind = "sgo_considered"
	ReunificationReassessed EventKind = "reunification_reassessed"
	PermanenceReport        EventKind = "cpr"
	Chronology              EventKind = "chronology"
	Genogram                EventKind = "genogram"
	TogetherApartAssessed   EventKind = "together_apart"
	StayingPutAgreed        EventKind = "staying_put_agreed"
	CarePlanUpdated         EventKind = "care_plan_updated"
)
