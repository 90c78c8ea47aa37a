package main

import (
	"fmt"
	"slices"

	"waymark/internal/care"
	"waymark/internal/dates"
)

// family is the brothers and sisters who come on one day, youngest first.
type family struct {
	key      string
	children []*life
}

// life is one invented child with everything that will ever happen to it.
type life struct {
	birth  care.Date
	record care.Child // every fact, whatever its day; export.go asks what was known on one
	stays  []*stay
	edge   care.PreProceedings // zero when there were none
	serial uint64              // of its dice
}

// maker makes the lives of one authority. Each child has dice of its own, so that a change to one throw of one
// child leaves the others as they were.
type maker struct {
	a        authority
	calendar *care.Calendar
	serial   uint64
}

const year = 365

func days(n int) care.Date { return care.Date(n) }

// ages are those of the children who come together, in days. README.md, entry.
func ages(r *dice) []int {
	size := 1
	switch n := r.IntN(1000); {
	case n < 30:
		size = 4
	case n < 120:
		size = 3
	case n < 320:
		size = 2
	}
	var first int
	switch n := r.IntN(1000); {
	case n < 210:
		first = r.uniform(between{1, year})
	case n < 380:
		first = r.uniform(between{year, 5 * year})
	case n < 560:
		first = r.uniform(between{5 * year, 10 * year})
	case n < 825:
		first = r.uniform(between{10 * year, 16 * year})
	default:
		first = r.uniform(between{16 * year, 17*year + 200})
	}
	out := []int{first}
	for len(out) < size {
		next := first + r.uniform(between{-4 * year, 4 * year})
		out = append(out, min(max(next, 5), 17*year+200))
	}
	slices.Sort(out)
	return out
}

// intoCare makes a family that comes into care. The youngest leads: those who are placed together share its stays,
// until they turn 18 or their age no longer suits.
func (m *maker) intoCare(r *dice, start care.Date) *family {
	f := &family{key: key(r, "s")}
	uasc := r.yes(125)
	old, together, court := ages(r), r.pick(choice{{"all", 570}, {"some", 190}, {"apart", 240}}), r.yes(200)
	if uasc {
		old = []int{r.uniform(between{15 * year, 17*year + 270})}
	}
	white := r.pick(m.a.ethnicity)
	for n, age := range old {
		d := m.dice()
		l := m.child(d, start-days(age), white, uasc)
		if n > 0 && (together == "all" || together == "some" && d.yes(500)) && f.children[0].stays[0].suits(age) {
			for _, s := range f.children[0].stays {
				if s.start+30 < l.birth.Birthday(18) {
					l.stays = append(l.stays, s.shared(d, l.birth))
				}
			}
		} else {
			m.stays(d, l, start)
		}
		m.around(d, l, court && !uasc)
		f.children = append(f.children, l)
	}
	m.later(f)
	return f.named()
}

// onTheEdge makes a family in pre-proceedings that never comes into care.
func (m *maker) onTheEdge(r *dice, start care.Date) *family {
	f := &family{key: key(r, "s")}
	white := r.pick(m.a.ethnicity)
	end := start + days(r.uniform(between{60, 300}))
	for _, age := range ages(r) {
		d := m.dice()
		l := m.child(d, start-days(min(age, 15*year)), white, false)
		l.edge = care.PreProceedings{Start: start, End: end}
		l.record.Events = []care.Event{{Kind: care.LegalPlanningMeeting, On: start}}
		l.record.InterventionStart = max(start-days(d.uniform(between{20, 700})), l.birth)
		if d.yes(400) {
			on := start + days(d.uniform(between{0, 40}))
			l.record.Plans = []care.Plan{{Option: care.PlanOther, Role: care.MainPlan, Recorded: on, EndedOn: end}}
		}
		m.conference(d, l, start)
		m.meet(d, l, start+days(d.uniform(between{14, 40})), []span{{start, end}})
		m.workers(d, l, start, end)
		f.children = append(f.children, l)
	}
	return f.named()
}

// named gives brothers and sisters the key they share.
func (f *family) named() *family {
	if len(f.children) > 1 {
		for _, l := range f.children {
			l.record.SiblingGroup = f.key
		}
	}
	return f
}

func (m *maker) dice() *dice {
	m.serial++
	return newDice(m.a.seed, m.serial)
}

// key is random, as the long form asks: it says nothing.
func key(r *dice, kind string) string {
	n := r.Uint32()
	return fmt.Sprintf("%s-%04x-%04x", kind, n>>16, n&0xffff)
}

// child throws who it is.
func (m *maker) child(r *dice, birth care.Date, ethnicity string, uasc bool) *life {
	c := care.Child{
		Key: key(r, "k"), Authority: m.a.id,
		Sex:                care.Sex(r.pick(choice{{"male", 530}, {"female", 468}, {"not-known", 2}})),
		EthnicityGroup:     care.EthnicityGroup(ethnicity),
		Disability:         care.Tri(r.pick(choice{{"yes", 120}, {"no", 850}, {"not-known", 30}})),
		PreviousPermanence: care.PreviousPermanence(r.pick(choice{{"P1", 15}, {"P2", 45}, {"P3", 20}, {"Z1", 880}, {"", 40}})),
		RiskFlag:           care.YesNo(r.yes(140)),
		UASC:               care.UASC{Flag: care.YesNo(uasc)},
	}
	if uasc {
		c.Sex = care.Sex(r.pick(choice{{"male", 900}, {"female", 100}}))
		c.EthnicityGroup = care.EthnicityGroup(r.pick(choice{{"other", 430}, {"black", 290}, {"asian", 220}, {"white", 60}}))
		c.PreviousPermanence = care.NoPreviousPermanence
	}
	return &life{birth: birth, record: c, serial: m.serial}
}

// stays throws the stays in care of a child of its own: one, or more when a return home does not last.
func (m *maker) stays(r *dice, l *life, start care.Date) {
	for {
		s := m.stay(r, l.birth, start, l.record.UASC.Flag == care.Yes)
		l.stays = append(l.stays, s)
		back := map[string]int{"brief": 130, "home": 60}[s.career]
		start = s.end + days(r.uniform(between{35, 500}))
		if !s.ceased.Home() || !r.yes(back) || start+60 >= l.birth.Birthday(18) {
			return
		}
	}
}

// around throws what surrounds the stays, and puts all days together into the record.
func (m *maker) around(r *dice, l *life, court bool) {
	first := l.stays[0]
	c := &l.record
	c.InterventionStart = first.start - days(r.uniform(between{0, 600}))
	if court && first.issued != 0 { // the Public Law Outline came before
		if start := first.start - days(r.uniform(between{40, 210})); start > l.birth {
			l.edge = care.PreProceedings{Start: start, End: dates.Earliest(first.start, first.issued)}
			c.Events = append(c.Events, care.Event{Kind: care.LegalPlanningMeeting, On: start})
			c.InterventionStart = start - days(r.uniform(between{20, 600}))
		}
	}
	if l.record.UASC.Flag != care.Yes {
		m.conference(r, l, dates.Earliest(l.edge.Start, first.start)-days(30))
	}
	from := dates.Earliest(l.edge.Start, first.start)
	for i, s := range l.stays {
		reviews := m.reviews(r, s)
		for _, on := range reviews {
			c.Reviews = append(c.Reviews, care.Review{Held: on, Participation: participation(r, l.birth, on)})
		}
		c.Episodes = append(c.Episodes, s.episodes()...)
		c.Plans = append(c.Plans, m.plans(r, s, reviews)...)
		if s.issued != 0 {
			c.Proceedings = append(c.Proceedings, care.Proceedings{Issued: s.issued, Concluded: s.concluded, Outcome: s.order()})
		}
		if s.adoption != (care.Adoption{}) {
			c.Adoptions = append(c.Adoptions, s.adoption)
		}
		waiting := s.waiting()
		begin := s.start + days(r.uniform(between{18, 40}))
		if i == 0 && l.edge.Start != 0 {
			begin = l.edge.Start + days(r.uniform(between{14, 40}))
			waiting = append([]span{{l.edge.Start, s.start}}, waiting...)
		}
		m.meet(r, l, begin, waiting)
		for _, p := range s.settled {
			c.Achieved = append(c.Achieved, care.PermanenceAchieved{On: p.from, Route: s.route()})
		}
		m.assess(r, l, s)
		m.disputes(r, l, s)
		m.workers(r, l, from, s.end)
		if i+1 < len(l.stays) {
			from = l.stays[i+1].start
		}
	}
	m.lifeStory(r, l)
	c.InterventionStart = max(c.InterventionStart, l.birth)
}

func participation(r *dice, birth, on care.Date) care.Participation {
	if on < birth.Birthday(4) {
		return "PN0"
	}
	return care.Participation(r.pick(choice{{"PN1", 560}, {"PN2", 40}, {"PN3", 50}, {"PN5", 120}, {"PN6", 170}, {"PN7", 60}}))
}

// conference throws whether a family group conference is offered, and held.
func (m *maker) conference(r *dice, l *life, from care.Date) {
	f := care.FamilyGroupConference{Offered: from + days(r.uniform(between{0, 70}))}
	switch r.pick(choice{{"held", 450}, {"declined", 260}, {"none", 290}}) {
	case "none":
		return
	case "held":
		f.Held = f.Offered + days(r.uniform(between{14, 56}))
	case "declined":
		f.Outcome = "declined"
	}
	l.record.Conferences = append(l.record.Conferences, f)
}

// lifeStory throws the days on which the work was begun and added to.
func (m *maker) lifeStory(r *dice, l *life) {
	end := l.stays[len(l.stays)-1].end
	pace := map[string]between{"kept up": {90, 330}, "now and then": {350, 1100}, "none": {}}[r.pick(choice{{"kept up", 470}, {"now and then", 380}, {"none", 150}})]
	if pace.high == 0 {
		return
	}
	outcome := "started"
	for d := l.stays[0].start + days(r.uniform(between{120, 500})); d < end; d += days(r.uniform(pace)) {
		l.record.LifeStory = append(l.record.LifeStory, care.LifeStory{On: m.workingDay(d), Outcome: outcome})
		outcome = "updated"
	}
}

// workers throws who held the case from one day to another.
func (m *maker) workers(r *dice, l *life, from, end care.Date) {
	next := from + days(r.uniform(between{60, 200}))
	for start := from; start < end; {
		w := care.SocialWorker{Worker: key(r, "w"), Start: start, End: min(next, end)}
		l.record.Workers = append(l.record.Workers, w)
		start, next = next, next+days(r.uniform(between{120, 800}))
	}
}

func (m *maker) disputes(r *dice, l *life, s *stay) {
	for d := s.start; d < s.end; d += 91 {
		if !r.yes(25) {
			continue
		}
		raised := m.workingDay(min(d+days(r.IntN(91)), s.end-1))
		l.record.Disputes = append(l.record.Disputes, care.Dispute{
			Raised: raised, Resolved: m.workingDay(raised + days(r.uniform(between{12, 50}))),
			Outcome: r.pick(choice{{"upheld", 500}, {"not-upheld", 350}, {"withdrawn", 150}}),
		})
	}
}

// assess throws assessments of a relative or guardian, for those who need one.
func (m *maker) assess(r *dice, l *life, s *stay) {
	needed := map[string]int{"guardian": 1000, "arrangements": 700, "adopted": 400, "fostered": 350, "home": 200}[s.career]
	if !r.yes(needed) {
		return
	}
	from := s.start + days(r.uniform(between{3, 110}))
	long := r.uniform(between{60, 98})
	if !r.yes(780) {
		long = r.uniform(between{99, 160})
	}
	a := care.Assessment{Type: care.ConnectedPerson, Start: from, End: from + days(long), Outcome: "negative"}
	switch s.career {
	case "guardian":
		a.Type, a.Outcome = care.SpecialGuardian, "positive"
	case "arrangements":
		a.Outcome = "positive"
	}
	if a.End < s.end {
		l.record.Assessments = append(l.record.Assessments, a)
	}
}

// workingDay is the day, or the last working day before it; before the calendar begins, the last weekday.
func (m *maker) workingDay(d care.Date) care.Date {
	for !m.calendar.WorkingDay(d) {
		d--
	}
	return d
}
