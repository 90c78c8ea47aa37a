// Command bench measures how fast `waymark build` is on projects that it makes up.
//
//	go run ./tools/bench                          300, 3,000 and 10,000 pages, three runs each
//	go run ./tools/bench -sizes 3000 -runs 1      one size, once
//	go run ./tools/bench -sizes 3000 -profile p   and writes the profiles p.cpu and p.mem
//
// For each size it writes a project into a temporary folder, then runs the finished program as a child
// process: cold (no output folder, no .waymark), again with nothing changed, and once more after one page was
// edited. Figures are medians of the runs. Seconds depend on the machine and on what else it does; only ratios
// from one run of this program should be compared, and of those the ones of processor time (cpu s) vary least.
// The disk's own cache is warm in every build: the project has just been written.
//
// Memory is the largest resident set that the system reports for the child. Windows does not report it.
//
// A profile is of one more cold build, made inside this process, where the profiler can reach it.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"waymark/internal/build"
	"waymark/internal/diag"
	"waymark/internal/output"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// options are what the command line says.
type options struct {
	sizes   []int
	runs    int
	keep    bool
	profile string // begins the names of the profiles; "" for none
}

func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	sizes := flags.String("sizes", "300,3000,10000", "numbers of pages, with commas")
	o := options{}
	flags.IntVar(&o.runs, "runs", 3, "times each size is built; the table shows medians")
	flags.BoolVar(&o.keep, "keep", false, "keep the projects and say where they are")
	flags.StringVar(&o.profile, "profile", "", "write `NAME`.cpu and NAME.mem for one build of the last size")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	for field := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(field))
		if err != nil || n < smallest {
			fmt.Fprintf(stderr, "bench: -sizes: %q is not a number of pages from %d up\n", field, smallest)
			return 2
		}
		o.sizes = append(o.sizes, n)
	}
	if o.runs < 1 || flags.NArg() > 0 {
		fmt.Fprintln(stderr, "bench: -runs must be at least 1, and there are no arguments besides the flags")
		return 2
	}
	if err := measure(o, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "bench:", err)
		return 1
	}
	return 0
}

// measure makes the projects, builds them and prints the table.
func measure(o options, stdout, stderr io.Writer) (err error) {
	dir, err := os.MkdirTemp("", "waymark-bench-")
	if err != nil {
		return fmt.Errorf("make a folder to work in: %w", err)
	}
	if o.keep {
		fmt.Fprintln(stderr, "bench: the projects are in", dir)
	} else {
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	binary := filepath.Join(dir, "waymark")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", binary, "waymark/cmd/waymark").CombinedOutput(); err != nil {
		return fmt.Errorf("build waymark: %w\n%s", err, out)
	}
	table := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "pages\tseconds\tcpu s\tpages/s\tpeak MB\tagain s\tagain/cold\tone page s\tone/cold\tout MB\t")
	for _, pages := range o.sizes {
		project := filepath.Join(dir, strconv.Itoa(pages))
		if err := writeProject(project, pages); err != nil {
			return fmt.Errorf("write the project of %d pages: %w", pages, err)
		}
		row, err := measureProject(binary, project, o.runs)
		if err != nil {
			return err
		}
		fmt.Fprintf(table, "%d\t%.2f\t%.2f\t%.0f\t%s\t%.3f\t%.3f\t%.3f\t%.3f\t%.1f\t\n", pages, row.cold, row.cpu, float64(pages)/row.cold, row.peakWords(),
			row.again, row.again/row.cold, row.edited, row.edited/row.cold, float64(row.bytes)/1e6)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if o.profile == "" {
		return nil
	}
	last := o.sizes[len(o.sizes)-1]
	if err := profile(filepath.Join(dir, strconv.Itoa(last)), o.profile); err != nil {
		return fmt.Errorf("profile: %w", err)
	}
	return nil
}

// row is what is measured of one project.
type row struct {
	cold, again, edited float64 // seconds
	cpu                 float64 // seconds of all processors, cold
	peak                int64   // bytes; 0 when the system does not say
	bytes               int64   // of the output
}

func (r row) peakWords() string {
	if r.peak == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f", float64(r.peak)/1e6)
}

// measureProject runs the builds of one project and takes the median of each figure.
func measureProject(binary, project string, runs int) (row, error) {
	out := filepath.Join(project, "out")
	var cold, cpu, again, edited []float64
	var peaks []int64
	page := filepath.Join(project, filepath.FromSlash(editedPage))
	original, err := os.ReadFile(page)
	if err != nil {
		return row{}, err
	}
	for n := range runs {
		if err := errors.Join(os.RemoveAll(out), os.RemoveAll(filepath.Join(project, ".waymark")), writeOld(page, original, 0)); err != nil {
			return row{}, err
		}
		first, err := once(binary, project, out)
		if err != nil {
			return row{}, err
		}
		second, err := once(binary, project, out)
		if err != nil {
			return row{}, err
		}
		if err := writeOld(page, fmt.Appendf(slices.Clone(original), "\nEdited in run %d.\n", n+1), time.Minute); err != nil {
			return row{}, err
		}
		third, err := once(binary, project, out)
		if err != nil {
			return row{}, err
		}
		cold, cpu, peaks = append(cold, first.seconds), append(cpu, first.cpu), append(peaks, first.peak)
		again, edited = append(again, second.seconds), append(edited, third.seconds)
	}
	size, err := folderSize(out)
	return row{cold: median(cold), cpu: median(cpu), again: median(again), edited: median(edited), peak: median(peaks), bytes: size}, err
}

// taken is what one build took.
type taken struct {
	seconds, cpu float64
	peak         int64
}

// once runs one build.
func once(binary, project, out string) (taken, error) {
	cmd := exec.Command(binary, "build", "--project", project, "--out", out)
	began := time.Now()
	if said, err := cmd.CombinedOutput(); err != nil {
		return taken{}, fmt.Errorf("%s: %w\n%s", cmd, err, said)
	}
	state := cmd.ProcessState
	return taken{time.Since(began).Seconds(), (state.UserTime() + state.SystemTime()).Seconds(), peakMemory(state)}, nil
}

// median is the middle of the values, the lower of the two for an even number.
func median[T cmp.Ordered](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[(len(sorted)-1)/2]
}

func folderSize(dir string) (total int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	})
	return total, err
}

// profile makes one more cold build in this process and writes what the profiler saw: name.cpu, and name.mem
// with everything that was allocated.
func profile(project, name string) error {
	// As the command does, so that the collector's share is the same.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	out := filepath.Join(project, "profiled")
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	folder, err := output.OpenFolder(out)
	if err != nil {
		return err
	}
	file, err := os.Create(name + ".cpu")
	if err != nil {
		return err
	}
	defer file.Close()
	if err := pprof.StartCPUProfile(file); err != nil {
		return err
	}
	result, err := build.Build(context.Background(), build.Options{Project: os.DirFS(project), Workers: runtime.GOMAXPROCS(0)}, folder)
	if err == nil {
		_, err = folder.Commit()
	}
	pprof.StopCPUProfile()
	if err != nil {
		return err
	}
	for _, f := range result.Findings {
		if f.Severity == diag.Error {
			return fmt.Errorf("the project is not sound: %s: %s", f.Place(), f.Message)
		}
	}
	memory, err := os.Create(name + ".mem")
	if err != nil {
		return err
	}
	defer memory.Close()
	if err := pprof.Lookup("allocs").WriteTo(memory, 0); err != nil {
		return err
	}
	return memory.Close()
}
