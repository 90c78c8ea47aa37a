// Package build makes whole sites. This file is its table of contents.
//
// The vocabulary and the layers of all sites are loaded first, because each site says where it departs from the
// others. Then for each authority, in this order: read the tracker, count, release, scan the pages, draw the charts, draw the pages, publish the downloads and the theme's files, check that
// every link to a place on a page arrives. Everything goes to a sink and nothing anywhere else: what becomes
// of it (a folder, the preview's memory, nothing at all) is the caller's business. Rows and true counts end
// at the step "release"; what comes after sees released figures only.
//
// What is wrong in an author's file is a finding; the build goes on, so that one run shows everything. A
// caller publishes nothing when a finding is an error. An error returned means the build could not go on.
package build

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"
	"sync/atomic"

	"waymark/internal/benchmark"
	"waymark/internal/chart"
	"waymark/internal/check"
	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/disclose"
	"waymark/internal/indicator"
	"waymark/internal/markdown"
	"waymark/internal/output"
	"waymark/internal/site"
	"waymark/internal/theme"
	"waymark/internal/tracker"
	"waymark/themes"
)

// Options say what to build.
type Options struct {
	Project  fs.FS    // the folder that holds waymark.yaml
	Only     []string // ids of sites; empty builds all
	Chooser  bool     // make the page above the sites even when only some are built
	Theme    string   // instead of the configured theme; "" for the configured one
	CacheDir string   // finished drawings are kept here; "" draws everything each time
	Workers  int      // pages and charts drawn at once
	Progress func(site, step string)
	Edition  site.Edition            // instead of that of waymark.yaml; zero for the configured one
	History  func() (History, error) // asked when waymark.yaml wants the history of pages; nil knows none
	Accept   string                  // why figures may contradict what earlier releases showed; "" means that they may not
	Notes    bool                    // finds also what is worth knowing and asks for nothing
	Today    site.Date               // looks at dates as on this day; zero leaves them alone, so that a build never depends on its day
	Canary   bool                    // build a second time with exchanged hidden figures, which must change no byte; see canary.go
	Blocks   Blocks                  // solved blocks of earlier builds; nil solves all

	exchange bool     // this is the second build
	explain  *Explain // a count to explain
}

// Blocks keeps what the protection of figures worked out between builds. It holds true counts: keep it out of the output.
type Blocks = disclose.Store

// Result is what a build did.
type Result struct {
	Sites    []SiteResult
	Findings []diag.Finding // sorted
	Drawn    int            // charts drawn now, not taken from the cache
}

// SiteResult is what was made for one site.
type SiteResult struct {
	ID      string
	Name    string
	Demo    bool
	Pages   int
	Charts  int
	Figures disclose.Report
	Ease    []check.Ease `json:"-"` // how easily each page is read, the hardest first

	Exchanged  int    // hidden cells that a canary build exchanged
	Remembered bool   // what earlier releases showed was considered
	LedgerFile string // where what this release shows is to be recorded, below the project
	Ledger     []byte `json:"-"` // what is to be recorded there; nil when the site has no figures

	unused []check.Unmet // what the site keeps and does not use; another site may
}

// Build makes the sites and gives every finished file to the sink.
func Build(ctx context.Context, o Options, sink output.Sink) (Result, error) {
	if o.Canary {
		return withCanary(ctx, o, sink)
	}
	var findings diag.List
	result := Result{}
	finish := func(err error) (Result, error) {
		result.Findings = findings.Sorted()
		if !o.Notes {
			result.Findings = slices.DeleteFunc(result.Findings, func(f diag.Finding) bool { return f.Severity == diag.Note })
		}
		return result, err
	}
	config := site.ReadConfig(o.Project, &findings)
	if config == nil {
		return finish(nil)
	}
	chosen, err := choose(config, o.Only)
	if err != nil {
		return finish(err)
	}
	policy, ok := readPolicy(config, &findings)
	if !ok {
		return finish(nil)
	}
	look, err := loadTheme(o, config)
	if err != nil {
		return finish(err)
	}
	defer look.drawer.Close()

	edition, err := editionWords(o.Project, cmp.Or(o.Edition, config.Edition))
	if err != nil {
		return finish(err)
	}
	history := History{}
	if config.Governance.History && o.History != nil {
		if history, err = o.History(); err != nil {
			return finish(fmt.Errorf("ask for the history of pages: %w", err))
		}
	}
	look.edition, look.history = edition, history
	sites := loadSites(o, config, chosen, &findings)
	var made []*site.Site
	for _, c := range chosen {
		s, did, err := buildSite(ctx, o, config, sites[c.ID], policy, look, &findings, under{sink, c.ID})
		if err != nil {
			return finish(fmt.Errorf("build %s: %w", c.ID, err))
		}
		made = append(made, s)
		result.Sites = append(result.Sites, did)
	}
	reportUnused(sites, result.Sites, &findings)
	if len(o.Only) == 0 || o.Chooser {
		if err := publishChooser(config, made, look, sink); err != nil {
			return finish(err)
		}
	}
	result.Drawn = look.drawer.Drawn()
	return finish(nil)
}

// buildSite makes one authority's site. Its lines are the order of work.
func buildSite(ctx context.Context, o Options, config *site.Config, s *site.Site, policy disclose.Policy, look *look, findings *diag.List, sink output.Sink) (*site.Site, SiteResult, error) {
	progress := func(step string) {
		if o.Progress != nil {
			o.Progress(s.ID, step)
		}
	}
	benchmarks := benchmark.Load(s, findings)
	progress("counting")
	figures := release(s, policy, o, findings)
	reportMessages(s, figures.report, findings)

	made := madePages(s, figures.released, findings)
	tree := content.Scan(s, append(indicatorPages(s), pagesOf(made)...), findings)
	adopt(made, tree)
	check.Pages(s, tree, config.Governance, findings)
	check.Superseded(s, tree, findings)
	if !o.Today.IsZero() {
		check.Dates(tree, o.Today, findings)
	}

	downloads := &readBack{sink: sink, kept: map[string][]byte{}}
	sink = downloads
	b := &builder{site: s, tree: tree, released: figures.released, dropped: figures.report.Dropped, remembered: figures.remembered, unmeasured: figures.unmeasured, manifest: figures.manifest, look: look, findings: findings, sink: sink}
	b.periods, b.made = releasedPeriods(figures.released), made
	b.benchmarks = benchmarks
	progress("drawing charts")
	if err := b.drawCharts(ctx, o.Workers); err != nil {
		return nil, SiteResult{}, err
	}
	if err := b.makeDownloads(); err != nil {
		return nil, SiteResult{}, err
	}
	progress("drawing pages")
	b.renderer = markdown.New(s, tree, b)
	b.prose = check.NewProse(s, tree, o.Today, findings)
	if err := b.drawPages(ctx, o.Workers); err != nil {
		return nil, SiteResult{}, err
	}
	if err := b.publishFiles(); err != nil {
		return nil, SiteResult{}, err
	}
	progress("reading back")
	downloads.check(s, figures.released, tree.HasAsset, findings)
	check.Anchors(b.anchors, b.links, findings)
	ease := b.prose.Done()
	return s, SiteResult{unused: b.prose.Unused(b.used), Ease: ease, ID: s.ID, Name: s.Name, Demo: s.Demonstration != nil, Pages: len(tree.Pages), Charts: b.charts, Figures: figures.report,
		Exchanged: figures.exchanged, Remembered: figures.remembered, LedgerFile: own(s).File(ledgerName), Ledger: figures.ledger}, nil
}

// loadSites reads the vocabulary of every site, also of those that are not built: each knows those beside it. What
// is wrong in a site that is not built is not said.
func loadSites(o Options, config *site.Config, chosen []site.SiteConfig, findings *diag.List) map[string]*site.Site {
	sites := map[string]*site.Site{}
	for _, c := range config.Sites {
		into := new(diag.List)
		if slices.ContainsFunc(chosen, func(x site.SiteConfig) bool { return x.ID == c.ID }) {
			into = findings
			if o.Progress != nil {
				o.Progress(c.ID, "reading")
			}
		}
		sites[c.ID] = site.Load(o.Project, c, into)
	}
	for _, c := range config.Sites {
		for _, other := range config.Sites {
			if other.ID != c.ID {
				beside := *sites[other.ID]
				beside.Beside = nil
				sites[c.ID].Beside = append(sites[c.ID].Beside, &beside)
			}
		}
	}
	return sites
}

// choose returns the sites to build.
func choose(config *site.Config, only []string) ([]site.SiteConfig, error) {
	if len(only) == 0 {
		return config.Sites, nil
	}
	var out []site.SiteConfig
	for _, id := range only {
		i := slices.IndexFunc(config.Sites, func(c site.SiteConfig) bool { return c.ID == id })
		if i < 0 {
			return nil, &UnknownSiteError{ID: id, Known: config.Names()}
		}
		out = append(out, config.Sites[i])
	}
	return out, nil
}

// UnknownSiteError says that a site was asked for that waymark.yaml does not name.
type UnknownSiteError struct {
	ID    string
	Known []string
}

func (e *UnknownSiteError) Error() string {
	return fmt.Sprintf("there is no site %q in %s: %s", e.ID, site.ConfigName, site.DidYouMean(e.ID, e.Known, fmt.Sprintf("the sites are %v", e.Known)))
}

// readTracker reads the authority's period files. The authority's own layer is the last one.
func readTracker(s *site.Site, findings *diag.List) *tracker.Store {
	const name = "tracker.schema.json"
	src, layer, err := site.Find(s.Data, name)
	if err != nil {
		return nil // a site may be guidance alone
	}
	schema, found := tracker.ReadSchema(layer.File(name), src)
	findings.Add(found...)
	if schema == nil {
		return nil
	}
	store, found := tracker.Read(own(s).FS, own(s).Dir, schema)
	findings.Add(found...)
	return store
}

// figures are what a site may show, and what goes with it.
type figures struct {
	released   disclose.Released
	report     disclose.Report
	unmeasured map[string]string // indicator id -> why this authority does not measure it
	manifest   []byte            // data/published.json
	ledger     []byte            // what earlier releases and this one have shown
	remembered bool              // whether there was a ledger
	exchanged  int               // hidden cells of which another value is used
}

// ledgerName is the file, in the authority's own layer, that remembers what was ever shown.
const ledgerName = "disclosure-ledger.csv"

// release reads and counts the rows and lets through what may be shown. Rows and true counts go no further
// than this function.
func release(s *site.Site, policy disclose.Policy, o Options, findings *diag.List) figures {
	rows := readTracker(s, findings)
	if rows == nil {
		return figures{}
	}
	counted := indicator.Compute(s, rows, findings)
	in := disclose.Input{Policy: policy, Tables: counted.Tables, Subsets: disclose.FindSubsets(counted.Populations), Accept: o.Accept, Store: o.Blocks}
	for _, n := range counted.Inside {
		in.Defined = append(in.Defined, disclose.Subset{Narrow: n.Narrow, Wide: n.Wide})
	}
	if periods := rows.Periods(); len(periods) > 0 {
		in.Release = periods[len(periods)-1].String()
	}
	file := own(s).File(ledgerName)
	if src, err := fs.ReadFile(own(s).FS, ledgerName); err == nil {
		in.Ledger = disclose.ParseLedger(file, src, findings)
	}
	result := disclose.ReleaseWith(in)
	for _, m := range result.Report.Errors() {
		at, hint := site.ConfigName, "merge categories in dimensions.yaml, count over a longer window, or take the breakdown or the indicator out"
		if m.Code == "D06" {
			at, hint = file, "put the old period file back, or build with --accept-ledger-break and the reason"
		}
		findings.Errorf(checkDisclosure, at, 0, 0, hint, "%s %s", m.Code, m.Text)
	}
	if o.explain != nil {
		o.explain.ask(s.ID, result)
	}
	exchanged := 0
	if o.exchange {
		result, _, exchanged = result.Canary()
	}
	out := figures{exchanged: exchanged, released: result.Released, report: result.Report, unmeasured: map[string]string{}, ledger: result.NextLedger(), remembered: in.Ledger != nil}
	for _, u := range counted.Unmeasured {
		out.unmeasured[u.Indicator] = u.Reason
	}
	manifest, err := result.Manifest(manifestInfo(s, result.Released))
	if err != nil {
		findings.Errorf(checkDisclosure, site.ConfigName, 0, 0, "this is a fault of the program: please report it", "the manifest of published figures could not be made: %v", err)
	}
	out.manifest = manifest
	return out
}

// own is the authority's own layer of data, the last one.
func own(s *site.Site) site.Layer {
	if len(s.Data) == 0 {
		return site.Layer{} // asked for its name only: there is no schema either, so nothing is read
	}
	return s.Data[len(s.Data)-1]
}

// look is the theme with its engine for charts; all sites of a build share it.
type look struct {
	theme   *theme.Theme
	drawer  *chart.Drawer
	edition string            // in words; "" for a working copy
	history History           // of pages
	files   map[string][]byte // published beside the pages besides the theme's own: licence texts
}

func loadTheme(o Options, config *site.Config) (*look, error) {
	name := o.Theme
	if name == "" {
		name = config.Theme
	}
	templates, err := themes.Templates(name)
	if err != nil {
		return nil, err
	}
	assets, extra, err := themes.Assets(name)
	if err != nil {
		return nil, err
	}
	t, err := theme.New(templates, assets)
	if err != nil {
		return nil, fmt.Errorf("theme %s: %w", name, err)
	}
	bundle, err := themes.Dist("charts.js")
	if err != nil {
		return nil, err
	}
	return &look{theme: t, drawer: chart.NewDrawer(bundle, o.CacheDir, o.Workers), files: extra}, nil
}

// under puts every file of a site into the site's folder.
type under struct {
	sink   output.Sink
	folder string
}

func (u under) Write(name string, data []byte) error {
	return u.sink.Write(path.Join(u.folder, name), data)
}

// each does the work for 0 to n-1 with several workers and returns the first error, after which no more work
// is begun.
func each(ctx context.Context, workers, n int, work func(i int) error) error {
	workers = max(1, min(workers, n))
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n || ctx.Err() != nil {
					return
				}
				if err := work(i); err != nil {
					cancel(err)
					return
				}
			}
		})
	}
	wait.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}
