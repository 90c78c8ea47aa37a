package indicator

import (
	"cmp"
	"fmt"
	"slices"

	"waymark/internal/site"
	"waymark/internal/tracker"
)

// process checks how the figures over time are to be judged.
func (v *validator) process() {
	p := v.def.Process
	if p.FixAfter != 0 && p.FixAfter < 12 {
		v.fail("process.fix_after", "use 12 or more, or leave it out", "limits fixed after %d figures would be provisional for ever", p.FixAfter)
	}
	v.oneOf("process.two_of_three", cmp.Or(p.TwoOf, site.TwoOfThree[0]), site.TwoOfThree)
	v.oneOf("process.equal_points", cmp.Or(p.Equal, site.EqualPoints[0]), site.EqualPoints)
	before := ""
	for i, r := range p.Rebase {
		field := fmt.Sprintf("process.rebase[%d]", i)
		v.written(field+".reason", r.Reason, "say in one sentence what changed in the work; limits are not moved without a reason")
		if r.Author != "" {
			v.known(field+".author", r.Author, site.SortedIDs(v.s.Roles), false)
		}
		if _, err := tracker.ParsePeriod(r.From); err != nil {
			v.fail(field+".from", "write the first period after the change, as 2024-Q1 or 2024-01", "%q is no period", r.From)
			continue
		}
		if r.From <= before {
			v.fail(field+".from", "put the oldest first", "change %d is not later than the one before it", i+1)
		}
		before = r.From
	}
}

// charts checks what further charts are asked for.
func (v *validator) charts() {
	for i, c := range v.def.Charts {
		field := fmt.Sprintf("charts[%d]", i)
		form, ok := site.DrawingForms[c.Form]
		if !ok {
			v.oneOf(field+".form", c.Form, site.SortedIDs(site.DrawingForms))
			continue
		}
		if v.def.Measure() == site.MeasureMedian {
			v.fail(field+".form", "leave it out: the chart over time shows the distribution", "a chart of form %s draws percentages, and %s is a duration", c.Form, v.def.ID)
		}
		byParts := form.Parts && (len(c.Parts) > 0 || !form.By)
		switch {
		case !form.By && c.By != "":
			v.fail(field+".by", "leave it out", "a chart of form %s is not divided by a dimension", c.Form)
		case !form.Parts && len(c.Parts) > 0:
			v.fail(field+".parts", "leave it out", "a chart of form %s has no parts", c.Form)
		case c.By != "" && byParts:
			v.fail(field+".by", "leave by or parts out", "a chart of form %s has by and parts, and is made from one of them", c.Form)
		case form.By && !byParts && !slices.Contains(v.def.Breakdowns, c.By):
			v.fail(field+".by", didYouMean(c.By, v.def.Breakdowns), "a chart of form %s needs one of the indicator's breakdowns, and by is %q", c.Form, c.By)
		}
		if byParts {
			v.parts(field, c)
		}
		if c.Form == "funnel" && v.def.Benchmark == "" {
			v.fail(field+".form", "name the published series in benchmark", "a funnel compares with published figures, and %s names none", v.def.ID)
		}
	}
}

// parts checks the indicators that a chart puts together.
func (v *validator) parts(field string, c site.Drawing) {
	if len(c.Parts) < 2 {
		v.fail(field+".parts", "name two or more indicators", "a chart of form %s needs two parts or more", c.Form)
	}
	var ids []string
	for _, def := range v.s.Indicators {
		ids = append(ids, def.ID)
	}
	for k, id := range c.Parts {
		at := fmt.Sprintf("%s.parts[%d]", field, k)
		other := v.s.Indicator(id)
		switch {
		case other == nil:
			v.fail(at, didYouMean(id, ids), "there is no indicator %q", id)
		case slices.Contains(c.Parts[:k], id):
			v.fail(at, "name each part once", "%s is listed twice", id)
		case other.Measure() == site.MeasureMedian:
			v.fail(at, "leave it out", "%s is a duration, and the chart draws percentages", id)
		case (c.Form == "routes" || c.Form == "flow") && (other.Of.Population != v.def.Of.Population || other.Kind != v.def.Kind || other.Window != v.def.Window):
			v.fail(at, "use indicators of the same children over the same time", "%s does not count part of %s: parts of a stack share one whole", id, v.def.Of.Population)
		}
	}
}
