package index

import (
	"math"
	"slices"

	"entente"
)

// Turn is a day at which the level of a tie changed for good.
type Turn struct {
	Day       entente.Day       `json:"day"` // first day of the first period with evidence after the change
	Direction entente.Direction `json:"direction"`
	Before    float64           `json:"before"` // mean since the turn before, or since the start
	After     float64           `json:"after"`  // mean until the next turn, or until the end
	// P is the chance, at most, that the stretch in which the turn was found would show
	// one as clear if its level had not jumped; 0.001 stands for anything below.
	P float64 `json:"p"`
}

const (
	// minSide is the least number of periods with evidence on either side of a turn.
	minSide = 4
	// minWindow is the least number of them in a window.
	minWindow = 6 * minSide
	// windowPrice is what a step must pay, in gain, to be found in a window, beside
	// twice the log of the number of windows of that length.
	windowPrice = 2
	// driftPrice is what a step must pay, in gain, to be seen beside a drift. It evens
	// out the critical values over drifts: without it, those of a fast drift would
	// hold for a level that hardly moves.
	driftPrice = 3
)

// Gain returns the statistic that turns are judged by, for the first one in the
// whole series, and the number of periods with evidence. The table of critical values
// is made with it. Errors are as for Relation.
func Gain(tallies []entente.Tally, opts Options) (gain float64, n int, err error) {
	buckets, _, err := opts.cut(tallies)
	if err != nil {
		return 0, 0, err
	}
	opts = opts.withDefaults()
	e := evidenceOf(buckets)
	s := searcher{e: e, trust: fit(e, len(buckets), opts.Nu, perYear(opts.Period)).top}
	gain, _ = s.search(0, len(e))
	return gain, len(e), nil
}

// searcher looks for turns in evidence.
type searcher struct {
	e     []observation
	trust []float64 // of each observation, from the fit of the level
	cells []cell    // reused
	found []step
}

// step is a turn before observation at.
type step struct {
	at int
	p  float64
}

// turn is a Turn without its day, in the bucket that it begins with.
type turn struct {
	Turn
	bucket int
}

// turns returns what split found, in time order, each placed anew between its
// neighbours (Bai 1997, Econometric Theory 13: 315-352).
func (s *searcher) turns() []turn {
	slices.SortFunc(s.found, func(a, b step) int { return a.at - b.at })
	edge := func(i int) int { // of the segment before turn i
		switch {
		case i == 0:
			return 0
		case i > len(s.found):
			return len(s.e)
		}
		return s.found[i-1].at
	}
	for i := range s.found {
		if gain, at := s.scan(edge(i), edge(i+2), 2); gain > 0 {
			s.found[i].at = at
		}
	}
	turns := make([]turn, len(s.found))
	for i, f := range s.found {
		t := turn{Turn{P: f.p, Direction: entente.Warming}, s.e[f.at].at}
		t.Before, t.After = s.mean(edge(i), f.at), s.mean(f.at, edge(i+2))
		if t.After < t.Before {
			t.Direction = entente.Cooling
		}
		turns[i] = t
	}
	return turns
}

func (s *searcher) mean(from, to int) float64 {
	var sum, weight float64
	for i := from; i < to; i++ {
		w := s.e[i].w * s.trust[i]
		sum += w * s.e[i].y
		weight += w
	}
	return sum / weight
}

// split finds the turns among the observations from..to-1: the most significant step of
// a stretch splits it in two, and each part is searched in turn (binary segmentation:
// Vostrikova 1981, Soviet Mathematics Doklady 24: 55-59).
func (s *searcher) split(from, to int, alpha float64) {
	gain, at := s.search(from, to)
	p := tail(to-from, gain)
	if p > alpha {
		return
	}
	s.found = append(s.found, step{at, p})
	s.split(from, at, alpha)
	s.split(at, to, alpha)
}

// search returns the largest gain of a step among the observations from..to-1 and the
// first observation after it. Since a step up and a step down hide one another in the
// whole, its halves, quarters and so on, overlapping by half, are searched too (after
// the seeded intervals of Kovács, Bühlmann, Li and Munk 2023, Biometrika 110: 249-256),
// each at a price.
func (s *searcher) search(from, to int) (gain float64, at int) {
	gain, at = s.scan(from, to, 2)
	n := to - from
	for parts := 2; n/parts >= minWindow; parts *= 2 {
		windows := 2*parts - 1
		price := windowPrice + 2*math.Log(float64(windows))
		for i := range windows {
			g, a := s.scan(from+n*i/(2*parts), from+n*(i+2)/(2*parts), 4)
			if g-price > gain {
				gain, at = g-price, a
			}
		}
	}
	return gain, at
}

// cell is what scan holds of an observation.
type cell struct {
	y, noise, gap float64 // variance in units of the stretch's mean precision; in mean gaps
	v, precision  float64 // innovation, 1 / its variance
	keep          float64 // 1 - gain of the filter
}

// scan looks for the one best turn among the observations from..to-1: for a step of
// unknown size at an unknown place, it compares the likelihood of the local-level model
// with the step to that without. Noise, drift and first level are unknown under both
// and take their most likely values under each. It returns twice the gain in log
// likelihood, and the first observation after the step; the gain is 0 where there are
// too few for two sides.
//
// The t statistic of a step at i, by generalised least squares, is r/sqrt(N) of the
// smoothing recursion r = v/F + L r, N = 1/F + L² N (de Jong and Penzer 1998, JASA 93:
// 796-806; Harvey and Koopman 1992, JBES 10: 377-389), so one pass for each ratio of
// drift to noise serves all places. Each ratio tried is factor times the one before.
func (s *searcher) scan(from, to int, factor float64) (gain float64, at int) {
	n := to - from
	if n < 2*minSide {
		return 0, from
	}
	cells := s.prepare(from, to)
	df := float64(n - 1)
	without, with := math.Inf(-1), math.Inf(-1)
	best := math.Inf(-1)
	for ratio, price := 0.0, 0.0; ratio <= 16; price = driftPrice {
		squares, logs := innovations(cells, ratio)
		without = max(without, -logs-df*math.Log(squares+tiny))
		r, info := 0.0, 0.0
		best2, bestInfo, where := 0.0, 1.0, minSide // of the largest r²/info
		for i := n - 1; i >= minSide; i-- {
			c := &cells[i]
			r = c.v*c.precision + c.keep*r
			info = c.precision + c.keep*c.keep*info
			if i <= n-minSide && r*r*bestInfo > best2*info {
				best2, bestInfo, where = r*r, info, i
			}
		}
		l := -logs - df*math.Log(max(squares-best2/bestInfo, 0)+tiny)
		if l-price > with {
			with, at = l-price, from+where
		}
		if best = max(best, l); l < best-hopeless {
			break
		}
		if ratio == 0 {
			ratio = 0.3 / float64(n*n) // drift over the whole that is still lost in noise
		} else {
			ratio *= factor
		}
	}
	return max(0, with-without), at
}

// hopeless is the fall of twice the log likelihood at which higher ratios are not tried.
const hopeless = 40

// tiny keeps the likelihood finite where all events of a side are worth the same. It
// stands for a noise that no scale of events can tell from none.
const tiny = 1e-6

// prepare makes the cells of a stretch, in units that do not depend on how much
// evidence there is and how far apart it lies.
func (s *searcher) prepare(from, to int) []cell {
	if s.cells == nil {
		s.cells = make([]cell, len(s.e))
	}
	cells := s.cells[:to-from]
	n := float64(to - from)
	precision := 0.0
	for i := range cells {
		o := &s.e[from+i]
		w := o.w * s.trust[from+i]
		cells[i] = cell{y: o.y, noise: 1 / w, gap: o.gap}
		precision += w / n
	}
	span := float64(s.e[to-1].at-s.e[from].at) / (n - 1)
	for i := range cells {
		cells[i].noise *= precision
		cells[i].gap /= span
	}
	return cells
}

// innovations is filter with a first level of which nothing is known, and in which the
// first observation therefore is the level.
func innovations(cells []cell, ratio float64) (squares, logs float64) {
	a, p := cells[0].y, cells[0].noise
	product := logProduct{1, 0}
	for i := 1; i < len(cells); i++ {
		c := &cells[i]
		p += ratio * c.gap
		f := p + c.noise
		c.v, c.precision = c.y-a, 1/f
		c.keep = c.noise * c.precision
		a += p * c.precision * c.v
		p *= c.keep
		squares += c.v * c.v * c.precision
		product.times(f)
	}
	return squares, product.log()
}

// tail returns the chance, at most, that n observations without a turn show a gain as
// large: by the table of critical values, linear in log n and in log p. Above the
// largest p of the table it returns 1.
func tail(n int, gain float64) float64 {
	row := 1
	for row < len(critical)-1 && critical[row].n < n {
		row++
	}
	a, b := &critical[row-1], &critical[row]
	x := math.Log(float64(n)/float64(a.n)) / math.Log(float64(b.n)/float64(a.n))
	x = max(0, min(1, x))
	at := func(j int) float64 { return (1-x)*a.gains[j] + x*b.gains[j] }
	if gain < at(0) {
		return 1
	}
	j := 1
	for j < len(criticalP)-1 && at(j) < gain {
		j++
	}
	if gain >= at(j) {
		return criticalP[j]
	}
	slope := math.Log(criticalP[j]/criticalP[j-1]) / (at(j) - at(j-1))
	return criticalP[j-1] * math.Exp(slope*(gain-at(j-1)))
}
