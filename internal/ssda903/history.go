package ssda903

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"waymark/internal/care"
	"waymark/internal/dates"
)

// history looks at a child as a whole. What care doubts is said in words here, with what care assumes; the
// rules of the return that care does not need are asked besides. Numbers in brackets are those of the public
// validator's rules.
func (r *reader) history(k *kid) {
	periods, doubts := care.CarePeriods(k.Child)
	for _, p := range periods {
		_, more := care.Spells(p)
		doubts = append(doubts, more...)
	}
	for _, d := range doubts {
		r.doubt(d)
	}
	r.episodesAlone(k)
	r.periods(k, periods)
	r.reviews(k, periods)
	r.adoption(k, periods)
}

// say reports a row of a module, by the cell of a column.
func (r *reader) say(module string, row int, check, column, message, hint string) {
	f := r.files[module]
	r.odd(f, row, check, func() (string, string) {
		return "cell " + f.name(column, row) + ": " + message, hint
	})
}

// doubtColumn is the column that a doubt points at; DECOM for others.
var doubtColumn = map[care.DoubtKind]string{
	care.EndBeforeStart: "DEC", care.NotClosed: "DEC", care.PastEighteen: "DEC", care.NoWholeDay: "DEC", care.StartInside: "RNE",
	care.CarerContradicted: "RNE", care.ContinuesNowhere: "REC", care.NoReason: "REC", care.TemporaryFirst: "PLACE",
}

// doubt reports what care doubts, in its words.
func (r *reader) doubt(d care.Doubt) {
	if d.Kind == care.FirstNotStart {
		return // periods asks it of every period
	}
	message, hint := d.Kind.Words()
	if message == "" {
		message = fmt.Sprintf("the history cannot be as it is written (%s)", d.Kind)
	}
	r.say("Episodes", d.Row, "ssda903-"+string(d.Kind), cmp.Or(doubtColumn[d.Kind], "DECOM"), message, hint)
}

// episodesAlone asks what one episode contradicts in itself.
func (r *reader) episodesAlone(k *kid) {
	for _, e := range k.Episodes {
		if e.End == 0 && e.Ceased != "" {
			r.say("Episodes", e.Row, "ssda903-open-ceased", "REC", "the episode is open and has a reason for its end", "give DEC, or empty REC; it is taken as open")
		}
	}
}

// periods asks what the rules of a period of care are broken by. Short breaks are not among them.
func (r *reader) periods(k *kid, periods []care.CarePeriod) {
	say := func(e care.Episode, check, column, message, hint string) {
		r.say("Episodes", e.Row, check, column, message, hint)
	}
	yearEnd := dates.NewDate(r.years.last(), time.March, 31) // zero when the year is not known
	for _, p := range periods {
		first, last := p.Episodes[0], p.Episodes[len(p.Episodes)-1]
		fromShortBreak := slices.ContainsFunc(k.Episodes, func(e care.Episode) bool { return e.Legal.ShortBreak() && e.End == first.Start })
		if first.Why != care.StartedCare && first.Why != care.NewEpisodeNotKnown && !fromShortBreak {
			say(first, "ssda903-first-not-start", "RNE", "a period of care begins with this episode, and RNE is not S", "an earlier episode is missing, or the reason is not right; care is taken to start here")
		}
		if p.LeftOpen(yearEnd) {
			message, hint := care.PastEighteen.Words()
			say(last, "ssda903-past-eighteen", "DEC", message, hint)
		}
		if p.End != 0 && !p.Open && last.Placement.Temporary() {
			say(last, "ssda903-temporary-last", "PLACE", "care ends with a temporary placement", "give the placement that the child was away from (381)")
		}
		ordered := false // a placement order so far
		for i, e := range p.Episodes {
			ordered = ordered || e.Legal.FreesForAdoption()
			var before care.Episode
			if i > 0 {
				before = p.Episodes[i-1]
			}
			if (e.Placement == "A5" || e.Placement == "A6") && !ordered {
				say(e, "ssda903-no-placement-order", "PLACE", fmt.Sprintf("%s is a placement under a placement order, and there is none up to this episode", e.Placement), "give LS E1 from the day of the order, or A3 or A4 for a placement with consent (408)")
			}
			if e.Placement.AdoptiveWithCarer() && !before.Placement.AdoptiveWithCarer() && !before.Placement.Fostering() && !before.Placement.Temporary() {
				say(e, "ssda903-no-foster-carer", "PLACE", fmt.Sprintf("%s is adoption by the present foster carers, and the episode before is no foster placement", e.Placement), "check PLACE of both (336)")
			}
		}
		if p.Open {
			continue // a reason on an open episode has been reported, and ends nothing
		}
		switch p.EndedBy {
		case "E11", "E12":
			if !slices.ContainsFunc(p.Episodes, func(e care.Episode) bool { return e.Placement.Adoptive() }) {
				say(last, "ssda903-adopted-not-placed", "REC", "the child was adopted and never placed for adoption", "give the placement A3 to A6 before the order (390)")
			}
		case "E45", "E46":
			if !last.Placement.Fostering() && !last.Placement.Temporary() {
				say(last, "ssda903-guardian-not-carer", "REC", fmt.Sprintf("%s says that the foster carer became special guardian, and the last placement is not with foster carers", p.EndedBy), "check PLACE, or use E47 or E48 (516)")
			}
		}
	}
}

// reviews asks whether each review lies in a period of care. A child with short breaks is not asked: those have
// reviews of their own.
func (r *reader) reviews(k *kid, periods []care.CarePeriod) {
	short := slices.ContainsFunc(k.Episodes, func(e care.Episode) bool { return e.Legal.ShortBreak() })
	four := k.Birth.Birthday(4)
	for _, v := range k.Reviews {
		switch {
		case v.Held.Before(k.Birth):
			r.say("Reviews", v.Row, "ssda903-review-outside", "REVIEW", "the review was held before the child was born", "check REVIEW and the date of birth")
		case short:
		case len(periods) == 0 || v.Held < periods[0].Start:
			r.say("Reviews", v.Row, "ssda903-review-outside", "REVIEW", "the review was held before the child came into care", "check REVIEW, or whether an episode is missing; it is not counted")
		case !slices.ContainsFunc(periods, func(p care.CarePeriod) bool { return p.On(v.Held) || v.Held == p.End }):
			r.say("Reviews", v.Row, "ssda903-review-outside", "REVIEW", "the review was held after care had ended, and the child was not in care again", "check REVIEW, or DEC of the last episode; it is not counted")
		}
		if four != 0 && v.Participation == "PN0" && v.Held >= four {
			r.say("Reviews", v.Row, "ssda903-review-age", "REVIEW_CODE", "PN0 is for children under four, and the child was older", "say how the child took part (440)")
		}
	}
}

// adoption asks whether the days of planning for adoption are in order:
// start of care, decision (334), match (333), placed (331), order; and the decision before the placement order (554).
func (r *reader) adoption(k *kid, periods []care.CarePeriod) {
	decidedRow := func(decided care.Date) (module, column string, row int) {
		if i := slices.IndexFunc(k.decisions, func(d decision) bool { return d.decided == decided }); i >= 0 {
			return "PlacedAdoption", "DATE_PLACED", k.decisions[i].row
		}
		i := slices.IndexFunc(k.adoptions, func(a adopted) bool { return a.decided == decided })
		return "AD1", "DATE_INT", k.adoptions[i].row
	}
	for _, a := range k.adoptions {
		if a.decided != 0 && len(k.decisions) > 0 && !slices.ContainsFunc(k.decisions, func(d decision) bool { return d.decided == a.decided }) {
			r.say("AD1", a.row, "ssda903-decision-differs", "DATE_INT", fmt.Sprintf("the day of the decision is not DATE_PLACED of row %d in PlacedAdoption", k.decisions[len(k.decisions)-1].row),
				"both are the decision that the child should be placed for adoption (523); DATE_PLACED is taken")
		}
	}
	for i, a := range k.Adoptions {
		start := care.Date(0) // of the period of care in which the child was placed, adopted or decided about
		at := cmp.Or(a.Placed, a.Ordered, a.PlacementOrder, a.Decided)
		for _, p := range periods {
			if p.Start <= at && (p.End == 0 || at <= p.End) {
				start = p.Start
			}
		}
		if a.Decided != 0 {
			module, column, row := decidedRow(a.Decided)
			order := func(wrong bool, message string) {
				if wrong {
					r.say(module, row, "ssda903-adoption-order", column, message, "check the dates; they are kept as they are, and "+column+" is the day of the decision, not of the placement")
				}
			}
			order(a.Decided.Before(start), "the decision for adoption was made before care started (334)")
			// A second decision may be taken under the order of the first.
			order(i == 0 && a.PlacementOrder.Before(a.Decided), "the decision for adoption was made after the placement order (554)")
			order(a.Placed.Before(a.Decided), "the decision for adoption was made after the child was placed for adoption")
			order(a.Reversed.Before(a.Decided), "the decision for adoption was reversed before it was made")
		}
		if i := slices.IndexFunc(k.adoptions, func(x adopted) bool { return a.Matched != 0 && x.matched == a.Matched }); i >= 0 {
			order := func(wrong bool, message string) {
				if wrong {
					r.say("AD1", k.adoptions[i].row, "ssda903-match-order", "DATE_MATCH", message, "check the dates; they are kept as they are")
				}
			}
			order(a.Matched.Before(a.Decided), "the child was matched before the decision for adoption (333)")
			order(a.Placed.Before(a.Matched), "the child was placed for adoption before they were matched (331)")
			order(a.Ordered.Before(a.Matched), "the child was adopted before they were matched")
		}
		if a.Ordered.Before(a.Placed) {
			if i := slices.IndexFunc(k.Episodes, func(e care.Episode) bool { return e.End == a.Ordered && (e.Ceased == "E11" || e.Ceased == "E12") }); i >= 0 {
				r.say("Episodes", k.Episodes[i].Row, "ssda903-placed-after-order", "DEC", "the child was adopted before they were placed for adoption", "check the episodes (390)")
			}
		}
	}
}
