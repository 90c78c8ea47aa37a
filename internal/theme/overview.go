package theme

// SignalView is a sign with its words: how a figure moves, or how it stands to its target. The words are
// complete without the sign, and the sign has a shape of its own, so that neither colour nor sight is needed.
type SignalView struct {
	Kind  string // of change: "better", "worse", "changed", "steady", "unknown"; to a target: "passes", "chance", "fails", "met", "missed"; "" draws nothing
	Up    bool   // the arrow of a change points up; down otherwise
	Words string // "Worse", "No real change"
	Why   string // the rule or reason in a few words; may be empty
}

// OverviewView is all indicators on one page, as they stood at the end of one period.
type OverviewView struct {
	Period   string      // "April to June 2026"
	Past     bool        // a newer period has been published
	Quarters QuarterView // the way to other periods
	Leads    []LeadView  // what has changed, what will miss its target, what is noise
	Unjudged int         // of how many indicators it cannot be told whether they change
	Reasons  []ReasonView
	Themes   []GroupView
	Rows     []StandingView
	Marks    MarksView
	More     []LinkView // packs, the watch list and whatever else is in the section
}

// QuarterView is the way from one period to the others, without a script.
type QuarterView struct {
	Earlier *LinkView // the period before; nil at the first
	Later   *LinkView
	All     []NavItem // newest first; the one shown is Current
}

// LeadView is one of the answers that an overview leads with.
type LeadView struct {
	ID      string
	Title   string
	Intro   string // what the answer means, in a sentence
	None    string // what is said when there is nothing to list
	Compact bool   // names and figures only
	Figures []FigureView
}

// ReasonView is why something cannot be told, and of which indicators.
type ReasonView struct {
	Why     string
	Figures []FigureView
}

// GroupView is one theme of indicators.
type GroupView struct {
	ID      string // of the place on the page
	Title   string
	Summary string // "7 indicators: 1 worse, 6 without real change."
	Figures []FigureView
}

// StandingView is one row of the table of all indicators. The sort keys order it by a column when the words
// alone would not.
type StandingView struct {
	Figure      FigureView
	Of          string // "33 of 108"; "" when the counts are not shown
	Target      string // "100%"; "" when none is set
	Standard    *LinkView
	SortValue   string // a number; "" when there is none, which sorts last
	SortChange  int    // worse first
	SortTarget  int    // missed first
	SortInTheme int    // the order without a script
}
