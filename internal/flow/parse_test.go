package flow

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/diag"
	"waymark/internal/site"
)

// fence is line 10 of a page, so line 1 of a source is line 11.
var fence = site.Source{File: "p.md", Line: 10, Column: 1}

// show writes a graph on one line: steps as id=kind:text, then links, then lanes.
func show(g *Graph) string {
	if g == nil {
		return "refused"
	}
	var out []string
	for _, n := range g.Nodes {
		s := n.ID + "=" + string(n.Kind) + ":" + strings.ReplaceAll(n.Text, "\n", "/")
		if n.Lane != "" {
			s += "@" + n.Lane
		}
		if len(n.Classes) > 0 {
			s += " ." + strings.Join(n.Classes, ".")
		}
		if n.Link != nil {
			s += " -> " + n.Link.Href
			if n.Link.Tooltip != "" {
				s += " (" + n.Link.Tooltip + ")"
			}
		}
		out = append(out, s)
	}
	for _, e := range g.Edges {
		s := e.From + ">" + e.To
		if e.Answer != "" {
			s += ":" + e.Answer
		}
		if e.Kind != Normal {
			s += " " + string(e.Kind)
		}
		if e.Arrow != ArrowTo {
			s += " " + string(e.Arrow)
		}
		out = append(out, s)
	}
	for _, l := range g.Lanes {
		out = append(out, fmt.Sprintf("lane %s<%s=%s", l.ID, l.Parent, l.Title))
	}
	return strings.Join(out, " | ")
}

func severities(found []diag.Finding, s diag.Severity) (out []string) {
	for _, f := range found {
		if f.Severity == s {
			out = append(out, fmt.Sprintf("%d:%d %s: %s", f.Line, f.Column, f.Check, f.Message))
		}
	}
	return out
}

// TestConstructs holds one case for each construct that is read without a finding.
func TestConstructs(t *testing.T) {
	for _, test := range []struct{ name, body, want string }{
		{"ids alone", "A-->B", "A=action:A | B=action:B | A>B"},
		{"id with dot and dash", "a.py --> b-c_1", "a.py=action:a.py | b-c_1=action:b-c_1 | a.py>b-c_1"},
		{"id that only begins with end", "endpoint --> End", "endpoint=action:endpoint | End=action:End | endpoint>End"},
		{"shapes", "a([In]) --> b{Why?} --> c[Do] --> d(Do too) --> e([Out])",
			"a=start:In | b=question:Why? | c=action:Do | d=action:Do too | e=outcome:Out | a>b | b>c | c>d | d>e"},
		{"pill in the middle is an action", "a --> b([B]) --> c", "a=action:a | b=action:B | c=action:c | a>b | b>c"},
		{"pill that only a timescale hangs on is an outcome", "a --> b([B])\nt>Soon] -.-> b", "a=action:a | b=outcome:B | t=timescale:Soon | a>b | t>b exception"},
		{"flag", "a>In time]", "a=timescale:In time"},
		{"quoted with brackets", `a["Hold it (soon) [now]"]`, "a=action:Hold it (soon) [now]"},
		{"quoted over two lines", "a[\"one\ntwo\"]", "a=action:one/two"},
		{"unquoted over two lines", "a[one\ntwo]", "a=action:one/two"},
		{"line break", "a[one<br/>two<BR>three</br>four]", "a=action:one/two/three/four"},
		{"entities are decoded once", `a["1 &lt; 2 #quot;x#quot; &amp;lt; #35;1 #nothing; &nothing; &rarr;"]`, `a=action:1 < 2 "x" &lt; #1 #nothing; &nothing; →`},
		{"directive, quoted action", `a["Within {{standard first-review}}"]`, "a=action:Within {{standard first-review}}"},
		{"directive, quoted question", `a{"Past {{standard permanence-limit}}?"}`, "a=question:Past {{standard permanence-limit}}?"},
		{"labels in bars", `a -->|Yes| b -.->| No | c ==> |"Not (yet)"| d`, "a=action:a | b=action:b | c=action:c | d=action:d | a>b:Yes | b>c:No exception | c>d:Not (yet) main"},
		{"labels in the line", `a -- Yes --> b -. No .-> c == "Not yet" ==> d --Tight--> e -- open --- f`,
			"a=action:a | b=action:b | c=action:c | d=action:d | e=action:e | f=action:f | a>b:Yes | b>c:No exception | c>d:Not yet main | d>e:Tight | e>f:open none"},
		{"both ways with words", "a <-- b --> c", "a=action:a | c=action:c | a>c:b both"},
		{"directive in an answer", "a -->|Past {{standard permanence-limit}}| b", "a=action:a | b=action:b | a>b:Past {{standard permanence-limit}}"},
		{"lines of every kind", "a --> b --- c -.-> d -.- e ==> f === g <--> h <-.-> i <==> j",
			"a=action:a | b=action:b | c=action:c | d=action:d | e=action:e | f=action:f | g=action:g | h=action:h | i=action:i | j=action:j | " +
				"a>b | b>c none | c>d exception | d>e exception none | e>f main | f>g main none | g>h both | h>i exception both | i>j main both"},
		{"longer lines", "a ----> b -..-> c ====> d ---- e", "a=action:a | b=action:b | c=action:c | d=action:d | e=action:e | a>b | b>c exception | c>d main | d>e none"},
		{"& multiplies", "a & b --> c & d", "a=action:a | b=action:b | c=action:c | d=action:d | a>c | a>d | b>c | b>d"},
		{"two links stay two", "a --> b\na --> b", "a=action:a | b=action:b | a>b | a>b"},
		{"link to itself", "a --> a", "a=action:a | a>a"},
		{"line ends around a link", "a\n-->\n%% why\nb", "a=action:a | b=action:b | a>b"},
		{"semicolons", "a-->b;b-->c;", "a=action:a | b=action:b | c=action:c | a>b | b>c"},
		{"comment", "%% no --> thing\n  %% nor here\na", "a=action:a"},
		{"class", "a & b\nclassDef x fill:#fff;\nclass a,b x", "a=action:a .x | b=action:b .x"},
		{"class gives the kind", "a[Home]:::outcome\nb[Ask]\nc([Write])\nclass b question\nclass c note", "a=outcome:Home .outcome | b=question:Ask .question | c=note:Write .note"},
		{"the last kind counts", "a:::note\nclass a start", "a=start:a .note.start"},
		{"click", "a & b & c\nclick a \"x.md\"\nclick b href \"../y.md#z\" \"Read (this)\"\nclick c \"mailto:x@example.org\"",
			"a=action:a -> x.md | b=action:b -> ../y.md#z (Read (this)) | c=action:c -> mailto:x@example.org"},
		{"click before its step", "click a \"x.md\"\na", "a=action:a -> x.md"},
		{"lane with id", "subgraph s [Social worker]\na\nend", "a=action:a@s | lane s<=Social worker"},
		{"lane with id, tight and quoted", "subgraph s[\"Social worker (own)\"]\na\nend", "a=action:a@s | lane s<=Social worker (own)"},
		{"lane without id", "subgraph Social worker\na\nend\nsubgraph \"Team (all)\"\nb\nend\nsubgraph One\nend",
			"a=action:a@lane 1 | b=action:b@lane 2 | lane lane 1<=Social worker | lane lane 2<=Team (all) | lane One<=One"},
		{"nested lanes", "subgraph o[Outer]\na\nsubgraph i[Inner]\na --> b\nend\nend\nb --> c",
			"a=action:a@i | b=action:b@i | c=action:c | a>b | b>c | lane o<=Outer | lane i<o=Inner"},
		{"first lane keeps a step", "subgraph s\na --> b\nend\nsubgraph t\nb --> c\nend", "a=action:a@s | b=action:b@s | c=action:c@t | a>b | b>c | lane s<=s | lane t<=t"},
		{"text given later", "a --> b\na{Why?}", "a=question:Why? | b=action:b | a>b"},
		{"Windows line ends", "a --> b\r\nb --> c\r\n", "a=action:a | b=action:b | c=action:c | a>b | b>c"},
	} {
		t.Run(test.name, func(t *testing.T) {
			g, found := Parse("flowchart TD\n"+test.body, fence)
			if got := show(g); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if len(found) > 0 {
				t.Errorf("found %v", found)
			}
		})
	}
}

func TestHeader(t *testing.T) {
	for _, test := range []struct {
		source           string
		dir              Direction
		title, descr, id string
	}{
		{"flowchart TD\na", Down, "", "", "flowchart"},
		{"graph LR;a", Right, "", "", "flowchart"},
		{"\n%% c\nflowchart\na", Down, "", "", "flowchart"},
		{"flowchart TB\naccTitle: Under 2: routes\naccDescr: From here; to there\na", Down, "Under 2: routes", "From here; to there", "under-2-routes"},
		{"flowchart LR\naccDescr {\n One\n two {{standard first-review}}\n}\na", Right, "", "One\ntwo {{standard first-review}}", "flowchart"},
		{"---\ntitle: \"Named: so\"\n---\nflowchart TD\na", Down, "Named: so", "", "named-so"},
		{"---\ntitle: Front\n---\nflowchart TD\naccTitle: Own\na", Down, "Own", "", "own"},
	} {
		g, found := Parse(test.source, fence)
		if g == nil || len(found) > 0 {
			t.Errorf("%q: %v", test.source, found)
			continue
		}
		if g.Dir != test.dir || g.Title != test.title || g.Descr != test.descr || g.ID != test.id || g.Pos != fence {
			t.Errorf("%q: got %+v", test.source, g)
		}
	}
}

func TestPositions(t *testing.T) {
	at := site.Source{File: "p.md", Line: 10, Column: 3} // a fence in a list
	g, _ := Parse("flowchart TD\n  é[É] -->|Yes| b\n  subgraph s\n  end\n  click b \"x.md\"", at)
	if g == nil {
		t.Fatal("refused")
	}
	place := func(line, column int) site.Source { return site.Source{File: "p.md", Line: line, Column: column + 2} }
	for name, pair := range map[string][2]site.Source{
		"step": {g.Nodes[0].Pos, place(12, 3)},
		"link": {g.Edges[0].Pos, place(12, 8)},
		"end":  {g.Nodes[1].Pos, place(12, 17)},
		"lane": {g.Lanes[0].Pos, place(13, 3)},
		"href": {g.Nodes[1].Link.Pos, place(15, 11)},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: got %v, want %v", name, pair[0], pair[1])
		}
	}
}

// TestErrors holds one case for each refusal. The header is line 11, so the body begins at line 12.
func TestErrors(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       []string
	}{
		{"bracket in a label", "a --> D{Report (by phone)} --> b", []string{`12:16 flow-label: the text of step D contains '('`}},
		{"every bad label of a line", "a[x (y)] --> b[{z}]", []string{`12:5 flow-label: the text of step a contains '('`, `12:16 flow-label: the text of step b contains '{'`}},
		{"closed by another bracket", "a[x}", []string{`12:4 flow-label: the text of step a contains '}'`}},
		{"quote inside a label", `a[say "x"]`, []string{`12:7 flow-label: the text of step a contains '"'`}},
		{"label never closed", "a[x\nb[y]", []string{"12:1 flow-label: the text of step a is never closed"}},
		{"label never closed, last line", "b --> a[x", []string{"12:7 flow-label: the text of step a is never closed"}},
		{"label over more than ten lines", "a[x" + strings.Repeat("\n", 10) + "]", []string{"12:1 flow-label: the text of step a is never closed", "22:1 flow-syntax: unexpected ']'"}},
		{"quote never closed", `a["x]`, []string{"12:3 flow-label: the double quote is never closed"}},
		{"quote closed by the next label's", "a[\"x]\nb[\"y\"]", []string{"12:3 flow-label: the quoted text of step a is not closed on its line"}},
		{"text after the quotes", `a["x" y]`, []string{"12:7 flow-label: the text of step a goes on after its quotes"}},
		{"no text", `a[" "]`, []string{`12:3 flow-label: step "a" has no text`}},
		{"directive as a hexagon", "a{{standard first-review}}", []string{"12:2 flow-label: {{standard first-review}} straight after the id is a six-sided box"}},
		{"space before the bracket", "a [x]", []string{"12:3 flow-syntax: '[' is parted from its step by a space, or follows no step"}},
		{"text without id", `"x" --> b`, []string{"12:1 flow-id: a step has an id before its text"}},
		{"end as a step", "a --> end --> b", []string{"12:7 flow-id: end closes a subgraph, so it cannot be the id of a step"}},
		{"end as a first step", "end --> b", []string{"12:1 flow-id: end closes a subgraph, so it cannot be the id of a step"}},
		{"end with a label", "end[x]", []string{"12:1 flow-id: end closes a subgraph, so it cannot be the id of a step"}},
		{"a word of the language as a step", "a --> style\nclass --> b", []string{`12:7 flow-id: "style" is a word of the language, so it cannot be the id of a step`, `13:1 flow-id: "class" is a word of the language, so it cannot be the id of a step`}},
		{"o after a line", "a---other", []string{"12:5 flow-id: 'o' straight after a line is read as the line's end, not as part of an id"}},
		{"x after a line", "a --x1", []string{"12:5 flow-id: 'x' straight after a line is read as the line's end, not as part of an id"}},
		{"short arrow", "a -> b", []string{"12:3 flow-syntax: this arrow is not a link"}},
		{"fat short arrow", "a => b", []string{"12:3 flow-syntax: this arrow is not a link"}},
		{"arrow back only", "a <-- b", []string{"12:3 flow-syntax: the words of the link are not followed by its second half"}},
		{"long arrow back only", "a <--- b", []string{"12:3 flow-syntax: an arrow cannot point back only"}},
		{"link to nothing at the end", "a -->", []string{"12:3 flow-syntax: the link leads nowhere"}},
		{"link to nothing before end", "subgraph s\na -->\nend", []string{"13:3 flow-syntax: the link leads nowhere"}},
		{"words without a second half", "a -- yes", []string{"12:3 flow-syntax: the words of the link are not followed by its second half"}},
		{"words with half a second half", "a -- yes -- b", []string{"12:10 flow-syntax: the second half of the link has no end"}},
		{"bar never closed", "a -->|yes b", []string{"12:6 flow-label: the words of the link are never closed with |"}},
		{"bracket in an answer", "a -->|yes (all)| b[(]", []string{"12:11 flow-label: the words of the link contain '('", "12:21 flow-label: the text of step b contains ']'"}},
		{"& without spaces", "a&b", []string{"12:2 flow-syntax: & is out of place"}},
		{"& without a step", "a & \nb", []string{"12:5 flow-syntax: a step is missing"}},
		{"shape by @", "a@{ shape: diamond }", []string{"12:2 flow-unsupported: @ is not supported"}},
		{"edge id", "a e1@--> b", []string{"12:3 flow-syntax: unexpected 'e'"}},
		{"comment behind a statement", "a --> b %% why", []string{"12:9 flow-syntax: a comment does not follow a statement on the same line"}},
		{"class without step", "class x", []string{"12:1 flow-syntax: class needs steps and a name"}},
		{"class sign without a name", "a::: --> b", []string{"12:5 flow-syntax: ::: is followed by no class"}},
		{"subgraph never closed", "subgraph s\na\nsubgraph t\nend", []string{"12:1 flow-lane: the subgraph is never closed"}},
		{"end without subgraph", "a\nend", []string{"13:1 flow-lane: end closes no subgraph"}},
		{"two subgraphs of one id", "subgraph s [One]\nend\nsubgraph s [Two]\nend", []string{`14:10 flow-lane: there are two subgraphs "s"`}},
		{"bracket in a title", "subgraph Team (all)\na\nend", []string{"12:15 flow-label: the subgraph's title contains '(' and is not in quotes"}},
		{"step and subgraph of one id", "subgraph s\ns[Step]\nend", []string{`13:1 flow-id: "s" is both a step and a subgraph`}},
		{"link to an empty subgraph", "subgraph s\nend\na --> s", []string{`14:7 flow-lane: the link goes to or from the subgraph "s", which has no steps`}},
		{"callback", "a\nclick a callback \"tip\"\nclick a call f()", []string{"13:9 flow-link: click may not run a script", "14:9 flow-link: click may not run a script"}},
		{"click on no step", "a\nclick b \"x.md\"", []string{`13:7 flow-link: click names "b", which is not a step`}},
		{"click without target", "a\nclick a", []string{"13:1 flow-link: click has no target"}},
		{"href without quotes", "a\nclick a href x.md", []string{"13:14 flow-link: the target after href is not in double quotes"}},
		{"script", "a\nclick a \"JavaScript:f()\"", []string{"13:9 flow-link: a link may not lead to javascript:"}},
		{"script behind a tab", "a\nclick a \"java\tscript:f()\"", []string{"13:9 flow-link: the link's target contains a space, a backslash or a control character"}},
		{"data", "a\nclick a href \"data:text/html,x\"", []string{"13:14 flow-link: a link may not lead to data:"}},
		{"host without scheme", "a\nclick a \"//example.org\"", []string{"13:9 flow-link: the link's target names a host without a scheme"}},
		{"host by backslash", "a\nclick a \"/\\example.org\"", []string{"13:9 flow-link: the link's target contains a space, a backslash or a control character"}},
		{"empty target", "a\nclick a \"\"", []string{"13:9 flow-link: the link has no target"}},
		{"title in braces", "accTitle { x }\na", []string{"12:10 flow-title: accTitle takes no braces"}},
		{"description never closed", "a\naccDescr {\nx", []string{"13:1 flow-title: accDescr { is never closed"}},
		{"settings never closed", "a\n%%{init: {}", []string{"13:1 flow-syntax: %%{ is never closed"}},
		{"direction to nowhere", "direction UP\na", []string{`12:1 flow-syntax: "UP" is not a direction`}},
		{"no steps", "%% nothing", []string{"12:10 flow-syntax: the chart has no steps"}},
		{"all mistakes at once", "a -> b\nc[x (y)]\nd\nclick d call f()\nend", []string{"12:3 flow-syntax: this arrow is not a link",
			"13:5 flow-label: the text of step c contains '('", "15:9 flow-link: click may not run a script", "16:1 flow-lane: end closes no subgraph"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			g, found := Parse("flowchart TD\n"+test.body, fence)
			if g != nil {
				t.Errorf("accepted: %s", show(g))
			}
			if got := severities(found, diag.Error); !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
			for _, f := range found {
				if f.Hint == "" || f.File != "p.md" {
					t.Errorf("without hint or file: %+v", f)
				}
			}
		})
	}
}

func TestHeaderErrors(t *testing.T) {
	for _, test := range []struct{ source, want string }{
		{"", "10:1 flow-header: the block has no flowchart"},
		{"\n\n", "10:1 flow-header: the block has no flowchart"},
		{"%% only\n", "11:7 flow-header: the block has no flowchart"},
		{"a --> b", "11:1 flow-header: the block does not begin with flowchart"},
		{"\nsequenceDiagram\n  A->>B: x", "12:1 flow-header: sequenceDiagram is a Mermaid diagram but not a flowchart"},
		{"flowchart UP\na", `11:11 flow-header: "UP" is not a direction`},
		{"flowchart TD a --> b\nb", `11:11 flow-header: "TD a --> b" is not a direction`},
		{"---\ntitle: x\nflowchart TD", "11:1 flow-syntax: the chart's front matter is never closed"},
	} {
		g, found := Parse(test.source, fence)
		got := severities(found, diag.Error)
		if g != nil || len(got) == 0 || got[0] != test.want {
			t.Errorf("%q: got %q, want %q", test.source, got, test.want)
		}
	}
	if IsFlowchart("sequenceDiagram\n") || !IsFlowchart("---\nconfig:\n---\n%% c\ngraph TD\n") {
		t.Error("IsFlowchart does not tell a flowchart from another diagram")
	}
}

// TestWarnings holds one case for everything that is read without effect.
func TestWarnings(t *testing.T) {
	for _, test := range []struct{ name, body, want, graph string }{
		{"style", "a\nstyle a fill:#fff;stroke:#000", "13:1 flow-ignored: style has no effect here", "a=action:a"},
		{"link style", "a --> b\nlinkStyle 0 stroke:red", "13:1 flow-ignored: linkStyle has no effect here", "a=action:a | b=action:b | a>b"},
		{"direction", "subgraph s\ndirection LR\na\nend", "13:1 flow-ignored: direction has no effect here", "a=action:a@s | lane s<=s"},
		{"settings", "a\n%%{init: {\n}}%%", "13:1 flow-ignored: %%{...}%% settings have no effect here", "a=action:a"},
		{"invisible", "a ~~~ b ~~~|x| c", "12:3 flow-ignored: an invisible link has no effect here", "a=action:a | b=action:b | c=action:c"},
		{"hexagon", "a{{X}}", "12:2 flow-ignored: the shape {{ }} is drawn as a plain box", "a=action:X"},
		{"slanted", `a[/X\]`, "12:2 flow-ignored: the shape [/ /] is drawn as a plain box", "a=action:X"},
		{"circle", "a((X))", "12:2 flow-ignored: the shape (( )) is drawn as a plain box", "a=action:X"},
		{"double circle", "a(((X)))", "12:2 flow-ignored: the shape ((( ))) is drawn as a plain box", "a=action:X"},
		{"drum", "a[(X)]", "12:2 flow-ignored: the shape [( )] is drawn as a plain box", "a=action:X"},
		{"double box", "a[[X]]", "12:2 flow-ignored: the shape [[ ]] is drawn as a plain box", "a=action:X"},
		{"round end", "a --o b", "12:3 flow-ignored: a round or crossed end is drawn as an arrow", "a=action:a | b=action:b | a>b"},
		{"crosses", "a x--x b", "12:3 flow-ignored: a round or crossed end is drawn as an arrow", "a=action:a | b=action:b | a>b"},
		{"HTML", `a[<b onclick="x">X</b>]`, "", "refused"},
		{"HTML in quotes", `a["<b>X</b><img src=x>"]`, "12:3 flow-ignored: HTML in the text of step a is not shown", "a=action:X"},
		{"Markdown", "a[\"`**X**`\"]", "12:3 flow-ignored: Markdown in the text of step a is not shown", "a=action:X"},
		{"icon", "a[fa:fa-ban X]", "12:3 flow-ignored: an icon in the text of step a is not shown", "a=action:X"},
		{"window", "a\nclick a \"x.md\" \"T\" _blank", "13:20 flow-ignored: a window for the link has no effect here", "a=action:a -> x.md (T)"},
		{"two links", "a\nclick a \"x.md\"\nclick a \"y.md\"", `14:7 flow-link: step "a" has two links; the last one counts`, "a=action:a -> y.md"},
		{"class of no step", "a\nclass a, b x", `13:10 flow-ignored: class names "b", which is not a step`, "a=action:a .x"},
		{"two texts", "a[X]\na[Y]", `13:1 flow-id: step "a" has two texts or shapes; the last one counts`, "a=action:Y"},
		{"unquoted directive in an action", "a[Within {{standard first-review}} x]", "12:10 flow-label: Mermaid's own preview cannot read {{ }} in the text of step a unless it is quoted",
			"a=action:Within {{standard first-review}} x"},
		{"unquoted directive in a question", "a{Past {{standard permanence-limit}}}", "12:8 flow-label: Mermaid's own preview cannot read {{ }} in the text of step a unless it is quoted",
			"a=question:Past {{standard permanence-limit}}"},
		{"question that begins with a directive", "a{{{standard first-review}} past?}", "12:3 flow-label: Mermaid's own preview cannot read {{ }} in the text of step a unless it is quoted",
			"a=question:{{standard first-review}} past?"},
		{"no title", "subgraph\na\nend", "12:1 flow-lane: the subgraph has no title", "a=action:a@lane 1 | lane lane 1<="},
		{"step in another lane", "subgraph s\na --> b\nend\nsubgraph t\nb[B]\nend", `16:1 flow-lane: step "b" is written here but belongs to the subgraph "s", where it is mentioned first`,
			"a=action:a@s | b=action:B@s | a>b | lane s<=s | lane t<=t"},
		{"link to a lane", "a --> s\nsubgraph s\nb --> c\nend", `12:7 flow-lane: "s" is a subgraph; the link is taken to mean its first step, "b"`,
			"a=action:a | b=action:b@s | c=action:c@s | a>b | b>c | lane s<=s"},
		{"link from a lane around lanes", "subgraph s\nsubgraph t\nb --> c\nend\nend\ns --> a", `17:1 flow-lane: "s" is a subgraph; the link is taken to mean its last step, "c"`,
			"b=action:b@t | c=action:c@t | a=action:a | b>c | c>a | lane s<=s | lane t<s=t"},
	} {
		t.Run(test.name, func(t *testing.T) {
			g, found := Parse("flowchart TD\n"+test.body, fence)
			if got := show(g); got != test.graph {
				t.Errorf("got  %s\nwant %s", got, test.graph)
			}
			if test.want == "" {
				return
			}
			if got := severities(found, diag.Warning); len(got) == 0 || got[0] != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	for _, source := range []string{"flowchart BT\na", "flowchart RL\na", "---\nconfig:\n  look: neo\n---\nflowchart TD\na"} {
		if g, found := Parse(source, fence); g == nil || len(severities(found, diag.Warning)) != 1 {
			t.Errorf("%q: want one warning, got %v", source, found)
		}
	}
}

func TestLimits(t *testing.T) {
	chain := func(n int) string {
		var b strings.Builder
		b.WriteString("flowchart TD\n")
		for i := range n {
			fmt.Fprintf(&b, "n%d\n", i)
		}
		return b.String()
	}
	if g, found := Parse(chain(MaxNodes), fence); g == nil || len(g.Nodes) != MaxNodes {
		t.Errorf("%d steps are refused: %v", MaxNodes, found)
	}
	_, found := Parse(chain(MaxNodes+3), fence)
	// The 501st step is on source line 502, page line 512.
	if got := severities(found, diag.Error); !slices.Equal(got, []string{"512:1 flow-limit: the chart has more than 500 steps"}) {
		t.Errorf("got %q", got)
	}
	var ids []string
	for i := range 50 {
		ids = append(ids, fmt.Sprint("n", i))
	}
	all := strings.Join(ids, " & ")
	_, found = Parse("flowchart TD\n"+all+" --> "+all, fence) // 2,500 links
	if got := severities(found, diag.Error); len(got) != 1 || !strings.Contains(got[0], "more than 1000 links") {
		t.Errorf("got %q", got)
	}
	_, found = Parse("flowchart TD\na\n"+strings.Repeat("subgraph\n", MaxLanes+2)+strings.Repeat("end\n", MaxLanes+2), fence)
	if got := severities(found, diag.Error); !slices.Equal(got, []string{"113:1 flow-limit: the chart has more than 100 subgraphs"}) {
		t.Errorf("got %q", got)
	}
}

// TestLongSource reads half a megabyte of what is slow to read by a reader that looks back or ahead too often.
func TestLongSource(t *testing.T) {
	for _, piece := range []string{"a-->b-->", "a o--o b ", "a & ", "a[x(y)];", "a>x\n", "accDescr {\n", "a[\"x\n", "a -- x\n", "a[{{x\n", "%%\n", "a\n%%{x}%%\n",
		"subgraph s\n", "end\n", "class a x\n", "a -->|x(y)| ", "click a \"x\"\n", "a\n\n", "a ~~~ b & ", "<", "[", "&lt;", ";%%"} {
		began := time.Now()
		Parse("flowchart TD\n"+strings.Repeat(piece, 500_000/len(piece)), fence)
		if took := time.Since(began); took > 5*time.Second { // measured: under 0.2 s each
			t.Errorf("%q: took %v", piece, took)
		}
	}
}
