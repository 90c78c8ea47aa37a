// Package anonymise turns what raw exports say about children into the period files of the tracker, which hold
// bands, durations and counts, and nothing that says who a child is.
//
// What it is. Its input is the children that a reader (ssda903, annexa, rawtracker) has put into the model of
// package care; its output is the text of one CSV file for each period, and a summary of what was not known and
// what was coarsened. What it is not: it reads no file and writes none. The command does both, so that this
// package has no way to leave a copy of raw data anywhere.
//
// Terms.
//
//   - A life is a child with its periods of care, worked out when it is looked at and not kept.
//   - A child is in scope of a period when it is in care at its end, left care in it, or is in pre-proceedings at
//     its end: one row for each. See scope.go.
//   - The day a row is about is the last day of the period, or, for a child who left, the last day in care.
//   - A column is one line of the table in derive.go: its name and the rule that fills it.
//   - Not known is what the export does not say. The column then holds not-known where the schema has the word, is
//     empty where it may be empty, and holds a stand-in otherwise; each is counted by column and reason.
//   - A stand-in (standins.go) is chosen so that it praises nobody and takes no child into a count that the export
//     cannot answer for.
//   - A row stands alone when fewer than k rows of its file share its age band, sex, ethnic group, plan and
//     placement. See reidentify.go.
//
// Order of work in Run: choose the children of the authority; work out their periods of care; for each period
// find who is in scope, fill the columns, settle what contradicts itself, coarsen what stands alone, put the rows
// in an order that says nothing, write them as text, and hold the text to the rules of package tracker and to the
// refusals of privacy.go.
//
// Only words of the schema and whole numbers ever reach a cell: a value of an export is never copied. So the
// refusals at the end can only find a mistake in this package, and that is what they are for.
package anonymise
