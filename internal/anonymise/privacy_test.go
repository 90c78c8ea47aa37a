package anonymise

import (
	"strings"
	"testing"
)

func TestCheckDigits(t *testing.T) {
	for text, want := range map[string]string{
		"943 476 5919": "an NHS number", // the data dictionary's own example
		"9434765919":   "an NHS number",
		// H: 8×2+0+1×4+2×5+0+0+0+0+1×10+0+0+1×13 = 53, which leaves 7 by 23, and the letters from A are numbered from 0.
		"H801200001001": "a unique pupil number",
		"h801200001001": "a unique pupil number",
		// A temporary one ends with a letter: with B for the last 1, 53 stays 53.
		"H80120000100B": "a unique pupil number",
	} {
		if got := identifies(text); got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
	// With a wrong check digit they are no such number, and refused all the same.
	if nhsNumber("9434765918") || uniquePupilNumber("A801200001001") || uniquePupilNumber("H80120000100I") {
		t.Error("a wrong check digit was taken for a right one")
	}
	for _, text := range []string{"9434765918", "A801200001001", "1234567890"} {
		if identifies(text) == "" {
			t.Errorf("%s is not refused", text)
		}
	}
}

// One wrong cell in a file that is otherwise right, of every kind. It is refused, and not repeated.
func TestRefuse(t *testing.T) {
	schema := five(t)
	good := string(write(schema, rowsOf(ten)))
	if found := refuse("2026-Q2.csv", schema, []byte(good)); len(found) > 0 {
		t.Fatalf("a good file is refused: %v", found)
	}
	for _, cell := range []string{
		"Amira", "Amira Khan", "2015-12-01", "01/12/2015", "1 December 2015", "9434765919", "H801200001001", "CR4 3PA", "amira@example.org", "020 8274 4901",
		"likes football; sees her aunt", "k-3f9a-77b2", "217", "-1", "01", "4.0", "Female", " female", "",
	} {
		for _, old := range []string{",1,female,", ",10,male,"} {
			n := strings.Count(old, ",")
			for i := 1; i < n; i++ {
				parts := strings.Split(old, ",")
				parts[i] = cell
				bad := strings.Replace(good, old, strings.Join(parts, ","), 1)
				found := refuse("2026-Q2.csv", schema, []byte(bad))
				if len(found) != 1 || !found[0].Private || found[0].Line < 2 {
					t.Fatalf("%q: %v", cell, found)
				}
				if len(cell) > 3 && strings.Contains(found[0].Message+found[0].Hint, strings.TrimSpace(cell)) && cell != "Female" && cell != " female" {
					t.Errorf("%q is repeated: %v", cell, found[0])
				}
			}
		}
	}
	for _, bad := range []string{
		strings.Replace(good, "sex", "dob", 1),
		strings.Replace(good, "age_band,", "", 1),
		strings.Replace(good, "\n", ",upn\n", 1),
		strings.Replace(good, ",foster\n", ",foster,CR4 3PA\n", 1),
	} {
		if found := refuse("2026-Q2.csv", schema, []byte(bad)); len(found) == 0 {
			t.Errorf("not refused:\n%s", bad)
		}
	}
}
