package chart

import (
	"fmt"
	"strings"

	"waymark/internal/disclose"
)

// Size of a sparkline. Its percentages run from zero to the axis end that the chart would have.
const (
	sparkWidth  = 120
	sparkHeight = 32
	sparkMargin = 4
)

// Spark is a small line of a series over time, for lists: decoration beside a number, so it is hidden from
// screen readers. Hidden figures are gaps. It is empty when fewer than three figures are shown. Written
// here by hand because ECharts would take two thousand times as long. Classes: spark, spark-line, spark-dot.
func Spark(t disclose.Table) string {
	if isDuration(t) {
		points := durationsOf(t)
		_, end := durationAxis(points)
		return spark(points, end)
	}
	points := pointsOf(t)
	_, top := axis(highest(points, nil))
	return spark(points, top)
}

func spark(points []point, top int) string {
	shown := 0
	for _, p := range points {
		if p.percent.shown {
			shown++
		}
	}
	if shown < 3 {
		return ""
	}
	x := func(i int) string {
		return trim(sparkMargin + float64(i)*(sparkWidth-2*sparkMargin)/float64(len(points)-1))
	}
	y := func(n int) string {
		return trim(sparkHeight - sparkMargin - float64(n)*(sparkHeight-2*sparkMargin)/float64(top))
	}
	var path strings.Builder
	joined := false
	for i, p := range points {
		if !p.percent.shown {
			joined = false
			continue
		}
		letter := "M"
		if joined {
			letter = "L"
		}
		path.WriteString(letter + x(i) + " " + y(p.percent.n))
		// A figure alone between two gaps would not show: a line of no length with round ends is a dot.
		alone := !joined && (i+1 == len(points) || !points[i+1].percent.shown)
		if alone {
			path.WriteString("h0")
		}
		joined = true
	}
	var out strings.Builder
	fmt.Fprintf(&out, `<svg class="spark" viewBox="0 0 %d %d" aria-hidden="true" focusable="false"><path class="spark-line" d="%s" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`,
		sparkWidth, sparkHeight, path.String())
	if last := points[len(points)-1].percent; last.shown {
		fmt.Fprintf(&out, `<circle class="spark-dot" cx="%s" cy="%s" r="3.5" fill="currentColor"/>`, x(len(points)-1), y(last.n))
	}
	out.WriteString("</svg>")
	return out.String()
}

func trim(x float64) string { return rounded(fmt.Sprintf("%.4f", x), 1) }
