package tracker_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"

	"waymark/internal/site"
	"waymark/internal/tracker"
)

const common = "../../data/common"

func read(t *testing.T, name string) []byte {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(common, name))
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// Every value of a dimension's column is in exactly one category: totals depend on it.
func TestDimensionsAreComplete(t *testing.T) {
	schema, findings := tracker.ReadSchema("tracker.schema.json", read(t, "tracker.schema.json"))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	var dimensions map[string]*site.Dimension
	if err := yaml.UnmarshalWithOptions(read(t, "dimensions.yaml"), &dimensions, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"age-band", "sex", "ethnicity-group", "legal-status", "placement", "plan", "service"} {
		if dimensions[id] == nil {
			t.Errorf("no dimension %s", id)
		}
	}
	for id, d := range dimensions {
		field, ok := schema.Field(d.Column)
		if !ok || d.Title == "" {
			t.Errorf("%s: column %q, title %q", id, d.Column, d.Title)
			continue
		}
		times := map[string]int{}
		var ids []string
		for _, c := range d.Categories {
			ids = append(ids, c.ID)
			for _, v := range c.Of {
				times[v]++
				if !slices.Contains(field.Values, v) {
					t.Errorf("%s: %q is no value of %s", id, v, d.Column)
				}
			}
			if c.Title == "" {
				t.Errorf("%s: category %s has no title", id, c.ID)
			}
		}
		for _, v := range field.Values {
			if times[v] != 1 {
				t.Errorf("%s: %q is in %d categories, want 1", id, v, times[v])
			}
		}
		slices.Sort(ids)
		if len(slices.Compact(ids)) != len(d.Categories) {
			t.Errorf("%s: two categories have one id", id)
		}
	}
}
