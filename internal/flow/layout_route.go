package flow

import (
	"cmp"
	"math"
	"slices"
)

// jog is the part of a link that runs across between two rows, from below xa in the upper to above xb in the lower.
type jog struct {
	edge   int
	xa, xb int
	track  int
}

func (j jog) low() int  { return min(j.xa, j.xb) }
func (j jog) high() int { return max(j.xa, j.xb) }

// chooseTracks gives every jog a height within its channel, as a number of tracks from the top. Two rules are
// firm: jogs that would lie on each other get different tracks, and where one link comes down at the x at which
// another sets out, the one that sets out runs above. Beyond them the order with the fewest crossings is looked
// for one track after the other.
func (l *layout) chooseTracks() {
	for _, s := range l.segs {
		if s.edge < 0 {
			continue
		}
		xa, xb := l.items[s.upper].x+s.from, l.items[s.lower].x+s.to
		if xa != xb {
			r := &l.rows[l.items[s.upper].row]
			r.jogs = append(r.jogs, jog{edge: s.edge, xa: xa, xb: xb})
		}
	}
	for r := range l.rows {
		l.rows[r].tracks = assignTracks(l.rows[r].jogs)
	}
}

const (
	firm    = 1000
	nearby  = 6   // lines this near at their sides would be taken for one
	toolong = 120 // jogs in one channel beyond which their order is not searched
)

func assignTracks(jogs []jog) (tracks int) {
	slices.SortFunc(jogs, func(a, b jog) int {
		return cmp.Or(a.low()-b.low(), a.high()-b.high(), a.edge-b.edge)
	})
	n := len(jogs)
	rest := make([]int, n)
	for i := range rest {
		rest[i] = i
	}
	above := make([][]int, n) // what it costs that the first runs above the second
	for i := range above {
		above[i] = make([]int, n)
		for j := range above[i] {
			if i != j && n <= toolong {
				above[i][j] = costAbove(jogs[i], jogs[j])
			}
		}
	}
	var placed []int
	for len(rest) > 0 {
		best, least := 0, math.MaxInt
		for at, i := range rest {
			if n > toolong {
				break
			}
			cost := 0
			for _, j := range rest {
				if i != j {
					cost += max(0, above[i][j]-above[j][i])
				}
			}
			if cost < least {
				best, least = at, cost
			}
		}
		i := rest[best]
		rest = slices.Delete(rest, best, best+1)
		track := 0
		for _, j := range placed {
			if jogs[j].low() <= jogs[i].high()+2*nearby && jogs[i].low() <= jogs[j].high()+2*nearby {
				track = max(track, jogs[j].track+1)
			}
		}
		jogs[i].track = track
		tracks = max(tracks, track+1)
		placed = append(placed, i)
	}
	return tracks
}

// costAbove counts the crossings of two jogs when a runs above b, and forbids what would look like one line.
func costAbove(a, b jog) (cost int) {
	within := func(x int, j jog) bool { return j.low() < x && x < j.high() }
	if within(a.xb, b) {
		cost++
	}
	if within(b.xa, a) {
		cost++
	}
	if d := a.xb - b.xa; d > -nearby && d < nearby {
		cost += firm
	}
	return cost
}

// trackY is the height of a link's jog below row r.
func (l *layout) trackY(r, edge int) float64 {
	row := &l.rows[r]
	for _, j := range row.jogs {
		if j.edge == edge {
			// The tracks stand in the middle of what the frames leave free, below the middle where arrows end.
			y := row.top + row.h + l.belowFrames(r) + aboveTracks + j.track*trackGap
			return float64(y)
		}
	}
	panic("flow: a link jumps between two rows")
}
