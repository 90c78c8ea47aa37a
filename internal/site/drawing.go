package site

// Process says how an indicator's figures over time are judged: which points are more than noise. Everything
// may be left out.
type Process struct {
	FixAfter int      `yaml:"fix_after"`    // limits from the first so many figures, 12 or more; 0: from all
	Screen   bool     `yaml:"screen"`       // leave outlying moving ranges out of the limits
	TwoOf    string   `yaml:"two_of_three"` // one of TwoOfThree; the first when empty
	Equal    string   `yaml:"equal_points"` // one of EqualPoints; the first when empty
	Rebase   []Rebase `yaml:"rebase"`       // known changes, oldest first
}

// The words that a process chooses from; the first is what holds when nothing is written.
var (
	TwoOfThree  = []string{"beyond-counts", "between-only"}
	EqualPoints = []string{"break", "skip"}
)

// Rebase is a known change of the work, after which the limits start anew. It needs a reason, because limits that
// are moved without one hide the change that the chart is for.
type Rebase struct {
	From   string `yaml:"from"`   // the first period after it: 2024-Q1, or 2024-01
	Reason string `yaml:"reason"` // one sentence for readers
	Page   string `yaml:"page"`   // content path of the guidance that changed
	Author string `yaml:"author"` // role id: who decided it
}

// Drawing asks for one more chart of an indicator, besides the one over time and its breakdowns.
type Drawing struct {
	Form  string   `yaml:"form"`  // one of DrawingForms
	By    string   `yaml:"by"`    // dimension id, one of the indicator's breakdowns
	Parts []string `yaml:"parts"` // indicator ids
	Title string   `yaml:"title"` // instead of one made from the indicator's
}

// DrawingForms are the forms of further charts, and what each is made from: a breakdown of the indicator, other
// indicators, either of the two, or neither.
var DrawingForms = map[string]struct{ By, Parts bool }{
	"funnel":  {},                      // against published figures of other areas, with limits for each size
	"routes":  {Parts: true},           // parts of one whole over time, stacked
	"flow":    {By: true, Parts: true}, // a Sankey diagram: from each category to met and not met, or from all to each part
	"bullets": {Parts: true},           // rows against their targets
	"heatmap": {Parts: true},           // indicators by period, with the number in each cell
}
