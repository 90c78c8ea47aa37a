// Demodata writes the invented tracker files of the demonstration sites.
//
//	go run ./tools/demodata -out data
//	go run ./tools/demodata -out data -raw /tmp/invented
//
// It simulates children one by one, from entry to the end of care, by the rules written in README.md. At the end
// of each quarter it writes what an authority's tracker would then hold, with days and keys, in the project's long
// form; reads that back; and has package anonymise make the quarter's period file of it, as `waymark anonymise
// --from tracker` would. The long form lies in a temporary folder, which is removed, unless -raw names another.
//
// No child, event or decision is real, and nothing was made from records of a real one. The same seed gives the
// same bytes on every machine: sums are in whole days and parts per thousand, never in floating point, whose last
// digit may differ between processors.
//
//	main.go       the command
//	path.go       the way from the simulation to the period files
//	authority.go  what differs between the authorities, and the stream of children
//	dice.go       choices in whole numbers
//	life.go       one child: who it is, what surrounds it, and when it was in care
//	stay.go       one stay in care: how it goes and how it ends, courts, plans, reviews, meetings
//	place.go      the placements of a stay
//	servicelog.go meetings and training, about no child
//	later.go      documents, panels, and what was considered again
//	export.go     what the tracker held about a child at the end of a day
package main

import (
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("demodata", flag.ContinueOnError)
	flags.SetOutput(stderr)
	project := flags.String("project", ".", "folder of waymark.yaml, whose standards and bank holidays count")
	out := flags.String("out", "data", "folder that holds a folder for each authority")
	raw := flags.String("raw", "", "folder for the long form that the files are made from, for trying waymark anonymise; outside the project")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	files, err := generate(*project, *raw)
	if err != nil {
		fmt.Fprintf(stderr, "demodata: %v\n", err)
		return 1
	}
	if err := writeAll(*out, files); err != nil {
		fmt.Fprintf(stderr, "demodata: %v\n", err)
		return 1
	}
	fmt.Fprintf(stdout, "%d files written below %s\n", len(files), *out)
	return 0
}

// writeAll writes files by their slash-separated paths below a folder.
func writeAll(dir string, files map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fmt.Errorf("make folder: %w", err)
		}
		if err := os.WriteFile(path, files[name], 0o644); err != nil {
			return fmt.Errorf("write file: %w", err)
		}
	}
	return nil
}
