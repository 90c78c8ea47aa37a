package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"waymark/internal/annexa"
	"waymark/internal/anonymise"
	"waymark/internal/diag"
	"waymark/internal/output"
	"waymark/internal/rawtracker"
	"waymark/internal/site"
	"waymark/internal/ssda903"
)

// anonymiseFlags are those of waymark anonymise, as written.
type anonymiseFlags struct {
	from, authority, la      string
	span                     anonymise.Span
	out, made, today         string
	year, k                  int
	further, replace, dryRun bool
	strict, leaveOut, quiet  bool
}

// exports are the kinds of raw export, as --from names them.
var exports = []string{"ssda903", "annex-a", "tracker"}

func (a *app) anonymiseCommand() *cobra.Command {
	var flags anonymiseFlags
	cmd := &cobra.Command{
		Use:   "anonymise --from KIND EXPORT --authority SITE (--period PERIOD | --all)",
		Short: "Make anonymised period files from a raw export",
		Long: `Anonymise reads one raw export and writes the period files of the tracker, which hold bands,
durations and counts, and nothing that says who a child is. It is the only command that reads raw
exports. It keeps no copy of them, and prints no value of a child.

EXPORT is what --from says it is:
  ssda903   a folder with the CSV modules of the children looked after return, whatever their names
  annex-a   the Annex A workbook, an .xlsx file
  tracker   a folder with children.csv, plans.csv, placements.csv, events.csv and meetings.csv,
            or one workbook with such sheets

What is not known becomes "not-known", or empty, or a stand-in that the summary names and counts.
Rows that fewer than --k rows share age band, sex, ethnic group, plan and placement with are
coarsened: placement and plan within their published group, then ethnic group and sex to not-known.

A period file that is there already is replaced with --replace only. Keep raw exports outside the
project. --all begins with the first quarter in which the export holds those who left care.`,
		Example: `  waymark anonymise --from ssda903 ~/returns/2026 --authority merton --all
  waymark anonymise --from annex-a ~/inspection/annex-a.xlsx --authority havering --period 2026-Q2 --made 2026-07-03
  waymark anonymise --from tracker ~/tracker.xlsx --authority merton --all --from-period 2022-Q3 --replace
  waymark anonymise --from tracker ~/tracker --authority merton --period 2026-Q2 --dry-run`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &usageError{cmd.CommandPath(), fmt.Errorf("name one export, a folder or a file; %d were named", len(args))}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.anonymise(cmd, flags, args[0])
		},
	}
	f := cmd.Flags()
	f.Var(&givenOnce{into: &flags.from}, "from", "the `kind` of export: "+strings.Join(exports, ", "))
	f.Var(&givenOnce{into: &flags.authority}, "authority", "the `site` of waymark.yaml that the children are of")
	f.Var(&givenOnce{into: &flags.span.Period}, "period", "the `period` to make, such as 2026-Q2")
	f.BoolVar(&flags.span.All, "all", false, "make every period that the export covers")
	f.Var(&givenOnce{into: &flags.span.From}, "from-period", "with --all, begin with this `period`")
	f.StringVarP(&flags.out, "out", "o", "", "the `folder` for the period files, instead of the authority's tracker folder")
	f.BoolVar(&flags.replace, "replace", false, "replace period files that are there already")
	f.BoolVar(&flags.dryRun, "dry-run", false, "say what would be written, and write nothing")
	f.BoolVar(&flags.strict, "strict", false, "stop at anything unknown or impossible in the export")
	f.BoolVar(&flags.leaveOut, "leave-out", false, "go on without rows that cannot be used")
	f.IntVar(&flags.k, "k", anonymise.DefaultK, "how many rows must share their combination; 1 coarsens nothing")
	f.BoolVar(&flags.further, "coarsen-further", false, "coarsen plan and placement too, which indicators count")
	f.Var(&givenOnce{into: &flags.made}, "made", "the `day` an Annex A workbook or tracker was made; the last day of the period, or today, otherwise")
	f.IntVar(&flags.year, "year", 0, "the collection `year` of a return, named by the year it ends; worked out otherwise")
	f.StringVar(&flags.la, "la", "", "what a merged export or a tracker calls the authority, by `name` or code")
	f.StringVar(&flags.today, "today", "", "judge dates as on this `day` instead of today")
	f.BoolVarP(&flags.quiet, "quiet", "q", false, "print findings only")
	return cmd
}

// anonymise asks the questions in order: is the call right, is the place right, can the export be read, can files
// be made of it, may they be written.
func (a *app) anonymise(cmd *cobra.Command, flags anonymiseFlags, export string) error {
	began := time.Now()
	wrong := func(err error) error { return &usageError{cmd.CommandPath(), err} }
	made, err := flags.check(cmd)
	if err != nil {
		return wrong(err)
	}
	authority, folder, err := a.authority(wrong, flags.authority)
	if err != nil {
		return err
	}
	dir := cmp.Or(flags.out, filepath.Join(a.project, filepath.FromSlash(folder)))
	if err := a.safeForPeriods(dir, export); err != nil {
		return wrong(err)
	}

	// An export is read once and held once, so garbage is cleared away early rather than left to double the memory.
	defer debug.SetGCPercent(debug.SetGCPercent(40))
	show := a.showStep(flags.quiet)
	show("reading " + filepath.Base(export))
	raw, lost, found, err := readExport(flags, export, made)
	if err != nil {
		a.clearProgress(flags.quiet)
		return wrong(err)
	}
	found = append(found, a.insideProject(export, flags.strict)...)
	a.clearProgress(flags.quiet)
	if err := a.print(a.stderr, "text", found); err != nil {
		return err
	}
	if stops(found, flags.leaveOut, len(raw.Children)) {
		hint := ""
		if !flags.strict && !flags.leaveOut && len(raw.Children) > 0 {
			hint = " Mend that in the export, or go on without those rows with --leave-out."
		}
		fmt.Fprintf(a.stderr, "\n%s. Nothing was written.%s\n", diag.Summary(found), hint)
		return errFindings
	}

	result, about, err := anonymise.Run(raw, authority, anonymise.Options{Span: flags.span, K: flags.k, Further: flags.further, LA: flags.la, Progress: show})
	a.clearProgress(flags.quiet)
	if err != nil {
		return fmt.Errorf("%w; nothing was written", err)
	}
	if err := a.print(a.stderr, "text", about); err != nil {
		return err
	}
	if errorCount, warnings, _ := diag.Count(about); errorCount > 0 || flags.strict && warnings > 0 {
		fmt.Fprintf(a.stderr, "\n%s. Nothing was written.\n", diag.Summary(about))
		return errFindings
	}
	if err := cmd.Context().Err(); err != nil {
		return err
	}
	files := map[string][]byte{}
	for _, f := range result.Files {
		files[f.Name] = f.Data
	}
	plan, err := planWrites(dir, files)
	if err != nil {
		return err
	}
	refused := len(plan.other) > 0 && !flags.replace
	if !flags.dryRun && !refused {
		if err := plan.write(cmd.Context(), flags.replace); err != nil {
			return err
		}
	}
	if !flags.quiet {
		sayPeriods(a.stdout, raw.Source.Name, result, flags.k)
		sayNotKnown(a.stdout, lost, result.NotKnown)
		plan.say(a.stdout, flags.dryRun, flags.replace)
		fmt.Fprintf(a.stdout, "%-12s %s\n", "findings", cmp.Or(diag.Summary(slices.Concat(found, about)), "none"))
		fmt.Fprintf(a.stdout, "%-12s %s\n", "time", time.Since(began).Round(10*time.Millisecond))
	}
	if refused {
		fmt.Fprintf(a.stderr, "waymark: %s in %s would be replaced by other content; nothing was written. Say --replace if that is meant.\n", strings.Join(plan.other, ", "), dir)
		return errFindings
	}
	return nil
}

// check looks at the flags alone, and gives the day the export was made; none when it is not said.
func (f *anonymiseFlags) check(cmd *cobra.Command) (made time.Time, err error) {
	switch {
	case f.from == "":
		return made, fmt.Errorf("say with --from what the export is: %s", strings.Join(exports, ", "))
	case !slices.Contains(exports, f.from):
		return made, fmt.Errorf("--from %q: use one of %s", f.from, strings.Join(exports, ", "))
	case f.authority == "":
		return made, errors.New("say with --authority whose children they are, by the id of a site in waymark.yaml")
	case f.k < 1:
		return made, fmt.Errorf("--k %d: use 1 or more", f.k)
	case f.strict && f.leaveOut:
		return made, errors.New("--strict stops at rows that cannot be used, and --leave-out goes on without them: use one of the two")
	case f.from == "annex-a" && f.span.All:
		return made, errors.New("an Annex A workbook says how things stood on one day: name the period with --period")
	case f.from != "ssda903" && cmd.Flags().Changed("year"):
		return made, errors.New("--year is for --from ssda903")
	case f.from == "ssda903" && f.made != "":
		return made, errors.New("--made is for --from annex-a and tracker; a return has a --year")
	}
	now := time.Now()
	f.span.Today = time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	if f.today != "" {
		if f.span.Today, err = time.Parse(time.DateOnly, f.today); err != nil {
			return made, fmt.Errorf("%q is not a date: write it as 2027-01-31", f.today)
		}
	}
	if f.made != "" {
		if made, err = time.Parse(time.DateOnly, f.made); err != nil {
			return made, fmt.Errorf("%q is not a date: write it as 2027-01-31", f.made)
		}
	}
	return made, f.span.Check()
}

// authority loads what a site's data says about counting, and names the folder of its period files.
func (a *app) authority(wrong func(error) error, id string) (*anonymise.Authority, string, error) {
	project := os.DirFS(a.project)
	var findings diag.List
	config := site.ReadConfig(project, &findings)
	if config == nil {
		if err := a.print(a.stderr, "text", findings.Sorted()); err != nil {
			return nil, "", err
		}
		return nil, "", errFindings
	}
	at := slices.IndexFunc(config.Sites, func(s site.SiteConfig) bool { return s.ID == id })
	if at < 0 {
		return nil, "", wrong(fmt.Errorf("--authority %q is no site of waymark.yaml: %s", id, site.DidYouMean(id, config.Names(), "there are "+strings.Join(config.Names(), ", "))))
	}
	// What is wrong in pages or indicators is for check to say; here only what anonymise needs must be right.
	var ignored, needed diag.List
	authority := anonymise.Load(site.Load(project, config.Sites[at], &ignored), &needed)
	if err := a.print(a.stderr, "text", needed.Sorted()); err != nil {
		return nil, "", err
	}
	if authority == nil {
		return nil, "", errFindings
	}
	layers := config.Sites[at].Layers
	return authority, "data/" + layers[len(layers)-1] + "/tracker", nil
}

// loss is how often something was not known or left out while the export was read.
type loss struct {
	where, why string
	n          int
}

// readExport reads an export of any kind. The error is a wrong call: a path that is not there, or not of the kind.
func readExport(flags anonymiseFlags, export string, made time.Time) (anonymise.Raw, []loss, []diag.Finding, error) {
	info, err := os.Stat(export)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return anonymise.Raw{}, nil, nil, fmt.Errorf("there is no %s", export)
	case err != nil:
		return anonymise.Raw{}, nil, nil, fmt.Errorf("%s cannot be read: %w", export, err)
	case flags.from == "ssda903" && !info.IsDir():
		return anonymise.Raw{}, nil, nil, fmt.Errorf("%s is a file: --from ssda903 reads a folder with the CSV files of the return; unpack a zip first", export)
	case flags.from == "annex-a" && info.IsDir():
		return anonymise.Raw{}, nil, nil, fmt.Errorf("%s is a folder: --from annex-a reads the workbook itself", export)
	}
	raw, lost, found, err := readKind(flags, export, info, made)
	for i := range found {
		found[i].Private = true // whatever a reader forgot: no line of a raw export is ever shown
	}
	return raw, lost, found, err
}

func readKind(flags anonymiseFlags, export string, info fs.FileInfo, made time.Time) (anonymise.Raw, []loss, []diag.Finding, error) {
	if flags.from == "ssda903" {
		fsys, name, err := parentOf(export)
		if err != nil {
			return anonymise.Raw{}, nil, nil, err
		}
		r, found := ssda903.Read(fsys, name, ssda903.Options{Strict: flags.strict, Year: flags.year})
		var lost []loss
		for _, l := range r.Counted {
			where := l.Module
			if l.Column != "" {
				where += " " + l.Column
			}
			lost = append(lost, loss{where, l.Why, l.N})
		}
		return anonymise.Raw{Source: anonymise.SSDA903, Children: r.Children, Years: r.Years}, lost, found, nil
	}
	if flags.from == "tracker" && info.IsDir() {
		fsys, name, err := parentOf(export)
		if err != nil {
			return anonymise.Raw{}, nil, nil, err
		}
		r, found := rawtracker.ReadFolder(fsys, name, flags.trackerOptions(made))
		var lost []loss
		for _, t := range r.NotKnown {
			lost = append(lost, loss{tallyPlace(t.File, t.Sheet, t.Column), t.Check, t.N})
		}
		return anonymise.Raw{Source: anonymise.Tracker, Children: r.Children}, lost, found, nil
	}
	file, err := os.Open(export)
	if err != nil {
		return anonymise.Raw{}, nil, nil, fmt.Errorf("%s cannot be read: %w", export, err)
	}
	defer file.Close()
	var lost []loss
	if flags.from == "tracker" {
		r, found := rawtracker.ReadWorkbook(filepath.Base(export), file, info.Size(), flags.trackerOptions(made))
		for _, t := range r.NotKnown {
			lost = append(lost, loss{tallyPlace("", t.Sheet, t.Column), t.Check, t.N})
		}
		return anonymise.Raw{Source: anonymise.Tracker, Children: r.Children}, lost, found, nil
	}
	if made.IsZero() {
		made = flags.span.End()
	}
	r, found := annexa.Read(filepath.Base(export), file, info.Size(), annexa.Options{On: anonymise.Day(made), Strict: flags.strict})
	for _, t := range r.NotKnown {
		lost = append(lost, loss{tallyPlace("", t.Sheet, t.Column), t.Check, t.N})
	}
	return anonymise.Raw{Source: anonymise.AnnexA, Children: r.Children}, lost, found, nil
}

func (f *anonymiseFlags) trackerOptions(made time.Time) rawtracker.Options {
	if made.IsZero() {
		made = f.span.Today
	}
	return rawtracker.Options{On: anonymise.Day(made), Authority: cmp.Or(f.la, f.authority), Strict: f.strict}
}

// parentOf opens the folder above, so that findings name the export's own folder.
func parentOf(dir string) (fs.FS, string, error) {
	full, err := filepath.Abs(dir)
	if err != nil {
		return nil, "", err
	}
	if parent := filepath.Dir(full); parent != full {
		return os.DirFS(parent), filepath.Base(full), nil
	}
	return os.DirFS(full), ".", nil
}

// tallyPlace names a column as a spreadsheet does.
func tallyPlace(file, sheet string, column int) string {
	letters := ""
	for n := column; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	where := cmp.Or(sheet, file)
	if letters == "" {
		return where
	}
	return strings.TrimSpace(where + " column " + letters)
}

// stops says whether findings about an export keep anything from being made of it. An error about a row leaves
// that row out, and people may choose to go on; an error about a whole table, which is on its first line or on
// none, loses too much.
func stops(found []diag.Finding, leaveOut bool, children int) bool {
	return children == 0 || slices.ContainsFunc(found, func(f diag.Finding) bool {
		return f.Severity == diag.Error && (!leaveOut || f.Line < 2)
	})
}

// insideProject warns of a raw export that could be committed or published.
func (a *app) insideProject(export string, strict bool) []diag.Finding {
	project, err := realPath(a.project)
	if err != nil {
		return nil
	}
	if at, err := realPath(export); err != nil || !within(project, at) {
		return nil
	}
	f := diag.Finding{Check: "raw-export", Severity: diag.Warning, Private: true,
		Message: "the raw export lies inside the project, where it may be committed", Hint: "move it to a folder of its own, and look through the history of the repository"}
	if strict {
		f.Severity = diag.Error
	}
	return []diag.Finding{f}
}

// safeForPeriods refuses folders in which a period file would be published, or lost among raw exports.
func (a *app) safeForPeriods(dir, export string) error {
	to, err := realPath(dir)
	if err != nil {
		return err
	}
	if info, err := os.Stat(to); err == nil && !info.IsDir() {
		return fmt.Errorf("%s is a file, not a folder", dir)
	}
	for at := to; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, output.ManifestName)); err == nil {
			return fmt.Errorf("%s lies in a published site: period files are rows of children and are never published", dir)
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	project, err := realPath(a.project)
	if err != nil {
		return err
	}
	if published, err := realPath(filepath.Join(a.project, configuredOutput(a.project))); err == nil && within(published, to) {
		return fmt.Errorf("%s lies in the output folder of the build: period files are rows of children and are never published", dir)
	}
	if within(project, to) && !within(filepath.Join(project, "data"), to) {
		return fmt.Errorf("%s lies in the project: there, period files belong below data", dir)
	}
	raw, err := realPath(export)
	if err != nil {
		return err
	}
	if info, err := os.Stat(raw); err == nil && !info.IsDir() {
		raw = filepath.Dir(raw)
	}
	if raw == to {
		return fmt.Errorf("%s holds the raw export: keep period files in a folder of their own", dir)
	}
	return nil
}

// realPath is the absolute path with links followed, as far as it exists.
func realPath(name string) (string, error) {
	full, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	rest := ""
	for at := full; ; at = filepath.Dir(at) {
		if found, err := filepath.EvalSymlinks(at); err == nil {
			return filepath.Join(found, rest), nil
		}
		if at == filepath.Dir(at) {
			return full, nil
		}
		rest = filepath.Join(filepath.Base(at), rest)
	}
}

// within says that a path is a folder or lies in it.
func within(folder, name string) bool {
	rel, err := filepath.Rel(folder, name)
	return err == nil && filepath.IsLocal(rel)
}

// writes are files of data beside what is in the folder now.
type writes struct {
	dir          string
	fresh, other []string // names that are not there yet, and that are there with other content
	same         int
	contents     map[string][]byte
}

func planWrites(dir string, files map[string][]byte) (*writes, error) {
	w := &writes{dir: dir, contents: map[string][]byte{}}
	for _, name := range site.SortedIDs(files) {
		there, err := os.ReadFile(filepath.Join(dir, name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			w.fresh = append(w.fresh, name)
		case err != nil:
			return nil, fmt.Errorf("compare with the file that is there: %w", err)
		case bytes.Equal(there, files[name]):
			w.same++
			continue
		default:
			w.other = append(w.other, name)
		}
		w.contents[name] = files[name]
	}
	return w, nil
}

// write puts all files into the folder, or none: they are written beside their places under hidden names, which
// the tracker does not read, and given their names when all of them are there.
func (w *writes) write(ctx context.Context, replace bool) (err error) {
	if len(w.contents) == 0 {
		return nil
	}
	tidy := removesEmpty(w.dir)
	var waiting []string
	defer func() {
		for _, name := range waiting {
			os.Remove(name) // those that were given their names are gone already
		}
		if err != nil {
			tidy()
		}
	}()
	if err := os.MkdirAll(w.dir, 0o755); err != nil {
		return fmt.Errorf("make the folder of the files: %w", err)
	}
	names := slices.Concat(w.fresh, w.other)
	for _, name := range names {
		file, err := os.CreateTemp(w.dir, "."+name+".*.new")
		if err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		waiting = append(waiting, file.Name())
		_, failed := file.Write(w.contents[name])
		if err := errors.Join(failed, file.Chmod(0o644), file.Sync(), file.Close()); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for i, name := range names {
		to := filepath.Join(w.dir, name)
		if !replace {
			// A file that somebody put there since planWrites looked stays.
			if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("%s has appeared in the meantime and was left alone", to)
			}
		}
		if err := os.Rename(waiting[i], to); err != nil {
			return fmt.Errorf("put %s in place: %w", name, err)
		}
	}
	return nil
}

func (w *writes) say(out io.Writer, dryRun, replace bool) {
	written, verb := len(w.fresh), "written"
	replaced := len(w.other)
	switch {
	case dryRun:
		verb = "would be written"
	case replaced > 0 && !replace:
		written, replaced = 0, 0
	}
	fmt.Fprintf(out, "%-12s %s %s, %d replaced, %d unchanged, in %s\n", "files", plural(written, "file"), verb, replaced, w.same, w.dir)
}

// showStep shows what is being worked on, on one line of a terminal.
func (a *app) showStep(quiet bool) func(string) {
	if quiet || !isTerminal(a.stderr) {
		return func(string) {}
	}
	return func(step string) { fmt.Fprintf(a.stderr, "\r\x1b[K%s …", step) }
}

// sayPeriods says what each period file holds and how its rows are protected.
func sayPeriods(w io.Writer, source string, r anonymise.Result, k int) {
	others := ""
	if r.Others > 0 {
		others = fmt.Sprintf("; %s of other authorities left aside", thousand(r.Others))
	}
	fmt.Fprintf(w, "%-12s %s from the %s%s\n", "read", children(r.Children), source, others)
	for _, f := range r.Files {
		fmt.Fprintf(w, "%-12s %s: %s in care, %s left care, %s in pre-proceedings, %s at home again\n", f.Period, rows(f.Rows), thousand(f.InCare), thousand(f.Left), thousand(f.PreCourt), thousand(f.AtHome))
		if f.Rows == 0 {
			continue
		}
		fmt.Fprintf(w, "%-12s before: %s\n", "", f.Coarsened.Before.Words())
		if len(f.Coarsened.Columns) == 0 {
			continue
		}
		fmt.Fprintf(w, "%-12s after:  %s\n", "", f.Coarsened.After.Words())
		var changes []string
		for _, c := range f.Coarsened.Columns {
			changes = append(changes, fmt.Sprintf("%s to %s in %s (%s)", c.Column, c.To, thousand(c.N), c.Why))
		}
		fmt.Fprintf(w, "%-12s %s coarsened: %s\n", "", rows(f.Coarsened.Rows), strings.Join(changes, "; "))
		if n := f.Coarsened.After.Alone; n > 0 {
			fmt.Fprintf(w, "%-12s %s with fewer than %d others of the same combination remain\n", "", rows(n), k-1)
		}
	}
}

// sayNotKnown says what was lost on the way, by reason. No line is about fewer things than a column.
func sayNotKnown(w io.Writer, lost []loss, n anonymise.NotKnown) {
	label := func(text string) func() string {
		return func() string { t := text; text = ""; return t }
	}
	const most = 12
	name := label("in export")
	for _, l := range lost[:min(most, len(lost))] {
		fmt.Fprintf(w, "%-12s %s: %s not used as written (%s)\n", name(), l.where, thousand(l.n), l.why)
	}
	if more := len(lost) - most; more > 0 {
		fmt.Fprintf(w, "%-12s and %s more of that kind\n", "", plural(more, "column"))
	}
	name = label("histories")
	for _, d := range n.Doubts {
		fmt.Fprintf(w, "%-12s %s times: %s\n", name(), thousand(d.N), d.Words)
	}
	if n.Never > 0 {
		fmt.Fprintf(w, "%-12s %s in no file: no day is known on which care, other than short breaks, or pre-proceedings began\n", name(), children(n.Never))
	}
	name = label("not held")
	var everyone []string
	for _, f := range n.Fields {
		if f.Everyone {
			everyone = append(everyone, f.Column+" "+written(f.Wrote))
		}
	}
	if len(everyone) > 0 {
		fmt.Fprintf(w, "%-12s by this kind of export, so everyone has: %s\n", name(), strings.Join(everyone, ", "))
	}
	name = label("not known")
	for _, f := range n.Fields {
		if !f.Everyone {
			fmt.Fprintf(w, "%-12s %s in %s of %s: %s; %s\n", name(), f.Column, thousand(f.N), rows(n.Rows), f.Why, written(f.Wrote))
		}
	}
	name = label("rounded")
	for _, f := range n.Topped {
		fmt.Fprintf(w, "%-12s %s: in %s the most that is told apart\n", name(), f.Column, rows(f.N))
	}
}

func written(w string) string {
	switch {
	case w == "":
		return "(empty)"
	case strings.Contains(w, " "):
		return w
	}
	return strconv.Quote(w)
}

func children(n int) string {
	if n == 1 {
		return "1 child"
	}
	return thousand(n) + " children"
}

func rows(n int) string {
	if n == 1 {
		return "1 row"
	}
	return thousand(n) + " rows"
}

// thousand writes 1408 as 1,408.
func thousand(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
