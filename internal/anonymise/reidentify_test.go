package anonymise

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"waymark/internal/diag"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

// five is a schema of the columns that a row could be recognised by, and one more.
func five(t testing.TB) *tracker.Schema {
	t.Helper()
	schema, found := tracker.ReadSchema("five.json", []byte(`{"missingValues": [""], "fields": [
		{"name": "age_band", "type": "string", "constraints": {"required": true, "enum": ["under-2", "5-to-9", "10-to-15"]}},
		{"name": "months_looked_after", "type": "integer", "constraints": {"required": true, "minimum": 0, "maximum": 216}},
		{"name": "sex", "type": "string", "constraints": {"required": true, "enum": ["female", "male", "not-known"]}},
		{"name": "ethnicity_group", "type": "string", "constraints": {"required": true, "enum": ["asian", "black", "mixed", "white", "not-known"]}},
		{"name": "plan", "type": "string", "constraints": {"required": true, "enum": ["adoption", "long-term-fostering", "residential", "other", "none"]}},
		{"name": "placement", "type": "string", "constraints": {"required": true, "enum": ["foster", "kinship-foster", "with-parents", "other", "not-applicable"]}}
	]}`))
	if len(found) > 0 {
		t.Fatal(found)
	}
	return schema
}

func rowsOf(text string) []Row {
	var rows []Row
	for line := range strings.Lines(text) {
		rows = append(rows, strings.Split(strings.TrimSpace(line), ","))
	}
	return rows
}

// Ten rows, k = 3. In the beginning three rows share all (d, e, f), two share all (h, i), and five are alone.
const ten = `5-to-9,1,female,asian,adoption,foster
5-to-9,2,female,black,adoption,foster
5-to-9,3,female,white,adoption,foster
10-to-15,4,male,white,long-term-fostering,foster
10-to-15,5,male,white,long-term-fostering,foster
10-to-15,6,male,white,long-term-fostering,foster
10-to-15,7,male,white,residential,with-parents
10-to-15,8,male,white,other,other
10-to-15,9,male,white,other,other
under-2,10,male,mixed,none,kinship-foster`

func TestCoarsen(t *testing.T) {
	schema := five(t)
	rows := rowsOf(ten)
	got := coarsen(schema, rows, 3, false)
	// The seventh joins the eighth and ninth within published groups and keeps its ethnic group; the first three
	// come together when theirs is blanked; the tenth stays alone, though all that may be changed has been.
	want := rowsOf(`5-to-9,1,female,not-known,adoption,foster
5-to-9,2,female,not-known,adoption,foster
5-to-9,3,female,not-known,adoption,foster
10-to-15,4,male,white,long-term-fostering,foster
10-to-15,5,male,white,long-term-fostering,foster
10-to-15,6,male,white,long-term-fostering,foster
10-to-15,7,male,white,other,other
10-to-15,8,male,white,other,other
10-to-15,9,male,white,other,other
under-2,10,not-known,not-known,none,kinship-foster`)
	for i := range want {
		if !slices.Equal(rows[i], want[i]) {
			t.Errorf("row %d is %v, want %v", i+1, rows[i], want[i])
		}
	}
	if before := (Sharing{Rows: 10, K: 1, Alone: 7, Sizes: [5]int{5, 2, 3, 0, 0}}); got.Before != before {
		t.Errorf("before: %+v, want %+v", got.Before, before)
	}
	if after := (Sharing{Rows: 10, K: 1, Alone: 1, Sizes: [5]int{1, 0, 9, 0, 0}}); got.After != after {
		t.Errorf("after: %+v, want %+v", got.After, after)
	}
	var changes []string
	for _, c := range got.Columns {
		changes = append(changes, c.Column+" "+c.To+" "+string(rune('0'+c.N)))
	}
	if want := []string{"placement other 1", "plan other 1", "ethnicity_group not-known 4", "sex not-known 1"}; got.Rows != 5 || !slices.Equal(changes, want) {
		t.Errorf("%d rows changed by %q, want 5 by %q", got.Rows, changes, want)
	}
	if got, want := got.Before.Words(), "k = 1 (rows by the size of their group: 5 alone, 2 2 together, 3 3 to 5)"; got != want {
		t.Errorf("in words: %q, want %q", got, want)
	}

	t.Run("further", func(t *testing.T) {
		rows := rowsOf(ten)
		coarsen(schema, rows, 3, true)
		if want := []string{"under-2", "10", "not-known", "not-known", "none", "other"}; !slices.Equal(rows[9], want) {
			t.Errorf("the tenth row is %v, want %v: no plan stays none", rows[9], want)
		}
	})
	t.Run("k of one changes nothing", func(t *testing.T) {
		rows := rowsOf(ten)
		if got := coarsen(schema, rows, 1, true); got.Rows != 0 || got.After != got.Before || got.After.Alone != 0 {
			t.Errorf("%+v", got)
		}
	})
	t.Run("no rows", func(t *testing.T) {
		if got := coarsen(schema, nil, 3, false); got.After.Words() != "no rows" {
			t.Errorf("%+v", got)
		}
	})
}

// What is changed does not depend on the order, and the order in the file depends on the period.
func TestShuffle(t *testing.T) {
	schema := five(t)
	text := func(p string, reverse bool) string {
		rows := rowsOf(ten)
		if reverse {
			slices.Reverse(rows)
		}
		coarsen(schema, rows, 3, false)
		shuffle(period(p), rows)
		return string(write(schema, rows))
	}
	if text("2026-Q2", false) != text("2026-Q2", true) {
		t.Error("the order of the export shows in the file")
	}
	if text("2026-Q2", false) == text("2026-Q1", false) {
		t.Error("two periods have the same order")
	}
}

// Steps that everyone gets stay within published groups or in columns that no indicator asks for, so no rate is
// changed by them.
func TestStepsLeaveIndicatorsAlone(t *testing.T) {
	for _, id := range []string{"merton", "havering"} {
		var findings diag.List
		s := site.Load(os.DirFS("../.."), site.SiteConfig{ID: id, Layers: []string{"common", id}}, &findings)
		if len(s.Indicators) == 0 || len(s.Dimensions) == 0 {
			t.Fatal("the project has no indicators")
		}
		for _, step := range steps {
			word := regexp.MustCompile(`\b` + step.column + `\b`)
			for _, i := range s.Indicators {
				conditions := []string{i.Of.Where, i.Met.Where}
				if i.Events != nil {
					conditions = append(conditions, i.Events.Over, i.Events.Sum)
				}
				if i.Median != nil {
					conditions = append(conditions, i.Median.Column)
				}
				for _, condition := range conditions {
					if !word.MatchString(condition) {
						continue
					}
					for _, value := range append(step.from, step.to) {
						if strings.Contains(condition, `"`+value+`"`) || step.from == nil {
							t.Errorf("%s: %s is coarsened, and the condition %s asks for %q", i.ID, step.column, condition, value)
						}
					}
				}
			}
			for _, d := range s.Dimensions {
				if d.Column != step.column || step.from == nil {
					continue
				}
				for _, c := range d.Categories {
					if slices.Contains(c.Of, step.to) {
						for _, from := range step.from {
							if !slices.Contains(c.Of, from) {
								t.Errorf("%s: %q becomes %q, and dimension %s publishes them apart", step.column, from, step.to, d.ID)
							}
						}
					}
				}
			}
		}
	}
}
