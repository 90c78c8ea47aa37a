package house

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"waymark/internal/disclose"
)

// root is the project, seen from here.
const root = "../.."

const module = "waymark"

// rules is Rules, read.
type rules struct {
	storey map[string]int             // from 0, the ground
	never  map[[2]string]string       // {importer, imported} -> reason
	only   map[string]map[string]bool // imported -> importers
	why    map[string]string          // imported -> reason of its "only"
}

func parse(text string) (*rules, error) {
	r := &rules{storey: map[string]int{}, never: map[[2]string]string{}, only: map[string]map[string]bool{}, why: map[string]string{}}
	names := func(list string) []string {
		var out []string
		for name := range strings.SplitSeq(list, ",") {
			out = append(out, strings.TrimSpace(name))
		}
		return out
	}
	level := 0
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		rule, reason, explained := strings.Cut(line, ": ")
		switch {
		case !explained:
			below, isNext := strings.CutPrefix(line, "<")
			if isNext == (level == 0) {
				return nil, fmt.Errorf("line %d: a storey begins with <, except the first; any other rule ends with a colon and its reason", i+1)
			}
			for _, name := range names(below) {
				if _, twice := r.storey[name]; twice || name == "" {
					return nil, fmt.Errorf("line %d: %q stands on two storeys, or has no name", i+1, name)
				}
				r.storey[name] = level
			}
			level++
		case strings.Contains(rule, " !< "):
			low, high, _ := strings.Cut(rule, " !< ")
			for _, l := range names(low) {
				for _, h := range names(high) {
					r.never[[2]string{h, l}] = reason
				}
			}
		case strings.Contains(rule, " only "):
			low, high, _ := strings.Cut(rule, " only ")
			if r.only[low] != nil {
				return nil, fmt.Errorf("line %d: %s has two rules", i+1, low)
			}
			r.only[low], r.why[low] = map[string]bool{}, reason
			for _, h := range names(high) {
				r.only[low][h] = true
			}
		default:
			return nil, fmt.Errorf("line %d: neither !< nor only in %q", i+1, line)
		}
	}
	return r, nil
}

// refuse says why one package may not import another; "" when it may.
func (r *rules) refuse(importer, imported string) string {
	ours := inModule(imported)
	name := short(imported)
	if reason := r.never[[2]string{importer, name}]; reason != "" {
		return fmt.Sprintf("%s imports %s: %s", importer, name, reason)
	}
	for low := name; low != "."; low = path.Dir(low) { // a rule for a module holds for the packages in it
		if may := r.only[low]; may != nil && !may[importer] && !may[firstPart(importer)] && (low == name || !ours) {
			if low != name && !isOutside(low) {
				break // "net" is one package, net/url is another
			}
			return fmt.Sprintf("%s imports %s, which only %s may do: %s", importer, name, strings.Join(slices.Sorted(maps.Keys(may)), ", "), r.why[low])
		}
	}
	if isOutside(name) && !ours && r.home(name) == "" {
		return fmt.Sprintf("%s imports %s, which no rule names: add \"%s only ...\" with the reason to internal/house, or do without it", importer, name, name)
	}
	if !ours {
		return ""
	}
	from, known := r.storey[importer]
	if !known {
		return "" // a tool, or a package without a storey: another finding
	}
	if to, known := r.storey[name]; known && to >= from {
		return fmt.Sprintf("%s imports %s, which does not stand on a storey below it: move what they share down, or hand it over as a value", importer, name)
	}
	return ""
}

// home is the longest rule for a module that a path from outside lies in.
func (r *rules) home(name string) string {
	for ; name != "."; name = path.Dir(name) {
		if r.only[name] != nil {
			return name
		}
	}
	return ""
}

func inModule(importPath string) bool {
	return importPath == module || strings.HasPrefix(importPath, module+"/")
}

// short is a package as the rules name it.
func short(importPath string) string {
	return strings.TrimPrefix(strings.TrimPrefix(importPath, module+"/"), "internal/")
}

func firstPart(name string) string { first, _, _ := strings.Cut(name, "/"); return first }

func isOutside(name string) bool { return strings.Contains(firstPart(name), ".") }

// source is one Go file that is no test.
type source struct {
	pkg  string // as the rules name it
	file string // from the project's root
	tree *ast.File
}

var files = token.NewFileSet()

// sources parses the whole project, whatever the build tags.
func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() {
			if name != root && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" || base == "node_modules") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "_test.go") {
			return nil
		}
		tree, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		out = append(out, source{pkg: strings.TrimPrefix(path.Dir(rel), "internal/"), file: rel, tree: tree})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 50 {
		t.Fatalf("only %d files found: the test looks in the wrong place", len(out))
	}
	return out
}

func (s source) imports() []string {
	var out []string
	for _, i := range s.tree.Imports {
		if p, err := strconv.Unquote(i.Path.Value); err == nil {
			out = append(out, p)
		}
	}
	return out
}

func TestImports(t *testing.T) {
	r, err := parse(Rules)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	imported := map[string]bool{}
	for _, s := range sources(t) {
		seen[s.pkg] = true
		for _, p := range s.imports() {
			imported[short(p)] = true
			if refusal := r.refuse(s.pkg, p); refusal != "" {
				t.Errorf("%s: %s", s.file, refusal)
			}
		}
	}
	// Packages and rules know of each other.
	for _, pkg := range slices.Sorted(maps.Keys(seen)) {
		_, known := r.storey[pkg]
		if top := firstPart(pkg); !known && pkg != "house" && top != "tools" && pkg != "themes/bundle" {
			t.Errorf("package %s has no storey: put it into internal/house/house.go, above what it imports", pkg)
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(r.storey)) {
		if !seen[pkg] {
			t.Errorf("the rules name a package %s, and there is none", pkg)
		}
	}
	for _, low := range slices.Sorted(maps.Keys(r.only)) {
		if !isOutside(low) {
			continue
		}
		if !slices.ContainsFunc(slices.Collect(maps.Keys(imported)), func(p string) bool { return p == low || strings.HasPrefix(p, low+"/") }) {
			t.Errorf("the rules give %s a home, and nothing imports it: take the rule out", low)
		}
	}
}

// No chain of imports, however long, leads from a build or a preview to a reader of raw exports.
func TestNoBuildReachesARawExport(t *testing.T) {
	imports := map[string][]string{}
	for _, s := range sources(t) {
		for _, p := range s.imports() {
			imports[s.pkg] = append(imports[s.pkg], short(p))
		}
	}
	raw := []string{"ssda903", "annexa", "rawtracker", "rawcell", "anonymise", "care", "github.com/xuri/excelize/v2"}
	for _, start := range []string{"build", "serve", "check", "chart"} {
		seen := map[string]bool{}
		var follow func(pkg, way string)
		follow = func(pkg, way string) {
			if slices.Contains(raw, pkg) {
				t.Errorf("%s reaches %s by %s", start, pkg, way)
			}
			for _, next := range imports[pkg] {
				if pkg == "download" && next == "github.com/xuri/excelize/v2" {
					continue // it writes a workbook of released figures and reads back those bytes: TestDownloadsOpenNoFile
				}
				if !seen[next] {
					seen[next] = true
					follow(next, way+" > "+next)
				}
			}
		}
		follow(start, start)
		if len(seen) < 3 {
			t.Errorf("%s imports only %d packages: the test looks in the wrong place", start, len(seen))
		}
	}
}

// The rules must be able to fail, and say what to do.
func TestRefusals(t *testing.T) {
	r, err := parse(Rules)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ importer, imported, want string }{
		{"chart", "waymark/internal/disclose", ""},
		{"cmd/waymark", "waymark/internal/build", ""},
		{"tools/bench", "waymark/internal/build", ""},
		{"markdown", "github.com/yuin/goldmark/ast", ""},
		{"chart", "github.com/go-echarts/go-echarts/v2/opts", ""},
		{"site", "net/url", ""},
		{"chart", "waymark/internal/tracker", "rows of children end at the gate"},
		{"theme", "waymark/internal/indicator", "true counts end at the gate"},
		{"spc", "waymark/internal/indicator", "only build, disclose may do"},
		{"markdown", "waymark/internal/disclose", "only build, chart, download may do"},
		{"serve", "waymark/internal/build", "no building inside serving"},
		{"site", "waymark/internal/content", "storey below"},
		{"flow", "waymark/internal/tracker", "only anonymise, build, indicator, tools may do"},
		{"diag", "waymark/internal/output", "storey below"},
		{"cmd/waymark", "waymark/internal/ssda903", ""},
		{"tools/demodata", "waymark/internal/anonymise", ""},
		{"anonymise", "waymark/internal/tracker", ""},
		{"anonymise", "waymark/internal/ssda903", "only cmd/waymark, tools may do"},
		{"build", "waymark/internal/anonymise", "only cmd/waymark, tools may do"},
		{"build", "waymark/internal/rawtracker", "raw exports are read by one command"},
		{"serve", "waymark/internal/annexa", "raw exports are read by one command"},
		{"cmd/waymark", "waymark/internal/care", "raw exports hold keys and dates"},
		{"cmd/waymark", "waymark/internal/rawcell", "only annexa, rawtracker may do"},
		{"build", "github.com/xuri/excelize/v2", "only annexa, download, rawcell, rawtracker may do"},
		{"content", "waymark/internal/content/deep", ""}, // without a storey: TestImports names the package itself
		{"theme", "github.com/yuin/goldmark", "only markdown may do"},
		{"build", "github.com/evanw/esbuild/pkg/api", "only themes/bundle may do"},
		{"content", "os", "fs.FS"},
		{"build", "net/http", "sends and asks nothing"},
		{"site", "example.org/left-pad", "no rule names"},
	} {
		got := r.refuse(c.importer, c.imported)
		if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s imports %s: got %q, want a refusal with %q", c.importer, c.imported, got, c.want)
		}
	}
	for _, bad := range []string{"< site", "diag\nsite", "diag\n< diag", "diag\ntracker !< chart", "diag\na before b: why", "diag\na only b: why\na only c: why"} {
		if _, err := parse(bad); err == nil {
			t.Errorf("the rules %q were read without an error", bad)
		}
	}
}

// Package download writes a workbook and reads its own bytes back; it has no way to open one that lies on a disk.
func TestDownloadsOpenNoFile(t *testing.T) {
	used := map[string]bool{}
	for _, s := range sources(t) {
		if s.pkg != "download" {
			continue
		}
		ast.Inspect(s.tree, func(n ast.Node) bool {
			if x, ok := n.(*ast.SelectorExpr); ok {
				if of, ok := x.X.(*ast.Ident); ok && of.Name == "excelize" {
					used[x.Sel.Name] = true
				}
			}
			return true
		})
	}
	if used["OpenFile"] || !used["OpenReader"] || !used["NewFile"] {
		t.Errorf("package download uses of excelize: %v", slices.Sorted(maps.Keys(used)))
	}
}

// In package build both sides of the gate meet. Only build.go, whose steps end with the release, may touch rows
// and true counts; the other files may use the words of periods and of worked examples.
func TestOnlyTheStoryTouchesRows(t *testing.T) {
	allowed := map[string][]string{
		"tracker":   {"ParsePeriod", "SpanWords"},
		"indicator": {"CaseValue"},
	}
	checked := 0
	for _, s := range sources(t) {
		if s.pkg != "build" {
			continue
		}
		checked++
		if path.Base(s.file) == "build.go" {
			continue
		}
		local := map[string]string{} // name in the file -> package
		for _, i := range s.tree.Imports {
			p, _ := strconv.Unquote(i.Path.Value)
			name := path.Base(p)
			if i.Name != nil {
				name = i.Name.Name
			}
			if allowed[short(p)] != nil {
				local[name] = short(p)
			}
		}
		if pkg := local["."]; pkg != "" {
			t.Errorf("%s imports %s with a dot, so it cannot be seen what it uses", s.file, pkg)
		}
		ast.Inspect(s.tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && local[x.Name] != "" && !slices.Contains(allowed[local[x.Name]], n.Sel.Name) {
					t.Errorf("%s: mentions %s.%s: rows and true counts stay in build.go, up to the release", files.Position(n.Pos()), local[x.Name], n.Sel.Name)
				}
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.Ident); ok && f.Name == "readTracker" {
					t.Errorf("%s: calls readTracker: rows stay in build.go", files.Position(n.Pos()))
				}
			}
			return true
		})
	}
	if checked < 2 {
		t.Fatalf("only %d files of package build found", checked)
	}
}

// What draws, writes and lists is given released figures and words about them. The result of a release, which holds true counts inside, is
// named in two files only: where it is made, and where a colleague's question about one count is answered.
func TestUnreleasedCountsStayInTheStory(t *testing.T) {
	released := strings.Fields("Released Table Row Value Break Tested")
	words := append(strings.Fields("Policy ParsePolicy Report Dropped Message LevelWarning ShownMessage CanaryMessage ManifestInfo ManifestDimension ManifestPopulation"), released...)
	checked := map[string]int{}
	for _, s := range sources(t) {
		may := released
		switch {
		case s.pkg == "disclose" || s.pkg == "build" && path.Base(s.file) == "build.go":
			continue
		case s.pkg == "build" && path.Base(s.file) == "explain.go":
			may = append([]string{"Result"}, words...)
		case s.pkg == "build":
			may = words
		}
		name := ""
		for _, i := range s.tree.Imports {
			if p, _ := strconv.Unquote(i.Path.Value); short(p) == "disclose" {
				if name = "disclose"; i.Name != nil {
					name = i.Name.Name
				}
			}
		}
		if name == "" {
			continue
		}
		checked[s.pkg]++
		ast.Inspect(s.tree, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == name && !slices.Contains(may, sel.Sel.Name) {
					t.Errorf("%s: mentions disclose.%s: only released figures, and words about them, leave the gate", files.Position(sel.Pos()), sel.Sel.Name)
				}
			}
			return true
		})
	}
	if checked["chart"] < 3 || checked["build"] < 3 {
		t.Fatalf("only %v files that use package disclose were found", checked)
	}
}

// Two builds of the same files are equal because no package that makes pages knows what day it is.
func TestNoClockInABuild(t *testing.T) {
	for _, s := range sources(t) {
		if s.pkg == "serve" || s.pkg == "cmd/waymark" || firstPart(s.pkg) == "tools" {
			continue
		}
		ast.Inspect(s.tree, func(n ast.Node) bool {
			if call, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := call.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Local"}, call.Sel.Name) {
					t.Errorf("%s: time.%s: take the day as a value, so that the same files give the same bytes", files.Position(n.Pos()), call.Sel.Name)
				}
			}
			return true
		})
	}
}

// ARCHITECTURE.md is where a newcomer looks a package up.
func TestArchitectureNamesEveryPackage(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		t.Skip("there is no ARCHITECTURE.md yet")
	}
	entries, err := os.ReadDir(filepath.Join(root, "internal"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() && !regexp.MustCompile(`\b`+regexp.QuoteMeta(e.Name())+`\b`).Match(text) {
			t.Errorf("ARCHITECTURE.md does not name the package %s: say in a line what it holds", e.Name())
		}
	}
}

// Figures can be made by disclose.Release alone: no field can be set, no method fills one from outside, and no
// other function hands them out.
func TestReleasedCannotBeMadeElsewhere(t *testing.T) {
	types := []reflect.Type{reflect.TypeFor[disclose.Released](), reflect.TypeFor[disclose.Table](), reflect.TypeFor[disclose.Value]()}
	names := map[string]bool{}
	for _, typ := range types {
		names[typ.Name()] = true
		if typ.Kind() != reflect.Struct || typ.NumField() == 0 {
			t.Errorf("disclose.%s is no longer a struct with fields of its own: anyone could convert a number into one", typ.Name())
			continue
		}
		for i := range typ.NumField() {
			if f := typ.Field(i); f.IsExported() || f.Anonymous {
				t.Errorf("disclose.%s.%s can be set from outside: make it unexported", typ.Name(), f.Name)
			}
		}
		pointer := reflect.PointerTo(typ)
		for i := range pointer.NumMethod() {
			name := pointer.Method(i).Name
			for _, filler := range []string{"Unmarshal", "GobDecode", "Scan", "Set", "Add", "With", "Decode", "Read"} {
				if strings.HasPrefix(name, filler) {
					t.Errorf("disclose.%s has a method %s: released figures are not filled from outside", typ.Name(), name)
				}
			}
		}
	}
	row := reflect.TypeFor[disclose.Row]()
	for i := range row.NumField() {
		switch f := row.Field(i); f.Name {
		case "From", "To", "Category": // words
		default:
			if f.Type != reflect.TypeFor[disclose.Value]() {
				t.Errorf("disclose.Row.%s is a %s: a figure is a Value, which only the gate makes", f.Name, f.Type)
			}
		}
	}
	for _, s := range sources(t) {
		if s.pkg != "disclose" {
			continue
		}
		for _, d := range s.tree.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv != nil || !f.Name.IsExported() || f.Name.Name == "Release" || f.Type.Results == nil {
				continue
			}
			ast.Inspect(f.Type.Results, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok && (names[id.Name] || id.Name == "Row") {
					t.Errorf("%s: %s hands out a %s: Release is the only gate", files.Position(f.Pos()), f.Name.Name, id.Name)
				}
				return true
			})
		}
	}
}
