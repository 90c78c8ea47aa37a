// Package diag holds findings: what is wrong in an author's file, where, and what to do about it.
//
// A finding is not an error. An error stops a step; a finding is about a file that somebody wrote, and is
// collected so that the author sees all of them at once. Severity decides what a command does with it:
// an Error keeps the site from being published, a Warning does not, and a Note is worth knowing and asks for
// nothing: a strict check lets it pass too.
//
// Every finding names its file as the author knows it (relative to the project, with forward slashes), a
// line and a column counted from 1 (0 when the whole file or line is meant), the named check that found
// it, one sentence that says what is wrong, and a hint that says what to do next.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Severity is how much a finding matters.
type Severity int

const (
	Note    Severity = iota - 1 // worth knowing; nobody need do anything
	Warning                     // worth mending; the site is published all the same
	Error                       // the site is not published
)

func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Note:
		return "note"
	}
	return "warning"
}

// Finding is one thing wrong in one place.
type Finding struct {
	File     string // relative to the project root, forward slashes; "" when no file is at fault
	Line     int    // from 1; 0 when the whole file is meant
	Column   int    // from 1, in characters; 0 when the whole line is meant
	Check    string // short stable name of the check, such as "broken-link"
	Severity Severity
	Message  string // one sentence, lower case first, no full stop: what is wrong
	Hint     string // what to do next; may be empty
	Private  bool   // its line may hold what must not be repeated: never shown as an excerpt
}

// Place is the finding's position in the form that editors and terminals make clickable.
func (f Finding) Place() string {
	var b strings.Builder
	b.WriteString(f.File)
	if f.Line > 0 {
		fmt.Fprintf(&b, ":%d", f.Line)
		if f.Column > 0 {
			fmt.Fprintf(&b, ":%d", f.Column)
		}
	}
	return b.String()
}

// List collects findings from any number of goroutines. The zero List is ready to use.
type List struct {
	mu  sync.Mutex
	all []Finding
}

// Add records findings.
func (l *List) Add(f ...Finding) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, f...)
}

// Errorf records an error at a place.
func (l *List) Errorf(check, file string, line, column int, hint, format string, args ...any) {
	l.Add(Finding{File: file, Line: line, Column: column, Check: check, Severity: Error, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// Warnf records a warning at a place.
func (l *List) Warnf(check, file string, line, column int, hint, format string, args ...any) {
	l.Add(Finding{File: file, Line: line, Column: column, Check: check, Severity: Warning, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// Notef records something worth knowing about a place.
func (l *List) Notef(check, file string, line, column int, hint, format string, args ...any) {
	l.Add(Finding{File: file, Line: line, Column: column, Check: check, Severity: Note, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// Sorted returns what was found, by file, line, column, check and message, each once.
// The order does not depend on the order of work.
func (l *List) Sorted() []Finding {
	l.mu.Lock()
	out := slices.Clone(l.all)
	l.mu.Unlock()
	slices.SortFunc(out, compare)
	return slices.Compact(out)
}

// Count returns how many different errors and warnings were found.
func (l *List) Count() (errors, warnings int) {
	errors, warnings, _ = Count(l.Sorted())
	return errors, warnings
}

// Count returns how many of the findings are of each severity.
func Count(findings []Finding) (errors, warnings, notes int) {
	for _, f := range findings {
		switch f.Severity {
		case Error:
			errors++
		case Warning:
			warnings++
		default:
			notes++
		}
	}
	return errors, warnings, notes
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.Check, b.Check),
		cmp.Compare(a.Message, b.Message),
		cmp.Compare(b.Severity, a.Severity),
		cmp.Compare(a.Hint, b.Hint),
		compareBool(a.Private, b.Private),
	)
}
