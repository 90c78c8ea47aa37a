package disclose

import "slices"

// Until is the table as it ended with a period, such as "2026-Q1": without the rows of later ones. Every figure
// in it is one that the table shows, so it tells nothing more.
func (t Table) Until(period string) Table {
	var rows []Row
	var windows [][]string
	for i, r := range t.rows {
		if r.To > period {
			continue
		}
		rows = append(rows, r)
		if i < len(t.windows) {
			windows = append(windows, t.windows[i])
		}
	}
	t.rows, t.windows = slices.Clip(rows), slices.Clip(windows)
	return t
}
