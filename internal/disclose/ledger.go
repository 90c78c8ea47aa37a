package disclose

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/diag"
	"waymark/internal/indicator"
	"waymark/internal/site"
)

// Ledger is what earlier releases showed. It is a CSV file kept with the site's source: it holds no hidden figure, so it
// can be committed. Its columns are release, kind, key, value, reason:
//
//	shown  a count and its number, or its range "0-5"
//	median, lower-quartile, upper-quartile  a middle value as it was rounded; files from before these were recorded have none
//	rule   a setting that closed periods were released under: "min_count", "dimension age-band"
//	break  the reason why what follows may contradict what stands above
type Ledger struct {
	lines []line
}

type line struct {
	release, kind, value, reason string
	key                          string
	entry                        entry
}

// entry is one count that was shown.
type entry struct {
	Key       Key
	Low, High int
	release   string
}

func (e entry) isRange() bool { return e.Low != e.High }

// window lists the periods of a key's window as far as they can be told: all quarters or months between its ends.
func (e entry) window() []string { return periodsOf(e.Key.Window) }

// periodsOf expands "2025-Q3..2026-Q2".
func periodsOf(text string) []string {
	from, to, ok := strings.Cut(text, "..")
	if !ok {
		return []string{text}
	}
	out := []string{from}
	for p := from; p != to && len(out) < 400; {
		p = after(p)
		if p == "" {
			return []string{from, to}
		}
		out = append(out, p)
	}
	return out
}

// after is the next quarter or month; "" for another form.
func after(p string) string {
	year, rest, ok := strings.Cut(p, "-")
	y, err := strconv.Atoi(year)
	if !ok || err != nil {
		return ""
	}
	quarter := strings.HasPrefix(rest, "Q")
	n, err := strconv.Atoi(strings.TrimPrefix(rest, "Q"))
	most := 12
	if quarter {
		most = 4
	}
	if err != nil || n < 1 || n > most {
		return ""
	}
	if n++; n > most {
		y, n = y+1, 1
	}
	if quarter {
		return fmt.Sprintf("%04d-Q%d", y, n)
	}
	return fmt.Sprintf("%04d-%02d", y, n)
}

func overlapsText(text string, w []string) bool { return overlap(periodsOf(text), w) }

const checkLedger = "disclosure-ledger"

var ledgerHeader = []string{"release", "kind", "key", "value", "reason"}

// ParseLedger reads a ledger. A line that cannot be read is an error: what was published must not be forgotten.
func ParseLedger(file string, src []byte, findings *diag.List) *Ledger {
	l := &Ledger{}
	r := csv.NewReader(bytes.NewReader(src))
	r.FieldsPerRecord = len(ledgerHeader)
	for n := 0; ; n++ {
		rec, err := r.Read()
		if err != nil {
			if err.Error() != "EOF" {
				at, col := 1, 1
				if pe, ok := err.(*csv.ParseError); ok {
					at, col = max(pe.Line, 1), max(pe.Column, 1)
				}
				findings.Errorf(checkLedger, file, at, col, "restore the file from the site's history", "the ledger of published figures cannot be read")
			}
			return l
		}
		at, _ := r.FieldPos(0)
		if n == 0 {
			if !slices.Equal(rec, ledgerHeader) {
				findings.Errorf(checkLedger, file, at, 1, "the first line is "+strings.Join(ledgerHeader, ","), "the ledger of published figures has another header")
				return l
			}
			continue
		}
		row := line{release: rec[0], kind: rec[1], key: rec[2], value: rec[3], reason: rec[4]}
		ok := true
		switch row.kind {
		case "shown":
			row.entry, ok = parseEntry(rec[2], rec[3])
			row.entry.release = rec[0]
		case middleKinds[0], middleKinds[1], middleKinds[2]:
			ok = row.wellFormedMiddle()
		case "rule":
			ok = row.key != ""
		case "break":
			ok = strings.TrimSpace(row.reason) != ""
		default:
			ok = false
		}
		if !ok {
			findings.Errorf(checkLedger, file, at, 1, "restore the file from the site's history", "this line of the ledger is not a figure, a rule or a break with its reason")
			continue
		}
		l.lines = append(l.lines, row)
	}
}

func parseEntry(key, value string) (entry, bool) {
	words := strings.SplitN(key, " ", 3)
	if len(words) < 2 || words[0] == "" || words[1] == "" {
		return entry{}, false
	}
	e := entry{Key: Key{Population: words[0], Window: words[1]}}
	if len(words) == 3 {
		e.Key.At = words[2]
	}
	lo, hi, isRange := strings.Cut(value, "-")
	var err1, err2 error
	e.Low, err1 = strconv.Atoi(lo)
	e.High = e.Low
	if isRange {
		e.High, err2 = strconv.Atoi(hi)
	}
	return e, err1 == nil && err2 == nil && e.Low >= 0 && e.High >= e.Low && e.High < 1<<30
}

// newest lists the last entry of each key, by key.
func (l *Ledger) newest() []entry {
	if l == nil {
		return nil
	}
	last := map[Key]entry{}
	for _, x := range l.lines {
		if x.kind == "shown" {
			old, ok := last[x.entry.Key]
			// A number is not forgotten for a range that came later.
			if ok && !old.isRange() && x.entry.isRange() {
				continue
			}
			last[x.entry.Key] = x.entry
		}
	}
	out := make([]entry, 0, len(last))
	for _, e := range last {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b entry) int { return a.Key.compare(b.Key) })
	return out
}

// rules are the settings as last written.
func (l *Ledger) rules() map[string]line {
	out := map[string]line{}
	if l != nil {
		for _, x := range l.lines {
			if x.kind == "rule" {
				out[x.key] = x
			}
		}
	}
	return out
}

// windowsOf lists the windows for which a population was published by a dimension.
func (l *Ledger) windowsOf(population, dimension string) []string {
	var out []string
	for _, e := range l.newest() {
		if e.Key.Population == population && strings.HasPrefix(e.Key.At, dimension+"=") && !slices.Contains(out, e.Key.Window) {
			out = append(out, e.Key.Window)
		}
	}
	return out
}

// rulesOf are the settings of a release that closed periods depend on.
func rulesOf(p Policy, tables []indicator.Table) map[string]string {
	out := map[string]string{"min_count": strconv.Itoa(p.MinCount)}
	for _, t := range tables {
		if t.Dimension != "" && len(t.Categories) > 0 {
			out["dimension "+t.Dimension] = strings.Join(t.Categories, " ")
		}
	}
	return out
}

// checkLedger compares what would be published with what was.
func (r *Result) checkLedger(tables []indicator.Table) {
	l := r.in.Ledger
	if l == nil {
		r.tell(Message{Code: "D23", Level: LevelWarning, Text: "No ledger found: figures in earlier releases were not considered."})
		return
	}
	level := LevelError
	if r.in.Accept != "" {
		level = LevelWarning
	}
	old := l.rules()
	now := rulesOf(r.in.Policy, tables)
	for _, k := range slices.Sorted(keysOf(now)) {
		if was, ok := old[k]; ok && was.value != now[k] {
			r.tell(Message{Code: "D06", Level: level, Text: fmt.Sprintf(
				"%s was %s in release %s and is now %s. Closed periods were published under it: use --accept-ledger-break with a reason.", k, was.value, was.release, now[k])})
		}
	}
	if len(l.lines) == 0 {
		return
	}
	told := map[Key]entry{}
	for _, e := range l.newest() {
		told[e.Key] = e
	}
	alias := r.in.aliases()
	done := map[Key]bool{}
	check := func(k Key, value int, table string) {
		e, ok := told[k]
		if !ok || done[k] || value >= e.Low && value <= e.High {
			return
		}
		done[k] = true
		was := strconv.Itoa(e.Low)
		if e.isRange() {
			was = fmt.Sprintf("%d to %d", e.Low, e.High)
		}
		if r.in.Policy.Revisions == "restate" {
			if d := value - e.Low; !e.isRange() && max(d, -d) < r.in.Policy.MinCount {
				r.tell(Message{Code: "D24", Level: LevelWarning, Table: table, Text: fmt.Sprintf("%s changed by fewer than %d between releases. A reader can see the change.", k, r.in.Policy.MinCount)})
			}
			return
		}
		is := "another number" // it may be small
		if value >= r.in.Policy.MinCount {
			is = strconv.Itoa(value)
		}
		r.tell(Message{Code: "D06", Level: level, Table: table, Text: fmt.Sprintf("%s was published as %s in release %s and is now %s. Use revisions: restate, or keep the old file.", k, was, e.release, is)})
	}
	for _, t := range tables {
		for _, c := range t.Cells {
			check(r.keyOf(t.BasePopulation, t, c, alias), c.Base, t.ID)
			if t.PartPopulation != "" && t.Measure != site.MeasureMedian {
				check(r.keyOf(t.PartPopulation, t, c, alias), c.Part, t.ID)
			}
			if t.Measure == site.MeasureEvents {
				check(r.keyOf(t.BasePopulation+childrenOf, t, c, alias), c.BaseChildren, t.ID)
			}
		}
	}
	r.checkMiddles(tables, alias, level)
}

func keysOf(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// NextLedger is the ledger with this release added: every figure and range it shows that the file does not hold yet,
// changed rules, and the reason of a break. Writing it is for the caller to do, once the site is published.
func (r Result) NextLedger() []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	_ = w.Write(ledgerHeader) // writing to memory does not fail
	write := func(x ...string) { _ = w.Write(x) }
	if r.in.Ledger != nil {
		for _, x := range r.in.Ledger.lines {
			write(x.release, x.kind, x.key, x.value, x.reason)
		}
	}
	if r.in.Accept != "" {
		write(r.in.Release, "break", "", "", r.in.Accept)
	}
	old := r.in.Ledger.rules()
	now := rulesOf(r.in.Policy, r.in.Tables)
	for _, k := range slices.Sorted(keysOf(now)) {
		if old[k].value != now[k] {
			write(r.in.Release, "rule", k, now[k], "")
		}
	}
	told := map[Key]entry{}
	for _, e := range r.in.Ledger.newest() {
		told[e.Key] = e
	}
	figures := map[Key]string{}
	alias := r.in.aliases()
	put := func(k Key, v Value) {
		if n, ok := v.Number(); ok {
			figures[k] = strconv.Itoa(n)
		} else if lo, hi, ok := v.Range(); ok {
			figures[k] = fmt.Sprintf("%d-%d", lo, hi)
		}
	}
	for _, t := range r.Released.tables {
		for i, row := range t.rows {
			c := indicator.Cell{Window: t.windows[i], Category: row.Category}
			it := indicator.Table{Dimension: t.dimension}
			put(r.keyOf(t.base, it, c, alias), row.Base)
			if t.part != "" {
				put(r.keyOf(t.part, it, c, alias), row.Part)
			}
			put(r.keyOf(t.base+childrenOf, it, c, alias), row.Children)
		}
	}
	keys := make([]Key, 0, len(figures))
	for k := range figures {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, Key.compare)
	for _, k := range keys {
		value := figures[k]
		e, ok := told[k]
		if was := strconv.Itoa(e.Low); ok && (was == value || e.isRange() && fmt.Sprintf("%d-%d", e.Low, e.High) == value) {
			continue
		}
		write(r.in.Release, "shown", k.String(), value, "")
	}
	r.nextMiddles(write)
	w.Flush()
	return out.Bytes()
}
