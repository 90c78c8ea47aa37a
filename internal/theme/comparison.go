package theme

// ComparisonView is the section "Compared with others" of an indicator's page: figures that are published of England, the
// region, the authority and its statistical neighbours, with what keeps them from being set beside the authority's own as
// they are.
type ComparisonView struct {
	Title   string   // of the published measure
	When    string   // "on 31 March 2025"
	Unlike  []string // why the two are not alike, a sentence each
	Table   TableView
	Mean    string     // of the neighbours, in words; "" when there is none
	Years   *ChartView // the same, year by year; only its title and table are used
	Sources []LinkView // Summary: publisher, release, licence; Note: footnotes
	Marks   []string   // what the symbols in the tables mean
}
