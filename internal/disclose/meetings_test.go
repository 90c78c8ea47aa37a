package disclose

import (
	"bytes"
	"testing"

	"waymark/internal/indicator"
	"waymark/internal/site"
)

// Eleven of twelve meetings are shown as they are; eleven of twelve practitioners are not, and neither are children.
func TestMeetingsAreShownAndStaffProtected(t *testing.T) {
	table := func(id string, counts site.Subject) indicator.Table {
		return indicator.Table{ID: id, Indicator: id, Kind: "stock", Counts: counts, BasePopulation: id, PartPopulation: id + "_done",
			Cells: []indicator.Cell{{Window: []string{"2026-Q1"}, Base: 40, Part: 30}, {Window: []string{"2026-Q2"}, Base: 12, Part: 11}, {Window: []string{"2026-Q3"}, Base: 3, Part: 1}}}
	}
	r := ReleaseWith(Input{Policy: DefaultPolicy(), Tables: []indicator.Table{table("meetings", site.Meetings), table("staff", site.Staff), table("children", site.Children)}})
	for id, want := range map[string]string{
		"meetings": "40 30 75% 12 11 92% 3 1 [u] meeting",
		"staff":    "40 30 75% 12 7 to 12 over 58% [c] [c] [c] member of staff",
		"children": "40 30 75% 12 7 to 12 over 58% [c] [c] [c] child",
	} {
		out, ok := r.Released.Table(id)
		if !ok {
			t.Fatalf("%s is not released", id)
		}
		got := ""
		for _, row := range out.Rows() {
			got += row.Base.Text() + " " + row.Part.Text() + " " + row.Percent.Text() + " "
		}
		if got += out.Unit(); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	if other, _, _ := r.Canary(); len(other.Released.Tables()) != 3 {
		t.Errorf("with hidden counts exchanged there are %d tables", len(other.Released.Tables()))
	}
	manifest, err := r.Manifest(ManifestInfo{})
	if err != nil || bytes.Contains(manifest, []byte("meeting")) || !bytes.Contains(manifest, []byte("staff")) {
		t.Errorf("the manifest is about meetings, or not about staff (%v)", err)
	}
}
