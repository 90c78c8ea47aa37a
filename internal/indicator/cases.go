package indicator

import (
	"fmt"
	"strconv"
	"strings"

	"waymark/internal/diag"
	"waymark/internal/site"
	"waymark/internal/tracker"
)

// CaseValue is a value of a worked case as a reader sees it. A whole number may be written `limit`,
// `limit + 1` or `limit - 1`, so that the case stays on the edge when the standard changes; the reader sees
// the number.
func CaseValue(written any, limit int) string {
	if s, ok := written.(string); ok {
		if n, ok := aroundLimit(s, limit); ok {
			return strconv.Itoa(n)
		}
	}
	switch written {
	case nil:
		return ""
	case true: // an author wrote yes, and a reader of YAML 1.1 made it true
		return "yes"
	case false:
		return "no"
	}
	return fmt.Sprint(written)
}

// aroundLimit reads "limit", "limit + 2", "limit-1".
func aroundLimit(s string, limit int) (int, bool) {
	rest, ok := strings.CutPrefix(strings.ReplaceAll(s, " ", ""), limitName)
	if !ok {
		return 0, false
	}
	if rest == "" {
		return limit, true
	}
	if rest[0] != '+' && rest[0] != '-' {
		return 0, false
	}
	n, err := strconv.Atoi(rest)
	return limit + n, err == nil
}

// runCases gives each worked case to the compiled indicator. Its rows are invented, so a finding may name
// what was expected and what came out.
func runCases(def *site.Indicator, compiled rule, columns *tracker.Schema, limit int, findings *diag.List) bool {
	ok := true
	for i, example := range def.Cases {
		title := fmt.Sprintf("case %d (%s)", i+1, example.Title)
		fail := func(hint, format string, args ...any) {
			findings.Errorf(checkCase, def.At.File, def.At.Line, def.At.Column, hint, "%s: %s", title, fmt.Sprintf(format, args...))
			ok = false
		}
		store, err := tracker.FromRows(columns, tracker.Period{}, withLimit(example.Rows, limit))
		if err != nil {
			fail("write values as the tracker has them; a number may be limit, limit + 1 or limit - 1", "%v", err)
			continue
		}
		t := newTaker(def, compiled, newMasker(store))
		if bad := t.firstBroken(); bad >= 0 {
			fail("correct the row: nothing can be done more often than it was due", "row %d has more %s than %s", bad+1, def.Events.Sum, def.Events.Over)
			continue
		}
		sum := t.take(nil, tracker.Period{})
		got := sum.cell(nil, "")
		answer := site.Case{Base: got.Base, Part: got.Part, Median: got.Median}
		if answer.Base != example.Base || answer.Part != example.Part || answer.Median != example.Median {
			fail("correct the case or the definition: they are shown side by side on the indicator's page",
				"expected %s, got %s", def.Answer(example), def.Answer(answer))
		}
	}
	return ok
}

// withLimit puts numbers in the place of `limit`, `limit + 1` and so on.
func withLimit(rows []map[string]any, limit int) []map[string]any {
	out := make([]map[string]any, len(rows))
	for i, row := range rows {
		out[i] = map[string]any{}
		for name, written := range row {
			out[i][name] = CaseValue(written, limit)
		}
	}
	return out
}
