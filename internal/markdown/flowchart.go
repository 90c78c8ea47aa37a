package markdown

import (
	"fmt"
	"strings"

	"waymark/internal/flow"
	"waymark/internal/site"
)

// flowchart draws a Mermaid block as numbered steps: who does what, and where each answer leads.
func (p *pass) flowchart(source string, at site.Source) []byte {
	graph, findings := flow.Parse(source, at)
	p.findings.Add(findings...)
	if graph == nil {
		return nil
	}
	p.findings.Add(flow.Lint(graph)...)
	steps := flow.Outline(graph)
	chart := p.ids.unique("flow-" + graph.ID)
	title := p.ids.unique(chart + "-title")
	ids := map[int]string{} // of the steps, by number
	for _, s := range steps {
		ids[s.Number] = p.ids.unique(fmt.Sprintf("%s-step-%d", chart, s.Number))
	}

	places := map[string]site.Source{}
	for _, n := range graph.Nodes {
		places[n.ID] = n.Pos
	}

	var b strings.Builder
	b.WriteString(`<figure class="wm-figure wm-flowchart" aria-labelledby="` + title + `"><figcaption><p class="wm-flow-title" id="` + title + `">` + p.expand(graph.Title, graph.Pos) + `</p>`)
	if graph.Descr != "" {
		b.WriteString(`<p>` + p.expand(graph.Descr, graph.Pos) + `</p>`)
	}
	b.WriteString(`</figcaption><ol class="wm-flow">`)
	for _, s := range steps {
		b.WriteString(`<li id="` + ids[s.Number] + `" class="wm-flow-` + string(s.Kind) + `"><div class="wm-flow-text">`)
		text := p.expand(strings.ReplaceAll(s.Text, "\n", " "), places[s.Node])
		if s.Link != nil {
			if to, ok := p.target(s.Link.Href, s.Link.Pos); ok {
				text = `<a href="` + escape(to) + `">` + text + `</a>`
			}
		}
		if label := flowLabels[s.Kind]; label != "" {
			b.WriteString(`<span class="wm-flow-kind">` + label + `</span> `)
		}
		b.WriteString(text)
		if s.Lane != "" {
			b.WriteString(` <span class="wm-flow-lane">` + p.expand(s.Lane, graph.Pos) + `</span>`)
		}
		b.WriteString(`</div>`)
		if len(s.Answers) > 0 && !(len(s.Answers) == 1 && s.Answers[0].Text == "" && s.Answers[0].To == s.Number+1) {
			b.WriteString(`<ul class="wm-flow-answers">`)
			for _, a := range s.Answers {
				words := "then"
				if a.Text != "" {
					words = p.expand(a.Text, places[s.Node])
				}
				way := "go to"
				if a.Back {
					way = "go back to"
				}
				b.WriteString(fmt.Sprintf(`<li>%s: <a href="#%s">%s step %d</a></li>`, capital(words), ids[a.To], way, a.To))
			}
			b.WriteString(`</ul>`)
		}
		b.WriteString(`</li>`)
	}
	b.WriteString(`</ol></figure>`)
	return []byte(b.String())
}

// flowLabels name a step's kind in words, so that no shape or colour has to.
var flowLabels = map[flow.Kind]string{
	flow.Start:    "Start",
	flow.Question: "Question",
	flow.Outcome:  "Outcome",
}
