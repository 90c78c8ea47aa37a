package disclose

import "testing"

func TestUntil(t *testing.T) {
	table := Table{id: "plans", rows: []Row{{To: "2025-Q4"}, {To: "2026-Q1"}, {To: "2026-Q2"}}, windows: [][]string{{"2025-Q4"}, {"2026-Q1"}, {"2026-Q2"}}}
	for _, c := range []struct {
		period string
		rows   int
	}{{"2025-Q3", 0}, {"2025-Q4", 1}, {"2026-Q1", 2}, {"2026-Q2", 3}, {"2027-Q1", 3}} {
		got := table.Until(c.period)
		if len(got.Rows()) != c.rows || len(got.windows) != c.rows || got.ID() != "plans" {
			t.Errorf("until %s: %d rows, %d windows, id %q; want %d rows", c.period, len(got.Rows()), len(got.windows), got.ID(), c.rows)
		}
	}
	if len(table.Rows()) != 3 {
		t.Error("the table itself was changed")
	}
}
