package care

// DoubtKind names something in a record that cannot be as it is written.
type DoubtKind string

const (
	NoStart           DoubtKind = "no-start"           // an episode has no start and is left out
	EndBeforeStart    DoubtKind = "end-before-start"   // it ends before it starts; taken to end on its first day
	SameDayRestart    DoubtKind = "same-day-restart"   // care ended and began on one day without X1; two periods
	StartInside       DoubtKind = "start-inside"       // X1 says care goes on, the next episode says it starts (S); it goes on
	ContinuesNowhere  DoubtKind = "continues-nowhere"  // X1, and no episode starts that day; the period ends there
	Overlap           DoubtKind = "overlap"            // an episode starts before the one before it ends; that one is cut
	NotClosed         DoubtKind = "not-closed"         // an episode is open and another starts; it ends there
	NoReason          DoubtKind = "no-reason"          // an episode has an end and no reason for it
	PastEighteen      DoubtKind = "past-eighteen"      // an episode starts on or ends after the 18th birthday; it is cut there
	NoWholeDay        DoubtKind = "no-whole-day"       // a period of care lasted no day and is left out
	FirstNotStart     DoubtKind = "first-not-start"    // the first episode known does not start care; earlier ones are missing
	BornAfter         DoubtKind = "born-after-episode" // an episode starts before the child was born
	TemporaryFirst    DoubtKind = "temporary-first"    // a period starts with a temporary placement
	CarerContradicted DoubtKind = "carer-contradicted" // adoption by present carers (A3, A5), written as a change of carer; taken as one
)

// Doubt is one of them, with the day it is about and the row of the raw file, if known.
type Doubt struct {
	Kind DoubtKind
	Row  int
	On   Date
}

// Words says what is wrong and what was assumed, and what to look at in the case record. They name no day: a day
// of a child's life does not belong in a message.
func (k DoubtKind) Words() (message, hint string) {
	w := doubtWords[k]
	return w[0], w[1]
}

var doubtWords = map[DoubtKind][2]string{
	NoStart:           {"the episode has no start and is left out", "give it the day it began (DECOM)"},
	EndBeforeStart:    {"the episode ends before it starts; it is taken to last no day", "check DECOM and DEC"},
	SameDayRestart:    {"care ended and started again on the same day; this is counted as two periods of care", "if the child stayed in care, the earlier episode should cease with X1"},
	StartInside:       {"the episode says that care starts (S), but the one before it ceased with X1; care is taken to go on", "check RNE here and REC on the episode before"},
	ContinuesNowhere:  {"the episode ceased with X1, but no other starts that day; care is taken to have ended", "look for a missing episode, or give the reason care ended"},
	Overlap:           {"the episode starts before the one before it ends; the earlier one is cut short", "check DEC of the earlier episode"},
	NotClosed:         {"the episode has no end, but another one follows; it is taken to end where that starts", "give it an end (DEC) and a reason (REC)"},
	NoReason:          {"the episode has an end and no reason for it", "give the reason it ceased (REC)"},
	PastEighteen:      {"the episode reaches past the 18th birthday; care is taken to end there", "check the date of birth, DECOM and DEC"},
	NoWholeDay:        {"the period of care starts and ends on one day and is left out", "less than 24 hours is not looked after, unless under an order"},
	FirstNotStart:     {"the first episode does not start a period of care; earlier ones are missing, and times count from here", "export the child's whole history, not one year of it"},
	BornAfter:         {"the episode starts before the child was born", "check the date of birth"},
	TemporaryFirst:    {"the period of care starts with a temporary placement; it is counted as a placement", "give the placement that the child was away from"},
	CarerContradicted: {"adoption by the present carers (A3 or A5) is recorded as a change of carer (P or B); it is counted as a change", "use T or U if the carer is the same, or A4 or A6 if not"},
}
