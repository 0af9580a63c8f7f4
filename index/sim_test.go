package index

import (
	"math"
	"math/rand/v2"
	"testing"

	"entente"
)

func BenchmarkRelation(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	var tallies []entente.Tally
	day := entente.Day{Year: 1990, Month: 1, Day: 1}
	level := 0.0
	for range 1565 {
		level += 0.2 * rng.NormFloat64()
		level = math.Max(-8, math.Min(8, level))
		w := 1 + 3*rng.Float64()
		tallies = append(tallies, entente.Tally{Day: day, Events: 3, Weight: w, Sum: w * (level + 3*rng.NormFloat64())})
		day = day.Add(0, 0, 7)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Relation(tallies, Options{Period: entente.PeriodWeek}); err != nil {
			b.Fatal(err)
		}
	}
}
