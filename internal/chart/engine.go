package chart

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"modernc.org/quickjs"
)

// Engine draws an ECharts option to SVG. It serves one caller at a time.
type Engine interface {
	SVG(option []byte, width, height int) ([]byte, error)
	Close()
}

// Limits of one engine. A chart takes about 0.05 s and 30 MB; the limits only stop a runaway.
var engineLimits = limits{memory: 512 << 20, stack: 4 << 20, time: 30 * time.Second}

type limits struct {
	memory, stack uintptr
	time          time.Duration
}

// ECharts asks for timers although nothing is animated, and for a console when it warns. Its clock stands still:
// the library times how long it takes to measure letters, and on a slow or busy machine it goes over to a coarser
// way, which breaks lines of text elsewhere (zrender, contain/text.js). The same option must give the same drawing.
const shims = `
var Date = (function (Real) {
  return class extends Real {
    constructor(...of) { of.length ? super(...of) : super(0); }
    static now() { return 0; }
  };
})(Date);
var setTimeout = function () { return 0; }, clearTimeout = function () {};
var console = { log: function () {}, warn: function () {}, error: function () {} };
`

// A chart is made and thrown away: setting options on one object again is slower and may leak state.
const drawFunction = `
function waymarkDraw(option, width, height) {
  var chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: width, height: height });
  try {
    chart.setOption(JSON.parse(option));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
`

type quickJS struct{ vm *quickjs.VM }

// NewEngine starts a JavaScript engine and loads the bundle into it, which takes about 0.2 s.
func NewEngine(bundle []byte) (Engine, error) { return newEngine(bundle, engineLimits) }

func newEngine(bundle []byte, most limits) (Engine, error) {
	vm, err := quickjs.NewVM()
	if err != nil {
		return nil, fmt.Errorf("start the chart engine: %w", err)
	}
	vm.SetMemoryLimit(most.memory)
	vm.SetMaxStackSize(most.stack)
	err = vm.SetEvalTimeout(most.time)
	for _, script := range []string{shims, string(bundle), drawFunction} {
		if err == nil {
			err = eval(vm, script)
		}
	}
	if err != nil {
		vm.Close()
		return nil, fmt.Errorf("load the chart bundle: %w", err)
	}
	return &quickJS{vm}, nil
}

// eval runs a script for its effect.
func eval(vm *quickjs.VM, script string) error {
	v, err := vm.EvalValue(script, quickjs.EvalGlobal)
	if err != nil {
		return err
	}
	v.Free()
	return nil
}

func (e *quickJS) SVG(option []byte, width, height int) ([]byte, error) {
	result, err := e.vm.Call("waymarkDraw", string(option), width, height)
	if err != nil {
		return nil, fmt.Errorf("draw a chart: %w", err)
	}
	svg, ok := result.(string)
	if !ok || !bytes.HasPrefix([]byte(svg), []byte("<svg")) {
		return nil, errors.New("draw a chart: the engine returned no drawing")
	}
	return []byte(svg), nil
}

func (e *quickJS) Close() { e.vm.Close() }

// Pool lends engines. None is started before the first drawing that is not in the cache.
type Pool struct {
	start func() (Engine, error)
	slots chan Engine // a nil engine is a slot whose engine is not started
}

// NewPool makes a pool of at most size engines.
func NewPool(size int, start func() (Engine, error)) *Pool {
	if size < 1 {
		size = 1
	}
	p := &Pool{start: start, slots: make(chan Engine, size)}
	for range size {
		p.slots <- nil
	}
	return p
}

// SVG draws with a free engine, or waits for one. An engine that failed is thrown away: its state is unknown.
func (p *Pool) SVG(option []byte, width, height int) ([]byte, error) {
	e := p.take()
	if e == nil {
		var err error
		if e, err = p.start(); err != nil {
			p.slots <- nil
			return nil, err
		}
	}
	svg, err := e.SVG(option, width, height)
	if err != nil {
		e.Close()
		p.slots <- nil
		return nil, err
	}
	p.slots <- e
	return svg, nil
}

// take prefers an engine that runs already: a build with few new charts starts one engine, not all.
func (p *Pool) take() Engine {
	var idle int
	for range cap(p.slots) {
		select {
		case e := <-p.slots:
			if e != nil {
				for range idle {
					p.slots <- nil
				}
				return e
			}
			idle++
		default:
		}
	}
	if idle > 0 {
		for range idle - 1 {
			p.slots <- nil
		}
		return nil
	}
	return <-p.slots
}

// Close stops the engines. Nothing may be drawing.
func (p *Pool) Close() {
	for range cap(p.slots) {
		if e := <-p.slots; e != nil {
			e.Close()
		}
	}
}
