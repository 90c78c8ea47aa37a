// Package rawtracker reads and writes the project's own long form of a tracker: five tables with a row for each
// fact, as CSV files in a folder or as sheets of one workbook. It fills the model of package care.
//
//	children    child_key, authority, cohort, age_band, sex, ethnicity_group, disability, uasc, sibling_group_key,
//	            intervention_start, care_start, care_end, care_end_reason, legal_status, legal_status_start,
//	            previous_permanence, risk_flag; and, if kept, service, siblings_together
//	plans       child_key, plan_option, role, agreed_on, ended_on, agreed_at
//	placements  child_key, start, end, placement_type, provider, same_carer_as_previous, change_reason,
//	            in_authority, distance_band
//	events      child_key, event, date, outcome
//	meetings    meeting, date, held, chair_role, iro_present
//
// Days are 2026-06-30 or 30/06/2026. Words are those of the tracker (care-order, kinship-foster); where the
// SSDA903 return has a code, the code may stand instead and says more (U4 is a confirmed long-term match, which
// "foster" is not). Every column must be there, in any order, and no other: a column that nobody declared is
// refused, for it may hold a name. Only children must exist; a missing table is an empty one.
//
// What the long form cannot tell: the date of birth (it has bands), legal statuses before the latest one, who the
// workers were. Write leaves these out. Why an earlier period of care ended is an event (care_ended) with the code of
// the return; without it nobody knows, and the code is E8.
//
// child_key is a random key that the authority keeps to itself, such as k-3f9a-77b2. Keys that look like an NHS
// number, a unique pupil number, a case number or a name are refused, and the child with them.
//
// A cell that cannot be read is a finding, and the field is not known. Rows of a child who is not in children are
// left out, and so is a child whose end of care cannot be read: nobody could tell whether the child is in care.
package rawtracker

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"waymark/internal/care"
	"waymark/internal/diag"
	"waymark/internal/rawcell"
)

// Options are what the tables do not say.
type Options struct {
	On        care.Date // the day the tables were made: days after it are not believed; zero believes all up to 2100
	Authority string    // when given, the authority that every child must be of
	Roles     []string  // what chair_role may hold; without them it is not kept
	Strict    bool      // every finding is an error
}

// Return is what the tables say.
type Return struct {
	Children   []care.Child // in the order of their keys
	MeetingLog []LoggedMeeting
	Counts     Counts
	NotKnown   []rawcell.Tally // every rule that spoke, and how often, folded findings included
}

// Counts are rows that were read and rows that were left out.
type Counts struct {
	Children, Plans, Placements, Events, Meetings, LeftOut int
}

// LoggedMeeting is a meeting of the service, about no child in particular.
type LoggedMeeting struct {
	Meeting MeetingKind
	On      care.Date
	Held    bool
	Chair   string // a role, never a person
	IRO     care.Tri
}

// MeetingKind is what the meeting was.
type MeetingKind string

const (
	TrackingMeeting      MeetingKind = "tracking"
	PanelMeeting         MeetingKind = "panel"
	LegalPlanningMeeting MeetingKind = "legal-planning"
	OtherMeeting         MeetingKind = "other"
)

// Tables are the names of the five tables, in the order in which they are read.
var Tables = []string{"children", "plans", "placements", "events", "meetings"}

// ReadFolder reads children.csv and the others from a folder.
func ReadFolder(fsys fs.FS, dir string, o Options) (Return, []diag.Finding) {
	rd := newReader(o)
	for _, name := range Tables {
		file := path.Join(dir, name+".csv")
		src, err := fs.ReadFile(fsys, file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		at := rawcell.Place{File: file}
		if err != nil {
			rd.log.Error(at, "file", "", "the file cannot be read")
			continue
		}
		t, err := rawcell.ReadCSV(file, src)
		if err != nil {
			rd.log.Error(at, "file", "", "%s", err)
			continue
		}
		rd.tables[name] = t
	}
	return rd.read(dir)
}

// ReadWorkbook reads sheets called children, plans, placements, events and meetings from one workbook. Other
// sheets are not looked at.
func ReadWorkbook(name string, r io.ReaderAt, size int64, o Options) (Return, []diag.Finding) {
	rd := newReader(o)
	book, err := rawcell.OpenWorkbook(name, r, size)
	if err != nil {
		rd.log.Error(rawcell.Place{File: name}, "workbook", "", "%s", err)
		return Return{}, rd.log.Findings()
	}
	defer book.Close()
	for _, sheet := range book.Sheets() {
		table := strings.TrimSuffix(strings.ToLower(strings.TrimSpace(sheet)), ".csv")
		at := rawcell.Place{File: name, Sheet: sheet}
		if !slices.Contains(Tables, table) {
			continue
		}
		if rd.tables[table] != nil {
			rd.log.Error(at, "table-twice", "keep one of them", "the table %s is in the workbook twice", table)
			continue
		}
		t, err := book.Read(sheet)
		if err != nil {
			rd.log.Error(at, "sheet", "", "%s", err)
			continue
		}
		if t.Hidden > 0 {
			rd.log.Warn(at, "hidden-rows", "a filter hides rows without deleting them", "%d rows are hidden; they were read like the others", t.Hidden)
		}
		rd.tables[table] = t
	}
	return rd.read(name)
}

type reader struct {
	options    Options
	log        rawcell.Log
	tables     map[string]*rawcell.Table
	out        Return
	byKey      map[string]int
	notes      map[string]*notes
	refused    map[string]bool // keys that were refused or left out, so that their other rows are not reported again
	hasService bool
}

// notes are the rows about one child that are put together at the end.
type notes struct {
	start, end care.Date
	ceased     care.CeasedCode
	legal      care.LegalStatus
	legalFrom  care.Date
	row        int
	placements []placement
	events     []event
}

func newReader(o Options) *reader {
	return &reader{options: o, log: rawcell.Log{Strict: o.Strict}, tables: map[string]*rawcell.Table{},
		byKey: map[string]int{}, notes: map[string]*notes{}, refused: map[string]bool{}}
}

func (rd *reader) read(where string) (Return, []diag.Finding) {
	if rd.tables["children"] == nil {
		rd.log.Error(rawcell.Place{File: where}, "table-missing", "the long form begins with a table called children, as children.csv or as a sheet", "there is no table of children")
		return Return{NotKnown: rd.log.Tallies()}, rd.log.Findings()
	}
	steps := map[string]func(row){"children": rd.child, "plans": rd.plan, "placements": rd.placement, "events": rd.event, "meetings": rd.meeting}
	for _, name := range Tables {
		raw := rd.tables[name]
		if raw == nil {
			continue
		}
		columns, ok := rd.columns(name, raw)
		if !ok {
			continue
		}
		for n := 1; n < len(raw.Rows); n++ {
			if !raw.Empty(n) {
				steps[name](row{rd, raw, columns, n})
			}
		}
	}
	for i := range rd.out.Children {
		rd.assemble(&rd.out.Children[i])
	}
	slices.SortFunc(rd.out.Children, func(a, b care.Child) int { return strings.Compare(a.Key, b.Key) })
	rd.out.NotKnown = rd.log.Tallies()
	return rd.out, rd.log.Findings()
}

// columns finds the declared columns by their exact names in the first row. A column that is missing or not
// declared makes the table unreadable: it is the project's own format, and guessing helps nobody.
func (rd *reader) columns(name string, raw *rawcell.Table) (map[string]int, bool) {
	at := raw.At(0, -1)
	columns := map[string]int{}
	if len(raw.Rows) == 0 {
		rd.log.Error(raw.At(-1, -1), "columns", "begin the table with its column names", "the table is empty")
		return nil, false
	}
	ok := true
	for c := range raw.Rows[0] {
		heading := raw.Cell(0, c)
		_, twice := columns[heading]
		switch {
		case heading == "":
			for n := 1; n < len(raw.Rows); n++ {
				if raw.Cell(n, c) != "" {
					rd.log.Error(raw.At(0, c), "columns", "name the column or empty it", "a column without a name holds something")
					ok = false
					break
				}
			}
		case twice:
			rd.log.Error(raw.At(0, c), "columns", "remove one of them", "a column is there twice")
			ok = false
		case !slices.Contains(declared[name], heading) && !slices.Contains(optional[name], heading):
			rd.log.Error(raw.At(0, c), "columns", "the columns of "+name+" are "+strings.Join(declared[name], ", "), "the column is not one of this table's and may hold what must not be read")
			ok = false
		default:
			columns[heading] = c
		}
	}
	for _, heading := range declared[name] {
		if _, there := columns[heading]; !there {
			rd.log.Error(at, "columns", "add the column, empty if nobody keeps it", "the column %s is missing", heading)
			ok = false
		}
	}
	return columns, ok
}

// The columns of each table, in the order in which Write writes them.
var (
	declared = map[string][]string{
		"children": {"child_key", "authority", "cohort", "age_band", "sex", "ethnicity_group", "disability", "uasc", "sibling_group_key",
			"intervention_start", "care_start", "care_end", "care_end_reason", "legal_status", "legal_status_start", "previous_permanence", "risk_flag"},
		"plans":      {"child_key", "plan_option", "role", "agreed_on", "ended_on", "agreed_at"},
		"placements": {"child_key", "start", "end", "placement_type", "provider", "same_carer_as_previous", "change_reason", "in_authority", "distance_band"},
		"events":     {"child_key", "event", "date", "outcome"},
		"meetings":   {"meeting", "date", "held", "chair_role", "iro_present"},
	}
	optional = map[string][]string{"children": {"service", "siblings_together"}}
)
