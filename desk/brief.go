package desk

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"entente"
	"entente/index"
)

// Watch says which pairs a brief is about, and which days.
type Watch struct {
	Pairs    [][2]string
	Since    entente.Day // first day of the news
	To       entente.Day // the day of the brief
	AsOf     time.Time
	Everyone bool
	Sets     []string // rows of other systems and not our own
	Listed   int      // rows of what is planned and of what is disputed; 0 is 10, negative is all
}

// Briefing is what an analyst reads on a Monday.
type Briefing struct {
	Since entente.Day `json:"since"`
	To    entente.Day `json:"to"`
	Pairs []PairBrief `json:"pairs"`
}

// Arrow is where the news sends a tie.
type Arrow string

// The arrows.
const (
	Up   Arrow = "up"
	Down Arrow = "down"
	Flat Arrow = "flat"
)

// PairBrief is the news of one tie. A level that no single week can throw over is slow to
// say that a tie broke this week, so the arrow asks the news itself: it is up or down if
// the mean of what happened since lies where the level and the noise before it would put
// it with a chance below 0.05, or if the level has left the band that it had.
type PairBrief struct {
	A      string       `json:"a"`
	B      string       `json:"b"`
	Arrow  Arrow        `json:"arrow"`
	Before *index.Point `json:"before,omitempty"` // the last week before Since, without the news; nil if nothing counted by then
	Now    *index.Point `json:"now,omitempty"`    // the week of To; nil if nothing ever counted
	Change float64      `json:"change"`           // of the level
	Events int          `json:"events"`           // that counted since
	Mean   *float64     `json:"mean"`             // of their scale values; nil without any
	Thin   bool         `json:"thin"`             // too little is known for the arrow to be trusted
	Reason string       `json:"reason"`           // one line
	Moved  []Move       `json:"moved"`            // at most three, the strongest first; those in the arrow's direction
	// Planned is what is only planned, negotiated or threatened, Disputed what some say
	// and others deny: the newest of each first.
	Planned  []entente.Happening `json:"planned"`
	Disputed []entente.Happening `json:"disputed"`
}

// Brief returns the news of each pair, in the order of the pairs. Levels are by week.
func Brief(ctx context.Context, r entente.Reader, w Watch) (*Briefing, error) {
	out := &Briefing{Since: w.Since, To: w.To, Pairs: []PairBrief{}}
	for _, pair := range w.Pairs {
		b, err := w.pair(ctx, r, pair[0], pair[1])
		if err != nil {
			return nil, err
		}
		out.Pairs = append(out.Pairs, b)
	}
	return out, nil
}

func (w *Watch) pair(ctx context.Context, r entente.Reader, a, b string) (PairBrief, error) {
	brief := PairBrief{A: a, B: b, Arrow: Flat, Thin: true, Moved: []Move{}, Planned: []entente.Happening{}, Disputed: []entente.Happening{}}
	f := entente.Filter{A: a, B: b, Everyone: w.Everyone, AsOf: w.AsOf, Sets: w.Sets}
	tallies, err := r.Tallies(ctx, f)
	if err != nil {
		return brief, err
	}
	if err := brief.judge(tallies.Pair, w); err != nil {
		return brief, err
	}
	if brief.Events > 0 {
		if err := brief.move(ctx, r, f, w); err != nil {
			return brief, err
		}
	}
	brief.Reason = brief.reason(w.Since)
	if len(w.Sets) > 0 {
		return brief, nil // other systems tell neither plans nor disputes
	}
	f.Limit = cmp.Or(w.Listed, 10)
	f.From = w.Since // and no end: what is planned lies ahead
	ahead := []entente.Status{entente.Planned, entente.Negotiated, entente.Threatened}
	if brief.Planned, err = listed(ctx, r, f, ahead, ahead); err != nil {
		return brief, err
	}
	f.To = w.To
	brief.Disputed, err = listed(ctx, r, f, doubted(), []entente.Status{entente.Disputed})
	return brief, err
}

// surprise is the 0.975 quantile of the normal distribution: what lies further out on
// either side has a chance of 0.05, as a false turning point has.
const surprise = 1.96

// bandSD is the half width of a 90 % band in standard deviations.
const bandSD = 1.645

// judge sets the levels and the arrow.
func (b *PairBrief) judge(tallies []entente.Tally, w *Watch) error {
	var before, news []entente.Tally
	for _, t := range tallies {
		switch {
		case t.Day.Before(w.Since):
			before = append(before, t)
		case !w.To.Before(t.Day):
			news = append(news, t)
		}
	}
	weight, sum := 0.0, 0.0
	for _, t := range news {
		b.Events, weight, sum = b.Events+t.Events, weight+t.Weight, sum+t.Sum
	}
	if weight > 0 {
		mean := sum / weight
		b.Mean = &mean
	}
	old, err := lastWeek(before, w.Since.Add(0, 0, -1))
	if err != nil {
		return err
	}
	now, err := lastWeek(slices.Concat(before, news), w.To)
	if err != nil || len(now.Points) == 0 {
		return err
	}
	b.Now = &now.Points[len(now.Points)-1]
	if len(old.Points) == 0 {
		return nil // nothing to have moved from
	}
	b.Before = &old.Points[len(old.Points)-1]
	b.Thin = b.Before.Thin || b.Now.Thin
	b.Change = b.Now.Level - b.Before.Level
	out := 0.0 // how far the news lies from the level, in standard deviations
	if b.Mean != nil {
		half := max(b.Before.High-b.Before.Level, b.Before.Level-b.Before.Low) / bandSD // the end of the scale may cut one side
		out = (*b.Mean - b.Before.Level) / math.Sqrt(half*half+old.Noise*old.Noise/weight)
	}
	switch {
	case out > surprise, b.Now.Level > b.Before.High:
		b.Arrow = Up
	case out < -surprise, b.Now.Level < b.Before.Low:
		b.Arrow = Down
	}
	return nil
}

// lastWeek reckons a tie by week up to the week of a day. Of no tallies it has no points.
func lastWeek(tallies []entente.Tally, to entente.Day) (index.Series, error) {
	if len(tallies) == 0 {
		return index.Series{}, nil
	}
	return index.Relation(tallies, index.Options{Period: entente.PeriodWeek, To: to, NoTurns: true})
}

// move finds what moved the tie since: in the arrow's direction, or either way where it
// is flat.
func (b *PairBrief) move(ctx context.Context, r entente.Reader, f entente.Filter, w *Watch) error {
	level := 0.0
	if b.Before != nil {
		level = b.Before.Level
	}
	f.From, f.To = w.Since, w.To
	return moves(ctx, r, f, func(m Move, _ entente.Day, weight, value float64) {
		m.Pull = weight * (value - level)
		if b.Arrow == Up && m.Pull <= 0 || b.Arrow == Down && m.Pull >= 0 {
			return
		}
		b.Moved = keep(b.Moved, m, 3)
	})
}

// reason is the line under the arrow: the thing that moved most, in its sentence.
func (b *PairBrief) reason(since entente.Day) string {
	switch {
	case b.Now == nil:
		return "nothing that counts is known of this pair"
	case len(b.Moved) == 0:
		return fmt.Sprintf("nothing that counts is known to have happened since %s", since)
	}
	m := b.Moved[0]
	if m.Happening == nil {
		return fmt.Sprintf("%s %s %s: %s", m.Imported.Day, m.Imported.Set, strings.ToLower(string(m.Imported.Type)), m.Imported.Text)
	}
	return fmt.Sprintf("%s %s: %s", m.Happening.Day, strings.ToLower(string(m.Happening.Type)), strings.Join(strings.Fields(m.Happening.Quote), " "))
}

// listed returns the newest happenings of f that have a row of one of the statuses rows,
// and all in all one of overall: what was planned and then happened is planned no more.
func listed(ctx context.Context, r entente.Reader, f entente.Filter, rows, overall []entente.Status) ([]entente.Happening, error) {
	f.Statuses = rows
	list, _, err := r.Happenings(ctx, f)
	out := []entente.Happening{}
	for i := range list {
		if h := &list[i]; slices.Contains(overall, h.Overall) {
			h.All = nil
			out = append(out, *h)
		}
	}
	return out, err
}
