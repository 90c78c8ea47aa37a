package disclose

import (
	"fmt"
	"math/rand/v2"

	"waymark/internal/indicator"
)

// sample is an invented borough: children with categories in five dimensions and in populations that are parts
// of each other, over quarters. Tables are counted from the same children, so they agree as those of a site do.
type sample struct {
	indicators, quarters, children int
	flows                          int // of the indicators: counted over rolling years
}

// bench is the size that the rules set: 20 indicators, 16 quarters, 5 breakdowns with merged groups.
var benchSample = sample{indicators: 20, quarters: 16, children: 270, flows: 5}

var sampleDims = []struct {
	id     string
	shares []float64
}{
	{"age", []float64{.2, .2, .35, .25}},
	{"ethnicity", []float64{.15, .2, .15, .45, .05}},
	{"legal", []float64{.25, .5, .2, .05}},
	{"placement", []float64{.2, .5, .2, .1}},
	{"sex", []float64{.45, .54, .01}},
}

type sampleChild struct {
	cats [5]int
	draw []float64 // by indicator, for its base and part
	left bool
}

func pick(rng *rand.Rand, shares []float64) int {
	x := rng.Float64()
	for i, s := range shares {
		if x -= s; x < 0 {
			return i
		}
	}
	return len(shares) - 1
}

func (s sample) input(seed uint64) Input {
	rng := rand.New(rand.NewPCG(seed, 11))
	newChild := func() *sampleChild {
		c := &sampleChild{draw: make([]float64, 2*s.indicators)}
		for d := range c.cats {
			c.cats[d] = pick(rng, sampleDims[d].shares)
		}
		for i := range c.draw {
			c.draw[i] = rng.Float64()
		}
		return c
	}
	var pool []*sampleChild
	for range s.children {
		pool = append(pool, newChild())
	}
	quarters := make([]string, s.quarters)
	held := make([][]sampleChild, s.quarters)
	for q := range quarters {
		quarters[q] = fmt.Sprintf("%d-Q%d", 2022+q/4, q%4+1)
		for i, c := range pool {
			if rng.Float64() < 0.12 {
				pool[i] = newChild()
				continue
			}
			for k := range c.draw {
				if rng.Float64() < 0.1 {
					c.draw[k] = rng.Float64()
				}
			}
			if rng.Float64() < 0.05 {
				c.cats[3] = pick(rng, sampleDims[3].shares)
			}
		}
		for _, c := range pool {
			x := *c
			x.draw = append([]float64(nil), c.draw...)
			held[q] = append(held[q], x)
		}
	}
	// What an indicator counts: its base is everyone, a part of everyone, or the base of the one before.
	baseShare, partShare := make([]float64, s.indicators), make([]float64, s.indicators)
	basePop, partPop := make([]string, s.indicators), make([]string, s.indicators)
	var in Input
	in.Policy = DefaultPolicy()
	for i := range s.indicators {
		partPop[i] = fmt.Sprintf("part%02d", i)
		partShare[i] = []float64{.1, .25, .5, .75, .92}[rng.IntN(5)]
		switch {
		case i%4 == 0:
			basePop[i], baseShare[i] = "in_care", 1
		default:
			basePop[i], baseShare[i] = fmt.Sprintf("base%02d", i), []float64{.35, .5, .7, .85}[rng.IntN(4)]
			if i < s.indicators-s.flows {
				in.Subsets = append(in.Subsets, Subset{basePop[i], "in_care"})
			}
		}
		if i >= s.indicators-s.flows {
			basePop[i], baseShare[i] = fmt.Sprintf("flow%02d", i), .12
		}
	}
	for i := range s.indicators {
		flow := i >= s.indicators-s.flows
		inBase := func(c *sampleChild) bool { return c.draw[2*i] < baseShare[i] }
		inPart := func(c *sampleChild) bool { return c.draw[2*i+1] < partShare[i] }
		kind, size := "stock", 1
		if flow {
			kind, size = "flow", 4
		}
		table := indicator.Table{ID: fmt.Sprintf("i%02d", i), Indicator: fmt.Sprintf("i%02d", i), Kind: kind, BasePopulation: basePop[i], PartPopulation: partPop[i]}
		countIn := func(to int, dim int) []indicator.Cell {
			window := quarters[to-size+1 : to+1]
			cells := []indicator.Cell{{Window: window}}
			if dim >= 0 {
				for c := range sampleDims[dim].shares {
					cells = append(cells, indicator.Cell{Window: window, Category: fmt.Sprintf("%s%d", sampleDims[dim].id, c)})
				}
			}
			for q := to - size + 1; q <= to; q++ {
				for k := range held[q] {
					c := &held[q][k]
					if !inBase(c) {
						continue
					}
					into := []int{0}
					if dim >= 0 {
						into = append(into, 1+c.cats[dim])
					}
					for _, n := range into {
						cells[n].Base++
						if inPart(c) {
							cells[n].Part++
						}
					}
				}
			}
			return cells
		}
		over := table
		for q := size - 1; q < s.quarters; q++ {
			over.Cells = append(over.Cells, countIn(q, -1)...)
		}
		in.Tables = append(in.Tables, over)
		if flow {
			never := over
			never.ID, never.Cells = "never", nil
			saved := size
			size = 1
			for q := range s.quarters {
				never.Cells = append(never.Cells, countIn(q, -1)...)
			}
			size = saved
			in.Never = append(in.Never, never)
		}
		for d, dim := range sampleDims {
			for q := s.quarters - 1; q >= size-1; q -= size {
				by := table
				by.ID = fmt.Sprintf("i%02d/%s/%s", i, dim.id, quarters[q])
				by.Dimension = dim.id
				by.Cells = countIn(q, d)
				for _, c := range by.Cells[1:] {
					by.Categories = append(by.Categories, c.Category)
				}
				in.Tables = append(in.Tables, by)
			}
		}
	}
	return in
}
