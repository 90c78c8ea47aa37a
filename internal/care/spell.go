package care

import "waymark/internal/dates"

// Spell is a stay with one carer, or in one home, inside a period of care.
type Spell struct {
	Start, End Date // End is the day of the move, zero while open
	// Episodes are those that make up the spell, in order, without temporary placements and without those that
	// lasted no day. Their placement codes may differ: a foster home becomes long term, or adoptive.
	Episodes []Episode
	// Temporary says that the child was in temporary placements only, with no other placement behind them.
	Temporary bool
	// Changed is why the spell ended, as recorded on its last episode.
	Changed ChangeCode
}

// Spells cuts a period of care into stays with one carer. They touch, do not overlap and cover every day of the
// period.
//
// Definition: an episode that starts care, or changes the placement and the carer (RNE S, P, B), starts a spell.
// A change of legal status (L) and a move with the same carer (T, U) continue it. Placed for adoption with the
// present foster carers (A3, A5) continues it under S, T or U, as validation rule 217 asks.
//
// Temporary placements (T0 to T4) are skipped: the days belong to the spell before, and when the child comes
// back to it the spell goes on, though the return is written as a change of placement (P). Coming back means the
// same placement code and provider, and the same address where both are known; or an episode that says the carer
// is the same. A child who does not come back starts a new spell; the temporary days stay with the old one, so
// that a figure for a day in between is the same whether it is worked out then or later.
//
// Edges. A placement that lasted no day is no spell, but what follows it is a new one. Temporary placements at
// the start of care, which the return does not allow, are a spell of their own and a doubt. Without RNE, a
// change of code, provider or address starts a new spell.
//
// RNE P or B on A3 or A5 contradicts itself. The carer is taken to have changed, as the RNE says, and it is a doubt.
func Spells(p CarePeriod) ([]Spell, []Doubt) {
	var spells []Spell
	var doubts []Doubt
	away := false   // the last episode was temporary, inside a spell
	broken := false // a placement of no day lies between this episode and the last
	for _, e := range p.Episodes {
		if e.End == e.Start {
			broken = broken || !e.Placement.Temporary() && movesCarer(e.Why)
			continue
		}
		var now *Spell
		if len(spells) > 0 {
			now = &spells[len(spells)-1]
		}
		if e.Placement.Temporary() {
			if now == nil {
				doubts = append(doubts, Doubt{TemporaryFirst, e.Row, e.Start})
				spells = append(spells, Spell{Start: e.Start, End: e.End, Temporary: true, Changed: e.Changed})
				continue
			}
			now.End, now.Changed, away = e.End, e.Changed, !now.Temporary
			continue
		}
		if now == nil || now.Temporary || broken || startsSpell(now.Episodes[len(now.Episodes)-1], e, away) {
			if now != nil {
				now.End = e.Start
			}
			if now != nil && e.Placement.AdoptiveWithCarer() && (e.Why == PlacementChange || e.Why == LegalAndPlacement) {
				doubts = append(doubts, Doubt{CarerContradicted, e.Row, e.Start})
			}
			spells = append(spells, Spell{Start: e.Start})
			now = &spells[len(spells)-1]
		}
		now.End, now.Changed = e.End, e.Changed
		now.Episodes = append(now.Episodes, e)
		away, broken = false, false
	}
	return spells, doubts
}

// startsSpell decides about an episode from the last one that was not temporary.
func startsSpell(last, e Episode, away bool) bool {
	switch {
	case e.Why == SameCarerMove || e.Why == LegalAndSameCarer:
		return false
	case e.Why == StartedCare && e.Placement.AdoptiveWithCarer():
		return false
	case away || e.Why == NewEpisodeNotKnown:
		return !samePlacement(last, e)
	}
	return movesCarer(e.Why)
}

func movesCarer(why NewEpisode) bool {
	return why == StartedCare || why == PlacementChange || why == LegalAndPlacement
}

// samePlacement says that nothing that is known tells the two placements apart.
func samePlacement(a, b Episode) bool {
	return a.Placement == b.Placement &&
		(a.Provider == b.Provider || a.Provider == "" || b.Provider == "") &&
		(a.Place == b.Place || a.Place == "" || b.Place == "")
}

// SpellOn is the spell that a day lies in; on or after the end of care, the last one.
func SpellOn(spells []Spell, d Date) (Spell, bool) {
	var found Spell
	ok := false
	for _, s := range spells {
		if d != 0 && s.Start <= d {
			found, ok = s, true
		}
	}
	return found, ok
}

// EpisodeOn is the episode of the spell that tells where the child was placed on a day, temporary absences
// skipped. False when the spell is temporary only, or starts after the day.
func (s Spell) EpisodeOn(d Date) (Episode, bool) {
	var found Episode
	ok := false
	for _, e := range s.Episodes {
		if d != 0 && e.Start <= d {
			found, ok = e, true
		}
	}
	return found, ok
}

// PlacementOn is where the child was placed on a day of a period of care, or last before it ended: the episode
// with its placement code, provider, place, and bands. A child who is away for a while is where they are
// expected back. With nothing behind a temporary placement it is that episode itself.
func PlacementOn(p CarePeriod, d Date) (Episode, bool) {
	spells, _ := Spells(p)
	s, ok := SpellOn(spells, d)
	if !ok {
		return Episode{}, false
	}
	if e, ok := s.EpisodeOn(d); ok {
		return e, true
	}
	return p.EpisodeOn(d)
}

// yearTo is the first day of the 12 months that end with the day at: 1 July for 30 June, 1 March for 28 February.
func yearTo(at Date) Date { return monthsTo(at, 12) }

// monthsTo is the first day of the months that end with the day at.
func monthsTo(at Date, months int) Date { return at.AddDays(1).AddMonths(-months) }

// Placements12Months is how many placements the child had in the 12 months to a day, in this period of care.
//
// Definition (Local Authority Interactive Tool, measure 372): placements of 24 hours or more that were open at
// any time in the window; those open at its start and at its end count. A placement is a spell: temporary
// absences with a return, moves with the same carer and adoption by present carers are not changes. With days
// only, 24 hours means that the day in and the day out differ.
//
// Two moves in 12 months are three placements only when the first was still open in the window.
//
// When care ended before the day, the window ends with care. 0 when the period starts after the day. From a
// partial record the source's own count is used, if it was made for that day; otherwise it is not known.
func Placements12Months(c *Child, p CarePeriod, at Date) Count {
	at = p.until(at)
	if p.Partial && at != 0 && c.Counted.On == at {
		return c.Counted.Placements12Months
	}
	return placementsIn(p, at, 12)
}

// Placements24Months is the same over two years, which the Department has published beside the measure of one year
// since 2025. Not known from a partial record.
func Placements24Months(p CarePeriod, at Date) Count { return placementsIn(p, p.until(at), 24) }

func placementsIn(p CarePeriod, at Date, months int) Count {
	if at == 0 || p.Partial {
		return Count{}
	}
	first, n := monthsTo(at, months), 0
	spells, _ := Spells(p)
	for _, s := range spells {
		if s.Start <= at && (s.End == 0 || s.End > first) {
			n++
		}
	}
	return Known(n)
}

// MonthsSameCarer is the completed months with the present carer on a day, or with the last one when care had
// ended by it. A move of house with the carer does not break it, nor does adoption by the same carer, nor a
// temporary absence with a return. Not known outside the period and where no placement is recorded.
func MonthsSameCarer(p CarePeriod, at Date) Count {
	at = p.until(at)
	spells, _ := Spells(p)
	s, ok := SpellOn(spells, at)
	if !ok {
		return Count{}
	}
	if e, ok := s.EpisodeOn(at); !ok || e.Placement == "" {
		return Count{}
	}
	return Known(dates.MonthsBetween(s.Start, at))
}
