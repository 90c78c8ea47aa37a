package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"waymark/internal/build"
	"waymark/internal/diag"
	"waymark/internal/output"
	"waymark/internal/serve"
	"waymark/internal/site"
)

func (a *app) serveCommand() *cobra.Command {
	var flags buildFlags
	var address, base string
	var poll time.Duration
	cmd := &cobra.Command{
		Use:   "serve [SITE ...]",
		Short: "Preview the sites while you write",
		Long: `Serve builds the sites in memory, shows them in your browser and builds again whenever a file
changes. A mistake is shown in the page with its file, line and remedy, and the last good site
stays up until it is mended. Nothing is written to the output folder.`,
		Example: `  waymark serve
  waymark serve merton --address 127.0.0.1:9000
  waymark serve --poll 2s          on a network share, which sends no news of changes
  waymark serve --base /intranet/  below a path, as on the intranet`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if base != "" && !strings.HasPrefix(base, "/") {
				return &usageError{cmd.CommandPath(), fmt.Errorf("--base %q must begin with a slash", base)}
			}
			if poll < 0 {
				return &usageError{cmd.CommandPath(), fmt.Errorf("--poll must be a time such as 2s")}
			}
			// Asked for a site that is not there, the preview would serve its complaint for ever.
			if err := a.knows(args); err != nil {
				return asUsage(cmd, err)
			}
			o := a.options(flags, once(args))
			var watch []string
			for _, name := range []string{"waymark.yaml", "content", "data"} {
				watch = append(watch, filepath.Join(a.project, name))
			}
			return serve.Run(cmd.Context(), serve.Options{
				Address: address, Base: base, Root: a.project, Watch: watch, Poll: poll,
				Log: a.stderr, Colour: a.colourOn(a.stderr),
				Build: func(ctx context.Context) (serve.Files, []diag.Finding, error) {
					files := &output.Memory{}
					result, err := build.Build(ctx, o, files)
					return files, result.Findings, err
				},
			})
		},
	}
	flags.add(cmd)
	cmd.Flags().StringVar(&address, "address", serve.DefaultAddress, "where to serve: `host:port`")
	cmd.Flags().StringVar(&base, "base", "/", "the `path` below which to serve")
	cmd.Flags().DurationVar(&poll, "poll", 0, "look at the files this often instead of waiting for news of changes")
	return cmd
}

// knows says which of the named sites waymark.yaml does not have. When the file cannot be read the preview starts
// all the same and shows why.
func (a *app) knows(names []string) error {
	var ignored diag.List
	config := site.ReadConfig(os.DirFS(a.project), &ignored)
	if config == nil {
		return nil
	}
	for _, name := range names {
		if known := config.Names(); !slices.Contains(known, name) {
			return &build.UnknownSiteError{ID: name, Known: known}
		}
	}
	return nil
}
