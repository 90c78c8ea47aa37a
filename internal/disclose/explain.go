package disclose

import (
	"fmt"
	"slices"
	"strings"
)

// Explain says for managers what happened to a count, given as its key is written in the report and in the ledger: what made
// it hidden, the sum it protects, and which values remain possible. It prints no hidden number: a range of values that
// remain possible is what a reader of the site could find as well. False: there is no such count.
func (r Result) Explain(key string) (string, bool) {
	if r.sys == nil {
		return "Nothing is hidden on this site: disclosure.policy is off.", true
	}
	at := -1
	for i := range r.sys.counts {
		if r.sys.counts[i].key.String() == strings.TrimSpace(key) {
			at = i
		}
	}
	if at < 0 {
		return "", false
	}
	var b strings.Builder
	seen := map[Key]bool{}
	for c := &r.sys.counts[at]; c != nil && !seen[c.key]; {
		seen[c.key] = true
		fmt.Fprintf(&b, "%s: %s\n", c.key, r.verdict(c))
		next, ok := r.decided.because[c.key]
		if !ok {
			break
		}
		if w := r.decided.hidden[c.key]; w == whyProtects || w == whyFollows {
			if eq := r.sumOf(c.key, next); eq != "" {
				fmt.Fprintf(&b, "  in the sum %s\n", eq)
			}
		}
		if i, ok := r.sys.byKey[next]; ok {
			c = &r.sys.counts[i]
		} else {
			c = nil
		}
	}
	return b.String(), true
}

func (r Result) verdict(c *count) string {
	var why string
	w := r.decided.hidden[c.key]
	switch {
	case c.known && !c.shown:
		return "not on the site now; an earlier release showed it, so readers know it."
	case !c.shown:
		why = "never shown; readers may subtract, so it is protected like the others."
	case w == whyShown:
		return "shown."
	case w == whySmall:
		why = fmt.Sprintf("hidden: it is 1 to %d, or so is what it leaves of its group, or the children behind it are so few.", r.in.Policy.MinCount-1)
	case w == whyNone:
		why = "hidden: none or all of its group."
	case w == whyFollows:
		why = "hidden: the group it is a part of is hidden (next line)."
	default:
		why = "hidden: it protects another count (next line)."
	}
	if band, ok := r.decided.bands[c.key]; ok {
		why += fmt.Sprintf(" Given as the range %d to %d.", band[0], band[1])
	}
	if least, most := r.least[c.key], r.most[c.key]; most > least {
		return why + fmt.Sprintf(" At least %d values remain possible, %d to %d.", most-least+1, least, most)
	}
	return why
}

// sumOf writes the shortest sum that joins two counts, with the numbers that are shown.
func (r Result) sumOf(a, z Key) string {
	i, ok1 := r.sys.byKey[a]
	j, ok2 := r.sys.byKey[z]
	if !ok1 || !ok2 {
		return ""
	}
	has := func(e []term, x int32) bool { return slices.ContainsFunc(e, func(t term) bool { return t.at == x }) }
	best := -1
	for n, e := range r.sys.eqs {
		if has(e, i) && has(e, j) && (best < 0 || len(e) < len(r.sys.eqs[best])) {
			best = n
		}
	}
	if best < 0 {
		for n, e := range r.sys.eqs { // not side by side: any sum of the count that is protected
			if has(e, j) && (best < 0 || len(e) < len(r.sys.eqs[best])) {
				best = n
			}
		}
	}
	if best < 0 {
		return ""
	}
	var left, right []string
	for _, t := range r.sys.eqs[best] {
		c := r.sys.counts[t.at]
		word := c.key.String() + " [c]"
		if c.shown && r.decided.hidden[c.key] == whyShown {
			word = fmt.Sprintf("%s %d", c.key, c.value)
		} else if !c.shown {
			word = c.key.String() + " [never shown]"
		}
		if t.sign > 0 {
			left = append(left, word)
		} else {
			right = append(right, word)
		}
	}
	return strings.Join(left, " + ") + " = " + strings.Join(right, " + ")
}
