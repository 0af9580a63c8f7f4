package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"entente"
	"entente/index"
)

// Window says whose ties are looked at, and between which days.
type Window struct {
	State    string
	From, To entente.Day
	Partners int       // how many ties, those of the most weight in the window; 0 is 12
	AsOf     time.Time // what was known then
	Everyone bool      // rebels, firms and crowds too
	Sets     []string  // rows of other systems and not our own
}

// Alignment is where a state stands among its partners, and from whom to whom it moved.
type Alignment struct {
	State  string        `json:"state"`
	From   entente.Day   `json:"from"`
	To     entente.Day   `json:"to"`
	Ties   []TieChange   `json:"ties"`   // the most changed first
	Moves  []Shift       `json:"moves"`  // the largest first
	Triads []index.Triad `json:"triads"` // at To, those that the state is in
}

// TieChange is one tie of the state in the month of the first day and in that of the last.
type TieChange struct {
	Partner string    `json:"partner"`
	Before  index.Tie `json:"before"`
	After   index.Tie `json:"after"`
}

// Shift is a move from one partner toward another, with the things that cooled the one
// tie and warmed the other most.
type Shift struct {
	index.Realignment
	Cooled []Move `json:"cooled"`
	Warmed []Move `json:"warmed"`
}

// Realignments returns how the ties of a state changed between two days, by month, and
// which triads it stands in after. Ties of which nothing counts are left out.
func Realignments(ctx context.Context, r entente.Reader, w Window) (*Alignment, error) {
	f := entente.Filter{A: w.State, From: w.From, To: w.To, AsOf: w.AsOf, Everyone: w.Everyone, Sets: w.Sets, Limit: -1}
	partners, err := r.Partners(ctx, f)
	if err != nil {
		return nil, err
	}
	f.From, f.To = entente.Day{}, entente.Day{} // all that is known tells of a level
	out := &Alignment{State: w.State, From: w.From, To: w.To, Ties: []TieChange{}, Moves: []Shift{}, Triads: []index.Triad{}}
	codes := []string{w.State}
	for _, p := range partners {
		if p.Code != "" && p.Code != w.State && len(codes) <= cmp.Or(w.Partners, 12) {
			codes = append(codes, p.Code)
		}
	}
	var before, after []index.Tie
	for i, a := range codes {
		for _, b := range codes[i+1:] {
			f.A, f.B = a, b
			old, now, ok, err := w.tie(ctx, r, f)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
			after = append(after, now)
			if a == w.State {
				before = append(before, old)
				out.Ties = append(out.Ties, TieChange{b, old, now})
			}
		}
	}
	slices.SortStableFunc(out.Ties, func(a, b TieChange) int {
		return cmp.Compare(max(b.change(), -b.change()), max(a.change(), -a.change()))
	})
	for _, t := range index.Triads(after, 0) {
		if slices.Contains(t.States[:], w.State) {
			out.Triads = append(out.Triads, t)
		}
	}
	own := slices.DeleteFunc(slices.Clone(after), func(t index.Tie) bool { return t.Pair[0] != w.State })
	for _, m := range index.Realignments(before, own) {
		s := Shift{Realignment: m, Cooled: []Move{}, Warmed: []Move{}}
		if s.Cooled, err = w.behind(ctx, r, f, out.Ties, m.From, -1); err != nil {
			return nil, err
		}
		if s.Warmed, err = w.behind(ctx, r, f, out.Ties, m.Toward, 1); err != nil {
			return nil, err
		}
		out.Moves = append(out.Moves, s)
	}
	return out, nil
}

func (t *TieChange) change() float64 { return t.After.Level - t.Before.Level }

// tie reckons the tie of f.A and f.B at both ends of the window; ok is false if nothing
// counts by its end.
func (w *Window) tie(ctx context.Context, r entente.Reader, f entente.Filter) (before, after index.Tie, ok bool, err error) {
	tallies, err := r.Tallies(ctx, f)
	if err != nil {
		return before, after, false, err
	}
	known := slices.DeleteFunc(tallies.Pair, func(t entente.Tally) bool { return w.To.Before(t.Day) })
	if len(known) == 0 {
		return before, after, false, nil
	}
	s, err := index.Relation(known, index.Options{Period: entente.PeriodMonth, From: w.From, To: w.To, NoTurns: true})
	if err != nil || len(s.Points) == 0 {
		return before, after, false, err
	}
	at := func(p index.Point) index.Tie {
		return index.Tie{Pair: [2]string{f.A, f.B}, Level: p.Level, Low: p.Low, High: p.High}
	}
	return at(s.Points[0]), at(s.Points[len(s.Points)-1]), true, nil
}

// behind returns the things in the window that moved the tie with partner most, up
// (sign +1) or down (-1).
func (w *Window) behind(ctx context.Context, r entente.Reader, f entente.Filter, ties []TieChange, partner string, sign float64) ([]Move, error) {
	i := slices.IndexFunc(ties, func(t TieChange) bool { return t.Partner == partner })
	level := ties[i].Before.Level
	out := []Move{}
	f.A, f.B, f.From, f.To = w.State, partner, w.From, w.To
	err := moves(ctx, r, f, func(m Move, _ entente.Day, weight, value float64) {
		if m.Pull = weight * (value - level); m.Pull*sign > 0 {
			out = keep(out, m, 3)
		}
	})
	return out, err
}
