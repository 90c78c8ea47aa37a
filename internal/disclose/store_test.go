package disclose

import (
	"reflect"
	"slices"
	"testing"
)

// solvedBlock is a block with its answer: 48 children, of whom C and D are hidden.
func solvedBlock(t testing.TB) (*block, result) {
	t.Helper()
	in := Input{Policy: DefaultPolicy()}
	in.Tables = append(in.Tables, bases(48, 22, 14, 9, 3))
	blocks := buildSystem(&in, in.Tables).split()
	if len(blocks) != 1 {
		t.Fatalf("%d blocks", len(blocks))
	}
	return blocks[0], blocks[0].solveBest()
}

func TestStoredBlocks(t *testing.T) {
	b, r := solvedBlock(t)
	raw := r.bytes()
	got, ok := b.recall(raw)
	if !ok || !reflect.DeepEqual(got, r) {
		t.Fatalf("got %+v, want %+v", got, r)
	}
	// A changed byte, a missing end, or something after it: not used.
	for i := range raw {
		damaged := slices.Clone(raw)
		damaged[i] ^= 4
		if _, ok := b.recall(damaged); ok {
			t.Errorf("byte %d is another and the entry is used", i)
		}
		if _, ok := b.recall(raw[:i]); ok {
			t.Errorf("the first %d bytes are used", i)
		}
	}
	if _, ok := b.recall(append(slices.Clone(raw), 0)); ok {
		t.Error("an entry with something after it is used")
	}
	// Whole, and no answer to this question.
	for name, change := range map[string]func(*result){
		"a small count is shown":    func(r *result) { r.Hidden = make([]why, len(r.Hidden)) },
		"too few values":            func(r *result) { r.Most = slices.Clone(r.Least) },
		"a count that is not there": func(r *result) { r.Because[0] = 99 },
		"a table that is not there": func(r *result) { r.Drop = []string{"none"} },
		"another number of counts":  func(r *result) { r.Hidden = r.Hidden[1:] },
	} {
		_, r := solvedBlock(t)
		change(&r)
		if _, ok := b.recall(r.bytes()); ok {
			t.Errorf("%s: the entry is used", name)
		}
	}
}

func FuzzStoredBlock(f *testing.F) {
	b, r := solvedBlock(f)
	f.Add(r.bytes())
	f.Add([]byte(entryMark))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if got, ok := b.recall(raw); ok && !b.answers(got) {
			t.Fatalf("%+v is used", got)
		}
	})
}

// After a change in one quarter, the block of that quarter is solved; where the change makes something small, or no longer
// small, its neighbours are too, since the same rows are hidden in quarters beside each other where that is possible.
func TestOneQuarterIsSolvedAgain(t *testing.T) {
	in := sample{indicators: 6, quarters: 8, children: 250}.input(3)
	in.Policy.BreakdownStep = "quarter"
	store := &memoryStore{kept: map[string][]byte{}}
	in.Store = store
	first := ReleaseWith(in)
	if first.Report.Solved < 8 {
		t.Fatalf("only %d blocks were solved", first.Report.Solved)
	}
	changed := ReleaseWith(oneMore(in, "2022-Q3", 1))
	if n := changed.Report.Solved; n == 0 || n > 3 {
		t.Errorf("one of 8 quarters changed: %d blocks were solved, and %d of all quarters", n, first.Report.Solved)
	}
	t.Logf("%d blocks solved at first, %d after a change of one quarter of 8", first.Report.Solved, changed.Report.Solved)
	in.Store = nil
	if fresh := ReleaseWith(oneMore(in, "2022-Q3", 1)); !reflect.DeepEqual(fresh.Released, changed.Released) {
		t.Error("a release with stored blocks is another than one without")
	}
}
