// Package annexa reads an Annex A workbook, the child-level lists that an authority keeps for inspection, into
// the model of package care.
//
// What is read. List 8 (children in care), list 10 (children with a plan for adoption) and list 9 (care leavers).
// A list is known by its heading row, whatever its sheet is called and however many rows stand above it. Lists 1
// to 7 say nothing about permanence or about proceedings, and list 11 is about adopters: none of them is read.
//
// What is never read. Only the columns named in lists.go are looked at. Teams, workers, postcodes, URNs, visits,
// health and missing episodes stay in the file.
//
// What it can know. Annex A holds the latest state: the start of care, the latest legal status and placement, the
// latest review, and a ready-made number of placements. So every child is marked as care.Partial, and the number
// of placements goes to care.Counted. Permanence plans have no date; they have no letter for child arrangements
// orders apart from special guardianship either, and c) is taken as special guardianship unless its words name
// only the other. Teams are not read, so the service is not known, but for children who are also on list 9.
//
// Who is in. Every child of list 8. A child of list 10 who is not on list 8 is added when there is an adoption
// order (list 8 reaches back six months, list 10 twelve), and left out otherwise. A care leaver of list 9 who is
// not on list 8 left care before that, and is left out. Return.Counts says how many were.
//
// Values. A cell that cannot be read is a finding, and the field is not known. Two things leave a whole child
// out: no Child Unique ID, and a day of leaving care that cannot be so, for nobody could tell whether the child
// is in care.
package annexa

import (
	"io"
	"slices"

	"waymark/internal/care"
	"waymark/internal/diag"
	"waymark/internal/rawcell"
)

// Options are what the workbook does not say.
type Options struct {
	// On is the day the workbook was made. Days after it are not believed; zero believes all up to 2100.
	On care.Date
	// Authority is the name in "LA of Placement" that means the authority's own area, used where "Placement
	// Location" is empty. Empty: not used.
	Authority string
	// Strict makes every finding an error.
	Strict bool
}

// Return is what a workbook says.
type Return struct {
	Children []care.Child // in the order of list 8, then of list 10
	Sheets   []Sheet      // those that were read, in the workbook's order
	Counts   Counts
	NotKnown []rawcell.Tally // every rule that spoke, and how often, folded findings included
}

// Sheet is one list that was read.
type Sheet struct {
	List int
	Name string
	Rows int // that hold something, below the headings
}

// Counts are children, for the report.
type Counts struct {
	FromList8, FromList10 int
	CareLeaversOnly       int // on list 9, not on list 8: left out
	AdoptionUnfinished    int // on list 10 without an order, not on list 8: left out
	LeftOut               int // of list 8 and 10, for a value that decides everything
}

// Read reads a workbook. The findings are in the order of the sheets; the return is empty when the workbook, or
// its list 8, cannot be read.
func Read(name string, r io.ReaderAt, size int64, o Options) (Return, []diag.Finding) {
	rd := reader{options: o, log: rawcell.Log{Strict: o.Strict}, byKey: map[string]int{}}
	file := rawcell.Place{File: name}
	book, err := rawcell.OpenWorkbook(name, r, size)
	if err != nil {
		rd.log.Error(file, "workbook", "", "%s", err)
		return Return{}, rd.log.Findings()
	}
	defer book.Close()

	tables := rd.find(book, file)
	for _, list := range []int{8, 10, 9} { // list 9 needs to know who is on list 8
		t, ok := tables[list]
		if !ok {
			continue
		}
		switch list {
		case 8:
			rd.list8(t)
		case 10:
			rd.list10(t)
		case 9:
			rd.list9(t)
		}
	}
	if _, ok := tables[8]; !ok {
		rd.log.Error(file, "list-missing", "a sheet is known as list 8 by the headings \"Child Unique ID\", \"Date Started to be Looked After\" and \"Child's Legal Status\" in one of its first 20 rows", "no sheet is list 8, children in care")
		return Return{Sheets: rd.out.Sheets, NotKnown: rd.log.Tallies()}, rd.log.Findings()
	}
	rd.out.NotKnown = rd.log.Tallies()
	return rd.out, rd.log.Findings()
}

type reader struct {
	options Options
	log     rawcell.Log
	out     Return
	byKey   map[string]int // index in out.Children
}

// find reads the sheets that are lists 8, 9 and 10.
func (rd *reader) find(book *rawcell.Workbook, file rawcell.Place) map[int]*table {
	tables := map[int]*table{}
	for _, name := range book.Sheets() {
		at := rawcell.Place{File: file.File, Sheet: name}
		head, err := book.Head(name, headingRows)
		if err != nil {
			rd.log.Error(at, "sheet", "", "%s", err)
			continue
		}
		list, row := which(head)
		if list == 0 {
			continue
		}
		if first, twice := tables[list]; twice {
			rd.log.Error(at, "list-twice", "keep one of the two sheets in the workbook", "this sheet is list %d, and so is %q, which was read", list, first.Sheet)
			continue
		}
		raw, err := book.Read(name)
		if err != nil {
			rd.log.Error(at, "sheet", "", "%s", err)
			continue
		}
		t := rd.table(list, row, raw)
		tables[list] = t
		rd.out.Sheets = append(rd.out.Sheets, Sheet{list, name, len(t.rows)})
	}
	return tables
}

// table finds the columns of a list and the rows that hold something.
func (rd *reader) table(list, heading int, raw *rawcell.Table) *table {
	t := &table{Table: raw, columns: map[string]int{}}
	at := raw.At(-1, -1)
	for c := range raw.Rows[heading] {
		text := normal(raw.Cell(heading, c))
		for _, f := range lists[list] {
			if !f.is(text) {
				continue
			}
			if _, twice := t.columns[f.id]; twice {
				rd.log.Warn(raw.At(heading, c), "heading-twice", "remove one of the columns", "this heading stands in column %s too; that one was read", rawcell.Letter(t.columns[f.id]+1))
			} else {
				t.columns[f.id] = c
			}
			break
		}
	}
	for _, f := range lists[list] {
		if _, ok := t.columns[f.id]; !ok && !f.optional {
			rd.log.Warn(at, "heading-missing", "if the column is there under another name, give it the heading of Ofsted's layout", "no column is headed %q; it is taken as not known for everyone", f.headings[0])
		}
	}
	if raw.Hidden > 0 {
		rd.log.Warn(at, "hidden-rows", "a filter hides rows without deleting them; delete those that do not belong", "%d rows are hidden; they were read like the others", raw.Hidden)
	}
	for _, m := range raw.Merged {
		if m.Bottom > heading && slices.Contains(t.indexes(), m.Left) {
			rd.log.Warn(raw.At(max(m.Top, heading+1), m.Left), "merged-cells", "unmerge the cells and write the value in each row", "cells are merged down to row %d; each row was given their value", m.Bottom+1)
		}
	}
	for r := heading + 1; r < len(raw.Rows); r++ {
		if !raw.Empty(r) {
			t.rows = append(t.rows, r)
		}
	}
	return t
}

type table struct {
	*rawcell.Table
	columns map[string]int
	rows    []int
}

func (t *table) indexes() []int {
	var out []int
	for _, c := range t.columns {
		out = append(out, c)
	}
	return out
}

// place is the cell of a row that holds a field.
func (t *table) place(row int, id string) rawcell.Place {
	c, ok := t.columns[id]
	if !ok {
		c = -1
	}
	return t.At(row, c)
}
