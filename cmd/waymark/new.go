package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// starts are the bodies that `new` begins a page with, by kind. Each is a reminder, not a text to publish.
var starts = map[string]string{
	"page":      "## What this is about\n\nSay in a few sentences what the reader needs to know.\n",
	"route":     "## In short\n\n## When it fits\n\n## What it means in law\n\n## What to do\n\n```steps\nFirst step: what to do, and who does it.\n```\n\n## Timescales\n\nWrite a timescale as {{standard permanence-limit}}, so that it is the same everywhere.\n",
	"meeting":   "## Purpose\n\n## Which children\n\n## Who comes\n\n## Who chairs\n\n## How often\n\n## What goes in\n\n## Agenda\n\n- [ ] A question to ask\n\n## What comes out\n\n## Record\n\n## How we know\n",
	"checklist": "## Before\n\n- [ ] What has to be ready\n\n## Agenda\n\n- [ ] A question to ask\n\n## Afterwards\n\n- [ ] What is done with the record\n",
	"role":      "## What the role does\n\n## Which meetings it attends\n",
	"flowchart": "```mermaid\nflowchart TD\n    accTitle: Title of the flowchart\n    accDescr: One sentence on what it decides.\n    start([Start here]) --> question{A question?}\n    question -->|Yes| done([What happens then])\n    question -->|No| other([What happens instead])\n```\n",
	"module":    "## What you will learn\n\n## Check what you know\n",
	"indicator": "",
}

func (a *app) newCommand() *cobra.Command {
	var title, owner string
	kinds := site.SortedIDs(starts)
	cmd := &cobra.Command{
		Use:   "new KIND PATH",
		Short: "Begin a page or an indicator with everything it needs",
		Long: `New writes a file with complete front matter and the headings that its kind usually has.
It never replaces a file.

Kinds: ` + strings.Join(kinds, ", ") + `. A path that ends in index.md is the front page of its folder.`,
		Example: `  waymark new page content/merton/guidance/supervision.md --title "Supervision"
  waymark new meeting content/havering/guidance/meetings/legal-planning-meeting.md
  waymark new indicator data/common/indicators/life-story-work.yaml`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return &usageError{cmd.CommandPath(), errors.New("name a kind and a path")}
			}
			if !slices.Contains(kinds, args[0]) {
				return &usageError{cmd.CommandPath(), fmt.Errorf("%q is no kind: %s", args[0], site.DidYouMean(args[0], kinds, "use one of "+strings.Join(kinds, ", ")))}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			kind, name := args[0], path.Clean(filepath.ToSlash(args[1]))
			if err := placeFor(kind, name); err != nil {
				return &usageError{cmd.CommandPath(), err}
			}
			switch inLayer, err := a.inLayer(name); {
			case err != nil:
				return err
			case inLayer != nil:
				return &usageError{cmd.CommandPath(), inLayer}
			}
			text := pageStart(kind, cmp.Or(title, titleOf(name)), owner, time.Now())
			if kind == "indicator" {
				text = indicatorStart(name, cmp.Or(title, titleOf(name)), owner, time.Now())
			}
			file := filepath.Join(a.project, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				return fmt.Errorf("make the folder: %w", err)
			}
			f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
			if errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("%s exists already; new never replaces a file", name)
			}
			if err != nil {
				return err
			}
			if _, err := f.WriteString(text); err != nil {
				f.Close()
				return err
			}
			if err := f.Close(); err != nil {
				return err
			}
			fmt.Fprintf(a.stdout, "wrote %s\nnext: write its summary, then run `waymark check`\n", name)
			return nil
		},
	}
	cmd.Flags().StringVar(&title, "title", "", "the title; made from the file name otherwise")
	cmd.Flags().StringVar(&owner, "owner", "policy-owner", "the id of the role that owns it")
	return cmd
}

// placeFor checks that a file of a kind may lie at a path.
func placeFor(kind, name string) error {
	folder, ending := "content/", ".md"
	if kind == "indicator" {
		folder, ending = "data/", ".yaml"
	}
	parts := strings.Split(name, "/")
	switch {
	case !filepath.IsLocal(filepath.FromSlash(name)) || !strings.HasPrefix(name, folder) || len(parts) < 3:
		return fmt.Errorf("%s must lie in a layer, such as %scommon/...%s", name, folder, ending)
	case !strings.HasSuffix(name, ending):
		return fmt.Errorf("%s must end in %s", name, ending)
	case folder == "content/" && parts[2] == "local":
		return fmt.Errorf("%s would be a fragment of other pages, which has no front matter: write it by hand", name)
	case kind == "indicator" && (len(parts) != 4 || parts[2] != "indicators"):
		return fmt.Errorf("%s must lie in an indicators folder, such as data/common/indicators/", name)
	case !site.ValidID(strings.TrimSuffix(parts[len(parts)-1], ending)):
		return fmt.Errorf("%s: name the file with lower-case letters, digits and hyphens", name)
	}
	return nil
}

// inLayer says, as its first result, why a site would never show a file at this path: its layer belongs to none.
func (a *app) inLayer(name string) (refused, failed error) {
	var findings diag.List
	config := site.ReadConfig(os.DirFS(a.project), &findings)
	if config == nil {
		if err := a.print(a.stderr, "text", findings.Sorted()); err != nil {
			return nil, err
		}
		return nil, errFindings
	}
	var layers []string
	for _, s := range config.Sites {
		layers = append(layers, s.Layers...)
	}
	slices.Sort(layers)
	layers = slices.Compact(layers)
	layer := strings.Split(name, "/")[1]
	if !slices.Contains(layers, layer) {
		return fmt.Errorf("no site has a layer %q: %s", layer, site.DidYouMean(layer, layers, "the layers are "+strings.Join(layers, ", "))), nil
	}
	return nil, nil
}

func titleOf(name string) string {
	base := strings.TrimSuffix(path.Base(name), path.Ext(name))
	if base == "index" {
		base = path.Base(path.Dir(name))
	}
	words := strings.ReplaceAll(base, "-", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}

func pageStart(kind, title, owner string, today time.Time) string {
	return fmt.Sprintf("---\ntitle: %q\nsummary: \"Say in one sentence what the reader will find here.\"\nkind: %s\nowner: %s\nreviewed: %s\nreview_every: 12 months\n---\n\n%s",
		title, kind, owner, today.Format(time.DateOnly), starts[kind])
}

func indicatorStart(name, title, owner string, today time.Time) string {
	id := strings.TrimSuffix(path.Base(name), path.Ext(name))
	return fmt.Sprintf(`theme: timeliness            # or stability
order: 100
title: %q
question: "What does it ask, in plain words?"
summary: "One sentence for lists."
noun: children in care
did: "what happened to those that count"
of:
  where: cohort == "in_care"
  words: children in care at the end of the quarter
  population: in_care
met:
  where: life_story == "current"
  words: those of them that count
  population: %s
kind: stock                  # or flow, with window: 4 for a rolling year
window: 1
better: higher               # or lower, or neutral
owner: %s
reviewed: %q
review_every: 12 months
method: |
  How it is counted.
versions:
  - from: %q
    change: First version.
cases:
  - title: One that counts and one that does not
    rows:
      - {cohort: in_care, life_story: current}
      - {cohort: in_care, life_story: none}
    base: 2
    part: 1
    reason: Say why.
`, title, "in_care_"+strings.ReplaceAll(id, "-", "_"), owner, today.Format(time.DateOnly), today.Format(time.DateOnly))
}
