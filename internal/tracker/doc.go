// Package tracker reads the anonymised period files of one authority into columns.
//
// What it is. A tracker folder holds one CSV file for each period, named by it: tracker/2026-Q2.csv, or
// tracker/2026-06.csv when an authority works by the month. A row is a child in scope in that period. The
// columns are declared by a Frictionless Table Schema, data/common/tracker.schema.json, which other tools can
// use too. Read checks every cell against the schema and every row against itself, and returns a Store.
//
// What it is not. It reads no raw export, makes nothing anonymous, and counts nothing: sums belong to package
// indicator, and what may be shown belongs to package disclose. It keeps no row together for anybody to read.
//
// Terms:
//
//   - A Period is a calendar quarter or a month. Q2 is April to June.
//   - A Schema is the list of columns; a Field is one of them: words from a list, or a whole number in limits.
//     There is no free text, and no field may be named after a thing that says who a child is.
//   - A Store holds all rows of all periods, column by column, in order of period. A column of words is one byte
//     a row, an index into Field.Values; a column of numbers is an int16 a row. What is empty is Missing, or
//     MissingInt. Rows of a period are a range of indices.
//   - A rule is a check of one row against itself, such as "on time is at most due". See rules.go.
//
// Order of work in Read: list the folder; judge each name; for each file decode the text, read the header,
// read the rows, run the rules; join the files; look for gaps between periods. Rows that are plainly right are read
// in quick.go, the others in read.go, which says what is wrong with them. A rule is tried on all rows at once.
//
// Strictness. Words are written exactly as the schema writes them, and a number in one way only (no sign, no
// leading zero, no decimal point), so that every accepted cell can be written again as it was. A row with a
// fault is left out of the Store; the fault is an error, so the site is not published.
//
// Privacy. A finding may end up in the log of a continuous integration service. It says where a cell is and
// what was expected. It repeats the cell only when that cannot be about a child: a small number, or a plain
// misspelling of a word of the schema. What looks like a name, a date, a postcode, an NHS number, a unique pupil
// number, an e-mail address or a telephone number is never repeated, and is an error of its own.
package tracker
