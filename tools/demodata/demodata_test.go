package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"waymark/internal/tracker"
)

const data = "../../data"

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

func TestColumnsAreTheSchemas(t *testing.T) {
	if got, want := columns, schema(t).Names(); !slices.Equal(got, want) {
		t.Errorf("columns are %v, the schema has %v", got, want)
	}
}

// The committed files are what the generator makes: nobody mends a row by hand.
func TestCommittedFilesAreGenerated(t *testing.T) {
	files := generate()
	if len(files) != 32 {
		t.Errorf("%d files, want 16 quarters of two authorities", len(files))
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
		if len(want) >= 100_000 {
			t.Errorf("%s has %d bytes, which is too many for a file in git", name, len(want))
		}
	}
	for name, again := range generate() {
		if !bytes.Equal(files[name], again) {
			t.Errorf("%s differs between two runs", name)
		}
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

// The simulated rates lie in the ranges that README.md states, and the tracker finds nothing wrong.
func TestRates(t *testing.T) {
	sch := schema(t)
	files := generate()
	type limits map[string][2]float64
	common := limits{
		"first review on time": {84, 91}, "later reviews on time": {91, 95}, "plan by second review": {76, 84},
		"permanence within 14 months": {45, 55}, "16 and over": {25, 31}, "uasc": {6.5, 9.5},
		"months by adoption": {24, 28}, "months by special guardianship": {12.5, 15.5}, "months by return home": {8, 11}, "months by long-term fostering": {18, 22},
		"three or more placements, lowest quarter": {4, 15}, "three or more placements, highest quarter": {7, 17},
	}
	for _, c := range []struct {
		id           string
		inCare, edge int
		limits       limits
	}{
		{"merton", 145, 8, limits{"starts a year": {80, 105}, "three or more placements": {7, 15}, "same carer two years": {63, 86},
			"meetings in six weeks before": {55, 66}, "meetings in six weeks after": {75, 85}, "largest step of placements, quarter to quarter": {0, 8}}},
		{"havering", 270, 15, limits{"starts a year": {135, 170}, "three or more placements": {9.5, 12.5}, "same carer two years": {61, 78},
			"meetings in six weeks before": {50, 70}, "meetings in six weeks after": {50, 70}, "largest step of placements, quarter to quarter": {0, 8}}},
	} {
		t.Run(c.id, func(t *testing.T) {
			fsys := fstest.MapFS{}
			for p := firstPeriod; p.Compare(lastPeriod) <= 0; p = p.Next() {
				name := "tracker/" + p.String() + ".csv"
				fsys[name] = &fstest.MapFile{Data: files[c.id+"/"+name]}
			}
			s, findings := tracker.Read(fsys, "data/"+c.id, sch)
			for _, f := range findings {
				t.Errorf("%s: %s", f.Place(), f.Message)
			}
			if n := len(s.Periods()); n != 16 {
				t.Fatalf("%d periods", n)
			}
			col := func(name string) tracker.Column {
				col, ok := s.Column(name)
				if !ok {
					t.Fatalf("no column %q", name)
				}
				return col
			}
			is := func(name, word string) func(int) bool {
				col := col(name)
				code, ok := col.Field.Code(word)
				if !ok {
					t.Fatalf("no value %q in %q", word, name)
				}
				return func(i int) bool { return col.Codes[i] == code }
			}
			in, edge := is("cohort", "in_care"), is("cohort", "pre_proceedings")
			got := map[string]float64{}
			shares := map[string]*share{}
			of := func(name string, base, met bool) {
				if shares[name] == nil {
					shares[name] = &share{}
				}
				shares[name].add(base, met)
			}
			months, route := col("months_to_permanence"), col("permanence_route")
			sums := map[string][2]int{}
			old := is("age_band", "16-and-over")
			lowest, highest, wave := 100.0, 0.0, 0.0
			var before float64
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
					of("starts a year", true, is("started_in_period", "yes")(i))
					of("first review on time", col("first_reviews_due").Ints[i] > 0, col("first_reviews_on_time").Ints[i] > 0)
					of("later reviews on time", col("later_reviews_due").Ints[i] > 0, col("later_reviews_on_time").Ints[i] == col("later_reviews_due").Ints[i])
					of("plan by second review", col("second_reviews_due").Ints[i] > 0, is("second_review_plan", "agreed-in-time")(i))
					now := is("permanence_in_period", "yes")(i)
					of("permanence within 14 months", now, now && months.Ints[i] <= 14)
					if now {
						sum := sums[route.Text(i)]
						sums[route.Text(i)] = [2]int{sum[0] + int(months.Ints[i]), sum[1] + 1}
					}
					of("16 and over", in(i), old(i))
					of("uasc", in(i), is("uasc", "yes")(i))
					three.add(in(i), col("placements_12_months").Ints[i] >= 3)
					of("three or more placements", in(i), col("placements_12_months").Ints[i] >= 3)
					of("same carer two years", in(i) && !old(i) && col("months_looked_after").Ints[i] >= 30, col("months_same_carer").Ints[i] >= 24)
					weeks := col("weeks_since_planning_meeting").Ints[i]
					due := is("planning_meeting_due", "yes")(i)
					inTime := weeks != tracker.MissingInt && weeks <= 6
					// The change of July 2024 takes a round of meetings to be seen.
					of("meetings in six weeks before", due && p.String() < "2024-Q3", inTime)
					of("meetings in six weeks after", due && p.String() > "2024-Q3", inTime)
				}
				if inCare*100 < c.inCare*92 || inCare*100 > c.inCare*108 {
					t.Errorf("%s: %d children in care, want %d and at most 8%% off", p, inCare, c.inCare)
				}
				if edges < c.edge/3 || edges > c.edge*2 {
					t.Errorf("%s: %d children in pre-proceedings, want about %d", p, edges, c.edge)
				}
				lowest, highest = min(lowest, three.percent()), max(highest, three.percent())
				if k > 0 {
					wave = max(wave, three.percent()-before, before-three.percent())
				}
				before = three.percent()
				t.Logf("%s: %d in care, %d pre-proceedings, %d rows, %.1f%% three placements", p, inCare, edges, to-from, three.percent())
			}
			for name, s := range shares {
				got[name] = s.percent()
			}
			got["starts a year"] = float64(shares["starts a year"].part) / 4
			got["three or more placements, lowest quarter"], got["three or more placements, highest quarter"] = lowest, highest
			got["largest step of placements, quarter to quarter"] = wave
			for name, key := range map[string]string{"months by adoption": "adoption", "months by special guardianship": "special-guardianship", "months by return home": "return-home", "months by long-term fostering": "long-term-fostering"} {
				got[name] = float64(sums[key][0]) / float64(max(sums[key][1], 1))
				t.Logf("%s: %d children", name, sums[key][1])
			}
			for _, l := range []limits{common, c.limits} {
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
