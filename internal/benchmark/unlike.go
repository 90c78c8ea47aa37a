package benchmark

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"time"

	"waymark/internal/site"
)

// Local is what is known of the authority's own newest figure.
type Local struct {
	Indicator *site.Indicator
	Name      string    // of the authority: "Merton"
	Words     string    // when it was counted: "30 June 2026", "July 2025 to June 2026"; "" when there is no figure
	End       time.Time // the last day of it; zero when there is no figure
	Invented  bool      // the authority's own figures are those of a demonstration
}

// few is how many children a percentage rests on when each of them moves it by a point or more.
const few = 100

// Unlike says, in a sentence each, why the published figures and the authority's own may not be set side by side as they
// are. Everything is taken from what both sides say of themselves: the measure's sidecar and the indicator's definition.
// The order is that of weight: what is counted, whom, when, how exactly.
func (c *Comparison) Unlike(l Local) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	m, def := c.Measure, l.Indicator
	if l.Invented {
		add("%s’s own figure on this page is invented; the published figures in this section are real. Any likeness or difference between the two means nothing.", l.Name)
	}

	ours := map[site.Measure]string{site.MeasureShare: "a share of children", site.MeasureEvents: "a share of events", site.MeasureMedian: "a middle value"}[def.Measure()]
	theirs := map[string]string{"share": "a share of children", "rate": "a rate for every 10,000 children", "mean": "an average"}[m.Statistic]
	if ours != theirs {
		add("The published figure is %s: %s. %s’s own is %s: %s. Read the one as background to the other, not as its yardstick.", theirs, m.Of, l.Name, ours, def.Of.Words)
	}
	if def.Median != nil && m.Statistic == "mean" && def.Median.Unit != m.Unit {
		add("The published average is in %s, %s’s own middle value in %s.", m.Unit, l.Name, def.Median.Unit)
	}
	if subject := subjectOf(def); subject != "" && m.Subject != "" && subject != m.Subject {
		add("The published figure follows the child’s %s, %s’s own follows the %s. A child can change one and keep the other.", m.Subject, l.Name, subject)
	}
	if months := monthsOf(def); months > 0 && m.Months > 0 && months != m.Months && ours == theirs {
		add("The published figure looks back over %s, %s’s own over %s.", monthsText(m.Months), l.Name, monthsText(months))
	}

	published := fmt.Sprintf("are counted on 31 March %d", c.Year)
	if m.Counted == "year" {
		published = fmt.Sprintf("cover the year to 31 March %d", c.Year)
	}
	same := time.Date(c.Year, time.March, 31, 0, 0, 0, 0, time.UTC)
	stock := def.Kind == "stock"
	switch {
	case l.Words == "":
	case stock && !l.End.Equal(same):
		add("The published figures %s. %s’s newest is of %s%s.", published, l.Name, l.Words, apart(same, l.End))
	case !stock && (m.Counted != "year" || !l.End.Equal(same) || def.Window != 4):
		add("The published figures %s. %s’s newest covers %s%s.", published, l.Name, l.Words, apart(same, l.End))
	}

	var rounded []string
	nearest := 0
	for _, f := range []Figure{c.England, c.Region} {
		if n := m.Source.Rounding[f.Level]; n > 1 && f.Part.Published() {
			rounded, nearest = append(rounded, f.Area), max(nearest, n)
		}
	}
	if len(rounded) > 0 && m.Source.Rounding[Authority] == 1 {
		add("Counts for %s are rounded to the nearest %d; those of single authorities are exact where they are shown.", strings.Join(rounded, " and "), nearest)
	}
	if n, ok := c.Authority.Base.Count(); ok && n > 0 && n < few && m.Unit == UnitPercent {
		add("The published figure for %s rests on %d children: one child more or less moves it by %.1f percentage points.", c.Authority.Area, n, 100/float64(n))
	}
	return out
}

// apart says how long after the published figures the own ones end.
func apart(published, own time.Time) string {
	months := (own.Year()-published.Year())*12 + int(own.Month()) - int(published.Month())
	switch {
	case months > 0:
		return ", " + monthsText(months) + " later"
	case months < 0:
		return ", " + monthsText(-months) + " earlier"
	}
	return ""
}

// columnSubjects tell from the columns that a definition counts by what must stay the same or change.
var columnSubjects = []struct {
	column  *regexp.Regexp
	subject string
}{
	{regexp.MustCompile(`\bmonths_same_carer\b`), "carer"},
	{regexp.MustCompile(`\b(months_same_placement|placements_[0-9]+_months)\b`), "placement"},
}

func subjectOf(def *site.Indicator) string {
	for _, c := range columnSubjects {
		if c.column.MatchString(def.Met.Where) {
			return c.subject
		}
	}
	return ""
}

var (
	columnMonths = regexp.MustCompile(`\b[a-z_]+_([0-9]+)_months\b`)
	comparedTo   = regexp.MustCompile(`\bmonths_same_[a-z]+ *>=? *([0-9]+)\b`)
)

// monthsOf is how far back a definition looks, as its columns say; 0 when they do not say.
func monthsOf(def *site.Indicator) int {
	for _, pattern := range []*regexp.Regexp{columnMonths, comparedTo} {
		if m := pattern.FindStringSubmatch(def.Met.Where); m != nil {
			n := 0
			fmt.Sscan(m[1], &n)
			return int(math.Min(float64(n), 1200))
		}
	}
	return 0
}
