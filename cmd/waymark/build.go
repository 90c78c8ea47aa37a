package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"waymark/internal/build"
	"waymark/internal/diag"
	"waymark/internal/output"
	"waymark/internal/site"
)

// buildFlags are the flags of every command that makes sites.
type buildFlags struct {
	theme   string
	noCache bool
	workers int
}

func (f *buildFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.theme, "theme", "", "use another `theme` than waymark.yaml names: default or minimal")
	cmd.Flags().BoolVar(&f.noCache, "no-cache", false, "draw every chart again, and build even when nothing seems to have changed")
	cmd.Flags().IntVarP(&f.workers, "jobs", "j", runtime.GOMAXPROCS(0), "pages and charts drawn at the same time")
}

// options turns flags into the options of a build, and sets the collector up for short, busy runs: with the
// default target a build spends a fifth of its time collecting what it is about to need again.
func (a *app) options(f buildFlags, only []string) build.Options {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	o := build.Options{Project: os.DirFS(a.project), Only: only, Theme: f.theme, Workers: max(1, f.workers)}
	if !f.noCache {
		o.CacheDir = filepath.Join(a.project, ".waymark", "charts")
		o.Blocks = blocks{blockFolder(a.project)}
	}
	return o
}

func (a *app) buildCommand() *cobra.Command {
	var flags buildFlags
	var out string
	var force, quiet, record, canary bool
	var accept, edition, editionDay, reportTo string
	cmd := &cobra.Command{
		Use:   "build [SITE ...]",
		Short: "Build the sites of waymark.yaml",
		Long: `Build makes the sites that waymark.yaml names, or only those named here, and puts them into
the output folder. Files that have not changed are left alone; files of an earlier build that are
no longer made are removed; files that Waymark did not write stay and are named. When something
must be mended first, nothing in the output folder changes.`,
		Example: `  waymark build                     every site
  waymark build merton              one site
  waymark build --out /tmp/preview  into another folder
  waymark build --edition "November 2026" --edition-date 2026-11-27   printed on every page`,
		RunE: func(cmd *cobra.Command, args []string) error {
			began := time.Now()
			dir := out
			if dir == "" {
				dir = filepath.Join(a.project, configuredOutput(a.project))
			}
			if err := safeOutput(a.project, dir); err != nil {
				return &usageError{cmd.CommandPath(), err}
			}
			if reportTo != "" {
				if err := outside(reportTo, dir); err != nil {
					return &usageError{cmd.CommandPath(), err}
				}
			}
			args = once(args)
			o := a.options(flags, args)
			o.Accept, o.Canary = accept, canary
			var err error
			if o.Edition, err = editionOf(edition, editionDay); err != nil {
				return &usageError{cmd.CommandPath(), err}
			}
			o.History = a.historyOfPages(cmd.Context())
			if cmd.Flags().Changed("accept-ledger-break") && strings.TrimSpace(accept) == "" {
				return &usageError{cmd.CommandPath(), errors.New("--accept-ledger-break needs the reason; it is written into the ledger")}
			}
			last := a.lookAgain(dir, o, force)
			if result, report, ok := last.nothingToDo(dir); ok && !record && !canary && accept == "" && reportTo == "" {
				if printed := a.print(a.stderr, "text", result.Findings); printed != nil || quiet {
					return printed
				}
				a.summary(a.stdout, result, report, dir, time.Since(began))
				return nil
			}
			tidy := removesEmpty(dir)
			folder, err := output.OpenFolder(dir)
			if err != nil {
				return err
			}
			folder.Force = force
			folder.Owns = owner(args)
			if !quiet {
				o.Progress = a.progress()
			}
			result, err := build.Build(cmd.Context(), o, folder)
			a.clearProgress(quiet)
			errorCount, _, _ := diag.Count(result.Findings)
			if err != nil || errorCount > 0 {
				if abort := folder.Abort(); abort != nil && err == nil {
					err = abort
				}
				tidy()
			}
			if printed := a.print(a.stderr, "text", result.Findings); printed != nil {
				return printed
			}
			if err != nil {
				return asUsage(cmd, err)
			}
			if reportTo != "" { // also when nothing is published: it says why
				if err := writeReport(reportTo, result); err != nil {
					return err
				}
			}
			if errorCount > 0 {
				fmt.Fprintf(a.stderr, "\n%s. Nothing was published; %s is as it was.\n", diag.Summary(result.Findings), dir)
				return errFindings
			}
			report, err := folder.Commit()
			if err != nil {
				return err
			}
			last.remember(result, report)
			if record {
				if err := a.recordRelease(result); err != nil {
					return err
				}
			}
			if !quiet {
				a.summary(a.stdout, result, report, dir, time.Since(began))
			}
			return nil
		},
	}
	flags.add(cmd)
	cmd.Flags().StringVarP(&out, "out", "o", "", "the output `folder`, instead of the one waymark.yaml names")
	cmd.Flags().BoolVar(&force, "force", false, "replace files in the output folder that Waymark did not write")
	cmd.Flags().BoolVar(&record, "record-release", false, "remember what is shown in each site's disclosure ledger; commit that file with the site")
	cmd.Flags().StringVar(&edition, "edition", "", "print this `name` of the edition on every page, with a sum of the contents")
	cmd.Flags().StringVar(&editionDay, "edition-date", "", "print this `day` with the edition; no clock is read")
	cmd.Flags().StringVar(&accept, "accept-ledger-break", "", "publish figures that contradict the ledger, for this `reason`")
	cmd.Flags().BoolVar(&canary, "canary", false, "build twice, the second time with hidden figures exchanged, and publish only when no byte differs")
	cmd.Flags().StringVar(&reportTo, "report", "", "write what is hidden and why into this `file`, which must not be in the output folder; .json for programs")
	cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "print findings only")
	return cmd
}

// recordRelease writes what has been published into the ledgers, each in one step.
func (a *app) recordRelease(result build.Result) error {
	for _, s := range result.Sites {
		if s.Ledger == nil {
			continue
		}
		file := filepath.Join(a.project, filepath.FromSlash(s.LedgerFile))
		if err := os.WriteFile(file+".new", s.Ledger, 0o644); err != nil {
			return fmt.Errorf("record the release: %w", err)
		}
		if err := os.Rename(file+".new", file); err != nil {
			return fmt.Errorf("record the release: %w", err)
		}
		fmt.Fprintf(a.stdout, "%-12s what this release shows is recorded in %s\n", s.ID, s.LedgerFile)
	}
	return nil
}

// asUsage marks errors that come from the call, not from the sources.
func asUsage(cmd *cobra.Command, err error) error {
	var unknown *build.UnknownSiteError
	if errors.As(err, &unknown) {
		return &usageError{cmd.CommandPath(), err}
	}
	return err
}

// configuredOutput is the output folder of waymark.yaml; findings about that file come from the build.
func configuredOutput(project string) string {
	var ignored diag.List
	if config := site.ReadConfig(os.DirFS(project), &ignored); config != nil {
		return filepath.FromSlash(config.Output)
	}
	return "site"
}

// safeOutput refuses to build into the sources.
func safeOutput(project, dir string) error {
	in, err := filepath.Abs(project)
	if err != nil {
		return err
	}
	to, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	for _, source := range []string{"", "content", "data", "themes"} {
		if to == filepath.Join(in, source) || source != "" && strings.HasPrefix(to, filepath.Join(in, source)+string(filepath.Separator)) {
			return fmt.Errorf("%s holds the sources and cannot be the output folder", dir)
		}
	}
	if strings.HasPrefix(in, strings.TrimSuffix(to, string(filepath.Separator))+string(filepath.Separator)) {
		return fmt.Errorf("%s holds the whole project and cannot be the output folder", dir)
	}
	return nil
}

// once drops sites that are named a second time.
func once(names []string) []string {
	var out []string
	for _, name := range names {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// removesEmpty returns what removes the folder again, and the folders above it, when they are not there yet and
// nothing has been put into them: a build that fails leaves nothing behind.
func removesEmpty(dir string) func() {
	var missing []string // innermost first
	for at := filepath.Clean(dir); ; at = filepath.Dir(at) {
		if _, err := os.Lstat(at); !errors.Is(err, fs.ErrNotExist) || at == filepath.Dir(at) {
			break
		}
		missing = append(missing, at)
	}
	return func() {
		for _, at := range missing {
			if os.Remove(at) != nil {
				return // it holds something
			}
		}
	}
}

// owner limits what a build may remove to the sites that it makes.
func owner(only []string) func(string) bool {
	if len(only) == 0 {
		return nil
	}
	return func(path string) bool {
		first, _, _ := strings.Cut(path, "/")
		return slices.Contains(only, first)
	}
}

// progress shows the step that is being done on one line of a terminal; elsewhere it is silent.
func (a *app) progress() func(site, step string) {
	if !isTerminal(a.stderr) {
		return nil
	}
	return func(site, step string) { fmt.Fprintf(a.stderr, "\r\x1b[K%s: %s …", site, step) }
}

func (a *app) clearProgress(quiet bool) {
	if !quiet && isTerminal(a.stderr) {
		fmt.Fprint(a.stderr, "\r\x1b[K")
	}
}

// summary says what a build did.
func (a *app) summary(w io.Writer, result build.Result, report output.Report, dir string, took time.Duration) {
	tables, audited, forgotten := 0, 0, false
	for _, s := range result.Sites {
		fmt.Fprintf(w, "%-12s %s, %s; %s shown, %d as ranges, %d hidden (%d small, %d to protect others)%s\n", s.ID, plural(s.Pages, "page"), plural(s.Charts, "chart"),
			plural(s.Figures.Shown, "figure"), s.Figures.Bands, s.Figures.Small+s.Figures.Protect, s.Figures.Small, s.Figures.Protect, droppedWords(len(s.Figures.Dropped)))
		tables, audited = tables+s.Figures.Tables, audited+s.Figures.Audited
		forgotten = forgotten || s.Figures.Tables > 0 && !s.Remembered
	}
	if tables > 0 {
		earlier := "what earlier releases showed was considered"
		if forgotten {
			earlier = "D23: there is no record of earlier releases (--record-release begins one)"
		}
		fmt.Fprintf(w, "%-12s %s audited over all linked tables; %s\n", "privacy", plural(audited, "hidden or unseen count"), earlier)
	}
	pictures := 0
	for _, s := range result.Sites {
		pictures += 2 * s.Charts // wide and narrow
	}
	if pictures > 0 {
		fmt.Fprintf(w, "%-12s %s drawn, %d from the cache\n", "drawings", plural(result.Drawn, "picture"), max(0, pictures-result.Drawn))
	}
	fmt.Fprintf(w, "%-12s %s written, %d unchanged, %d removed, in %s\n", "files", plural(report.Written, "file"), report.Same, report.Removed, dir)
	const most = 10
	for _, name := range report.Foreign[:min(most, len(report.Foreign))] {
		fmt.Fprintf(w, "%-12s %s was not written by Waymark and stays\n", "note", name)
	}
	if more := len(report.Foreign) - most; more > 0 {
		fmt.Fprintf(w, "%-12s and %s more that Waymark did not write\n", "", plural(more, "file"))
	}
	fmt.Fprintf(w, "%-12s %s\n", "findings", cmp.Or(diag.Summary(result.Findings), "none"))
	fmt.Fprintf(w, "%-12s %s\n", "time", took.Round(10*time.Millisecond))
}

func droppedWords(n int) string {
	if n == 0 {
		return ""
	}
	return ", " + plural(n, "breakdown") + " dropped"
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
