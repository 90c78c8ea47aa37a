package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"waymark/internal/build"
	"waymark/internal/diag"
	"waymark/internal/site"
)

var window = regexp.MustCompile(`^\d{4}-(Q[1-4]|\d{2})(\.\.\d{4}-(Q[1-4]|\d{2}))?$`)

// countKey reads the key of a count from the arguments, in one or in several words: population, period, groups. What is left are sites. False:
// they name an indicator.
func countKey(args []string) (key string, sites []string, ok bool) {
	words := append(strings.Fields(args[0]), args[1:]...)
	if len(words) < 2 || !window.MatchString(words[1]) {
		return "", nil, false
	}
	n := 2
	if len(words) > 2 && strings.Contains(words[2], "=") {
		n = 3
	}
	return strings.Join(words[:n], " "), words[n:], true
}

// explainCount prints what became of a count.
func (a *app) explainCount(cmd *cobra.Command, key string, sites []string, trueValue bool) error {
	if trueValue && !isTerminal(a.stdout) {
		return &usageError{cmd.CommandPath(), errors.New("--show-hidden prints on a terminal only: a true number must not end in a file or a log")}
	}
	e := &build.Explain{Key: key, TrueValues: trueValue}
	findings, err := build.ExplainCount(cmd.Context(), a.options(buildFlags{}, once(sites)), e)
	if err != nil {
		return asUsage(cmd, err)
	}
	if n, _, _ := diag.Count(findings); n > 0 && len(e.Answers) == 0 {
		if printed := a.print(a.stderr, "text", findings); printed != nil {
			return printed
		}
		fmt.Fprintf(a.stderr, "\n%s. Mend it first.\n", diag.Summary(findings))
		return errFindings
	}
	if len(e.Answers) == 0 {
		return &usageError{cmd.CommandPath(), fmt.Errorf("there is no count %q: %s", key,
			site.DidYouMean(key, e.Known, "waymark build --report FILE lists the hidden ones, and data/published.json all that are shown"))}
	}
	for n, answer := range e.Answers {
		if n > 0 {
			fmt.Fprintln(a.stdout)
		}
		fmt.Fprintf(a.stdout, "%s\n%s", answer.Site, answer.Text)
	}
	return nil
}
