// Package sim makes series of evidence whose true level is known.
//
//	s := sim.World{N: 120, Period: entente.PeriodMonth, Noise: 2, Drift: 0.3}.Make(rng)
//
// The tests of index and the tables of docs/relations.md are made with it.
package sim

import (
	"math"
	"math/rand/v2"

	"entente"
)

// World says how a series comes about. The zero values mean: constant level, no
// outliers, one event of weight 1 in each period.
type World struct {
	N       int
	Period  entente.Period
	Noise   float64 // standard deviation of an event of weight 1 (scale, for Tails > 0)
	Drift   float64 // standard deviation of the level's step
	Start   float64 // standard deviation of the first level
	Tails   float64 // degrees of freedom of Student's t; 0 means normal
	Outlier float64 // share of periods whose noise is ten times as large
	Uneven  bool    // weights from 0.2 to 20, log-uniform
	Missing float64 // share of periods without evidence
	Shift   float64 // the level jumps by this at period At
	At      int
	Back    int // and jumps back at period Back, if not 0
}

// Series is one draw.
type Series struct {
	Level   []float64
	Tallies []entente.Tally
}

// wall keeps the level so far inside the scale that the noise seldom reaches its end.
const wall = 6

// begin is the first day of every series, a Monday.
var begin = entente.Day{Year: 1900, Month: 1, Day: 1}

// Make draws a series from rng.
func (w World) Make(rng *rand.Rand) Series {
	s := Series{Level: make([]float64, w.N), Tallies: make([]entente.Tally, 0, w.N)}
	level := w.Start * rng.NormFloat64()
	for i := range s.Level {
		if i > 0 {
			level += w.Drift * rng.NormFloat64()
		}
		if w.Shift != 0 && i == w.At {
			level += w.Shift
		}
		if w.Back != 0 && i == w.Back {
			level -= w.Shift
		}
		if math.Abs(level) > wall { // turned back, as by a mirror
			level = math.Copysign(2*wall, level) - level
		}
		s.Level[i] = level
		weight := 1.0
		if w.Uneven {
			weight = 0.2 * math.Exp(rng.Float64()*math.Log(100))
		}
		y := level + w.Noise*w.draw(rng)/math.Sqrt(weight)
		if rng.Float64() < w.Missing {
			continue
		}
		s.Tallies = append(s.Tallies, entente.Tally{Day: w.Day(i), Events: 1, Weight: weight, Sum: weight * y})
	}
	return s
}

// Day returns the first day of period i.
func (w World) Day(i int) entente.Day {
	switch w.Period {
	case entente.PeriodWeek:
		return begin.Add(0, 0, 7*i)
	case entente.PeriodYear:
		return begin.Add(i, 0, 0)
	default:
		return begin.Add(0, i, 0)
	}
}

func (w World) draw(rng *rand.Rand) float64 {
	e := rng.NormFloat64()
	if w.Tails > 0 {
		chi := 0.0
		for range int(w.Tails) {
			x := rng.NormFloat64()
			chi += x * x
		}
		e /= math.Sqrt(chi / w.Tails)
	}
	if rng.Float64() < w.Outlier {
		e *= 10
	}
	return e
}
