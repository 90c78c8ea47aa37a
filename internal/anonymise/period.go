package anonymise

import (
	"fmt"
	"time"

	"waymark/internal/care"
	"waymark/internal/dates"
	"waymark/internal/tracker"
)

// Span is which periods are wanted.
type Span struct {
	Period string    // one period, such as 2026-Q2 or 2026-06; empty with All
	All    bool      // every period that the export covers
	From   string    // the first of them; empty for the first that the export holds those who left care in
	Today  time.Time // a period is over when its last day is past
}

// Check says what is wrong with a span before anything is read.
func (s Span) Check() error {
	switch {
	case s.All == (s.Period != ""):
		return fmt.Errorf("name one period with --period, or take all that the export covers with --all")
	case !s.All && s.From != "":
		return fmt.Errorf("--from-period goes with --all")
	}
	for _, name := range []string{s.Period, s.From} {
		if name == "" {
			continue
		}
		p, err := tracker.ParsePeriod(name)
		if err != nil {
			return err
		}
		if !s.over(p) {
			return fmt.Errorf("%s is not over yet: its last day is %s", name, p.EndWords())
		}
	}
	return nil
}

func (s Span) over(p tracker.Period) bool { return p.End().Before(s.Today) }

// mostPeriods is how many periods are made without being asked for by name. An export that seems to reach back
// further than ten years more likely holds a mistyped day.
const mostPeriods = 40

// choose lists the periods, in order.
//
// All are those up to the last that is over and in which anything is recorded. A return ends with its collection
// year, on 31 March. They begin with the quarter named, or else with the first quarter in which the export can
// hold the children who left care: that of the beginning of a return's first year, or that in which the first
// child left for the last time. Before it an export holds only those who stayed, and would make the past look
// worse than it was.
func (s Span) choose(raw Raw, all people) ([]tracker.Period, error) {
	var lastDay care.Date // of the export
	if n := len(raw.Years); n > 0 {
		lastDay = dates.NewDate(raw.Years[n-1], time.March, 31)
	}
	if !s.All {
		p, err := tracker.ParsePeriod(s.Period)
		if err != nil {
			return nil, err
		}
		if lastDay != 0 && dates.DateOf(p.End()) > lastDay {
			return nil, fmt.Errorf("the return ends with its collection year on 31 March %d, and %s ends after it", raw.Years[len(raw.Years)-1], p)
		}
		return []tracker.Period{p}, nil
	}
	today := dates.DateOf(s.Today)
	if lastDay == 0 {
		for l := range all.each {
			lastDay = max(lastDay, latestDay(l, today))
		}
	}
	if lastDay == 0 {
		return nil, fmt.Errorf("no day is recorded in the export, so it covers no period")
	}
	var first tracker.Period
	if s.From != "" {
		first, _ = tracker.ParsePeriod(s.From) // checked by Check
	} else {
		var err error
		if first, err = quarter(firstLeaving(raw, all, lastDay)); err != nil {
			return nil, fmt.Errorf("the export seems to reach back to before 1990: name the first period with --from-period")
		}
	}
	var out []tracker.Period
	for p := first; s.over(p) && dates.DateOf(p.Start()) <= lastDay; p = p.Next() {
		if len(raw.Years) > 0 && dates.DateOf(p.End()) > lastDay {
			break
		}
		out = append(out, p)
	}
	switch {
	case len(out) == 0:
		return nil, fmt.Errorf("the export covers no period from %s on that is over", first)
	case len(out) > mostPeriods && s.From == "":
		return nil, fmt.Errorf("the export seems to reach back to %s: name the first period with --from-period", first)
	}
	return out, nil
}

func firstLeaving(raw Raw, all people, lastDay care.Date) care.Date {
	if len(raw.Years) > 0 {
		return dates.NewDate(raw.Years[0]-1, time.April, 1)
	}
	var first care.Date
	for l := range all.each {
		if n := len(l.periods); n > 0 && l.periods[n-1].End <= lastDay {
			first = dates.Earliest(first, l.periods[n-1].End)
		}
	}
	if first == 0 {
		return lastDay
	}
	return first
}

// latestDay is the last day, up to today, on which something about the child happened. Days that may lie ahead,
// such as the end of an open period of care, do not count.
func latestDay(l life, today care.Date) care.Date {
	var last care.Date
	see := func(days ...care.Date) {
		for _, d := range days {
			if d <= today {
				last = max(last, d)
			}
		}
	}
	for _, e := range l.Episodes {
		see(e.Start, e.End)
	}
	for _, r := range l.Reviews {
		see(r.Held)
	}
	for _, m := range l.Meetings {
		see(m.Held)
	}
	for _, p := range l.Plans {
		see(p.Recorded, p.AgreedOn, p.EndedOn)
	}
	for _, p := range l.Proceedings {
		see(p.Issued, p.Concluded)
	}
	for _, a := range l.Assessments {
		see(a.Start, a.End)
	}
	for _, p := range l.pre {
		see(p.Start, p.End)
	}
	return last
}

func quarter(d care.Date) (tracker.Period, error) {
	year, month, _ := d.Parts()
	return tracker.ParsePeriod(fmt.Sprintf("%04d-Q%d", year, (int(month)+2)/3))
}

// End is the last day of the one period that is wanted; the zero time for all.
func (s Span) End() time.Time {
	p, err := tracker.ParsePeriod(s.Period)
	if err != nil {
		return time.Time{}
	}
	return p.End()
}
