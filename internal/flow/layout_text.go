package flow

import (
	"strings"
	"unicode"
)

// allowance is added to measured text: over 596 labels in a browser the widest was 1.5 % wider than the table says,
// and readers may have set letters a little wider.
const allowance = 1.04

// textWidth is the width of one line in pixels. A character that the table lacks counts as a full em, which is
// wider than all but a few signs.
func textWidth(s string, size float64, bold bool) float64 {
	units := 0
	for _, r := range s {
		u := 0
		if i := int(r) - ' '; i >= 0 && i < len(latinRegular) {
			u = int(latinRegular[i])
			if bold {
				u = int(latinBold[i])
			}
		} else if w, ok := signs[r]; ok {
			u = int(w[0])
			if bold {
				u = int(w[1])
			}
		}
		if u == 0 && !unicode.Is(unicode.Mn, r) {
			u = unitsPerEm
		}
		units += u
	}
	return float64(units) * size / unitsPerEm * allowance
}

// wrap breaks text into lines no wider than most, and then narrows them as far as their number allows, so that they
// are about equally long. A line end in the text stays. A word that is wider than a line is cut.
func wrap(text string, most, size float64, bold bool) []string {
	var lines []string
	for part := range strings.SplitSeq(text, "\n") {
		var words []string
		for _, word := range tie(strings.Fields(part), most, size, bold) {
			words = append(words, cutWord(word, most, size, bold)...)
		}
		broken := fill(words, most, size, bold)
		low, high := 0.0, most
		for high-low > 1 {
			mid := (low + high) / 2
			if try := fill(words, mid, size, bold); len(try) <= len(broken) && widest(try, size, bold) <= most {
				high = mid
			} else {
				low = mid
			}
		}
		for _, line := range fill(words, high, size, bold) {
			lines = append(lines, strings.ReplaceAll(line, noBreak, " "))
		}
	}
	return lines
}

const noBreak = "\u00a0"

// tie keeps a number and what it counts on one line: "14 months".
func tie(words []string, most, size float64, bold bool) (tied []string) {
	for _, word := range words {
		if n := len(tied) - 1; n >= 0 && strings.Trim(tied[n], "0123456789") == "" && textWidth(tied[n]+noBreak+word, size, bold) <= most {
			tied[n] += noBreak + word
			continue
		}
		tied = append(tied, word)
	}
	return tied
}

func cutWord(word string, most, size float64, bold bool) (pieces []string) {
	runes := []rune(word)
	for len(runes) > 1 && textWidth(string(runes), size, bold) > most {
		n, soft := 1, 0 // soft: behind a sign where a word may well be broken
		for n < len(runes)-1 && textWidth(string(runes[:n+1]), size, bold) <= most {
			n++
			if strings.ContainsRune("-/_.", runes[n-1]) {
				soft = n
			}
		}
		if soft > 0 {
			n = soft
		}
		pieces = append(pieces, string(runes[:n]))
		runes = runes[n:]
	}
	return append(pieces, string(runes))
}

func fill(words []string, most, size float64, bold bool) (lines []string) {
	line := ""
	for _, word := range words {
		if line != "" && textWidth(line+" "+word, size, bold) > most {
			lines = append(lines, line)
			line = word
			continue
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

func widest(lines []string, size float64, bold bool) float64 {
	w := 0.0
	for _, l := range lines {
		w = max(w, textWidth(l, size, bold))
	}
	return w
}
