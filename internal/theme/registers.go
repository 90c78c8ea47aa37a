package theme

import "html/template"

// QualityView is what is known of the data behind all indicators. Every number in it is of released figures.
type QualityView struct {
	First, Last string // periods in words
	Periods     int
	Missing     string // periods that are missing, in words; "" when none is
	Shown       int    // figures that are given exactly
	Withheld    int    // given as a range, or hidden
	Rows        []QualityRow
	Unknowns    []UnknownRow
	Unmeasured  []FigureView
}

// Total is how many figures there are that could be shown.
func (v QualityView) Total() int { return v.Shown + v.Withheld }

// Share is the withheld part of the figures in whole percent.
func (v QualityView) Share() int {
	if v.Shown+v.Withheld == 0 {
		return 0
	}
	return (200*v.Withheld + v.Shown + v.Withheld) / (2 * (v.Shown + v.Withheld))
}

// QualityRow is how the figures of one indicator are given.
type QualityRow struct {
	Figure                           FigureView
	Exact, Ranges, Hidden, None, All int // over time
	Groups, GroupsHidden             int // in breakdowns; hidden or as a range
}

// UnknownRow is how many children have no value of a dimension.
type UnknownRow struct {
	Figure    FigureView
	Dimension string
	Words     string // "3 of 135 (2%)"
	Period    string
	Hidden    bool
}

// WatchView is one watch list of a page.
type WatchView struct {
	Title string // of what it stands under; "" when it stands under nothing
	Rows  []WatchRow
	Marks MarksView
}

// WatchRow is one line of a watch list.
type WatchRow struct {
	Figure   FigureView
	Count    string // past the limit: a number, a range or a mark; "" when it is not measured
	Of       string
	Words    string
	Hidden   bool
	Limit    *LinkView
	Guidance []LinkView
	Note     template.HTML
}

// Part draws one of the theme's shared templates by itself, for a page of guidance that shows more than text:
// "watch-list" draws a WatchView, "quality" a QualityView.
func (t *Theme) Part(name string, view any) (template.HTML, error) { return t.part(name, view) }
