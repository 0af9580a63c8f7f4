package desk_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"

	"entente"
	"entente/desk"
	"entente/mock"
)

// BenchmarkRelation is a tie of 20,000 happenings over thirty years, by week, with the
// storage taken out.
func BenchmarkRelation(b *testing.B) {
	all := make([]entente.Happening, 20_000)
	tallies := make([]entente.Tally, len(all))
	for i := range all {
		v := float64(i%17 - 8)
		on := day(1990, 1, 1).Add(0, 0, i*10957/len(all))
		r := entente.Report{ID: entente.ReportID(fmt.Sprintf("%012x/e1", i)), Sources: []entente.Party{{Code: "PAK"}}, Targets: []entente.Party{{Code: "RUS"}}}
		r.Type, r.Status, r.Goldstein, r.Quote = entente.Support, entente.Happened, &v, "Pakistan did something to Russia."
		r.Date = entente.Date{From: on, To: on, Precision: entente.PrecisionDay}
		all[i] = entente.Fold([]entente.Report{r})
		tallies[i] = entente.Tally{Day: on, Events: 1, Weight: 1, Sum: v}
	}
	r := &mock.Reader{
		TalliesFn: func(context.Context, entente.Filter) (entente.Tallies, error) {
			return entente.Tallies{There: tallies, Pair: tallies}, nil
		},
		HappeningsFn: func(_ context.Context, f entente.Filter) ([]entente.Happening, string, error) {
			at, _ := strconv.Atoi(f.After)
			if end := at + f.Limit; end < len(all) {
				return all[at:end], strconv.Itoa(end), nil
			}
			return all[at:], "", nil
		},
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := desk.Relation(b.Context(), r, desk.Ask{A: "PAK", B: "RUS", Period: entente.PeriodWeek}); err != nil {
			b.Fatal(err)
		}
	}
}
