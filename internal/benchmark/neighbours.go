package benchmark

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/diag"
)

// Neighbour is one of the authorities that a model calls most like another.
type Neighbour struct {
	Model     int    // the year of the model: another model may choose others
	Of        string // LACode of the authority whose neighbour it is
	Rank      int    // 1 is the nearest
	LACode    string
	Area      string
	Closeness string // in the model's words: "Very close"
}

// HowMany is how many neighbours a model gives each authority.
const HowMany = 10

const neighboursID = "neighbours"

var neighbourColumns = []string{"model", "of", "rank", "la_code", "area", "closeness"}

// closeWords are words about closeness, and no names or notes.
var closeWords = regexp.MustCompile(`^[A-Z][a-z]+( [a-z]+){0,3}$`)

func writeNeighbours(all []Neighbour) []byte {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b Neighbour) int {
		return cmp.Or(cmp.Compare(a.Model, b.Model), cmp.Compare(a.Of, b.Of), cmp.Compare(a.Rank, b.Rank))
	})
	rows := [][]string{neighbourColumns}
	for _, n := range all {
		rows = append(rows, []string{strconv.Itoa(n.Model), n.Of, strconv.Itoa(n.Rank), n.LACode, n.Area, n.Closeness})
	}
	return writeCSV(rows)
}

func readNeighbours(file string, src []byte, findings *diag.List) []Neighbour {
	var out []Neighbour
	seen := map[[3]string]bool{}
	readTable(file, src, neighbourColumns, findings, func(line int, c []string) {
		n := Neighbour{Of: c[1], LACode: c[3], Area: c[4], Closeness: c[5]}
		var bad, bad2 error
		n.Model, bad = strconv.Atoi(c[0])
		n.Rank, bad2 = strconv.Atoi(c[2])
		key := [3]string{c[0], c[1], c[2]}
		if bad != nil || bad2 != nil || !validYear(n.Model) || n.Rank < 1 || n.Rank > HowMany || !laCode.MatchString(n.Of) || !laCode.MatchString(n.LACode) || n.Area == "" || n.Of == n.LACode || seen[key] {
			findings.Errorf("benchmark", file, line, 0, "import the model again with `waymark benchmarks import`", "the line is no neighbour, or is there twice")
			return
		}
		seen[key] = true
		out = append(out, n)
	})
	return out
}

// isNeighbours tells the model's wide file by its columns.
func (s *sheet) isNeighbours() bool { return s.column("sn_1") >= 0 && s.column("old_la_code") >= 0 }

// neighbours reads the wide file: one row for each authority, with the codes of its neighbours in order.
func (s *sheet) neighbours(model int, findings *diag.List) []Neighbour {
	name := s.column("la_name")
	code := s.column("old_la_code")
	if name < 0 {
		findings.Errorf("benchmark", s.file, 1, 0, "download the model once more, and leave its columns as they are", "the column la_name is missing")
		return nil
	}
	var near, close [HowMany]int
	for i := range HowMany {
		near[i], close[i] = s.column("sn_"+strconv.Itoa(i+1)), s.column("sn_"+strconv.Itoa(i+1)+"p")
		if near[i] < 0 {
			findings.Errorf("benchmark", s.file, 1, 0, "a model gives ten neighbours, in SN_1 to SN_10", "the column SN_%d is missing", i+1)
			return nil
		}
	}
	names := map[string]string{}
	wrong := false
	fail := func(i int, hint, format string, args ...any) {
		wrong = true
		findings.Errorf("benchmark", s.file, s.lines[i], 0, hint, format, args...)
	}
	for i, c := range s.rows {
		switch {
		case !laCode.MatchString(c[code]) || c[name] == "":
			fail(i, "the old code of an authority is three digits", "old_la_code holds %s, or la_name is empty", quote(c[code]))
		case names[c[code]] != "":
			fail(i, "keep one of the two rows", "%s (%s) is there twice", c[name], c[code])
		}
		names[c[code]] = c[name]
	}
	var out []Neighbour
	for i, c := range s.rows {
		seen := map[string]bool{c[code]: true}
		for n := range HowMany {
			other := c[near[n]]
			if names[other] == "" || seen[other] {
				fail(i, "a neighbour is the old code of another authority in the file, once", "SN_%d of %s holds %s", n+1, c[name], quote(other))
				continue
			}
			seen[other] = true
			one := Neighbour{Model: model, Of: c[code], Rank: n + 1, LACode: other, Area: names[other]}
			if close[n] >= 0 {
				if one.Closeness = strings.Join(strings.Fields(c[close[n]]), " "); one.Closeness != "" && !closeWords.MatchString(one.Closeness) {
					fail(i, "it is said in words, such as \"Very close\"", "SN_%dP of %s holds %s", n+1, c[name], quote(one.Closeness))
				}
			}
			out = append(out, one)
		}
	}
	if wrong {
		return nil
	}
	return out
}
