package build

import (
	"slices"

	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/site"
)

// Owned is a file of the project with the roles that answer for it, over all sites that show it.
type Owned struct {
	File  string
	Roles []string // ids, sorted
	Teams []string // accounts and teams of the git host that stand for them, sorted; empty when none is known
}

// TeamlessRole is a role that owns files and stands for nobody on the git host.
type TeamlessRole struct {
	Site, ID, Title string
	Files           int
}

// Owners lists the project's pages, fragments and definitions of indicators with those who answer for them: the
// owner in the front matter of each page, of the pages that include a fragment, and of each definition. It draws
// nothing. Files without an owner are left out; a build says which they are.
func Owners(o Options, findings *diag.List) ([]Owned, []TeamlessRole) {
	config := site.ReadConfig(o.Project, findings)
	if config == nil {
		return nil, nil
	}
	owned := map[string]*Owned{}
	var without []TeamlessRole
	for _, c := range config.Sites {
		s := site.Load(o.Project, c, findings)
		tree := content.Scan(s, indicatorPages(s), findings)
		teamless := map[string]map[string]bool{} // role -> files
		add := func(file, role string) {
			r := s.Roles[role]
			if r == nil {
				return // no owner, or one that is no role: a build says so
			}
			if owned[file] == nil {
				owned[file] = &Owned{File: file}
			}
			of := owned[file]
			of.Roles = append(of.Roles, role)
			if r.Team != "" {
				of.Teams = append(of.Teams, r.Team)
				return
			}
			if teamless[role] == nil {
				teamless[role] = map[string]bool{}
			}
			teamless[role][file] = true
		}
		for _, page := range tree.Pages {
			add(page.File, page.Owner)
		}
		for name, file := range tree.Fragments() {
			for _, page := range tree.Including(name) {
				add(file, page.Owner)
			}
		}
		for _, role := range site.SortedIDs(teamless) {
			without = append(without, TeamlessRole{c.ID, role, s.Roles[role].Title, len(teamless[role])})
		}
	}
	var out []Owned
	for _, file := range site.SortedIDs(owned) {
		of := owned[file]
		slices.Sort(of.Roles)
		slices.Sort(of.Teams)
		out = append(out, Owned{file, slices.Compact(of.Roles), slices.Compact(of.Teams)})
	}
	return out, without
}
