package markdown

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"strings"

	"waymark/internal/content"
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
)

// sheetA4 is a sheet of A4 within the margins of print.css, less the caption, at 96 px to the inch; text smaller than
// 8 pt is not printed.
var sheetA4 = flow.Sheet{W: 642, H: 860, Text: 8 / 0.75}

// Flowchart is one flowchart of a page, for whoever wants it in another form.
type Flowchart struct {
	Graph *flow.Graph         // nil when it could not be read
	Words func(string) string // turns a text as it was written into the one that is printed
	At    site.Source         // the opening fence
	Lines int                 // of its source, between the fences
}

// Download is a file that a page offers besides itself.
type Download struct {
	Path string // as published, below the site
	Data []byte
}

// flowchart shows a Mermaid block four ways: a wide drawing with lanes, a narrow one without for phones, numbered
// steps that say the same in words, and a walk through the chart one question at a time. The style sheet decides
// which drawing is seen. The steps come before the narrow drawing and after the wide one, so what is seen is
// always in the order in which it is read out. A drawing that fits one sheet is printed; when the wide one does not, a
// third that is laid out for the sheet takes its place there. The wide one is also published as a file.
func (p *pass) flowchart(source string, at site.Source) []byte {
	graph, findings := flow.Parse(source, at)
	p.findings.Add(findings...)
	if graph == nil {
		p.doc.Flowcharts = append(p.doc.Flowcharts, Flowchart{Words: p.labelWords, At: at, Lines: strings.Count(source, "\n")})
		return nil
	}
	p.findings.Add(flow.Lint(graph)...)
	p.doc.Flowcharts = append(p.doc.Flowcharts, Flowchart{Graph: graph, Words: p.labelWords, At: at, Lines: strings.Count(source, "\n")})
	f := &flowFigure{pass: p, graph: graph, steps: flow.Outline(graph), stepID: map[int]string{}, walkID: map[int]string{}, nodes: map[string]*flow.Node{}, said: map[string]string{},
		href: map[string]string{}, guidance: map[string]*site.Page{}}
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
				if address, err := url.Parse(n.Link.Href); err == nil && address.Scheme == "" && address.Path != "" {
					f.guidance[n.ID] = p.tree.Page(path.Join(path.Dir(p.page.Path), address.Path))
				}
			}
		}
	}
	f.checkTimescales()

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
	b        strings.Builder
	graph    *flow.Graph
	steps    []flow.Step
	nodes    map[string]*flow.Node
	said     map[string]string     // texts as HTML
	href     map[string]string     // where a step leads, by node
	guidance map[string]*site.Page // the same, when it is a page of the site
	id       string
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
	onSheet := ""
	var sheet *flow.Drawing
	if sheetA4.Scale(a) > 0 {
		onSheet = " wm-flow-sheet"
	} else {
		sheet = flow.FitSheet(f.graph, f.labelWords, sheetA4)
	}
	one, other := f.picture("wide", scale), f.picture("narrow", 1)

	f.inWords = f.ids.unique(f.id + "-steps")
	f.printf(`<p class="wm-flow-ways"><a class="wm-wide%s" href="#%s">Numbered steps</a> <a class="wm-narrow%[1]s" href="#%[3]s">Drawing</a>`, large, f.inWords, other.ID)
	if f.walks() {
		f.printf(` <a href="#%s">One question at a time</a>`, f.walk)
	}
	f.printf(` <a href="%s" download>Download the drawing (SVG)</a></p></figcaption>`, escape(f.pass.href(f.download(a))))

	f.printf(`<section class="wm-wide wm-flow-drawing%s%s" aria-label="Drawing: %s"%s>`, large, onSheet, escape(one.Title), reach)
	f.b.Write(a.Inline(f.graph, one))
	f.printf(`</section>`)
	if sheet != nil {
		f.printf(`<div class="wm-flow-drawing wm-flow-paper wm-flow-sheet">`)
		f.b.Write(sheet.Inline(f.graph, f.picture("sheet", 1)))
		f.printf(`</div>`)
	}

	f.outline()

	f.printf(`<div class="wm-narrow wm-flow-drawing%s">`, large)
	f.b.Write(b.Inline(f.graph, other))
	f.printf(`</div>`)

	f.walkThrough()
}

// download publishes the drawing as a file beside the page and returns where. It names where it comes from, because it
// will be met far from the page. Links within the site would not work there and are left out.
func (f *flowFigure) download(d *flow.Drawing) (out string) {
	base := strings.TrimSuffix(f.page.Out, ".html") + "-flowchart"
	out = base + ".svg"
	for n := 2; f.tree.HasAsset(out) || f.hasDownload(out); n++ {
		out = fmt.Sprintf("%s-%d.svg", base, n)
	}
	from := []string{"From the page “" + f.page.Title + "” of " + f.site.Title + "."}
	if day := content.DateWords(f.page.Reviewed); day != "" {
		from[0] += " Page checked " + day + "."
	}
	if f.site.Demonstration != nil {
		from = append(from, f.site.Demonstration.Site)
	}
	data := d.Standalone(f.graph, flow.Poster{Title: f.labelWords(f.graph.Title), Descr: f.labelWords(f.graph.Descr), Foot: from, Href: func(n *flow.Node) string {
		if to := f.href[n.ID]; f.guidance[n.ID] == nil && strings.Contains(to, ":") {
			return to
		}
		return ""
	}})
	f.doc.Downloads = append(f.doc.Downloads, Download{Path: out, Data: data})
	return out
}

func (f *flowFigure) hasDownload(out string) bool {
	for _, d := range f.doc.Downloads {
		if d.Path == out {
			return true
		}
	}
	return false
}

func (f *flowFigure) picture(name string, scale float64) flow.Picture {
	id := f.ids.unique(f.id + "-" + name)
	return flow.Picture{ID: id, TitleID: f.ids.unique(id + "-title"), Title: f.labelWords(f.graph.Title), Class: "wm-flow-svg", Scale: scale,
		Href: func(n *flow.Node) string { return f.href[n.ID] }}
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
		f.timescales(s)
		f.printf(`</li>`)
	}
	f.printf(`</ol>`)
}

// timescales names the timescales that a step states, each linked to where it is kept, with the indicators that
// measure it. Within the step's own words they cannot be links when the whole step is one.
func (f *flowFigure) timescales(s flow.Step) {
	_, ids := withoutDirectives(f.nodes[s.Node].Text)
	for _, a := range s.Answers {
		_, more := withoutDirectives(a.Text)
		ids = append(ids, more...)
	}
	seen := map[string]bool{}
	var list []string
	for _, id := range ids {
		standard := f.site.Standards[id]
		if standard == nil || seen[id] {
			continue
		}
		seen[id] = true
		line := escape(cmp.Or(standard.Title, id)) + `: ` + f.standardHTML(standard, true)
		var measured []string
		for _, i := range f.site.Indicators {
			if i.Standard == id {
				measured = append(measured, `<a href="`+escape(f.pass.href(IndicatorOut(i.ID)))+`">`+escape(i.Title)+`</a>`)
			}
		}
		if len(measured) > 0 {
			line += ` (measured by ` + strings.Join(measured, "; ") + `)`
		}
		list = append(list, line)
	}
	if len(list) > 0 {
		f.printf(`<p class="wm-flow-timescales"><span class="wm-flow-kind">Timescale</span> %s</p>`, strings.Join(list, ". "))
	}
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
// shows the one that the address names, or the first; no script is needed. walk.js adds the way taken so far, which is
// kept in the address's own history and nowhere else. There is nothing to type in.
func (f *flowFigure) walkThrough() {
	if !f.walks() {
		return
	}
	f.printf(`<details class="wm-walk" id="%s"><summary>Go through it one question at a time</summary>`, f.walk)
	for n, s := range f.steps {
		f.printf(`<section class="wm-walk-step wm-flow-%s" id="%s" tabindex="-1" aria-label="Step %d"><p class="wm-walk-number">Step %[3]d of %d</p><div class="wm-flow-text">`, s.Kind, f.walkID[s.Number], s.Number, len(f.steps))
		f.words(s)
		f.printf(`</div>`)
		f.timescales(s)
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
