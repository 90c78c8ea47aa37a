package disclose

import (
	"slices"

	"waymark/internal/indicator"
	"waymark/internal/site"
)

// setAside parts the tables that count meetings of a service from all others. How many tracking meetings were held in
// a year says nothing of any child, parent or worker, and no equation joins it to a count that does: so these tables
// are shown as they are, and are no part of the system. Only the percentage of few keeps its mark, for it says little.
//
// Counts of staff stay where counts of children are. They are joined to none of them either, but three untrained
// practitioners of a team are three people whom their colleagues can name: small numbers are hidden like children's.
func setAside(tables []indicator.Table) (counted, meetings []indicator.Table) {
	for _, t := range tables {
		if t.Counts == site.Meetings {
			meetings = append(meetings, t)
		}
	}
	return slices.DeleteFunc(tables, func(t indicator.Table) bool { return t.Counts == site.Meetings }), meetings
}
