package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"entente"
	"entente/index/gen/sim"
)

func gainOf(s sim.Series, w sim.World) (float64, int) {
	b, _ := Buckets(s.Tallies, w.Period, w.Day(0), w.Day(w.N-1))
	e := evidenceOf(b)
	f := fit(e, len(b), 4, 12)
	g, at := scan(cellsOf(e, f.top))
	return g, e[at].at
}

func TestExplore(t *testing.T) {
	const runs = 1000
	for _, n := range []int{20, 100, 400} {
		for _, tails := range []float64{0, 4, 3} {
			for _, d := range []float64{0, 0.01, 0.03, 0.1, 0.3, 1} {
				w := sim.World{N: n, Period: entente.PeriodMonth, Noise: 1, Drift: d, Tails: tails}
				rng := rand.New(rand.NewPCG(1, 2))
				var g []float64
				for range runs {
					x, _ := gainOf(w.Make(rng), w)
					g = append(g, x)
				}
				slices.Sort(g)
				fmt.Printf("n %d tails %v drift %v: 80%% %.1f 95%% %.1f 99%% %.1f\n", n, tails, d, g[runs*8/10], g[runs*95/100], g[runs*99/100])
			}
		}
		w := sim.World{N: n, Period: entente.PeriodMonth, Noise: 1, Shift: 1.5, At: n / 2}
		rng := rand.New(rand.NewPCG(1, 2))
		var g []float64
		near := 0
		for range runs {
			x, at := gainOf(w.Make(rng), w)
			g = append(g, x)
			if at >= n/2-5 && at <= n/2+5 {
				near++
			}
		}
		slices.Sort(g)
		fmt.Printf("n %d POWER: near %d; 5%% %.1f 20%% %.1f 50%% %.1f 80%% %.1f\n", n, near, g[runs*5/100], g[runs*2/10], g[runs/2], g[runs*8/10])
	}
}
