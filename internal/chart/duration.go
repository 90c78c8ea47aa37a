package chart

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"

	"waymark/internal/disclose"
	"waymark/internal/site"
)

// Durations are medians: the middle value over the children of a base, in days, weeks or months, with the quartiles where the base is
// large enough. They come in the same forms as shares, from the same released tables: Line, DataTable, CSV, Finding and
// Spark look at the table's measure.
//
// No process limits are drawn for medians: XmR limits are for figures that scatter evenly, and windows of durations overlap.

// isDuration says whether a table holds medians.
func isDuration(t disclose.Table) bool { return t.Measure() == site.MeasureMedian }

// durationsOf puts the median where the drawing, the small line and the comparison with a year before look for a figure.
func durationsOf(t disclose.Table) []point {
	points := pointsOf(t)
	for i := range points {
		points[i].percent = points[i].median
	}
	return points
}

// durationAxis is the step and the end of an axis from zero that holds every shown median, in four to six round steps.
func durationAxis(points []point) (step, end int) {
	most := 1
	for _, p := range points {
		for _, v := range []value{p.median, p.upper} {
			if v.shown {
				most = max(most, v.n)
			}
		}
	}
	step = 1
	for _, nice := range []int{1, 2, 3, 6, 10, 12, 20, 25, 50, 100, 200, 500, 1000} {
		if step = nice; nice*5 >= most {
			break
		}
	}
	end = step * (most/step + 1)
	return step, end
}

func durationTable(f Figure, points []point, dimension string, categories map[string]string) Table {
	first, byTime := dimension, dimension == ""
	if byTime {
		if first = "Period"; f.stock {
			first = "Date"
		}
	}
	unit := ""
	if f.unit != "" {
		unit = " (" + f.unit + ")"
	}
	out := Table{Caption: f.title(), Columns: []string{first, "Middle value" + unit, "A quarter up to", "Three quarters up to", "Of"},
		Numeric: []bool{false, true, true, true, true}}
	out.fill(f, points, byTime, categories, func(p point) []value { return []value{p.median, p.lower, p.upper, p.base} })
	return out
}

func durationCSV(points []point, column, unit string) []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	head := []string{"time_period"}
	if column != "" {
		head = append(head, column)
	}
	w.Write(append(head, "base", "median", "lower_quartile", "upper_quartile", "unit"))
	for _, p := range points {
		row := []string{p.period()}
		if column != "" {
			row = append(row, p.categoryID())
		}
		w.Write(append(row, p.base.csv, p.median.csv, p.lower.csv, p.upper.csv, unit))
	}
	w.Flush() // a bytes.Buffer does not fail
	return out.Bytes()
}

// durationFinding says what the newest median is, and what it was a year before. It is called no change: no rule here tells noise from change
// in medians of rolling years.
func durationFinding(f Figure, points []point) string {
	if len(points) == 0 {
		return "There are no figures yet."
	}
	p := points[len(points)-1]
	at := when(p.from, p.to, f.stock)
	switch v := p.median; {
	case v.shown && p.base.shown:
		text := fmt.Sprintf("%s, the middle value over %d %s was %d %s: for half of them it was that long or less, for half that long or longer.",
			at, p.base.n, f.noun(), v.n, unitFor(v.n, f.unit))
		if p.lower.shown && p.upper.shown {
			text += fmt.Sprintf(" For the middle half it was %d to %d.", p.lower.n, p.upper.n)
		}
		if before, ok := f.yearBefore(points); ok {
			if before.percent.n == v.n {
				text += " A year before it was the same."
			} else {
				text += fmt.Sprintf(" A year before it was %d. The two years are not enough to call that a change.", before.percent.n)
			}
		}
		return text + f.againstLimit(v.n)
	case v.mark == "u" && p.base.shown:
		return fmt.Sprintf("%s, there were %d %s: too few for a middle value.", at, p.base.n, f.noun())
	case v.mark == "z":
		return fmt.Sprintf("%s, there were no %s to count, so there is no middle value.", at, f.noun())
	case v.mark == "c":
		return fmt.Sprintf("The newest figure, for %s, is hidden to protect children's privacy.", long(p.from, p.to, f.stock))
	}
	return fmt.Sprintf("There is no figure for %s.", long(p.from, p.to, f.stock))
}

// Duration is a median in words, "31 weeks"; a mark stays a mark.
func Duration(v disclose.Value, unit string) string {
	n, ok := v.Number()
	if !ok {
		return v.Text()
	}
	return strconv.Itoa(n) + " " + unitFor(n, unit)
}

// unitFor is "week" for one and "weeks" for others.
func unitFor(n int, unit string) string {
	if n == 1 && len(unit) > 1 && unit[len(unit)-1] == 's' {
		return unit[:len(unit)-1]
	}
	return unit
}

// againstLimit compares the middle value with the timescale, where a shorter or a longer time is the better one. The
// released median is rounded, so one that equals the timescale is neither.
func (f Figure) againstLimit(median int) string {
	if f.Limit == nil || f.Better != "lower" && f.Better != "higher" {
		return ""
	}
	limit := fmt.Sprintf("the timescale of %d %s", *f.Limit, unitFor(*f.Limit, f.unit))
	switch {
	case median == *f.Limit:
		return " That is about " + limit + "."
	case median > *f.Limit:
		return " That is longer than " + limit + ": about half or more took longer."
	}
	return " That is within " + limit + "; a middle value says nothing of those who waited longest."
}
