package store

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"strconv"
	"strings"

	"entente"
)

// dayTally is a day of one direction in millionths, with what stands both ways.
type dayTally struct {
	day                                           string
	events, weight, sum, shared, sharedW, sharedS int64
}

// Tallies sums by day what counts between f.A and f.B.
func (l *Ledger) Tallies(ctx context.Context, f entente.Filter) (entente.Tallies, error) {
	one := func(a, b string) ([]dayTally, error) {
		switch {
		case len(f.Sets) > 0:
			return l.importedDays(ctx, &f, a, b)
		case !f.AsOf.IsZero():
			return l.daysAsOf(ctx, f, a, b)
		case !(filter{&f}).plain():
			return l.daysOfKinds(ctx, &f, a, b)
		}
		return l.days(ctx, &f, a, b)
	}
	there, err := one(f.A, f.B)
	if err != nil {
		return entente.Tallies{}, l.fail(err)
	}
	if f.A == f.B {
		t, err := tallies(there)
		return entente.Tallies{There: t, Pair: t}, err
	}
	back, err := one(f.B, f.A)
	if err != nil {
		return entente.Tallies{}, l.fail(err)
	}
	pair := map[string]dayTally{}
	for i, side := range [][]dayTally{there, back} {
		for _, d := range side {
			p := pair[d.day]
			p.day, p.events, p.weight, p.sum = d.day, p.events+d.events, p.weight+d.weight, p.sum+d.sum
			if i == 1 { // what stands both ways is in both lists
				p.events, p.weight, p.sum = p.events-d.shared, p.weight-d.sharedW, p.sum-d.sharedS
			}
			pair[d.day] = p
		}
	}
	var out entente.Tallies
	for _, side := range []struct {
		days []dayTally
		into *[]entente.Tally
	}{{there, &out.There}, {back, &out.Back}, {slices.SortedFunc(maps.Values(pair), func(a, b dayTally) int { return strings.Compare(a.day, b.day) }), &out.Pair}} {
		if *side.into, err = tallies(side.days); err != nil {
			return entente.Tallies{}, l.fail(err)
		}
	}
	return out, nil
}

func tallies(days []dayTally) ([]entente.Tally, error) {
	out := make([]entente.Tally, len(days))
	for i, d := range days {
		day, err := parseDay(d.day)
		if err != nil {
			return nil, err
		}
		out[i] = entente.Tally{Day: day, Events: int(d.events), Weight: float64(d.weight) / 1e6, Sum: float64(d.sum) / 1e6}
	}
	return out, nil
}

func scanDays(ctx context.Context, q Queryer, query string, args []any) ([]dayTally, error) {
	var out []dayTally
	err := each(ctx, q, query, args, func(rows *sql.Rows) error {
		var d dayTally
		err := rows.Scan(&d.day, &d.events, &d.weight, &d.sum, &d.shared, &d.sharedW, &d.sharedS)
		out = append(out, d)
		return err
	})
	return out, err
}

// days reads one direction from the daily sums.
func (l *Ledger) days(ctx context.Context, f *entente.Filter, a, b string) ([]dayTally, error) {
	query, args, err := daysQuery(f, a, b)
	if err != nil {
		return nil, err
	}
	return scanDays(ctx, l.pool, query, args)
}

func daysQuery(f *entente.Filter, a, b string) (string, []any, error) {
	c := condition{}
	c.add("source = ? AND target = ?", a, b)
	if !f.Everyone {
		c.add("official = TRUE")
	}
	dates := *f
	dates.After = ""
	if err := c.span(&dates, "day", ""); err != nil {
		return "", nil, err
	}
	return `SELECT day, sum(events), sum(weight), sum(sum), sum(shared), sum(shared_weight), sum(shared_sum) FROM tally` + c.where() + " GROUP BY day ORDER BY day", c.args, nil
}

// daysOfKinds sums single ties, since f asks for only some of them.
func (l *Ledger) daysOfKinds(ctx context.Context, f *entente.Filter, a, b string) ([]dayTally, error) {
	c := condition{}
	c.add("t.source = ? AND t.target = ? AND t.weight > 0", a, b)
	if !f.Everyone {
		c.add("t.official")
	}
	dates := *f
	dates.After = ""
	if err := c.span(&dates, "t.day", ""); err != nil {
		return nil, err
	}
	c.kinds(l.Dialect, f, false)
	return scanDays(ctx, l.pool, `SELECT t.day, count(*), sum(t.weight), sum(t.sum), sum(CASE WHEN t."both" THEN 1 ELSE 0 END), sum(CASE WHEN t."both" THEN t.weight ELSE 0 END), sum(CASE WHEN t."both" THEN t.sum ELSE 0 END)
		FROM tie t CROSS JOIN happening e ON e.id = t.happening`+c.where()+" GROUP BY t.day ORDER BY t.day", c.args)
}

// daysAsOf sums what was known at f.AsOf.
func (l *Ledger) daysAsOf(ctx context.Context, f entente.Filter, a, b string) ([]dayTally, error) {
	f.A, f.B, f.Directed = a, b, true
	known, err := l.asOf(ctx, &f)
	if err != nil {
		return nil, err
	}
	sums := map[string]dayTally{}
	for i := range known {
		for _, t := range ties(&known[i].Happening) {
			if t.Source != a || t.Target != b || t.weight == 0 || !(t.Official || f.Everyone) {
				continue
			}
			d := sums[t.day]
			d.day, d.events, d.weight, d.sum = t.day, d.events+1, d.weight+t.weight, d.sum+t.sum
			if t.both {
				d.shared, d.sharedW, d.sharedS = d.shared+1, d.sharedW+t.weight, d.sharedS+t.sum
			}
			sums[t.day] = d
		}
	}
	return slices.SortedFunc(maps.Values(sums), func(a, b dayTally) int { return strings.Compare(a.day, b.day) }), nil
}

// Partners sums what f.A has with each other party.
func (l *Ledger) Partners(ctx context.Context, f entente.Filter) ([]entente.Partner, error) {
	sums := map[string]dayTally{} // by code; the day is not used
	add := func(code string, events, weight, sum int64) {
		p := sums[code]
		p.events, p.weight, p.sum = p.events+events, p.weight+weight, p.sum+sum
		sums[code] = p
	}
	gather := l.partners
	if !f.AsOf.IsZero() && len(f.Sets) == 0 {
		gather = l.partnersAsOf
	}
	if err := gather(ctx, &f, add); err != nil {
		return nil, l.fail(err)
	}
	out := make([]entente.Partner, 0, len(sums))
	for code, p := range sums {
		out = append(out, entente.Partner{Code: code, Events: int(p.events), Weight: float64(p.weight) / 1e6, Sum: float64(p.sum) / 1e6})
	}
	slices.SortFunc(out, func(a, b entente.Partner) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.Code, b.Code))
	})
	if n := limit(&f); n > 0 && len(out) > n {
		out = out[:n]
	}
	return out, nil
}

// partners reads whole years and months from their sums, and what is left, or is of another
// system, by day.
func (l *Ledger) partners(ctx context.Context, f *entente.Filter, add func(code string, events, weight, sum int64)) error {
	queries, args, err := l.partnerQueries(ctx, f)
	if err != nil {
		return err
	}
	for i, query := range queries {
		err := each(ctx, l.pool, query, args[i], func(rows *sql.Rows) error {
			var code string
			var back bool
			var events, weight, sum int64
			if err := rows.Scan(&code, &back, &events, &weight, &sum); err != nil {
				return err
			}
			if code != f.A || !back { // what a state has with itself was read the first time
				add(code, events, weight, sum)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *Ledger) partnerQueries(ctx context.Context, f *entente.Filter) (queries []string, args [][]any, err error) {
	var spans []string
	var days []stretch
	if len(f.Sets) == 0 {
		if spans, days, err = l.spansOf(ctx, f); err != nil {
			return nil, nil, err
		}
	}
	ask := func(table, back, other, sums string, c *condition) {
		if !f.Everyone {
			c.add("official = TRUE")
		}
		queries, args = append(queries, "SELECT "+other+", "+back+", "+sums+" FROM "+table+c.where()+" GROUP BY "+other), append(args, c.args)
	}
	for i, end := range [][2]string{{"source", "target"}, {"target", "source"}} {
		back := strconv.Itoa(i)
		if len(f.Sets) > 0 {
			c := &condition{}
			c.add(end[0]+" = ?", f.A)
			c.sets(f.Sets)
			dates := *f
			dates.After = ""
			if err := c.span(&dates, "day", ""); err != nil {
				return nil, nil, err
			}
			ask("imported_tally", back, end[1], "sum(events), sum(weight), sum(sum)", c)
		}
		if len(spans) > 0 {
			c := &condition{}
			c.sql = append(c.sql, "span IN "+in(spans, &c.args))
			c.add([]string{"a", "b"}[i]+" = ?", f.A)
			ask("span", back, []string{"b", "a"}[i], "sum(events), sum(weight), sum(sum)", c)
		}
		for _, d := range days {
			c := &condition{}
			c.add(end[0]+" = ? AND day BETWEEN ? AND ? AND weight > 0 AND "+end[1]+" <> ''", f.A, d.first, d.last)
			if i == 1 {
				c.add(`NOT "both"`) // what stands both ways was read the first time
			}
			ask("tie", back, end[1], "count(*), sum(weight), sum(sum)", c)
		}
	}
	return queries, args, nil
}

// partnersAsOf sums what was known at f.AsOf.
func (l *Ledger) partnersAsOf(ctx context.Context, f *entente.Filter, add func(code string, events, weight, sum int64)) error {
	known, err := l.asOf(ctx, f)
	for i := range known {
		for _, t := range ties(&known[i].Happening) {
			switch {
			case t.weight == 0 || t.Source == "" || t.Target == "" || !(t.Official || f.Everyone):
			case t.Source == f.A:
				add(t.Target, 1, t.weight, t.sum)
			case t.Target == f.A && !t.both:
				add(t.Source, 1, t.weight, t.sum)
			}
		}
	}
	return err
}
