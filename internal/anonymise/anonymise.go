package anonymise

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"waymark/internal/dates"
	"waymark/internal/diag"
	"waymark/internal/tracker"
)

// Options say which files are made, and how strictly rows are protected.
type Options struct {
	Span Span
	// K is how many rows must share their combination; DefaultK when 0, and 1 coarsens nothing.
	K int
	// Further lets coarsening go on to columns that indicators count.
	Further bool
	// LA is what a merged export calls the authority, when that is none of its names.
	LA string
	// Progress is told what is being worked on; nil for nobody.
	Progress func(step string)
}

// Result is the files and what there is to say about them.
type Result struct {
	Files    []File
	Children int // read, of the authority
	Others   int // read, of other authorities
	NotKnown NotKnown
}

// File is one period file, ready to be written.
type File struct {
	Period    string // 2026-Q2
	Name      string // 2026-Q2.csv
	Rows      int
	InCare    int
	Left      int
	PreCourt  int
	AtHome    int
	Coarsened Coarsened
	Data      []byte
}

// Run makes the period files of an export. An error says why there are none. Findings are about the files made: a
// file with an error among them must not be written.
func Run(raw Raw, a *Authority, o Options) (Result, []diag.Finding, error) {
	if o.K == 0 {
		o.K = DefaultK
	}
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	names := a.Names
	if o.LA != "" {
		names = []string{o.LA}
	}
	children, err := of(raw.Children, names)
	if err != nil {
		return Result{}, nil, err
	}
	raw.Source = narrowed(raw.Source, children)
	if len(raw.Years) > 0 {
		raw.Source.since = dates.NewDate(raw.Years[0]-1, time.April, 1)
	}
	o.Progress("periods of care")
	t := newTally()
	all := people{children, raw.Source}
	all.survey(t)
	periods, err := o.Span.choose(raw, all)
	if err != nil {
		return Result{}, nil, err
	}
	var found diag.List
	result := Result{Children: len(children), Others: len(raw.Children) - len(children)}
	for _, p := range periods {
		o.Progress(p.String())
		if !a.covers(p) {
			return Result{}, nil, fmt.Errorf("the bank holidays around %s are not listed, and the first review is due after so many working days: add the year to bank-holidays.yaml", p)
		}
		f := File{Period: p.String(), Name: p.String() + ".csv"}
		made := rows(all, p, raw.Source, a, t)
		f.count(a.Schema, made)
		f.Coarsened = coarsen(a.Schema, made, o.K, o.Further)
		shuffle(p, made)
		f.Data = write(a.Schema, made)
		found.Add(refuse(f.Name, a.Schema, f.Data)...)
		if len(made) == 0 {
			found.Warnf("no-children", f.Name, 0, 0, "check the period, and that the export holds the children's whole history", "no child of the export is in scope of %s", p)
		} else {
			found.Add(tracker.Check(f.Name, f.Data, a.Schema)...)
		}
		result.Files = append(result.Files, f)
	}
	result.NotKnown = t.notKnown()
	return result, found.Sorted(), nil
}

// covers asks for the days on which first reviews of the period may have begun to run, too.
func (a *Authority) covers(p tracker.Period) bool {
	return a.Calendar.Covers(Day(p.Start().AddDate(0, -2, 0))) && a.Calendar.Covers(Day(p.End()))
}

func (f *File) count(schema *tracker.Schema, rows []Row) {
	f.Rows = len(rows)
	for i, name := range schema.Names() {
		if name != "cohort" {
			continue
		}
		for _, row := range rows {
			switch row[i] {
			case "in_care":
				f.InCare++
			case "left_care":
				f.Left++
			case "at_home":
				f.AtHome++
			default:
				f.PreCourt++
			}
		}
	}
}

// write is the file's text: words and numbers need no quotation marks.
func write(schema *tracker.Schema, rows []Row) []byte {
	var b bytes.Buffer
	b.WriteString(strings.Join(schema.Names(), ","))
	b.WriteByte('\n')
	for _, row := range rows {
		b.WriteString(strings.Join(row, ","))
		b.WriteByte('\n')
	}
	return b.Bytes()
}
