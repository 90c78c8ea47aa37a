package ssda903

import (
	"slices"
	"strconv"

	"waymark/internal/care"
)

// A return of a region has millions of episodes, and an episode of package care is mostly words. While modules are
// read, rows are kept in a few bytes each: codes as their number in one list, addresses as the number they are. The
// child is put together from them when all its rows are there, and the packed ones are dropped then.

type packedEpisode struct {
	row        int32
	start, end care.Date
	place      uint32 // 0: not known
	codes      [8]uint8
}

type packedReview struct {
	row  int32
	held care.Date
	code uint8
}

// intern numbers the words of codes in the order in which they are met; 0 is the empty one. There are about a
// hundred, all of the lists in value.go and of package care.
type intern struct {
	numbers map[string]uint8
	words   []string
}

func newIntern() *intern { return &intern{numbers: map[string]uint8{"": 0}, words: []string{""}} }

func (t *intern) of(word string) uint8 {
	n, ok := t.numbers[word]
	if !ok {
		if len(t.words) > 255 {
			panic("ssda903: more codes than the lists of the return have")
		}
		n = uint8(len(t.words))
		t.numbers[word] = n
		t.words = append(t.words, word)
	}
	return n
}

func (t *intern) pack(e care.Episode, place uint32) packedEpisode {
	p := packedEpisode{row: int32(e.Row), start: e.Start, end: e.End, place: place}
	for i, word := range []string{string(e.Why), string(e.Legal), string(e.Placement), string(e.Provider), string(e.Ceased), string(e.Changed), string(e.InAuthority), string(e.Distance)} {
		p.codes[i] = t.of(word)
	}
	return p
}

func (t *intern) episode(p packedEpisode) care.Episode {
	word := func(i int) string { return t.words[p.codes[i]] }
	e := care.Episode{
		Row: int(p.row), Start: p.start, End: p.end, Why: care.NewEpisode(word(0)), Legal: care.LegalStatus(word(1)), Placement: care.PlacementCode(word(2)),
		Provider: care.ProviderCode(word(3)), Ceased: care.CeasedCode(word(4)), Changed: care.ChangeCode(word(5)), InAuthority: care.Tri(word(6)), Distance: care.DistanceBand(word(7)),
	}
	if p.place != 0 {
		e.Place = strconv.FormatUint(uint64(p.place), 10)
	}
	return e
}

// unpack gives a child its episodes and reviews.
func (r *reader) unpack(k *kid) {
	if len(k.packed) > 0 {
		k.Episodes = make([]care.Episode, len(k.packed))
	}
	for i, p := range k.packed {
		k.Episodes[i] = r.codes.episode(p)
	}
	if len(k.packedReviews) > 0 {
		k.Reviews = make([]care.Review, len(k.packedReviews))
	}
	for i, p := range k.packedReviews {
		k.Reviews[i] = care.Review{Row: int(p.row), Held: p.held, Participation: care.Participation(r.codes.words[p.code])}
	}
	k.packed, k.packedReviews = nil, nil
}

// inOrder puts children into an order that their keys have no part in, by moving each once.
func inOrder(children []care.Child) {
	order := make([]int32, len(children))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return compareChildren(&children[a], &children[b]) })
	for i := range order { // follow each ring of moves
		if order[i] < 0 || int(order[i]) == i {
			continue
		}
		first := children[i]
		for at := i; ; {
			from := int(order[at])
			order[at] = -1
			if from == i {
				children[at] = first
				break
			}
			children[at] = children[from]
			at = from
		}
	}
}
