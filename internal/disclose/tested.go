package disclose

// Tested is what came of a release, in numbers that readers may see: all of them can be counted on the site itself or follow from which tables
// it has. How many counts are hidden for being small is not among them.
type Tested struct {
	Tables  int // published
	Shown   int // different counts that are shown
	Ranges  int // given as a range
	Hidden  int
	Dropped int // breakdowns left out as a whole
	Sums    int // equations between counts, but for groups inside others: how many of those there are depends on records
	Failed  int // errors of the audit: more than 0 is never published
}

// Tested says what came of the release.
func (r Released) Tested() Tested { return r.tested }

func (r *Result) sumUp() {
	r.Released.tested = Tested{Tables: r.Report.Tables, Shown: r.Report.Shown, Ranges: r.Report.Bands, Hidden: r.Report.Small + r.Report.Protect,
		Dropped: len(r.Report.Dropped), Failed: len(r.Report.Errors())}
	if r.sys != nil {
		for _, kind := range r.sys.eqKind {
			if kind != "nested" {
				r.Released.tested.Sums++
			}
		}
	}
}
