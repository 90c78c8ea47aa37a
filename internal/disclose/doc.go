// Package disclose is the gate: the only place where true counts of children become figures that a page,
// chart, download or index may show. Charts and templates take Released and nothing else, and only Release and ReleaseWith
// make one that holds figures.
//
// # Terms
//
// A count has a Key: population, window (the periods it covers), dimensions and categories. The same key is one
// count wherever it is shown: hidden in one table, it is hidden in all.
//
// A cell of a table is a base (the children an indicator applies to), a part (those who meet it) and a rest
// (base minus part). The rest is never shown, but a reader can subtract, so it is a count too. So is the
// outside of a population that lies in another, and each single period of rolling windows that overlap.
//
// Equations join counts: sums over the categories of a dimension; base = part + rest; wider = narrower +
// outside; window = its periods; events = children + further events of the same children; and the relations of
// the configuration. Counts joined by equations are a block. Blocks are decided apart from each other.
//
// A count of 1 to min_count-1 is small, as base, part or rest. A part of 0, and one equal to its base, is
// treated as small where the base is under min_base: "all three of them" says something about each. Where the whole population
// is shown to be all or none, its categories tell nothing more and are shown. A base of 0 is not small.
// A small count needs min_values values that remain possible; a small rest or outside 3, a small period 2.
//
// # Order of work
//
//  1. Shape (release.go): breakdowns of rolling windows that overlap are published by year; a breakdown of which most
//     would be hidden is dropped as a whole.
//  2. The system of all counts and equations of the site, and which of them are small (system.go); its blocks (solve.go).
//  3. For each block (block.go): small counts are hidden, a hidden base hides its parts; where the base is large enough,
//     a hidden part is given as a range. Audit; for each count with too few values hide the cheapest partner that
//     gives it enough; again, also for each child who is alone in a hidden cell and so knows it; then
//     show again what turned out not to be needed, dearest first. Where nothing is left to hide and no breakdown to
//     drop, whole windows are withheld, zeros included (withhold.go).
//  4. Figures are made from the decisions (release.go). With them go the report and its messages (report.go), advice about
//     groups (advise.go), the ledger of what was ever shown (ledger.go, ledgermedian.go), data/published.json (manifest.go), the
//     chain of reasons of a count (explain.go), and the same release with hidden counts exchanged (canary.go).
//
// # The audit
//
// No solver is believed. A value of a hidden count is possible when there is a witness: a whole other table of
// whole numbers that has this value and agrees with every equation and everything shown, checked in plain 64-bit
// arithmetic. walk.go finds witnesses by walking from the truth, in whole steps, along the directions of a simplex
// tableau of whole numbers. A step is a straight line of witnesses; it serves every count that moves on it.
//
// What makes it fast: hiding more never makes a witness false, so the lines found so far are kept while partners are
// added, and only counts that still fail are walked again; showing a count again leaves all lines open on which it
// stands still; a child who is alone in a cell is asked the same question of the lines on which that cell stands
// still. A partner is tried, with the count it is to protect, before it is chosen. Each block is then solved a second time
// with one cheapest partner at a time, within a limit of work, and the better result is kept.
//
// A count passes for the values next to each other that have witnesses. For one-way and two-way tables that is exact.
// Where steps of whole numbers are missed, a count has fewer proved values than it has: too much is hidden, never
// too little.
//
// # Limits
//
// A reader who knows the program as well as the rules could rule some values out because with them other partners would have been chosen
// (mask inference). What follows from the rules alone is taken into account: a hidden base is not 0 where zeros
// are shown, a hidden part of a large base is not 0, a range does not reach its other end. A worker who knows a
// whole team knows what they know. Children are not linked from quarter to quarter, so the children behind the events of a year are taken to be those
// of its fullest quarter, and more of it is hidden than need be; of events not done, three children are certain and the rest are counted
// quarter by quarter, so that four children who are late all year would show as a share. Breakdowns that are dropped are not
// audited: what readers can say of them they can say without this site's breakdowns. Two children who are alone
// in two cells and put together what they know are not considered.
//
// The rules and their reasons: P.-P. de Wolf and others, Handbook on Statistical Disclosure Control (ESSNet),
// chapter 4; M. Fischetti and J. J. Salazar, Solving the cell suppression problem on tabular data with linear constraints
// (2001), for protection by other tables that remain possible; E. Bareiss (1968) for elimination in whole numbers; the
// Government Statistical Service's guidance on tables; and what the Department for Education does in its own files,
// where the smallest count of children looked after that is shown is 6.
package disclose
