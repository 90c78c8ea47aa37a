package rawtracker

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"waymark/internal/care"
)

// Write makes the five CSV files, by name, of records that were invented for a demonstration. Reading them back
// gives the same records, but for what the long form cannot tell (see the package comment) and for what lies
// outside it: courses of proceedings and assessments of one kind that end in another order than they began.
// Children are written in the order of their keys, rows of a child in order of their days.
//
// An error names a child by its place in the list, not by its key.
func Write(authority string, children []care.Child, log []LoggedMeeting) (map[string][]byte, error) {
	tables := map[string][][]string{}
	add := func(table string, cells ...string) { tables[table] = append(tables[table], cells) }
	for _, name := range Tables {
		columns := declared[name]
		if name == "children" {
			columns = slices.Concat(columns, optional[name])
		}
		add(name, columns...)
	}
	seen := map[string]bool{}
	for i, c := range children {
		what := ""
		switch {
		case c.Key == "":
			what = "no key"
		case refuseKey(c.Key) != "":
			what = "a key that looks like " + refuseKey(c.Key)
		case refuseKey(c.SiblingGroup) != "":
			what = "a sibling group that looks like " + refuseKey(c.SiblingGroup)
		case seen[c.Key]:
			what = "the key of an earlier child"
		case c.AgeBand == "":
			what = "no age band, and the long form has no date of birth"
		}
		if what != "" {
			return nil, fmt.Errorf("write tracker tables: child %d has %s", i+1, what)
		}
		seen[c.Key] = true
	}
	children = slices.Clone(children)
	slices.SortFunc(children, func(a, b care.Child) int { return strings.Compare(a.Key, b.Key) })
	for i := range children {
		writeChild(add, authority, &children[i])
	}
	for _, m := range log {
		add("meetings", string(m.Meeting), iso(m.On), yn(care.YesNo(m.Held)), m.Chair, yn(m.IRO))
	}

	files := map[string][]byte{}
	for _, name := range Tables {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		if err := w.WriteAll(tables[name]); err != nil {
			return nil, fmt.Errorf("write tracker tables: %s: %w", name, err)
		}
		files[name+".csv"] = b.Bytes()
	}
	return files, nil
}

func iso(d care.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format("2006-01-02")
}

func yn(t care.Tri) string {
	switch t {
	case care.Yes:
		return "Y"
	case care.No:
		return "N"
	}
	return string(t)
}

func writeChild(add func(string, ...string), authority string, c *care.Child) {
	episodes := slices.Clone(c.Episodes)
	slices.SortStableFunc(episodes, func(a, b care.Episode) int { return a.Start.Compare(b.Start) })
	from := 0 // where the last period of care begins
	for i, e := range episodes {
		if e.Why == care.StartedCare {
			from = i
		}
	}
	var start, end, legalFrom care.Date
	var ceased care.CeasedCode
	var legal care.LegalStatus
	if len(episodes) > 0 {
		tail := episodes[len(episodes)-1]
		start, end, legal, legalFrom = episodes[from].Start, tail.End, tail.Legal, tail.Start
		if end != 0 && tail.Ceased != care.Continues {
			ceased = tail.Ceased
		}
		for i := len(episodes) - 1; i >= from && episodes[i].Legal == legal; i-- {
			legalFrom = episodes[i].Start
		}
		if legal == "" {
			legalFrom = 0
		}
	}
	previous := string(c.PreviousPermanence)
	add("children", c.Key, authority, string(c.Cohort), string(c.AgeBand), string(c.Sex), string(c.EthnicityGroup), yn(c.Disability), yn(c.UASC.Flag), c.SiblingGroup,
		iso(c.InterventionStart), iso(start), iso(end), string(ceased), string(legal), iso(legalFrom), previous, yn(c.RiskFlag), string(c.Service), string(c.Siblings))

	for _, p := range c.Plans {
		add("plans", c.Key, string(p.Option), string(p.Role), iso(p.AgreedOn), iso(p.EndedOn), string(p.AgreedAt))
	}
	for i := 0; i < len(episodes); i++ {
		e := episodes[i]
		j := i // the last episode of the same placement
		for j+1 < len(episodes) && episodes[j+1].Why == care.LegalChange && episodes[j].End == episodes[j+1].Start && episodes[j+1].Placement == e.Placement {
			j++
		}
		i = j
		if e.Placement == "" {
			continue
		}
		same := e.Why == care.SameCarerMove || e.Why == care.LegalAndSameCarer
		add("placements", c.Key, iso(e.Start), iso(episodes[j].End), string(e.Placement), string(e.Provider), yn(care.YesNo(same)), string(episodes[j].Changed), yn(e.InAuthority), string(e.Distance))
	}
	for _, e := range events(c, episodes[:from]) {
		add("events", c.Key, e.kind, iso(e.on), strings.Join(e.outcomes, "+"))
	}
}

// events tells the lists of a child as rows, in order of days, then of kinds.
// earlier are the episodes before the last period of care.
func events(c *care.Child, earlier []care.Episode) []event {
	var out []event
	add := func(kind string, on care.Date, outcomes ...string) {
		if on == 0 {
			return
		}
		e := event{kind: kind, on: on}
		for _, o := range outcomes {
			if slices.Contains(Outcomes(kind), o) {
				e.outcomes = append(e.outcomes, o)
			}
		}
		out = append(out, e)
	}
	for _, m := range c.Meetings {
		name, iro := "ppm", ""
		if m.Initial {
			name = "ppm_initial"
		}
		switch m.IRO {
		case care.Yes:
			iro = "iro-present"
		case care.No:
			iro = "iro-absent"
		}
		add(name, m.Held, iro)
	}
	for _, r := range c.Reviews {
		add("review", r.Held, string(r.Participation), r.Outcome)
	}
	for _, p := range c.Proceedings {
		add("court_issue", p.Issued)
		add("court_final", p.Concluded, p.Outcome)
	}
	for _, f := range c.Conferences {
		offered := "offered"
		if f.Outcome == "declined" && f.Held == 0 {
			offered = "declined"
		}
		add("fgc", f.Offered, offered)
		add("fgc", f.Held, "held")
	}
	for _, a := range c.Assessments {
		add("assessment_start", a.Start, string(a.Type))
		add("assessment_end", a.End, string(a.Type), a.Outcome)
	}
	for _, a := range c.Adoptions {
		add("adm_decision", a.Reversed, "reversed", string(a.ReversedReason))
		add("adm_decision", a.Decided)
		add("placement_order", a.PlacementOrder)
		add("match", a.Matched)
		foster := ""
		if a.FosterCarer == care.Yes {
			foster = "foster-carer"
		}
		add("placed", a.FosteredFrom, "early-permanence")
		add("placed", a.Placed, foster)
		add("order", a.Ordered)
	}
	for _, d := range c.Disputes {
		add("drp_raised", d.Raised)
		add("drp_resolved", d.Resolved, d.Outcome)
	}
	for _, l := range c.LifeStory {
		add("life_story", l.On, l.Outcome)
	}
	for _, a := range c.Achieved {
		add("permanence_achieved", a.On, string(a.Route))
	}
	for _, e := range earlier {
		if e.Ceased != care.Continues {
			add(careEnded, e.End, string(e.Ceased))
		}
	}
	for _, e := range c.Events {
		add(string(e.Kind), e.On, e.Outcome)
	}
	rank := map[string]int{}
	for i, k := range kinds {
		rank[k.name] = i
	}
	slices.SortStableFunc(out, func(a, b event) int {
		return cmp.Or(a.on.Compare(b.on), cmp.Compare(rank[a.kind], rank[b.kind]))
	})
	return out
}
