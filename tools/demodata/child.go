package main

import "strconv"

// child is one life in care, or one case in pre-proceedings, with everything that will happen in it.
type child struct {
	start, end day // end is the first day out of care
	birth      day
	career     string // how it will go; see careers

	sex, ethnicity, disability  string
	uasc, siblings              bool
	together                    string
	previous, conference, story string
	storyFrom                   day

	achieved  day // permanence; 0 when never
	endReason string

	issued, concluded day // care proceedings; 0 when none
	remand            bool

	plan, firstPlan, parallel string
	agreed                    day // the plan; may lie after the end
	agreedInTime              bool

	placements  []placement
	reviews     []review
	meetings    []meeting
	assessments []assessment
	workers     []day // on which the case changed hands
	disputes    []day
}

type placement struct {
	from                        day
	kind, provider, inside, far string
}

type review struct {
	number    int
	due, held day
}

type meeting struct {
	on  day
	iro bool
}

type assessment struct{ from, to day }

type family struct {
	size      int
	uasc      bool
	ages      []int // in days
	ethnicity string
	together  string
}

const year = 365

// family throws the children who come on one day. Ages: README.md, entry.
func (r *dice) family() family {
	if r.yes(115) {
		return family{size: 1, uasc: true, ages: []int{r.uniform(between{15 * year, 17*year + 270})}}
	}
	f := family{size: 1}
	switch n := r.IntN(1000); {
	case n < 30:
		f.size = 4
	case n < 120:
		f.size = 3
	case n < 320:
		f.size = 2
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
	f.ages = []int{first}
	for len(f.ages) < f.size {
		next := first + r.uniform(between{-4 * year, 4 * year})
		f.ages = append(f.ages, min(max(next, 5), 17*year+200))
	}
	f.together = r.pick(choice{{"all", 520}, {"some", 190}, {"apart", 290}})
	if f.size == 2 && f.together == "some" {
		f.together = "all"
	}
	return f
}

// careers by age at entry, in parts per thousand. README.md says where the mix comes from.
func (r *dice) careerAt(age int, uasc bool, staying int) string {
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

var planOf = map[string]string{
	"brief": "return-home", "home": "return-home", "guardian": "special-guardianship", "arrangements": "child-arrangements-order",
	"adopted": "adoption", "fostered": "long-term-fostering", "residential": "residential", "independent": "independent-living", "drift": "long-term-fostering",
}

// newChild throws a whole life in care.
func (a authority) newChild(r *dice, start day, f family, n int) *child {
	c := &child{start: start, birth: start - day(f.ages[n]), uasc: f.uasc, siblings: f.size > 1, together: "not-applicable"}
	age := f.ages[n]
	c.career = r.careerAt(age, f.uasc, a.moreStaying)
	if c.siblings {
		c.together = f.together
	}
	c.sex = r.pick(choice{{"male", 545}, {"female", 453}, {"not-known", 2}})
	c.ethnicity = r.pick(a.ethnicity)
	if c.uasc {
		c.sex = r.pick(choice{{"male", 900}, {"female", 100}})
		c.ethnicity = r.pick(choice{{"other", 430}, {"black", 290}, {"asian", 220}, {"white", 60}})
	}
	c.disability = r.pick(choice{{"yes", 120}, {"no", 850}, {"not-known", 30}})
	c.previous = r.pick(choice{{"yes", 80}, {"no", 880}, {"not-known", 40}})
	c.conference = r.pick(choice{{"held", 430}, {"offered", 260}, {"none", 260}, {"not-known", 50}})
	if c.uasc {
		c.previous, c.conference = "no", "none"
	}
	c.story = r.pick(choice{{"current", 560}, {"started", 280}, {"none", 120}, {"not-known", 40}})
	c.storyFrom = start + day(r.uniform(between{120, 500}))

	a.ending(r, c, age)
	a.court(r, c)
	a.planning(r, c)
	a.place(r, c)
	a.review(r, c)
	a.meet(r, c, c.start+day(r.uniform(between{18, 40})))
	a.assess(r, c)
	for d := c.start + day(r.uniform(between{60, 200})); d < c.end; d += day(r.uniform(between{120, 800})) {
		c.workers = append(c.workers, d)
	}
	for d := c.start; d < c.end; d += 91 {
		if r.yes(25) {
			c.disputes = append(c.disputes, d+day(r.IntN(91)))
		}
	}
	return c
}

// birthday is the day of an age.
func (c *child) birthday(age int) day {
	b := c.birth.time()
	return dayOf(b.AddDate(age, 0, 0))
}

// ending decides how long the child stays, when permanence is achieved, and how care ends. Days.
func (a authority) ending(r *dice, c *child, age int) {
	adult := c.birthday(18)
	var stay int
	switch c.career {
	case "brief": // home again by agreement or against it; not counted as permanence
		stay = r.uniform(between{7, 110})
		if r.yes(400) {
			stay = r.uniform(between{60, 330})
		}
		c.endReason = r.pick(choice{{"returned-home-planned", 640}, {"returned-home-unplanned", 260}, {"other", 100}})
	case "home": // placed with parents for six months before care ends
		stay = r.bell(between{190, 400})
		c.endReason = "returned-home-planned"
	case "guardian":
		stay = r.bell(between{170, 680})
		c.endReason = "special-guardianship"
	case "arrangements":
		stay = r.bell(between{160, 650})
		c.endReason = "child-arrangements-order"
	case "adopted":
		stay = r.bell(between{470, 1120})
		c.endReason = "adopted"
	case "fostered", "residential", "drift":
		stay = int(adult - c.start)
		if r.yes(220) { // something else ends it first
			stay = min(stay, r.uniform(between{500, 2600}))
		}
	case "independent":
		stay = int(adult - c.start)
	}
	c.end = c.start + day(max(stay, 2))
	switch c.career {
	case "home", "guardian", "arrangements", "adopted":
		c.achieved = c.end
	case "fostered":
		c.achieved = c.start + day(r.bell(between{270, 940}))
	case "residential":
		c.achieved = c.start + day(r.bell(between{240, 800}))
	}
	if c.achieved > c.end || c.end > adult && c.achieved == c.end {
		c.achieved = 0
	}
	if c.end >= adult {
		c.end = adult
		c.endReason = r.pick(choice{{"independent", 480}, {"stayed-with-carers", 220}, {"other", 300}})
		if c.career == "fostered" {
			c.endReason = r.pick(choice{{"stayed-with-carers", 620}, {"independent", 250}, {"other", 130}})
		}
	}
	if c.endReason == "" {
		c.endReason = r.pick(choice{{"returned-home-planned", 300}, {"returned-home-unplanned", 250}, {"other", 450}})
	}
	if c.achieved >= c.end && c.career != "home" && c.career != "guardian" && c.career != "arrangements" && c.career != "adopted" {
		c.achieved = 0
	}
}

// court decides care proceedings: their chance by career, and 18 to 60 weeks.
func (a authority) court(r *dice, c *child) {
	chance := map[string]int{"brief": 40, "home": 600, "guardian": 880, "arrangements": 650, "adopted": 1000, "fostered": 720, "residential": 420, "drift": 350}[c.career]
	if c.uasc || !r.yes(chance) {
		c.remand = c.career == "brief" && c.start-c.birth > 13*year && r.yes(60)
		return
	}
	c.issued = c.start + day(r.uniform(between{-20, 45}))
	c.concluded = c.issued + day(7*r.bell(between{16, 58}))
	ordered := c.career == "guardian" || c.career == "arrangements"
	if c.concluded > c.end || ordered && c.end-c.issued < 63*7 {
		c.concluded = c.end // the order that ends care ends the proceedings
	}
	if c.issued >= c.end {
		c.issued, c.concluded = 0, 0
	}
}

func (a authority) planning(r *dice, c *child) {
	c.plan = planOf[c.career]
	c.firstPlan = r.pick(choice{{"return-home", 520}, {c.plan, 280}, {"none", 200}})
	c.parallel = "none"
	if r.yes(620) {
		c.parallel = r.pick(choice{{"special-guardianship", 330}, {"long-term-fostering", 300}, {"adoption", 120}, {"return-home", 190}, {"child-arrangements-order", 60}})
	}
	c.agreedInTime = r.yes(a.planInTime)
}

// place throws placements. Chances of an ending are by 15 days, in parts per ten thousand.
func (a authority) place(r *dice, c *child) {
	ageAt := func(d day) int { return int(d-c.birth) / year }
	frailty := []int{350, 900, 2500}[map[string]int{"steady": 0, "usual": 1, "unsettled": 2}[r.pick(choice{{"steady", 420}, {"usual", 400}, {"unsettled", 180}})]]
	late := 0 // from here on the child is at home, or with adopters, or with the guardian
	lateKind := ""
	switch c.career {
	case "home":
		late, lateKind = int(c.end)-184, "with-parents"
	case "guardian", "arrangements":
		late, lateKind = int(c.start)+r.uniform(between{0, 130}), "kinship-foster"
		if r.yes(150) { // the order goes to the foster carer
			late = 0
		}
	case "adopted":
		late, lateKind = int(c.end)-r.bell(between{200, 350}), "placed-for-adoption"
	}
	add := func(d day, kind string) {
		c.placements = append(c.placements, a.placement(r, d, kind))
	}
	usual := func(d day) string {
		age := ageAt(d)
		switch {
		case c.career == "residential" && d > c.start+day(r.uniform(between{60, 240})):
			return "residential"
		case age >= 16:
			return r.pick(choice{{"supported", 560}, {"foster", 290}, {"residential", 80}, {"kinship-foster", 60}, {"other", 10}})
		case age >= 12:
			return r.pick(choice{{"foster", 660}, {"kinship-foster", 130}, {"residential", 200}, {"other", 10}})
		}
		return r.pick(choice{{"foster", 790}, {"kinship-foster", 200}, {"residential", 10}})
	}
	first := usual(c.start)
	if late > 0 && late <= int(c.start)+5 {
		first, late = lateKind, 0
		add(c.start, first)
		lateKind = "done"
	} else {
		add(c.start, first)
	}
	settled := lateKind == "done"
	for d := c.start + 15; d < c.end; d += 15 {
		if late > 0 && int(d) >= late {
			add(d, lateKind)
			late, settled = 0, true
			continue
		}
		last := c.placements[len(c.placements)-1]
		rate := 110
		switch inPlacement := d - last.from; {
		case c.achieved > 0 && d > c.achieved || c.achieved > 0 && inPlacement > 300:
			rate = 52
		case inPlacement > 365:
			rate = 85
		case inPlacement < 60:
			rate = 420
		case inPlacement < 180:
			rate = 240
		}
		if settled {
			rate /= 6
		}
		if age := ageAt(d); age >= 12 && !settled {
			rate = rate * 13 / 10
		}
		if r.chance(rate*frailty/1000*a.moves/1000, 10_000) {
			kind := usual(d)
			if settled {
				kind = "foster"
				settled = false
			}
			add(d, kind)
		}
	}
}

func (a authority) placement(r *dice, d day, kind string) placement {
	p := placement{from: d, kind: kind, provider: "other", inside: "no", far: "no"}
	own, inside := 0, a.inside
	switch kind {
	case "kinship-foster":
		own, inside = 960, a.inside
	case "foster":
		own = a.ownFoster
	case "placed-for-adoption":
		own, inside = 250, 100
	case "with-parents":
		p.provider, inside = "not-applicable", 860
	case "residential":
		own, inside = 60, 150
	case "supported":
		own, inside = 80, 480
	}
	if r.yes(own) {
		p.provider = "own"
	}
	if r.yes(inside) {
		p.inside = "yes"
	} else if r.yes(210) {
		p.far = "yes"
	}
	return p
}

// review throws the looked after reviews: 28 days (20 working days), three months, then six-monthly.
func (a authority) review(r *dice, c *child) {
	due := c.start + 28
	for n := 1; due < c.end; n++ {
		onTime := a.laterOnTime
		if n == 1 {
			onTime = a.firstOnTime
		}
		held := due - day(r.IntN(6))
		if !r.yes(onTime) {
			held = due + day(r.uniform(between{2, 24}))
		}
		c.reviews = append(c.reviews, review{n, due, held})
		if n == 2 {
			// Agreed by the second review, or at some later time.
			if c.agreedInTime && held <= due {
				c.agreed = held
			} else {
				c.agreed = due + day(r.uniform(between{20, 260}))
				c.agreedInTime = false
			}
		}
		next := 6
		if n == 1 {
			next = 3
		}
		due = dayOf(held.time().AddDate(0, next, 0))
	}
	if c.agreed == 0 {
		c.agreed = c.end
	}
}

// meet throws permanence planning meetings, until permanence is achieved.
func (a authority) meet(r *dice, c *child, first day) {
	stop := c.end
	if c.achieved > 0 {
		stop = min(stop, c.achieved)
	}
	for d := first; d < stop; {
		c.meetings = append(c.meetings, meeting{d, r.yes(640)})
		soon := a.meetingSoon
		if d >= a.meetingChange {
			soon = a.meetingSoonAfter
		}
		if r.yes(soon) {
			d += day(r.uniform(between{28, 42}))
		} else {
			d += day(r.uniform(a.meetingSlow))
		}
	}
}

// assess throws one assessment of a relative or guardian, for those who need it.
func (a authority) assess(r *dice, c *child) {
	needed := map[string]int{"guardian": 1000, "arrangements": 700, "adopted": 400, "fostered": 350, "home": 200}[c.career]
	if !r.yes(needed) {
		return
	}
	from := c.start + day(r.uniform(between{3, 110}))
	long := r.uniform(between{60, 98})
	if !r.yes(780) {
		long = r.uniform(between{99, 160})
	}
	if to := from + day(long); to < c.end {
		c.assessments = append(c.assessments, assessment{from, to})
	}
}

// newFamily throws a child in pre-proceedings.
func (a authority) newFamily(r *dice, d day) *child {
	c := &child{start: d, end: d + day(r.uniform(between{60, 300})), career: "edge", together: "not-applicable"}
	c.birth = d - day(r.pickAge())
	c.sex = r.pick(choice{{"male", 510}, {"female", 490}})
	c.ethnicity = r.pick(a.ethnicity)
	c.disability = r.pick(choice{{"yes", 90}, {"no", 860}, {"not-known", 50}})
	c.siblings = r.yes(450)
	if c.siblings {
		c.together = "all" // at home
	}
	c.conference = r.pick(choice{{"held", 480}, {"offered", 300}, {"none", 220}})
	c.plan = r.pick(choice{{"none", 600}, {"other", 400}})
	a.meet(r, c, c.start+day(r.uniform(between{14, 40})))
	for w := c.start + day(r.uniform(between{30, 200})); w < c.end; w += day(r.uniform(between{120, 600})) {
		c.workers = append(c.workers, w)
	}
	return c
}

func (r *dice) pickAge() int {
	years := map[string]between{"0": {1, 2 * year}, "2": {2 * year, 5 * year}, "5": {5 * year, 10 * year}, "10": {10 * year, 15 * year}}
	return r.uniform(years[r.pick(choice{{"0", 340}, {"2", 220}, {"5", 250}, {"10", 190}})])
}

func number(n int) string { return strconv.Itoa(n) }
