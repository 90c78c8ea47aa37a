package chart

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"waymark/internal/disclose"
	"waymark/internal/spc"
)

// Reading is one figure of a chart in words, for a reader who points at it or steps to it with the keyboard.
type Reading struct {
	Series, Index int // where it is drawn in the option
	Text          string
}

// zoomFrom is the number of figures over time from which the live chart can be zoomed.
const zoomFrom = 25

// Live is what the live chart in the page is made from: the option with colours as custom properties, which the
// page's script replaces by those of the scheme in use, and the figures in words. It is safe in a script element:
// encoding/json escapes <, > and &.
func (o Option) Live() []byte {
	points := make([][]any, 0, len(o.Readings))
	for _, r := range o.Readings {
		points = append(points, []any{r.Series, r.Index, r.Text})
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, `{"width":%d,"height":%d,"zoom":%t,"points":`, o.Width, o.Height, o.zoom)
	raw, err := json.Marshal(points)
	if err != nil {
		panic("chart: words that cannot be written as JSON: " + err.Error()) // numbers and strings always can
	}
	out.Write(raw)
	out.WriteString(`,"option":` + toVariables.Replace(string(o.JSON)) + `}`)
	return out.Bytes()
}

// LivePair joins the live charts for wide and narrow pages.
func LivePair(wide, narrow []byte) string {
	return `{"wide":` + string(wide) + `,"narrow":` + string(narrow) + `}`
}

// FormOf names the form that a series over time is drawn in: "spc" with process limits, "distribution" with the
// middle half of a duration, or "line".
func FormOf(f Figure, t disclose.Table) string {
	if isDuration(t) {
		if hasHalves(pointsOf(t)) {
			return "distribution"
		}
		return "line"
	}
	if _, ok := f.of(t).analyse(pointsOf(t)); ok {
		return "spc"
	}
	return "line"
}

// reading is a figure over time in words.
func (f Figure) reading(points []point, i int, process process) string {
	p := points[i]
	text := capital(long(p.from, p.to, f.stock)) + ": "
	switch v := p.percent; {
	case v.shown:
		text += fmt.Sprintf("%d%%", v.n)
		if p.part.shown && p.base.shown {
			text += fmt.Sprintf(", %d of %d", p.part.n, p.base.n)
		}
		text += "."
		if x, ok := process.at(i); ok {
			text += " " + capital(pointWords(x, f.Better)) + "."
		}
	case v.ranged:
		text += v.text + ". The exact figure is hidden to protect children's privacy."
	case v.mark == "c":
		text += "hidden to protect children's privacy."
	default:
		text += "no figure (" + plain(v.text) + ")."
	}
	return plain(text)
}

// pointWords is what the rules say of one figure.
func pointWords(x spc.Point, better string) string {
	if x.Rule == spc.Common {
		return "ordinary variation"
	}
	switch colour, _, _ := token(x, better); colour {
	case "improve":
		return "improvement: " + x.Rule.String()
	case "concern":
		return "concern: " + x.Rule.String()
	}
	return "change: " + x.Rule.String()
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func lower(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
