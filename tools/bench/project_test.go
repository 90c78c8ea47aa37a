package main

import (
	"bytes"
	"context"
	"os"
	"path"
	"strings"
	"testing"

	"waymark/internal/build"
	"waymark/internal/output"
)

func TestLayOutHasExactlyTheseManyPages(t *testing.T) {
	for _, c := range []struct {
		pages          int
		last           string
		sections, part int // front pages of sections and of parts
	}{
		// 3 pages at the root and a part's front leave 6: a section's front and 5 pages.
		{10, "part-01/section-01/page-00005.md", 1, 1},
		// 3 + 1 + 50: the first section is just full.
		{54, "part-01/section-01/page-00049.md", 1, 1},
		{55, "part-01/section-02/index.md", 2, 1},
		// 3 + 501 fill the first part; the second part's front follows.
		{505, "part-02/index.md", 10, 2},
	} {
		plans := layOut(c.pages)
		sections, parts := 0, 0
		seen := map[string]bool{}
		for _, p := range plans {
			seen[p.path] = true
			switch {
			case p.index && strings.Count(p.path, "/") == 2:
				sections++
			case p.index && strings.Count(p.path, "/") == 1:
				parts++
			}
		}
		if len(seen) != c.pages || plans[len(plans)-1].path != c.last || sections != c.sections || parts != c.part {
			t.Errorf("%d pages: %d paths, last %s, %d sections, %d parts; want last %s, %d, %d", c.pages, len(seen), plans[len(plans)-1].path, sections, parts, c.last, c.sections, c.part)
		}
	}
}

// The project must be sound, or a build of it would stop early and seem fast; and it must be like guidance.
func TestProjectIsSound(t *testing.T) {
	dir := t.TempDir()
	const pages = 120
	if err := writeProject(dir, pages); err != nil {
		t.Fatal(err)
	}
	var site output.Memory
	result, err := build.Build(context.Background(), build.Options{Project: os.DirFS(dir), Workers: 2}, &site)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range result.Findings {
		if f.Check != "unused" { // so few pages do not come to every term
			t.Errorf("%s: %s", f.Place(), f.Message)
		}
	}
	if len(result.Sites) != 1 || result.Sites[0].Pages != pages {
		t.Errorf("built %+v, want one site of %d pages", result.Sites, pages)
	}
	html, ok := site.Get("bench/part-01/section-01/page-00007.html")
	if !ok {
		t.Fatal("page 7 was not made")
	}
	for _, part := range []string{"<table", "wm-alert", "wm-standard", "wm-term", `href="page-`, "<h2 id=\"in-short\""} {
		if !bytes.Contains(html, []byte(part)) {
			t.Errorf("page 7 holds no %s", part)
		}
	}
	if src, err := os.ReadFile(path.Join(dir, editedPage)); err != nil || len(src) < 4000 || len(src) > 9000 {
		t.Errorf("the page that is edited has %d bytes (%v), want 4 to 9 kB", len(src), err)
	}
}

func TestProjectIsTheSameEachTime(t *testing.T) {
	plans := layOut(60)
	for _, p := range plans {
		if first, second := p.text(plans), p.text(plans); first != second {
			t.Fatalf("%s differs between two times it was made", p.path)
		}
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{{[]float64{3}, 3}, {[]float64{3, 1}, 1}, {[]float64{9, 1, 5}, 5}, {[]float64{4, 3, 2, 1}, 2}} {
		if got := median(c.values); got != c.want {
			t.Errorf("median of %v is %v, want %v", c.values, got, c.want)
		}
	}
}
