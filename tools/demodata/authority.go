package main

import (
	"time"

	"waymark/internal/care"
	"waymark/internal/dates"
)

// authority is what differs between the two. Chances are in parts per thousand. Sources are in README.md.
type authority struct {
	id     string
	seed   uint64
	inCare int // children in care at a time
	starts int // children who start to be looked after in a year

	preProceedings int // open at a time, but for those that end with care

	moves       int // how often placements end, against the base rates of place.go
	moreStaying int // careers that last to adulthood, against the base mix

	firstOnTime, laterOnTime, planInTime int

	// Chance that the next planning meeting follows within six weeks, before and from the day of the change.
	meetingSoon, meetingSoonAfter int
	meetingChange                 care.Date
	meetingSlow                   between // days to a meeting that does not

	ethnicity        choice
	inside           int  // foster placements inside the boundary
	ownFoster        int  // foster placements with the authority's own carers
	practitioners    int  // in post, to be trained
	trackingMeetings int  // due in a quarter; 0 where none is set
	panels           bool // children pass from one tracking panel to another
}

var authorities = []authority{
	{
		id: "merton", seed: 20261004, inCare: 145, starts: 90, preProceedings: 6,
		moves: 1350, moreStaying: 640,
		firstOnTime: 875, laterOnTime: 930, planInTime: 907,
		meetingSoon: 490, meetingSoonAfter: 820, meetingChange: day(2024, time.July, 1), meetingSlow: between{50, 140},
		ethnicity: choice{{"white", 380}, {"black", 230}, {"asian", 120}, {"mixed", 170}, {"other", 85}, {"not-known", 15}},
		inside:    420, ownFoster: 520, practitioners: 74, trackingMeetings: 3,
	},
	{
		id: "havering", seed: 20261104, inCare: 270, starts: 150, preProceedings: 11,
		moves: 1370, moreStaying: 900,
		firstOnTime: 875, laterOnTime: 930, planInTime: 907,
		meetingSoon: 380, meetingSoonAfter: 380, meetingChange: day(2024, time.July, 1), meetingSlow: between{50, 150},
		ethnicity: choice{{"white", 560}, {"black", 180}, {"asian", 90}, {"mixed", 110}, {"other", 45}, {"not-known", 15}},
		inside:    450, ownFoster: 480, practitioners: 118, panels: true,
	},
}

// The stream begins long before the first file, so that children who came young and stayed are there.
var burnIn = day(2003, time.January, 1)

func day(year int, month time.Month, d int) care.Date { return dates.NewDate(year, month, d) }

// simulate makes the families of an authority, day by day. More come when fewer children than usual are in care
// and fewer when more are: numbers in care are steadier than chance, because places and budgets are.
func (a authority) simulate(calendar *care.Calendar) []*family {
	r := newDice(a.seed, 0)
	m := maker{a: a, calendar: calendar}
	var all []*family
	inCare, open := 0, 0
	change, closes := map[care.Date]int{}, map[care.Date]int{}
	for d := burnIn; d <= dates.DateOf(lastPeriod.End()); d++ {
		inCare += change[d]
		open -= closes[d]
		const gain = 9
		push := min(max(1000+gain*1000*(a.inCare-inCare)/a.inCare, 150), 3000)
		// A family brings 1.45 children on average.
		if r.chance(a.starts*push*1000/1450*1000/365, 1_000_000) {
			f := m.intoCare(r, d)
			all = append(all, f)
			for _, l := range f.children {
				for _, s := range l.stays {
					change[s.end]--
					if s.start == d {
						inCare++
					} else {
						change[s.start]++
					}
				}
			}
		}
		// Pre-proceedings last half a year on average; here too the number is held near the usual one.
		if r.chance(max(a.preProceedings*(1000+3000*(a.preProceedings-open)/a.preProceedings), 0)*1000/1450*1000/180, 1_000_000) {
			f := m.onTheEdge(r, d)
			all = append(all, f)
			for _, l := range f.children {
				closes[l.edge.End]++
				open++
			}
		}
	}
	return all
}
