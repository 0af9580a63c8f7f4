package main

import (
	"context"
	"testing"

	"entente"
	"entente/mock"
)

// TestNews: the stretch that an answer tells of where no flag bounds it.
func TestNews(t *testing.T) {
	d := func(text string) entente.Day {
		day, err := entente.ParseDay(text)
		if err != nil {
			t.Fatal(err)
		}
		return day
	}
	for _, tt := range []struct {
		name, from, to, today, until, asOf string // from and to are printed
		first, last                        string
	}{
		{name: "a ledger that ended", from: "2014-06-03", to: "2019-08-10", today: "2026-01-05", first: "2014-06-03", last: "2019-08-10"},
		{name: "a live one", from: "2025-06-03", to: "2026-01-05", today: "2026-01-05", first: "2025-06-03", last: "2026-01-05"},
		{name: "an article of a day to come", from: "2025-06-03", to: "2091-01-05", today: "2026-01-05", first: "2025-06-03", last: "2026-01-05"},
		{name: "no article says its day", today: "2026-01-05", last: "2026-01-05"},
		{name: "to a day", from: "2014-06-03", to: "2019-08-10", today: "2026-01-05", until: "2016-01-01", first: "2014-06-03", last: "2016-01-01"},
		{name: "to a day before the first", from: "2014-06-03", to: "2019-08-10", today: "2026-01-05", until: "2010-01-01", last: "2010-01-01"},
		{name: "what was known", from: "2014-06-03", to: "2019-08-10", today: "2026-01-05", asOf: "2018-01-01", first: "2014-06-03", last: "2018-01-01"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			day := func(text string) (none entente.Day) {
				if text == "" {
					return none
				}
				return d(text)
			}
			m := &Main{Now: d(tt.today).Time}
			f := entente.Filter{To: day(tt.until)}
			if tt.asOf != "" {
				f.AsOf = d(tt.asOf).Time()
			}
			r := &mock.Reader{TotalsFn: func(context.Context) (entente.Totals, error) {
				return entente.Totals{PrintedFrom: day(tt.from), PrintedTo: day(tt.to)}, nil
			}}
			first, last, err := m.news(t.Context(), r, f)
			if err != nil || first != day(tt.first) || last != day(tt.last) {
				t.Errorf("news = %s to %s, %v; want %s to %s", first, last, err, tt.first, tt.last)
			}
		})
	}
}
