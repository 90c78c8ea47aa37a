package disclose

import (
	"reflect"
	"testing"

	"waymark/internal/rowset"
)

func TestFindSubsets(t *testing.T) {
	mask := func(n int, in func(int) bool) rowset.Set {
		out := rowset.New(n)
		for i := range n {
			if in(i) {
				out.Put(i)
			}
		}
		return out
	}
	for _, tt := range []struct {
		name  string
		masks map[string]rowset.Set
		want  []Subset
	}{
		{"one in another", map[string]rowset.Set{"all": mask(40, func(int) bool { return true }), "some": mask(40, func(i int) bool { return i < 9 })}, []Subset{{"some", "all"}}},
		{"equal in many", map[string]rowset.Set{"a": mask(40, func(i int) bool { return i < 20 }), "b": mask(40, func(i int) bool { return i < 20 })}, []Subset{{"a", "b"}, {"b", "a"}}},
		{"equal in few", map[string]rowset.Set{"a": mask(40, func(i int) bool { return i < 19 }), "b": mask(40, func(i int) bool { return i < 19 })}, []Subset{{"b", "a"}}},
		{"crossing", map[string]rowset.Set{"a": mask(40, func(i int) bool { return i < 30 }), "b": mask(40, func(i int) bool { return i > 3 })}, nil},
		{"empty", map[string]rowset.Set{"a": mask(40, func(i int) bool { return true }), "b": mask(40, func(i int) bool { return false })}, nil},
	} {
		if got := FindSubsets(tt.masks); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}
