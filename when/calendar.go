package when

import (
	"time"

	"entente"
)

// unit is a length of calendar time.
type unit int

const (
	hour unit = iota
	day
	week
	month
	quarter
	year
	decade
	century
	weekend
	fortnight
)

// period is a stretch of days with the fineness that the words give it. Zero
// days are not known.
type period struct {
	from, to entente.Day
	prec     entente.Precision
	basis    entente.Basis
}

func (p period) known() bool { return !p.from.IsZero() || !p.to.IsZero() }

func oneDay(d entente.Day) period {
	return period{from: d, to: d, prec: entente.PrecisionDay}
}

// monthOf is the month m of year y; m may be out of range and carries over.
func monthOf(y, m int) period {
	from := entente.Day{Year: y, Month: time.January, Day: 1}.Add(0, m-1, 0)
	return period{from: from, to: from.Add(0, 1, -1), prec: entente.PrecisionMonth}
}

func years(first, last int, prec entente.Precision) period {
	return period{
		from: entente.Day{Year: first, Month: time.January, Day: 1},
		to:   entente.Day{Year: last, Month: time.December, Day: 31},
		prec: prec,
	}
}

func yearOf(y int) period { return years(y, y, entente.PrecisionYear) }

// decadeOf is the ten years from y, which ends in 0.
func decadeOf(y int) period { return years(y, y+9, entente.PrecisionDecade) }

// centuryOf is the n-th century as strict counting has it: the 19th is 1801 to
// 1900.
func centuryOf(n int) period { return years(100*n-99, 100*n, entente.PrecisionInterval) }

// quarterOf is the calendar quarter q, from 1, of year y.
func quarterOf(y, q int) period {
	p := monthOf(y, 3*q-2)
	p.to = p.from.Add(0, 3, -1)
	p.prec = entente.PrecisionSeason
	return p
}

// halfOf is the half h, 1 or 2, of year y.
func halfOf(y, h int) period {
	p := monthOf(y, 6*h-5)
	p.to = p.from.Add(0, 6, -1)
	p.prec = entente.PrecisionInterval
	return p
}

// seasonOf is a season of year y: 0 spring (March to May), 1 summer, 2 autumn, 3
// winter (December of y to February). Northern hemisphere: a heuristic that is
// wrong for news of an Australian summer.
func seasonOf(y, s int) period {
	p := monthOf(y, 3+3*s)
	p.to = p.from.Add(0, 3, -1)
	p.prec = entente.PrecisionSeason
	return p
}

// weekOf is the week of d, from Monday.
func weekOf(d entente.Day) period {
	back := (int(d.Time().Weekday()) + 6) % 7
	from := d.Add(0, 0, -back)
	return period{from: from, to: from.Add(0, 0, 6), prec: entente.PrecisionWeek}
}

// around is the calendar unit that holds d, moved by n units.
func around(d entente.Day, u unit, n int) period {
	switch u {
	case hour:
		return oneDay(d)
	case day:
		return oneDay(d.Add(0, 0, n))
	case week:
		return weekOf(d.Add(0, 0, 7*n))
	case fortnight:
		p := weekOf(d.Add(0, 0, 14*n))
		p.to = p.to.Add(0, 0, 7)
		return p
	case weekend:
		p := weekOf(d.Add(0, 0, 7*n))
		return period{from: p.from.Add(0, 0, 5), to: p.to, prec: entente.PrecisionInterval}
	case month:
		return monthOf(d.Year, int(d.Month)+n)
	case quarter:
		at := monthOf(d.Year, int(d.Month)+3*n).from
		return quarterOf(at.Year, (int(at.Month)+2)/3)
	case year:
		return yearOf(d.Year + n)
	case decade:
		return decadeOf((d.Year/10 + n) * 10)
	}
	return centuryOf((d.Year+99)/100 + n)
}

// move is d moved by n units.
func move(d entente.Day, u unit, n int) entente.Day {
	switch u {
	case hour:
		return d.Add(0, 0, n/24)
	case day:
		return d.Add(0, 0, n)
	case week, weekend:
		return d.Add(0, 0, 7*n)
	case fortnight:
		return d.Add(0, 0, 14*n)
	case month, quarter:
		if u == quarter {
			n *= 3
		}
		p := monthOf(d.Year, int(d.Month)+n)
		p.from.Day = min(d.Day, p.to.Day) // 31 March and a month is 30 April
		return p.from
	case decade:
		n *= 10
	case century:
		n *= 100
	}
	p := monthOf(d.Year+n, int(d.Month))
	p.from.Day = min(d.Day, p.to.Day)
	return p.from
}

// distant is the calendar unit n units away from d, as loose as the words: "two
// years ago" is a year, "two weeks ago" a week, "two days ago" a day.
func distant(d entente.Day, u unit, n int) period {
	p := around(move(d, u, n), u, 0)
	if u == hour || u == day {
		p.prec = entente.PrecisionDay
	}
	return p
}

// third is the first, middle or last third of p: "early August", "mid-2014",
// "the late 1980s". Years split by months, longer periods by years.
func third(p period, n int) period {
	if p.from.IsZero() || p.to.IsZero() {
		return p
	}
	count := p.to.Year - p.from.Year + 1 // of years
	step := func(k int) entente.Day { return p.from.Add(k, 0, 0) }
	if count < 3 {
		count = (p.to.Year-p.from.Year)*12 + int(p.to.Month-p.from.Month) + 1
		step = func(k int) entente.Day { return p.from.Add(0, k, 0) }
	}
	if count < 3 {
		count = int(p.to.Time().Sub(p.from.Time())/(24*time.Hour)) + 1
		step = func(k int) entente.Day { return p.from.Add(0, 0, k) }
	}
	if count < 3 {
		return p
	}
	from, to := p.from, p.to
	if n > 0 {
		from = step((n*count + 1) / 3)
	}
	if n < 2 {
		to = step(((n+1)*count+1)/3).Add(0, 0, -1)
	}
	p.from, p.to = from, to
	return p
}

// finer reports whether u is too fine to be counted from p: "the next day"
// after a whole year is no day at all.
func finer(u unit, p period) bool {
	if p.from.IsZero() || p.to.IsZero() {
		return u < year
	}
	return move(p.from, u, 2).Before(p.to)
}

// easter is Easter Sunday by the anonymous Gregorian rule (Meeus, Astronomical
// Algorithms, chapter 8).
func easter(y int) entente.Day {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	mm := (h + l - 7*m + 90) / 25
	return entente.Day{Year: y, Month: time.Month(mm), Day: (h + l - 7*m + 33*mm + 19) % 32}
}
