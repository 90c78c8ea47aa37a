// Command waymark turns practice guidance and anonymised tracker files into browsable static sites.
//
// main.go holds what every subcommand shares: the flags that name the project, exit codes and colour.
// Each subcommand is one file: its flags, the call, the report.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"waymark/internal/check"
	"waymark/internal/diag"
)

// Exit codes. They are part of the interface: scripts and pipelines rely on them.
const (
	exitFine     = 0 // done; there may be warnings
	exitFindings = 1 // something in the sources must be mended first, or the work failed
	exitUsage    = 2 // the command was called wrongly
)

// version is set when a release is linked.
var version = "development"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the whole program: arguments in, text out, an exit code back.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	app := &app{stdout: stdout, stderr: stderr}
	root := app.command()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var usage *usageError
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "waymark: %v\n\nRun `%s --help` for how to use it.\n", usage, usage.command)
		return exitUsage
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "waymark: stopped; nothing was published")
		return exitFindings
	}
	fmt.Fprintf(stderr, "waymark: %v\n", err)
	return exitFindings
}

// errFindings ends a command whose findings have been printed.
var errFindings = errors.New("there are findings")

// usageError is a wrong call.
type usageError struct {
	command string
	err     error
}

func (e *usageError) Error() string { return e.err.Error() }

// app is what the subcommands share.
type app struct {
	stdout, stderr io.Writer
	project        string
	colour         string
}

func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "waymark",
		Short: "Turn practice guidance and tracker figures into a site that opens anywhere",
		Long: `Waymark turns two folders, practice guidance in markdown (content) and anonymised
permanency tracker files (data), into one browsable static site for each authority.

Exit codes: 0 fine, 1 something must be mended first, 2 wrong use.`,
		Example: `  waymark build                 build every site of waymark.yaml into site/
  waymark serve                 preview while you write, at http://127.0.0.1:8080/
  waymark check                 look for mistakes, publish nothing
  waymark new page content/merton/guidance/supervision.md`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return unknownCommand(cmd, args[0])
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			if choices := []string{"auto", "always", "never"}; !slices.Contains(choices, a.colour) {
				return &usageError{cmd.CommandPath(), fmt.Errorf("--colour %q: use one of %s", a.colour, strings.Join(choices, ", "))}
			}
			return nil
		},
	}
	root.PersistentFlags().StringVarP(&a.project, "project", "C", ".", "the `folder` that holds waymark.yaml")
	root.PersistentFlags().StringVar(&a.colour, "colour", "auto", "colour the output: auto, always or never")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return &usageError{cmd.CommandPath(), err} })
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SuggestionsMinimumDistance = 2
	root.SetHelpCommand(helpCommand())
	root.AddCommand(a.buildCommand(), a.serveCommand(), a.checkCommand(), a.newCommand(), a.indicatorsCommand(), a.explainCommand(), a.flowCommand(), a.anonymiseCommand(), a.benchmarksCommand(), a.ownersCommand(), a.versionCommand())
	return root
}

// unknownCommand says that a word is no command, and which one was surely meant.
func unknownCommand(root *cobra.Command, word string) error {
	hint := ""
	if near := root.SuggestionsFor(word); len(near) > 0 {
		hint = fmt.Sprintf(" (did you mean %q?)", near[0])
	}
	return &usageError{root.CommandPath(), fmt.Errorf("there is no command %q%s", word, hint)}
}

// helpCommand is the library's, except that a word that is no command is a wrong call.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Explain a command",
		Example: "  waymark help build",
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(cmd.Root(), args[0])
			}
			found.InitDefaultHelpFlag() // the library adds it when a command runs; this one does not
			return found.Help()
		},
	}
}

// noArguments refuses arguments with a sentence.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return &usageError{cmd.CommandPath(), fmt.Errorf("%s takes no arguments, but was given %q", cmd.CommandPath(), args[0])}
	}
	return nil
}

// colourOn says whether output to w may be coloured: on a terminal that can, unless told otherwise.
func (a *app) colourOn(w io.Writer) bool {
	switch a.colour {
	case "always":
		return true
	case "never":
		return false
	}
	return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// print writes findings for people, with the line they are about.
func (a *app) print(w io.Writer, format string, findings []diag.Finding) error {
	return diag.Print(w, format, findings, diag.Options{Colour: format == "text" && a.colourOn(w), Excerpt: a.excerpt, Describe: describeCheck})
}

// describeCheck is what --explain says of a check.
func describeCheck(id string) (finds, why string) {
	c, _ := check.Find(id)
	return c.Finds, c.Why
}

// excerpt gives one line of a source file.
func (a *app) excerpt(file string, line int) (string, bool) {
	if file == "" || !filepath.IsLocal(filepath.FromSlash(file)) {
		return "", false
	}
	src, err := os.ReadFile(filepath.Join(a.project, filepath.FromSlash(file)))
	if err != nil {
		return "", false
	}
	lines := strings.Split(string(src), "\n")
	if line < 1 || line > len(lines) {
		return "", false
	}
	return strings.TrimRight(lines[line-1], "\r"), true
}
