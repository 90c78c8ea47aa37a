package flow

import "html"

// Poster is what a drawing needs to stand alone as a file: it may be found years later in a folder or in somebody's
// slides, so it says what it shows and where it comes from.
type Poster struct {
	Title string   // printed above it, and its name for assistive software
	Descr string   // its description for assistive software
	Foot  []string // printed below it, small: the source, the day it was checked, a warning
	// Href is where a step leads; nil or "" for nowhere. A file can be taken anywhere, so only whole addresses
	// make sense.
	Href func(n *Node) string
}

// What stands around the drawing in a file, in pixels.
const (
	posterTitle = 20.0
	posterLine  = 26.0
	footSize    = 11.0
	footLine    = 15.0
)

// Standalone writes the drawing as a file of its own, with the colours of the light scheme in it: programs for
// documents and presentations know neither style sheets nor custom properties.
func (d *Drawing) Standalone(g *Graph, p Poster) []byte {
	w := &svgWriter{d: d, g: g, p: Picture{Href: p.Href}, paint: func(role string) string { return paper[role] }}
	width := max(d.W, 320)
	title := wrap(p.Title, width-2*margin, posterTitle, true)
	above := float64(len(title))*posterLine + margin
	var foot []string
	for _, line := range p.Foot {
		foot = append(foot, wrap(line, width-2*margin, footSize, false)...)
	}
	height := above + d.H
	if len(foot) > 0 {
		height += float64(len(foot))*footLine + margin
	}
	w.f(`<svg xmlns="http://www.w3.org/2000/svg" role="group" aria-labelledby="title" aria-describedby="desc" width="%s" height="%s" viewBox="0 0 %[1]s %[2]s" font-family="%[3]s">`+
		"\n<title id=\"title\">%s</title>\n<desc id=\"desc\">%s</desc>\n"+`<rect width="100%%" height="100%%" fill="#ffffff"/>`+"\n",
		tenth(width), tenth(height), faces, html.EscapeString(p.Title), html.EscapeString(p.Descr))
	for i, line := range title {
		w.f(`<text fill="#17211f" font-size="20" font-weight="700" x="%d" y="%s">%s</text>`+"\n", margin, tenth(float64(i+1)*posterLine-2), html.EscapeString(line))
	}
	w.f(`<g transform="translate(0 %s)">`+"\n", tenth(above))
	w.chart()
	w.b.WriteString("</g>\n")
	for i, line := range foot {
		w.f(`<text fill="#505c5a" font-size="11" x="%d" y="%s">%s</text>`+"\n", margin, tenth(above+d.H+float64(i+1)*footLine-3), html.EscapeString(line))
	}
	w.b.WriteString("</svg>\n")
	return []byte(w.b.String())
}

// paper is how the file looks.
var paper = map[string]string{
	"lane":       ` fill="#f4f1ea" stroke="#cfc8b8"`,
	"lane-in":    ` fill="#ece7dc" stroke="#cfc8b8"`,
	"lane-title": ` fill="#505c5a" font-size="13" font-weight="700"`,
	"line":       ` fill="none" stroke="#3f4a48" stroke-width="1.5"`,
	"exception":  ` fill="none" stroke="#3f4a48" stroke-width="1.5" stroke-dasharray="5 4"`,
	"main":       ` fill="none" stroke="#17211f" stroke-width="3"`,
	"head":       ` fill="#3f4a48"`,
	"answer":     ` fill="#17211f" font-size="13" font-weight="700" text-anchor="middle"`,
	"start":      ` fill="#ffffff" stroke="#3f4a48" stroke-width="1.5"`,
	"action":     ` fill="#ffffff" stroke="#3f4a48" stroke-width="1.5"`,
	"note":       ` fill="#ffffff" stroke="#8a8577" stroke-dasharray="2 3"`,
	"question":   ` fill="#e3eef7" stroke="#1a5fb0" stroke-width="1.5"`,
	"outcome":    ` fill="#e2f0e7" stroke="#1f6b45" stroke-width="3"`,
	"timescale":  ` fill="#fdf3cf" stroke="#7a5a00" stroke-width="1.5" stroke-dasharray="5 3"`,
	"text":       ` fill="#17211f" font-size="15" text-anchor="middle"`,
	"text-link":  ` fill="#0b5768" font-size="15" text-anchor="middle"`,
	"underline":  ` text-decoration="underline"`,
	"number":     ` fill="#505c5a" font-size="11" font-weight="700" text-anchor="middle"`,
}
