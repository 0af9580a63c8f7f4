// Command coverage prints the tables of docs/relations.md: how often the 90 % band
// holds the true level.
//
//	go run ./index/gen/coverage
package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	"entente"
	"entente/index"
	"entente/index/gen/sim"
)

func main() {
	const runs = 400
	fmt.Println("| simulated series | in the band, % | half the band | error |\n|---|---:|---:|---:|")
	for _, c := range []struct {
		name string
		w    sim.World
	}{
		{"120 months, normal noise", sim.World{N: 120, Noise: 2, Drift: 0.3, Start: 2}},
		{"the same, level constant", sim.World{N: 120, Noise: 2, Drift: 0, Start: 2}},
		{"the same, level slow", sim.World{N: 120, Noise: 2, Drift: 0.1, Start: 2}},
		{"the same, level fast", sim.World{N: 120, Noise: 1, Drift: 0.7, Start: 1}},
		{"120 months, Student-t noise (3) and 5 % outliers", sim.World{N: 120, Noise: 2, Drift: 0.3, Start: 2, Tails: 3, Outlier: 0.05}},
		{"120 months, uneven weights, 60 % empty", sim.World{N: 120, Noise: 2, Drift: 0.3, Start: 2, Uneven: true, Missing: 0.6}},
		{"the same with Student-t noise (3)", sim.World{N: 120, Noise: 2, Drift: 0.3, Start: 2, Tails: 3, Uneven: true, Missing: 0.6}},
		{"1,565 weeks, normal noise", sim.World{N: 1565, Period: entente.PeriodWeek, Noise: 2, Drift: 0.1, Start: 1}},
		{"1,565 weeks, Student-t noise (3)", sim.World{N: 1565, Period: entente.PeriodWeek, Noise: 2, Drift: 0.1, Start: 1, Tails: 3}},
		{"12 years, one event each", sim.World{N: 12, Period: entente.PeriodYear, Noise: 3, Drift: 1, Start: 3}},
		{"4 months, noise of 4", sim.World{N: 4, Noise: 4, Drift: 0.5, Start: 3}},
		{"4 months, noise of 2", sim.World{N: 4, Noise: 2, Drift: 0.5, Start: 3}},
	} {
		if c.w.Period == "" {
			c.w.Period = entente.PeriodMonth
		}
		rng := rand.New(rand.NewPCG(1, 2))
		in, all, half, miss, noise, drift := 0, 0, 0.0, 0.0, 0.0, 0.0
		for range runs {
			s := c.w.Make(rng)
			series, err := index.Relation(s.Tallies, index.Options{Period: c.w.Period, From: c.w.Day(0), To: c.w.Day(c.w.N - 1)})
			if err != nil {
				panic(err)
			}
			noise += series.Noise
			drift += series.Drift
			for i, p := range series.Points {
				all++
				if p.Low <= s.Level[i] && s.Level[i] <= p.High {
					in++
				}
				half += (p.High - p.Low) / 2
				miss += math.Abs(p.Level - s.Level[i])
			}
		}
		fmt.Printf("| %s | %.1f | %.2f | %.2f | %.2f | %.2f\n", c.name, 100*float64(in)/float64(all), half/float64(all), miss/float64(all), noise/runs, drift/runs)
	}
}
