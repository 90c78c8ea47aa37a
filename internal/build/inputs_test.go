package build

import (
	"io/fs"
	"testing"
	"testing/fstest"
	"time"
)

func TestInputsNoticesEveryChange(t *testing.T) {
	at := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	project := func() fstest.MapFS {
		return fstest.MapFS{
			"waymark.yaml":           {Data: []byte("sites:\n"), ModTime: at},
			"content/m/index.md":     {Data: []byte("one"), ModTime: at},
			"data/m/standards.yaml":  {Data: []byte("{}"), ModTime: at},
			"site/index.html":        {Data: []byte("made"), ModTime: at.Add(time.Hour)},
			".waymark/charts/ab.svg": {Data: []byte("<svg/>"), ModTime: at.Add(time.Hour)},
		}
	}
	first, newest, err := Inputs(project())
	if err != nil || !newest.Equal(at) {
		t.Fatalf("newest %v, error %v; want %v: what a build writes is no input", newest, err, at)
	}
	for _, c := range []struct {
		name   string
		change func(p fstest.MapFS)
		same   bool
	}{
		{"nothing", func(fstest.MapFS) {}, true},
		{"output", func(p fstest.MapFS) { p["site/index.html"] = &fstest.MapFile{Data: []byte("edited")} }, true},
		{"text", func(p fstest.MapFS) { p["content/m/index.md"] = &fstest.MapFile{Data: []byte("three"), ModTime: at} }, false},
		{"time", func(p fstest.MapFS) {
			p["content/m/index.md"] = &fstest.MapFile{Data: []byte("eno"), ModTime: at.Add(1)}
		}, false},
		{"page more", func(p fstest.MapFS) { p["content/m/new.md"] = &fstest.MapFile{ModTime: at} }, false},
		{"page less", func(p fstest.MapFS) { delete(p, "content/m/index.md") }, false},
		{"page moved", func(p fstest.MapFS) {
			p["content/m/moved.md"] = p["content/m/index.md"]
			delete(p, "content/m/index.md")
		}, false},
		{"no data", func(p fstest.MapFS) { delete(p, "data/m/standards.yaml") }, false},
	} {
		p := project()
		c.change(p)
		sum, _, err := Inputs(p)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if same := sum == first; same != c.same {
			t.Errorf("%s: the sum is the same: %v, want %v", c.name, same, c.same)
		}
	}
}

func TestInputsRefusesALinkToAFolder(t *testing.T) {
	project := fstest.MapFS{
		"waymark.yaml":       {Data: []byte("sites:\n")},
		"shared/index.md":    {Data: []byte("one")},
		"content/m":          {Data: []byte("../shared"), Mode: fs.ModeSymlink},
		"content/n/index.md": {Data: []byte("two")},
	}
	if sum, _, err := Inputs(project); err == nil {
		t.Errorf("what lies behind a link to a folder was summed up as %s", sum)
	}
}

func TestSettled(t *testing.T) {
	taken := time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		ago  time.Duration
		want bool
	}{{time.Hour, true}, {2*time.Second + 1, true}, {2 * time.Second, false}, {time.Millisecond, false}, {-time.Hour, false}} {
		if got := Settled(taken.Add(-c.ago), taken); got != c.want {
			t.Errorf("a file written %v before: settled %v, want %v", c.ago, got, c.want)
		}
	}
}
