package flow

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"waymark/internal/diag"
)

// AgeBand is an age range in whole years. To is the first age that is surely past the band.
type AgeBand struct {
	From int
	To   int  // "Under 2": 2; "2 to 4": 5, because a child is 4 until the fifth birthday; -1: no upper end
	Last bool // To comes from a last age ("2 to 4"), so a following band may begin at To or at To-1
}

var (
	under   = regexp.MustCompile(`(?i)\b(?:under|below|younger than)\s+(\d{1,2})\b`)
	between = regexp.MustCompile(`(?i)\b(\d{1,2})\s*(?:to|-|–)\s*(\d{1,2})\b`)
	over    = regexp.MustCompile(`(?i)\b(\d{1,2})\s*(?:\+|(?:and|or|years and|years or)\s+(?:over|older|above)\b)`)
	months  = regexp.MustCompile(`(?i)\b(?:days?|weeks?|months?)\b`)
)

// ageBand reads "Under 2", "2 to 4", "10-15", "16 and over" or "16+" out of a title. A title that speaks of
// days, weeks or months is a timescale, not an age.
func ageBand(title string) *AgeBand {
	if months.MatchString(title) {
		return nil
	}
	num := func(s string) int { n, _ := strconv.Atoi(s); return n }
	if m := between.FindStringSubmatch(title); m != nil {
		if num(m[1]) > num(m[2]) {
			return nil
		}
		return &AgeBand{From: num(m[1]), To: num(m[2]) + 1, Last: true}
	}
	if m := under.FindStringSubmatch(title); m != nil {
		return &AgeBand{From: 0, To: num(m[1])}
	}
	if m := over.FindStringSubmatch(title); m != nil {
		return &AgeBand{From: num(m[1]), To: -1}
	}
	return nil
}

// lintAges compares the age bands of lanes side by side. Bands are written both ways in guidance: "2 to 4, 5 to 9"
// and "2 to 5, 5 to 10". Both are read as meeting; only a whole year too few or too many is a finding.
func lintAges(g *Graph) (found []diag.Finding) {
	beside := map[string][]Lane{}
	var parents []string
	for _, l := range g.Lanes {
		if l.Age == nil {
			continue
		}
		if beside[l.Parent] == nil {
			parents = append(parents, l.Parent)
		}
		beside[l.Parent] = append(beside[l.Parent], l)
	}
	for _, parent := range parents {
		lanes := beside[parent]
		slices.SortStableFunc(lanes, func(a, b Lane) int { return cmp.Compare(a.Age.From, b.Age.From) })
		for i := 1; i < len(lanes); i++ {
			a, b := lanes[i-1], lanes[i]
			least := a.Age.To
			if a.Age.Last {
				least--
			}
			what := ""
			switch {
			case a.Age.To < 0 || b.Age.From < least || b.Age.From == a.Age.From:
				what = "overlap"
			case b.Age.From > a.Age.To:
				what = "leave a gap"
			default:
				continue
			}
			found = append(found, finding("flow-ages", diag.Warning, b.Pos,
				"give every age one lane, such as Under 2, 2 to 4, 5 to 9",
				fmt.Sprintf("the age bands %q and %q %s", short(a.Title), short(b.Title), what)))
		}
	}
	return found
}
