package chart

import (
	"strings"
	"testing"
	"time"
)

// A chart that runs away, in time or in memory, ends with an error that names it, and the next is drawn.
func TestEngineLimits(t *testing.T) {
	const runaway = `var echarts = { init: function () { return {
		setOption: function (o) {
			if (o.hang) for (;;) {}
			if (o.grow) { var all = []; for (;;) all.push(new Array(100000).fill(1)); }
			if (o.deep) { (function f() { return f() + 1; })(); }
		},
		renderToSVGString: function () { return "<svg></svg>"; },
		dispose: function () {},
	}; } };`
	most := limits{memory: 32 << 20, stack: 1 << 20, time: 300 * time.Millisecond}
	d := &Drawer{pool: NewPool(1, func() (Engine, error) { return newEngine([]byte(runaway), most) })}
	defer d.Close()
	for _, bad := range []string{`{"hang":true}`, `{"grow":true}`, `{"deep":true}`} {
		if _, err := d.Draw(Option{JSON: []byte(bad), Width: 1, Height: 1}, Label{ID: "reviews"}); err == nil || !strings.Contains(err.Error(), "reviews") {
			t.Errorf("%s: got %v, want an error that names the chart", bad, err)
		}
		if _, err := d.Draw(Option{JSON: []byte(`{}`), Width: 1, Height: 1}, Label{ID: "reviews"}); err != nil {
			t.Errorf("after %s: %v", bad, err)
		}
	}
}

// The clock of an engine stands still, so that no drawing depends on how fast the machine is: a day that is
// given is that day, and "now" is always the same.
func TestClockStandsStill(t *testing.T) {
	const bundle = `var echarts = { init: function () { return {
  setOption: function () {}, dispose: function () {},
  renderToSVGString: function () {
    var began = +(new Date()), n = 0;
    for (var i = 0; i < 3e5; i++) n += i;
    return "<svg " + (new Date() - began) + " " + Date.now() + " " + new Date(2026, 5, 30).getFullYear() + " " + (new Date() instanceof Date);
  }
}; } };`
	e, err := newEngine([]byte(bundle), engineLimits)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	got, err := e.SVG([]byte("{}"), 1, 1)
	if want := "<svg 0 0 2026 true"; err != nil || string(got) != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}
