package when

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"entente"
)

// at reads a date expression that begins at token i, the widest first.
func (r *reader) at(i int) (hit, bool) {
	for _, read := range []func(int) (hit, bool){r.span, r.bounded, r.point, r.length} {
		if h, ok := read(i); ok {
			return h, true
		}
	}
	return hit{}, false
}

// point reads one position in time.
func (r *reader) point(i int) (hit, bool) {
	j := i
	if r.is(i, "the") {
		j++
	}
	for _, read := range []func(int, int) (hit, bool){
		r.part, r.partOf, r.written, r.dayAndMonth, r.weekday, r.quarterPoint, r.seasonPoint, r.namedPeriod,
		r.decadePoint, r.centuryPoint, r.holiday, r.deictic, r.shifted, r.away, r.beside, r.anchored, r.yearPoint,
	} {
		if h, ok := read(i, j); ok {
			return h, true
		}
	}
	return hit{}, false
}

// explicit makes a hit that rests on its own words.
func explicit(last int, p period, yearly bool) (hit, bool) {
	p.basis = entente.BasisExplicit
	return hit{last: last, p: p, yearly: yearly}, true
}

// relative makes a hit that rests on the day of printing; without that day it
// keeps its fineness only.
func (r *reader) relative(last int, p period) (hit, bool) {
	if r.ref.IsZero() {
		p.from, p.to = entente.Day{}, entente.Day{}
	}
	p.basis = entente.BasisRelative
	return hit{last: last, p: p}, true
}

// part reads "early August", "mid-2014", "the end of the year". "later this
// month" and "earlier this year" stop or start at the day of printing.
func (r *reader) part(i, j int) (hit, bool) {
	n, ok := r.kind(j, "part")
	if w := r.word(j); strings.HasPrefix(w, "mid-") {
		return r.midWord(j)
	}
	if !ok {
		if r.any(j, "earlier", "later") && (r.is(j+1, "this") || r.is(j+1, "in", "the") || r.is(j+1, "that")) {
			return r.sinceStart(j)
		}
		return hit{}, false
	}
	k := j + 1
	of, in := false, false
	if r.any(k, "of") {
		k, of = k+1, true
	} else if r.is(k, "in") && r.any(j, "early", "late") {
		k, in = k+1, true
	} else if k < len(r.w) && isDash(r.w[k]) {
		k++
	}
	if !of && r.any(j, "end", "beginning", "start", "middle") {
		return hit{}, false
	}
	if r.any(j, "early", "late") && (of || r.any(k, "a", "an")) {
		return hit{}, false
	}
	h, ok := r.point(k)
	if !ok {
		if y := r.fourDigits(k); y > 0 {
			h, ok = explicit(k, yearOf(y), true)
		} else if of && r.is(k, "the") {
			if u, isUnit := r.unit(k + 1); isUnit && u >= week && u <= century {
				h, ok = r.relative(k+1, around(r.ref, u, 0))
			}
		}
	}
	if !ok || h.duration || in && (h.p.basis == entente.BasisRelative || h.p.prec == entente.PrecisionDay) {
		return hit{}, false
	}
	if h.p.prec != entente.PrecisionDay {
		h.p = third(h.p, n)
	}
	h.bare, h.weekday = false, false
	return h, true
}

func (r *reader) word(i int) string {
	if i < 0 || i >= len(r.w) {
		return ""
	}
	return r.w[i]
}

// midWord reads "mid-2014", "mid-August" and "mid-1980s", which are one token.
func (r *reader) midWord(j int) (hit, bool) {
	w := strings.TrimPrefix(r.w[j], "mid-")
	if w == "" {
		return hit{}, false
	}
	// The same sentence with the rest of the word alone.
	sub := reader{f: r.f, ref: r.ref, anchor: r.anchor, year: r.year, last: -1, mid: true}
	sub.w = slices.Clone(r.w)
	sub.w[j] = w
	sub.s = &entente.Sentence{Span: r.s.Span, Tokens: slices.Clone(r.s.Tokens)}
	sub.s.Tokens[j].Form = strings.ToUpper(w)
	h, ok := sub.point(j)
	if !ok {
		y := sub.fourDigits(j)
		if y == 0 {
			return hit{}, false
		}
		h, _ = explicit(j, yearOf(y), true)
	}
	if h.p.prec == entente.PrecisionDay {
		return hit{}, false
	}
	h.p = third(h.p, 1)
	h.bare = false
	return h, true
}

// sinceStart reads "earlier this month" as its start up to the day of printing,
// and "later this month" as the rest.
func (r *reader) sinceStart(j int) (hit, bool) {
	k := j + 1
	if r.is(k, "in") {
		k++
	}
	h, ok := r.point(k)
	if !ok {
		u, isUnit := r.unit(k + 1)
		if !r.is(k, "the") || !isUnit || u < day {
			return hit{}, false
		}
		h, _ = r.relative(k+1, around(r.ref, u, 0))
	}
	if h.p.basis == entente.BasisRelative && h.p.known() && !r.ref.IsZero() {
		if r.is(j, "earlier") && r.ref.Before(h.p.to) && !r.ref.Before(h.p.from) {
			h.p.to = r.ref
		}
		if r.is(j, "later") && h.p.from.Before(r.ref) && !h.p.to.Before(r.ref) {
			h.p.from = r.ref
		}
	}
	return h, true
}

// monthWord reads the name of a month. "May" and "March" need a capital; the
// short forms without a full stop need a number beside them.
func (r *reader) monthWord(i int) (int, bool) {
	if m, ok := r.kind(i, "month"); ok && r.capital(i) && !r.is(i-1, "long", "march") {
		return m, true
	}
	if m, ok := r.kind(i, "shortmonth"); ok && r.capital(i) && (r.int(i+1, 4) > 0 || r.monthDay(i-1) > 0) {
		if r.is(i+1, ".") && r.int(i+2, 4) < 0 {
			return 0, false
		}
		return m, true
	}
	return 0, false
}

// partOf reads a part of a day, and a week, by the day they belong to: "the night
// of 3 May", "the early morning of Sept. 11", "the week of March 10".
func (r *reader) partOf(i, j int) (hit, bool) {
	if h, ok := r.weekOfMonth(j); ok {
		return h, true
	}
	k := j
	if r.any(k, "early", "late") {
		k++
	}
	_, day := r.kind(k, "daypart")
	week := k == j && r.is(k, "week")
	if !day && !week || !r.is(k+1, "of") {
		return hit{}, false
	}
	h, ok := r.point(k + 2)
	if !ok || h.p.prec != entente.PrecisionDay {
		return hit{}, false
	}
	if week {
		basis := h.p.basis
		if !h.p.from.IsZero() {
			h.p = weekOf(h.p.from)
		}
		h.p.prec, h.p.basis = entente.PrecisionWeek, basis
	}
	h.weekday = false
	return h, true
}

// weekOfMonth reads "first week of May": seven days counted from the month's
// first, or back from its last.
func (r *reader) weekOfMonth(j int) (hit, bool) {
	n := r.ordinal(j)
	if r.any(j, "last", "final") {
		n = 5
	}
	if n == 0 || n > 5 || !r.is(j+1, "week", "of") {
		return hit{}, false
	}
	h, ok := r.point(j + 3)
	if !ok || h.p.prec != entente.PrecisionMonth {
		return hit{}, false
	}
	if !h.p.from.IsZero() {
		if n == 5 {
			h.p.from = h.p.to.Add(0, 0, -6)
		} else {
			h.p.from = h.p.from.Add(0, 0, 7*n-7)
			h.p.to = h.p.from.Add(0, 0, 6)
		}
	}
	h.p.prec = entente.PrecisionWeek
	return h, true
}

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

// yearPoint reads a bare year where the words around it say that it is one.
func (r *reader) yearPoint(i, j int) (hit, bool) {
	y := r.fourDigits(j)
	if y == 0 || i != j || !r.isYear(j) {
		return hit{}, false
	}
	h, ok := explicit(j, yearOf(y), true)
	h.bare = true
	return h, ok
}

// isYear decides whether four digits are a year. "In 2013", "the 2015 accord",
// "1967 and 1973" are; "2000 troops", "more than 1990" and "Boeing 1500" are not.
func (r *reader) isYear(i int) bool {
	y := r.fourDigits(i)
	modern := y >= 1900 && y < 2050
	rel := r.s.Tokens[i].BaseRel()
	if (rel == "obl" || rel == "nmod" && modern) && y >= 1500 {
		named := r.s.Tokens[i].Head == i-1 && r.capital(i-1) && !r.any(i-1, "act", "bill", "law", "constitution") // "Zapad 2017"
		return !r.unitNext(i) && !named && !r.any(i-1, "than", "between") && !r.is(i-2, "votes", "to")
	}
	plural := r.pluralNext(i)
	if h := r.s.Tokens[i].Head; rel == "nummod" && h < len(r.s.Tokens) {
		// The treebanks call both "2013 delegates" and "the 2013 summit" so.
		head := &r.s.Tokens[h]
		plural = head.Feat("Number") == "Plur" || head.Feats == "" && r.pluralNext(i)
		if plural && !r.any(i-1, "the", "its", "his", "their", "s", "'s", "’s", "her", "our", "that", "this") {
			return false
		}
	}
	if r.unitNext(i) || y < 1500 && !r.any(i-1, "in", "since", "by", "until") {
		return false
	}
	switch {
	case r.any(i-1, "in", "since", "until", "till", "during", "before", "after", "circa", "year", "throughout", "into", "beyond"),
		r.is(i-1, "as") && r.any(i-2, "early", "late", "recently", "back", "soon"), r.is(i-2, "prior", "to"), r.is(i-2, "at", "least") && r.any(i-3, "since", "until", "till", "by"):
		return !plural || modern && y%100 != 0
	case r.any(i-1, "from", "by", "of", "through", "to", "for", "around", "and", "or", "early", "late", "mid"):
		if r.any(i-1, "and", "or", "to") && r.last != i-2 {
			return false
		}
		return !plural && (modern || y < 1900)
	case r.any(i-1, ","):
		return r.last >= 0 && r.last == i-2 && !plural
	case r.any(i-1, "("):
		return y >= 1500 && (r.any(i+1, ")", ",", "-", "–", "to", "and"))
	case r.is(i-1, "a") && r.capital(i+1) && r.made(i+1): // "a 2018 Toyota"
		return false
	case r.any(i-1, "the", "its", "his", "their", "a", "s", "'s", "’s", "her", "our", "that", "this"):
		return (modern || !plural && i+1 < len(r.w) && startsLetter(r.w[i+1])) && y%100 != 0 || modern && !plural && i+1 < len(r.w) && startsLetter(r.w[i+1])
	case r.any(i+1, "'s", "’s") || r.any(i+1, "'", "’") && r.is(i+2, "s"):
		return modern
	case i == 0:
		return modern && !plural
	case r.any(i-1, "act", "bill", "law", "copyright", "constitution") && r.capital(i-1):
		return modern
	}
	// "a bloodless 1993 coup"
	return modern && y%100 != 0 && !plural && startsLetter(r.w[i-1]) && !r.capital(i-1) && i+1 < len(r.w) &&
		startsLetter(r.w[i+1]) && !r.capital(i+1) && r.nounNext(i+1) && !r.any(i-1, "than", "least", "most", "some", "nearly", "almost")
}

// made reports whether word i is a maker of cars, whose years are models.
func (r *reader) made(i int) bool {
	_, ok := r.kind(i, "make")
	return ok
}

// digit reports whether word i begins with one.
func (r *reader) digit(i int) bool { w := r.word(i); return w != "" && w[0] >= '0' && w[0] <= '9' }

func startsLetter(w string) bool { return w != "" && w[0] >= 'a' && w[0] <= 'z' }

// pluralNext guesses whether a plural noun follows that the number could count.
func (r *reader) pluralNext(i int) bool {
	w := r.word(i + 1)
	if i+1 < len(r.s.Tokens) {
		switch r.s.Tokens[i+1].UPOS {
		case "VERB", "AUX", "ADP", "PUNCT", "DET", "PRON", "CCONJ", "SCONJ", "ADV", "PROPN":
			return false
		}
	}
	switch w {
	case "people", "men", "women", "children", "troops", "personnel", "percent", "police":
		return true
	case "was", "is", "has", "as", "does", "its", "his", "this", "us", "across", "versus":
		return false
	}
	return len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !r.capital(i+1)
}

// unitNext reports whether a unit of measure follows.
func (r *reader) unitNext(i int) bool {
	switch r.word(i + 1) {
	case "km", "miles", "mile", "kilometers", "kilometres", "kilometer", "kilometre", "meters", "metres", "feet", "tons", "tonnes",
		"percent", "%", "votes", "dollars", "euros", "pounds", "rupees", "gmt", "hours", "barrels", "people", "bc", "b.c.", "bce":
		return true
	}
	return false
}
