package disclose

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// Store keeps solved blocks between builds, by a hash of everything that the block is decided from. What is put holds true
// counts of hidden figures: keep it outside the output folder and out of git.
type Store interface {
	Get(key string) ([]byte, bool)
	Put(key string, value []byte)
}

// methodVersion is part of every hash: raise it when the method changes.
const methodVersion = 4

// An entry is this mark, the numbers of the result one after the other, and the first bytes of a sum over both. An entry that
// is not whole, or that is not an answer to the block's question, is not used: the block is solved again.
const (
	entryMark = "waymark solved block 1\n"
	sumBytes  = 16
)

// bytes writes a result for a store.
func (r result) bytes() []byte {
	buf := []byte(entryMark)
	num := func(n int64) { buf = binary.AppendVarint(buf, n) }
	num(int64(len(r.Hidden)))
	for i := range r.Hidden {
		num(int64(r.Hidden[i]))
		num(int64(r.Because[i]))
		if r.NoBand[i] {
			num(1)
		} else {
			num(0)
		}
		num(r.Least[i])
		num(r.Most[i])
		num(r.Other[i])
	}
	num(int64(len(r.Drop)))
	for _, d := range r.Drop {
		num(int64(len(d)))
		buf = append(buf, d...)
	}
	num(int64(len(r.Lost)))
	for _, l := range r.Lost {
		num(int64(l))
	}
	for _, n := range []int{r.TooBig, r.Stats.Rounds, r.Stats.Walks, r.Stats.Trials, r.Stats.Pruned, r.Stats.Components, r.Stats.Largest} {
		num(int64(n))
	}
	sum := sha256.Sum256(buf)
	return append(buf, sum[:sumBytes]...)
}

// recall reads an entry; false when it cannot be an answer for this block.
func (b *block) recall(raw []byte) (r result, ok bool) {
	if len(raw) < len(entryMark)+sumBytes || string(raw[:len(entryMark)]) != entryMark {
		return result{}, false
	}
	body := raw[:len(raw)-sumBytes]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:sumBytes], raw[len(body):]) {
		return result{}, false
	}
	in := bytes.NewReader(body[len(entryMark):])
	bad := false
	num := func() int64 {
		n, err := binary.ReadVarint(in)
		bad = bad || err != nil
		return n
	}
	n := int(num())
	if bad || n != len(b.counts) {
		return result{}, false
	}
	for range n {
		r.Hidden = append(r.Hidden, why(num()))
		r.Because = append(r.Because, int32(num()))
		r.NoBand = append(r.NoBand, num() == 1)
		r.Least = append(r.Least, num())
		r.Most = append(r.Most, num())
		r.Other = append(r.Other, num())
	}
	for left := num(); left > 0 && !bad; left-- {
		length := num()
		if bad || length < 0 || length > int64(in.Len()) {
			return result{}, false
		}
		text := make([]byte, length)
		_, err := in.Read(text)
		bad = bad || err != nil && length > 0
		r.Drop = append(r.Drop, string(text))
	}
	for left := num(); left > 0 && !bad; left-- {
		r.Lost = append(r.Lost, int32(num()))
	}
	for _, to := range []*int{&r.TooBig, &r.Stats.Rounds, &r.Stats.Walks, &r.Stats.Trials, &r.Stats.Pruned, &r.Stats.Components, &r.Stats.Largest} {
		*to = int(num())
	}
	return r, !bad && in.Len() == 0 && b.answers(r)
}

// answers says that a result hides what must be hidden, gives every count its values, and names counts and tables of the block.
func (b *block) answers(r result) bool {
	failed := len(r.Drop) > 0 || len(r.Lost) > 0 || r.TooBig > 0
	for _, d := range r.Drop {
		if !slices.Contains(b.tables(), d) {
			return false
		}
	}
	for _, l := range r.Lost {
		if l < 0 || int(l) >= len(b.counts) {
			return false
		}
	}
	for i := range b.counts {
		c := &b.counts[i]
		switch {
		case r.Hidden[i] > whyWithheld || int(r.Because[i]) >= len(b.counts) || r.Because[i] < -1:
			return false
		case c.shown && (c.small || failed) && r.Hidden[i] == whyShown:
			return false
		case !failed && c.need > 0 && r.Most[i]-r.Least[i]+1 < int64(c.need):
			return false
		}
	}
	return true
}
