package main

import (
	"math/rand/v2"
	"strings"
	"time"

	"waymark/internal/tracker"
)

// authority is what differs between the two. Chances are in parts per thousand. Sources are in README.md.
type authority struct {
	id     string
	seed   uint64
	inCare int // children in care at a time
	starts int // children who start to be looked after in a year

	preProceedings int // open at a time

	moves       int // how often placements end, against the base rates of child.go
	moreStaying int // careers that last to adulthood, against the base mix

	firstOnTime, laterOnTime, planInTime int

	// Chance that the next planning meeting follows within six weeks, before and from the day of the change.
	meetingSoon, meetingSoonAfter int
	meetingChange                 day
	meetingSlow                   between // days to a meeting that does not

	ethnicity choice
	inside    int // foster placements inside the boundary
	ownFoster int // foster placements with the authority's own carers
}

var authorities = []authority{
	{
		id: "merton", seed: 20265, inCare: 145, starts: 90, preProceedings: 8,
		moves: 1450, moreStaying: 640,
		firstOnTime: 875, laterOnTime: 930, planInTime: 870,
		meetingSoon: 420, meetingSoonAfter: 800, meetingChange: date(2024, 7, 1), meetingSlow: between{50, 140},
		ethnicity: choice{{"white", 380}, {"black", 230}, {"asian", 120}, {"mixed", 170}, {"other", 85}, {"not-known", 15}},
		inside:    420, ownFoster: 520,
	},
	{
		id: "havering", seed: 20365, inCare: 270, starts: 150, preProceedings: 15,
		moves: 1500, moreStaying: 800,
		firstOnTime: 875, laterOnTime: 930, planInTime: 870,
		meetingSoon: 380, meetingSoonAfter: 380, meetingChange: date(2024, 7, 1), meetingSlow: between{50, 150},
		ethnicity: choice{{"white", 560}, {"black", 180}, {"asian", 90}, {"mixed", 110}, {"other", 45}, {"not-known", 15}},
		inside:    450, ownFoster: 480,
	},
}

var (
	// The stream begins long before the first file, so that children who came young and stayed are there.
	burnIn      = date(2003, 1, 1)
	firstPeriod = mustPeriod("2022-Q3")
	lastPeriod  = mustPeriod("2026-Q2")
)

func mustPeriod(s string) tracker.Period {
	p, err := tracker.ParsePeriod(s)
	if err != nil {
		panic(err)
	}
	return p
}

// generate returns every file by its path below the data folder.
func generate() map[string][]byte {
	files := map[string][]byte{}
	for _, a := range authorities {
		children, families := a.simulate()
		for p := firstPeriod; p.Compare(lastPeriod) <= 0; p = p.Next() {
			var rows []string
			q := quarter{from: dayOf(p.Start()), to: dayOf(p.End())}
			for _, c := range children {
				if row := q.row(a, c); row != nil {
					rows = append(rows, strings.Join(row, ","))
				}
			}
			for _, f := range families {
				if row := q.preProceedings(a, f); row != nil {
					rows = append(rows, strings.Join(row, ","))
				}
			}
			// Every file has an order of its own, so that a place in it says nothing.
			order := rand.New(rand.NewPCG(a.seed, uint64(q.to)))
			order.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
			text := strings.Join(columns, ",") + "\n" + strings.Join(rows, "\n") + "\n"
			files[a.id+"/tracker/"+p.String()+".csv"] = []byte(text)
		}
	}
	return files
}

// simulate makes the children of an authority, day by day. More come when fewer than the usual number are in
// care and fewer when more are: numbers in care are steadier than chance, because places and budgets are.
func (a authority) simulate() ([]*child, []*child) {
	r := &dice{rand.New(rand.NewPCG(a.seed, 0))}
	var children, families []*child
	var serial uint64
	inCare, open := 0, 0
	ends, closes := map[day]int{}, map[day]int{}
	for d := burnIn; d <= dayOf(lastPeriod.End()); d++ {
		inCare -= ends[d]
		open -= closes[d]
		const gain = 9
		push := min(max(1000+gain*1000*(a.inCare-inCare)/a.inCare, 150), 3000)
		// A family brings 1.45 children on average.
		if r.chance(a.starts*push*1000/1450*1000/365, 1_000_000) {
			family := r.family()
			for i := range family.size {
				serial++
				c := a.newChild(&dice{rand.New(rand.NewPCG(a.seed, serial))}, d, family, i)
				children = append(children, c)
				ends[c.end]++
				inCare++
			}
		}
		// Pre-proceedings last half a year on average; here too the number is held near the usual one.
		if r.chance(a.preProceedings*(1000+3000*(a.preProceedings-open)/a.preProceedings)*1000/180, 1_000_000) {
			serial++
			f := a.newFamily(&dice{rand.New(rand.NewPCG(a.seed, serial))}, d)
			families = append(families, f)
			closes[f.end]++
			open++
		}
	}
	return children, families
}

// day counts days from 1 January 1970.
type day int

func date(year, month, d int) day {
	return dayOf(time.Date(year, time.Month(month), d, 0, 0, 0, 0, time.UTC))
}

func dayOf(t time.Time) day { return day(t.Unix() / 86400) }

func (d day) time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

// months are the completed calendar months from one day to another.
func months(from, to day) int {
	a, b := from.time(), to.time()
	n := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	if b.Day() < a.Day() {
		n--
	}
	return max(n, 0)
}

// monthsUp are the months from one day to another, rounded up.
func monthsUp(from, to day) int {
	n := months(from, to)
	if from.time().AddDate(0, n, 0).Before(to.time()) {
		n++
	}
	return n
}

// weeksUp are the weeks from one day to another, rounded up.
func weeksUp(from, to day) int { return (int(to-from) + 6) / 7 }

// dice makes choices in whole numbers.
type dice struct{ *rand.Rand }

type between struct{ low, high int }

type choice []struct {
	value  string
	weight int
}

func (r *dice) chance(n, of int) bool { return r.IntN(of) < n }

func (r *dice) yes(perMille int) bool { return r.chance(perMille, 1000) }

func (r *dice) uniform(b between) int { return b.low + r.IntN(b.high-b.low+1) }

// bell is a number between the limits, mostly near the middle: the mean of three throws.
func (r *dice) bell(b between) int { return (r.uniform(b) + r.uniform(b) + r.uniform(b)) / 3 }

func (r *dice) pick(c choice) string {
	total := 0
	for _, o := range c {
		total += o.weight
	}
	n := r.IntN(total)
	for _, o := range c {
		if n < o.weight {
			return o.value
		}
		n -= o.weight
	}
	panic("a throw is under the total")
}
