package disclose

import (
	"fmt"
	"slices"
	"strings"
)

// Report is how a release went. Apart from the keys of what is hidden it may be logged: it holds no true count of children that
// is not published. Hidden is for the build report, which is written outside the output folder.
type Report struct {
	Tables      int // released
	Shown       int // different counts that are shown
	Bands       int // that are given as a range
	Small       int // hidden because they are small, or close to all
	Protect     int // hidden to protect others, or with their base
	Audited     int // counts of which the audit proved that enough values remain
	Blocks      int // sets of counts that were decided together
	Solved      int // of these, not taken from the store
	Dropped     []Dropped
	Overlapping []string // breakdowns left out because of their windows
	Hidden      []Hidden // by key
	Messages    []Message
	Stats       Stats
}

// Stats is what the audit cost.
type Stats struct{ Rounds, Walks, Trials, Largest int }

// Hidden is one count that is not published, or as a range only.
type Hidden struct {
	Key    string `json:"key"`
	Reason string `json:"reason"`
	For    string `json:"for,omitempty"` // the count it protects or follows
	Range  bool   `json:"range,omitempty"`
}

// Dropped is a breakdown that is not published at all.
type Dropped struct {
	Table     string
	Indicator string
	Dimension string
}

// Text says it to readers, with the dimension's title in lower case: "age".
func (d Dropped) Text(dimension string) string {
	return "Too few children to break down by " + dimension + "."
}

// Level is how grave a message is.
type Level string

// The levels. An error means that the site must not be published.
const (
	LevelError   Level = "error"
	LevelWarning Level = "warning"
	LevelInfo    Level = "info"
)

// Message is one of the numbered messages D01 to D30 of the disclosure rules.
type Message struct {
	Code  string
	Level Level
	Table string // that it is about; may be empty
	Text  string
}

func (m Message) String() string { return m.Code + " " + string(m.Level) + ": " + m.Text }

// ShownMessage is D03: a finished file shows what is hidden.
func ShownMessage(file, key string) Message {
	return Message{Code: "D03", Level: LevelError, Text: fmt.Sprintf("The built file %s shows %s, which is hidden. This is a fault in the builder; the output was removed.", file, key)}
}

// CanaryMessage is D04: a finished file is another when hidden figures are.
func CanaryMessage(file string) Message {
	return Message{Code: "D04", Level: LevelError, Text: fmt.Sprintf("%s changes when hidden figures change. It was removed.", file)}
}

// Errors are the messages that stop publication.
func (r Report) Errors() []Message {
	return slices.DeleteFunc(slices.Clone(r.Messages), func(m Message) bool { return m.Level != LevelError })
}

// Summary is the text of D30.
func (r Report) Summary() string {
	text, _, _ := strings.Cut(r.String(), "\n")
	return text
}

// String is the summary, and the breakdowns that were dropped.
func (r Report) String() string {
	var b strings.Builder
	verdict := "all pass"
	if n := len(r.Errors()); n > 0 {
		verdict = fmt.Sprintf("%d %s", n, plural(n, "error", "errors"))
	}
	fmt.Fprintf(&b, "%d %s shown, %d as ranges, %d hidden (%d small, %d to protect others), %d %s dropped. %d audited, %s.",
		r.Shown, plural(r.Shown, "figure", "figures"), r.Bands, r.Small+r.Protect, r.Small, r.Protect,
		len(r.Dropped), plural(len(r.Dropped), "breakdown", "breakdowns"), r.Audited, verdict)
	for _, d := range r.Dropped {
		fmt.Fprintf(&b, "\n%s: too few children to break down by %s, not published", d.Table, d.Dimension)
	}
	return b.String()
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// String is the reason in words.
func (w why) String() string {
	switch w {
	case whySmall:
		return "small"
	case whyNone:
		return "all or none"
	case whyFollows:
		return "follows its base"
	case whyProtects:
		return "protects"
	case whyWithheld:
		return "withheld with its window"
	}
	return "shown"
}

// The words for readers, for a policy's settings.

// MarkText stands under each table that has a mark.
func (p Policy) MarkText() string {
	return fmt.Sprintf("c: hidden to protect children's privacy. Either the figure is 1 to %d or close to the whole group, "+
		"or it would let someone work out another such figure. A figure marked c is not always small.", p.MinCount-1)
}

// PageText stands on the page about the figures.
func (p Policy) PageText() string {
	text := fmt.Sprintf("Some figures are about very few children. We hide those, and a few others that could be used to "+
		"work them out by subtraction, on this page or on any other page or earlier release. Before the site is "+
		"published, each hidden figure is tested: at least %s different values must remain possible.", inWords(p.minValues()))
	if p.Bands {
		text += " \"Under 23%\" or \"over 77%\" means that the exact figure is hidden, but that it lies in that range."
	}
	return text + " Figures for closed quarters do not change. Groups too small to describe are left out altogether."
}

func inWords(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n < len(words) {
		return words[n]
	}
	return fmt.Sprint(n)
}
