package chart

import (
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// schemes are the chart colours of the default theme's styles: light, dark.
func schemes(t *testing.T) (light, dark map[string][3]float64) {
	t.Helper()
	css, err := os.ReadFile(filepath.Join("..", "..", "themes", "default", "styles", "tokens.css"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile(`(?s):root \{(.*?)\n *\}`).FindAllSubmatch(css, -1)
	if len(blocks) < 2 {
		t.Fatal("the styles have no two schemes")
	}
	read := func(block []byte) map[string][3]float64 {
		out := map[string][3]float64{}
		for _, m := range regexp.MustCompile(`--chart-([a-z-]+): #([0-9a-f]{6})`).FindAllSubmatch(block, -1) {
			out[string(m[1])] = linear(string(m[2]))
		}
		return out
	}
	return read(blocks[0][1]), read(blocks[1][1])
}

// linear is the light of the three primaries, as WCAG 2 computes it from a colour.
func linear(hex string) (out [3]float64) {
	for i := range out {
		n, _ := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if c := float64(n) / 255; c <= 0.04045 {
			out[i] = c / 12.92
		} else {
			out[i] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return out
}

func luminance(c [3]float64) float64 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }

func contrast(a, b [3]float64) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// The two common kinds of colour blindness, as matrices on linear light: Machado, Oliveira and Fernandes, A
// physiologically-based model for simulation of color vision deficiency, 2009, severity 1.
var blindness = map[string][3][3]float64{
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
}

func seenWith(m [3][3]float64, c [3]float64) (out [3]float64) {
	for i := range out {
		for k := range c {
			out[i] += m[i][k] * c[k]
		}
		out[i] = math.Min(math.Max(out[i], 0), 1)
	}
	return out
}

// apartness is the distance of two colours in the Oklab space (B. Ottosson, 2020), in which black and white are 1 apart.
func apartness(a, b [3]float64) float64 {
	lab := func(c [3]float64) [3]float64 {
		l := math.Cbrt(0.4122214708*c[0] + 0.5363325363*c[1] + 0.0514459929*c[2])
		m := math.Cbrt(0.2119034982*c[0] + 0.6806995451*c[1] + 0.1073969566*c[2])
		s := math.Cbrt(0.0883024619*c[0] + 0.2817188376*c[1] + 0.6299787005*c[2])
		return [3]float64{0.2104542553*l + 0.7936177850*m - 0.0040720468*s, 1.9779984951*l - 2.4285922050*m + 0.4505937099*s, 0.0259040371*l + 0.7827717662*m - 0.8086757660*s}
	}
	x, y := lab(a), lab(b)
	return math.Sqrt(math.Pow(x[0]-y[0], 2) + math.Pow(x[1]-y[1], 2) + math.Pow(x[2]-y[2], 2))
}

func TestPaletteIsInBothSchemes(t *testing.T) {
	light, dark := schemes(t)
	seen := map[string]string{}
	for _, token := range Palette() {
		if light[token.Name] != linear(token.Hex[1:]) {
			t.Errorf("%s is another colour in the light scheme than in drawings", token.Name)
		}
		if _, ok := dark[token.Name]; !ok {
			t.Errorf("%s has no colour in the dark scheme", token.Name)
		}
		if other, twice := seen[token.Hex]; twice {
			t.Errorf("%s and %s share a colour, so that they cannot be told apart when colours are exchanged", other, token.Name)
		}
		seen[token.Hex] = token.Name
	}
}

// WCAG 2.2: 4.5 for letters, 3 for marks (1.4.3, 1.4.11). Parts and cells have letters of their own on them.
func TestPaletteHasContrast(t *testing.T) {
	light, dark := schemes(t)
	for name, scheme := range map[string]map[string][3]float64{"light": light, "dark": dark} {
		for _, letters := range []string{"ink", "muted", "target", "bench"} {
			if c := contrast(scheme[letters], scheme["paper"]); c < 4.5 {
				t.Errorf("%s: letters of %s on paper have %.2f", name, letters, c)
			}
		}
		for _, mark := range []string{"line", "improve", "concern", "common", "target", "limit", "bench", "hidden"} {
			if c := contrast(scheme[mark], scheme["paper"]); c < 3 {
				t.Errorf("%s: a mark of %s on paper has %.2f", name, mark, c)
			}
		}
		for _, s := range shades {
			if c := contrast(scheme[s.fill], scheme[s.text]); c < 4.5 {
				t.Errorf("%s: %s on %s has %.2f", name, s.text, s.fill, c)
			}
		}
		for percent := 0; percent <= 100; percent += 25 {
			shade, ink := heat(percent)
			if c := contrast(scheme[shade], scheme[ink]); c < 4.5 {
				t.Errorf("%s: %s on %s has %.2f", name, ink, shade, c)
			}
		}
	}
}

// Neighbours in a stack differ in grey, and an improvement from a concern in both common kinds of colour blindness
// (a shape and a word say it too).
func TestPaletteWithoutColours(t *testing.T) {
	light, dark := schemes(t)
	for name, scheme := range map[string]map[string][3]float64{"light": light, "dark": dark} {
		for i := 1; i < len(shades); i++ {
			if c := contrast(scheme[shades[i-1].fill], scheme[shades[i].fill]); c < 1.5 {
				t.Errorf("%s: in grey, %s and %s have %.2f", name, shades[i-1].fill, shades[i].fill, c)
			}
		}
		for kind, m := range blindness {
			for _, pair := range [][2]string{{"improve", "concern"}, {"improve", "common"}, {"concern", "common"}, {"target", "bench"}} {
				if d := apartness(seenWith(m, scheme[pair[0]]), seenWith(m, scheme[pair[1]])); d < 0.08 {
					t.Errorf("%s, %s: %s and %s are %.3f apart", name, kind, pair[0], pair[1], d)
				}
			}
		}
	}
	// The measure itself: red and green of one lightness are far apart, and close for those who lack green.
	red, green := linear("b05050"), linear("6a7a30")
	if all, less := apartness(red, green), apartness(seenWith(blindness["deuteranopia"], red), seenWith(blindness["deuteranopia"], green)); less > all/2 {
		t.Errorf("red and green are %.3f apart, and %.3f in deuteranopia", all, less)
	}
}
