package disclose

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"waymark/internal/diag"
	"waymark/internal/site"
)

const checkPolicy = "disclosure-policy"

// Policy is how much is hidden. DefaultPolicy is what a site gets that says nothing.
type Policy struct {
	Policy       string  `yaml:"policy"`         // "suppress", or "off": nothing is hidden; internal sites only
	MinCount     int     `yaml:"min_count"`      // counts of 1 to MinCount-1 are hidden
	MinBase      int     `yaml:"min_base"`       // least base for a percentage, a band, and a shown "none" or "all"
	MinValues    int     `yaml:"min_values"`     // values that must stay possible; 0 means MinCount-1
	Zeros        string  `yaml:"zeros"`          // "show" or "hide": bases of 0
	Bands        bool    `yaml:"bands"`          // give a range where only the part is hidden
	DropBaseOver float64 `yaml:"drop_base_over"` // drop a breakdown when more than this share of its bases is small
	DropPartOver float64 `yaml:"drop_part_over"` // or of its parts need hiding

	BreakdownStep string     `yaml:"breakdown_step"` // "year": breakdowns of a flow only for windows that do not overlap; or "quarter"
	Singletons    bool       `yaml:"singletons"`     // protect from a child who is alone in a hidden cell
	MedianMin     int        `yaml:"median_min"`     // least base for a median
	MedianUnit    int        `yaml:"median_unit"`    // days to which medians are rounded
	QuartileMin   int        `yaml:"quartile_min"`   // least base for quartiles
	Revisions     string     `yaml:"revisions"`      // "freeze": a figure once published stays; "restate": it may change
	Ledger        string     `yaml:"ledger"`         // file of what earlier releases showed, below the authority's data
	MaxComponent  int        `yaml:"max_component"`  // most counts that may be linked
	Relations     []Relation `yaml:"relations"`      // sums that the reader knows

	// Internal is set by the caller for a site that only staff who may see the records can read. It is not
	// part of the written policy: a policy cannot declare its own audience.
	Internal bool `yaml:"-"`
}

// Relation is a sum that holds in every period and for every category, such as stock = previous stock + starts - ends:
// its terms, times their factor, add up to 0.
type Relation struct {
	Terms []RelationTerm `yaml:"terms"`
}

// RelationTerm is one population of a relation. Back 1 is the period before.
type RelationTerm struct {
	Population string `yaml:"population"`
	Back       int    `yaml:"back"`
	Times      int    `yaml:"times"` // 1 or -1
}

// DefaultPolicy hides 1 to 5, wants ten children for a percentage, and shows zeros and ranges.
func DefaultPolicy() Policy {
	return Policy{
		Policy: "suppress", MinCount: 6, MinBase: 10, Zeros: "show", Bands: true,
		DropBaseOver: 0.5, DropPartOver: 0.75,
		BreakdownStep: "year", Singletons: true, MedianMin: 10, MedianUnit: 7, QuartileMin: 20,
		Revisions: "freeze", Ledger: "disclosure-ledger.csv", MaxComponent: 1500,
	}
}

// The bounds of the settings. Less than five children are never a group on a public site.
const (
	leastPublicCount = 5
	mostCount        = 1000
)

// Check says what is wrong with the policy; nil when Release may use it. Each error starts with a setting.
func (p Policy) Check() error {
	var all []error
	bad := func(setting, format string, args ...any) {
		all = append(all, settingError{setting, fmt.Sprintf(format, args...)})
	}
	switch {
	case p.Policy != "suppress" && p.Policy != "off":
		bad("policy", "is %q, and must be suppress or off", p.Policy)
	case p.Policy == "off" && !p.Internal:
		bad("policy", "is off but the site's audience is public")
	}
	switch {
	case p.MinCount < 2 || p.MinCount > mostCount:
		bad("min_count", "is %d, and must be 2 to %d", p.MinCount, mostCount)
	case p.MinCount < leastPublicCount && !p.Internal:
		bad("min_count", "is %d: less than %d is refused unless the audience is internal", p.MinCount, leastPublicCount)
	}
	if p.MinBase < p.MinCount || p.MinBase > mostCount {
		bad("min_base", "is %d, and must be min_count (%d) to %d", p.MinBase, p.MinCount, mostCount)
	}
	if v := p.minValues(); v < min(2, p.MinCount-1) || v > p.MinCount-1 {
		bad("min_values", "is %d, and must be 2 to min_count - 1 (%d)", p.MinValues, p.MinCount-1)
	}
	if p.Zeros != "show" && p.Zeros != "hide" {
		bad("zeros", "is %q, and must be show or hide", p.Zeros)
	}
	// Written so that not-a-number fails.
	if !(p.DropBaseOver >= 0 && p.DropBaseOver <= 1) {
		bad("drop_base_over", "is %g, and must be 0 to 1", p.DropBaseOver)
	}
	if !(p.DropPartOver >= 0 && p.DropPartOver <= 1) {
		bad("drop_part_over", "is %g, and must be 0 to 1", p.DropPartOver)
	}
	if p.BreakdownStep != "year" && p.BreakdownStep != "quarter" {
		bad("breakdown_step", "is %q, and must be year or quarter", p.BreakdownStep)
	}
	if p.Revisions != "freeze" && p.Revisions != "restate" {
		bad("revisions", "is %q, and must be freeze or restate", p.Revisions)
	}
	if p.MedianMin < 10 && !p.Internal || p.MedianMin < 1 || p.MedianMin > mostCount {
		bad("median_min", "is %d, and must be 10 to %d", p.MedianMin, mostCount)
	}
	if p.QuartileMin < p.MedianMin || p.QuartileMin > mostCount {
		bad("quartile_min", "is %d, and must be median_min (%d) to %d", p.QuartileMin, p.MedianMin, mostCount)
	}
	if p.MedianUnit < 1 || p.MedianUnit > 366 {
		bad("median_unit", "is %d, and must be 1 to 366 days", p.MedianUnit)
	}
	if !plainPath(p.Ledger) {
		bad("ledger", "is %q, and must be the name of a CSV file", p.Ledger)
	}
	if p.MaxComponent < 10 || p.MaxComponent > 20000 {
		bad("max_component", "is %d, and must be 10 to 20000", p.MaxComponent)
	}
	for _, r := range p.Relations {
		if len(r.Terms) < 2 {
			bad("relations", "has a relation with %d terms: at least two are needed", len(r.Terms))
		}
		for _, t := range r.Terms {
			if t.Population == "" || t.Times != 1 && t.Times != -1 || t.Back < 0 || t.Back > 400 {
				bad("relations", "has a term that is not a population with times 1 or -1 and back 0 or more")
			}
		}
	}
	return errors.Join(all...)
}

// plainPath: the ledger lies in the authority's data folder.
func plainPath(name string) bool {
	return strings.HasSuffix(name, ".csv") && fs.ValidPath(name) && !strings.ContainsAny(name, "\\:\x00")
}

type settingError struct{ setting, message string }

func (e settingError) Error() string { return "disclosure." + e.setting + " " + e.message }

func (p Policy) minValues() int {
	if p.MinValues == 0 {
		return p.MinCount - 1
	}
	return p.MinValues
}

// ParsePolicy reads the YAML of the `disclosure` setting, whose first line is the given line of file. What is
// not written keeps its default; an unknown setting, a value of the wrong kind and a policy that Check refuses
// are findings. When there are any, the default is returned, so that a preview can go on: it never hides less
// than a public site must.
func ParsePolicy(file string, line int, src []byte, internal bool, findings *diag.List) Policy {
	safe := DefaultPolicy()
	safe.Internal = internal
	policy := safe
	keys, ok := site.DecodeBlock(file, max(line, 1)-1, src, &policy, findings)
	if !ok {
		return safe
	}
	err := policy.Check()
	if err == nil {
		return policy
	}
	for _, e := range err.(interface{ Unwrap() []error }).Unwrap() {
		at := keys[e.(settingError).setting]
		findings.Errorf(checkPolicy, file, at.Line, at.Column, "leave the setting out to have the default", "%s", e)
	}
	return safe
}
