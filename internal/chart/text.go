package chart

import (
	"math"
	"strconv"
	"strings"
)

func px(n int) string { return strconv.Itoa(n) }

// plain takes out of a text what ECharts reads as a placeholder.
func plain(s string) string { return strings.NewReplacer("{", "(", "}", ")", "|", "/").Replace(s) }

// shorter is a range in few letters, for narrow columns: "under 13%" is "<13%".
func shorter(s string) string {
	s = plain(s)
	if rest, ok := strings.CutPrefix(s, "under "); ok {
		return "<" + rest
	}
	if rest, ok := strings.CutPrefix(s, "over "); ok {
		return ">" + rest
	}
	return s
}

// thin chooses the axis labels that fit, always with the newest: indexes, ascending, evenly spaced.
func thin(n, plotWidth, labelWidth int) []any {
	slot := float64(plotWidth) / float64(n)
	every := max(1, int(math.Ceil(float64(labelWidth)/slot)))
	for _, nice := range []int{1, 2, 4, 8, 12, 16, 20, 24, 40} { // whole years of quarters, so that seasons line up
		if nice >= every {
			every = nice
			break
		}
	}
	var out []any
	for i := (n - 1) % every; i < n; i += every {
		out = append(out, i)
	}
	return out
}

// fit shortens a text to so many pixels, at a word when there is one.
func fit(s string, room int) string {
	if textWidth(s) <= room {
		return s
	}
	runes := []rune(s)
	for len(runes) > 1 && textWidth(string(runes))+8 > room {
		runes = runes[:len(runes)-1]
	}
	cut := string(runes)
	if i := strings.LastIndex(cut, " "); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,") + "\u2026"
}

// textWidth is about the width of a text in Arial of 12 pixels, rather over than under.
func textWidth(s string) int {
	sum := 0.0
	for _, r := range s {
		switch {
		case strings.ContainsRune("ijl.,:;'|! I()[]ftr-/", r):
			sum += 3.9
		case strings.ContainsRune("mwMW%@", r):
			sum += 10.7
		case r >= 'A' && r <= 'Z':
			sum += 8.6
		default:
			sum += 6.8
		}
	}
	return int(math.Ceil(sum))
}

// lines breaks a text at its words into lines of at most so many pixels; a word that is longer has a line alone.
func lines(s string, room int) []string {
	var out []string
	for _, word := range strings.Fields(s) {
		if n := len(out) - 1; n >= 0 && textWidth(out[n]+" "+word) <= room {
			out[n] += " " + word
		} else {
			out = append(out, word)
		}
	}
	return out
}
