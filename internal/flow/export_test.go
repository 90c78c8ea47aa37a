package flow

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestExport(t *testing.T) {
	g, found := Parse("flowchart LR\naccTitle: T\naccDescr: D.\nsubgraph u [Under 2]\nq{Safe?}\nend\ns([S]) --> q\nq -->|Yes| o([\"Home <br> for good\"])\nq -.->|No| s\nclass s start\nclick o \"home.md\" \"Home\"\n", fence)
	if g == nil {
		t.Fatal(found)
	}
	got, err := json.Marshal(NewExport(g, strings.ToUpper))
	if err != nil {
		t.Fatal(err)
	}
	at := func(line string) string { return `"line":` + line }
	want := `{"title":"T","description":"D.","direction":"LR","start":"s",` + at("10") + `,"nodes":[` +
		`{"id":"s","number":1,"kind":"start","text":"S","classes":["start"],` + at("17") + `},` +
		`{"id":"q","number":2,"kind":"question","text":"SAFE?","lane":"u",` + at("15") + `},` +
		`{"id":"o","number":3,"kind":"outcome","text":"HOME\nFOR GOOD","link":"home.md","tooltip":"Home",` + at("18") + `}],` +
		`"links":[{"from":"s","to":"q","kind":"normal","arrow":"to",` + at("17") + `},` +
		`{"from":"q","to":"o","answer":"YES","kind":"normal","arrow":"to",` + at("18") + `},` +
		`{"from":"q","to":"s","answer":"NO","kind":"exception","arrow":"to","back":true,` + at("19") + `}],` +
		`"lanes":[{"id":"u","title":"UNDER 2","age":{"from":0,"below":2},` + at("14") + `}]}`
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	const outline = "T\nD.\n\n1. Start: S\n2. Question: Safe? (Under 2)\n   Yes: go to step 3\n   No: go back to step 1\n3. Outcome: Home for good\n"
	if text := OutlineText(g, nil); text != outline {
		t.Errorf("got\n%s\nwant\n%s", text, outline)
	}
}
