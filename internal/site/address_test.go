package site

import "testing"

func TestRelative(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"index.html", "index.html", "index.html"},
		{"index.html", "guidance/index.html", "guidance/index.html"},
		{"guidance/index.html", "index.html", "../index.html"},
		{"guidance/routes/adoption.html", "guidance/routes/staying-put.html", "staying-put.html"},
		{"guidance/routes/adoption.html", "guidance/meetings/index.html#chair", "../meetings/index.html#chair"},
		{"guidance/routes/adoption.html", "guidance/routes/adoption.html#law", "#law"},
		{"a/b/c/d.html", "a/x.html", "../../x.html"},
		{"a/b.html", "a.html", "../a.html"},
	} {
		if got := Relative(c.from, c.to); got != c.want {
			t.Errorf("Relative(%q, %q) = %q, want %q", c.from, c.to, got, c.want)
		}
	}
}
