package disclose

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"testing/fstest"

	"waymark/internal/diag"
	"waymark/internal/indicator"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

// thinned is what would be published of a demonstration site of which a part of the rows is kept, at random.
func thinned(t *testing.T, id string, percent int, seed uint64) Input {
	t.Helper()
	var findings diag.List
	project := os.DirFS("../..")
	config := site.ReadConfig(project, &findings)
	var s *site.Site
	for _, c := range config.Sites {
		if c.ID == id {
			s = site.Load(project, c, &findings)
		}
	}
	src, layer, err := site.Find(s.Data, "tracker.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	schema, _ := tracker.ReadSchema(layer.File("tracker.schema.json"), src)
	own := s.Data[len(s.Data)-1]
	rng := rand.New(rand.NewPCG(seed, uint64(percent)))
	few := fstest.MapFS{}
	names, err := fs.Glob(own.FS, "tracker/*.csv")
	if err != nil || len(names) == 0 {
		t.Fatalf("%s has no period files: %v", id, err)
	}
	for _, name := range names {
		src, err := fs.ReadFile(own.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		var out []byte
		for n, line := range bytes.SplitAfter(src, []byte("\n")) {
			if n == 0 || rng.IntN(100) < percent {
				out = append(out, line...)
			}
		}
		few[name] = &fstest.MapFile{Data: out}
	}
	store, _ := tracker.Read(few, own.Dir, schema)
	counted := indicator.Compute(s, store, &findings)
	policy := ParsePolicy(site.ConfigName, 1, config.Disclosure.Source, false, &findings)
	return Input{Policy: policy, Tables: counted.Tables, Subsets: FindSubsets(counted.Populations)}
}

// A site with few children is published, with less on it: none of these ends in an error.
func TestFewChildren(t *testing.T) {
	// With few rows a case takes half a minute; WAYMARK_SEEDS=3 in the environment tries thirty of them.
	seeds, percents := uint64(1), []int{40, 75}
	if many, err := strconv.ParseUint(os.Getenv("WAYMARK_SEEDS"), 10, 8); err == nil {
		seeds, percents = many, []int{25, 40, 60, 75, 90}
	}
	withheld := 0
	for seed := range seeds {
		for _, id := range []string{"havering", "merton"} {
			for _, percent := range percents {
				t.Run(fmt.Sprintf("%s %d%% %d", id, percent, seed), func(t *testing.T) {
					r := ReleaseWith(thinned(t, id, percent, seed))
					for _, m := range r.Report.Errors() {
						t.Error(m)
					}
					auditAgain(t, r)
					for _, m := range r.Report.Messages {
						if m.Code == "D26" {
							withheld++
							t.Log(m)
						}
					}
					t.Log(r.Report.Summary())
				})
			}
		}
	}
	if withheld == 0 {
		t.Error("nothing was withheld: the test has lost its force")
	}
}

// auditAgain audits what a release shows and hides from the start, with none of the proofs by which it was found.
func auditAgain(t *testing.T, r Result) {
	t.Helper()
	asked := 0
	for _, b := range r.sys.split() {
		for i := range b.counts {
			c := &b.counts[i]
			if _, banded := r.decided.bands[c.key]; !banded {
				b.noBand[i] = true
			}
			switch r.decided.hidden[c.key] {
			case whyProtects:
				b.chosen[int32(i)] = -1
			case whyWithheld:
				b.withheld[int32(i)] = -1
			}
		}
		b.close()
		for i := range b.counts {
			if k := b.counts[i].key; (b.hidden[i] == whyShown) != (r.decided.hidden[k] == whyShown) {
				t.Errorf("%s is hidden by one and not by the other", k)
			}
		}
		b.last = true
		b.settle()
		asked += len(b.asks)
		// A walk may miss a value that another walk finds, and never finds one that is not there. So what fails is walked for again, from where
		// walks for the others end.
		failing := b.audit()
		for range 5 {
			if len(failing) == 0 {
				break
			}
			for _, i := range b.asks {
				b.walk(i, b.counts[i].need+3)
			}
			failing = b.audit()
		}
		for _, f := range append(failing, b.singletons()...) {
			t.Errorf("%s has too few values", b.counts[f.count].key)
		}
	}
	if asked == 0 {
		t.Error("nothing was audited: the test has no force")
	}
}
