package theme

import "html/template"

// View is everything a page template may use. Every address in it is relative to the page and ends in a
// file name, so that the page works from a folder and under any path.
type View struct {
	Site SiteView
	Page PageView
	Root string        // from the page to the site's root: "", "../", "../../"
	Body template.HTML // the drawn body of the page
	Draw any           // what the template of this kind of page needs besides: IndicatorView, OverviewView, PackView, HomeView, ChooserView; nil otherwise
}

// SiteView is what is the same on every page of a site.
type SiteView struct {
	ID            string // "merton"
	Name          string // "Merton"
	Authority     string // "London Borough of Merton"
	Title         string // "Permanence in Merton"
	Strapline     string
	Demonstration string // "" when the site is real
	InventedData  string // what pages with figures say; "" when the data are real
	Home          string // address of the home page from this page
	Chooser       string // address of the page that chooses an authority; "" when there is one site
	Version       string // of Waymark, for the footer
	Edition       string // "November 2026, 27 November 2026, contents 1a2b3c4d"; "" for a working copy
}

// PageView is what is particular to one page.
type PageView struct {
	Path        string // content path, also shown in the footer so that an author finds the file
	Title       string
	Summary     string
	Kind        string
	Breadcrumbs []LinkView // from home to the parent; without the page itself
	Top         []NavItem  // the sections of the first level
	Side        []NavItem  // the tree of the section that the page is in; empty on the home page
	SideTitle   string
	SideHref    string
	Contents    []HeadingView // headings of levels 2 and 3; empty when there are fewer than two of level 2
	Previous    *LinkView
	Next        *LinkView
	Owner       string // the role in words
	Reviewed    string // "1 October 2026"
	ReviewedISO string
	NextReview  string // "1 October 2027"; "" when no interval is given
	NextISO     string
	Changes     []ChangeView // newest first
	AllChanges  string       // address of the page that lists the changes of all pages; "" when there is none
	History     []ChangeView // what git knows, newest first; empty when it was not asked
	HistoryNote string       // why History is not whole
	Effective   string
	Expires     string
	Audience    []string
	Ages        []string
	Law         []LinkView
	Documents   []LinkView
	Children    []LinkView // pages of the section, when the page is a section's front
}

// MarksView explains the marks among some figures. Text is "" when there are none.
type MarksView struct {
	Text string
	Href string // the page that says more; "" when the site has none
}

// ChangeView is one change of a page.
type ChangeView struct {
	Day, DayISO string
	Why         string
	Approved    string // the role in words; "" for what git knows
	At          string // id of the heading whose part has changed; may be ""
}

// LinkView is a link with an optional sentence below it.
type LinkView struct {
	Text    string
	Href    string // "" draws the text alone
	Summary string
	Note    string // a short label such as "added by the editors"
}

// NavItem is one line of navigation.
type NavItem struct {
	Text    string
	Href    string
	Current bool // this is the page
	Open    bool // this or something below it is the page
	Items   []NavItem
}

// HeadingView is one heading of the page's body.
type HeadingView struct {
	Level int // 2 or 3
	ID    string
	Text  string // plain text
}

// HomeView is the front page of a site.
type HomeView struct {
	Sections []LinkView   // where to go
	Figures  []FigureView // headline figures, in the order of the indicators
	Marks    MarksView
}

// ChooserView is the page above all sites, which chooses an authority.
type ChooserView struct {
	Title string
	Sites []LinkView // Summary: strapline; Note: authority
}

// FigureView is an indicator in one line: for lists, tiles and the home page.
type FigureView struct {
	Title    string
	Question string
	Href     string
	Value    string        // "12%", "[c]", "under 23%": the newest released figure
	Hidden   bool          // Value is a mark
	Period   string        // "July 2025 to June 2026", "30 June 2026"
	Finding  string        // one or two sentences
	Theme    string        // "Timeliness"
	Spark    template.HTML // small SVG; may be empty
	Change   SignalView    // whether it has changed
	Target   SignalView    // how it stands to its target; Kind is "" without one
	Lead     SignalView    // of the two, the one that a list is about
}

// IndicatorView is the page of one indicator.
type IndicatorView struct {
	Figure     FigureView
	Definition []RowView   // term and description: who it counts, what counts, when, source
	Chart      ChartView   // over time
	Breakdowns []ChartView // newest period, by one dimension each
	Further    []ChartView // what else the definition asks for
	Standard   *LinkView   // the timescale it measures
	Target     string      // in words; "" when none is set
	Unmeasured string      // why there is no figure here; then Chart and Breakdowns are empty
	Companion  *LinkView
	Practice   []LinkView
	Comparison *ComparisonView // nil when nothing is published to set beside it
	Method     template.HTML
	Caveats    []template.HTML
	Versions   []RowView // date and change
	Cases      []CaseView
	Commentary *CommentaryView
	Answers    []RowView  // who answers for it, and how good the data are
	Packs      []LinkView // meetings that look at it
}

// CommentaryView is what somebody who answers for the work says of the figures.
type CommentaryView struct {
	Author string // the role
	Date   string // "10 November 2026"
	ISO    string
	About  string // what its author knew of: "Written on the figures up to March 2026; newer ones have come since."
	Text   template.HTML
}

// ChartView is one chart with everything that says the same: sentence, table, download.
type ChartView struct {
	ID        string // unique on the page; prefix of the ids in the drawings
	Indicator string
	Form      string // "spc", "line", "bars", or a form of site.DrawingForms
	Title     string
	Finding   string
	Wide      template.HTML // SVG; empty when only the table is shown
	Narrow    template.HTML // SVG for 320 to 640 px
	Problem   string        // why there is no picture; "" when there is one
	Table     TableView
	CSV       string // address
	CSVBytes  int
	SVG       string      // address of the picture as a file of its own
	Live      template.JS // what the live chart is made from; "" when there is none
	Bundle    string      // address of the script that draws it
	Source    string      // whose figures these are, and whether they are invented: goes with a picture that leaves the page
	Changes   []LinkView  // known changes of the work: since when, why (Summary), who (Note), where it is written (Href)
	Marks     string      // what the marks in its table mean; "" when there are none
	MarksHref string      // the page that explains them
	Note      string      // source, marks, method in one line
}

// TableView is a data table. The first cell of a row is its header.
type TableView struct {
	Caption string
	Columns []string // the first is the heading of the row headers
	Numeric []bool   // by column
	Rows    [][]string
	Marks   [][]string // beside Rows: "c", "z" and so on, or ""; nil when there are none
}

// RowView is a term and what it means.
type RowView struct {
	Term string
	Text template.HTML
}

// CaseView is a worked example of an indicator.
type CaseView struct {
	Title   string
	Columns []string
	Rows    [][]string
	Answer  string // "1 of 2 (50%)"
	Reason  string
}
