package desk

import (
	"context"
	"slices"

	"entente"
	"entente/index"
)

// Standing is where ties stood when they were last told of, by pair: "IND-PAK", the two
// codes in the order of the alphabet. It is what an alert keeps between two runs.
type Standing map[string]Stand

// Stand is where one tie stood.
type Stand struct {
	Level    *index.Point       `json:"level"` // of the week in which the level was last told; nil if nothing had counted by then
	Turns    []entente.Day      `json:"turns"`
	Threats  []entente.ReportID `json:"threats"`
	Disputes []entente.ReportID `json:"disputes"`
}

// Alerts is what changed in the state of ties. No Changes means that there is nothing to tell.
type Alerts struct {
	To      entente.Day `json:"to"`
	Changes []Change    `json:"changes"`
	Noted   []string    `json:"noted"` // pairs that are looked at for the first time, of which nothing is told
}

// Change is what became of one tie since it was last told of.
type Change struct {
	A string `json:"a"`
	B string `json:"b"`
	// Was and Now are set where the level left the 90 % band that it had when it was last
	// told, or where the whole band came to lie on the other side of zero, or on one side of
	// it for the first time. A level that creeps is so told as soon as it has come far
	// enough, and one that swings inside its band never. Was is nil where nothing had counted.
	Was      *index.Point        `json:"was,omitempty"`
	Now      *index.Point        `json:"now,omitempty"`
	Turned   []index.Turn        `json:"turned"`   // turning points that were not there
	Gone     []entente.Day       `json:"gone"`     // turning points that later evidence took back
	Threats  []entente.Happening `json:"threats"`  // what is only threatened and was not known: the newest first
	Disputes []entente.Happening `json:"disputes"` // what some assert, others deny, and was not in dispute
}

// Alert compares the ties of w.Pairs with what was told of them, and returns what changed
// and what to compare with the next time: was is left as it is. Levels are those of
// Brief, turning points those of Relation by month. History that an article recalls is no
// news. w.Since, w.Sets and w.Listed are not looked at.
func Alert(ctx context.Context, r entente.Reader, w Watch, was Standing) (*Alerts, Standing, error) {
	out := &Alerts{To: w.To, Changes: []Change{}, Noted: []string{}}
	now := Standing{}
	for pair, stand := range was {
		now[pair] = stand // of pairs that are not asked for today
	}
	for _, p := range w.Pairs {
		a, b := min(p[0], p[1]), max(p[0], p[1])
		pair := a + "-" + b
		before, known := was[pair]
		stand, c, err := w.compare(ctx, r, a, b, before)
		if err != nil {
			return nil, nil, err
		}
		now[pair] = stand
		switch {
		case !known:
			out.Noted = append(out.Noted, pair)
		case c.Now != nil || len(c.Turned)+len(c.Gone)+len(c.Threats)+len(c.Disputes) > 0:
			out.Changes = append(out.Changes, c)
		}
	}
	return out, now, nil
}

// compare finds where a tie stands and what of that was not so before.
func (w *Watch) compare(ctx context.Context, r entente.Reader, a, b string, was Stand) (Stand, Change, error) {
	c := Change{A: a, B: b, Turned: []index.Turn{}, Gone: []entente.Day{}}
	now := Stand{Level: was.Level, Turns: []entente.Day{}}
	f := entente.Filter{A: a, B: b, Everyone: w.Everyone, AsOf: w.AsOf}
	tallies, err := r.Tallies(ctx, f)
	if err != nil {
		return now, c, err
	}
	var counted []entente.Tally
	for _, t := range tallies.Pair {
		if !w.To.Before(t.Day) {
			counted = append(counted, t)
		}
	}
	if len(counted) > 0 {
		weeks, err := lastWeek(counted, w.To)
		if err != nil {
			return now, c, err
		}
		last := &weeks.Points[len(weeks.Points)-1]
		if moved(was.Level, last) {
			c.Was, c.Now, now.Level = was.Level, last, last
		}
		months, err := index.Relation(counted, index.Options{Period: entente.PeriodMonth, To: w.To})
		if err != nil {
			return now, c, err
		}
		for _, t := range months.Turns {
			now.Turns = append(now.Turns, t.Day)
			if !slices.Contains(was.Turns, t.Day) {
				c.Turned = append(c.Turned, t)
			}
		}
	}
	for _, day := range was.Turns {
		if !slices.Contains(now.Turns, day) {
			c.Gone = append(c.Gone, day)
		}
	}
	threatened := []entente.Status{entente.Threatened}
	if now.Threats, c.Threats, err = unseen(ctx, r, f, threatened, entente.Threatened, was.Threats); err != nil {
		return now, c, err
	}
	now.Disputes, c.Disputes, err = unseen(ctx, r, f, doubted(), entente.Disputed, was.Disputes)
	return now, c, err
}

// moved reports whether a level is news to whoever was told of another.
func moved(told, now *index.Point) bool {
	if told == nil || now.Level < told.Low || now.Level > told.High {
		return true
	}
	sign := index.Tie{Low: now.Low, High: now.High}.Sign(0)
	return sign != 0 && sign != index.Tie{Low: told.Low, High: told.High}.Sign(0)
}

// unseen lists the happenings of f that have a row of one of the statuses rows and are,
// all in all, overall; and those of them that seen does not name.
func unseen(ctx context.Context, r entente.Reader, f entente.Filter, rows []entente.Status, overall entente.Status, seen []entente.ReportID) (all []entente.ReportID, fresh []entente.Happening, err error) {
	all, fresh = []entente.ReportID{}, []entente.Happening{}
	f.Statuses = rows
	err = pages(ctx, r.Happenings, f, func(h *entente.Happening) {
		if h.Overall != overall || h.Background {
			return
		}
		id := h.Report.Happening // and not h.ID: another report may lead tomorrow
		all = append(all, id)
		if !slices.Contains(seen, id) {
			h.All = nil
			fresh = append(fresh, *h)
		}
	})
	return all, fresh, err
}
