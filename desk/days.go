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
