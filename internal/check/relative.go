package check

import (
	"regexp"
	"strings"
)

var relativeDate = Check{
	ID:    "relative-date",
	Finds: "Words that tell a time from the day on which they were written: \"18 months ago\", \"at the time of writing\", \"next spring\".",
	Why:   "A page is read for years, and the words mean another day each time. Give the date, or the month and year.",
	prose: func(p *page) {
		for _, in := range p.passages {
			if in.FromData() {
				continue // a definition speaks of a time before the period counted
			}
			for _, at := range fromToday.FindAllStringIndex(in.Text, -1) {
				p.warn(in, at[0], at[1], "write the date, such as in March 2026", "%q means another time each day it is read", strings.TrimSpace(in.Text[at[0]:at[1]]))
			}
		}
	},
}

// fromToday leaves out what guidance says of any child at any time: "the next meeting", "in the last year".
var fromToday = regexp.MustCompile(strings.ReplaceAll(`(?i)\b((amount to )?amount (day|week|month|year)s? ago|at the time of writing|in the near future|(earlier|later) this year|(this|last|next) (spring|summer|autumn|winter))\b`, "amount", `(\d+|an?|`+strings.Join(numberWords[1:], "|")+`|some|several|a few)`))
