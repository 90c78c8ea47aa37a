package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"waymark/internal/build"
	"waymark/internal/diag"
	"waymark/internal/output"
)

func (a *app) checkCommand() *cobra.Command {
	var flags buildFlags
	var format, day string
	var strict bool
	cmd := &cobra.Command{
		Use:   "check [SITE ...]",
		Short: "Look for mistakes and publish nothing",
		Long: `Check builds every site, or only those named here, without writing a file, and prints what it
finds. Besides what a build finds it looks at dates: pages overdue for review or expired.`,
		Example: `  waymark check
  waymark check --format github      as annotations in a pull request
  waymark check --strict             warnings count as errors
  waymark check --today 2027-01-01   what will be overdue by then`,
		RunE: func(cmd *cobra.Command, args []string) error {
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
			o := a.options(flags, once(args))
			o.Today = today
			result, err := build.Build(cmd.Context(), o, nowhere{&output.Memory{}})
			if printed := a.print(a.stdout, format, result.Findings); printed != nil {
				return printed
			}
			if err != nil {
				return asUsage(cmd, err)
			}
			errors, warnings := counted(result.Findings)
			if format == "text" {
				if len(result.Findings) > 0 {
					fmt.Fprintln(a.stdout)
				}
				fmt.Fprintf(a.stdout, "%s\n", diag.Summary(result.Findings))
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
	cmd.Flags().BoolVar(&strict, "strict", false, "let warnings fail the check too")
	return cmd
}

// nowhere refuses what any sink refuses, such as one path written twice, and keeps nothing.
type nowhere struct{ claims *output.Memory }

func (n nowhere) Write(path string, _ []byte) error { return n.claims.Write(path, nil) }
