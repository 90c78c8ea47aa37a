package build

import (
	"context"

	"waymark/internal/diag"
	"waymark/internal/disclose"
)

// Explain asks what became of one count: shown or not, why, which sum it protects, which values remain possible. The answer is for those
// who may see the records, and goes nowhere but to the caller.
type Explain struct {
	Key        string // "in_care 2026-Q2 age-band=under-5", as the build report writes it
	TrueValues bool   // with the hidden numbers themselves

	Answers []Explained // filled by ExplainCount
	Known   []string    // keys of all counts, for a suggestion when there is no answer
}

// Explained is the answer for one site.
type Explained struct{ Site, Text string }

func (e *Explain) ask(site string, result disclose.Result) {
	if text, ok := result.Explain(e.Key, e.TrueValues); ok {
		e.Answers = append(e.Answers, Explained{site, text})
	}
	e.Known = append(e.Known, result.Keys()...)
}

// ExplainCount releases the figures of the sites and answers. It draws and publishes nothing.
func ExplainCount(ctx context.Context, o Options, e *Explain) ([]diag.Finding, error) {
	o.explain = e
	_, findings, err := Figures(ctx, o)
	return findings, err
}
