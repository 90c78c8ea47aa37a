package markdown

import (
	"fmt"
	"strings"

	"waymark/internal/flow"
	"waymark/internal/site"
)

// How the drawings of a flowchart are shown, in pixels.
const (
	wideScale  = 14.0 / 15 // text of 14 px in the wide drawing, beside body text of 18,
	leastScale = 11.7 / 15 // or nearly as small as 12 px where that spares a screen of 1280 px
	wideScreen = 930.0     // having to scroll
	wideColumn = 560.0     // the narrowest column in which a wide drawing is shown: a wider one scrolls
	largeWidth = 620.0     // a wide drawing beyond this waits for a wider screen
	// A sheet of A4 within the margins of print.css, less the caption, at 96 px to the inch.
	sheetWidth, sheetHeight = 642.0, 880.0
	leastPrint              = 8.0 / 0.75 // 8 pt: smaller text is not printed
)

// flowchart shows a Mermaid block four ways: a wide drawing with lanes, a narrow one without for phones, numbered
// steps that say the same in words, and a walk through the chart one question at a time. The style sheet decides
// which drawing is seen. The steps come before the narrow drawing and after the wide one, so what is seen is
// always in the order in which it is read out.
func (p *pass) flowchart(source string, at site.Source) []byte {
	graph, findings := flow.Parse(source, at)
	p.findings.Add(findings...)
	if graph == nil {
		return nil
	}
	p.findings.Add(flow.Lint(graph)...)
	f := &flowFigure{pass: p, graph: graph, steps: flow.Outline(graph), stepID: map[int]string{}, walkID: map[int]string{}, nodes: map[string]*flow.Node{}, said: map[string]string{}, href: map[string]string{}}
	f.id = p.ids.unique("flow-" + graph.ID)
	title := p.ids.unique(f.id + "-title")
	for _, s := range f.steps {
		f.stepID[s.Number] = p.ids.unique(fmt.Sprintf("%s-step-%d", f.id, s.Number))
	}
	f.walk = p.ids.unique(f.id + "-walk")
	for _, s := range f.steps {
		f.walkID[s.Number] = p.ids.unique(fmt.Sprintf("%s-%d", f.walk, s.Number))
	}
	for i := range graph.Nodes {
		n := &graph.Nodes[i]
		f.nodes[n.ID] = n
		if n.Link != nil {
			if to, ok := p.target(n.Link.Href, n.Link.Pos); ok {
				f.href[n.ID] = to
			}
		}
	}

	f.printf(`<figure class="wm-figure wm-flowchart" aria-labelledby="%s"><figcaption><p class="wm-flow-title" id="%[1]s">%s</p>`, title, p.expand(graph.Title, graph.Pos))
	if graph.Descr != "" {
		f.printf(`<p>%s</p>`, p.expand(graph.Descr, graph.Pos))
	}
	f.drawings()
	f.printf(`</figure>`)
	return []byte(f.b.String())
}

// flowFigure is the work on one flowchart.
type flowFigure struct {
	*pass
	b     strings.Builder
	graph *flow.Graph
	steps []flow.Step
	nodes map[string]*flow.Node
	said  map[string]string // texts as HTML
	href  map[string]string // where a step leads, by node
	id    string
	// Ids of the numbered steps as a whole, and of the walk.
	inWords string
	walk    string
	stepID  map[int]string // ids of the steps, and of those of the walk, by number
	walkID  map[int]string
}

func (f *flowFigure) printf(format string, args ...any) { fmt.Fprintf(&f.b, format, args...) }

// drawings ends the caption with the ways to read the chart, and writes them.
func (f *flowFigure) drawings() {
	wide, narrow := flow.Wide, flow.Narrow
	wide.Words, narrow.Words = f.labelWords, f.labelWords
	a, b := flow.Fit(f.graph, wide), flow.Fit(f.graph, narrow)

	scale := max(leastScale, min(wideScale, wideScreen/a.W))
	large := ""
	if a.W*scale > largeWidth {
		large = " wm-flow-large"
	}
	reach := ""
	if a.W*scale > wideColumn {
		reach = ` tabindex="0"`
	}
	// On paper the first drawing that fits one sheet is printed, and none that does not.
	wideSheet, narrowSheet := "", ""
	switch {
	case fitsSheet(a):
		wideSheet = " wm-flow-sheet"
	case fitsSheet(b):
		narrowSheet = " wm-flow-sheet"
	}
	one, other := f.picture("wide", scale), f.picture("narrow", 1)

	f.inWords = f.ids.unique(f.id + "-steps")
	f.printf(`<p class="wm-flow-ways"><a class="wm-wide%s" href="#%s">Numbered steps</a> <a class="wm-narrow%[1]s" href="#%[3]s">Drawing</a>`, large, f.inWords, other.ID)
	if f.walks() {
		f.printf(` <a href="#%s">One question at a time</a>`, f.walk)
	}
	f.printf(`</p></figcaption>`)

	f.printf(`<section class="wm-wide wm-flow-drawing%s%s" aria-label="Drawing: %s"%s>`, large, wideSheet, escape(one.Title), reach)
	f.b.Write(a.Inline(f.graph, one))
	f.printf(`</section>`)

	f.outline()

	f.printf(`<div class="wm-narrow wm-flow-drawing%s%s">`, large, narrowSheet)
	f.b.Write(b.Inline(f.graph, other))
	f.printf(`</div>`)

	f.walkThrough()
}

func (f *flowFigure) picture(name string, scale float64) flow.Picture {
	id := f.ids.unique(f.id + "-" + name)
	return flow.Picture{ID: id, TitleID: f.ids.unique(id + "-title"), Title: f.labelWords(f.graph.Title), Class: "wm-flow-svg", Scale: scale,
		Href: func(n *flow.Node) string { return f.href[n.ID] }}
}

// fitsSheet says whether a drawing fits one sheet of A4 while its text stays large enough.
func fitsSheet(d *flow.Drawing) bool {
	scale := min(1, sheetWidth/d.W, sheetHeight/d.H)
	return d.Size*scale >= leastPrint
}

// outline writes the numbered steps: who does what, and where each answer leads.
func (f *flowFigure) outline() {
	f.printf(`<p class="wm-flow-part" id="%s">The chart in numbered steps</p><ol class="wm-flow">`, f.inWords)
	for _, s := range f.steps {
		f.printf(`<li id="%s" class="wm-flow-%s"><div class="wm-flow-text">`, f.stepID[s.Number], s.Kind)
		f.words(s)
		f.printf(`</div>`)
		if len(s.Answers) > 0 && !(len(s.Answers) == 1 && s.Answers[0].Text == "" && s.Answers[0].To == s.Number+1) {
			f.printf(`<ul class="wm-flow-answers">`)
			for _, a := range s.Answers {
				way := "go to"
				if a.Back {
					way = "go back to"
				}
				f.printf(`<li>%s: <a href="#%s">%s step %d</a></li>`, capital(f.answer(s, a, "then")), f.stepID[a.To], way, a.To)
			}
			f.printf(`</ul>`)
		}
		f.printf(`</li>`)
	}
	f.printf(`</ol>`)
}

// words writes what a step says, and whose it is.
func (f *flowFigure) words(s flow.Step) {
	text := f.say(strings.ReplaceAll(s.Text, "\n", " "), f.nodes[s.Node].Pos)
	if to := f.href[s.Node]; to != "" {
		text = `<a href="` + escape(to) + `">` + text + `</a>`
	}
	if label := flowLabels[s.Kind]; label != "" {
		f.printf(`<span class="wm-flow-kind">%s</span> `, label)
	}
	f.printf(`%s`, text)
	if s.Lane != "" {
		f.printf(` <span class="wm-flow-lane">%s</span>`, f.say(s.Lane, f.graph.Pos))
	}
}

// say is expand, once for each text, so that a mistake in it is found once.
func (f *flowFigure) say(text string, at site.Source) string {
	html, ok := f.said[text]
	if !ok {
		html = f.expand(text, at)
		f.said[text] = html
	}
	return html
}

func (f *flowFigure) answer(s flow.Step, a flow.Answer, otherwise string) string {
	if a.Text == "" {
		return otherwise
	}
	return f.say(a.Text, f.nodes[s.Node].Pos)
}

// walks says whether a walk tells more than the chart at a glance.
func (f *flowFigure) walks() bool { return len(f.steps) > 2 }

// walkThrough writes every step as a section of its own, with its answers as links to the next. The style sheet
// shows the one that the address names, or the first; nothing is kept of the way taken, and no script is needed.
func (f *flowFigure) walkThrough() {
	if !f.walks() {
		return
	}
	f.printf(`<details class="wm-walk" id="%s"><summary>Go through it one question at a time</summary>`, f.walk)
	for n, s := range f.steps {
		f.printf(`<section class="wm-walk-step wm-flow-%s" id="%s" tabindex="-1" aria-label="Step %d"><p class="wm-walk-number">Step %[3]d of %d</p><div class="wm-flow-text">`, s.Kind, f.walkID[s.Number], s.Number, len(f.steps))
		f.words(s)
		f.printf(`</div>`)
		if len(s.Answers) > 0 {
			f.printf(`<ul class="wm-walk-answers">`)
			for _, a := range s.Answers {
				f.printf(`<li><a href="#%s">%s</a></li>`, f.walkID[a.To], capital(f.answer(s, a, "next step")))
			}
			f.printf(`</ul>`)
		} else if s.Kind == flow.Outcome {
			f.printf(`<p class="wm-walk-end">The chart ends here.</p>`)
		}
		if n > 0 {
			f.printf(`<p class="wm-walk-again"><a href="#%s">Start again</a></p>`, f.walkID[f.steps[0].Number])
		}
		f.printf(`</section>`)
	}
	f.printf(`</details>`)
}

// flowLabels name a step's kind in words, so that no shape or colour has to.
var flowLabels = map[flow.Kind]string{
	flow.Start:    "Start",
	flow.Question: "Question",
	flow.Outcome:  "Outcome",
}

// labelWords is expand as plain text and without findings, for a drawing: its text is measured as it is printed.
func (p *pass) labelWords(text string) string {
	var b strings.Builder
	for {
		i := strings.Index(text, "{{")
		if i < 0 {
			return b.String() + text
		}
		name, argument, length, ok := scanDirective([]byte(text[i:]))
		if !ok {
			return b.String() + text
		}
		b.WriteString(text[:i])
		text = text[i+length:]
		if s := p.site.Standards[argument]; name == "standard" && s != nil {
			b.WriteString(s.Words)
		}
	}
}
