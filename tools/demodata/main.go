// Demodata writes the invented tracker files of the demonstration sites.
//
//	go run ./tools/demodata -out data
//
// It simulates children one by one, from entry to the end of care, by the rules written in README.md, and asks
// of each quarter what the tracker would hold. No child, event or decision is real, and nothing was made from
// records of a real one. The same seed gives the same bytes on every machine: sums are in whole days and parts
// per thousand, never in floating point, whose last digit may differ between processors.
//
//	main.go       the command
//	authority.go  what differs between the authorities, and the stream of children
//	child.go      one life in care, from entry to its end
//	quarter.go    what the tracker holds about a child at the end of a quarter
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("demodata", flag.ContinueOnError)
	flags.SetOutput(stderr)
	out := flags.String("out", "data", "folder that holds a folder for each authority")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	files := generate()
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		path := filepath.Join(*out, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			fmt.Fprintf(stderr, "demodata: make folder: %v\n", err)
			return 1
		}
		if err := os.WriteFile(path, files[name], 0o644); err != nil {
			fmt.Fprintf(stderr, "demodata: write file: %v\n", err)
			return 1
		}
	}
	fmt.Fprintf(stdout, "%d files written below %s\n", len(names), *out)
	return 0
}
