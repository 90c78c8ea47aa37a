package chart

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Width is one of the two shapes that every chart is drawn in. Scaling one drawing down to a phone would
// give letters of six pixels.
type Width int

// The widths: 680 pixels, and 320 for windows of 320 to 640 pixels.
const (
	Wide Width = iota
	Narrow
)

// Option is a chart as ECharts reads it. The bytes have sorted keys: equal charts are equal bytes.
type Option struct {
	JSON          []byte
	Width, Height int
	Readings      []Reading // its figures in words, in the order in which the keyboard steps through them

	zoom bool // so long that the live chart can be zoomed
}

// object is a piece of an option that the types of go-echarts cannot express.
type object = map[string]any

// Components and series that scripts/charts.js of the theme bundles. ECharts leaves out others in silence,
// so they are refused.
var (
	inBundle = words("animation axisPointer color grid legend series textStyle tooltip visualMap xAxis yAxis")
	seriesOK = words("bar boxplot heatmap line sankey scatter")
)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// tidy takes what go-echarts made through JSON, and sets what its types cannot say.
func tidy(chart map[string]any) (object, error) {
	raw, err := json.Marshal(chart)
	if err != nil {
		return nil, fmt.Errorf("write the option: %w", err)
	}
	// A chart must be pure data. go-echarts puts the source of a function in a string between these.
	if bytes.Contains(raw, []byte("__f__")) {
		return nil, fmt.Errorf("the option holds a function")
	}
	var m object
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&m); err != nil {
		return nil, fmt.Errorf("read the option back: %w", err)
	}
	delete(m, "title")
	delete(m, "toolbox")
	delete(m, "legend") // lines are labelled where they end
	delete(m, "color")  // every mark has a colour of its own
	m["animation"] = false
	m["textStyle"] = object{"fontFamily": "Arial, Helvetica, sans-serif", "fontSize": 12, "color": hex("ink")}
	m["tooltip"] = merge(m["tooltip"], object{"renderMode": "richText", "confine": true})
	for key := range m {
		if !inBundle[key] {
			return nil, fmt.Errorf("%q is not in the bundle", key)
		}
	}
	for _, name := range []string{"xAxis", "yAxis"} {
		axes, _ := m[name].([]any) // a Sankey diagram has none
		for i := range axes {
			axis := part(m, name, i)
			axis["axisTick"] = object{"show": false}
			axis["axisLine"] = merge(axis["axisLine"], object{"onZero": false})
			label := part(axis, "axisLabel")
			label["fontSize"] = 12
			delete(label, "showMinLabel") // null means automatic; so does nothing
			delete(label, "showMaxLabel")
		}
	}
	for _, s := range m["series"].([]any) {
		series := s.(object)
		kind, _ := series["type"].(string)
		if !seriesOK[kind] {
			return nil, fmt.Errorf("series of type %q are not in the bundle", kind)
		}
		if series["data"] == nil {
			series["data"] = []any{}
		}
		series["clip"] = false
		series["silent"] = false
		if kind == "line" {
			// Otherwise a symbol goes when the axis label below it goes: the point that gives concern vanished at
			// 320 pixels while the line stayed.
			series["showAllSymbol"] = true
			series["connectNulls"] = false
			series["z"] = 4
		}
		if lines, ok := series["markLine"].(object); ok {
			lines["silent"] = true
			lines["animation"] = false
		}
	}
	return m, nil
}

func pack(id string, m object, width, height int) (Option, error) {
	raw, err := json.Marshal(m) // escapes <, > and &: safe in a script block
	if err != nil {
		return Option{}, fmt.Errorf("chart %s: write the option: %w", id, err)
	}
	return Option{JSON: raw, Width: width, Height: height}, nil
}

// part is a piece of an option, made when it is missing: part(m, "xAxis", 0), part(m, "tooltip").
func part(m object, key string, index ...int) object {
	if len(index) > 0 {
		return m[key].([]any)[index[0]].(object)
	}
	sub, ok := m[key].(object)
	if !ok {
		sub = object{}
		m[key] = sub
	}
	return sub
}

func merge(old any, more object) object {
	m, ok := old.(object)
	if !ok {
		m = object{}
	}
	for k, v := range more {
		m[k] = v
	}
	return m
}

func toAny(s []string) []any {
	var out []any
	for _, x := range s {
		out = append(out, x)
	}
	return out
}
