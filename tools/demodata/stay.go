package main

import (
	"slices"

	"waymark/internal/care"
	"waymark/internal/dates"
)

// stay is one period of care: what brothers and sisters who are placed together share.
type stay struct {
	start, end care.Date // end is the first day out of care
	career     string    // how it goes; see careerAt
	ceased     care.CeasedCode

	issued, concluded care.Date // care proceedings; 0 when none
	remand            bool
	legal             []legal
	moves             []move
	settled           []span // times in which a recorded permanence holds: long-term fostering, a residential home
	home              care.Date
	adoption          care.Adoption

	plan, firstPlan, parallel care.PlanOption
}

// span is the days from one to the day before another; to is 0 while it goes on.
type span struct{ from, to care.Date }

type legal struct {
	from   care.Date
	status care.LegalStatus
}

// careerAt is how a stay goes, by age at entry, in parts per thousand. README.md says where the mix comes from.
func careerAt(r *dice, age int, uasc bool, staying int) string {
	stay := func(n int) int { return n * staying / 1000 }
	switch {
	case uasc:
		return r.pick(choice{{"independent", 860}, {"fostered", 140}})
	case age < 2*year:
		return r.pick(choice{{"brief", 170}, {"home", 140}, {"guardian", 230}, {"arrangements", 45}, {"adopted", 240}, {"fostered", stay(75)}})
	case age < 5*year:
		return r.pick(choice{{"brief", 200}, {"home", 195}, {"guardian", 230}, {"arrangements", 70}, {"adopted", 100}, {"fostered", stay(110)}})
	case age < 10*year:
		return r.pick(choice{{"brief", 240}, {"home", 230}, {"guardian", 190}, {"arrangements", 80}, {"fostered", stay(150)}, {"drift", stay(15)}})
	case age < 15*year:
		return r.pick(choice{{"brief", 360}, {"home", 165}, {"guardian", 60}, {"arrangements", 40}, {"fostered", stay(190)}, {"residential", stay(80)}, {"drift", stay(60)}})
	default:
		return r.pick(choice{{"brief", 420}, {"home", 60}, {"independent", 380}, {"residential", 60}, {"fostered", 40}})
	}
}

var planOf = map[string]care.PlanOption{
	"brief": care.PlanReturnHome, "home": care.PlanReturnHome, "guardian": care.PlanSpecialGuardian, "arrangements": care.PlanArrangementsOrder,
	"adopted": care.PlanAdoption, "fostered": care.PlanLongTermFostering, "residential": care.PlanLongTermFostering,
	"independent": care.PlanIndependentLiving, "drift": care.PlanLongTermFostering,
}

// stay throws a stay whole, but for what each child has of its own.
func (m *maker) stay(r *dice, birth, start care.Date, uasc bool) *stay {
	age := int(start - birth)
	s := &stay{start: start, career: careerAt(r, age, uasc, m.a.moreStaying)}
	s.plan = planOf[s.career]
	s.firstPlan = care.PlanOption(r.pick(choice{{"return-home", 520}, {string(s.plan), 280}, {"none", 200}}))
	s.parallel = care.NoPlan
	if r.yes(620) {
		s.parallel = care.PlanOption(r.pick(choice{{"special-guardianship", 330}, {"long-term-fostering", 300}, {"adoption", 120}, {"return-home", 190}, {"child-arrangements-order", 60}}))
	}
	match := s.ending(r, birth)
	s.court(r, age, uasc)
	match = s.adopt(r, age, match)
	s.status(r)
	m.place(r, s, birth, match)
	s.atAdulthood(r, birth)
	return s
}

// ending decides how long the stay lasts, and how it ends. It returns the day on which a long-term home is to be
// matched or agreed; 0 for none. Amounts are days.
func (s *stay) ending(r *dice, birth care.Date) (match care.Date) {
	adult := birth.Birthday(18)
	long := 0
	switch s.career {
	case "brief": // home again by agreement or against it; not counted as permanence
		long = r.uniform(between{7, 110})
		if r.yes(400) {
			long = r.uniform(between{60, 330})
		}
		s.ceased = care.CeasedCode(r.pick(choice{{"E4A", 640}, {"E4B", 260}, {"E8", 100}}))
	case "home": // placed with parents for six months and some days before the order is discharged
		long = r.bell(between{70, 430})
		s.home = s.start + days(long)
		long += 184 + r.uniform(between{3, 60})
		s.ceased = "E4A"
	case "guardian":
		long = r.bell(between{170, 680})
		s.ceased = "E45"
	case "arrangements":
		long = r.bell(between{160, 650})
		s.ceased = "E41"
	case "adopted":
		long = r.bell(between{470, 1120})
		s.ceased = care.CeasedCode(r.pick(choice{{"E11", 800}, {"E12", 200}}))
	case "fostered", "residential", "drift":
		long = int(adult - s.start)
		if r.yes(220) { // something else ends it first
			if other := r.uniform(between{500, 2600}); other < long {
				long = other
				s.ceased = care.CeasedCode(r.pick(choice{{"E4A", 300}, {"E4B", 250}, {"E8", 450}}))
			}
		}
	case "independent":
		long = int(adult - s.start)
	}
	switch s.career {
	case "fostered":
		match = s.start + days(r.bell(between{230, 880}))
	case "residential":
		match = s.start + days(r.bell(between{240, 800}))
	}
	s.end = s.start + days(max(long, 2))
	if s.end >= adult {
		s.end, s.ceased = adult, ""
	}
	if s.home != 0 && s.home.AddMonths(6) >= s.end {
		s.home = 0 // adulthood came first
	}
	if match+30 >= s.end {
		match = 0
	}
	return match
}

// court decides care proceedings: their chance by career, and their weeks.
func (s *stay) court(r *dice, age int, uasc bool) {
	chance := map[string]int{"brief": 40, "home": 1000, "guardian": 880, "arrangements": 650, "adopted": 1000, "fostered": 720, "residential": 420, "drift": 350}[s.career]
	if uasc || !r.yes(chance) {
		s.remand = s.career == "brief" && age > 13*year && r.yes(60)
		return
	}
	s.issued = max(s.start+days(r.uniform(between{-20, 40})), s.start-days(age))
	weeks := r.bell(between{27, 68})
	if r.yes(420) { // within the limit of 26 weeks
		weeks = r.uniform(between{17, 26})
	}
	s.concluded = s.issued + days(7*weeks)
	ordered := s.career == "guardian" || s.career == "arrangements"
	if s.concluded > s.end || ordered && s.end-s.issued < 63*7 {
		s.concluded = s.end // the order that ends care ends the proceedings
	}
	if s.issued >= s.end {
		s.issued, s.concluded = 0, 0
	}
}

// adopt lays out the steps of an adoption between the court and the order, or of one that was given up because no
// adopters were found. It returns the day of the long-term match, which waits for a plan that was given up.
func (s *stay) adopt(r *dice, age int, match care.Date) care.Date {
	switch {
	case s.ceased == "E11" || s.ceased == "E12":
		a := care.Adoption{Placed: s.end - days(r.bell(between{200, 350})), Ordered: s.end, FosterCarer: care.YesNo(r.yes(140))}
		a.Matched = a.Placed - days(r.uniform(between{12, 40}))
		s.concluded = max(min(s.concluded, a.Matched-days(r.uniform(between{20, 90}))), s.issued+50)
		a.PlacementOrder = s.concluded
		a.Decided = s.concluded - days(r.uniform(between{10, 45}))
		if a.FosterCarer == care.No {
			a.FosterCarer = ""
		}
		s.adoption = a
	case s.career == "fostered" && age < 5*year && s.issued != 0 && match != 0 && r.yes(350):
		s.adoption = care.Adoption{Decided: s.concluded - 20, PlacementOrder: s.concluded, Reversed: s.concluded + days(r.uniform(between{200, 480})), ReversedReason: "RD3"}
		if match = max(match, s.adoption.Reversed+days(r.uniform(between{40, 160}))); match+30 >= s.end {
			match = 0
		}
	}
	return match
}

// status lays out the legal statuses.
func (s *stay) status(r *dice) {
	add := func(on care.Date, status care.LegalStatus) {
		on = max(on, s.start)
		if n := len(s.legal); n > 0 && s.legal[n-1].from == on {
			s.legal = s.legal[:n-1]
		}
		if on < s.end {
			s.legal = append(s.legal, legal{on, status})
		}
	}
	add(s.start, "V2")
	switch {
	case s.remand:
		s.legal[0].status = "J1"
	case s.issued != 0:
		interim := s.issued
		if s.issued > s.start {
			interim += days(r.uniform(between{3, 18}))
		}
		if interim < s.concluded {
			add(interim, "C1")
		}
		switch {
		case s.adoption.PlacementOrder != 0:
			add(s.concluded, "E1")
			if s.adoption.Reversed != 0 {
				add(s.adoption.Reversed+days(r.uniform(between{15, 60})), "C2")
			}
		default:
			add(s.concluded, "C2")
		}
	}
}

// order is what the court decided in the end, as the long form says it.
func (s *stay) order() string {
	switch {
	case s.adoption.PlacementOrder != 0:
		return "placement-order"
	case s.concluded < s.end:
		return "care-order"
	case s.career == "guardian":
		return "special-guardianship"
	case s.career == "arrangements":
		return "child-arrangements-order"
	}
	return "no-order"
}

// atAdulthood decides how care ends with the 18th birthday, by where the young person lives.
func (s *stay) atAdulthood(r *dice, birth care.Date) {
	if s.end < birth.Birthday(18) {
		if s.career == "guardian" && !s.moves[len(s.moves)-1].code.LongTermFoster() && s.moves[len(s.moves)-1].code.Group() == care.Foster {
			s.ceased = "E46"
		}
		return
	}
	if s.moves[len(s.moves)-1].code.Fostering() {
		s.ceased = care.CeasedCode(r.pick(choice{{"E17", 560}, {"E5", 300}, {"E8", 140}}))
		return
	}
	s.ceased = care.CeasedCode(r.pick(choice{{"E5", 480}, {"E6", 120}, {"E8", 400}}))
}

// suits says whether a sibling of that age, in days, can go the same way.
func (s *stay) suits(age int) bool {
	return s.career != "adopted" || age < 6*year
}

// shared is the stay for a brother or sister who goes the same way, until the 18th birthday at the latest.
func (s *stay) shared(r *dice, birth care.Date) *stay {
	c := *s
	adult := birth.Birthday(18)
	if s.end < adult {
		return &c
	}
	c.end = adult
	c.moves = slices.DeleteFunc(slices.Clone(s.moves), func(m move) bool { return m.from >= adult })
	c.legal = slices.DeleteFunc(slices.Clone(s.legal), func(l legal) bool { return l.from >= adult })
	c.settled = slices.DeleteFunc(slices.Clone(s.settled), func(p span) bool { return p.from >= adult })
	for i := range c.settled {
		if c.settled[i].to >= adult {
			c.settled[i].to = 0
		}
	}
	if c.home != 0 && c.home.AddMonths(6) >= adult {
		c.home = 0
	}
	if c.issued >= adult {
		c.issued, c.concluded = 0, 0
	}
	c.concluded = min(c.concluded, adult)
	c.adoption = care.Adoption{}
	c.atAdulthood(r, birth)
	return &c
}

func (s *stay) route() care.Route {
	if s.career == "residential" {
		return care.ByResidential
	}
	return care.ByLongTermFoster
}

// waiting are the times without permanence, in which planning meetings go on.
func (s *stay) waiting() []span {
	from, out := s.start, []span{}
	for _, p := range s.settled {
		out = append(out, span{from, p.from})
		if from = p.to; from == 0 {
			return out
		}
	}
	end := s.end
	if s.home != 0 {
		end = s.home.AddMonths(6)
	}
	return append(out, span{from, end})
}

// reviews throws the days on which looked after reviews were held: due after 20 working days, three months,
// then six-monthly, each from the one held.
func (m *maker) reviews(r *dice, s *stay) []care.Date {
	var held []care.Date
	due := m.calendar.AddWorkingDays(s.start, 20)
	if due == 0 { // before the calendar begins
		due = s.start + 28
	}
	for n := 1; ; n++ {
		onTime := m.a.laterOnTime
		if n == 1 {
			onTime = m.a.firstOnTime
		}
		on := m.workingDay(due - days(r.IntN(6)))
		if !r.yes(onTime) {
			on = m.workingDay(due + days(r.uniform(between{4, 24})))
		}
		if on >= s.end {
			return held
		}
		held = append(held, on)
		due = on.AddMonths(6)
		if n == 1 {
			due = on.AddMonths(3)
		}
	}
}

// plans throws which plans were on the care plan, and when they were agreed: by the second review, or later.
func (m *maker) plans(r *dice, s *stay, reviews []care.Date) []care.Plan {
	var agreed care.Date
	at := care.AgreedAtReview
	switch {
	case len(reviews) < 2:
	case !r.yes(m.a.planInTime):
		if agreed = reviews[1] + days(r.uniform(between{30, 260})); agreed == s.concluded {
			at = care.AgreedAtCourt
		}
	case r.yes(250):
		agreed = reviews[0]
	default:
		agreed, at = reviews[1], care.AgreedAtReview2
	}
	if agreed >= s.end {
		agreed = 0
	}
	option := s.plan
	var later []care.Plan // what follows the plan agreed first
	ended := s.end
	switch {
	case s.career == "residential" && len(s.settled) > 0:
		on := s.settled[0].from
		later = []care.Plan{{Option: care.PlanResidential, Role: care.MainPlan, Recorded: on, AgreedOn: on, AgreedAt: care.AgreedAtPanel, EndedOn: s.end}}
		ended = on
	case s.adoption.Reversed != 0 && s.adoption.Reversed < s.end:
		on := s.adoption.Reversed
		later = []care.Plan{{Option: option, Role: care.MainPlan, Recorded: on, AgreedOn: on, AgreedAt: care.AgreedAtPanel, EndedOn: s.end}}
		option, ended = care.PlanAdoption, on
	}
	if agreed >= ended {
		agreed = 0
	}
	var out []care.Plan
	written := min(s.start+days(r.uniform(between{3, 14})), s.end-1) // the first care plan
	main := care.Plan{Option: option, Role: care.MainPlan, Recorded: agreed, AgreedOn: agreed, AgreedAt: at, EndedOn: ended}
	first := care.Plan{Option: s.firstPlan, Role: care.MainPlan, Recorded: written, EndedOn: dates.Earliest(agreed, ended)}
	switch {
	case s.firstPlan == option:
		main.Recorded = written
		if agreed == 0 {
			main.AgreedAt = ""
		}
		out = append(out, main)
	default:
		if s.firstPlan != care.NoPlan {
			out = append(out, first)
		}
		if agreed != 0 {
			out = append(out, main)
		}
	}
	// The second plan is worked on until the court and the review have decided, beside another.
	begins := written
	if s.firstPlan == care.NoPlan {
		begins = agreed
	}
	until := max(agreed, s.concluded)
	if until == 0 || until > s.end {
		until = s.end
	}
	if s.parallel != care.NoPlan && begins != 0 && begins < until {
		p := care.Plan{Option: s.parallel, Role: care.ParallelPlan, Recorded: begins, EndedOn: until}
		if s.parallel == s.firstPlan {
			p.Recorded = max(begins, agreed)
		}
		if s.parallel == option {
			p.EndedOn = dates.Earliest(agreed, until)
		}
		if p.Recorded < p.EndedOn {
			out = append(out, p)
		}
	}
	return append(out, later...)
}

// meet throws permanence planning meetings in the times without permanence.
func (m *maker) meet(r *dice, l *life, first care.Date, waiting []span) {
	initial := true
	d := first
	for _, w := range waiting {
		for d = max(d, w.from+days(r.uniform(between{3, 20}))); d < w.to; {
			c := care.Meeting{Held: m.workingDay(d), Initial: initial, IRO: care.YesNo(r.yes(640))}
			l.record.Meetings = append(l.record.Meetings, c)
			initial = false
			soon := m.a.meetingSoon
			if d >= m.a.meetingChange {
				soon = m.a.meetingSoonAfter
			}
			if r.yes(soon) {
				d += days(r.uniform(between{28, 42}))
			} else {
				d += days(r.uniform(m.a.meetingSlow))
			}
		}
	}
}
