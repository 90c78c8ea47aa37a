package indicator

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"waymark/internal/diag"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

// The words that a definition chooses from.
var (
	kinds      = []string{"stock", "flow"}
	directions = []string{"higher", "lower", "neutral"}
)

// validate checks everything in the definitions except the expressions themselves and the paths of practice
// pages (the build knows those). It returns the indicators that can be counted.
func validate(s *site.Site, columns *tracker.Schema, findings *diag.List) map[*site.Indicator]bool {
	sound := map[*site.Indicator]bool{}
	ids := map[string]bool{}
	for _, def := range s.Indicators {
		ids[def.ID] = true
	}
	for _, def := range s.Indicators {
		v := validator{s: s, def: def, findings: findings, ok: true}
		for _, f := range []struct{ field, value, hint string }{
			{"title", def.Title, "write the measure's name in a few words"},
			{"question", def.Question, "write the question that the figure answers"},
			{"of.words", def.Of.Words, "say in words who it counts"},
			{"of.population", def.Of.Population, "give the children it counts a name, such as in_care"},
			{"method", def.Method, "say how it is counted: the clock, what starts it, and where the data come from"},
		} {
			v.written(f.field, f.value, f.hint)
		}
		v.measure(columns)
		v.oneOf("theme", def.Theme, site.Themes)
		v.oneOf("kind", def.Kind, kinds)
		v.oneOf("better", def.Better, directions)
		v.known("owner", def.Owner, site.SortedIDs(s.Roles), true)
		v.known("standard", def.Standard, site.SortedIDs(s.Standards), false)
		v.known("companion", def.Companion, site.SortedIDs(ids), false)
		if def.Companion == def.ID && def.ID != "" {
			v.fail("companion", "name another indicator, or leave the line out", "%s is its own companion", def.ID)
		}
		switch {
		case def.Kind == "stock" && def.Window > 1:
			v.fail("window", "leave window out, or make it a flow", "a stock is counted at the end of one quarter, not over %d", def.Window)
		case def.Kind == "flow" && def.Window != 1 && def.Window != 4:
			v.fail("window", "use 4 for a rolling year or 1 for single quarters", "window is %d", def.Window)
		}
		if t := def.Target; t != nil && (t.Percent < 0 || t.Percent > 100) {
			v.fail("target.percent", "use 0 to 100", "a target of %d percent is not possible", t.Percent)
		}
		if len(def.Cases) == 0 {
			v.fail("cases", "add two or three: a plain one, one exactly on the limit, one with an empty value", "%s has no worked cases", def.ID)
		}
		v.versions()
		v.process()
		v.charts()
		for i, id := range def.Breakdowns {
			field := fmt.Sprintf("breakdowns[%d]", i)
			dim := s.Dimensions[id]
			if dim == nil {
				v.fail(field, didYouMean(id, site.SortedIDs(s.Dimensions)), "there is no dimension %q", id)
				continue
			}
			if slices.Contains(def.Breakdowns[:i], id) {
				v.fail(field, "name each dimension once", "the breakdown %q is listed twice", id)
			}
			if !wholeDimension(dim, columns, findings) {
				v.ok = false
			}
		}
		sound[def] = v.ok
	}
	onePopulationOneMeaning(s, columns, findings, sound)
	return sound
}

type validator struct {
	s        *site.Site
	def      *site.Indicator
	findings *diag.List
	ok       bool
}

func (v *validator) fail(field, hint, format string, args ...any) {
	at := placeIn(v.s, v.def, "$."+field, 1, 1)
	v.findings.Errorf(checkDefinition, at.File, at.Line, at.Column, hint, format, args...)
	v.ok = false
}

func (v *validator) written(field, value, hint string) {
	if strings.TrimSpace(value) == "" {
		v.fail(field, hint, "%s has no %s", v.def.ID, field)
	}
}

// measure checks the part that says which of the three measures it is, and how it is taken.
func (v *validator) measure(columns *tracker.Schema) {
	def := v.def
	if def.Events != nil && def.Median != nil {
		v.fail("median", "make two indicators", "%s counts events and takes a median", def.ID)
	}
	if def.Log != nil {
		v.log()
		return
	}
	v.written("of.where", def.Of.Where, "write the condition that says who it counts")
	if def.Measure() == site.MeasureShare {
		v.written("met.where", def.Met.Where, "write the condition that says what counts")
		v.written("met.words", def.Met.Words, "say in words what counts")
		v.written("met.population", def.Met.Population, "give the children who meet it a name")
		return
	}
	if def.Met != (site.Condition{}) {
		v.fail("met", "leave met out: events and median say what counts", "%s has met as well as %s", def.ID, def.Measure())
	}
	if e := def.Events; e != nil {
		v.number("events.over", e.Over, columns)
		v.number("events.sum", e.Sum, columns)
		if e.Over == e.Sum && e.Sum != "" {
			v.fail("events.sum", "name the column of those that were done", "events.over and events.sum are the same column")
		}
		v.written("events.noun", e.Noun, "say what is counted, in the plural, such as reviews")
		v.written("events.words", e.Words, "say in words which of them count")
		v.written("events.population", e.Population, "give the events a name, such as later_reviews")
	}
	if m := def.Median; m != nil {
		v.number("median.column", m.Column, columns)
		v.oneOf("median.unit", m.Unit, site.MedianUnits)
		if def.Target != nil {
			v.fail("target", "leave it out, and name the standard", "a target in percent does not fit a duration")
		}
	}
}

// log checks an indicator of the service log, which has no conditions.
func (v *validator) log() {
	def := v.def
	v.oneOf("log.measure", def.Log.Measure, tracker.LogMeasures)
	v.oneOf("log.counts", string(def.Log.Counts), []string{string(site.Staff), string(site.Meetings)})
	v.written("met.words", def.Met.Words, "say in words what counts")
	v.written("met.population", def.Met.Population, "give what counts a name")
	if def.Of.Where != "" || def.Met.Where != "" {
		v.fail("log", "leave where out of of and met: the log's due and done say it", "%s has a condition, and the service log has no columns for one", def.ID)
	}
	if def.Events != nil || def.Median != nil {
		v.fail("log", "make two indicators", "%s counts the service log and the tracker", def.ID)
	}
	if len(def.Breakdowns) > 0 {
		v.fail("breakdowns[0]", "leave the breakdowns out", "the service log cannot be broken down")
	}
	if def.Benchmark != "" {
		v.fail("benchmark", "leave it out", "published figures about children do not fit the service log")
	}
}

// versions checks that each change of the definition has a date and words, oldest first.
func (v *validator) versions() {
	before := ""
	for i, version := range v.def.Versions {
		field := fmt.Sprintf("versions[%d]", i)
		v.written(field+".change", version.Change, "say what changed, and why")
		if _, err := time.Parse(time.DateOnly, version.From); err != nil {
			v.fail(field+".from", "write the first day it holds for, as 2026-04-01", "%q is no date", version.From)
			continue
		}
		if i == 0 && version.Break {
			v.fail(field+".break", "leave it out: there is nothing before the first version", "the first version of a definition cannot be a break")
		}
		if version.From <= before {
			v.fail(field+".from", "put the oldest first", "version %d is not later than the one before it", i+1)
		}
		before = version.From
	}
}

// number checks the name of a column that is summed or put in order.
func (v *validator) number(field, name string, columns *tracker.Schema) {
	var numbers []string
	for _, f := range columns.Fields {
		if f.Number {
			numbers = append(numbers, f.Name)
		}
	}
	switch f, ok := columns.Field(name); {
	case !ok:
		v.fail(field, didYouMean(name, numbers), "the tracker has no column %q", name)
	case !f.Number:
		v.fail(field, didYouMean(name, numbers), "%s holds words, and %s needs whole numbers", name, field)
	case f.Min < 0:
		v.fail(field, "use a column whose least value is 0", "%s may be below 0", name)
	}
}

func (v *validator) oneOf(field, value string, list []string) {
	if !slices.Contains(list, value) {
		v.fail(field, didYouMean(value, list), "%s is %q", field, value)
	}
}

func (v *validator) known(field, id string, list []string, needed bool) {
	switch {
	case id == "" && needed:
		v.fail(field, "write an id from "+field+"s.yaml", "%s has no %s", v.def.ID, field)
	case id != "" && !slices.Contains(list, id):
		v.fail(field, didYouMean(id, list), "there is no %s %q", strings.TrimSuffix(field, ".id"), id)
	}
}

// wholeDimension reports whether each value of the dimension's column is in exactly one category. If not, a
// breakdown would not add up to its total, and protecting it by sums would be unsound.
func wholeDimension(dim *site.Dimension, columns *tracker.Schema, findings *diag.List) bool {
	at := dim.At
	col, ok := columns.Field(dim.Column)
	if !ok || col.Number {
		findings.Errorf(checkDefinition, at.File, at.Line, at.Column, didYouMean(dim.Column, columns.Names()),
			"the dimension %s is made from %q, which is not a column of the tracker with a list of values", dim.ID, dim.Column)
		return false
	}
	ok = true
	seen, category := map[string]bool{}, map[string]bool{}
	for _, c := range dim.Categories {
		if category[c.ID] || c.ID == "" {
			findings.Errorf(checkDefinition, at.File, at.Line, at.Column, "give each category an id of its own",
				"the dimension %s has two categories %q, or one without an id", dim.ID, c.ID)
			ok = false
		}
		category[c.ID] = true
		for _, value := range c.Of {
			if !slices.Contains(col.Values, value) {
				findings.Errorf(checkDefinition, at.File, at.Line, at.Column, didYouMean(value, col.Values),
					"category %s of %s holds %q, which is not a value of %s", c.ID, dim.ID, value, dim.Column)
				ok = false
			}
			if seen[value] {
				findings.Errorf(checkDefinition, at.File, at.Line, at.Column, "put each value in one category",
					"%q is in two categories of %s", value, dim.ID)
				ok = false
			}
			seen[value] = true
		}
	}
	for _, value := range col.Values {
		if !seen[value] {
			findings.Errorf(checkDefinition, at.File, at.Line, at.Column, "add it to the category that it belongs to",
				"no category of %s holds %q", dim.ID, value)
			ok = false
		}
	}
	return ok
}

// onePopulationOneMeaning refuses a population id that means one thing here and another there: one id is one
// count, and hiding and adding up go by it. The meaning is the conjunction of the conditions (a part's is
// `of and met`; that of a median says that its column is filled; that of events names what is summed), the
// standard's limit when they use it, the kind and the window.
func onePopulationOneMeaning(s *site.Site, columns *tracker.Schema, findings *diag.List, sound map[*site.Indicator]bool) {
	type first struct{ def, meaning string }
	known := map[string]first{}
	for _, def := range s.Indicators {
		limit := 0
		if std := s.Standards[def.Standard]; std != nil {
			limit = std.Amount
		}
		if def.Log != nil {
			claim := "the service log's " + def.Log.Measure
			for _, population := range []string{def.Of.Population, def.Met.Population} {
				if k, ok := known[population]; ok {
					at := placeIn(s, def, "$.log", 1, 1)
					findings.Errorf(checkDefinition, at.File, at.Line, at.Column, "give it a name of its own", "the population %s is %q here and %q in %s", population, claim, k.meaning, k.def)
					sound[def] = false
				}
				known[population] = first{def.ID, claim + " of " + def.ID}
			}
			continue
		}
		of, problem := compile(def.Of.Where, columns, def.Standard != "", limit)
		if problem != nil {
			continue // compiling says so again, at its place
		}
		base, part := populations(def)
		type claim struct {
			field, id string
			conj      []string
			sum       string // of events: the column
		}
		var claims []claim
		switch def.Measure() {
		case site.MeasureEvents:
			claims = []claim{
				{"of.population", def.Of.Population, of.conj, ""},
				{"events.population", base, of.conj, def.Events.Over},
				{"events.population", part, of.conj, def.Events.Sum},
			}
		case site.MeasureMedian:
			claims = []claim{{"of.population", base, joined(of.conj, []string{"present(" + def.Median.Column + ")"}), ""}}
		default:
			met, problem := compile(def.Met.Where, columns, def.Standard != "", limit)
			if problem != nil {
				continue
			}
			claims = []claim{{"of.population", base, of.conj, ""}, {"met.population", part, joined(of.conj, met.conj), ""}}
		}
		for _, c := range claims {
			words := strings.Join(c.conj, " and ")
			meaning := fmt.Sprintf("%s, %s over %d", words, def.Kind, max(def.Window, 1))
			if strings.Contains(words, limitName) {
				meaning += ", limit of " + def.Standard
			}
			if c.sum != "" {
				meaning += ", sum of " + c.sum
			}
			switch k, ok := known[c.id]; {
			case c.id == "":
			case !ok:
				known[c.id] = first{def.ID, meaning}
			case k.meaning != meaning:
				at := placeIn(s, def, "$."+c.field, 1, 1)
				findings.Errorf(checkDefinition, at.File, at.Line, at.Column, "give it a name of its own, or use the same condition",
					"the population %s is %q here and %q in %s", c.id, meaning, k.meaning, k.def)
				sound[def] = false
			}
		}
	}
}

// joined is the conjunction of two conjunctions.
func joined(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// placeIn finds where a field of an indicator was written: the value at a YAML path in the indicator's file,
// moved on by the line and column inside it (both from 1). When the field or the file cannot be found, it is
// the place of the indicator.
func placeIn(s *site.Site, def *site.Indicator, path string, line, column int) site.Source {
	node := nodeAt(s, def.At.File, path)
	if node == nil || node.GetToken() == nil || node.GetToken().Position == nil {
		return def.At
	}
	at := site.Source{File: def.At.File, Line: node.GetToken().Position.Line, Column: node.GetToken().Position.Column}
	switch n := node.(type) {
	case *ast.LiteralNode: // a block: its text starts on the next line, at an indentation we do not know
		at.Line, at.Column = at.Line+line, 0
	case *ast.StringNode:
		if n.GetToken().Origin != "" && strings.ContainsAny(strings.TrimSpace(n.GetToken().Origin)[:1], `"'`) {
			at.Column++
		}
		at.Line, at.Column = at.Line+line-1, at.Column+column-1
	}
	return at
}

func nodeAt(s *site.Site, name, path string) ast.Node {
	for _, layer := range s.Data {
		inside, ok := strings.CutPrefix(name, layer.Dir+"/")
		if !ok || layer.FS == nil {
			continue
		}
		f, err := layer.FS.Open(inside)
		if err != nil {
			continue
		}
		src, err := io.ReadAll(f)
		f.Close()
		if err != nil {
			continue
		}
		tree, err := parser.ParseBytes(src, 0)
		if err != nil {
			continue
		}
		p, err := yaml.PathString(path)
		if err != nil {
			continue
		}
		if node, err := p.FilterFile(tree); err == nil {
			return node
		}
	}
	return nil
}
