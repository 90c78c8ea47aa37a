package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"waymark/internal/care"
	"waymark/internal/dates"
	"waymark/internal/rawtracker"
	"waymark/internal/tracker"
)

const (
	project = "../.."
	data    = project + "/data"
)

// made is what the generator makes: once for all tests, for it takes seconds.
var made = sync.OnceValues(func() (map[string][]byte, error) { return generate(project, "") })

func makeFiles(t *testing.T) map[string][]byte {
	t.Helper()
	files, err := made()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func schema(t *testing.T) *tracker.Schema {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(data, "common", "tracker.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	s, findings := tracker.ReadSchema("tracker.schema.json", src)
	for _, f := range findings {
		t.Errorf("%s: %s", f.Place(), f.Message)
	}
	return s
}

// The committed files are what the generator makes: nobody mends a row by hand.
func TestCommittedFilesAreGenerated(t *testing.T) {
	files := makeFiles(t)
	if len(files) != 34 {
		t.Errorf("%d files, want 16 quarters and a service log of two authorities", len(files))
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(data, filepath.FromSlash(name)))
		if err != nil {
			t.Errorf("%v; run go run ./tools/demodata -out data", err)
			continue
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator makes; run go run ./tools/demodata -out data", name)
		}
		if len(want) >= 125_000 {
			t.Errorf("%s has %d bytes, which is too many for a file in git", name, len(want))
		}
	}
}

// A second run gives the same bytes; and the long form stays where it was asked for, with nothing in it that was
// not known on the last day of its quarter.
func TestRunTwiceAndLookAtTheLongForm(t *testing.T) {
	files := makeFiles(t)
	out, raw := t.TempDir(), t.TempDir()
	var said, wrong strings.Builder
	if code := run([]string{"-project", project, "-out", out, "-raw", raw}, &said, &wrong); code != 0 {
		t.Fatalf("code %d: %s", code, wrong.String())
	}
	for name, want := range files {
		again, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		if err != nil || !bytes.Equal(again, want) {
			t.Errorf("%s differs between two runs (%v)", name, err)
		}
	}
	for _, a := range authorities {
		for p := firstPeriod; p.Compare(lastPeriod) <= 0; p = p.Next() {
			last := dates.DateOf(p.End()).String()
			for _, table := range rawtracker.Tables {
				name := filepath.Join(raw, a.id, p.String(), table+".csv")
				src, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				rows, err := csv.NewReader(bytes.NewReader(src)).ReadAll()
				if err != nil {
					t.Fatal(err)
				}
				for n, row := range rows[1:] {
					for _, cell := range row {
						if d, err := dates.ParseDate(cell); err == nil && d != 0 && cell > last {
							t.Fatalf("%s, row %d: %s was not known on %s", name, n+2, cell, last)
						}
					}
				}
			}
		}
	}
}

func TestLongFormStaysOutOfTheProject(t *testing.T) {
	var said, wrong strings.Builder
	inside := filepath.Join(project, "data", "raw")
	if code := run([]string{"-project", project, "-out", t.TempDir(), "-raw", inside}, &said, &wrong); code != 1 || !strings.Contains(wrong.String(), "inside the project") {
		t.Errorf("code %d, said %q", code, wrong.String())
	}
	if _, err := os.Stat(inside); err == nil {
		t.Errorf("%s was made", inside)
	}
}

// Where the legal status and the placement change on one day, the return has one episode with B, or U when the carer
// stays; a child who is adopted by the carers is the usual case of the second.
func TestEpisodes(t *testing.T) {
	s := &stay{start: 1000, end: 1900, ceased: "E11",
		legal: []legal{{1000, "V2"}, {1020, "C1"}, {1300, "E1"}},
		moves: []move{{from: 1000, why: care.StartedCare, code: "U6", place: "p1"}, {from: 1020, why: care.PlacementChange, code: "U3", changed: "CARPL", place: "p2"}, {from: 1300, why: care.SameCarerMove, code: "A5", changed: "STAND", place: "p2"}},
	}
	want := []care.Episode{
		{Start: 1000, End: 1020, Why: care.StartedCare, Legal: "V2", Placement: "U6", Ceased: care.Continues, Changed: "CARPL", Place: "p1"},
		{Start: 1020, End: 1300, Why: care.LegalAndPlacement, Legal: "C1", Placement: "U3", Ceased: care.Continues, Changed: "STAND", Place: "p2"},
		{Start: 1300, End: 1900, Why: care.LegalAndSameCarer, Legal: "E1", Placement: "A5", Ceased: "E11", Place: "p2"},
	}
	if got := s.episodes(); !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	s.moves, s.legal, s.ceased = s.moves[:1], []legal{{1000, "V2"}, {1500, "C2"}}, "E4A"
	want = []care.Episode{
		{Start: 1000, End: 1500, Why: care.StartedCare, Legal: "V2", Placement: "U6", Ceased: care.Continues, Place: "p1"},
		{Start: 1500, End: 1900, Why: care.LegalChange, Legal: "C2", Placement: "U6", Ceased: "E4A", Place: "p1"},
	}
	if got := s.episodes(); !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// What was not known on a day is not in the export of that day.
func TestExportForgets(t *testing.T) {
	s := &stay{start: day(2025, 1, 10), end: day(2026, 3, 1), ceased: "E47", issued: day(2025, 1, 20), concluded: day(2025, 9, 1),
		legal: []legal{{day(2025, 1, 10), "V2"}}, moves: []move{{from: day(2025, 1, 10), why: care.StartedCare, code: "U6"}}}
	l := &life{birth: day(2020, 5, 1), stays: []*stay{s}}
	l.record = care.Child{Key: "k-1", Episodes: s.episodes(),
		Plans:       []care.Plan{{Option: "return-home", Recorded: day(2025, 1, 15), EndedOn: day(2025, 5, 6)}, {Option: "special-guardianship", Recorded: day(2025, 5, 6), AgreedOn: day(2025, 5, 6), EndedOn: s.end}},
		Proceedings: []care.Proceedings{{Issued: s.issued, Concluded: s.concluded, Outcome: "care-order"}},
	}
	f := &family{children: []*life{l}}
	for _, c := range []struct {
		on      care.Date
		cohort  care.Cohort
		band    care.AgeBand
		service care.Service
		plan    care.PlanOption
		ceased  care.CeasedCode
	}{
		{on: day(2025, 1, 9)}, // before care
		{day(2025, 3, 31), care.InCare, care.From2To4, care.AssessmentAndCourt, care.PlanReturnHome, ""},
		{day(2025, 9, 30), care.InCare, care.From5To9, care.ChildrenInCare, care.PlanSpecialGuardian, ""},
		{day(2026, 3, 31), care.LeftCare, care.From5To9, care.ChildrenInCare, care.PlanSpecialGuardian, "E47"},
		{on: day(2027, 7, 1)}, // left long ago
	} {
		children := export([]*family{f}, c.on)
		if (len(children) == 1) != (c.cohort != "") {
			t.Errorf("%s: %d children", c.on, len(children))
			continue
		}
		if c.cohort == "" {
			continue
		}
		got := children[0]
		plan := got.Plans[len(got.Plans)-1]
		if got.Cohort != c.cohort || got.AgeBand != c.band || got.Service != c.service || plan.Option != c.plan || got.Episodes[0].Ceased != c.ceased {
			t.Errorf("%s: %s, %s, %s, plan %s, ceased %q", c.on, got.Cohort, got.AgeBand, got.Service, plan.Option, got.Episodes[0].Ceased)
		}
		if p := got.Proceedings[0]; (p.Concluded == 0) != (c.on < s.concluded) || (p.Outcome == "") != (p.Concluded == 0) {
			t.Errorf("%s: proceedings concluded on %s with %q", c.on, p.Concluded, p.Outcome)
		}
	}
	if l.record.Episodes[0].End == 0 || l.record.Plans[0].EndedOn == 0 || l.record.Proceedings[0].Concluded == 0 {
		t.Error("an export changed the record it was made from")
	}
}

// Histories are sound: the national rules find in them what the simulation meant, and no doubt.
func TestHistories(t *testing.T) {
	met := map[string]int{}
	for _, a := range authorities {
		rules, err := load(project, a.id)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.simulate(rules.Calendar) {
			for _, l := range f.children {
				l.check(t, rules.Limits, met)
			}
		}
	}
	for _, kind := range []string{"come back", "adopted by foster carers", "adoption given up", "away for a while", "matched", "match lost", "matched again",
		"residential agreed", "home for six months", "pre-proceedings before care", "pre-proceedings only", "plan replaced", "remand", "together"} {
		if met[kind] < 3 {
			t.Errorf("%d histories of the kind %q: too few to try the rules on", met[kind], kind)
		}
	}
	t.Log(met)
}

func (l *life) check(t *testing.T, limits care.Limits, met map[string]int) {
	t.Helper()
	c := l.record
	c.Birth = l.birth
	wrong := func(what string) {
		t.Helper()
		t.Errorf("%s: %s", c.Key, what)
	}
	periods, doubts := care.CarePeriods(&c)
	for _, d := range doubts {
		wrong(string(d.Kind))
	}
	if len(periods) != len(l.stays) {
		wrong("the rules find another number of stays")
		return
	}
	if len(periods) > 1 {
		met["come back"]++
	}
	if l.edge.Start != 0 {
		if len(periods) == 0 {
			met["pre-proceedings only"]++
		} else {
			met["pre-proceedings before care"]++
		}
	}
	for i, p := range periods {
		s := l.stays[i]
		if p.Start != s.start || p.End != s.end {
			wrong("a stay has other days")
		}
		spells, doubts := care.Spells(p)
		for _, d := range doubts {
			wrong(string(d.Kind))
		}
		for _, e := range p.Episodes {
			court := e.Legal == "C1" || e.Legal == "C2"
			switch {
			case e.Placement == "P1" && !court:
				wrong("with parents without an order")
			case e.Placement.Adoptive() && e.Legal != "E1":
				wrong("placed for adoption without a placement order")
			case e.Start >= p.End || e.End <= e.Start:
				wrong("an episode of no day")
			case e.Placement.Temporary():
				met["away for a while"]++
			case e.Placement == "A5":
				met["adopted by foster carers"]++
			case e.Legal == "J1":
				met["remand"]++
			}
			if e.InAuthority == care.Yes && e.Distance == care.Over20Miles {
				wrong("in the borough and far away")
			}
		}
		if s.ceased == "E17" && !p.Episodes[len(p.Episodes)-1].Placement.Fostering() {
			wrong("stayed with carers who do not foster")
		}
		if a := s.adoption; a.Reversed != 0 {
			met["adoption given up"]++
		} else if a.Decided != 0 && (a.Decided > a.PlacementOrder || a.PlacementOrder > a.Matched || a.Matched > a.Placed || a.Placed >= a.Ordered) {
			wrong("an adoption out of order")
		}
		// Permanence is found from the day the simulation gives it, by its route, and not the day before.
		permanent := func(on care.Date, route care.Route) {
			t.Helper()
			if found, ok := care.PermanenceOn(&c, periods, p, limits, on); !ok || found.Route != route {
				wrong("the rules do not find permanence by " + string(route))
			}
			if _, ok := care.PermanenceOn(&c, periods, p, limits, on.AddDays(-1)); ok {
				wrong("the rules find permanence before it came: " + string(route))
			}
		}
		for n, m := range s.settled {
			permanent(m.from, s.route())
			if s.career == "residential" {
				met["residential agreed"]++
			} else if n == 0 {
				met["matched"]++
			} else {
				met["matched again"]++
			}
			if m.to != 0 {
				met["match lost"]++
				if _, ok := care.PermanenceOn(&c, periods, p, limits, m.to); ok {
					wrong("permanence was lost, and the rules still find it")
				}
			}
		}
		switch {
		case s.home != 0:
			permanent(s.home.AddMonths(6), care.ByReturnHome)
			met["home for six months"]++
		case s.ceased.End() == care.EndedGuardianship:
			permanent(s.end, care.BySpecialGuardian)
		case s.ceased.End() == care.EndedArrangementsOrder:
			permanent(s.end, care.ByArrangements)
		case s.ceased.End() == care.EndedAdopted:
			permanent(s.end, care.ByAdoption)
		}
		if s.issued > s.concluded || s.concluded > s.end || s.issued != 0 && s.concluded == 0 {
			wrong("proceedings out of order")
		}
		if len(spells) == 0 {
			wrong("a stay without a placement")
		}
	}
	for i, r := range c.Reviews {
		if i > 0 && r.Held <= c.Reviews[i-1].Held {
			wrong("reviews out of order")
		}
		if _, ok := care.PeriodOn(periods, r.Held); !ok {
			wrong("a review outside care")
		}
	}
	for _, p := range c.Plans {
		if p.Recorded == 0 || p.EndedOn <= p.Recorded || p.AgreedOn != 0 && p.AgreedOn >= p.EndedOn {
			wrong("a plan out of order: " + string(p.Option))
		}
		if p.AgreedAt == care.AgreedAtPanel {
			met["plan replaced"]++
		}
	}
	if len(l.stays) > 0 && len(c.SiblingGroup) > 0 {
		met["together"]++
	}
}

// share counts in all files: part and whole by row.
type share struct{ part, whole int }

func (s *share) add(of, met bool) {
	if of {
		s.whole++
		if met {
			s.part++
		}
	}
}

func (s share) percent() float64 { return 100 * float64(s.part) / float64(max(s.whole, 1)) }

type limits map[string][2]float64

// The ranges that README.md states.
var common = limits{
	"first review on time": {84, 90}, "later reviews on time": {91, 95}, "plan by second review": {77, 83},
	"permanence within 14 months": {55, 66}, "16 and over": {24, 31}, "uasc": {6, 10},
	"months by adoption": {24, 28}, "months by special guardianship": {12.5, 15.5}, "months by return home": {7, 10}, "months by long-term fostering": {18, 26},
	"three or more placements, lowest quarter": {4, 15}, "three or more placements, highest quarter": {7, 17},
	"back within a year": {3, 20}, "reviews with the child's part": {90, 98}, "moves without a plan": {35, 55}, "care plan up to date": {80, 92},
	"largest step of placements, quarter to quarter": {0, 8},
}

var wanted = []struct {
	id           string
	inCare, edge int
	limits       limits
}{
	{"merton", 145, 8, limits{"starts a year": {80, 105}, "three or more placements": {7, 15}, "same carer two years": {63, 86},
		"meetings in six weeks before": {55, 66}, "meetings in six weeks after": {75, 85}}},
	{"havering", 270, 15, limits{"starts a year": {135, 170}, "three or more placements": {10, 12}, "same carer two years": {61, 78},
		"meetings in six weeks before": {50, 66}, "meetings in six weeks after": {50, 66}}},
}

// The rates lie in the ranges, and the tracker finds nothing wrong.
func TestRates(t *testing.T) {
	files := makeFiles(t)
	for _, w := range wanted {
		t.Run(w.id, func(t *testing.T) {
			got := rates(t.Errorf, t.Logf, schema(t), files, w.id, w.inCare, w.edge)
			for _, l := range []limits{common, w.limits} {
				for name, limit := range l {
					t.Logf("%-45s %6.1f  (%v)", name, got[name], limit)
					if got[name] < limit[0] || got[name] > limit[1] {
						t.Errorf("%s is %.1f, want %v to %v", name, got[name], limit[0], limit[1])
					}
				}
			}
		})
	}
}

func rates(fail, log func(string, ...any), sch *tracker.Schema, files map[string][]byte, id string, wantInCare, wantEdge int) map[string]float64 {
	fsys := fstest.MapFS{}
	for p := firstPeriod; p.Compare(lastPeriod) <= 0; p = p.Next() {
		name := tracker.Folder + "/" + p.String() + ".csv"
		fsys[name] = &fstest.MapFile{Data: files[id+"/"+name]}
	}
	s, findings := tracker.Read(fsys, "data/"+id, sch)
	for _, f := range findings {
		fail("%s: %s", f.Place(), f.Message)
	}
	if n := len(s.Periods()); n != 16 {
		fail("%d periods", n)
	}
	col := func(name string) tracker.Column {
		col, ok := s.Column(name)
		if !ok {
			panic("no column " + name)
		}
		return col
	}
	is := func(name, word string) func(int) bool {
		col := col(name)
		code, ok := col.Field.Code(word)
		if !ok {
			panic("no value " + word + " in " + name)
		}
		return func(i int) bool { return col.Codes[i] == code }
	}
	number := func(name string) func(int) int {
		col := col(name)
		return func(i int) int { return int(col.Ints[i]) }
	}
	in, left, edge := is("cohort", "in_care"), is("cohort", "left_care"), is("cohort", "pre_proceedings")
	old, uasc, started := is("age_band", "16-and-over"), is("uasc", "yes"), is("started_in_period", "yes")
	achieved, nowPermanent, agreed, notDue := is("permanence_achieved", "yes"), is("permanence_in_period", "yes"), is("second_review_plan", "agreed-in-time"), is("second_review_plan", "not-due")
	months, looked, carer, placements := number("months_to_permanence"), number("months_looked_after"), number("months_same_carer"), number("placements_12_months")
	firstDue, firstInTime, laterDue, laterInTime, weeks := number("first_reviews_due"), number("first_reviews_on_time"), number("later_reviews_due"), number("later_reviews_on_time"), number("weeks_since_planning_meeting")
	meetingDue := is("planning_meeting_due", "yes")
	route := col("permanence_route")
	cameBack, notAsked, planCurrent := is("return_home_follow_up", "came-back"), is("return_home_follow_up", "not-due"), is("care_plan_current", "yes")
	ended, unplanned, aged4, tookPart := number("placements_ended"), number("placements_ended_unplanned"), number("reviews_aged_4"), number("reviews_took_part")

	shares := map[string]*share{}
	of := func(name string, base, met bool) {
		if shares[name] == nil {
			shares[name] = &share{}
		}
		shares[name].add(base, met)
	}
	sums := map[string]share{} // months and children by route
	lowest, highest, wave, before, due := 100.0, 0.0, 0.0, 0.0, 0
	for k, p := range s.Periods() {
		from, to := s.Rows(p)
		inCare, edges := 0, 0
		var three share
		for i := from; i < to; i++ {
			if in(i) {
				inCare++
			}
			if edge(i) {
				edges++
			}
			if meetingDue(i) {
				due++
			}
			of("starts a year", true, started(i))
			of("first review on time", firstDue(i) > 0, firstInTime(i) > 0)
			of("later reviews on time", laterDue(i) > 0, laterInTime(i) == laterDue(i))
			of("plan by second review", !notDue(i), agreed(i))
			of("permanence within 14 months", nowPermanent(i), months(i) <= 14)
			if nowPermanent(i) {
				sum := sums[route.Text(i)]
				sums[route.Text(i)] = share{sum.part + months(i), sum.whole + 1}
			}
			of("back within a year", !notAsked(i), cameBack(i))
			of("reviews with the child's part", aged4(i) > 0, tookPart(i) == aged4(i))
			of("moves without a plan", ended(i) > 0, unplanned(i) > 0)
			of("care plan up to date", in(i), planCurrent(i))
			of("16 and over", in(i), old(i))
			of("uasc", in(i), uasc(i))
			three.add(in(i), placements(i) >= 3)
			of("three or more placements", in(i), placements(i) >= 3)
			of("same carer two years", in(i) && !old(i) && looked(i) >= 30, carer(i) >= 24)
			// Asked of both authorities alike; Havering sets no interval, so none of its rows says that one is due.
			waits := !left(i) && !achieved(i) && (edge(i) || looked(i) >= 2)
			inTime := weeks(i) != int(tracker.MissingInt) && weeks(i) <= 6
			// The change of July 2024 takes a round of meetings to be seen.
			of("meetings in six weeks before", waits && p.String() < "2024-Q3", inTime)
			of("meetings in six weeks after", waits && p.String() > "2024-Q3", inTime)
		}
		if inCare*100 < wantInCare*92 || inCare*100 > wantInCare*108 {
			fail("%s: %d children in care, want %d and at most 8%% off", p, inCare, wantInCare)
		}
		if edges < wantEdge/3 || edges > wantEdge*2 {
			fail("%s: %d children in pre-proceedings, want about %d", p, edges, wantEdge)
		}
		lowest, highest = min(lowest, three.percent()), max(highest, three.percent())
		if k > 0 {
			wave = max(wave, three.percent()-before, before-three.percent())
		}
		before = three.percent()
		log("%s: %d in care, %d pre-proceedings, %d rows, %.1f%% three placements", p, inCare, edges, to-from, three.percent())
	}
	if (due > 0) != (id == "merton") {
		fail("planning meetings are due in %d rows", due)
	}
	got := map[string]float64{}
	for name, s := range shares {
		got[name] = s.percent()
	}
	got["starts a year"] = float64(shares["starts a year"].part) / 4
	got["three or more placements, lowest quarter"], got["three or more placements, highest quarter"] = lowest, highest
	got["largest step of placements, quarter to quarter"] = wave
	for name, key := range map[string]string{"months by adoption": "adoption", "months by special guardianship": "special-guardianship", "months by return home": "return-home", "months by long-term fostering": "long-term-fostering"} {
		got[name] = float64(sums[key].part) / float64(max(sums[key].whole, 1))
		log("%s: %d children", name, sums[key].whole)
	}
	return got
}
