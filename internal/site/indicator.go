package site

import "fmt"

// Indicator is the definition of one measure: a question, who it counts, what counts, and how to read it.
// Counting is done elsewhere, by package indicator; this is the part that pages may show.
//
// Title, Question, Summary, Noun, Did, the Words of conditions, of events and of a target may hold {{standard id}};
// it is replaced by the words of the standard when the site is loaded.
type Indicator struct {
	ID string `yaml:"-"`
	At Source `yaml:"-"`

	Theme    string `yaml:"theme"`    // one of Themes
	Headline bool   `yaml:"headline"` // shown on the home page
	Order    int    `yaml:"order"`
	Title    string `yaml:"title"`
	Question string `yaml:"question"` // in plain words, with a question mark
	Summary  string `yaml:"summary"`  // one sentence for lists

	Noun string `yaml:"noun"` // who is counted, in the plural: "children who reached a permanent home"
	Did  string `yaml:"did"`  // what the part did, in the past tense: "did so within 14 months"

	Of       Condition `yaml:"of"`       // who it counts: the base
	Met      Condition `yaml:"met"`      // what counts: the part; or one of the next two
	Events   *Events   `yaml:"events"`   // for events, such as reviews: several may come from one child
	Log      *Log      `yaml:"log"`      // from the service log: of what was due, what was done; Of and Met then have words and no condition
	Median   *Median   `yaml:"median"`   // for a duration: the middle value over the base
	Kind     string    `yaml:"kind"`     // "stock": at the end of a quarter; "flow": over the quarters of a window
	Window   int       `yaml:"window"`   // quarters a flow is counted over: 4 is a rolling year; 1 for a stock
	Better   string    `yaml:"better"`   // "higher", "lower" or "neutral"
	Standard string    `yaml:"standard"` // id; its amount is `limit` in expressions
	Target   *Target   `yaml:"target"`

	Breakdowns []string  `yaml:"breakdowns"` // dimension ids
	Process    Process   `yaml:"process"`    // how a change is told from noise
	Charts     []Drawing `yaml:"charts"`     // further charts
	Benchmark  string    `yaml:"benchmark"`  // id of the published measure that is close enough to set beside it
	Companion  string    `yaml:"companion"`  // indicator id that must be read with it
	Practice   []string  `yaml:"practice"`   // content paths of the guidance it measures
	Owner      string    `yaml:"owner"`      // role id
	Reviewed   string    `yaml:"reviewed"`   // the day the definition was last checked
	Every      string    `yaml:"review_every"`
	Method     string    `yaml:"method"`   // markdown
	Caveats    []string  `yaml:"caveats"`  // markdown, a sentence each
	National   string    `yaml:"national"` // markdown: how it differs from the national form, if there is one
	Versions   []Version `yaml:"versions"` // of the definition, oldest first
	Cases      []Case    `yaml:"cases"`    // worked examples, run in every build
}

// Measure says which of the three forms an indicator has.
func (i *Indicator) Measure() Measure {
	switch {
	case i.Events != nil:
		return MeasureEvents
	case i.Median != nil:
		return MeasureMedian
	}
	return MeasureShare
}

// Counts says in words what counts: the events done, or the children who met the condition. A duration has
// no part that counts, so it says which value is shown.
func (i *Indicator) Counts() string {
	switch i.Measure() {
	case MeasureEvents:
		return i.Events.Words
	case MeasureMedian:
		return "the middle value in " + i.Median.Unit + ", when they are put in order"
	}
	return i.Met.Words
}

// Answer is a worked case's answer in words: "1 of 2", "12.5 months, the middle of 4".
func (i *Indicator) Answer(c Case) string {
	switch {
	case i.Measure() != MeasureMedian:
		return fmt.Sprintf("%d of %d", c.Part, c.Base)
	case c.Base == 0:
		return "no figure: nobody has a value"
	}
	return fmt.Sprintf("%g %s, the middle of %d", c.Median, i.Median.Unit, c.Base)
}

// Measure is what an indicator's figures are.
type Measure string

const (
	MeasureShare  Measure = "share"  // of the children in the base, those who met a condition
	MeasureEvents Measure = "events" // of the events due, those done in time
	MeasureMedian Measure = "median" // the middle duration over the children in the base
)

// Events sums two columns of the rows that `of` selects. An empty cell adds nothing.
type Events struct {
	Over       string `yaml:"over"`       // column: how many were due
	Sum        string `yaml:"sum"`        // column: how many of them were done in time
	Noun       string `yaml:"noun"`       // "reviews"
	Words      string `yaml:"words"`      // what counts: "those of them held by the day they were due"
	Population string `yaml:"population"` // id of the events due; those done are <id>_done
}

// Log takes due and done from the authority's service log, which counts meetings and members of staff. It is a share
// of them; no child is in it.
type Log struct {
	Measure string  `yaml:"measure"` // one of tracker.LogMeasures
	Counts  Subject `yaml:"counts"`
}

// Subject is what a figure counts.
type Subject string

const (
	// Children is the zero Subject: children, or what happened to them.
	Children Subject = ""
	// Staff are members of staff. A few of them can be known by name to their colleagues, so the rule for small
	// numbers holds for them.
	Staff Subject = "staff"
	// Meetings are meetings of a service about many children at once. How many were held says nothing of any child or
	// worker, so small numbers are shown.
	Meetings Subject = "meetings"
)

// Subject says what the indicator counts.
func (i *Indicator) Subject() Subject {
	if i.Log == nil {
		return Children
	}
	return i.Log.Counts
}

// Median takes the middle value of a column over the rows that `of` selects and that have a value.
type Median struct {
	Column string `yaml:"column"`
	Unit   string `yaml:"unit"` // one of MedianUnits
}

// MedianUnits are the units of a duration.
var MedianUnits = []string{"days", "weeks", "months"}

// Condition is an expression over the tracker's columns, its meaning in words, and the population it makes.
type Condition struct {
	Where      string `yaml:"where"`      // expr-lang, over column names and `limit`
	Words      string `yaml:"words"`      // "children in care at the end of the quarter"
	Population string `yaml:"population"` // id: the same population has the same id in every indicator
}

// Target is a level the authority or the law expects, in percent.
type Target struct {
	Percent int    `yaml:"percent"`
	Words   string `yaml:"words"` // where it comes from
}

// Version is a dated change of a definition.
type Version struct {
	From   string `yaml:"from"` // 2022-07-01
	Change string `yaml:"change"`
	// Break says that figures before and after count different things, because earlier periods were not counted anew.
	// The series is parted there: no rolling year lies across it, and limits start anew.
	Break bool `yaml:"break"`
}

// Case is a worked example: a few invented rows and the answer they must give. Base and Part count what the
// indicator counts: children, or events; for a duration Base is how many children have a value.
type Case struct {
	Title  string           `yaml:"title"`
	Rows   []map[string]any `yaml:"rows"` // column: value; other columns are empty
	Base   int              `yaml:"base"`
	Part   int              `yaml:"part"`
	Median float64          `yaml:"median"` // for a duration whose Base is not 0
	Reason string           `yaml:"reason"` // why, for the reader
}
