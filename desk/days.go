package desk

import (
	"context"

	"entente"
)

// Days returns the first and the last day of the news in a ledger: on which its articles
// were printed, and not those of the history that they tell. Where sets are named it is the
// days of their rows. Both are zero where no day is known.
func Days(ctx context.Context, r entente.Reader, sets []string) (first, last entente.Day, err error) {
	if len(sets) == 0 {
		t, err := r.Totals(ctx)
		return t.PrintedFrom, t.PrintedTo, err
	}
	for _, end := range []*entente.Day{&first, &last} {
		rows, _, err := r.Imported(ctx, entente.Filter{Sets: sets, Everyone: true, Oldest: end == &first, Limit: 1})
		if err != nil {
			return first, last, err
		}
		if len(rows) > 0 {
			*end = rows[0].Day
		}
	}
	return first, last, nil
}

// News is the stretch that an answer tells of where f does not bound it: first is the day of
// the first article, last that of the last one, or f.To or the day of f.AsOf. No day after
// today is the last one, whatever an article says of its own day. first is zero where no
// article says its day, or where all of them are later than last.
func News(ctx context.Context, r entente.Reader, f entente.Filter, today entente.Day) (first, last entente.Day, err error) {
	switch {
	case !f.To.IsZero():
		today = f.To
	case !f.AsOf.IsZero():
		today = entente.DayOf(f.AsOf)
	}
	first, last, err = Days(ctx, r, f.Sets)
	if last.IsZero() || !f.To.IsZero() || today.Before(last) {
		last = today
	}
	if last.Before(first) {
		first = entente.Day{}
	}
	return first, last, err
}
