package anonymise

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"waymark/internal/care"
	"waymark/internal/dates"
	"waymark/internal/diag"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

func today(s string) time.Time { return day(s).Time() }

func all(from string) Options {
	return Options{Span: Span{All: true, From: from, Today: today("2026-11-01")}}
}

// marker is planted in every field that holds a raw text. It looks like nothing that a period file may hold.
const marker = "Zebedee"

// invent makes a child as untidy as real records are: days missing, in the wrong order, codes nobody knows.
func invent(r *rand.Rand, n int) care.Child {
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	date := func(from, to string) care.Date {
		if r.IntN(12) == 0 {
			return 0
		}
		first, last := day(from), day(to)
		return first.AddDays(r.IntN(dates.DaysBetween(first, last)))
	}
	tri := func() care.Tri { return care.Tri(pick("yes", "no", "not-known", "")) }
	c := care.Child{
		Key: fmt.Sprintf("%s-%d", marker, n), Row: n, Birth: date("2007-01-01", "2026-09-01"), AgeBand: care.AgeBand(pick("", "under-2", "16-and-over", marker)),
		Cohort: care.Cohort(pick("", "in_care", "pre_proceedings")), Sex: care.Sex(pick("female", "male", "", marker)), EthnicityGroup: care.EthnicityGroup(pick("asian", "white", "", marker)),
		Disability: tri(), UASC: care.UASC{Flag: tri(), Ceased: date("2024-01-01", "2030-01-01")}, PreviousPermanence: care.PreviousPermanence(pick("P1", "Z1", "", marker)),
		Service: care.Service(pick("", "leaving-care", marker)), SiblingGroup: pick("", "", marker+"-1", marker+"-2"), Siblings: care.SiblingsTogether(pick("", "", "all", "not-applicable", marker)),
		InterventionStart: date("2023-01-01", "2026-06-01"),
		Kept:              care.Kept{Conferences: r.IntN(2) == 0, LifeStory: true},
		Partial:           care.Partial{Episodes: r.IntN(9) == 0, Reviews: r.IntN(9) == 0, Workers: r.IntN(2) == 0},
		Counted:           care.Counted{Placements12Months: care.Count{N: r.IntN(40), Known: true}, On: day("2026-06-30")},
	}
	at := date("2014-01-01", "2026-06-01")
	for range r.IntN(6) {
		end := at.AddDays(r.IntN(500) - 10)
		if r.IntN(4) == 0 {
			end = 0
		}
		c.Episodes = append(c.Episodes, care.Episode{
			Row: n, Start: at, End: end, Why: care.NewEpisode(pick("S", "P", "L", "T", "B", "U", "", marker)), Legal: care.LegalStatus(pick("C1", "C2", "E1", "V2", "V3", "J1", "", marker)),
			Placement: care.PlacementCode(pick("U1", "U4", "U6", "K2", "P1", "A3", "A5", "T1", "Z1", "", marker)), Provider: care.ProviderCode(pick("PR1", "PR4", "PR0", "", marker)),
			Ceased: care.CeasedCode(pick("X1", "X1", "X1", "E11", "E45", "E41", "E4A", "E13", "E17", "", marker)), Changed: marker, Place: pick("", marker+"a", marker+"b"),
			InAuthority: tri(), Distance: care.DistanceBand(pick("", "over-20-miles", "up-to-20-miles", marker)),
		})
		if end != 0 {
			at = end.AddDays(r.IntN(3) / 2 * r.IntN(200))
		}
	}
	for range r.IntN(8) {
		held := date("2024-06-01", "2026-07-01")
		c.Reviews = append(c.Reviews, care.Review{Held: held, Participation: care.Participation(pick("PN1", marker)), Outcome: marker})
		c.Meetings = append(c.Meetings, care.Meeting{Held: date("2024-06-01", "2026-07-01"), IRO: tri(), Outcome: marker})
	}
	for range r.IntN(4) {
		c.Plans = append(c.Plans, care.Plan{Option: care.PlanOption(pick("adoption", "return-home", "none", "", "residential", "other", marker)), Role: care.PlanRole(pick("main", "main", "parallel", "", marker)),
			Recorded: date("2024-01-01", "2026-07-01"), AgreedOn: date("2024-01-01", "2026-07-01"), EndedOn: date("2025-01-01", "2026-12-01") * care.Date(r.IntN(2)), AgreedAt: marker})
		c.Proceedings = append(c.Proceedings, care.Proceedings{Application: marker, Issued: date("2022-01-01", "2026-07-01"), Concluded: date("2024-01-01", "2026-12-01"), Outcome: marker})
		c.Assessments = append(c.Assessments, care.Assessment{Type: care.AssessmentType(pick("connected-person", "special-guardian", marker)), Start: date("2018-01-01", "2026-07-01"), End: date("2025-01-01", "2026-12-01"), Outcome: marker})
		c.Achieved = append(c.Achieved, care.PermanenceAchieved{On: date("2025-01-01", "2026-07-01"), Route: care.Route(pick("adoption", "long-term-fostering", "return-home", "none", "", marker))})
		c.Events = append(c.Events, care.Event{Kind: care.EventKind(pick("lpm", marker)), On: date("2025-01-01", "2026-07-01"), Outcome: marker})
		c.Disputes = append(c.Disputes, care.Dispute{Raised: date("2026-01-01", "2026-07-01"), Outcome: marker})
		c.Workers = append(c.Workers, care.SocialWorker{Worker: fmt.Sprint(marker, r.IntN(30)), Start: date("2025-01-01", "2026-07-01"), Reason: marker})
		c.Conferences = append(c.Conferences, care.FamilyGroupConference{Offered: date("2025-01-01", "2026-07-01"), Outcome: marker})
		c.LifeStory = append(c.LifeStory, care.LifeStory{On: date("2025-01-01", "2026-07-01"), Outcome: marker})
		c.PreProceedings = append(c.PreProceedings, care.PreProceedings{Start: date("2025-01-01", "2026-07-01"), End: date("2025-06-01", "2026-12-01")})
	}
	return c
}

func invented(seed uint64, n int) []care.Child {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]care.Child, n)
	for i := range out {
		out[i] = invent(r, i+1)
	}
	return out
}

// Whatever an export says, the files can be read back without a finding, hold nothing of it, and come out the same
// when the export is in another order.
func TestFilesOfAnyExport(t *testing.T) {
	for _, id := range []string{"merton", "havering"} {
		a := project(t, id)
		for _, source := range []Source{Tracker, SSDA903, AnnexA} {
			for seed := range uint64(4) {
				children := invented(seed, 400)
				o := all("2025-Q1")
				o.Further = seed%2 == 0
				result, found, err := Run(Raw{Source: source, Children: children}, a, o)
				if err != nil {
					t.Fatal(err)
				}
				if len(found) > 0 {
					t.Fatalf("%s, %s, seed %d: %v", id, source.Name, seed, found[:min(5, len(found))])
				}
				readBack(t, a, result.Files)
				for _, f := range result.Files {
					holdsNothing(t, f.Data)
				}
				slices.Reverse(children)
				again, _, err := Run(Raw{Source: source, Children: children}, a, o)
				if err != nil || !reflect.DeepEqual(again, result) {
					t.Fatalf("%s, %s, seed %d: another result from the same children in another order", id, source.Name, seed)
				}
			}
		}
	}
}

// readBack reads the files as a build does.
func readBack(t *testing.T, a *Authority, files []File) {
	t.Helper()
	folder := fstest.MapFS{}
	rows := 0
	for _, f := range files {
		folder["tracker/"+f.Name] = &fstest.MapFile{Data: f.Data}
		rows += f.Rows
		if f.Rows != f.InCare+f.Left+f.PreCourt+f.AtHome {
			t.Errorf("%s: %d rows, and %d + %d + %d of them", f.Name, f.Rows, f.InCare, f.Left, f.PreCourt)
		}
	}
	store, found := tracker.Read(folder, "data/x", a.Schema)
	if len(found) > 0 {
		t.Fatalf("%v", found[:min(5, len(found))])
	}
	if store.Len() != rows || rows < 100 {
		t.Fatalf("%d rows were read and %d written; at least 100 are wanted", store.Len(), rows)
	}
}

var fourDigits = regexp.MustCompile(`\d{4}`)

// holdsNothing looks for texts, for keys, and for anything as long as a year.
func holdsNothing(t *testing.T, data []byte) {
	t.Helper()
	_, body, _ := strings.Cut(string(data), "\n")
	if strings.Contains(strings.ToLower(body), strings.ToLower(marker)) {
		t.Fatal("a raw text is in the file")
	}
	if at := fourDigits.FindString(body); at != "" {
		t.Fatalf("%s is in the file", at)
	}
	if strings.ContainsAny(body, "/\"' ;") {
		t.Fatal("something that is neither a word nor a number is in the file")
	}
}

// Messages name no child either.
func TestSummaryHoldsNothing(t *testing.T) {
	result, _, err := Run(Raw{Source: Tracker, Children: invented(9, 200)}, merton(t), all("2026-Q1"))
	if err != nil {
		t.Fatal(err)
	}
	result.Files = nil
	if text := fmt.Sprintf("%+v", result); strings.Contains(text, marker) {
		t.Error(text)
	}
	if result.NotKnown.Rows == 0 || len(result.NotKnown.Fields) < 10 || len(result.NotKnown.Doubts) < 5 {
		t.Errorf("little was counted: %+v", result.NotKnown)
	}
}

func TestPeriods(t *testing.T) {
	leaver := one(func(c *care.Child) {
		c.Episodes = []care.Episode{spell("S", "C2", "U3", "2024-04-10", "2025-11-20", "E45")}
	})
	stays := one(func(c *care.Child) { c.Reviews = []care.Review{{Held: day("2026-05-01")}} })
	for _, c := range []struct {
		name     string
		children []care.Child
		years    []int
		span     Span
		want     string // the periods, or a part of the error
	}{
		{"one", []care.Child{stays}, nil, Span{Period: "2026-Q2"}, "2026-Q2"},
		{"a month", []care.Child{stays}, nil, Span{Period: "2026-05"}, "2026-05"},
		{"all, from the quarter in which the first child left to that of the last day", []care.Child{leaver, stays}, nil, Span{All: true}, "2025-Q4 2026-Q1 2026-Q2"},
		{"nobody left", []care.Child{stays}, nil, Span{All: true}, "2026-Q2"},
		{"from a quarter", []care.Child{stays}, nil, Span{All: true, From: "2026-Q1"}, "2026-Q1 2026-Q2"},
		{"from a month", []care.Child{stays}, nil, Span{All: true, From: "2026-04"}, "2026-04 2026-05"},
		{"a return's year", []care.Child{stays}, []int{2026}, Span{All: true}, "2025-Q2 2025-Q3 2025-Q4 2026-Q1"},
		{"behind the return's year", []care.Child{stays}, []int{2026}, Span{Period: "2026-Q2"}, "2026-Q2 ends after it"},
		{"a day ahead of today does not make periods", []care.Child{one(func(c *care.Child) {
			c.Reviews = []care.Review{{Held: day("2062-05-01")}, {Held: day("2026-05-01")}}
		})}, nil, Span{All: true}, "2026-Q2"},
		{"the quarter is not over", []care.Child{one(func(c *care.Child) { c.Reviews = []care.Review{{Held: day("2026-10-05")}} })}, nil, Span{All: true}, "no period from 2026-Q4"},
		{"nothing is recorded", []care.Child{{}}, nil, Span{All: true}, "no day is recorded"},
		{"the far past", []care.Child{stays, one(func(c *care.Child) {
			c.Birth = 0
			c.Episodes = []care.Episode{spell("S", "C2", "U3", "2004-04-10", "2005-11-20", "E45")}
		})}, nil, Span{All: true}, "--from-period"},
	} {
		c.span.Today = today("2026-11-01")
		if err := c.span.Check(); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		periods, err := c.span.choose(Raw{Years: c.years}, people{c.children, Tracker})
		var names []string
		for _, p := range periods {
			names = append(names, p.String())
		}
		got := strings.Join(names, " ")
		if err != nil {
			got = err.Error()
		}
		if got != c.want && (err == nil || !strings.Contains(got, c.want)) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	for _, bad := range []Span{{}, {All: true, Period: "2026-Q2"}, {Period: "2026-Q2", From: "2026-Q1"}, {Period: "2026-Q5"}, {Period: "2026-Q4"}, {All: true, From: "June"}} {
		bad.Today = today("2026-11-01")
		if bad.Check() == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
	// A quarter is over on the day after its last.
	if (Span{Period: "2026-Q2", Today: today("2026-06-30")}).Check() == nil || (Span{Period: "2026-Q2", Today: today("2026-07-01")}).Check() != nil {
		t.Error("2026-Q2 is over on 1 July, not on 30 June")
	}
}

func TestChildrenOfTheAuthority(t *testing.T) {
	of2 := func(names ...string) []care.Child {
		var out []care.Child
		for _, n := range names {
			out = append(out, one(func(c *care.Child) { c.Authority = n }))
		}
		return out
	}
	names := []string{"merton", "Merton", "London Borough of Merton", "E09000024"}
	for _, c := range []struct {
		children []care.Child
		want     int // -1: refused
	}{
		{of2("", ""), 2},
		{of2("merton", "MERTON"), 2},
		{of2("E09000024", "E09000016", "Sutton"), 1},
		{of2("Sutton", "Kingston"), -1},
		{of2("315"), -1},
		{of2("Merton", ""), -1},
	} {
		kept, err := of(c.children, names)
		if (err != nil) != (c.want < 0) || err == nil && len(kept) != c.want {
			t.Errorf("%d children, want %d: %v", len(kept), c.want, err)
		}
	}
	if kept, err := of(of2("315", "311"), []string{"315"}); err != nil || len(kept) != 1 {
		t.Errorf("by --la: %d, %v", len(kept), err)
	}
}

func TestNothingIsMadeBeyondTheBankHolidays(t *testing.T) {
	a := merton(t)
	o := Options{Span: Span{Period: "2031-Q1", Today: today("2031-11-01")}}
	if _, _, err := Run(Raw{Source: Tracker, Children: []care.Child{one(nil)}}, a, o); err == nil || !strings.Contains(err.Error(), "bank-holidays.yaml") {
		t.Errorf("%v", err)
	}
}

func TestNobodyInScopeIsAWarning(t *testing.T) {
	o := Options{Span: Span{Period: "2020-Q1", Today: today("2026-11-01")}}
	result, found, err := Run(Raw{Source: Tracker, Children: []care.Child{one(nil)}}, merton(t), o)
	if err != nil || len(found) != 1 || found[0].Severity != diag.Warning || result.Files[0].Rows != 0 {
		t.Errorf("%v %v", found, err)
	}
}

func BenchmarkRun(b *testing.B) {
	a := merton(b)
	children := invented(1, 2000)
	b.ResetTimer()
	for range b.N {
		if _, _, err := Run(Raw{Source: Tracker, Children: children}, a, all("2025-Q1")); err != nil {
			b.Fatal(err)
		}
	}
}

// Messages about authorities repeat what they are called, and nothing that slipped over from another column.
func TestWhatIsNoAuthorityIsNotRepeated(t *testing.T) {
	if got, want := someOf([]string{"315", "9434765919", "CR4 3PA", "E09000024", "Sutton", "Merton", "x"}), "315, an NHS number, a postcode, E09000024, Sutton, and 2 more"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// What an authority's data must hold, and what is said when it does not.
func TestLoad(t *testing.T) {
	const schema = `{"missingValues": [""], "fields": [{"name": "cohort", "type": "string", "constraints": {"required": true, "enum": ["in_care"]}}%s]}`
	const standard = "title: First\nwords: some\namount: 15\nunit: %s\n"
	holidays := "days:\n"
	for i := range 8 {
		holidays += fmt.Sprintf("  - {date: \"2026-0%d-05\", name: Holiday}\n", i+1)
	}
	for _, c := range []struct {
		name, schema, holidays, unit string
		want                         string // a part of the finding; empty for none
	}{
		{"all is there", fmt.Sprintf(schema, ""), holidays, "working days", ""},
		{"a column that no rule fills and that may be empty", fmt.Sprintf(schema, `, {"name": "own", "type": "integer", "constraints": {"minimum": 0, "maximum": 3}}`), holidays, "working days", ""},
		{"and one that may not", fmt.Sprintf(schema, `, {"name": "own", "type": "integer", "constraints": {"required": true, "minimum": 0, "maximum": 3}}`), holidays, "working days", "no rule fills column \"own\""},
		{"no schema", "", holidays, "working days", "there is no tracker.schema.json"},
		{"a schema that is none", "{", holidays, "working days", "not valid JSON"},
		{"no holidays", fmt.Sprintf(schema, ""), "", "working days", "there is no bank-holidays.yaml"},
		{"a holiday that is no day", fmt.Sprintf(schema, ""), "days: [{date: \"2026-02-30\", name: x}]\n", "working days", "is no date"},
		{"too few of them", fmt.Sprintf(schema, ""), "days: [{date: \"2026-02-20\", name: x}]\n", "working days", "at least 8"},
		{"another unit", fmt.Sprintf(schema, ""), holidays, "weeks", "is counted in working days"},
	} {
		layer := fstest.MapFS{"standards.yaml": {Data: []byte("first-review:\n  " + strings.ReplaceAll(strings.TrimSpace(fmt.Sprintf(standard, c.unit)), "\n", "\n  ") + "\n")}}
		if c.schema != "" {
			layer["tracker.schema.json"] = &fstest.MapFile{Data: []byte(c.schema)}
		}
		if c.holidays != "" {
			layer["bank-holidays.yaml"] = &fstest.MapFile{Data: []byte(c.holidays)}
		}
		project := fstest.MapFS{}
		for name, f := range layer {
			project["data/oak/"+name] = f
		}
		var ignored, found diag.List
		a := Load(site.Load(project, site.SiteConfig{ID: "oak", Layers: []string{"oak"}}, &ignored), &found)
		all := found.Sorted()
		if c.want == "" && (a == nil || len(all) > 0 || a.Limits.FirstReviewDays != 15 || a.Limits.LaterReviewMonths != 6) {
			t.Errorf("%s: %v", c.name, all)
		}
		if c.want != "" && (a != nil || len(all) == 0 || !strings.Contains(all[0].Message, c.want)) {
			t.Errorf("%s: %v, want %q", c.name, all, c.want)
		}
	}
}

// A return that begins on 1 April 2025 does not hold the placements before, so two years cannot be counted for a child
// who was in care already; they can for one who came later.
func TestReturnBeginsInsideTwoYears(t *testing.T) {
	a := merton(t)
	for start, want := range map[string]string{"2025-03-31": "", "2025-04-01": "1"} {
		child := one(func(c *care.Child) { c.Episodes = []care.Episode{spell("S", "C2", "U6", start, "", "")} })
		result, _, err := Run(Raw{Source: SSDA903, Years: []int{2026}, Children: []care.Child{child}}, a, Options{Span: Span{Period: "2026-Q1", Today: period("2026-Q1").End().AddDate(0, 0, 1)}})
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(result.Files[0].Data), "\n")
		cell := strings.Split(lines[1], ",")[slices.Index(a.Schema.Names(), "placements_24_months")]
		if cell != want {
			t.Errorf("in care since %s: %q, want %q", start, cell, want)
		}
	}
}
