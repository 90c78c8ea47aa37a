package chart

import "strings"

// Token is a colour of the house palette. A drawing is made with its hex, which no other thing in it uses;
// inline it becomes var(--chart-name), so that the page's styles decide, and follow a dark scheme. A file of
// its own keeps the hex.
type Token struct {
	Name string
	Hex  string
}

// The hexes are the light colours of the default theme (styles/tokens.css) and reserved: two tokens never
// share one, or the replacement could not tell them apart. Blue and orange differ in all common forms of
// colour blindness, and a shape or a word is always beside them.
var palette = []Token{
	{"ink", "#17211f"},     // figures and names
	{"muted", "#505c5a"},   // axis labels, mean
	{"grid", "#e2dccf"},    // hair lines
	{"line", "#47666d"},    // values and bars
	{"improve", "#1a5fb0"}, // a point that shows improvement
	{"concern", "#c24d00"}, // a point that gives concern
	{"common", "#65716f"},  // a point within ordinary variation; the bar of all
	{"target", "#0b6b5c"},  // target
	{"limit", "#77817e"},   // process limits, base line
	{"bench", "#7a4a93"},   // published figure of others
	{"hidden", "#8a8577"},  // the dashed edge around a hidden figure
	{"part-a", "#12436d"},  // parts of a stack, side by side; they differ in grey
	{"part-b", "#6fa8dc"},
	{"part-c", "#ffd08a"},
	{"part-d", "#5f6b73"},
	{"part-e", "#d9d3c5"},
	{"part-ink", "#17211e"}, // figures on a part that is pale in both schemes
	{"heat-a", "#e9eff1"},   // shades of a cell, from a low to a high percentage
	{"heat-b", "#c9d8dd"},
	{"heat-c", "#9db8c0"},
	{"heat-d", "#4a6a72"},
	{"paper", "#fbf9f4"}, // behind the drawing: halo of labels, inside of a hidden figure
}

// Palette lists the colours that drawings use, in a fixed order: what a theme has to set.
func Palette() []Token { return append([]Token(nil), palette...) }

// hex is the colour of a token. An unknown name is a bug in this package.
func hex(name string) string {
	for _, t := range palette {
		if t.Name == name {
			return t.Hex
		}
	}
	panic("chart: there is no colour named " + name)
}

// toVariables replaces every reserved hex by its custom property.
var toVariables = func() *strings.Replacer {
	var pairs []string
	for _, t := range palette {
		pairs = append(pairs, t.Hex, "var(--chart-"+t.Name+")")
	}
	return strings.NewReplacer(pairs...)
}()
