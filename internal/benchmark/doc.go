// Package benchmark holds published figures that a site shows beside its own: what the Department for Education
// publishes of England, of a region, of single authorities and of an authority's statistical neighbours.
//
// Nothing here is about a single child. The figures are official statistics, and real also where a site's own figures
// are invented.
//
// Terms. A source is one published file, such as the one on placement stability; a measure is one line of figures in it,
// such as the share of children with three or more placements. A Value is a number or the symbol that was published in
// its place, and never anything that could be mistaken for a number. Part and base are the counts behind a percentage.
//
// Two uses:
//
//	Import    reads a file as published, and keeps the figures that some authorities need in the layout of this project:
//	          <source>.csv with a sidecar <source>.yaml, in data/<layer>/benchmarks
//	Load      reads that layout for a site; Set.For gives the Comparison of an indicator, Comparison.Unlike says how
//	          both sides differ in what they count
//
// Files:
//
//	value.go       numbers and symbols         layout.go      our files: reading, writing, merging
//	kinds.go       the published files we know  neighbours.go  statistical neighbours
//	published.go   reading one of them          comparison.go  what a page needs of one indicator
//	import.go      Import                       unlike.go      not like for like
package benchmark
