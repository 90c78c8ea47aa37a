package content

import (
	"reflect"
	"strings"
	"testing"

	"waymark/internal/diag"
	"waymark/internal/site"
)

func TestOpenMarks(t *testing.T) {
	s := &site.Site{Standards: map[string]*site.Standard{"limit": {Words: "14 months"}}}
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"nothing":     {"## A\n\nText.\n\n| a | b |\n", nil},
		"a row":       {"| What | Answer |\n| --- | --- |\n| Chair | Not stated: **to be confirmed** |\n| Who | All |\n", []string{"Chair: Not stated: to be confirmed"}},
		"a paragraph": {"First.\n\nIt is so, within\n{{standard limit}}. **To be confirmed.**\n", []string{"It is so, within 14 months. To be confirmed."}},
		"a note":      {"> [!IMPORTANT]\n> Question for the author: who [leads](a.md)\n> it?\n\nMore.\n", []string{"who leads it?"}},
		"items":       {"- settled\n- **To be confirmed**: the date\n", []string{"To be confirmed: the date"}},
		"a part":      {"## Questions for the author\n\n> [!IMPORTANT]\n> - When?\n> - How\n>   often?\n\n## Next\n\n- Not this.\n", []string{"When?", "How often?"}},
		"a chart":     {"```mermaid\na>\"Question for the author: when?\"]\n```\n", nil},
		"explained":   {"What is open is marked **To be confirmed**.\n", nil},
		"twice":       {"- **To be confirmed.** It.\n- **To be confirmed.** It.\n", []string{"To be confirmed. It."}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := openMarks(c.body, s); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Texts whose front matter lists what is open are not read again; a fragment is known by its pages.
func TestOpen(t *testing.T) {
	const mark = "The date is **to be confirmed**.\n"
	s := made("common/index.md", front+mark+"\n{{local plan}}\n\n{{local told}}\n", "common/a.md", strings.Replace(front, "---\n", "---\nconfirm: [the date]\n", 1)+mark,
		"merton/local/plan.md", mark, "merton/local/told.md", "---\ngaps: [the date]\n---\n"+mark, "merton/local/unused.md", mark)
	var findings diag.List
	tree := Scan(s, nil, &findings)
	wantFindings(t, &findings, nil)
	home := tree.Page("index.md")
	want := []Open{{Pages: []*site.Page{home}, Said: []string{"The date is to be confirmed."}}, {Pages: []*site.Page{home}, Said: []string{"The date is to be confirmed."}}}
	if got := tree.Open(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
}

// What is listed is text of the page, without marks of the markdown.
func FuzzOpenMarks(f *testing.F) {
	for _, seed := range []string{"", "> - **to be confirmed**", "| a | **To be confirmed** |", "## Questions for the author\n- a\n```\nb", "Question for the author: x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		for _, said := range openMarks(body, &site.Site{}) {
			if said == "" || strings.ContainsAny(said, "\n*`") {
				t.Errorf("%q gives %q", body, said)
			}
		}
	})
}
