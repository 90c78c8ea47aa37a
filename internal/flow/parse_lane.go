package flow

import (
	"fmt"
	"strings"
	"unicode"
)

// subgraph opens a lane. Even one that cannot be read is opened, so that its end finds a partner.
func (p *parser) subgraph(from int) bool {
	p.skipSpaces()
	lane := Lane{Pos: p.pos(from)}
	p.open = append(p.open, openLane{index: -1, from: from})
	if len(p.open) > 1 {
		if around := p.open[len(p.open)-2].index; around >= 0 {
			lane.Parent = p.g.Lanes[around].ID
		}
	}
	titled := p.i
	raw, ok := "", true
	if p.peek(0) == '"' {
		raw, ok = p.quoted(false)
		if !strings.ContainsFunc(raw, unicode.IsSpace) {
			lane.ID = raw
		}
	} else {
		id := p.word()
		p.skipSpaces()
		if p.peek(0) == '[' && id != "" {
			p.i++
			lane.ID = id
			var state labelState
			raw, state = p.label(shapeOf("["), titled, "subgraph "+id)
			if state == labelPast {
				return true
			}
			ok = state == labelRead
		} else {
			p.i = titled
			raw, _ = p.rest(";")
			if k := strings.IndexAny(raw, `[](){}|"`); k >= 0 {
				p.errorf("flow-label", titled+len([]rune(raw[:k])), `write subgraph id ["`+strings.ReplaceAll(short(raw), `"`, "")+`"]`,
					"the subgraph's title contains %q and is not in quotes", raw[k])
				return true
			}
			if !strings.ContainsFunc(raw, unicode.IsSpace) {
				lane.ID = raw
			}
		}
	}
	if !ok {
		return false
	}
	text, dropped := plain(raw)
	p.dropped(titled, dropped, "the subgraph's title")
	lane.Title = oneLine(text)
	lane.Age = ageBand(lane.Title)
	if lane.Title == "" {
		p.warnf("flow-lane", from, "write subgraph id [Title]", "the subgraph has no title")
	}
	if _, twice := p.lanes[lane.ID]; twice && lane.ID != "" {
		p.errorf("flow-lane", titled, "give it an id of its own: subgraph id [Title]", "there are two subgraphs %q", short(lane.ID))
		return true
	}
	if len(p.g.Lanes) >= MaxLanes {
		if !p.tooNested {
			p.tooNested = true
			p.errorf("flow-limit", from, "make several charts", "the chart has more than %d subgraphs", MaxLanes)
		}
		return true
	}
	for n := len(p.g.Lanes) + 1; lane.ID == ""; n++ {
		if id := fmt.Sprintf("lane %d", n); p.nodes[id] == nil { // the space keeps it apart from ids that people write
			if _, taken := p.lanes[id]; !taken {
				lane.ID = id
			}
		}
	}
	p.lanes[lane.ID] = len(p.g.Lanes)
	p.open[len(p.open)-1].index = len(p.g.Lanes)
	p.g.Lanes = append(p.g.Lanes, lane)
	return true
}

// closeLane gives the lane the steps mentioned in it that no lane has yet, which is Mermaid's rule: the first
// lane to mention a step keeps it, and an inner lane goes before the one around it because it closes first.
func (p *parser) closeLane(l openLane) {
	if l.index < 0 {
		return
	}
	id := p.g.Lanes[l.index].ID
	for _, m := range l.members {
		switch {
		case !m.node.inLane:
			m.node.inLane, m.node.Lane = true, id
		case m.given && m.node.Lane != id && !p.within(m.node.Lane, id):
			lane := p.g.Lanes[p.lanes[m.node.Lane]]
			p.warnf("flow-lane", m.at, "move the link that mentions it out of that subgraph, to after the last end",
				"step %q is written here but belongs to the subgraph %q, where it is mentioned first", m.node.ID, short(lane.Title))
		}
	}
}

// within says whether lane inner lies inside lane outer.
func (p *parser) within(inner, outer string) bool {
	for inner != "" {
		if inner == outer {
			return true
		}
		inner = p.g.Lanes[p.lanes[inner]].Parent
	}
	return false
}
