package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"waymark/internal/benchmark"
	"waymark/internal/diag"
	"waymark/internal/site"
)

// mostPublished is how large a published file may be. The largest of the Department for Education's about children in care
// are a tenth of it.
const mostPublished = 200 << 20

func (a *app) benchmarksCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "benchmarks",
		Short: "Take published national figures into the project",
		Long: `Benchmarks are figures that the Department for Education publishes, to be shown beside an
authority's own.`,
		Example: `  waymark benchmarks import ~/Downloads/la_cla_placement_stability.csv --for merton,havering`,
		Args:    noArguments,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.benchmarksImportCommand())
	return cmd
}

// importFlags are those of waymark benchmarks import, as written.
type importFlags struct {
	sites         []string
	release, by   string
	model         int
	dryRun, quiet bool
}

func (a *app) benchmarksImportCommand() *cobra.Command {
	var flags importFlags
	cmd := &cobra.Command{
		Use:   "import FILE --for SITE[,SITE]",
		Short: "Keep what some authorities need of a published file",
		Long: `Import reads one CSV file as the Department for Education publishes it, and keeps the figures of
England, of the authorities, of their regions and of their statistical neighbours in
data/<layer>/benchmarks, each file with a sidecar that says where it comes from. The layer is the
first of the authorities: the one they share. The published file itself is not kept.

Files are told apart by their columns:
  placement stability   placement_stability, children_count and children_percent (before 2025:
                        number and percentage)
  rates                 population_type and rate_per_10000
  stages of adoption    stage_of_adoption_process, with averages as years and months, 01:07
  neighbours            SN_1 to SN_10. Import it first: it decides whose figures are kept

The same file twice changes nothing. A newer release replaces the years that it holds and leaves
earlier ones; an older one only adds. A file with a mistake in it is not used at all.`,
		Example: `  waymark benchmarks import ~/Downloads/sn_model_2025_wide.csv --for merton,havering
  waymark benchmarks import ~/Downloads/la_cla_placement_stability.csv --for merton,havering
  waymark benchmarks import ~/Downloads/rates.csv --for merton --release 2025 --dry-run`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &usageError{cmd.CommandPath(), fmt.Errorf("name one published file; %d were named", len(args))}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.importBenchmarks(cmd, flags, args[0]) },
	}
	f := cmd.Flags()
	f.StringSliceVar(&flags.sites, "for", nil, "the `sites` of waymark.yaml whose figures are kept, with commas between")
	f.StringVar(&flags.release, "release", "", "the `year` of the release; the newest year in the file otherwise")
	f.IntVar(&flags.model, "model", 0, "the `year` of the model of statistical neighbours; from the file's name otherwise")
	f.StringVar(&flags.by, "by", "performance-analyst", "the id of the `role` that answers for the figures")
	f.BoolVar(&flags.dryRun, "dry-run", false, "say what would be kept, and write nothing")
	f.BoolVarP(&flags.quiet, "quiet", "q", false, "print findings only")
	return cmd
}

func (a *app) importBenchmarks(cmd *cobra.Command, flags importFlags, name string) error {
	wrong := func(err error) error { return &usageError{cmd.CommandPath(), err} }
	sites, folder, err := a.sitesFor(wrong, flags)
	if err != nil {
		return err
	}
	src, err := readPublished(name)
	if err != nil {
		return wrong(err)
	}
	dir := filepath.Join(a.project, filepath.FromSlash(folder))
	request := benchmark.Request{File: filepath.ToSlash(name), Source: src, For: sites, There: map[string][]byte{}, Folder: folder, Release: flags.release, Model: flags.model, By: flags.by}
	there, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("look into the folder of benchmarks: %w", err)
	}
	for _, entry := range there {
		if entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		if request.There[entry.Name()], err = os.ReadFile(filepath.Join(dir, entry.Name())); err != nil {
			return fmt.Errorf("read the benchmarks that are there: %w", err)
		}
	}
	var findings diag.List
	result := benchmark.Import(request, &findings)
	if err := a.print(a.stderr, "text", findings.Sorted()); err != nil {
		return err
	}
	if errorCount, _ := findings.Count(); errorCount > 0 {
		fmt.Fprintf(a.stderr, "\n%s. Nothing was written.\n", diag.Summary(findings.Sorted()))
		return errFindings
	}
	plan, err := planWrites(dir, result.Files)
	if err != nil {
		return err
	}
	if !flags.dryRun {
		if err := plan.write(cmd.Context(), true); err != nil {
			return err
		}
	}
	if !flags.quiet {
		sayImport(a.stdout, result.Summary, sites)
		plan.say(a.stdout, flags.dryRun, true)
	}
	return nil
}

// sitesFor are the sites that --for names, and the folder of benchmarks of the layer that they share.
func (a *app) sitesFor(wrong func(error) error, flags importFlags) ([]*site.Site, string, error) {
	project := os.DirFS(a.project)
	var findings, ignored diag.List
	config := site.ReadConfig(project, &findings)
	if config == nil {
		if err := a.print(a.stderr, "text", findings.Sorted()); err != nil {
			return nil, "", err
		}
		return nil, "", errFindings
	}
	if len(flags.sites) == 0 {
		return nil, "", wrong(fmt.Errorf("say whose figures are kept, such as --for %s", strings.Join(config.Names(), ",")))
	}
	if flags.model != 0 && (flags.model < 1990 || flags.model > 2100) {
		return nil, "", wrong(fmt.Errorf("--model %d is no year", flags.model))
	}
	if flags.release != "" && (len(flags.release) != 4 || strings.Trim(flags.release, "0123456789") != "") {
		return nil, "", wrong(fmt.Errorf("--release %q: name it by its year, such as 2025", flags.release))
	}
	var sites []*site.Site
	layer := ""
	for _, id := range flags.sites {
		id = strings.TrimSpace(id)
		at := slices.IndexFunc(config.Sites, func(s site.SiteConfig) bool { return s.ID == id })
		if at < 0 {
			return nil, "", wrong(fmt.Errorf("--for %q is no site of waymark.yaml: %s", id, site.DidYouMean(id, config.Names(), "there are "+strings.Join(config.Names(), ", "))))
		}
		if slices.ContainsFunc(sites, func(s *site.Site) bool { return s.ID == id }) {
			continue
		}
		first := config.Sites[at].Layers[0]
		if layer != "" && layer != first {
			return nil, "", wrong(fmt.Errorf("%s and %s share no layer: import the file for each of them", sites[0].ID, id))
		}
		layer = first
		sites = append(sites, site.Load(project, config.Sites[at], &ignored)) // what is wrong in pages and indicators is for check to say
	}
	if roles := sites[0].Roles; roles[flags.by] == nil {
		return nil, "", wrong(fmt.Errorf("--by %q is no role of roles.yaml: %s", flags.by, site.DidYouMean(flags.by, site.SortedIDs(roles), "name one that is")))
	}
	return sites, "data/" + layer + "/" + benchmark.Folder, nil
}

// readPublished reads the file that was named.
func readPublished(name string) ([]byte, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s", name)
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder: name one CSV file", name)
	case info.Size() > mostPublished:
		return nil, fmt.Errorf("%s is larger than any published file: name the CSV file that was downloaded", name)
	}
	return os.ReadFile(name)
}

func sayImport(w io.Writer, s benchmark.Summary, sites []*site.Site) {
	var names []string
	for _, s := range sites {
		names = append(names, s.Name)
	}
	fmt.Fprintf(w, "%-12s %s, release %s, %s\n", "read", s.Title, s.Release, rows(s.Rows))
	if s.NeighboursOnly {
		fmt.Fprintf(w, "%-12s the neighbours of %s in the model of %d\n", "kept", strings.Join(names, " and "), s.From)
	} else {
		fmt.Fprintf(w, "%-12s %s for %s: %s, %d to %d", "kept", plural(s.Kept, "figure"), strings.Join(names, " and "), plural(s.Areas, "area"), s.From, s.To)
		if s.Symbols > 0 {
			fmt.Fprintf(w, "; %d of them a symbol in place of a number", s.Symbols)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "%-12s %d new, %d changed, %d left as a newer release has them; %d in all\n", "beside", s.New, s.Changed, s.Older, s.Total)
	if len(s.Aside) > 0 {
		fmt.Fprintf(w, "%-12s %s\n", "left aside", strings.Join(s.Aside, "; "))
	}
	if len(s.NoNeighbours) > 0 {
		fmt.Fprintf(w, "%-12s of %s are not known: import the model of statistical neighbours, and then this file once more\n", "neighbours", strings.Join(s.NoNeighbours, ", "))
	}
	if s.NeighboursOnly && s.New > 0 {
		fmt.Fprintf(w, "%-12s import the published files once more, to keep the figures of these neighbours\n", "next")
	}
}
