package tracker

import (
	"bytes"
	"strings"
	"testing"
)

// FuzzQuickRows holds the quick way to the slow one: a line that the quick way takes is one line, and the slow
// way takes it too and writes the same cells.
func FuzzQuickRows(f *testing.F) {
	schema := smallSchema(f)
	for _, line := range []string{
		"in_care,care-order,female,3,\n", "left_care,none,,0,20\r\n", ",,,,\n", "in_care,care-order,female,3,,\n", "in_care,care-order,female,03,1",
		"in_care,care-order,female,3,\x00", "in_care,care-order,female,3", "in_care,care-orders,female,3,4\n", "in_care,care-order,fémale,3,4\n", "in_care, care-order,female,3,4\n",
	} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		if bytes.IndexByte(line, '"') >= 0 {
			return // a file with quotation marks is never read the quick way
		}
		reader := func() *fileReader {
			r := &fileReader{schema: schema, src: append([]byte(smallHeader), line...), columns: roomFor(schema, 1)}
			header, _ := r.plainRecords()()
			if !r.header(header) {
				t.Fatal("the header is not sound")
			}
			return r
		}
		quick, slow := reader(), reader()
		columns := quick.quickColumns()
		src := append(bytes.Clone(quick.src), make([]byte, 16)...)
		next, ok := quickRow(src, quick.at, len(quick.src), columns, 0)
		if !ok {
			return
		}
		rec, _ := slow.plainRecords()()
		if rec.blank() || !slow.row(rec) || slow.at != next {
			t.Fatalf("%q is taken up to %d; the slow way goes up to %d and says %v", line, next, slow.at, slow.list)
		}
		for i, c := range slow.columns {
			if q := quick.columns[i]; c.Text(0) != q.Text(0) {
				t.Fatalf("%q: %s is %q, and %q to the quick way", line, c.Field.Name, c.Text(0), q.Text(0))
			}
		}
	})
}

// The quick way takes every row of a sound file, and goes on after a line that it does not take.
func TestQuickRows(t *testing.T) {
	schema := smallSchema(t)
	src := smallHeader + "in_care,care-order,female,3,\n\nin_care,nonsense,female,3,\nleft_care,care-order,,1,20\r\nin_care,care-order,male,12,4"
	r := &fileReader{schema: schema}
	r.read([]byte(src))
	if r.rows() != 3 || len(r.list) != 1 || r.list[0].Line != 4 {
		t.Fatalf("%d rows, findings %v", r.rows(), r.list)
	}
	for row, want := range []string{"in_care care-order female 3 -", "left_care care-order - 1 20", "in_care care-order male 12 4"} {
		var got []string
		for _, c := range r.columns {
			text := c.Text(row)
			if text == "" {
				text = "-"
			}
			got = append(got, text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("row %d: %v, want %s", row, got, want)
		}
	}
	if want := []int32{2, 5, 6}; r.lines[0] != want[0] || r.lines[1] != want[1] || r.lines[2] != want[2] {
		t.Errorf("lines %v, want %v", r.lines, want)
	}
}

// Words that begin and end alike are told apart, and so are all the words of the project's schema.
func TestWordTable(t *testing.T) {
	lists := [][]string{{"returned-home-planned", "returned-home-unplanned", "a", "ab", "12345678", "1234567812345678", "123456781x2345678", "123456781y2345678"}}
	for _, f := range fullSchema(t).Fields {
		if !f.Number {
			lists = append(lists, f.Values)
		}
	}
	for _, words := range lists {
		table := newWordTable(words)
		if table == nil {
			t.Fatalf("no table for %q", words)
		}
		for code, word := range words {
			first, last := ends(word)
			if got, ok := table.find(first, last, []byte(word)); !ok || int(got) != code {
				t.Errorf("%q: got %d %v, want %d", word, got, ok, code)
			}
			other := strings.Replace(word, "-", "x", 1) + "x"
			first, last = ends(other)
			if _, ok := table.find(first, last, []byte(other)); ok {
				t.Errorf("%q is taken for a word", other)
			}
		}
	}
}
