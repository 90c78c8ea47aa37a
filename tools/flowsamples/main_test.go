package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

func TestRun(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("a.mmd", "flowchart TD\n subgraph x\n a --> b & c\n end\n")
	write("b.mmd", "flowchart TD\n a --> b\n click a call f()\n")
	write("c.mmd", "flowchart TD\n a[b (c)]\n")
	for _, c := range []struct {
		name, index string
		code        int
		want        string
	}{
		{"as in Mermaid", `[{"file": "a.mmd", "mermaid_11": {"accepts": true, "nodes": 3, "edges": 2, "subgraphs": 1}}, {"file": "c.mmd", "mermaid": {"accepts": false}}]`, 0,
			`^2 charts: 2 as in Mermaid, 1 drawn wide and narrow, in \d+ ms\n$`},
		{"we refuse a script", `[{"file": "b.mmd", "mermaid": {"accepts": true, "nodes": 2, "edges": 1, "subgraphs": 0}}]`, 0,
			`^b\.mmd: Mermaid draws it, we refuse it:\n    line 3: click may not run a script; .*\n1 charts: 0 as in Mermaid, 0 drawn`},
		{"other counts", `[{"file": "a.mmd", "mermaid": {"accepts": true, "nodes": 4, "edges": 2, "subgraphs": 1}}]`, 1,
			`^a\.mmd: Mermaid counts 4 steps, 2 links, 1 lanes; we count 3, 2, 1\n`},
		{"drawn by us alone", `[{"file": "a.mmd", "mermaid": {"accepts": false}}]`, 1, `^a\.mmd: Mermaid refuses it, we draw it\n`},
		{"no verdict", `[{"file": "a.mmd"}]`, 1, `^flowsamples: index\.json: a\.mmd has no mermaid\n$`},
		{"no chart", `[{"file": "z.mmd", "mermaid": {}}]`, 1, `^flowsamples: .*z\.mmd`},
	} {
		write("index.json", c.index)
		var out bytes.Buffer
		if code := run([]string{dir}, &out, &out); code != c.code || !regexp.MustCompile(c.want).Match(out.Bytes()) {
			t.Errorf("%s: %d, %q, want %d, %q", c.name, code, out.String(), c.code, c.want)
		}
	}
	var out bytes.Buffer
	if run(nil, &out, &out) != 2 {
		t.Error("without a folder")
	}
}
