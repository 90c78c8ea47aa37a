package disclose

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The last step for a block in which nothing is left to hide and no breakdown to drop: an indicator's row for a whole window is
// withheld, with what is shown as 0. Step by step, that may come to the whole series of an indicator.
//
// A 0 that is withheld is a hidden count of which the reader is not told that it is at least 1. Of the other hidden counts the reader is still taken to
// know that they are not 0, which asks more of the proof than there is.

// window is one row of a table over time: the total of a window with its part, and the children behind events.
type window struct{ table, text string }

// withhold withholds one window for counts that cannot be protected: of those that are joined to one of them, the cheapest that gives it all the values it
// needs, or else the one that gives it most, or else the cheapest. false: there is none left.
func (b *block) withhold(failing []weak) bool {
	for _, f := range failing {
		cells := map[window][]int32{}
		for i := range b.counts {
			c := &b.counts[i]
			if !c.shown || c.known || c.key.At != "" || b.hidden[i] != whyShown {
				continue
			}
			for _, t := range c.tables {
				if !strings.Contains(t, "/") {
					w := window{t, c.key.Window}
					cells[w] = append(cells[w], int32(i))
				}
			}
		}
		near := b.steps(f.count)
		cost := map[window]float64{}
		var order []window
		for w, list := range cells {
			least := -1
			for _, i := range list {
				if d, ok := near[i]; ok && (least < 0 || d < least) {
					least = d
				}
				cost[w] += b.cost(i)
			}
			if least < 0 {
				continue
			}
			cost[w] *= 1 + float64(least)/2
			order = append(order, w)
		}
		slices.SortFunc(order, func(x, y window) int {
			return cmp.Or(cmp.Compare(cost[x], cost[y]), strings.Compare(x.table, y.table), strings.Compare(x.text, y.text))
		})
		if len(order) == 0 {
			continue
		}
		paths, most, best := len(b.paths), b.gain(f), 0
		b.paths = b.paths[:paths]
		for n, w := range order[:min(len(order), 3*b.tryCandidates)] {
			var undo []func()
			for _, i := range cells[w] {
				if b.hidden[i] == whyShown {
					undo = append(undo, b.try(candidate{count: i}))
				}
			}
			got := b.gain(f)
			for _, back := range slices.Backward(undo) {
				back()
			}
			b.paths = b.paths[:paths]
			if got > most {
				most, best = got, n
				if got >= f.need {
					break
				}
			}
		}
		for _, i := range cells[order[best]] {
			b.withheld[i] = f.count
		}
		b.close()
		return true
	}
	return false
}

// giveBack shows again the withheld windows that turned out not to be needed, dearest first, ties by the lowest window and count.
func (b *block) giveBack() {
	groups := map[string][]int32{} // by window and the count for which it was withheld
	cost := map[string]float64{}
	for i, f := range b.withheld {
		id := fmt.Sprintf("%s %08d", b.counts[i].key.Window, f)
		groups[id] = append(groups[id], i)
	}
	for id, list := range groups {
		slices.Sort(list)
		for _, i := range list {
			cost[id] += b.cost(i)
		}
	}
	order := slices.SortedFunc(maps.Keys(groups), func(x, y string) int {
		return cmp.Or(cmp.Compare(cost[y], cost[x]), strings.Compare(x, y))
	})
	for _, id := range order {
		because := b.withheld[groups[id][0]]
		for _, i := range groups[id] {
			delete(b.withheld, i)
		}
		b.close()
		b.settle()
		if b.passes() {
			continue
		}
		for _, i := range groups[id] {
			b.withheld[i] = because
		}
		b.close()
	}
	if len(order) > 0 {
		b.settle()
		b.audit()
	}
}

// steps is how many equations lie between a count and those that can be reached from it.
func (b *block) steps(from int32) map[int32]int {
	out := map[int32]int{from: 0}
	todo := []int32{from}
	for n := 0; n < len(todo); n++ {
		i := todo[n]
		if !b.unknown(i) && i != from {
			continue // it is shown: what is behind it does not matter
		}
		for _, e := range b.of[i] {
			for _, t := range b.eqs[e] {
				if _, ok := out[t.at]; !ok {
					out[t.at] = out[i] + 1
					todo = append(todo, t.at)
				}
			}
		}
	}
	return out
}

// own lists the counts that are about the child alone and nobody else: the parts of a count of 1 that the child knows, by any sum of which that is the
// whole. The child learns nothing from them. They are asked for all the same as long as there is something to hide; then they are not.
func (b *block) own(knows []int32) map[int32]bool {
	if !b.last {
		return nil
	}
	var todo []int32
	for _, v := range knows {
		if b.counts[v].value == 1 {
			todo = append(todo, v)
		}
	}
	out := map[int32]bool{}
	for n := 0; n < len(todo); n++ {
		v := todo[n]
		for _, e := range b.of[v] {
			at := slices.IndexFunc(b.eqs[e], func(t term) bool { return t.at == v })
			if slices.ContainsFunc(b.eqs[e], func(t term) bool { return t.at != v && t.sign == b.eqs[e][at].sign }) {
				continue // it is not the whole
			}
			for _, t := range b.eqs[e] {
				if t.at != v && !out[t.at] {
					out[t.at] = true
					if b.counts[t.at].value == 1 {
						todo = append(todo, t.at)
					}
				}
			}
		}
	}
	return out
}

// tellWithheld warns of the windows of tables over time that are withheld (D26).
func (r *Result) tellWithheld(withheld map[string]map[string]bool) {
	for _, table := range slices.Sorted(maps.Keys(withheld)) {
		windows := slices.Sorted(maps.Keys(withheld[table]))
		when := windows[0]
		if more := len(windows) - 1; more > 0 {
			when += fmt.Sprintf(" and %d more %s", more, plural(more, "window", "windows"))
		}
		r.tell(Message{Code: "D26", Level: LevelWarning, Table: table, Text: fmt.Sprintf(
			"%s: too few children to publish %s: its figures are withheld, as other figures could be worked out from them. A longer window or a wider population would help.", table, when)})
	}
}
