package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestUnbrand(t *testing.T) {
	for _, tt := range []struct{ name, css, want string }{
		{"font", `@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}.a{color:red}`, `.a{color:red}`},
		{"stack", `.a{font-family:GDS Transport,arial,sans-serif}`, `.a{font-family:system-ui,"Segoe UI",Arial,sans-serif}`},
		{"crest", `.a{color:red}.crest:before{background:url(/assets/images/crest.svg)}.b{color:blue}`, `.a{color:red}.b{color:blue}`},
		{"crest inside a condition", `@supports (mask:none){.crest{mask:url("/assets/images/crest.svg")}}.b{top:0}`, `@supports (mask:none){}.b{top:0}`},
		{"nothing", `.a{background:url(data:image/png;base64,AA)}`, `.a{background:url(data:image/png;base64,AA)}`},
	} {
		if got := unbrand(tt.css); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestBundle(t *testing.T) {
	first, err := bundle("../default")
	if err != nil {
		t.Fatal(err)
	}
	second, err := bundle("../default")
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range first {
		if !bytes.Equal(f.data, second[i].data) {
			t.Errorf("%s: made twice, the bytes differ", f.name)
		}
		if bytes.Contains(f.data, []byte("eval(")) || bytes.Contains(f.data, []byte("new Function")) {
			t.Errorf("%s builds code from text, which a strict policy refuses", f.name)
		}
	}
	texts := string(first[3].data)
	for _, want := range []string{"Crown Copyright (Government Digital Service)", "Apache License", "The Apache Software Foundation", "Baidu", "Mike Bostock", "Microsoft"} {
		if !strings.Contains(texts, want) {
			t.Errorf("licences.txt lacks %q", want)
		}
	}
	if _, err := bundle(t.TempDir()); err == nil || !strings.Contains(err.Error(), "npm ci") {
		t.Errorf("without node_modules: %v, want a sentence that says what to run", err)
	}
}
