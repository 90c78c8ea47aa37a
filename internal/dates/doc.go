// Package dates counts days as timescales do: calendar days without a time, working days of England and Wales, calendar
// months that are clamped to the last day of a shorter one, and what falls due when by a list of rules.
//
// It is pure. It reads no clock: what is today is for a caller to say. Readers of raw exports work with it, and so do the
// pages: the due dates that a reader works out in the browser follow the same rules in JavaScript, and a test holds
// the script to this package for every day of several years.
package dates
