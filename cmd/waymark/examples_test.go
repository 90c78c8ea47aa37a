package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// The workflow files that people copy are YAML, and every command in them exists with its flags.
func TestExamples(t *testing.T) {
	files, err := filepath.Glob("../../examples/*.yml")
	if err != nil || len(files) != 2 {
		t.Fatalf("found %q, %v", files, err)
	}
	command := regexp.MustCompile(`bin/waymark ([a-z]+)([^|>;#\n]*)`)
	uses := regexp.MustCompile(`(?m)uses: (.*)$`)
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var any map[string]any
		if err := yaml.Unmarshal(src, &any); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		found := command.FindAllStringSubmatch(string(src), -1)
		if len(found) < 3 {
			t.Errorf("%s runs %d commands", file, len(found))
		}
		for _, m := range found {
			root := (&app{stdout: io.Discard, stderr: io.Discard}).command()
			cmd, _, err := root.Find([]string{m[1]})
			if err != nil || cmd == root {
				t.Errorf("%s: there is no command %q", file, m[1])
				continue
			}
			for _, word := range strings.Fields(m[2]) {
				if name, ok := strings.CutPrefix(word, "--"); ok && cmd.Flags().Lookup(name) == nil {
					t.Errorf("%s: %s has no flag --%s", file, m[1], name)
				}
			}
		}
		for _, m := range uses.FindAllStringSubmatch(string(src), -1) {
			if !strings.HasPrefix(m[1], "actions/") {
				t.Errorf("%s uses %s, which is not GitHub's own", file, m[1])
			}
		}
	}
}
