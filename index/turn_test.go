package index

import (
	"math"
	"math/rand/v2"
	"testing"

	"entente"
	"entente/index/gen/sim"
)

// bruteGain is the statistic of scan from dense matrices: at each ratio and place, the
// likelihood of the differences from the first observation, whose covariance holds
// noise and wandering, with a step and without.
func bruteGain(e []observation, trust []float64, ratios []float64) float64 {
	n := len(e)
	precision := 0.0
	for i := range e {
		precision += e[i].w * trust[i] / float64(n)
	}
	noise := func(i int) float64 { return precision / (e[i].w * trust[i]) }
	span := float64(e[n-1].at-e[0].at) / float64(n-1)
	without, with := math.Inf(-1), math.Inf(-1)
	for _, ratio := range ratios {
		cov := make([][]float64, n-1)
		for i := range cov {
			cov[i] = make([]float64, n-1)
			for j := range cov[i] {
				cov[i][j] = noise(0) + ratio*float64(e[1+min(i, j)].at-e[0].at)/span
			}
			cov[i][i] += noise(i + 1)
		}
		// Cholesky: what is left of y and of each step once decorrelated.
		l := cholesky(cov)
		y := make([]float64, n-1)
		logs := 0.0
		for i := range y {
			y[i] = e[i+1].y - e[0].y
			logs += 2 * math.Log(l[i][i])
		}
		y = solve(l, y)
		likelihood := func(squares float64) float64 { return -logs - float64(n-1)*math.Log(squares+tiny) }
		without = max(without, likelihood(dot(y, y)))
		for at := minSide; at <= n-minSide; at++ {
			x := make([]float64, n-1)
			for i := at; i < n; i++ {
				x[i-1] = 1
			}
			x = solve(l, x)
			price := 0.0
			if ratio > 0 {
				price = driftPrice
			}
			with = max(with, likelihood(dot(y, y)-dot(x, y)*dot(x, y)/dot(x, x))-price)
		}
	}
	return max(0, with-without)
}

func cholesky(a [][]float64) [][]float64 {
	l := make([][]float64, len(a))
	for i := range a {
		l[i] = make([]float64, len(a))
		for j := 0; j <= i; j++ {
			s := a[i][j] - dot(l[i][:j], l[j][:j])
			if i == j {
				l[i][i] = math.Sqrt(s)
			} else {
				l[i][j] = s / l[j][j]
			}
		}
	}
	return l
}

func solve(l [][]float64, b []float64) []float64 {
	x := make([]float64, len(b))
	for i := range b {
		x[i] = (b[i] - dot(l[i][:i], x[:i])) / l[i][i]
	}
	return x
}

func dot(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

func TestScanIsGeneralisedLeastSquares(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		n := 8 + rng.IntN(20)
		var e []observation
		var trust, ratios []float64
		at := 0
		for i := range n {
			o := observation{at: at, y: rng.NormFloat64(), w: 0.2 + rng.Float64()}
			if i > n/2 {
				o.y += 2
			}
			if i > 0 {
				o.gap = float64(at - e[i-1].at)
			}
			at += 1 + rng.IntN(3)
			e = append(e, o)
			trust = append(trust, 0.5+rng.Float64())
		}
		ratios = append(ratios, 0)
		for ratio := 0.3 / float64(n*n); ratio <= 16; ratio *= 2 {
			ratios = append(ratios, ratio)
		}
		s := searcher{e: e, trust: trust}
		got, _ := s.scan(0, n, 2)
		if want := bruteGain(e, trust, ratios); !near(got, want, 1e-6) {
			t.Errorf("gain of %d observations is %v, want %v", n, got, want)
		}
	}
}

func TestTail(t *testing.T) {
	for _, row := range critical {
		for j, gain := range row.gains {
			if got := tail(row.n, gain); !near(got, criticalP[j], 1e-9) {
				t.Errorf("tail(%d, %v) = %v, want %v", row.n, gain, got, criticalP[j])
			}
		}
		if got := tail(row.n, row.gains[0]-0.01); got != 1 {
			t.Errorf("tail(%d, below the table) = %v, want 1", row.n, got)
		}
		last := row.gains[len(row.gains)-1]
		if got := tail(row.n, last+5); got != criticalP[len(criticalP)-1] {
			t.Errorf("tail(%d, %v) = %v, want the least of the table", row.n, last+5, got)
		}
	}
	a, b := critical[3], critical[4]
	if p := tail(int(math.Sqrt(float64(a.n*b.n))), (a.gains[2]+b.gains[2])/2); !near(p, criticalP[2], 0.005) {
		t.Errorf("between two rows p is %v, want %v", p, criticalP[2])
	}
}

// findings counts the series of w with a turn, and those with one within five periods
// of w.At.
func findings(t *testing.T, w sim.World, runs int) (any, hits int) {
	t.Helper()
	for i := range runs {
		s := w.Make(rand.New(rand.NewPCG(7, uint64(i))))
		series, err := Relation(s.Tallies, Options{Period: w.Period, From: w.Day(0), To: w.Day(w.N - 1)})
		if err != nil {
			t.Fatal(err)
		}
		if len(series.Turns) > 0 {
			any++
		}
		for _, turn := range series.Turns {
			if !turn.Day.Before(w.Day(w.At-5)) && !w.Day(w.At+5).Before(turn.Day) {
				hits++
				break
			}
		}
	}
	return any, hits
}

func TestFalseAlarms(t *testing.T) {
	const runs = 300
	limit := DefaultFalseAlarm*runs + 3*math.Sqrt(runs*DefaultFalseAlarm*(1-DefaultFalseAlarm))
	for _, tt := range []struct {
		name  string
		w     sim.World
		least int // false alarms: the rate is not met by never raising one
	}{
		{"white noise", sim.World{N: 100, Noise: 2}, 0},
		{"heavy tails", sim.World{N: 100, Noise: 2, Tails: 3}, 0},
		{"uneven weights", sim.World{N: 100, Noise: 2, Uneven: true, Missing: 0.3}, 0},
		{"a level that wanders", sim.World{N: 100, Noise: 2, Drift: 0.3}, 4},
		{"a level that wanders far", sim.World{N: 100, Noise: 1, Drift: 0.5}, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := findings(t, tt.w, runs); float64(got) > limit || got < tt.least {
				t.Errorf("%d of %d series without a turn show one, want %d to %.0f", got, runs, tt.least, limit)
			}
		})
	}
}

func TestPower(t *testing.T) {
	const runs = 200
	for _, tt := range []struct {
		name  string
		w     sim.World
		least float64
	}{
		{"1.5 of the noise", sim.World{N: 100, Noise: 2, Shift: 3, At: 50}, 0.5},
		{"3 of the noise", sim.World{N: 100, Noise: 1, Shift: 3, At: 50}, 0.95},
		{"up and down again", sim.World{N: 120, Noise: 1, Shift: 4, At: 50, Back: 80}, 0.9},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, hits := findings(t, tt.w, runs); float64(hits) < tt.least*runs {
				t.Errorf("found within 5 months in %d of %d, want %.0f %%", hits, runs, 100*tt.least)
			}
		})
	}
}

func TestTurn(t *testing.T) {
	var tallies []entente.Tally
	for i := range 40 {
		y := 3 + 0.5*float64(i%3)
		if i >= 25 {
			y -= 8
		}
		if i%7 == 5 {
			continue // months without news
		}
		tallies = append(tallies, entente.Tally{Day: sim.World{}.Day(i).Add(0, 0, 9), Events: 1, Weight: 1, Sum: y})
	}
	s, err := Relation(tallies, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Turns) != 1 {
		t.Fatalf("turns %+v, want one", s.Turns)
	}
	if bare, err := Relation(tallies, Options{NoTurns: true}); err != nil || len(bare.Turns) > 0 || bare.Points[9].Level != s.Points[9].Level || bare.Noise != s.Noise {
		t.Errorf("without turns sought: %d turns, %v, or another level", len(bare.Turns), err)
	}
	turn := s.Turns[0]
	if turn.Day != (sim.World{}).Day(25) || turn.Direction != entente.Cooling || !near(turn.Before, 3.5, 0.1) || !near(turn.After, -4.5, 0.1) || turn.P > 0.01 {
		t.Errorf("turn %+v, want the first day of month 25, cooling, 3.5 to -4.5", turn)
	}
	gain, n, err := Gain(tallies, Options{})
	if err != nil || n != len(tallies) || gain < 20 {
		t.Errorf("Gain = %v, %d, %v", gain, n, err)
	}
}

// TestConstant: where all events are worth the same there is no turn, and where they
// take two values there is one, though there is no noise to measure either by.
func TestConstant(t *testing.T) {
	for _, tt := range []struct {
		name  string
		after float64
		want  int
	}{{"one value", 4, 0}, {"two values", -4, 1}} {
		t.Run(tt.name, func(t *testing.T) {
			var tallies []entente.Tally
			for i := range 40 {
				y := 4.0
				if i >= 20 {
					y = tt.after
				}
				tallies = append(tallies, entente.Tally{Day: sim.World{}.Day(i), Events: 1, Weight: 1, Sum: y})
			}
			s, err := Relation(tallies, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Turns) != tt.want {
				t.Errorf("turns %+v, want %d", s.Turns, tt.want)
			}
		})
	}
}
