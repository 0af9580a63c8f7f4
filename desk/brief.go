package desk

import (
	"context"
	"fmt"
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
}

// Briefing is what an analyst reads on a Monday.
type Briefing struct {
	Since entente.Day `json:"since"`
	To    entente.Day `json:"to"`
	Pairs []PairBrief `json:"pairs"`
}

// Arrow is where a tie went.
type Arrow string

// The arrows. A tie went up or down if its level left the band that it had before.
const (
	Up   Arrow = "up"
	Down Arrow = "down"
	Flat Arrow = "flat"
)

// PairBrief is the news of one tie.
type PairBrief struct {
	A      string       `json:"a"`
	B      string       `json:"b"`
	Arrow  Arrow        `json:"arrow"`
	Before *index.Point `json:"before,omitempty"` // the last week that ended before Since; nil if nothing ever counted
	Now    *index.Point `json:"now,omitempty"`
	Change float64      `json:"change"` // of the level
	Thin   bool         `json:"thin"`   // too little is known for the arrow to be trusted
	Reason string       `json:"reason"` // one line
	Moved  []Move       `json:"moved"`  // at most three, the strongest first; those in the arrow's direction
	// Planned is what is only planned, negotiated or threatened, Disputed what some say
	// and others deny: the newest of each first.
	Planned  []entente.Happening `json:"planned"`
	Disputed []entente.Happening `json:"disputed"`
}

// Listed is how many rows of what is planned and of what is disputed a brief holds.
const Listed = 10

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
	// Two weeks before the news, one has ended.
	ask := Ask{A: a, B: b, Period: entente.PeriodWeek, From: w.Since.Add(0, 0, -14), To: w.To, AsOf: w.AsOf, Everyone: w.Everyone, Sets: w.Sets}
	f := ask.filter()
	tallies, err := r.Tallies(ctx, f)
	if err != nil {
		return brief, err
	}
	series, err := ask.series(tallies.Pair, tallies.Pair)
	if err != nil {
		return brief, err
	}
	brief.judge(series.Points, w.Since)
	if brief.Before != nil {
		if err := brief.move(ctx, r, f, w); err != nil {
			return brief, err
		}
	}
	brief.Reason = brief.reason(w.Since)
	if len(w.Sets) > 0 {
		return brief, nil // other systems tell neither plans nor disputes
	}
	f.From = w.Since // and no end: what is planned lies ahead
	ahead := []entente.Status{entente.Planned, entente.Negotiated, entente.Threatened}
	if brief.Planned, err = listed(ctx, r, f, ahead, ahead); err != nil {
		return brief, err
	}
	f.To = w.To
	brief.Disputed, err = listed(ctx, r, f, doubted(), []entente.Status{entente.Disputed})
	return brief, err
}

// judge sets the arrow by the points around since.
func (b *PairBrief) judge(points []index.Point, since entente.Day) {
	i := slices.IndexFunc(points, func(p index.Point) bool { return !p.To.Before(since) })
	if i <= 0 {
		return
	}
	b.Before, b.Now = &points[i-1], &points[len(points)-1]
	b.Change = b.Now.Level - b.Before.Level
	b.Thin = b.Now.Thin
	switch {
	case b.Now.Level > b.Before.High:
		b.Arrow = Up
	case b.Now.Level < b.Before.Low:
		b.Arrow = Down
	}
}

// move finds what moved the tie since: in the arrow's direction, or either way where it
// is flat.
func (b *PairBrief) move(ctx context.Context, r entente.Reader, f entente.Filter, w *Watch) error {
	f.From, f.To = w.Since, w.To
	return moves(ctx, r, f, func(m Move, _ entente.Day, weight, value float64) {
		m.Pull = weight * (value - b.Before.Level)
		if b.Arrow == Up && m.Pull <= 0 || b.Arrow == Down && m.Pull >= 0 {
			return
		}
		b.Moved = keep(b.Moved, m, 3)
	})
}

// reason is the line under the arrow: the thing that moved most, in its sentence.
func (b *PairBrief) reason(since entente.Day) string {
	switch {
	case b.Before == nil:
		return "nothing that counts is known of this pair"
	case len(b.Moved) == 0 && b.Arrow != Flat:
		return fmt.Sprintf("no event since %s moved it that way; those of the days before did", since)
	case len(b.Moved) == 0:
		return fmt.Sprintf("nothing that counts is known to have happened since %s", since)
	}
	m := b.Moved[0]
	if m.Happening == nil {
		return fmt.Sprintf("%s %s, %s: %s", m.Imported.Day, m.Imported.Set, strings.ToLower(string(m.Imported.Type)), m.Imported.Text)
	}
	return fmt.Sprintf("%s %s: %s", m.Happening.Day, strings.ToLower(string(m.Happening.Type)), strings.Join(strings.Fields(m.Happening.Quote), " "))
}

// listed returns the newest happenings of f that have a row of one of the statuses rows,
// and all in all one of overall: what was planned and then happened is planned no more.
func listed(ctx context.Context, r entente.Reader, f entente.Filter, rows, overall []entente.Status) ([]entente.Happening, error) {
	f.Statuses, f.Limit, f.Oldest = rows, Listed, false
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
