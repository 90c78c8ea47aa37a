package dates

import (
	"fmt"
	"strings"
	"testing"
)

// ours are rules as the standards have them, with Merton's meetings.
var ours = []Rule{
	{"first-review", "looked-after", 20, "working days", false},
	{"second-review", "first-review", 3, "months", false},
	{"later-reviews", "second-review", 6, "months", true},
	{"permanence-plan", "looked-after", 4, "months", false},
	{"meetings", "looked-after", 6, "weeks", true},
	{"limit", "looked-after", 14, "months", false},
	{"settled", "placed", 2, "years", false},
	{"circle", "circled", 1, "days", false},
	{"circled", "circle", 1, "days", false},
}

func TestDue(t *testing.T) {
	c := calendar(t)
	for _, k := range []struct {
		name  string
		known string // event or rule, and its day
		rules string // those looked at
		want  string
	}{
		// Worked by hand: Monday 5 January 2026; four weeks later is Monday 2 February.
		{"an ordinary start", "looked-after 2026-01-05", "first-review second-review permanence-plan limit",
			"first-review 1 2026-02-02, second-review 1 2026-05-02 closed, permanence-plan 1 2026-05-05, limit 1 2027-03-05"},
		{"later reviews within 14 months", "looked-after 2026-01-05", "later-reviews", "later-reviews 1 2026-11-02"}, // the next, 2 May 2027, is after 5 March 2027
		{"a review was held", "looked-after 2026-01-05, first-review 2026-01-20", "second-review", "second-review 1 2026-04-20"},
		{"the later ones follow", "looked-after 2026-01-05, second-review 2026-04-14", "later-reviews", "later-reviews 1 2026-10-14"},
		{"six weeks each", "looked-after 2026-01-05", "meetings", "meetings 1 2026-02-16, meetings 2 2026-03-30, meetings 3 2026-05-11, meetings 4 2026-06-22, " +
			"meetings 5 2026-08-03, meetings 6 2026-09-14, meetings 7 2026-10-26, meetings 8 2026-12-07, meetings 9 2027-01-18, meetings 10 2027-03-01"},
		{"29 February", "placed 2024-02-29", "settled", "settled 1 2026-02-28 closed"},
		{"months are clamped", "looked-after 2025-10-31", "permanence-plan", "permanence-plan 1 2026-02-28 closed"},
		{"over Christmas", "looked-after 2025-12-12", "first-review", "first-review 1 2026-01-14"},
		{"on a bank holiday", "looked-after 2025-12-25", "permanence-plan meetings",
			"meetings 1 2026-02-05, meetings 2 2026-03-19, permanence-plan 1 2026-04-25 closed, meetings 3 2026-04-30, meetings 4 2026-06-11, meetings 5 2026-07-23, meetings 6 2026-09-03, " +
				"meetings 7 2026-10-15, meetings 8 2026-11-26, meetings 9 2027-01-07, meetings 10 2027-02-18"},
		{"past the calendar", "looked-after 2028-12-11", "first-review second-review permanence-plan",
			"permanence-plan 1 2029-04-11, first-review 1 , second-review 1 "},
		{"two events", "looked-after 2026-01-05, placed 2026-02-01", "limit settled", "limit 1 2027-03-05, settled 1 2028-02-01"},
		{"nothing known", "", "first-review limit settled", ""},
		{"a circle", "looked-after 2026-01-05", "circle", ""},
	} {
		known := map[string]Date{}
		for pair := range strings.SplitSeq(k.known, ", ") {
			if name, on, ok := strings.Cut(pair, " "); ok {
				known[name] = day(on)
			}
		}
		var got []string
		for _, d := range Due(ours, known, c, 14) {
			if strings.Contains(" "+k.rules+" ", " "+d.Rule+" ") {
				line := fmt.Sprintf("%s %d %s", d.Rule, d.Number, d.On)
				if d.Closed {
					line += " closed"
				}
				got = append(got, line)
			}
		}
		if s := strings.Join(got, ", "); s != k.want {
			t.Errorf("%s:\n got %s\nwant %s", k.name, s, k.want)
		}
	}
	if got := Due([]Rule{{"r", "e", 1, "days", true}}, map[string]Date{"e": day("2026-01-01")}, c, 1200); len(got) != mostRepeats {
		t.Errorf("a rule that repeats every day falls due %d times", len(got))
	}
	if got := Due([]Rule{{"r", "e", 1, "times", false}}, map[string]Date{"e": day("2026-01-01")}, c, 12); len(got) != 1 || got[0].On != 0 {
		t.Errorf("a unit that is no time: %v", got)
	}
}
