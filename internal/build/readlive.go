package build

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
)

// liveStart begins what a page holds for its live charts.
var liveStart = []byte(`<script type="application/json">`)

var liveChart = regexp.MustCompile(`(?s)<figure [^>]*data-indicator="([^"]*)" data-chart-form="([^"]*)"[^>]*>.*?</figure>`)

// overTime are the forms whose first series is the figures over time, one for each row of the table.
var overTime = map[string]bool{"line": true, "spc": true, "distribution": true}

// readLiveCharts reads the values of the charts over time that a page holds for its script. Their place is their number in the order of
// time; a figure that is not drawn is "-".
func readLiveCharts(_ string, page []byte) ([]publishedFigure, error) {
	var out []publishedFigure
	for _, m := range liveChart.FindAllSubmatch(page, -1) {
		_, live, found := bytes.Cut(m[0], liveStart)
		if !found || !overTime[string(m[2])] {
			continue
		}
		live, _, _ = bytes.Cut(live, []byte("</script>"))
		var pair map[string]struct {
			Option struct {
				Series []struct {
					Type string
					Data []json.RawMessage
				}
			}
		}
		if err := json.Unmarshal(live, &pair); err != nil {
			return nil, fmt.Errorf("the chart of %s: %w", m[1], err)
		}
		for _, width := range []string{"wide", "narrow"} {
			series := pair[width].Option.Series
			if len(series) == 0 || series[0].Type != "line" {
				return nil, fmt.Errorf("the chart of %s has no line", m[1])
			}
			for i, raw := range series[0].Data {
				text, err := liveValue(raw)
				if err != nil {
					return nil, fmt.Errorf("the chart of %s: %w", m[1], err)
				}
				out = append(out, publishedFigure{place{table: string(m[1]), period: "#" + strconv.Itoa(i), field: "point"}, text})
			}
		}
	}
	return out, nil
}

// liveValue is a number, alone or as the value of a point, or "-".
func liveValue(raw json.RawMessage) (string, error) {
	var n float64
	if json.Unmarshal(raw, &n) == nil {
		return strconv.FormatFloat(n, 'f', -1, 64), nil
	}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text, nil
	}
	var point struct{ Value json.RawMessage }
	if err := json.Unmarshal(raw, &point); err != nil || len(point.Value) == 0 {
		return "", fmt.Errorf("%s is no value", raw)
	}
	return liveValue(point.Value)
}
