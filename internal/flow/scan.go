package flow

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// scanner walks the source by character and knows where it is. It never goes back over more than the
// statement it is in.
type scanner struct {
	src   []rune
	lines []int // index of the first character of every line
	i     int
	at    site.Source // of the opening fence
	found []diag.Finding
}

func newScanner(source string, at site.Source) *scanner {
	source = strings.ReplaceAll(source, "\r\n", "\n")
	source = strings.ReplaceAll(source, "\r", "\n")
	// Without white space at its end, the end of the source is a place on its last line.
	s := &scanner{src: []rune(strings.TrimRightFunc(source, unicode.IsSpace)), at: at, lines: []int{0}}
	for i, r := range s.src {
		if r == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

// pos is the place of character i. The fence is on the line before the source's first; a fence that is
// indented, in a list, moves every column by as much, because markdown takes the indent away.
func (s *scanner) pos(i int) site.Source {
	if len(s.src) == 0 {
		return s.at
	}
	line := sort.Search(len(s.lines), func(k int) bool { return s.lines[k] > i })
	column := i - s.lines[line-1] + 1
	if s.at.Column > 1 {
		column += s.at.Column - 1
	}
	return site.Source{File: s.at.File, Line: s.at.Line + line, Column: column}
}

func finding(check string, severity diag.Severity, at site.Source, hint, message string) diag.Finding {
	return diag.Finding{File: at.File, Line: at.Line, Column: at.Column, Check: check, Severity: severity, Message: message, Hint: hint}
}

func (s *scanner) errorf(check string, i int, hint, format string, args ...any) {
	s.found = append(s.found, finding(check, diag.Error, s.pos(i), hint, fmt.Sprintf(format, args...)))
}

func (s *scanner) warnf(check string, i int, hint, format string, args ...any) {
	s.found = append(s.found, finding(check, diag.Warning, s.pos(i), hint, fmt.Sprintf(format, args...)))
}

func (s *scanner) end() bool { return s.i >= len(s.src) }

// peek is the character k places on, 0 past the end.
func (s *scanner) peek(k int) rune {
	if s.i+k >= len(s.src) {
		return 0
	}
	return s.src[s.i+k]
}

func (s *scanner) has(prefix string) bool { return s.hasAt(s.i, prefix) }

func (s *scanner) hasAt(i int, prefix string) bool {
	for _, r := range prefix {
		if i >= len(s.src) || s.src[i] != r {
			return false
		}
		i++
	}
	return true
}

// run counts how often r stands in a row from here.
func (s *scanner) run(r rune) int {
	n := 0
	for s.peek(n) == r {
		n++
	}
	return n
}

func (s *scanner) skipSpaces() {
	for !s.end() && s.src[s.i] != '\n' && unicode.IsSpace(s.src[s.i]) {
		s.i++
	}
}

// lineEnd is the index of the end of the line that i is on.
func (s *scanner) lineEnd(i int) int {
	for i < len(s.src) && s.src[i] != '\n' {
		i++
	}
	return i
}

// crossed says whether a line ends between two places. It looks no further, so that reading stays linear.
func (s *scanner) crossed(from, to int) bool { return slices.Contains(s.src[from:to], '\n') }

func (s *scanner) skipLine() { s.i = s.lineEnd(s.i) }

// statementEnd says whether a statement may end here.
func (s *scanner) statementEnd() bool { return s.end() || s.src[s.i] == '\n' || s.src[s.i] == ';' }

// rest takes the text up to the end of the statement, without white space around it, and says where it began.
func (s *scanner) rest(stop string) (string, int) {
	s.skipSpaces()
	from := s.i
	quoted := false
	for !s.end() && s.src[s.i] != '\n' && (quoted || !strings.ContainsRune(stop, s.src[s.i])) {
		if s.src[s.i] == '"' {
			quoted = !quoted
		}
		s.i++
	}
	return strings.TrimSpace(string(s.src[from:s.i])), from
}

// skipBlank passes white space, line ends, semicolons when asked, and comments, which have a line of their own.
func (s *scanner) skipBlank(semicolons bool) {
	for !s.end() {
		c := s.src[s.i]
		switch {
		case unicode.IsSpace(c) || semicolons && c == ';':
			s.i++
		case s.has("%%") && s.lineStart():
			s.comment()
		default:
			return
		}
	}
}

// lineStart says whether only white space comes before, on this line.
func (s *scanner) lineStart() bool {
	for k := s.i - 1; k >= 0 && s.src[k] != '\n'; k-- {
		if !unicode.IsSpace(s.src[k]) {
			return false
		}
	}
	return true
}

func (s *scanner) comment() {
	from := s.i
	if !s.has("%%{") {
		s.skipLine()
		return
	}
	for s.i += 3; !s.end(); s.i++ {
		if s.has("}%%") {
			s.i += 3
			s.warnf("flow-ignored", from, "take it out: the site's theme sets the look", "%%%%{...}%%%% settings have no effect here")
			return
		}
	}
	s.errorf("flow-syntax", from, "end it with }%%", "%%%%{ is never closed")
}

func idStart(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' }

// word takes an id: letters, digits and _, with single dashes and full stops inside. "" when there is none.
func (s *scanner) word() string {
	from := s.i
	for !s.end() {
		c := s.src[s.i]
		joins := (c == '-' || c == '.') && s.i > from && idPart(s.peek(1)) && idPart(s.src[s.i-1])
		if !idPart(c) && !joins {
			break
		}
		s.i++
	}
	return string(s.src[from:s.i])
}

// idPart also takes marks, which letters of some scripts are composed with.
func idPart(r rune) bool { return idStart(r) || unicode.IsMark(r) }
