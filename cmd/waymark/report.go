package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"waymark/internal/build"
)

// The build report says which counts are hidden and why. It holds no hidden number, but it tells more than the site does, so it is for those who
// may see the records: it is never written into the output folder.

// outside refuses a file in the output folder.
func outside(file, output string) error {
	to, err := realPath(file)
	if err != nil {
		return err
	}
	dir, err := realPath(output)
	if err != nil {
		return err
	}
	if within(dir, to) {
		return fmt.Errorf("the report says more than may be published: %s is in the output folder; write it elsewhere", file)
	}
	return nil
}

type siteReport struct {
	Site     string           `json:"site"`
	Summary  string           `json:"summary"` // D30
	Messages []string         `json:"messages"`
	Dropped  []string         `json:"dropped"` // tables
	Hidden   []reportedHidden `json:"hidden"`
	Reasons  map[string]int   `json:"reasons"` // number of hidden counts by reason
	Audit    map[string]int   `json:"audit"`
	Ledger   string           `json:"ledger"`
}

type reportedHidden struct {
	Key    string `json:"key"`
	Reason string `json:"reason"`
	For    string `json:"for,omitempty"`
	Range  bool   `json:"range,omitempty"`
}

func writeReport(file string, result build.Result) error {
	var all []siteReport
	for _, s := range result.Sites {
		f := s.Figures
		r := siteReport{Site: s.ID, Summary: "D30 " + f.Summary(), Messages: []string{}, Dropped: []string{}, Hidden: []reportedHidden{}, Reasons: map[string]int{}, Ledger: s.LedgerFile,
			Audit: map[string]int{"counts": f.Audited, "blocks": f.Blocks, "largest_component": f.Stats.Largest, "approximate_components": 0}}
		if !s.Remembered {
			r.Ledger = ""
		}
		for _, m := range f.Messages {
			r.Messages = append(r.Messages, m.String())
		}
		for _, d := range f.Dropped {
			r.Dropped = append(r.Dropped, d.Table)
		}
		for _, h := range f.Hidden {
			r.Hidden = append(r.Hidden, reportedHidden(h))
			r.Reasons[h.Reason]++
		}
		all = append(all, r)
	}
	var out bytes.Buffer
	if strings.EqualFold(filepath.Ext(file), ".json") {
		if err := printJSON(&out, all); err != nil {
			return err
		}
	} else {
		reportText(&out, all)
	}
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

func reportText(out *bytes.Buffer, all []siteReport) {
	out.WriteString("What is hidden and why. For those who may see the records; not for publication.\n")
	for _, r := range all {
		fmt.Fprintf(out, "\n%s\n%s\n", r.Site, r.Summary)
		for _, m := range r.Messages {
			fmt.Fprintf(out, "%s\n", m)
		}
		for _, h := range r.Hidden {
			what := "hidden"
			if h.Range {
				what = "range"
			}
			fmt.Fprintf(out, "%-6s  %s: %s", what, h.Key, h.Reason)
			if h.For != "" {
				fmt.Fprintf(out, " %s", h.For)
			}
			out.WriteString("\n")
		}
	}
}
