package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"waymark/internal/build"
	"waymark/internal/diag"
	"waymark/internal/site"
)

func (a *app) indicatorsCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "indicators [SITE ...]",
		Short: "List the indicators with their newest published figures",
		Long: `Indicators lists every indicator of every site, or only of those named here, with its newest
figure as readers see it. What is hidden on the site is hidden here too.

State is: shown, range (the exact figure is hidden), hidden, none (nobody to count), or
not measured (the reason is in ` + "`waymark explain`" + `).`,
		Example: `  waymark indicators
  waymark indicators merton
  waymark indicators --json`,
		RunE: func(cmd *cobra.Command, args []string) error {
			sites, err := a.figures(cmd, args)
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(a.stdout, sites)
			}
			w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "SITE\tINDICATOR\tFIGURE\tCOUNTED\tOF\tWHEN\tSTATE")
			for _, s := range sites {
				for _, i := range s.Indicators {
					if len(i.Tables) == 0 {
						fmt.Fprintf(w, "%s\t%s\t-\t-\t-\t-\t%s\n", s.ID, i.ID, i.State)
						continue
					}
					rows := i.Tables[0].Rows
					last := rows[len(rows)-1]
					fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", s.ID, i.ID, last.Figure(), last.Counted(), last.Base, last.Words, i.State)
				}
			}
			return w.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print everything that is released, for programs")
	return cmd
}

func (a *app) explainCommand() *cobra.Command {
	var period, by string
	var asJSON, showHidden bool
	cmd := &cobra.Command{
		Use:   "explain INDICATOR|COUNT [SITE ...]",
		Short: "Say how an indicator's figures come about, or why a count is hidden",
		Long: `Explain prints an indicator's definition as it is counted, the timescale it measures and where that
comes from, and the figures that may be shown. What is hidden on the site is hidden here too.

A count is named as the build report (waymark build --report) and data/published.json name it: population, period
and group. For a count it prints what made it hidden, the sum it protects and the values that remain
possible. That is for colleagues who may see the records, not for readers. The true number
is printed only with --show-hidden, and only on a terminal.`,
		Example: `  waymark explain three-or-more-placements
  waymark explain three-or-more-placements havering --period 2026-Q1
  waymark explain three-or-more-placements merton --by age-band
  waymark explain in_care 2026-Q2 age-band=under-5 merton`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return &usageError{cmd.CommandPath(), errors.New("name an indicator; `waymark indicators` lists them")}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if key, sites, ok := countKey(args); ok {
				return a.explainCount(cmd, key, sites, showHidden)
			}
			if showHidden {
				return &usageError{cmd.CommandPath(), errors.New("--show-hidden is for one count: name its population, period and group")}
			}
			sites, err := a.figures(cmd, args[1:])
			if err != nil {
				return err
			}
			var known []string
			var found []build.SiteFigures
			for _, s := range sites {
				for _, i := range s.Indicators {
					known = append(known, i.ID)
					if i.ID == args[0] {
						if i.Tables, err = selectFigures(i.Tables, period, by); err != nil {
							return &usageError{cmd.CommandPath(), err}
						}
						found = append(found, build.SiteFigures{ID: s.ID, Indicators: []build.IndicatorFigures{i}})
					}
				}
			}
			if len(found) == 0 {
				return &usageError{cmd.CommandPath(), fmt.Errorf("there is no indicator %q: %s", args[0], site.DidYouMean(args[0], known, "`waymark indicators` lists them"))}
			}
			if asJSON {
				return printJSON(a.stdout, found)
			}
			for n, s := range found {
				if n > 0 {
					fmt.Fprintln(a.stdout)
				}
				explain(a.stdout, s.ID, s.Indicators[0])
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&period, "period", "", "only the figures of this `period`, such as 2026-Q2")
	cmd.Flags().BoolVar(&showHidden, "show-hidden", false, "print the true number of the count too, on a terminal only")
	cmd.Flags().StringVar(&by, "by", "", "only the breakdown by this `dimension`, such as age-band")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print it for programs")
	return cmd
}

// figures releases the figures of the named sites. Findings go to stderr; with an error among them there are
// no figures to speak of.
func (a *app) figures(cmd *cobra.Command, only []string) ([]build.SiteFigures, error) {
	sites, findings, err := build.Figures(cmd.Context(), a.options(buildFlags{noCache: true}, only))
	if printed := a.print(a.stderr, "text", findings); printed != nil {
		return nil, printed
	}
	if err != nil {
		return nil, asUsage(cmd, err)
	}
	if errors, _, _ := diag.Count(findings); errors > 0 {
		fmt.Fprintf(a.stderr, "\n%s. Mend it first.\n", diag.Summary(findings))
		return nil, errFindings
	}
	return sites, nil
}

// selectFigures keeps the tables and rows that were asked for.
func selectFigures(tables []build.FigureTable, period, by string) ([]build.FigureTable, error) {
	var out []build.FigureTable
	var dimensions, periods []string
	for _, t := range tables {
		if t.By != "" {
			dimensions = append(dimensions, t.By)
		}
		if by != "" && t.By != by {
			continue
		}
		kept := build.FigureTable{Dimension: t.Dimension, By: t.By}
		for _, r := range t.Rows {
			periods = append(periods, r.Period)
			if period == "" || r.Period == period {
				kept.Rows = append(kept.Rows, r)
			}
		}
		if len(kept.Rows) > 0 {
			out = append(out, kept)
		}
	}
	switch {
	case len(out) > 0 || len(tables) == 0:
		return out, nil
	case by != "" && len(dimensions) == 0:
		return nil, errors.New("these figures are not broken down: leave out --by")
	case by != "" && len(periods) == 0:
		return nil, fmt.Errorf("there is no breakdown by %q: %s", by, site.DidYouMean(by, dimensions, "the breakdowns are "+strings.Join(dimensions, ", ")))
	}
	return nil, fmt.Errorf("there are no figures for %q: the periods run from %s to %s", period, periods[0], periods[len(periods)-1])
}

// explain prints one indicator of one site for people.
func explain(w io.Writer, siteID string, i build.IndicatorFigures) {
	fmt.Fprintf(w, "%s: %s\n%s\n\n", siteID, i.Title, i.Question)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	line := func(name, text string) {
		if text != "" {
			fmt.Fprintf(table, "%s\t%s\n", name, text)
		}
	}
	line("who it counts", i.Of)
	line("what counts", i.Met)
	line("as written", strings.Join(i.Where, ";  "))
	line("timescale", i.Standard)
	line("from", i.Source)
	line("defined in", i.File)
	line("version", i.Version)
	line("state", i.State)
	line("because", i.Reason)
	line("finding", i.Finding)
	table.Flush()
	for _, t := range i.Tables {
		fmt.Fprintln(w)
		rows := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		if t.By == "" {
			fmt.Fprintln(rows, "PERIOD\tWHEN\tCOUNTED\tOF\tFIGURE")
			for _, r := range t.Rows {
				fmt.Fprintf(rows, "%s\t%s\t%s\t%s\t%s\n", r.Period, r.Words, r.Counted(), r.Base, r.Figure())
			}
		} else {
			fmt.Fprintf(rows, "PERIOD\t%s\tCOUNTED\tOF\tFIGURE\n", strings.ToUpper(t.Dimension))
			for _, r := range t.Rows {
				fmt.Fprintf(rows, "%s\t%s\t%s\t%s\t%s\n", r.Period, r.Category, r.Counted(), r.Base, r.Figure())
			}
		}
		rows.Flush()
	}
}

func printJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}
