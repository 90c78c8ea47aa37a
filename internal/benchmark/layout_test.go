package benchmark

import (
	"bytes"
	"testing"

	"waymark/internal/diag"
)

// People may edit our files too. Whatever stands in one: lines that are kept hold figures, and writing them and reading them
// again gives the same lines.
func FuzzReadFigures(f *testing.F) {
	head := "measure,year,level,code,la_code,area,value,part,base,release\n"
	f.Add(head + "m,2025,national,E92000001,,England,10,8500,81770,2025\nm,2025,authority,E09000024,315,Merton,c,,,2025\n")
	f.Add(head + "m,2025,regional,E13000002,,\"Outer, London\",9.5,k,z,2025\n")
	f.Add("\ufeff" + head + "m,2025,national,E92000001,315,England,-1,,,2025\n")
	measures := map[string]*Measure{"m": {Unit: UnitPercent}}
	f.Fuzz(func(t *testing.T, text string) {
		var findings, again diag.List
		figures := readFigures("f.csv", []byte(text), measures, &findings)
		written := writeFigures(figures)
		back := readFigures("f.csv", written, measures, &again)
		if found := again.Sorted(); len(found) > 0 {
			t.Fatalf("what was written cannot be read: %+v\n%s", found, written)
		}
		if !bytes.Equal(writeFigures(back), written) {
			t.Errorf("%s becomes\n%s", written, writeFigures(back))
		}
		for _, figure := range figures {
			if n, ok := figure.Value.Number(); ok && (n < 0 || n > 100) || !figure.Value.Published() {
				t.Errorf("%+v", figure)
			}
		}
	})
}

// The same for the model of neighbours.
func FuzzReadNeighbours(f *testing.F) {
	f.Add("model,of,rank,la_code,area,closeness\n2025,315,1,319,Sutton,Very close\n")
	f.Fuzz(func(t *testing.T, text string) {
		var findings, again diag.List
		written := writeNeighbours(readNeighbours("n.csv", []byte(text), &findings))
		if back := writeNeighbours(readNeighbours("n.csv", written, &again)); !bytes.Equal(back, written) {
			t.Errorf("%s becomes\n%s", written, back)
		}
		if found := again.Sorted(); len(found) > 0 {
			t.Errorf("%+v", found)
		}
	})
}
