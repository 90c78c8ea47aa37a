package annexa

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"waymark/internal/care"
	"waymark/internal/dates"
	"waymark/internal/diag"
)

func day(y, m, d int) care.Date { return dates.NewDate(y, time.Month(m), d) }

var asked = Options{On: day(2026, 6, 30), Authority: "Oak"}

// The headings of list 8, with the traps of files that are passed around: a doubled bracket, capitals, a line end,
// a typographic apostrophe. The last six columns must never be read.
var head8 = []any{
	"Child Unique ID", "GENDER", "Ethnicity", "Date of  Birth", "Age of Child (Years)", "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))",
	"Does the Child have a Disability", "Date Started to be\nLooked After", "Start date of current legal status", "Child’s Legal Status", "Date of Latest Statutory Review",
	"What is the permanence plan for this child?", "Number of Placements in the Last 12 months ", "Date Ceased to be Looked After", "Reason Ceased to be Looked After",
	"Start Date of Most Recent Placement", "Placement Type", "Placement Provider", "Placement Location", "LA of Placement",
	"Placement postcode", "URN of Placement", "Allocated Team", "Allocated Worker", "Date of Last Dental Check", "Date of Last Social Work Visit",
}

var private = []any{"ZZ1 1ZZ", "SC999999", "Secret Team", "Secret Worker", "not a day", "not a day"}

func row8(cells ...any) []any {
	for len(cells) < 20 {
		cells = append(cells, nil)
	}
	return append(cells, private...)
}

type sheet struct {
	name string
	rows [][]any
}

func workbook(t testing.TB, change func(f *excelize.File), sheets ...sheet) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, s := range sheets {
		if i == 0 {
			f.SetSheetName("Sheet1", s.name)
		} else {
			f.NewSheet(s.name)
		}
		for r, cells := range s.rows {
			f.SetSheetRow(s.name, fmt.Sprintf("A%d", r+1), &cells)
		}
	}
	if change != nil {
		change(f)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(t testing.TB, src []byte, o Options) (Return, string) {
	t.Helper()
	ret, found := Read("a.xlsx", bytes.NewReader(src), int64(len(src)), o)
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "%s %s (%s)\n", f.Severity, f.Message, f.Check)
		if !f.Private {
			t.Errorf("not private: %s", f.Message)
		}
	}
	return ret, b.String()
}

// One child in care by serial numbers, one who left by text. All dates checked by hand: 45292 is 1 January 2024.
func TestList8(t *testing.T) {
	src := workbook(t, nil, sheet{"Looked after", [][]any{
		{"Annex A, list 8"}, nil, head8,
		row8("k1", "b) Female", "j) AIND", 43831, 6.49, "b) No", "a) Yes", 45292, 45352, "C2: FCO", 46143, "f) Long-term fostering", 2, nil, nil, 45474, "d) U4: Foster placement - long term", "b) PR1 - Own provision", "a) In", "Elm"),
		row8("k2", "a", "s) REFU", "15/03/2012", "14", "Y", "No", "2025-01-10", "10/01/2025", "V2", "#N/A", nil, "1.0", "2026-05-01T00:00:00", "k) E47: SGO", "10/01/2025", "u3", "e)", nil, "oak"),
	}})
	ret, found := read(t, src, asked)
	if found != "warning Looked after!K5: the cell holds \"#N/A\"; not known (sheet-error)\n" {
		t.Errorf("findings:\n%s", found)
	}
	partial := care.Partial{Episodes: true, Reviews: true, Workers: true}
	want := []care.Child{
		{
			Key: "k1", Row: 4, Birth: day(2020, 1, 1), Sex: care.Female, EthnicityGroup: care.Asian, Disability: care.Yes, UASC: care.UASC{Flag: care.No}, Partial: partial,
			Episodes: []care.Episode{
				{Row: 4, Start: day(2024, 1, 1), End: day(2024, 3, 1), Why: care.StartedCare, Ceased: care.Continues},
				{Row: 4, Start: day(2024, 3, 1), End: day(2024, 7, 1), Why: care.LegalChange, Legal: "C2", Ceased: care.Continues},
				{Row: 4, Start: day(2024, 7, 1), Why: care.PlacementChange, Legal: "C2", Placement: "U4", Provider: "PR1", InAuthority: care.Yes},
			},
			Reviews: []care.Review{{Row: 4, Held: day(2026, 5, 1)}},
			Plans:   []care.Plan{{Option: care.PlanLongTermFostering, Role: care.MainPlan}},
			Counted: care.Counted{Placements12Months: care.Known(2), On: asked.On},
		},
		{
			Key: "k2", Row: 5, Birth: day(2012, 3, 15), Sex: care.Male, EthnicityGroup: care.EthnicityNotKnown, Disability: care.No, UASC: care.UASC{Flag: care.Yes}, Partial: partial,
			Episodes: []care.Episode{{Row: 5, Start: day(2025, 1, 10), End: day(2026, 5, 1), Why: care.StartedCare, Legal: "V2", Placement: "U3", Provider: "PR4", Ceased: "E47", InAuthority: care.Yes}},
			Counted:  care.Counted{Placements12Months: care.Known(1), On: asked.On},
		},
	}
	if len(ret.Children) != 2 {
		t.Fatalf("%d children", len(ret.Children))
	}
	for i := range want {
		if !reflect.DeepEqual(ret.Children[i], want[i]) {
			t.Errorf("child %d:\n got %s\nwant %s", i+1, fields(ret.Children[i]), fields(want[i]))
		}
	}
	if ret.Counts != (Counts{FromList8: 2}) || len(ret.Sheets) != 1 || ret.Sheets[0] != (Sheet{8, "Looked after", 2}) {
		t.Errorf("counts %+v, sheets %+v", ret.Counts, ret.Sheets)
	}
	periods, doubts := care.CarePeriods(&ret.Children[0])
	if len(periods) != 1 || len(doubts) != 0 || periods[0].LegalOn(day(2026, 1, 1)) != "C2" {
		t.Errorf("the rules see %d periods and %v", len(periods), doubts)
	}
}

// fields prints an invented child; the model itself refuses to be printed.
func fields(c care.Child) string {
	return fmt.Sprintf("%s %d %d %s %s %s %+v %+v %+v %+v %+v %+v %+v", c.Key, c.Row, c.Birth, c.AgeBand, c.Sex, c.EthnicityGroup, c.Disability, c.UASC, c.Episodes, c.Reviews, c.Plans, c.Counted, c.Adoptions)
}

// What is not in the list of columns cannot be in the model, whatever it is.
func TestPrivateColumnsAreNotRead(t *testing.T) {
	src := workbook(t, nil, sheet{"8", [][]any{head8, row8("k1", nil, nil, nil, nil, nil, nil, "2024-01-01", nil, "Worker Secret", nil, nil, nil, nil, nil, nil, "1 Secret Street")}})
	ret, found := read(t, src, asked)
	if said := found + fields(ret.Children[0]); strings.Contains(said, "Secret") || strings.Contains(said, "ZZ1") || strings.Contains(said, "SC99") {
		t.Errorf("repeated what is private:\n%s", said)
	}
	if !strings.Contains(found, "8!J2: a value shaped xxxxxx xxxxx… is not a legal status such as C2") || !strings.Contains(found, "8!Q2:") {
		t.Errorf("findings:\n%s", found)
	}
}

func TestFindings(t *testing.T) {
	tests := []struct {
		name   string
		row    []any
		want   string // in the findings
		left   int    // children left out
		strict bool
	}{
		{"no key", row8(nil, "a", nil, nil, nil, nil, nil, "2024-01-01"), "A2: the row has no Child Unique ID", 1, false},
		{"no day", row8("k", nil, nil, "soon", nil, nil, nil, "2024-01-01"), "D2: a value shaped xxxx is not a day; not known (value)", 0, false},
		{"day to come", row8("k", nil, nil, nil, nil, nil, nil, "2026-07-01"), "H2: a value shaped 9999-99-99 is not a day before the workbook was made", 0, false},
		{"year as a serial number", row8("k", nil, nil, 2012, nil, nil, nil, "2024-01-01"), "D2: a value shaped 9999 is not a day since 1990", 0, false},
		{"no start", row8("k"), "H2: the child has no start of care", 0, false},
		{"end before start", row8("k", nil, nil, nil, nil, nil, nil, "2024-01-02", nil, nil, nil, nil, nil, "2024-01-01"), "error 8!N2: care ceased before it started", 1, false},
		{"end unreadable", row8("k", nil, nil, nil, nil, nil, nil, "2024-01-02", nil, nil, nil, nil, nil, "yes"), "error 8!N2: nobody can tell whether the child is in care", 1, false},
		{"reason without end", row8("k", nil, nil, nil, nil, nil, nil, "2024-01-02", nil, nil, nil, nil, nil, nil, "E4A"), "N2: there is a reason for leaving care and no day", 0, false},
		{"born after", row8("k", nil, nil, "2025-01-01", nil, nil, nil, "2024-01-02"), "D2: the child was born after the start of care", 0, false},
		{"age", row8("k", nil, nil, "2020-01-01", 9, nil, nil, "2024-01-02"), "E2: the age does not fit the date of birth", 0, false},
		{"plan in two minds", row8("k", nil, nil, nil, nil, nil, nil, "2024-01-02", nil, nil, nil, "b) Long-term fostering"), "L2: letter and words name different plans", 0, false},
		{"placement after the end", row8("k", nil, nil, nil, nil, nil, nil, "2024-01-02", nil, nil, nil, nil, nil, "2024-02-01", "E8", "2024-03-01", "U6"), "P2: this day lies after care ceased", 0, false},
		{"placement by letter", row8("k", nil, nil, nil, nil, nil, nil, "2024-01-02", nil, nil, nil, nil, nil, nil, nil, nil, "d)"), "Q2: a value shaped x) is not a placement", 0, false},
		{"strict", row8("k", nil, nil, "soon", nil, nil, nil, "2024-01-01"), "error 8!D2: a value", 0, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := asked
			o.Strict = test.strict
			ret, found := read(t, workbook(t, nil, sheet{"8", [][]any{head8, test.row}}), o)
			if n := strings.Count(found, "\n"); n != 1 && !(n == 2 && test.name == "end unreadable") || !strings.Contains(found, test.want) {
				t.Errorf("findings:\n%s", found)
			}
			if ret.Counts.LeftOut != test.left || len(ret.Children) != 1-test.left {
				t.Errorf("counts %+v, %d children", ret.Counts, len(ret.Children))
			}
		})
	}
}

func TestPlans(t *testing.T) {
	tests := map[string]care.PlanOption{
		"a) Return to family": care.PlanReturnHome, "A) RETURN TO FAMILY": care.PlanReturnHome, "b)": care.PlanAdoption, "Adoption": care.PlanAdoption, "c": care.PlanSpecialGuardian,
		"c) SGO/CAO": care.PlanSpecialGuardian, "c) CAO": care.PlanArrangementsOrder, "d) Supported living in the community": care.PlanIndependentLiving,
		"e) Long-term residential placement": care.PlanResidential, "f) Long-term fostering": care.PlanLongTermFostering, "LTFOST18": care.PlanLongTermFostering, "SUPPLIV": care.PlanIndependentLiving,
		"g) other": care.PlanOther, "fostering for adoption": care.PlanAdoption, "f) LTF": care.PlanLongTermFostering, "h) new": "", "to be decided": "", "": "",
	}
	for text, want := range tests {
		ret, found := read(t, workbook(t, nil, sheet{"8", [][]any{head8, row8("k", nil, nil, nil, nil, nil, nil, "2024-01-02", nil, nil, nil, text)}}), asked)
		var got care.PlanOption
		if p := ret.Children[0].Plans; len(p) == 1 {
			got = p[0].Option
		}
		if got != want || (found != "") != (want == "" && text != "") {
			t.Errorf("%q: %q, findings %q", text, got, found)
		}
	}
}

var head10 = []any{"Child Unique ID", "Family identifier", "Sex", "Ethnicity", "Date of Birth", "Age of Child (Years)", "Does the Child have a Disability", "Date the Child Entered Care",
	"Date of Decision that Child Should be Placed for Adoption", "Date of Placement Order", "Date of Matching Child and Prospective Adopters", "Date Placed for Adoption", "Date of Adoption Order ",
	"Date of Decision that Child Should No Longer be Placed for Adoption", "Reason Why Child No Longer Placed for Adoption", "Date the child was placed for fostering in FFA or concurrent planning placement"}

func TestAdoptionsAndCareLeavers(t *testing.T) {
	src := workbook(t, nil,
		sheet{"9", [][]any{{"Child Unique ID", "Allocated Worker", "Eligibility Category", "LA in Touch", "Activity Status"}, {"k1", "Secret", "a)"}, {"k7", "Secret", "b)"}}},
		sheet{"Adoption", [][]any{head10,
			{"k1", "f1", "b", "a", "2020-01-01", nil, "b", "2024-01-01", "2024-05-01", "2024-06-01", nil, nil, nil, "2025-02-01", "b)", "2024-02-01"},
			{"k2", "f2", "a", "a", "2021-01-01", nil, "b", "2024-01-01", "2024-05-01", "2024-06-01", "2024-07-01", "2024-08-01", "2026-02-01"},
			{"k3", "f3", "a", "a", "2021-01-01", nil, "b", "2024-01-01", "2024-05-01"},
		}},
		sheet{"Children in care", [][]any{head8, row8("k1", "b", "a", "2020-01-01", nil, "b", "b", "2024-01-02")}},
	)
	ret, found := read(t, src, asked)
	want := "warning Adoption!H2: the day of entering care is another one on list 8, which was used (lists-differ)\n" +
		"warning Adoption!A4: the child is not on list 8 and has no adoption order that can be used; the row was left out (not-on-list-8)\n"
	if found != want {
		t.Errorf("findings:\n%s", found)
	}
	if ret.Counts != (Counts{FromList8: 1, FromList10: 1, CareLeaversOnly: 1, AdoptionUnfinished: 1}) {
		t.Errorf("counts %+v", ret.Counts)
	}
	first := care.Adoption{Decided: day(2024, 5, 1), PlacementOrder: day(2024, 6, 1), Reversed: day(2025, 2, 1), ReversedReason: "RD2", FosteredFrom: day(2024, 2, 1)}
	if c := ret.Children[0]; len(c.Adoptions) != 1 || c.Adoptions[0] != first || c.Service != care.LeavingCareService || c.SiblingGroup != "" {
		t.Errorf("first: %s", fields(c))
	}
	c := ret.Children[1]
	periods, _ := care.CarePeriods(&c)
	if len(periods) != 1 || periods[0].End != day(2026, 2, 1) || periods[0].HowEnded(asked.On) != care.EndedAdopted || c.EthnicityGroup != care.White {
		t.Errorf("second: %s", fields(c))
	}
}

// A child who left care and came back has two rows; a third for the same period is a mistake.
func TestTwoPeriods(t *testing.T) {
	src := workbook(t, nil, sheet{"8", [][]any{head8,
		row8("k", "b", nil, nil, nil, nil, nil, "2026-04-01", nil, "V2", "2026-04-20"),
		row8("k", "a", nil, nil, nil, nil, nil, "2025-01-01", nil, "C1", "2025-02-01", nil, nil, "2026-01-15", "E4A"),
		row8("k", "a", nil, nil, nil, nil, nil, "2026-04-01"),
	}})
	ret, found := read(t, src, asked)
	if found != "warning 8!A4: the child of row 2 is here again with the same start of care; this row was left out (child-twice)\n" {
		t.Errorf("findings:\n%s", found)
	}
	c := ret.Children[0]
	periods, doubts := care.CarePeriods(&c)
	if len(ret.Children) != 1 || len(periods) != 2 || len(doubts) != 0 || c.Sex != care.Female || len(c.Reviews) != 2 {
		t.Errorf("%d children, %d periods, %v, %s", len(ret.Children), len(periods), doubts, fields(c))
	}
}

func TestSheetTroubles(t *testing.T) {
	one := [][]any{head8, row8("k1", "b", "a", nil, nil, nil, nil, "2024-01-02"), row8(nil, "b", "a", nil, nil, nil, nil, "2024-01-02")}
	src := workbook(t, func(f *excelize.File) {
		f.SetRowVisible("8", 2, false)
		f.MergeCell("8", "A2", "A3")
		f.SetCellFormula("8", "D2", "TODAY()")
	}, sheet{"8", one}, sheet{"8 copy", one})
	_, found := read(t, src, asked)
	for _, want := range []string{
		"8: 1 rows are hidden; they were read like the others", "8!A2: cells are merged down to row 3; each row was given their value",
		"8!D2: the formula in this cell has no stored value", "8!A3: the child of row 2 is here again", `8 copy: this sheet is list 8, and so is "8", which was read`,
	} {
		if !strings.Contains(found, want) {
			t.Errorf("no finding %q in:\n%s", want, found)
		}
	}
	if n := strings.Count(found, "\n"); n != 5 {
		t.Errorf("%d findings:\n%s", n, found)
	}

	short := append([]any{}, head8[:16]...)
	short[1] = "Name"
	_, found = read(t, workbook(t, nil, sheet{"8", [][]any{append(short, "Placement Type", "Date of Birth")}}), asked)
	for _, want := range []string{`no column is headed "Gender"`, `no column is headed "Placement Provider"`, "8!R1: this heading stands in column D too"} {
		if !strings.Contains(found, want) {
			t.Errorf("no finding %q in:\n%s", want, found)
		}
	}
	ret, found := read(t, workbook(t, nil, sheet{"Notes", [][]any{{"hello"}}}), asked)
	if len(ret.Children) != 0 || found != "error no sheet is list 8, children in care (list-missing)\n" {
		t.Errorf("findings:\n%s", found)
	}
	ret, found = read(t, []byte("Child Unique ID,Gender\n"), asked)
	if len(ret.Children) != 0 || strings.Count(found, "\n") != 1 || !strings.HasPrefix(found, "error the file is text, such as CSV") {
		t.Errorf("findings:\n%s", found)
	}
}

// Forty bad days in one column are five findings and a count, and the tally knows all forty.
func TestFolding(t *testing.T) {
	rows := [][]any{head8}
	for i := range 40 {
		rows = append(rows, row8(fmt.Sprint("k", i), "b", "a", "soon", nil, nil, nil, "2024-01-02"))
	}
	src := workbook(t, nil, sheet{"8", rows})
	ret, found := Read("a.xlsx", bytes.NewReader(src), int64(len(src)), asked)
	if len(found) != 6 || found[5].Message != "8!column D: and 35 more like this" || found[0].Severity != diag.Warning {
		t.Errorf("%d findings, last %+v", len(found), found[len(found)-1])
	}
	if len(ret.NotKnown) != 1 || ret.NotKnown[0].N != 40 || len(ret.Children) != 40 {
		t.Errorf("tally %+v", ret.NotKnown)
	}
}

// Whatever the cells hold: no panic, episodes that the rules take without a doubt about their order, and no
// finding that repeats a long cell.
func FuzzRow(f *testing.F) {
	f.Add("44000", "44100", "44200", "45000", "C2", "U4", "b) Adoption", "E4A")
	f.Add("01/01/2024", "#N/A", "2023-01-01", "", "Care order", "d)", "g", "X1")
	f.Fuzz(func(t *testing.T, start, legalFrom, placedFrom, end, legal, placement, plan, ceased string) {
		for _, s := range []string{start, legalFrom, placedFrom, end, legal, placement, plan, ceased} {
			if len(s) > 200 {
				t.Skip()
			}
		}
		src := workbook(t, nil, sheet{"8", [][]any{head8, row8("k", nil, nil, nil, nil, nil, nil, start, legalFrom, legal, nil, plan, nil, end, ceased, placedFrom, placement)}})
		ret, found := read(t, src, asked)
		if len(plan) > 20 && strings.Contains(found, plan) {
			t.Fatalf("repeated: %s", found)
		}
		for _, c := range ret.Children {
			for i, e := range c.Episodes {
				if e.Start == 0 || i > 0 && (c.Episodes[i-1].End != e.Start || e.Start <= c.Episodes[i-1].Start) || e.End != 0 && e.End < e.Start {
					t.Fatalf("episodes out of order: %+v", c.Episodes)
				}
			}
		}
	})
}
