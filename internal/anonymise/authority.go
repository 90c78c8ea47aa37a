package anonymise

import (
	"time"

	"waymark/internal/care"
	"waymark/internal/dates"
	"waymark/internal/diag"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

// Authority is what an authority's own data says about how its children are counted.
type Authority struct {
	ID       string
	Names    []string // that merged exports may call it by
	Schema   *tracker.Schema
	Calendar *care.Calendar
	Limits   care.Limits
}

// Load takes the schema, the bank holidays and the amounts of the standards from a site's data. It is nil when
// one of them is missing or wrong; findings say which.
func Load(s *site.Site, findings *diag.List) *Authority {
	a := &Authority{ID: s.ID, Names: []string{s.ID, s.Name, s.Authority, s.Code}}
	a.Schema = readSchema(s, findings)
	a.Calendar = readCalendar(s, findings)
	limits, ok := readLimits(s, findings)
	a.Limits = limits
	if a.Schema == nil || a.Calendar == nil || !ok {
		return nil
	}
	return a
}

func readSchema(s *site.Site, findings *diag.List) *tracker.Schema {
	const name = "tracker.schema.json"
	src, layer, err := site.Find(s.Data, name)
	if err != nil {
		findings.Errorf("schema", "data/common/"+name, 0, 0, "put it into the data folder of a layer", "there is no %s, so nothing says what a period file holds", name)
		return nil
	}
	schema, found := tracker.ReadSchema(layer.File(name), src)
	findings.Add(found...)
	if schema == nil || hasError(found) {
		return nil
	}
	for _, f := range schema.Fields {
		if _, ok := columnOf(f.Name); !ok && f.Required {
			findings.Errorf("schema", layer.File(name), f.Line, 0, "add a rule for it to internal/anonymise/derive.go, or let it be empty", "no rule fills column %q from an export, and it may not be empty", f.Name)
			return nil
		}
	}
	return schema
}

func readCalendar(s *site.Site, findings *diag.List) *care.Calendar {
	if _, _, err := site.Find(s.Data, site.HolidaysName); err != nil {
		findings.Errorf("bank-holidays", "data/common/"+site.HolidaysName, 0, 0, "put it into the data folder of a layer", "there is no %s, and the first review is due after so many working days", site.HolidaysName)
		return nil
	}
	if holidays := site.ReadHolidays(s.Data, findings); holidays != nil {
		return holidays.Calendar
	}
	return nil
}

// readLimits takes the amounts from the standards. A standard that says why there is none has the amount 0; one
// that is not there at all has the national amount.
func readLimits(s *site.Site, findings *diag.List) (care.Limits, bool) {
	limits, ok := care.DefaultLimits(), true
	for _, l := range []struct {
		standard, unit string
		into           *int
	}{
		{"first-review", "working days", &limits.FirstReviewDays},
		{"second-review", "months", &limits.SecondReviewMonths},
		{"later-reviews", "months", &limits.LaterReviewMonths},
		{"permanence-plan", "months", &limits.PlanMonths},
		{"planning-meeting-interval", "weeks", &limits.MeetingWeeks},
		{"family-and-friends-assessment", "weeks", &limits.AssessmentWeeks},
		{"same-placement-review", "years", &limits.SettledYears},
		{"panel-transfer", "weeks", &limits.TransferWeeks},
	} {
		standard := s.Standards[l.standard]
		switch {
		case standard == nil:
		case standard.None == "" && standard.Unit != l.unit:
			findings.Errorf("standard", standard.At.File, standard.At.Line, 0, "write the amount in "+l.unit, "standard %q is counted in %s when exports are read", l.standard, l.unit)
			ok = false
		default:
			*l.into = standard.Amount
		}
	}
	return limits, ok
}

func hasError(findings []diag.Finding) bool {
	for _, f := range findings {
		if f.Severity == diag.Error {
			return true
		}
	}
	return false
}

// Day is a day as readers take it, for callers that may not name package care.
func Day(t time.Time) care.Date { return dates.DateOf(t) }
