package annexa

import (
	"strings"
	"unicode"
)

// headingRows is how many rows from the top are searched for headings: titles and notes may stand above them.
const headingRows = 20

// field is a column that may be read. Columns that are not listed here are never looked at.
type field struct {
	id       string
	headings []string // as Ofsted writes them, the usual first; one with a * at its end matches whatever follows
	optional bool     // not in every layout
}

// Fields that several lists share. The age is read only where the date of birth is missing, and to check it.
var (
	fieldKey        = field{id: "key", headings: []string{"Child Unique ID"}}
	fieldSex        = field{id: "sex", headings: []string{"Gender", "Sex", "Gender/Sex"}}
	fieldEthnicity  = field{id: "ethnicity", headings: []string{"Ethnicity"}}
	fieldBirth      = field{id: "birth", headings: []string{"Date of Birth", "DOB"}}
	fieldAge        = field{id: "age", headings: []string{"Age of Child (Years)", "Age"}, optional: true}
	fieldDisability = field{id: "disability", headings: []string{"Does the Child have a Disability"}}
)

// lists are the columns that are read of each list.
var lists = map[int][]field{
	8: {
		fieldKey, fieldSex, fieldEthnicity, fieldBirth, fieldAge, fieldDisability,
		{id: "uasc", headings: []string{"Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)", "Unaccompanied Asylum Seeking Child*", "UASC*"}},
		{id: "start", headings: []string{"Date Started to be Looked After"}},
		{id: "legal-start", headings: []string{"Start date of current legal status"}},
		{id: "legal", headings: []string{"Child's Legal Status", "Legal Status"}},
		{id: "review", headings: []string{"Date of Latest Statutory Review"}},
		{id: "plan", headings: []string{"What is the permanence plan for this child?", "Permanence plan"}},
		{id: "placements", headings: []string{"Number of Placements in the Last 12 months"}},
		{id: "end", headings: []string{"Date Ceased to be Looked After"}},
		{id: "ceased", headings: []string{"Reason Ceased to be Looked After"}},
		{id: "placement-start", headings: []string{"Start Date of Most Recent Placement"}},
		{id: "placement", headings: []string{"Placement Type"}},
		{id: "provider", headings: []string{"Placement Provider"}},
		{id: "location", headings: []string{"Placement Location"}},
		{id: "la", headings: []string{"LA of Placement"}, optional: true},
	},
	9: {
		fieldKey,
		{id: "eligibility", headings: []string{"Eligibility Category"}},
	},
	10: {
		fieldKey, fieldSex, fieldEthnicity, fieldBirth, fieldAge, fieldDisability,
		{id: "start", headings: []string{"Date the Child Entered Care"}},
		{id: "decided", headings: []string{"Date of Decision that Child Should be Placed for Adoption"}},
		{id: "placement-order", headings: []string{"Date of Placement Order"}},
		{id: "matched", headings: []string{"Date of Matching Child and Prospective Adopters"}},
		{id: "placed", headings: []string{"Date Placed for Adoption"}},
		{id: "ordered", headings: []string{"Date of Adoption Order"}},
		{id: "reversed", headings: []string{"Date of Decision that Child Should No Longer be Placed for Adoption"}},
		{id: "reversed-reason", headings: []string{"Reason Why Child No Longer Placed for Adoption"}},
		{id: "fostered-from", headings: []string{"Date the child was placed for fostering in FFA or concurrent planning placement"}},
	},
}

// marks tell a list from the others; two of them beside the key of a child make a sheet that list.
var marks = map[int][]string{
	8:  {"Date Started to be Looked After", "Child's Legal Status", "Date Ceased to be Looked After", "What is the permanence plan for this child?", "Number of Placements in the Last 12 months"},
	9:  {"Eligibility Category", "LA in Touch", "Suitability of Accommodation", "Activity Status"},
	10: {"Date the Child Entered Care", "Date of Decision that Child Should be Placed for Adoption", "Date of Matching Child and Prospective Adopters", "Date of Adoption Order"},
}

// which says what list the first rows of a sheet begin, and in which row its headings stand; list 0 is none.
func which(head [][]string) (list, row int) {
	for r, cells := range head {
		have := map[string]bool{}
		for _, c := range cells {
			have[normal(c)] = true
		}
		if !have[normal(fieldKey.headings[0])] {
			continue
		}
		for _, n := range []int{8, 9, 10} {
			found := 0
			for _, m := range marks[n] {
				if have[normal(m)] {
					found++
				}
			}
			if found >= 2 {
				return n, r
			}
		}
	}
	return 0, 0
}

// normal is a heading without what people change in it: capitals, spaces, line ends, brackets (one heading has
// two at its end in files that are passed around), kinds of quotation marks, and the (Y/N) of questions.
func normal(heading string) string {
	heading = strings.ReplaceAll(strings.ToLower(heading), "(y/n)", "")
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, heading)
}

func (f field) is(text string) bool {
	for _, h := range f.headings {
		if start, open := strings.CutSuffix(h, "*"); open && strings.HasPrefix(text, normal(start)) || !open && text == normal(h) {
			return true
		}
	}
	return false
}
