package main

import "math/rand/v2"

// dice makes choices in whole numbers.
type dice struct{ *rand.Rand }

func newDice(seed, stream uint64) *dice { return &dice{rand.New(rand.NewPCG(seed, stream))} }

type between struct{ low, high int }

type choice []struct {
	value  string
	weight int
}

func (r *dice) chance(part, whole int) bool { return r.IntN(whole) < part }

// yes is true n times in a thousand.
func (r *dice) yes(n int) bool { return r.chance(n, 1000) }

func (r *dice) uniform(b between) int { return b.low + r.IntN(b.high-b.low+1) }

// bell is a number between the limits, mostly near the middle: the mean of three throws.
func (r *dice) bell(b between) int { return (r.uniform(b) + r.uniform(b) + r.uniform(b)) / 3 }

func (r *dice) pick(c choice) string {
	total := 0
	for _, o := range c {
		total += o.weight
	}
	n := r.IntN(total)
	for _, o := range c {
		if n < o.weight {
			return o.value
		}
		n -= o.weight
	}
	panic("a throw is under the total")
}
