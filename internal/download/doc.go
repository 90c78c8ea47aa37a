// Package download writes a site's released figures to files that people and programs take away: a workbook, a pair of
// CSV files in the layout of the Department for Education, and an archive of everything.
//
// Every file is made from the same Tables, and those from a disclose.Released. So a figure that is hidden on a page is
// hidden in all of them, by the same symbol. Read reads the files back, and Differences compares them with the tables: the
// build does so before it publishes anything.
//
// Files hold no time of day and no order of chance; the time inside an archive is the last day of the newest period.
//
//	table.go     the tables                         workbook.go  spreadsheet for readers (.xlsx)
//	standard.go  name.csv and name.meta.csv         archive.go   everything in one .zip
//	rules.go     what such a pair must be like      read.go      reading back, and comparing
//	period.go    periods as the standard has them
package download
