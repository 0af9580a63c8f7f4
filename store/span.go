package store

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"strings"
	"time"

	"entente"
)

// The names of the sums in the table span: of a month "M2018-03", of a year "Y2018", of
// all days.
const (
	spanMonth = "M"
	spanYear  = "Y"
	spanAll   = "A"
)

// Ties sums all days of f by pair.
func (l *Ledger) Ties(ctx context.Context, f entente.Filter) ([]entente.TieSum, error) {
	f = entente.Filter{From: f.From, To: f.To, AsOf: f.AsOf, Everyone: f.Everyone, Limit: f.Limit}
	sums := map[[2]string]*dayTally{} // the day is not used
	add := func(a, b string, events, weight, sum int64) {
		pair := [2]string{a, b}
		p := sums[pair]
		if p == nil {
			p = &dayTally{}
			sums[pair] = p
		}
		p.events, p.weight, p.sum = p.events+events, p.weight+weight, p.sum+sum
	}
	gather := l.tiesOfSpans
	if !f.AsOf.IsZero() {
		gather = l.tiesAsOf
	}
	if err := gather(ctx, &f, add); err != nil {
		return nil, l.fail(err)
	}
	out := make([]entente.TieSum, 0, len(sums))
	for pair, p := range maps.All(sums) {
		out = append(out, entente.TieSum{Pair: pair, Events: int(p.events), Weight: float64(p.weight) / 1e6, Sum: float64(p.sum) / 1e6})
	}
	slices.SortFunc(out, func(a, b entente.TieSum) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.Pair[0], b.Pair[0]), strings.Compare(a.Pair[1], b.Pair[1]))
	})
	if n := limit(&f); n > 0 && len(out) > n {
		out = out[:n]
	}
	return out, nil
}

// stretch is a run of spans or of days.
type stretch struct{ first, last string }

// tiesOfSpans reads whole years and months from their sums and what is left from the rows
// of its days.
func (l *Ledger) tiesOfSpans(ctx context.Context, f *entente.Filter, add func(a, b string, events, weight, sum int64)) error {
	spans, days := divide(f.From, f.To)
	official := ""
	if !f.Everyone {
		official = " AND official = TRUE"
	}
	var parts []string
	var args []any
	for _, s := range spans {
		parts = append(parts, "SELECT a, b, events, weight, sum FROM span WHERE span BETWEEN ? AND ?"+official)
		args = append(args, s.first, s.last)
	}
	for _, s := range days {
		parts = append(parts, "SELECT "+l.Dialect.Lesser("t.source", "t.target")+", "+l.Dialect.Greater("t.source", "t.target")+`, 1, t.weight, t.sum FROM happening e CROSS JOIN tie t ON t.happening = e.id
			WHERE e.day BETWEEN ? AND ? AND t.weight > 0 AND t.source <> '' AND t.target <> '' AND (NOT t."both" OR t.source <= t.target)`+official)
		args = append(args, s.first, s.last)
	}
	return each(ctx, l.pool, "SELECT * FROM ("+strings.Join(parts, " UNION ALL ")+") s", args, func(rows *sql.Rows) error {
		var a, b string
		var events, weight, sum int64
		err := rows.Scan(&a, &b, &events, &weight, &sum)
		add(a, b, events, weight, sum)
		return err
	})
}

// unit is a length of time that span has sums of.
type unit struct {
	first         func(entente.Day) entente.Day // of the unit that holds a day
	years, months int
	name          string
	digits        int
}

var (
	year  = unit{func(d entente.Day) entente.Day { return entente.Day{Year: d.Year, Month: 1, Day: 1} }, 1, 0, spanYear, len("2006")}
	month = unit{func(d entente.Day) entente.Day { return entente.Day{Year: d.Year, Month: d.Month, Day: 1} }, 0, 1, spanMonth, len("2006-01")}
)

// of names the sum that a day is in.
func (u *unit) of(day string) string { return u.name + day[:u.digits] }

// divide parts the days from one to another into whole years, whole months and single days.
// Either end may be open.
func divide(from, to entente.Day) (spans, days []stretch) {
	if from.IsZero() && to.IsZero() {
		return []stretch{{spanAll, spanAll}}, nil
	}
	if from.IsZero() {
		from = entente.Day{Year: 1, Month: 1, Day: 1}
	}
	if to.IsZero() {
		to = entente.Day{Year: 9998, Month: 12, Day: 31}
	}
	spans, left := year.cut(from, to)
	for _, part := range left {
		months, rest := month.cut(part[0], part[1])
		spans = append(spans, months...)
		for _, p := range rest {
			days = append(days, stretch{p[0].String(), p[1].String()})
		}
	}
	return spans, days
}

// cut returns the whole units between two days, and the days before and after them.
func (u *unit) cut(from, to entente.Day) (whole []stretch, rest [][2]entente.Day) {
	begin := u.first(from)
	if begin.Before(from) {
		begin = begin.Add(u.years, u.months, 0)
	}
	end := u.first(to.Add(0, 0, 1)) // the day after the last whole unit
	if !begin.Before(end) {
		return nil, [][2]entente.Day{{from, to}}
	}
	whole = []stretch{{u.of(begin.String()), u.of(end.Add(0, 0, -1).String())}}
	if from.Before(begin) {
		rest = append(rest, [2]entente.Day{from, begin.Add(0, 0, -1)})
	}
	if !to.Before(end) {
		rest = append(rest, [2]entente.Day{end, to})
	}
	return whole, rest
}

// spansOf lists the sums that the days of f are made of, each by its name, and the days that
// are left. An open end is that of what is known.
func (l *Ledger) spansOf(ctx context.Context, f *entente.Filter) (names []string, days []stretch, err error) {
	from, to := f.From, f.To
	if from.IsZero() && to.IsZero() {
		return []string{spanAll}, nil, nil
	}
	if from.IsZero() || to.IsZero() {
		var first, last sql.NullString
		err := l.pool.QueryRowContext(ctx, `SELECT (SELECT span FROM span WHERE span > ? AND span < ? ORDER BY span LIMIT 1), (SELECT span FROM span WHERE span > ? AND span < ? ORDER BY span DESC LIMIT 1)`,
			spanMonth, spanMonth+"z", spanMonth, spanMonth+"z").Scan(&first, &last)
		if err != nil || !first.Valid {
			return nil, nil, err
		}
		begin, err := parseDay(first.String[len(spanMonth):] + "-01")
		if err != nil {
			return nil, nil, err
		}
		end, err := parseDay(last.String[len(spanMonth):] + "-01")
		if err != nil {
			return nil, nil, err
		}
		if from.IsZero() {
			from = begin
		}
		if to.IsZero() {
			to = end.Add(0, 1, -1)
		}
		if to.Before(from) {
			return nil, nil, nil
		}
	}
	spans, days := divide(from, to)
	for _, s := range spans {
		u := &month
		if strings.HasPrefix(s.first, spanYear) {
			u = &year
		}
		first, err := parseDay((s.first[1:] + "-01-01")[:len(time.DateOnly)])
		if err != nil {
			return nil, nil, err
		}
		for d := first; u.of(d.String()) <= s.last; d = d.Add(u.years, u.months, 0) {
			names = append(names, u.of(d.String()))
		}
	}
	return names, days, nil
}

// tiesAsOf sums what was known at f.AsOf.
func (l *Ledger) tiesAsOf(ctx context.Context, f *entente.Filter, add func(a, b string, events, weight, sum int64)) error {
	known, err := l.asOf(ctx, f)
	for i := range known {
		for _, t := range ties(&known[i].Happening) {
			if t.weight == 0 || t.Source == "" || t.Target == "" || !(t.Official || f.Everyone) || t.both && t.Target < t.Source {
				continue
			}
			add(min(t.Source, t.Target), max(t.Source, t.Target), 1, t.weight, t.sum)
		}
	}
	return err
}
