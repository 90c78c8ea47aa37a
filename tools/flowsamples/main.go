// Command flowsamples compares what package flow makes of a folder of Mermaid flowcharts with what Mermaid itself makes of
// them, and draws them all.
//
//	go run ./tools/flowsamples FOLDER
//
// The folder holds one chart a file and an index.json: a list of {"file", "mermaid": {"accepts", "nodes", "edges",
// "subgraphs"}}, where the second key is mermaid or mermaid_ and a version. Charts of other people are no part of this
// project; a developer brings a folder of their own.
//
// It prints every difference with our reason, and the time that reading and drawing all of them took, wide and narrow. It
// ends with 1 when a chart differs that both accept: then one of the two drew something else than was written.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"waymark/internal/diag"
	"waymark/internal/flow"
	"waymark/internal/site"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// verdict is what Mermaid made of a chart.
type verdict struct {
	Accepts   bool `json:"accepts"`
	Nodes     int  `json:"nodes"`
	Edges     int  `json:"edges"`
	Subgraphs int  `json:"subgraphs"`
}

type sample struct {
	file    string
	source  string
	mermaid verdict
}

func run(args []string, stdout, stderr io.Writer) int {
	if len(args) != 1 {
		fmt.Fprintln(stderr, "flowsamples: name the folder that holds the charts and their index.json")
		return 2
	}
	samples, err := read(args[0])
	if err != nil {
		fmt.Fprintln(stderr, "flowsamples:", err)
		return 1
	}
	return compare(samples, stdout)
}

// read takes the index and the charts that it names.
func read(dir string) (samples []sample, err error) {
	text, err := os.ReadFile(filepath.Join(dir, "index.json"))
	if err != nil {
		return nil, err
	}
	var index []map[string]json.RawMessage
	if err := json.Unmarshal(text, &index); err != nil {
		return nil, fmt.Errorf("index.json: %w", err)
	}
	for n, entry := range index {
		var s sample
		if err := json.Unmarshal(entry["file"], &s.file); err != nil {
			return nil, fmt.Errorf("index.json: entry %d has no file: %w", n+1, err)
		}
		known := false
		for key, value := range entry {
			if strings.HasPrefix(key, "mermaid") {
				if err := json.Unmarshal(value, &s.mermaid); err != nil {
					return nil, fmt.Errorf("index.json: %s: %w", s.file, err)
				}
				known = true
			}
		}
		if !known {
			return nil, fmt.Errorf("index.json: %s has no mermaid", s.file)
		}
		source, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(s.file)))
		if err != nil {
			return nil, err
		}
		s.source = string(source)
		samples = append(samples, s)
	}
	return samples, nil
}

// compare prints what differs and how long it took.
func compare(samples []sample, w io.Writer) (code int) {
	began := time.Now()
	drawn, alike := 0, 0
	for _, s := range samples {
		graph, findings := flow.Parse(s.source, site.Source{File: s.file})
		if graph == nil {
			if s.mermaid.Accepts {
				fmt.Fprintf(w, "%s: Mermaid draws it, we refuse it:\n", s.file)
				for _, f := range findings {
					if f.Severity == diag.Error {
						fmt.Fprintf(w, "    line %d: %s; %s\n", f.Line, f.Message, f.Hint)
					}
				}
			} else {
				alike++
			}
			continue
		}
		for _, plan := range []flow.Plan{flow.Wide, flow.Narrow} {
			flow.Fit(graph, plan).Inline(graph, flow.Picture{ID: "chart", TitleID: "title"})
		}
		drawn++
		switch m := s.mermaid; {
		case !m.Accepts:
			fmt.Fprintf(w, "%s: Mermaid refuses it, we draw it\n", s.file)
			code = 1
		case len(graph.Nodes) != m.Nodes || len(graph.Edges) != m.Edges || len(graph.Lanes) != m.Subgraphs:
			fmt.Fprintf(w, "%s: Mermaid counts %d steps, %d links, %d lanes; we count %d, %d, %d\n", s.file, m.Nodes, m.Edges, m.Subgraphs, len(graph.Nodes), len(graph.Edges), len(graph.Lanes))
			code = 1
		default:
			alike++
		}
	}
	fmt.Fprintf(w, "%d charts: %d as in Mermaid, %d drawn wide and narrow, in %d ms\n", len(samples), alike, drawn, time.Since(began).Milliseconds())
	return code
}
