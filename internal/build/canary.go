package build

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"

	"waymark/internal/diag"
	"waymark/internal/disclose"
	"waymark/internal/output"
	"waymark/internal/site"
)

// withCanary builds a second time with the true values of hidden counts exchanged for those of a witness: whole other figures that agree
// with everything shown (disclose.Result.Canary). Both builds must be the same byte for byte. Where they are not, a hidden value has found
// a way out, by whatever route, and the file is an error (D04). The second build is kept nowhere.
func withCanary(ctx context.Context, o Options, sink output.Sink) (Result, error) {
	first := &summed{sink: sink, sums: map[string][sha256.Size]byte{}}
	o.Canary = false
	result, err := Build(ctx, o, first)
	if err != nil || slices.ContainsFunc(result.Findings, func(f diag.Finding) bool { return f.Severity == diag.Error }) {
		return result, err
	}
	o.exchange = true
	second := &summed{sums: map[string][sha256.Size]byte{}}
	again, err := Build(ctx, o, second)
	if err != nil {
		return result, fmt.Errorf("build with exchanged figures: %w", err)
	}
	var findings diag.List
	findings.Add(result.Findings...)
	for _, name := range differing(first.sums, second.sums) {
		m := disclose.CanaryMessage(name)
		findings.Errorf(checkDisclosure, site.ConfigName, 0, 0, "this is a fault of the program: please report it, and publish nothing until it is mended", "%s %s", m.Code, m.Text)
	}
	result.Findings = findings.Sorted()
	for i := range result.Sites {
		if result.Sites[i].Exchanged = again.Sites[i].Exchanged; result.Sites[i].Exchanged == 0 && result.Sites[i].Figures.Small > 0 {
			findings.Warnf(checkDisclosure, site.ConfigName, 0, 0, "", "%s: figures are hidden and none could be exchanged: the second build proves nothing", result.Sites[i].ID)
			result.Findings = findings.Sorted()
		}
	}
	return result, nil
}

// summed remembers what went to a sink; without one it keeps nothing else.
type summed struct {
	sink output.Sink
	mu   sync.Mutex
	sums map[string][sha256.Size]byte
}

func (s *summed) Write(path string, data []byte) error {
	sum := sha256.Sum256(data)
	s.mu.Lock()
	s.sums[path] = sum
	s.mu.Unlock()
	if s.sink == nil {
		return nil
	}
	return s.sink.Write(path, data)
}

// differing lists the files that are not the same in both, or not in both, sorted.
func differing(a, b map[string][sha256.Size]byte) []string {
	var out []string
	for name, sum := range a {
		if other, ok := b[name]; !ok || other != sum {
			out = append(out, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
