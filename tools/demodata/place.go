package main

import (
	"time"

	"waymark/internal/care"
)

// move is the beginning of a placement.
type move struct {
	from     care.Date
	why      care.NewEpisode // S, P or T; legal changes are put in by episodes
	changed  care.ChangeCode // why the placement before ended
	code     care.PlacementCode
	provider care.ProviderCode
	inside   care.Tri
	far      care.DistanceBand
	place    string
}

// placing is a stay while its placements are thrown.
type placing struct {
	*maker
	r     *dice
	s     *stay
	birth care.Date
	since care.Date // with the present carer
}

// frailties are how readily placements end for a child, in parts per thousand of the base rate.
var frailties = map[string]int{"steady": 350, "usual": 900, "unsettled": 2500}

// place throws placements, in steps of 15 days of which each has one move at most. Chances of an ending are by
// step, in parts per ten thousand.
func (m *maker) place(r *dice, s *stay, birth, match care.Date) {
	p := &placing{maker: m, r: r, s: s, birth: birth}
	frailty := frailties[r.pick(choice{{"steady", 420}, {"usual", 400}, {"unsettled", 180}})]
	var late care.Date // from here on the child is at home, or with adopters, or with the guardian
	lateKind := ""
	switch {
	case s.home != 0:
		late, lateKind = s.home, "with-parents"
	case s.career == "guardian" || s.career == "arrangements":
		late, lateKind = s.start+days(r.uniform(between{0, 130})), "kinship-foster"
		if r.yes(150) { // the order goes to the foster carer
			late = 0
		}
	case s.adoption.Placed != 0:
		late, lateKind = s.adoption.Placed, "placed-for-adoption"
	}
	settled := late != 0 && late <= s.start+5
	if settled {
		late = 0
		p.to(s.start, lateKind)
	} else {
		p.to(s.start, p.usual(s.start))
	}
	for d := s.start + 15; d < s.end; d += 15 {
		inStep := func(on care.Date) bool { return on != 0 && on < d+15 }
		some := min(d+days(r.IntN(15)), s.end-1)
		last := s.moves[len(s.moves)-1]
		held := len(s.settled) > 0 && s.settled[len(s.settled)-1].to == 0 // a recorded permanence
		switch {
		case inStep(late):
			if on := max(late, d); on < s.end {
				if s.adoption.FosterCarer == care.Yes && last.code.Fostering() {
					s.adoption.FosteredFrom = p.since
					p.same(on, "A5")
				} else {
					s.adoption.FosterCarer = ""
					p.to(on, lateKind)
				}
			}
			late, settled = 0, true
			continue
		case inStep(match):
			p.match(max(match, d))
			match = 0
			continue
		}
		if r.yes(5) && last.code.Fostering() && some+16 < s.end && some+14 < d+15 {
			p.away(some)
			continue
		}
		rate := 110
		switch with := d - p.since; {
		case held:
			rate = 18
		case with > 365:
			rate = 150
		case with < 60:
			rate = 350
		case with < 180:
			rate = 220
		}
		if settled {
			rate /= 6
		}
		if age := int(d-birth) / year; age >= 12 && !settled && !held {
			rate = rate * 13 / 10
		}
		if s.home != 0 && d >= s.home { // nothing ends a return home that lasts
			rate = 0
		}
		if !r.chance(rate*frailty/1000*m.a.moves/1000, 10_000) {
			continue
		}
		kind := p.usual(d)
		switch {
		case settled:
			kind, settled = "foster", false
		case held && s.career == "residential":
			kind = "residential"
		case held: // the long-term home has ended: the child waits again
			s.settled[len(s.settled)-1].to = some
			kind = "foster"
			if again := some + days(r.uniform(between{180, 480})); again+60 < s.end && r.yes(400) {
				match = again
			}
		}
		p.to(some, kind)
	}
}

// usual is a placement for a child of that age whose home is not decided.
func (p *placing) usual(d care.Date) string {
	age := int(d-p.birth) / year
	switch {
	case p.s.career == "residential" && d > p.s.start+days(p.r.uniform(between{60, 240})):
		return "residential"
	case age >= 16:
		return p.r.pick(choice{{"supported", 560}, {"foster", 290}, {"residential", 80}, {"kinship-foster", 60}, {"other", 10}})
	case age >= 12:
		return p.r.pick(choice{{"foster", 660}, {"kinship-foster", 130}, {"residential", 200}, {"other", 10}})
	}
	return p.r.pick(choice{{"foster", 790}, {"kinship-foster", 200}, {"residential", 10}})
}

// match confirms the long-term home: mostly the present one.
func (p *placing) match(on care.Date) {
	last := p.s.moves[len(p.s.moves)-1].code
	switch {
	case p.s.career == "residential":
		if last.Group() != care.Residential {
			p.to(on, "residential")
		}
	case last.Group() == care.KinshipFoster:
		p.same(on, "U1")
	case last.Group() == care.Foster && !p.r.yes(220):
		p.same(on, "U4")
	default:
		p.to(on, "foster")
		p.s.moves[len(p.s.moves)-1].code = "U4"
	}
	p.s.settled = append(p.s.settled, span{from: on})
}

// same changes the kind of placement and not the carer.
func (p *placing) same(on care.Date, code care.PlacementCode) {
	m := p.s.moves[len(p.s.moves)-1]
	m.from, m.why, m.code, m.changed = on, care.SameCarerMove, code, "STAND"
	p.s.moves = append(p.s.moves, m)
}

// away is a stay in hospital or a holiday of the carer's, after which the child comes back.
func (p *placing) away(on care.Date) {
	home := p.s.moves[len(p.s.moves)-1]
	t := home
	t.from, t.why, t.changed, t.provider, t.place = on, care.PlacementChange, "OTHER", "", key(p.r, "p")
	t.code = care.PlacementCode(p.r.pick(choice{{"T1", 300}, {"T3", 500}, {"T4", 200}}))
	home.from, home.why, home.changed = on+days(p.r.uniform(between{3, 12})), care.PlacementChange, "OTHER"
	p.s.moves = append(p.s.moves, t, home)
}

// to is a move to a new carer or home.
func (p *placing) to(on care.Date, kind string) {
	r, a := p.r, p.a
	m := move{from: on, why: care.PlacementChange, provider: "PR4", inside: care.No, far: care.UpTo20Miles, place: key(r, "p")}
	own, inside := 0, a.inside
	switch kind {
	case "kinship-foster":
		m.code, own = "U3", 960
	case "foster":
		m.code, own = "U6", a.ownFoster
	case "placed-for-adoption":
		m.code, own, inside = "A6", 250, 100
	case "with-parents":
		m.code, m.provider, inside = "P1", "PR0", 860
	case "residential":
		m.code, own, inside = "K2", 60, 150
	case "supported":
		m.code, own, inside = "K3", 80, 480
		if on < day(2024, time.April, 1) {
			m.code = "H5"
		}
	case "other":
		m.code = "Z1"
	default:
		panic("no placement is called " + kind)
	}
	if r.yes(own) {
		m.provider = "PR1"
	}
	if r.yes(inside) {
		m.inside = care.Yes
	} else if r.yes(210) {
		m.far = care.Over20Miles
	}
	if len(p.s.moves) == 0 {
		m.why = care.StartedCare
	} else {
		m.changed = care.ChangeCode(r.pick(choice{{"CARPL", 430}, {"CREQB", 190}, {"CREQO", 90}, {"CHILD", 90}, {"PLACE", 80}, {"LAREQ", 70}, {"CLOSE", 30}, {"ALLEG", 20}}))
	}
	p.s.moves = append(p.s.moves, m)
	p.since = on
}

// episodes cuts the stay where its legal status or its placement changes, as the return does.
func (s *stay) episodes() []care.Episode {
	var out []care.Episode
	moves, status := s.moves, s.legal
	for m, l := 0, 0; m < len(moves) || l < len(status); {
		var e care.Episode
		switch {
		case l == len(status) || m < len(moves) && moves[m].from < status[l].from:
			e = care.Episode{Start: moves[m].from, Why: moves[m].why}
			m++
		case m == len(moves) || status[l].from < moves[m].from:
			e = care.Episode{Start: status[l].from, Why: care.LegalChange}
			l++
		default:
			e = care.Episode{Start: moves[m].from, Why: map[care.NewEpisode]care.NewEpisode{
				care.StartedCare: care.StartedCare, care.PlacementChange: care.LegalAndPlacement, care.SameCarerMove: care.LegalAndSameCarer}[moves[m].why]}
			m, l = m+1, l+1
		}
		if n := len(out); n > 0 {
			out[n-1].End, out[n-1].Ceased = e.Start, care.Continues
			if e.Why != care.LegalChange {
				out[n-1].Changed = moves[m-1].changed
			}
		}
		now := moves[m-1]
		e.Legal, e.Placement, e.Provider = status[l-1].status, now.code, now.provider
		e.InAuthority, e.Distance, e.Place = now.inside, now.far, now.place
		out = append(out, e)
	}
	out[len(out)-1].End, out[len(out)-1].Ceased = s.end, s.ceased
	return out
}
