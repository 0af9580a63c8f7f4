// Package index turns counted evidence on a pair of states into a relation over
// time: a level with a 90 % band for each week, month or year, and the days on
// which it turned.
//
//	series, err := index.Relation(tallies, index.Options{Period: entente.PeriodMonth})
//	for _, p := range series.Points { fmt.Println(p.From, p.Low, p.Level, p.High) }
//
// From the levels of many pairs, Triads says which triangles of states are in
// balance, and Realignments who moved from whom toward whom.
//
// Everything is a pure function of its input: the same tallies give the same
// bits. docs/relations.md explains each figure in plain words, with its paper.
//
// Limits. The package sees weights and sums, not events: whether something
// happened and whether two reports tell of one event is settled before. A level is
// what the news tells of a tie, and news is not all that passes between states. The
// noise of a period is taken to shrink with its evidence as if events were
// independent, which those of one affair are not.
package index

import (
	"fmt"

	"entente"
)

// Options say which stretch of time is cut into which periods, and how bold the
// findings may be. The zero Options means months, from the first tally to the last,
// with the defaults below.
type Options struct {
	Period entente.Period // "" means a month
	// From and To are the first and the last day to show; zero means the day of the
	// first or last tally. Periods are whole: the first one begins on or before From,
	// the last ends on or after To.
	From, To entente.Day
	// Nu is the degrees of freedom of the noise, above 2: the smaller, the less a
	// single odd period moves the level. 0 means 4.
	Nu float64
	// FalseAlarm is the chance that a series without any change shows a turning
	// point, in [0.01, 0.2]. 0 means 0.05.
	FalseAlarm float64
	// NoTurns leaves the turning points unsought: of weeks they take most of the time.
	NoTurns bool
}

// The defaults of Options.
const (
	DefaultNu         = 4
	DefaultFalseAlarm = 0.05
)

// Series is a relation over time.
type Series struct {
	Points []Point `json:"points"`
	Turns  []Turn  `json:"turns"`
	// Noise is the standard deviation of one event of weight 1 around the level,
	// Drift that of the level's own step from one period to the next; in points of
	// the scale.
	Noise float64 `json:"noise"`
	Drift float64 `json:"drift"`
}

// Point is one period of a relation.
type Point struct {
	From   entente.Day `json:"from"`
	To     entente.Day `json:"to"` // inclusive
	Events int         `json:"events"`
	Weight float64     `json:"weight"`
	Mean   *float64    `json:"mean"` // weighted mean of the period's events; nil without evidence
	// Level is the tie's place on the scale, [-10, +10], as all periods together
	// tell it; with chance 0.9 it lies between Low and High.
	Level float64 `json:"level"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
	// Thin says that the level is known no better than three events of weight 1
	// would tell it.
	Thin bool `json:"thin"`
}

// Relation returns the series of a tie. Tallies may come in any order, and several
// may share a day: both sides of a tie make one relation. All of them tell of the level,
// those outside From and To too, so that a period has the same level in every series
// that shows it. Without a stretch of time the series is empty. An error is an
// *entente.Error: Syntax for options out of range, TooLarge for more than MaxPeriods.
func Relation(tallies []entente.Tally, opts Options) (Series, error) {
	buckets, shown, err := opts.cut(tallies)
	if err != nil {
		return Series{}, err
	}
	opts = opts.withDefaults()
	points := make([]Point, len(buckets))
	means := make([]float64, len(buckets))
	for i, b := range buckets {
		p := &points[i]
		p.From, p.To, p.Events, p.Weight = b.From, b.To, b.Events, b.Weight
		if mean, ok := b.Mean(); ok {
			means[i] = mean
			p.Mean = &means[i]
		}
	}
	e := evidenceOf(buckets)
	f := fit(e, len(buckets), opts.Nu, perYear(opts.Period))
	f.fill(points)
	series := Series{Points: points[shown.first:shown.end], Turns: []Turn{}, Noise: f.noise, Drift: f.drift}
	if opts.NoTurns {
		return series, nil
	}
	s := searcher{e: e, trust: f.top}
	s.split(0, len(e), opts.FalseAlarm)
	for _, t := range s.turns() {
		if shown.first <= t.bucket && t.bucket < shown.end {
			t.Day = buckets[t.bucket].From
			series.Turns = append(series.Turns, t.Turn)
		}
	}
	return series, nil
}

// stretch is the buckets first..end-1.
type stretch struct{ first, end int }

// cut checks o and returns the buckets of all tallies and of the days asked for, and
// which of them the series shows.
func (o Options) cut(tallies []entente.Tally) (buckets []Bucket, shown stretch, err error) {
	o = o.withDefaults()
	switch {
	case !(o.Nu > 2):
		return nil, shown, bad("degrees of freedom are %v, want more than 2", o.Nu)
	case !(o.FalseAlarm >= 0.01 && o.FalseAlarm <= 0.2):
		return nil, shown, bad("rate of false alarms is %v, want 0.01 to 0.2", o.FalseAlarm)
	}
	visible, err := Buckets(tallies, o.Period, o.From, o.To)
	if err != nil || len(visible) == 0 {
		return nil, shown, err
	}
	from, to := visible[0].From, visible[len(visible)-1].To
	buckets = visible
	if first, last := extent(tallies); !first.IsZero() && (first.Before(from) || to.Before(last)) {
		if first.Before(from) {
			from = first
		}
		if to.Before(last) {
			to = last
		}
		if buckets, err = Buckets(tallies, o.Period, from, to); err != nil {
			return nil, shown, err
		}
	}
	shown.first = ordinal(visible[0].From, o.Period) - ordinal(buckets[0].From, o.Period)
	shown.end = shown.first + len(visible)
	return buckets, shown, nil
}

func (o Options) withDefaults() Options {
	if o.Period == "" {
		o.Period = entente.PeriodMonth
	}
	if o.Nu == 0 {
		o.Nu = DefaultNu
	}
	if o.FalseAlarm == 0 {
		o.FalseAlarm = DefaultFalseAlarm
	}
	return o
}

func bad(format string, args ...any) error {
	return &entente.Error{Op: "index", Kind: entente.Syntax, Err: fmt.Errorf(format, args...)}
}
