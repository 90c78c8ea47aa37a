package flow

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
)

// Picture says what an SVG of a drawing needs besides the places.
type Picture struct {
	ID      string  // of the picture
	TitleID string  // of its title
	Title   string  // its name, as it is printed
	Class   string  // of the svg element
	Scale   float64 // 0: as measured
	// Href is where a step leads, as published; nil or "" for nowhere.
	Href func(n *Node) string
}

// Inline writes the drawing for a page. It holds classes and no colours but that of the text around it: a style sheet
// gives those, so that one picture serves light, dark and paper. It has the role of a group, not of an image, which would hide the links.
// Steps stand in the order of the outline, so the Tab key goes through them as a reader would; lines, answers and
// lanes are hidden from assistive software, which has the outline for them.
func (d *Drawing) Inline(g *Graph, p Picture) []byte {
	w := &svgWriter{d: d, g: g, p: p, paint: func(role string) string { return ` class="wm-fd-` + role + `"` + plainInk[role] }}
	scale := p.Scale
	if scale == 0 {
		scale = 1
	}
	w.f(`<svg class="%s" id="%s" role="group" aria-labelledby="%s" width="%s" height="%s" viewBox="0 0 %s %s" fill="none" stroke="currentColor" font-family="%s" font-size="15" text-anchor="middle"><title id="%[3]s">%[9]s</title>`+"\n",
		p.Class, p.ID, p.TitleID, tenth(d.W*scale), tenth(d.H*scale), tenth(d.W), tenth(d.H), faces, html.EscapeString(p.Title))
	w.chart()
	w.b.WriteString("</svg>\n")
	return []byte(w.b.String())
}

// faces have the widths that texts were measured with.
const faces = "Arial, Liberation Sans, Helvetica, Arimo, sans-serif"

// plainInk is what a picture in a page looks like under a theme that says nothing of flowcharts: outlines and text in
// the colour of the text around. Any rule of a style sheet overrules it.
var plainInk = map[string]string{
	"lane-title": ` fill="currentColor" stroke="none" font-size="13" text-anchor="start"`,
	"head":       ` fill="currentColor" stroke="none"`,
	"answer":     ` fill="currentColor" stroke="none" font-size="13"`,
	"text":       ` fill="currentColor" stroke="none"`,
	"text-link":  ` fill="currentColor" stroke="none"`,
	"number":     ` fill="currentColor" stroke="none" font-size="11"`,
}

type svgWriter struct {
	b     strings.Builder
	d     *Drawing
	g     *Graph
	p     Picture
	paint func(role string) string
}

func (w *svgWriter) f(format string, args ...any) { fmt.Fprintf(&w.b, format, args...) }

// chart writes what both forms share.
func (w *svgWriter) chart() {
	w.b.WriteString(`<g aria-hidden="true">` + "\n")
	for _, f := range w.d.Frames {
		w.frame(f)
	}
	for _, l := range w.d.Lines {
		w.line(l)
	}
	for _, l := range w.d.Labels {
		w.text("answer", l.X+l.W/2, l.Y+l.H/2, labelLine, labelSize, l.Lines)
	}
	w.b.WriteString("</g>\n")
	for _, b := range w.d.Boxes {
		w.box(b)
	}
}

func (w *svgWriter) frame(f Frame) {
	role := "lane"
	if f.Depth%2 == 1 {
		role = "lane-in"
	}
	w.f(`<rect%s x="%s" y="%s" width="%s" height="%s" rx="4"/>`, w.paint(role), tenth(f.X), tenth(f.Y), tenth(f.W), tenth(f.H))
	w.f(`<text%s>`, w.paint("lane-title"))
	for i, line := range f.Title {
		w.f(`<tspan x="%s" y="%s">%s</tspan>`, tenth(f.TitleX), tenth(f.TitleY+float64(i)*titleLine+13), html.EscapeString(line))
	}
	w.b.WriteString("</text>\n")
}

// line writes the way with rounded corners and its arrowheads, whose tips are where the way ends.
func (w *svgWriter) line(l Line) {
	role := "line"
	switch l.Kind {
	case Exception:
		role = "exception"
	case Main:
		role = "main"
	}
	var path, heads strings.Builder
	for n, piece := range l.Pieces {
		piece = append([]Point{}, piece...)
		if n == 0 && l.Tail {
			piece[0] = head(&heads, piece[0], piece[1])
		}
		if last := len(piece) - 1; n == len(l.Pieces)-1 && l.Head {
			piece[last] = head(&heads, piece[last], piece[last-1])
		}
		rounded(&path, piece)
	}
	w.f(`<path%s d="%s"/>`, w.paint(role), path.String())
	if heads.Len() > 0 {
		w.f(`<path%s d="%s"/>`, w.paint("head"), heads.String())
	}
	w.b.WriteByte('\n')
}

// head writes an arrowhead with its tip at tip, coming from from, and returns where the line may end under it.
func head(b *strings.Builder, tip, from Point) Point {
	dx, dy := sign(tip.X-from.X), sign(tip.Y-from.Y)
	const half = 4.5
	base := Point{tip.X - dx*headLength, tip.Y - dy*headLength}
	fmt.Fprintf(b, "M%s %sL%s %sL%s %sZ", tenth(tip.X), tenth(tip.Y),
		tenth(base.X-dy*half), tenth(base.Y-dx*half), tenth(base.X+dy*half), tenth(base.Y+dx*half))
	return Point{tip.X - dx*(headLength-2), tip.Y - dy*(headLength-2)}
}

func sign(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}

func rounded(b *strings.Builder, p []Point) {
	fmt.Fprintf(b, "M%s %s", tenth(p[0].X), tenth(p[0].Y))
	for i := 1; i+1 < len(p); i++ {
		a, c, e := p[i-1], p[i], p[i+1]
		r := math.Min(6, math.Min(math.Hypot(c.X-a.X, c.Y-a.Y), math.Hypot(e.X-c.X, e.Y-c.Y))/2)
		fmt.Fprintf(b, "L%s %sQ%s %s %s %s",
			tenth(c.X-r*sign(c.X-a.X)), tenth(c.Y-r*sign(c.Y-a.Y)), tenth(c.X), tenth(c.Y),
			tenth(c.X+r*sign(e.X-c.X)), tenth(c.Y+r*sign(e.Y-c.Y)))
	}
	last := p[len(p)-1]
	fmt.Fprintf(b, "L%s %s", tenth(last.X), tenth(last.Y))
}

func (w *svgWriter) box(b Box) {
	n := &w.g.Nodes[b.Node]
	href := ""
	if w.p.Href != nil {
		href = w.p.Href(n)
	}
	role := "text"
	if href != "" {
		w.f(`<a%s href="%s">`, w.paint("link"), html.EscapeString(href))
		role = "text-link"
	} else {
		w.b.WriteString("<g>")
	}
	l, r, t, e := tenth(b.X), tenth(b.X+b.W), tenth(b.Y), tenth(b.Y+b.H)
	m := tenth(b.Y + b.H/2)
	at := b.X + 11 // middle of the number
	switch b.Kind {
	case Question:
		c, k := tenth(b.X+16), tenth(b.X+b.W-16)
		w.f(`<path%s d="M%s %sL%s %sL%s %sL%s %sL%s %sL%s %sZ"/>`, w.paint("question"), l, m, c, t, k, t, r, m, k, e, c, e)
		at = b.X + 17
	case Timescale:
		w.f(`<path%s d="M%s %sL%s %sL%s %sL%s %sL%s %sZ"/>`, w.paint("timescale"), l, t, r, t, r, e, l, e, tenth(b.X+10), m)
		at = b.X + 21
	case Start, Outcome:
		w.f(`<rect%s x="%s" y="%s" width="%s" height="%s" rx="%s"/>`, w.paint(string(b.Kind)), l, t, tenth(b.W), tenth(b.H), tenth(pillRadius(b.H)))
		at = b.X + 13
	default:
		w.f(`<rect%s x="%s" y="%s" width="%s" height="%s" rx="2"/>`, w.paint(string(b.Kind)), l, t, tenth(b.W), tenth(b.H))
	}
	w.f(`<text%s x="%s" y="%s">%d </text>`, w.paint("number"), tenth(at), tenth(b.Y+b.H/2+numberSize*0.36), b.Number)
	w.text(role, b.X+b.W/2, b.Y+b.H/2, lineHeight, textSize, b.Lines)
	if href != "" {
		w.b.WriteString("</a>\n")
	} else {
		w.b.WriteString("</g>\n")
	}
}

// text writes lines around a middle. A space ends all but the last, so that copied and spoken words stay apart.
func (w *svgWriter) text(role string, x, y, height, size float64, lines []string) {
	mark := "" // on the words alone, so that no line is drawn under the spaces
	if role == "text-link" {
		mark = w.paint("underline")
	}
	w.f(`<text%s>`, w.paint(role))
	first := y - float64(len(lines)-1)/2*height + size*0.35
	for i, line := range lines {
		at := x
		if i+1 < len(lines) {
			at += textWidth(" ", size, false) / allowance / 2 // the space is centred with its line
		}
		w.f(`<tspan%s x="%s" y="%s">%s</tspan>`, mark, tenth(at), tenth(first+float64(i)*height), html.EscapeString(line))
		if i+1 < len(lines) {
			w.b.WriteByte(' ')
		}
	}
	w.b.WriteString("</text>")
}

// tenth writes a coordinate to a tenth of a pixel.
func tenth(x float64) string {
	return strconv.FormatFloat(math.Round(x*10)/10+0, 'f', -1, 64)
}
