package main

import (
	"fmt"
	"strings"

	"waymark/internal/tracker"
)

// serviceLog is what the service did that is about no child: tracking meetings, where the authority sets an interval
// for them, and training. It has dice of its own.
func (a authority) serviceLog() []byte {
	r := newDice(a.seed+2, 0)
	var b strings.Builder
	b.WriteString(strings.Join(tracker.LogColumns, ",") + "\n")
	trained := a.practitioners * 55 / 100
	for p := firstPeriod; p.Compare(lastPeriod) <= 0; p = p.Next() {
		if a.trackingMeetings > 0 {
			held := 0
			for range a.trackingMeetings {
				if r.yes(930) {
					held++
				}
			}
			fmt.Fprintf(&b, "%s,tracking-meetings,%d,%d\n", p, a.trackingMeetings, held)
		}
		inPost := a.practitioners + r.uniform(between{-4, 4})
		trained = min(max(trained+r.uniform(between{-3, 5}), inPost/2), inPost)
		fmt.Fprintf(&b, "%s,staff-trained,%d,%d\n", p, inPost, trained)
	}
	return []byte(b.String())
}
