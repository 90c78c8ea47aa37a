package disclose

import "slices"

// walker moves about the figures that agree with everything a reader can see, in whole numbers only.
//
// It holds one component: unknown counts, the equations between them, and bounds. It is a simplex method with three
// changes. The tableau holds whole numbers over one common denominator (Edmonds, Bareiss), so nothing is rounded. The
// point that moves is not a corner but the truth at first, which is known, so there is no first phase and every
// objective starts again from it with whatever basis the last one left. And a step is taken only in whole multiples
// of a whole direction, so every point reached is a table of whole numbers that a reader must allow: a witness. Where
// the step changes a count by one at a time, all values on its way have witnesses too.
//
// One-way and two-way tables make network matrices: there the denominator stays 1 and a count that does not move
// cannot move (the matrix is totally unimodular). In larger linked sets whole steps can be missed. A count then
// passes for fewer values than it has, which hides too much and never too little.
type walker struct {
	vars   []int32 // the block's counts, by local index
	truth  []int64
	lo, hi []int64
	x      []int64
	rows   [][]int64 // by basic variable: den x_basic + sum rows[.][c] x_cols[c] is constant
	basis  []int32   // local variable of each row
	cols   []int32   // local variable of each column
	where  []int32   // row of a basic variable, -1-column of another
	den    int64
	eqs    [][]term // of local variables
	turn   []int64  // scratch of whoever takes steps, all 0
	broken bool     // numbers grew too large: nothing more is proved
	pivots int
	move   []int64 // scratch: change of each row's variable
}

// term is one count of an equation with its sign.
type term struct {
	at   int32
	sign int64
}

// tooLarge stops a tableau long before its products could overflow.
const tooLarge = 1 << 30

// newWalker makes the tableau of the unknown counts vars. eqs are the equations that hold at least one of them,
// restricted to them.
func newWalker(vars []int32, truth, lo, hi []int64, eqs [][]term) *walker {
	n := len(vars)
	w := &walker{vars: vars, truth: truth, lo: lo, hi: hi, eqs: eqs, den: 1,
		x: append([]int64(nil), truth...), where: make([]int32, n)}
	w.turn = make([]int64, n)
	uses := make([]int32, n)
	for _, e := range eqs {
		for _, t := range e {
			uses[t.at]++
		}
	}
	// Gauss-Jordan over full rows, then the columns of basic variables are left out.
	basic := make([]int32, n)
	for i := range basic {
		basic[i] = -1
	}
	var full [][]int64
	var rowVar []int32
	// Equations with a count of their own first: their rows stay short, and need no elimination.
	order := make([]int, 0, len(eqs))
	for _, own := range []bool{true, false} {
		for k, e := range eqs {
			if slices.ContainsFunc(e, func(t term) bool { return uses[t.at] == 1 }) == own {
				order = append(order, k)
			}
		}
	}
	cells := make([]int64, n*len(eqs))
	for _, k := range order {
		e := eqs[k]
		row := cells[k*n : (k+1)*n]
		for _, t := range e {
			row[t.at] += w.den * t.sign
		}
		for r, v := range rowVar {
			if f := row[v]; f != 0 {
				f /= w.den // the basic column of row r is den, so row -= f/den * full[r]; row was scaled by den
				for j, a := range full[r] {
					if a != 0 {
						row[j] -= f * a
					}
				}
			}
		}
		// The pivot: an entry of +-1 (in units of the denominator) if there is one, of the variable used least.
		pick := int32(-1)
		for j, a := range row {
			if a == 0 {
				continue
			}
			if pick < 0 || abs64(a) < abs64(row[pick]) || abs64(a) == abs64(row[pick]) && uses[j] < uses[pick] {
				pick = int32(j)
			}
		}
		if pick < 0 {
			continue // follows from the others
		}
		if row[pick] < 0 {
			for j := range row {
				row[j] = -row[j]
			}
		}
		p := row[pick]
		// Every row is brought to the new denominator p; the variable leaves the others.
		for r := range full {
			f := full[r][pick]
			if f == 0 && p == w.den {
				continue
			}
			if p == 1 && w.den == 1 {
				for j, a := range row {
					if a != 0 {
						full[r][j] -= f * a
					}
				}
				continue
			}
			for j := range full[r] {
				v := full[r][j]*p - f*row[j]
				if v > tooLarge*tooLarge || v < -tooLarge*tooLarge {
					w.broken = true
				}
				full[r][j] = v / w.den
			}
		}
		w.den = p
		full = append(full, row)
		rowVar = append(rowVar, pick)
		if w.den > tooLarge {
			w.broken = true
		}
		if w.broken {
			break
		}
		basic[pick] = int32(len(rowVar) - 1)
	}
	w.basis = rowVar
	for j := range n {
		if basic[j] >= 0 {
			w.where[j] = basic[j]
		} else {
			w.where[j] = int32(-1 - len(w.cols))
			w.cols = append(w.cols, int32(j))
		}
	}
	w.rows = make([][]int64, len(full))
	for r, row := range full {
		short := make([]int64, len(w.cols))
		for c, v := range w.cols {
			short[c] = row[v]
		}
		w.rows[r] = short
	}
	w.move = make([]int64, len(full))
	return w
}

// find is the local index of a count; -1 if it is not here. vars are in order.
func (w *walker) find(v int32) int32 {
	if k, ok := slices.BinarySearch(w.vars, v); ok {
		return int32(k)
	}
	return -1
}

func abs64(a int64) int64 {
	if a < 0 {
		return -a
	}
	return a
}

// reset goes back to the truth. The basis stays.
func (w *walker) reset() { copy(w.x, w.truth) }

// step is a move of one column's variable: how far in whole units, and what stops it (-1: its own bound).
type step struct {
	units, unit int64 // the variable changes by unit at a time
	stop        int32
}

// reach finds the step of column c in direction s (+1 or -1), and leaves the changes of the basic variables for one
// unit in w.move. Ties go to the lowest variable.
func (w *walker) reach(c int32, s int64) step {
	unit := int64(1)
	if w.den != 1 {
		g := w.den
		for _, row := range w.rows {
			g = gcd(g, abs64(row[c]))
		}
		unit = w.den / g
	}
	v := w.cols[c]
	var room int64
	if s > 0 {
		room = w.hi[v] - w.x[v]
	} else {
		room = w.x[v] - w.lo[v]
	}
	out := step{units: room / unit, unit: unit, stop: -1}
	for r, row := range w.rows {
		d := int64(0)
		if row[c] != 0 {
			d = -s * row[c] * unit / w.den
			b := w.basis[r]
			var left int64
			if d > 0 {
				left = (w.hi[b] - w.x[b]) / d
			} else {
				left = (w.x[b] - w.lo[b]) / -d
			}
			if left < out.units || left == out.units && out.stop >= 0 && b < w.basis[out.stop] {
				out.units, out.stop = left, int32(r)
			}
		}
		w.move[r] = d
	}
	return out
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// push moves count f (local) in a direction until it has changed by far from where it is, or can go no further. Each step that is
// taken is given to took, with the changes for one unit by local variable: it may read w.x, which is already at the end of the step.
func (w *walker) push(f int32, dir, far int64, took func(change []term, units int64)) {
	goal := w.x[f] + dir*far
	for limit := 4*(len(w.rows)+len(w.cols)) + 20; limit > 0 && !w.broken; limit-- {
		left := dir * (goal - w.x[f])
		if left <= 0 {
			return
		}
		if at := w.where[f]; at < 0 {
			c := -1 - at
			st := w.reach(c, dir)
			if st.units > 0 {
				st.units = min(st.units, max(1, left/st.unit))
				w.take(c, dir, st, took)
				continue
			}
			if st.stop < 0 {
				return
			}
			w.pivot(st.stop, c)
			continue
		}
		r := w.where[f]
		best, first := int32(-1), int32(-1)
		var bestStep, firstStep step
		var bestGain int64
		for c, a := range w.rows[r] {
			if a == 0 {
				continue
			}
			s := -dir
			if a < 0 {
				s = dir
			}
			v := w.cols[c]
			if s > 0 && w.x[v] >= w.hi[v] || s < 0 && w.x[v] <= w.lo[v] {
				continue
			}
			st := w.reach(int32(c), s)
			if st.units > 0 {
				if gain := st.units * st.unit * abs64(a) / w.den; gain > bestGain {
					best, bestStep, bestGain = int32(c), st, gain
					if gain >= left {
						break
					}
				}
			} else if st.stop >= 0 && (first < 0 || v < w.cols[first]) {
				first, firstStep = int32(c), st
			}
		}
		switch {
		case best >= 0:
			a := w.rows[r][best]
			s := -dir
			if a < 0 {
				s = dir
			}
			st := w.reach(best, s) // once more, for w.move
			per := abs64(a) * st.unit / w.den
			if want := max(1, (left+per-1)/per); want < st.units {
				st.units, st.stop = want, -1
			}
			_ = bestStep
			w.take(best, s, st, took)
			if st.stop >= 0 && st.stop != r {
				w.pivot(st.stop, best)
			}
		case first >= 0:
			w.pivot(firstStep.stop, first)
		default:
			return
		}
	}
}

// take makes a step.
func (w *walker) take(c int32, s int64, st step, took func([]term, int64)) {
	change := make([]term, 0, 8)
	v := w.cols[c]
	change = append(change, term{v, s * st.unit})
	for r, d := range w.move {
		if d != 0 {
			change = append(change, term{w.basis[r], d})
		}
	}
	for _, t := range change {
		w.x[t.at] += t.sign * st.units
	}
	if !w.holds() {
		w.broken = true // a fault in the tableau: nothing that follows is a witness
		return
	}
	took(change, st.units)
}

// holds checks the point in plain whole numbers, apart from the tableau: every equation, every bound.
func (w *walker) holds() bool {
	for i, x := range w.x {
		if x < w.lo[i] || x > w.hi[i] {
			return false
		}
	}
	for _, e := range w.eqs {
		sum := int64(0)
		for _, t := range e {
			sum += t.sign * (w.x[t.at] - w.truth[t.at])
		}
		if sum != 0 {
			return false
		}
	}
	return true
}

// pivot exchanges the basic variable of row r with the variable of column c.
func (w *walker) pivot(r, c int32) {
	w.pivots++
	p := w.rows[r][c]
	pr := w.rows[r]
	for i, row := range w.rows {
		if int32(i) == r {
			continue
		}
		f := row[c]
		if f == 0 {
			if p != w.den {
				for j, a := range row {
					if a != 0 {
						row[j] = a * p / w.den
					}
				}
			}
			continue
		}
		if w.den == 1 && (p == 1 || p == -1) {
			for j, a := range pr {
				if a != 0 {
					row[j] -= p * f * a // times p below would be its own inverse
				}
			}
			if p < 0 {
				for j := range row {
					row[j] = -row[j]
				}
			}
		} else {
			for j, a := range pr {
				v := row[j]*p - f*a
				if v > tooLarge*tooLarge || v < -tooLarge*tooLarge {
					w.broken = true
				}
				row[j] = v / w.den
			}
		}
		row[c] = -f
	}
	pr[c] = w.den
	w.den = p
	if p < 0 {
		w.den = -p
		for _, row := range w.rows {
			for j := range row {
				row[j] = -row[j]
			}
		}
	}
	if w.den > tooLarge {
		w.broken = true
	}
	leaves, enters := w.basis[r], w.cols[c]
	w.basis[r], w.cols[c] = enters, leaves
	w.where[enters], w.where[leaves] = r, -1-c
}
