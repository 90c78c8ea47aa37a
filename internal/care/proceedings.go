package care

import "waymark/internal/dates"

// Open says that the application was before the court at the end of a day: issued by then, and not concluded.
func (p Proceedings) Open(at Date) bool {
	return p.Issued != 0 && p.Issued <= at && (p.Concluded == 0 || p.Concluded > at)
}

// InProceedings says that an application about the child was before the court at the end of a day.
func InProceedings(list []Proceedings, at Date) bool {
	for _, p := range list {
		if p.Open(at) {
			return true
		}
	}
	return false
}

// ProceedingsConcluded says that the court made its final order from first to last, and no other application
// was open at the end of the last day: the child's proceedings are over.
func ProceedingsConcluded(list []Proceedings, first, last Date) bool {
	if InProceedings(list, last) {
		return false
	}
	for _, p := range list {
		if p.Concluded.Within(first, last) {
			return true
		}
	}
	return false
}

// WeeksInProceedings is the weeks from issue, rounded up, so that 26 means within 26 weeks (Children Act 1989,
// section 32): to the last day while an application is open, counted from the oldest; else to the conclusion of
// the one that concluded last from first to last. This counts per child: brothers and sisters in one application
// count once each. Not known when there were none, or the day of issue is missing.
func WeeksInProceedings(list []Proceedings, first, last Date) Count {
	var oldest Date
	var ended Proceedings
	for _, p := range list {
		if p.Open(last) {
			oldest = dates.Earliest(oldest, p.Issued)
		}
		if p.Concluded.Within(first, last) && p.Concluded > ended.Concluded {
			ended = p
		}
	}
	switch {
	case oldest != 0:
		return Known(dates.WeeksRoundedUp(oldest, last))
	case ended.Issued != 0 && ended.Issued <= ended.Concluded:
		return Known(dates.WeeksRoundedUp(ended.Issued, ended.Concluded))
	}
	return Count{}
}

// InPreProceedingsOn says that the Public Law Outline had begun for the child and was open at the end of a day,
// and since when; of several, the one begun last.
func InPreProceedingsOn(list []PreProceedings, at Date) (since Date, ok bool) {
	for _, p := range list {
		if p.Start != 0 && p.Start <= at && (p.End == 0 || p.End > at) {
			since = max(since, p.Start)
		}
	}
	return since, since != 0
}
