package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"entente"
	"entente/index"
)

// Ask says which tie is asked for. Zero fields: months, all that is known today, between
// those who act for their land or body.
type Ask struct {
	A, B   string
	Period entente.Period // "" is a month
	// From and To bound what is shown, not what is reckoned with: the level of a month
	// is the same whatever stretch is looked at. Periods are whole. A To after the last
	// event carries the level on to that day.
	From, To  entente.Day
	AsOf      time.Time // what was known then
	Everyone  bool      // rebels, firms and crowds too
	Sets      []string  // rows of other systems and not our own
	Listed    int       // points with rows: the latest of those with events; 0 is all
	Strongest int       // moves kept a point; 0 is 3; below 0 no rows are read (Behind reads those of one point), and There and Back have no turns
}

func (a *Ask) filter() entente.Filter {
	return entente.Filter{A: a.A, B: a.B, Everyone: a.Everyone, AsOf: a.AsOf, Sets: a.Sets}
}

// Tie is a relation over time. Pair is what both did to each other, a meeting once;
// There what A did to B, Back what B did to A.
type Tie struct {
	A      string         `json:"a"`
	B      string         `json:"b"`
	Period entente.Period `json:"period"`
	Sets   []string       `json:"sets,omitempty"`
	Points []Point        `json:"points"` // of the pair
	// Earlier counts the events before the first point, which are not shown and tell of the
	// level too; First is the day of the first of them.
	Earlier int          `json:"earlier,omitempty"`
	First   entente.Day  `json:"first,omitzero"`
	Turns   []index.Turn `json:"turns"`
	Noise   float64      `json:"noise"`
	Drift   float64      `json:"drift"`
	There   index.Series `json:"there"`
	Back    index.Series `json:"back"`
}

// Point is one period of the pair, with what stands behind it.
type Point struct {
	index.Point
	Happenings []entente.ReportID `json:"happenings,omitempty"` // all that count, in order of days
	Strongest  []Move             `json:"strongest,omitempty"`
}

// Last returns the last point, or nil without any.
func (t *Tie) Last() *Point {
	if len(t.Points) == 0 {
		return nil
	}
	return &t.Points[len(t.Points)-1]
}

// Relation returns the tie between ask.A and ask.B. Of a pair that nothing is known of
// it has no points. Errors besides the ledger's are those of index.Relation.
func Relation(ctx context.Context, r entente.Reader, ask Ask) (*Tie, error) {
	ask.Period = cmp.Or(ask.Period, entente.PeriodMonth)
	ask.Strongest = cmp.Or(ask.Strongest, 3)
	f := ask.filter()
	tallies, err := r.Tallies(ctx, f)
	if err != nil {
		return nil, err
	}
	tie := &Tie{A: ask.A, B: ask.B, Period: ask.Period, Sets: ask.Sets, Points: []Point{}, Turns: []index.Turn{}}
	pair, before, err := ask.series(tallies.Pair, tallies.Pair, false)
	if err != nil {
		return nil, err
	}
	if tie.There, _, err = ask.series(tallies.There, tallies.Pair, ask.Strongest < 0); err != nil {
		return nil, err
	}
	if tie.Back, _, err = ask.series(tallies.Back, tallies.Pair, ask.Strongest < 0); err != nil {
		return nil, err
	}
	tie.Turns, tie.Noise, tie.Drift = pair.Turns, pair.Noise, pair.Drift
	for _, p := range pair.Points {
		tie.Points = append(tie.Points, Point{Point: p})
	}
	if len(tie.Points) > 0 {
		for _, t := range tallies.Pair {
			if t.Day.Before(tie.Points[0].From) {
				tie.Earlier += t.Events
			}
		}
	}
	if tie.Earlier > 0 {
		tie.First = tallies.Pair[0].Day
	}
	if ask.Strongest < 0 {
		return tie, nil
	}
	return tie, tie.fill(ctx, r, f, before, ask.Listed, ask.Strongest)
}

// series reckons one list of tallies over the days of the pair's, so that all three have
// the same points. before is the level of the period before the first, 0 where that is
// the first that anything is known of.
func (a *Ask) series(tallies, pair []entente.Tally, noTurns bool) (s index.Series, before float64, err error) {
	if len(pair) == 0 {
		return index.Series{Points: []index.Point{}, Turns: []index.Turn{}}, 0, nil
	}
	from, to := a.From, a.To
	earlier := pair[0].Day.Before(from)
	switch {
	case from.IsZero():
		from = pair[0].Day
	case earlier && a.Period == entente.PeriodWeek:
		from = from.Add(0, 0, -7)
	case earlier && a.Period == entente.PeriodMonth:
		from = entente.Day{Year: from.Year, Month: from.Month, Day: 1}.Add(0, -1, 0)
	case earlier:
		from = from.Add(-1, 0, 0)
	}
	if to.IsZero() {
		to = pair[len(pair)-1].Day
	}
	if to.Before(from) {
		to = from // nothing is known of the days asked for: the level is carried on
	}
	s, err = index.Relation(tallies, index.Options{Period: a.Period, From: from, To: to, NoTurns: noTurns})
	if err != nil || !earlier || len(s.Points) == 0 {
		return s, 0, err
	}
	before = s.Points[0].Level
	end := s.Points[0].To
	s.Points = s.Points[1:]
	s.Turns = slices.DeleteFunc(s.Turns, func(t index.Turn) bool { return !end.Before(t.Day) })
	return s, before, nil
}

// from returns the first of the last n points with events, or 0 where n is 0 or more than
// there are.
func (t *Tie) from(n int) int {
	for i := len(t.Points) - 1; i >= 0 && n > 0; i-- {
		if t.Points[i].Events > 0 {
			n--
		}
		if n == 0 {
			return i
		}
	}
	return 0
}

// fill puts under each listed point what counted in it. before is the level before the first.
func (t *Tie) fill(ctx context.Context, r entente.Reader, f entente.Filter, before float64, listed, strongest int) error {
	last := t.Last()
	if last == nil {
		return nil
	}
	f.From, f.To, f.Oldest = t.Points[t.from(listed)].From, last.To, true
	return moves(ctx, r, f, func(m Move, day entente.Day, weight, value float64) {
		i, _ := slices.BinarySearchFunc(t.Points, day, func(p Point, d entente.Day) int { return p.To.Compare(d) })
		if i == len(t.Points) || day.Before(t.Points[i].From) {
			return
		}
		level := before
		if i > 0 {
			level = t.Points[i-1].Level
		}
		p := &t.Points[i]
		if m.Happening != nil {
			p.Happenings = append(p.Happenings, m.Happening.ID)
		}
		m.Pull = weight * (value - level)
		p.Strongest = keep(p.Strongest, m, strongest)
	})
}
