package indicator

import (
	"fmt"
	"strings"

	"waymark/internal/site"
)

// didYouMean is the hint for a word that is not in a list.
func didYouMean(word string, list []string) string {
	return site.DidYouMean(word, list, "use one of "+quoted(list))
}

func quoted(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = fmt.Sprintf("%q", s)
	}
	return strings.Join(out, ", ")
}
