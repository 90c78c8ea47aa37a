package tracker

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"waymark/internal/diag"
)

// small is a schema of five columns for tests of the reader.
const small = `{
  "fields": [
    {"name": "cohort", "type": "string", "constraints": {"required": true, "enum": ["in_care", "left_care", "pre_proceedings"]}},
    {"name": "legal_status", "type": "string", "constraints": {"required": true, "enum": ["interim-care-order", "care-order", "none"]}},
    {"name": "sex", "type": "string", "constraints": {"enum": ["female", "male"]}},
    {"name": "placements_12_months", "type": "integer", "constraints": {"required": true, "minimum": 0, "maximum": 20}},
    {"name": "social_workers_12_months", "type": "integer", "constraints": {"minimum": 0, "maximum": 20}}
  ]
}`

const smallHeader = "cohort,legal_status,sex,placements_12_months,social_workers_12_months\n"

func smallSchema(t testing.TB) *Schema {
	t.Helper()
	s, findings := ReadSchema("data/common/tracker.schema.json", []byte(small))
	if len(findings) > 0 {
		t.Fatalf("%v", findings)
	}
	return s
}

func fullSchema(t testing.TB) *Schema {
	t.Helper()
	src, err := os.ReadFile("../../data/common/tracker.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	s, findings := ReadSchema("data/common/tracker.schema.json", src)
	if len(findings) > 0 {
		t.Fatalf("%v", findings)
	}
	return s
}

func folder(files ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fsys["tracker/"+files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return fsys
}

func line(f diag.Finding) string {
	return fmt.Sprintf("%s: %s: %s: %s (%s)", f.Place(), f.Severity, f.Check, f.Message, f.Hint)
}

func lines(findings []diag.Finding) string {
	var b strings.Builder
	for _, f := range findings {
		b.WriteString(line(f) + "\n")
	}
	return b.String()
}

func TestReadStore(t *testing.T) {
	s, findings := Read(folder(
		"2026-Q2.csv", "\uFEFF"+smallHeader+"in_care,care-order,female,3,\r\n\r\nleft_care,care-order,,1,12\r\n,,,,\r\n",
		"2026-Q1.csv", "sex,cohort,legal_status,placements_12_months,social_workers_12_months\n\"male\",\"in_care\",\"care-order\",1,2",
		"README.md", "notes", ".gitkeep", "",
	), "data/merton", smallSchema(t))
	if len(findings) > 0 {
		t.Fatalf("findings:\n%s", lines(findings))
	}
	if s.Len() != 3 || fmt.Sprint(s.Periods()) != "[2026-Q1 2026-Q2]" {
		t.Fatalf("%d rows, periods %v", s.Len(), s.Periods())
	}
	from, to := s.Rows(mustParse(t, "2026-Q2"))
	if from != 1 || to != 3 {
		t.Errorf("rows of 2026-Q2 are %d to %d, want 1 to 3", from, to)
	}
	if from, to := s.Rows(mustParse(t, "2025-Q4")); from != 0 || to != 0 {
		t.Errorf("rows of a period that is not there are %d to %d", from, to)
	}
	for column, want := range map[string]string{
		"cohort": "in_care|in_care|left_care", "legal_status": "care-order|care-order|care-order", "sex": "male|female|",
		"placements_12_months": "1|3|1", "social_workers_12_months": "2||12",
	} {
		c, ok := s.Column(column)
		var got []string
		for i := range c.Len() {
			got = append(got, c.Text(i))
			if c.Missing(i) != (c.Text(i) == "") {
				t.Errorf("%s row %d: missing and text differ", column, i)
			}
		}
		if !ok || strings.Join(got, "|") != want {
			t.Errorf("%s is %q, want %q", column, strings.Join(got, "|"), want)
		}
	}
	if _, ok := s.Column("dob"); ok {
		t.Error("a column that is not there was found")
	}
}

func TestReadNoFolder(t *testing.T) {
	s, findings := Read(fstest.MapFS{}, "data/merton", smallSchema(t))
	if s.Len() != 0 || len(s.Periods()) != 0 || len(findings) != 0 {
		t.Errorf("%d rows, %d findings", s.Len(), len(findings))
	}
}

func TestReadFindings(t *testing.T) {
	const at = "data/merton/tracker/2026-Q2.csv"
	good := "in_care,care-order,female,3,1\n"
	for _, c := range []struct {
		name, file, src, want string // want is part of the findings; a file of "" is 2026-Q2.csv
	}{
		{"unknown column", "", "cohort,legal_staus,sex,placements_12_months,social_workers_12_months\n",
			at + `:1:8: error: tracker-column: column "legal_staus" is not in the schema (did you mean "legal_status"?)`},
		{"unknown column, nothing near", "", "wibble_wobble," + smallHeader,
			at + `:1:1: error: tracker-column: column "wibble_wobble" is not in the schema (remove it, or declare it in tracker.schema.json)`},
		{"unknown column that could be a child", "", "Amelia Smith," + smallHeader,
			at + `:1:1: error: tracker-column: column 1 is not in the schema (`},
		{"missing column", "", "cohort,legal_status,sex,placements_12_months\n",
			at + `:1: error: tracker-column: column "social_workers_12_months" is missing (`},
		{"doubled column", "", "cohort," + smallHeader,
			at + `:1:8: error: tracker-column: column "cohort" is there twice (remove one of them)`},
		{"column without a name", "", strings.TrimSpace(smallHeader) + ",\n",
			at + `:1:71: error: tracker-column: a column has no name (`},
		{"no header", "", "Amelia Smith,01/02/2015,SM4 5DX,7,8\n",
			at + `:1:1: error: tracker-column: the first line does not name any column of the tracker (write the names`},
		{"semicolons", "", "cohort;legal_status;sex\n", at + `:1:1: error: tracker-column: the first line does not name any column of the tracker (save it with commas`},
		{"column for a name", "", "child_name," + smallHeader, at + `:1:1: error: personal-data: a column would hold a name, which no tracker may hold (`},
		{"column for a birthday", "", "DOB," + smallHeader, `personal-data: a column would hold a date of birth`},
		{"column for a worker", "", "Social Worker," + smallHeader, `personal-data: a column would hold a worker's name`},
		{"unknown value", "", smallHeader + good + "in_care,care-oder,male,1,1\n",
			at + `:3:9: error: tracker-value: "legal_status" holds "care-oder", which is not one of its values (write "care-order")`},
		{"value in other letters", "", smallHeader + "In Care,none,male,1,1\n",
			at + `:2:1: error: tracker-value: "cohort" holds "In Care", which is not one of its values (write "in_care")`},
		{"value far from any", "", smallHeader + "in_care,none,Amelia,1,1\n",
			at + `:2:14: error: personal-data: "sex" holds a value that looks like a name or a note, so it is not repeated here (look at the place in the file; write female or male)`},
		{"short name near a value", "", smallHeader + "in_care,none,Mae,1,1\n", `looks like a name or a note`},
		{"date", "", smallHeader + "in_care,none,male,01/02/2015,1\n", at + `:2:19: error: personal-data: "placements_12_months" holds a value that looks like a date`},
		{"column in characters", "", smallHeader + "in_care,ééé,male,21,1\n", at + `:2:18: error: tracker-number: "placements_12_months" is 21, which is outside its limits (write a whole number from 0 to 20)`},
		{"under the limit", "", smallHeader + "in_care,none,male,-1,1\n", `"placements_12_months" is -1, which is outside its limits`},
		{"not whole", "", smallHeader + "in_care,none,male,1.5,1\n", at + `:2:19: error: tracker-number: "placements_12_months" is "1.5", which is not a whole number (`},
		{"leading zero", "", smallHeader + "in_care,none,male,01,1\n", `"placements_12_months" is "01", which is not a whole number`},
		{"word for nothing", "", smallHeader + "in_care,none,male,1,N/A\n", at + `:2:21: error: tracker-number: "social_workers_12_months" holds "N/A", which is not a number (leave the cell empty`},
		{"empty but required", "", smallHeader + "in_care,,male,1,1\n", at + `:2:9: error: tracker-value: "legal_status" is empty (write interim-care-order, care-order or none)`},
		{"too few cells", "", smallHeader + "in_care,none\n", at + `:2: error: tracker-row: 2 cells, but the header has 5 (`},
		{"too many cells", "", smallHeader + "in_care,none,male,1,1,1\n", `tracker-row: 6 cells, but the header has 5`},
		{"quoted cell with fault", "", smallHeader + "\"in_care\",none,male,1,1\n\"in_care\",none,male,\"x\",1\n", at + `:3:21: error: personal-data: "placements_12_months" holds a value that looks like a name or a note`},
		{"quotation mark not closed", "", smallHeader + good + "\"in_care,none,male,1,1\n", at + `:3: error: tracker-file: quotation marks are not in pairs`},
		{"empty file", "", "", at + `: error: tracker-file: the file is empty (`},
		{"blank lines only", "", "\r\n\n", at + `: error: tracker-file: the file is empty (`},
		{"header only", "", smallHeader, at + `: warning: tracker-file: the file has a header and no rows (`},
		{"UTF-16", "", "\xFF\xFEc\x00", at + `:1:1: error: tracker-file: the file is UTF-16 (`},
		{"workbook", "", "PK\x03\x04", `the file is a workbook, not CSV`},
		{"not UTF-8", "", smallHeader + "in_care,\xe9,male,1,1\n", at + `:2:9: error: tracker-file: the file is not UTF-8 (`},
		{"name is no period", "export.csv", smallHeader + good, `data/merton/tracker/export.csv: error: tracker-period: the name of the file is no period (name it by its period`},
		{"foreign file", "export.xlsx", "", `data/merton/tracker/export.xlsx: error: tracker-file: this is no period file (`},
		{"folder", "raw/2026-Q2.csv", "", `data/merton/tracker/raw: error: tracker-file: a folder has no place among period files (`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.file == "" {
				c.file = "2026-Q2.csv"
			}
			_, findings := Read(folder(c.file, c.src), "data/merton", smallSchema(t))
			if got := lines(findings); !strings.Contains(got, c.want) {
				t.Errorf("findings:\n%swant:\n%s", got, c.want)
			}
		})
	}
}

func TestReadGapAndGrain(t *testing.T) {
	body := smallHeader + "in_care,care-order,female,3,1\n"
	_, findings := Read(folder("2025-Q3.csv", body, "2026-Q2.csv", body), "d", smallSchema(t))
	if got, want := lines(findings), "d/tracker/2026-Q2.csv: warning: tracker-period: no file for 2025-Q4, the period after 2025-Q3 (add the file, or charts show a gap)\n"; got != want {
		t.Errorf("got %swant %s", got, want)
	}
	s, findings := Read(folder("2025-Q3.csv", body, "2025-Q4.csv", body, "2026-01.csv", body), "d", smallSchema(t))
	if got, want := lines(findings), "d/tracker/2026-01.csv: error: tracker-period: the other files are quarters, this is one of months (keep files of one length)\n"; got != want || s.Len() != 2 {
		t.Errorf("%d rows, got %swant %s", s.Len(), got, want)
	}
	if s, findings = Read(folder("2025-12.csv", body, "2026-01.csv", body), "d", smallSchema(t)); len(findings) > 0 || s.Len() != 2 {
		t.Errorf("months: %d rows, %s", s.Len(), lines(findings))
	}
}

// A row with a fault is left out, the others stay.
func TestReadLeavesFaultyRowsOut(t *testing.T) {
	s, findings := Read(folder("2026-Q2.csv", smallHeader+"in_care,care-order,male,1,1\nin_care,care-order,male,99,1\nin_care,care-order,male,2,1\n"), "d", smallSchema(t))
	c, _ := s.Column("placements_12_months")
	if len(findings) != 1 || !slices.Equal(c.Ints, []int16{1, 2}) {
		t.Errorf("%v, findings %s", c.Ints, lines(findings))
	}
}

func TestReadManyFindings(t *testing.T) {
	_, findings := Read(folder("2026-Q2.csv", smallHeader+strings.Repeat("in_care,none,male,99,1\n", 130)), "d", smallSchema(t))
	if len(findings) != 101 || !strings.Contains(lines(findings), "d/tracker/2026-Q2.csv: error: tracker-file: 30 more findings in this file are not listed") {
		t.Errorf("%d findings", len(findings))
	}
}

func TestLooksLike(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "3": "", "12": "", "1.5": "", "-4": "", "120": "",
		"a@b.uk": "an e-mail address", "943 476 5919": "an NHS number", "9434765919": "an NHS number", "943-476-5919": "an NHS number",
		"A123456789012": "a unique pupil number", "A12345678901B": "a unique pupil number",
		"2015-03-04": "a date", "4/3/15": "a date", "04.03.2015": "a date", "4 March 2015": "a date", "Mar 2015": "a date", "3rd of": "a name or a note", "20150304": "a date", "04032015": "a date", "03/2015": "a date", "2015-03-04T00:00:00": "a date",
		"2015": "a year", "SM4 5DX": "a postcode", "rm13bb": "a postcode", "RM1": "a postcode", "SM4 5": "a postcode",
		"020 8545 4502": "a telephone number", "+442085454502": "a telephone number", "07700900123": "a telephone number",
		"LCS-123456": "a case or reference number", "1234567": "a case or reference number",
		"Amelia Smith": "a name or a note", "O'Neill": "a name or a note", "łucja": "a name or a note", "?": "something that is no value",
	} {
		if got := looksLike(cell); got != want {
			t.Errorf("%q looks like %q, want %q", cell, got, want)
		}
	}
}

func TestRefusal(t *testing.T) {
	for name, want := range map[string]string{
		"DOB": "a date of birth", "date_of_birth": "a date", "UPN": "a unique pupil number", "nhs_number": "an NHS number", "NHSNumber": "an NHS number", "HOME_POST": "",
		"home postcode": "a postcode", "address_1": "an address", "key worker": "a key", "support worker": "a worker's name", "notes": "free text", "Full Name": "a name", "child_id": "a key", "CHILD": "a key", "Case Number": "a key",
		"child_arrangements": "", "social_workers_12_months": "", "planning_meetings_with_iro": "", "months_same_carer": "", "cohort": "",
	} {
		if got := refusal(name); (got == "") != (want == "") || !strings.HasPrefix(got, want) {
			t.Errorf("%q would hold %q, want %q", name, got, want)
		}
	}
	for _, name := range fullSchema(t).Names() {
		if got := refusal(name); got != "" {
			t.Errorf("the schema's own column %q is refused as %s", name, got)
		}
	}
}

func TestNearest(t *testing.T) {
	for _, c := range []struct {
		word, want string
		edits      int
	}{{"sexx", "sex", 1}, {"", "sex", 3}, {"plna", "plan", 1}} {
		if got, n := nearest(c.word, []string{"sex", "plan"}); got != c.want || n != c.edits {
			t.Errorf("nearest to %q is %q at %d, want %q at %d", c.word, got, n, c.want, c.edits)
		}
	}
}

// One sound row of the full schema; each rule is tried by changing cells of it.
var sound = map[string]string{
	"cohort": "in_care", "age_band": "5-to-9", "sex": "female", "ethnicity_group": "white", "disability": "no", "uasc": "no", "sibling_group": "no",
	"siblings_together": "not-applicable", "service": "children-in-care", "legal_status": "care-order", "in_proceedings": "no", "plan": "long-term-fostering",
	"parallel_plan": "none", "placement": "foster", "provider": "own", "in_authority": "yes", "over_20_miles": "no", "started_in_period": "no",
	"months_looked_after": "20", "previous_permanence": "no", "permanence_achieved": "no", "permanence_in_period": "no", "permanence_route": "none",
	"months_to_permanence": "", "care_end_reason": "none", "plan_agreed": "yes", "first_reviews_due": "0", "first_reviews_on_time": "0",
	"second_reviews_due": "0", "second_reviews_on_time": "0", "later_reviews_due": "1", "later_reviews_on_time": "1", "second_review_plan": "not-due",
	"planning_meeting_due": "yes", "weeks_since_planning_meeting": "5", "planning_meetings_held": "2", "planning_meetings_with_iro": "1",
	"assessments_completed": "0", "assessments_in_time": "0", "assessment_open_weeks": "", "weeks_in_proceedings": "", "proceedings_concluded": "no",
	"placements_12_months": "1", "months_same_carer": "14", "family_group_conference": "held", "life_story": "current", "disputes_raised": "0",
	"social_workers_12_months": "2",
	"risk_recorded":            "yes", "placements_24_months": "2", "placements_ended": "0", "placements_ended_unplanned": "0", "disruptions_to_review": "0", "disruption_meetings_held": "0",
	"reviews_aged_4": "1", "reviews_took_part": "1", "reviews_attended_silent": "0", "months_to_adopters": "", "weeks_to_adopters": "", "weeks_to_moving_in": "",
	"weeks_order_to_match": "", "months_since_placement_order": "", "return_home_follow_up": "not-due", "reunification_reassessed": "yes", "guardianship_considered": "no",
	"permanence_report_current": "no", "chronology_current": "yes", "genogram_current": "yes", "together_or_apart_assessed": "no", "care_plan_current": "yes",
	"staying_put": "not-applicable", "panel_transfer": "not-due", "weeks_to_settle_dispute": "",
}

func TestRules(t *testing.T) {
	schema := fullSchema(t)
	edge := "cohort=pre_proceedings placement=not-applicable provider=not-applicable legal_status=none months_looked_after=0 months_same_carer= placements_12_months=0 "
	achieved := "permanence_achieved=yes permanence_route=long-term-fostering months_to_permanence=14 "
	home := strings.ReplaceAll(edge, "pre_proceedings", "at_home")
	wasHome := "permanence_achieved=yes permanence_route=return-home months_to_permanence=3 "
	adopted := achieved + "permanence_route=adoption cohort=left_care care_end_reason=adopted "
	for _, c := range []struct{ change, want string }{
		{"", ""},
		{edge, ""},
		{home + "return_home_follow_up=stayed-home", ""},
		{home + "return_home_follow_up=came-back", ""}, // came back, went home again
		{home + wasHome + "permanence_in_period=yes", ""},
		{home, "nothing about that falls into the period"},
		{home + wasHome, "nothing about that falls into the period"},
		{home + wasHome + "permanence_in_period=yes permanence_route=adoption", "permanence by another route"},
		{home + "return_home_follow_up=stayed-home placement=foster", "a child at home has a placement"},
		{home + "return_home_follow_up=stayed-home legal_status=section-20", "a child at home has a placement"},
		{home + "return_home_follow_up=stayed-home months_looked_after=2", "a child at home has a placement"},
		{"placements_ended_unplanned=1", "more placements ended without a plan"},
		{"disruption_meetings_held=1", "more disruption meetings"},
		{"reviews_took_part=2", "took part in more reviews"},
		{"reviews_attended_silent=2", "came to more reviews without a word"},
		{adopted + "weeks_to_adopters=60 weeks_to_moving_in=60 weeks_order_to_match=0", ""},
		{adopted + "weeks_to_adopters=60 weeks_to_moving_in=61", "longer to move in"},
		{"weeks_order_to_match=0", "was not adopted in the period"},
		{"months_since_placement_order=0", ""},
		{"months_since_placement_order=0 placement=placed-for-adoption", "waits for adopters, and"},
		{adopted + "months_since_placement_order=4", "waits for adopters, and"},
		{"staying_put=agreed-before-18", "did not leave care has come of age"},
		{achieved + "permanence_in_period=yes", ""},
		{achieved + "permanence_route=adoption cohort=left_care care_end_reason=adopted", ""},
		{"permanence_in_period=yes", "achieved in the period and yet not achieved"},
		{achieved + "months_to_permanence=", "months it took are empty"},
		{"months_to_permanence=3", "not achieved, and yet took months"},
		{achieved + "permanence_route=none", "achieved by no route"},
		{"permanence_route=residential", "not achieved, and yet has a route"},
		{achieved + "months_to_permanence=22", "longer than the child has been looked after"},
		{achieved + "months_to_permanence=21", ""}, // a part of a month
		{achieved + "permanence_route=adoption", "the child is still in care"},
		{edge + achieved + "months_looked_after=0", "cannot have achieved permanence from care"},
		{"cohort=left_care", "left care for no reason"},
		{"care_end_reason=independent", "care has not ended"},
		{"cohort=left_care care_end_reason=adopted", "route to permanence is not adoption"},
		{"cohort=left_care care_end_reason=special-guardianship", "care ended by a special guardianship order"},
		{"cohort=left_care care_end_reason=child-arrangements-order", "care ended by a child arrangements order"},
		{"first_reviews_on_time=1", "more first reviews"},
		{"second_reviews_on_time=1", "more second reviews"},
		{"later_reviews_on_time=2", "more later reviews"},
		{"planning_meetings_with_iro=3", "more planning meetings than were held"},
		{"assessments_in_time=1", "more assessments"},
		{"second_reviews_due=1", "whether the plan was agreed by it is not said"},
		{"second_review_plan=not-in-time", "no second review fell due"},
		{"plan=none", "a plan is agreed, and there is none"},
		{"second_reviews_due=1 second_review_plan=agreed-in-time plan_agreed=no", "is not agreed now"},
		{"plan=none plan_agreed=no parallel_plan=adoption", "a parallel plan and no plan"},
		{"weeks_since_planning_meeting=", "weeks since the last are empty"},
		{"weeks_since_planning_meeting=15", "longer ago than the period"},
		{"placement=not-applicable", "looked after and has no placement"},
		{edge + "placement=foster", "not looked after and has a placement"},
		{"legal_status=none", "has no legal status"},
		{edge + "legal_status=care-order", "legal status of a child who is"},
		{edge + "months_looked_after=1", "yet has been for months"},
		{"started_in_period=yes", "more than three months ago"},
		{edge + "started_in_period=yes", "yet began to be in the period"},
		{"age_band=under-2 months_looked_after=25", "longer than its age allows"},
		{"age_band=under-2 months_looked_after=24", ""},
		{"age_band=2-to-4 months_looked_after=61", "longer than its age allows"},
		{"age_band=5-to-9 months_looked_after=121", "longer than its age allows"},
		{"age_band=10-to-15 months_looked_after=193", "longer than its age allows"},
		{"placements_12_months=0", "has had no placement"},
		{"months_same_carer=", "months with the carer are empty"},
		{"months_same_carer=21", "longer than in care"},
		{"placements_12_months=3", "there were several placements in it"},
		{"siblings_together=all", "has no brothers or sisters in care"},
		{"sibling_group=yes", "whether brothers and sisters live together"},
		{"over_20_miles=yes", "from home and inside the authority"},
		{"in_proceedings=yes", "weeks they have taken are empty"},
		{"weeks_in_proceedings=4", "no proceedings, and yet"},
		{"in_proceedings=yes proceedings_concluded=yes weeks_in_proceedings=4", "concluded and still open"},
	} {
		t.Run(c.change, func(t *testing.T) {
			row := map[string]string{}
			for name, value := range sound {
				row[name] = value
			}
			for _, change := range strings.Fields(c.change) {
				name, value, _ := strings.Cut(change, "=")
				row[name] = value
			}
			for _, quote := range []string{"", `"`} {
				var cells []string
				for _, name := range schema.Names() {
					cells = append(cells, quote+row[name]+quote)
				}
				src := strings.Join(schema.Names(), ",") + "\n" + strings.Join(cells, ",") + "\n"
				_, findings := Read(folder("2026-Q2.csv", src), "d", schema)
				switch {
				case c.want == "" && len(findings) > 0:
					t.Errorf("findings:\n%s", lines(findings))
				case c.want != "" && (len(findings) != 1 || !strings.Contains(findings[0].Message, c.want)):
					t.Errorf("findings:\n%swant one with %q", lines(findings), c.want)
				case c.want != "":
					at := columnAt(findings[0].Column, cells, schema.Names())
					if findings[0].Line != 2 || !slices.ContainsFunc(rules, func(r rule) bool { return r.message == findings[0].Message && r.at == at }) {
						t.Errorf("the finding is at line %d, column %q", findings[0].Line, at)
					}
				}
			}
		})
	}
}

// columnAt names the cell that begins at a column.
func columnAt(column int, cells, names []string) string {
	at := 1
	for i, c := range cells {
		if at == column {
			return names[i]
		}
		at += len(c) + 1
	}
	return ""
}

func TestEveryRuleIsTried(t *testing.T) {
	src, err := os.ReadFile("tracker_test.go")
	if err != nil {
		t.Fatal(err)
	}
	schema := fullSchema(t)
	for _, r := range rules {
		terms := &terms{schema: schema, columns: emptyColumns(schema, 0), known: map[string]test{}}
		r.broken(terms)
		if _, ok := schema.Field(r.at); terms.lacking || !ok {
			t.Errorf("the schema lacks a column or value of the rule %q", r.message)
		}
		// Some words of the message stand in TestRules.
		words, tried := strings.Fields(r.message), false
		for i := 0; i+4 <= len(words); i++ {
			tried = tried || bytes.Contains(src, []byte(strings.Join(words[i:i+4], " ")))
		}
		if !tried && !strings.HasPrefix(r.message, "more ") {
			t.Errorf("no case tries the rule %q", r.message)
		}
	}
}

func TestFromRows(t *testing.T) {
	schema, p := smallSchema(t), mustParse(t, "2026-Q2")
	s, err := FromRows(schema, p, []map[string]any{{"cohort": "in_care", "placements_12_months": 3}, {"placements_12_months": uint64(0), "sex": nil}})
	if err != nil {
		t.Fatal(err)
	}
	c, _ := s.Column("cohort")
	n, _ := s.Column("placements_12_months")
	if from, to := s.Rows(p); from != 0 || to != 2 || c.Text(0) != "in_care" || !c.Missing(1) || n.Text(0) != "3" || n.Text(1) != "0" {
		t.Errorf("rows %d to %d: %v %v", from, to, c.Codes, n.Ints)
	}
	for _, c := range []struct {
		row  map[string]any
		want string
	}{
		{map[string]any{"cohort": "incare"}, `row 1: cohort is "incare", which is not allowed (nearest: "in_care")`},
		{map[string]any{"placements_12_months": 21}, `row 1: placements_12_months is "21", not a whole number from 0 to 20`},
		{map[string]any{"cohrt": "in_care"}, `row 1: no column is called "cohrt" (nearest: "cohort")`},
	} {
		if _, err := FromRows(schema, p, []map[string]any{c.row}); err == nil || err.Error() != c.want {
			t.Errorf("error %v, want %s", err, c.want)
		}
	}
	yes, err := FromRows(fullSchema(t), p, []map[string]any{{"uasc": true, "in_proceedings": false}})
	if err != nil {
		t.Fatal(err)
	}
	u, _ := yes.Column("uasc")
	i, _ := yes.Column("in_proceedings")
	if u.Text(0) != "yes" || i.Text(0) != "no" {
		t.Errorf("true is %q, false is %q", u.Text(0), i.Text(0))
	}
}

func TestReadSchemaFindings(t *testing.T) {
	field := func(s string) string { return "{\"fields\": [\n" + s + "\n]}" }
	for _, c := range []struct{ name, src, want string }{
		{"not JSON", "{\n\"fields\": [,]}", "s.json:2:"},
		{"cut off", "{\"fields\": [", "it ends too early"},
		{"more after the end", "{} {}", "there is more after the end"},
		{"list", "[]", "s.json:1:1: error: schema: a schema is an object"},
		{"no fields", "{}", "the schema has no fields"},
		{"unknown property", "{\n \"feilds\": []}", `s.json:2:2: error: schema: unknown property "feilds"`},
		{"key", `{"primaryKey": "id", "fields": []}`, "a tracker has no key"},
		{"missing values", `{"missingValues": ["", "NA"], "fields": []}`, "only an empty cell"},
		{"unknown type", field(`{"name": "a", "type": "date"}`), `s.json:2:23: error: schema: unknown type "date" (use string with an enum`},
		{"no type", field(`{"name": "a"}`), `field "a" has no type`},
		{"unknown constraint", field(`{"name": "a", "type": "integer", "constraints": {"minimum": 0, "maximum": 2, "pattern": "x"}}`), `s.json:2:78: error: schema: constraint "pattern" is not known for this type`},
		{"enum of a number", field(`{"name": "a", "type": "integer", "constraints": {"minimum": 0, "maximum": 2, "enum": ["x"]}}`), `constraint "enum" is not known`},
		{"no limits", field(`{"name": "a", "type": "integer", "constraints": {"minimum": 0}}`), `number "a" has no limits`},
		{"limits the wrong way round", field(`{"name": "a", "type": "integer", "constraints": {"minimum": 3, "maximum": 2}}`), `number "a" has no limits`},
		{"half a limit", field(`{"name": "a", "type": "integer", "constraints": {"minimum": 0.5, "maximum": 2}}`), `"minimum" is not such a number`},
		{"free text", field(`{"name": "a", "type": "string"}`), `field "a" could hold free text`},
		{"value twice", field(`{"name": "a", "type": "string", "constraints": {"enum": ["x", "x"]}}`), `value "x" is listed twice`},
		{"value no word", field(`{"name": "a", "type": "string", "constraints": {"enum": ["x y"]}}`), "not a plain word"},
		{"field twice", field(`{"name": "a", "type": "string", "constraints": {"enum": ["x"]}}, {"name": "a", "type": "string", "constraints": {"enum": ["x"]}}`), `field "a" is declared twice`},
		{"property twice", field(`{"name": "a", "name": "b"}`), `"name" is written twice`},
		{"bad name", field(`{"name": "A b", "type": "string"}`), "a name that can be a column's name"},
		{"personal", field(`{"name": "dob", "type": "string", "constraints": {"enum": ["x"]}}`), `personal-data: field "dob" would hold a date of birth`},
		{"unknown in field", field(`{"name": "a", "format": "x"}`), `unknown property "format" of a field`},
		{"required no bool", field(`{"name": "a", "type": "string", "constraints": {"required": 1, "enum": ["x"]}}`), `"required" is true or false`},
		{"too deep", strings.Repeat("[", 40), "nested too deeply"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, findings := ReadSchema("s.json", []byte(c.src))
			if got := lines(findings); !strings.Contains(got, c.want) {
				t.Errorf("findings:\n%swant %s", got, c.want)
			}
		})
	}
}

func TestSchemaFile(t *testing.T) {
	s := fullSchema(t)
	if len(s.Fields) != 73 || s.Title == "" || s.Description == "" {
		t.Errorf("%d fields, title %q", len(s.Fields), s.Title)
	}
	for _, f := range s.Fields {
		if f.Title == "" || f.Description == "" || f.Line == 0 {
			t.Errorf("%s has no title, description or line", f.Name)
		}
	}
	f, _ := s.Field("legal_status")
	if code, ok := f.Code("care-order"); !ok || f.Values[code] != "care-order" {
		t.Error("care-order has no code")
	}
}

// FuzzRead: Read never panics; every accepted cell is the text that was written; a file whose cells are all
// quoted reads the same; and no message repeats what looks like a person.
func FuzzRead(f *testing.F) {
	f.Add([]byte(smallHeader + "in_care,care-order,female,3,\n"))
	f.Add([]byte("\uFEFF" + smallHeader + "\r\nleft_care,none,,0,20\r\n,,,,\n"))
	f.Add([]byte(smallHeader + "\"in_care\",\"care\"\"order\",Amelia Smith,01/02/2015,SM4 5DX\n"))
	f.Add([]byte("a,b\n\"\n"))
	f.Add([]byte("cohort,\"sex\n\",x"))
	schema := smallSchema(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		s, findings := Read(folder("2026-Q2.csv", string(src)), "d", schema)
		in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(src, []byte("\uFEFF"))))
		in.FieldsPerRecord = -1
		records, err := in.ReadAll()
		for _, rec := range records {
			for _, cell := range rec {
				shape := looksLike(cell)
				if shape == "" || shape == "a name or a note" || shape == "something that is no value" || len(cell) < 4 {
					continue
				}
				for _, x := range findings {
					if strings.Contains(x.Message, strconv.Quote(cell)) || strings.Contains(x.Message, " "+cell+",") {
						t.Fatalf("%q, which looks like %s, is in %q", cell, shape, x.Message)
					}
				}
			}
		}
		if err != nil || len(findings) > 0 {
			return
		}
		records = slices.DeleteFunc(records, func(rec []string) bool { return strings.Join(rec, "") == "" })
		if len(records)-1 != s.Len() {
			t.Fatalf("%d rows written, %d read", len(records)-1, s.Len())
		}
		var quoted strings.Builder
		for i, rec := range records {
			for c, cell := range rec {
				if c > 0 {
					quoted.WriteByte(',')
				}
				quoted.WriteString(`"` + cell + `"`)
				if i == 0 {
					continue
				}
				if column, ok := s.Column(records[0][c]); !ok || column.Text(i-1) != cell {
					t.Fatalf("row %d, %s: wrote %q, read %q", i, records[0][c], cell, column.Text(i-1))
				}
			}
			quoted.WriteByte('\n')
		}
		again, findings := Read(folder("2026-Q2.csv", quoted.String()), "d", schema)
		if len(findings) > 0 || again.Len() != s.Len() {
			t.Fatalf("quoted: %d rows, not %d; %s", again.Len(), s.Len(), lines(findings))
		}
	})
}

// FuzzReadSchema: no panic, and every field that is kept can be used.
func FuzzReadSchema(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte("{\"fields\": [{"))
	f.Fuzz(func(t *testing.T, src []byte) {
		s, findings := ReadSchema("s.json", src)
		if s == nil {
			if len(findings) == 0 {
				t.Fatal("no schema and no finding")
			}
			return
		}
		for i, field := range s.Fields {
			if at, ok := s.index[field.Name]; !ok || at != i || !field.Number && len(field.Values) == 0 || field.Number && field.Min > field.Max {
				t.Fatalf("field %d cannot be used: %+v", i, field)
			}
		}
	})
}

// BenchmarkRead reads the committed files of one authority, 40 times over, with all rules.
func BenchmarkRead(b *testing.B) {
	schema := fullSchema(b)
	src, err := os.ReadFile("../../data/havering/tracker/2026-Q2.csv")
	if err != nil {
		b.Fatal(err)
	}
	at := bytes.IndexByte(src, '\n') + 1
	long := slices.Concat(src[:at], bytes.Repeat(src[at:], 40))
	fsys := folder()
	size := 0
	for _, name := range []string{"2025-Q3.csv", "2025-Q4.csv", "2026-Q1.csv", "2026-Q2.csv"} {
		fsys["tracker/"+name] = &fstest.MapFile{Data: long}
		size += len(long)
	}
	b.SetBytes(int64(size))
	rows := 0
	for b.Loop() {
		s, findings := Read(fsys, "d", schema)
		if len(findings) > 0 {
			b.Fatal(line(findings[0]))
		}
		rows = s.Len()
	}
	b.ReportMetric(float64(rows), "rows")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*rows), "ns/row")
}
