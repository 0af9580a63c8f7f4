package entente

import (
	"fmt"
	"time"
)

// Day is a calendar day, proleptic Gregorian, without a time zone. The zero Day
// is not known.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// DayOf returns the day of t in t's location.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day{y, m, d}
}

// ParseDay reads "2006-01-02".
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Day{}, fmt.Errorf("date %q is not a day written YYYY-MM-DD", s)
	}
	return DayOf(t), nil
}

// ParseDays reads a day, a month or a year, written 2006-01-02, 2006-01 or 2006, and
// returns its first and last day; "" gives two zero Days.
func ParseDays(s string) (first, last Day, err error) {
	if s == "" {
		return first, last, nil
	}
	for _, form := range []struct {
		layout        string
		years, months int
	}{{time.DateOnly, 0, 0}, {"2006-01", 0, 1}, {"2006", 1, 0}} {
		t, err := time.Parse(form.layout, s)
		if err != nil || t.Year() == 0 {
			continue
		}
		first = DayOf(t)
		if form.layout == time.DateOnly {
			return first, first, nil
		}
		return first, first.Add(form.years, form.months, -1), nil
	}
	return first, last, fmt.Errorf("%q is not a day, month or year written YYYY-MM-DD, YYYY-MM or YYYY", s)
}

// IsZero reports whether d is not known.
func (d Day) IsZero() bool { return d == Day{} }

// Time returns midnight UTC of d.
func (d Day) Time() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// Add returns the day that many years, months and days later, normalised as
// time.AddDate does.
func (d Day) Add(years, months, days int) Day { return DayOf(d.Time().AddDate(years, months, days)) }

// Compare returns -1, 0 or +1 as d is before, on or after e.
func (d Day) Compare(e Day) int { return d.Time().Compare(e.Time()) }

// Before reports whether d is earlier than e.
func (d Day) Before(e Day) bool { return d.Compare(e) < 0 }

// String returns "2006-01-02", or "" for the zero Day.
func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalText writes "2006-01-02".
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "2006-01-02" or nothing.
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Day{}
		return nil
	}
	day, err := ParseDay(string(b))
	*d = day
	return err
}

// Precision is how finely a date is known.
type Precision string

// The precisions of a date.
const (
	PrecisionDay      Precision = "day"
	PrecisionWeek     Precision = "week"
	PrecisionMonth    Precision = "month"
	PrecisionSeason   Precision = "season"
	PrecisionYear     Precision = "year"
	PrecisionDecade   Precision = "decade"
	PrecisionInterval Precision = "interval"
)

// Basis is what a date rests on.
type Basis string

// The bases of a date. Only the last two have no words of their own.
const (
	BasisExplicit  Basis = "explicit"  // "in August 2015"
	BasisRelative  Basis = "relative"  // "last month"
	BasisAnchored  Basis = "anchored"  // "soon after": to another date of the text
	BasisDateline  Basis = "dateline"  // nothing said: the day of the report
	BasisPublished Basis = "published" // nothing said: the day of printing
)

// Date is a stretch of time, from the first day to the last, both inclusive.
// An open end is the zero Day: "since 2013" has no To.
type Date struct {
	From      Day       `json:"from,omitzero"`
	To        Day       `json:"to,omitzero"`
	Precision Precision `json:"precision"`
	Basis     Basis     `json:"basis"`
	Span      Span      `json:"span,omitzero"`
}

// DateMention is a date expression in the text.
type DateMention struct {
	Date        Date
	Sentence    int
	First, Last int  // tokens, both inclusive
	Duration    bool // "two-week": a length, not a position; From and To are zero
}
