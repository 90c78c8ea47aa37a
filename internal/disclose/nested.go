package disclose

import (
	"cmp"
	"slices"
	"strings"
)

// Populations that lie in others.

// aliases gives one name to populations that are in each other.
func (in *Input) aliases() map[string]string {
	out := map[string]string{}
	all := map[Subset]bool{}
	for _, s := range in.Subsets {
		all[s] = true
	}
	for _, s := range in.Subsets {
		if s.Narrow != s.Wide && all[Subset{s.Wide, s.Narrow}] {
			a, z := min(s.Narrow, s.Wide), max(s.Narrow, s.Wide)
			for {
				first, ok := out[z]
				if !ok {
					out[z] = a
					break
				}
				if first == a {
					break
				}
				a, z = min(first, a), max(first, a)
			}
		}
	}
	for k := range out {
		for {
			next, ok := out[out[k]]
			if !ok {
				break
			}
			out[k] = next
		}
	}
	return out
}

// nests lists the pairs of nested populations by their names, without those that follow from others.
func (b *builder) nests() []Subset {
	direct := map[Subset]bool{}
	for _, s := range b.in.Subsets {
		if n, w := b.name(s.Narrow), b.name(s.Wide); n != w {
			direct[Subset{n, w}] = true
		}
	}
	parts := map[Subset]bool{}
	for p := range b.rest {
		if p[0] != p[1] {
			parts[Subset{p[1], p[0]}] = true
		}
	}
	both := map[Subset]bool{}
	for s := range direct {
		both[s] = true
	}
	for s := range parts {
		both[s] = true
	}
	up := map[string][]string{}
	for s := range both {
		up[s.Narrow] = append(up[s.Narrow], s.Wide)
	}
	var reach func(from, to string, depth int) bool
	reach = func(from, to string, depth int) bool {
		for _, w := range up[from] {
			if w == to || depth < len(up) && reach(w, to, depth+1) {
				return true
			}
		}
		return false
	}
	var out []Subset
	for s := range direct {
		follows := parts[s]
		for _, w := range up[s.Narrow] {
			if w != s.Wide && reach(w, s.Wide, 0) && !reach(w, s.Narrow, 0) {
				follows = true
			}
		}
		if !follows {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, c Subset) int {
		return cmp.Or(strings.Compare(a.Narrow, c.Narrow), strings.Compare(a.Wide, c.Wide))
	})
	return out
}

// subsets adds wider = narrower + outside wherever both are counted. A step that is not counted at a key (say, by a
// dimension) is stepped over: the next wider population that is counted there is taken.
func (b *builder) subsets() {
	up := map[string][]string{}
	for _, s := range b.nests() {
		up[s.Narrow] = append(up[s.Narrow], s.Wide)
	}
	var pairs [][2]string
	for p := range b.rest {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, c [2]string) int { return cmp.Or(strings.Compare(a[0], c[0]), strings.Compare(a[1], c[1])) })
	for _, p := range pairs {
		if p[0] != p[1] && !slices.Contains(up[p[1]], p[0]) {
			up[p[1]] = append(up[p[1]], p[0])
		}
	}
	for i := range len(b.counts) {
		c := b.counts[i]
		if c.role > roleChildren {
			continue
		}
		todo, done := slices.Clone(up[c.key.Population]), map[string]bool{c.key.Population: true}
		for len(todo) > 0 {
			wide := todo[0]
			todo = todo[1:]
			if done[wide] {
				continue
			}
			done[wide] = true
			if w, ok := b.byKey[Key{wide, c.key.Window, c.key.At}]; ok {
				b.difference(w, int32(i), roleOutside, first(c.tables), "nested")
				continue
			}
			todo = append(todo, up[wide]...)
		}
	}
}
