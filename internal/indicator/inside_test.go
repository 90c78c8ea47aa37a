package indicator

import "testing"

// By definition, not by the children there are: no row is read here.
func TestInside(t *testing.T) {
	for _, tt := range []struct {
		narrow, wide string
		want         bool
	}{
		{`cohort == "in_care" and months > limit`, `cohort == "in_care"`, true},
		{`cohort == "in_care"`, `cohort in ["in_care", "left_care"]`, true},
		{`cohort in ["in_care", "left_care"]`, `cohort == "in_care"`, false},
		{`months > limit`, `months > 12`, true}, // the limit is 14
		{`months > 12`, `months > limit`, false},
		{`months > limit`, `present(months)`, true},
		{`not (months <= limit)`, `present(months)`, false}, // an empty cell
		{`months >= 2`, `moves >= 2`, false},                // whatever the records say
		{`cohort == "in_care"`, `cohort == "in_care" and placement == "foster"`, false},
		{`cohort == "in_care" and (moves > 1 or months > 3)`, `moves > 1 or months > 3`, true},
		{`cohort == "in_care"`, `moves > 1 or months > 3`, false},
		{`cohort == "in_care"`, `true`, false}, // true names no column: too long an argument for this one
		{`moves > 1 and moves < 1`, `moves == 3`, true},
	} {
		mean := func(where string) meaning {
			c, problem := compile(where, schema(t), true, 14)
			if problem != nil {
				t.Fatalf("%s: %+v", where, problem)
			}
			return meaningOf("", c)
		}
		if got := mean(tt.narrow).inside(mean(tt.wide)); got != tt.want {
			t.Errorf("%s in %s: %v", tt.narrow, tt.wide, got)
		}
	}
	c, _ := compile(`cohort == "in_care"`, schema(t), false, 0)
	filled, _ := compile(`present(months)`, schema(t), false, 0)
	if !meaningOf("months", c).inside(meaningOf("", filled)) {
		t.Error("the base of a median has a value")
	}
}
