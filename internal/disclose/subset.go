package disclose

import (
	"maps"
	"slices"

	"waymark/internal/rowset"
)

// sameFrom is how many records two populations must share before being equal in all of them makes them one.
const sameFrom = 20

// FindSubsets finds populations of children that lie in others in every record there is. For each population it is given which
// rows of the tracker, over all periods, are in it. Populations that are equal are in each other,
// and so become one, when they have at least 20 records; with fewer it may be chance, and one is taken to lie in the other.
// An empty population lies in all and is left out. Populations of events have no rows: they do not count children.
func FindSubsets(rows map[string]rowset.Set) []Subset {
	ids := slices.Sorted(maps.Keys(rows))
	size := map[string]int{}
	for _, id := range ids {
		size[id] = rows[id].Count(0, rows[id].Len())
	}
	var out []Subset
	for _, a := range ids {
		for _, b := range ids {
			if a == b || size[a] == 0 || size[a] > size[b] || !rows[a].Inside(rows[b]) {
				continue
			}
			if size[a] == size[b] && size[a] < sameFrom && a < b {
				continue // equal in few: only the later is taken to lie in the first
			}
			out = append(out, Subset{Narrow: a, Wide: b})
		}
	}
	return out
}
