package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"waymark/internal/build"
	"waymark/internal/diag"
	"waymark/internal/history"
	"waymark/internal/site"
)

// editionOf reads the flags of an edition; zero when there are none.
func editionOf(name, day string) (site.Edition, error) {
	edition := site.Edition{Name: name, Date: day}
	if day == "" {
		return edition, nil
	}
	if name == "" {
		return edition, errors.New("--edition-date needs --edition with a name")
	}
	parsed, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return edition, fmt.Errorf("--edition-date: %q is not a date: write it as 2027-01-31", day)
	}
	edition.Day = parsed
	return edition, nil
}

// head is the newest commit, when pages show their history: it changes without any file changing.
func (a *app) head(o build.Options) string {
	config := site.ReadConfig(o.Project, &diag.List{})
	if config == nil || !config.Governance.History {
		return ""
	}
	repository, err := history.Open(context.Background(), a.project)
	if err != nil {
		return ""
	}
	return repository.Head(context.Background())
}

// historyOfPages asks git for the versions of each page, when the project wants them shown. A project that is in
// no repository has pages without a history.
func (a *app) historyOfPages(ctx context.Context) func() (build.History, error) {
	return func() (build.History, error) {
		repository, err := history.Open(ctx, a.project)
		if errors.Is(err, history.ErrNone) {
			return build.History{}, nil
		}
		if err != nil {
			return build.History{}, err
		}
		changes, err := repository.Changes(ctx, "content", "data")
		if err != nil {
			return build.History{}, err
		}
		out := build.History{Files: map[string][]build.Commit{}}
		for file, list := range changes {
			for _, c := range list {
				out.Files[file] = append(out.Files[file], build.Commit{Day: c.Day, Subject: c.Subject})
			}
		}
		if repository.Shallow {
			out.Note = "This site was built from a copy of the project that holds its newest versions only; older ones are not listed."
		}
		return out, nil
	}
}
