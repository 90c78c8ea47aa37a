// Package disclose is the gate: the only place where true counts of children become figures that a page,
// chart, download or index may show. Charts and templates take Released and nothing else, and only Release
// makes one that holds figures.
//
// # Terms
//
// A count has a key: population, window (the periods it covers), dimension and category. The same key is one
// count wherever it is shown: hidden in one table, it is hidden in all.
//
// A cell of a table is a base (the children an indicator applies to), a part (those who meet it) and a rest
// (base minus part). The rest is never shown, but a reader can subtract, so it is protected as well.
//
// A count of 1 to min_count-1 is small, as base, part or rest. A part of 0, and one equal to its base, is
// treated as small where the base is under min_base: "all three of them" says something about each. A base
// of 0 is not small and is shown, unless zeros are hidden.
//
// # Order of work
//
//  1. Small counts are hidden; a hidden base hides its parts. Where the base is large enough, a hidden part
//     is given as a range instead (a band): 0 to 5, or all but 0 to 5.
//  2. A breakdown with too few children is dropped as a whole.
//  3. Each breakdown is audited with its total: for every hidden small count, how many different values
//     could it have, given everything shown in that table (oneway.go)? Where there are too few, the cheapest
//     partner is hidden too, until all pass; then what turned out not to be needed is shown again. The
//     audit is repeated for each child who is alone in a hidden cell, and so knows it.
//  4. What one table hides, all hide. Steps 3 and 4 repeat until nothing changes.
//  5. Percentages are made from what is shown. The true tables are not kept.
//
// # What this does not do yet
//
// Each table is audited alone. Sums that link tables are not: overlapping rolling windows, one population
// inside another (other than a part in its base), two breakdowns of one total by different dimensions taken
// together, and figures of earlier releases. Until that is here, the shape of what is published carries the weight: breakdowns are made for the newest window only,
// no two-way tables, and only totals are shown over time.
//
// The rules and their reasons: P.-P. de Wolf and others, Handbook on Statistical Disclosure Control (ESSNet),
// chapter 4; the Government Statistical Service's guidance on tables; and what the Department for Education
// does in its own files, where the smallest count of children looked after that is shown is 6.
package disclose
