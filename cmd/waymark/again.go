package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"waymark/internal/build"
	"waymark/internal/output"
)

// lastBuild is what a finished build leaves in .waymark, so that the next one can see that there is nothing to
// do: the same program, called for the same thing, finds the same sources and, in the output folder, every file
// as it was left. Then what that build said is said again, and nothing is drawn.
//
// Sizes and times stand for contents. Whoever changes a file and gives it back its old size and time is not
// noticed; --no-cache builds everything whatever this file says. Anything else that is odd (no file, a damaged
// one, a sum that cannot be taken) leads to a whole build.
type lastBuild struct {
	Call    string // the program, the output folder and the options; see callOf
	Inputs  string // build.Inputs, taken before anything was read
	Outputs string // output.Report.State
	Files   int    // written or left alone
	Result  build.Result
}

// again compares the last build with the one that is asked for, and remembers this one for the next.
type again struct {
	file string // "" when nothing is to be remembered
	now  lastBuild
	keep bool // the sums of this build can be relied on later
}

// lookAgain takes the sums. It comes before the build, so that a source that changes meanwhile has a sum that is
// out of date, and is built again.
func (a *app) lookAgain(dir string, o build.Options, force bool) again {
	call, ok := a.callOf(dir, o, force)
	if o.CacheDir == "" || !ok {
		return again{}
	}
	taken := time.Now()
	sum, newest, err := build.Inputs(o.Project)
	if err != nil {
		return again{}
	}
	return again{file: filepath.Join(filepath.Dir(o.CacheDir), "last-build.json"), now: lastBuild{Call: call, Inputs: sum}, keep: build.Settled(newest, taken)}
}

// callOf is everything besides the sources that decides what a build makes. The program is known by its file:
// a version alone does not tell two builds of it during development apart.
func (a *app) callOf(dir string, o build.Options, force bool) (string, bool) {
	program, err := os.Executable()
	if err != nil {
		return "", false
	}
	info, err := os.Stat(program)
	if err != nil {
		return "", false
	}
	to, err := filepath.Abs(dir)
	if err != nil {
		return "", false
	}
	call, err := json.Marshal([]any{version, program, info.Size(), info.ModTime().UnixNano(), to, o.Only, o.Chooser, o.Theme, o.Today, o.Edition, a.head(o), force})
	return string(call), err == nil
}

// nothingToDo says whether the last build made what is asked for, and returns what it said.
func (g again) nothingToDo(dir string) (build.Result, output.Report, bool) {
	data, err := os.ReadFile(g.file)
	if g.file == "" || err != nil || len(data) < sumLength || string(data[:sumLength]) != checksum(data[sumLength:]) {
		return build.Result{}, output.Report{}, false
	}
	var last lastBuild
	if json.Unmarshal(data[sumLength:], &last) != nil || last.Call != g.now.Call || last.Inputs != g.now.Inputs {
		return build.Result{}, output.Report{}, false
	}
	state, err := output.Look(dir)
	if err != nil || state.Sum != last.Outputs {
		return build.Result{}, output.Report{}, false
	}
	last.Result.Drawn = 0
	return last.Result, output.Report{Same: last.Files, Foreign: state.Foreign, State: state.Sum}, true
}

// remember keeps a finished build. That it cannot be kept is no reason to fail: the next build does its work.
func (g again) remember(result build.Result, report output.Report) {
	if g.file == "" {
		return
	}
	if !g.keep {
		os.Remove(g.file)
		return
	}
	g.now.Outputs, g.now.Files, g.now.Result = report.State, report.Written+report.Same, result
	data, err := json.Marshal(g.now)
	if err != nil || os.MkdirAll(filepath.Dir(g.file), 0o755) != nil {
		return
	}
	if os.WriteFile(g.file+".new", append([]byte(checksum(data)), data...), 0o644) == nil {
		os.Rename(g.file+".new", g.file)
	}
}

// sumLength is how long a checksum is, with the line's end.
const sumLength = 2*sha256.Size + 1

func checksum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:]) + "\n"
}
