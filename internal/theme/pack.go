package theme

import "html/template"

// PackView is a meeting's indicators on sheets of paper: one page of HTML, one sheet each to be printed.
type PackView struct {
	Meeting  *LinkView // the page on the meeting; nil when the pack names none
	Period   string    // "April to June 2026"
	Past     bool      // a newer period has been published
	Edition  string    // what the figures are, on each sheet
	Quarters QuarterView
	Note     template.HTML
	Glance   []FigureView // every indicator of the pack, in its order
	Sheets   []SheetView
	Marks    MarksView
}

// Total is how many sheets the pack has: one to see all of it at a glance, and those of the indicators.
func (v PackView) Total() int { return len(v.Sheets) + 1 }

// SheetView is one sheet of paper.
type SheetView struct {
	ID      string // of the place on the page
	Number  int    // of Total; the first sheet is the glance
	Title   string
	Note    template.HTML
	Figures []SheetFigureView
}

// Full says whether the sheet holds as much as it can, so that the drawings are set lower.
func (v SheetView) Full() bool { return len(v.Figures) > 2 }

// SheetFigureView is one indicator on a sheet.
type SheetFigureView struct {
	Figure  FigureView
	Picture template.HTML // SVG of the narrow form, whose letters stay legible on half a sheet; empty without one
	Problem string        // why there is no picture, or no figure
	Table   TableView     // the last periods, across
}
