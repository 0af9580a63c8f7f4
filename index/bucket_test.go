package index

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"entente"
)

func day(s string) entente.Day {
	if s == "" {
		return entente.Day{}
	}
	d, err := entente.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestBuckets(t *testing.T) {
	one := func(days ...string) (tallies []entente.Tally) {
		for _, d := range days {
			tallies = append(tallies, entente.Tally{Day: day(d), Events: 1, Weight: 2, Sum: 6})
		}
		return tallies
	}
	for _, tt := range []struct {
		name     string
		tallies  []entente.Tally
		period   entente.Period
		from, to string
		want     []string // from to events weight sum
	}{
		{"weeks begin on Monday", one("2018-07-08", "2018-07-09"), entente.PeriodWeek, "", "",
			[]string{"2018-07-02 2018-07-08 1 2 6", "2018-07-09 2018-07-15 1 2 6"}},
		{"an ISO week across the new year", one("2018-12-31", "2019-01-06"), entente.PeriodWeek, "", "",
			[]string{"2018-12-31 2019-01-06 2 4 12"}},
		{"weeks before 1970", one("1969-12-28", "1969-12-29", "1970-01-04", "1970-01-05"), entente.PeriodWeek, "", "",
			[]string{"1969-12-22 1969-12-28 1 2 6", "1969-12-29 1970-01-04 2 4 12", "1970-01-05 1970-01-11 1 2 6"}},
		{"an empty month between", one("2019-03-31", "2019-01-01"), entente.PeriodMonth, "", "",
			[]string{"2019-01-01 2019-01-31 1 2 6", "2019-02-01 2019-02-28 0 0 0", "2019-03-01 2019-03-31 1 2 6"}},
		{"whole months around the days asked for", one("2020-02-01", "2020-02-29", "2020-03-01"), entente.PeriodMonth, "2020-02-10", "2020-02-20",
			[]string{"2020-02-01 2020-02-29 2 4 12"}},
		{"years", one("1999-12-31", "2001-01-01"), entente.PeriodYear, "1999-05-05", "",
			[]string{"1999-01-01 1999-12-31 1 2 6", "2000-01-01 2000-12-31 0 0 0", "2001-01-01 2001-12-31 1 2 6"}},
		{"no tally, days asked for", nil, entente.PeriodMonth, "2020-01-01", "2020-01-02", []string{"2020-01-01 2020-01-31 0 0 0"}},
		{"no tally, nothing asked for", nil, entente.PeriodMonth, "", "", nil},
		{"no tally, one end open", nil, entente.PeriodMonth, "2020-01-01", "", nil},
		{"all tallies before the first day asked for", one("2001-01-01"), entente.PeriodMonth, "2020-01-01", "", nil},
		{"what does not count", []entente.Tally{
			{Events: 1, Weight: 1, Sum: 1}, {Day: day("2020-01-01"), Events: 1, Weight: 0, Sum: 1}, {Day: day("2020-01-01"), Events: 1, Weight: -1, Sum: 1},
			{Day: day("2020-01-01"), Events: 1, Weight: math.NaN(), Sum: 1}, {Day: day("2020-01-01"), Events: 1, Weight: math.Inf(1), Sum: 1},
			{Day: day("2020-01-01"), Events: 1, Weight: 1, Sum: math.NaN()}, {Day: day("2020-01-02"), Events: 3, Weight: 1, Sum: -1},
		}, entente.PeriodYear, "", "", []string{"2020-01-01 2020-12-31 3 1 -1"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			buckets, err := Buckets(tt.tallies, tt.period, day(tt.from), day(tt.to))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, b := range buckets {
				got = append(got, fmt.Sprint(b.From, b.To, b.Events, b.Weight, b.Sum))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	for _, tt := range []struct {
		name string
		opts Options
		kind entente.Kind
	}{
		{"a period that is none", Options{Period: "quarter"}, entente.Syntax},
		{"from after to", Options{From: day("2020-02-01"), To: day("2020-01-01")}, entente.Syntax},
		{"too many weeks", Options{Period: entente.PeriodWeek, From: day("0001-01-01"), To: day("9999-12-31")}, entente.TooLarge},
		{"noise without a variance", Options{Nu: 2}, entente.Syntax},
		{"no number of degrees", Options{Nu: math.NaN()}, entente.Syntax},
		{"a rate below the table", Options{FalseAlarm: 0.001}, entente.Syntax},
		{"a rate above the table", Options{FalseAlarm: 0.5}, entente.Syntax},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Relation(nil, tt.opts)
			var e *entente.Error
			if !errors.As(err, &e) || e.Kind != tt.kind {
				t.Errorf("Relation: %v, want kind %v", err, tt.kind)
			}
			if _, _, err := Gain(nil, tt.opts); err == nil {
				t.Error("Gain takes the options that Relation refuses")
			}
		})
	}
}
