package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"waymark/internal/anonymise"
	"waymark/internal/care"
	"waymark/internal/dates"
	"waymark/internal/diag"
	"waymark/internal/rawtracker"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

var (
	firstPeriod = mustPeriod("2022-Q3")
	lastPeriod  = mustPeriod("2026-Q2")
)

func mustPeriod(s string) tracker.Period {
	p, err := tracker.ParsePeriod(s)
	if err != nil {
		panic(err)
	}
	return p
}

// generate returns every period file by its path below the data folder. The long form is written below raw, or
// below a temporary folder that is removed when raw is empty.
func generate(project, raw string) (map[string][]byte, error) {
	if raw == "" {
		temporary, err := os.MkdirTemp("", "demodata")
		if err != nil {
			return nil, fmt.Errorf("make a temporary folder: %w", err)
		}
		defer os.RemoveAll(temporary)
		raw = temporary
	} else if err := outside(project, raw); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, a := range authorities {
		if err := a.generate(project, raw, files); err != nil {
			return nil, fmt.Errorf("%s: %w", a.id, err)
		}
	}
	return files, nil
}

// generate adds the period files and the service log of one authority.
func (a authority) generate(project, raw string, files map[string][]byte) error {
	rules, err := load(project, a.id)
	if err != nil {
		return err
	}
	files[a.id+"/"+tracker.LogName] = a.serviceLog()
	families := a.simulate(rules.Calendar)
	for p := firstPeriod; p.Compare(lastPeriod) <= 0; p = p.Next() {
		file, err := pass(filepath.Join(raw, a.id, p.String()), families, p, rules)
		if err != nil {
			return fmt.Errorf("%s: %w", p, err)
		}
		files[a.id+"/"+tracker.Folder+"/"+file.Name] = file.Data
	}
	return nil
}

// outside refuses a folder for the long form inside the project: invented or not, days and keys of children have no
// place in a repository.
func outside(project, raw string) error {
	root, err := filepath.Abs(project)
	if err != nil {
		return err
	}
	dir, err := filepath.Abs(raw)
	if err != nil {
		return err
	}
	if rel, err := filepath.Rel(root, dir); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return fmt.Errorf("-raw %s lies inside the project: name a folder outside it", raw)
	}
	return nil
}

// load takes the schema, the standards and the bank holidays that the authority's site has.
func load(project, id string) (*anonymise.Authority, error) {
	fsys := os.DirFS(project)
	var ignored, needed diag.List
	config := site.ReadConfig(fsys, &needed)
	if config == nil {
		return nil, refusal(needed.Sorted())
	}
	at := slices.IndexFunc(config.Sites, func(s site.SiteConfig) bool { return s.ID == id })
	if at < 0 {
		return nil, fmt.Errorf("waymark.yaml has no site %q", id)
	}
	// What is wrong in pages or indicators is for the check to say.
	rules := anonymise.Load(site.Load(fsys, config.Sites[at], &ignored), &needed)
	if rules == nil {
		return nil, refusal(needed.Sorted())
	}
	return rules, nil
}

// pass takes one quarter through the whole path: write the long form, read it, anonymise. The invented records
// are sound, so any finding on the way is a mistake, of the simulation or of what it passes through.
func pass(dir string, families []*family, p tracker.Period, rules *anonymise.Authority) (anonymise.File, error) {
	day := dates.DateOf(p.End())
	written := export(families, day)
	tables, err := rawtracker.Write(rules.ID, written, nil)
	if err != nil {
		return anonymise.File{}, err
	}
	if err := writeAll(dir, tables); err != nil {
		return anonymise.File{}, err
	}
	read, found := rawtracker.ReadFolder(os.DirFS(filepath.Dir(dir)), filepath.Base(dir), rawtracker.Options{On: day, Authority: rules.ID, Strict: true})
	if err := refusal(found); err != nil {
		return anonymise.File{}, err
	}
	withWorkers(read.Children, written)
	result, found, err := anonymise.Run(
		anonymise.Raw{Source: anonymise.Tracker, Children: read.Children}, rules,
		anonymise.Options{Span: anonymise.Span{Period: p.String(), Today: p.End().Add(24 * time.Hour)}})
	switch {
	case err != nil:
		return anonymise.File{}, err
	case len(result.Files) != 1:
		return anonymise.File{}, fmt.Errorf("%d files of one period", len(result.Files))
	}
	return result.Files[0], refusal(found)
}

// withWorkers hands on what the long form has no table for: who held the case, and since when. Without it the column
// of social workers would hold 0 for everybody.
func withWorkers(read, written []care.Child) {
	workers := map[string][]care.SocialWorker{}
	for _, c := range written {
		workers[c.Key] = c.Workers
	}
	for i := range read {
		read[i].Workers, read[i].Partial.Workers = workers[read[i].Key], false
	}
}

// refusal makes one error of findings; nil of none.
func refusal(found []diag.Finding) error {
	var all []error
	for i, f := range found {
		if i == 5 {
			all = append(all, fmt.Errorf("and %d more", len(found)-i))
			break
		}
		all = append(all, fmt.Errorf("%s: %s", f.Place(), f.Message))
	}
	return errors.Join(all...)
}
