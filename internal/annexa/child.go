package annexa

import (
	"slices"
	"strings"
	"time"

	"waymark/internal/care"
	"waymark/internal/dates"
	"waymark/internal/rawcell"
)

// row reads the cells of one row of a list.
type row struct {
	*reader
	t *table
	n int
}

// text is the cell of a field; empty when it holds nothing, a word for nothing, an error of the spreadsheet, or
// a formula whose value was not stored. The last two are findings.
func (r row) text(id string) string {
	c, ok := r.t.columns[id]
	if !ok {
		return ""
	}
	if r.t.NoValue[[2]int{r.n, c}] {
		r.log.Warn(r.t.place(r.n, id), "formula", "open the workbook in a spreadsheet program, let it calculate, and save it", "the formula in this cell has no stored value; not known")
		return ""
	}
	text := r.t.Cell(r.n, c)
	switch {
	case rawcell.SheetError(text):
		r.log.Warn(r.t.place(r.n, id), "sheet-error", "the look-up behind the cell found nothing; write the value", "the cell holds %s; not known", rawcell.Mask(text))
		return ""
	case rawcell.Missing(text):
		return ""
	}
	return text
}

func (r row) wrong(id, hint, what string) {
	c := r.t.columns[id]
	r.log.Warn(r.t.place(r.n, id), "value", hint, "%s is not %s; not known", rawcell.Mask(r.t.Cell(r.n, c)), what)
}

// earliest is a day before everything that can matter to anyone under 26.
var earliest = dates.NewDate(1990, time.January, 1)

// date reads a day. ok is false when the cell holds something that is no day, or no possible one.
func (r row) date(id string) (d care.Date, ok bool) {
	text := r.text(id)
	if text == "" {
		return 0, true
	}
	d, ok = rawcell.Date(text, r.t.Date1904)
	latest := r.options.On
	if latest == 0 {
		latest = dates.NewDate(2100, time.December, 31)
	}
	switch {
	case !ok:
		r.wrong(id, "write the day as 30/06/2026", "a day")
		return 0, false
	case d.Before(earliest):
		r.wrong(id, "write the day as 30/06/2026", "a day since 1990")
		return 0, false
	case d.After(latest):
		r.wrong(id, "correct the day, or the day given for the workbook", "a day before the workbook was made")
		return 0, false
	}
	return d, true
}

// day is date for fields that are simply not known when they cannot be read.
func (r row) day(id string) care.Date { d, _ := r.date(id); return d }

// key is what tells children apart in this workbook; "17.0" is what a spreadsheet makes of 17.
func (r row) key() string {
	key := strings.TrimSuffix(r.text("key"), ".0")
	if key == "" {
		r.log.Warn(r.t.place(r.n, "key"), "no-key", "give the row its Child Unique ID, or delete it", "the row has no Child Unique ID and was left out")
	}
	return key
}

// person is what lists 8 and 10 say alike.
func (r row) person(key string) care.Child {
	c := care.Child{
		Key: key, Row: r.n + 1,
		Sex: r.sex(), EthnicityGroup: r.ethnicity(), Disability: r.yesNo("disability"),
		Birth:   r.day("birth"),
		Partial: care.Partial{Episodes: true, Reviews: true, Workers: true},
	}
	if age := r.text("age"); age != "" {
		years, ok := rawcell.Age(age)
		switch at := r.options.On; {
		case !ok:
			r.wrong("age", "write the age in years", "an age")
		case c.Birth == 0:
			c.AgeBand = band(years)
		case at != 0 && (at < c.Birth.Birthday(max(years-1, 0)) || at >= c.Birth.Birthday(years+2)):
			r.log.Warn(r.t.place(r.n, "age"), "age", "correct the one that is wrong", "the age does not fit the date of birth; the date of birth was used")
		}
	}
	return c
}

// bornBefore takes away a date of birth that lies after the start of care.
func (r row) bornBefore(c *care.Child, start care.Date) {
	if c.Birth.After(start) {
		r.log.Warn(r.t.place(r.n, "birth"), "birth-after-start", "correct the one that is wrong", "the child was born after the start of care; the date of birth is not known")
		c.Birth = 0
	}
}

func band(years int) care.AgeBand {
	switch {
	case years < 2:
		return care.Under2
	case years < 5:
		return care.From2To4
	case years < 10:
		return care.From5To9
	case years < 16:
		return care.From10To15
	}
	return care.From16
}

func (r row) list8Child(key string) (c care.Child, ok bool) {
	c = r.person(key)
	c.UASC.Flag = r.yesNo("uasc")
	start, ok := r.date("start")
	if ok && start == 0 {
		r.log.Warn(r.t.place(r.n, "start"), "no-start", "write the day the child started to be looked after", "the child has no start of care, and so nothing that is counted from it")
	}
	end, readable := r.date("end")
	if !readable || end.Before(start) {
		if readable {
			r.log.Error(r.t.place(r.n, "end"), "end-before-start", "correct the day on which the child ceased or started to be looked after", "care ceased before it started; the child was left out")
		} else {
			r.log.Error(r.t.place(r.n, "end"), "end-unknown", "correct the day", "nobody can tell whether the child is in care; the child was left out")
		}
		return c, false
	}
	r.bornBefore(&c, start)
	ceased := care.CeasedCode(r.code("ceased", knownCeased, "a reason such as E47"))
	if ceased != "" && ceased != care.Continues && end == 0 {
		r.log.Warn(r.t.place(r.n, "end"), "reason-without-end", "write the day care ceased, or remove the reason", "there is a reason for leaving care and no day; the child is taken to be in care")
	}
	c.Episodes = r.episodes(start, end, ceased)

	if held := r.day("review"); held != 0 {
		c.Reviews = []care.Review{{Row: c.Row, Held: held}}
	}
	if plan := r.plan(); plan != "" {
		c.Plans = []care.Plan{{Option: plan, Role: care.MainPlan}}
	}
	if text := r.text("placements"); text != "" {
		if n, ok := rawcell.Count(text, 99); ok {
			c.Counted = care.Counted{Placements12Months: care.Known(n), On: r.options.On}
		} else {
			r.wrong("placements", "write a whole number", "a number of placements")
		}
	}
	return c, true
}

// episodes tells the latest state as the return would: one episode from the start of care, and another from each
// of the two days on which the latest legal status and the latest placement began, if they are later. What held
// before them is not known and has no code. The change says what changed, so that the latest placement begins a
// stay of its own.
//
// A latest placement or legal status that began before care, as short breaks and orders at home do, is taken to
// hold from the start of care. One that began after care ceased is not believed.
func (r row) episodes(start, end care.Date, ceased care.CeasedCode) []care.Episode {
	legal := care.LegalStatus(r.code("legal", knownLegal, "a legal status such as C2"))
	placement := care.PlacementCode(r.code("placement", knownPlacement, "a placement such as U4"))
	provider := care.ProviderCode(r.provider())
	inside := r.inAuthority()
	legalFrom, placedFrom := r.day("legal-start"), r.day("placement-start")
	if start == 0 {
		return nil
	}
	since := func(id string, d care.Date) care.Date {
		if end != 0 && d > end {
			r.log.Warn(r.t.place(r.n, id), "after-end", "correct the one that is wrong", "this day lies after care ceased; it is taken to be the start of care")
			d = 0
		}
		return max(d, start)
	}
	legalFrom, placedFrom = since("legal-start", legalFrom), since("placement-start", placedFrom)
	days := []care.Date{start, legalFrom, placedFrom}
	slices.Sort(days)
	days = slices.Compact(days)

	var out []care.Episode
	for i, d := range days {
		if d == end && i > 0 {
			break // nothing holds from the day care ceased
		}
		e := care.Episode{Row: r.n + 1, Start: d, Why: care.StartedCare}
		if d >= legalFrom {
			e.Legal = legal
		}
		if d >= placedFrom {
			e.Placement, e.Provider, e.InAuthority = placement, provider, inside
		}
		switch {
		case i == 0:
		case d == legalFrom && d == placedFrom:
			e.Why = care.LegalAndPlacement
		case d == placedFrom:
			e.Why = care.PlacementChange
		default:
			e.Why = care.LegalChange
		}
		if i > 0 {
			out[i-1].End, out[i-1].Ceased = d, care.Continues
		}
		out = append(out, e)
	}
	last := &out[len(out)-1]
	if last.End = end; end != 0 {
		last.Ceased = ceased
	}
	return out
}

func (r row) adoption() care.Adoption {
	return care.Adoption{
		Decided: r.day("decided"), PlacementOrder: r.day("placement-order"), Matched: r.day("matched"), Placed: r.day("placed"),
		Ordered: r.day("ordered"), Reversed: r.day("reversed"), ReversedReason: care.ReversedCode(r.reversedReason()),
		FosteredFrom: r.day("fostered-from"),
	}
}

func (rd *reader) list8(t *table) {
	for _, n := range t.rows {
		r := row{rd, t, n}
		key := r.key()
		if key == "" {
			rd.out.Counts.LeftOut++
			continue
		}
		c, ok := r.list8Child(key)
		if !ok {
			rd.out.Counts.LeftOut++
			continue
		}
		if i, twice := rd.byKey[key]; twice {
			rd.again(t, n, i, c)
			continue
		}
		rd.byKey[key] = len(rd.out.Children)
		rd.out.Children = append(rd.out.Children, c)
		rd.out.Counts.FromList8++
	}
}

// again joins a second row of a child, who left care and came back. The later period says what the child is like
// now; a row for the same period is a mistake.
func (rd *reader) again(t *table, n, i int, c care.Child) {
	first := rd.out.Children[i]
	sameStart := func(e care.Episode) bool { return e.Why == care.StartedCare && e.Start == c.Episodes[0].Start }
	if len(first.Episodes) == 0 || len(c.Episodes) == 0 || slices.ContainsFunc(first.Episodes, sameStart) {
		rd.log.Warn(t.place(n, "key"), "child-twice", "keep one row for each period of care", "the child of row %d is here again with the same start of care; this row was left out", first.Row)
		return
	}
	earlier, later := first, c
	if c.Episodes[0].Start < first.Episodes[0].Start {
		earlier, later = c, first
	}
	later.Row = first.Row
	later.Episodes = slices.Concat(earlier.Episodes, later.Episodes)
	later.Reviews = slices.Concat(earlier.Reviews, later.Reviews)
	rd.out.Children[i] = later
}

func (rd *reader) list10(t *table) {
	for _, n := range t.rows {
		r := row{rd, t, n}
		key := r.key()
		if key == "" {
			rd.out.Counts.LeftOut++
			continue
		}
		a := r.adoption()
		start := r.day("start")
		i, known := rd.byKey[key]
		switch {
		case !known && (a.Ordered == 0 || start == 0 || a.Ordered.Before(start)):
			rd.log.Warn(t.place(n, "key"), "not-on-list-8", "a child who was adopted needs the day of entering care and of the order; a child in care belongs on list 8 too", "the child is not on list 8 and has no adoption order that can be used; the row was left out")
			rd.out.Counts.AdoptionUnfinished++
			continue
		case !known:
			c := r.person(key)
			r.bornBefore(&c, start)
			// Adopted, and no more is known. E12 and E11 differ only in whether the parents consented, which
			// nothing here asks; the placement is that of a child placed for adoption.
			c.Episodes = []care.Episode{{Row: n + 1, Start: start, End: a.Ordered, Why: care.StartedCare, Ceased: "E11"}}
			i = len(rd.out.Children)
			rd.byKey[key] = i
			rd.out.Children = append(rd.out.Children, c)
			rd.out.Counts.FromList10++
		}
		c := &rd.out.Children[i]
		if start != 0 && len(c.Episodes) > 0 && !slices.ContainsFunc(c.Episodes, func(e care.Episode) bool { return e.Start == start }) {
			rd.log.Warn(t.place(n, "start"), "lists-differ", "correct the one that is wrong", "the day of entering care is another one on list 8, which was used")
		}
		c.Adoptions = append(c.Adoptions, a)
	}
}

// list9 gives children of list 8 their service: a care leaver's case is with the leaving care service.
func (rd *reader) list9(t *table) {
	for _, n := range t.rows {
		r := row{rd, t, n}
		key := r.key()
		if key == "" {
			continue
		}
		if i, ok := rd.byKey[key]; ok {
			rd.out.Children[i].Service = care.LeavingCareService
		} else {
			rd.out.Counts.CareLeaversOnly++
		}
	}
}
