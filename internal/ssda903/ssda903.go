// Package ssda903 reads a children looked after return (SSDA903) as local authorities hold it, a folder of CSV
// modules, into the model of package care, with findings about whatever cannot be as it is written.
//
// What it is not. It applies no rule of practice and counts nothing for the tracker: that is care. It mends no
// history: what is impossible is reported and handed on, and care says for each case what it assumes.
//
// Terms.
//
//   - A module is one kind of file of the return: Header, Episodes, Reviews and so on. Modules are told apart by
//     their header row, whatever the files are called.
//   - A collection year runs from 1 April to 31 March and is named by the year it ends.
//   - A row is a row of the spreadsheet, counted from 1, the header row included; a cell is named as a
//     spreadsheet names it, D17. It differs from the line of a text editor only below a cell that has a line
//     break in it.
//
// What is never kept. A row passes through the buffer of encoding/csv and only the cells of wanted columns are
// looked at. UPN, MOTHER, MC_DOB and HOME_POST are never looked at. URN and PL_POST make the number that tells
// two addresses apart (Episode.Place), through a hash with a seed of this one run, and are dropped on the spot.
// SW_ID makes a number inside one child, and is dropped too. Modules that the model has no use for (health,
// care leavers, missing, deprivation of liberty) are counted, not read. Nothing that is kept is a piece of the
// row's own text, for that would hold the whole row in memory.
//
// What findings never say. No child's number, date of birth or postcode, and no date: where a value has to be
// described, its shape is given (00/00/00). A value in a column of codes is printed when it is as short as a
// code; a longer one may have slipped in from the next column.
//
// Order of work: look at the header row of each file (identify), read the modules in the order of the return,
// then put each child together (adoptions, rows given twice) and look at the history as a whole.
//
// Sources: the column lists, codes and rules are those of the public validator for this return
// (data-to-insight/csc-validator-be-903); rules are named by its numbers where it has them.
package ssda903

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"

	"waymark/internal/care"
	"waymark/internal/diag"
)

// Options say how a return is read. The zero value is the documented default.
type Options struct {
	// Strict makes errors of the findings about values and histories, which are warnings otherwise. What keeps a
	// file from being read at all is an error either way.
	Strict bool
	// Year is the collection year, named by the year it ends. Default: the YEAR column of a regional merge, or
	// worked out from the episodes.
	Year int
	// Show is how many findings of one rule are given by place before the rest is counted. Default 5.
	Show int
}

// Return is one return, read.
type Return struct {
	// Children are in an order that their keys have no part in: by what is known about them, and by row where
	// that is the same. It makes two readings equal; nothing should rely on it.
	Children []care.Child
	// Years are the collection years of the rows: those of the YEAR columns, or the one that was given or worked out.
	Years    []int
	YearFrom YearFrom
	// Modules are those that were found, in the order of the return.
	Modules []Module
	// Counted says how many fields became not known and how many rows were left out, by module, column and reason.
	Counted []Loss
}

// YearFrom is where the collection year was taken from.
type YearFrom string

const (
	YearGiven     YearFrom = "given"
	YearColumn    YearFrom = "column"
	YearWorkedOut YearFrom = "worked-out" // the last year with at least one in a hundred of the episodes' dates
	YearNotKnown  YearFrom = ""
)

// Module is one file of the return.
type Module struct {
	Name string // Header, Episodes and so on
	File string
	Rows int  // below the header row, empty ones not counted
	Read bool // false for a module whose rows are only counted
}

// Loss is a number of fields that became not known, or of rows that were left out (then Column is empty).
type Loss struct {
	Module, Column string
	Why            string // the check that found it
	N              int
}

// Read reads the return in a folder. Findings are sorted by place. Without Header or Episodes there are no
// children; a caller stops when any finding is an error.
func Read(fsys fs.FS, dir string, o Options) (Return, []diag.Finding) {
	r := newReader(fsys, o)
	files := r.identify(dir)
	if !r.complete(dir, files) {
		return r.result(files), r.book.findings()
	}
	r.authorities(files)
	for i := range modules {
		if f := files[modules[i].name]; f != nil {
			r.readFile(f)
		}
	}
	r.byKey, r.places = nil, nil // what tells rows apart is not needed to tell children
	r.decideYear(files)
	r.children()
	return r.result(files), r.book.findings()
}

// reader is the state of one Read.
type reader struct {
	fsys  fs.FS
	o     Options
	book  *book
	lost  map[Loss]int // with N zero
	kids  []*kid       // in the order they were met; nil once they are children
	done  []care.Child // put together
	codes *intern
	byKey map[string]*kid
	// severalLAs says that the number of a child is only unique with its authority.
	severalLAs bool
	places     *numbers
	years      yearTally
	files      map[string]*file
}

// kid is a child under construction.
type kid struct {
	*care.Child   // nil while modules are read: a whole child is large, and there may be a million
	head          head
	headerYear    int
	birthUnsure   bool // header rows contradict each other
	sexUnsure     bool
	ethnicUnsure  bool
	headerRows    int
	packed        []packedEpisode
	packedReviews []packedReview
	episodeYears  []int16 // of Episodes, only where there is a YEAR column
	workers       []uint64
	decisions     []decision
	adoptions     []adopted
	permYear      int
	uascYear      int
}

// head is what is known of a child while modules are read, besides its packed rows.
type head struct {
	key       string
	row       int
	birth     care.Date
	sex       care.Sex
	ethnicity care.EthnicityGroup
	uasc      care.UASC
	permanent care.PreviousPermanence
	workers   []care.SocialWorker
}

func (h head) child() care.Child {
	return care.Child{
		Key: h.key, Row: h.row, Birth: h.birth, Sex: h.sex, EthnicityGroup: h.ethnicity, UASC: h.uasc, PreviousPermanence: h.permanent,
		Workers: h.workers, Disability: care.NotKnown, RiskFlag: care.NotKnown,
	}
}

func newReader(fsys fs.FS, o Options) *reader {
	if o.Show <= 0 {
		o.Show = 5
	}
	return &reader{
		fsys: fsys, o: o, book: newBook(o.Show), lost: map[Loss]int{}, byKey: map[string]*kid{}, places: newNumbers(), codes: newIntern(),
		years: newYearTally(),
	}
}

// severity is that of a finding about a value or a history.
func (r *reader) severity() diag.Severity {
	if r.o.Strict {
		return diag.Error
	}
	return diag.Warning
}

func (r *reader) result(files map[string]*file) Return {
	out := Return{Years: r.years.years, YearFrom: r.years.from}
	for i := range modules {
		if f := files[modules[i].name]; f != nil {
			out.Modules = append(out.Modules, Module{Name: f.module.name, File: f.path, Rows: f.rows, Read: f.module.read})
		}
	}
	for l, n := range r.lost {
		l.N = n
		out.Counted = append(out.Counted, l)
	}
	slices.SortFunc(out.Counted, func(a, b Loss) int {
		return cmp.Or(cmp.Compare(moduleIndex(a.Module), moduleIndex(b.Module)), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Why, b.Why))
	})
	inOrder(r.done)
	out.Children = r.done
	return out
}

// children puts each child together and looks at its history. One after the other, so that what a child was packed in
// is free again for the next.
func (r *reader) children() {
	r.done = make([]care.Child, len(r.kids))
	for i, k := range r.kids {
		r.done[i] = k.head.child()
		k.Child = &r.done[i]
		r.unpack(k)
		r.assemble(k)
		r.history(k)
		r.kids[i] = nil
	}
	r.kids = nil
}

// compareChildren orders children by what is known about them, and by row where that is the same.
func compareChildren(a, b *care.Child) int {
	return cmp.Or(
		a.Birth.Compare(b.Birth),
		cmp.Compare(a.Sex, b.Sex),
		cmp.Compare(a.EthnicityGroup, b.EthnicityGroup),
		compareEpisodes(a.Episodes, b.Episodes),
		cmp.Compare(len(a.Reviews), len(b.Reviews)),
		cmp.Compare(a.Row, b.Row),
		cmp.Compare(firstRow(a), firstRow(b)),
	)
}

// compareEpisodes orders two histories by what they say; the row is not asked.
func compareEpisodes(a, b []care.Episode) int {
	return slices.CompareFunc(a, b, func(a, b care.Episode) int {
		return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End), cmp.Compare(a.Legal, b.Legal), cmp.Compare(a.Placement, b.Placement))
	})
}

func firstRow(k *care.Child) int {
	if len(k.Episodes) == 0 {
		return 0
	}
	return k.Episodes[0].Row
}

// yearTally counts the dates of the episodes and reviews by collection year.
type yearTally struct {
	column               map[int]bool
	dates, ends, reviews map[int]int
	years                []int
	from                 YearFrom
}

func newYearTally() yearTally {
	return yearTally{column: map[int]bool{}, dates: map[int]int{}, ends: map[int]int{}, reviews: map[int]int{}}
}

// CollectionYear is the collection year that a day lies in: 31 March 2026 is in 2026, 1 April in 2027. 0 for a
// day that is not known.
func CollectionYear(d care.Date) int {
	year, month, _ := d.Parts()
	if month >= 4 {
		year++
	}
	return year
}

// common are the years with at least one in a hundred of the dates, in order: one slip of the keyboard makes no year.
func common(tally map[int]int) []int {
	all := 0
	for _, n := range tally {
		all += n
	}
	var out []int
	for year, n := range tally {
		if 100*n >= all {
			out = append(out, year)
		}
	}
	slices.Sort(out)
	return out
}

// last is the latest year of the return, 0 when not known.
func (y *yearTally) last() int {
	if len(y.years) == 0 {
		return 0
	}
	return y.years[len(y.years)-1]
}

func (r *reader) decideYear(files map[string]*file) {
	y := &r.years
	dates := common(y.dates)
	switch {
	case r.o.Year != 0:
		y.years, y.from = []int{r.o.Year}, YearGiven
	case len(y.column) > 0:
		for year := range y.column {
			y.years = append(y.years, year)
		}
		slices.Sort(y.years)
		y.from = YearColumn
	case len(dates) > 0:
		y.years, y.from = dates[len(dates)-1:], YearWorkedOut
	}
	episodes := files["Episodes"].path
	if ends := common(y.ends); len(ends) > 1 && len(y.column) == 0 {
		r.book.whole(diag.Warning, "ssda903-years", episodes,
			fmt.Sprintf("the episodes ended in %d collection years, %d to %d, and a return holds one", len(ends), ends[0], ends[len(ends)-1]),
			"a history of several years is welcome; where two returns were put into one file, an episode that was open in the first is there twice")
	}
	if reviews := common(y.reviews); len(reviews) > 0 && len(dates) > 0 && files["Reviews"] != nil {
		if gap := reviews[len(reviews)-1] - dates[len(dates)-1]; gap > 1 || gap < -1 {
			r.book.whole(r.severity(), "ssda903-years", files["Reviews"].path,
				fmt.Sprintf("the last reviews are of collection year %d and the last episodes of %d: the files may be of two returns", reviews[len(reviews)-1], dates[len(dates)-1]),
				"put files of one return, made on one day, into one folder")
		}
	}
	if y.from == YearGiven && len(dates) > 0 {
		if gap := y.last() - dates[len(dates)-1]; gap > 1 || gap < -1 {
			r.book.whole(r.severity(), "ssda903-years", episodes,
				fmt.Sprintf("the return is said to be of %d and its last episodes are of %d", y.last(), dates[len(dates)-1]),
				"check the year and the folder")
		}
	}
}
