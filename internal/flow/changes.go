package flow

import (
	"fmt"
	"slices"
	"strings"
)

// Changes says in sentences what differs between two versions of a chart, as its readers will meet it: where an answer
// now leads, what a step now says, whose it now is. Numbers of steps are those of the new version, unless the step
// is gone. Steps are the same when they have the same id, or else the same kind and words, so that an id can be
// changed in peace. No sentence comes out of two versions that differ only in layout, comments or the order of links
// of different steps.
func Changes(old, new *Graph, words func(string) string) []string {
	c := &comparison{old: newVersion(old), new: newVersion(new), words: orAsWritten(words)}
	c.match()
	c.chart()
	c.steps()
	c.ways()
	c.renumbered()
	return c.said
}

// version is one of the two charts with its steps by id.
type version struct {
	g     *Graph
	w     *ways
	steps []Step
	step  map[string]*Step // by id
	lane  map[string]string
	same  map[string]string // id here -> id in the other version
}

func newVersion(g *Graph) *version {
	v := &version{g: g, w: newWays(g), steps: Outline(g), step: map[string]*Step{}, lane: map[string]string{}, same: map[string]string{}}
	for i := range v.steps {
		v.step[v.steps[i].Node] = &v.steps[i]
	}
	for _, l := range g.Lanes {
		v.lane[l.ID] = l.Title
	}
	return v
}

type comparison struct {
	old, new *version
	words    func(string) string
	said     []string
}

func (c *comparison) say(format string, args ...any) {
	c.said = append(c.said, fmt.Sprintf(format, args...))
}

// match pairs the steps of the two versions.
func (c *comparison) match() {
	pair := func(a, b string) { c.old.same[a], c.new.same[b] = b, a }
	for _, s := range c.old.steps {
		if c.new.step[s.Node] != nil {
			pair(s.Node, s.Node)
		}
	}
	for _, s := range c.old.steps {
		if c.old.same[s.Node] != "" {
			continue
		}
		for _, t := range c.new.steps {
			if c.new.same[t.Node] == "" && t.Kind == s.Kind && t.Text == s.Text {
				pair(s.Node, t.Node)
				break
			}
		}
	}
}

// text is what was written in one line, as it is printed.
func (c *comparison) text(s string) string { return oneLine(c.words(s)) }

// name is a step by number and words.
func (c *comparison) name(s *Step) string {
	return fmt.Sprintf("step %d (%s)", s.Number, short(c.words(s.Text)))
}

func (c *comparison) chart() {
	if c.old.g.Title != c.new.g.Title {
		c.say("the title is now %q, not %q", c.text(c.new.g.Title), c.text(c.old.g.Title))
	}
	if c.old.g.Descr != c.new.g.Descr {
		c.say("the description is now %q, not %q", c.text(c.new.g.Descr), c.text(c.old.g.Descr))
	}
	if a, b := c.old.g.Start, c.new.g.Start; a != "" && b != "" && c.old.same[a] != b {
		c.say("the chart now begins with %s", c.name(c.new.step[b]))
	}
}

// steps tells of steps that are gone, are new, or say something else.
func (c *comparison) steps() {
	for i := range c.old.steps {
		if s := &c.old.steps[i]; c.old.same[s.Node] == "" {
			c.say("%s is gone", c.name(s))
		}
	}
	for i := range c.new.steps {
		s := &c.new.steps[i]
		before := c.old.step[c.new.same[s.Node]]
		if before == nil {
			where := ""
			if s.Lane != "" {
				where = fmt.Sprintf(", in %q", c.text(s.Lane))
			}
			c.say("%s is new: %s%s", c.name(s), withArticle(s.Kind), where)
			continue
		}
		if s.Text != before.Text {
			c.say("step %d now says %q, not %q", s.Number, c.text(s.Text), c.text(before.Text))
		}
		if s.Kind != before.Kind {
			c.say("%s is now %s, not %s", c.name(s), withArticle(s.Kind), withArticle(before.Kind))
		}
		if s.Lane != before.Lane {
			c.say("%s is now %s, not %s", c.name(s), c.within(s.Lane), c.within(before.Lane))
		}
		if a, b := target(before.Link), target(s.Link); a != b {
			switch "" {
			case a:
				c.say("%s now links to %s", c.name(s), b)
			case b:
				c.say("%s no longer links to %s", c.name(s), a)
			default:
				c.say("%s now links to %s, not to %s", c.name(s), b, a)
			}
		}
	}
}

func (c *comparison) within(lane string) string {
	if lane == "" {
		return "in no lane"
	}
	return fmt.Sprintf("in %q", c.text(lane))
}

func withArticle(k Kind) string {
	if strings.ContainsRune("aeiou", rune(k[0])) {
		return "an " + string(k)
	}
	return "a " + string(k)
}

func target(l *Link) string {
	if l == nil {
		return ""
	}
	return l.Href
}

// ways compares where the ways out of each step lead. The ways of a step that is new, and those to what is gone,
// are told as well: they are what a reader will follow.
func (c *comparison) ways() {
	for i := range c.new.steps {
		s := &c.new.steps[i]
		before := c.old.step[c.new.same[s.Node]]
		var olds []wayOut
		if before != nil {
			olds = c.out(c.old, before.Node)
		}
		news := c.out(c.new, s.Node)
		// What is the same in both needs no word. The id of the other version stands for a step.
		for k := 0; k < len(olds); {
			if n := slices.IndexFunc(news, func(w wayOut) bool { return w.answer == olds[k].answer && w.to == c.old.same[olds[k].to] }); n >= 0 {
				if a, b := olds[k], news[n]; a.kind != b.kind {
					c.say("%s at %s is now %s, not %s", c.way(b), c.name(s), kindWords[b.kind], kindWords[a.kind])
				}
				olds, news = slices.Delete(olds, k, k+1), slices.Delete(news, n, n+1)
				continue
			}
			k++
		}
		take := func(same func(a, b wayOut) bool, tell func(a, b wayOut)) {
			for k := 0; k < len(olds); {
				n := slices.IndexFunc(news, func(b wayOut) bool { return same(olds[k], b) })
				if n < 0 {
					k++
					continue
				}
				tell(olds[k], news[n])
				olds, news = slices.Delete(olds, k, k+1), slices.Delete(news, n, n+1)
			}
		}
		take(func(a, b wayOut) bool { return a.answer == b.answer }, func(a, b wayOut) {
			c.say("%s at %s now goes to %s, not to %s", c.way(b), c.name(s), c.name(c.new.step[b.to]), c.former(a.to))
		})
		take(func(a, b wayOut) bool { return c.old.same[a.to] == b.to }, func(a, b wayOut) {
			c.say("%s at %s, which goes to %s, was %s", c.way(b), c.name(s), c.name(c.new.step[b.to]), c.way(a))
		})
		for _, a := range olds {
			c.say("%s no longer has %s, which went to %s", c.name(s), c.way(a), c.former(a.to))
		}
		for _, b := range news {
			c.say("%s now has %s, which goes to %s", c.name(s), c.way(b), c.name(c.new.step[b.to]))
		}
	}
}

// wayOut is one way out of a step, of one version.
type wayOut struct {
	answer, to string // to is an id of its own version
	kind       EdgeKind
}

func (c *comparison) out(v *version, id string) (all []wayOut) {
	for _, w := range v.w.out[v.w.at[id]] {
		all = append(all, wayOut{w.answer, v.g.Nodes[w.to].ID, v.g.Edges[w.edge].Kind})
	}
	return all
}

var kindWords = map[EdgeKind]string{Normal: "a usual way", Exception: "an exception", Main: "the main way"}

func (c *comparison) way(w wayOut) string {
	if w.answer == "" {
		return "the way on"
	}
	return fmt.Sprintf("the answer %q", c.text(w.answer))
}

// former names a step of the old version, by its new number when it still is there.
func (c *comparison) former(id string) string {
	if now := c.new.step[c.old.same[id]]; now != nil {
		return c.name(now)
	}
	return fmt.Sprintf("the former %s", c.name(c.old.step[id]))
}

// renumbered tells of new numbers in one sentence: staff say "step 7".
func (c *comparison) renumbered() {
	var moved []string
	for _, s := range c.old.steps {
		if now := c.new.step[c.old.same[s.Node]]; now != nil && now.Number != s.Number {
			moved = append(moved, fmt.Sprintf("%d is now %d", s.Number, now.Number))
		}
	}
	if len(moved) > 0 {
		c.say("steps have new numbers: %s", strings.Join(moved, ", "))
	}
}
