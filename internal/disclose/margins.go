package disclose

import (
	"slices"
	"strings"

	"waymark/internal/indicator"
	"waymark/internal/site"
)

// Sums over the categories of a dimension, and the sums of the configuration.

// margins adds the sums over the categories of one dimension, for every key that has them all.
func (b *builder) margins(tables []indicator.Table) {
	for _, t := range tables {
		if t.Dimension == "" {
			continue
		}
		dims := strings.Split(t.Dimension, "*")
		cats := make(map[string][]string, len(dims))
		for _, c := range t.Cells {
			for _, a := range at(t, c) {
				d, _, _ := strings.Cut(a, "=")
				if !slices.Contains(cats[d], a) {
					cats[d] = append(cats[d], a)
				}
			}
		}
		populations := []string{b.name(t.BasePopulation)}
		if t.PartPopulation != "" && t.Measure != site.MeasureMedian {
			populations = append(populations, b.name(t.PartPopulation))
		}
		if t.Measure == site.MeasureEvents {
			populations = append(populations, b.name(t.BasePopulation+childrenOf))
		}
		for _, population := range populations {
			for _, c := range t.Cells {
				of := at(t, c)
				for _, d := range dims {
					if !b.margin(population, c.Window, of, d, cats[d]) && !strings.HasSuffix(population, childrenOf) {
						b.fault(LevelError, t.ID, "D07", "Figures do not add up: the categories of %s do not sum to %s. Check the definition of %s.",
							d, Key{population, windowText(c.Window), strings.Join(of, "+")}, population)
					}
				}
			}
		}
	}
}

// margin is false when the sum is not what the whole is.
func (b *builder) margin(population string, window []string, of []string, dim string, cats []string) bool {
	for _, a := range of {
		if strings.HasPrefix(a, dim+"=") {
			return true
		}
	}
	w := windowText(window)
	whole, ok := b.byKey[Key{population, w, strings.Join(of, "+")}]
	if !ok {
		return true
	}
	terms := []term{{whole, 1}}
	for _, c := range cats {
		all := append(slices.Clone(of), c)
		slices.Sort(all)
		i, ok := b.byKey[Key{population, w, strings.Join(all, "+")}]
		if !ok {
			return true
		}
		terms = append(terms, term{i, -1})
	}
	return b.equation("sum over "+dim, terms...)
}

// relations adds what the configuration says, at every period and key where all its terms are counted.
func (b *builder) relations() {
	if len(b.policy.Relations) == 0 {
		return
	}
	var periods []string
	for _, c := range b.counts {
		if len(c.window) == 1 && !slices.Contains(periods, c.window[0]) {
			periods = append(periods, c.window[0])
		}
	}
	slices.Sort(periods)
	ats := map[string]bool{}
	var atList []string
	for _, c := range b.counts {
		if !ats[c.key.At] {
			ats[c.key.At] = true
			atList = append(atList, c.key.At)
		}
	}
	slices.Sort(atList)
	for _, r := range b.policy.Relations {
		for p := range periods {
			for _, a := range atList {
				var terms []term
				for _, t := range r.Terms {
					if p-t.Back < 0 {
						break
					}
					i, ok := b.byKey[Key{b.name(t.Population), periods[p-t.Back], a}]
					if !ok {
						break
					}
					terms = append(terms, term{i, int64(t.Times)})
				}
				if len(terms) == len(r.Terms) && !b.equation("relation", terms...) {
					b.fault(LevelError, "", "D07", "Figures do not add up: a relation does not hold for %s in %s. Check disclosure.relations.", r.Terms[0].Population, periods[p])
				}
			}
		}
	}
}
