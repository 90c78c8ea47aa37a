package check

import (
	"math"
	"regexp"
	"strings"
	"unicode"

	"waymark/internal/markdown"
	"waymark/internal/site"
)

// Ease is how easily a page is read. It is information and no finding: a page about court orders is harder than
// one about tea, and may have to be.
type Ease struct {
	File      string
	Title     string
	Words     int
	Sentences int
	Score     int // Flesch reading ease, rounded: 60 to 70 is plain English, under 30 is hard
}

// leastWords is how long a page must be before a score means something.
const leastWords = 100

// easeOf scores the paragraphs and lists of a page, without headings and tables: R. Flesch, A New Readability
// Yardstick (Journal of Applied Psychology, 1948): 206.835 - 1.015 words a sentence - 84.6 syllables a word.
// Syllables are counted by groups of vowels, which is right for most English words and wrong by one for some.
func easeOf(of *site.Page, passages []markdown.Passage) (Ease, bool) {
	out := Ease{File: of.File, Title: of.Title}
	syllables := 0
	for _, in := range passages {
		if in.Kind != markdown.PassageText && in.Kind != markdown.PassageItem {
			continue
		}
		sentences := 0
		for sentence := range strings.FieldsFuncSeq(in.Text, func(c rune) bool { return c == '.' || c == '!' || c == '?' || c == ':' }) {
			n := 0
			for word := range strings.FieldsFuncSeq(sentence, func(c rune) bool {
				return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '\'' && c != '’' && c != markdown.Gap
			}) {
				n++
				syllables += syllablesOf(word)
			}
			if n > 0 {
				sentences++
				out.Words += n
			}
		}
		out.Sentences += sentences
	}
	if out.Words < leastWords {
		return Ease{}, false
	}
	words := float64(out.Words)
	out.Score = int(math.Round(206.835 - 1.015*words/float64(out.Sentences) - 84.6*float64(syllables)/words))
	return out, true
}

var vowels = regexp.MustCompile(`[aeiouy]+`)

// syllablesOf counts groups of vowels, without a silent e at the end; every word has one.
func syllablesOf(word string) int {
	word = strings.ToLower(word)
	if strings.HasSuffix(word, "e") && !strings.HasSuffix(word, "le") {
		word = word[:len(word)-1]
	}
	return max(1, len(vowels.FindAllString(word, -1)))
}
