package tracker_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
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

func TestBenchmarks(t *testing.T) {
	var benchmarks map[string]*site.Benchmark
	if err := yaml.UnmarshalWithOptions(read(t, "benchmarks.yaml"), &benchmarks, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	b := benchmarks["placement-stability"]
	if b == nil || b.Publisher != "Department for Education" || b.Licence != "Open Government Licence v3.0" || b.Release != "2025" || b.URL == "" || b.Note == "" {
		t.Fatalf("%+v", b)
	}
	rows, err := csv.NewReader(bytes.NewReader(read(t, b.File))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(rows[0], []string{"year", "area", "code", "measure", "percent"}) || len(rows) != 61 {
		t.Fatalf("%v and %d rows", rows[0], len(rows)-1)
	}
	got := map[string]string{}
	for _, r := range rows[1:] {
		if n, err := strconv.Atoi(r[4]); err != nil || n < 0 || n > 100 {
			t.Errorf("%v: percent", r)
		}
		if want := map[string]string{"England": "E92000001", "Outer London": "E13000002", "Merton": "E09000024", "Havering": "E09000016"}[r[1]]; r[2] != want {
			t.Errorf("%v: code, want %s", r, want)
		}
		key := r[0] + " " + r[1] + " " + r[3]
		if got[key] != "" {
			t.Errorf("%s is there twice", key)
		}
		got[key] = r[4]
	}
	// As published by the Department for Education, release 2025.
	for key, want := range map[string]string{
		"2025 England three-or-more-placements": "10", "2021 England same-carer-two-years": "70", "2025 Outer London three-or-more-placements-two-years": "24",
		"2024 Merton three-or-more-placements": "15", "2025 Merton same-carer-two-years": "86", "2021 Havering three-or-more-placements-two-years": "30", "2025 Havering three-or-more-placements": "12",
	} {
		if got[key] != want {
			t.Errorf("%s is %q, want %s", key, got[key], want)
		}
	}
}
