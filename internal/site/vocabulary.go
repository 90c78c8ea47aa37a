// Package site is the vocabulary of a Waymark site: what a page, a section, a standard, a role, a law, a
// document, a glossary term and an indicator are, and the layers of folders they are read from.
//
// What was written becomes what is meant once, here, with every default filled in. Later packages read
// these values and never change them.
//
// A site is one authority's. It is built from layers: folders of the same shape, the shared one first and
// the authority's own last. A file at the same path in a later layer replaces the earlier one; YAML files
// whose top level is a map of ids are merged by id and then field by field.
package site

import (
	"io/fs"
	"time"
)

// Site is one authority's site, as it is meant.
type Site struct {
	ID            string // "merton": the folder below the output, and the layer's name
	Name          string // "Merton": in running text
	Authority     string // "London Borough of Merton"
	Title         string // of the site, such as "Permanence in Merton"
	Strapline     string // one sentence under the title on the home page
	Region        string // "Outer London"
	Code          string // new_la_code, "E09000024"
	LACode        string // old_la_code, "315": what statistical neighbours and older files go by
	Licence       string // under which its figures may be used, as a sentence; "" when it has not said
	RegionCode    string // "E13000002"
	Demonstration *Demonstration

	Content []Layer // shared first
	Data    []Layer // shared first

	Standards  map[string]*Standard
	Roles      map[string]*Role
	Laws       map[string]*Law
	Documents  map[string]*Document
	Glossary   map[string]*Term
	Actions    map[string]*Action // empty when the authority has no action plan
	Gaps       map[string]*Gap
	Dimensions map[string]*Dimension
	Indicators []*Indicator  // in order of theme, order, title
	Holidays   *BankHolidays // nil when the data folder has no list
	Packs      map[string]*Pack

	Beside []*Site // the project's other sites, for the page of what differs; their own Beside is empty
	Style  HouseStyle
}

// Demonstration holds the words every page of a demonstration site carries. Nil when the site is real.
type Demonstration struct {
	Site string `yaml:"site"` // the site is not the borough's own
	Data string `yaml:"data"` // the figures are invented
}

// Layer is one folder of a site's content or data.
type Layer struct {
	Name string // "common", "merton"
	Dir  string // as findings name it: "content/merton"
	FS   fs.FS  // rooted at Dir
}

// Source says where something was written.
type Source struct {
	File         string // as findings name it
	Line, Column int
}

// Standard is one timescale or limit, written once and used everywhere.
type Standard struct {
	ID      string       `yaml:"-"`
	At      Source       `yaml:"-"`
	Title   string       `yaml:"title"`   // "Planning meetings"
	Words   string       `yaml:"words"`   // "every six weeks": what {{standard id}} prints
	Amount  int          `yaml:"amount"`  // 6
	Unit    string       `yaml:"unit"`    // "working days", "weeks", "months", "years", "days"
	From    string       `yaml:"from"`    // the event the clock starts at
	Applies string       `yaml:"applies"` // who or what it applies to
	Basis   string       `yaml:"basis"`   // "law", "statutory guidance", "local policy"
	Source  SourceOfFact `yaml:"source"`
	None    string       `yaml:"none"` // why this authority sets none; then Amount is 0
	Note    string       `yaml:"note"`
	Added   bool         `yaml:"added"`   // not in the authority's own document; added by the editors
	Confirm string       `yaml:"confirm"` // what has still to be confirmed with the authority

	CountsFrom string `yaml:"counts_from"` // a Clock or another standard: what due dates are worked out from; "" for none
	Repeats    bool   `yaml:"repeats"`     // falls due again, as long after it was last due
}

// SourceOfFact names the law or document a fact comes from, by id, and the place in it.
type SourceOfFact struct {
	Law      string `yaml:"law"`
	Document string `yaml:"document"`
	At       string `yaml:"at"` // "regulation 33", "page 3"
}

// Role is a job, a body or a service that guidance and ownership refer to.
type Role struct {
	ID    string `yaml:"-"`
	At    Source `yaml:"-"`
	Title string `yaml:"title"`
	Short string `yaml:"short"` // abbreviation, when staff use one
	Does  string `yaml:"does"`  // one sentence
	Body  bool   `yaml:"body"`  // a team, service or board rather than a person
	Team  string `yaml:"team"`  // who stands for it on the git host: "@council/permanence", or an e-mail address; not published

	Confirm string `yaml:"confirm"` // what has still to be confirmed with the authority
}

// Law is an Act, regulations, or statutory guidance.
type Law struct {
	ID    string `yaml:"-"`
	At    Source `yaml:"-"`
	Title string `yaml:"title"`
	Short string `yaml:"short"` // how prose may shorten it
	Kind  string `yaml:"kind"`  // "act", "regulations", "statutory guidance", "practice direction"
	Year  int    `yaml:"year"`
	URL   string `yaml:"url"`
	Note  string `yaml:"note"`
	Added bool   `yaml:"added"` // not cited by the authority's own document

	SupersededBy string `yaml:"superseded_by"` // id of the law or guidance that replaced it
	Check        string `yaml:"check"`         // what to check before relying on it
}

// Document is a local or national paper that guidance refers to.
type Document struct {
	ID      string `yaml:"-"`
	At      Source `yaml:"-"`
	Title   string `yaml:"title"`
	Owner   string `yaml:"owner"` // in words
	Date    string `yaml:"date"`  // as printed on it: "2020 to 2022"
	URL     string `yaml:"url"`
	Note    string `yaml:"note"`
	State   string `yaml:"state"`   // one of DocumentStates: the editors hold it, or know it by name only
	Confirm string `yaml:"confirm"` // what has still to be confirmed with the authority
}

// Term is a glossary entry.
type Term struct {
	ID    string   `yaml:"-"`
	At    Source   `yaml:"-"`
	Term  string   `yaml:"term"`  // "special guardianship order"
	Short string   `yaml:"short"` // "SGO"
	Also  []string `yaml:"also"`  // other words for the same thing
	Means string   `yaml:"means"` // markdown, a sentence or two
	Page  string   `yaml:"page"`  // content path of the page about it, "guidance/routes/special-guardianship.md"
	Added bool     `yaml:"added"`

	Confirm string `yaml:"confirm"` // what has still to be confirmed with the authority
}

// Dimension is a way to break a count down. Its categories are merged groups of a tracker column's values,
// fixed over all periods.
type Dimension struct {
	ID         string     `yaml:"-"`
	At         Source     `yaml:"-"`
	Title      string     `yaml:"title"`
	Column     string     `yaml:"column"`
	Categories []Category `yaml:"categories"` // in the order in which they are shown; complete
}

// Category is one group of a dimension.
type Category struct {
	ID    string   `yaml:"id"`
	Title string   `yaml:"title"`
	Of    []string `yaml:"of"` // values of the column that it holds
}

// Date is a calendar day: midnight in UTC, without a time of day. The zero Date is no date.
type Date = time.Time
