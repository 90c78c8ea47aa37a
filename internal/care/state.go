package care

// UASCOn says that the child was an unaccompanied asylum-seeking child on a day. The status ends on the day
// that DUC gives, which does not count. Without a flag the answer is no: a child is in that module of the return
// or is not.
func (c *Child) UASCOn(at Date) Tri {
	return YesNo(c.UASC.Flag == Yes && (c.UASC.Ceased == 0 || c.UASC.Ceased > at))
}

// AgeBandOn is the child's age band on a day, from the date of birth, or the band of the source that has none.
func (c *Child) AgeBandOn(at Date) AgeBand {
	if c.Birth == 0 {
		return c.AgeBand
	}
	return AgeBandAt(c.Birth, at)
}

// Workers12Months is how many different social workers held the case in the 12 months to a day (published by the
// Department since the return of 2023 to 2024 as three or more). The one who held it at the start counts; one
// who held it for no day does not. A worker who came back counts once. Not known when the source has none, or
// only the present one.
func Workers12Months(c *Child, at Date) Count {
	if c.Partial.Workers || len(c.Workers) == 0 || at == 0 {
		return Count{}
	}
	first := yearTo(at)
	seen := map[string]bool{}
	for _, w := range c.Workers {
		if w.Start != 0 && w.Start <= at && (w.End == 0 || w.End > first && w.End > w.Start) {
			seen[w.Worker] = true
		}
	}
	return Known(len(seen))
}

// ConferenceState is the state of the family group conference.
type ConferenceState string

const (
	ConferenceHeld     ConferenceState = "held"
	ConferenceOffered  ConferenceState = "offered"
	NoConference       ConferenceState = "none"
	ConferenceNotKnown ConferenceState = "not-known"
)

// ConferenceOn says whether a family group conference had been held by a day, or offered. "none" only from a
// source that keeps them.
func ConferenceOn(c *Child, at Date) ConferenceState {
	state := orNone(c.Kept.Conferences, NoConference, ConferenceNotKnown)
	for _, f := range c.Conferences {
		if f.Held != 0 && f.Held <= at {
			return ConferenceHeld
		}
		if f.Offered != 0 && f.Offered <= at {
			state = ConferenceOffered
		}
	}
	return state
}

// orNone is the state when nothing is recorded: none, from a source that keeps such things.
func orNone[S ~string](kept bool, none, notKnown S) S {
	if kept {
		return none
	}
	return notKnown
}

// LifeStoryState is the state of life story work.
type LifeStoryState string

const (
	LifeStoryCurrent  LifeStoryState = "current"
	LifeStoryStarted  LifeStoryState = "started"
	NoLifeStory       LifeStoryState = "none"
	LifeStoryNotKnown LifeStoryState = "not-known"
)

// LifeStoryOn is "current" when the work was added to in the 12 months to a day, "started" when only before.
func LifeStoryOn(c *Child, at Date) LifeStoryState {
	state := orNone(c.Kept.LifeStory, NoLifeStory, LifeStoryNotKnown)
	for _, s := range c.LifeStory {
		switch {
		case s.On.Within(yearTo(at), at):
			return LifeStoryCurrent
		case s.On != 0 && s.On <= at:
			state = LifeStoryStarted
		}
	}
	return state
}

// DisputesRaised counts the disputes raised from first to last.
func DisputesRaised(disputes []Dispute, first, last Date) int {
	n := 0
	for _, d := range disputes {
		if d.Raised.Within(first, last) {
			n++
		}
	}
	return n
}

// TogetherWith is how a child lives with brothers and sisters, from the addresses of the child and of those of
// them who are looked after on the same day. Unsettled when an address is missing that could change the answer;
// NoSiblings when there are none.
func TogetherWith(own Episode, others []Episode) SiblingsTogether {
	with, unknown := 0, 0
	for _, o := range others {
		switch {
		case own.Place == "" || o.Place == "":
			unknown++
		case own.Place == o.Place:
			with++
		}
	}
	switch {
	case len(others) == 0:
		return NoSiblings
	case with == len(others):
		return AllTogether
	case with > 0 && with+unknown < len(others):
		return SomeTogether
	case unknown > 0:
		return TogetherUnsettled
	case with > 0:
		return SomeTogether
	}
	return Apart
}
