// Package house holds the rules of the house: which package may import which. It has no code of its own;
// house_test.go reads the rules below as text and holds every package to them.
//
// Packages are storeys. A package imports only from the storeys below its own, so that any part can be read
// without what stands on it, and so that the one gate between rows of children and published figures
// (package disclose) cannot be walked around: what draws, writes and serves has no way to name a row.
package house

// Rules are read from the ground up.
//
// The first paragraph is the storeys: a package may import those on lines above its own, never those on its
// own line. The lines after it take away, each with its reason:
//
//	a, b !< c, d: reason      c and d may not import a or b, though they stand above
//	a only c, d: reason       of all packages, only c and d may import a
//
// A package is named as below internal, or else by its path in the project. Paths with a dot in the first
// part are modules from outside, and each of them needs an "only": one home, so that it can be exchanged.
// Tests may import what they like.
const Rules = `
diag, output, dates, rowset, history
< site
< flow, tracker, care, benchmark
< content, rawcell
< ssda903, annexa, rawtracker, anonymise
< indicator
< spc
< disclose
< chart, download
< markdown
< theme
< check
< themes
< build
< serve
< cmd/waymark, browsertest

# The gate.
tracker !< chart, download, markdown, theme, check, serve, cmd/waymark: rows of children end at the gate; ask package disclose for released figures
indicator !< chart, download, markdown, theme, check, serve, cmd/waymark: true counts end at the gate; ask package disclose for released figures
tracker only indicator, build, anonymise, tools: whoever can read rows could publish them; count in package indicator (anonymise makes them, a tool invents them)
indicator only disclose, build: whoever can count could publish a true count; package disclose is the only way on
care only ssda903, annexa, rawtracker, rawcell, anonymise, tools: raw exports hold keys and dates; only what makes tracker rows of them may read them
rowset only tracker, indicator, disclose: which rows are in a set is as secret as the rows
disclose only chart, download, build: figures reach pages as drawings and tables that package chart makes of released figures, and files as package download writes them

# Raw exports. One command reads them; nothing on the way of a build can.
ssda903 only cmd/waymark, tools: raw exports are read by one command
annexa only cmd/waymark, tools: raw exports are read by one command
rawtracker only cmd/waymark, tools: raw exports are read by one command
rawcell only annexa, rawtracker: raw exports are read by one command, through the reader of their kind
anonymise only cmd/waymark, tools: period files are made by one command; a build reads those that are there

# The story.
build only cmd/waymark, tools: a step of the build that needs the whole build has no end
build !< serve: the preview is given a function that builds, so that there is no serving inside building and no building inside serving
content !< chart: a drawing is made of released figures and needs no page
themes only build, themes/bundle: packages work with any theme; the build chooses one
serve only cmd/waymark: only the command may open a port

# The world outside. A build is given a folder to read and a place to put files, and talks to nobody.
os only output, chart, serve, cmd/waymark, themes/bundle, tools: read from the fs.FS that the caller gives, and write to an output.Sink
net only serve: a build sends and asks nothing; what it knows is in the project
net/http only serve: a build sends and asks nothing; what it knows is in the project
history only cmd/waymark: a build is the same with git and without it
os/exec only history, tools: one program does the work, on machines where no other may be installed; only what git knows has to be asked of git
unsafe only tools: released figures cannot be forged without it
math/rand only tools: the same files must give the same bytes
math/rand/v2 only tools: the same files must give the same bytes

# Modules from outside: one home each.
github.com/yuin/goldmark only markdown: markdown is read in one way everywhere
github.com/go-echarts/go-echarts only chart: charts look alike because one package draws them
modernc.org/quickjs only chart: charts look alike because one package draws them
github.com/evanw/esbuild only themes/bundle: bundling happens before the program is built
github.com/fsnotify/fsnotify only serve: only the preview watches files
github.com/adrg/frontmatter only content: front matter is read in one place, strictly
github.com/expr-lang/expr only indicator: conditions over columns are compiled in one place, against the schema
github.com/goccy/go-yaml only site, indicator: YAML is read by the strict reader of package site; package indicator asks where a field stands
github.com/xuri/excelize only annexa, rawtracker, rawcell, download: a workbook that is read is a raw export, and holds who a child is; the only one that is written holds released figures
github.com/spf13/cobra only cmd/waymark: packages know nothing of flags
`
