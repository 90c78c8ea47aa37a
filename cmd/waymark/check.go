package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"waymark/internal/build"
	"waymark/internal/check"
	"waymark/internal/diag"
	"waymark/internal/history"
	"waymark/internal/output"
	"waymark/internal/site"
)

func (a *app) checkCommand() *cobra.Command {
	var flags buildFlags
	var format, day, since, explain, reportTo string
	var strict, ease, canary bool
	cmd := &cobra.Command{
		Use:   "check [SITE ...]",
		Short: "Look for mistakes and publish nothing",
		Long: `Check builds every site, or only those named here, without writing a file, and prints what it
finds. Besides what a build finds it looks at dates: pages overdue for review or expired. Each
finding ends with the id of its check; --explain says what the check is for and what to do.`,
		Example: `  waymark check
  waymark check --format github      as annotations in a pull request
  waymark check --since main         first what is wrong in files changed since main
  waymark check --explain relative-date
  waymark check --reading-ease       how easily each page is read, the hardest first
  waymark check --strict             warnings count as errors
  waymark check --canary             can a hidden figure be seen anywhere on the site?
  waymark check --today 2027-01-01   what will be overdue by then`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("explain") {
				return a.explainCheck(cmd, explain)
			}
			if !slices.Contains(diag.Formats, format) {
				return &usageError{cmd.CommandPath(), fmt.Errorf("there is no format %q: use one of %s", format, strings.Join(diag.Formats, ", "))}
			}
			today := time.Now().UTC().Truncate(24 * time.Hour)
			if day != "" {
				parsed, err := time.Parse(time.DateOnly, day)
				if err != nil {
					return &usageError{cmd.CommandPath(), fmt.Errorf("%q is not a date: write it as 2027-01-31", day)}
				}
				today = parsed
			}
			if reportTo != "" {
				if err := outside(reportTo, filepath.Join(a.project, configuredOutput(a.project))); err != nil {
					return &usageError{cmd.CommandPath(), err}
				}
			}
			var changed map[string]bool
			if cmd.Flags().Changed("since") {
				var err error
				if changed, err = a.changedSince(cmd.Context(), since); err != nil {
					return &usageError{cmd.CommandPath(), err}
				}
			}
			o := a.options(flags, once(args))
			o.Today, o.Canary, o.Notes = today, canary, true
			result, err := build.Build(cmd.Context(), o, nowhere{&output.Memory{}})
			in, elsewhere := result.Findings, []diag.Finding(nil)
			if changed != nil {
				in, elsewhere = divided(result.Findings, changed)
			}
			if format != "text" {
				in, elsewhere = append(in, elsewhere...), nil
			}
			if printed := a.print(a.stdout, format, in); printed != nil {
				return printed
			}
			if len(elsewhere) > 0 {
				fmt.Fprintf(a.stdout, "\nIn files that have not changed since %s:\n\n", since)
				if printed := a.print(a.stdout, format, elsewhere); printed != nil {
					return printed
				}
			}
			if err != nil {
				return asUsage(cmd, err)
			}
			if reportTo != "" {
				if err := writeReport(reportTo, result); err != nil {
					return err
				}
			}
			errors, warnings, _ := diag.Count(result.Findings)
			if format == "text" {
				if len(result.Findings) > 0 {
					fmt.Fprintln(a.stdout)
				}
				for _, s := range result.Sites {
					if canary && errors == 0 {
						fmt.Fprintf(a.stdout, "%s: %s exchanged for other possible values; not a byte of the site differs\n", s.ID, plural(s.Exchanged, "hidden figure"))
					}
				}
				fmt.Fprintf(a.stdout, "%s\n", diag.Summary(result.Findings))
				if ease {
					a.readingEase(result.Sites)
				}
			}
			if errors > 0 || strict && warnings > 0 {
				return errFindings
			}
			return nil
		},
	}
	flags.add(cmd)
	cmd.Flags().StringVar(&format, "format", "text", "how findings are printed: "+strings.Join(diag.Formats, ", "))
	cmd.Flags().StringVar(&day, "today", "", "judge dates as on this `day` instead of today")
	cmd.Flags().StringVar(&since, "since", "", "print first what is wrong in files that changed since a `revision` of git")
	cmd.Flags().StringVar(&explain, "explain", "", "explain the check with this `id` (\"all\" lists every check) and look at nothing")
	cmd.Flags().BoolVar(&ease, "reading-ease", false, "print how easily each page is read as well")
	cmd.Flags().BoolVar(&canary, "canary", false, "build twice, the second time with hidden figures exchanged: no byte may differ")
	cmd.Flags().StringVar(&reportTo, "report", "", "write what is hidden and why into this `file`, which must not be in the output folder; .json for programs")
	cmd.Flags().BoolVar(&strict, "strict", false, "let warnings fail the check too")
	return cmd
}

// explainCheck prints what a check is for, or the list of all.
func (a *app) explainCheck(cmd *cobra.Command, id string) error {
	if id == "all" {
		table := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
		for _, c := range check.All {
			fmt.Fprintf(table, "%s\t%s\n", c.ID, c.Finds)
		}
		return table.Flush()
	}
	c, ok := check.Find(id)
	if !ok {
		var ids []string
		for _, c := range check.All {
			ids = append(ids, c.ID)
		}
		return &usageError{cmd.CommandPath(), fmt.Errorf("no check is called %q: %s", id, site.DidYouMean(id, ids, "--explain all lists every check"))}
	}
	_, err := fmt.Fprintf(a.stdout, "%s\n\n%s\n\n%s\n", c.ID, wrapped(c.Finds), wrapped(c.Why))
	return err
}

// wrapped breaks a text into lines of at most 90 characters.
func wrapped(text string) string {
	var out strings.Builder
	length := 0
	for word := range strings.FieldsSeq(text) {
		switch {
		case length == 0:
		case length+1+len(word) > 90:
			out.WriteByte('\n')
			length = 0
		default:
			out.WriteByte(' ')
			length++
		}
		out.WriteString(word)
		length += len(word)
	}
	return out.String()
}

// changedSince lists the project's files that changed since a revision.
func (a *app) changedSince(ctx context.Context, revision string) (map[string]bool, error) {
	repository, err := history.Open(ctx, a.project)
	if err != nil {
		return nil, fmt.Errorf("--since: %w", err)
	}
	changed, err := repository.Changed(ctx, revision)
	if err != nil {
		return nil, fmt.Errorf("--since: %w", err)
	}
	return changed, nil
}

// divided puts the findings in changed files apart from the others; each part keeps its order.
func divided(findings []diag.Finding, changed map[string]bool) (in, elsewhere []diag.Finding) {
	for _, f := range findings {
		if changed[f.File] {
			in = append(in, f)
		} else {
			elsewhere = append(elsewhere, f)
		}
	}
	return in, elsewhere
}

// readingEase prints each page once, though several sites may have it.
func (a *app) readingEase(sites []build.SiteResult) {
	seen := map[string]bool{}
	fmt.Fprint(a.stdout, "\nReading ease (Flesch): 60 and more is plain English, under 30 is hard.\n\n")
	table := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	for _, s := range sites {
		for _, e := range s.Ease {
			if !seen[e.File] {
				seen[e.File] = true
				fmt.Fprintf(table, "%d\t%s\t%d words\t%.0f a sentence\n", e.Score, e.File, e.Words, float64(e.Words)/float64(e.Sentences))
			}
		}
	}
	table.Flush()
}

// nowhere refuses what any sink refuses, such as one path written twice, and keeps nothing.
type nowhere struct{ claims *output.Memory }

func (n nowhere) Write(path string, _ []byte) error { return n.claims.Write(path, nil) }
