package desk_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"entente"
	"entente/desk"
	"entente/mock"
)

// arrows counts the arrows of n made-up ties: a year of weeks with none to three events
// around a level, then a week of news around the level plus shift.
func arrows(t *testing.T, n, events int, shift float64, noise func(*rand.Rand) float64) (up, down float64) {
	t.Helper()
	rng := rand.New(rand.NewPCG(7, 11))
	since := day(2016, 12, 26)
	for range n {
		level := rng.Float64()*8 - 4
		var tallies []entente.Tally
		add := func(on entente.Day, at float64) {
			tallies = append(tallies, entente.Tally{Day: on, Events: 1, Weight: 1, Sum: max(-10, min(10, at+noise(rng)))})
		}
		for week := range 52 {
			for range rng.IntN(4) {
				add(since.Add(0, 0, -7*(52-week)+rng.IntN(7)), level)
			}
		}
		for range events {
			add(since.Add(0, 0, rng.IntN(7)), level+shift)
		}
		r := &mock.Reader{
			TalliesFn: func(context.Context, entente.Filter) (entente.Tallies, error) {
				return entente.Tallies{Pair: tallies}, nil
			},
			HappeningsFn: func(context.Context, entente.Filter) ([]entente.Happening, string, error) { return nil, "", nil },
		}
		b, err := desk.Brief(t.Context(), r, desk.Watch{Pairs: [][2]string{{"A", "B"}}, Since: since, To: since.Add(0, 0, 6)})
		if err != nil {
			t.Fatal(err)
		}
		switch b.Pairs[0].Arrow {
		case desk.Up:
			up++
		case desk.Down:
			down++
		}
	}
	return up / float64(n), down / float64(n)
}

func normal(sd float64) func(*rand.Rand) float64 {
	return func(r *rand.Rand) float64 { return sd * r.NormFloat64() }
}

// heavy is Student's t with 4 degrees of freedom, scaled to a standard deviation.
func heavy(sd float64) func(*rand.Rand) float64 {
	return func(r *rand.Rand) float64 {
		chi := 0.0
		for range 4 {
			z := r.NormFloat64()
			chi += z * z
		}
		return sd / math.Sqrt2 * r.NormFloat64() / math.Sqrt(chi/4)
	}
}

// TestArrowRates prints what docs/desk.md says of the arrow, and holds it there.
func TestArrowRates(t *testing.T) {
	for _, tt := range []struct {
		name         string
		events       int
		shift        float64
		noise        func(*rand.Rand) float64
		wrong, right float64 // at most, at least
	}{
		{"no change, normal noise, 3 events", 3, 0, normal(3), 0.09, 0},
		{"no change, heavy tails, 3 events", 3, 0, heavy(3), 0.10, 0},
		{"no change, heavy tails, 1 event", 1, 0, heavy(3), 0.10, 0},
		{"4 points down, 3 events", 3, -4, normal(3), 0.01, 0.5},
		{"4 points down, 6 events", 6, -4, heavy(3), 0.01, 0.7},
	} {
		t.Run(tt.name, func(t *testing.T) {
			up, down := arrows(t, 300, tt.events, tt.shift, tt.noise)
			t.Logf("↗ %.3f ↘ %.3f", up, down)
			wrong := up
			if tt.shift == 0 {
				wrong += down
			}
			if wrong > tt.wrong || down < tt.right {
				t.Errorf("↗ %.3f ↘ %.3f, want at most %.3f wrong and %.3f right", up, down, tt.wrong, tt.right)
			}
		})
	}
}
