package index

import (
	"fmt"
	"math"
	"time"

	"entente"
)

// MaxPeriods is the most periods that a series may have: all weeks of 1,900 years.
const MaxPeriods = 100_000

// Scale is the end of the scale of events, which runs from -10 to +10: Goldstein
// 1992, Journal of Conflict Resolution 36: 369-385.
const Scale = 10

// minWeight is the least weight of a period that counts as evidence.
const minWeight = 1e-6

// Bucket is the evidence of one period.
type Bucket struct {
	From, To entente.Day // both inclusive
	Events   int
	Weight   float64
	Sum      float64 // of weight times scale value
}

// Mean returns the weighted mean of the bucket's scale values. ok is false for a
// bucket without evidence. A mean outside the scale is taken as the scale's end.
func (b Bucket) Mean() (mean float64, ok bool) {
	if b.Weight < minWeight {
		return 0, false
	}
	return max(-Scale, min(Scale, b.Sum/b.Weight)), true
}

// Buckets cuts time into whole periods, from the one that holds from to the one that
// holds to, without gaps, and adds up the tallies of each. A zero from or to is the
// day of the first or last tally; if that leaves no stretch of time, no bucket comes back.
// Tallies of unknown day or outside the buckets are left out, and those whose weight is
// not a positive number up to 1e12 or whose sum is not one that such a weight could have. The error is Syntax for an unknown
// period or from after to, TooLarge for more than MaxPeriods.
func Buckets(tallies []entente.Tally, period entente.Period, from, to entente.Day) ([]Bucket, error) {
	if perYear(period) == 0 {
		return nil, bad("period is %q, want week, month or year", period)
	}
	if !from.IsZero() && !to.IsZero() && to.Before(from) {
		return nil, bad("from %s is after to %s", from, to)
	}
	first, last := extent(tallies)
	if !from.IsZero() {
		first = from
	}
	if !to.IsZero() {
		last = to
	}
	if first.IsZero() || last.IsZero() || last.Before(first) {
		return nil, nil
	}
	origin := ordinal(first, period)
	n := ordinal(last, period) - origin + 1
	if n > MaxPeriods {
		return nil, &entente.Error{Op: "index", Kind: entente.TooLarge, Err: fmt.Errorf("%d periods from %s to %s, want at most %d", n, first, last, MaxPeriods)}
	}
	buckets := make([]Bucket, n)
	begin := firstDay(origin, period)
	for i := range buckets {
		next := firstDay(origin+i+1, period)
		buckets[i].From, buckets[i].To = begin, next.Add(0, 0, -1)
		begin = next
	}
	for _, t := range tallies {
		if !counts(t) {
			continue
		}
		if i := ordinal(t.Day, period) - origin; i >= 0 && i < n {
			buckets[i].Events += t.Events
			buckets[i].Weight += t.Weight
			buckets[i].Sum += t.Sum
		}
	}
	return buckets, nil
}

// extent returns the days of the first and the last tally that counts, zero if none does.
func extent(tallies []entente.Tally) (first, last entente.Day) {
	for _, t := range tallies {
		if !counts(t) {
			continue
		}
		if first.IsZero() || t.Day.Before(first) {
			first = t.Day
		}
		if last.IsZero() || last.Before(t.Day) {
			last = t.Day
		}
	}
	return first, last
}

// counts reports whether t can be reckoned with; no day holds more than most.
func counts(t entente.Tally) bool {
	const most = 1e12
	return !t.Day.IsZero() && t.Weight > 0 && t.Weight <= most && math.Abs(t.Sum) <= Scale*most
}

// perYear returns the periods of a mean year of 365.2425 days; 0 if p is unknown.
func perYear(p entente.Period) float64 {
	switch p {
	case entente.PeriodWeek:
		return 365.2425 / 7
	case entente.PeriodMonth:
		return 12
	case entente.PeriodYear:
		return 1
	}
	return 0
}

// ordinal numbers the periods in order of time; firstDay goes back.
func ordinal(d entente.Day, p entente.Period) int {
	switch p {
	case entente.PeriodWeek:
		days := d.Time().Unix()/86400 - monday
		if days < 0 {
			days -= 6
		}
		return int(days / 7)
	case entente.PeriodMonth:
		t := d.Time() // normalises days such as 31 February
		return t.Year()*12 + int(t.Month()) - 1
	default:
		return d.Time().Year()
	}
}

// monday is 1970-01-05 in days since 1970-01-01, a Thursday.
const monday = 4

func firstDay(n int, p entente.Period) entente.Day {
	switch p {
	case entente.PeriodWeek:
		return entente.DayOf(time.Unix(int64(n*7+monday)*86400, 0).UTC())
	case entente.PeriodMonth:
		return entente.DayOf(time.Date(0, time.Month(n+1), 1, 0, 0, 0, 0, time.UTC))
	default:
		return entente.Day{Year: n, Month: time.January, Day: 1}
	}
}
