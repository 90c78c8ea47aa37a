package rawtracker

import (
	"slices"
	"strings"

	"waymark/internal/care"
)

// Words of the tracker and the codes that stand for them in package care. A word says less than a code: foster
// carers of no special kind (U3, U6), a child placed for adoption under a placement order (A6), a children's home
// (K2), a private provider (PR4), police protection for "other" legal statuses (L1). The tracker's groups, which
// are all that is kept, come out the same.
var (
	legalWords = map[string]care.LegalStatus{
		"interim-care-order": "C1", "care-order": "C2", "placement-order": "E1", "section-20": "V2", "remand": "J1", "other": "L1", "none": "",
	}
	placementWords = map[string]care.PlacementCode{
		"kinship-foster": "U3", "foster": "U6", "placed-for-adoption": "A6", "with-parents": "P1", "residential": "K2", "supported": "K3", "other": "Z1", "not-applicable": "",
	}
	providerWords = map[string]care.ProviderCode{"own": "PR1", "other": "PR4", "not-applicable": ""}
	ceasedWords   = map[string]care.CeasedCode{
		"adopted": "E11", "special-guardianship": "E47", "child-arrangements-order": "E41", "returned-home-planned": "E4A",
		"returned-home-unplanned": "E4B", "stayed-with-carers": "E17", "independent": "E5", "other": "E8", "none": "",
	}
	previousWords = map[string]care.PreviousPermanence{"yes": care.PreviousSomeKind, "no": care.NoPreviousPermanence, "not-known": ""}
)

func knownLegal(c care.LegalStatus) bool       { return c.Group() != "" || c.ShortBreak() }
func knownPlacement(c care.PlacementCode) bool { return c.Group() != "" }
func knownProvider(c care.ProviderCode) bool   { return c != "" && c.Group() != "" }
func knownCeased(c care.CeasedCode) bool       { return c != care.Continues && c.End() != "" }
func knownPrevious(c care.PreviousPermanence) bool {
	return c != care.PreviousSomeKind && c.Answer() != care.NotKnown
}

// changes are REASON_PLACE_CHANGE.
var changes = []care.ChangeCode{"CARPL", "CLOSE", "ALLEG", "STAND", "APPRR", "CREQB", "CREQO", "CHILD", "LAREQ", "PLACE", "CUSTOD", "OTHER"}

func knownChange(c care.ChangeCode) bool { return slices.Contains(changes, c) }

var (
	cohorts   = []care.Cohort{care.InCare, care.LeftCare, care.InPreProceedings}
	bands     = []care.AgeBand{care.Under2, care.From2To4, care.From5To9, care.From10To15, care.From16}
	sexes     = []care.Sex{care.Female, care.Male, care.SexNotKnown}
	groups    = []care.EthnicityGroup{care.Asian, care.Black, care.Mixed, care.White, care.OtherEthnicity, care.EthnicityNotKnown}
	services  = []care.Service{care.AssessmentAndCourt, care.ChildrenInCare, care.LeavingCareService}
	together  = []care.SiblingsTogether{care.AllTogether, care.SomeTogether, care.Apart, care.NoSiblings}
	distances = []care.DistanceBand{care.UpTo20Miles, care.Over20Miles}
	options   = []care.PlanOption{care.PlanReturnHome, care.PlanSpecialGuardian, care.PlanArrangementsOrder, care.PlanAdoption, care.PlanLongTermFostering,
		care.PlanResidential, care.PlanIndependentLiving, care.PlanOther, care.NoPlan}
	roles    = []care.PlanRole{care.MainPlan, care.ParallelPlan, care.ContingencyPlan}
	agreedAt = []care.AgreedAt{care.AgreedAtReview, care.AgreedAtReview2, care.AgreedAtCourt, care.AgreedAtPanel}
	meetings = []MeetingKind{TrackingMeeting, PanelMeeting, LegalPlanningMeeting, OtherMeeting}
)

func (rd *reader) child(r row) {
	key := r.key()
	if key == "" {
		return
	}
	_, twice := rd.byKey[key]
	if twice {
		r.log.Error(r.place("child_key"), "child-twice", "keep one row for a child", "this child_key is in an earlier row; the row was left out")
		rd.out.Counts.LeftOut++
		return
	}
	leave := func(check, column, what string) {
		r.log.Error(r.place(column), check, "correct the row", "%s; the child was left out", what)
		rd.out.Counts.LeftOut++
		rd.refused[key] = true
	}
	if name := r.text("authority"); rd.options.Authority != "" && !strings.EqualFold(name, rd.options.Authority) {
		leave("authority", "authority", "the child is of another authority than the one asked for")
		return
	}
	n := &notes{row: r.n + 1}
	n.start = r.day("care_start")
	end, ok := r.date("care_end")
	switch {
	case !ok:
		leave("end-unknown", "care_end", "nobody can tell whether the child is in care")
		return
	case end != 0 && n.start != 0 && end < n.start:
		leave("end-before-start", "care_end", "care ended before it started")
		return
	}
	n.end = end
	n.ceased = coded(r, "care_end_reason", knownCeased, ceasedWords)
	n.legal = coded(r, "legal_status", knownLegal, legalWords)
	n.legalFrom = r.day("legal_status_start")
	if n.ceased != "" && n.end == 0 {
		r.log.Warn(r.place("care_end"), "reason-without-end", "write the day care ended, or remove the reason", "there is a reason for leaving care and no day; the child is taken to be in care")
		n.ceased = ""
	}
	if n.start == 0 && (n.end != 0 || n.legal != "") {
		r.log.Warn(r.place("care_start"), "no-start", "write the day care started", "the child has an end of care or a legal status and no start of care, and so nothing that is counted from it")
	}
	group := r.text("sibling_group_key")
	if what := refuseKey(group); what != "" {
		r.wrong("sibling_group_key", group, "a random key", "use a random key such as s-91c3")
		group = ""
	}
	c := care.Child{
		Key: key, Row: r.n + 1,
		Cohort: word(r, "cohort", cohorts), AgeBand: word(r, "age_band", bands), Sex: word(r, "sex", sexes),
		EthnicityGroup: word(r, "ethnicity_group", groups), Disability: r.yesNo("disability"), UASC: care.UASC{Flag: r.yesNo("uasc")},
		SiblingGroup: group, InterventionStart: r.day("intervention_start"),
		PreviousPermanence: coded(r, "previous_permanence", knownPrevious, previousWords),
		RiskFlag:           r.yesNo("risk_flag"), Service: word(r, "service", services), Siblings: word(r, "siblings_together", together),
		Kept: care.Kept{Conferences: rd.tables["events"] != nil, LifeStory: rd.tables["events"] != nil},
		// The long form has no workers and only the latest legal status; its placements and reviews are all there.
		Partial: care.Partial{Workers: true},
	}
	rd.byKey[key] = len(rd.out.Children)
	rd.notes[key] = n
	rd.out.Children = append(rd.out.Children, c)
	rd.out.Counts.Children++
}

func (rd *reader) plan(r row) {
	c, _ := r.of()
	if c == nil {
		return
	}
	option := word(r, "plan_option", options)
	if option == "" || option == care.NoPlan {
		if r.text("plan_option") == "" {
			r.wrong("plan_option", "", "a plan", "name the plan, or remove the row")
		}
		rd.out.Counts.LeftOut++
		return
	}
	p := care.Plan{Option: option, Role: word(r, "role", roles), AgreedOn: r.day("agreed_on"), EndedOn: r.day("ended_on"), AgreedAt: word(r, "agreed_at", agreedAt)}
	if p.Role == "" {
		p.Role = care.MainPlan
	}
	if p.EndedOn.Before(p.AgreedOn) {
		r.log.Warn(r.place("ended_on"), "order", "correct the one that is wrong", "the plan ended before it was agreed; the day it was agreed is not known")
		p.AgreedOn = 0
	}
	c.Plans = append(c.Plans, p)
	rd.out.Counts.Plans++
}

type placement struct {
	start, end  care.Date
	kind        care.PlacementCode
	provider    care.ProviderCode
	same        bool
	changed     care.ChangeCode
	inAuthority care.Tri
	distance    care.DistanceBand
	row         int
}

func (rd *reader) placement(r row) {
	_, n := r.of()
	if n == nil {
		return
	}
	start := r.day("start")
	end, ok := r.date("end")
	if start == 0 || !ok || end != 0 && end < start {
		r.log.Warn(r.place("start"), "placement", "a placement needs the day it began, and an end that is not before", "the days of the placement cannot be so; the row was left out")
		rd.out.Counts.LeftOut++
		return
	}
	n.placements = append(n.placements, placement{
		start, end, coded(r, "placement_type", knownPlacement, placementWords), coded(r, "provider", knownProvider, providerWords),
		r.yesNo("same_carer_as_previous") == care.Yes, coded(r, "change_reason", knownChange, map[string]care.ChangeCode{}),
		r.yesNo("in_authority"), word(r, "distance_band", distances), r.n + 1,
	})
	rd.out.Counts.Placements++
}

func (rd *reader) meeting(r row) {
	m := LoggedMeeting{Meeting: word(r, "meeting", meetings), On: r.day("date"), Held: r.yesNo("held") == care.Yes, IRO: r.yesNo("iro_present")}
	if m.Meeting == "" || m.On == 0 {
		r.log.Warn(r.place("meeting"), "meeting", "name the meeting and its day", "the meeting has no kind or no day; the row was left out")
		rd.out.Counts.LeftOut++
		return
	}
	if rd.options.Roles != nil {
		m.Chair = word(r, "chair_role", rd.options.Roles)
	}
	rd.out.MeetingLog = append(rd.out.MeetingLog, m)
	rd.out.Counts.Meetings++
}

// assemble makes the lists of a child from the rows about it.
func (rd *reader) assemble(c *care.Child) {
	n := rd.notes[c.Key]
	slices.SortStableFunc(n.placements, func(a, b placement) int { return a.start.Compare(b.start) })
	c.Episodes = episodes(n)
	slices.SortStableFunc(n.events, func(a, b event) int { return a.on.Compare(b.on) })
	for _, e := range n.events {
		e.into(c)
	}
}

// episodes tells the children row and the placements of a child as the return would: a new episode wherever the
// legal status or the placement changes.
//
// The present period of care runs from care_start to care_end. The legal status holds from legal_status_start,
// or throughout when that is empty or earlier; what held before has no code. Placements that overlap are cut
// where the next begins; days without one belong to an episode without a placement code. A placement that was
// open, or ends later, when care ended ends with it; what begins on or after that day is left out.
//
// Placements that begin before care_start are earlier periods of care: they touch, or make different periods.
// They end by care_start at the latest. Why those periods ended is an event; until it is read the code is E8, other
// reason.
func episodes(n *notes) []care.Episode {
	var out []care.Episode
	earlier, present := []placement{}, []placement{}
	for _, p := range n.placements {
		switch {
		case n.start == 0 || p.start < n.start:
			earlier = append(earlier, p)
		case n.end == 0 || p.start < n.end:
			present = append(present, p)
		}
	}
	for i, p := range earlier {
		limit := n.start
		if i+1 < len(earlier) {
			limit = earlier[i+1].start
		}
		if limit != 0 && (p.end == 0 || p.end > limit) {
			p.end = limit
		}
		e := p.episode(p.start, p.end)
		e.Why = care.StartedCare
		if i > 0 && out[i-1].End == p.start {
			e.Why = p.why()
			out[i-1].Ceased = care.Continues
		}
		if p.end != 0 {
			e.Ceased = "E8"
		}
		out = append(out, e)
	}
	if n.start == 0 {
		return out
	}

	days := []care.Date{n.start}
	legalFrom := max(n.legalFrom, n.start)
	if n.legal != "" && legalFrom > n.start && (n.end == 0 || legalFrom < n.end) {
		days = append(days, legalFrom)
	}
	for i := range present {
		p := &present[i]
		if i+1 < len(present) && (p.end == 0 || p.end > present[i+1].start) {
			p.end = present[i+1].start
		}
		if n.end != 0 && (p.end == 0 || p.end > n.end) {
			p.end = n.end
		}
		days = append(days, p.start)
		if p.end != 0 && p.end != n.end {
			days = append(days, p.end)
		}
	}
	slices.Sort(days)
	days = slices.Compact(days)
	first := len(out)
	for i, d := range days {
		end := n.end
		if i+1 < len(days) {
			end = days[i+1]
		}
		e := care.Episode{Row: n.row, Start: d, End: end}
		begins, ends := false, false
		for _, p := range present {
			if p.start <= d && (p.end == 0 || p.end > d) {
				e = p.episode(d, end)
				begins = p.start == d
				if end != p.end {
					e.Changed = ""
				}
				e.Why = p.why()
			}
			ends = ends || p.end == d && p.start < d
		}
		legalBegins := n.legal != "" && d == legalFrom
		if d >= legalFrom {
			e.Legal = n.legal
		}
		moved := begins || ends
		if !begins && ends {
			e.Why = care.PlacementChange // into days that no placement covers
		}
		switch {
		case i == 0:
			e.Why = care.StartedCare
		case moved && legalBegins && e.Why == care.SameCarerMove:
			e.Why = care.LegalAndSameCarer
		case moved && legalBegins:
			e.Why = care.LegalAndPlacement
		case !moved:
			e.Why = care.LegalChange
		}
		if e.Ceased = care.Continues; i+1 == len(days) {
			e.Ceased = n.ceased
		}
		out = append(out, e)
	}
	if first > 0 && out[first-1].End == 0 {
		out[first-1].End, out[first-1].Ceased = n.start, "E8"
	}
	return out
}

func (p placement) episode(start, end care.Date) care.Episode {
	return care.Episode{Row: p.row, Start: start, End: end, Placement: p.kind, Provider: p.provider, Changed: p.changed, InAuthority: p.inAuthority, Distance: p.distance}
}

func (p placement) why() care.NewEpisode {
	if p.same {
		return care.SameCarerMove
	}
	return care.PlacementChange
}
