package disclose_test

import (
	"os"
	"reflect"
	"testing"

	"waymark/internal/diag"
	"waymark/internal/disclose"
	"waymark/internal/indicator"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

// With the committed demonstration data, the gate must leave something to read: 95 % of the borough's totals, 70 % of the bases
// of one-way breakdowns and half of their parts, as a number or as a range. A dropped breakdown counts as hidden.
func TestUsefulness(t *testing.T) {
	for _, tt := range []struct {
		id                   string
		totals, bases, parts int // least percentage
	}{{"havering", 95, 70, 50}, {"merton", 0, 0, 0}} {
		var findings diag.List
		project := os.DirFS("../..")
		config := site.ReadConfig(project, &findings)
		var s *site.Site
		for _, c := range config.Sites {
			if c.ID == tt.id {
				s = site.Load(project, c, &findings)
			}
		}
		src, layer, err := site.Find(s.Data, "tracker.schema.json")
		if err != nil {
			t.Fatal(err)
		}
		schema, _ := tracker.ReadSchema(layer.File("tracker.schema.json"), src)
		own := s.Data[len(s.Data)-1]
		store, _ := tracker.Read(own.FS, own.Dir, schema)
		counted := indicator.Compute(s, store, &findings)
		policy := disclose.ParsePolicy(site.ConfigName, 1, config.Disclosure.Source, false, &findings)
		r := disclose.ReleaseWith(disclose.Input{Policy: policy, Tables: counted.Tables, Subsets: disclose.FindSubsets(counted.Populations)})
		if errs := r.Report.Errors(); len(errs) > 0 {
			t.Errorf("%s: %v", tt.id, errs)
		}
		if other, _, changed := r.Canary(); changed == 0 || !reflect.DeepEqual(other.Released, r.Released) {
			t.Errorf("%s: the release changes with %d hidden cells", tt.id, changed)
		}
		var totals, bases, parts share
		for _, table := range counted.Tables {
			out, ok := r.Released.Table(table.ID)
			for n, c := range table.Cells {
				if table.Dimension != "" && c.Category == "" {
					continue
				}
				var row disclose.Row
				if ok {
					row = out.Rows()[n]
				}
				if table.Dimension == "" {
					totals.add(row.Base)
					if table.PartPopulation != "" {
						totals.add(row.Part)
					}
					continue
				}
				bases.add(row.Base)
				if table.PartPopulation != "" {
					parts.add(row.Part)
				}
			}
		}
		for _, m := range r.Report.Messages {
			t.Log(m)
		}
		t.Logf("%s: totals %d of %d (%d%%), bases of breakdowns %d of %d (%d%%), parts %d of %d (%d%%). %s", tt.id,
			totals.shown, totals.of, totals.percent(), bases.shown, bases.of, bases.percent(), parts.shown, parts.of, parts.percent(), r.Report)
		if totals.percent() < tt.totals || bases.percent() < tt.bases || parts.percent() < tt.parts {
			t.Errorf("%s: too much is hidden: %d%% of totals, %d%% of bases, %d%% of parts are shown", tt.id, totals.percent(), bases.percent(), parts.percent())
		}
	}
}

type share struct{ shown, of int }

func (s *share) add(v disclose.Value) {
	s.of++
	if _, ok := v.Number(); ok {
		s.shown++
	} else if _, _, ok := v.Range(); ok {
		s.shown++
	} else if v.Mark() == "z" {
		s.of-- // not applicable
	}
}

func (s share) percent() int {
	if s.of == 0 {
		return 100
	}
	return 100 * s.shown / s.of
}
