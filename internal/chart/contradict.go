package chart

import (
	"fmt"
	"strings"
	"unicode"

	"waymark/internal/disclose"
)

// Sign is what a finding says in short: of change, and of the target. It is what a comment on the figures may not
// contradict.
type Sign struct {
	Change string // "improvement", "concern", "neutral", "common"; "" when limits cannot say
	Met    bool   // the newest figure meets the target; only with Target
	Target bool   // there is a target, and a figure to hold against it
}

// SignOf is the sign of the finding on a series.
func SignOf(f Figure, t disclose.Table) Sign {
	if isDuration(t) {
		return Sign{}
	}
	var s Sign
	if j := Judge(f, t); j.Judged {
		s.Change = j.Variation.Kind
	}
	s.Met, s.Target = Meets(f, t)
	return s
}

// claim is words that say something of the figures, and what they say.
type claim struct {
	words string // small letters and single spaces
	says  string // "better", "worse", "met", "missed"
}

// The list is short on purpose: a false alarm teaches authors to look away. What is not here is not judged.
var claims = []claim{
	{"has improved", "better"}, {"have improved", "better"}, {"is improving", "better"}, {"are improving", "better"}, {"clear improvement", "better"},
	{"real improvement", "better"}, {"an improvement on", "better"}, {"an improvement in", "better"}, {"is getting better", "better"}, {"has got better", "better"}, {"have got better", "better"},
	{"has worsened", "worse"}, {"have worsened", "worse"}, {"is worsening", "worse"}, {"is getting worse", "worse"}, {"has got worse", "worse"}, {"have got worse", "worse"},
	{"has deteriorated", "worse"}, {"have deteriorated", "worse"}, {"is deteriorating", "worse"},
	{"meets the target", "met"}, {"met the target", "met"}, {"meet the target", "met"}, {"target is met", "met"}, {"target was met", "met"}, {"we are on target", "met"}, {"is on target", "met"},
	{"misses the target", "missed"}, {"missed the target", "missed"}, {"target is missed", "missed"}, {"target was missed", "missed"}, {"target is not met", "missed"}, {"target was not met", "missed"},
	{"not meeting the target", "missed"}, {"does not meet the target", "missed"}, {"did not meet the target", "missed"},
}

// Words that make a sentence about something else than the newest figure: wishes, plans, conditions, doubt, other times.
var elsewhere = words("will would should could may might must aim aims hope hopes hoped expect expects expected plan plans planned if unless until once when whether " +
	"need needs before earlier previously last because although though but while than nationally england neighbours")

var denials = words("not no never hardly without cannot nobody none neither nor little")

// Contradicts says whether a comment on the figures says the opposite of the finding, and gives its words. It judges
// a sentence at a time, only by a short list of plain claims, and leaves alone whatever is a question, a wish, a
// condition or a comparison with another time or place. An improvement that is claimed where the limits find ordinary
// variation contradicts too: that is what limits are for.
func (s Sign) Contradicts(text string) (found string, yes bool) {
	for _, sentence := range sentences(text) {
		plainWords := wordsOf(sentence)
		if strings.HasSuffix(sentence, "?") || hasAny(plainWords, elsewhere) {
			continue
		}
		joined := " " + strings.Join(plainWords, " ") + " "
		for _, c := range claims {
			at := strings.Index(joined, " "+c.words+" ")
			if at < 0 || c.says != "missed" && hasAny(plainWords, denials) {
				continue
			}
			if s.opposes(c.says) {
				return c.words, true
			}
		}
	}
	return "", false
}

func (s Sign) opposes(says string) bool {
	switch says {
	case "better":
		return s.Change == "concern" || s.Change == "common"
	case "worse":
		return s.Change == "improvement" || s.Change == "common"
	case "met":
		return s.Target && !s.Met
	}
	return s.Target && s.Met
}

// Text is the sign in words, for a warning: "the limits find ordinary variation".
func (s Sign) Text() string {
	change := map[string]string{"improvement": "the limits find an improvement", "concern": "the limits find a concern", "neutral": "the limits find a change",
		"common": "the limits find ordinary variation", "": "there are no limits to judge a change by"}[s.Change]
	if !s.Target {
		return change
	}
	target := "misses"
	if s.Met {
		target = "meets"
	}
	return fmt.Sprintf("%s, and the newest figure %s the target", change, target)
}

// sentences cuts a text after full stops, question marks, exclamation marks and empty lines.
func sentences(text string) []string {
	var out []string
	for block := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		start := 0
		for i, r := range block {
			if r != '.' && r != '?' && r != '!' && r != ';' {
				continue
			}
			if rest := block[i+1:]; rest == "" || unicode.IsSpace(rune(rest[0])) {
				out = append(out, strings.TrimSpace(block[start:i+1]))
				start = i + 1
			}
		}
		out = append(out, strings.TrimSpace(block[start:]))
	}
	return out
}

// wordsOf is the words of a sentence in small letters. "n't" is the word not.
func wordsOf(sentence string) []string {
	sentence = strings.NewReplacer("n't", " not", "n’t", " not").Replace(strings.ToLower(sentence))
	return strings.FieldsFunc(sentence, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func hasAny(list []string, of map[string]bool) bool {
	for _, w := range list {
		if of[w] {
			return true
		}
	}
	return false
}
