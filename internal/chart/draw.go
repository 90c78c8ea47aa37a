package chart

import (
	"fmt"
	"sync/atomic"
)

// Drawer turns options into drawings. It may be used by several goroutines.
type Drawer struct {
	pool  *Pool
	cache cache
	drawn atomic.Int64
}

// NewDrawer makes a drawer with at most so many engines, which are started only when something is not in
// the cache. An empty cache folder keeps nothing.
func NewDrawer(bundle []byte, cacheDir string, workers int) *Drawer {
	return &Drawer{
		pool:  NewPool(workers, func() (Engine, error) { return NewEngine(bundle) }),
		cache: newCache(cacheDir, bundle),
	}
}

// Draw makes the drawing of an option. The cache holds it without its label, so two charts of equal figures
// share an entry.
func (d *Drawer) Draw(o Option, label Label) (Drawing, error) {
	svg, cached := d.cache.get(o)
	if !cached {
		raw, err := d.pool.SVG(o.JSON, o.Width, o.Height)
		if err == nil {
			svg, err = clean(raw)
		}
		if err != nil {
			return Drawing{}, fmt.Errorf("chart %s: %w", label.ID, err)
		}
		d.drawn.Add(1)
		d.cache.put(o, svg)
	}
	drawing, err := finish(svg, label, o.Width, o.Height)
	if err != nil {
		return Drawing{}, fmt.Errorf("chart %s: %w", label.ID, err)
	}
	return drawing, nil
}

// Drawn is how many drawings were not in the cache.
func (d *Drawer) Drawn() int { return int(d.drawn.Load()) }

// Close stops the engines. Nothing may be drawing.
func (d *Drawer) Close() { d.pool.Close() }
