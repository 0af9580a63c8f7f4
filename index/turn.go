package index

import (
	"math"

	"entente"
)

// Turn is a day at which the level of a tie changed for good.
type Turn struct {
	Day       entente.Day       `json:"day"` // first day of the first period with evidence after the change
	Direction entente.Direction `json:"direction"`
	Before    float64           `json:"before"` // mean since the turn before
	After     float64           `json:"after"`  // mean until the next turn
	// P is the chance that a stretch of evidence as long as this, without any change,
	// shows one as clear; P below 0.001 is given as 0.001.
	P float64 `json:"p"`
}

// minSide is the least number of observations on either side of a turn.
const minSide = 4

// cell is what the search for a turn holds of an observation.
type cell struct {
	y, noise, gap float64 // noise: variance in units of the mean one; gap in mean gaps
	keep, f, v    float64 // 1 - gain, innovation variance, innovation
	best          float64
}

// scan looks for the one best turn in cells: for a step of unknown size at an unknown
// observation, it compares the likelihood of the local-level model with the step to
// that without. Noise, drift and first level are unknown under both and take their
// most likely values under each. It returns twice the gain in log likelihood and the
// first cell after the step; the gain is 0 where cells are too few for two sides.
func scan(cells []cell) (gain float64, at int) {
	n := len(cells)
	if n < 2*minSide {
		return 0, 0
	}
	df := float64(n - 1)
	null, step := math.Inf(-1), math.Inf(-1)
	for ratio := 27.0; ; ratio /= 3 {
		if ratio*float64(n)*float64(n) < 0.3 {
			ratio = 0
		}
		squares, logs := innovations(cells, ratio)
		if l := -logs - df*math.Log(squares); l > null {
			null = l
		}
		// Score and information of a step at each cell, by the smoothing recursion.
		r, info := 0.0, 0.0
		largest, where := 0.0, 0
		for i := n - 1; i >= minSide; i-- {
			c := &cells[i]
			r = c.v/c.f + c.keep*r
			info = 1/c.f + c.keep*c.keep*info
			if z2 := r * r / info; z2 > largest && i <= n-minSide {
				largest, where = z2, i
			}
		}
		if l := -logs - df*math.Log(squares-largest); l > step {
			step, at = l, where
		}
		if ratio == 0 {
			return step - null, at
		}
	}
}

func innovations(cells []cell, ratio float64) (squares, logs float64) {
	a, p := cells[0].y, cells[0].noise
	product := logProduct{1, 0}
	for i := 1; i < len(cells); i++ {
		c := &cells[i]
		p += ratio * c.gap
		c.f = p + c.noise
		c.v = c.y - a
		k := p / c.f
		c.keep = 1 - k
		a += k * c.v
		p *= c.keep
		squares += c.v * c.v / c.f
		product.times(c.f)
	}
	return squares, product.log()
}

func cellsOf(e []observation, trust []float64) []cell {
	cells := make([]cell, len(e))
	n := float64(len(e))
	var noise, gap float64
	for i, o := range e {
		cells[i] = cell{y: o.y, noise: 1 / (o.w * trust[i]), gap: o.gap}
		noise += o.w * trust[i] / n
		gap += o.gap / (n - 1)
	}
	for i := range cells {
		cells[i].noise *= noise
		cells[i].gap /= gap
	}
	return cells
}
