package care

import "waymark/internal/dates"

// Date and Calendar are those of package dates, which the due dates of a page are worked out with as well.
type (
	Date     = dates.Date
	Calendar = dates.Calendar
)
