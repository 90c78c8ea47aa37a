package site

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"time"

	"waymark/internal/diag"
)

// HouseStyleName is the file of a data layer that says how the house writes.
const HouseStyleName = "house-style.yaml"

// HouseStyle is how an authority writes, and what its checks of prose let pass. The lists of all layers are joined.
type HouseStyle struct {
	Words         []HouseWord `yaml:"words"`
	Abbreviations []string    `yaml:"abbreviations"` // known to every reader, so that they need no explanation
	Allow         []Allowance `yaml:"allow"`
}

// HouseWord is a word that the house writes in one way only.
type HouseWord struct {
	Write string   `yaml:"write"`
	Not   []string `yaml:"not"` // each as it must not be written; letters' case does not count
	Why   string   `yaml:"why"`
}

// Allowance lets a text pass that a check of prose would find. It needs a reason, and ends on a day: what was
// right once is looked at again.
type Allowance struct {
	Check string `yaml:"check"` // id of the check
	Text  string `yaml:"text"`  // what it would find; letters' case does not count
	Page  string `yaml:"page"`  // content path; empty for every page
	Why   string `yaml:"why"`
	Until string `yaml:"until"` // the last day on which it holds: 2027-11-30

	At    Source `yaml:"-"`
	Ended Date   `yaml:"-"` // Until, read
}

// readStyle reads house-style.yaml of every layer.
func (s *Site) readStyle(findings *diag.List) {
	for _, layer := range s.Data {
		file := layer.File(HouseStyleName)
		src, err := fs.ReadFile(layer.FS, HouseStyleName)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			findings.Errorf("house-style", file, 0, 0, "check that the file can be read", "cannot read it: %v", err)
			continue
		}
		body, ok := parseYAML(file, src, findings)
		var written HouseStyle
		if !ok || body == nil || !decodeNode(file, body, &written, findings) {
			continue
		}
		place := func(list string, i int) Source {
			at := placeOf(body, list, i)
			at.File = file
			return at
		}
		fail := func(at Source, hint, format string, args ...any) {
			findings.Errorf("house-style", file, at.Line, at.Column, hint, format, args...)
		}
		for i, w := range written.Words {
			switch at := place("words", i); {
			case w.Write == "" || len(w.Not) == 0:
				fail(at, "give `write:` and a list `not:`", "a word of the house needs the way to write it and the ways not to")
			case slices.ContainsFunc(w.Not, func(not string) bool { return strings.TrimSpace(not) == "" || not == w.Write }):
				fail(at, "take it out of `not:`", "%q cannot be both right and wrong", w.Write)
			default:
				s.Style.Words = append(s.Style.Words, w)
			}
		}
		s.Style.Abbreviations = append(s.Style.Abbreviations, written.Abbreviations...)
		for i, a := range written.Allow {
			a.At = place("allow", i)
			ended, err := time.Parse(time.DateOnly, a.Until)
			switch {
			case a.Check == "" || strings.TrimSpace(a.Text) == "":
				fail(a.At, "give `check:` and `text:`", "an allowance needs the check and the text that it lets pass")
			case strings.TrimSpace(a.Why) == "":
				fail(a.At, "add `why:` with the reason", "the allowance for %q gives no reason", a.Text)
			case err != nil:
				fail(a.At, "add `until:` with a day, such as 2027-11-30", "the allowance for %q does not say until when", a.Text)
			default:
				a.Ended = ended
				s.Style.Allow = append(s.Style.Allow, a)
			}
		}
	}
}
