package flow

// Plan says how a chart is to be laid out.
type Plan struct {
	Text    float64 // width of the text in a box at most
	Answer  float64 // width of an answer at most
	Title   float64 // width of a lane's title at most
	Width   int     // of the whole drawing, if it can be had
	Tight   int     // how much a pixel beyond that costs; a pixel of one link costs about 8
	Lanes   bool    // whether lanes are drawn
	Abreast int     // boxes side by side in a lane at most, or in all when lanes are not drawn; 0: as many as there are
	Dense   bool    // rows stand closer, as on paper, where nothing is touched and height is dear
	// Words turns a text as it was written into the one that is printed; nil leaves it as it is.
	Words func(string) string
}

// Wide is the plan for a screen or a sheet; Narrow the one for a phone.
var (
	Wide   = Plan{Text: 150, Answer: 116, Title: 100, Width: 1000, Tight: 60, Lanes: true}
	Narrow = Plan{Text: 120, Answer: 84, Width: 420, Tight: 1000, Abreast: 2}
)

// Fit lays a chart out by the plan, and when that comes out wider than the plan asks for, with shorter lines and fewer
// boxes abreast. The first that fits is taken, or else the narrowest. With lanes two boxes stay abreast: one lane of
// single boxes makes every second answer go round the others.
func Fit(g *Graph, plan Plan) *Drawing {
	type try struct {
		abreast int
		text    float64 // of the plan's
	}
	tries := []try{{2, 1}, {2, 0.87}, {2, 0.75}}
	if !plan.Lanes {
		tries = []try{{2, 0.87}, {1, 1}}
	}
	best := Layout(g, plan)
	for _, t := range tries {
		if best.W <= float64(plan.Width) {
			break
		}
		next := plan
		next.Abreast, next.Text = t.abreast, plan.Text*t.text
		if d := Layout(g, next); d.W < best.W {
			best = d
		}
	}
	return best
}

// Sheet is a size of paper within its margins, in pixels, and the smallest text that may be printed on it.
type Sheet struct {
	W, H float64
	Text float64 // in pixels
}

// Scale is the size at which a drawing goes on the sheet, at most as measured; 0 when its text would be too small.
func (s Sheet) Scale(d *Drawing) float64 {
	if scale := min(1, s.W/d.W, s.H/d.H); d.Size*scale >= s.Text {
		return scale
	}
	return 0
}

// mostOnSheet is the number of steps beyond which no sheet is tried: even boxes of one line do not find room on A4.
const mostOnSheet = 60

// hopeless is the share of the smallest text below which no other layout is tried: none was ever found to make up for it.
const hopeless = 0.6

// FitSheet lays a chart out for one sheet: without lanes, rows close together, lines as long as suits the shape of the
// paper. Of all layouts tried it gives the one that can be printed largest, and nil when none can.
func FitSheet(g *Graph, words func(string) string, sheet Sheet) (best *Drawing) {
	if len(g.Nodes) > mostOnSheet {
		return nil
	}
	least := 0.0
	for _, abreast := range []int{0, 3, 2} {
		for _, text := range []float64{240, 210, 270, 300, 330, 180, 150} {
			d := Layout(g, Plan{Text: text, Answer: 150, Width: int(sheet.W / 0.72), Tight: 60, Abreast: abreast, Dense: true, Words: words})
			if scale := sheet.Scale(d); scale > least {
				best, least = d, scale
			}
			if best == nil && d.Size*min(sheet.W/d.W, sheet.H/d.H) < hopeless*sheet.Text {
				return nil
			}
		}
	}
	return best
}
