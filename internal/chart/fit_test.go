package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var moved = regexp.MustCompile(`^(?:translate\(([-\d.]+)[ ,]([-\d.]+)\)|matrix\([^,]+,[^,]+,[^,]+,[^,]+,([-\d.]+),([-\d.]+)\))`)

// outside lists the texts of a drawing that reach beyond it, by the widths of Arial.
func outside(svg []byte, width, height int) []string {
	var out []string
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		tok, err := d.Token()
		if err != nil {
			return out
		}
		start, ok := tok.(xml.StartElement)
		if !ok || start.Name.Local != "text" {
			continue
		}
		x, y, size, anchor := 0.0, 0.0, 12.0, "start"
		for _, a := range start.Attr {
			v, _ := strconv.ParseFloat(a.Value, 64)
			switch a.Name.Local {
			case "x":
				x += v
			case "y":
				y += v
			case "font-size":
				size = v
			case "text-anchor":
				anchor = a.Value
			case "transform":
				if m := moved.FindStringSubmatch(a.Value); m != nil {
					dx, _ := strconv.ParseFloat(m[1]+m[3], 64)
					dy, _ := strconv.ParseFloat(m[2]+m[4], 64)
					x, y = x+dx, y+dy
				}
			}
		}
		var text strings.Builder
		for depth := 1; depth > 0; {
			tok, err := d.Token()
			if err != nil {
				return out
			}
			switch t := tok.(type) {
			case xml.StartElement:
				depth++
			case xml.EndElement:
				depth--
			case xml.CharData:
				text.Write(t)
			}
		}
		wide := float64(textWidth(text.String())) * size / 12 * 0.94 // textWidth is rather over than under
		left := x
		switch anchor {
		case "middle":
			left -= wide / 2
		case "end":
			left -= wide
		}
		if left < -3 || left+wide > float64(width)+3 || y < 0 || y > float64(height)+2 {
			out = append(out, fmt.Sprintf("%q reaches from %.0f to %.0f at height %.0f", text.String(), left, left+wide, y))
		}
	}
}

// Every label lies inside its drawing, at 320 pixels and at 680. Enlarged letters enlarge the whole drawing, so
// they fit when these do.
func TestLabelsFit(t *testing.T) {
	for _, s := range everything() {
		for _, w := range []Width{Wide, Narrow} {
			o, err := s.make(w)
			d := draw(t, o, err)
			for _, label := range outside(d.Inline, o.Width, o.Height) {
				t.Errorf("%s at %d pixels: %s", s.name, o.Width, label)
			}
		}
	}
	far := []byte(`<svg><text x="300" text-anchor="start">reaches out</text><text transform="translate(10 5)">fits</text></svg>`)
	if got := outside(far, 320, 10); len(got) != 1 {
		t.Errorf("the check sees %v", got)
	}
}

// form is a named way to make an option.
type form struct {
	name string
	make func(w Width) (Option, error)
}

// everything is every form with figures of each kind.
func everything() []form {
	var out []form
	for _, s := range samples() {
		out = append(out, form{s.name, s.option})
	}
	return append(out, further()...)
}
