package tracker

// Quick reading. A tracker written by a program has no quotation marks and next to no mistakes, and may be long.
// Its rows are read here without cutting them into cells first: eight bytes are looked at together, to find the
// end of a cell and to tell which word it is. Whatever is not plainly right stops at the beginning of its line;
// the slow way in read.go then reads that one line and says what is wrong with it. So both ways accept the same
// rows, and only the slow one writes findings.

import (
	"encoding/binary"
	"math/bits"
)

// quickRoom is how many bytes of zero must stand behind the last row, because cells are looked at eight bytes at a
// time. A file is read into a slice with room for them; otherwise it is copied.
const quickRoom = 16

// quickColumn is a column of the file in the order of its header.
type quickColumn struct {
	field *Field
	codes []uint8 // the schema's column to write into
	ints  []int16
	words *wordTable
}

// quickColumns are the columns to write into, in the order of the file; nil when a list of words has no table.
func (r *fileReader) quickColumns() []quickColumn {
	columns := make([]quickColumn, len(r.order))
	for i, at := range r.order {
		c := r.columns[at]
		columns[i] = quickColumn{field: c.Field, codes: c.Codes, ints: c.Ints}
		if !c.Field.Number {
			if columns[i].words = newWordTable(c.Field.Values); columns[i].words == nil {
				return nil
			}
		}
	}
	return columns
}

// quickRows gives a function that reads and accepts rows from r.at on, up to the first that is not plainly right.
func (r *fileReader) quickRows() func() {
	columns := r.quickColumns()
	if columns == nil {
		return func() {}
	}
	src := append(r.src, make([]byte, quickRoom)...)
	return func() {
		for r.at < len(r.src) {
			next, ok := quickRow(src, r.at, len(r.src), columns, len(r.lines))
			if !ok {
				return
			}
			r.at, r.line = next, r.line+1
			r.lines = append(r.lines, int32(r.line))
		}
	}
}

// quickRow reads the line at src[at:] into row n of the columns and returns where the next line begins; false
// when the line is not plainly right. A cell is taken to end before the first byte below '-', such as a comma or
// the end of the line. The file ends at end; src goes on for eight bytes and more.
func quickRow(src []byte, at, end int, columns []quickColumn, n int) (next int, ok bool) {
	empty := 0
	for i := range columns {
		c := &columns[i]
		from := at
		first := binary.LittleEndian.Uint64(src[at:])
		stop := below(first)
		for stop == 0 {
			if at += 8; at > end {
				return 0, false
			}
			stop = below(binary.LittleEndian.Uint64(src[at:]))
		}
		at += bits.TrailingZeros64(stop) / 8
		length := at - from

		switch {
		case length == 0:
			if c.field.Required {
				return 0, false
			}
			empty++
			if c.field.Number {
				c.ints[n] = MissingInt
			} else {
				c.codes[n] = Missing
			}
		case c.field.Number:
			value, ok := 0, true
			if digit := src[from] - '0'; length == 1 && digit <= 9 {
				value = int(digit)
			} else {
				value, ok = wholeNumber(src[from:at])
			}
			if !ok || value < c.field.Min || value > c.field.Max {
				return 0, false
			}
			c.ints[n] = int16(value)
		default:
			var last uint64
			if length < 8 {
				first &= 1<<(8*length) - 1
			} else {
				last = binary.LittleEndian.Uint64(src[at-8:])
			}
			code, ok := c.words.find(first, last, src[from:at])
			if !ok {
				return 0, false
			}
			c.codes[n] = code
		}

		if i == len(columns)-1 {
			break
		}
		if src[at] != ',' {
			return 0, false
		}
		at++
	}
	if empty == len(columns) {
		return 0, false // a line of commas
	}
	if src[at] == '\r' {
		at++
	}
	if src[at] == '\n' && at < end {
		return at + 1, true
	}
	return at, at == end
}

// below has the highest bit set of the first byte that is below '-', and perhaps of later bytes; 0 when there is none.
func below(word uint64) uint64 {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	return (word - ones*'-') &^ word & tops
}

// wordTable finds a word by its first and last eight bytes and its length, without comparing it with every word.
type wordTable struct {
	times uint64 // spreads the words over the slots so that no two meet
	slots [64]wordSlot
}

type wordSlot struct {
	first, last uint64 // of a word of fewer than eight bytes, first is the whole and last is 0
	word        string
	code        uint8
}

// newWordTable is nil when no way is found to keep the words apart, as with very many.
func newWordTable(words []string) *wordTable {
	for try := uint64(1); try <= 4096; try++ {
		t := &wordTable{times: try * 0x9E3779B97F4A7C15} // odd multiples of 2^64 divided by the golden ratio; even ones do no harm
		if t.fill(words) {
			return t
		}
	}
	return nil
}

func (t *wordTable) fill(words []string) bool {
	for code, word := range words {
		first, last := ends(word)
		slot := &t.slots[t.slot(first, last, len(word))]
		if slot.word != "" || word == "" {
			return false
		}
		*slot = wordSlot{first, last, word, uint8(code)}
	}
	return true
}

func (t *wordTable) slot(first, last uint64, length int) int {
	return int((first ^ bits.RotateLeft64(last, 29) + uint64(length)) * t.times >> 58)
}

// find is the code of a cell whose first and last eight bytes are given.
func (t *wordTable) find(first, last uint64, cell []byte) (uint8, bool) {
	slot := &t.slots[t.slot(first, last, len(cell))]
	if slot.first != first || slot.last != last || len(slot.word) != len(cell) {
		return 0, false
	}
	return slot.code, len(cell) <= 16 || slot.word == string(cell)
}

func ends(word string) (first, last uint64) {
	var padded [8]byte
	copy(padded[:], word)
	first = binary.LittleEndian.Uint64(padded[:])
	if len(word) >= 8 {
		last = binary.LittleEndian.Uint64([]byte(word[len(word)-8:]))
	}
	return first, last
}
