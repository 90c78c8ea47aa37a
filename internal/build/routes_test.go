package build

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// routeParts are the headings that every route has, in this order, so that a reader who knows one knows where to
// look in all. A fragment may stand between them.
var routeParts = []string{"In short", "When it fits", "What to do", "Who does what", "What it means in law", "Questions to ask",
	"Common pitfalls", "Supporting the child and family", "How we know it works", "Where to go next"}

var secondHeading = regexp.MustCompile(`(?m)^## (.+)$`)

// missingParts are the parts that a page does not have in their place.
func missingParts(text string) (missing []string) {
	var has []string
	for _, m := range secondHeading.FindAllStringSubmatch(text, -1) {
		has = append(has, strings.TrimSpace(m[1]))
	}
	from := 0
	for _, part := range routeParts {
		if i := slices.Index(has[from:], part); i >= 0 {
			from += i + 1
		} else {
			missing = append(missing, part)
		}
	}
	return missing
}

func TestRoutesHaveOneShape(t *testing.T) {
	project := wholeProject(t)
	pages, err := fs.Glob(project, "content/*/guidance/routes/*.md")
	if err != nil {
		t.Fatal(err)
	}
	routes := 0
	for _, page := range pages {
		src, err := fs.ReadFile(project, page)
		if err != nil {
			t.Fatal(err)
		}
		text := string(src)
		if !strings.Contains(text, "\nkind: route\n") {
			continue
		}
		routes++
		if missing := missingParts(text); len(missing) > 0 {
			t.Errorf("%s has no part %q, or has it in another place", page, missing)
		}
		for part, mark := range map[string]string{"At a glance": "| At a glance |", "steps": "```steps", "the authority's own": "{{local route-"} {
			if !strings.Contains(text, mark) {
				t.Errorf("%s has no %s (%s)", page, part, mark)
			}
		}
	}
	if routes < 10 {
		t.Errorf("only %d routes were found", routes)
	}
	if got := missingParts("## What to do\n## In short\n"); len(got) != len(routeParts)-1 || slices.Contains(got, "In short") {
		t.Errorf("parts in the wrong order pass: %q", got)
	}
}
