package theme

import "unicode/utf8"

// What templates ask of a view, so that they hold no rules of their own.

// SideIsHere says whether the page is the front of its section: the tree then marks no line as the page.
func (p PageView) SideIsHere() bool {
	for _, item := range p.Side {
		if item.Open || item.Current {
			return false
		}
	}
	return len(p.Side) > 0
}

// HasAbout says whether there is anything to say about a page below its body.
func (p PageView) HasAbout() bool {
	return p.Owner != "" || p.Reviewed != "" || p.Effective != "" || p.Expires != "" ||
		len(p.Audience)+len(p.Ages)+len(p.Law)+len(p.Documents) > 0
}

// Group is a heading of level 2 and the headings of level 3 below it.
type Group struct {
	HeadingView
	Below []HeadingView
}

// Outline returns the contents as groups. Headings of level 3 before any of level 2 stand
// alone, side by side.
func (p PageView) Outline() []Group {
	var groups []Group
	for _, h := range p.Contents {
		if last := len(groups) - 1; last >= 0 && h.Level > groups[last].Level {
			groups[last].Below = append(groups[last].Below, h)
			continue
		}
		groups = append(groups, Group{HeadingView: h})
	}
	return groups
}

// The ids of the sections of an indicator's page. Headings that people write have ids made from their words;
// the prefix keeps the two apart.
const (
	idOverTime = "wm-over-time"
	idGroups   = "wm-by-group"
	idCompared = "wm-compared"
	idFurther  = "wm-further"
	idMethod   = "wm-worked-out"
	idCaveats  = "wm-reading"
	idExamples = "wm-examples"
	idPractice = "wm-practice"
	idVersions = "wm-versions"
	idAnswers  = "wm-answers"
	idComment  = "wm-comment"
)

// headings lists the sections that indicator.html draws for this indicator, in its order.
func (v IndicatorView) headings() []HeadingView {
	var list []HeadingView
	add := func(shown bool, id, text string) {
		if shown {
			list = append(list, HeadingView{Level: 2, ID: id, Text: text})
		}
	}
	add(v.Measured(), idOverTime, "Over time")
	add(v.Measured() && len(v.Breakdowns) > 0, idGroups, "Between groups")
	add(v.Comparison != nil, idCompared, "Compared with others")
	add(v.Measured() && len(v.Further) > 0, idFurther, "Seen another way")
	add(v.Commentary != nil, idComment, "What the service says")
	add(true, idMethod, "How it is worked out")
	add(len(v.Caveats) > 0, idCaveats, "Reading it with care")
	add(len(v.Cases) > 0, idExamples, "Worked examples")
	add(len(v.Practice) > 0 || v.Companion != nil || len(v.Packs) > 0, idPractice, "What this means for practice")
	add(len(v.Answers) > 0, idAnswers, "Who answers for it, and how good the data are")
	add(len(v.Versions) > 0, idVersions, "Changes to the definition")
	return list
}

// Measured says whether there is a figure to show.
func (v IndicatorView) Measured() bool { return v.Unmeasured == "" }

// Cell is one cell of a data table.
type Cell struct {
	Text    string
	Numeric bool
	Mark    bool // stands for a figure that is not shown
}

// Line is a row of a data table: what it is about, then its figures.
type Line struct {
	Head  string
	Cells []Cell
}

// Head returns the column headings as cells, the first one included.
func (t TableView) Head() []Cell {
	cells := make([]Cell, len(t.Columns))
	for i, text := range t.Columns {
		cells[i] = Cell{Text: text, Numeric: t.numeric(i)}
	}
	return cells
}

// Lines returns the rows with what each cell is. A cell that is only a mark shows it in brackets, as the note
// below the table explains it.
func (t TableView) Lines() []Line {
	lines := make([]Line, 0, len(t.Rows))
	for r, row := range t.Rows {
		if len(row) == 0 {
			continue
		}
		line := Line{Head: row[0]}
		for c := 1; c < len(row); c++ {
			cell := Cell{Text: row[c], Numeric: t.numeric(c)}
			if mark := t.mark(r, c); mark != "" {
				cell.Mark = true
				if cell.Text == "" {
					cell.Text = "[" + mark + "]"
				}
			}
			line.Cells = append(line.Cells, cell)
		}
		lines = append(lines, line)
	}
	return lines
}

func (t TableView) numeric(c int) bool { return c < len(t.Numeric) && t.Numeric[c] }

func (t TableView) mark(r, c int) string {
	if r >= len(t.Marks) || c >= len(t.Marks[r]) {
		return ""
	}
	return t.Marks[r][c]
}

// Pictured says whether there is a drawing; without one the table is shown in its place.
func (c ChartView) Pictured() bool { return c.Wide != "" || c.Narrow != "" }

// Long says whether the value is words rather than a number, so that it is set smaller.
func (f FigureView) Long() bool { return utf8.RuneCountInString(f.Value) > 6 }
