package chart

import (
	"strings"
	"testing"
)

func TestContradicts(t *testing.T) {
	up, down, noise, unknown := Sign{Change: "improvement"}, Sign{Change: "concern"}, Sign{Change: "common"}, Sign{}
	missed, met := Sign{Change: "common", Target: true}, Sign{Change: "common", Target: true, Met: true}
	for _, tt := range []struct {
		sign Sign
		text string
		want string // the words found; "" for none
	}{
		{down, "Timeliness has improved since the new panel.", "has improved"},
		{down, "The figures\nhave   improved.", "have improved"},
		{noise, "It is good to see that stability is improving.", "is improving"},
		{up, "It has worsened.", "has worsened"},
		{noise, "Things are fine. Practice has got worse!", "has got worse"},
		{missed, "The team meets the target.", "meets the target"},
		{met, "We missed the target again.", "missed the target"},
		{met, "The target was not met.", "target was not met"},
		{met, "The service doesn't meet the target.", "does not meet the target"},
		{met, "The service does not meet the target.", "does not meet the target"},

		// What agrees, and what cannot be judged.
		{up, "Timeliness has improved since the new panel.", ""},
		{down, "It has worsened.", ""},
		{unknown, "It has improved and has worsened.", ""},
		{missed, "The target was not met.", ""},
		{met, "The team meets the target.", ""},

		// Everything that sounds alike and says something else.
		{down, "It has not improved.", ""},
		{down, "It hasn't improved.", ""},
		{down, "There is no real improvement.", ""},
		{down, "We expect that it is improving by spring.", ""},
		{down, "If it has improved by June, the panel goes back to monthly.", ""},
		{down, "Has it improved? Not yet.", ""},
		{down, "An improvement plan was agreed.", ""},
		{down, "Nationally the figure has improved.", ""},
		{down, "Last year the figure has improved, then it fell.", ""},
		{down, "Recording has improved, but the figure fell.", ""},
		{noise, "The improvement board looked at three cases.", ""},
		{missed, "The target will be met when the vacancies are filled.", ""},
		{down, "", ""},
	} {
		got, yes := tt.sign.Contradicts(tt.text)
		if got != tt.want || yes != (tt.want != "") {
			t.Errorf("%+v: %q gives %q, %v; want %q", tt.sign, tt.text, got, yes, tt.want)
		}
	}
}

// Whatever is written, what is found is words of it, and nothing is found where nothing is known.
func FuzzContradicts(f *testing.F) {
	f.Add("It has improved. The target isn't met.")
	f.Add("Has it? has improved;\n\nhas worsened")
	f.Fuzz(func(t *testing.T, text string) {
		if words, yes := (Sign{}).Contradicts(text); yes {
			t.Fatalf("nothing is known, and %q contradicts it", words)
		}
		words, yes := Sign{Change: "concern", Target: true, Met: true}.Contradicts(text)
		if yes == (words == "") {
			t.Fatalf("%q, %v", words, yes)
		}
		if yes && !strings.Contains(strings.Join(wordsOf(text), " "), words) {
			t.Fatalf("%q is not in %q", words, text)
		}
	})
}
