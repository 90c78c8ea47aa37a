package flow

import (
	"html"
	"regexp"
	"strings"
	"unicode"
)

var (
	lineBreak = regexp.MustCompile(`(?i)</?br\s*/?>`)
	tag       = regexp.MustCompile(`</?[A-Za-z][^<>]*>`)
	icon      = regexp.MustCompile(`\bfa[bklrs]?:fa-[\w-]+`)
	// Mermaid writes &quot; as #quot; and &#35; as #35; because & and ; once had other uses in its grammar.
	entity = regexp.MustCompile(`&#?\w+;|#\w+;`)
)

// plain turns a label into plain text: <br> and line ends become \n, other markup goes, entities are decoded
// once. It names what it dropped. Tags go before entities are decoded, so &lt;b&gt; stays the three
// characters that the author wanted seen; the text therefore has to be escaped wherever it is shown.
func plain(raw string) (text string, dropped []string) {
	s := strings.TrimSpace(raw)
	if len(s) >= 2 && s[0] == '`' && s[len(s)-1] == '`' {
		s = strings.NewReplacer("**", "", "__", "").Replace(s[1 : len(s)-1])
		dropped = append(dropped, "Markdown")
	}
	s = lineBreak.ReplaceAllString(s, "\n")
	if tag.MatchString(s) {
		s = tag.ReplaceAllString(s, "")
		dropped = append(dropped, "HTML")
	}
	if icon.MatchString(s) {
		s = icon.ReplaceAllString(s, "")
		dropped = append(dropped, "an icon")
	}
	s = entity.ReplaceAllStringFunc(s, func(e string) string {
		name := strings.Trim(e, "&;")
		if e[0] == '#' {
			if name = name[1:]; strings.Trim(name, "0123456789") == "" {
				name = "#" + name
			}
		}
		// A name is decoded whole or not at all: "&nothing;" is not "¬hing;".
		if d := html.UnescapeString("&" + name + ";"); d == ";" || !strings.HasSuffix(d, ";") {
			return d
		}
		return e
	})
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return ' '
			}
			return r
		}, line)
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n"), dropped
}

// oneLine is text for a place that has one line: an answer, a title.
func oneLine(text string) string { return strings.ReplaceAll(text, "\n", " ") }

// short cuts text for a message.
func short(text string) string {
	r := []rune(oneLine(text))
	if len(r) <= 40 {
		return string(r)
	}
	return strings.TrimSpace(string(r[:39])) + "…"
}

// slug makes an id for HTML out of a title: a to z, 0 to 9 and single dashes.
func slug(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "flowchart"
}
