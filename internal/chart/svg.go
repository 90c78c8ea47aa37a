package chart

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// cleanVersion is part of a cache entry's name: raise it when clean, or what the engine is given beside the bundle, changes.
const cleanVersion = 2

// Label is what a drawing says to those who do not see it.
type Label struct {
	ID    string // unique on the page: prefix of the ids in the drawing
	Title string // short
	Desc  string // the finding
	From  string // whose figures these are, and whether they are invented: stands below a file of its own
}

// Drawing is a finished chart.
type Drawing struct {
	Inline []byte // for inside a page: colours are custom properties, the size comes from the page's styles
	File   []byte // a file of its own: colours of the light scheme
}

// finish names a cleaned drawing and makes both forms of it.
func finish(svg []byte, label Label, width, height int) (Drawing, error) {
	prefix := idSafe.ReplaceAllString(label.ID, "-")
	if prefix == "" {
		return Drawing{}, errors.New("a drawing needs an id")
	}
	body, found := bytes.CutPrefix(svg, []byte("<svg>"))
	if !found {
		return Drawing{}, errors.New("a drawing must be cleaned first")
	}
	// The prefix of clean's ids is one that no text can hold after escaping.
	text := strings.NewReplacer(`id="`+idMark, `id="`+prefix, `url(#`+idMark, `url(#`+prefix).Replace(string(body))
	var head bytes.Buffer
	fmt.Fprintf(&head, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="%s-t" aria-describedby="%s-d" font-family="Arial, Helvetica, sans-serif" font-size="12">`,
		width, height, prefix, prefix)
	fmt.Fprintf(&head, `<title id="%s-t">`, prefix)
	xml.EscapeText(&head, []byte(label.Title))
	fmt.Fprintf(&head, `</title><desc id="%s-d">`, prefix)
	xml.EscapeText(&head, []byte(label.Desc))
	head.WriteString(`</desc>`)
	return Drawing{
		Inline: []byte(head.String() + toVariables.Replace(text)),
		File:   standalone(head.String(), text, label, width, height),
	}, nil
}

// standalone is a drawing that has left its page: on paper of its own, with its title above it and where it comes
// from below. The rest of it stays as it is, moved down.
func standalone(head, text string, label Label, width, height int) []byte {
	const margin, titleLine, fromLine = 12, 20, 15
	title := lines(label.Title, (width-2*margin)*12/16)
	from := lines(label.From, (width-2*margin)*12/11)
	above := 8 + titleLine*len(title)
	whole := above + height + fromLine*len(from) + 8
	var out bytes.Buffer
	out.WriteString(strings.Replace(head, fmt.Sprintf(`viewBox="0 0 %d %d"`, width, height), fmt.Sprintf(`viewBox="0 0 %d %d"`, width, whole), 1))
	fmt.Fprintf(&out, `<rect width="%d" height="%d" fill="%s"/>`, width, whole, hex("paper"))
	write := func(y, size int, colour, weight, line string) {
		fmt.Fprintf(&out, `<text x="%d" y="%d" font-size="%d"%s fill="%s">`, margin, y, size, weight, hex(colour))
		xml.EscapeText(&out, []byte(line))
		out.WriteString("</text>")
	}
	for i, line := range title {
		write(22+titleLine*i, 15, "ink", ` font-weight="bold"`, line)
	}
	fmt.Fprintf(&out, `<g transform="translate(0 %d)">`, above)
	out.WriteString(strings.TrimSuffix(text, "</svg>") + "</g>")
	for i, line := range from {
		write(above+height+12+fromLine*i, 11, "muted", "", line)
	}
	out.WriteString("</svg>\n")
	return out.Bytes()
}

// idMark begins every id that clean writes.
const idMark = "_-_"

var (
	idSafe    = regexp.MustCompile(`[^A-Za-z0-9_-]+`)
	number    = regexp.MustCompile(`-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?`)
	fontSize  = regexp.MustCompile(`(\d+(?:\.\d+)?)px`)
	fontBold  = regexp.MustCompile(`\b(bold|[6-9]00)\b`)
	urlTarget = regexp.MustCompile(`url\(#([^)]*)\)`)
)

// Attributes that say what is the rule anyway, or that only live charts need.
var dropped = map[string]bool{"class": true, "style": true, "version": true, "baseProfile": true, "space": true,
	"pointer-events": true, "clip-path": true, "xmlns": true, "xlink": true, "dominant-baseline": true}

var rule = map[string]string{"text-anchor": "start", "fill-opacity": "1", "stroke-opacity": "1", "opacity": "1",
	"stroke-linecap": "butt", "stroke-miterlimit": "10", "stroke": "none"}

// Attributes whose numbers are pixels of the drawing; a tenth of a pixel cannot be seen.
var pixels = map[string]bool{"d": true, "x": true, "y": true, "x1": true, "y1": true, "x2": true, "y2": true,
	"cx": true, "cy": true, "r": true, "rx": true, "ry": true, "width": true, "height": true, "points": true, "font-size": true}

// clean makes ECharts' SVG fit for any page: no style and no script, so that a strict policy lets it draw;
// ids in order of appearance, so that the bytes do not depend on what was drawn before; nothing that is not
// seen. Clip paths go too: every value lies inside its axis, so they cut nothing. It reads the drawing as XML and writes it anew, so the result is well-formed or there is an error.
// The root is left bare: finish gives it its size, its name and its words.
func clean(raw []byte) ([]byte, error) {
	d := xml.NewDecoder(bytes.NewReader(raw))
	var out bytes.Buffer
	ids := map[string]string{}
	rename := func(id string) string {
		if _, ok := ids[id]; !ok {
			ids[id] = idMark + strconv.Itoa(len(ids))
		}
		return ids[id]
	}
	depth, skip := 0, 0
	open := false // the newest tag still lacks its ">"
	var stack []string
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("clean a drawing: %w", err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			name := t.Name.Local
			if skip > 0 || name == "style" || name == "script" || name == "clipPath" || invisible(t) {
				skip++
				continue
			}
			if open {
				out.WriteByte('>')
			}
			out.WriteString("<" + name)
			if depth > 0 {
				writeAttributes(&out, t, rename)
			}
			open = true
			depth++
			stack = append(stack, name)
		case xml.EndElement:
			if skip > 0 {
				skip--
				continue
			}
			depth--
			name := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			switch {
			case open && depth > 0:
				out.WriteString("/>")
			case open:
				out.WriteString("></" + name + ">")
			default:
				out.WriteString("</" + name + ">")
			}
			open = false
		case xml.CharData:
			inText := len(stack) > 0 && (stack[len(stack)-1] == "text" || stack[len(stack)-1] == "tspan")
			if skip > 0 || !inText {
				continue
			}
			if open {
				out.WriteByte('>')
				open = false
			}
			xml.EscapeText(&out, t)
		}
	}
	if depth != 0 || !bytes.HasPrefix(out.Bytes(), []byte("<svg>")) {
		return nil, errors.New("clean a drawing: it is not an SVG")
	}
	for _, bad := range []string{"NaN", "undefined", "Infinity"} {
		if bytes.Contains(out.Bytes(), []byte(bad)) {
			return nil, fmt.Errorf("clean a drawing: it holds %q", bad)
		}
	}
	return out.Bytes(), nil
}

// invisible reports shapes with neither fill nor line: ECharts' background and its targets for the mouse.
func invisible(t xml.StartElement) bool {
	if t.Name.Local != "path" && t.Name.Local != "rect" {
		return false
	}
	fill, stroke := "", ""
	for _, a := range t.Attr {
		switch a.Name.Local {
		case "fill":
			fill = a.Value
		case "stroke":
			stroke = a.Value
		}
	}
	return (fill == "none" || fill == "transparent") && (stroke == "" || stroke == "none" || stroke == "transparent")
}

func writeAttributes(out *bytes.Buffer, t xml.StartElement, rename func(string) string) {
	set := func(name, v string) {
		out.WriteString(" " + name + `="`)
		xml.EscapeText(out, []byte(v))
		out.WriteByte('"')
	}
	for _, a := range t.Attr {
		name, v := a.Name.Local, a.Value
		switch {
		case name == "style":
			// font-size:12px;font-family:Arial or font:bold 12px Arial. The family is on the root.
			if m := fontSize.FindStringSubmatch(v); m != nil && m[1] != "12" {
				set("font-size", m[1])
			}
			if fontBold.MatchString(v) {
				set("font-weight", "bold")
			}
			continue
		case name == "dominant-baseline":
			// Some programs that print or convert ignore it, and the text sits too high.
			if v == "central" || v == "middle" {
				set("dy", "0.35em")
			} else if v == "hanging" || v == "text-before-edge" {
				set("dy", "0.8em")
			}
			continue
		case dropped[name], strings.HasPrefix(name, "ecmeta"), rule[name] != "" && rule[name] == v && name != "stroke", name == "stroke" && v == "none":
			continue
		case name == "id":
			v = rename(v)
		case name == "transform":
			v = roundTransform(v)
		case pixels[name]:
			v = number.ReplaceAllStringFunc(v, func(s string) string { return rounded(s, 1) })
		case name == "stroke-width":
			v = number.ReplaceAllStringFunc(v, func(s string) string { return rounded(s, 3) })
		case name == "stroke-dasharray":
			v = number.ReplaceAllStringFunc(v, func(s string) string { return rounded(s, 2) })
		case strings.Contains(v, "url(#"):
			v = urlTarget.ReplaceAllStringFunc(v, func(s string) string {
				return "url(#" + rename(urlTarget.FindStringSubmatch(s)[1]) + ")"
			})
		}
		set(name, v)
	}
}

// roundTransform keeps three decimals of a scale and one of a shift. ECharts writes a moved shape as
// matrix(4,0,0,4,61.25,30).
func roundTransform(v string) string {
	matrix := strings.HasPrefix(v, "matrix")
	i := 0
	return number.ReplaceAllStringFunc(v, func(s string) string {
		i++
		if (matrix && i > 4) || strings.HasPrefix(v, "translate") {
			return rounded(s, 1)
		}
		return rounded(s, 3)
	})
}

// rounded writes a number with at most so many decimals, without a needless zero.
func rounded(s string, decimals int) string {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	scale := math.Pow10(decimals)
	x = math.Round(x*scale) / scale
	if x == 0 {
		return "0" // never -0
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}
