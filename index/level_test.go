package index

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"entente"
	"entente/index/gen/sim"
)

func near(got, want, by float64) bool { return math.Abs(got-want) <= by }

// TestTwoObservations is worked out by hand. With 2, 6 of weights 1, 2, a step of
// variance 0.5 between and a first level of variance 2 around 0, the precision matrix of
// the levels is [3.5 -2; -2 4], its inverse [0.4 0.2; 0.2 0.35], and the mean that times
// (1*2, 2*6).
func TestTwoObservations(t *testing.T) {
	e := []observation{{y: 2, w: 1, trust: 1}, {y: 6, w: 2, gap: 1, trust: 1}}
	squares, logs := filter(e, 0.5, 2, 1)
	smooth(e, 0.5)
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"first level", e[0].level, 3.2}, {"second level", e[1].level, 4.6},
		{"first variance", e[0].v, 0.4}, {"second variance", e[1].v, 0.35}, {"covariance", e[0].cov, 0.2},
		// The second is foreseen at 4/3 with variance 2/3 + 0.5 + 0.5 = 5/3.
		{"squared innovation", squares, (6 - 4.0/3) * (6 - 4.0/3) / (5.0 / 3)}, {"log of its variance", logs, math.Log(5.0 / 3)},
	} {
		if !near(c.got, c.want, 1e-12) {
			t.Errorf("%s is %v, want %v", c.name, c.got, c.want)
		}
	}
}

// TestWorkedExample is the one of docs/relations.md.
func TestWorkedExample(t *testing.T) {
	s, err := Relation([]entente.Tally{{Day: day("2018-07-09"), Events: 1, Weight: 1, Sum: 8}}, Options{To: day("2018-09-30")})
	if err != nil {
		t.Fatal(err)
	}
	p := s.Points[0]
	if !near(p.Level, 5.645, 0.002) || !near(p.Low, -1.83, 0.01) || p.High != 10 || !p.Thin || *p.Mean != 8 {
		t.Errorf("July is %v [%v, %v] thin %v, want 5.64 [-1.83, 10] true", p.Level, p.Low, p.High, p.Thin)
	}
	if s.Noise != 4 {
		t.Errorf("noise is %v, want 4: one event says nothing of it", s.Noise)
	}
	last := s.Points[2]
	if last.Mean != nil || last.Level != p.Level || last.Low >= p.Low {
		t.Errorf("September is %+v, want no mean, July's level and a wider band", last)
	}
}

func TestNoEvidence(t *testing.T) {
	s, err := Relation(nil, Options{From: day("2020-01-01"), To: day("2020-02-01")})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Points) != 2 || s.Turns == nil {
		t.Fatalf("%d points, turns %v; want 2 and an empty list", len(s.Points), s.Turns)
	}
	for _, p := range s.Points {
		if p.Level != 0 || p.Low != -10 || p.High != 10 || !p.Thin || p.Mean != nil {
			t.Errorf("%+v, want 0 [-10, 10], thin", p)
		}
	}
}

// TestQuantile95 compares with the tables of Student's t.
func TestQuantile95(t *testing.T) {
	for df, want := range map[float64]float64{4: 2.1318, 5: 2.0150, 10: 1.8125, 30: 1.6973, 1e9: 1.6449} {
		if got := quantile95(df); !near(got, want, 0.002) {
			t.Errorf("quantile95(%v) = %v, want %v", df, got, want)
		}
	}
}

// TestSmoothBackwards: with a first level of which nothing is known, time has no
// direction.
func TestSmoothBackwards(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var ahead, back []observation
	for i := range 50 {
		ahead = append(ahead, observation{y: rng.NormFloat64(), w: 0.1 + rng.Float64(), gap: float64(1 + i%3), trust: 0.5 + rng.Float64()})
	}
	for i := len(ahead) - 1; i >= 0; i-- {
		o := ahead[i]
		o.gap = 0
		if i+1 < len(ahead) {
			o.gap = ahead[i+1].gap
		}
		back = append(back, o)
	}
	for _, e := range [][]observation{ahead, back} {
		filter(e, 0.3, 1e7, 1)
		smooth(e, 0.3)
	}
	for i, a := range ahead {
		if b := back[len(back)-1-i]; !near(a.level, b.level, 1e-5) || !near(a.v, b.v, 1e-5) {
			t.Errorf("level %d is %v (%v) forwards and %v (%v) backwards", i, a.level, a.v, b.level, b.v)
		}
	}
}

// TestGap: a period without evidence in the middle has the level and variance that the
// smoother gives to an observation of no weight.
func TestGap(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var tallies []entente.Tally
	var e []observation
	month := 0
	for range 30 {
		step := 1 + rng.IntN(4)
		month += step
		y := rng.NormFloat64()
		tallies = append(tallies, entente.Tally{Day: sim.World{}.Day(month), Events: 1, Weight: 1, Sum: y})
		for range step - 1 {
			e = append(e, observation{w: 1e-12, gap: 1})
		}
		e = append(e, observation{y: y, w: 1, gap: 1})
	}
	buckets, err := Buckets(tallies, entente.PeriodMonth, entente.Day{}, entente.Day{})
	if err != nil {
		t.Fatal(err)
	}
	e = e[len(e)-len(buckets):]
	e[0].gap = 0
	f := fit(evidenceOf(buckets), len(buckets), DefaultNu, 12)
	// The fit's own mixture has many ratios; compare at one.
	one := &fitted{e: f.e, best: math.Inf(-1), df: f.df,
		base: make([]float64, len(buckets)), shift: make([]float64, len(buckets)), vari: make([]float64, len(buckets)), top: make([]float64, len(f.e))}
	sigma2 := one.try(0, noisePrior*noisePrior, DefaultNu, 12, 5)
	for i := range e {
		e[i].trust = 1
	}
	for _, o := range one.e {
		e[o.at].trust = o.trust
	}
	filter(e, ratioPrior/12, startVar/sigma2, (DefaultNu+1.0)/(DefaultNu+3.0))
	smooth(e, ratioPrior/12)
	for i, o := range one.e {
		one.e[i].mode = o.level // not the mode, but what the same smoother gives
	}
	clear(one.base)
	clear(one.shift)
	clear(one.vari)
	one.total, one.best = 0, math.Inf(-1)
	one.add(0, ratioPrior/12, sigma2)
	for i := range e {
		if v := one.vari[i] / sigma2; !near(one.base[i], e[i].level, 1e-6) || !near(v, e[i].v, 1e-6) {
			t.Errorf("period %d: level %v, variance %v; want %v, %v", i, one.base[i], v, e[i].level, e[i].v)
		}
	}
}

func TestCoverage(t *testing.T) {
	for _, tt := range []struct {
		name string
		w    sim.World
	}{
		{"normal noise", sim.World{N: 120, Noise: 2, Drift: 0.3, Start: 2}},
		{"heavy tails and outliers", sim.World{N: 120, Noise: 2, Drift: 0.3, Start: 2, Tails: 3, Outlier: 0.05}},
		{"uneven weights, 60 % empty", sim.World{N: 120, Noise: 2, Drift: 0.3, Start: 2, Uneven: true, Missing: 0.6}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(5, 6))
			in, all := 0, 0
			for range 200 {
				s := tt.w.Make(rng)
				series, err := Relation(s.Tallies, Options{From: tt.w.Day(0), To: tt.w.Day(tt.w.N - 1)})
				if err != nil {
					t.Fatal(err)
				}
				for i, p := range series.Points {
					all++
					if p.Low <= s.Level[i] && s.Level[i] <= p.High {
						in++
					}
				}
			}
			if share := float64(in) / float64(all); share < 0.85 || share > 0.95 {
				t.Errorf("the band holds the truth in %.1f %%, want 85 to 95", 100*share)
			}
		})
	}
}

// TestOutlier: one wild period moves the level less than it would move a mean.
func TestOutlier(t *testing.T) {
	var tallies []entente.Tally
	for i := range 24 {
		y := 2 + float64(i%3)
		if i == 12 {
			y = -10
		}
		tallies = append(tallies, entente.Tally{Day: sim.World{}.Day(i), Events: 1, Weight: 1, Sum: y})
	}
	s, err := Relation(tallies, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if p := s.Points[12]; p.Level < 2 {
		t.Errorf("level of the odd month is %v, want above 2", p.Level)
	}
	if len(s.Turns) != 0 {
		t.Errorf("turns %v, want none", s.Turns)
	}
}

// tallies draws a history of up to 60 days in three years.
func tallies(t *rapid.T) []entente.Tally {
	begin := day("2001-01-01")
	wild := rapid.Bool().Draw(t, "wild")
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) entente.Tally {
		w := rapid.Float64Range(0.01, 50).Draw(t, "weight")
		if wild {
			w = math.Exp(rapid.Float64Range(-20, 27).Draw(t, "log weight"))
		}
		return entente.Tally{Day: begin.Add(0, 0, rapid.IntRange(0, 1100).Draw(t, "day")), Events: 1, Weight: w, Sum: w * rapid.Float64Range(-10, 10).Draw(t, "value")}
	}), 1, 60).Draw(t, "tallies")
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		history := tallies(t)
		opts := Options{Period: rapid.SampledFrom([]entente.Period{entente.PeriodWeek, entente.PeriodMonth, entente.PeriodYear}).Draw(t, "period")}
		s, err := Relation(history, opts)
		if err != nil {
			t.Fatal(err)
		}
		lowest, highest := 0.0, 0.0 // the prior's mean is one of the hull
		events := 0
		for i, p := range s.Points {
			if i > 0 && s.Points[i-1].To.Add(0, 0, 1) != p.From || p.To.Before(p.From) {
				t.Fatalf("point %d is %v to %v after %v", i, p.From, p.To, s.Points[i-1].To)
			}
			events += p.Events
			if p.Mean != nil {
				lowest, highest = min(lowest, *p.Mean), max(highest, *p.Mean)
			}
			if !(p.Low <= p.Level && p.Level <= p.High && p.Low >= -Scale && p.High <= Scale) {
				t.Fatalf("point %d: level %v, band [%v, %v]", i, p.Level, p.Low, p.High)
			}
		}
		if events != len(history) {
			t.Fatalf("%d events in the points, want %d", events, len(history))
		}
		for i, p := range s.Points {
			if p.Level < lowest-1e-9 || p.Level > highest+1e-9 {
				t.Fatalf("level %d is %v, outside [%v, %v]", i, p.Level, lowest, highest)
			}
		}
		if !(s.Noise > 0 && s.Drift > 0) || math.IsInf(s.Noise+s.Drift, 0) {
			t.Fatalf("noise %v, drift %v", s.Noise, s.Drift)
		}
		for i, turn := range s.Turns {
			if i > 0 && !s.Turns[i-1].Day.Before(turn.Day) || turn.P <= 0 || turn.P > DefaultFalseAlarm || (turn.Direction == entente.Warming) != (turn.After >= turn.Before) {
				t.Fatalf("turns %+v", s.Turns)
			}
		}

		again, _ := Relation(slices.Clone(history), opts)
		if !reflect.DeepEqual(s, again) {
			t.Fatal("the same tallies give another series")
		}
		// Time without evidence on both sides changes no point that was there.
		wide := opts
		wide.From, wide.To = day("2000-01-01"), day("2005-01-01")
		wider, err := Relation(history, wide)
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(wider.Points, func(p Point) bool { return p.From == s.Points[0].From })
		if !reflect.DeepEqual(wider.Points[at:at+len(s.Points)], s.Points) || !reflect.DeepEqual(wider.Turns, s.Turns) {
			t.Fatal("empty periods around the series change it")
		}
		for _, p := range wider.Points[:at] {
			if first := s.Points[0]; p.Level != first.Level || p.Low > first.Low {
				t.Fatalf("before the evidence the level is %+v, want that of the first point and a band as wide", p)
			}
		}
		// A part of the series shows the same points.
		part := opts
		part.From, part.To = s.Points[len(s.Points)/3].From, s.Points[len(s.Points)/2].To
		shown, err := Relation(history, part)
		if err != nil || !reflect.DeepEqual(shown.Points, s.Points[len(s.Points)/3:len(s.Points)/2+1]) {
			t.Fatalf("from %v to %v other points are shown (%v)", part.From, part.To, err)
		}
		// The scale has no preferred end.
		for i := range history {
			history[i].Sum = -history[i].Sum
		}
		mirror, _ := Relation(history, opts)
		for i, p := range mirror.Points {
			if q := s.Points[i]; p.Level != -q.Level || p.Low != -q.High {
				t.Fatalf("point %d with all signs turned is %v, want %v", i, p.Level, -q.Level)
			}
		}
	})
}

func BenchmarkRelation(b *testing.B) {
	for _, w := range []struct {
		name string
		sim.World
	}{
		{"weeks of 30 years", sim.World{N: 1565, Period: entente.PeriodWeek, Noise: 3, Drift: 0.2, Uneven: true}},
		{"months of 30 years", sim.World{N: 360, Period: entente.PeriodMonth, Noise: 3, Drift: 0.4, Uneven: true}},
	} {
		b.Run(w.name, func(b *testing.B) {
			s := w.Make(rand.New(rand.NewPCG(1, 2)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Relation(s.Tallies, Options{Period: w.Period}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(w.name+", level only", func(b *testing.B) {
			s := w.Make(rand.New(rand.NewPCG(1, 2)))
			buckets, err := Buckets(s.Tallies, w.Period, entente.Day{}, entente.Day{})
			if err != nil {
				b.Fatal(err)
			}
			points := make([]Point, len(buckets))
			b.ReportAllocs()
			for b.Loop() {
				fit(evidenceOf(buckets), len(buckets), DefaultNu, perYear(w.Period)).fill(points)
			}
		})
	}
}

// TestJSON: the names are part of what `entente relation --json` promises.
func TestJSON(t *testing.T) {
	mean := 2.0
	s := Series{
		Points: []Point{{From: day("2020-01-01"), To: day("2020-01-31"), Events: 1, Weight: 1, Mean: &mean, Level: 1, Low: -1, High: 3, Thin: true}, {}},
		Turns:  []Turn{{Day: day("2020-01-01"), Direction: entente.Warming, Before: 1, After: 2, P: 0.01}},
		Noise:  4, Drift: 1,
	}
	got, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"points":[{"from":"2020-01-01","to":"2020-01-31","events":1,"weight":1,"mean":2,"level":1,"low":-1,"high":3,"thin":true},` +
		`{"from":"","to":"","events":0,"weight":0,"mean":null,"level":0,"low":0,"high":0,"thin":false}],` +
		`"turns":[{"day":"2020-01-01","direction":"warming","before":1,"after":2,"p":0.01}],"noise":4,"drift":1}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	empty, err := Relation(nil, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := json.Marshal(empty.Points); string(got) != "[]" {
		t.Errorf("no points are %s, want []", got)
	}
}
