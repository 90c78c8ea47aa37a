package check

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"waymark/internal/content"
	"waymark/internal/diag"
	"waymark/internal/markdown"
	"waymark/internal/site"
)

// prosed draws one page of a small site and runs the checks of prose over it. What a build finds besides is left out.
func prosed(t *testing.T, body, style string, today time.Time) ([]diag.Finding, []Ease) {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"content/a/index.md":            "---\ntitle: T\nsummary: S.\nkind: page\nowner: manager\nreviewed: 2026-01-01\nreview_every: 12 months\n---\n\n" + body,
		"data/a/site.yaml":              "name: Ashford\n",
		"data/a/roles.yaml":             "manager: {title: Manager}\n",
		"data/a/glossary.yaml":          "order: {term: special guardianship order, short: SGO, means: An order.}\n",
		"data/a/standards.yaml":         "first-review: {title: First review, words: 20 working days, amount: 20, unit: working days}\nvisit: {title: Visit, words: every six weeks, amount: 6, unit: weeks}\n",
		"data/a/" + site.HouseStyleName: style,
	} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	var findings diag.List
	s := site.Load(files, site.SiteConfig{ID: "a", Layers: []string{"a"}}, &findings)
	s.Beside = []*site.Site{{Name: "Beeford"}}
	tree := content.Scan(s, nil, &findings)
	page := tree.Page("index.md")
	text, before, err := content.Body(s, page)
	if err != nil {
		t.Fatal(err)
	}
	document := markdown.New(s, tree, nil).Render(markdown.Text{File: page.File, LinesBefore: before, Source: text, Page: page}, &findings)
	prose := NewProse(s, tree, today, &findings)
	prose.Page(page, document.Passages)
	ease := prose.Done()
	return findings.Sorted(), ease
}

func TestProse(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		want       []string // line:column check, or with text that the message holds
	}{
		{"nothing", "## Part\n\nA child needs a home.\n", nil},

		// 943 476 5919 is the example of the NHS Data Dictionary: 9*10+4*9+3*8+4*7+7*6+6*5+5*4+9*3+1*2 = 299, 299 mod 11 = 2, 11-2 = 9.
		{"an NHS number", "The child is 943 476 5919.\n", []string{"10:14 personal-data"}},
		{"ten digits with another check digit", "The invoice is 943 476 5918.\n", nil},
		// Digits 80120000101 and 1 times 2 to 13: 8*2+0+1*4+2*5+0+0+0+0+1*10+0+1*12+1*13 = 65, 65 mod 23 = 19, the letter W.
		{"a pupil number", "It is W801200001011.\n", []string{"10:7 personal-data"}},
		{"thirteen signs with another check letter", "It is A801200001011.\n", nil},
		{"a postcode in a list", "- Write to\n- the Civic Centre, SM4 5DX\n", []string{"11:21 personal-data"}},
		{"an address for mail", "Ask team@ashford.example.\n", []string{"10:5 personal-data"}},
		{"a telephone number in a table", "| Who | Where |\n| --- | --- |\n| Duty | 020 8946 0101 |\n", []string{"12:10 personal-data"}},
		{"a date of birth", "A boy, born on 3 May 2014, moved.\n", []string{"10:8 personal-data"}},
		{"numbers that are none", "See section 20, regulation 33(1), page 1989, 26 weeks and 2010/959.\n", nil},

		{"another authority", "Staff of Beeford decide; Beefordshire does not.\n", []string{"10:10 other-authority"}},
		{"ago", "It was written two years ago.\n", []string{"10:16 relative-date"}},
		{"a range ago", "It was bought 12 to 18 months ago.\n", []string{"10:15 relative-date"}},
		{"a time of any child", "In the last year of school, and before the next meeting.\n", nil},

		{"an abbreviation", "Ask the ADM and the ADM's deputy.\n", []string{"10:9 abbreviation"}},
		{"an abbreviation with its words", "The Agency Decision Maker (ADM) decides. The ADM writes.\n", nil},
		{"one of the glossary", "An SGO and two SGOs.\n", nil},
		{"one that everybody knows", "A PDF.\n", nil},
		{"code", "Write `ADM`.\n", nil},

		{"a word of the house", "The  tacking meeting; attacking.\n", []string{"10:6 house-word"}},
		{"a timescale typed", "Within 20 working days, and every six weeks.\n", []string{"10:8 repeated-number", "10:35 repeated-number"}},
		{"a timescale named", "Within {{standard first-review}}, or 21 working days, or 20 days.\n", nil},

		{"a level left out", "## One\n\nText.\n\n#### Four\n\nText.\n", []string{"14:1 heading"}},
		{"an empty part", "## One\n\n## Two\n\nText.\n\n### Three\n", []string{"10:4 empty-heading", "16:5 empty-heading"}},
		{"a part with a block", "## One\n\n```steps\nAsk: Why?\n```\n", nil},
		{"words of a link", "Look [here](https://www.gov.uk/) and at [the law](https://www.gov.uk/).\n", []string{"10:7 link-text"}},
		{"a question not answered", "Does it change?\n\n- [ ] Yes\n- [ ] No\n\nIs it new?\n\n- [x] Yes\n- [ ] No\n", []string{"10:1 unanswered-form"}},
		{"an answer not chosen in a table", "| Question | Answer |\n| --- | --- |\n| New? | Yes / No: none chosen |\n| Old? | Yes, since May |\n", []string{"12:10 unanswered-form"}},
		{"a list of tasks", "- [ ] Yes, the plan is agreed\n- [ ] The child was asked\n", nil},
	} {
		findings, _ := prosed(t, tt.body, "abbreviations: [PDF]\nwords: [{write: tracking, not: [tacking]}]\n", time.Time{})
		var got []string
		for _, f := range findings {
			got = append(got, fmt.Sprintf("%d:%d %s", f.Line, f.Column, f.Check))
			if f.Check == "personal-data" && (!f.Private || f.Severity != diag.Error) {
				t.Errorf("%s: personal data must be an error that is not shown", tt.name)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestAllowances(t *testing.T) {
	const style = `allow:
  - {check: personal-data, text: team@ashford.example, why: the office, until: 2027-11-30}
  - {check: other-authority, text: Beeford, page: other.md, why: a fact, until: 2027-11-30}
  - {check: relative-dat, text: recently, why: w, until: 2027-11-30}
  - {check: relative-date, text: soon, until: 2027-11-30}
  - {check: relative-date, text: lately, why: w}
`
	day := func(text string) time.Time { d, _ := time.Parse(time.DateOnly, text); return d }
	const body = "Ask Team@ashford.example of Beeford.\n"
	for _, tt := range []struct {
		today time.Time
		want  string
	}{
		{time.Time{}, `9:29 other-authority: the page of Ashford names Beeford
3: no page needs the allowance for "Beeford" on other.md
4: there is no check of prose called "relative-dat"
5: the allowance for "soon" gives no reason
6: the allowance for "lately" does not say until when`},
		{day("2027-12-01"), `9:5 personal-data: this looks like an e-mail address, so it is not repeated here
9:29 other-authority: the page of Ashford names Beeford
2: the allowance for "team@ashford.example" ended on 2027-11-30
3: the allowance for "Beeford" ended on 2027-11-30
4: the allowance for "recently" ended on 2027-11-30
5: the allowance for "soon" gives no reason
6: the allowance for "lately" does not say until when`},
	} {
		findings, _ := prosed(t, body, style, tt.today)
		var got []string
		for _, f := range findings {
			if f.File == "content/a/index.md" {
				got = append(got, fmt.Sprintf("%d:%d %s: %s", f.Line-1, f.Column, f.Check, f.Message))
			} else {
				got = append(got, fmt.Sprintf("%d: %s", f.Line, f.Message))
			}
		}
		if strings.Join(got, "\n") != tt.want {
			t.Errorf("on %v got\n%s\nwant\n%s", tt.today, strings.Join(got, "\n"), tt.want)
		}
	}
}

// 100 words in 10 sentences; "the cat sat on a mat in my old hut" has 10 syllables, so that the score is
// 206.835 - 1.015*10 - 84.6*1 = 112.085.
func TestEase(t *testing.T) {
	_, ease := prosed(t, strings.Repeat("The cat sat on a mat in my old hut. ", 10)+"\n", "", time.Time{})
	if len(ease) != 1 || ease[0].Words != 100 || ease[0].Sentences != 10 || ease[0].Score != 112 {
		t.Errorf("got %+v", ease)
	}
	if _, ease := prosed(t, "A short page.\n", "", time.Time{}); len(ease) != 0 {
		t.Errorf("a page of three words has a score: %+v", ease)
	}
	for word, want := range map[string]int{"permanence": 3, "home": 1, "table": 2, "why": 1, "20": 1} {
		if got := syllablesOf(word); got != want {
			t.Errorf("%s: got %d syllables, want %d", word, got, want)
		}
	}
}
