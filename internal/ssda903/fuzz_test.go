package ssda903

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"waymark/internal/dates"
)

// Whatever stands in a module: no panic, the same result twice, and every finding and every episode names a row
// that is there.
func FuzzModule(f *testing.F) {
	f.Add(oneEpisode, reviews+"K1,,01/07/2025,PN1\n")
	f.Add(episodes+"K1,01/06/2025,S,C1,N1,U6,PR1,01/05/2025,E4A,,,\n\nK1,\"a\nb\",x\"\n", ad1+"K1,,1/7/2025,2/7/2025,1,,,\n")
	f.Add(strings.ReplaceAll(episodes, "\n", ",LA,YEAR\n")+"K1,45809,B,E1,,A6,,#N/A,X1,,,,,A,2025\n", placed+"K1,,,,RD9\n")
	f.Add("\ufeff"+episodes+"K1,01/06/2003,S,V3,N1,T0,,01/06/2003,E11,,,,\nK1,01/06/2003,P,E1,N1,A3,,,,,,,\n", swEpisode+"K1,,w,,,\n")
	f.Add(episodes+"K1,\"", "CHILD;DOB")
	f.Fuzz(func(t *testing.T, episodes, other string) {
		files := map[string]string{"h.csv": oneHeader, "e.csv": episodes, "o.csv": other}
		r, findings := Read(folder(files), "r", Options{})
		again, findingsAgain := Read(folder(files), "r", Options{})
		if !reflect.DeepEqual(r, again) || !reflect.DeepEqual(findings, findingsAgain) {
			t.Fatal("two readings differ")
		}
		for _, found := range findings {
			text := files[strings.TrimPrefix(found.File, "r/")]
			if found.Line < 0 || found.Line > strings.Count(text, "\n")+1 {
				t.Fatalf("%s has no row %d: %s", found.File, found.Line, found.Message)
			}
			if found.Line > 0 && found.Line == 1 {
				t.Fatalf("a finding about the header row as if it were a child: %s", found.Message)
			}
			if found.Message == "" || strings.ContainsAny(found.Message, "\n\x00") {
				t.Fatalf("message %q", found.Message)
			}
		}
		rows := map[string]int{}
		for _, m := range r.Modules {
			rows[m.Name] = m.Rows
		}
		n, reviewed := 0, 0
		for _, c := range r.Children {
			n += len(c.Episodes)
			reviewed += len(c.Reviews)
			for _, e := range c.Episodes {
				if e.Row < 2 {
					t.Fatalf("episode of row %d", e.Row)
				}
			}
		}
		if n > rows["Episodes"] || reviewed > rows["Reviews"] {
			t.Fatalf("%d episodes and %d reviews of %v rows", n, reviewed, rows)
		}
	})
}

// A date is a day in range or a problem, never both; and every way of writing that day means it.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"01/04/2026", "2026-04-01", "46113", "46113.0", "1/4/26", "2026-04-01T00:00:00Z", "31/02/2026", "-1", "0/0/0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, problem := parseDate(s)
		if s != "" && (d == 0) == (problem == "") {
			t.Fatalf("%q: %v and %q", s, d, problem)
		}
		if d == 0 {
			return
		}
		if d < firstDay || d > lastDay {
			t.Fatalf("%q is %v", s, d)
		}
		year, month, day := d.Parts()
		for _, same := range []string{
			d.String(), fmt.Sprintf("%02d/%02d/%d", day, month, year), fmt.Sprintf("%d/%d/%d 00:00", day, month, year),
			fmt.Sprint(dates.DaysBetween(serialDay, d)), fmt.Sprintf("%d.0", dates.DaysBetween(serialDay, d)),
		} {
			if e, problem := parseDate(same); e != d || problem != "" {
				t.Fatalf("%q is %v, and %q is %v %s", s, d, same, e, problem)
			}
		}
	})
}

// A code is one of the list or nothing; case and spaces make no difference; what is longer than a code is not
// repeated in the finding.
func FuzzCode(f *testing.F) {
	for _, s := range []string{"E4A", "e4a", " X1 ", "1.0", "SM4 5DX", "", "#N/A", "ſ1", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		get := func(s string, l codeList) (string, string) {
			r := newReader(nil, Options{})
			w := row{&file{path: "f", module: &modules[1], at: map[string]int{"REC": 0}}, 2, []string{s}}
			got := r.code(w, "REC", l)
			said := ""
			for _, x := range r.book.findings() {
				said += x.Message
			}
			return got, said
		}
		for _, l := range []codeList{recCodes, sexCodes, placeCodes} {
			got, said := get(s, l)
			if _, ok := l.codes[got]; got != "" && (!ok || said != "") {
				t.Fatalf("%q is %q, said %q", s, got, said)
			}
			if v := clean(s); got == "" && (v == "") != (said == "") {
				t.Fatalf("%q: not known, said %q", s, said)
			} else if len(v) > 12 && strings.Contains(said, v) {
				t.Fatalf("%q is repeated in %q", v, said)
			}
			if spaced, _ := get("  "+s+"\t", l); spaced != got {
				t.Fatalf("%q is %q with spaces around, %q without", s, spaced, got)
			}
			if lower, _ := get(strings.ToLower(got), l); lower != got {
				t.Fatalf("%q is %q in small letters", got, lower)
			}
		}
	})
}
