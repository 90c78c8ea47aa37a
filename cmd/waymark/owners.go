package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"waymark/internal/build"
	"waymark/internal/diag"
)

func (a *app) ownersCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "owners",
		Short: "Print who has to agree to a change of each file, as a CODEOWNERS file",
		Long: `Owners prints a CODEOWNERS file, by which GitHub and GitLab ask the right people to agree to a
change. Who owns a page stands in its front matter, as a role; which account or team stands for a
role is its "team:" in roles.yaml. Roles without one are listed as comments, and their files are
left to the host's own rules.`,
		Example: `  waymark owners   and keep what it prints as CODEOWNERS`,
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			var findings diag.List
			owned, without := build.Owners(a.options(buildFlags{}, nil), &findings)
			if errors, _ := findings.Count(); errors > 0 {
				if err := a.print(a.stderr, "text", findings.Sorted()); err != nil {
					return err
				}
				return errFindings
			}
			return printOwners(a.stdout, owned, without)
		},
	}
}

// printOwners writes the format that both hosts read: a pattern, then those who own what it matches. A path that
// begins with a slash is one file; names of files hold no space and no sign with a meaning (content.validName).
func printOwners(w io.Writer, owned []build.Owned, without []build.TeamlessRole) error {
	var b strings.Builder
	b.WriteString("# Who has to agree to a change of each file. Made by `waymark owners` from the owners of pages\n# and the teams in roles.yaml: change those, and make it again.\n")
	if len(without) > 0 {
		b.WriteString("#\n# Roles that own files and have no `team:` in roles.yaml:\n")
		for _, r := range without {
			noun := "files"
			if r.Files == 1 {
				noun = "file"
			}
			fmt.Fprintf(&b, "#   %s: %s (%s), %d %s\n", r.Site, r.ID, r.Title, r.Files, noun)
		}
	}
	b.WriteByte('\n')
	for _, o := range owned {
		if len(o.Teams) > 0 {
			fmt.Fprintf(&b, "/%s %s\n", o.File, strings.Join(o.Teams, " "))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
