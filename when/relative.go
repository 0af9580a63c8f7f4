package when

import (
	"entente"
)

func (r *reader) unit(i int) (unit, bool) {
	n, ok := r.kind(i, "unit")
	return unit(n), ok
}

// unitEnd reads "year's end" and "the month's end".
func (r *reader) unitEnd(j int) (hit, bool) {
	u, ok := r.unit(j)
	if !ok || u < week || u == weekend || r.plural(j) || !r.any(j+1, "'s", "’s") || !r.is(j+2, "end") {
		return hit{}, false
	}
	return r.relative(j+2, third(around(r.ref, u, 0), 2))
}

// deictic reads yesterday, today, tomorrow and their like.
func (r *reader) deictic(i, j int) (hit, bool) {
	last := j
	shift := 0
	if h, ok := r.unitEnd(j); ok {
		return h, true
	}
	if r.capital(i) && r.capital(i-1) {
		return hit{}, false // a newspaper's name
	}
	switch {
	case r.is(j, "day", "before", "yesterday"):
		return r.relative(j+2, oneDay(r.ref.Add(0, 0, -2)))
	case r.is(j, "day", "after", "tomorrow"):
		return r.relative(j+2, oneDay(r.ref.Add(0, 0, 2)))
	case r.any(i, "today", "tonight"):
	case r.is(i, "yesterday"):
		shift = -1
	case r.is(i, "tomorrow"):
		shift = 1
	case r.any(i, "this", "last"):
		if _, ok := r.kind(i+1, "daypart"); !ok || r.any(i+1, "noon", "midnight") {
			return hit{}, false
		}
		last++
		if r.is(i, "last") {
			shift = -1
		}
	default:
		return hit{}, false
	}
	if _, ok := r.kind(last+1, "daypart"); ok {
		last++
	}
	return r.relative(last, oneDay(r.ref.Add(0, 0, shift)))
}

// shifted reads "last month", "this week", "next year", "last August", "the past
// decade", "the last two years", "the coming weeks", "recent years".
func (r *reader) shifted(i, j int) (hit, bool) {
	if r.is(i, "recent") {
		u, ok := r.unit(i + 1)
		if !ok || u == hour {
			return hit{}, false
		}
		return r.relative(i+1, period{to: r.ref, prec: entente.PrecisionInterval})
	}
	n, ok := r.kind(j, "shift")
	if !ok {
		return hit{}, false
	}
	k := j + 1
	if r.is(j, "this") && r.any(k, "past", "coming", "last", "next") {
		n, _ = r.kind(k, "shift")
		k++
	}
	the := i != j || r.any(i, "these", "those")
	if m, ok := r.monthWord(k); ok && (r.any(j, "following", "preceding", "previous") || the && r.is(j, "next")) {
		return r.anchoredMonth(k, n, m)
	}
	if m, ok := r.monthWord(k); ok && i == j && !r.any(j, "current", "previous", "following", "preceding", "prior") {
		return r.shiftedMonth(k, n, m)
	}
	if u, ok := r.unit(k); ok && u != hour {
		if r.plural(k) {
			if n == 0 {
				return hit{}, false
			}
			return r.stretch(k, n, -1, u) // "the coming weeks"
		}
		if the && r.is(j, "next") && u > day && r.any(i-1, "in", "over", "within", "during", "for") && (r.anchor.from.IsZero() || r.tense(i, k) > 0) {
			return r.stretch(k, n, 1, u) // "will double in the next decade"
		}
		if r.any(j, "following", "previous", "preceding", "prior") || the && r.is(j, "next") {
			return r.anchoredUnit(k, n, u)
		}
		if the && r.any(j, "last", "past", "coming") && u != weekend {
			if r.is(j, "last") && (u == day || r.is(k+1, "of")) {
				return hit{}, false // "the last day of the talks"
			}
			return r.stretch(k, n, 1, u)
		}
		if r.is(j, "past") || r.is(j, "coming") && !r.is(i, "this", "coming") && !the {
			return r.stretch(k, n, 1, u)
		}
		if u == day && n <= 0 {
			return hit{}, false // "this day", "our last day"
		}
		if r.is(j-1, "the", "last") && r.is(k+1, "of") {
			return hit{}, false
		}
		last := k
		if r.ref.IsZero() {
			return r.relative(last, around(entente.Day{Year: 2000, Month: 1, Day: 1}, u, 0))
		}
		return r.relative(last, around(r.ref, u, n))
	}
	if n == 0 {
		return hit{}, false
	}
	count, last, _, ok := r.count(k)
	if !ok {
		return hit{}, false
	}
	if u, ok := r.unit(last + 1); ok {
		return r.stretch(last+1, n, count, u)
	}
	return hit{}, false
}

func (r *reader) plural(k int) bool {
	return r.any(k, "hours", "days", "weeks", "months", "quarters", "years", "decades", "centuries", "fortnights")
}

// stretch is the n units that end or begin with the day of printing; n is -1 if
// the words do not say how many.
func (r *reader) stretch(last, shift, n int, u unit) (hit, bool) {
	p := period{prec: entente.PrecisionInterval}
	if n < 0 && shift < 0 {
		p.to = r.ref
		return r.relative(last, p)
	}
	if n < 0 {
		p.from = r.ref
		return r.relative(last, p)
	}
	if n > 3000 {
		return hit{}, false
	}
	if shift < 0 {
		p.from, p.to = move(r.ref, u, -n), r.ref
	} else {
		p.from, p.to = r.ref, move(r.ref, u, n)
	}
	return r.relative(last, p)
}

// shiftedMonth reads "last August", "next May", "this March".
func (r *reader) shiftedMonth(k, n, m int) (hit, bool) {
	if r.ref.IsZero() {
		return r.relative(k, period{prec: entente.PrecisionMonth})
	}
	y := r.ref.Year
	switch at := int(r.ref.Month); {
	case n < 0 && m >= at:
		y--
	case n > 0 && m <= at:
		y++
	}
	dd := r.monthDay(k + 1)
	if dd > 0 && !r.countsNext(k+1) {
		p := monthOf(y, m)
		if dd <= p.to.Day {
			p.from.Day = dd
			return r.relative(k+1, oneDay(p.from))
		}
	}
	return r.relative(k, monthOf(y, m))
}

// anchoredMonth is the month m after or before the date found last: "the
// following March".
func (r *reader) anchoredMonth(last, n, m int) (hit, bool) {
	p := period{prec: entente.PrecisionMonth, basis: entente.BasisAnchored}
	base := r.anchor.from
	if !base.IsZero() && !finer(year, r.anchor) {
		y := base.Year
		switch at := int(base.Month); {
		case n > 0 && m <= at:
			y++
		case n < 0 && m >= at:
			y--
		}
		if r.anchor.prec == entente.PrecisionYear {
			y = base.Year + n
		}
		p = monthOf(y, m)
		p.basis = entente.BasisAnchored
	}
	return hit{last: last, p: p}, true
}

// beside reads the unit beside the date found last: "the day before", "the year
// after that".
func (r *reader) beside(i, j int) (hit, bool) {
	u, ok := r.unit(j)
	if !ok || i == j || u < day || r.plural(j) || !r.any(j+1, "before", "after", "earlier", "later") {
		return hit{}, false
	}
	last := j + 1
	switch {
	case r.any(last, "before", "after") && r.is(last+1, "that"):
		last++
	case !r.clauseEnd(last + 1):
		return hit{}, false
	}
	n := 1
	if r.any(j+1, "before", "earlier") {
		n = -1
	}
	return r.anchoredUnit(last, n, u)
}

// away reads "two weeks ago", "a year later", "months earlier", "three days
// after", "a week from now".
func (r *reader) away(i, j int) (hit, bool) {
	if h, ok := r.fractionAway(i); ok {
		return h, true
	}
	n, last, two, ok := r.count(i)
	if two {
		n = -1 // "two or three years ago"
	}
	k := last + 1
	if !ok {
		if !r.plural(i) || r.any(i-1, "hundred", "thousand", "million", "billion") {
			return hit{}, false
		}
		n, k = -1, i
	}
	if r.is(k, "and", "a", "half") { // finer than the answer: it is a year all the same
		k += 3
	}
	u, ok := r.unit(k)
	if !ok {
		return hit{}, false
	}
	end := k
	if r.is(k+1, "and", "a", "half") {
		end = k + 3
	}
	switch {
	case r.is(end+1, "ago"):
		if n < 0 || n > 3000 {
			return r.relative(end+1, period{prec: precisionOf(u)})
		}
		return r.relative(end+1, distant(r.ref, u, -n))
	case r.is(end+1, "from", "now"), r.is(end+1, "from", "today"):
		if n < 0 || n > 3000 {
			return r.relative(end+2, period{prec: precisionOf(u)})
		}
		return r.relative(end+2, distant(r.ref, u, n))
	case r.any(end+1, "later", "earlier", "afterward", "afterwards", "beforehand"), r.any(end+1, "after", "before") && (r.clauseEnd(end+2) || r.is(end+2, "that")):
		sign := 1
		if r.any(end+1, "earlier", "before", "beforehand") {
			sign = -1
		}
		p := period{prec: precisionOf(u), basis: entente.BasisAnchored}
		if n >= 0 && n <= 3000 {
			base := r.anchor.from
			if sign > 0 {
				base = r.anchor.to
			}
			if !base.IsZero() && base.Year+sign*n > 0 && !finer(u, r.anchor) {
				p = distant(base, u, sign*n)
				p.basis = entente.BasisAnchored
			}
		}
		last := end + 1
		if r.is(last+1, "that") && !r.any(last, "later", "earlier") {
			last++
		}
		return hit{last: last, p: p}, true
	}
	return hit{}, false
}

// fractionAway reads "half a century ago" and "a quarter of a century later": the
// decade, or for half of one the year, since no more is said.
func (r *reader) fractionAway(i int) (hit, bool) {
	n, last, ok := r.fraction(i)
	if !ok {
		return hit{}, false
	}
	u := decade
	if n < 10 {
		u = year
	}
	p := period{prec: precisionOf(u), basis: entente.BasisAnchored}
	base, sign := r.anchor.from, 1
	switch {
	case r.is(last+1, "ago"):
		p.basis = entente.BasisRelative
		base, sign = r.ref, -1
	case r.any(last+1, "later"):
	case r.any(last+1, "earlier"):
		sign = -1
	default:
		return hit{}, false
	}
	if !base.IsZero() && base.Year+sign*n > 10 {
		basis := p.basis
		p = around(move(base, year, sign*n), u, 0)
		p.basis = basis
	}
	return hit{last: last + 1, p: p}, true
}

func (r *reader) clauseEnd(i int) bool {
	return i >= len(r.w) || r.any(i, ",", ".", ";", "”", "''", ")")
}

func precisionOf(u unit) entente.Precision {
	switch u {
	case hour, day:
		return entente.PrecisionDay
	case week, weekend, fortnight:
		return entente.PrecisionWeek
	case month:
		return entente.PrecisionMonth
	case quarter:
		return entente.PrecisionSeason
	case year:
		return entente.PrecisionYear
	case decade:
		return entente.PrecisionDecade
	}
	return entente.PrecisionInterval
}

// anchoredUnit is the unit after or before the date found last.
func (r *reader) anchoredUnit(last, n int, u unit) (hit, bool) {
	p := period{prec: precisionOf(u), basis: entente.BasisAnchored}
	base := r.anchor.to
	if n < 0 || base.IsZero() {
		base = r.anchor.from
	}
	if !base.IsZero() && !finer(u, r.anchor) {
		p = around(base, u, n)
		p.basis = entente.BasisAnchored
	}
	return hit{last: last, p: p}, true
}

// anchored reads "that year", "the same day", "soon after", "shortly
// afterwards". Before a clause ("soon after he left") the words have no date of
// their own and are left alone.
func (r *reader) anchored(i, j int) (hit, bool) {
	if r.is(i, "that") || r.is(j, "same") && i != j {
		if _, ok := r.kind(j+1, "daypart"); ok && !r.any(j+1, "noon", "midnight") {
			p := r.anchor
			if p.from != p.to {
				p.from, p.to = entente.Day{}, entente.Day{}
			}
			p.prec, p.basis = entente.PrecisionDay, entente.BasisAnchored
			return hit{last: j + 1, p: p}, true // "that night"
		}
		u, ok := r.unit(j + 1)
		if !ok || u < day || r.is(j+2, "of") || r.plural(j+1) {
			return hit{}, false
		}
		last := j + 1
		p := period{prec: precisionOf(u), basis: entente.BasisAnchored}
		if !r.anchor.from.IsZero() && !finer(u, r.anchor) {
			p = around(r.anchor.from, u, 0)
			p.basis = entente.BasisAnchored
		}
		return hit{last: last, p: p}, true
	}
	if !r.any(i, "soon", "shortly", "immediately") {
		return hit{}, false
	}
	if !r.any(i+1, "afterward", "afterwards", "thereafter") && !(r.is(i+1, "after") && r.clauseEnd(i+2)) {
		return hit{}, false
	}
	p := period{from: r.anchor.from, prec: entente.PrecisionInterval, basis: entente.BasisAnchored}
	return hit{last: i + 1, p: p}, true
}

// length reads a length of time: "for nearly a decade", "three-week", "two
// years", "decades-long". Ages are none.
func (r *reader) length(i int) (hit, bool) {
	if u, ok := r.unit(i); ok && u >= hour {
		if i+2 < len(r.w) && isDash(r.w[i+1]) && r.is(i+2, "long") {
			return hit{last: i + 2, duration: true}, true // "decades-long"
		}
		if r.plural(i) && r.any(i-1, "for", "of", "after") && !(r.is(i-1, "of") && !r.any(i-2, "hundreds", "thousands", "weeks", "months", "years", "decades")) {
			return hit{last: i, duration: true}, true
		}
		return hit{}, false
	}
	if _, last, ok := r.fraction(i); ok && !r.is(last+1, "ago") {
		return hit{last: last, duration: true}, true
	}
	if u, ok := r.unit(i + 2); ok && u != weekend && r.is(i, "half") && r.any(i+1, "a", "an") && !r.is(i+3, "ago") {
		return hit{last: i + 2, duration: true}, true
	}
	n, last, _, ok := r.count(i)
	if !ok || n == 0 {
		return hit{}, false
	}
	k := last + 1
	if r.is(k, "and", "a", "half") {
		k += 3
	}
	compound := k+1 < len(r.w) && isDash(r.w[k])
	if compound {
		k++
	}
	if r.is(k, "more") || r.is(k, "full") || r.is(k, "whole") || r.is(k, "straight") || r.is(k, "consecutive") {
		k++
	}
	u, ok := r.unit(k)
	if !ok || u == weekend {
		return hit{}, false
	}
	if u == quarter && (n == 1 && !compound || n < 4 && r.is(k+1, "of")) {
		return hit{}, false // a fraction
	}
	end := k
	if r.is(k+1, "and", "a", "half") {
		end = k + 3
	}
	if r.any(end+1, "old", "ago") || end+2 < len(r.w) && isDash(r.w[end+1]) && r.is(end+2, "old") {
		return hit{}, false // an age
	}
	if end+2 < len(r.w) && isDash(r.w[end+1]) && r.is(end+2, "long") {
		end += 2
	}
	if r.any(i, "a", "an", "one") && !compound && end == k {
		if last == i && !r.any(i-1, "for", "in", "within", "nearly", "almost", "about", "over", "than", "half", "lasting", "least", "lasted", "under", "after", "took", "just") {
			return hit{}, false // "twice a year", "one day"
		}
	}
	return hit{last: end, duration: true}, true
}
