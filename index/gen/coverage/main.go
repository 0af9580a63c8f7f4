// Command coverage prints the tables of docs/relations.md: how often the 90 % band
// holds the true level, how often a turn is found where there is none, and how often
// one is found where there is one.
//
//	go run ./index/gen/coverage
package main

import (
	"fmt"
	"log"
	"math"
	"math/rand/v2"

	"entente"
	"entente/index"
	"entente/index/gen/sim"
)

const (
	month = entente.PeriodMonth
	week  = entente.PeriodWeek
	year  = entente.PeriodYear
)

type world struct {
	name string
	runs int
	sim.World
}

func main() {
	levels()
	alarms()
	power()
}

// each draws the series of w, a seed a series.
func (w world) each(do func(sim.Series, index.Series)) {
	for i := range w.runs {
		s := w.Make(rand.New(rand.NewPCG(2, uint64(i))))
		series, err := index.Relation(s.Tallies, index.Options{Period: w.Period, From: w.Day(0), To: w.Day(w.N - 1)})
		if err != nil {
			log.Fatal(err)
		}
		do(s, series)
	}
}

func levels() {
	fmt.Println("| simulated series | truth in the band, % | half the band | mean error |\n|---|---:|---:|---:|")
	for _, w := range []world{
		{"120 months, normal noise", 1000, sim.World{N: 120, Period: month, Noise: 2, Drift: 0.3, Start: 2}},
		{"the same, slower level", 1000, sim.World{N: 120, Period: month, Noise: 2, Drift: 0.1, Start: 2}},
		{"the same, faster level", 1000, sim.World{N: 120, Period: month, Noise: 2, Drift: 0.8, Start: 2}},
		{"the same, constant level", 1000, sim.World{N: 120, Period: month, Noise: 2, Start: 2}},
		{"120 months, Student-t noise (3), 5 % outliers ten times as large", 1000, sim.World{N: 120, Period: month, Noise: 2, Drift: 0.3, Start: 2, Tails: 3, Outlier: 0.05}},
		{"120 months, uneven weights, 60 % empty", 1000, sim.World{N: 120, Period: month, Noise: 2, Drift: 0.3, Start: 2, Uneven: true, Missing: 0.6}},
		{"the same with Student-t noise (3)", 1000, sim.World{N: 120, Period: month, Noise: 2, Drift: 0.3, Start: 2, Tails: 3, Uneven: true, Missing: 0.6}},
		{"1,565 weeks, normal noise", 200, sim.World{N: 1565, Period: week, Noise: 2, Drift: 0.1, Start: 2}},
		{"1,565 weeks, Student-t noise (3)", 200, sim.World{N: 1565, Period: week, Noise: 2, Drift: 0.1, Start: 2, Tails: 3}},
		{"12 years, noise of 3", 4000, sim.World{N: 12, Period: year, Noise: 3, Drift: 1, Start: 3}},
		{"4 months, noise of 4", 4000, sim.World{N: 4, Period: month, Noise: 4, Drift: 0.5, Start: 3}},
		{"4 months, noise of 1", 4000, sim.World{N: 4, Period: month, Noise: 1, Drift: 0.5, Start: 3}},
	} {
		in, all, half, miss := 0, 0, 0.0, 0.0
		w.each(func(s sim.Series, series index.Series) {
			for i, p := range series.Points {
				all++
				if p.Low <= s.Level[i] && s.Level[i] <= p.High {
					in++
				}
				half += (p.High - p.Low) / 2
				miss += math.Abs(p.Level - s.Level[i])
			}
		})
		n := float64(all)
		fmt.Printf("| %s | %.1f | %.2f | %.2f |\n", w.name, 100*float64(in)/n, half/n, miss/n)
	}
}

func alarms() {
	fmt.Println("\n| simulated series without a turn | with a turn found, % |\n|---|---:|")
	for _, w := range []world{
		{"100 months, normal noise", 4000, sim.World{N: 100, Period: month, Noise: 2}},
		{"100 months, Student-t noise (3)", 4000, sim.World{N: 100, Period: month, Noise: 2, Tails: 3}},
		{"100 months, 5 % outliers ten times as large", 4000, sim.World{N: 100, Period: month, Noise: 1, Outlier: 0.05}},
		{"100 months, uneven weights, 60 % empty", 4000, sim.World{N: 100, Period: month, Noise: 2, Uneven: true, Missing: 0.6}},
		{"100 months, level wanders 0.05 of the noise a month", 4000, sim.World{N: 100, Period: month, Noise: 2, Drift: 0.1}},
		{"100 months, level wanders 0.15 of the noise a month", 4000, sim.World{N: 100, Period: month, Noise: 2, Drift: 0.3}},
		{"the same with Student-t noise (3)", 4000, sim.World{N: 100, Period: month, Noise: 2, Drift: 0.3, Tails: 3}},
		{"the same, uneven weights, 60 % empty", 4000, sim.World{N: 100, Period: month, Noise: 2, Drift: 0.3, Uneven: true, Missing: 0.6}},
		{"100 months, level wanders 0.5 of the noise a month", 4000, sim.World{N: 100, Period: month, Noise: 1, Drift: 0.5}},
		{"100 months, level wanders 2 of the noise a month", 4000, sim.World{N: 100, Period: month, Noise: 0.3, Drift: 0.6}},
		{"20 years, level wanders 0.5 of the noise a year", 4000, sim.World{N: 20, Period: year, Noise: 2, Drift: 1}},
		{"1,565 weeks, level wanders 0.05 of the noise a week", 1000, sim.World{N: 1565, Period: week, Noise: 2, Drift: 0.1}},
	} {
		alarms := 0
		w.each(func(_ sim.Series, series index.Series) {
			if len(series.Turns) > 0 {
				alarms++
			}
		})
		fmt.Printf("| %s | %.1f |\n", w.name, 100*float64(alarms)/float64(w.runs))
	}
}

func power() {
	fmt.Println("\n| simulated series with one turn | found within 5 periods, % | turns found, mean |\n|---|---:|---:|")
	for _, w := range []world{
		{"100 months, 1 of the noise in the middle", 1000, sim.World{N: 100, Period: month, Noise: 2, Shift: 2, At: 50}},
		{"100 months, 1.5 of the noise in the middle", 1000, sim.World{N: 100, Period: month, Noise: 2, Shift: 3, At: 50}},
		{"100 months, 2 of the noise in the middle", 1000, sim.World{N: 100, Period: month, Noise: 2, Shift: 4, At: 50}},
		{"100 months, 3 of the noise in the middle", 1000, sim.World{N: 100, Period: month, Noise: 1, Shift: 3, At: 50}},
		{"100 months, 2 of the noise, Student-t noise (3)", 1000, sim.World{N: 100, Period: month, Noise: 2, Shift: 4, At: 50, Tails: 3}},
		{"100 months, 3 of the noise, level wanders 0.1 of it a month", 1000, sim.World{N: 100, Period: month, Noise: 1, Drift: 0.1, Shift: 3, At: 50}},
		{"100 months, 3 of the noise for the 20 months from 50 on", 1000, sim.World{N: 100, Period: month, Noise: 1, Shift: 3, At: 50, Back: 70}},
		{"100 months, uneven weights, 60 % empty, 2 of the noise", 1000, sim.World{N: 100, Period: month, Noise: 2, Shift: 4, At: 50, Uneven: true, Missing: 0.6}},
		{"400 weeks, 1 of the noise in the middle", 1000, sim.World{N: 400, Period: week, Noise: 2, Shift: 2, At: 200}},
	} {
		hits, turns := 0, 0
		w.each(func(_ sim.Series, series index.Series) {
			turns += len(series.Turns)
			for _, t := range series.Turns {
				if !t.Day.Before(w.Day(w.At-5)) && !w.Day(w.At+5).Before(t.Day) {
					hits++
					break
				}
			}
		})
		fmt.Printf("| %s | %.1f | %.2f |\n", w.name, 100*float64(hits)/float64(w.runs), float64(turns)/float64(w.runs))
	}
}
