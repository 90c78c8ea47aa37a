package disclose

import (
	"fmt"
	"slices"
	"strings"
)

// Explain says for managers what happened to a count, given as its key is written in the report and in the ledger: what made
// it hidden, the sum it protects, and which values remain possible. It prints no hidden number: a range of values that
// remain possible is what a reader of the site could find as well. With trueValues it prints the number itself: for a terminal of somebody who may see
// the records, and for nothing that is kept. False: there is no such count.
func (r Result) Explain(key string, trueValues bool) (string, bool) {
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
		if trueValues {
			fmt.Fprintf(&b, "  the true number is %d\n", c.value)
		}
		next, ok := r.decided.because[c.key]
		if !ok {
			break
		}
		if w := r.decided.hidden[c.key]; w == whyProtects || w == whyFollows || w == whyWithheld {
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

// Keys lists all counts of the site, shown or not, as Explain takes them.
func (r Result) Keys() []string {
	if r.sys == nil {
		return nil
	}
	out := make([]string, 0, len(r.sys.counts))
	for i := range r.sys.counts {
		out = append(out, r.sys.counts[i].key.String())
	}
	slices.Sort(out)
	return out
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
	switch least, most := r.reach(c.key); {
	case most >= unbounded/2:
		return why + fmt.Sprintf(" It can be %d or any larger number.", least)
	case most > least:
		return why + fmt.Sprintf(" It can be any of %d values, %d to %d.", most-least+1, least, most)
	}
	return why
}

// reach is how far a count can go, given everything shown: the least and the most that whole steps from the truth find. What the audit proved
// is less, as it stops when it has enough, and it lies around the truth; so it is not printed.
func (r Result) reach(k Key) (least, most int64) {
	for _, b := range r.sys.split() {
		i := slices.IndexFunc(b.counts, func(c count) bool { return c.key == k })
		if i < 0 {
			continue
		}
		for n := range b.counts {
			key := b.counts[n].key
			b.hidden[n] = r.decided.hidden[key]
			if _, banded := r.decided.bands[key]; !banded {
				b.noBand[n] = true
			}
		}
		b.settle()
		b.walk(int32(i), unbounded)
		return b.least[i], b.most[i]
	}
	return 0, 0
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
