package chart

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// BenchmarkThousandCharts draws 1,000 charts of every form from an empty cache, and again with nothing changed. It is
// part of "make bench". Reported for each number of engines: seconds in all and milliseconds a chart, both times, and
// the largest resident set, which counts the test itself too. Seconds depend on the machine; compare ratios.
func BenchmarkThousandCharts(b *testing.B) {
	const n = 1000
	script, err := bundle()
	if err != nil {
		b.Fatal(err)
	}
	for _, engines := range []int{1, 2} {
		b.Run(fmt.Sprintf("engines-%d", engines), func(b *testing.B) {
			for range b.N {
				dir := b.TempDir()
				cold, drawn := drawMany(b, script, dir, n, engines)
				if drawn != n {
					b.Fatalf("%d charts drawn, want %d", drawn, n)
				}
				again, drawn := drawMany(b, script, dir, n, engines)
				if drawn != 0 {
					b.Fatalf("with nothing changed, %d charts were drawn", drawn)
				}
				b.ReportMetric(cold.Seconds(), "cold-s")
				b.ReportMetric(cold.Seconds()*1000/n, "cold-ms/chart")
				b.ReportMetric(again.Seconds(), "again-s")
				b.ReportMetric(again.Seconds()*1000/n, "again-ms/chart")
				b.ReportMetric(peakMemory(), "peak-MB")
				b.ReportMetric(0, "ns/op")
			}
		})
	}
}

// drawMany draws n charts, each with a title of its own, so that no two are one entry of the cache.
func drawMany(b *testing.B, script []byte, dir string, n, engines int) (time.Duration, int) {
	forms := everything()
	d := NewDrawer(script, dir, engines)
	defer d.Close()
	begin := time.Now()
	var wait sync.WaitGroup
	next := make(chan int)
	for range engines {
		wait.Go(func() {
			for i := range next {
				o, err := forms[i%len(forms)].make(Width(i / len(forms) % 2))
				if err == nil {
					o.JSON = []byte(strings.Replace(string(o.JSON), "{", fmt.Sprintf(`{"number":%d,`, i), 1))
					_, err = d.Draw(o, Label{ID: fmt.Sprintf("c%d", i), Title: "A chart", Desc: "Drawn to be measured."})
				}
				if err != nil {
					b.Error(err)
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wait.Wait()
	return time.Since(begin), d.Drawn()
}

// peakMemory is the largest resident set in megabytes; 0 where the system does not say.
func peakMemory() float64 {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var kB float64
		if _, err := fmt.Sscanf(lines.Text(), "VmHWM: %f kB", &kB); err == nil {
			return kB / 1000
		}
	}
	return 0
}

// BenchmarkEngineStart is how long an engine takes to start and load ECharts.
func BenchmarkEngineStart(b *testing.B) {
	script, err := bundle()
	if err != nil {
		b.Fatal(err)
	}
	for range b.N {
		e, err := NewEngine(script)
		if err != nil {
			b.Fatal(err)
		}
		e.Close()
	}
}
