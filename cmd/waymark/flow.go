package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"waymark/internal/build"
	"waymark/internal/diag"
	"waymark/internal/flow"
	"waymark/internal/markdown"
	"waymark/internal/site"
)

// flowForms are what a flowchart can be printed as.
var flowForms = []string{"outline", "svg", "json", "changes"}

type flowFlags struct {
	form, site string
	chart      int
}

func (a *app) flowCommand() *cobra.Command {
	var flags flowFlags
	cmd := &cobra.Command{
		Use:   "flow FILE [NEW]",
		Short: "Read one flowchart: its numbered steps, its drawing, its mistakes",
		Long: `Flow reads the flowcharts of a page, or of a file that holds nothing but one (Mermaid), and prints
each as numbered steps, as a drawing (SVG) or as data (JSON). A file named "-" is standard input.
Findings go to standard error, each with file, line and column.

With --as changes it compares two versions of a file and says in sentences what readers will
meet: where an answer now leads, what a step now says, what is new and what is gone.

For a page of the project, timescales in labels are filled in and links are checked, as the site
that shows the page has them. For any other file they stay as they are written; a note says so.

Exit codes: 0 no errors, 1 errors in a flowchart, 2 wrong use.`,
		Example: `  waymark flow content/merton/flowcharts/under-2.md              the numbered steps
  waymark flow content/merton/flowcharts/under-2.md --as svg > chart.svg
  waymark flow page.md --as json --chart 2                       the second of several
  waymark flow chart.mmd                                         a bare Mermaid file
  git show main:content/merton/flowcharts/under-2.md | waymark flow - content/merton/flowcharts/under-2.md --as changes`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.flow(cmd, flags, args)
		},
	}
	cmd.Flags().StringVar(&flags.form, "as", "outline", "what to print: "+strings.Join(flowForms, ", "))
	cmd.Flags().IntVar(&flags.chart, "chart", 0, "only the flowchart with this `number` in the file, from 1")
	cmd.Flags().StringVar(&flags.site, "site", "", "read the page as this site `ID` has it, instead of the first that shows it")
	return cmd
}

// chartFile is a file with its flowcharts.
type chartFile struct {
	name     string // as findings name it
	source   []byte
	charts   []markdown.Flowchart
	findings []diag.Finding
	site     string // whose timescales and links are known; "" for none
}

func (a *app) flow(cmd *cobra.Command, flags flowFlags, args []string) error {
	usage := func(format string, args ...any) error {
		return &usageError{cmd.CommandPath(), fmt.Errorf(format, args...)}
	}
	want := 1
	if flags.form == "changes" {
		want = 2
	}
	switch {
	case !slices.Contains(flowForms, flags.form):
		return usage("--as %q: use one of %s", flags.form, strings.Join(flowForms, ", "))
	case len(args) == 0:
		return usage("name a file: a page, or a Mermaid file")
	case len(args) < want:
		return usage("--as changes compares two files: name the old one and the new one")
	case len(args) > want:
		return usage("%d files were named; --as %s takes %d", len(args), flags.form, want)
	case want == 2 && args[0] == "-" && args[1] == "-":
		return usage("standard input cannot be both files")
	case flags.chart < 0:
		return usage("--chart %d: flowcharts are counted from 1", flags.chart)
	}
	var files []*chartFile
	failed := false
	for _, name := range args {
		file, err := a.readCharts(cmd, flags.site, name)
		if err != nil {
			return err
		}
		if err := file.choose(flags.chart); err != nil {
			return &usageError{cmd.CommandPath(), err}
		}
		if err := file.print(a.stderr, a.colourOn(a.stderr)); err != nil {
			return err
		}
		errors, _, _ := diag.Count(file.findings)
		failed = failed || errors > 0
		files = append(files, file)
	}
	if err := a.printCharts(cmd, flags.form, files); err != nil {
		return err
	}
	if failed {
		return errFindings
	}
	return nil
}

// readCharts reads a file: as a page of the project when it is one, and by itself when not.
func (a *app) readCharts(cmd *cobra.Command, siteID, name string) (*chartFile, error) {
	file := &chartFile{name: filepath.ToSlash(name)}
	var err error
	if name == "-" {
		file.name = "standard-input"
		file.source, err = io.ReadAll(cmd.InOrStdin())
	} else {
		file.source, err = os.ReadFile(name)
	}
	if err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return nil, &usageError{cmd.CommandPath(), fmt.Errorf("there is no file %s", name)}
		}
		return nil, err
	}
	if below, ok := belowProject(a.project, name); ok {
		o := build.Options{Project: os.DirFS(a.project)}
		if siteID != "" {
			o.Only = []string{siteID}
		}
		page, ok, err := build.Flowcharts(o, below)
		if err != nil {
			return nil, asUsage(cmd, err)
		}
		if ok {
			file.name, file.site, file.charts, file.findings = below, page.Site, page.Charts, page.Findings
			return file, nil
		}
	}
	text := strings.ReplaceAll(string(bytes.TrimPrefix(file.source, []byte("\ufeff"))), "\r\n", "\n")
	if flow.IsFlowchart(text) {
		// Line 1 of the source is the line after the place that is given.
		file.add(text, site.Source{File: file.name})
		return file, nil
	}
	for _, block := range markdown.MermaidBlocks(file.name, []byte(text)) {
		file.add(block.Source, block.At)
	}
	return file, nil
}

// belowProject is the path of a file below the project's folder, when it lies there.
func belowProject(project, name string) (string, bool) {
	root, err := filepath.Abs(project)
	if err != nil || name == "-" {
		return "", false
	}
	file, err := filepath.Abs(name)
	if err != nil {
		return "", false
	}
	below, err := filepath.Rel(root, file)
	return filepath.ToSlash(below), err == nil && filepath.IsLocal(below)
}

// add reads one block that belongs to no site.
func (f *chartFile) add(source string, at site.Source) {
	graph, findings := flow.Parse(source, at)
	if graph != nil {
		findings = append(findings, flow.Lint(graph)...)
	}
	f.charts = append(f.charts, markdown.Flowchart{Graph: graph, At: at, Lines: strings.Count(source, "\n")})
	f.findings = append(f.findings, findings...)
}

// choose keeps one chart of several, and the findings about it.
func (f *chartFile) choose(number int) error {
	if len(f.charts) == 0 {
		return fmt.Errorf("%s holds no flowchart: a page has them in blocks that begin with ```mermaid", f.name)
	}
	if number == 0 {
		return nil
	}
	if number > len(f.charts) {
		return fmt.Errorf("--chart %d: %s", number, f.list())
	}
	chart := f.charts[number-1]
	f.charts = []markdown.Flowchart{chart}
	f.findings = slices.DeleteFunc(f.findings, func(x diag.Finding) bool { return x.Line < chart.At.Line || x.Line > chart.At.Line+chart.Lines+1 })
	return nil
}

// list names the charts of a file.
func (f *chartFile) list() string {
	var names []string
	for i, c := range f.charts {
		title := "cannot be read"
		if c.Graph != nil {
			title = cmp.Or(printed(c, c.Graph.Title), "no title")
		}
		names = append(names, fmt.Sprintf("%d (line %d): %s", i+1, c.At.Line+1, title))
	}
	return fmt.Sprintf("%s holds %d: %s", f.name, len(f.charts), strings.Join(names, "; "))
}

// print writes the findings, and what was not looked at.
func (f *chartFile) print(w io.Writer, colour bool) error {
	lines := strings.Split(string(f.source), "\n")
	excerpt := func(file string, line int) (string, bool) {
		if file != f.name || line < 1 || line > len(lines) {
			return "", false
		}
		return strings.TrimRight(lines[line-1], "\r"), true
	}
	if err := diag.Print(w, "text", f.findings, diag.Options{Colour: colour, Excerpt: excerpt}); err != nil {
		return err
	}
	if f.site == "" {
		fmt.Fprintf(w, "note: %s is no page of a site here, so timescales in labels were not filled in and links were not checked\n", f.name)
	}
	return nil
}

func printed(c markdown.Flowchart, text string) string {
	if c.Words != nil {
		return c.Words(text)
	}
	return text
}

// printCharts writes the charts that could be read in one form.
func (a *app) printCharts(cmd *cobra.Command, form string, files []*chartFile) error {
	file := files[0]
	readable := slices.DeleteFunc(slices.Clone(file.charts), func(c markdown.Flowchart) bool { return c.Graph == nil })
	switch form {
	case "outline":
		for i, c := range readable {
			if i > 0 {
				fmt.Fprintln(a.stdout)
			}
			io.WriteString(a.stdout, flow.OutlineText(c.Graph, c.Words))
		}
	case "svg":
		if len(file.charts) > 1 {
			return &usageError{cmd.CommandPath(), fmt.Errorf("one drawing at a time: choose with --chart; %s", file.list())}
		}
		for _, c := range readable {
			plan := flow.Wide
			plan.Words = c.Words
			drawing := flow.Fit(c.Graph, plan).Standalone(c.Graph, flow.Poster{Title: printed(c, c.Graph.Title), Descr: printed(c, c.Graph.Descr), Href: wholeAddress})
			if _, err := a.stdout.Write(drawing); err != nil {
				return err
			}
		}
	case "json":
		out := struct {
			File   string        `json:"file"`
			Site   string        `json:"site,omitempty"`
			Charts []flow.Export `json:"charts"`
		}{file.name, file.site, []flow.Export{}}
		for _, c := range readable {
			out.Charts = append(out.Charts, flow.NewExport(c.Graph, c.Words))
		}
		return printJSON(a.stdout, out)
	case "changes":
		return a.printChanges(cmd, files[0], files[1])
	}
	return nil
}

// wholeAddress keeps the links of a step that work from anywhere.
func wholeAddress(n *flow.Node) string {
	if n.Link != nil && strings.Contains(n.Link.Href, ":") {
		return n.Link.Href
	}
	return ""
}

// printChanges compares the charts of two files: those with the same title, and else those at the same place.
func (a *app) printChanges(cmd *cobra.Command, old, new *chartFile) error {
	if slices.ContainsFunc(slices.Concat(old.charts, new.charts), func(c markdown.Flowchart) bool { return c.Graph == nil }) {
		return nil // its findings say why, and a comparison with the others would say that it is gone
	}
	taken := make([]bool, len(old.charts))
	take := func(is func(i int) bool) *markdown.Flowchart {
		for i := range old.charts {
			if !taken[i] && is(i) {
				taken[i] = true
				return &old.charts[i]
			}
		}
		return nil
	}
	pairs := make([]*markdown.Flowchart, len(new.charts))
	for n, c := range new.charts {
		pairs[n] = take(func(i int) bool { return old.charts[i].Graph.Title == c.Graph.Title })
	}
	for n := range new.charts {
		if pairs[n] == nil {
			pairs[n] = take(func(i int) bool { return i == n })
		}
	}
	for n, c := range new.charts {
		title := cmp.Or(printed(c, c.Graph.Title), "the flowchart")
		if pairs[n] == nil {
			fmt.Fprintf(a.stdout, "%s: is new\n", title)
			continue
		}
		words := c.Words
		if words == nil {
			words = pairs[n].Words
		}
		changes := flow.Changes(pairs[n].Graph, c.Graph, words)
		if len(changes) == 0 {
			fmt.Fprintf(a.stdout, "%s: nothing that a reader would meet has changed\n", title)
			continue
		}
		fmt.Fprintf(a.stdout, "%s:\n", title)
		for _, line := range changes {
			fmt.Fprintf(a.stdout, "- %s\n", line)
		}
	}
	for i, c := range old.charts {
		if !taken[i] {
			fmt.Fprintf(a.stdout, "%s: is gone\n", cmp.Or(printed(c, c.Graph.Title), "the flowchart"))
		}
	}
	return nil
}
