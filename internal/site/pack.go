package site

// Pack is a set of indicators for one meeting, laid out on sheets of paper: data/<layer>/packs.yaml. Title,
// Summary, Note and the notes of sheets may hold {{standard id}}; notes are markdown.
type Pack struct {
	ID       string  `yaml:"-"`
	At       Source  `yaml:"-"`
	Title    string  `yaml:"title"`
	Summary  string  `yaml:"summary"`      // one sentence for lists
	Meeting  string  `yaml:"meeting"`      // content path of the page on the meeting, with "#place" when it is a part of one
	Note     string  `yaml:"note"`         // what the meeting is to do with it
	Owner    string  `yaml:"owner"`        // role id: who chose the indicators
	Reviewed string  `yaml:"reviewed"`     // the day the choice was last checked
	Every    string  `yaml:"review_every"` // how long that lasts
	Order    int     `yaml:"order"`        // among the packs, lower first
	Quarters int     `yaml:"quarters"`     // how many periods have a pack, the newest included; 4 when left out
	Sheets   []Sheet `yaml:"sheets"`
}

// Sheet is one page of paper.
type Sheet struct {
	Title      string   `yaml:"title"`
	Indicators []string `yaml:"indicators"` // one to three ids, in order
	Note       string   `yaml:"note"`       // what to look at
}

// Limits of a pack. Three charts with their figures and room to write are what a sheet of A4 holds.
const (
	SheetIndicators = 3
	PackQuarters    = 4
	PackQuartersMax = 12
)
