// Package browsertest opens every page of the built sites in Chromium and holds what they promise a reader.
// It has no program in it, only tests:
//
//	go test ./internal/browsertest                        every promise, every page
//	go test ./internal/browsertest -run /merton/about/    the pages below one path
//	go test -short ./...                                  without a browser
//
// # What it is not
//
// The checks of a build (package check) read what an author wrote and name the line; nothing here knows a
// source file. Nothing here judges a picture either: that a page is good to look at is for people.
//
// # Terms
//
// A page is one HTML file of the built output, named by its path there: "merton/timescales.html". Its home is
// the folder it may load from: the folder of its site, because an authority may put that folder anywhere
// without the others, or the whole output for the page above the sites. A tab is one tab of the one browser
// that all tests share. A complaint is one sentence about one page; a page without complaints passes.
//
// # Order of work
//
//  1. The project is built once, through package build, into a folder that is removed at the end.
//  2. One Chromium is started. Without it the tests fail, because "make test" installs it first: a promise
//     that nobody checked is not kept. The environment variable WAYMARK_CHROMIUM names another program.
//  3. TestFromAFolder and TestOnAStrictServer hand every page to the next free tab, of which there are as many
//     as processors. What is looked at is a function from a tab to complaints, in checks_test.go.
//  4. TestTheChecksComplain gives the same checks a page with every fault, so that a check that has gone
//     blind fails too.
//
// # The promises
//
// A page opens from a folder, and under any path of a server that sends the policy of package theme: nothing
// in the console, nothing failed, nothing asked of another host. It fits a window of 320 pixels and one of
// 640 with letters twice as large. axe-core finds nothing against WCAG 2.0 to 2.2 A and AA or its own list of
// good practice, light, dark and narrow. Without scripts it says the same. On paper it is unfolded and without
// menus, and a checklist is one sheet of A4. The first Tab reaches the link past the menus, and that link works.
//
// Two things are looked at once and not again: of pages that show the same at the end of one period or another,
// one; and where two sites have a page of the same path, axe-core's further views and the comparison without
// scripts, on the first site.
//
// What axe-core cannot decide by itself it leaves to people, and so do these tests: the order of reading, the
// sense of a text alternative, contrast over a picture.
package browsertest
