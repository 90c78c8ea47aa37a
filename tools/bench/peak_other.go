//go:build !unix

package main

import "os"

// peakMemory is not reported by the system.
func peakMemory(*os.ProcessState) int64 { return 0 }
