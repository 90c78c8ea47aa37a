package disclose

import (
	"slices"
	"strings"
)

// Which counts are small, and how many values each must keep.

// smallness says which counts are small, and how many values each must keep.
func (b *builder) smallness() {
	p := b.policy
	few := func(n int) bool { return n > 0 && n < p.MinCount }
	values := p.minValues()
	allOrNone := func(base, part *count) bool {
		if part.value != 0 && part.value != base.value || base.value == 0 {
			return false
		}
		if part.sensitive {
			return true
		}
		if base.value >= p.MinBase {
			return false
		}
		// Where everyone is shown to be all or none, a category tells nothing more.
		if base.key.At != "" {
			wb, ok1 := b.byKey[Key{base.key.Population, base.key.Window, ""}]
			wp, ok2 := b.byKey[Key{part.key.Population, part.key.Window, ""}]
			if ok1 && ok2 && b.counts[wb].value >= p.MinBase && (b.counts[wp].value == 0) == (part.value == 0) &&
				(b.counts[wp].value == 0 || b.counts[wp].value == b.counts[wb].value) {
				return false
			}
		}
		return true
	}
	for i := range b.counts {
		c := &b.counts[i]
		switch c.role {
		case roleBase, roleChildren:
			if few(c.value) || c.value == 0 && p.Zeros == "hide" || b.clash[c.key] {
				c.small = true
			}
		case rolePart:
			if few(c.value) || b.clash[c.key] {
				c.small = true
			}
		case roleOutside:
			if few(c.value) {
				c.need = min(3, values)
			}
		case roleQuarter:
			if few(c.value) {
				c.need = min(2, values)
			}
		}
		if c.small && c.shown {
			c.need = values
		}
	}
	// Rests are of pairs: base, part.
	for i := range b.counts {
		part := &b.counts[i]
		for _, bi := range part.bases {
			base := &b.counts[bi]
			ri, ok := b.byKey[Key{restName(base.key.Population, part.key.Population), base.key.Window, base.key.At}]
			if !ok {
				continue
			}
			rest := &b.counts[ri]
			extreme := allOrNone(base, part)
			if few(rest.value) || extreme {
				rest.small, rest.need = true, min(3, values)
				if !few(part.value) && !few(rest.value) {
					part.none = true
				}
				part.small, part.need = true, values
			}
		}
	}
	// Events and the children they come from are hidden together.
	for i := range b.counts {
		c := &b.counts[i]
		if c.role != roleChildren {
			continue
		}
		e, ok := b.byKey[Key{strings.TrimSuffix(c.key.Population, childrenOf), c.key.Window, c.key.At}]
		if !ok {
			continue
		}
		if events := &b.counts[e]; c.small || events.small && few(events.value) {
			events.small, events.need = true, values
			c.small, c.need = true, values
		}
	}
	for i := range b.counts {
		slices.Sort(b.counts[i].tables)
	}
	b.hints()
}

// hints marks counts whose key is small in a period beside theirs: hiding the same rows in every quarter reads better and
// gives less away. What was small is used, not what was hidden, so that no quarter waits for another.
func (b *builder) hints() {
	type series struct{ population, at string }
	by := map[series][]int32{}
	for i, c := range b.counts {
		if c.shown {
			s := series{c.key.Population, c.key.At}
			by[s] = append(by[s], int32(i))
		}
	}
	for _, list := range by {
		slices.SortFunc(list, func(x, y int32) int { return strings.Compare(b.counts[x].key.Window, b.counts[y].key.Window) })
		for n, i := range list {
			if n > 0 && b.counts[list[n-1]].small || n+1 < len(list) && b.counts[list[n+1]].small {
				b.counts[i].hint = true
			}
		}
	}
}
