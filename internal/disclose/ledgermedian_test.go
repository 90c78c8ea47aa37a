package disclose

import (
	"reflect"
	"strings"
	"testing"

	"waymark/internal/diag"
	"waymark/internal/indicator"
	"waymark/internal/site"
)

// A median that was published is not changed without a word; nor are quartiles.
func TestLedgerHoldsMedians(t *testing.T) {
	lengths := func(median, lower, upper float64) []indicator.Table {
		return []indicator.Table{{ID: "m", Indicator: "m", Kind: "stock", Measure: site.MeasureMedian, Unit: "weeks", BasePopulation: "all", PartReads: []string{"from", "to"},
			Cells: []indicator.Cell{{Window: quarter, Base: 40, Median: median, LowerQuartile: lower, UpperQuartile: upper}}}}
	}
	in := Input{Policy: DefaultPolicy(), Release: "2026-Q2", Tables: lengths(31, 25, 50)}
	first := ReleaseWith(in).NextLedger()
	counts := "release,kind,key,value,reason\n2026-Q2,rule,min_count,6,\n2026-Q2,shown,all 2026-Q2,40,\n"
	want := counts + "2026-Q2,median,all 2026-Q2 of from+to in weeks,31,\n2026-Q2,lower-quartile,all 2026-Q2 of from+to in weeks,25,\n" +
		"2026-Q2,upper-quartile,all 2026-Q2 of from+to in weeks,50,\n"
	if string(first) != want {
		t.Fatalf("got %s", first)
	}
	var findings diag.List
	in.Ledger = ParseLedger("l.csv", first, &findings)
	if len(findings.Sorted()) > 0 {
		t.Fatal(findings.Sorted())
	}
	in.Release = "2026-Q3"
	in.Tables = lengths(31.2, 25, 50) // a week when rounded, as before
	if r := ReleaseWith(in); len(codes(r.Report)) > 0 || string(r.NextLedger()) != want {
		t.Errorf("the same again: %v, %s", r.Report.Messages, r.NextLedger())
	}
	in.Tables = lengths(33, 25, 52)
	errs := ReleaseWith(in).Report.Errors()
	if len(errs) != 2 || errs[0].Code != "D06" || errs[1].Code != "D06" || !strings.HasPrefix(errs[0].Text, "The median of all 2026-Q2, of from+to in weeks was published as 31 in release 2026-Q2 and is now another number.") {
		t.Errorf("changed: %v", errs)
	}
	in.Accept = "dates were put right"
	r := ReleaseWith(in)
	if len(r.Report.Errors()) > 0 || string(r.NextLedger()) != want+"2026-Q3,break,,,dates were put right\n"+
		"2026-Q3,median,all 2026-Q2 of from+to in weeks,33,\n2026-Q3,upper-quartile,all 2026-Q2 of from+to in weeks,52,\n" {
		t.Errorf("accepted: %v, %s", r.Report.Messages, r.NextLedger())
	}
	in.Ledger = ParseLedger("l.csv", r.NextLedger(), &findings)
	in.Accept = ""
	if r := ReleaseWith(in); len(codes(r.Report)) > 0 { // the newest counts
		t.Errorf("after it was accepted: %v", r.Report.Messages)
	}
	in.Tables = lengths(40, 30, 60)
	in.Policy.Revisions = "restate"
	if errs := ReleaseWith(in).Report.Errors(); len(errs) > 0 {
		t.Errorf("restated: %v", errs)
	}
	// A file from before medians were recorded is read, and then holds them.
	in.Policy = DefaultPolicy()
	in.Ledger, in.Release, in.Tables = ParseLedger("l.csv", []byte(counts), &findings), "2026-Q2", lengths(31, 25, 50)
	if r := ReleaseWith(in); len(codes(r.Report)) > 0 || string(r.NextLedger()) != want {
		t.Errorf("an old file: %v, %s", r.Report.Messages, r.NextLedger())
	}
	ParseLedger("l.csv", []byte(counts+"2026-Q2,median,all 2026-Q2 of from+to in weeks,c,\n"), &findings)
	if got := findings.Sorted(); len(got) != 1 || got[0].Line != 4 {
		t.Errorf("a median without a number: %v", got)
	}
}

// The children behind events are compared as other counts are.
func TestLedgerHoldsTheChildrenBehindEvents(t *testing.T) {
	events := func(children int) []indicator.Table {
		table := overTime(80, 60)
		table.Measure = site.MeasureEvents
		table.Cells[0].BaseChildren, table.Cells[0].PartChildren, table.Cells[0].LateChildren, table.Cells[0].LateRows = children, 40, 15, 20
		return []indicator.Table{table}
	}
	in := Input{Policy: DefaultPolicy(), Release: "2026-Q2", Tables: events(50)}
	var findings diag.List
	in.Ledger = ParseLedger("l.csv", ReleaseWith(in).NextLedger(), &findings)
	if got := codes(ReleaseWith(in).Report); len(got) > 0 {
		t.Errorf("the same again: %v", got)
	}
	in.Tables = events(58)
	if r := ReleaseWith(in); !reflect.DeepEqual(codes(r.Report), []string{"D06"}) || !strings.Contains(r.Report.Errors()[0].Text, "all/children 2026-Q2 was published as 50") {
		t.Errorf("other children: %v", r.Report.Messages)
	}
}
