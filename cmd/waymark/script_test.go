package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"waymark/themes"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"waymark": func() { os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)) },
		// preview can be stopped as a person does, with Ctrl+C.
		"preview": main,
	})
}

// The commands as people call them, one script for each story. `go test ./cmd/waymark -run Script/build` runs one.
func TestScript(t *testing.T) {
	if _, err := themes.Dist("charts.js"); err != nil {
		t.Skip(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("NO_COLOR", "1")
			repo, err := filepath.Abs("../..")
			env.Setenv("REPO", repo) // for scripts that use the project's own schema
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"aged":     aged,
			"code":     code,
			"freeport": freePort,
			"fetch":    fetch,
			"replace":  replace,
			"valid":    valid,
		},
	})
}

// longPast is a time that no build can give a file.
var longPast = time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)

// aged gives a file an old time ("aged set FILE"), or says whether it still has it ("[!] aged FILE").
func aged(ts *testscript.TestScript, neg bool, args []string) {
	if args[0] == "set" {
		for _, name := range args[1:] {
			ts.Check(os.Chtimes(ts.MkAbs(name), longPast, longPast))
		}
		return
	}
	for _, name := range args {
		info, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		if info.ModTime().Equal(longPast) == neg {
			ts.Fatalf("%s was last written %v", name, info.ModTime())
		}
	}
}

// code runs a command that must end with an exit code: code 2 waymark ...
func code(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if fmt.Sprint(got) != args[0] {
		ts.Fatalf("%v: exit code %d, want %s", args[1:], got, args[0])
	}
}

// freePort sets a variable to an address that nobody serves at.
func freePort(ts *testscript.TestScript, _ bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv(args[0], l.Addr().String())
	ts.Check(l.Close())
}

// fetch waits until an address answers with a text that a pattern fits, or with "!" until it does not.
func fetch(ts *testscript.TestScript, neg bool, args []string) {
	pattern := regexp.MustCompile(args[1])
	client := &http.Client{Timeout: 5 * time.Second}
	last := "nothing"
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		answer, err := client.Get(args[0])
		if err != nil {
			last = err.Error()
			continue
		}
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if last = string(text); err == nil && pattern.MatchString(last) != neg {
			return
		}
	}
	ts.Fatalf("%s: waited half a minute for %q; the last answer was\n%s", args[0], args[1], last)
}

// replace changes a text in a file as an editor does: replace FILE OLD NEW.
func replace(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(text, args[1], args[2])), 0o644))
}

// valid reads what a command printed as a program would: valid FORMAT FILE FINDINGS.
func valid(ts *testscript.TestScript, _ bool, args []string) {
	text := []byte(ts.ReadFile(args[1]))
	var found int
	switch args[0] {
	case "json":
		var v struct {
			Errors   int              `json:"errors"`
			Findings []map[string]any `json:"findings"`
		}
		ts.Check(json.Unmarshal(text, &v))
		found = len(v.Findings)
	case "sarif":
		var v struct {
			Version string `json:"version"`
			Runs    []struct {
				Results []struct {
					RuleID    string           `json:"ruleId"`
					Locations []map[string]any `json:"locations"`
				} `json:"results"`
			} `json:"runs"`
		}
		ts.Check(json.Unmarshal(text, &v))
		if v.Version != "2.1.0" || len(v.Runs) != 1 {
			ts.Fatalf("not SARIF 2.1.0 with one run: %s", text)
		}
		for _, r := range v.Runs[0].Results {
			if r.RuleID == "" || len(r.Locations) == 0 {
				ts.Fatalf("a result without a rule or a place: %s", text)
			}
		}
		found = len(v.Runs[0].Results)
	case "gitlab":
		var v []struct {
			Fingerprint string `json:"fingerprint"`
		}
		ts.Check(json.Unmarshal(text, &v))
		seen := map[string]bool{}
		for _, f := range v {
			if f.Fingerprint == "" || seen[f.Fingerprint] {
				ts.Fatalf("a fingerprint is missing or there twice: %s", text)
			}
			seen[f.Fingerprint] = true
		}
		found = len(v)
	default:
		ts.Fatalf("no format %q", args[0])
	}
	if fmt.Sprint(found) != args[2] {
		ts.Fatalf("%d findings, want %s:\n%s", found, args[2], text)
	}
}

// Every command explains itself with an example, and every example is a call that its flags and arguments allow.
func TestExamplesInHelp(t *testing.T) {
	examples := 0
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		if !c.Hidden && c.Example == "" {
			t.Errorf("%s has no example", c.CommandPath())
		}
		for line := range strings.Lines(c.Example) {
			call, ok := strings.CutPrefix(strings.TrimSpace(line), "waymark ")
			if !ok {
				continue
			}
			examples++
			call, _, _ = strings.Cut(call, "  ") // what follows two spaces explains the call
			args := words(call)
			var out, errs strings.Builder
			if code := run(context.Background(), append(args, "--help"), &out, &errs); code != exitFine || !strings.Contains(out.String(), "Usage:") {
				t.Errorf("%q with --help: exit %d, %s", call, code, errs.String())
			}
			// --help is answered before arguments are looked at, so they are tried as well.
			root := (&app{stdout: io.Discard, stderr: io.Discard}).command()
			found, rest, err := root.Find(args)
			if err == nil {
				err = found.ParseFlags(rest)
			}
			if err == nil {
				err = found.ValidateArgs(found.Flags().Args())
			}
			if err != nil || found == root {
				t.Errorf("%q: %v", call, err)
			}
		}
		for _, sub := range c.Commands() {
			if sub.Name() != "completion" {
				visit(sub)
			}
		}
	}
	visit((&app{stdout: io.Discard, stderr: io.Discard}).command())
	if examples < 10 {
		t.Errorf("only %d examples found", examples)
	}
}

// words splits a call as a shell does, without escapes.
func words(call string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`"([^"]*)"|(\S+)`).FindAllStringSubmatch(call, -1) {
		out = append(out, m[1]+m[2])
	}
	return out
}
