package chart

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

func TestClean(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"root is left bare", `<svg width="10" height="10" xmlns="http://www.w3.org/2000/svg" xml:space="preserve"></svg>`, `<svg></svg>`},
		{"style becomes attributes", `<svg><text style="font:bold 14px Arial">a</text><text style="font-size:12px;font-family:Arial">b</text></svg>`,
			`<svg><text font-size="14" font-weight="bold">a</text><text>b</text></svg>`},
		{"baseline becomes a shift", `<svg><text dominant-baseline="central" text-anchor="middle">a &lt; b</text></svg>`,
			`<svg><text dy="0.35em" text-anchor="middle">a &lt; b</text></svg>`},
		{"rules, classes and unseen shapes go", "<svg>\n<style>.zr0{}</style><rect width=\"9\" height=\"9\" fill=\"none\"/><path class=\"zr0\" ecmeta_index=\"1\" d=\"M0 0\" fill=\"#fff\"/>\n</svg>",
			`<svg><path d="M0 0" fill="#fff"/></svg>`},
		{"numbers", `<svg><path d="M1.25 -0.04l3e-5 7.96" transform="matrix(3.5,0,0,0.12345,61.27,-0.01)" stroke-width="0.28571"/></svg>`,
			`<svg><path d="M1.3 0l0 8" transform="matrix(3.5,0,0,0.123,61.3,0)" stroke-width="0.286"/></svg>`},
		{"ids in order of appearance", `<svg><defs><pattern id="zr7-p0"/></defs><g fill="url(#zr7-p0)"><path d="M0 0"/></g></svg>`,
			`<svg><defs><pattern id="_-_0"/></defs><g fill="url(#_-_0)"><path d="M0 0"/></g></svg>`},
		{"scripts and clips go", `<svg><script>1</script><defs><clipPath id="c"><path d="M0 0" fill="#000"/></clipPath></defs><g clip-path="url(#c)"><path d="M1 1"/></g></svg>`,
			`<svg><defs/><g><path d="M1 1"/></g></svg>`},
	} {
		got, err := clean([]byte(tt.in))
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: got %s, %v; want %s", tt.name, got, err, tt.want)
		}
	}
	for _, bad := range []string{"", "text", "<svg>", "<div></div>", `<svg><path d="MNaN 0"/></svg>`} {
		if got, err := clean([]byte(bad)); err == nil {
			t.Errorf("clean(%q) = %s, want an error", bad, got)
		}
	}
}

func TestIdsAreOfTheirPage(t *testing.T) {
	svg := []byte(`<svg><pattern id="_-_0"/><g fill="url(#_-_0)"/></svg>`)
	d, err := finish(svg, Label{ID: "a b/c"}, 1, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`id="a-b-c0"`, `url(#a-b-c0)`, `<title id="a-b-c-t">`} {
		if !strings.Contains(string(d.Inline), want) {
			t.Errorf("%s lacks %s", d.Inline, want)
		}
	}
	if _, err := finish(svg, Label{}, 1, 1); err == nil {
		t.Error("no id: no error")
	}
}

// Whatever the engine returns, what comes out is well-formed and draws under a strict policy, or is an error.
func FuzzClean(f *testing.F) {
	f.Add(`<svg><g><text style="x">a</text></g></svg>`)
	f.Add(`<svg><style>a</style></svg><svg/>`)
	f.Add(`<svg><![CDATA[a]]><path style='font:"9px' d='1e999'/></svg>`)
	f.Fuzz(func(t *testing.T, s string) {
		out, err := clean([]byte(s))
		if err != nil {
			return
		}
		d := xml.NewDecoder(bytes.NewReader(out))
		for {
			tok, err := d.Token()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatalf("%s: %v", out, err)
			}
			if e, ok := tok.(xml.StartElement); ok {
				if e.Name.Local == "style" || e.Name.Local == "script" {
					t.Fatalf("a %s element came through: %s", e.Name.Local, out)
				}
				for _, a := range e.Attr {
					if a.Name.Local == "style" || a.Name.Local == "class" {
						t.Fatalf("a %s came through: %s", a.Name.Local, out)
					}
				}
			}
		}
	})
}
