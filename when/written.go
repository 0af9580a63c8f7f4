package when

import (
	"strconv"
	"strings"
	"time"

	"entente"
)

// written reads days written in figures: "2017-10-13" with or without a time of
// day, "10/13/2017", "13.10.2017" and "9/11", and years written as one:
// "1999/2000". Of day and month between strokes the month comes first unless it
// cannot; between full stops the day does.
func (r *reader) written(i, j int) (hit, bool) {
	w := r.word(j)
	if w == "9/11" {
		return explicit(j, oneDay(entente.Day{Year: 2001, Month: time.September, Day: 11}), true)
	}
	if len(w) >= 10 && w[4] == '-' && (len(w) == 10 || w[10] == 't') {
		if d, err := entente.ParseDay(w[:10]); err == nil {
			return explicit(j, oneDay(d), true)
		}
		return hit{}, false
	}
	if t, err := time.Parse("2.1.2006", w); err == nil && t.Year() >= 1000 {
		return explicit(j, oneDay(entente.DayOf(t)), true)
	}
	if a, b, ok := strings.Cut(w, "/"); ok && len(a) == 4 && allDigits(a) && allDigits(b) {
		y, _ := strconv.Atoi(a)
		next, _ := strconv.Atoi(b)
		if y >= 1500 && y < 2199 && (next == y+1 || len(b) == 2 && next == (y+1)%100) {
			return explicit(j, years(y, y+1, entente.PrecisionInterval), true)
		}
	}
	if y := r.fourDigits(j); y > 0 && r.is(j+1, "-") && r.is(j+3, "-") && len(r.word(j+2)) == 2 && len(r.word(j+4)) >= 2 {
		dd, last := r.w[j+4], j+4
		if len(dd) == 5 && dd[2] == 't' { // "2014-03-05T09:30Z"
			for dd = dd[:2]; last+2 < len(r.w) && r.is(last+1, ":") && r.digit(last+2); {
				last += 2
			}
		}
		if d, err := entente.ParseDay(r.w[j] + "-" + r.w[j+2] + "-" + dd); err == nil {
			return explicit(last, oneDay(d), true)
		}
	}
	part := strings.Split(w, "/")
	if len(part) != 3 || len(part[2]) != 4 {
		return hit{}, false
	}
	for _, layout := range []string{"1/2/2006", "2/1/2006"} {
		if t, err := time.Parse(layout, w); err == nil {
			return explicit(j, oneDay(entente.DayOf(t)), true)
		}
	}
	return hit{}, false
}

// dayAndMonth reads a month with what stands around it: a day before or after,
// a year, a weekday before.
func (r *reader) dayAndMonth(i, j int) (hit, bool) {
	k := j
	wd, ok := r.kind(k, "weekday")
	if ok && r.capital(k) {
		k++
		if _, ok := r.kind(k, "daypart"); ok {
			k++ // "Friday evening, March 7"
		}
		if r.any(k, ",") {
			k++
		}
		if r.any(k, "the") {
			k++
		}
	}
	weekday := k > j
	dd, dayTo := 0, 0
	if d := r.monthDay(k); d > 0 {
		// "13 October", "13th of October", "13-15 October"
		m := k + 1
		if m+1 < len(r.w) && (isDash(r.w[m]) || r.w[m] == "and" || r.w[m] == "to") && r.monthDay(m+1) > d {
			dayTo, m = r.monthDay(m+1), m+2
		}
		if r.any(m, "of") {
			m++
		}
		if _, ok := r.monthWord(m); !ok {
			return hit{}, false
		}
		dd, k = d, m
	} else if d, ok := r.kind(k, "ordinal"); ok && r.is(k-1, "the") && r.is(k+1, "of") {
		dd, k = d, k+2 // "the third of May"
	}
	m, ok := r.monthWord(k)
	if !ok || weekday && dd == 0 && r.monthDay(k+1) == 0 {
		return hit{}, false
	}
	last := k
	if dd == 0 {
		n := k + 1
		if r.is(n, "the") && r.monthDay(n+1) > 0 && len(r.w[n+1]) > 2 {
			n++ // "March the 5th"
		}
		d := r.monthDay(n)
		if d > 0 && !r.countsNext(n) {
			dd, last = d, n
			if e := k + 2; e+1 < len(r.w) && n == k+1 && (isDash(r.w[e]) || r.any(e, "to", "and", "through") && r.year == 0) {
				if to := r.monthDay(e + 1); to > dd && !r.countsNext(e+1) && r.monthless(e+2) {
					dayTo, last = to, e+1
				}
			}
		}
	}
	y, yLast := r.yearAfter(last)
	if y > 0 {
		last = yLast
	}
	if y == 0 {
		if p, end, ok := r.anchoredYear(last); ok {
			p, ok = calendarOf(p, m, dd, dayTo)
			return hit{last: end, p: p, ranged: dayTo > 0}, ok
		}
	}
	if dd == 0 && y == 0 && !r.standsAsMonth(i, k) {
		return hit{}, false
	}
	if !weekday || dd == 0 {
		wd = -1
	}
	h, ok := r.calendar(i, last, y, m, dd, dayTo, wd)
	h.ranged = dayTo > 0
	return h, ok
}

// anchoredYear reads "of that year", "the same year", "of the following year"
// after a month or a day: the year of the date found last, or the one beside it.
func (r *reader) anchoredYear(last int) (p period, end int, ok bool) {
	k := last + 1
	if r.any(k, "of") {
		k++
	}
	n := 0
	switch {
	case r.is(k, "that", "year"):
		end = k + 1
	case r.is(k, "the", "same", "year"):
		end = k + 2
	case r.is(k, "the", "next", "year"), r.is(k, "the", "following", "year"):
		n, end = 1, k+2
	case r.is(k, "the", "previous", "year"), r.is(k, "the", "preceding", "year"), r.is(k, "the", "year", "before"):
		n, end = -1, k+2
	default:
		return p, last, false
	}
	if !r.anchor.from.IsZero() && !finer(year, r.anchor) {
		p = yearOf(r.anchor.from.Year + n)
	}
	p.basis = entente.BasisAnchored
	return p, end, true
}

// calendarOf is the month m, or the days dd to dayTo of it, in the year p.
func calendarOf(p period, m, dd, dayTo int) (period, bool) {
	basis := p.basis
	y, known := p.from.Year, !p.from.IsZero()
	if !known {
		y = 2000
	}
	p = monthOf(y, m)
	if dd > 0 {
		to := max(dd, dayTo)
		if to > p.to.Day {
			return p, false // 30 February
		}
		p.from.Day, p.to.Day = dd, to
		p.prec = entente.PrecisionDay
		if dayTo > dd {
			p.prec = entente.PrecisionInterval
		}
	}
	if !known {
		p.from, p.to = entente.Day{}, entente.Day{}
	}
	p.basis = basis
	return p, true
}

// monthless reports whether no month follows at i: "March 3 to 5 April" is no
// span of March.
func (r *reader) monthless(i int) bool {
	_, ok := r.monthWord(i)
	return !ok
}

// countsNext reports whether the number at i counts a noun: "in May 12 people".
func (r *reader) countsNext(i int) bool {
	switch w := r.word(i + 1); w {
	case "people", "men", "women", "children", "soldiers", "troops", "percent", "%", "members", "countries", "states", "million", "billion":
		return true
	}
	return false
}

// yearAfter reads ", 2017", "2017" or "of 2017" after a month or a day, or "of
// last year" as no year at all.
func (r *reader) yearAfter(last int) (y, end int) {
	k := last + 1
	if r.any(k, ",", "of") {
		k++
	}
	if y := r.fourDigits(k); y > 0 && !(r.any(last+1, ",") && r.countsNext(k)) {
		return y, k
	}
	if (r.is(last+1, "of", "last") || r.is(last+1, "last") || r.is(last+1, "of", "this") || r.is(last+1, "of", "next")) && !r.ref.IsZero() {
		k := last + 1
		if r.is(k, "of") {
			k++
		}
		if r.is(k+1, "year") {
			n, _ := r.kind(k, "shift")
			return r.ref.Year + n, k + 1
		}
	}
	return 0, last
}

// standsAsMonth reports whether a month's name alone means the month. "May" and
// "March" may begin a sentence as other words, and "April" is a name, so these
// ask for a word of time before them.
func (r *reader) standsAsMonth(i, k int) bool {
	if r.mid {
		return true
	}
	if r.is(k-1, "the") && r.nameNext(k+1) {
		return false // "the October Revolution"
	}
	if !r.any(k, "may", "march", "april", "june", "august") {
		return true
	}
	if _, ok := r.kind(i-1, "shift"); ok {
		return true
	}
	if _, ok := r.kind(i-1, "part"); ok {
		return true
	}
	if r.any(i-1, "in", "since", "until", "till", "by", "from", "to", "between", "through", "during", "before", "after",
		"of", "for", "and", "or", "than", "around", "-", "–", "mid", "early", "late", "the", "a", ",", "(", "every", "each", "that") {
		return !r.capital(k+1) || r.any(k, "may", "march")
	}
	return r.any(k+1, "'s", "’s") && !r.capital(k-1) || k > 0 && r.any(k, "june", "august") && !r.capital(k+1) && !r.capital(k-1)
}

// nameNext reports whether word i is a noun of a name: with a capital, and not
// all of capitals as "EU" is.
func (r *reader) nameNext(i int) bool {
	if !r.capital(i) {
		return false
	}
	form := r.s.Tokens[i].Form
	return len(form) > 3 && form != strings.ToUpper(form)
}

// calendar makes the period of a month or day, whose year may have to be found.
// wd is the day of the week that stands beside it, or -1: it tells the year.
func (r *reader) calendar(i, last, y, m, dd, dayTo, wd int) (hit, bool) {
	make := func(y int) (period, bool) { return calendarOf(yearOf(y), m, dd, dayTo) }
	if y > 0 {
		p, ok := make(y)
		if !ok {
			return hit{}, false
		}
		return explicit(last, p, true)
	}
	if r.year > 0 && (r.ref.IsZero() || r.year < r.ref.Year) {
		p, ok := make(r.year)
		if p.to.Before(r.anchor.from) && r.between(i, "until", "till", "then", "later") { // "named in November 1997, until fired in March"
			if q, ok := make(r.year + 1); ok && (r.ref.IsZero() || !r.ref.Before(q.from)) {
				p = q
			}
		}
		p.basis = entente.BasisAnchored
		return hit{last: last, p: p}, ok
	}
	if r.ref.IsZero() {
		p, _ := make(2000)
		p.from, p.to = entente.Day{}, entente.Day{}
		p.basis = entente.BasisExplicit
		return hit{last: last, p: p}, true
	}
	p, ok := r.nearest(i, last, make)
	if !ok {
		return hit{}, false
	}
	if wd >= 0 && int(p.from.Time().Weekday()) != wd {
		for _, y := range []int{p.from.Year - 1, p.from.Year + 1} {
			if q, ok := make(y); ok && int(q.from.Time().Weekday()) == wd {
				p = q
			}
		}
	}
	p.basis = entente.BasisExplicit
	return hit{last: last, p: p}, true
}
