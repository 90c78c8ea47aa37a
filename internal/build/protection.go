package build

import (
	"fmt"
	"html"
	"regexp"
	"strings"

	"waymark/internal/chart"
	"waymark/internal/disclose"
	"waymark/internal/site"
	"waymark/internal/theme"
)

// figuresPage explains to readers what is hidden and what the marks mean; every table with a mark leads there.
const figuresPage = "about/figures.md"

// marksNote explains the marks that a table shows; "" when it shows none.
func marksNote(t chart.Table, policy disclose.Policy) string {
	var texts []string
	for r, row := range t.Rows {
		for k, text := range row {
			switch {
			case r < len(t.Marks) && t.Marks[r][k] != "":
				texts = append(texts, "["+t.Marks[r][k]+"]")
			case k > 0: // the first cell is the name of the row
				texts = append(texts, text)
			}
		}
	}
	return explainMarks(texts, policy)
}

// marks explains the marks among the figures that a page published at from shows.
func (b *builder) marks(from string, texts []string) theme.MarksView {
	v := theme.MarksView{Text: explainMarks(texts, b.released.Policy())}
	if page := b.tree.Page(figuresPage); page != nil && v.Text != "" {
		v.Href = site.Relative(from, page.Out)
	}
	return v
}

// countRange is a range of counts: "0 to 5".
var countRange = regexp.MustCompile(`^\d+ to \d+$`)

// explainMarks says what the marks among some figures mean; "" when there are none.
func explainMarks(texts []string, policy disclose.Policy) string {
	seen := map[string]bool{}
	for _, text := range texts {
		switch {
		case strings.HasPrefix(text, "under ") || strings.HasPrefix(text, "over ") || countRange.MatchString(text):
			seen["range"] = true
		default:
			seen[text] = true
		}
	}
	var out []string
	for _, m := range []struct{ mark, words string }{
		{"[c]", "[c]" + strings.TrimPrefix(policy.MarkText(), "c:")},
		{"range", "“Under” and “over”, and counts such as “0 to 5”, give a range; the exact figure is hidden."},
		{"[u]", "[u] too few children for a percentage or a middle value."},
		{"[low]", "[low] rounds to zero but is not zero."},
		{"[z]", "[z] does not apply: there was nobody to count."},
		{"[x]", "[x] not available."},
	} {
		if seen[m.mark] {
			out = append(out, m.words)
		}
	}
	return strings.Join(out, " ")
}

// shownValues are the figures of a list, as readers see them.
func shownValues(figures []theme.FigureView) []string {
	var out []string
	for _, f := range figures {
		out = append(out, f.Value)
	}
	return out
}

// Disclosure implements markdown.Figures: the rules that figures were released under, or what came of them. It is made of the released figures
// and the policy. How many figures are hidden because they are small is not said: readers see one mark for every reason.
func (b *builder) Disclosure(part string) []byte {
	var out strings.Builder
	table := func(label string, head [2]string, rows [][2]string) {
		fmt.Fprintf(&out, `<section class="wm-table" tabindex="0" aria-label="%s"><table><thead><tr><th scope="col">%s</th><th scope="col">%s</th></tr></thead><tbody>`,
			html.EscapeString(label), html.EscapeString(head[0]), html.EscapeString(head[1]))
		for _, row := range rows {
			fmt.Fprintf(&out, `<tr><th scope="row">%s</th><td>%s</td></tr>`, html.EscapeString(row[0]), html.EscapeString(row[1]))
		}
		out.WriteString("</tbody></table></section>\n")
	}
	if part == "disclosure-rules" {
		table("The rules in force", [2]string{"Rule", "In force on this site"}, rulesInForce(b.released.Policy()))
		return []byte(out.String())
	}
	t := b.released.Tested()
	if t.Tables == 0 {
		return []byte("<p>This site publishes no figures about children.</p>\n")
	}
	earlier := "Earlier releases were not considered: there is no record of them."
	if b.remembered {
		earlier = "Figures of earlier releases count as known to readers."
	}
	table("The result of the last build", [2]string{"What was tested", "Result"}, [][2]string{
		{"Tables published", fmt.Sprint(t.Tables)},
		{"Different counts shown as a number", fmt.Sprint(t.Shown)},
		{"Given as a range", fmt.Sprint(t.Ranges)},
		{"Hidden", fmt.Sprint(t.Hidden)},
		{"Breakdowns left out as a whole", fmt.Sprint(t.Dropped)},
		{"Sums between counts, of which a reader could use any; those of groups inside others come on top", fmt.Sprint(t.Sums)},
		{"Hidden counts and ranges that kept fewer possible values than the rule asks", fmt.Sprint(t.Failed)},
		{"Earlier releases", earlier},
	})
	return []byte(out.String())
}

func rulesInForce(p disclose.Policy) [][2]string {
	yes := func(b bool, yes, no string) string {
		if b {
			return yes
		}
		return no
	}
	values := p.MinValues
	if values == 0 {
		values = p.MinCount - 1
	}
	return [][2]string{
		{"Counts that are hidden", fmt.Sprintf("1 to %d: children, those of them who met the condition, and those who did not", p.MinCount-1)},
		{"Least group for a percentage", fmt.Sprint(p.MinBase)},
		{"Values that a hidden small count must still be able to have", fmt.Sprint(values)},
		{"Groups with nobody in them", yes(p.Zeros == "show", "shown as 0", "hidden")},
		{"Ranges", yes(p.Bands, "given in place of a hidden part, where the range itself gives nothing away", "not given")},
		{"Breakdowns are left out", fmt.Sprintf("when more than %.0f%% of their groups, or more than %.0f%% of the parts in them, would be hidden", 100*p.DropBaseOver, 100*p.DropPartOver)},
		{"Breakdowns of figures over a year", yes(p.BreakdownStep == "year", "for years that do not overlap", "each quarter")},
		{"A child who is alone in a group and knows it", yes(p.Singletons, "counts as a reader who knows more", "is not considered")},
		{"Middle values", fmt.Sprintf("from %d children, quartiles from %d; rounded to %d days, or the week or month they are measured in", p.MedianMin, p.QuartileMin, p.MedianUnit)},
		{"Figures of closed periods", yes(p.Revisions == "freeze", "do not change", "may be restated; the ledger says when")},
	}
}
